//===- Synchronize.cpp - reduce what variables and results take -----------===//
#include "dialect/Distribution.h"
#include "passes/ParameterServers.h"
#include "passes/Passes.h"
#include "passes/StructuredOps.h"
#include "passes/SparseGradients.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_SYNCHRONIZEPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using skein::passes::GatheredPair;
using skein::passes::Reduction;
using skein::passes::RowReduction;

namespace {

/// How a gradient combines.
struct Kind {
  Reduction reduction;
  RowReduction rows;

  bool isSum() const { return reduction == Reduction::Sum && rows != RowReduction::RowMean; }
  bool isMean() const { return reduction != Reduction::Sum; }
  unsigned number() const { return unsigned(reduction) * 4 + unsigned(rows); }
};

/// The axes along which a value of `type` is partial, in the mesh's order.
SmallVector<StringAttr> partialAxes(Type type, MeshOp mesh) {
  SmallVector<StringAttr> axes;
  for (StringAttr axis : mesh.getAxisNames().getAsRange<StringAttr>())
    if (getAxisState(type, axis).isPartial())
      axes.push_back(axis);
  return axes;
}

struct Synchronize : skein::passes::impl::SynchronizePassBase<Synchronize> {
  using SynchronizePassBase::SynchronizePassBase;

  void runOnOperation() override {
    for (ProgramOp program : getOperation().getOps<ProgramOp>())
      if (program->hasAttr(unsynchronizedAttrName) && !program->hasAttr(perReplicaAttrName) &&
          failed(checkSums(program)))
        return signalPassFailure();
    if (failed(skein::passes::serveVariables(getOperation(), {reduction, rowReduction})))
      return signalPassFailure();
    SymbolTable symbols(getOperation());
    for (ProgramOp program : getOperation().getOps<ProgramOp>()) {
      if (!program->hasAttr(unsynchronizedAttrName))
        continue;
      mesh = symbols.lookup<MeshOp>(program.getMesh());
      sums.clear();
      means.clear();
      gathered.clear();
      wholes.clear();
      if (failed(synchronize(program)))
        return signalPassFailure();
    }
  }

private:
  LogicalResult synchronize(ProgramOp program) {
    bool perReplica = program->hasAttr(perReplicaAttrName);
    findKinds(program);
    WalkResult walk = program.walk([&](Operation *op) {
      if (!isa<AssignOp, ApplyGradientOp, AllFiniteOp, GlobalNormOp, ReturnOp>(op))
        return WalkResult::advance();
      for (OpOperand &operand : op->getOpOperands()) {
        bool isTotal = isa<ReturnOp>(op) &&
                       program.getResultAttr(operand.getOperandNumber(), totalAttrName);
        // A mean of numbers is finite where their sum is.
        Kind kind = kindOf(op, operand.get());
        bool mean = isa<ReturnOp>(op) ? perReplica && !isTotal
                                      : kind.isMean() && !isa<AllFiniteOp>(op);
        FailureOr<Value> reduced = isa<SparseGradientType>(operand.get().getType())
                                       ? gather(op, operand.get(), kind)
                                       : reduce(operand, mean);
        if (failed(reduced))
          return WalkResult::interrupt();
        operand.set(*reduced);
      }
      return WalkResult::advance();
    });
    if (walk.wasInterrupted())
      return failure();
    for (SparseGradientOp pairs : unused)
      if (pairs.use_empty())
        pairs.erase();
    unused.clear();
    Operation *end = program.getBody().front().getTerminator();
    program.setFunctionType(FunctionType::get(&getContext(), program.getArgumentTypes(),
                                              end->getOperandTypes()));
    program->removeAttr(unsynchronizedAttrName);
    program->removeAttr(perReplicaAttrName);
    return success();
  }

  /// What the options say.
  Kind chosenKind() const { return {reduction, rowReduction}; }

  /// What the variable says that `update` changes, or else the options.
  Kind kindOf(ApplyGradientOp update) {
    auto variable =
        SymbolTable::lookupNearestSymbolFrom<VariableOp>(update, update.getVariableAttr());
    auto record = variable->getAttrOfType<AllReduceAttr>(synchronizationAttrName);
    switch (record ? record.getReduction() : GradientReduction::AsOptions) {
    case GradientReduction::AsOptions:
      return chosenKind();
    case GradientReduction::Sum:
      return {Reduction::Sum, RowReduction::AsTensors};
    case GradientReduction::Mean:
      return {Reduction::Mean, RowReduction::AsTensors};
    case GradientReduction::MeanOfMeans:
      return {Reduction::MeanOfMeans, RowReduction::AsTensors};
    case GradientReduction::RowMean:
      return {Reduction::Mean, RowReduction::RowMean};
    case GradientReduction::RowMeanOfMeans:
      return {Reduction::MeanOfMeans, RowReduction::RowMean};
    }
    llvm_unreachable("all reductions are listed");
  }

