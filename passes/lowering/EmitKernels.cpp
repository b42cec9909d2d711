//===- EmitKernels.cpp - loops of vectors for linalg ops on buffers -------===//
//
// A kernel is a nest of loops of two kinds. Kept loops appear in the map of a
// result; inside of them, reduced loops do not, so their partial results stay
// in registers. One loop, of either kind, runs in vectors: it is the innermost
// of its kind, and a last vector of its own takes what a whole number of
// vectors leaves over.
//
//===----------------------------------------------------------------------===//
#include "passes/Passes.h"
#include "passes/lowering/ChosenRows.h"
#include "passes/lowering/LinearAccess.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Utils/MemRefUtils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;

namespace skein::passes {
#define GEN_PASS_DEF_EMITKERNELSPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

/// A loop of the kernel, made of one or several loops of the op.
struct Loop {
  int64_t extent;
  SmallVector<int64_t> strides; // per operand
  bool isKept;
  unsigned opLoop; // the loop of the op; meaningless when several were merged
};

/// Where an operand lies; scalars have no memory.
struct Memory {
  LinearAccess access;
  Value flat; // memref of rank 1
};

/// The body of an op: what is reduced, and how.
struct Combiner {
  Operation *op = nullptr; // out = op(out, term)
  vector::CombiningKind kind = vector::CombiningKind::ADD;
};

/// i1 takes a byte in memory but a bit in a vector, so it is never read or written
/// as one.
bool isVectorOperand(Type type) {
  auto shaped = dyn_cast<ShapedType>(type);
  Type element = getElementTypeOrSelf(type);
  return element.isIntOrIndexOrFloat() &&
         (!element.isInteger(1) || !shaped || shaped.getRank() == 0);
}

/// Vectors of f16 and bf16 are converted, but machines do not compute with them.
bool isVectorOp(Operation &op) {
  bool isNarrow = llvm::any_of(op.getResultTypes(), [](Type type) {
    return type.isF16() || type.isBF16();
  });
  if (isa<linalg::IndexOp, arith::ConstantOp>(op))
    return true;
  return OpTrait::hasElementwiseMappableTraits(&op) &&
         (!isNarrow || isa<arith::TruncFOp, arith::SelectOp>(op));
}

/// Whether every op of the body works on vectors as it does on scalars.
bool hasVectorBody(linalg::LinalgOp op) {
  for (Value operand : op->getOperands())
    if (!isVectorOperand(operand.getType()))
      return false;
  return llvm::all_of(op.getBlock()->without_terminator(), isVectorOp);
}

/// Finds `out = c(out, f(ins))` for result `index`; c can be done in any order.
std::optional<Combiner> matchCombiner(linalg::LinalgOp op, unsigned index) {
  Block *body = op.getBlock();
  BlockArgument out = body->getArgument(op.getNumDpsInputs() + index);
  Operation *combiner =
      body->getTerminator()->getOperand(index).getDefiningOp();
  if (!combiner || !out.hasOneUse() || *out.user_begin() != combiner ||
      !combiner->hasOneUse() || combiner->getNumOperands() != 2)
    return std::nullopt;
  std::optional<vector::CombiningKind> kind =
      linalg::getCombinerOpKind(combiner);
  if (kind && arith::getNeutralElement(combiner))
    return Combiner{combiner, *kind};
  return std::nullopt;
}

/// Writes one op as loops.
class KernelEmitter {
public:
  KernelEmitter(linalg::LinalgOp op, int64_t vectorBytes)
      : op(op), builder(op), loc(op.getLoc()), vectorBytes(vectorBytes) {}

  /// False when an operand's memory is not linear in the loops; the op is left.
  bool emit() {
    if (!findMemory())
      return false;
    findLoops();
    if (llvm::any_of(loops, [](const Loop &loop) { return loop.extent == 0; }))
      return true;
    chooseVectorLoop();
    flattenMemory();
    SmallVector<Value> starts;
    for (Memory &memory : memories)
      starts.push_back(constant(memory.access.offset));
    emitKept(kept, starts);
    return true;
  }

private:
  // Analysis.

  bool findMemory() {
    for (auto [operand, map] :
         llvm::zip_equal(op->getOperands(), op.getIndexingMapsArray())) {
      Memory memory;
      if (auto type = dyn_cast<MemRefType>(operand.getType())) {
        SmallVector<int64_t> strides;
        int64_t offset;
        if (!type.hasStaticShape() ||
            failed(type.getStridesAndOffset(strides, offset)) ||
            ShapedType::isDynamicShape(strides))
          return false;
        std::optional<LinearAccess> access = getLinearAccess(map, strides);
        if (!access)
          return false;
        memory.access = *access;
      } else {
        memory.access.strides.resize(op.getNumLoops());
      }
      memories.push_back(memory);
    }
    return true;
  }

