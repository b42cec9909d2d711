//===- Kernels.cpp - which ops a kernel computes, and its work ------------===//

#include "passes/Kernels.h"

#include "passes/ChosenLoops.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallBitVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace skein::passes {

FailureOr<int64_t> bytesOf(Operation *user, Type type) {
  int64_t elements = 1;
  if (auto shaped = dyn_cast<ShapedType>(type)) {
    if (!shaped.hasStaticShape())
      return user->emitOpError(
          "has a tensor of dynamic shape; expected a static one");
    for (int64_t extent : shaped.getShape())
      if (__builtin_mul_overflow(elements, extent, &elements))
        return user->emitOpError("has a tensor of more than 2^63 elements");
    type = shaped.getElementType();
  }
  int64_t width = 0;
  if (type.isIntOrFloat())
    width = llvm::divideCeil(type.getIntOrFloatBitWidth(), 8);
  else if (type.isIndex())
    width = 8;
  else
    return user->emitOpError("has elements of unknown size");
  return elements * width;
}

double shareOfRows(VariableOp variable) {
  auto whole = variable->getAttrOfType<StoredAttr>(storedAttrName);
  return whole ? double(cast<ShapedType>(variable.getType()).getDimSize(0)) /
                     whole.getShape().front()
               : 1;
}

FailureOr<int64_t> iterationsOf(scf::ForOp loop) {
  std::optional<APInt> count = loop.getStaticTripCount();
  if (!count || count->getActiveBits() > 62)
    return loop.emitOpError(
        "has no cost model; expected constant bounds and a constant step");
  return int64_t(count->getZExtValue());
}

bool isWrittenInPlace(tensor::InsertSliceOp insert) {
  auto carried = dyn_cast<BlockArgument>(insert.getDest());
  if (!carried || carried.getOwner() != insert->getBlock() ||
      !isa<scf::ForOp>(insert->getParentOp()))
    return false;
  Value source = insert.getSource();
  while (source.hasOneUse()) {
    Operation *producer = source.getDefiningOp();
    if (!producer || producer->getBlock() != insert->getBlock())
      return false;
    if (!isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(producer))
      return true;
    source = producer->getOperand(0);
  }
  return false;
}

bool isUniform(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return false;
  if (isa<tensor::EmptyOp, tensor::SplatOp, linalg::FillOp>(op))
    return true;
  if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::CastOp>(op))
    return isUniform(op->getOperand(0));
  DenseElementsAttr constant;
  return matchPattern(value, m_Constant(&constant)) && constant.isSplat();
}

