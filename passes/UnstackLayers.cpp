//===- UnstackLayers.cpp - loops over layers, written out -----------------===//
//
// A loop over layers takes row i of each stacked variable in round i. To cut a pipeline
// between layers, each needs ops and variables of its own.
//
//===----------------------------------------------------------------------===//
#include "dialect/Skein.h"
#include "passes/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Pass/PassManager.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_UNSTACKLAYERSPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

/// How often `loop` runs, if it counts from 0.
std::optional<int64_t> roundsOf(scf::ForOp loop) {
  if (getConstantIntValue(loop.getLowerBound()) != 0 || getConstantIntValue(loop.getStep()) != 1)
    return std::nullopt;
  return getConstantIntValue(loop.getUpperBound());
}

/// Whether `op` takes the row of its source that has the number of the round.
bool takesRowOfRound(Operation *op) {
  auto slice = dyn_cast<tensor::ExtractSliceOp>(op);
  auto loop = dyn_cast<scf::ForOp>(op->getParentOp());
  if (!slice || !loop || slice.getSourceType().getRank() < 1)
    return false;
  SmallVector<OpFoldResult> offsets = slice.getMixedOffsets();
  SmallVector<int64_t> whole(slice.getSourceType().getShape());
  bool isCounter = offsets.front() == OpFoldResult(loop.getInductionVar());
  bool isRow = llvm::all_of(llvm::drop_begin(offsets), [](OpFoldResult offset) {
    return getConstantIntValue(offset) == 0;
  });
  int64_t rounds = std::exchange(whole.front(), 1);
  return isCounter && isRow && roundsOf(loop) == rounds && slice.getStaticSizes() == ArrayRef(whole);
}

RankedTensorType rowType(Type stack) {
  auto type = cast<RankedTensorType>(stack);
  SmallVector<int64_t> shape(type.getShape());
  shape.front() = 1;
  return type.clone(shape);
}

/// One function with loops over layers.
class Unstacker {
public:
  Unstacker(func::FuncOp function, ArrayRef<Operation *> callers)
      : function(function), callers(callers) {}

  /// The variables whose rows the function takes one by one from now on.
  SmallVector<StringAttr> run() {
    for (BlockArgument argument : function.getArguments())
      if (isStack(argument))
        stacks.push_back(argument.getArgNumber());
    SmallVector<StringAttr> variables;
    for (unsigned index : stacks)
      for (Operation *caller : callers)
        variables.push_back(readBy(caller, index).getVariableAttr().getAttr());
    if (stacks.empty())
      return variables;
    for (Operation *caller : callers)
      passRows(caller);
    takeRows();
    return variables;
  }

private:
  static ReadOp readBy(Operation *caller, unsigned index) {
    return caller->getOperand(index).getDefiningOp<ReadOp>();
  }

  bool isStack(BlockArgument argument) const {
    auto isRead = [&](Operation *caller) { return bool(readBy(caller, argument.getArgNumber())); };
    return !argument.use_empty() && llvm::all_of(argument.getUsers(), takesRowOfRound) &&
           llvm::all_of(callers, isRead);
  }

  //===--------------------------------------------------------------------===//
  // Callers
  //===--------------------------------------------------------------------===//

  static Value row(OpBuilder &builder, Location loc, Value stack, int64_t index) {
    RankedTensorType type = rowType(stack.getType());
    SmallVector<OpFoldResult> offsets(type.getRank(), builder.getIndexAttr(0)), sizes,
        strides(type.getRank(), builder.getIndexAttr(1));
    offsets.front() = builder.getIndexAttr(index);
    for (int64_t extent : type.getShape())
      sizes.push_back(builder.getIndexAttr(extent));
    return tensor::ExtractSliceOp::create(builder, loc, type, stack, offsets, sizes, strides);
  }

