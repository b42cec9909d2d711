//===- DelayGradients.cpp - apply the gradients of the step before --------===//
#include "dialect/Skein.h"
#include "passes/Passes.h"
#include "passes/Slots.h"
#include "passes/SparseGradients.h"

#include "mlir/IR/SymbolTable.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_DELAYGRADIENTSPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

struct DelayGradients
    : skein::passes::impl::DelayGradientsPassBase<DelayGradients> {
  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    for (Operation &entry : getOperation().getOps())
      if (isa<StepOp, ProgramOp>(entry) && failed(delayAll(entry, symbols)))
        return signalPassFailure();
  }

private:
  LogicalResult delayAll(Operation &entry, SymbolTable &symbols) {
    SmallVector<ApplyGradientOp> updates;
    entry.walk([&](ApplyGradientOp update) { updates.push_back(update); });
    llvm::StringMap<ApplyGradientOp> updateOf;
    for (ApplyGradientOp update : updates) {
      if (update->getParentOp() != &entry)
        return update.emitOpError()
               << "is in a loop or a branch; its gradient cannot be delayed";
      if (update.getFactor() || update.getCondition())
        return update.emitOpError()
               << "scales or guards its gradient by values of this step, which "
                  "are not those of the gradient of the step before; expected "
                  "neither";
      auto [first, isNew] = updateOf.try_emplace(update.getVariable(), update);
      if (!isNew) {
        InFlightDiagnostic error = update.emitOpError();
        error << "updates @" << update.getVariable()
              << " again; a gradient can be delayed where it is the only one";
        error.attachNote(first->second.getLoc()) << "the first update";
        return error;
      }
    }
    for (ApplyGradientOp update : updates)
      if (failed(delay(update, entry, symbols)))
        return failure();
    return success();
  }

  /// Lets `update` take what the step before left, and leaves the gradient of
  /// this step for the next one, when all updates are done.
  LogicalResult delay(ApplyGradientOp update, Operation &entry,
                      SymbolTable &symbols) {
    auto variable = symbols.lookup<VariableOp>(update.getVariable());
    FailureOr<VariableOp> kept = skein::passes::getSlot(
        variable, "delayed", ZerosAttr::get(&getContext()), variable,
        "delaying its gradient", symbols);
    if (failed(kept))
      return failure();
    Value gradient = update.getGradient();
    if (auto read = gradient.getDefiningOp<ReadOp>(); read && read.getVariable() == kept->getSymName())
      return update.emitOpError() << "takes the gradient of the step before already";
    OpBuilder builder(update);
    if (isa<SparseGradientType>(gradient.getType())) {
      FailureOr<SparseGradientOp> pairs =
          skein::passes::findPairs(update, gradient);
      if (failed(pairs))
        return failure();
      gradient = skein::passes::createDense(builder, *pairs);
    }
    update.getGradientMutable().assign(ReadOp::create(
        builder, update.getLoc(), gradient.getType(), kept->getSymName()));
    builder.setInsertionPoint(entry.getRegion(0).front().getTerminator());
    AssignOp::create(builder, update.getLoc(), kept->getSymName(), gradient);
    return success();
  }
};

} // namespace
