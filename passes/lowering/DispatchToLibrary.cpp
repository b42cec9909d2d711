//===- DispatchToLibrary.cpp - contractions and convolutions to calls -----===//
//
// Both are recognised from indexing maps alone. A loop is classified by the
// operands that it appears in; positions in memory are linear in the loops, so
// strides follow from the maps and the (dense) types.
//
//===----------------------------------------------------------------------===//
#include "passes/Passes.h"
#include "passes/Products.h"
#include "passes/StructuredOps.h"
#include "passes/lowering/LibraryCalls.h"
#include "passes/lowering/LinearAccess.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/ReshapeOpsUtils.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_DISPATCHTOLIBRARYPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

/// Whether `op` computes out += a * b in f32, of factors that are not wider.
bool isLibraryProduct(linalg::LinalgOp op) {
  auto isNarrow = [](Value factor) {
    Type type = getElementTypeOrSelf(factor);
    return type.isF32() || type.isF16() || type.isBF16();
  };
  return isMultiplyAdd(op) &&
         getElementTypeOrSelf(op.getDpsInits()[0]).isF32() &&
         llvm::all_of(op.getDpsInputs(), isNarrow);
}

/// `value` in f32. Padding stays the op that produces it, for a convolution to
/// take.
Value widen(OpBuilder &builder, Value value) {
  Location loc = value.getLoc();
  auto type = RankedTensorType::get(
      cast<RankedTensorType>(value.getType()).getShape(), builder.getF32Type());
  FloatAttr padding;
  if (auto pad = value.getDefiningOp<tensor::PadOp>();
      pad &&
      matchPattern(pad.getConstantPaddingValue(), m_Constant(&padding))) {
    Value inner = widen(builder, pad.getSource());
    Value scalar = arith::ConstantOp::create(
        builder, loc, builder.getF32FloatAttr(padding.getValueAsDouble()));
    return tensor::PadOp::create(builder, loc, type, inner,
                                 pad.getMixedLowPad(), pad.getMixedHighPad(),
                                 scalar);
  }
  auto extend = [](OpBuilder &body, Location inner,
                   ValueRange args) -> SmallVector<Value> {
    return {arith::ExtFOp::create(body, inner, body.getF32Type(), args[0])};
  };
  return createElementwise(builder, loc, TypeRange(type), value, extend)
      .front();
}

/// Narrow factors are extended, which loses nothing: the library then computes
/// what the op says, on machines that have no narrow arithmetic too.
void widenFactors(linalg::LinalgOp op) {
  OpBuilder builder(op);
  for (OpOperand *input : op.getDpsInputOperands()) {
    if (getElementTypeOrSelf(input->get()).isF32())
      continue;
    input->set(widen(builder, input->get()));
    BlockArgument argument = op.getMatchingBlockArgument(input);
    argument.setType(builder.getF32Type());
    for (Operation *user : llvm::make_early_inc_range(argument.getUsers())) {
      user->getResult(0).replaceAllUsesWith(argument);
      user->erase();
    }
  }
}

bool isZero(Attribute attr) {
  auto value = dyn_cast_or_null<FloatAttr>(attr);
  return value && value.getValue().isZero();
}

/// Whether all elements of `tensor` are known to be 0.
bool isZeroTensor(Value tensor) {
  if (auto fill = tensor.getDefiningOp<linalg::FillOp>()) {
    Attribute value;
    return matchPattern(fill.getInputs()[0], m_Constant(&value)) &&
           isZero(value);
  }
  SplatElementsAttr splat;
  return matchPattern(tensor, m_Constant(&splat)) &&
         isZero(splat.getSplatValue<Attribute>());
}

/// The operands of a multiply-add.
enum Operand { A, B, C };

/// One loop, or several that are contiguous wherever they appear.
struct Loop {
  int64_t extent;
  std::array<int64_t, 3> stride; // in A, B and C; 0 where it does not appear
};

