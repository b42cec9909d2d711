//===- ShardVariables.cpp - variables in pieces ---------------------------===//
#include "dialect/Skein.h"
#include "passes/Gradients.h"
#include "passes/Passes.h"
#include "passes/SparseGradients.h"
#include "passes/StructuredOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_SHARDVARIABLESPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// A dimension of a tensor in pieces.
struct Cut {
  int64_t dim;
  SmallVector<int64_t> offsets, extents;

  /// Of `count` pieces the first (extent mod count) have one row more.
  Cut(int64_t dim, int64_t extent, int64_t count) : dim(dim) {
    for (int64_t i = 0, offset = 0; i < count; ++i) {
      offsets.push_back(offset);
      extents.push_back(extent / count + (i < extent % count));
      offset += extents.back();
    }
  }

  size_t size() const { return offsets.size(); }

  RankedTensorType typeOfPiece(RankedTensorType type, size_t i) const {
    SmallVector<int64_t> shape(type.getShape());
    shape[dim] = extents[i];
    return RankedTensorType::get(shape, type.getElementType());
  }
};

struct CutVariable {
  Cut cut;
  SmallVector<VariableOp> pieces;
};

/// The partition of a record, if it has more than one piece.
DenseI64ArrayAttr partitionOf(VariableOp variable) {
  Attribute record = variable->getAttr(synchronizationAttrName);
  DenseI64ArrayAttr partition;
  if (auto server = dyn_cast_or_null<ParameterServerAttr>(record))
    partition = server.getPartition();
  else if (auto reduced = dyn_cast_or_null<AllReduceAttr>(record))
    partition = reduced.getPartition();
  bool isCut = partition && llvm::any_of(partition.asArrayRef(),
                                         [](int64_t count) { return count > 1; });
  return isCut ? partition : DenseI64ArrayAttr();
}

/// The record of one piece.
Attribute recordOfPiece(Attribute record, size_t i) {
  if (auto server = dyn_cast_or_null<ParameterServerAttr>(record))
    return server.getWhole(server.getAt()[i]);
  if (auto reduced = dyn_cast_or_null<AllReduceAttr>(record))
    return reduced.getPiece(i);
  return record;
}

/// The elements of `constant` that are those of a piece.
DenseElementsAttr cutConstant(DenseElementsAttr constant, const Cut &cut, size_t i) {
  auto type = cast<RankedTensorType>(constant.getType());
  RankedTensorType piece = cut.typeOfPiece(type, i);
  if (constant.isSplat())
    return constant.resizeSplat(piece);
  // Rows of all that comes behind the dimension.
  int64_t inner = 1, outer = 1;
  for (int64_t dim = 0; dim < type.getRank(); ++dim)
    (dim < cut.dim ? outer : inner) *= dim == cut.dim ? 1 : type.getDimSize(dim);
  auto values = llvm::to_vector(constant.getValues<Attribute>());
  SmallVector<Attribute> chosen;
  for (int64_t row = 0; row < outer; ++row)
    llvm::append_range(chosen, ArrayRef(values).slice(
                                   (row * type.getDimSize(cut.dim) + cut.offsets[i]) * inner,
                                   cut.extents[i] * inner));
  return DenseElementsAttr::get(piece, chosen);
}

/// Whether an element of the variable and its slots depends on nothing but itself and the
/// same element of the gradient, so that a piece is updated like the whole. All optimisers
/// that there are do this; a norm of the update, as LARS has it, would not.
bool isElementwise(OptimizerAttrInterface optimizer) {
  return isa<SgdAttr, MomentumAttr, AdagradAttr, AdamAttr, AdamWAttr>(optimizer);
}

struct ShardVariables : skein::passes::impl::ShardVariablesPassBase<ShardVariables> {
  using ShardVariablesPassBase::ShardVariablesPassBase;

  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    if (failed(cutVariables(symbols)))
      return signalPassFailure();
    if (cuts.empty())
      return;
    if (failed(skein::passes::checkHasSteps(getOperation(), getArgument())))
      return signalPassFailure();
    for (StepOp step : getOperation().getOps<StepOp>())
      if (failed(rewrite(step)))
        return signalPassFailure();
    for (auto &[name, variable] : cuts)
      symbols.erase(symbols.lookup(name));
  }

