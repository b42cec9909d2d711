//===- LayerCosts.cpp - what the layers of a function cost ----------------===//
#include "passes/stages/LayerCosts.h"

#include "dialect/Skein.h"
#include "passes/InlineCalls.h"
#include "passes/Kernels.h"
#include "passes/adjoint/Functions.h"
#include "passes/stages/StageFunctions.h"

#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;

namespace {

/// Work of functions, of each once. In double precision, since nothing may overflow.
class WorkCounter {
public:
  WorkCounter(SymbolTable &symbols, llvm::function_ref<double(const Kernel &)> workOf)
      : symbols(symbols), workOf(workOf) {}

  /// For each op of `block` that does work, how much.
  FailureOr<llvm::DenseMap<Operation *, double>> ofOps(Block &block) {
    FailureOr<Kernels> kernels = findKernels(block);
    if (failed(kernels))
      return failure();
    llvm::DenseMap<Operation *, double> work;
    for (Operation &op : block) {
      if (auto kernel = kernels->byOp.find(&op); kernel != kernels->byOp.end())
        work[&op] = workOf(kernel->second);
      FailureOr<double> inside = insideOf(op);
      if (failed(inside))
        return failure();
      work[&op] += *inside;
    }
    return work;
  }

  FailureOr<double> of(Block &block) {
    FailureOr<llvm::DenseMap<Operation *, double>> ops = ofOps(block);
    if (failed(ops))
      return failure();
    double sum = 0;
    for (Operation &op : block)
      sum += ops->lookup(&op);
    return sum;
  }

private:
  FailureOr<double> insideOf(Operation &op) {
    if (auto call = dyn_cast<func::CallOp>(op)) {
      auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
      auto [known, isNew] = functions.try_emplace(callee, 0.0);
      if (!isNew || !callee || callee.isExternal())
        return known->second;
      FailureOr<double> work = of(callee.front());
      if (succeeded(work))
        functions[callee] = *work;
      return work;
    }
    auto loop = dyn_cast<scf::ForOp>(op);
    if (!loop)
      return 0.0;
    FailureOr<int64_t> iterations = iterationsOf(loop);
    FailureOr<double> once = of(*loop.getBody());
    if (failed(iterations) || failed(once))
      return failure();
    return *once * double(*iterations);
  }

  SymbolTable &symbols;
  llvm::function_ref<double(const Kernel &)> workOf;
  llvm::DenseMap<Operation *, double> functions;
};

/// Small enough to add up thousands of them.
int64_t rounded(double work) { return static_cast<int64_t>(std::min(work, 0x1p50)); }

class LayerPricer {
public:
  LayerPricer(func::FuncOp function, const llvm::BitVector &parameters, const LayerPrices &prices)
      : function(function), parameters(parameters), prices(prices),
        scratch(ModuleOp::create(function.getLoc())) {}

  FailureOr<std::vector<pipeline::Layer>> run(const Layers &layers) {
    if (failed(differentiate(layers)))
      return failure();
    std::vector<pipeline::Layer> priced(staged.stages.size());
    auto work = [&](const Kernel &kernel) {
      return std::max(double(kernel.flops), double(kernel.bytes) * double(prices.flopsPerByte));
    };
    WorkCounter counter(differentiator->symbols, work);
    for (auto [index, call] : llvm::enumerate(calls)) {
      auto [forward, backward] = halvesOf(staged.stages[index]);
      FailureOr<double> forwardWork = counter.of(forward.front());
      FailureOr<double> backwardWork =
          backward ? counter.of(backward.front()) : FailureOr<double>(0.0);
      if (failed(forwardWork) || failed(backwardWork) ||
          failed(countParameters(call, priced[index])) || failed(countSends(index, priced)) ||
          (backward && failed(countStash(call, {forward, backward}, priced[index]))))
        return failure();
      priced[index].forward = rounded(*forwardWork);
      priced[index].backward = rounded(*backwardWork);
    }
    return priced;
  }

private:
  LogicalResult differentiate(const Layers &layers) {
    for (auto other : function->getParentOfType<ModuleOp>().getOps<func::FuncOp>())
      if (other != function)
        scratch->push_back(other.clone());
    IRMapping mapping;
    auto copy = cast<func::FuncOp>(function->clone(mapping));
    scratch->push_back(copy);
    Layers copied;
    for (auto [op, layer] : layers.of)
      copied.of[mapping.lookup(op)] = layer;
    auto stageOfLayer = llvm::to_vector(llvm::seq<int>(layers.list.size()));
    {
      SymbolTable symbols(*scratch);
      staged = buildStages(copy, "layer", copied, stageOfLayer, layers.list.size(), parameters,
                           symbols);
    }
    for (func::FuncOp layer : staged.stages) {
      layer->removeAttr(stageAttrName);
      layer->setAttr(recomputeAttrName, StringAttr::get(layer.getContext(), prices.recompute));
    }
    llvm::append_range(calls, staged.function.getOps<func::CallOp>());
    // Calls that need no layer come first.
    calls.erase(calls.begin(), calls.end() - staged.stages.size());

    differentiator.emplace(*scratch);
    llvm::BitVector wanted(staged.function.getNumArguments()), results(function.getNumResults());
    for (unsigned index = 0; index < wanted.size(); ++index)
      wanted[index] = parameters.test(originalOf(index));
    results.set(0);
    return differentiator->differentiate(staged.function, wanted, llvm::BitVector(wanted.size()),
                                         results, function);
  }