/// Makes one loop of those that only differ in how far they step: the outer one
/// begins where the inner one ends, in every operand.
SmallVector<Loop> mergeLoops(SmallVector<Loop> loops) {
  llvm::stable_sort(
      loops, [](const Loop &x, const Loop &y) { return x.stride > y.stride; });
  SmallVector<Loop> merged;
  for (const Loop &inner : loops) {
    bool continues = !merged.empty();
    for (int operand = A; continues && operand <= C; ++operand)
      continues =
          merged.back().stride[operand] == inner.stride[operand] * inner.extent;
    if (continues)
      merged.back() = {merged.back().extent * inner.extent, inner.stride};
    else
      merged.push_back(inner);
  }
  return merged;
}

/// Loops by the operands they appear in. Loops of one iteration are left out.
struct Contraction {
  SmallVector<Loop> m, n, k, batch; // in A and C, B and C, A and B, all
};

std::optional<Contraction> classify(linalg::LinalgOp op) {
  std::optional<SmallVector<LinearAccess>> accesses = getDenseAccesses(op);
  if (!accesses)
    return std::nullopt;
  for (AffineMap map : op.getIndexingMapsArray())
    if (!map.isProjectedPermutation())
      return std::nullopt;
  Contraction contraction;
  for (auto [loop, extent] : llvm::enumerate(op.getStaticLoopRanges())) {
    if (extent == 1)
      continue;
    Loop l{extent, {}};
    std::array<bool, 3> appears;
    for (int operand = A; operand <= C; ++operand) {
      l.stride[operand] = (*accesses)[operand].strides[loop];
      appears[operand] =
          op.getIndexingMapsArray()[operand].isFunctionOfDim(loop);
    }
    if (appears[A] && appears[B])
      (appears[C] ? contraction.batch : contraction.k).push_back(l);
    else if (appears[C] && (appears[A] || appears[B]))
      (appears[A] ? contraction.m : contraction.n).push_back(l);
    else
      return std::nullopt; // sums one operand alone, or repeats the result
  }
  for (SmallVector<Loop> *loops :
       {&contraction.m, &contraction.n, &contraction.k, &contraction.batch})
    *loops = mergeLoops(*loops);
  return contraction;
}

/// Exchanges A and B, and with them m and n.
void exchangeOperands(Contraction &contraction) {
  std::swap(contraction.m, contraction.n);
  for (SmallVector<Loop> *loops :
       {&contraction.m, &contraction.n, &contraction.k, &contraction.batch})
    for (Loop &loop : *loops)
      std::swap(loop.stride[A], loop.stride[B]);
}

bool hasUnitStride(ArrayRef<Loop> loops, Operand operand) {
  return llvm::any_of(
      loops, [&](const Loop &loop) { return loop.stride[operand] == 1; });
}

/// Removes one loop and returns it; a loop of one iteration if there is none.
Loop take(SmallVector<Loop> &loops, std::optional<size_t> index) {
  if (!index)
    return {1, {1, 1, 1}};
  Loop loop = loops[*index];
  loops.erase(loops.begin() + *index);
  return loop;
}

/// Index of the longest loop that `accepts`; none of none.
std::optional<size_t> longest(ArrayRef<Loop> loops,
                              llvm::function_ref<bool(const Loop &)> accepts) {
  std::optional<size_t> best;
  for (auto [index, loop] : llvm::enumerate(loops))
    if (accepts(loop) && (!best || loop.extent > loops[*best].extent))
      best = index;
  return best;
}

