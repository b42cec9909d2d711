/// Ops with a body of their own: calls, loops and branches.
#include "passes/import/Converter.h"
#include "passes/import/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/ScopeExit.h"

using namespace mlir;

namespace skein::passes::stablehlo {
namespace {

/// Iterations above which a loop is taken for endless.
constexpr int64_t maxIterations = 65536;

/// Iterations up to which a loop is written out, so that what depends on its
/// counter becomes constant.
constexpr int64_t maxWrittenOut = 8;

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
           return argument.series ||
                  (argument.known &&
                   argument.type.getElementType().isInteger());
         });
}

/// The call of the import of `callee`, which is imported once.
FailureOr<SmallVector<Imported>> callFunction(func::FuncOp callee,
                                              ArrayRef<Imported> arguments,
                                              Converter &converter) {
  func::FuncOp known = converter.functions.imported.lookup(callee);
  if (!known) {
    FailureOr<func::FuncOp> imported =
        importFunction(callee, callee.getName(), {}, converter.functions);
    if (failed(imported))
      return failure();
    converter.functions.imported[callee] = known = *imported;
  }
  auto operands = llvm::map_to_vector(arguments, [&](const Imported &argument) {
    return converter.materialize(argument);
  });
  auto call =
      func::CallOp::create(converter.builder, converter.loc, known, operands);
  return llvm::map_to_vector(call.getResults(), [&](Value value) {
    return converter.ofTensor(value);
  });
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
  if (!functions.active.insert(callee).second)
    return op->emitOpError("calls ") << name << ", which calls itself";
  auto leave = llvm::scope_exit([&] { functions.active.erase(callee); });
  FailureOr<SmallVector<Imported>> results =
      isInlined(callee, arguments, converter)
          ? converter.convertBody(callee, arguments)
          : callFunction(callee, arguments, converter);
  if (failed(results))
    return failure();
  if (results->size() != op->getNumResults())
    return op->emitOpError("does not fit the results of ") << name;
  for (auto [original, result] : llvm::zip_equal(op->getResults(), *results))
    converter.set(original, result);
  return success();
}

namespace {

/// A loop as StableHLO has it: a state, and two blocks with an argument for
/// each of its values.
struct While {
  Operation *op;
  Block &condition, &body;
  SmallVector<Imported> state;

  /// Whether value `i` stays what it is.
  bool isInvariant(unsigned i) const {
    return body.back().getOperand(i) == body.getArgument(i);
  }
};

/// What a loop counts with: a value of its state, its first value, and how much
/// every iteration adds.
struct Counter {
  unsigned index;
  int64_t first, step;
};

/// A loop of a known number of iterations, and everything that it counts.
struct Count {
  int64_t iterations;
  SmallVector<Counter> counters;

  const Counter *find(unsigned index) const {
    const auto *found = llvm::find_if(
        counters, [&](const Counter &c) { return c.index == index; });
    return found == counters.end() ? nullptr : found;
  }
};

FailureOr<While> readWhile(Operation *op, Converter &converter) {
  if (op->getNumRegions() != 2 || op->getRegion(0).empty() ||
      op->getRegion(1).empty())
    return op->emitOpError("expected a condition and a body");
  While loop{op, op->getRegion(0).front(), op->getRegion(1).front(),
             llvm::map_to_vector(op->getOperands(), [&](Value value) {
               return converter.get(value);
             })};
  size_t size = loop.state.size();
  if (op->getNumResults() != size || loop.body.empty() ||
      loop.condition.getNumArguments() != size ||
      loop.body.getNumArguments() != size ||
      loop.body.back().getNumOperands() != size)
    return op->emitOpError("expected ")
           << size << " results, arguments and returned values";
  return loop;
}

/// The integer that `value`, in or around `loop`, is in every iteration.
std::optional<int64_t> findInteger(Value value, const While &loop,
                                   Converter &converter) {
  DenseElementsAttr known;
  Operation *op = value.getDefiningOp();
  auto argument = dyn_cast<BlockArgument>(value);
  if (op && op->getName().getStringRef() == "stablehlo.constant") {
    known = op->getAttrOfType<DenseElementsAttr>("value");
  } else if (argument && (argument.getOwner() == &loop.condition ||
                          argument.getOwner() == &loop.body)) {
    if (loop.isInvariant(argument.getArgNumber()))
      known = loop.state[argument.getArgNumber()].known;
  } else if (!loop.op->isAncestor(value.getParentBlock()->getParentOp()) &&
             converter.contains(value)) {
    known = converter.get(value).known;
  }
  if (!known || !known.isSplat() || !known.getElementType().isInteger())
    return std::nullopt;
  return known.getSplatValue<APInt>().getSExtValue();
}

/// How much an iteration of `loop` adds to value `index` of its state, if that
/// is a constant. Follows the value from the end of the body to its beginning,
/// through additions and calls.
std::optional<int64_t> findStep(unsigned index, const While &loop,
                                Converter &converter) {
  SmallVector<func::CallOp> calls; // that the value is inside of
  int64_t sum = 0;
  for (Value value = loop.body.back().getOperand(index); calls.size() < 64;) {
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      if (value == loop.body.getArgument(index))
        return sum;
      if (calls.empty() ||
          !isa<func::FuncOp>(argument.getOwner()->getParentOp()))
        return std::nullopt;
      value = calls.pop_back_val().getOperand(argument.getArgNumber());
    } else if (auto call = value.getDefiningOp<func::CallOp>()) {
      auto callee =
          converter.functions.source.lookup<func::FuncOp>(call.getCallee());
      if (!callee || callee.isExternal() ||
          callee.getNumArguments() != call.getNumOperands())
        return std::nullopt;
      calls.push_back(call);
      value = callee.front().back().getOperand(
          cast<OpResult>(value).getResultNumber());
    } else {
      Operation *add = value.getDefiningOp();
      if (add->getName().getStringRef() != "stablehlo.add" ||
          add->getNumOperands() != 2)
        return std::nullopt;
      std::optional<int64_t> step =
          findInteger(add->getOperand(1), loop, converter);
      if (!step)
        return std::nullopt;
      sum += *step;
      value = add->getOperand(0);
    }
  }
  return std::nullopt;
}