  /// Which argument of the function argument `index` of the one that calls layers is.
  unsigned originalOf(unsigned index) const {
    unsigned count = parameters.size();
    return index < count ? index : staged.copies[index - count];
  }

  std::pair<func::FuncOp, func::FuncOp> halvesOf(func::FuncOp layer) {
    auto half = [&](StringRef suffix) {
      return differentiator->symbols.lookup<func::FuncOp>((layer.getName() + suffix).str());
    };
    func::FuncOp forward = half("_fwd");
    return {forward ? forward : layer, half("_bwd")};
  }

  LogicalResult countParameters(func::CallOp call, pipeline::Layer &layer) {
    for (Value operand : call.getOperands()) {
      auto argument = dyn_cast<BlockArgument>(operand);
      if (!argument || !parameters.test(originalOf(argument.getArgNumber())))
        continue;
      FailureOr<int64_t> bytes = bytesOf(call, operand.getType());
      if (failed(bytes))
        return failure();
      layer.parameterBytes +=
          *bytes * prices.copiesOfParameter(originalOf(argument.getArgNumber()));
    }
    return success();
  }

  /// What crosses every boundary up to the last layer that uses a result of layer `index`.
  LogicalResult countSends(size_t index, std::vector<pipeline::Layer> &layers) {
    for (Value result : calls[index].getResults()) {
      size_t last = index;
      for (Operation *user : result.getUsers())
        if (auto place = llvm::find(calls, user); place != calls.end())
          last = std::max<size_t>(last, place - calls.begin());
      FailureOr<int64_t> bytes = bytesOf(calls[index], result.getType());
      if (failed(bytes))
        return failure();
      int64_t time = *bytes * prices.flopsPerSentByte;
      for (size_t boundary = index; boundary < last; ++boundary) {
        layers[boundary].sendActivation += time;
        if (isa<FloatType>(getElementTypeOrSelf(result)))
          layers[boundary + 1].sendGradient += time;
      }
    }
    return success();
  }

  LogicalResult countStash(func::CallOp call, FunctionPair pair, pipeline::Layer &layer) {
    using Argument = FunctionPair::BackwardArgument;
    int64_t sum = 0;
    for (auto [kind, index] : pair.backwardArguments()) {
      Type type;
      if (kind == Argument::Result && index >= call.getNumResults()) {
        type = pair.forward.getResultTypes()[index]; // a residual
      } else if (kind != Argument::Cotangent) {
        Value value = kind == Argument::Result ? Value(call.getResult(index))
                                               : call.getOperand(index);
        if (!isa<BlockArgument>(value) && kept.insert(value).second)
          type = value.getType();
      }
      if (!type)
        continue;
      FailureOr<int64_t> bytes = bytesOf(call, type);
      if (failed(bytes))
        return failure();
      sum += *bytes;
    }
    layer.stashBytes = llvm::divideCeil(sum, prices.parts);
    return success();
  }

  func::FuncOp function;
  const llvm::BitVector &parameters;
  const LayerPrices &prices;
  OwningOpRef<ModuleOp> scratch;
  StagedFunction staged;
  std::vector<func::CallOp> calls; // of layers, in order
  std::optional<Differentiator> differentiator;
  llvm::DenseSet<Value> kept;
};

} // namespace

FailureOr<std::vector<pipeline::Layer>>
skein::passes::priceLayers(func::FuncOp function, const Layers &layers,
                           const llvm::BitVector &parameters, const LayerPrices &prices) {
  return LayerPricer(function, parameters, prices).run(layers);
}

FailureOr<std::vector<pipeline::Layer>>
skein::passes::countForwardFlops(func::FuncOp function, const Layers &layers) {
  SymbolTable symbols(function->getParentOfType<ModuleOp>());
  WorkCounter counter(symbols, [](const Kernel &kernel) { return double(kernel.flops); });
  FailureOr<llvm::DenseMap<Operation *, double>> work = counter.ofOps(function.front());
  if (failed(work))
    return failure();
  std::vector<double> flops(layers.list.size());
  for (Operation &op : function.front())
    if (auto layer = layers.of.find(&op); layer != layers.of.end())
      flops[layer->second] += work->lookup(&op);
  std::vector<pipeline::Layer> counted(flops.size());
  for (auto [layer, sum] : llvm::zip_equal(counted, flops))
    layer.forward = rounded(sum);
  return counted;
}
