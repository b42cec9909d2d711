//===- FuseElementwise.cpp - merge producers into consumers ---------------===//
#include "dialect/Skein.h"
#include "passes/Gathers.h"
#include "passes/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Iterators.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace skein::passes {
#define GEN_PASS_DEF_FUSEELEMENTWISEPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

/// Softmax is no structured op before it is taken apart.
LogicalResult decomposeAggregates(func::FuncOp function) {
  SmallVector<linalg::AggregatedOpInterface> aggregates;
  function.walk(
      [&](linalg::AggregatedOpInterface op) { aggregates.push_back(op); });
  for (linalg::AggregatedOpInterface op : aggregates) {
    OpBuilder builder(op);
    FailureOr<SmallVector<Value>> parts = op.decomposeOperation(builder);
    if (failed(parts))
      return op->emitOpError() << "cannot be decomposed into structured ops";
    op->replaceAllUsesWith(*parts);
    op->erase();
  }
  return success();
}

/// Named ops become generic ones, as fusion wants them. Fills stay: they are
/// scalars in disguise. So do windows, where nothing can be fused.
LogicalResult generalize(func::FuncOp function) {
  SmallVector<linalg::LinalgOp> named;
  function.walk([&](linalg::LinalgOp op) {
    if (!isa<linalg::GenericOp, linalg::FillOp>(op) &&
        llvm::all_of(op.getIndexingMapsArray(), [](AffineMap map) {
          return map.isProjectedPermutation(true);
        }))
      named.push_back(op);
  });
  IRRewriter rewriter(function.getContext());
  for (linalg::LinalgOp op : named) {
    rewriter.setInsertionPoint(op);
    if (failed(linalg::generalizeNamedOp(rewriter, op)))
      return op->emitOpError() << "cannot be written as linalg.generic";
  }
  return success();
}

/// Whether loops are still determined by the shapes of the operands without
/// input `index`.
bool isDroppable(linalg::GenericOp op, unsigned index) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  maps.erase(maps.begin() + index);
  return bool(inversePermutation(concatAffineMaps(maps, op.getContext())));
}

/// `op` without input `index`, whose block argument becomes `replacement`.
linalg::GenericOp dropInput(linalg::GenericOp op, unsigned index,
                            Value replacement) {
  OpBuilder builder(op);
  SmallVector<Value> inputs(op.getInputs());
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  inputs.erase(inputs.begin() + index);
  maps.erase(maps.begin() + index);
  auto dropped = linalg::GenericOp::create(
      builder, op.getLoc(), op.getResultTypes(), inputs, op.getOutputs(), maps,
      op.getIteratorTypesArray());
  dropped.getRegion().takeBody(op.getRegion());
  Block *body = dropped.getBody();
  body->getArgument(index).replaceAllUsesWith(replacement);
  body->eraseArgument(index);
  op->replaceAllUsesWith(dropped.getResults());
  op->erase();
  return dropped;
}

/// The scalar that every element of `tensor` is, as an attribute or a value.
OpFoldResult uniformValue(Value tensor) {
  if (!isa<RankedTensorType>(tensor.getType()))
    return {};
  if (auto fill = tensor.getDefiningOp<linalg::FillOp>())
    return fill.getInputs()[0];
  if (auto generic = tensor.getDefiningOp<linalg::GenericOp>()) {
    Value yielded = generic.getBody()->getTerminator()->getOperand(
        cast<OpResult>(tensor).getResultNumber());
    Attribute constant;
    if (matchPattern(yielded, m_Constant(&constant)))
      return constant;
  }
  SplatElementsAttr splat;
  if (matchPattern(tensor, m_Constant(&splat)))
    return splat.getSplatValue<Attribute>();
  return {};
}

Value asScalar(Operation *user, OpFoldResult uniform) {
  OpBuilder builder(user);
  if (auto attr = dyn_cast<Attribute>(uniform))
    return arith::ConstantOp::create(builder, user->getLoc(),
                                     cast<TypedAttr>(attr));
  return cast<Value>(uniform);
}

/// Moves inputs that are one scalar throughout into the body, and makes one of
/// equal inputs.
linalg::GenericOp simplifyInputs(linalg::GenericOp op) {
  for (unsigned index = 0; index < op.getInputs().size();) {
    Value input = op.getInputs()[index];
    Value replacement;
    OpFoldResult uniform = uniformValue(input);
    if (uniform && isDroppable(op, index))
      replacement = asScalar(op, uniform);
    for (unsigned earlier = 0; !replacement && earlier < index; ++earlier)
      if (op.getInputs()[earlier] == input &&
          op.getIndexingMapsArray()[earlier] ==
              op.getIndexingMapsArray()[index])
        replacement = op.getBody()->getArgument(earlier);
    if (replacement)
      op = dropInput(op, index, replacement);
    else
      ++index;
  }
  return op;
}

/// An init whose elements the body ignores carries a shape only.
void forgetUnreadInits(linalg::GenericOp op) {
  for (OpOperand &init : op.getDpsInitsMutable()) {
    if (op.payloadUsesValueFromOperand(&init) ||
        isa_and_nonnull<tensor::EmptyOp, bufferization::ToTensorOp>(
            init.get().getDefiningOp()))
      continue;
    OpBuilder builder(op);
    init.set(tensor::EmptyOp::create(builder, op.getLoc(), init.get().getType(),
                                     ValueRange()));
  }
}

/// An init that is the same throughout is written where it is used: a shared
/// one would be copied for each op that adds to it.
void fillUniformInits(linalg::GenericOp op) {
  for (OpOperand &init : op.getDpsInitsMutable()) {
    OpFoldResult uniform = uniformValue(init.get());
    if (!uniform || (init.get().hasOneUse() && isa<Value>(uniform)))
      continue;
    OpBuilder builder(op);
    Value empty = tensor::EmptyOp::create(builder, op.getLoc(),
                                          init.get().getType(), ValueRange());
    init.set(linalg::FillOp::create(builder, op.getLoc(), asScalar(op, uniform),
                                    empty)
                 .getResult(0));
  }
}