namespace {

/// Arithmetic on a single number or element; what moves or converts it is not.
bool isFloatArithmetic(Operation &op) {
  if (!isa_and_nonnull<arith::ArithDialect, math::MathDialect>(op.getDialect()))
    return false;
  if (op.hasTrait<OpTrait::ConstantLike>() ||
      isa<CastOpInterface, arith::SelectOp>(op))
    return false;
  return llvm::any_of(op.getOperandTypes(), [](Type type) {
    return isa<FloatType>(getElementTypeOrSelf(type));
  });
}

/// Floating-point operations of one iteration of a body.
int64_t flopsOfBody(Region &body) {
  int64_t flops = 0;
  body.walk([&](Operation *op) {
    if (isFloatArithmetic(*op))
      flops += isa<math::FmaOp>(op) ? 2 : 1;
  });
  return flops;
}

/// The type that sets the rate: that of the first floating-point operand.
std::string rateType(Operation *op) {
  for (Type type : llvm::concat<Type>(llvm::to_vector(op->getOperandTypes()),
                                      llvm::to_vector(op->getResultTypes())))
    if (Type element = getElementTypeOrSelf(type); isa<FloatType>(element)) {
      std::string text;
      llvm::raw_string_ostream(text) << element;
      return text;
    }
  return "f32"; // of integers alone, by way of constants in the body
}

bool isLibraryCall(linalg::LinalgOp op) {
  return linalg::isaContractionOpInterface(op) ||
         linalg::isaConvolutionOpInterface(op);
}

/// A library call that multiplies: no pooling, which only looks at the shape of
/// its second operand.
bool isProduct(linalg::LinalgOp op) {
  return isLibraryCall(op) &&
         llvm::all_of(op.getDpsInputOperands(), [&](OpOperand *input) {
           return op.payloadUsesValueFromOperand(input);
         });
}

/// An op on all elements alike, on tensors: `arith.addf %a, %b :
/// tensor<4xf32>`.
bool isElementwiseOnTensors(Operation *op) {
  return OpTrait::hasElementwiseMappableTraits(op) &&
         op->getNumResults() == 1 &&
         isa<RankedTensorType>(op->getResult(0).getType());
}

/// Whether `user` goes through each element of `operand` once.
bool readsOnce(OpOperand &operand) {
  Operation *user = operand.getOwner();
  if (auto linalgOp = dyn_cast<linalg::LinalgOp>(user))
    return linalgOp.isDpsInput(&operand) && !isLibraryCall(linalgOp) &&
           linalgOp.getMatchingIndexingMap(&operand).isPermutation();
  return isElementwiseOnTensors(user);
}

/// The contraction or convolution whose result `op` rounds, if nobody else sees
/// that: libraries accumulate in one type and store in another.
linalg::LinalgOp findRounded(Operation *op) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  if (!generic || generic.getNumDpsInputs() != 1 ||
      !generic.isAllParallelLoops() ||
      !llvm::all_of(generic.getIndexingMapsArray(),
                    [](AffineMap map) { return map.isIdentity(); }))
    return nullptr;
  auto yield = cast<linalg::YieldOp>(generic.getBody()->getTerminator());
  auto rounding = yield.getOperand(0).getDefiningOp<arith::TruncFOp>();
  Value input = generic.getDpsInputOperand(0)->get();
  if (!rounding || rounding.getIn() != generic.getBody()->getArgument(0) ||
      !input.hasOneUse())
    return nullptr;
  auto producer = input.getDefiningOp<linalg::LinalgOp>();
  return producer && isLibraryCall(producer) &&
                 producer->getBlock() == op->getBlock()
             ? producer
             : nullptr;
}

/// What begins the part of a pipeline that `op` is in, if it is in one.
Operation *findAction(Operation *op) {
  if (!isa<PipelineOp>(op->getParentOp()))
    return nullptr;
  while (op && !isa<ActionOp>(op))
    op = op->getPrevNode();
  return op;
}

bool isFusedIntoUser(Operation *op) {
  if (findRounded(op) || op->use_empty() ||
      (op->getBlock() == op->user_begin()->getBlock() &&
       findAction(op) != findAction(*op->user_begin())))
    return false;
  if (op->hasOneUse() && findRounded(*op->user_begin()))
    return true;
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  bool isElementwise = linalgOp ? linalgOp.isAllParallelLoops() &&
                                      op->getNumResults() == 1 &&
                                      !isLibraryCall(linalgOp)
                                : isElementwiseOnTensors(op);
  if (!isElementwise || op->use_empty())
    return false;
  Operation *user = *op->user_begin();
  return user->getBlock() == op->getBlock() &&
         llvm::all_of(op->getUses(), [&](OpOperand &use) {
           return use.getOwner() == user && readsOnce(use);
         });
}

/// What one op does by itself, apart from how it is fused.
struct OpWork {
  int64_t flops = 0;
  SmallVector<Value> reads; // tensors to go through once
  SmallVector<Value> waits; // values needed, but not their bytes
  int64_t otherBytes = 0;   // that are neither in `reads` nor results
  bool writesResults = true;
};

