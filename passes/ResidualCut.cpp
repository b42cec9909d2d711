#include "passes/ResidualCut.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"

#include <deque>

using namespace mlir;

namespace skein::passes {
namespace {

/// Maximum flow in a network of few thousand edges, by shortest augmenting
/// paths.
class FlowNetwork {
public:
  static constexpr int64_t unlimited = int64_t(1) << 60;

  unsigned addNode() { return outgoing.emplace_back(), outgoing.size() - 1; }

  void addEdge(unsigned from, unsigned to, int64_t capacity) {
    outgoing[from].push_back(edges.size());
    edges.push_back({to, capacity});
    outgoing[to].push_back(edges.size());
    edges.push_back({from, 0});
  }

  void saturate(unsigned source, unsigned sink) {
    while (std::optional<SmallVector<unsigned>> path =
               shortestPath(source, sink)) {
      int64_t amount = unlimited;
      for (unsigned edge : *path)
        amount = std::min(amount, edges[edge].capacity);
      for (unsigned edge : *path) {
        edges[edge].capacity -= amount;
        edges[edge ^ 1].capacity += amount;
      }
    }
  }

  /// The nodes from which `sink` can still be reached: the smallest sink side
  /// of all minimum cuts.
  llvm::BitVector sinkSide(unsigned sink) const {
    llvm::BitVector side(outgoing.size());
    SmallVector<unsigned> work{sink};
    side.set(sink);
    while (!work.empty())
      for (unsigned edge : outgoing[work.pop_back_val()])
        if (edges[edge ^ 1].capacity > 0 && !side.test(edges[edge].to)) {
          side.set(edges[edge].to);
          work.push_back(edges[edge].to);
        }
    return side;
  }

private:
  struct Edge {
    unsigned to;
    int64_t capacity;
  };

  std::optional<SmallVector<unsigned>> shortestPath(unsigned source,
                                                    unsigned sink) const {
    SmallVector<int> arrival(outgoing.size(), -1);
    std::deque<unsigned> work{source};
    while (!work.empty() && arrival[sink] < 0) {
      unsigned node = work.front();
      work.pop_front();
      for (unsigned edge : outgoing[node])
        if (unsigned to = edges[edge].to;
            edges[edge].capacity > 0 && arrival[to] < 0 && to != source) {
          arrival[to] = edge;
          work.push_back(to);
        }
    }
    if (arrival[sink] < 0)
      return std::nullopt;
    SmallVector<unsigned> path;
    for (unsigned node = sink; node != source; node = edges[path.back() ^ 1].to)
      path.push_back(arrival[node]);
    return path;
  }

  SmallVector<Edge> edges; // an edge and its reverse are neighbours
  SmallVector<SmallVector<unsigned, 4>> outgoing;
};

/// Everything `op` reads: operands, and values captured by its regions.
SetVector<Value> valuesReadBy(Operation *op) {
  SetVector<Value> values(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), values);
  return values;
}

/// Whether `op` does nothing but give results; calls never do more.
bool isErasable(Operation *op) {
  auto hasEffect = [](Operation *nested) {
    bool pure = isa<func::CallOp>(nested) ||
                nested->hasTrait<OpTrait::HasRecursiveMemoryEffects>() ||
                isMemoryEffectFree(nested);
    return pure ? WalkResult::advance() : WalkResult::interrupt();
  };
  return !op->walk(hasEffect).wasInterrupted();
}

/// Whether computing `op` again costs no more than moving its result:
/// elementwise ops, fills, reshapes and slices.
bool isRepeatable(Operation *op) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return structured.getNumReductionLoops() == 0;
  return isa<arith::ArithDialect, tensor::TensorDialect>(op->getDialect()) ||
         OpTrait::hasElementwiseMappableTraits(op);
}

int64_t bytesOf(Type type) {
  auto bits = [](Type element) -> int64_t {
    return element.isIntOrFloat() ? element.getIntOrFloatBitWidth() : 64;
  };
  auto shaped = dyn_cast<ShapedType>(type);
  return shaped ? shaped.getNumElements() *
                      llvm::divideCeil(bits(shaped.getElementType()), 8)
                : llvm::divideCeil(bits(type), 8);
}

class Splitter {
public:
  Splitter(func::FuncOp joint, unsigned numArguments, unsigned numResults,
           Recompute recompute)
      : joint(joint), block(joint.getBody().front()), recompute(recompute),
        arguments(block.getArguments().take_front(numArguments)),
        cotangents(block.getArguments().drop_front(numArguments)),
        results(block.getTerminator()->getOperands().take_front(numResults)),
        gradients(block.getTerminator()->getOperands().drop_front(numResults)) {
  }

