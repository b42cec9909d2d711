//===- StripDistribution.cpp - collectives to calls, types to plain -------===//
#include "dialect/Distribution.h"
#include "passes/Passes.h"
#include "passes/lowering/LibraryCalls.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_STRIPDISTRIBUTIONPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

/// Product of the extents in [first, last).
int64_t extentOf(RankedTensorType type, int64_t first, int64_t last) {
  return ShapedType::getNumElements(type.getShape().slice(first, last - first));
}

/// Lowers the collectives of one module, whose types are plain already.
class CollectiveLowering {
public:
  explicit CollectiveLowering(ModuleOp module) : symbols(module) {}

  LogicalResult lower(CollectiveOpInterface op) {
    loc = op.getLoc();
    builder.setInsertionPoint(op);
    for (Type type : op->getOperandTypes())
      if (abiType(getElementTypeOrSelf(type)) < 0)
        return op->emitOpError()
               << "has elements of type " << getElementTypeOrSelf(type)
               << ", which the runtime does not exchange";
    Value result =
        llvm::TypeSwitch<Operation *, Value>(op)
            .Case<AllReduceOp, ReduceOp, BroadcastOp, AllGatherOp,
                  ReduceScatterOp, AllToAllOp, ShardOp, AsPartialOp,
                  AxisIndexOp, ShardOffsetOp>(
                [&](auto concrete) { return lower(concrete); })
            .Case([&](StackOp op) { return lower(op); })
            .Case([](AssumePartialOp cast) { return cast.getInput(); })
            .Default(Value());
    if (!result)
      return op->emitOpError() << "has no lowering to a library call";
    op->getResult(0).replaceAllUsesWith(result);
    if (op.getStream() == Stream::Communication)
      makeAsynchronous(result);
    op->erase();
    return success();
  }

private:
  /// Lets the call that gives `result` go on beside what follows, and waits for it
  /// in front of the first use.
  void makeAsynchronous(Value result) {
    auto call = result.getDefiningOp<LibraryCallOp>();
    Operation *firstUser = nullptr;
    for (Operation *user : result.getUsers()) {
      Operation *ancestor = call->getBlock()->findAncestorOpInBlock(*user);
      if (!firstUser || ancestor->isBeforeInBlock(firstUser))
        firstUser = ancestor;
    }
    if (!firstUser) // nobody waits for it, so nobody would notice the end of the call
      return;
    call.setAsynchronous(true);
    builder.setInsertionPoint(firstUser);
    auto wait = LibraryCallOp::create(
        builder, loc, result.getType(), builder.getStringAttr("skrt_wait"),
        builder.getDenseI64ArrayAttr({}), builder.getUnitAttr(), call.getInputs(), result);
    result.replaceAllUsesExcept(wait.getResult(0), wait);
  }

  /// Fields that every collective has; for ops without a dimension the tensor
  /// is one row.
  skrt_collective describe(CollectiveOpInterface op, RankedTensorType type) {
    skrt_collective d = {};
    d.type = abiType(type.getElementType());
    d.axes = axisSet(op);
    d.outer = d.inner = 1;
    d.extent = type.getNumElements();
    return d;
  }

  skrt_collective describeAlong(CollectiveOpInterface op,
                                RankedTensorType input, int64_t dim) {
    skrt_collective d = describe(op, input);
    d.outer = extentOf(input, 0, dim);
    d.extent = input.getDimSize(dim);
    d.inner = extentOf(input, dim + 1, input.getRank());
    return d;
  }

  int64_t axisSet(CollectiveOpInterface op) {
    auto mesh = symbols.lookup<MeshOp>(op.getMeshAttr().getValue());
    int64_t axes = 0;
    for (Attribute axis : op.getAxesAttr())
      axes |=
          int64_t(1) << std::distance(mesh.getAxisNames().begin(),
                                      llvm::find(mesh.getAxisNames(), axis));
    return axes;
  }

  template <typename Description>
  Value call(StringRef callee, const Description &description,
             ValueRange inputs, Type resultType) {
    return callLibrary(builder, loc, callee, description, inputs,
                       cast<RankedTensorType>(resultType));
  }

  Value lower(AllReduceOp op) {
    skrt_collective d = describe(op, op.getInput().getType());
    d.reduction = int64_t(op.getKind());
    return call("skrt_all_reduce", d, op.getInput(), op.getType());
  }

  Value lower(ReduceOp op) {
    skrt_collective d = describe(op, op.getInput().getType());
    d.reduction = int64_t(op.getKind());
    d.root = op.getRoot();
    return call("skrt_reduce", d, op.getInput(), op.getType());
  }

