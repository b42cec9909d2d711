//===- Layers.cpp - the pieces of a function that no cut divides ----------===//
#include "passes/stages/Layers.h"

#include "dialect/Skein.h"
#include "passes/InlineCalls.h"
#include "passes/Products.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;

namespace {

class LayerFinder {
public:
  LayerFinder(func::FuncOp function, Granularity granularity, SymbolTable &symbols)
      : function(function), granularity(granularity), symbols(symbols) {}

  FailureOr<Layers> run() {
    inlineCalls();
    if (failed(checkAnnotations()))
      return failure();
    return find();
  }

private:
  func::FuncOp calleeOf(Operation *op) const {
    auto call = dyn_cast<func::CallOp>(op);
    auto callee = call ? symbols.lookup<func::FuncOp>(call.getCallee()) : func::FuncOp();
    return callee && callee.getBody().hasOneBlock() ? callee : func::FuncOp();
  }

  /// Whether `matches` an op inside of `root`, or in what that calls.
  bool contains(Operation *root, function_ref<bool(Operation *)> matches) const {
    llvm::SetVector<Operation *> work;
    work.insert(root);
    for (unsigned index = 0; index < work.size(); ++index) {
      Operation *holder = work[index];
      WalkResult result = holder->walk([&](Operation *op) {
        if (func::FuncOp callee = calleeOf(op))
          work.insert(callee);
        return op != holder && matches(op) ? WalkResult::interrupt() : WalkResult::advance();
      });
      if (result.wasInterrupted())
        return true;
    }
    return false;
  }

  /// How many calls of each function there are in what `function` calls.
  llvm::DenseMap<Operation *, int> countCalls() {
    llvm::DenseMap<Operation *, int> counts;
    SmallVector<func::FuncOp> work{function};
    while (!work.empty())
      work.pop_back_val().walk([&](func::CallOp call) {
        if (func::FuncOp callee = calleeOf(call); callee && counts[callee]++ == 0)
          work.push_back(callee);
      });
    return counts;
  }

  bool mustInline(func::FuncOp callee, const llvm::DenseMap<Operation *, int> &counts) const {
    if (counts.lookup(callee) == 1)
      return true;
    if (granularity == Granularity::Reductions ||
        (granularity == Granularity::Ops && contains(callee, isHeavyAlone)))
      return true;
    return contains(callee, [](Operation *op) { return op->hasAttr(stageAttrName); });
  }

  void inlineCalls() {
    llvm::DenseMap<Operation *, int> counts = countCalls();
    // A function that calls itself is left to differentiation to refuse.
    auto callsItself = [&](func::FuncOp callee) {
      return contains(callee, [&](Operation *op) { return calleeOf(op) == callee; });
    };
    for (bool changed = true; std::exchange(changed, false);)
      for (Operation &op : llvm::make_early_inc_range(function.front()))
        if (func::FuncOp callee = calleeOf(&op);
            callee && !op.hasAttr(stageAttrName) && mustInline(callee, counts) &&
            !callsItself(callee)) {
          inlineCall(cast<func::CallOp>(op), callee);
          changed = true;
        }
  }

  LogicalResult checkAnnotations() {
    WalkResult result = function.walk([&](Operation *op) {
      if (op == function || !op->hasAttr(stageAttrName))
        return WalkResult::advance();
      if (op->getBlock() == &function.front() && op->getAttrOfType<IntegerAttr>(stageAttrName))
        return WalkResult::advance();
      op->emitOpError() << "has " << stageAttrName << " = " << op->getAttr(stageAttrName)
                        << "; expected the number of a stage, on an op in the body of a function";
      return WalkResult::interrupt();
    });
    return failure(result.wasInterrupted());
  }

  static bool isLookUp(Operation *op) {
    return isa<linalg::LinalgOp>(op) && !op->getRegion(0).getOps<tensor::ExtractOp>().empty();
  }

  /// Whether `op` begins a layer, wherever it is, for what it is itself.
  static bool isHeavyAlone(Operation *op) {
    if (auto structured = dyn_cast<linalg::LinalgOp>(op))
      return isMultiplyAdd(structured) || isLookUp(op);
    return isa<scf::ForOp>(op);
  }

  static bool isReduction(Operation *op) {
    auto structured = dyn_cast<linalg::LinalgOp>(op);
    return isa<linalg::SoftmaxOp>(op) || (structured && structured.getNumReductionLoops() > 0);
  }

  bool isHeavy(Operation *op) const {
    if (isHeavyAlone(op) || (granularity == Granularity::Reductions && isReduction(op)))
      return true;
    func::FuncOp callee = calleeOf(op);
    return callee && contains(callee, isHeavyAlone);
  }