/// Chooses the loops of the matrix product; the others go around it.
std::optional<skrt_contraction> describe(Contraction c, bool accumulate) {
  std::optional<size_t> nIndex =
      longest(c.n, [](const Loop &l) { return l.stride[C] == 1; });
  if (!c.n.empty() && !nIndex)
    return std::nullopt;
  Loop n = take(c.n, nIndex);
  auto isMatrix = [](const Loop &rows, const Loop &columns, Operand operand) {
    return rows.extent == 1 || columns.extent == 1 ||
           rows.stride[operand] == 1 || columns.stride[operand] == 1;
  };
  Loop m = take(c.m, longest(c.m, [](const Loop &) { return true; }));
  std::optional<size_t> kIndex = longest(c.k, [&](const Loop &k) {
    return isMatrix(m, k, A) && isMatrix(k, n, B);
  });
  if (!kIndex)
    return std::nullopt;
  Loop k = take(c.k, kIndex);
  // A library call does not pay for a dot product.
  if (m.extent == 1 && n.extent == 1)
    return std::nullopt;

  skrt_contraction d = {};
  d.m = m.extent, d.n = n.extent, d.k = k.extent;
  d.a_m = m.stride[A], d.a_k = k.stride[A], d.b_k = k.stride[B],
  d.b_n = n.stride[B];
  d.c_m = m.stride[C];
  d.accumulate = accumulate;
  SmallVector<Loop> around = c.batch;
  for (const SmallVector<Loop> &rest : {c.m, c.n, c.k})
    llvm::append_range(around, rest);
  if (around.size() > SKRT_MAX_LOOPS)
    return std::nullopt;
  d.loops = around.size();
  for (auto [index, loop] : llvm::enumerate(around)) {
    d.extent[index] = loop.extent;
    d.a_stride[index] = loop.stride[A];
    d.b_stride[index] = loop.stride[B];
    d.c_stride[index] = loop.stride[C];
  }
  return d;
}

/// The init, or a fresh tensor if the call overwrites it.
Value destinationOf(linalg::LinalgOp op, bool accumulate, OpBuilder &builder) {
  Value init = op.getDpsInits()[0];
  if (accumulate)
    return init;
  return tensor::EmptyOp::create(builder, op.getLoc(), init.getType(),
                                 ValueRange());
}

bool dispatchContraction(linalg::LinalgOp op) {
  std::optional<Contraction> contraction = classify(op);
  if (!contraction)
    return false;
  Value a = op.getDpsInputs()[0], b = op.getDpsInputs()[1];
  // The result is walked along n with stride 1.
  if (!hasUnitStride(contraction->n, C) &&
      (hasUnitStride(contraction->m, C) || !contraction->n.empty())) {
    exchangeOperands(*contraction);
    std::swap(a, b);
  }
  bool accumulate = !isZeroTensor(op.getDpsInits()[0]);
  std::optional<skrt_contraction> description =
      describe(*contraction, accumulate);
  if (!description)
    return false;
  OpBuilder builder(op);
  Value destination = destinationOf(op, accumulate, builder);
  auto call = LibraryCallOp::create(
      builder, op.getLoc(), TypeRange(destination.getType()),
      builder.getStringAttr("skrt_contract_f32"),
      builder.getDenseI64ArrayAttr(wordsOf(*description)),
      accumulate ? builder.getUnitAttr() : UnitAttr(), ValueRange{a, b},
      ValueRange(destination));
  op->getResult(0).replaceAllUsesWith(call.getResult(0));
  op->erase();
  return true;
}

/// Whether all that `op` does is to add its input to what is there.
bool addsInPlace(linalg::LinalgOp op) {
  if (op.getNumDpsInputs() != 1 || op.getNumDpsInits() != 1 ||
      !llvm::all_of(op.getIndexingMapsArray(),
                    [](AffineMap map) { return map.isIdentity(); }))
    return false;
  Block *body = op.getBlock();
  auto add = dyn_cast<arith::AddFOp>(body->front());
  return add && body->getTerminator()->getOperand(0) == add.getResult() &&
         body->getOperations().size() == 2 &&
         add->getOperand(0) != add->getOperand(1) &&
         llvm::all_of(add->getOperands(), llvm::IsaPred<BlockArgument>);
}

/// The tensor that `value` is in another shape, if nobody else uses it:
/// reshaped, or inserted where it covers everything.
Value withoutReshape(Value value) {
  if (!value.hasOneUse())
    return value;
  if (auto expand = value.getDefiningOp<tensor::ExpandShapeOp>())
    return expand.getSrc();
  auto insert = value.getDefiningOp<tensor::InsertSliceOp>();
  if (insert && insert.hasUnitStride() &&
      insert.getSourceType().getNumElements() ==
          insert.getDestType().getNumElements())
    return insert.getSource();
  return value;
}