FailureOr<OpWork> workOfLinalg(linalg::LinalgOp op) {
  OpWork work;
  Region &body = op->getRegion(0);
  llvm::SmallBitVector single(op.getNumLoops());
  for (const ChosenLoop &chosen : findChosenLoops(op))
    single.set(chosen.loop);
  int64_t iterations = 1;
  for (auto [loop, range] : llvm::enumerate(op.getStaticLoopRanges())) {
    if (single.test(loop))
      continue;
    if (ShapedType::isDynamic(range))
      return op->emitOpError(
          "has a dynamic loop range; expected static shapes");
    if (__builtin_mul_overflow(iterations, range, &iterations))
      return op->emitOpError("has more than 2^63 iterations");
  }
  if (__builtin_mul_overflow(iterations, flopsOfBody(body), &work.flops))
    return op->emitOpError("has more than 2^63 floating-point operations");
  for (OpOperand &operand : op->getOpOperands()) {
    // Of a result along a chosen loop, it reads and writes what is chosen.
    AffineMap map = op.getMatchingIndexingMap(&operand);
    bool isChosen = op.isDpsInit(&operand) &&
                    llvm::any_of(single.set_bits(), [&](unsigned loop) {
                      return map.isFunctionOfDim(loop);
                    });
    bool isRead = op.payloadUsesValueFromOperand(&operand) && !isChosen;
    (isRead ? work.reads : work.waits).push_back(operand.get());
    if (!isChosen)
      continue;
    FailureOr<int64_t> element =
        bytesOf(op, getElementTypeOrSelf(operand.get()));
    if (failed(element))
      return failure();
    work.otherBytes += 2 * iterations * *element;
    work.writesResults = isUniform(operand.get());
  }

  // Elements that the body picks out of a tensor by index.
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(body, captured);
  work.waits.append(captured.begin(), captured.end());
  auto addElement = [&](tensor::ExtractOp extract) -> WalkResult {
    FailureOr<int64_t> element = bytesOf(extract, extract.getType());
    if (failed(element))
      return failure();
    work.otherBytes += iterations * *element;
    return success();
  };
  if (body.walk(addElement).wasInterrupted())
    return failure();
  return work;
}

/// Ops other than linalg's that compute or move tensors.
FailureOr<OpWork> workOfOther(Operation *op) {
  OpWork work;
  work.reads.append(op->operand_begin(), op->operand_end());
  int64_t elements = 0;
  if (auto type = dyn_cast<RankedTensorType>(op->getResult(0).getType()))
    elements = type.hasStaticShape() ? type.getNumElements() : 0;
  if (isElementwiseOnTensors(op)) {
    work.flops = isFloatArithmetic(*op) ? elements : 0;
    return work;
  }
  if (isa<linalg::SoftmaxOp>(op)) {
    // Per element: maximum, subtraction, exponential, sum, division.
    work.flops = 5 * elements;
    return work;
  }
  if (auto insert = dyn_cast<tensor::InsertSliceOp>(op)) {
    // Writes the slice into the destination, which only a uniform one
    // does not have yet.
    FailureOr<int64_t> slice = bytesOf(op, insert.getSourceType());
    if (failed(slice))
      return failure();
    work.reads = {insert.getSource()};
    work.waits = {insert.getDest()};
    work.writesResults = isUniform(insert.getDest());
    work.otherBytes = *slice;
    return work;
  }
  if (auto gather = dyn_cast<tensor::GatherOp>(op)) {
    FailureOr<int64_t> result = bytesOf(op, gather.getType());
    if (failed(result))
      return failure();
    work.reads = {gather.getIndices()};
    work.waits = {gather.getSource()};
    work.otherBytes = *result;
    return work;
  }
  if (isa<tensor::PadOp, tensor::ConcatOp, tensor::InsertOp, AsPartialOp,
          FirstOccurrenceOp>(op))
    return work;
  if (auto select = dyn_cast<TopKOp>(op)) {
    // Once for the smallest that is taken, once for all that are.
    FailureOr<int64_t> again = bytesOf(op, select.getInput().getType());
    if (failed(again))
      return failure();
    work.otherBytes = *again;
    return work;
  }
  if (isa<ApplyGradientOp>(op))
    return op->emitOpError(
        "has no cost model; run --skein-expand-optimizers first");
  return op->emitOpError("has no cost model");
}

bool isFree(Operation *op) {
  if (auto insert = dyn_cast<tensor::InsertSliceOp>(op))
    return isWrittenInPlace(insert);
  if (op->hasTrait<OpTrait::IsTerminator>() ||
      isa<tensor::EmptyOp, tensor::SplatOp, linalg::FillOp,
          tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::ReshapeOp,
          tensor::CastOp, tensor::ExtractSliceOp, tensor::FromElementsOp,
          tensor::DimOp, ReadOp, AssignOp, ShardOp, StackOp, AssumePartialOp,
          AxisIndexOp, ShardOffsetOp, SparseGradientOp, PullOp, PullRowsOp,
          PushOp, PushRowsOp, EnqueueOp, DequeueOp, TakeOp, TakeRowsOp,
          TakeRowSumsOp, StepIndexOp, LastStepOp, RepeatWhileOp, ActionOp,
          SendOp, ReceiveOp>(op) ||
      op->hasTrait<OpTrait::ConstantLike>())
    return true;
  // Arithmetic on scalars, and on the numbers that steer a program.
  auto isNumber = [](Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return tensor && tensor.getRank() == 0 &&
           tensor.getElementType().isIntOrIndex();
  };
  if (op->getNumRegions() > 0 || op->getNumResults() == 0)
    return false;
  return llvm::none_of(op->getResultTypes(), llvm::IsaPred<ShapedType>) ||
         (OpTrait::hasElementwiseMappableTraits(op) &&
          llvm::all_of(op->getOperandTypes(), isNumber) &&
          llvm::all_of(op->getResultTypes(), isNumber));
}