  void findLoops() {
    SmallVector<int64_t> extents = op.getStaticLoopRanges();
    for (unsigned loop = 0; loop < extents.size(); ++loop) {
      Loop l{extents[loop], {}, isInResult(loop), loop};
      for (Memory &memory : memories)
        l.strides.push_back(memory.access.strides[loop]);
      if (l.extent != 1)
        loops.push_back(l);
    }
    // Kept loops first; memory is walked forward, in the result before all.
    unsigned firstResult = op.getNumDpsInputs();
    auto key = [&](const Loop &loop) {
      SmallVector<int64_t> strides(loop.strides.begin() + firstResult,
                                   loop.strides.end());
      strides.append(loop.strides.begin(), loop.strides.begin() + firstResult);
      return std::pair(loop.isKept, strides);
    };
    llvm::stable_sort(
        loops, [&](const Loop &a, const Loop &b) { return key(a) > key(b); });
    if (!op.hasIndexSemantics())
      mergeLoops();
  }

  bool isInResult(unsigned loop) {
    return llvm::any_of(op.getDpsInitsMutable(), [&](OpOperand &init) {
      return op.getMatchingIndexingMap(&init).isFunctionOfDim(loop);
    });
  }

  void mergeLoops() {
    SmallVector<Loop> merged;
    for (const Loop &inner : loops) {
      bool continues = !merged.empty() && merged.back().isKept == inner.isKept;
      for (size_t i = 0; continues && i < inner.strides.size(); ++i)
        continues = merged.back().strides[i] == inner.strides[i] * inner.extent;
      if (continues)
        merged.back() = {merged.back().extent * inner.extent, inner.strides,
                         inner.isKept, inner.opLoop};
      else
        merged.push_back(inner);
    }
    loops = merged;
  }

  /// The vector loop is taken out of `loops`; the rest is `kept` and `reduced`.
  void chooseVectorLoop() {
    int64_t elementBytes = 1;
    for (Value operand : op->getOperands())
      elementBytes =
          std::max(elementBytes, bytesOf(getElementTypeOrSelf(operand)));
    for (Operation &inner : *op.getBlock())
      for (Type type : inner.getResultTypes())
        elementBytes = std::max(elementBytes, bytesOf(type));
    width = vectorBytes / elementBytes;

    // The longest, at best a whole vector; of equal ones a kept loop, the
    // inner.
    auto score = [&](const Loop &loop) {
      return std::pair(std::min(loop.extent, width), loop.isKept);
    };
    std::optional<size_t> best;
    if (hasVectorBody(op))
      for (auto [index, loop] : llvm::enumerate(loops))
        if (canBeVector(loop) && (!best || score(loop) >= score(loops[*best])))
          best = index;
    if (best) {
      vectorLoop = loops[*best];
      loops.erase(loops.begin() + *best);
    }
    for (const Loop &loop : loops)
      (loop.isKept ? kept : reduced).push_back(loop);
  }

  static int64_t bytesOf(Type type) {
    return type.isIntOrFloat()
               ? llvm::divideCeil(type.getIntOrFloatBitWidth(), 8)
           : type.isIndex() ? 8
                            : 1;
  }

  bool canBeVector(const Loop &loop) {
    if (loop.extent < 2 || llvm::any_of(loop.strides, [](int64_t stride) {
          return stride != 0 && stride != 1;
        }))
      return false;
    ArrayRef<int64_t> results =
        ArrayRef(loop.strides).drop_front(op.getNumDpsInputs());
    if (loop.isKept)
      return llvm::all_of(results, [](int64_t stride) { return stride == 1; });
    for (unsigned index = 0; index < op.getNumDpsInits(); ++index)
      if (!matchCombiner(op, index))
        return false;
    return true;
  }

  // Memory.

  Value constant(int64_t value) {
    return arith::ConstantIndexOp::create(builder, loc, value);
  }

  /// Views every buffer as one dimension of elements.
  void flattenMemory() {
    for (auto [operand, memory] : llvm::zip(op->getOperands(), memories))
      if (auto type = dyn_cast<MemRefType>(operand.getType()))
        memory.flat = flatten(operand, type);
  }

