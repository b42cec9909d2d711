/// Ops that only move elements, or make them from nothing.
#include "passes/adjoint/Functions.h"
#include "passes/import/Converter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"

using namespace mlir;

namespace skein::passes::stablehlo {
namespace {

LogicalResult constant(Operation *op, Converter &converter) {
  auto value = op->getAttrOfType<DenseElementsAttr>("value");
  if (!value)
    return op->emitOpError("has no dense elements as its attribute value");
  RankedTensorType type = converter.typeOf(op->getResult(0));
  if (value.getType().getShape() != type.getShape())
    return op->emitOpError("has a value of type ")
           << value.getType() << "; expected " << op->getResult(0).getType();
  if (value.getElementType() != type.getElementType())
    value = value.bitcast(type.getElementType());
  converter.set(op->getResult(0), converter.ofConstant(value));
  return success();
}

LogicalResult iota(Operation *op, Converter &converter) {
  FailureOr<int64_t> dim = readNumber(op, "iota_dimension");
  RankedTensorType type = converter.typeOf(op->getResult(0));
  if (failed(dim) || failed(checkDimensions(op, *dim, type.getRank())))
    return failure();
  AffineMap identity =
      AffineMap::getMultiDimIdentityMap(type.getRank(), op->getContext());
  auto body = [&](OpBuilder &inner, Location loc, ValueRange) -> Value {
    Value index = linalg::IndexOp::create(inner, loc, *dim);
    Type element = type.getElementType();
    if (element.isInteger())
      return arith::IndexCastOp::create(inner, loc, element, index);
    Value integer =
        arith::IndexCastOp::create(inner, loc, inner.getI64Type(), index);
    return arith::SIToFPOp::create(inner, loc, element, integer);
  };
  Imported result =
      converter.ofTensor(converter.generic({}, identity, type, {}, body));
  if (type.getElementType().isInteger() &&
      type.getNumElements() <= maxKnownElements) {
    SmallVector<int64_t> strides = computeStrides(type.getShape());
    SmallVector<APInt> elements;
    for (int64_t i = 0; i < type.getNumElements(); ++i)
      elements.push_back(APInt(type.getElementTypeBitWidth(),
                               delinearize(i, strides)[*dim],
                               /*isSigned=*/true, /*implicitTrunc=*/true));
    result.known = DenseElementsAttr::get(type, elements);
  }
  converter.set(op->getResult(0), result);
  return success();
}

LogicalResult broadcastInDim(Operation *op, Converter &converter) {
  FailureOr<Numbers> dims = readNumbers(op, "broadcast_dimensions");
  if (failed(dims))
    return failure();
  const Imported &operand = converter.get(op->getOperand(0));
  RankedTensorType type = converter.typeOf(op->getResult(0));
  if (static_cast<int64_t>(dims->size()) != operand.type.getRank())
    return op->emitOpError("has ")
           << dims->size() << " broadcast_dimensions; expected "
           << operand.type.getRank();
  SmallVector<AffineExpr> exprs;
  for (auto [extent, dim] : llvm::zip_equal(operand.type.getShape(), *dims)) {
    if (dim < 0 || dim >= type.getRank() ||
        (extent != 1 && extent != type.getDimSize(dim)))
      return op->emitOpError("cannot broadcast ")
             << operand.type << " to " << type << " along dimension " << dim;
    bool repeated = extent != type.getDimSize(dim);
    exprs.push_back(repeated ? getAffineConstantExpr(0, op->getContext())
                             : getAffineDimExpr(dim, op->getContext()));
  }
  converter.set(op->getResult(0),
                converter.viewed(
                    operand,
                    AffineMap::get(type.getRank(), 0, exprs, op->getContext()),
                    type));
  return success();
}

LogicalResult reshape(Operation *op, Converter &converter) {
  const Imported &operand = converter.get(op->getOperand(0));
  RankedTensorType type = converter.typeOf(op->getResult(0));
  if (operand.type.getNumElements() != type.getNumElements())
    return op->emitOpError("cannot reshape ") << operand.type << " to " << type;
  converter.set(op->getResult(0), converter.reshaped(operand, type));
  return success();
}

LogicalResult transpose(Operation *op, Converter &converter) {
  FailureOr<Numbers> permutation = readNumbers(op, "permutation");
  if (failed(permutation))
    return failure();
  const Imported &operand = converter.get(op->getOperand(0));
  if (static_cast<int64_t>(permutation->size()) != operand.type.getRank() ||
      !isPermutationVector(*permutation))
    return op->emitOpError("has no permutation of the dimensions of ")
           << operand.type;
  // Result dimension i is operand dimension permutation[i].
  AffineMap map = inversePermutation(
      AffineMap::getPermutationMap(*permutation, op->getContext()));
  converter.set(op->getResult(0),
                converter.viewed(operand, map,
                                 operand.type.clone(applyPermutation(
                                     operand.type.getShape(), *permutation))));
  return success();
}

LogicalResult slice(Operation *op, Converter &converter) {
  FailureOr<Numbers> begin = readNumbers(op, "start_indices"),
                     strides = readNumbers(op, "strides");
  if (failed(begin) || failed(strides))
    return failure();
  const Imported &operand = converter.get(op->getOperand(0));
  RankedTensorType type = converter.typeOf(op->getResult(0));
  if (static_cast<int64_t>(begin->size()) != type.getRank() ||
      strides->size() != begin->size())
    return op->emitOpError("expected a start and a stride for each of ")
           << type.getRank() << " dimensions";
  for (auto [dim, start] : llvm::enumerate(*begin))
    if (start < 0 || start + (type.getDimSize(dim) - 1) * (*strides)[dim] >=
                         operand.type.getDimSize(dim))
      return op->emitOpError("leaves its operand along dimension ") << dim;
  converter.set(op->getResult(0),
                converter.slice(operand, *begin, type.getShape(), *strides));
  return success();
}

/// The elements of `pieces`, one behind the other along `dim`, if all are
/// known.
DenseElementsAttr joinKnown(ArrayRef<Imported> pieces, int64_t dim,
                            RankedTensorType type) {
  if (type.getNumElements() > maxKnownElements ||
      !llvm::all_of(pieces, [](const Imported &p) { return bool(p.known); }))
    return {};
  SmallVector<int64_t> strides = computeStrides(type.getShape());
  SmallVector<Attribute> elements;
  for (int64_t i = 0; i < type.getNumElements(); ++i) {
    SmallVector<int64_t> index = delinearize(i, strides);
    const Imported *piece = pieces.begin();
    for (; index[dim] >= piece->type.getDimSize(dim); ++piece)
      index[dim] -= piece->type.getDimSize(dim);
    elements.push_back(
        piece->known
            .getValues<Attribute>()[linearize(index, piece->type.getShape())]);
  }
  return DenseElementsAttr::get(type, elements);
}

LogicalResult concatenate(Operation *op, Converter &converter) {
  FailureOr<int64_t> dim = readNumber(op, "dimension");
  if (failed(dim))
    return failure();
  if (op->getNumResults() != 1 || op->getNumOperands() == 0)
    return op->emitOpError("expected operands and one result");
  RankedTensorType type = converter.typeOf(op->getResult(0));
  if (failed(checkDimensions(op, *dim, type.getRank())))
    return failure();
  SmallVector<Imported> pieces;
  SmallVector<Value> tensors;
  SmallVector<Type> types;
  for (Value operand : op->getOperands()) {
    pieces.push_back(converter.get(operand));
    types.push_back(pieces.back().type);
    if (pieces.back().type.getRank() != type.getRank())
      return op->emitOpError("joins ") << types.back() << " to " << type;
  }
  if (tensor::ConcatOp::inferResultType(*dim, types) != type)
    return op->emitOpError("does not join its operands to ") << type;
  DenseElementsAttr known = joinKnown(pieces, *dim, type);
  if (known &&
      llvm::none_of(pieces, [](const Imported &p) { return p.base; })) {
    converter.set(op->getResult(0), converter.ofConstant(known));
    return success();
  }
  for (const Imported &piece : pieces)
    tensors.push_back(converter.materialize(piece));
  Imported result = converter.ofTensor(tensor::ConcatOp::create(
      converter.builder, converter.loc, type, *dim, tensors));
  result.known = known;
  converter.set(op->getResult(0), result);
  return success();
}

LogicalResult pad(Operation *op, Converter &converter) {
  FailureOr<Numbers> low = readNumbers(op, "edge_padding_low"),
                     high = readNumbers(op, "edge_padding_high"),
                     interior = readNumbers(op, "interior_padding");
  if (failed(low) || failed(high) || failed(interior))
    return failure();
  const Imported &operand = converter.get(op->getOperand(0));
  size_t rank = operand.type.getRank();
  if (low->size() != rank || high->size() != rank || interior->size() != rank)
    return op->emitOpError("expected paddings for ") << rank << " dimensions";
  converter.set(op->getResult(0),
                converter.padded(operand, *low, *high, *interior,
                                 converter.get(op->getOperand(1))));
  return success();
}

LogicalResult reverse(Operation *op, Converter &converter) {
  FailureOr<Numbers> dims = readNumbers(op, "dimensions");
  if (failed(dims) ||
      failed(checkDimensions(op, *dims,
                             converter.typeOf(op->getResult(0)).getRank())))
    return failure();
  converter.set(op->getResult(0),
                converter.reversed(converter.get(op->getOperand(0)), *dims));
  return success();
}

LogicalResult passOn(Operation *op, Converter &converter) {
  if (op->getNumOperands() != op->getNumResults())
    return op->emitOpError("expected as many results as operands");
  for (auto [operand, result] :
       llvm::zip_equal(op->getOperands(), op->getResults()))
    converter.set(result, converter.get(operand));
  return success();
}

LogicalResult customCall(Operation *op, Converter &converter) {
  auto target = op->getAttrOfType<StringAttr>("call_target_name");
  if (target && target == "Sharding")
    return passOn(op, converter);
  if (!target || target != "skein.stop_gradient" || op->getNumOperands() != 1)
    return op->emitOpError("calls ")
           << (target ? target : StringAttr::get(op->getContext()))
           << "; expected \"Sharding\" or \"skein.stop_gradient\"";
  Imported value = converter.get(op->getOperand(0));
  if (value.base) {
    OpBuilder &builder = converter.builder;
    Value empty = tensor::EmptyOp::create(
        builder, converter.loc, cast<RankedTensorType>(value.base.getType()),
        ValueRange{});
    auto copy =
        linalg::CopyOp::create(builder, converter.loc, value.base, empty);
    copy->setAttr(stopGradientAttribute, builder.getUnitAttr());
    value.base = copy.getResult(0);
  }
  converter.set(op->getResult(0), value);
  return success();
}

const std::map<StringRef, Rule> &table() {
  static const std::map<StringRef, Rule> rules = {
      {"stablehlo.broadcast_in_dim", broadcastInDim},
      {"stablehlo.concatenate", concatenate},
      {"stablehlo.constant", constant},
      {"stablehlo.custom_call", customCall},
      {"stablehlo.iota", iota},
      {"stablehlo.optimization_barrier", passOn},
      {"stablehlo.pad", pad},
      {"stablehlo.reshape", reshape},
      {"stablehlo.reverse", reverse},
      {"stablehlo.slice", slice},
      {"stablehlo.transpose", transpose},
  };
  return rules;
}

} // namespace

Rule findMove(StringRef name) {
  auto found = table().find(name);
  return found == table().end() ? nullptr : found->second;
}

SmallVector<StringRef> moveNames() {
  return llvm::to_vector(llvm::make_first_range(table()));
}

} // namespace skein::passes::stablehlo
