//===- StripDistribution.cpp - collectives to calls, types to plain -------===//
#include "dialect/Distribution.h"
#include "passes/Passes.h"
#include "passes/StructuredOps.h"
#include "passes/lowering/HostedCalls.h"
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
    auto reduce = dyn_cast<AllReduceOp>(op.getOperation());
    bool isCall = !reduce || reduce.getBody().empty();
    // What has parts or a root depends on the order; nobody needs another one.
    if (isa<AllGatherOp, AllToAllOp, BroadcastOp, ReduceOp, ReduceScatterOp,
            ShardOp>(op) &&
        !llvm::is_sorted(meshPositions(op)))
      return op->emitOpError() << "is over axes in another order than that of "
                               << op.getMeshAttr()
                               << ", which the runtime does not do";
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
    if (op.getStream() == Stream::Communication && isCall)
      makeAsynchronous(result);
    op->erase();
    return success();
  }

private:
  /// The first op of the block of `value` that uses it, itself or inside of it.
  static Operation *firstUser(Value value) {
    Operation *first = nullptr;
    for (Operation *user : value.getUsers()) {
      Operation *ancestor = value.getParentBlock()->findAncestorOpInBlock(*user);
      if (!first || ancestor->isBeforeInBlock(first))
        first = ancestor;
    }
    return first;
  }

  /// Lets the call that gives `result` go on beside what follows, and waits for it
  /// in front of the first use.
  void makeAsynchronous(Value result) {
    auto call = result.getDefiningOp<LibraryCallOp>();
    Operation *user = firstUser(result);
    if (!user) // nobody waits for it, so nobody would notice the end of the call
      return;
    call.setAsynchronous(true);
    builder.setInsertionPoint(user);
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
    if (!op.getBody().empty())
      return inlineBody(op);
    skrt_collective d = describe(op, op.getInput().getType());
    d.reduction = int64_t(op.getKind());
    if (isStarted(op->getParentOfType<AllReduceOp>()))
      return startInPlace("skrt_start_all_reduce", d, op.getInput());
    return call("skrt_all_reduce", d, op.getInput(), op.getType());
  }

  /// Whether the body of `op` only starts what it sends, and who uses the result
  /// waits: what is sent where does not depend on data.
  static bool isStarted(AllReduceOp op) {
    return op && op.getStream() == Stream::Communication && firstUser(op.getResult());
  }

  /// A collective among the messages of a body, on their buffer.
  Value startInPlace(StringRef callee, const skrt_collective &d, Value buffer) {
    auto start = LibraryCallOp::create(
        builder, loc, TypeRange(buffer.getType()), builder.getStringAttr(callee),
        builder.getDenseI64ArrayAttr(wordsOf(d)), builder.getUnitAttr(), ValueRange(), buffer);
    return start.getResult(0);
  }

  /// The body, whose collectives are calls already, in the place of `op`.
  Value inlineBody(AllReduceOp op) {
    Block &body = op.getBody().front();
    Operation *user = firstUser(op.getResult());
    bool starts = isStarted(op);
    SmallVector<ExchangeOp> exchanges;
    body.walk([&](ExchangeOp exchange) { exchanges.push_back(exchange); });
    for (ExchangeOp exchange : exchanges)
      lower(exchange, op, starts ? "skrt_start_message" : "skrt_send_receive");

    builder.setInsertionPoint(op);
    Value flat = reshape(op.getInput(), body.getArgument(0).getType());
    Value number =
        tensor::ExtractOp::create(builder, loc, rank(op), ValueRange());
    number = arith::IndexCastOp::create(builder, loc, builder.getIndexType(),
                                        number);
    body.getArgument(0).replaceAllUsesWith(flat);
    body.getArgument(1).replaceAllUsesWith(number);
    Value result = body.getTerminator()->getOperand(0);
    body.getTerminator()->erase();
    op->getBlock()->getOperations().splice(op->getIterator(),
                                           body.getOperations());
    if (starts) {
      builder.setInsertionPoint(user);
      auto wait = LibraryCallOp::create(
          builder, loc, result.getType(),
          builder.getStringAttr("skrt_wait_messages"),
          builder.getDenseI64ArrayAttr({}), builder.getUnitAttr(), ValueRange(),
          result);
      result = wait.getResult(0);
    }
    return reshape(result, op.getType());
  }

  void lower(ExchangeOp exchange, AllReduceOp op, StringRef callee) {
    builder.setInsertionPoint(exchange);
    skrt_collective d = {};
    d.type = abiType(exchange.getType().getElementType());
    d.axes = axisSet(op);
    d.reduction = exchange.getKind() ? int64_t(*exchange.getKind()) : -1;
    // The words of a skrt_message.
    SmallVector<Value> words{
        exchange.getSendBegin(),    exchange.getSendCount(),
        toMeshOrder(op, exchange.getTo()), exchange.getReceiveBegin(),
        exchange.getReceiveCount(), toMeshOrder(op, exchange.getFrom())};
    for (Value &word : words)
      word = arith::IndexCastOp::create(builder, loc, builder.getI64Type(),
                                        word);
    Value message = tensor::FromElementsOp::create(builder, loc, words);
    auto call = LibraryCallOp::create(
        builder, loc, TypeRange(exchange.getType()),
        builder.getStringAttr(callee),
        builder.getDenseI64ArrayAttr(wordsOf(d)), builder.getUnitAttr(),
        message, exchange.getBuffer());
    exchange.replaceAllUsesWith(call.getResult(0));
    exchange.erase();
  }

  /// `value` as `type`, which has the same elements; one of them has one dimension.
  Value reshape(Value value, Type type) {
    auto from = cast<RankedTensorType>(value.getType());
    auto to = cast<RankedTensorType>(type);
    if (from == to)
      return value;
    SmallVector<ReassociationIndices> all;
    if (from.getRank() > 0 && to.getRank() > 0)
      all.push_back(
          llvm::to_vector(llvm::seq(std::max(from.getRank(), to.getRank()))));
    if (from.getRank() > to.getRank())
      return tensor::CollapseShapeOp::create(builder, loc, to, value, all);
    return tensor::ExpandShapeOp::create(builder, loc, to, value, all);
  }

  //===--------------------------------------------------------------------===//
  // Order of axes: the runtime numbers devices in the order of the mesh
  //===--------------------------------------------------------------------===//

  SmallVector<int64_t> meshPositions(CollectiveOpInterface op) {
    auto mesh = symbols.lookup<MeshOp>(op.getMeshAttr().getValue());
    SmallVector<int64_t> positions;
    for (Attribute axis : op.getAxesAttr())
      positions.push_back(llvm::find(mesh.getAxisNames(), axis) -
                          mesh.getAxisNames().begin());
    return positions;
  }

  /// The number that the runtime gives to the device that `op` calls `number`.
  Value toMeshOrder(CollectiveOpInterface op, Value number) {
    SmallVector<int64_t> positions = meshPositions(op);
    if (llvm::is_sorted(positions))
      return number;
    auto constant = [&](int64_t value) -> Value {
      return arith::ConstantIndexOp::create(builder, loc, value);
    };
    auto mesh = symbols.lookup<MeshOp>(op.getMeshAttr().getValue());
    std::map<int64_t, Value> coordinates; // in the order of the mesh
    for (int64_t position : llvm::reverse(positions)) {
      Value size = constant(mesh.getAxisSizes()[position]);
      coordinates[position] =
          arith::RemUIOp::create(builder, loc, number, size);
      number = arith::DivUIOp::create(builder, loc, number, size);
    }
    Value result = constant(0);
    for (auto [position, coordinate] : coordinates) {
      Value size = constant(mesh.getAxisSizes()[position]);
      result = arith::MulIOp::create(builder, loc, result, size);
      result = arith::AddIOp::create(builder, loc, result, coordinate);
    }
    return result;
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
    if (isStarted(op->getParentOfType<AllReduceOp>()))
      return startInPlace("skrt_start_broadcast", d, op.getInput());
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
    return createContribution(builder, loc, isFirst, op.getInput(), type, op.getKind());
  }

  /// Number of this device within its group.
  Value rank(CollectiveOpInterface op) {
    auto type = RankedTensorType::get({}, builder.getI64Type());
    skrt_collective d = describe(op, type);
    if (llvm::is_sorted(meshPositions(op)))
      return call("skrt_axis_index", d, ValueRange(), type);
    auto mesh = symbols.lookup<MeshOp>(op.getMeshAttr().getValue());
    Value result;
    for (int64_t position : meshPositions(op)) {
      d.axes = int64_t(1) << position;
      Value coordinate = tensor::ExtractOp::create(
          builder, loc, call("skrt_axis_index", d, ValueRange(), type),
          ValueRange());
      if (result) {
        Value size = arith::ConstantIntOp::create(
            builder, loc, builder.getI64Type(), mesh.getAxisSizes()[position]);
        result = arith::MulIOp::create(builder, loc, result, size);
        coordinate = arith::AddIOp::create(builder, loc, result, coordinate);
      }
      result = coordinate;
    }
    return tensor::FromElementsOp::create(builder, loc, type, result);
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
    if (failed(lowerHostedOps(module)))
      signalPassFailure();
  }
};

} // namespace
