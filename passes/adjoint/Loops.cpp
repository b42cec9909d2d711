/// The rule of scf.for.
#include "passes/adjoint/Adjoint.h"
#include "passes/adjoint/Functions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;

namespace skein::passes {
namespace {

/// A tensor with one more dimension, in front, for the iterations.
RankedTensorType stackOf(Type type, int64_t iterations) {
  SmallVector<int64_t> shape{iterations};
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    llvm::append_range(shape, tensor.getShape());
  return RankedTensorType::get(shape, getElementTypeOrSelf(type));
}

/// The slice of a stack that belongs to one iteration.
Cotangents::Slice sliceAt(OpBuilder &builder, Value position,
                          RankedTensorType stack) {
  Cotangents::Slice slice;
  for (auto [dim, extent] : llvm::enumerate(stack.getShape())) {
    slice.offsets.push_back(dim == 0 ? OpFoldResult(position)
                                     : builder.getIndexAttr(0));
    slice.sizes.push_back(builder.getIndexAttr(dim == 0 ? 1 : extent));
    slice.strides.push_back(builder.getIndexAttr(1));
  }
  return slice;
}

Value push(OpBuilder &builder, Location loc, Value value, Value stack,
           Value position) {
  if (!isa<RankedTensorType>(value.getType()))
    return tensor::InsertOp::create(builder, loc, value, stack, position);
  auto slice =
      sliceAt(builder, position, cast<RankedTensorType>(stack.getType()));
  return tensor::InsertSliceOp::create(
      builder, loc, value, stack, slice.offsets, slice.sizes, slice.strides);
}

Value top(OpBuilder &builder, Location loc, Value stack, Type type,
          Value position) {
  auto tensorType = dyn_cast<RankedTensorType>(type);
  if (!tensorType)
    return tensor::ExtractOp::create(builder, loc, stack, position);
  auto slice =
      sliceAt(builder, position, cast<RankedTensorType>(stack.getType()));
  return tensor::ExtractSliceOp::create(builder, loc, tensorType, stack,
                                        slice.offsets, slice.sizes,
                                        slice.strides);
}

/// Whether `index` is computed in `loop` from the induction variable and
/// constants alone, by sums, differences and products.
bool isComputedFromIteration(Value index, scf::ForOp loop) {
  if (index == loop.getInductionVar() || matchPattern(index, m_Constant()))
    return true;
  Operation *op = index.getDefiningOp();
  return isa_and_nonnull<arith::AddIOp, arith::SubIOp, arith::MulIOp>(op) &&
         llvm::all_of(op->getOperands(), [&](Value operand) {
           return isComputedFromIteration(operand, loop);
         });
}

/// Whether such an `index` differs from iteration to iteration.
bool differsByIteration(Value index, scf::ForOp loop) {
  if (index == loop.getInductionVar())
    return true;
  Operation *op = index.getDefiningOp();
  if (!isa_and_nonnull<arith::AddIOp, arith::SubIOp, arith::MulIOp>(op))
    return false;
  IntegerAttr factor;
  for (unsigned side : {0, 1})
    if (differsByIteration(op->getOperand(side), loop) &&
        matchPattern(op->getOperand(1 - side), m_Constant(&factor)))
      return !isa<arith::MulIOp>(op) || !factor.getValue().isZero();
  return false;
}

class LoopAdjoint {
public:
  LoopAdjoint(scf::ForOp loop, Cotangents &cotangents,
              Differentiator &differentiator)
      : loop(loop), cotangents(cotangents), differentiator(differentiator),
        loc(adjointLocation(loop)), numCarried(loop.getNumRegionIterArgs()) {}
  LogicalResult run(func::FuncOp function, Operation *request);

private:
  using BackwardArgument = FunctionPair::BackwardArgument;

  void sinkConstants();
  void findSlices();
  bool isOwnSlice(tensor::ExtractSliceOp slice);
  Cotangents::Slice sliceOf(OpBuilder &builder, tensor::ExtractSliceOp slice,
                            Value iteration);
  Value extract(OpBuilder &builder, tensor::ExtractSliceOp slice,
                Value iteration);
  func::FuncOp outlineBody(func::FuncOp function);
  void findActivity(func::FuncOp body);
  bool isStacked(BackwardArgument argument) const;
  void buildForward();
  void buildBackward();
  Value createIndex(OpBuilder &builder, int64_t value) {
    return arith::ConstantIndexOp::create(builder, loc, value);
  }

