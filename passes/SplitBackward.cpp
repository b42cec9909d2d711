//===- SplitBackward.cpp - input gradients before weight gradients --------===//
#include "dialect/Skein.h"
#include "passes/InlineCalls.h"
#include "passes/Passes.h"
#include "passes/ResidualCut.h"
#include "passes/pipeline/ChooseSchedule.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/MapVector.h"

#include <map>

using namespace mlir;
using namespace skein;
using namespace skein::passes;

namespace skein::passes {
#define GEN_PASS_DEF_SPLITBACKWARDPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

/// The two halves of a function, and how to call them.
struct Halves {
  /// Results of the original that the first half has, in front of what it hands over.
  llvm::BitVector inFirst;
  func::FuncOp first, second;
  SmallVector<unsigned> firstArguments; // of the original's
  SmallVector<FunctionPair::BackwardArgument> secondArguments;

  /// Replaces `call` of the original and gives the calls of the halves.
  std::pair<func::CallOp, func::CallOp> replace(func::CallOp call) const {
    OpBuilder builder(call);
    SmallVector<Value> operands = llvm::map_to_vector(
        firstArguments, [&](unsigned index) -> Value { return call.getOperand(index); });
    auto firstCall = func::CallOp::create(builder, call.getLoc(), first, operands);
    operands.clear();
    for (auto [kind, index] : secondArguments)
      operands.push_back(kind == FunctionPair::BackwardArgument::Argument
                             ? call.getOperand(index)
                             : firstCall.getResult(index));
    auto secondCall = func::CallOp::create(builder, call.getLoc(), second, operands);
    unsigned next[2] = {0, 0};
    for (auto [index, result] : llvm::enumerate(call.getResults())) {
      bool isFirst = inFirst.test(index);
      result.replaceAllUsesWith((isFirst ? firstCall : secondCall).getResult(next[isFirst]++));
    }
    call.erase();
    return {firstCall, secondCall};
  }
};

/// Splits backward halves of functions, each once for what is wanted first.
class BackwardSplitter {
public:
  explicit BackwardSplitter(SymbolTable &symbols) : symbols(symbols) {}

  /// The halves of `function` with `wanted` results in the first one; null if there is
  /// nothing to put off. Without any, the first half has what several results share.
  const Halves *split(func::FuncOp function, const llvm::BitVector &wanted) {
    auto [known, isNew] = splits.try_emplace({function, SmallVector<unsigned>(wanted.set_bits())});
    if (isNew)
      known->second = build(function, wanted);
    return known->second ? &*known->second : nullptr;
  }

  /// Removes what is not called any more.
  void eraseOriginals() {
    for (func::FuncOp function : llvm::reverse(replaced)) {
      auto forward = function->getAttrOfType<FlatSymbolRefAttr>("skein.forward");
      auto other = symbols.lookup<func::FuncOp>(forward.getValue());
      bool isCalled = llvm::any_of(*function.getSymbolUses(symbols.getOp()), [](auto use) {
        return isa<func::CallOp>(use.getUser());
      });
      if (isCalled)
        continue;
      if (other)
        other->setAttr("skein.backward", FlatSymbolRefAttr::get(firstOf[function]));
      symbols.erase(function);
    }
  }

private:
  func::FuncOp backwardHalf(Operation &op) const {
    auto call = dyn_cast<func::CallOp>(op);
    auto callee = call ? symbols.lookup<func::FuncOp>(call.getCallee()) : func::FuncOp();
    return callee && callee->hasAttr("skein.forward") ? callee : func::FuncOp();
  }

