//===- Partition.cpp - split the batch of steps over a mesh ---------------===//
#include "passes/Gradients.h"
#include "passes/Passes.h"
#include "passes/partition/Partitioner.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_PARTITIONPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

using Axes = SmallVector<std::pair<std::string, int64_t>>;

struct Partition : skein::passes::impl::PartitionPassBase<Partition> {
  using PartitionPassBase::PartitionPassBase;

  void runOnOperation() override {
    if (failed(passes::checkHasSteps(getOperation(), getArgument())))
      return signalPassFailure();
    SymbolTable symbols(getOperation());
    FailureOr<Axes> axes = parseMesh();
    if (failed(axes))
      return signalPassFailure();
    FailureOr<SmallVector<bool>> isBatchAxis = chooseAxes(*axes);
    if (failed(isBatchAxis))
      return signalPassFailure();
    if (getOperation().getOps<StepOp>().empty())
      return;
    BatchSplit split = makeSplit(*axes, *isBatchAxis, symbols);
    Partitioner partitioner(split, symbols);
    for (StepOp step : llvm::make_early_inc_range(getOperation().getOps<StepOp>()))
      if (failed(rewriteStep(step, split, partitioner, symbols)))
        return signalPassFailure();
    partitioner.replaceOriginals();
  }

private:
  //===--------------------------------------------------------------------===//
  // The mesh
  //===--------------------------------------------------------------------===//

  /// An error about an option, at the first step that it is for.
  InFlightDiagnostic refuse() {
    for (StepOp step : getOperation().getOps<StepOp>())
      return emitError(step.getLoc());
    return emitError(getOperation().getLoc());
  }

  /// `data:4,model:2`.
  FailureOr<Axes> parseMesh() {
    Axes axes;
    SmallVector<StringRef> parts;
    StringRef(mesh).split(parts, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/!mesh.empty());
    for (StringRef part : parts) {
      auto [name, size] = part.split(':');
      int64_t devices = 0;
      if (name.empty() || size.empty() || size.getAsInteger(10, devices))
        return refuse()
               << "option mesh has '" << part << "'; expected an axis and its number of devices, "
               << "such as data:4";
      if (devices < 1)
        return refuse()
               << "option mesh has " << devices << " devices along \"" << name
               << "\"; expected at least 1";
      if (llvm::any_of(axes, [&](auto &axis) { return axis.first == name; }))
        return refuse()
               << "option mesh names axis \"" << name << "\" twice; expected each axis once";
      axes.emplace_back(name, devices);
    }
    return axes;
  }

  /// Which of the axes the batch is split over.
  FailureOr<SmallVector<bool>> chooseAxes(const Axes &axes) {
    SmallVector<StringRef> wanted;
    StringRef(batchAxis).split(wanted, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/!batchAxis.empty());
    if (wanted.empty() && llvm::any_of(axes, [](auto &axis) { return axis.first == "data"; }))
      wanted.push_back("data");
    SmallVector<bool> isChosen;
    for (auto &axis : axes)
      isChosen.push_back(wanted.empty() && axis.first != pipeAxis);
    for (StringRef name : wanted) {
      auto found = llvm::find_if(axes, [&](auto &axis) { return axis.first == name; });
      if (found != axes.end()) {
        isChosen[found - axes.begin()] = true;
        continue;
      }
      auto names = llvm::map_range(axes, [](auto &axis) { return "\"" + axis.first + "\""; });
      return refuse()
             << "option batch-axis names \"" << name << "\"; expected an axis of the mesh: "
             << (axes.empty() ? "it has none" : llvm::join(names, ", "));
    }
    return isChosen;
  }

  BatchSplit makeSplit(const Axes &axes, ArrayRef<bool> isBatchAxis, SymbolTable &symbols) {
    OpBuilder builder = OpBuilder::atBlockBegin(getOperation().getBody());
    SmallVector<Attribute> names, batchAxes;
    SmallVector<int64_t> sizes;
    int64_t devices = 1;
    for (auto [axis, splits] : llvm::zip_equal(axes, isBatchAxis)) {
      names.push_back(builder.getStringAttr(axis.first));
      sizes.push_back(axis.second);
      if (!splits)
        continue;
      batchAxes.push_back(names.back());
      devices *= axis.second;
    }
    auto op = MeshOp::create(builder, getOperation().getLoc(), builder.getStringAttr("mesh"),
                             builder.getArrayAttr(names), builder.getDenseI64ArrayAttr(sizes));
    symbols.insert(op);
    return {op, builder.getArrayAttr(batchAxes), devices, batch == BatchMode::PerReplica};
  }

  //===--------------------------------------------------------------------===//
  // Steps
  //===--------------------------------------------------------------------===//

  static LogicalResult rewriteStep(StepOp step, const BatchSplit &split, Partitioner &partitioner,
                                   SymbolTable &symbols) {
    FailureOr<SmallVector<Type>> arguments =
        split.argumentTypes(step, "devices along " + split.axisNames());
    if (failed(arguments))
      return failure();
    OpBuilder builder(step);
    auto program = ProgramOp::create(
        builder, step.getLoc(), step.getSymNameAttr(), FlatSymbolRefAttr::get(split.mesh),
        TypeAttr::get(builder.getFunctionType(*arguments, {})), step.getArgNamesAttr(),
        step.getArgAttrsAttr(), step.getResAttrsAttr());
    program->setDiscardableAttrs(step->getDiscardableAttrDictionary());
    Block &body = program.getBody().emplaceBlock();
    if (failed(partitioner.rewriteStep(step, *arguments, body)))
      return failure();
    program.setFunctionType(builder.getFunctionType(*arguments, body.getTerminator()->getOperandTypes()));
    if (hasPartialSinks(program)) {
      program->setAttr(unsynchronizedAttrName, builder.getUnitAttr());
      if (split.perReplica)
        program->setAttr(perReplicaAttrName, builder.getUnitAttr());
    }
    symbols.erase(step);
    symbols.insert(program);
    return success();
  }

  static bool hasPartialSinks(ProgramOp program) {
    return program
        ->walk([](Operation *op) {
          bool partial = llvm::any_of(op->getOperandTypes(), [](Type type) {
            DistributionAttr distribution = getDistribution(type);
            return distribution && llvm::any_of(distribution.getStates(), [](AxisStateAttr state) {
                     return state.getKind() == StateKind::Partial;
                   });
          });
          return partial && isa<AssignOp, ApplyGradientOp, AllFiniteOp, GlobalNormOp, ReturnOp>(op) ? WalkResult::interrupt()
                                                                         : WalkResult::advance();
        })
        .wasInterrupted();
  }
};

} // namespace
