#include "tests/reference/Interpreter.h"
#include "tests/reference/Structured.h"
#include "tests/reference/Tensors.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;

namespace skein::reference {
namespace {

InFlightDiagnostic error(Operation *op) {
  return op->emitError("reference interpreter: ");
}

/// Whether a tensor can be a value of `type`. Types of other dialects are left to
/// `evaluateOther`.
bool fits(const Tensor &tensor, Type type) {
  auto shaped = dyn_cast<RankedTensorType>(type);
  if (!shaped)
    return tensor.rank() == 0 || !type.isIntOrIndexOrFloat();
  return succeeded(verifyCompatibleShape(shaped.getShape(), tensor.shape));
}

/// `f` on every element; operands of rank 0 are repeated.
Tensor elementwise(const ScalarFunction &f, ArrayRef<const Tensor *> operands) {
  const Tensor *largest = *llvm::max_element(
      operands, [](auto *a, auto *b) { return a->rank() < b->rank(); });
  Tensor result = Tensor::zeros(largest->shape);
  SmallVector<Scalar, 4> scalars(operands.size());
  for (int64_t i = 0; i < result.size(); ++i) {
    for (auto [scalar, operand] : llvm::zip_equal(scalars, operands))
      scalar = operand->elements[operand->rank() == 0 ? 0 : i];
    result.elements[i] = f(scalars);
  }
  return result;
}

} // namespace

void loadDialects(MLIRContext &context) {
  context
      .loadDialect<affine::AffineDialect, arith::ArithDialect,
                   func::FuncDialect, linalg::LinalgDialect, math::MathDialect,
                   scf::SCFDialect, tensor::TensorDialect>();
}

OwningOpRef<ModuleOp> parseModule(MLIRContext &context, StringRef text) {
  loadDialects(context);
  return parseSourceString<ModuleOp>(text, &context);
}

FailureOr<std::vector<Tensor>> Interpreter::call(StringRef function,
                                                 ArrayRef<Tensor> arguments) {
  auto callee = module.lookupSymbol<func::FuncOp>(function);
  if (!callee || callee.isExternal())
    return error(module) << "no function @" << function, failure();
  if (arguments.size() != callee.getNumArguments())
    return error(callee) << "called with " << arguments.size() << " arguments",
           failure();
  std::vector<PerDevice> values;
  for (const Tensor &argument : arguments)
    values.push_back({argument});
  devices = 1;
  auto results = runIsolated(callee.getBody(), std::move(values));
  if (failed(results))
    return failure();
  std::vector<Tensor> tensors;
  for (auto [i, result] : llvm::enumerate(*results)) {
    for (const Scalar &element : result[0].elements)
      if (element.poison)
        return error(callee)
                   << "result " << i << " depends on an element never written",
               failure();
    tensors.push_back(std::move(result[0]));
  }
  return tensors;
}

FailureOr<std::vector<PerDevice>>
Interpreter::runIsolated(Region &region, std::vector<PerDevice> arguments) {
  Frame frame;
  for (auto [parameter, value] :
       llvm::zip_equal(region.getArguments(), arguments)) {
    if (!fits(value[0], parameter.getType()))
      return error(region.getParentOp())
                 << "argument " << parameter.getArgNumber()
                 << " does not have the shape of its type",
             failure();
    frame[parameter] = std::move(value);
  }
  return runBlock(region.front(), frame);
}

FailureOr<std::vector<PerDevice>> Interpreter::runBlock(Block &block,
                                                        Frame &frame) {
  for (Operation &op : block.without_terminator()) {
    if (failed(evaluate(&op, frame)))
      return failure();
    for (OpResult result : op.getResults())
      if (!fits(frame[result][0], result.getType()))
        return error(&op) << "result does not have the shape of its type",
               failure();
  }
  std::vector<PerDevice> results;
  for (Value value : block.getTerminator()->getOperands())
    results.push_back(frame[value]);
  return results;
}

LogicalResult Interpreter::onEachDevice(
    Operation *op, Frame &frame,
    function_ref<FailureOr<std::vector<Tensor>>(ArrayRef<const Tensor *>,
                                                unsigned)>
        f) {
  std::vector<PerDevice> results(op->getNumResults());
  for (unsigned device = 0; device < devices; ++device) {
    SmallVector<const Tensor *> operands;
    for (Value operand : op->getOperands())
      operands.push_back(&frame.find(operand)->second[device]);
    FailureOr<std::vector<Tensor>> local = f(operands, device);
    if (failed(local))
      return failure();
    for (auto [all, one] : llvm::zip_equal(results, *local))
      all.push_back(std::move(one));
  }
  for (auto [value, all] : llvm::zip_equal(op->getResults(), results))
    frame[value] = std::move(all);
  return success();
}

FailureOr<int64_t> Interpreter::sameOnAllDevices(Operation *op,
                                                 const PerDevice &value) {
  Scalar first = value[0].elements[0];
  for (const Tensor &other : value)
    if (other.elements[0].integer != first.integer || other.elements[0].poison)
      return error(op) << "control flow differs between devices", failure();
  return first.integer;
}

LogicalResult Interpreter::evaluateCall(Operation *op, Frame &frame) {
  auto call = cast<func::CallOp>(op);
  auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee());
  if (!callee || callee.isExternal())
    return error(op) << "no body for @" << call.getCallee();
  std::vector<PerDevice> arguments;
  for (Value operand : op->getOperands())
    arguments.push_back(frame[operand]);
  auto results = runIsolated(callee.getBody(), std::move(arguments));
  if (failed(results))
    return failure();
  for (auto [value, result] : llvm::zip_equal(op->getResults(), *results))
    frame[value] = std::move(result);
  return success();
}