/// Lets a contraction add to what its sums are only added to, as gradients of
/// one micro-batch are to those of the ones before.
void mergeAddition(linalg::LinalgOp op) {
  if (!addsInPlace(op))
    return;
  Value added = op.getDpsInputs()[0], init = op.getDpsInits()[0];
  auto type = cast<RankedTensorType>(init.getType());
  // What a loop over tensors carries is in place only as it is.
  Value sum =
      isa_and_nonnull<PipelineOp>(init.getParentBlock()->getParentOp()) &&
              isa<BlockArgument>(init)
          ? withoutReshape(added)
          : added;
  auto sumType = cast<RankedTensorType>(sum.getType());
  auto producer = sum.getDefiningOp<linalg::LinalgOp>();
  auto shape = getReassociationIndicesForReshape(type, sumType);
  if (!producer || producer->getBlock() != op->getBlock() || !sum.hasOneUse() ||
      !isLibraryProduct(producer) || !classify(producer) ||
      !isZeroTensor(producer.getDpsInits()[0]) ||
      sumType.getElementType() != type.getElementType() ||
      (sum != added && !shape))
    return;
  OpBuilder builder(op);
  if (sum != added)
    init = tensor::CollapseShapeOp::create(builder, op.getLoc(), sumType, init,
                                           *shape);
  producer.getDpsInitsMutable()[0].set(init);
  producer->moveBefore(op);
  Value result = producer->getResult(0);
  if (sum != added)
    result = tensor::ExpandShapeOp::create(builder, op.getLoc(), type, result,
                                           *shape);
  op->getResult(0).replaceAllUsesWith(result);
  op->erase();
  if (sum != added)
    added.getDefiningOp()->erase();
}

/// `stride * o + dilation * k`: a dimension of the image, and the loops over
/// the out tensor and the filter that reach it.
struct Window {
  unsigned o, k;
  int64_t stride, dilation;
  unsigned imageDim;
};

std::optional<Window> matchWindow(AffineExpr expr, unsigned imageDim) {
  auto sum = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!sum || sum.getKind() != AffineExprKind::Add)
    return std::nullopt;
  auto matchTerm =
      [](AffineExpr term) -> std::optional<std::pair<unsigned, int64_t>> {
    int64_t factor = 1;
    if (auto product = dyn_cast<AffineBinaryOpExpr>(term)) {
      auto constant = dyn_cast<AffineConstantExpr>(product.getRHS());
      if (product.getKind() != AffineExprKind::Mul || !constant ||
          constant.getValue() < 1)
        return std::nullopt;
      factor = constant.getValue();
      term = product.getLHS();
    }
    if (auto dim = dyn_cast<AffineDimExpr>(term))
      return std::pair(dim.getPosition(), factor);
    return std::nullopt;
  };
  auto o = matchTerm(sum.getLHS()), k = matchTerm(sum.getRHS());
  if (!o || !k)
    return std::nullopt;
  return Window{o->first, k->first, o->second, k->second, imageDim};
}

/// A convolution, seen from its loops.
struct Convolution {
  unsigned image, filter, out; // positions among the operands
  SmallVector<Window> windows;
  std::optional<unsigned> batch, group, in, outChannel; // loops
};

bool appears(AffineMap map, unsigned loop) { return map.isFunctionOfDim(loop); }

int64_t useCount(AffineMap map, unsigned loop) {
  return llvm::count_if(map.getResults(), [&](AffineExpr expr) {
    return expr.isFunctionOfDim(loop);
  });
}

