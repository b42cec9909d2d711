//===- CompressGradients.cpp - send less than the gradients ---------------===//
//
// What the devices hold is stacked along a new dimension that is split over them.
// Everything after that - rounding, scaling, summing the stack - is an ordinary op
// with an ordinary distribution rule, so that the checker sees what is added up.
//
//===----------------------------------------------------------------------===//
#include "dialect/Distribution.h"
#include "passes/StructuredOps.h"
#include "passes/Gradients.h"
#include "passes/Passes.h"
#include "passes/adjoint/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;

namespace skein::passes {
#define GEN_PASS_DEF_COMPRESSGRADIENTSPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

RankedTensorType typeOf(Value value) { return cast<RankedTensorType>(value.getType()); }


/// Ops behind one all-reduce, over its mesh and axes.
class Rewriter {
public:
  Rewriter(AllReduceOp reduce, MeshOp mesh)
      : reduce(reduce), builder(reduce), loc(reduce.getLoc()) {
    for (StringAttr axis : reduce.getAxes().getAsRange<StringAttr>())
      devices *= *mesh.getAxisSize(axis);
  }

  auto axes() { return reduce.getAxes().getAsRange<StringAttr>(); }
  int64_t groupSize() const { return devices; }
  OpBuilder &ops() { return builder; }
  Location location() const { return loc; }

  /// `type` with another shape and `state` along the axes of the reduction, replicated
  /// along others.
  RankedTensorType type(ArrayRef<int64_t> shape, Type element, AxisState state) {
    SmallVector<std::pair<StringAttr, AxisState>> states;
    for (StringAttr axis : axes())
      states.emplace_back(axis, state);
    return getDistributedType([&] { return reduce.emitOpError(); }, shape, element, states);
  }

  /// One piece of the stack of what the devices hold: `[1, ...]`, split along 0.
  Value stack(Value value) {
    SmallVector<int64_t> shape(typeOf(value).getShape());
    shape.insert(shape.begin(), 1);
    return StackOp::create(builder, loc,
                           type(shape, typeOf(value).getElementType(), AxisState::split(0)), value,
                           reduce.getMesh(), reduce.getAxes());
  }

  Value elementwise(Type element, ValueRange inputs, ScalarBody body) {
    RankedTensorType like = typeOf(inputs.front());
    auto result = RankedTensorType::get(like.getShape(), element, like.getEncoding());
    return createElementwise(builder, loc, result, inputs, body);
  }

  Value convert(Value value, Type element) {
    Type from = typeOf(value).getElementType();
    if (from == element)
      return value;
    bool narrows = element.getIntOrFloatBitWidth() < from.getIntOrFloatBitWidth();
    return elementwise(element, value,
                       [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
                         if (narrows)
                           return arith::TruncFOp::create(inner, at, element, args[0]);
                         return arith::ExtFOp::create(inner, at, element, args[0]);
                       });
  }

  Value add(Value a, Value b) {
    return elementwise(typeOf(a).getElementType(), {a, b},
                       [](OpBuilder &inner, Location at, ValueRange args) -> Value {
                         return arith::AddFOp::create(inner, at, args[0], args[1]);
                       });
  }

  Value subtract(Value a, Value b) {
    return elementwise(typeOf(a).getElementType(), {a, b},
                       [](OpBuilder &inner, Location at, ValueRange args) -> Value {
                         return arith::SubFOp::create(inner, at, args[0], args[1]);
                       });
  }

  Value zeros(RankedTensorType type) {
    return arith::ConstantOp::create(
        builder, loc, DenseElementsAttr::get(type, Attribute(builder.getZeroAttr(type.getElementType()))));
  }

  /// createGeneric that starts from zeros.
  Value structured(RankedTensorType result, ValueRange inputs, ArrayRef<AffineMap> maps, ScalarBody body) {
    return createGeneric(builder, loc, inputs, zeros(result), maps, body);
  }

  /// Loops (first, second, ...) to those in `dims`.
  AffineMap map(unsigned loops, ArrayRef<unsigned> dims) {
    SmallVector<AffineExpr> exprs;
    for (unsigned dim : dims)
      exprs.push_back(builder.getAffineDimExpr(dim));
    return AffineMap::get(loops, 0, exprs, builder.getContext());
  }

