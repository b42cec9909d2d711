//===- StageVariables.cpp - read what variables were one step before ------===//
#include "dialect/Skein.h"
#include "passes/Passes.h"
#include "passes/Slots.h"

#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_STAGEVARIABLESPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

struct StageVariables : skein::passes::impl::StageVariablesPassBase<StageVariables> {
  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    for (StepOp step : getOperation().getOps<StepOp>())
      if (failed(stage(step, symbols)))
        return signalPassFailure();
  }

private:
  /// Lets every read in front of the update of its variable give what the step before
  /// read there.
  static LogicalResult stage(StepOp step, SymbolTable &symbols) {
    Block &body = step.getBody().front();
    llvm::MapVector<VariableOp, SmallVector<ReadOp>> reads;
    for (auto update : body.getOps<ApplyGradientOp>())
      reads.insert({symbols.lookup<VariableOp>(update.getVariable()), {}});
    llvm::StringSet<> updated;
    step.walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (auto update = dyn_cast<ApplyGradientOp>(op))
        updated.insert(update.getVariable());
      auto read = dyn_cast<ReadOp>(op);
      auto found = read ? reads.find(symbols.lookup<VariableOp>(read.getVariable())) : reads.end();
      if (found != reads.end() && !updated.contains(read.getVariable()))
        found->second.push_back(read);
    });
    for (auto &[variable, users] : reads) {
      if (users.empty())
        continue;
      FailureOr<VariableOp> staged = getStaged(variable, symbols);
      if (failed(staged))
        return failure();
      for (ReadOp read : users)
        read.setVariable(staged->getSymName());
      OpBuilder builder = OpBuilder::atBlockBegin(&body);
      Value now = ReadOp::create(builder, users.front().getLoc(), variable.getType(),
                                 variable.getSymName());
      builder.setInsertionPoint(body.getTerminator());
      AssignOp::create(builder, users.front().getLoc(), staged->getSymName(), now);
    }
    return success();
  }

  /// The variable that holds what `variable` was; it begins as that does.
  static FailureOr<VariableOp> getStaged(VariableOp variable, SymbolTable &symbols) {
    std::string name = (variable.getSymName() + ".staged").str();
    if (Operation *existing = symbols.lookup(name)) {
      auto staged = dyn_cast<VariableOp>(existing);
      if (staged && staged.getType() == variable.getType())
        return staged;
      return variable.emitError() << "staging it needs the variable @" << name
                                  << ", but the name is taken by something else";
    }
    if (!variable.getInitializer())
      return variable.emitOpError("has no initialiser, so there is nothing that the first step "
                                  "could read of it; expected one");
    OpBuilder builder(variable->getContext());
    builder.setInsertionPointAfter(variable);
    auto staged = VariableOp::create(builder, variable.getLoc(), builder.getStringAttr(name),
                                     FlatSymbolRefAttr(), FlatSymbolRefAttr(),
                                     variable.getTypeAttr(), variable.getInitializerAttr());
    passes::storeAsPieceLike(variable, "staged", staged);
    symbols.insert(staged);
    return staged;
  }
};

} // namespace