  void passRows(Operation *caller) {
    OpBuilder builder(caller);
    auto gradients = dyn_cast<ValueAndGradOp>(caller);
    SmallVector<Value> operands;
    llvm::DenseMap<int64_t, SmallVector<int64_t>> places; // of each argument
    unsigned count = function.getNumArguments();
    for (auto [index, operand] : llvm::enumerate(caller->getOperands().take_front(count))) {
      int64_t rows = llvm::is_contained(stacks, index)
                         ? cast<RankedTensorType>(operand.getType()).getDimSize(0)
                         : 0;
      if (!rows)
        places[index] = {int64_t(operands.size())};
      if (!rows)
        operands.push_back(operand);
      for (int64_t i = 0; i < rows; ++i) {
        places[index].push_back(operands.size());
        operands.push_back(row(builder, caller->getLoc(), operand, i));
      }
    }
    if (!gradients) {
      cast<func::CallOp>(caller).getOperandsMutable().assign(operands);
      return;
    }
    SmallVector<int64_t> wrt;
    for (int64_t index : gradients.getWrt())
      llvm::append_range(wrt, places[index]);
    SmallVector<Type> types(function.getResultTypes());
    for (int64_t index : wrt)
      types.push_back(operands[index].getType());
    auto made = ValueAndGradOp::create(builder, caller->getLoc(), types, gradients.getCallee(),
                                       operands, gradients.getScale(), wrt);
    made->setDiscardableAttrs(caller->getDiscardableAttrDictionary());
    SmallVector<Value> results(made.getResults().take_front(function.getNumResults()));
    ValueRange rest = made.getResults().drop_front(function.getNumResults());
    for (int64_t index : gradients.getWrt()) {
      size_t rows = places[index].size();
      results.push_back(rows == 1 ? rest.front()
                                  : tensor::ConcatOp::create(builder, caller->getLoc(), 0,
                                                             rest.take_front(rows))
                                        .getResult());
      rest = rest.drop_front(rows);
    }
    caller->replaceAllUsesWith(results);
    caller->erase();
  }

  //===--------------------------------------------------------------------===//
  // The function
  //===--------------------------------------------------------------------===//

  void takeRows() {
    llvm::MapVector<Value, SmallVector<Value>> rows;
    for (unsigned index : llvm::reverse(stacks)) {
      BlockArgument stack = function.getArgument(index);
      auto count = cast<RankedTensorType>(stack.getType()).getDimSize(0);
      for (int64_t i = 0; i < count; ++i)
        (void)function.insertArgument(index + 1 + i, rowType(stack.getType()), {}, stack.getLoc());
      for (int64_t i = 0; i < count; ++i)
        rows[stack].push_back(function.getArgument(index + 1 + i));
    }
    llvm::SetVector<Operation *> loops;
    for (auto &[stack, list] : rows)
      for (Operation *user : stack.getUsers())
        loops.insert(user->getParentOp());
    for (Operation *loop : loops)
      unroll(cast<scf::ForOp>(loop), rows);
    llvm::BitVector unused(function.getNumArguments());
    for (auto &[stack, list] : rows)
      unused.set(cast<BlockArgument>(stack).getArgNumber());
    (void)function.eraseArguments(unused);
  }

  static void unroll(scf::ForOp loop, const llvm::MapVector<Value, SmallVector<Value>> &rows) {
    OpBuilder builder(loop);
    SmallVector<Value> carried(loop.getInitArgs());
    for (int64_t round = 0; round < *roundsOf(loop); ++round) {
      IRMapping mapping;
      Value counter = arith::ConstantIndexOp::create(builder, loop.getLoc(), round);
      mapping.map(loop.getInductionVar(), counter);
      mapping.map(loop.getRegionIterArgs(), carried);
      for (Operation &op : loop.getBody()->without_terminator()) {
        auto stack = takesRowOfRound(&op) ? rows.find(op.getOperand(0)) : rows.end();
        if (stack == rows.end()) {
          builder.clone(op, mapping);
          continue;
        }
        auto slice = cast<tensor::ExtractSliceOp>(op);
        SmallVector<OpFoldResult> offsets(slice.getSourceType().getRank(), builder.getIndexAttr(0));
        mapping.map(slice.getResult(),
                    tensor::ExtractSliceOp::create(builder, op.getLoc(), slice.getType(),
                                                   stack->second[round], offsets,
                                                   slice.getMixedSizes(), slice.getMixedStrides())
                        .getResult());
      }
      carried = llvm::map_to_vector(loop.getYieldedValues(),
                                    [&](Value value) { return mapping.lookupOrDefault(value); });
      if (counter.use_empty())
        counter.getDefiningOp()->erase();
    }
    loop->replaceAllUsesWith(carried);
    loop.erase();
  }