SmallVector<Counter> findCounters(const While &loop, Converter &converter) {
  SmallVector<Counter> counters;
  for (auto [index, first] : llvm::enumerate(loop.state)) {
    if (!first.isSplat() || first.type.getRank() != 0 ||
        !first.type.getElementType().isInteger() || loop.isInvariant(index))
      continue;
    if (std::optional<int64_t> step = findStep(index, loop, converter))
      counters.push_back({unsigned(index),
                          first.known.getSplatValue<APInt>().getSExtValue(),
                          *step});
  }
  return counters;
}

/// Loops as JAX writes them: they go on while `counter < limit`.
std::optional<Count> findCount(const While &loop, Converter &converter) {
  if (loop.condition.empty() || loop.condition.back().getNumOperands() != 1)
    return std::nullopt;
  Operation *compare = loop.condition.back().getOperand(0).getDefiningOp();
  if (!compare || compare->getName().getStringRef() != "stablehlo.compare" ||
      compare->getNumOperands() != 2)
    return std::nullopt;
  auto counter = dyn_cast<BlockArgument>(compare->getOperand(0));
  std::optional<int64_t> limit =
      findInteger(compare->getOperand(1), loop, converter);
  FailureOr<StringRef> direction = readKeyword(compare, "comparison_direction");
  if (!counter || counter.getOwner() != &loop.condition || !limit ||
      failed(direction) || *direction != "LT")
    return std::nullopt;
  Count count{0, findCounters(loop, converter)};
  const Counter *compared = count.find(counter.getArgNumber());
  if (!compared || compared->step <= 0)
    return std::nullopt;
  count.iterations =
      llvm::divideCeilSigned(*limit - compared->first, compared->step);
  return count;
}

/// The value of `counter` in the iteration `iteration`, of `iterations`.
Imported createCounter(const Counter &counter, RankedTensorType type,
                       Value iteration, int64_t iterations,
                       Converter &converter) {
  OpBuilder &builder = converter.builder;
  Location loc = converter.loc;
  Type element = type.getElementType();
  Value number = arith::IndexCastOp::create(builder, loc, element, iteration);
  if (counter.step != 1)
    number = arith::MulIOp::create(
        builder, loc, number,
        createConstant(builder, loc, element, counter.step));
  if (counter.first != 0)
    number = arith::AddIOp::create(
        builder, loc, number,
        createConstant(builder, loc, element, counter.first));
  Imported result = converter.ofTensor(converter.filled(type, number));
  SmallVector<APInt> values;
  for (int64_t i = 0; i < iterations; ++i)
    values.emplace_back(element.getIntOrFloatBitWidth(),
                        counter.first + i * counter.step, /*isSigned=*/true);
  result.series = DenseElementsAttr::get(
      RankedTensorType::get({iterations}, element), values);
  result.iteration = iteration;
  return result;
}