  FunctionPair split(StringRef firstName, StringRef secondName) {
    eraseUnused();
    markBackward();
    return splitMarked(firstName, secondName);
  }

  /// Ops that are not in `first` are backward ones.
  FunctionPair split(const DenseSet<Operation *> &first, StringRef firstName,
                     StringRef secondName) {
    eraseUnused();
    for (Operation &op : block.without_terminator())
      if (!first.contains(&op))
        backward.insert(&op);
    return splitMarked(firstName, secondName);
  }

private:
  FunctionPair splitMarked(StringRef firstName, StringRef secondName) {
    cut();
    SetVector<Operation *> forward = producersOf(results),
                           kept = producersOf(residuals);
    kept.insert(forward.begin(), forward.end());
    return {buildForward(firstName, kept), buildBackward(secondName, kept)};
  }

  void eraseUnused();
  void markBackward();
  bool extendChain(Operation *op, const SetVector<Value> &read);
  void measureWork();
  bool mayRepeat(Operation *op, const SetVector<Value> &read);
  void cut();
  SetVector<Operation *> producersOf(ValueRange values);
  func::FuncOp buildForward(StringRef name, const SetVector<Operation *> &kept);
  func::FuncOp buildBackward(StringRef name,
                             const SetVector<Operation *> &kept);
  func::FuncOp createFunction(const Twine &name, TypeRange arguments,
                              TypeRange results);

  func::FuncOp joint;
  Block &block;
  Recompute recompute;
  ValueRange arguments, cotangents, results, gradients;
  DenseMap<Value, unsigned> chainLength;
  double averageWork = 0; // for each byte of results, of ops that are not repeatable
  DenseSet<Operation *> backward; // the ops that depend on a cotangent
  SetVector<Value>
      chosen; // what the backward half starts from, in program order
  SmallVector<Value>
      residuals; // those of them that are neither arguments nor results
};

void Splitter::eraseUnused() {
  auto ops = llvm::map_to_vector(block.without_terminator(),
                                 [](Operation &op) { return &op; });
  for (Operation *op : llvm::reverse(ops))
    if (op->use_empty() && isErasable(op))
      op->erase();
}

void Splitter::markBackward() {
  DenseSet<Value> tainted(cotangents.begin(), cotangents.end());
  for (Operation &op : block.without_terminator())
    if (llvm::any_of(valuesReadBy(&op),
                     [&](Value value) { return tainted.contains(value); })) {
      backward.insert(&op);
      tainted.insert(op.result_begin(), op.result_end());
    }
}

/// Counts the ops that compute in the longest chain of repeatable ops that ends
/// with `op`. False, and a new chain begins, if that is longer than is allowed.
bool Splitter::extendChain(Operation *op, const SetVector<Value> &read) {
  // Without a bound the sums along a residual connection would be repeated from
  // the first layer on, to save all of them, and all would be live at once.
  constexpr unsigned longest = 8;
  bool computes = !isa<tensor::TensorDialect>(op->getDialect()) &&
                  !isa<linalg::FillOp, arith::ConstantOp>(op) &&
                  isa<ShapedType>(op->getResultTypes().front());
  unsigned length = computes;
  unsigned before = 0;
  for (Value value : read)
    before = std::max(before, chainLength.lookup(value));
  if (length + before > longest)
    return false;
  for (Value result : op->getResults())
    chainLength[result] = length + before;
  return true;
}

/// Iterations of the loops of `op`, and bytes of its results.
std::pair<double, double> workAndBytes(linalg::LinalgOp op) {
  double work = 1, bytes = 0;
  for (int64_t range : op.getStaticLoopRanges())
    work *= double(range);
  for (Type type : op->getResultTypes())
    bytes += double(bytesOf(type));
  return {work, bytes};
}

void Splitter::measureWork() {
  double work = 0, bytes = 0;
  for (auto op : block.getOps<linalg::LinalgOp>())
    if (!backward.contains(op) && !isRepeatable(op)) {
      auto [opWork, opBytes] = workAndBytes(op);
      work += opWork;
      bytes += opBytes;
    }
  averageWork = bytes > 0 ? work / bytes : 0;
}