  /// Elementwise ops, fills, reshapes and slices.
  static bool isLight(Operation *op) {
    if (auto structured = dyn_cast<linalg::LinalgOp>(op))
      return structured.getNumReductionLoops() == 0 && !isLookUp(op);
    return isa<arith::ArithDialect, tensor::TensorDialect>(op->getDialect()) ||
           OpTrait::hasElementwiseMappableTraits(op);
  }

  FailureOr<Layers> find() {
    llvm::DenseSet<Operation *> ofConstants;
    for (Operation &op : function.front().without_terminator()) {
      bool isConstant = true, isFree = true;
      for (Value value : valuesReadBy(&op)) {
        Operation *producer = value.getDefiningOp();
        isConstant &= producer && ofConstants.contains(producer);
        isFree &= !producer || !layers.of.contains(producer);
      }
      auto stage = op.getAttrOfType<IntegerAttr>(stageAttrName);
      if (!stage && isConstant)
        ofConstants.insert(&op);
      if (!stage && (isConstant || (isFree && isLight(&op))))
        continue;
      if (stage || layers.list.empty() || isHeavy(&op))
        layers.list.push_back({&op, stage ? std::optional(stage.getInt()) : std::nullopt});
      bool isBehind = !stage && isFree && !isHeavy(&op);
      int last = layers.list.size() - 1;
      layers.of[&op] = isBehind ? layerOfArguments(&op).value_or(last) : last;
      for (BlockArgument argument : argumentsOf(&op))
        firstUse.try_emplace(argument, layers.of[&op]);
    }
    if (llvm::none_of(layers.list, [](const Layer &layer) { return layer.stage.has_value(); }))
      sinkWhatGrows();
    return std::move(layers);
  }

  /// Arguments that `op` reads, also through ops that are in no layer.
  SmallVector<BlockArgument> argumentsOf(Operation *op) {
    SmallVector<BlockArgument> arguments;
    llvm::SetVector<Operation *> work;
    work.insert(op);
    for (unsigned index = 0; index < work.size(); ++index)
      for (Value value : valuesReadBy(work[index])) {
        if (auto argument = dyn_cast<BlockArgument>(value))
          arguments.push_back(argument);
        else if (!layers.of.contains(value.getDefiningOp()))
          work.insert(value.getDefiningOp());
      }
    return arguments;
  }

  /// The layer in which all that `op`, such as a penalty on weights, reads is at hand.
  std::optional<int> layerOfArguments(Operation *op) {
    std::optional<int> layer;
    for (BlockArgument argument : argumentsOf(op)) {
      auto use = firstUse.find(argument);
      if (use == firstUse.end())
        return std::nullopt;
      layer = std::max(layer.value_or(0), use->second);
    }
    return layer;
  }

  /// Light ops that only later layers use belong there if they make more bytes than they
  /// read, such as padding: less has to be sent.
  void sinkWhatGrows() {
    auto bytes = [](Value value) -> int64_t {
      auto tensor = dyn_cast<RankedTensorType>(value.getType());
      Type element = getElementTypeOrSelf(value.getType());
      return (tensor ? tensor.getNumElements() : 1) *
             (element.isIntOrFloat() ? element.getIntOrFloatBitWidth() : 64);
    };
    for (Operation &op : llvm::reverse(function.front().without_terminator())) {
      auto layer = layers.of.find(&op);
      if (layer == layers.of.end() || layers.list[layer->second].first == &op || !isLight(&op))
        continue;
      int next = layers.list.size();
      for (Operation *user : op.getUsers()) {
        auto use = layers.of.find(function.front().findAncestorOpInBlock(*user));
        next = std::min(next, use == layers.of.end() ? -1 : use->second);
      }
      int64_t read = 0, made = 0;
      for (Value value : valuesReadBy(&op))
        read += layers.of.contains(value.getDefiningOp()) ? bytes(value) : 0;
      for (Value result : op.getResults())
        made += bytes(result);
      if (next > layer->second && next < int(layers.list.size()) && read < made)
        layer->second = next;
    }
  }

  Layers layers;
  llvm::DenseMap<Value, int> firstUse; // of arguments, by layer
  func::FuncOp function;
  Granularity granularity;
  SymbolTable &symbols;
};

} // namespace

FailureOr<Layers> skein::passes::findLayers(func::FuncOp function, Granularity granularity,
                                            SymbolTable &symbols) {
  return LayerFinder(function, granularity, symbols).run();
}