/// The body of `loop` in that of `forOp`, which carries the values `carried` of
/// its state. Fails silently.
FailureOr<SmallVector<Imported>> emitBody(const While &loop, const Count &count,
                                          ArrayRef<unsigned> carried,
                                          scf::ForOp forOp,
                                          Converter &converter) {
  for (auto [argument, value] : llvm::zip(loop.body.getArguments(), loop.state))
    converter.set(argument, value);
  for (auto [i, argument] : llvm::zip(carried, forOp.getRegionIterArgs()))
    converter.set(loop.body.getArgument(i), converter.ofTensor(argument));
  for (const Counter &counter : count.counters)
    converter.set(loop.body.getArgument(counter.index),
                  createCounter(counter, loop.state[counter.index].type,
                                forOp.getInductionVar(), count.iterations,
                                converter));
  ScopedDiagnosticHandler quiet(loop.op->getContext(),
                                [](Diagnostic &) { return success(); });
  return converter.convertBlock(loop.body);
}

/// The loop as an scf.for, which changes its state to the last one. Fails,
/// without a trace in the imported program, if the body needs to know a
/// counter.
LogicalResult emitFor(While &loop, const Count &count, Converter &converter) {
  OpBuilder &builder = converter.builder;
  Location loc = converter.loc;
  SmallVector<unsigned> carried;
  SmallVector<Value> inits;
  for (auto [i, value] : llvm::enumerate(loop.state))
    if (!count.find(i) && !loop.isInvariant(i)) {
      carried.push_back(i);
      inits.push_back(converter.materialize(value));
    }
  if (inits.empty())
    return failure();
  auto index = [&](int64_t value) {
    return arith::ConstantIndexOp::create(builder, loc, value);
  };
  auto forOp = scf::ForOp::create(builder, loc, index(0),
                                  index(count.iterations), index(1), inits);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(forOp.getBody());
  auto next = emitBody(loop, count, carried, forOp, converter);
  if (failed(next)) {
    forOp.erase();
    return failure();
  }
  auto yielded = llvm::map_to_vector(
      carried, [&](unsigned i) { return converter.materialize((*next)[i]); });
  scf::YieldOp::create(builder, loc, yielded);

  for (auto [i, result] : llvm::zip(carried, forOp.getResults()))
    loop.state[i] = converter.ofTensor(result);
  for (const Counter &counter : count.counters) {
    Imported &last = loop.state[counter.index];
    last = converter.ofConstant(DenseElementsAttr::get(
        last.type, Attribute(builder.getIntegerAttr(
                       last.type.getElementType(),
                       counter.first + count.iterations * counter.step))));
  }
  return success();
}

/// One iteration after the other, as long as the condition, which has to be
/// known, says so.
LogicalResult writeOut(While &loop, Converter &converter) {
  auto bind = [&](Block &block) {
    for (auto [argument, value] :
         llvm::zip_equal(block.getArguments(), loop.state))
      converter.set(argument, value);
  };
  for (int64_t iteration = 0;; ++iteration) {
    if (iteration == maxIterations)
      return loop.op->emitOpError("runs more than ")
             << maxIterations << " iterations";
    bind(loop.condition);
    FailureOr<SmallVector<Imported>> goesOn =
        converter.convertBlock(loop.condition);
    if (failed(goesOn))
      return failure();
    if (goesOn->size() != 1 || !goesOn->front().isSplat())
      return loop.op->emitOpError(
          "has a number of iterations that depends on data; "
          "expected one that is known");
    if (goesOn->front().known.getSplatValue<APInt>().isZero())
      return success();
    bind(loop.body);
    FailureOr<SmallVector<Imported>> next = converter.convertBlock(loop.body);
    if (failed(next))
      return failure();
    loop.state = *next;
  }
}

} // namespace

LogicalResult convertWhile(Operation *op, Converter &converter) {
  FailureOr<While> loop = readWhile(op, converter);
  if (failed(loop))
    return failure();
  std::optional<Count> count = findCount(*loop, converter);
  bool emitted = count && count->iterations > maxWrittenOut &&
                 count->iterations <= maxIterations &&
                 succeeded(emitFor(*loop, *count, converter));
  if (!emitted && failed(writeOut(*loop, converter)))
    return failure();
  for (auto [result, value] : llvm::zip_equal(op->getResults(), loop->state))
    converter.set(result, value);
  return success();
}

/// `if` has its branch for true first; `case` takes the last branch for every
/// index that has none.
LogicalResult convertConditional(Operation *op, Converter &converter) {
  if (op->getNumOperands() != 1)
    return op->emitOpError("has ")
           << op->getNumOperands() << " operands; expected 1";
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
  if (results->size() != op->getNumResults())
    return op->emitOpError("expected ")
           << op->getNumResults() << " values from branch " << branch;
  for (auto [result, value] : llvm::zip_equal(op->getResults(), *results))
    converter.set(result, value);
  return success();
}

} // namespace skein::passes::stablehlo
