//===- Gradients.cpp - where a program reduces gradients ------------------===//
#include "passes/Gradients.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace skein;

namespace {

bool isElementwise(Operation *op) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return structured.getNumLoops() == structured.getNumParallelLoops();
  return OpTrait::hasElementwiseMappableTraits(op);
}

/// Operands whose elements `op` passes on, changed or not, to its results.
SmallVector<Value> passedOn(Operation *op) {
  if (isa<tensor::ConcatOp>(op))
    return op->getOperands();
  if (isa<tensor::ExtractSliceOp, tensor::ExpandShapeOp,
          tensor::CollapseShapeOp>(op))
    return {op->getOperand(0)};
  SmallVector<Value> values;
  if (isElementwise(op))
    for (Value operand : op->getOperands())
      if (auto type = dyn_cast<RankedTensorType>(operand.getType());
          type && type.getShape() ==
                      cast<ShapedType>(op->getResult(0).getType()).getShape())
        values.push_back(operand);
  return values;
}

/// The gradient that `update` takes, and what the program leaves there for the
/// next step, if that is how it gets it.
SmallVector<Value> gradientsOf(ApplyGradientOp update) {
  SmallVector<Value> values{update.getGradient()};
  if (auto read = update.getGradient().getDefiningOp<ReadOp>())
    update->getParentOfType<ProgramOp>().walk([&](AssignOp assign) {
      if (assign.getVariable() == read.getVariable())
        values.push_back(assign.getValue());
    });
  return values;
}

} // namespace

SmallVector<AllReduceOp> skein::passes::findReductions(Value value) {
  SmallVector<AllReduceOp> reductions;
  llvm::SetVector<Value> values;
  values.insert(value);
  for (size_t i = 0; i < values.size(); ++i) {
    Operation *op = values[i].getDefiningOp();
    if (auto reduce = dyn_cast_or_null<AllReduceOp>(op)) {
      if (isa<ProgramOp>(reduce->getParentOp()))
        reductions.push_back(reduce);
    } else if (op) {
      values.insert_range(passedOn(op));
    }
  }
  return reductions;
}

SmallVector<skein::passes::Gradient>
skein::passes::findGradients(ProgramOp program) {
  llvm::MapVector<Operation *, Gradient> found;
  program.walk([&](ApplyGradientOp update) {
    for (Value value : gradientsOf(update))
      for (AllReduceOp reduce : findReductions(value)) {
        Gradient &gradient = found[reduce];
        gradient.op = reduce;
        if (!llvm::is_contained(gradient.variables, update.getVariable()))
          gradient.variables.push_back(update.getVariable());
      }
  });
  SmallVector<Gradient> gradients;
  for (auto &[reduce, gradient] : found)
    gradients.push_back(gradient);
  return gradients;
}

LogicalResult skein::passes::checkReplaceable(ArrayRef<Gradient> gradients, StringRef pass) {
  auto refuse = [&](AllReduceOp reduce, StringRef settled, StringRef later) {
    return reduce.emitOpError() << settled << " already; expected --" << pass << " before --"
                                << later;
  };
  for (const Gradient &gradient : gradients) {
    AllReduceOp reduce = gradient.reduce();
    if (auto algorithm = reduce->getAttrOfType<StringAttr>(algorithmAttrName))
      return refuse(reduce, "is carried out by " + algorithm.str(), "skein-lower-all-reduce");
    if (!reduce.getBody().empty())
      return refuse(reduce, "has a body", "skein-lower-all-reduce");
    if (reduce.getStream() != Stream::Compute)
      return refuse(reduce, "is beside the computation", "skein-overlap");
  }
  return success();
}

LogicalResult skein::passes::checkHasSteps(ModuleOp module, StringRef pass) {
  auto programs = module.getOps<ProgramOp>();
  if (programs.empty() || !module.getOps<StepOp>().empty())
    return success();
  ProgramOp program = *programs.begin();
  return program.emitOpError() << "is on mesh @" << program.getMesh() << " already; --" << pass
                               << " expects steps for one device";
}

bool skein::passes::isReadyBefore(Value a, Value b) {
  Operation *producerOfA = a.getDefiningOp(), *producerOfB = b.getDefiningOp();
  if (!producerOfA || !producerOfB)
    return !producerOfA && producerOfB;
  if (producerOfA != producerOfB)
    return producerOfA->isBeforeInBlock(producerOfB);
  auto call = dyn_cast<func::CallOp>(producerOfA);
  auto callee = call ? SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(
                           call, call.getCalleeAttr())
                     : func::FuncOp();
  if (!callee || !callee.getBody().hasOneBlock())
    return false;
  auto returned = [&](Value value) {
    return callee.getBody().front().getTerminator()->getOperand(
        cast<OpResult>(value).getResultNumber());
  };
  return isReadyBefore(returned(a), returned(b));
}