/// Finds the image, whose map has windows, and which of the other two the loops
/// of the windows belong to. Filter and out play the same part in the formula;
/// the filter is the smaller one.
std::optional<Convolution> matchConvolution(linalg::LinalgOp op) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  SmallVector<unsigned> images, others;
  for (auto [index, map] : llvm::enumerate(maps))
    (map.isProjectedPermutation() ? others : images).push_back(index);
  if (images.size() != 1)
    return std::nullopt;
  Convolution c{images[0], others[0], others[1], {}, {}, {}, {}, {}};
  for (auto [dim, expr] : llvm::enumerate(maps[c.image].getResults()))
    if (!isa<AffineDimExpr>(expr)) {
      std::optional<Window> window = matchWindow(expr, dim);
      if (!window)
        return std::nullopt;
      c.windows.push_back(*window);
    }
  if (c.windows.size() > SKRT_MAX_SPATIAL)
    return std::nullopt;
  SmallVector<int64_t> extents = op.getStaticLoopRanges();
  int64_t filterSize = 1, outSize = 1;
  for (Window &window : c.windows) {
    if (!appears(maps[c.out], window.o)) {
      std::swap(window.o, window.k);
      std::swap(window.stride, window.dilation);
    }
    if (!appears(maps[c.out], window.o) || appears(maps[c.out], window.k) ||
        !appears(maps[c.filter], window.k) ||
        appears(maps[c.filter], window.o) ||
        useCount(maps[c.image], window.o) != 1 ||
        useCount(maps[c.image], window.k) != 1)
      return std::nullopt;
    filterSize *= extents[window.k];
    outSize *= extents[window.o];
  }
  if (filterSize > outSize) {
    std::swap(c.filter, c.out);
    for (Window &window : c.windows) {
      std::swap(window.o, window.k);
      std::swap(window.stride, window.dilation);
    }
  }
  for (unsigned loop = 0; loop < extents.size(); ++loop) {
    if (llvm::any_of(c.windows,
                     [&](Window w) { return w.o == loop || w.k == loop; }))
      continue;
    bool inImage = appears(maps[c.image], loop),
         inFilter = appears(maps[c.filter], loop),
         inOut = appears(maps[c.out], loop);
    std::optional<unsigned> *role = inImage && inOut && inFilter ? &c.group
                                    : inImage && inOut           ? &c.batch
                                    : inImage && inFilter        ? &c.in
                                    : inFilter && inOut          ? &c.outChannel
                                                                 : nullptr;
    // Two loops of one role could be merged by a reshape, which nobody writes.
    if (!role || *role)
      return std::nullopt;
    *role = loop;
  }
  return c;
}

/// Zero padding around an image, per dimension of the image.
struct Padding {
  Value inner; // the image without padding
  SmallVector<int64_t> low, high;
};

Padding noPadding(Value image) {
  size_t rank = cast<RankedTensorType>(image.getType()).getRank();
  return {image, SmallVector<int64_t>(rank), SmallVector<int64_t>(rank)};
}

bool isPaddingOfWindows(const Padding &padding, const Convolution &c) {
  for (size_t dim = 0; dim < padding.low.size(); ++dim)
    if ((padding.low[dim] || padding.high[dim]) &&
        llvm::none_of(c.windows,
                      [&](const Window &w) { return w.imageDim == dim; }))
      return false;
  return true;
}

/// An image that was padded with zeros along its windows, without the padding.
Padding paddingOf(Value image, const Convolution &c) {
  auto pad = image.getDefiningOp<tensor::PadOp>();
  if (!pad || ShapedType::isDynamicShape(pad.getStaticLow()) ||
      ShapedType::isDynamicShape(pad.getStaticHigh()))
    return noPadding(image);
  Attribute value;
  Value padValue = pad.getConstantPaddingValue();
  if (!padValue || !matchPattern(padValue, m_Constant(&value)) ||
      !isZero(value))
    return noPadding(image);
  Padding padding{pad.getSource(), SmallVector<int64_t>(pad.getStaticLow()),
                  SmallVector<int64_t>(pad.getStaticHigh())};
  return isPaddingOfWindows(padding, c) ? padding : noPadding(image);
}

/// The adjoint of padding: a gradient of which only the inside is used.
Padding cutOf(Value gradient, const Convolution &c) {
  if (!gradient.hasOneUse())
    return noPadding(gradient);
  auto slice = dyn_cast<tensor::ExtractSliceOp>(*gradient.user_begin());
  if (!slice || !slice.hasUnitStride() ||
      slice.getType().getRank() != slice.getSourceType().getRank() ||
      ShapedType::isDynamicShape(slice.getStaticOffsets()))
    return noPadding(gradient);
  Padding padding{
      slice.getResult(), SmallVector<int64_t>(slice.getStaticOffsets()), {}};
  for (int64_t dim = 0; dim < slice.getType().getRank(); ++dim)
    padding.high.push_back(slice.getSourceType().getDimSize(dim) -
                           slice.getType().getDimSize(dim) - padding.low[dim]);
  return isPaddingOfWindows(padding, c) ? padding : noPadding(gradient);
}

