//===- Kernels.cpp - which ops a kernel computes, and its work ------------===//

#include "simulator/program/Kernels.h"

#include "dialect/Skein.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace skein::simulator {

std::string locationOf(Operation *op) {
  auto location = op->getLoc()->findInstanceOf<FileLineColLoc>();
  if (!location)
    return "";
  return absl::StrCat(location.getFilename().str(), ":", location.getLine());
}

absl::Status errorAt(Operation *op, const Twine &message) {
  return absl::InvalidArgumentError(
      absl::StrCat(locationOf(op), ": '", op->getName().getStringRef().str(),
                   "' op ", message.str()));
}

absl::StatusOr<Bytes> bytesOf(Operation *user, Type type) {
  int64_t elements = 1;
  if (auto shaped = dyn_cast<ShapedType>(type)) {
    if (!shaped.hasStaticShape())
      return errorAt(user,
                     "has a tensor of dynamic shape; expected a static one");
    for (int64_t extent : shaped.getShape())
      if (__builtin_mul_overflow(elements, extent, &elements))
        return errorAt(user, "has a tensor of more than 2^63 elements");
    type = shaped.getElementType();
  }
  int64_t width = 0;
  if (type.isIntOrFloat())
    width = llvm::divideCeil(type.getIntOrFloatBitWidth(), 8);
  else if (type.isIndex())
    width = 8;
  else
    return errorAt(user, "has elements of unknown size");
  return Bytes(elements * width);
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

bool isFusedIntoUser(Operation *op) {
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

absl::StatusOr<OpWork> workOfLinalg(linalg::LinalgOp op) {
  OpWork work;
  int64_t iterations = 1;
  for (int64_t range : op.getStaticLoopRanges()) {
    if (ShapedType::isDynamic(range))
      return errorAt(op, "has a dynamic loop range; expected static shapes");
    if (__builtin_mul_overflow(iterations, range, &iterations))
      return errorAt(op, "has more than 2^63 iterations");
  }
  Region &body = op->getRegion(0);
  if (__builtin_mul_overflow(iterations, flopsOfBody(body), &work.flops))
    return errorAt(op, "has more than 2^63 floating-point operations");
  for (OpOperand &operand : op->getOpOperands())
    (op.payloadUsesValueFromOperand(&operand) ? work.reads : work.waits)
        .push_back(operand.get());

  // Elements that the body picks out of a tensor by index.
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(body, captured);
  work.waits.append(captured.begin(), captured.end());
  absl::Status status;
  body.walk([&](tensor::ExtractOp extract) {
    absl::StatusOr<Bytes> element = bytesOf(extract, extract.getType());
    if (element.ok())
      work.otherBytes += iterations * element->count();
    else
      status = element.status();
  });
  if (!status.ok())
    return status;
  return work;
}

/// Ops other than linalg's that compute or move tensors.
absl::StatusOr<OpWork> workOfOther(Operation *op) {
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
    absl::StatusOr<Bytes> slice = bytesOf(op, insert.getSourceType());
    if (!slice.ok())
      return slice.status();
    work.reads = {insert.getSource()};
    work.waits = {insert.getDest()};
    work.writesResults = isUniform(insert.getDest());
    work.otherBytes = slice->count();
    return work;
  }
  if (auto gather = dyn_cast<tensor::GatherOp>(op)) {
    absl::StatusOr<Bytes> result = bytesOf(op, gather.getType());
    if (!result.ok())
      return result.status();
    work.reads = {gather.getIndices()};
    work.waits = {gather.getSource()};
    work.otherBytes = result->count();
    return work;
  }
  if (isa<tensor::PadOp, tensor::ConcatOp, tensor::InsertOp, AsPartialOp>(op))
    return work;
  if (isa<ApplyGradientOp>(op))
    return errorAt(op,
                   "has no cost model; run --skein-expand-optimizers first");
  return errorAt(op, "has no cost model");
}

bool isFree(Operation *op) {
  if (op->hasTrait<OpTrait::IsTerminator>() ||
      isa<tensor::EmptyOp, tensor::SplatOp, linalg::FillOp,
          tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::ReshapeOp,
          tensor::CastOp, tensor::ExtractSliceOp, tensor::FromElementsOp,
          tensor::DimOp, ReadOp, AssignOp, ShardOp, AssumePartialOp,
          AxisIndexOp, ShardOffsetOp>(op) ||
      op->hasTrait<OpTrait::ConstantLike>())
    return true;
  // Arithmetic on scalars.
  return op->getNumRegions() == 0 && op->getNumResults() > 0 &&
         llvm::none_of(op->getResultTypes(), llvm::IsaPred<ShapedType>);
}

std::string nameOf(Operation *op) {
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

  absl::StatusOr<Kernels> find() {
    for (Operation &op : block) {
      if (isFree(&op) || isa<CallOpInterface>(op))
        continue;
      if (auto collective = dyn_cast<CollectiveOpInterface>(op);
          collective && collective.communicates())
        continue;
      if (op.getNumResults() == 0)
        return errorAt(&op, "has no cost model");
      auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
      absl::StatusOr<OpWork> found =
          linalgOp ? workOfLinalg(linalgOp) : workOfOther(&op);
      if (!found.ok())
        return found.status();
      work[&op] = std::move(*found);
      if (isFusedIntoUser(&op))
        kernels.fused.insert(&op);
    }
    for (Operation &op : block)
      if (work.contains(&op) && !kernels.fused.contains(&op))
        if (absl::Status status = addKernel(&op); !status.ok())
          return status;
    return std::move(kernels);
  }

private:
  absl::Status addKernel(Operation *op) {
    Kernel kernel;
    kernel.name = nameOf(op);
    int64_t flops = 0, bytes = 0;
    llvm::SetVector<Value> reads, waits;
    llvm::SetVector<Operation *> members;
    members.insert(op);
    for (size_t i = 0; i < members.size(); ++i) {
      Operation *member = members[i];
      const OpWork &own = work[member];
      flops += own.flops;
      bytes += own.otherBytes;
      if (own.flops > 0 && kernel.work.type.empty())
        kernel.work.type = rateType(member);
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
      absl::StatusOr<Bytes> size = bytesOf(op, type);
      if (!size.ok())
        return size.status();
      bytes += size->count();
    }
    kernel.work.flops = Flops(flops);
    kernel.work.bytes = Bytes(bytes);
    reads.insert(waits.begin(), waits.end());
    kernel.reads = reads.takeVector();
    kernels.byOp[op] = std::move(kernel);
    return absl::OkStatus();
  }

  Block &block;
  llvm::DenseMap<Operation *, OpWork> work;
  Kernels kernels;
};

} // namespace

absl::StatusOr<Kernels> findKernels(Block &block) {
  return KernelFinder(block).find();
}

} // namespace skein::simulator