bool Splitter::mayRepeat(Operation *op, const SetVector<Value> &read) {
  switch (recompute) {
  case Recompute::None:
    return isRepeatable(op) && extendChain(op, read);
  case Recompute::Full:
    return true;
  case Recompute::Selective:
    break;
  }
  if (isRepeatable(op) || isa<linalg::SoftmaxOp>(op))
    return true;
  auto structured = dyn_cast<linalg::LinalgOp>(op);
  if (!structured)
    return false;
  auto [work, bytes] = workAndBytes(structured);
  return work < averageWork * bytes;
}

/// Finds `chosen`: every value is a pair of nodes with an edge of its size
/// between them, and what must not be repeated hangs on the source.
void Splitter::cut() {
  FlowNetwork network;
  unsigned source = network.addNode(), sink = network.addNode();
  SetVector<Value> values(arguments.begin(), arguments.end());
  DenseMap<Value, unsigned> entry; // the node before the edge of a value; the
                                   // node behind it is the next one
  bool onlyArguments = recompute == Recompute::Full;
  DenseSet<Value> free(arguments.begin(), arguments.end());
  if (!onlyArguments)
    free.insert(results.begin(), results.end());
  auto addValue = [&](Value value, bool fixed) {
    values.insert(value);
    entry[value] = network.addNode();
    network.addNode();
    network.addEdge(entry[value], entry[value] + 1,
                    free.contains(value) ? 1
                    : onlyArguments      ? FlowNetwork::unlimited
                                         : 16 * bytesOf(value.getType()));
    if (fixed)
      network.addEdge(source, entry[value], FlowNetwork::unlimited);
  };
  auto need = [&](Value value) {
    if (auto node = entry.find(value); node != entry.end())
      network.addEdge(node->second + 1, sink, FlowNetwork::unlimited);
  };

  measureWork();
  for (Value argument : arguments)
    addValue(argument, /*fixed=*/true);
  for (Operation &op : block.without_terminator()) {
    SetVector<Value> read = valuesReadBy(&op);
    if (backward.contains(&op)) {
      llvm::for_each(read, need);
      continue;
    }
    bool repeatable = mayRepeat(&op, read);
    for (Value result : op.getResults()) {
      addValue(result, !repeatable);
      if (repeatable)
        for (Value operand : read)
          network.addEdge(entry[operand] + 1, entry[result],
                          FlowNetwork::unlimited);
    }
  }
  llvm::for_each(gradients, need);

  network.saturate(source, sink);
  llvm::BitVector side = network.sinkSide(sink);
  for (Value value : values)
    if (side.test(entry[value] + 1) && !side.test(entry[value]))
      chosen.insert(value);
  llvm::copy_if(chosen, std::back_inserter(residuals),
                [&](Value value) { return !free.contains(value); });
}

/// The forward ops that `wanted` depends on.
SetVector<Operation *> Splitter::producersOf(ValueRange wanted) {
  DenseSet<Value> needed(wanted.begin(), wanted.end());
  SetVector<Operation *> producers;
  for (Operation &op : llvm::reverse(block.without_terminator()))
    if (llvm::any_of(op.getResults(),
                     [&](Value result) { return needed.contains(result); })) {
      producers.insert(&op);
      SetVector<Value> read = valuesReadBy(&op);
      needed.insert(read.begin(), read.end());
    }
  return producers;
}

func::FuncOp Splitter::createFunction(const Twine &name, TypeRange arguments,
                                      TypeRange results) {
  auto type = FunctionType::get(joint.getContext(), arguments, results);
  SmallVector<NamedAttribute> attributes(joint->getDiscardableAttrs());
  auto function =
      func::FuncOp::create(joint.getLoc(), name.str(), type, attributes);
  function.setPrivate();
  function.addEntryBlock();
  return function;
}

func::FuncOp Splitter::buildForward(StringRef name,
                                    const SetVector<Operation *> &kept) {
  SmallVector<Value> returned(results);
  llvm::append_range(returned, residuals);
  func::FuncOp function = createFunction(name, arguments.getTypes(),
                                         ValueRange(returned).getTypes());
  for (unsigned index = 0; index < arguments.size(); ++index)
    function.setArgAttrs(index, joint.getArgAttrDict(index));
  for (unsigned index = 0; index < returned.size(); ++index)
    if (index < results.size())
      function.setResultAttrs(index, joint.getResultAttrDict(index));
    else
      function.setResultAttr(index, residualAttribute,
                             UnitAttr::get(joint.getContext()));

  auto builder = OpBuilder::atBlockEnd(&function.front());
  IRMapping mapping;
  mapping.map(arguments, function.getArguments());
  for (Operation &op : block)
    if (kept.contains(&op))
      builder.clone(op, mapping);
  auto copies = llvm::map_to_vector(
      returned, [&](Value value) { return mapping.lookup(value); });
  func::ReturnOp::create(builder, block.getTerminator()->getLoc(), copies);
  return function;
}