  /// Sum of products over the loops that `result` does not have.
  Value contract(RankedTensorType result, Value a, Value b, ArrayRef<AffineMap> maps) {
    return structured(result, {a, b}, maps,
                      [](OpBuilder &inner, Location at, ValueRange args) -> Value {
                        Value product = arith::MulFOp::create(inner, at, args[0], args[1]);
                        return arith::AddFOp::create(inner, at, args[2], product);
                      });
  }

  /// The stack added up: a partial sum on each device.
  Value unstack(Value stacked) {
    int64_t rank = typeOf(stacked).getRank();
    SmallVector<unsigned> rest;
    for (unsigned dim = 1; dim < rank; ++dim)
      rest.push_back(dim);
    RankedTensorType result =
        type(typeOf(stacked).getShape().drop_front(), typeOf(stacked).getElementType(),
             AxisState::partial(ReductionKind::Sum));
    return structured(result, stacked,
                      {builder.getMultiDimIdentityMap(rank), map(rank, rest)},
                      [](OpBuilder &inner, Location at, ValueRange args) -> Value {
                        return arith::AddFOp::create(inner, at, args[1], args[0]);
                      });
  }

  Value allReduce(Value partial) {
    return AllReduceOp::create(
        builder, loc,
        type(typeOf(partial).getShape(), typeOf(partial).getElementType(), AxisState::replicated()),
        ReductionKind::Sum, partial, reduce.getMesh(), reduce.getAxes());
  }

  /// All pieces of a stack, on every device.
  Value allGather(Value stacked) {
    SmallVector<int64_t> shape(typeOf(stacked).getShape());
    shape[0] *= devices;
    return AllGatherOp::create(
        builder, loc, type(shape, typeOf(stacked).getElementType(), AxisState::replicated()), stacked,
        0, reduce.getMesh(), reduce.getAxes());
  }

  /// From one row for each device to one block of columns for each device.
  Value exchange(Value rows) {
    int64_t columns = typeOf(rows).getDimSize(1);
    return AllToAllOp::create(
        builder, loc,
        type({devices, columns / devices}, typeOf(rows).getElementType(), AxisState::split(1)), rows,
        0, 1, reduce.getMesh(), reduce.getAxes());
  }

  /// `value`, contiguous dimensions `from` on merged into one.
  Value flattenFrom(Value value, int64_t from) {
    RankedTensorType like = typeOf(value);
    SmallVector<ReassociationIndices> groups;
    SmallVector<int64_t> shape(like.getShape().take_front(from));
    for (int64_t dim = 0; dim < from; ++dim)
      groups.push_back({dim});
    if (like.getRank() == from + 1)
      return value;
    shape.push_back(ShapedType::getNumElements(like.getShape().drop_front(from)));
    auto result = RankedTensorType::get(shape, like.getElementType(), like.getEncoding());
    if (like.getRank() == 0)
      return tensor::ExpandShapeOp::create(builder, loc, result, value, groups);
    groups.emplace_back(llvm::to_vector<2>(llvm::seq<int64_t>(from, like.getRank())));
    return tensor::CollapseShapeOp::create(builder, loc, result, value, groups);
  }

  /// The inverse: a value of the shape of the gradient from one whose last dimension
  /// holds dimensions `from` on.
  Value restore(Value value, int64_t from) {
    RankedTensorType like = typeOf(reduce.getResult());
    if (like.getRank() == from + 1)
      return value;
    SmallVector<ReassociationIndices> groups;
    if (like.getRank() == 0)
      return tensor::CollapseShapeOp::create(builder, loc, like, value, groups);
    for (int64_t dim = 0; dim < from; ++dim)
      groups.push_back({dim});
    groups.emplace_back(llvm::to_vector<2>(llvm::seq<int64_t>(from, like.getRank())));
    return tensor::ExpandShapeOp::create(builder, loc, like, value, groups);
  }

  AllReduceOp reduce;

private:
  OpBuilder builder;
  Location loc;
  int64_t devices = 1;
};

/// Rows as 8-bit numbers and a scale. A row that is not finite has numbers of 0, and its
/// largest element keeps what it is: 0 * inf is NaN.
struct Quantized {
  Value numbers; ///< i8, in -127 .. 127
  Value largest; ///< absolute value, of every row
};

struct CompressGradients : skein::passes::impl::CompressGradientsPassBase<CompressGradients> {
  using CompressGradientsPassBase::CompressGradientsPassBase;

