//===- Elementwise.cpp - making elementwise ops ---------------------------===//
#include "passes/Elementwise.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

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
