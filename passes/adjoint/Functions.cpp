#include "passes/adjoint/Functions.h"

#include "dialect/Skein.h"
#include "passes/adjoint/Adjoint.h"
#include "passes/adjoint/Scalars.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace mlir;

namespace skein::passes {
namespace {

std::string spell(const llvm::BitVector &mask) {
  std::string text;
  for (unsigned bit = 0; bit < mask.size(); ++bit)
    text += mask.test(bit) ? '1' : '0';
  return text;
}

/// The callee of `call` if its body is at hand.
func::FuncOp lookUpBody(func::CallOp call, SymbolTable &symbols) {
  auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
  return callee && !callee.isExternal() ? callee : func::FuncOp();
}

/// Nothing is kept: the forward half is the function itself, whose calls and loops keep
/// nothing either.
void restoreForward(FunctionPair &pair, func::FuncOp function) {
  func::FuncOp original = function.clone();
  original.setName(pair.forward.getName());
  original.setPrivate();
  pair.forward->destroy();
  pair.forward = original;
}

} // namespace

func::CallOp Derivative::callForward(OpBuilder &builder, Location loc,
                                     ValueRange arguments) const {
  return func::CallOp::create(builder, loc, functions.forward, arguments);
}

func::CallOp Derivative::callBackward(OpBuilder &builder, Location loc,
                                      func::CallOp forward,
                                      ValueRange cotangents) const {
  using Argument = FunctionPair::BackwardArgument;
  SmallVector<Value> operands;
  for (auto [kind, index] : functions.backwardArguments())
    operands.push_back(kind == Argument::Argument ? forward.getOperand(index)
                       : kind == Argument::Result ? forward.getResult(index)
                                                  : cotangents[index]);
  return func::CallOp::create(builder, loc, functions.backward, operands);
}

void Derivative::forEachGradient(
    ValueRange results,
    function_ref<void(const Gradient &, ValueRange)> visit) const {
  for (const Gradient &gradient : gradients) {
    visit(gradient, results.take_front(gradient.numValues));
    results = results.drop_front(gradient.numValues);
  }
}

FailureOr<const Derivative *> Differentiator::differentiate(
    func::FuncOp function, const llvm::BitVector &arguments,
    const llvm::BitVector &byRows, const llvm::BitVector &results,
    Operation *request) {
  FailureOr<Recompute> ownPolicy = findPolicy(function);
  if (failed(ownPolicy))
    return failure();
  std::string name = function.getName().str();
  Key key(name, spell(arguments) + "," + spell(byRows) + "," + spell(results) +
                    "," + std::to_string(static_cast<int>(*ownPolicy)));
  auto known = derivatives.find(key);
  if (known != derivatives.end())
    return &known->second;
  bool callsItself = !inProgress.insert(name).second;
  if (callsItself || !function.getBody().hasOneBlock()) {
    InFlightDiagnostic error =
        function.emitOpError("cannot be differentiated: ");
    error << (callsItself ? "it calls itself" : "expected one block");
    error.attachNote(request->getLoc()) << "the derivative is needed here";
    return error;
  }
  llvm::SaveAndRestore here(policy, *ownPolicy);
  FailureOr<Derivative> derivative =
      build(function, arguments, byRows, results, request);
  inProgress.erase(name);
  if (failed(derivative))
    return failure();
  return &derivatives.emplace(key, *derivative).first->second;
}

FailureOr<Recompute> Differentiator::findPolicy(func::FuncOp function) const {
  Attribute attr = function->getAttr(recomputeAttrName);
  auto name = dyn_cast_if_present<StringAttr>(attr);
  if (!attr)
    return policy == Recompute::Selective ? policy : Recompute::None;
  if (name && name.getValue() == "none")
    return Recompute::None;
  if (name && name.getValue() == "selective")
    return Recompute::Selective;
  if (name && name.getValue() == "full")
    return Recompute::Full;
  return function.emitOpError() << "has " << recomputeAttrName << " = " << attr
                                << "; expected \"none\", \"selective\" or \"full\"";
}

/// Writes the backward part behind a copy of the function, in the same block,
/// and splits that.
FailureOr<Derivative> Differentiator::build(func::FuncOp function,
                                            const llvm::BitVector &arguments,
                                            const llvm::BitVector &byRows,
                                            const llvm::BitVector &results,
                                            Operation *request) {
  auto joint = OwningOpRef<func::FuncOp>(function.clone());
  Block &block = joint->front();
  unsigned numArguments = block.getNumArguments();
  Operation *terminator = block.getTerminator();
  SmallVector<Operation *> forward = llvm::map_to_vector(
      block.without_terminator(), [](Operation &op) { return &op; });

  Cotangents cotangents(OpBuilder(terminator), findVaried(block, arguments),
                        request);
  for (unsigned index : byRows.set_bits())
    cotangents.collectByRows(block.getArgument(index));
  for (unsigned index : results.set_bits()) {
    Value result = terminator->getOperand(index);
    cotangents.add(terminator->getLoc(), result,
                   block.addArgument(result.getType(), terminator->getLoc()));
  }
  for (Operation *op : llvm::reverse(forward)) {
    if (llvm::none_of(op->getResults(),
                      [&](Value result) { return cotangents.get(result); }))
      continue;
    LogicalResult emitted = success();
    if (auto call = dyn_cast<func::CallOp>(op))
      emitted = emitCallAdjoint(call, cotangents, request);
    else if (auto loop = dyn_cast<scf::ForOp>(op))
      emitted = emitLoopAdjoint(loop, cotangents, *this, function, request);
    else if (auto structured = dyn_cast<linalg::LinalgOp>(op))
      emitted = emitStructuredAdjoint(structured, cotangents);
    else
      emitted = emitTensorAdjoint(op, cotangents);
    if (failed(emitted))
      return failure();
  }

  Derivative derivative;
  SmallVector<Value> returned(terminator->getOperands());
  unsigned numResults = returned.size();
  for (unsigned index : arguments.set_bits()) {
    Value argument = block.getArgument(index);
    unsigned numReturned = returned.size();
    if (Value gradient = cotangents.get(argument))
      returned.push_back(gradient);
    if (byRows.test(index))
      for (auto [indices, rows] : cotangents.getRows(argument))
        returned.append({indices, rows});
    if (returned.size() > numReturned)
      derivative.gradients.push_back(
          {index, byRows.test(index),
           static_cast<unsigned>(returned.size() - numReturned)});
  }
  terminator->setOperands(returned);
  // A second derivative of the function gets a number, the same in both halves.
  std::string name = function.getName().str();
  for (unsigned number = 1;
       symbols.lookup(name + "_fwd") || symbols.lookup(name + "_bwd"); ++number)
    name = function.getName().str() + "_" + std::to_string(number);
  derivative.functions =
      splitJointFunction(*joint, numArguments, numResults, name, policy);
  if (policy == Recompute::Full)
    restoreForward(derivative.functions, function);

  auto [forwardHalf, backwardHalf] = derivative.functions;
  symbols.insert(forwardHalf, std::next(Block::iterator(function)));
  symbols.insert(backwardHalf, std::next(Block::iterator(forwardHalf)));
  forwardHalf->setAttr("skein.backward", FlatSymbolRefAttr::get(backwardHalf));
  backwardHalf->setAttr("skein.forward", FlatSymbolRefAttr::get(forwardHalf));
  return derivative;
}

/// Replaces the call in the forward part by a call of the forward half, and
/// calls the backward half.
LogicalResult Differentiator::emitCallAdjoint(func::CallOp call,
                                              Cotangents &cotangents,
                                              Operation *request) {
  func::FuncOp callee = lookUpBody(call, symbols);
  if (!callee)
    return cotangents.refuse(call, "expected a callee with a body");
  llvm::BitVector arguments(call.getNumOperands()),
      byRows(call.getNumOperands()), results(call.getNumResults());
  SmallVector<Value> given;
  for (auto [index, operand] : llvm::enumerate(call.getOperands())) {
    arguments[index] = cotangents.isVaried(operand);
    byRows[index] = arguments[index] && cotangents.isByRows(operand);
  }
  for (auto [index, result] : llvm::enumerate(call.getResults()))
    if (Value cotangent = cotangents.get(result)) {
      results.set(index);
      given.push_back(cotangent);
    }
  FailureOr<const Derivative *> derivative =
      differentiate(callee, arguments, byRows, results, request);
  if (failed(derivative))
    return failure();

  OpBuilder atCall(call);
  func::CallOp forward =
      (*derivative)->callForward(atCall, call.getLoc(), call.getOperands());
  call->replaceAllUsesWith(
      forward.getResults().take_front(call.getNumResults()));
  if ((*derivative)->gradients.empty())
    return success();
  Location loc = adjointLocation(call);
  func::CallOp backward =
      (*derivative)->callBackward(cotangents.builder, loc, forward, given);
  (*derivative)
      ->forEachGradient(
          backward.getResults(),
          [&](const Derivative::Gradient &gradient, ValueRange values) {
            Value operand = call.getOperand(gradient.argument);
            if (!gradient.isByRows)
              return cotangents.add(loc, operand, values[0]);
            for (unsigned i = 0; i < values.size(); i += 2)
              cotangents.addRows(operand, {values[i], values[i + 1]});
          });
  return success();
}

/// The values of `block` that depend on the given arguments of it and can have
/// a cotangent.
DenseSet<Value> Differentiator::findVaried(Block &block,
                                           const llvm::BitVector &arguments) {
  DenseSet<Value> varied;
  for (unsigned index : arguments.set_bits())
    if (isDifferentiableType(block.getArgument(index).getType()))
      varied.insert(block.getArgument(index));
  for (Operation &op : block.without_terminator()) {
    SetVector<Value> read(op.operand_begin(), op.operand_end());
    getUsedValuesDefinedAbove(op.getRegions(), read);
    if (op.hasAttr(stopGradientAttribute) ||
        llvm::none_of(read,
                      [&](Value value) { return varied.contains(value); }))
      continue;
    llvm::BitVector depends(op.getNumResults(), true);
    auto call = dyn_cast<func::CallOp>(op);
    if (func::FuncOp callee = call ? lookUpBody(call, symbols) : nullptr) {
      llvm::BitVector operands(op.getNumOperands());
      for (auto [index, operand] : llvm::enumerate(op.getOperands()))
        operands[index] = varied.contains(operand);
      depends = findVariedResults(callee, operands);
    }
    for (OpResult result : op.getResults())
      if (depends.test(result.getResultNumber()) &&
          isDifferentiableType(result.getType()))
        varied.insert(result);
  }
  return varied;
}

llvm::BitVector
Differentiator::findVariedResults(func::FuncOp function,
                                  const llvm::BitVector &arguments) {
  Key key(function.getName().str(), spell(arguments));
  // A recursive call, which is refused later, finds this first guess.
  auto [entry, isNew] = variedResults.emplace(
      key, llvm::BitVector(function.getNumResults(), true));
  if (isNew) {
    DenseSet<Value> varied = findVaried(function.front(), arguments);
    for (auto [index, result] :
         llvm::enumerate(function.front().getTerminator()->getOperands()))
      entry->second[index] = varied.contains(result);
  }
  return entry->second;
}

} // namespace skein::passes