  void runOnOperation() override {
    if (method == Compression::None)
      return;
    if (failed(checkOptions()))
      return signalPassFailure();
    SymbolTable table(getOperation());
    symbols = &table;
    for (ProgramOp program : getOperation().getOps<ProgramOp>()) {
      tellServed(program);
      SmallVector<Gradient> gradients = findGradients(program);
      if (failed(checkReplaceable(gradients, getArgument())))
        return signalPassFailure();
      for (const Gradient &gradient : gradients)
        if (failed(compress(program, gradient)))
          return signalPassFailure();
    }
  }

private:
  /// Only what devices reduce among themselves is compressed.
  static void tellServed(ProgramOp program) {
    if (program.getBeside())
      for (auto apply : program.getOps<ApplyGradientOp>())
        apply.emitRemark() << "gradient of @" << apply.getVariable()
                           << " is not compressed: workers send it to a server";
  }

  LogicalResult checkOptions() {
    auto refuse = [&] { return emitError(getOperation().getLoc()); };
    if (rank < 1)
      return refuse() << "option rank is " << rank.getValue() << "; expected at least 1";
    if (minElements < 0)
      return refuse() << "option min-elements is " << minElements.getValue()
                      << "; expected at least 0";
    if (method == Compression::TopK && !elementsOf(/*all=*/1))
      return refuse() << "option k is " << k
                      << "; expected a number of elements such as 64, at least 1, or a part of them "
                         "such as 1%, up to 100%";
    if (method == Compression::PowerSgd && errorFeedback == ErrorFeedback::Off)
      return refuse() << "option error-feedback is off; expected power-sgd with it, which does not "
                         "converge otherwise";
    return success();
  }

  /// How many of `all` elements option k means; nothing if it cannot be read.
  std::optional<int64_t> elementsOf(int64_t all) const {
    StringRef text = k;
    double percent;
    if (text.consume_back("%")) {
      if (text.getAsDouble(percent) || !(percent > 0 && percent <= 100))
        return std::nullopt;
      return std::max<int64_t>(1, std::llround(percent * all / 100));
    }
    int64_t count;
    if (text.getAsInteger(10, count) || count < 1)
      return std::nullopt;
    return std::min(count, all);
  }

  /// Why a gradient stays as it is; nothing if it does not.
  std::string reasonAgainst(AllReduceOp reduce, int64_t devices) const {
    RankedTensorType type = typeOf(reduce.getInput());
    Type element = type.getElementType();
    if (reduce.getKind() != ReductionKind::Sum || !isa<FloatType>(element))
      return "no sum of floating point";
    int64_t elements = type.getNumElements();
    if (elements < std::max<int64_t>(minElements, 1))
      return "fewer than " + std::to_string(minElements.getValue()) + " elements";
    if ((method == Compression::F16 || method == Compression::BF16) &&
        element.getIntOrFloatBitWidth() <= 16)
      return "not wider";
    if (method == Compression::PowerSgd) {
      int64_t rows = type.getRank() < 2 ? 1 : type.getDimSize(0);
      if (type.getRank() < 2 || rank * (rows + elements / rows) >= elements)
        return "no matrix that rank " + std::to_string(rank.getValue()) + " makes smaller";
    }
    if (method == Compression::TopK && !llvm::isInt<32>(elements))
      return "2^31 elements or more";
    DistributionAttr distribution = getDistribution(type);
    for (AxisStateAttr state : distribution.getStates())
      if (state.getKind() != StateKind::Partial)
        return "a piece of a gradient";
    return "";
  }

