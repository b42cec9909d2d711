//===- Overlap.cpp - communicate while the device computes ----------------===//
#include "dialect/Skein.h"
#include "passes/Gradients.h"
#include "passes/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace skein;
using skein::passes::Gradient;

namespace skein::passes {
#define GEN_PASS_DEF_OVERLAPPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

/// Whether `op` only arranges elements anew, as packs do.
bool arranges(Operation *op) {
  return isa_and_nonnull<tensor::ConcatOp, tensor::ExtractSliceOp,
                         tensor::ExpandShapeOp, tensor::CollapseShapeOp>(op);
}

/// Replaces calls by the bodies of functions that nothing else calls.
class Inliner {
public:
  explicit Inliner(ModuleOp module) : symbols(module) {
    module.walk([&](func::CallOp call) { ++callCounts[call.getCallee()]; });
  }

  /// Inlines the functions that compute `value` and what it is arranged of,
  /// until the ops that do are in its block, or in functions that are called
  /// elsewhere too.
  void exposeProducers(OpOperand &value) {
    while (auto call = value.get().getDefiningOp<func::CallOp>()) {
      auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
      if (!callee || !callee.isPrivate() || !callee.getBody().hasOneBlock() ||
          callCounts.lookup(call.getCallee()) != 1)
        return;
      inlineCall(call, callee);
    }
    if (Operation *op = value.get().getDefiningOp(); arranges(op))
      for (OpOperand &operand : op->getOpOperands())
        exposeProducers(operand);
  }

private:
  void inlineCall(func::CallOp call, func::FuncOp callee) {
    Block &body = callee.getBody().front();
    for (auto [argument, operand] :
         llvm::zip(body.getArguments(), call.getOperands()))
      argument.replaceAllUsesWith(operand);
    call.replaceAllUsesWith(body.getTerminator()->getOperands());
    call->getBlock()->getOperations().splice(call->getIterator(),
                                             body.getOperations(), body.begin(),
                                             std::prev(body.end()));
    call.erase();
    // The forward half is one without a function for the other half now.
    if (auto forward =
            callee->getAttrOfType<FlatSymbolRefAttr>("skein.forward"))
      if (Operation *half = symbols.lookup(forward.getValue()))
        half->removeAttr("skein.backward");
    symbols.erase(callee);
  }

  SymbolTable symbols;
  llvm::StringMap<int64_t> callCounts;
};

/// Moves the ops of one program.
class Mover {
public:
  explicit Mover(ProgramOp program) : body(program.getBody().front()) {}

  /// Moves `op`, and what only arranges its operands, right behind what the
  /// operands come from; ops that come from one place stay in order.
  void moveUp(Operation *op) {
    Operation *last = nullptr;
    for (Value operand : op->getOperands()) {
      Operation *producer = operand.getDefiningOp();
      if (arranges(producer) && producer->getBlock() == &body)
        moveUp(producer);
      if (producer && (!last || last->isBeforeInBlock(producer)))
        last = producer;
    }
    Block::iterator place =
        last ? std::next(last->getIterator()) : body.begin();
    while (place != op->getIterator() && moved.contains(&*place))
      ++place;
    if (place != op->getIterator())
      op->moveBefore(&body, place);
    moved.insert(op);
  }

  /// Moves what computes with the result of `op`, and has no effect of its own,
  /// down to where it is used itself.
  void moveUsersDown(Operation *op) {
    llvm::SetVector<Operation *> users;
    users.insert(op);
    for (size_t i = 0; i < users.size(); ++i)
      for (Operation *user : users[i]->getUsers())
        if (user->getBlock() == &body && isMemoryEffectFree(user) &&
            !user->hasTrait<OpTrait::IsTerminator>())
          users.insert(user);
    SmallVector<Operation *> last = users.takeVector();
    llvm::sort(
        last, [](Operation *a, Operation *b) { return b->isBeforeInBlock(a); });
    for (Operation *user : last)
      if (Operation *first = firstUser(user); user != op && first)
        user->moveBefore(first);
  }

private:
  Operation *firstUser(Operation *op) {
    Operation *first = nullptr;
    for (Operation *user : op->getUsers()) {
      Operation *ancestor = body.findAncestorOpInBlock(*user);
      if (!first || ancestor->isBeforeInBlock(first))
        first = ancestor;
    }
    return first;
  }

