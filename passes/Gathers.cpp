//===- Gathers.cpp - tensor.gather as linalg ------------------------------===//
#include "passes/Gathers.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace {

/// Component `number` of all index vectors, which lie along the last dimension.
Value componentOf(OpBuilder &builder, Location loc, Value vectors, int64_t number) {
  auto type = cast<RankedTensorType>(vectors.getType());
  SmallVector<OpFoldResult> offsets(type.getRank(), builder.getIndexAttr(0)), sizes,
      strides(type.getRank(), builder.getIndexAttr(1));
  for (int64_t extent : type.getShape())
    sizes.push_back(builder.getIndexAttr(extent));
  offsets.back() = builder.getIndexAttr(number);
  sizes.back() = builder.getIndexAttr(1);
  auto component =
      RankedTensorType::get(type.getShape().drop_back(), type.getElementType(), type.getEncoding());
  return tensor::ExtractSliceOp::create(builder, loc, component, vectors, offsets, sizes, strides);
}

void writeOut(tensor::GatherOp op) {
  OpBuilder builder(op);
  Location loc = op.getLoc();
  RankedTensorType type = op.getResultType();
  ArrayRef<int64_t> gathered = op.getGatherDims();
  int64_t sourceRank = op.getSourceType().getRank();
  unsigned numPlaces = op.getIndicesType().getRank() - 1;
  // A slice may keep the dimensions that were looked up, with extent 1.
  bool keepsDims = type.getRank() - numPlaces == sourceRank;

  SmallVector<Value> components;
  for (int64_t number = 0; number < static_cast<int64_t>(gathered.size()); ++number)
    components.push_back(componentOf(builder, loc, op.getIndices(), number));
  AffineMap all = builder.getMultiDimIdentityMap(type.getRank());
  AffineMap places = AffineMap::get(type.getRank(), 0, all.getResults().take_front(numPlaces),
                                    builder.getContext());
  SmallVector<AffineMap> maps(components.size(), places);
  maps.push_back(all);
  SmallVector<utils::IteratorType> loops(type.getRank(), utils::IteratorType::parallel);
  Value empty = tensor::EmptyOp::create(builder, loc, type, ValueRange());
  auto read = [&](OpBuilder &inner, Location at, ValueRange args) {
    SmallVector<Value> position;
    unsigned loop = numPlaces;
    for (int64_t dim = 0; dim < sourceRank; ++dim) {
      const int64_t *found = llvm::find(gathered, dim);
      bool isGathered = found != gathered.end();
      if (isGathered && args[found - gathered.begin()].getType().isIndex())
        position.push_back(args[found - gathered.begin()]);
      else if (isGathered)
        position.push_back(arith::IndexCastOp::create(inner, at, inner.getIndexType(),
                                                      args[found - gathered.begin()]));
      else
        position.push_back(linalg::IndexOp::create(inner, at, loop));
      loop += !isGathered || keepsDims;
    }
    Value element = tensor::ExtractOp::create(inner, at, op.getSource(), position);
    linalg::YieldOp::create(inner, at, element);
  };
  auto generic =
      linalg::GenericOp::create(builder, loc, type, components, empty, maps, loops, read);
  generic->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  op.replaceAllUsesWith(generic.getResult(0));
  op.erase();
}

} // namespace

void skein::passes::writeGathersOut(Operation *root) {
  SmallVector<tensor::GatherOp> gathers;
  root->walk([&](tensor::GatherOp op) {
    if (op.getSourceType().hasStaticShape() && op.getIndicesType().hasStaticShape())
      gathers.push_back(op);
  });
  for (tensor::GatherOp op : gathers)
    writeOut(op);
}