  LogicalResult compress(ProgramOp program, const Gradient &gradient) {
    auto mesh = symbols->lookup<MeshOp>(program.getMesh());
    Rewriter rewriter(gradient.reduce(), mesh);
    std::string name = gradient.variables.front().str();
    std::string reason = reasonAgainst(gradient.reduce(), rewriter.groupSize());
    if (!reason.empty()) {
      gradient.reduce().emitRemark() << "gradient of @" << name << " is not compressed: " << reason;
      return success();
    }
    AllReduceOp reduce = gradient.reduce();
    flag = {};
    lossScale = symbols->lookup<VariableOp>((program.getSymName() + ".loss_scale").str());
    for (auto finite : program.getOps<AllFiniteOp>())
      flag = finite;
    Value result;
    switch (method) {
    case Compression::F16:
      result = cast(rewriter, name, rewriter.ops().getF16Type());
      break;
    case Compression::BF16:
      result = cast(rewriter, name, rewriter.ops().getBF16Type());
      break;
    case Compression::Int8:
      result = quantize(rewriter, name);
      break;
    case Compression::PowerSgd:
      result = factorize(rewriter, name);
      break;
    case Compression::TopK:
      result = select(rewriter, name);
      break;
    case Compression::None:
      llvm_unreachable("nothing to do");
    }
    reduce.replaceAllUsesWith(result);
    reduce.erase();
    return success();
  }

  //===--------------------------------------------------------------------===//
  // Error feedback
  //===--------------------------------------------------------------------===//

  bool hasFeedback() const {
    return errorFeedback == ErrorFeedback::On ||
           (errorFeedback == ErrorFeedback::Auto &&
            (method == Compression::PowerSgd || method == Compression::TopK));
  }

  /// What every device sends of `stacked`: with what it did not send before. An
  /// overflow, which compression could hide, is looked for here.
  Value withError(Rewriter &rewriter, StringRef name, Value stacked) {
    if (flag)
      flag.getValuesMutable().append(stacked);
    if (!hasFeedback())
      return stacked;
    auto mesh = rewriter.reduce.getMeshAttr();
    error = createVariable(name, "compression_error", typeOf(stacked), mesh,
                           ZerosAttr::get(&getContext()));
    Value before =
        ReadOp::create(rewriter.ops(), rewriter.location(), stacked.getType(), error.getSymName());
    return rewriter.add(stacked, inScale<arith::MulFOp>(rewriter, before));
  }

  /// An error outlives the scale that the loss has in one step, so it is kept without:
  /// `value` times the scale, or divided by it.
  template <typename Op> Value inScale(Rewriter &rewriter, Value value) {
    if (!lossScale)
      return value;
    Value scale = ReadOp::create(rewriter.ops(), rewriter.location(), lossScale.getType(),
                                 lossScale.getSymName());
    Type element = typeOf(value).getElementType();
    return rewriter.elementwise(
        element, {value, scale}, [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
          return Op::create(inner, at, args[0], castFloat(inner, at, args[1], element));
        });
  }

  /// `left` is what was not sent.
  void keepError(Rewriter &rewriter, Value left) {
    if (hasFeedback())
      assign(rewriter, error, inScale<arith::DivFOp>(rewriter, left));
  }

  VariableOp createVariable(StringRef owner, StringRef name, RankedTensorType type,
                            FlatSymbolRefAttr mesh, Attribute initializer) {
    OpBuilder builder(&getContext());
    auto variable = symbols->lookup<VariableOp>(owner);
    builder.setInsertionPointAfter(variable);
    // A stage of a pipeline keeps it on its own devices.
    bool isOfStage = bool(variable.getCoordinatesAttr());
    auto made = VariableOp::create(
        builder, variable.getLoc(), builder.getStringAttr(owner + "." + name),
        FlatSymbolRefAttr::get(builder.getContext(), owner),
        isOfStage ? variable.getMeshAttr() : mesh, TypeAttr::get(type), initializer,
        variable.getCoordinatesAttr());
    symbols->insert(made);
    return made;
  }

  /// Not in a step that is skipped.
  void assign(Rewriter &rewriter, VariableOp variable, Value value) {
    OpBuilder builder(rewriter.reduce);
    if (flag)
      builder.setInsertionPointAfter(flag);
    AssignOp::create(builder, rewriter.location(), variable.getSymName(), value,
                     flag ? flag.getResult() : Value());
  }

  void remark(Rewriter &rewriter, StringRef name, const Twine &how) {
    rewriter.reduce.emitRemark() << "gradient of @" << name << " is sent as " << how.str();
  }

  //===--------------------------------------------------------------------===//
  // Narrow floats
  //===--------------------------------------------------------------------===//