LogicalResult Interpreter::evaluateFor(Operation *op, Frame &frame) {
  auto loop = cast<scf::ForOp>(op);
  auto lower = sameOnAllDevices(op, frame[loop.getLowerBound()]);
  auto upper = sameOnAllDevices(op, frame[loop.getUpperBound()]);
  auto step = sameOnAllDevices(op, frame[loop.getStep()]);
  if (failed(lower) || failed(upper) || failed(step) || *step <= 0)
    return failure();
  std::vector<PerDevice> carried;
  for (Value init : loop.getInitArgs())
    carried.push_back(frame[init]);
  for (int64_t i = *lower; i < *upper; i += *step) {
    frame[loop.getInductionVar()] =
        PerDevice(devices, Tensor::ofIntegers({}, {i}));
    for (auto [argument, value] :
         llvm::zip_equal(loop.getRegionIterArgs(), carried))
      frame[argument] = std::move(value);
    auto yielded = runBlock(*loop.getBody(), frame);
    if (failed(yielded))
      return failure();
    carried = std::move(*yielded);
  }
  for (auto [result, value] : llvm::zip_equal(op->getResults(), carried))
    frame[result] = std::move(value);
  return success();
}

LogicalResult Interpreter::evaluateIf(Operation *op, Frame &frame) {
  auto branch = cast<scf::IfOp>(op);
  auto condition = sameOnAllDevices(op, frame[branch.getCondition()]);
  if (failed(condition))
    return failure();
  Region &region = *condition ? branch.getThenRegion() : branch.getElseRegion();
  if (region.empty())
    return success();
  auto yielded = runBlock(region.front(), frame);
  if (failed(yielded))
    return failure();
  for (auto [result, value] : llvm::zip_equal(op->getResults(), *yielded))
    frame[result] = std::move(value);
  return success();
}

LogicalResult Interpreter::evaluate(Operation *op, Frame &frame) {
  using Tensors = FailureOr<std::vector<Tensor>>;
  using Operands = ArrayRef<const Tensor *>;
  if (isa<func::CallOp>(op))
    return evaluateCall(op, frame);
  if (isa<scf::ForOp>(op))
    return evaluateFor(op, frame);
  if (isa<scf::IfOp>(op))
    return evaluateIf(op, frame);

  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    auto value = constantValue(op, constant.getValue(), rounding);
    if (failed(value))
      return failure();
    frame[constant] = PerDevice(devices, *value);
    return success();
  }
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return onEachDevice(op, frame, [&](Operands operands, unsigned device) {
      auto captures = [&](Value value) -> const Tensor * {
        auto found = frame.find(value);
        return found == frame.end() ? nullptr : &found->second[device];
      };
      return runStructured(structured, operands, captures, rounding);
    });
  if (auto softmax = dyn_cast<linalg::SoftmaxOp>(op))
    return onEachDevice(op, frame, [&](Operands operands, unsigned) {
      return runSoftmax(softmax, *operands[0], rounding);
    });

  PerDevice padValue(devices);
  if (auto pad = dyn_cast<tensor::PadOp>(op)) {
    for (BlockArgument index : pad.getRegion().getArguments())
      if (!index.use_empty())
        return error(op) << "pad values that depend on the index";
    auto yielded = runBlock(pad.getRegion().front(), frame);
    if (failed(yielded))
      return failure();
    padValue = std::move(yielded->front());
  }
  if (isa<tensor::TensorDialect>(op->getDialect()))
    return onEachDevice(op, frame, [&](Operands operands, unsigned device) {
      auto result = runTensorOp(op, operands, &padValue[device]);
      if (!result)
        return error(op) << "unknown op", Tensors(failure());
      if (failed(*result))
        return Tensors(failure());
      return Tensors(std::vector<Tensor>{std::move(**result)});
    });
  if (ScalarFunction f = scalarFunction(op, rounding))
    return onEachDevice(op, frame, [&](Operands operands, unsigned) -> Tensors {
      return std::vector<Tensor>{elementwise(f, operands)};
    });
  return evaluateOther(op, frame);
}

LogicalResult Interpreter::evaluateOther(Operation *op, Frame &) {
  return error(op) << "unknown op";
}

} // namespace skein::reference