/// Whether dimensions keep their order: memory is then walked forward.
bool isOrdered(AffineMap map) {
  if (!map.isProjectedPermutation())
    return false;
  for (unsigned i = 1; i < map.getNumResults(); ++i)
    if (map.getDimPosition(i - 1) > map.getDimPosition(i))
      return false;
  return true;
}

/// A body that passes an element on, with fewer elements read than written.
bool isBroadcast(linalg::GenericOp op) {
  if (op.getBody()->getOperations().size() != 1)
    return false;
  return llvm::all_of(op.getDpsInputOperands(), [&](OpOperand *operand) {
    return op.getMatchingIndexingMap(operand).getNumResults() <
           op.getNumLoops();
  });
}

/// Whether to compute the producer of `operand` inside of its consumer.
bool shouldFuse(OpOperand &operand) {
  auto producer = operand.get().getDefiningOp<linalg::GenericOp>();
  auto consumer = cast<linalg::GenericOp>(operand.getOwner());
  if (!producer || producer->getBlock() != consumer->getBlock() ||
      !linalg::areElementwiseOpsFusable(&operand))
    return false;
  if (!llvm::all_of(producer.getIndexingMapsArray(), isOrdered) ||
      !isOrdered(consumer.getMatchingIndexingMap(&operand)))
    return false;
  // A producer that reads its init updates something in place.
  for (OpOperand &init : producer.getDpsInitsMutable())
    if (!init.get().getDefiningOp<tensor::EmptyOp>())
      return false;
  if (isBroadcast(producer))
    return true;
  return consumer.getMatchingIndexingMap(&operand).isPermutation() &&
         llvm::all_of(producer->getUsers(),
                      [&](Operation *user) { return user == consumer; });
}

/// Merges producers into `consumer` as long as one is worth it.
void fuseProducers(linalg::GenericOp consumer, IRRewriter &rewriter) {
  for (unsigned index = 0; index < consumer.getInputs().size();) {
    OpOperand &operand = consumer->getOpOperand(index);
    if (!shouldFuse(operand)) {
      ++index;
      continue;
    }
    rewriter.setInsertionPoint(consumer);
    Operation *producer = operand.get().getDefiningOp();
    // Other users keep the broadcast; fusion would make it a result as well.
    if (!llvm::all_of(producer->getUsers(),
                      [&](Operation *user) { return user == consumer; })) {
      Operation *copy = rewriter.clone(*producer);
      operand.set(
          copy->getResult(cast<OpResult>(operand.get()).getResultNumber()));
      producer = copy;
    }
    FailureOr<linalg::ElementwiseOpFusionResult> fused =
        linalg::fuseElementwiseOps(rewriter, &operand);
    if (failed(fused)) {
      ++index;
      continue;
    }
    for (Value result : consumer->getResults())
      result.replaceAllUsesWith(fused->replacements.lookup(result));
    consumer->erase();
    if (producer->use_empty())
      producer->erase();
    consumer = simplifyInputs(cast<linalg::GenericOp>(fused->fusedOp));
    index = 0;
  }
}

/// Lets an elementwise op overwrite an input that nobody else reads.
void reuseInput(linalg::GenericOp op) {
  if (op.getNumParallelLoops() != op.getNumLoops() || op.getNumDpsInits() != 1)
    return;
  OpOperand &init = op.getDpsInitsMutable()[0];
  if (!init.get().getDefiningOp<tensor::EmptyOp>() ||
      op.payloadUsesValueFromOperand(&init) ||
      !op.getMatchingIndexingMap(&init).isPermutation())
    return;
  for (auto [index, input] : llvm::enumerate(op.getInputs())) {
    Operation *producer = input.getDefiningOp();
    if (!isa_and_nonnull<linalg::LinalgOp, skein::LibraryCallOp>(producer) ||
        producer->getBlock() != op->getBlock() || !input.hasOneUse() ||
        input.getType() != init.get().getType() ||
        op.getIndexingMapsArray()[index] != op.getMatchingIndexingMap(&init))
      continue;
    init.set(input);
    Value out = op.getBody()->getArguments().back();
    dropInput(op, index, out);
    return;
  }
}

void eraseDeadOps(func::FuncOp function) {
  function.walk<WalkOrder::PostOrder, mlir::ReverseIterator>([](Operation *op) {
    if (isOpTriviallyDead(op))
      op->erase();
  });
}

struct FuseElementwise
    : skein::passes::impl::FuseElementwisePassBase<FuseElementwise> {
  void runOnOperation() override {
    func::FuncOp function = getOperation();
    skein::passes::writeGathersOut(function);
    if (failed(decomposeAggregates(function)) || failed(generalize(function)))
      return signalPassFailure();
    IRRewriter rewriter(&getContext());
    forEachGeneric(
        [](linalg::GenericOp op) { forgetUnreadInits(simplifyInputs(op)); });
    eraseDeadOps(function);
    // Producers come first and have their own producers in them already.
    forEachGeneric([&](linalg::GenericOp op) { fuseProducers(op, rewriter); });
    forEachGeneric(fillUniformInits);
    eraseDeadOps(function);
    forEachGeneric(reuseInput);
    eraseDeadOps(function);
  }

private:
  template <typename Action> void forEachGeneric(Action action) {
    SmallVector<linalg::GenericOp> ops;
    getOperation().walk([&](linalg::GenericOp op) { ops.push_back(op); });
    for (linalg::GenericOp op : ops)
      action(op);
  }
};

} // namespace