/// Strides of one tensor in the order of skrt.h: batch or group, group or out
/// channel, ... as `loops` lists them, then the windows.
class ConvolutionStrides {
public:
  ConvolutionStrides(AffineMap map, Value tensor)
      : map(map),
        strides(denseStrides(cast<RankedTensorType>(tensor.getType()))) {}

  int64_t along(std::optional<unsigned> loop) const {
    if (loop)
      for (auto [dim, expr] : llvm::enumerate(map.getResults()))
        if (expr.isFunctionOfDim(*loop))
          return strides[dim];
    return 0;
  }

private:
  AffineMap map;
  SmallVector<int64_t> strides;
};

std::optional<skrt_convolution>
describe(linalg::LinalgOp op, const Convolution &c, const Padding &padding) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  SmallVector<int64_t> extents = op.getStaticLoopRanges();
  auto extentOf = [&](std::optional<unsigned> loop) {
    return loop ? extents[*loop] : 1;
  };
  skrt_convolution d = {};
  d.direction = c.image == C    ? SKRT_CONVOLUTION_DATA_GRADIENT
                : c.filter == C ? SKRT_CONVOLUTION_FILTER_GRADIENT
                                : SKRT_CONVOLUTION_FORWARD;
  d.spatial = c.windows.size();
  d.batch = extentOf(c.batch), d.groups = extentOf(c.group);
  d.in_channels = extentOf(c.in), d.out_channels = extentOf(c.outChannel);

  ConvolutionStrides image(maps[c.image], padding.inner);
  ConvolutionStrides filter(maps[c.filter], op->getOperand(c.filter));
  ConvolutionStrides out(maps[c.out], op->getOperand(c.out));
  // One channel per group: the library steps from group to group by it.
  auto channel = [](int64_t stride, int64_t groupStride) {
    return stride ? stride : groupStride;
  };
  int64_t imageStrides[] = {image.along(c.batch), image.along(c.group),
                            channel(image.along(c.in), image.along(c.group))};
  int64_t filterStrides[] = {filter.along(c.group), filter.along(c.outChannel),
                             filter.along(c.in)};
  int64_t outStrides[] = {out.along(c.batch), out.along(c.group),
                          channel(out.along(c.outChannel), out.along(c.group))};
  if (d.groups > 1 && (imageStrides[1] != d.in_channels * imageStrides[2] ||
                       outStrides[1] != d.out_channels * outStrides[2]))
    return std::nullopt;
  llvm::copy(imageStrides, d.image_stride);
  llvm::copy(filterStrides, d.filter_stride);
  llvm::copy(outStrides, d.out_stride);

  ArrayRef<int64_t> imageShape =
      cast<RankedTensorType>(padding.inner.getType()).getShape();
  for (auto [i, window] : llvm::enumerate(c.windows)) {
    d.image_extent[i] = imageShape[window.imageDim];
    d.filter_extent[i] = extents[window.k], d.out_extent[i] = extents[window.o];
    d.stride[i] = window.stride, d.dilation[i] = window.dilation;
    d.pad_low[i] = padding.low[window.imageDim],
    d.pad_high[i] = padding.high[window.imageDim];
    d.image_stride[3 + i] = image.along(window.o);
    d.filter_stride[3 + i] = filter.along(window.k);
    d.out_stride[3 + i] = out.along(window.o);
    // The library derives the extent of out; an image may have unused elements,
    // but not a whole stride of them.
    int64_t padded = d.image_extent[i] + d.pad_low[i] + d.pad_high[i];
    int64_t reach = (d.filter_extent[i] - 1) * d.dilation[i] + 1;
    if ((padded - reach) / d.stride[i] + 1 != d.out_extent[i])
      return std::nullopt;
  }
  return d;
}

