//===- HostedCalls.cpp - requests to objects of one device as calls -------===//
#include "passes/lowering/HostedCalls.h"
#include "passes/lowering/LibraryCalls.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace skein;

using namespace skein::passes;

namespace {

int64_t elementsOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getNumElements();
}

/// Lowers the requests of one module, whose types are plain already.
class Lowering {
public:
  explicit Lowering(ModuleOp module)
      : module(module), builder(module.getContext()), loc(module.getLoc()) {
    number<VariableOp>();
    number<AccumulatorOp>();
    number<QueueOp>();
    number<ChannelOp>();
  }

  LogicalResult run() {
    SmallVector<Operation *> ops;
    module.walk([&](Operation *op) {
      if (isa<PullOp, PullRowsOp>(op))
        pulled.insert(op->getAttrOfType<FlatSymbolRefAttr>("variable").getValue());
      ops.push_back(op);
    });
    for (Operation *op : ops)
      if (failed(lower(op)))
        return failure();
    for (Operation &op : llvm::make_early_inc_range(*module.getBody()))
      if (isa<AccumulatorOp, ChannelOp, QueueOp>(op))
        op.erase();
    return success();
  }

private:
  /// The runtime knows objects by their place among those of one kind.
  template <typename Object> void number() {
    for (auto [index, object] : llvm::enumerate(module.getOps<Object>()))
      numbers[object.getSymName()] = index;
  }

  LogicalResult lower(Operation *op) {
    // All that is exchanged has an element type that the runtime knows.
    if (isa<PullOp, PullRowsOp, PushOp, PushRowsOp, EnqueueOp, DequeueOp, TakeOp, TakeRowsOp,
            TakeRowSumsOp, SendOp, ReceiveOp>(op))
      for (Type type : llvm::concat<const Type>(op->getOperandTypes(), op->getResultTypes()))
        if (abiType(getElementTypeOrSelf(type)) < 0)
          return op->emitOpError() << "has elements of type " << getElementTypeOrSelf(type)
                                   << ", which the runtime does not exchange";
    builder.setInsertionPoint(op);
    loc = op->getLoc();
    llvm::TypeSwitch<Operation *>(op)
        .Case<PullOp, PullRowsOp, PushOp, PushRowsOp, EnqueueOp, DequeueOp, TakeOp, TakeRowsOp,
              TakeRowSumsOp, SendOp, ReceiveOp, StepIndexOp, LastStepOp, AssignOp>(
            [&](auto concrete) { lower(concrete); });
    return success();
  }

  /// Calls `callee` for its effects and replaces `op` by what it gives.
  template <typename Description>
  void replace(Operation *op, StringRef callee, const Description &description,
               ValueRange inputs) {
    call(callee, wordsOf(description), inputs, op);
    op->erase();
  }

  /// Destinations are of the types of the results of `op`, which the call replaces.
  void call(StringRef callee, ArrayRef<int64_t> description, ValueRange inputs, Operation *op) {
    SmallVector<Value> outs;
    for (Type type : op->getResultTypes())
      outs.push_back(tensor::EmptyOp::create(builder, loc, cast<RankedTensorType>(type).getShape(),
                                             getElementTypeOrSelf(type)));
    auto made = LibraryCallOp::create(
        builder, loc, op->getResultTypes(), builder.getStringAttr(callee),
        builder.getDenseI64ArrayAttr(description), UnitAttr(), inputs, outs);
    made.setImpure(true);
    op->replaceAllUsesWith(made.getResults());
  }

  /// What stands for an operand that the description says is not there.
  Value nothing() {
    auto type = RankedTensorType::get({}, builder.getI64Type());
    return arith::ConstantOp::create(builder, loc, DenseElementsAttr::get(type, APInt(64, 0)));
  }

  void lower(PullOp op) {
    replace(op, "skrt_pull", skrt_variable{numbers[op.getVariable()], elementsOf(op)}, nothing());
  }