func::FuncOp Splitter::buildBackward(StringRef name,
                                     const SetVector<Operation *> &kept) {
  // The four groups of arguments.
  SmallVector<Value> taken;
  SmallVector<DictionaryAttr> attributes;
  Builder attributeBuilder(joint.getContext());
  auto take = [&](Value value, DictionaryAttr inherited, StringRef name,
                  Attribute attribute) {
    NamedAttrList list(inherited);
    if (attribute)
      list.set(name, attribute);
    taken.push_back(value);
    attributes.push_back(list.getDictionary(joint.getContext()));
  };
  for (auto [index, argument] : llvm::enumerate(arguments))
    if (chosen.contains(argument))
      take(argument, joint.getArgAttrDict(index), argumentAttribute,
           attributeBuilder.getI64IntegerAttr(index));
  for (auto [index, result] : llvm::enumerate(results))
    if (chosen.contains(result) && !llvm::is_contained(taken, result))
      take(result, {}, resultAttribute,
           attributeBuilder.getI64IntegerAttr(index));
  for (Value residual : residuals)
    take(residual, {}, residualAttribute, attributeBuilder.getUnitAttr());
  for (Value cotangent : cotangents)
    take(cotangent, {}, "", {});

  func::FuncOp function = createFunction(
      name, ValueRange(taken).getTypes(), gradients.getTypes());
  for (auto [index, dictionary] : llvm::enumerate(attributes))
    function.setArgAttrs(index, dictionary);
  auto builder = OpBuilder::atBlockEnd(&function.front());
  IRMapping mapping;
  mapping.map(taken, function.getArguments());
  // Forward ops are repeated just before their first use.
  auto provide = [&](auto &self, Value value) -> void {
    if (mapping.contains(value))
      return;
    Operation *op = value.getDefiningOp();
    for (Value operand : valuesReadBy(op))
      self(self, operand);
    Operation *copy = builder.clone(*op, mapping);
    if (kept.contains(op) &&
        !isa<arith::ConstantOp, tensor::EmptyOp, linalg::FillOp>(op))
      copy->setAttr("skein.recomputed", builder.getUnitAttr());
  };
  for (Operation &op : block.without_terminator())
    if (backward.contains(&op)) {
      for (Value operand : valuesReadBy(&op))
        provide(provide, operand);
      builder.clone(op, mapping);
    }
  for (Value gradient : gradients)
    provide(provide, gradient);
  auto copies = llvm::map_to_vector(
      gradients, [&](Value value) { return mapping.lookup(value); });
  func::ReturnOp::create(builder, block.getTerminator()->getLoc(), copies);
  return function;
}

} // namespace

SmallVector<FunctionPair::BackwardArgument>
FunctionPair::backwardArguments() const {
  func::FuncOp from = forward, to = backward;
  unsigned residual = 0, cotangent = 0;
  SmallVector<BackwardArgument> arguments;
  for (unsigned index = 0; index < to.getNumArguments(); ++index)
    if (auto argument =
            to.getArgAttrOfType<IntegerAttr>(index, argumentAttribute))
      arguments.push_back({BackwardArgument::Argument,
                           static_cast<unsigned>(argument.getInt())});
    else if (auto result =
                 to.getArgAttrOfType<IntegerAttr>(index, resultAttribute))
      arguments.push_back(
          {BackwardArgument::Result, static_cast<unsigned>(result.getInt())});
    else if (to.getArgAttr(index, residualAttribute)) {
      while (!from.getResultAttr(residual, residualAttribute))
        ++residual;
      arguments.push_back({BackwardArgument::Result, residual++});
    } else {
      arguments.push_back({BackwardArgument::Cotangent, cotangent++});
    }
  return arguments;
}

FunctionPair splitJointFunction(func::FuncOp joint, unsigned numArguments,
                                unsigned numResults, StringRef name,
                                Recompute recompute) {
  return Splitter(joint, numArguments, numResults, recompute)
      .split((name + "_fwd").str(), (name + "_bwd").str());
}

FunctionPair splitFunction(func::FuncOp function, unsigned numResults,
                           const DenseSet<Operation *> &first,
                           StringRef firstName, StringRef secondName) {
  return Splitter(function, function.getNumArguments(), numResults,
                  Recompute::None)
      .split(first, firstName, secondName);
}

} // namespace skein::passes
