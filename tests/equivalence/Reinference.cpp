#include "tests/equivalence/Reinference.h"

#include "dialect/DistributionRules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"

using namespace mlir;

namespace skein::tests {
namespace {

/// `type` with `state` along `axis`; unchanged when that is no valid type.
RankedTensorType inState(RankedTensorType type, StringRef axis,
                         AxisState state) {
  MLIRContext *context = type.getContext();
  auto error = [&] { return emitError(UnknownLoc::get(context)); };
  auto changed =
      withAxisState(error, type, StringAttr::get(context, axis), state);
  return changed ? changed : type;
}

/// Something that can be made in any state: not written, or one constant.
bool isFlexible(Value value) {
  Operation *op = value.getDefiningOp();
  if (auto constant = dyn_cast_or_null<arith::ConstantOp>(op))
    return isa<SplatElementsAttr>(constant.getValue());
  return isa_and_nonnull<tensor::EmptyOp, linalg::FillOp, tensor::SplatOp>(op);
}

/// A copy of a flexible value, made before `user`, of another type.
Value remade(Value value, RankedTensorType type, Operation *user) {
  OpBuilder builder(user);
  Operation *copy = builder.clone(*value.getDefiningOp());
  if (auto fill = dyn_cast<linalg::FillOp>(copy)) {
    Value empty =
        tensor::EmptyOp::create(builder, fill.getLoc(), type, ValueRange());
    copy->moveAfter(empty.getDefiningOp());
    fill.getDpsInitsMutable()[0].set(empty);
  }
  if (auto constant = dyn_cast<arith::ConstantOp>(copy))
    constant.setValueAttr(
        cast<DenseElementsAttr>(constant.getValue()).resizeSplat(type));
  copy->getResult(0).setType(type);
  return copy->getResult(0);
}

class Reinference {
public:
  explicit Reinference(ModuleOp module) : module(module) {}

  void run(ProgramOp program) {
    mesh = module.lookupSymbol<MeshOp>(program.getMesh());
    visit(program.getBody().front());
  }

private:
  void visit(Block &block) {
    for (Operation &op : llvm::make_early_inc_range(block))
      visit(&op);
  }

  void visit(Operation *op) {
    if (auto call = dyn_cast<func::CallOp>(op))
      return visitCall(call);
    if (auto reduce = dyn_cast<AllReduceOp>(op))
      return visitAllReduce(reduce);
    // What can be made in any state is left to its uses.
    if (hasOwnRule(op) || op->getNumResults() == 0 ||
        isFlexible(op->getResult(0)))
      return;
    for (Attribute name : mesh.getAxisNames())
      visitAxis(op, cast<StringAttr>(name).getValue());
  }

  /// The rule of `op`; with `isFree`, flexible inits take any state.
  static Transfer transferred(Operation *op, StringRef axis, bool isFree) {
    AxisStates states;
    states.axis = axis;
    auto stateOf = [&](Value value) {
      return getAxisState(value.getType(), axis);
    };
    states.captured = stateOf;
    auto destination = dyn_cast<DestinationStyleOpInterface>(op);
    for (OpOperand &operand : op->getOpOperands()) {
      bool hasChoice = isFree && destination &&
                       destination.isDpsInit(&operand) &&
                       isFlexible(operand.get());
      states.operands.push_back(
          hasChoice ? std::nullopt : std::optional(stateOf(operand.get())));
    }
    for (Value result : op->getResults())
      states.results.push_back(stateOf(result));
    return transfer(op, states);
  }

  void visitAxis(Operation *op, StringRef axis) {
    auto destination = dyn_cast<DestinationStyleOpInterface>(op);
    // Where the operands leave a choice, it was made before.
    Transfer rule = transferred(op, axis, /*isFree=*/false);
    if (!std::get_if<0>(&rule))
      rule = transferred(op, axis, /*isFree=*/true);
    auto *results = std::get_if<0>(&rule);
    if (!results)
      return;
    for (auto [result, state] : llvm::zip_equal(op->getResults(), *results)) {
      auto type = dyn_cast<RankedTensorType>(result.getType());
      if (!type || getAxisState(type, axis) == state)
        continue;
      type = inState(type, axis, state);
      result.setType(type);
      if (destination) {
        OpOperand &init = *destination.getTiedOpOperand(result);
        if (isFlexible(init.get()))
          init.set(remade(init.get(), type, op));
      }
    }
  }

  void visitAllReduce(AllReduceOp reduce) {
    auto type = cast<RankedTensorType>(reduce.getInput().getType());
    for (Attribute axis : reduce.getAxes())
      type = inState(type, cast<StringAttr>(axis).getValue(),
                     AxisState::replicated());
    reduce.getResult().setType(type);
  }

  /// Functions are not shared between calls in other states here, so the callee
  /// takes the states of this call.
  void visitCall(func::CallOp call) {
    auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
    for (auto [parameter, argument] :
         llvm::zip_equal(callee.getArguments(), call.getOperands()))
      parameter.setType(argument.getType());
    visit(callee.getBody().front());
    Operation *end = callee.getBody().front().getTerminator();
    callee.setFunctionType(FunctionType::get(
        module.getContext(), call.getOperandTypes(), end->getOperandTypes()));
    for (auto [result, value] :
         llvm::zip_equal(call.getResults(), end->getOperands()))
      result.setType(value.getType());
  }

  ModuleOp module;
  MeshOp mesh;
};

} // namespace

void reinferStates(ModuleOp module) {
  for (auto program : module.getOps<ProgramOp>())
    Reinference(module).run(program);
}

} // namespace skein::tests