  Value flatten(Value buffer, MemRefType type) {
    SmallVector<int64_t> strides;
    int64_t offset, size = 1;
    (void)type.getStridesAndOffset(strides, offset);
    for (auto [extent, stride] : llvm::zip(type.getShape(), strides))
      size += (extent - 1) * stride;
    OpFoldResult start = builder.getIndexAttr(offset);
    if (ShapedType::isDynamic(offset)) {
      auto metadata =
          memref::ExtractStridedMetadataOp::create(builder, loc, buffer);
      buffer = metadata.getBaseBuffer();
      start = metadata.getOffset();
    }
    auto layout = StridedLayoutAttr::get(op.getContext(), offset, {1});
    auto flatType =
        offset == 0 ? MemRefType::get({size}, type.getElementType())
                    : MemRefType::get({size}, type.getElementType(), layout);
    OpFoldResult extent = builder.getIndexAttr(size),
                 stride = builder.getIndexAttr(1);
    return memref::ReinterpretCastOp::create(builder, loc, flatType, buffer,
                                             start, extent, stride);
  }

  // Emission. A point of the nest is known by the position of every operand.

  using Positions = ArrayRef<Value>;

  /// Runs `body` for every index of `loop`; `carried` goes from one to the
  /// next.
  SmallVector<Value>
  emitLoop(const Loop &loop, int64_t extent, int64_t step, Positions positions,
           ValueRange carried,
           llvm::function_ref<SmallVector<Value>(Positions, ValueRange)> body) {
    auto forOp = scf::ForOp::create(builder, loc, constant(0), constant(extent),
                                    constant(step), carried);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(forOp.getBody());
    SmallVector<Value> inner =
        advance(loop, forOp.getInductionVar(), positions);
    SmallVector<Value> yielded = body(inner, forOp.getRegionIterArgs());
    if (!carried.empty())
      scf::YieldOp::create(builder, loc, yielded);
    return forOp.getResults();
  }

  /// Positions at `index` of `loop`, which also becomes the index of that loop.
  SmallVector<Value> advance(const Loop &loop, Value index,
                             Positions positions) {
    indices[loop.opLoop] = index;
    SmallVector<Value> advanced;
    for (auto [operand, position] : llvm::enumerate(positions)) {
      int64_t stride = loop.strides[operand];
      Value step = index;
      if (stride > 1 || stride < 0)
        step = arith::MulIOp::create(builder, loc, index, constant(stride));
      advanced.push_back(
          stride == 0 ? position
                      : arith::AddIOp::create(builder, loc, position, step));
    }
    return advanced;
  }

  void emitKept(ArrayRef<Loop> outer, Positions positions) {
    if (!outer.empty()) {
      emitLoop(outer.front(), outer.front().extent, 1, positions, {},
               [&](Positions inner, ValueRange) {
                 emitKept(outer.drop_front(), inner);
                 return SmallVector<Value>();
               });
      return;
    }
    if (!vectorLoop || !vectorLoop->isKept) {
      emitCell(positions, std::nullopt);
      return;
    }
    forVectors(positions, {}, [&](Positions inner, ValueRange, int64_t lanes) {
      emitCell(inner, lanes);
      return SmallVector<Value>();
    });
  }

  /// Runs `body` for whole vectors along the vector loop, then for the rest.
  /// `carried` has the values of the former, then of the latter.
  SmallVector<Value> forVectors(
      Positions positions, ValueRange carried,
      llvm::function_ref<SmallVector<Value>(Positions, ValueRange, int64_t)>
          body) {
    int64_t whole = vectorLoop->extent / width * width,
            rest = vectorLoop->extent - whole;
    size_t perPart = carried.size() / numParts();
    SmallVector<Value> results;
    if (whole == width)
      results = body(advance(*vectorLoop, constant(0), positions),
                     carried.take_front(perPart), width);
    else if (whole)
      results = emitLoop(*vectorLoop, whole, width, positions,
                         carried.take_front(perPart),
                         [&](Positions inner, ValueRange values) {
                           return body(inner, values, width);
                         });
    if (rest)
      results.append(body(advance(*vectorLoop, constant(whole), positions),
                          carried.take_back(perPart), rest));
    return results;
  }

  /// Parts of the vector loop: whole vectors, and the rest.
  size_t numParts() { return lanesOfParts().size(); }

  SmallVector<int64_t> lanesOfParts() {
    SmallVector<int64_t> parts;
    if (vectorLoop->extent >= width)
      parts.push_back(width);
    if (int64_t rest = vectorLoop->extent % width)
      parts.push_back(rest);
    return parts;
  }