  Value lower(BroadcastOp op) {
    skrt_collective d = describe(op, op.getInput().getType());
    d.root = op.getRoot();
    return call("skrt_broadcast", d, op.getInput(), op.getType());
  }

  Value lower(AllGatherOp op) {
    return call("skrt_all_gather",
                describeAlong(op, op.getInput().getType(), op.getDim()),
                op.getInput(), op.getType());
  }

  Value lower(ReduceScatterOp op) {
    skrt_collective d = describeAlong(op, op.getInput().getType(), op.getDim());
    d.reduction = int64_t(op.getKind());
    return call("skrt_reduce_scatter", d, op.getInput(), op.getType());
  }

  Value lower(ShardOp op) {
    return call("skrt_shard",
                describeAlong(op, op.getInput().getType(), op.getDim()),
                op.getInput(), op.getType());
  }

  Value lower(AllToAllOp op) {
    auto input = cast<RankedTensorType>(op.getInput().getType());
    int64_t first = std::min(op.getFrom(), op.getTo()),
            second = std::max(op.getFrom(), op.getTo());
    skrt_exchange d = {};
    d.type = abiType(input.getElementType());
    d.axes = axisSet(op);
    d.cuts_first = op.getTo() == uint64_t(first);
    d.outer = extentOf(input, 0, first);
    d.first = input.getDimSize(first);
    d.middle = extentOf(input, first + 1, second);
    d.second = input.getDimSize(second);
    d.inner = extentOf(input, second + 1, input.getRank());
    return call("skrt_all_to_all", d, op.getInput(), op.getType());
  }

  /// A dimension of extent 1 more.
  Value lower(StackOp op) {
    SmallVector<ReassociationIndices> groups;
    for (int64_t dim = 1; dim < op.getType().getRank(); ++dim)
      groups.push_back({dim});
    if (!groups.empty())
      groups.front().insert(groups.front().begin(), 0);
    return tensor::ExpandShapeOp::create(builder, loc, op.getType(), op.getInput(), groups);
  }

  Value lower(AxisIndexOp op) { return rank(op); }

  Value lower(ShardOffsetOp op) {
    Value scalar =
        tensor::ExtractOp::create(builder, loc, rank(op), ValueRange());
    Value index = arith::IndexCastOp::create(builder, loc,
                                             builder.getIndexType(), scalar);
    Value extent = arith::ConstantIndexOp::create(builder, loc, op.getExtent());
    return arith::MulIOp::create(builder, loc, index, extent);
  }

  /// The first device keeps the input, others take the neutral element.
  Value lower(AsPartialOp op) {
    auto type = cast<RankedTensorType>(op.getType());
    Value scalar =
        tensor::ExtractOp::create(builder, loc, rank(op), ValueRange());
    Value zero =
        arith::ConstantIntOp::create(builder, loc, builder.getI64Type(), 0);
    Value isFirst = arith::CmpIOp::create(
        builder, loc, arith::CmpIPredicate::eq, scalar, zero);
    Value neutral = arith::ConstantOp::create(
        builder, loc, getNeutralElement(op.getKind(), type.getElementType()));
    Value init = tensor::EmptyOp::create(builder, loc, type, ValueRange());
    AffineMap identity = builder.getMultiDimIdentityMap(type.getRank());
    SmallVector<utils::IteratorType> iterators(type.getRank(),
                                               utils::IteratorType::parallel);
    auto select = linalg::GenericOp::create(
        builder, loc, type, op.getInput(), init, {identity, identity},
        iterators, [&](OpBuilder &inner, Location innerLoc, ValueRange args) {
          Value kept = arith::SelectOp::create(inner, innerLoc, isFirst,
                                               args[0], neutral);
          linalg::YieldOp::create(inner, innerLoc, kept);
        });
    return select.getResult(0);
  }

  /// Number of this device within its group.
  Value rank(CollectiveOpInterface op) {
    auto type = RankedTensorType::get({}, builder.getI64Type());
    return call("skrt_axis_index", describe(op, type), ValueRange(), type);
  }

  SymbolTable symbols;
  OpBuilder builder{symbols.getOp()->getContext()};
  Location loc = symbols.getOp()->getLoc();
};

struct StripDistribution
    : skein::passes::impl::StripDistributionPassBase<StripDistribution> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    stripDistribution(module);
    SmallVector<CollectiveOpInterface> collectives;
    module.walk([&](CollectiveOpInterface op) { collectives.push_back(op); });
    CollectiveLowering lowering(module);
    for (CollectiveOpInterface op : collectives)
      if (failed(lowering.lower(op)))
        return signalPassFailure();
  }
};

} // namespace