  Value cast(Rewriter &rewriter, StringRef name, Type narrow) {
    Type wide = getElementTypeOrSelf(rewriter.reduce.getResult());
    std::string text;
    llvm::raw_string_ostream(text) << narrow;
    remark(rewriter, name, text);
    Value stacked = withError(rewriter, name, rewriter.stack(rewriter.reduce.getInput()));
    Value sent = rewriter.convert(stacked, narrow);
    if (hasFeedback())
      keepError(rewriter, rewriter.subtract(stacked, rewriter.convert(sent, wide)));
    return rewriter.convert(rewriter.allReduce(rewriter.unstack(sent)), wide);
  }

  //===--------------------------------------------------------------------===//
  // Integers with a scale
  //===--------------------------------------------------------------------===//

  /// The absolutely largest element of every row of `[rows, columns]`.
  static Value largestOfRows(Rewriter &rewriter, Value rows) {
    RankedTensorType type = typeOf(rows);
    auto result = rewriter.type({type.getDimSize(0)}, type.getElementType(), AxisState::split(0));
    return rewriter.structured(result, rows, {rewriter.map(2, {0, 1}), rewriter.map(2, {0})},
                               [](OpBuilder &inner, Location at, ValueRange args) -> Value {
                                 Value size = math::AbsFOp::create(inner, at, args[0]);
                                 return arith::MaximumFOp::create(inner, at, args[1], size);
                               });
  }

  /// A value of `[rows, columns]` from that and one value of each row.
  static Value withRows(Rewriter &rewriter, Type element, Value matrix, Value rows, ScalarBody body) {
    RankedTensorType type = typeOf(matrix);
    auto result = RankedTensorType::get(type.getShape(), element, type.getEncoding());
    OpBuilder &builder = rewriter.ops();
    Value empty =
        tensor::EmptyOp::create(builder, rewriter.location(), result, ValueRange());
    AffineMap both = rewriter.map(2, {0, 1});
    return createGeneric(builder, rewriter.location(), {matrix, rows}, empty,
                         {both, rewriter.map(2, {0}), both}, body);
  }

  static Quantized quantizeRows(Rewriter &rewriter, Value rows) {
    Value largest = largestOfRows(rewriter, rows);
    Type element = typeOf(rows).getElementType();
    Value numbers = withRows(
        rewriter, rewriter.ops().getI8Type(), rows, largest,
        [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
          auto number = [&](double value) -> Value {
            return arith::ConstantOp::create(inner, at, inner.getFloatAttr(element, value));
          };
          Value scaled = arith::MulFOp::create(
              inner, at, arith::DivFOp::create(inner, at, args[0], args[1]), number(127));
          Value rounded = math::RoundEvenOp::create(inner, at, scaled);
          // A row of zeros, or one that is not finite, has no numbers.
          Value infinity = number(std::numeric_limits<double>::infinity());
          Value positive = arith::CmpFOp::create(inner, at, arith::CmpFPredicate::OGT, args[1], number(0));
          Value finite = arith::CmpFOp::create(inner, at, arith::CmpFPredicate::OLT, args[1], infinity);
          Value usable = arith::AndIOp::create(inner, at, positive, finite);
          Value safe = arith::SelectOp::create(inner, at, usable, rounded, number(0));
          return arith::FPToSIOp::create(inner, at, inner.getI8Type(), safe);
        });
    return {numbers, largest};
  }

  static Value dequantized(OpBuilder &inner, Location at, Value number, Value largest) {
    Type element = largest.getType();
    Value value = arith::SIToFPOp::create(inner, at, element, number);
    Value step = arith::DivFOp::create(
        inner, at, largest,
        arith::ConstantOp::create(inner, at, inner.getFloatAttr(element, 127)));
    return arith::MulFOp::create(inner, at, value, step);
  }

  static Value dequantizeRows(Rewriter &rewriter, const Quantized &rows) {
    return withRows(rewriter, typeOf(rows.largest).getElementType(), rows.numbers, rows.largest,
                    [](OpBuilder &inner, Location at, ValueRange args) {
                      return dequantized(inner, at, args[0], args[1]);
                    });
  }