  /// One element of every result, or `lanes` of them.
  void emitCell(Positions positions, std::optional<int64_t> lanes) {
    SmallVector<Value> outs;
    for (OpOperand &init : op.getDpsInitsMutable()) {
      bool isRead = op.payloadUsesValueFromOperand(&init) || !reduced.empty();
      outs.push_back(isRead ? load(init, positions, lanes) : Value());
    }
    if (vectorLoop && !vectorLoop->isKept)
      outs = reduceVectors(positions, outs);
    else
      outs = emitReduced(reduced, positions, outs,
                         [&](Positions inner, ValueRange values) {
                           return evaluate(inner, values, lanes);
                         });
    for (auto [init, value] : llvm::zip(op.getDpsInitsMutable(), outs))
      store(init, value, positions, lanes);
  }

  SmallVector<Value> emitReduced(
      ArrayRef<Loop> inner, Positions positions, ArrayRef<Value> values,
      llvm::function_ref<SmallVector<Value>(Positions, ValueRange)> body) {
    if (inner.empty())
      return body(positions, values);
    return emitLoop(inner.front(), inner.front().extent, 1, positions, values,
                    [&](Positions next, ValueRange carried) {
                      return emitReduced(inner.drop_front(), next,
                                         SmallVector<Value>(carried), body);
                    });
  }

  /// Reduces along the vector loop: partial results start from the neutral
  /// element and meet the old value at the end.
  SmallVector<Value> reduceVectors(Positions positions, ArrayRef<Value> outs) {
    SmallVector<Value> partial;
    for (int64_t lanes : lanesOfParts())
      for (auto [index, out] : llvm::enumerate(outs))
        partial.push_back(
            neutral(*matchCombiner(op, index), out.getType(), lanes));
    partial = emitReduced(
        reduced, positions, partial, [&](Positions inner, ValueRange values) {
          return forVectors(inner, values,
                            [&](Positions at, ValueRange part, int64_t lanes) {
                              return evaluate(at, part, lanes);
                            });
        });
    SmallVector<Value> results(outs);
    for (auto [position, vector] : llvm::enumerate(partial)) {
      size_t index = position % outs.size();
      Combiner combiner = *matchCombiner(op, index);
      Value scalar =
          vector::ReductionOp::create(builder, loc, combiner.kind, vector);
      IRMapping mapping;
      BlockArgument out =
          op.getBlock()->getArgument(op.getNumDpsInputs() + index);
      for (Value operand : combiner.op->getOperands())
        mapping.map(operand, operand == out ? results[index] : scalar);
      results[index] = builder.clone(*combiner.op, mapping)->getResult(0);
    }
    return results;
  }

  Value neutral(const Combiner &combiner, Type type, int64_t lanes) {
    TypedAttr element = *arith::getNeutralElement(combiner.op);
    auto vectorType = VectorType::get({lanes}, type);
    return arith::ConstantOp::create(
        builder, loc, DenseElementsAttr::get(vectorType, element));
  }

  Value load(OpOperand &operand, Positions positions,
             std::optional<int64_t> lanes) {
    Memory &memory = memories[operand.getOperandNumber()];
    if (!memory.flat)
      return operand.get();
    Value position = positions[operand.getOperandNumber()];
    Type type = cast<MemRefType>(memory.flat.getType()).getElementType();
    if (lanes && vectorLoop->strides[operand.getOperandNumber()] == 1)
      return vector::LoadOp::create(
          builder, loc, VectorType::get({*lanes}, type), memory.flat, position);
    return memref::LoadOp::create(builder, loc, memory.flat, position);
  }

  void store(OpOperand &operand, Value value, Positions positions,
             std::optional<int64_t> lanes) {
    Value flat = memories[operand.getOperandNumber()].flat;
    Value position = positions[operand.getOperandNumber()];
    if (lanes)
      vector::StoreOp::create(builder, loc, broadcast(value, *lanes), flat,
                              position);
    else
      memref::StoreOp::create(builder, loc, value, flat, position);
  }

  Value broadcast(Value value, int64_t lanes) {
    if (isa<VectorType>(value.getType()))
      return value;
    return vector::BroadcastOp::create(
        builder, loc, VectorType::get({lanes}, value.getType()), value);
  }

