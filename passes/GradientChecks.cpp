//===- GradientChecks.cpp - finite flags and norms written out ------------===//
#include "passes/GradientChecks.h"

#include "dialect/Distribution.h"
#include "passes/StructuredOps.h"

#include "llvm/ADT/MapVector.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace skein;

namespace {

/// Reduces all elements of several tensors, of all devices, to one number.
class Reducer {
public:
  /// What an element contributes; its value comes first, then `scalars`.
  using Term = function_ref<Value(OpBuilder &, Location, ValueRange)>;

  Reducer(Operation *op, MeshOp mesh, ReductionKind kind, Type elementType)
      : builder(op), loc(op->getLoc()), mesh(mesh), kind(kind), elementType(elementType) {}

  /// Values in equal states share one accumulator, and one reduction over devices.
  /// `scalars`: tensors of rank 0 that `term` needs.
  Value reduce(ValueRange values, Term term, ValueRange scalars) {
    llvm::MapVector<Attribute, Value> sums;
    for (Value value : values) {
      RankedTensorType type = accumulatorType(value.getType());
      Value &sum = sums[type.getEncoding()];
      if (!sum)
        sum = neutral(type);
      sum = addTerms(value, sum, term, scalars);
    }
    Value total;
    for (auto &[states, sum] : sums) {
      Value whole = overDevices(sum);
      total = total ? combine(total, whole) : whole;
    }
    return total ? total : neutral(RankedTensorType::get({}, elementType));
  }

private:
  Value neutral(RankedTensorType type) {
    Attribute element = getNeutralElement(kind, elementType);
    return arith::ConstantOp::create(builder, loc, DenseElementsAttr::get(type, element));
  }

  /// What is split in the elements is partial in their sum; what varies, varies.
  RankedTensorType accumulatorType(Type type) {
    SmallVector<std::pair<StringAttr, AxisState>> states;
    if (DistributionAttr distribution = getDistribution(type))
      for (AxisStateAttr state : distribution.getStates())
        states.emplace_back(state.getAxis(), state.getKind() == StateKind::Varying
                                                 ? AxisState::varying()
                                                 : AxisState::partial(kind));
    return getDistributedType([&] { return emitError(loc); }, {}, elementType, states);
  }

  Value addTerms(Value value, Value sum, Term term, ValueRange scalars) {
    auto type = cast<RankedTensorType>(value.getType());
    int64_t rank = type.getRank();
    SmallVector<Value> inputs{value};
    llvm::append_range(inputs, scalars);
    AffineMap scalar = AffineMap::get(rank, 0, builder.getContext());
    SmallVector<AffineMap> maps{builder.getMultiDimIdentityMap(rank)};
    maps.append(scalars.size() + 1, scalar);
    return passes::createGeneric(builder, loc, inputs, sum, maps,
                         [&](OpBuilder &body, Location inner, ValueRange args) {
                           Value added = term(body, inner, args.drop_back());
                           return combine(body, inner, args.back(), added);
                         });
  }

  Value combine(OpBuilder &at, Location where, Value a, Value b) {
    if (kind == ReductionKind::And)
      return arith::AndIOp::create(at, where, a, b);
    return arith::AddFOp::create(at, where, a, b);
  }
  Value combine(Value a, Value b) { return combine(builder, loc, a, b); }

  Value overDevices(Value sum) {
    DistributionAttr distribution = getDistribution(sum.getType());
    if (!distribution)
      return sum;
    SmallVector<Attribute> axes, varying;
    auto partial = cast<RankedTensorType>(sum.getType());
    for (StringAttr axis : mesh.getAxisNames().getAsRange<StringAttr>()) {
      AxisState state = getAxisState(sum.getType(), axis);
      if (state.isReplicated())
        continue;
      axes.push_back(axis);
      if (!state.isVarying())
        continue;
      varying.push_back(axis);
      partial = withAxisState([&] { return emitError(loc); }, partial, axis, AxisState::partial(kind));
    }
    if (!varying.empty())
      sum = AssumePartialOp::create(builder, loc, partial, kind, sum, mesh.getSymName(),
                                    builder.getArrayAttr(varying));
    return AllReduceOp::create(builder, loc, RankedTensorType::get({}, elementType), kind, sum,
                               mesh.getSymName(), builder.getArrayAttr(axes));
  }

  OpBuilder builder;
  Location loc;
  MeshOp mesh;
  ReductionKind kind;
  Type elementType;
};

} // namespace

void skein::passes::expand(AllFiniteOp op, MeshOp mesh) {
  // Not a number and infinities are not less than infinity.
  auto isFinite = [](OpBuilder &body, Location loc, ValueRange args) -> Value {
    auto type = cast<FloatType>(args[0].getType());
    Value infinity = arith::ConstantOp::create(
        body, loc, body.getFloatAttr(type, llvm::APFloat::getInf(type.getFloatSemantics())));
    Value size = math::AbsFOp::create(body, loc, args[0]);
    return arith::CmpFOp::create(body, loc, arith::CmpFPredicate::OLT, size, infinity);
  };
  Reducer reducer(op, mesh, ReductionKind::And, IntegerType::get(op.getContext(), 1));
  op.replaceAllUsesWith(reducer.reduce(op.getValues(), isFinite, {}));
  op.erase();
}

void skein::passes::expand(GlobalNormOp op, MeshOp mesh) {
  auto f32 = Float32Type::get(op.getContext());
  auto square = [&](OpBuilder &body, Location loc, ValueRange args) -> Value {
    Value value = args[0];
    unsigned width = value.getType().getIntOrFloatBitWidth();
    if (width < 32)
      value = arith::ExtFOp::create(body, loc, f32, value);
    else if (width > 32)
      value = arith::TruncFOp::create(body, loc, f32, value);
    if (args.size() > 1)
      value = arith::MulFOp::create(body, loc, value, args[1]);
    return arith::MulFOp::create(body, loc, value, value);
  };
  SmallVector<Value> factor;
  if (op.getFactor())
    factor.push_back(op.getFactor());
  Reducer reducer(op, mesh, ReductionKind::Sum, f32);
  Value sum = reducer.reduce(op.getValues(), square, factor);
  OpBuilder builder(op);
  op.replaceAllUsesWith(math::SqrtOp::create(builder, op.getLoc(), sum).getResult());
  op.erase();
}