  /// Every device sends each other one its piece, adds up what it receives, and sends
  /// the sum to all: twice one byte for each element, whatever the number of devices.
  Value quantize(Rewriter &rewriter, StringRef name) {
    remark(rewriter, name, "i8 with a scale");
    OpBuilder &builder = rewriter.ops();
    Location loc = rewriter.location();
    int64_t devices = rewriter.groupSize();
    Value flat = rewriter.flattenFrom(rewriter.reduce.getInput(), 0);
    int64_t elements = typeOf(flat).getDimSize(0);
    Type element = typeOf(flat).getElementType();
    Value stacked = withError(rewriter, name, rewriter.stack(flat));
    int64_t padded = llvm::divideCeil(elements, devices) * devices;
    Value rows = pad(rewriter, stacked, padded);
    Quantized sent = quantizeRows(rewriter, rows);
    if (hasFeedback())
      keepError(rewriter,
                rewriter.subtract(stacked, cut(rewriter, dequantizeRows(rewriter, sent), elements)));

    Value received = rewriter.exchange(sent.numbers);
    Value scales = rewriter.allGather(sent.largest);
    RankedTensorType pieceType = rewriter.type({padded / devices}, element, AxisState::split(0));
    Value piece = rewriter.structured(
        pieceType, {received, scales},
        {rewriter.map(2, {0, 1}), rewriter.map(2, {0}), rewriter.map(2, {1})},
        [](OpBuilder &inner, Location at, ValueRange args) -> Value {
          return arith::AddFOp::create(inner, at, args[2], dequantized(inner, at, args[0], args[1]));
        });
    Value row = tensor::ExpandShapeOp::create(
        builder, loc, rewriter.type({1, padded / devices}, element, AxisState::split(0)), piece,
        ArrayRef<ReassociationIndices>{{0, 1}});
    Quantized sum = quantizeRows(rewriter, row);
    Quantized whole = {rewriter.allGather(sum.numbers), rewriter.allGather(sum.largest)};
    Value all = rewriter.flattenFrom(dequantizeRows(rewriter, whole), 0);
    if (padded != elements)
      all = tensor::ExtractSliceOp::create(
          builder, loc, RankedTensorType::get({elements}, element), all,
          SmallVector<OpFoldResult>{builder.getIndexAttr(0)},
          SmallVector<OpFoldResult>{builder.getIndexAttr(elements)},
          SmallVector<OpFoldResult>{builder.getIndexAttr(1)});
    return rewriter.restore(all, 0);
  }

  /// `[1, n]` with zeros up to `columns`.
  static Value pad(Rewriter &rewriter, Value rows, int64_t columns) {
    RankedTensorType type = typeOf(rows);
    if (type.getDimSize(1) == columns)
      return rows;
    OpBuilder &builder = rewriter.ops();
    auto result = RankedTensorType::get({1, columns}, type.getElementType(), type.getEncoding());
    Value zero = arith::ConstantOp::create(builder, rewriter.location(),
                                           builder.getZeroAttr(type.getElementType()));
    SmallVector<OpFoldResult> low(2, builder.getIndexAttr(0)), high = low;
    high[1] = builder.getIndexAttr(columns - type.getDimSize(1));
    return tensor::PadOp::create(builder, rewriter.location(), result, rows, low, high, zero);
  }

  static Value cut(Rewriter &rewriter, Value rows, int64_t columns) {
    RankedTensorType type = typeOf(rows);
    if (type.getDimSize(1) == columns)
      return rows;
    OpBuilder &builder = rewriter.ops();
    auto result = RankedTensorType::get({1, columns}, type.getElementType(), type.getEncoding());
    SmallVector<OpFoldResult> offsets(2, builder.getIndexAttr(0)), strides(2, builder.getIndexAttr(1));
    SmallVector<OpFoldResult> sizes{builder.getIndexAttr(1), builder.getIndexAttr(columns)};
    return tensor::ExtractSliceOp::create(builder, rewriter.location(), result, rows, offsets, sizes,
                                          strides);
  }

  //===--------------------------------------------------------------------===//
  // Low rank
  //===--------------------------------------------------------------------===//