private:
  //===--------------------------------------------------------------------===//
  // Variables
  //===--------------------------------------------------------------------===//

  LogicalResult cutVariables(SymbolTable &symbols) {
    SmallVector<VariableOp> variables(getOperation().getOps<VariableOp>());
    for (VariableOp variable : variables)
      if (DenseI64ArrayAttr partition = partitionOf(variable)) {
        int64_t dim = llvm::find_if(partition.asArrayRef(), [](int64_t n) { return n > 1; }) -
                      partition.asArrayRef().begin();
        auto type = cast<RankedTensorType>(variable.getType());
        if (failed(cut(variable, Cut(dim, type.getDimSize(dim), partition[dim]), symbols)))
          return failure();
      }
    for (VariableOp slot : variables) {
      auto owner = slot.getSlotOf() ? cuts.find(slot.getSlotOfAttr().getAttr()) : cuts.end();
      if (owner == cuts.end() || cuts.contains(slot.getSymNameAttr()))
        continue;
      auto whole = symbols.lookup<VariableOp>(*slot.getSlotOf());
      if (cast<RankedTensorType>(slot.getType()).getShape() !=
          cast<RankedTensorType>(whole.getType()).getShape())
        slot.setSlotOfAttr(FlatSymbolRefAttr::get(owner->second.pieces.front()));
      else if (failed(cut(slot, Cut(owner->second.cut), symbols)))
        return failure();
    }
    return success();
  }

  /// `@w.0` of `@w`; of its slot `@w.average` `@w.0.average`, where a pass would look for it.
  std::string nameOfPiece(VariableOp variable, size_t i) {
    std::string number = "." + std::to_string(i);
    StringRef name = variable.getSymName(), owner = variable.getSlotOf().value_or("");
    if (!owner.empty() && name.starts_with((owner + ".").str()))
      return (owner + number + name.drop_front(owner.size())).str();
    return (name + number).str();
  }

  LogicalResult cut(VariableOp variable, Cut cut, SymbolTable &symbols) {
    if (variable.getMesh())
      return variable.emitError() << "@" << variable.getSymName() << " is on mesh @"
                                  << *variable.getMesh()
                                  << " already; expected a variable of steps for one device";
    Attribute initializer = variable.getInitializerAttr();
    auto constant = dyn_cast_or_null<DenseElementsAttr>(initializer);
    if (!constant && isa_and_nonnull<ElementsAttr>(initializer))
      return variable.emitError() << "@" << variable.getSymName()
                                  << " starts as a constant that is not dense, which is not cut";
    auto type = cast<RankedTensorType>(variable.getType());
    auto stored = variable->getAttrOfType<StoredAttr>(storedAttrName);
    OpBuilder builder(variable);
    SmallVector<VariableOp> pieces;
    for (size_t i = 0; i < cut.size(); ++i) {
      std::string name = nameOfPiece(variable, i);
      if (symbols.lookup(name))
        return variable.emitError() << "@" << variable.getSymName() << " in pieces needs the name @"
                                    << name << ", which is taken";
      FlatSymbolRefAttr owner = variable.getSlotOfAttr();
      if (auto found = owner ? cuts.find(owner.getAttr()) : cuts.end(); found != cuts.end())
        owner = FlatSymbolRefAttr::get(found->second.pieces[i]);
      auto piece = VariableOp::create(
          builder, variable.getLoc(), builder.getStringAttr(name), owner, FlatSymbolRefAttr(),
          TypeAttr::get(cut.typeOfPiece(type, i)),
          constant ? Attribute(cutConstant(constant, cut, i)) : initializer);
      piece->setDiscardableAttrs(variable->getDiscardableAttrDictionary());
      if (Attribute record = variable->getAttr(synchronizationAttrName))
        piece->setAttr(synchronizationAttrName, recordOfPiece(record, i));
      SmallVector<int64_t> offset(type.getRank(), 0), shape(type.getShape());
      if (stored) {
        offset.assign(stored.getOffset().begin(), stored.getOffset().end());
        shape.assign(stored.getShape().begin(), stored.getShape().end());
      }
      offset[cut.dim] += cut.offsets[i];
      piece->setAttr(storedAttrName,
                     StoredAttr::get(&getContext(),
                                     stored ? stored.getName() : variable.getSymNameAttr(), offset,
                                     shape));
      symbols.insert(piece);
      pieces.push_back(piece);
    }
    cuts.insert({variable.getSymNameAttr(), CutVariable{std::move(cut), std::move(pieces)}});
    return success();
  }

  //===--------------------------------------------------------------------===//
  // Steps
  //===--------------------------------------------------------------------===//

  LogicalResult rewrite(StepOp step) {
    slices.clear();
    rowsOfPieces.clear();
    replaced.clear();
    SmallVector<Operation *> ops;
    step.walk([&](Operation *op) {
      if (isa<ReadOp, AssignOp, ApplyGradientOp>(op) &&
          cuts.contains(op->getAttrOfType<FlatSymbolRefAttr>("variable").getAttr()))
        ops.push_back(op);
    });
    // First, so that pieces that are only read and written are never put together.
    for (Operation *&op : ops)
      if (auto read = dyn_cast<ReadOp>(op)) {
        rewrite(read);
        op = nullptr;
      }
    for (Operation *op : ops)
      if (auto assign = dyn_cast_or_null<AssignOp>(op))
        rewrite(assign);
      else if (auto apply = dyn_cast_or_null<ApplyGradientOp>(op))
        if (failed(rewrite(apply)))
          return failure();
    step.walk([&](Operation *op) {
      if (isa<AllFiniteOp, GlobalNormOp>(op))
        lookAtPieces(op);
    });
    eraseUnused();
    return success();
  }

  void eraseUnused() {
    for (bool changed = true; changed;) {
      changed = false;
      for (Operation *op : llvm::to_vector(replaced))
        if (isOpTriviallyDead(op)) {
          replaced.remove(op);
          op->erase();
          changed = true;
        }
    }
  }

  const CutVariable &cutOf(FlatSymbolRefAttr name) { return cuts.find(name.getAttr())->second; }

  void rewrite(ReadOp read) {
    const CutVariable &variable = cutOf(read.getVariableAttr());
    OpBuilder builder(read);
    SmallVector<Value> pieces;
    for (VariableOp piece : variable.pieces)
      pieces.push_back(
          ReadOp::create(builder, read.getLoc(), piece.getType(), piece.getSymName()));
    auto whole = tensor::ConcatOp::create(builder, read.getLoc(), typeOf(read.getResult()),
                                          variable.cut.dim, pieces);
    read.replaceAllUsesWith(whole.getResult());
    replaced.insert(whole);
    read.erase();
  }

  void rewrite(AssignOp assign) {
    const CutVariable &variable = cutOf(assign.getVariableAttr());
    OpBuilder builder(assign);
    for (auto [piece, value] :
         llvm::zip_equal(variable.pieces, slicesOf(assign.getValue(), variable.cut)))
      AssignOp::create(builder, assign.getLoc(), VariableOp(piece).getSymName(), value,
                       assign.getCondition());
    assign.erase();
  }

  LogicalResult rewrite(ApplyGradientOp apply) {
    const CutVariable &variable = cutOf(apply.getVariableAttr());
    if (!isElementwise(apply.getOptimizer()))
      return apply.emitOpError() << "updates @" << apply.getVariable() << ", which is in pieces, by "
                                 << apply.getOptimizer()
                                 << "; expected an optimiser that works element by element";
    SmallVector<Value> gradients;
    if (isa<SparseGradientType>(apply.getGradient().getType())) {
      FailureOr<SmallVector<Value>> rows = cutRows(apply, variable.cut);
      if (failed(rows))
        return failure();
      gradients = *rows;
    } else {
      gradients = slicesOf(apply.getGradient(), variable.cut);
    }
    OpBuilder builder(apply);
    for (auto [piece, gradient] : llvm::zip_equal(variable.pieces, gradients))
      ApplyGradientOp::create(builder, apply.getLoc(), VariableOp(piece).getSymName(), gradient,
                              apply.getFactor(), apply.getCondition(), apply.getClipAttr(),
                              apply.getOptimizer());
    apply.erase();
    return success();
  }

  /// The sparse gradient that `apply` takes, for every piece: all rows, at indices that are
  /// rows of the right piece alone.
  FailureOr<SmallVector<Value>> cutRows(ApplyGradientOp apply, const Cut &cut) {
    if (cut.dim != 0)
      return apply.emitOpError() << "takes a sparse gradient of @" << apply.getVariable()
                                 << ", which is cut along dimension " << cut.dim
                                 << "; expected dimension 0, which counts the rows, or "
                                    "--skein-densify-gradients before";
    FailureOr<SparseGradientOp> pairs = skein::passes::findPairs(apply, apply.getGradient());
    if (failed(pairs))
      return failure();
    SmallVector<Value> &pieces = rowsOfPieces[{apply.getGradient(), cut.size()}];
    if (!pieces.empty())
      return pieces;
    OpBuilder builder(*pairs);
    RankedTensorType whole = pairs->getType().getDense();
    for (size_t i = 0; i < cut.size(); ++i) {
      SmallVector<Value> indices;
      for (Value list : pairs->getIndices())
        indices.push_back(skein::passes::createShifted(builder, pairs->getLoc(), list, cut.offsets[i],
                                        whole.getDimSize(0)));
      pieces.push_back(SparseGradientOp::create(
          builder, pairs->getLoc(), SparseGradientType::get(cut.typeOfPiece(whole, i)), indices,
          pairs->getRows()));
    }
    replaced.insert(*pairs);
    return pieces;
  }

  /// Lets `op` look at the pieces of what updates take in pieces, so that devices reduce
  /// them once.
  void lookAtPieces(Operation *op) {
    SmallVector<Value> values;
    auto append = [&](ValueRange operands) {
      for (Value value : operands) {
        auto rows = llvm::find_if(rowsOfPieces,
                                  [&](auto &entry) { return entry.first.first == value; });
        auto cut = llvm::find_if(slices, [&](auto &entry) { return std::get<0>(entry.first) == value; });
        if (rows != rowsOfPieces.end())
          values.push_back(rows->second.front()); // all have the same rows
        else if (cut != slices.end())
          llvm::append_range(values, cut->second);
        else
          values.push_back(value);
      }
    };
    if (auto finite = dyn_cast<AllFiniteOp>(op)) {
      append(finite.getValues());
      finite.getValuesMutable().assign(values);
    } else {
      auto norm = cast<GlobalNormOp>(op);
      append(norm.getValues());
      norm.getValuesMutable().assign(values);
    }
  }

  //===--------------------------------------------------------------------===//
  // Values in pieces
  //===--------------------------------------------------------------------===//

  /// The pieces of `value`, right behind the op that computes it. Elementwise ops are taken
  /// apart, so that a piece that is made of pieces needs no others.
  SmallVector<Value> slicesOf(Value value, const Cut &cut) {
    std::tuple key(value, cut.dim, cut.size());
    if (auto found = slices.find(key); found != slices.end())
      return found->second;
    if (auto concat = value.getDefiningOp<tensor::ConcatOp>();
        concat && int64_t(concat.getDim()) == cut.dim && matches(concat, cut))
      return slices[key] = llvm::to_vector(concat.getInputs());
    SmallVector<Value> pieces = takeApart(value, cut);
    if (pieces.empty())
      pieces = extract(value, cut);
    return slices[key] = pieces;
  }

  static bool matches(tensor::ConcatOp concat, const Cut &cut) {
    return llvm::equal(llvm::map_range(concat.getInputs(),
                                       [&](Value input) {
                                         return typeOf(input).getDimSize(cut.dim);
                                       }),
                       cut.extents);
  }

  static SmallVector<Value> extract(Value value, const Cut &cut) {
    OpBuilder builder(value.getContext());
    builder.setInsertionPointAfterValue(value);
    RankedTensorType type = typeOf(value);
    SmallVector<OpFoldResult> strides(type.getRank(), builder.getIndexAttr(1));
    SmallVector<Value> pieces;
    for (size_t i = 0; i < cut.size(); ++i) {
      RankedTensorType piece = cut.typeOfPiece(type, i);
      SmallVector<OpFoldResult> offsets(type.getRank(), builder.getIndexAttr(0)), sizes;
      offsets[cut.dim] = builder.getIndexAttr(cut.offsets[i]);
      for (int64_t extent : piece.getShape())
        sizes.push_back(builder.getIndexAttr(extent));
      pieces.push_back(tensor::ExtractSliceOp::create(builder, value.getLoc(), piece, value,
                                                      offsets, sizes, strides));
    }
    return pieces;
  }

  /// Pieces of the result of an op that computes each element by itself; nothing for
  /// other ops.
  SmallVector<Value> takeApart(Value value, const Cut &cut) {
    auto result = dyn_cast<OpResult>(value);
    Operation *op = result ? result.getOwner() : nullptr;
    if (!op)
      return {};
    OpBuilder builder(op);
    SmallVector<Value> pieces;
    if (isa<tensor::EmptyOp>(op)) {
      for (size_t i = 0; i < cut.size(); ++i)
        pieces.push_back(tensor::EmptyOp::create(
            builder, op->getLoc(), cut.typeOfPiece(typeOf(value), i), ValueRange()));
      replaced.insert(op);
      return pieces;
    }
    SmallVector<bool> isCut;
    if (!isAppliedByElement(op, cut, isCut))
      return {};
    replaced.insert(op);
    SmallVector<SmallVector<Value>> operands(cut.size());
    for (auto [operand, hasPieces] : llvm::zip_equal(op->getOperands(), isCut)) {
      SmallVector<Value> parts =
          hasPieces ? slicesOf(operand, cut) : SmallVector<Value>(cut.size(), operand);
      for (size_t i = 0; i < cut.size(); ++i)
        operands[i].push_back(parts[i]);
    }
    for (size_t i = 0; i < cut.size(); ++i) {
      SmallVector<Type> types;
      for (Type type : op->getResultTypes())
        types.push_back(cut.typeOfPiece(cast<RankedTensorType>(type), i));
      pieces.push_back(mlir::clone(builder, op, types, operands[i])->getResult(result.getResultNumber()));
    }
    return pieces;
  }

  /// Whether `op` computes each element of its results from those at the same place alone;
  /// `isCut` says for each operand whether it is one of those.
  static bool isAppliedByElement(Operation *op, const Cut &cut, SmallVector<bool> &isCut) {
    if (auto structured = dyn_cast<linalg::LinalgOp>(op)) {
      if (!structured.hasPureTensorSemantics() ||
          structured.getNumLoops() != structured.getNumParallelLoops() ||
          structured.hasIndexSemantics())
        return false;
      for (AffineMap map : structured.getIndexingMapsArray()) {
        if (!map.isIdentity() && map.isFunctionOfDim(cut.dim))
          return false;
        isCut.push_back(map.isIdentity());
      }
      return llvm::all_of(ArrayRef(isCut).take_back(structured.getNumDpsInits()),
                          [](bool is) { return is; });
    }
    auto type = dyn_cast<RankedTensorType>(op->getResult(0).getType());
    if (!type || !OpTrait::hasElementwiseMappableTraits(op))
      return false;
    for (Type operand : op->getOperandTypes())
      isCut.push_back(isa<RankedTensorType>(operand));
    return true;
  }

  llvm::MapVector<StringAttr, CutVariable> cuts;
  /// Of a step: the pieces of values, by dimension and number, and of sparse gradients.
  llvm::MapVector<std::tuple<Value, int64_t, size_t>, SmallVector<Value>> slices;
  llvm::MapVector<std::pair<Value, size_t>, SmallVector<Value>> rowsOfPieces;
  llvm::SetVector<Operation *> replaced; // ops that may not be needed any more
};

} // namespace