  /// The body at one point: on scalars, or on vectors where an operand is one.
  SmallVector<Value> evaluate(Positions positions, ValueRange outs,
                              std::optional<int64_t> lanes) {
    Block *body = op.getBlock();
    IRMapping mapping;
    for (OpOperand *input : op.getDpsInputOperands())
      if (op.payloadUsesValueFromOperand(input))
        mapping.map(op.getMatchingBlockArgument(input),
                    load(*input, positions, lanes));
    for (auto [argument, out] :
         llvm::zip(body->getArguments().take_back(outs.size()), outs))
      if (out)
        mapping.map(argument, out);
    for (Operation &inner : body->without_terminator())
      clone(inner, mapping, lanes);
    SmallVector<Value> results;
    for (auto [value, out] :
         llvm::zip(body->getTerminator()->getOperands(), outs)) {
      Value result = mapping.lookupOrDefault(value);
      // What a loop carries has the type of its first value.
      bool isVector = out && isa<VectorType>(out.getType());
      results.push_back(isVector ? broadcast(result, *lanes) : result);
    }
    return results;
  }

  void clone(Operation &inner, IRMapping &mapping,
             std::optional<int64_t> lanes) {
    if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      mapping.map(index.getResult(), indexOf(index.getDim(), lanes));
      return;
    }
    bool isVector = llvm::any_of(inner.getOperands(), [&](Value operand) {
      return isa<VectorType>(mapping.lookupOrDefault(operand).getType());
    });
    if (!isVector) {
      builder.clone(inner, mapping);
      return;
    }
    SmallVector<Value> operands;
    for (Value operand : inner.getOperands())
      operands.push_back(broadcast(mapping.lookupOrDefault(operand), *lanes));
    SmallVector<Type> types;
    for (Type type : inner.getResultTypes())
      types.push_back(VectorType::get({*lanes}, type));
    OperationState state(inner.getLoc(), inner.getName(), operands, types,
                         inner.getAttrs());
    mapping.map(inner.getResults(), builder.create(state)->getResults());
  }

  Value indexOf(unsigned opLoop, std::optional<int64_t> lanes) {
    auto known = indices.find(opLoop);
    Value index = known == indices.end() ? constant(0) : known->second;
    if (!lanes || !vectorLoop || vectorLoop->opLoop != opLoop)
      return index;
    auto type = VectorType::get({*lanes}, builder.getIndexType());
    Value step = vector::StepOp::create(builder, loc, type);
    return arith::AddIOp::create(builder, loc, broadcast(index, *lanes), step);
  }

  linalg::LinalgOp op;
  OpBuilder builder;
  Location loc;
  int64_t vectorBytes;
  int64_t width = 1; // lanes of a whole vector
  SmallVector<Memory> memories;
  SmallVector<Loop> loops, kept, reduced;
  std::optional<Loop> vectorLoop;
  llvm::DenseMap<unsigned, Value>
      indices; // of the loops around the insertion point
};

/// Copies between dense buffers are left: they become memcpy.
bool isDenseCopy(memref::CopyOp copy) {
  auto isDense = [](Value buffer) {
    auto type = dyn_cast<MemRefType>(buffer.getType());
    return type && memref::isStaticShapeAndContiguousRowMajor(type);
  };
  return isDense(copy.getSource()) && isDense(copy.getTarget());
}

struct EmitKernels : skein::passes::impl::EmitKernelsPassBase<EmitKernels> {
  using EmitKernelsPassBase::EmitKernelsPassBase;

  void runOnOperation() override {
    SmallVector<memref::CopyOp> copies;
    getOperation().walk([&](memref::CopyOp copy) {
      if (!isDenseCopy(copy))
        copies.push_back(copy);
    });
    for (memref::CopyOp copy : copies) {
      OpBuilder builder(copy);
      linalg::makeMemRefCopyOp(builder, copy.getLoc(), copy.getSource(),
                               copy.getTarget());
      copy.erase();
    }
    for (linalg::LinalgOp op : structuredOps())
      visitChosenRows(op);
    SmallVector<linalg::LinalgOp> ops = structuredOps();
    IRRewriter rewriter(&getContext());
    for (linalg::LinalgOp op : ops) {
      rewriter.setInsertionPoint(op);
      if (!op.hasPureBufferSemantics() ||
          (!KernelEmitter(op, vectorBytes).emit() &&
           failed(linalg::linalgOpToLoops(rewriter, op)))) {
        op->emitOpError()
            << "cannot be written as loops; expected buffers of static shape";
        return signalPassFailure();
      }
      op.erase();
    }
  }

private:
  SmallVector<linalg::LinalgOp> structuredOps() {
    SmallVector<linalg::LinalgOp> ops;
    getOperation().walk([&](linalg::LinalgOp op) { ops.push_back(op); });
    return ops;
  }
};

} // namespace
