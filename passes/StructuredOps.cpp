//===- StructuredOps.cpp - making linalg.generic ops ----------------------===//
#include "passes/StructuredOps.h"

#include "dialect/Distribution.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace skein;

SmallVector<Value> skein::passes::createElementwise(OpBuilder &builder, Location loc,
                                                    TypeRange results, ValueRange inputs,
                                                    ElementwiseBody body) {
  auto rankOf = [](Type type) { return cast<RankedTensorType>(type).getRank(); };
  int64_t rank = rankOf(results.front());
  AffineMap identity = builder.getMultiDimIdentityMap(rank);
  SmallVector<AffineMap> maps;
  for (Value input : inputs)
    maps.push_back(rankOf(input.getType()) == 0 ? AffineMap::get(rank, 0, builder.getContext())
                                                : identity);
  maps.append(results.size(), identity);
  SmallVector<Value> inits;
  for (Type type : results)
    inits.push_back(
        tensor::EmptyOp::create(builder, loc, cast<RankedTensorType>(type), ValueRange()));
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
  auto op = linalg::GenericOp::create(
      builder, loc, results, inputs, inits, maps, loops,
      [&](OpBuilder &inner, Location innerLoc, ValueRange args) {
        linalg::YieldOp::create(inner, innerLoc,
                                body(inner, innerLoc, args.take_front(inputs.size())));
      });
  return SmallVector<Value>(op.getResults());
}

Value skein::passes::createElementwise(OpBuilder &builder, Location loc, RankedTensorType result,
                                       ValueRange inputs, ScalarBody body) {
  return createElementwise(builder, loc, TypeRange(result), inputs,
                           [&](OpBuilder &inner, Location at, ValueRange args) {
                             return SmallVector<Value>{body(inner, at, args)};
                           })
      .front();
}

Value skein::passes::createGeneric(OpBuilder &builder, Location loc, ValueRange inputs, Value init,
                                   ArrayRef<AffineMap> maps, ScalarBody body) {
  AffineMap result = maps.back();
  SmallVector<utils::IteratorType> loops;
  for (unsigned loop = 0; loop < result.getNumDims(); ++loop)
    loops.push_back(result.isFunctionOfDim(loop) ? utils::IteratorType::parallel
                                                 : utils::IteratorType::reduction);
  return linalg::GenericOp::create(builder, loc, init.getType(), inputs, init, maps, loops,
                                   [&](OpBuilder &inner, Location at, ValueRange args) {
                                     linalg::YieldOp::create(inner, at, body(inner, at, args));
                                   })
      .getResult(0);
}

Value skein::passes::createContribution(OpBuilder &builder, Location loc, Value condition,
                                        Value input, RankedTensorType result, ReductionKind kind) {
  Value neutral = arith::ConstantOp::create(
      builder, loc, getNeutralElement(kind, result.getElementType()));
  return createElementwise(builder, loc, result, input,
                           [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
                             return arith::SelectOp::create(inner, at, condition, args[0], neutral);
                           });
}