  /// A norm is that of the gradients as the updates take them.
  Kind kindOf(Operation *op, Value value) {
    if (auto update = dyn_cast<ApplyGradientOp>(op))
      return kindOf(update);
    auto found = kinds.find(value);
    return found == kinds.end() ? chosenKind() : found->second;
  }

  void findKinds(ProgramOp program) {
    kinds.clear();
    program.walk([&](ApplyGradientOp update) {
      kinds.try_emplace(update.getGradient(), kindOf(update));
    });
  }

  /// That nothing but sums is asked for.
  LogicalResult checkSums(ProgramOp program) {
    StringRef option = reduction == Reduction::Mean            ? "reduction=mean"
                       : reduction == Reduction::MeanOfMeans   ? "reduction=mean-of-means"
                       : rowReduction == RowReduction::RowMean ? "row-reduction=row-mean"
                                                               : "";
    std::string what = option.str();
    program.walk([&](ApplyGradientOp update) {
      if (what.empty() && !kindOf(update).isSum())
        what = ("the reduction of @" + update.getVariable()).str();
    });
    if (what.empty())
      return success();
    return program.emitOpError()
           << "shares one batch among the devices, whose gradients add up; " << what
           << " expects batch=per-replica";
  }

  /// The value of `operand`, reduced over the axes along which it is partial; every
  /// value once.
  FailureOr<Value> reduce(OpOperand &operand, bool mean) {
    Value value = operand.get();
    SmallVector<StringAttr> axes = partialAxes(value.getType(), mesh);
    if (axes.empty())
      return value;
    ReductionKind kind = getAxisState(value.getType(), axes.front()).reduction;
    Value &sum = sums[value];
    if (!sum)
      sum = findReduced(value, axes);
    if (!sum)
      sum = allReduce(value, kind, axes);
    if (!mean || kind != ReductionKind::Sum)
      return sum;
    if (!isa<FloatType>(getElementTypeOrSelf(value)))
      return operand.getOwner()->emitOpError()
             << "takes the mean over replicas of " << value.getType()
             << "; expected floating point" << (isa<ReturnOp>(operand.getOwner())
                                                     ? ", or a sum over examples (skein.total)"
                                                     : "");
    Value &result = means[value];
    if (!result)
      result = divide(sum, axes);
    return result;
  }

  /// The sparse gradient `value`, which `user` takes, with the rows of all devices.
  FailureOr<Value> gather(Operation *user, Value value, Kind kind) {
    SmallVector<StringAttr> axes = partialAxes(value.getType(), mesh);
    if (axes.empty())
      return value;
    FailureOr<SparseGradientOp> found =
        skein::passes::findPairs(user, value);
    if (failed(found))
      return failure();
    SparseGradientOp pairs = *found;
    Value &result = gathered[{value, kind.number()}];
    if (result)
      return result;
    OpBuilder builder(pairs);
    SmallVector<GatheredPair> all;
    SmallVector<StringAttr> order; // of the devices whose rows are gathered
    for (auto [where, what] : llvm::zip(pairs.getIndices(), pairs.getRows())) {
      GatheredPair &pair = all.emplace_back(GatheredPair{where, what, {}});
      for (int64_t dim = 0; dim < cast<RankedTensorType>(where.getType()).getRank(); ++dim)
        if (SmallVector<StringAttr> split = getSplitAxes(where.getType(), dim); !split.empty()) {
          for (Value *pieces : {&pair.indices, &pair.rows})
            *pieces = allGather(*pieces, dim, split);
          if (kind.rows == RowReduction::RowMean && split.size() != axes.size())
            return user->emitOpError()
                   << "takes a gradient of which the devices have different rows along " << split[0]
                   << " alone; a mean over those that have a row expects it along all axes or none";
          pair.dim = dim;
          order = split;
        }
      if (SmallVector<StringAttr> partial = partialAxes(pair.rows.getType(), mesh);
          !partial.empty())
        pair.rows = allReduce(builder, pair.rows, ReductionKind::Sum, partial);
    }
    builder.setInsertionPoint(pairs);
    SmallVector<Value> indices, rows = combineRows(builder, pairs.getLoc(), all,
                                                    order.empty() ? axes : order, kind);
    for (const GatheredPair &pair : all)
      indices.push_back(pair.indices);
    RankedTensorType type = replicated(pairs.getType().getDense(), axes, pairs.getLoc());
    result = SparseGradientOp::create(builder, pairs.getLoc(), SparseGradientType::get(type),
                                      indices, rows);
    unused.push_back(pairs);
    return result;
  }