  func::FuncOp function;
  ArrayRef<Operation *> callers;
  SmallVector<unsigned> stacks;
};

/// `slice` of tensors behind one another, if it is one of them.
Value findPiece(tensor::ExtractSliceOp slice) {
  auto concat = slice.getSource().getDefiningOp<tensor::ConcatOp>();
  if (!concat)
    return {};
  int64_t offset = 0;
  for (Value piece : concat.getInputs()) {
    auto type = cast<RankedTensorType>(piece.getType());
    SmallVector<int64_t> place(type.getRank(), 0);
    place[concat.getDim()] = offset;
    if (type == slice.getType() && slice.getStaticOffsets() == ArrayRef(place) &&
        slice.getStaticSizes() == type.getShape())
      return piece;
    offset += type.getDimSize(concat.getDim());
  }
  return {};
}

struct UnstackLayers : skein::passes::impl::UnstackLayersPassBase<UnstackLayers> {
  using UnstackLayersPassBase::UnstackLayersPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    SymbolTable symbols(module);
    llvm::SetVector<StringAttr> variables;
    for (auto function : module.getOps<func::FuncOp>()) {
      SmallVector<Operation *> callers = callersOf(function);
      if (!callers.empty())
        variables.insert_range(Unstacker(function, callers).run());
    }
    if (variables.empty())
      return;
    // As a strategy that keeps them in pieces.
    for (StringAttr name : variables) {
      auto variable = symbols.lookup<VariableOp>(name);
      auto type = cast<RankedTensorType>(variable.getType());
      if (variable->hasAttr(synchronizationAttrName)) {
        variable.emitOpError() << "is a stack of layers and has a " << synchronizationAttrName
                               << "; expected none";
        return signalPassFailure();
      }
      SmallVector<int64_t> partition(type.getRank(), 1);
      partition.front() = type.getDimSize(0);
      variable->setAttr(synchronizationAttrName,
                        AllReduceAttr::get(&getContext(), GradientReduction::AsOptions,
                                           DenseI64ArrayAttr::get(&getContext(), partition),
                                           DenseI64ArrayAttr::get(&getContext(), {})));
    }
    OpPassManager shard(ModuleOp::getOperationName());
    shard.addPass(skein::passes::createShardVariablesPass());
    if (failed(runPipeline(shard, module)))
      return signalPassFailure();
    for (auto variable : module.getOps<VariableOp>())
      if (auto stored = variable->getAttrOfType<StoredAttr>(storedAttrName);
          stored && variables.contains(stored.getName()))
        variable->removeAttr(synchronizationAttrName);
    forwardPieces();
  }

private:
  /// All that calls `function`; nothing if that is not all in steps.
  SmallVector<Operation *> callersOf(func::FuncOp function) {
    SmallVector<Operation *> callers;
    std::optional<SymbolTable::UseRange> uses = SymbolTable::getSymbolUses(function, getOperation());
    if (!uses)
      return {};
    for (SymbolTable::SymbolUse use : *uses) {
      if (!isa<ValueAndGradOp, func::CallOp>(use.getUser()) ||
          !isa<StepOp>(use.getUser()->getParentOp()))
        return {};
      callers.push_back(use.getUser());
    }
    return callers;
  }

  void forwardPieces() {
    for (auto step : getOperation().getOps<StepOp>()) {
      for (auto slice : llvm::make_early_inc_range(step.getBody().front().getOps<tensor::ExtractSliceOp>()))
        if (Value piece = findPiece(slice)) {
          slice.replaceAllUsesWith(piece);
          slice.erase();
        }
      for (auto concat : llvm::make_early_inc_range(step.getBody().front().getOps<tensor::ConcatOp>()))
        if (concat->use_empty())
          concat.erase();
    }
  }
};

} // namespace