  std::optional<Halves> build(func::FuncOp function, const llvm::BitVector &wanted) {
    OwningOpRef<func::FuncOp> work(function.clone());
    DenseSet<Operation *> first = findFirst(*work, wanted);
    Block &body = (*work).front();
    auto isWork = [](Operation &op) {
      return !isa<arith::ConstantOp, tensor::EmptyOp, linalg::FillOp>(op);
    };
    auto ops = body.without_terminator();
    if (llvm::none_of(ops, [&](Operation &op) { return isWork(op) && first.contains(&op); }) ||
        llvm::none_of(ops, [&](Operation &op) { return isWork(op) && !first.contains(&op); }))
      return std::nullopt;

    SmallVector<Value> returned, others;
    for (auto [index, value] : llvm::enumerate(body.getTerminator()->getOperands()))
      (wanted.test(index) ? returned : others).push_back(value);
    llvm::append_range(returned, others);
    body.getTerminator()->setOperands(returned);

    StringRef name = function.getSymName();
    name.consume_back("_bwd");
    FunctionPair pair = splitFunction(*work, wanted.count(), first,
                                      (name + "_input_gradient").str(),
                                      (name + "_weight_gradient").str());
    Halves halves{wanted, pair.forward, pair.backward, {}, pair.backwardArguments()};
    if (pair.forward.getNumResults() == 0) { // everything was cheaper to compute again
      pair.forward->destroy();
      pair.backward->destroy();
      return std::nullopt;
    }
    finish(function, halves);
    return halves;
  }

  void finish(func::FuncOp function, Halves &halves) {
    Builder builder(function.getContext());
    llvm::BitVector unused(halves.first.getNumArguments());
    for (BlockArgument argument : halves.first.getArguments())
      if (argument.use_empty())
        unused.set(argument.getArgNumber());
      else
        halves.firstArguments.push_back(argument.getArgNumber());
    (void)halves.first.eraseArguments(unused);
    // Positions among arguments of the forward half are history.
    for (func::FuncOp half : {halves.first, halves.second})
      for (unsigned index = 0; index < half.getNumArguments(); ++index)
        for (StringRef name : {argumentAttribute, resultAttribute, residualAttribute})
          half.removeArgAttr(index, name);
    for (unsigned index = 0; index < halves.first.getNumResults(); ++index)
      halves.first.removeResultAttr(index, builder.getStringAttr(residualAttribute));
    if (function->hasAttr(actionAttrName)) {
      halves.first->setAttr(actionAttrName, builder.getStringAttr("input_gradient"));
      halves.second->setAttr(actionAttrName, builder.getStringAttr("weight_gradient"));
    }
    symbols.insert(halves.first, std::next(Block::iterator(function)));
    symbols.insert(halves.second, std::next(Block::iterator(halves.first)));
    if (firstOf.try_emplace(function, halves.first).second)
      replaced.push_back(function);
  }

  /// Which ops of `function` belong to the first half; calls in it are split.
  DenseSet<Operation *> findFirst(func::FuncOp function, const llvm::BitVector &wanted) {
    Block &body = function.front();
    llvm::BitVector none(wanted.size());
    DenseMap<Value, llvm::BitVector> reached; // the results that depend on a value
    auto reach = [&](Value value, const llvm::BitVector &results) {
      reached.try_emplace(value, none).first->second |= results;
    };
    auto isFirst = [&](Value value) {
      auto results = reached.find(value);
      if (results == reached.end())
        return false;
      return wanted.any() ? results->second.anyCommon(wanted) : results->second.count() > 1;
    };
    for (auto [index, value] : llvm::enumerate(body.getTerminator()->getOperands())) {
      llvm::BitVector result = none;
      reach(value, result.set(index));
    }
    DenseSet<Operation *> first;
    auto ops = llvm::map_to_vector(body.without_terminator(), [](Operation &op) { return &op; });
    for (Operation *next : llvm::reverse(ops)) {
      Operation &op = *next;
      llvm::BitVector results = none, late = none, early(op.getNumResults());
      for (OpResult result : op.getResults()) {
        auto found = reached.find(result);
        if (found == reached.end())
          continue;
        early[result.getResultNumber()] = isFirst(result);
        results |= found->second;
        if (!isFirst(result))
          late |= found->second;
      }
      Operation *whole = &op;
      func::FuncOp callee = backwardHalf(op);
      bool maySplit = callee && !early.all() && (early.any() || wanted.none());
      if (const Halves *halves = maySplit ? split(callee, early) : nullptr) {
        auto [firstCall, secondCall] = halves->replace(cast<func::CallOp>(op));
        for (Value operand : secondCall.getOperands())
          if (operand.getDefiningOp() != firstCall)
            reach(operand, late);
        whole = firstCall;
        first.insert(whole);
      } else if (early.any()) {
        first.insert(whole);
      }
      for (Value value : valuesReadBy(whole))
        reach(value, results);
    }
    return first;
  }