  /// The rows of all devices along `axes`, outer ones first, scaled as `kind` says.
  SmallVector<Value> combineRows(OpBuilder &builder, Location loc, ArrayRef<GatheredPair> pairs,
                                 ArrayRef<StringAttr> axes, Kind kind) {
    if (kind.rows == RowReduction::RowMean && !pairs.empty())
      return passes::createRowMeans(
          builder, loc, pairs, countDevices(axes),
          kind.reduction == Reduction::MeanOfMeans ? *mesh.getAxisSize(axes.front()) : 1);
    SmallVector<Value> rows;
    for (const GatheredPair &pair : pairs)
      rows.push_back(kind.rows == RowReduction::Sum || !kind.isMean() ? pair.rows
                                                                     : divide(pair.rows, axes));
    return rows;
  }

  int64_t countDevices(ArrayRef<StringAttr> axes) {
    int64_t devices = 1;
    for (StringAttr axis : axes)
      devices *= *mesh.getAxisSize(axis);
    return devices;
  }

  /// `type` where the states along `axes` are over.
  static RankedTensorType replicated(RankedTensorType type, ArrayRef<StringAttr> axes,
                                     Location loc) {
    for (StringAttr axis : axes)
      type = withAxisState([&] { return emitError(loc); }, type, axis, AxisState::replicated());
    return type;
  }

  /// The pieces of `value` put together, right behind the op that computes it; once
  /// for all look-ups at the same indices.
  Value allGather(Value value, int64_t dim, ArrayRef<StringAttr> axes) {
    Value &whole = wholes[{value, dim}];
    if (whole)
      return whole;
    RankedTensorType type =
        replicated(cast<RankedTensorType>(value.getType()), axes, value.getLoc());
    SmallVector<int64_t> shape(type.getShape());
    for (StringAttr axis : axes)
      shape[dim] *= *mesh.getAxisSize(axis);
    type = RankedTensorType::get(shape, type.getElementType(), type.getEncoding());
    SmallVector<Attribute> names(axes.begin(), axes.end());
    OpBuilder builder(value.getContext());
    builder.setInsertionPointAfterValue(value);
    Block::iterator place = builder.getInsertionPoint();
    while (isa<AllGatherOp, AllReduceOp>(*place))
      builder.setInsertionPoint(builder.getInsertionBlock(), ++place);
    return whole = AllGatherOp::create(builder, value.getLoc(), type, value, dim,
                                       mesh.getSymName(), builder.getArrayAttr(names));
  }

  /// `value` as the computation has reduced it already, before any other op uses it.
  static Value findReduced(Value value, ArrayRef<StringAttr> axes) {
    Operation *producer = value.getDefiningOp();
    for (Operation *op = producer ? producer->getNextNode() : nullptr;
         op && isa<AllReduceOp>(op); op = op->getNextNode()) {
      auto reduce = cast<AllReduceOp>(op);
      if (reduce.getInput() == value &&
          llvm::equal(reduce.getAxes().getAsRange<StringAttr>(), axes))
        return reduce;
    }
    return {};
  }

  Value allReduce(Value value, ReductionKind kind, ArrayRef<StringAttr> axes) {
    OpBuilder builder(value.getContext());
    builder.setInsertionPointAfterValue(value);
    // Several results of one op are reduced in the order of their uses.
    Block::iterator place = builder.getInsertionPoint();
    while (isa<AllReduceOp>(*place))
      builder.setInsertionPoint(builder.getInsertionBlock(), ++place);
    return allReduce(builder, value, kind, axes);
  }

  Value allReduce(OpBuilder &builder, Value value, ReductionKind kind, ArrayRef<StringAttr> axes) {
    RankedTensorType type =
        replicated(cast<RankedTensorType>(value.getType()), axes, value.getLoc());
    SmallVector<Attribute> names(axes.begin(), axes.end());
    return AllReduceOp::create(builder, value.getLoc(), type, kind, value,
                               mesh.getSymName(), builder.getArrayAttr(names));
  }

  /// `sum` times 1 / devices along `axes`.
  Value divide(Value sum, ArrayRef<StringAttr> axes) {
    double devices = countDevices(axes);
    OpBuilder builder(sum.getContext());
    builder.setInsertionPointAfterValue(sum);
    Location loc = sum.getLoc();
    auto type = cast<RankedTensorType>(sum.getType());
    return passes::createElementwise(builder, loc, type, sum,
                             [&](OpBuilder &body, Location inner, ValueRange args) -> Value {
                               Value factor = arith::ConstantOp::create(
                                   body, inner,
                                   body.getFloatAttr(type.getElementType(), 1 / devices));
                               return arith::MulFOp::create(body, inner, args[0], factor);
                             });
  }

  MeshOp mesh;
  DenseMap<Value, Value> sums, means;
  DenseMap<std::pair<Value, unsigned>, Value> gathered; // by the number of the kind
  DenseMap<Value, Kind> kinds;                          // of gradients
  DenseMap<std::pair<Value, int64_t>, Value> wholes; // of pieces along a dimension
  SmallVector<SparseGradientOp> unused; // whose rows have been gathered
};

} // namespace