  /// Rows that come from elsewhere are read and stay.
  void lower(PullRowsOp op) {
    Value rows = op.getOthers();
    skrt_rows description{numbers[op.getVariable()], elementsOf(op.getIndices()),
                          abiType(getElementTypeOrSelf(op.getIndices())), rows ? 1 : 0};
    auto type = cast<RankedTensorType>(op.getType());
    if (!rows)
      rows = tensor::EmptyOp::create(builder, loc, type.getShape(), type.getElementType());
    auto made = LibraryCallOp::create(builder, loc, op->getResultTypes(),
                                      builder.getStringAttr("skrt_pull_rows"),
                                      builder.getDenseI64ArrayAttr(wordsOf(description)),
                                      op.getOthers() ? builder.getUnitAttr() : UnitAttr(),
                                      op.getIndices(), rows);
    made.setImpure(true);
    op->replaceAllUsesWith(made.getResults());
    op.erase();
  }

  /// Others see what the owner assigned from here on.
  void lower(AssignOp op) {
    if (!pulled.contains(op.getVariable()))
      return;
    skrt_variable description{numbers[op.getVariable()], elementsOf(op.getValue())};
    LibraryCallOp::create(builder, loc, TypeRange(), builder.getStringAttr("skrt_publish"),
                          builder.getDenseI64ArrayAttr(wordsOf(description)), UnitAttr(),
                          op.getValue(), ValueRange())
        .setImpure(true);
  }

  void lower(PushOp op) {
    Value label = op.getLabel();
    skrt_contribution description{numbers[op.getAccumulator()], elementsOf(op.getGradient()),
                                  label ? 1 : 0, 0};
    replace(op, "skrt_push", description, {op.getGradient(), label ? label : nothing()});
  }

  void lower(PushRowsOp op) {
    Value label = op.getLabel();
    skrt_contribution description{numbers[op.getAccumulator()], elementsOf(op.getIndices()),
                                  label ? 1 : 0,
                                  abiType(getElementTypeOrSelf(op.getIndices()))};
    replace(op, "skrt_push_rows", description,
            {op.getIndices(), op.getRows(), label ? label : nothing()});
  }

  void lower(TakeOp op) {
    skrt_taking description{numbers[op.getAccumulator()], int64_t(op.getPushes())};
    replace(op, "skrt_take", description, {});
  }

  void lower(TakeRowSumsOp op) {
    skrt_taking description{numbers[op.getAccumulator()], int64_t(op.getPushes())};
    replace(op, "skrt_take_row_sums", description, {});
  }

  void lower(TakeRowsOp op) {
    SymbolTableCollection symbols;
    auto accumulator =
        symbols.lookupNearestSymbolFrom<AccumulatorOp>(op, op.getAccumulatorAttr());
    skrt_taking description{numbers[op.getAccumulator()],
                            accumulator.getNumContributors(symbols)};
    replace(op, "skrt_take_rows", description, {});
  }

  static int64_t choiceOf(Value element, bool all) {
    return all ? SKRT_EVERY : element ? SKRT_COMPUTED : SKRT_OWN;
  }

  void lower(EnqueueOp op) {
    Value element = op.getElement();
    skrt_queue description{numbers[op.getQueue()], choiceOf(element, op.getAll()),
                           elementsOf(op.getValue()), int64_t(op.getTimes())};
    replace(op, "skrt_enqueue", description, {op.getValue(), element ? element : nothing()});
  }

  void lower(DequeueOp op) {
    Value element = op.getElement();
    skrt_queue description{numbers[op.getQueue()], choiceOf(element, op.getAll()),
                           elementsOf(op.getValue()), 1};
    replace(op, "skrt_dequeue", description, element ? element : nothing());
  }

  void lower(SendOp op) {
    replace(op, "skrt_send", skrt_channel{numbers[op.getChannel()], elementsOf(op.getValue())},
            op.getValue());
  }

  void lower(ReceiveOp op) {
    replace(op, "skrt_receive", skrt_channel{numbers[op.getChannel()], elementsOf(op)}, nothing());
  }

  void lower(StepIndexOp op) {
    call("skrt_step_index", {}, {}, op);
    op.erase();
  }
  void lower(LastStepOp op) {
    call("skrt_last_step", {}, {}, op);
    op.erase();
  }

  ModuleOp module;
  llvm::StringMap<int64_t> numbers;
  llvm::StringSet<> pulled;
  OpBuilder builder;
  Location loc; // of the op at hand
};

} // namespace

LogicalResult skein::passes::lowerHostedOps(ModuleOp module) { return Lowering(module).run(); }