  Block &body;
  llvm::DenseSet<Operation *> moved;
};

StringRef variableOf(Operation *op) {
  return op->getAttrOfType<FlatSymbolRefAttr>("variable").getValue();
}

/// What takes reduced values at the top of a program: updates and assignments.
struct Sink {
  Operation *op;
  Operation *lastReduction; // that it waits for
};

/// The sinks of `program`, if they may change places: behind the first of them,
/// each variable is touched by one of them and by nothing else.
SmallVector<Sink> movableSinks(ProgramOp program) {
  SmallVector<Sink> sinks;
  llvm::StringMap<int64_t> touched;
  for (Operation &op : program.getBody().front()) {
    Value value;
    if (auto update = dyn_cast<ApplyGradientOp>(op))
      value = update.getGradient();
    else if (auto assign = dyn_cast<AssignOp>(op))
      value = assign.getValue();
    Operation *last = nullptr;
    if (value)
      for (AllReduceOp reduce : passes::findReductions(value))
        if (!last || last->isBeforeInBlock(reduce))
          last = reduce;
    if (last)
      sinks.push_back({&op, last});
    if (!sinks.empty())
      op.walk([&](Operation *inner) {
        if (isa<ReadOp, AssignOp, ApplyGradientOp>(inner))
          ++touched[variableOf(inner)];
      });
  }
  if (llvm::any_of(sinks, [&](const Sink &sink) {
        return touched[variableOf(sink.op)] != 1;
      }))
    return {};
  return sinks;
}

struct Overlap : skein::passes::impl::OverlapPassBase<Overlap> {
  void runOnOperation() override {
    Inliner inliner(getOperation());
    for (ProgramOp program : getOperation().getOps<ProgramOp>())
      overlap(program, inliner);
  }

private:
  void overlap(ProgramOp program, Inliner &inliner) {
    for (const Gradient &gradient : passes::findGradients(program))
      inliner.exposeProducers(gradient.reduce().getInputMutable());
    SmallVector<AllGatherOp> gathers = findGathers(program);
    for (AllGatherOp gather : gathers)
      inliner.exposeProducers(gather.getInputMutable());
    SmallVector<AllReduceOp> reductions = findReductions(program);
    // In the order in which they become ready, which is that of the stream.
    llvm::stable_sort(reductions, [](AllReduceOp a, AllReduceOp b) {
      return passes::isReadyBefore(a.getInput(), b.getInput());
    });
    Mover mover(program);
    for (AllReduceOp reduce : reductions) {
      reduce.setStream(Stream::Communication);
      mover.moveUp(reduce);
    }
    for (AllGatherOp gather : gathers) {
      gather.setStream(Stream::Communication);
      mover.moveUp(gather);
    }
    orderSinks(program);
    for (AllReduceOp reduce : reductions)
      mover.moveUsersDown(reduce);
    for (AllGatherOp gather : gathers)
      mover.moveUsersDown(gather);
  }

  /// Those of indices and rows of sparse gradients, what is gathered first before
  /// what is gathered from it.
  static SmallVector<AllGatherOp> findGathers(ProgramOp program) {
    llvm::SetVector<Operation *> found;
    for (auto update : program.getBody().front().getOps<ApplyGradientOp>())
      if (auto pairs = update.getGradient().getDefiningOp<SparseGradientOp>())
        for (Value value : pairs->getOperands()) {
          SmallVector<Operation *> nest;
          while (auto gather = value.getDefiningOp<AllGatherOp>()) {
            if (gather->getParentOp() != program)
              break;
            nest.push_back(gather);
            value = gather.getInput();
          }
          found.insert(nest.rbegin(), nest.rend());
        }
    return llvm::map_to_vector(
        found, [](Operation *op) { return cast<AllGatherOp>(op); });
  }

  /// Those of gradients, and of values that are reported or kept but not
  /// computed with.
  static SmallVector<AllReduceOp> findReductions(ProgramOp program) {
    llvm::SetVector<Operation *> found;
    for (const Gradient &gradient : passes::findGradients(program))
      found.insert(gradient.reduce());
    for (auto reduce : program.getBody().front().getOps<AllReduceOp>())
      if (!reduce->use_empty() &&
          llvm::all_of(reduce->getUsers(), [](Operation *user) {
            return isa<AssignOp, skein::ReturnOp>(user);
          }))
        found.insert(reduce);
    return llvm::map_to_vector(
        found, [](Operation *op) { return cast<AllReduceOp>(op); });
  }

  /// What is reduced first is applied first, and all of it at the end.
  static void orderSinks(ProgramOp program) {
    SmallVector<Sink> sinks = movableSinks(program);
    llvm::stable_sort(sinks, [](const Sink &a, const Sink &b) {
      return a.lastReduction->isBeforeInBlock(b.lastReduction);
    });
    for (const Sink &sink : sinks)
      sink.op->moveBefore(program.getBody().front().getTerminator());
  }
};

} // namespace