bool dispatchConvolution(linalg::LinalgOp op) {
  std::optional<Convolution> c = matchConvolution(op);
  if (!c)
    return false;
  bool accumulate = !isZeroTensor(op.getDpsInits()[0]);
  Value result = op->getResult(0);
  Value image = c->image == C ? result : op->getOperand(c->image);
  // An image that adds to something cannot be cut before the addition.
  Padding padding = c->image != C ? paddingOf(image, *c)
                    : !accumulate ? cutOf(image, *c)
                                  : noPadding(image);
  std::optional<skrt_convolution> d = describe(op, *c, padding);
  if (!d && padding.inner != image) {
    padding = noPadding(image);
    d = describe(op, *c, padding);
  }
  if (!d)
    return false;

  // The order of inputs is part of the interface.
  Value first = c->image == C ? op->getOperand(c->out) : padding.inner;
  Value second =
      c->filter == C ? op->getOperand(c->out) : op->getOperand(c->filter);
  Value replaced = c->image == C ? padding.inner : result;
  OpBuilder builder(op);
  Value computed =
      callLibrary(builder, op.getLoc(), "skrt_convolve_f32", *d,
                  {first, second}, cast<RankedTensorType>(replaced.getType()));
  if (accumulate) {
    Value empty = tensor::EmptyOp::create(builder, op.getLoc(),
                                          computed.getType(), ValueRange());
    computed = linalg::AddOp::create(builder, op.getLoc(),
                                     ValueRange{op.getDpsInits()[0], computed},
                                     ValueRange(empty))
                   .getResult(0);
  }
  replaced.replaceAllUsesWith(computed);
  if (replaced != result)
    replaced.getDefiningOp()->erase();
  op->erase();
  return true;
}

void dispatchList(FirstOccurrenceOp op) {
  auto type = cast<RankedTensorType>(op.getInput().getType());
  skrt_list d = {abiType(type.getElementType()), type.getDimSize(0)};
  OpBuilder builder(op);
  op.replaceAllUsesWith(callLibrary(builder, op.getLoc(),
                                    "skrt_first_occurrence", d, op.getInput(),
                                    cast<RankedTensorType>(op.getType())));
  op.erase();
}

void dispatchSelection(TopKOp op) {
  auto type = cast<RankedTensorType>(op.getInput().getType());
  skrt_selection d = {abiType(type.getElementType()), type.getDimSize(0),
                      type.getDimSize(1),
                      op.getValues().getType().getDimSize(1)};
  OpBuilder builder(op);
  SmallVector<Value> inits;
  for (Type result : op->getResultTypes())
    inits.push_back(
        tensor::EmptyOp::create(builder, op.getLoc(), result, ValueRange()));
  auto call = LibraryCallOp::create(builder, op.getLoc(), op->getResultTypes(),
                                    builder.getStringAttr("skrt_top_k"),
                                    builder.getDenseI64ArrayAttr(wordsOf(d)),
                                    UnitAttr(), op.getInput(), inits);
  op.replaceAllUsesWith(call);
  op.erase();
}

struct DispatchToLibrary
    : skein::passes::impl::DispatchToLibraryPassBase<DispatchToLibrary> {
  void runOnOperation() override {
    SmallVector<linalg::LinalgOp> ops;
    getOperation().walk([&](linalg::LinalgOp op) { ops.push_back(op); });
    for (linalg::LinalgOp op : ops)
      mergeAddition(op);
    ops.clear();
    getOperation().walk([&](linalg::LinalgOp op) { ops.push_back(op); });
    for (linalg::LinalgOp op : ops)
      if (isLibraryProduct(op) && !op.hasDynamicShape()) {
        widenFactors(op);
        if (!dispatchContraction(op))
          dispatchConvolution(op);
      }
    SmallVector<FirstOccurrenceOp> lists;
    getOperation().walk([&](FirstOccurrenceOp op) { lists.push_back(op); });
    for (FirstOccurrenceOp op : lists)
      dispatchList(op);
    SmallVector<TopKOp> selections;
    getOperation().walk([&](TopKOp op) { selections.push_back(op); });
    for (TopKOp op : selections)
      dispatchSelection(op);
  }
};

} // namespace
