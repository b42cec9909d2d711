//===- ScheduleStages.cpp - a program for each stage of a pipeline --------===//
//
// The devices along the axis of the pipeline all run the same program so far. Each
// keeps what its stages compute, in the order of a schedule, and gets the rest through
// channels.
//
//===----------------------------------------------------------------------===//
#include "dialect/Distribution.h"
#include "passes/InlineCalls.h"
#include "passes/Passes.h"
#include "passes/pipeline/ChooseSchedule.h"
#include "passes/stages/SplitProgram.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_SCHEDULESTAGESPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

/// A program that goes through the stages, once or in a loop over micro-batches.
struct Staged {
  ProgramOp program;
  scf::ForOp loop; ///< null if it goes once
  pipeline::Schedule schedule;
};

struct ScheduleStages : skein::passes::impl::ScheduleStagesPassBase<ScheduleStages> {
  using ScheduleStagesPassBase::ScheduleStagesPassBase;

  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    FailureOr<std::vector<Staged>> programs = findPrograms(symbols);
    if (failed(programs) || (!programs->empty() && failed(split(*programs, symbols))))
      signalPassFailure();
  }

private:
  //===--------------------------------------------------------------------===//
  // Programs
  //===--------------------------------------------------------------------===//

  /// Those with a loop first.
  FailureOr<std::vector<Staged>> findPrograms(SymbolTable &symbols) {
    std::vector<Staged> programs;
    for (auto program : getOperation().getOps<ProgramOp>()) {
      auto mesh = symbols.lookup<MeshOp>(program.getMesh());
      std::optional<int64_t> devices = mesh ? mesh.getAxisSize(pipeAxis) : std::nullopt;
      if (!devices)
        continue;
      if (program.getBeside() || program.getCoordinates())
        return program.emitOpError() << "is of its own devices already; expected one for all "
                                     << "devices along \"" << pipeAxis << "\"";
      for (auto [index, type] : llvm::enumerate(program.getArgumentTypes()))
        if (!getAxisState(type, pipeAxis).isReplicated())
          return program.emitOpError()
                 << "splits input " << program.getArgNames()[index] << " along \"" << pipeAxis
                 << "\", where stages are; expected a batch over other axes";
      FailureOr<scf::ForOp> loop = findMicroBatches(program, symbols);
      if (failed(loop))
        return failure();
      Staged &staged = programs.emplace_back(Staged{program, *loop, {}});
      if (*loop && failed(chooseSchedule(staged, *devices, symbols)))
        return failure();
    }
    llvm::stable_sort(programs, [](const Staged &a, const Staged &b) { return a.loop && !b.loop; });
    if (!programs.empty() && !programs.front().loop)
      return programs.front().program.emitOpError()
             << "is on an axis \"" << pipeAxis << "\", but calls no stages; expected a loss that "
             << "--skein-cut-stages has cut, and --skein-accumulate-gradients behind it";
    return programs;
  }

  LogicalResult chooseSchedule(Staged &staged, int64_t devices, SymbolTable &symbols) {
    int64_t stages = 0;
    staged.loop.walk([&](func::CallOp call) {
      auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
      if (auto stage = callee ? callee->getAttrOfType<IntegerAttr>(stageAttrName) : IntegerAttr())
        stages = std::max(stages, stage.getInt() + 1);
    });
    if (stages % devices != 0)
      return staged.program.emitOpError() << "has " << stages << " stages on " << devices
                                          << " devices along \"" << pipeAxis
                                          << "\"; expected as many on each";
    auto chosen = pipeline::chooseSchedule(
        {schedule, int(stages), int(*getConstantIntValue(staged.loop.getUpperBound())),
         int(stages / devices)});
    if (!chosen)
      return staged.program.emitOpError() << "cannot be scheduled: " << toString(chosen.takeError());
    staged.schedule = std::move(*chosen);
    return success();
  }

  //===--------------------------------------------------------------------===//
  // Splitting
  //===--------------------------------------------------------------------===//

  LogicalResult split(MutableArrayRef<Staged> programs, SymbolTable &symbols) {
    VariableStages variables;
    for (Staged &staged : programs)
      if (staged.loop)
        findVariableStages(staged.program, staged.loop, symbols, variables);
    PipelinePlan first(programs.front().schedule);
    for (Staged &staged : programs) {
      if (!staged.loop)
        inlineCallsOfSeveralStages(staged.program, variables, symbols);
      PipelinePlan plan(staged.loop ? staged.schedule : programs.front().schedule);
      if (plan.deviceOfStage != first.deviceOfStage)
        return staged.program.emitOpError()
               << "has its stages on other devices than @" << programs.front().program.getSymName();
      FailureOr<OpPlacement> placement =
          place(staged.program, staged.loop, plan.actions, variables, symbols);
      if (failed(placement) ||
          failed(splitProgram(staged.program, *placement, plan,
                              StringAttr::get(&getContext(), pipeAxis), symbols)))
        return failure();
    }
    placeVariables(variables, first, symbols);
    return success();
  }

  /// A call that takes variables of several stages would bring them all to one.
  static void inlineCallsOfSeveralStages(ProgramOp program, const VariableStages &variables,
                                         SymbolTable &symbols) {
    auto stagesOf = [&](func::CallOp call) {
      llvm::SmallDenseSet<int64_t> stages;
      for (Value operand : call.getOperands())
        if (auto read = operand.getDefiningOp<ReadOp>())
          if (auto stage = variables.find(read.getVariableAttr().getAttr()); stage != variables.end())
            stages.insert(stage->second);
      return stages.size();
    };
    for (bool changed = true; std::exchange(changed, false);)
      for (auto call : llvm::to_vector(program.getBody().front().getOps<func::CallOp>()))
        if (auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
            callee && stagesOf(call) > 1) {
          inlineCall(call, callee);
          if (SymbolTable::symbolKnownUseEmpty(callee, symbols.getOp()))
            symbols.erase(callee);
          changed = true;
        }
  }

  /// Puts variables where their stages are, and slots with what they belong to.
  void placeVariables(const VariableStages &stages, const PipelinePlan &plan, SymbolTable &symbols) {
    FlatSymbolRefAttr mesh;
    for (auto program : getOperation().getOps<ProgramOp>())
      if (program.getCoordinates())
        mesh = program.getMeshAttr();
    Builder builder(&getContext());
    for (auto variable : getOperation().getOps<VariableOp>()) {
      VariableOp owner = variable;
      while (owner.getSlotOf() && !stages.contains(owner.getSymNameAttr()))
        owner = symbols.lookup<VariableOp>(*owner.getSlotOf());
      auto stage = stages.find(owner.getSymNameAttr());
      int device = plan.deviceOfStage[stage == stages.end() ? 0 : stage->second];
      variable.setMeshAttr(mesh);
      variable.setCoordinatesAttr(builder.getDictionaryAttr(
          builder.getNamedAttr(pipeAxis, builder.getI64IntegerAttr(device))));
    }
  }
};

} // namespace