  SymbolTable &symbols;
  std::map<std::pair<Operation *, SmallVector<unsigned>>, std::optional<Halves>> splits;
  SmallVector<func::FuncOp> replaced;
  DenseMap<Operation *, func::FuncOp> firstOf;
};

struct SplitBackward : skein::passes::impl::SplitBackwardPassBase<SplitBackward> {
  using SplitBackwardPassBase::SplitBackwardPassBase;

  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    FailureOr<DenseSet<int64_t>> stages = findStages();
    if (failed(stages))
      return signalPassFailure();
    llvm::MapVector<func::FuncOp, std::pair<llvm::BitVector, SmallVector<func::CallOp>>> halves;
    for (auto step : getOperation().getOps<StepOp>())
      for (auto call : step.getBody().front().getOps<func::CallOp>())
        if (auto half = backwardOfStage(call, symbols);
            half && stages->contains(half->getAttrOfType<IntegerAttr>(stageAttrName).getInt())) {
          auto &[wanted, calls] = halves[half];
          wanted.resize(half.getNumResults());
          for (OpResult result : call.getResults())
            if (reachesBackward(result, symbols))
              wanted.set(result.getResultNumber());
          calls.push_back(call);
        }
    BackwardSplitter splitter(symbols);
    for (auto &[half, uses] : halves)
      if (const Halves *split = splitter.split(half, uses.first))
        for (func::CallOp call : uses.second)
          split->replace(call);
    splitter.eraseOriginals();
  }

private:
  /// The stages whose backward passes are to be split.
  FailureOr<DenseSet<int64_t>> findStages() {
    DenseSet<int64_t> stages;
    int64_t count = 0;
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (auto stage = function->getAttrOfType<IntegerAttr>(stageAttrName)) {
        stages.insert(stage.getInt());
        count = std::max(count, stage.getInt() + 1);
      }
    if (schedule.empty() || count == 0)
      return stages;
    auto chosen = pipeline::chooseSchedule({schedule, int(count), int(microBatches), int(chunks)});
    if (!chosen)
      return emitError(getOperation().getLoc()) << toString(chosen.takeError());
    stages.clear();
    for (ArrayRef<pipeline::Action> actions : chosen->devices)
      for (const pipeline::Action &action : actions)
        if (action.kind == pipeline::ActionKind::InputGradient)
          stages.insert(action.stage);
    return stages;
  }

  static func::FuncOp backwardOfStage(func::CallOp call, SymbolTable &symbols) {
    auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
    auto action = callee ? callee->getAttrOfType<StringAttr>(actionAttrName) : StringAttr();
    return action && action.getValue() == "backward" ? callee : func::FuncOp();
  }

  static bool reachesBackward(Value value, SymbolTable &symbols) {
    llvm::SetVector<Operation *> work(value.user_begin(), value.user_end());
    for (unsigned index = 0; index < work.size(); ++index) {
      if (auto call = dyn_cast<func::CallOp>(work[index]); call && backwardOfStage(call, symbols))
        return true;
      work.insert(work[index]->user_begin(), work[index]->user_end());
    }
    return false;
  }
};

} // namespace
