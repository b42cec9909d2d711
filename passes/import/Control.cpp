/// Ops with a body of their own: calls, loops and branches. Loops run while
/// importing, so what depends on their counter becomes constant.
#include "passes/import/Converter.h"

using namespace mlir;

namespace skein::passes::stablehlo {
namespace {

/// Iterations above which a loop is taken for endless.
constexpr int64_t maxIterations = 65536;

/// Ops above which a function that is called more than once stays a function.
constexpr int64_t maxInlinedOps = 24;

bool isSmall(func::FuncOp function) {
  int64_t ops = 0;
  for (Operation &op : function.front()) {
    StringRef name = op.getName().getStringRef();
    if (op.getNumRegions() > 0 || name == "func.call" ||
        name == "stablehlo.dot_general" || name == "stablehlo.convolution")
      return false;
    ops += name != "stablehlo.constant" && name != "stablehlo.broadcast_in_dim";
  }
  return ops <= maxInlinedOps;
}

/// Whether the callee is written out in its caller: where it is called once,
/// where a call costs more than it saves, and where it needs to know an
/// integer.
bool isInlined(func::FuncOp callee, ArrayRef<Imported> arguments,
               Converter &converter) {
  return converter.functions.calls.lookup(callee) <= 1 || isSmall(callee) ||
         llvm::any_of(arguments, [](const Imported &argument) {
           return argument.known && argument.type.getElementType().isInteger();
         });
}

FailureOr<func::FuncOp> importFunction(func::FuncOp source,
                                       Converter &converter) {
  Functions &functions = converter.functions;
  func::FuncOp &known = functions.imported[source];
  if (known)
    return known;
  SmallVector<Type> types;
  for (Type type : source.getArgumentTypes()) {
    FailureOr<RankedTensorType> imported = importType(source, type);
    if (failed(imported))
      return failure();
    types.push_back(*imported);
  }
  OpBuilder builder(source.getContext());
  auto function =
      func::FuncOp::create(builder, source.getLoc(), source.getName(),
                           builder.getFunctionType(types, {}));
  function.setPrivate();
  Block *block = function.addEntryBlock();
  known = function;
  functions.target.insert(function);
  builder.setInsertionPointToEnd(block);
  Converter inner(functions, builder);
  SmallVector<Imported> arguments =
      llvm::map_to_vector(block->getArguments(),
                          [&](Value value) { return inner.ofTensor(value); });
  FailureOr<SmallVector<Imported>> results =
      inner.convertBody(source, arguments);
  if (failed(results))
    return failure();
  SmallVector<Value> returned =
      llvm::map_to_vector(*results, [&](const Imported &value) {
        return inner.materialize(value);
      });
  func::ReturnOp::create(builder, source.getLoc(), returned);
  function.setFunctionType(
      builder.getFunctionType(types, TypeRange(ValueRange(returned))));
  return function;
}

} // namespace

LogicalResult convertCall(Operation *op, Converter &converter) {
  Functions &functions = converter.functions;
  StringRef attribute =
      op->getName().getStringRef() == "func.call" ? "callee" : "decomposition";
  auto name = op->getAttrOfType<FlatSymbolRefAttr>(attribute);
  auto callee = name ? functions.source.lookup<func::FuncOp>(name.getValue())
                     : func::FuncOp();
  if (!callee || callee.isExternal())
    return op->emitOpError("calls ")
           << (name ? name : FlatSymbolRefAttr()) << ", which has no body";
  if (callee.getNumArguments() != op->getNumOperands() ||
      callee.getNumResults() != op->getNumResults())
    return op->emitOpError("does not fit the type of ") << name;
  SmallVector<Imported> arguments = llvm::map_to_vector(
      op->getOperands(), [&](Value value) { return converter.get(value); });
  SmallVector<Imported> results;
  if (!functions.active.insert(callee).second)
    return op->emitOpError("calls ") << name << ", which calls itself";
  if (isInlined(callee, arguments, converter)) {
    FailureOr<SmallVector<Imported>> inlined =
        converter.convertBody(callee, arguments);
    if (failed(inlined))
      return failure();
    results = *inlined;
  } else {
    FailureOr<func::FuncOp> function = importFunction(callee, converter);
    if (failed(function))
      return failure();
    SmallVector<Value> operands =
        llvm::map_to_vector(arguments, [&](const Imported &argument) {
          return converter.materialize(argument);
        });
    auto call = func::CallOp::create(converter.builder, converter.loc,
                                     *function, operands);
    results = llvm::map_to_vector(call.getResults(), [&](Value value) {
      return converter.ofTensor(value);
    });
  }
  functions.active.erase(callee);
  for (auto [original, result] : llvm::zip_equal(op->getResults(), results))
    converter.set(original, result);
  return success();
}

LogicalResult convertWhile(Operation *op, Converter &converter) {
  if (op->getNumRegions() != 2 || op->getRegion(0).empty() ||
      op->getRegion(1).empty())
    return op->emitOpError("expected a condition and a body");
  Block &condition = op->getRegion(0).front(), &body = op->getRegion(1).front();
  SmallVector<Imported> state = llvm::map_to_vector(
      op->getOperands(), [&](Value value) { return converter.get(value); });
  auto bind = [&](Block &block) {
    for (auto [argument, value] : llvm::zip_equal(block.getArguments(), state))
      converter.set(argument, value);
  };
  for (int64_t iteration = 0;; ++iteration) {
    if (iteration == maxIterations)
      return op->emitOpError("runs more than ")
             << maxIterations << " iterations";
    bind(condition);
    FailureOr<SmallVector<Imported>> goesOn = converter.convertBlock(condition);
    if (failed(goesOn))
      return failure();
    if (goesOn->size() != 1 || !goesOn->front().isSplat())
      return op->emitOpError("has a number of iterations that depends on data; "
                             "expected one that is known");
    if (goesOn->front().known.getSplatValue<APInt>().isZero())
      break;
    bind(body);
    FailureOr<SmallVector<Imported>> next = converter.convertBlock(body);
    if (failed(next))
      return failure();
    state = *next;
  }
  for (auto [result, value] : llvm::zip_equal(op->getResults(), state))
    converter.set(result, value);
  return success();
}

/// `if` has its branch for true first; `case` takes the last branch for every
/// index that has none.
LogicalResult convertConditional(Operation *op, Converter &converter) {
  const Imported &chosen = converter.get(op->getOperand(0));
  if (!chosen.isSplat())
    return op->emitOpError("chooses by data; expected a choice that is known");
  APInt value = chosen.known.getSplatValue<APInt>();
  int64_t last = static_cast<int64_t>(op->getNumRegions()) - 1;
  int64_t branch = value.getSExtValue();
  if (op->getName().getStringRef() == "stablehlo.if")
    branch = value.isZero() ? 1 : 0;
  if (branch < 0 || branch > last)
    branch = last;
  if (last < 0 || op->getRegion(branch).empty())
    return op->emitOpError("has no branch ") << branch;
  FailureOr<SmallVector<Imported>> results =
      converter.convertBlock(op->getRegion(branch).front());
  if (failed(results))
    return failure();
  for (auto [result, value] : llvm::zip_equal(op->getResults(), *results))
    converter.set(result, value);
  return success();
}

} // namespace skein::passes::stablehlo
