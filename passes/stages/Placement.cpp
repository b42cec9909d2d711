//===- Placement.cpp - which stage computes what --------------------------===//
#include "passes/stages/Placement.h"

#include "passes/InlineCalls.h"
#include "passes/StructuredOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace skein::passes {

//===----------------------------------------------------------------------===//
// Actions
//===----------------------------------------------------------------------===//

StageActions::StageActions(const pipeline::Schedule &schedule) : split(schedule.stages) {
  using Kind = pipeline::ActionKind;
  for (const auto &device : schedule.devices)
    for (const pipeline::Action &action : device)
      if (action.kind == Kind::InputGradient || action.kind == Kind::WeightGradient)
        split[action.stage] = true;
  for (int64_t stage = 0; stage < schedule.stages; ++stage)
    actions.push_back({ActionKind::Forward, stage});
  for (int64_t stage = schedule.stages; stage-- > 0;) {
    if (!split[stage]) {
      actions.push_back({ActionKind::Backward, stage});
      continue;
    }
    actions.push_back({ActionKind::InputGradient, stage});
    actions.push_back({ActionKind::WeightGradient, stage});
  }
}

unsigned StageActions::numberOf(ActionKind kind, int64_t stage) const {
  if (kind != ActionKind::Forward)
    kind = !split[stage]                    ? ActionKind::Backward
           : kind == ActionKind::Backward ? ActionKind::InputGradient
                                            : kind;
  auto found = llvm::find_if(actions, [&](const Action &action) {
    return action.kind == kind && action.stage == stage;
  });
  return found - actions.begin();
}

std::string describe(const StageActions::Action &action) {
  std::string kind = stringifyActionKind(action.kind).str();
  llvm::replace(kind, '_', ' ');
  return kind + " of stage " + std::to_string(action.stage);
}