  /// PowerSGD (Vogels et al., NeurIPS 2019), algorithm 2: one power iteration on the sum
  /// of the devices' matrices, started from the last one's result.
  Value factorize(Rewriter &rewriter, StringRef name) {
    int64_t r = rank;
    remark(rewriter, name, "factors of rank " + Twine(r));
    Value matrix = rewriter.flattenFrom(rewriter.reduce.getInput(), 1);
    int64_t m = typeOf(matrix).getDimSize(0), c = typeOf(matrix).getDimSize(1);
    Type element = typeOf(matrix).getElementType();
    OpBuilder &builder = rewriter.ops();
    auto factor = createVariable(
        name, "power_sgd", RankedTensorType::get({c, r}, element), {},
        NormalAttr::get(&getContext(), Real{0.0}, Real{1.0}, /*seed=*/seed));
    Value stacked = withError(rewriter, name, rewriter.stack(matrix));
    Value right = ReadOp::create(builder, rewriter.location(),
                                 RankedTensorType::get({c, r}, element), factor.getSymName());

    const AxisState sum = AxisState::partial(ReductionKind::Sum);
    // Loops: device, row, column, rank.
    Value left = rewriter.allReduce(rewriter.contract(
        rewriter.type({m, r}, element, sum), stacked, right,
        {rewriter.map(4, {0, 1, 2}), rewriter.map(4, {2, 3}), rewriter.map(4, {1, 3})}));
    left = orthonormalize(rewriter, left);
    right = rewriter.allReduce(rewriter.contract(
        rewriter.type({c, r}, element, sum), stacked, left,
        {rewriter.map(4, {0, 1, 2}), rewriter.map(4, {1, 3}), rewriter.map(4, {2, 3})}));
    Value product =
        rewriter.contract(RankedTensorType::get({m, c}, element), left, right,
                          {rewriter.map(3, {0, 2}), rewriter.map(3, {1, 2}), rewriter.map(3, {0, 1})});
    assign(rewriter, factor, right);
    keepError(rewriter, subtractShare(rewriter, stacked, product));
    return rewriter.restore(product, 1);
  }

  /// A device's stacked matrix without its share of the sum that is applied.
  static Value subtractShare(Rewriter &rewriter, Value stacked, Value product) {
    OpBuilder &builder = rewriter.ops();
    Value empty = tensor::EmptyOp::create(builder, rewriter.location(), typeOf(stacked), ValueRange());
    AffineMap identity = rewriter.map(3, {0, 1, 2});
    return createGeneric(builder, rewriter.location(), {stacked, product}, empty,
                         {identity, rewriter.map(3, {1, 2}), identity},
                         [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
                           Value share = arith::ConstantOp::create(
                               inner, at,
                               inner.getFloatAttr(args[0].getType(), 1.0 / rewriter.groupSize()));
                           Value part = arith::MulFOp::create(inner, at, args[1], share);
                           return arith::SubFOp::create(inner, at, args[0], part);
                         });
  }

  /// Columns of `[m, r]`, one after another made orthogonal to those before it and of
  /// length 1.
  static Value orthonormalize(Rewriter &rewriter, Value matrix) {
    OpBuilder &builder = rewriter.ops();
    Location loc = rewriter.location();
    RankedTensorType type = typeOf(matrix);
    int64_t m = type.getDimSize(0);
    Type element = type.getElementType();
    auto scalar = RankedTensorType::get({}, element);
    AffineMap column = rewriter.map(1, {0}), none = rewriter.map(1, {});
    auto dot = [&](Value a, Value b) {
      return rewriter.contract(scalar, a, b, {column, column, none});
    };
    SmallVector<Value> done;
    Value result = matrix;
    for (int64_t k = 0; k < type.getDimSize(1); ++k) {
      SmallVector<OpFoldResult> offsets{builder.getIndexAttr(0), builder.getIndexAttr(k)};
      SmallVector<OpFoldResult> sizes{builder.getIndexAttr(m), builder.getIndexAttr(1)};
      SmallVector<OpFoldResult> strides(2, builder.getIndexAttr(1));
      Value slice =
          tensor::ExtractSliceOp::create(builder, loc, matrix, offsets, sizes, strides);
      Value vector = tensor::CollapseShapeOp::create(builder, loc, slice,
                                                     ArrayRef<ReassociationIndices>{{0, 1}});
      for (Value before : done)
        vector = rewriter.elementwise(
            element, {vector, before, dot(before, vector)},
            [](OpBuilder &inner, Location at, ValueRange args) -> Value {
              Value part = arith::MulFOp::create(inner, at, args[1], args[2]);
              return arith::SubFOp::create(inner, at, args[0], part);
            });
      vector = rewriter.elementwise(
          element, {vector, dot(vector, vector)},
          [&](OpBuilder &inner, Location at, ValueRange args) -> Value {
            // A column of zeros stays one.
            Value tiny = arith::ConstantOp::create(inner, at, inner.getFloatAttr(element, 1e-12));
            Value length = math::SqrtOp::create(inner, at, args[1]);
            Value divisor = arith::MaximumFOp::create(inner, at, length, tiny);
            return arith::DivFOp::create(inner, at, args[0], divisor);
          });
      done.push_back(vector);
      Value expanded = tensor::ExpandShapeOp::create(
          builder, loc, RankedTensorType::get({m, 1}, element), vector,
          ArrayRef<ReassociationIndices>{{0, 1}});
      result = tensor::InsertSliceOp::create(builder, loc, expanded, result, offsets, sizes, strides);
    }
    return result;
  }