std::string nameOf(Operation *op) {
  if (linalg::LinalgOp rounded = findRounded(op))
    return nameOf(rounded);
  std::string name = op->getName().getStringRef().str();
  auto generic = dyn_cast<linalg::GenericOp>(op);
  if (!generic)
    return name;
  if (linalg::isaContractionOpInterface(generic))
    return name + " (contraction)";
  if (linalg::isaConvolutionOpInterface(generic))
    return name + " (convolution)";
  return name +
         (generic.isAllParallelLoops() ? " (elementwise)" : " (reduction)");
}

class KernelFinder {
public:
  explicit KernelFinder(Block &block) : block(block) {}

  FailureOr<Kernels> find() {
    for (Operation &op : block) {
      if (isFree(&op) || isa<CallOpInterface>(op))
        continue;
      if (auto loop = dyn_cast<scf::ForOp>(op)) {
        if (failed(iterationsOf(loop)))
          return failure();
        continue;
      }
      if (isa<PipelineOp>(op))
        continue;
      if (auto collective = dyn_cast<CollectiveOpInterface>(op);
          collective && collective.communicates())
        continue;
      if (op.getNumResults() == 0)
        return op.emitOpError("has no cost model");
      auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
      FailureOr<OpWork> found =
          linalgOp ? workOfLinalg(linalgOp) : workOfOther(&op);
      if (failed(found))
        return failure();
      work[&op] = std::move(*found);
      if (isFusedIntoUser(&op))
        kernels.fused.insert(&op);
    }
    for (Operation &op : block)
      if (work.contains(&op) && !kernels.fused.contains(&op))
        if (failed(addKernel(&op)))
          return failure();
    return std::move(kernels);
  }

private:
  LogicalResult addKernel(Operation *op) {
    Kernel kernel;
    kernel.name = nameOf(op);
    llvm::SetVector<Value> reads, waits;
    llvm::SetVector<Operation *> members;
    members.insert(op);
    for (size_t i = 0; i < members.size(); ++i) {
      Operation *member = members[i];
      const OpWork &own = work[member];
      kernel.flops += own.flops;
      kernel.bytes += own.otherBytes;
      if (auto linalgOp = dyn_cast<linalg::LinalgOp>(member);
          linalgOp && isProduct(linalgOp))
        kernel.contractionFlops += own.flops;
      if (own.flops > 0 && kernel.type.empty())
        kernel.type = rateType(member);
      for (Value value : own.reads) {
        Operation *producer = value.getDefiningOp();
        if (producer && kernels.fused.contains(producer))
          members.insert(producer);
        else
          reads.insert(value);
      }
      waits.insert(own.waits.begin(), own.waits.end());
    }
    SmallVector<Type> moved;
    for (Value value : reads)
      if (!isUniform(value))
        moved.push_back(value.getType());
    if (work[op].writesResults)
      llvm::append_range(moved, op->getResultTypes());
    for (Type type : moved) {
      FailureOr<int64_t> size = bytesOf(op, type);
      if (failed(size))
        return failure();
      kernel.bytes += *size;
    }
    reads.insert(waits.begin(), waits.end());
    kernel.reads = reads.takeVector();
    kernels.byOp[op] = std::move(kernel);
    return success();
  }

  Block &block;
  llvm::DenseMap<Operation *, OpWork> work;
  Kernels kernels;
};

} // namespace

FailureOr<Kernels> findKernels(Block &block) {
  return KernelFinder(block).find();
}

} // namespace skein::passes