  scf::ForOp loop;
  Cotangents &cotangents;
  Differentiator &differentiator;
  Location loc;
  unsigned numCarried;
  int64_t lower = 0, step = 1, iterations = 0;
  SmallVector<Value> captured;
  /// Slices of values from outside, of which every iteration has its own; they
  /// are arguments of the body behind the captured values.
  SmallVector<tensor::ExtractSliceOp> slices;
  llvm::BitVector arguments, results; // of the body, those with derivatives
  const Derivative *derivative = nullptr;
  SmallVector<Value> stacks; // one for each stacked argument, in order
};

LogicalResult LoopAdjoint::run(func::FuncOp function, Operation *request) {
  std::optional<int64_t> from = getConstantIntValue(loop.getLowerBound()),
                         to = getConstantIntValue(loop.getUpperBound()),
                         by = getConstantIntValue(loop.getStep());
  if (!from || !to || !by || !loop.getInductionVar().getType().isIndex())
    return cotangents.refuse(
        loop, "expected constant bounds and a constant step, of type index");
  lower = *from;
  step = *by;
  iterations = std::max<int64_t>(0, llvm::divideCeil(*to - lower, step));

  sinkConstants();
  findSlices();
  func::FuncOp body = outlineBody(function);
  findActivity(body);
  FailureOr<const Derivative *> found =
      differentiator.differentiate(
          body, arguments, llvm::BitVector(arguments.size()), results, request);
  differentiator.symbols.erase(body);
  if (failed(found))
    return failure();
  derivative = *found;
  buildForward();
  buildBackward();
  return success();
}

/// Copies constants that the body captures into the body: they are recognised
/// by syntax, and cost nothing.
void LoopAdjoint::sinkConstants() {
  OpBuilder builder = OpBuilder::atBlockBegin(loop.getBody());
  for (bool changed = true; changed;) {
    changed = false;
    SetVector<Value> values;
    getUsedValuesDefinedAbove(loop.getRegion(), values);
    for (Value value : values)
      if (isConstantLike(value) || value.getDefiningOp<tensor::EmptyOp>()) {
        builder.setInsertionPointToStart(loop.getBody());
        Operation *copy = builder.clone(*value.getDefiningOp());
        replaceAllUsesInRegionWith(value, copy->getResult(0), loop.getRegion());
        changed = true;
      }
  }
}

/// Finds what the body takes from a stack, such as the weights of one layer:
/// their gradients are put into the stack of the gradients, where a gradient of
/// the whole stack in every iteration would be zeros for the most part.
void LoopAdjoint::findSlices() {
  for (auto slice : loop.getBody()->getOps<tensor::ExtractSliceOp>())
    if (isOwnSlice(slice))
      slices.push_back(slice);
}

bool LoopAdjoint::isOwnSlice(tensor::ExtractSliceOp slice) {
  if (!cotangents.isVaried(slice.getSource()) ||
      slice->hasAttr(stopGradientAttribute) ||
      !llvm::all_of(slice->getOperands().drop_front(), [&](Value index) {
        return isComputedFromIteration(index, loop);
      }))
    return false;
  return llvm::any_of(
      llvm::zip(slice.getMixedOffsets(), slice.getStaticSizes()),
      [&](auto dim) {
        auto offset = dyn_cast<Value>(std::get<0>(dim));
        return offset && std::get<1>(dim) == 1 &&
               differsByIteration(offset, loop);
      });
}

Cotangents::Slice LoopAdjoint::sliceOf(OpBuilder &builder,
                                       tensor::ExtractSliceOp slice,
                                       Value iteration) {
  std::function<Value(Value)> compute = [&](Value index) -> Value {
    if (index == loop.getInductionVar())
      return iteration;
    IRMapping operands;
    for (Value operand : index.getDefiningOp()->getOperands())
      operands.map(operand, compute(operand));
    return builder.clone(*index.getDefiningOp(), operands)->getResult(0);
  };
  auto computeAll = [&](SmallVector<OpFoldResult> indices) {
    for (OpFoldResult &index : indices)
      if (auto value = dyn_cast<Value>(index))
        index = compute(value);
    return indices;
  };
  return {computeAll(slice.getMixedOffsets()),
          computeAll(slice.getMixedSizes()),
          computeAll(slice.getMixedStrides())};
}

Value LoopAdjoint::extract(OpBuilder &builder, tensor::ExtractSliceOp slice,
                           Value iteration) {
  auto [offsets, sizes, strides] = sliceOf(builder, slice, iteration);
  return tensor::ExtractSliceOp::create(builder, loc, slice.getType(),
                                        slice.getSource(), offsets, sizes,
                                        strides);
}

/// A function of the induction variable, the carried values, the captured ones
/// and the slices.
func::FuncOp LoopAdjoint::outlineBody(func::FuncOp function) {
  SetVector<Value> values;
  visitUsedValuesDefinedAbove(loop.getRegion(), [&](OpOperand *operand) {
    if (!llvm::is_contained(slices, operand->getOwner()))
      values.insert(operand->get());
  });
  captured = values.takeVector();
  SmallVector<Type> types(loop.getBody()->getArgumentTypes());
  llvm::append_range(types, ValueRange(captured).getTypes());
  for (tensor::ExtractSliceOp slice : slices)
    types.push_back(slice.getType());
  // Derivatives are known by the names of functions: one that was outlined
  // before is gone, but its halves are not.
  std::string base = (function.getName() + "_loop").str(), name = base;
  for (unsigned number = 1; differentiator.symbols.lookup(name + "_fwd");
       ++number)
    name = base + "_" + std::to_string(number);
  auto body = func::FuncOp::create(
      loop.getLoc(), name,
      FunctionType::get(loop.getContext(), types, loop.getResultTypes()));
  body.setPrivate();
  differentiator.symbols.insert(body, std::next(Block::iterator(function)));

  auto builder = OpBuilder::atBlockEnd(body.addEntryBlock());
  IRMapping mapping;
  unsigned numOwn = loop.getBody()->getNumArguments();
  mapping.map(loop.getBody()->getArguments(),
              body.getArguments().take_front(numOwn));
  mapping.map(captured, body.getArguments().drop_front(numOwn));
  for (auto [slice, argument] :
       llvm::zip(slices, body.getArguments().take_back(slices.size())))
    mapping.map(slice.getResult(), argument);
  for (Operation &op : loop.getBody()->without_terminator())
    if (!llvm::is_contained(slices, &op))
      builder.clone(op, mapping);
  auto yielded = llvm::map_to_vector(loop.getYieldedValues(), [&](Value value) {
    return mapping.lookupOrDefault(value);
  });
  func::ReturnOp::create(builder, loop.getLoc(), yielded);
  return body;
}

/// A carried value is varied if it is so before or after any iteration. All of
/// these get a cotangent, be it zero.
void LoopAdjoint::findActivity(func::FuncOp body) {
  arguments.resize(body.getNumArguments());
  for (auto [index, init] : llvm::enumerate(loop.getInitArgs()))
    arguments[1 + index] = cotangents.isVaried(init);
  for (auto [index, value] : llvm::enumerate(captured))
    arguments[1 + numCarried + index] = cotangents.isVaried(value);
  if (!slices.empty())
    arguments.set(1 + numCarried + captured.size(), arguments.size());
  results.resize(numCarried);
  for (bool changed = true; changed;) {
    results = differentiator.findVariedResults(body, arguments);
    changed = false;
    for (unsigned index = 0; index < numCarried; ++index)
      if (results[index] && !arguments[1 + index]) {
        arguments.set(1 + index);
        changed = true;
      }
  }
  for (unsigned index = 0; index < numCarried; ++index)
    results[index] = arguments[1 + index];
}

/// Captured values and slices are passed again and the induction variable is
/// computed again; all else is stacked.
bool LoopAdjoint::isStacked(BackwardArgument argument) const {
  return argument.kind == BackwardArgument::Result ||
         (argument.kind == BackwardArgument::Argument && argument.index >= 1 &&
          argument.index <= numCarried);
}

/// Replaces the loop by one that calls the forward half and stacks.
void LoopAdjoint::buildForward() {
  OpBuilder builder(loop);
  SmallVector<BackwardArgument> kept = llvm::filter_to_vector(
      derivative->functions.backwardArguments(),
      [&](auto argument) { return isStacked(argument); });
  func::FuncOp forward = derivative->functions.forward;
  SmallVector<Value> inits(loop.getInitArgs());
  for (auto [kind, index] : kept) {
    Type type = kind == BackwardArgument::Argument
                    ? forward.getArgumentTypes()[index]
                    : forward.getResultTypes()[index];
    inits.push_back(tensor::EmptyOp::create(
        builder, loc, stackOf(type, iterations), ValueRange{}));
  }
  auto fill = [&](OpBuilder &inner, Location, Value iteration,
                  ValueRange carried) {
    SmallVector<Value> operands{iteration};
    llvm::append_range(operands, carried.take_front(numCarried));
    llvm::append_range(operands, captured);
    for (tensor::ExtractSliceOp slice : slices)
      operands.push_back(extract(inner, slice, iteration));
    func::CallOp call = derivative->callForward(inner, loop.getLoc(), operands);
    Value position = iteration;
    if (!kept.empty() && lower != 0)
      position = arith::SubIOp::create(inner, loc, position,
                                       createIndex(inner, lower));
    if (!kept.empty() && step != 1)
      position = arith::DivUIOp::create(inner, loc, position,
                                        createIndex(inner, step));
    SmallVector<Value> next(call.getResults().take_front(numCarried));
    for (auto [argument, stack] :
         llvm::zip(kept, carried.drop_front(numCarried)))
      next.push_back(push(inner, loc,
                          argument.kind == BackwardArgument::Argument
                              ? operands[argument.index]
                              : call.getResult(argument.index),
                          stack, position));
    scf::YieldOp::create(inner, loc, next);
  };
  auto replacement =
      scf::ForOp::create(builder, loop.getLoc(), loop.getLowerBound(),
                         loop.getUpperBound(), loop.getStep(), inits, fill);
  stacks.assign(replacement.result_begin() + numCarried,
                replacement.result_end());
  loop->replaceAllUsesWith(replacement.getResults().take_front(numCarried));
}

/// A loop from the last iteration to the first over the cotangents of the
/// carried values, the sums of those of the captured ones, and the stacks that
/// the cotangents of slices are put into.
void LoopAdjoint::buildBackward() {
  OpBuilder &builder = cotangents.builder;
  SmallVector<unsigned> carried(results.set_bits());
  SmallVector<unsigned> shared;
  for (const Derivative::Gradient &gradient : derivative->gradients)
    if (gradient.argument > numCarried)
      shared.push_back(gradient.argument);
  SmallVector<Value> inits;
  for (unsigned index : carried) {
    Value g = cotangents.get(loop.getResult(index));
    inits.push_back(
        g ? g : createZero(builder, loc, loop.getResult(index).getType()));
  }
  auto sliceAt = [&](unsigned argument) -> tensor::ExtractSliceOp {
    unsigned first = 1 + numCarried + captured.size();
    return argument < first ? nullptr : slices[argument - first];
  };
  auto sharedValue = [&](unsigned argument) -> Value {
    tensor::ExtractSliceOp slice = sliceAt(argument);
    return slice ? slice.getSource() : captured[argument - 1 - numCarried];
  };
  for (unsigned index : shared)
    inits.push_back(createZero(builder, loc, sharedValue(index).getType()));

  auto fill = [&](OpBuilder &inner, Location, Value count, ValueRange state) {
    Value position = arith::SubIOp::create(
        inner, loc, createIndex(inner, iterations - 1), count);
    Value iteration = position;
    if (step != 1)
      iteration = arith::MulIOp::create(inner, loc, iteration,
                                        createIndex(inner, step));
    if (lower != 0)
      iteration = arith::AddIOp::create(inner, loc, iteration,
                                        createIndex(inner, lower));
    func::FuncOp backward = derivative->functions.backward;
    SmallVector<Value> operands;
    unsigned stack = 0;
    for (BackwardArgument argument : derivative->functions.backwardArguments())
      if (isStacked(argument)) {
        Type type = backward.getArgumentTypes()[operands.size()];
        operands.push_back(top(inner, loc, stacks[stack++], type, position));
      } else if (argument.kind == BackwardArgument::Cotangent) {
        operands.push_back(state[argument.index]);
      } else if (argument.index == 0) {
        operands.push_back(iteration);
      } else if (tensor::ExtractSliceOp slice = sliceAt(argument.index)) {
        operands.push_back(extract(inner, slice, iteration));
      } else {
        operands.push_back(captured[argument.index - 1 - numCarried]);
      }
    auto call = func::CallOp::create(inner, loc, backward, operands);
    DenseMap<unsigned, Value> gradients;
    derivative->forEachGradient(
        call.getResults(),
        [&](const Derivative::Gradient &gradient, ValueRange values) {
          gradients[gradient.argument] = values[0];
        });
    SmallVector<Value> next;
    for (unsigned index : carried) {
      Value gradient = gradients.lookup(1 + index);
      next.push_back(
          gradient ? gradient
                   : createZero(inner, loc, loop.getResult(index).getType()));
    }
    for (auto [index, sum] :
         llvm::zip(shared, state.drop_front(carried.size()))) {
      Value gradient = gradients.lookup(index);
      if (tensor::ExtractSliceOp slice = sliceAt(index)) {
        auto [offsets, sizes, strides] = sliceOf(inner, slice, iteration);
        next.push_back(tensor::InsertSliceOp::create(inner, loc, gradient, sum,
                                                     offsets, sizes, strides));
      } else {
        next.push_back(createSum(inner, loc, sum, gradient));
      }
    }
    scf::YieldOp::create(inner, loc, next);
  };
  auto backward = scf::ForOp::create(builder, loc, createIndex(builder, 0),
                                     createIndex(builder, iterations),
                                     createIndex(builder, 1), inits, fill);
  for (auto [index, gradient] : llvm::zip(carried, backward.getResults()))
    cotangents.add(loc, loop.getInitArgs()[index], gradient);
  for (auto [index, gradient] :
       llvm::zip(shared, backward.getResults().drop_front(carried.size())))
    cotangents.add(loc, sharedValue(index), gradient);
}

} // namespace

LogicalResult emitLoopAdjoint(scf::ForOp loop, Cotangents &cotangents,
                              Differentiator &differentiator,
                              func::FuncOp function, Operation *request) {
  return LoopAdjoint(loop, cotangents, differentiator).run(function, request);
}

} // namespace skein::passes