  //===--------------------------------------------------------------------===//
  // Some elements
  //===--------------------------------------------------------------------===//

  /// Every device sends its largest elements and their places to all, and adds up, in
  /// the order of devices, what it receives.
  Value select(Rewriter &rewriter, StringRef name) {
    OpBuilder &builder = rewriter.ops();
    Location loc = rewriter.location();
    Value flat = rewriter.flattenFrom(rewriter.reduce.getInput(), 0);
    int64_t elements = typeOf(flat).getDimSize(0), count = *elementsOf(elements);
    remark(rewriter, name, Twine(count) + " of " + Twine(elements) + " elements");
    Type element = typeOf(flat).getElementType();
    Value stacked = withError(rewriter, name, rewriter.stack(flat));
    auto sent = TopKOp::create(
        builder, loc, rewriter.type({1, count}, element, AxisState::split(0)),
        rewriter.type({1, count}, builder.getI32Type(), AxisState::split(0)), stacked);
    if (hasFeedback())
      keepError(rewriter, withoutSent(rewriter, stacked, sent.getIndices()));
    Value values = rewriter.allGather(sent.getValues());
    Value indices = rewriter.allGather(sent.getIndices());
    // Loops: device, which of those that it sent, element of the sum.
    AffineMap list = rewriter.map(3, {0, 1});
    Value sum = rewriter.structured(
        RankedTensorType::get({elements}, element), {indices, values},
        {list, list, rewriter.map(3, {2})},
        [](OpBuilder &inner, Location at, ValueRange args) -> Value {
          Value zero =
              arith::ConstantOp::create(inner, at, inner.getZeroAttr(args[1].getType()));
          Value share = arith::SelectOp::create(inner, at, isAt(inner, at, args[0]), args[1], zero);
          return arith::AddFOp::create(inner, at, args[2], share);
        });
    return rewriter.restore(sum, 0);
  }

  /// `stacked` with zeros at `indices`, whatever was there.
  static Value withoutSent(Rewriter &rewriter, Value stacked, Value indices) {
    return createGeneric(
        rewriter.ops(), rewriter.location(), indices, stacked,
        {rewriter.map(3, {0, 1}), rewriter.map(3, {0, 2})},
        [](OpBuilder &inner, Location at, ValueRange args) -> Value {
          Value zero =
              arith::ConstantOp::create(inner, at, inner.getZeroAttr(args[1].getType()));
          return arith::SelectOp::create(inner, at, isAt(inner, at, args[0]), zero, args[1]);
        });
  }

  /// Whether the last of three loops is at the element `index`.
  static Value isAt(OpBuilder &inner, Location at, Value index) {
    Value element = linalg::IndexOp::create(inner, at, 2);
    Value meant = arith::IndexCastOp::create(inner, at, inner.getIndexType(), index);
    return arith::CmpIOp::create(inner, at, arith::CmpIPredicate::eq, meant, element);
  }

  SymbolTable *symbols = nullptr;
  AllFiniteOp flag;  ///< of the program, if it has one
  VariableOp lossScale; ///< of the program; null if the scale does not change
  VariableOp error;  ///< of the gradient that is compressed now
};

} // namespace