std::optional<int64_t> OpPlacement::stageOf(Value value, const StageActions &all) const {
  Operation *producer = value.getDefiningOp();
  if (!producer)
    return std::nullopt;
  if (producer == loop)
    return resultStages[cast<OpResult>(value).getResultNumber()];
  if (auto stage = stages.find(producer); stage != stages.end())
    return stage->second;
  if (auto action = actions.find(producer); action != actions.end())
    return all.list()[action->second].stage;
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Loops and variables
//===----------------------------------------------------------------------===//

/// The function of a stage that `op` calls; null if it does not.
static func::FuncOp stageFunction(Operation *op, SymbolTable &symbols) {
  auto call = dyn_cast<func::CallOp>(op);
  auto callee = call ? symbols.lookup<func::FuncOp>(call.getCallee()) : func::FuncOp();
  return callee && callee->hasAttr(stageAttrName) ? callee : func::FuncOp();
}

static int64_t stageOf(func::FuncOp function) {
  return function->getAttrOfType<IntegerAttr>(stageAttrName).getInt();
}

FailureOr<scf::ForOp> findMicroBatches(ProgramOp program, SymbolTable &symbols) {
  scf::ForOp loop;
  WalkResult result = program.walk([&](func::CallOp call) {
    if (!stageFunction(call, symbols))
      return WalkResult::advance();
    auto around = dyn_cast<scf::ForOp>(call->getParentOp());
    if (!around || around->getParentOp() != program || (loop && loop != around)) {
      call.emitOpError() << "calls a stage, but is not in the loop over micro-batches of @"
                         << program.getSymName();
      return WalkResult::interrupt();
    }
    loop = around;
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();
  if (loop && (getConstantIntValue(loop.getLowerBound()) != 0 ||
               getConstantIntValue(loop.getStep()) != 1 ||
               !getConstantIntValue(loop.getUpperBound())))
    return loop.emitOpError() << "calls stages, but does not count micro-batches from 0";
  return loop;
}

void findVariableStages(ProgramOp program, scf::ForOp loop, SymbolTable &symbols,
                        VariableStages &stages) {
  for (auto read : program.getBody().front().getOps<ReadOp>()) {
    std::optional<int64_t> first;
    SmallVector<Operation *> work(read->getUsers());
    llvm::SmallPtrSet<Operation *, 16> seen;
    while (!work.empty()) {
      Operation *user = work.pop_back_val();
      if (!seen.insert(user).second || user == loop->getBlock()->getTerminator())
        continue;
      if (func::FuncOp function = stageFunction(user, symbols))
        first = std::min(first.value_or(stageOf(function)), stageOf(function));
      else
        work.append(user->user_begin(), user->user_end());
    }
    if (!first)
      continue;
    int64_t &stage = stages.insert({read.getVariableAttr().getAttr(), *first}).first->second;
    stage = std::min(stage, *first);
  }
}

//===----------------------------------------------------------------------===//
// Placing
//===----------------------------------------------------------------------===//

namespace {

int64_t sizeOf(Value value) {
  auto type = dyn_cast<ShapedType>(value.getType());
  return type ? type.getNumElements() * type.getElementTypeBitWidth() : 0;
}

class Placer {
public:
  Placer(ProgramOp program, scf::ForOp loop, const StageActions &actions,
         VariableStages &variables, SymbolTable &symbols)
      : program(program), actions(actions), variables(variables), symbols(symbols) {
    placement.loop = loop;
    for (const StageActions::Action &action : actions.list())
      lastStage = std::max(lastStage, action.stage);
  }

  FailureOr<OpPlacement> run() {
    placeVariables();
    for (Operation &op : llvm::make_early_inc_range(program.getBody().front().without_terminator())) {
      if (&op == placement.loop) {
        if (failed(placeLoop()))
          return failure();
        continue;
      }
      if (splitByStages(&op))
        continue;
      if (std::optional<int64_t> stage = chooseStage(&op))
        placement.stages[&op] = *stage;
    }
    return std::move(placement);
  }

private:
  //===--------------------------------------------------------------------===//
  // Variables
  //===--------------------------------------------------------------------===//

  /// A variable that no stage takes is with one of its type that its next value is computed
  /// from, such as a moving average with what it averages, or that is computed from it, such
  /// as what was staged of it; others are with the loss.
  void placeVariables() {
    Block &body = program.getBody().front();
    for (auto assign : body.getOps<AssignOp>()) {
      StringAttr name = assign.getVariableAttr().getAttr();
      SmallVector<StringAttr> sources = sourcesOf(assign.getValue());
      auto placed =
          llvm::find_if(sources, [&](StringAttr source) { return variables.contains(source); });
      if (!variables.contains(name) && placed != sources.end())
        variables[name] = variables[*placed];
      else if (auto stage = variables.find(name); stage != variables.end())
        for (StringAttr source : sources)
          variables.insert({source, int64_t(stage->second)});
    }
    for (auto read : body.getOps<ReadOp>())
      variables.insert({read.getVariableAttr().getAttr(), lastStage});
    for (auto assign : body.getOps<AssignOp>())
      variables.insert({assign.getVariableAttr().getAttr(), lastStage});
    for (auto apply : body.getOps<ApplyGradientOp>())
      variables.insert({apply.getVariableAttr().getAttr(), lastStage});
  }

  /// Variables of the type of `value` that it is computed from, the nearest first.
  SmallVector<StringAttr> sourcesOf(Value value) {
    SmallVector<StringAttr> sources;
    SmallVector<Value> work{value};
    llvm::DenseSet<Value> seen;
    for (size_t next = 0; next < work.size(); ++next) {
      Operation *producer = work[next].getDefiningOp();
      if (!producer || producer == placement.loop)
        continue;
      if (auto read = dyn_cast<ReadOp>(producer); read && read.getType() == value.getType())
        sources.push_back(read.getVariableAttr().getAttr());
      for (Value input : valuesReadBy(producer))
        if (seen.insert(input).second)
          work.push_back(input);
    }
    return sources;
  }

  //===--------------------------------------------------------------------===//
  // Outside of the loop
  //===--------------------------------------------------------------------===//

  std::optional<int64_t> chooseStage(Operation *op) {
    if (auto name = op->getAttrOfType<FlatSymbolRefAttr>("variable");
        name && isa<ReadOp, AssignOp, ApplyGradientOp>(op))
      return variables.lookup(name.getAttr());
    std::optional<int64_t> chosen;
    int64_t largest = -1;
    for (Value input : valuesReadBy(op)) {
      std::optional<int64_t> stage = placement.stageOf(input, actions);
      if (!stage)
        continue;
      int64_t size = placement.loop ? sizeOf(input) : *stage;
      if (size > largest || (size == largest && *stage < *chosen))
        chosen = stage;
      largest = std::max(largest, size);
    }
    return chosen;
  }

  /// Replaces a norm or a flag over tensors of several stages by those of each stage and
  /// what follows from them.
  bool splitByStages(Operation *op) {
    if (!isa<GlobalNormOp, AllFiniteOp>(op))
      return false;
    auto norm = dyn_cast<GlobalNormOp>(op);
    llvm::MapVector<int64_t, SmallVector<Value>> groups;
    for (Value value : norm ? norm.getValues() : op->getOperands())
      groups[placement.stageOf(value, actions).value_or(lastStage)].push_back(value);
    if (groups.size() < 2)
      return false;
    OpBuilder builder(op);
    SmallVector<Value> parts;
    for (auto &[stage, values] : groups) {
      Operation *part =
          norm ? GlobalNormOp::create(builder, op->getLoc(), norm.getType(), values, norm.getFactor())
               : AllFiniteOp::create(builder, op->getLoc(), op->getResult(0).getType(), values)
                     .getOperation();
      placement.stages[part] = stage;
      parts.push_back(part->getResult(0));
    }
    auto type = cast<RankedTensorType>(op->getResult(0).getType());
    Value whole = createElementwise(
        builder, op->getLoc(), type, parts,
        [&](OpBuilder &inner, Location loc, ValueRange scalars) -> Value {
          Value sum;
          for (Value scalar : scalars) {
            Value term = norm ? arith::MulFOp::create(inner, loc, scalar, scalar).getResult() : scalar;
            sum = !sum  ? term
                  : norm ? arith::AddFOp::create(inner, loc, sum, term).getResult()
                         : arith::AndIOp::create(inner, loc, sum, term);
          }
          return norm ? math::SqrtOp::create(inner, loc, sum).getResult() : sum;
        });
    placement.stages[whole.getDefiningOp()] = groups.begin()->first;
    op->replaceAllUsesWith(ValueRange(whole));
    op->erase();
    return true;
  }

  //===--------------------------------------------------------------------===//
  // In the loop
  //===--------------------------------------------------------------------===//

  LogicalResult placeLoop() {
    for (Operation &op : placement.loop.getBody()->without_terminator()) {
      FailureOr<std::optional<unsigned>> action = chooseAction(&op);
      if (failed(action))
        return failure();
      if (*action)
        placement.actions[&op] = **action;
    }
    placement.resultStages.assign(placement.loop.getNumResults(), lastStage);
    SmallVector<unsigned> unplaced;
    for (auto [index, yielded] : llvm::enumerate(placement.loop.getYieldedValues()))
      if (std::optional<int64_t> stage = placement.stageOf(yielded, actions))
        placement.resultStages[index] = *stage;
      else
        unplaced.push_back(index);
    for (unsigned index : unplaced)
      placeWithOthers(index);
    return success();
  }

  /// Carried value `index` follows from inputs alone, such as the indices of a sparse
  /// gradient: it is computed where something else is that goes with it.
  void placeWithOthers(unsigned index) {
    int64_t &stage = placement.resultStages[index];
    for (Operation *user : placement.loop.getResult(index).getUsers())
      for (Value other : user->getOperands())
        if (other.getDefiningOp() == placement.loop && other != placement.loop.getResult(index))
          stage = placement.resultStages[cast<OpResult>(other).getResultNumber()];
    unsigned action = actions.numberOf(ActionKind::Forward, stage);
    llvm::DenseSet<Value> from{placement.loop.getRegionIterArg(index)};
    for (Operation &op : placement.loop.getBody()->without_terminator())
      if (!placement.actions.contains(&op) &&
          llvm::any_of(valuesReadBy(&op), [&](Value input) { return from.contains(input); })) {
        placement.actions[&op] = action;
        from.insert(op.result_begin(), op.result_end());
      }
  }

  FailureOr<std::optional<unsigned>> chooseAction(Operation *op) {
    std::optional<unsigned> latest;
    std::optional<int64_t> outside;
    for (Value input : valuesReadBy(op)) {
      Operation *producer = input.getDefiningOp();
      if (auto action = placement.actions.find(producer); producer && action != placement.actions.end())
        latest = std::max(latest.value_or(0), action->second);
      else if (std::optional<int64_t> stage = placement.stageOf(input, actions))
        outside = std::max(outside.value_or(0), *stage);
    }
    func::FuncOp function = stageFunction(op, symbols);
    if (!function) {
      if (!latest && outside)
        latest = actions.numberOf(ActionKind::Forward, *outside);
      return latest;
    }
    auto kind = function->getAttrOfType<StringAttr>(actionAttrName);
    auto parsed = kind ? symbolizeActionKind(kind.getValue()) : std::nullopt;
    if (!parsed || stageOf(function) > lastStage)
      return op->emitOpError() << "calls @" << function.getSymName() << ", which is "
                               << (parsed ? "of a stage that the schedule does not have"
                                          : "neither the forward nor the backward half of a stage");
    unsigned action = actions.numberOf(*parsed, stageOf(function));
    if (latest.value_or(0) > action)
      return op->emitOpError() << "is in " << describe(actions.list()[action])
                               << " and takes what " << describe(actions.list()[*latest])
                               << " gives";
    return std::optional(action);
  }

  ProgramOp program;
  const StageActions &actions;
  VariableStages &variables;
  SymbolTable &symbols;
  int64_t lastStage = 0;
  OpPlacement placement;
};

} // namespace

FailureOr<OpPlacement> place(ProgramOp program, scf::ForOp loop, const StageActions &actions,
                           VariableStages &variables, SymbolTable &symbols) {
  return Placer(program, loop, actions, variables, symbols).run();
}

} // namespace skein::passes
