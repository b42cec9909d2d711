/// One op of the source gives one op of the target; here elementwise chains
/// become single ops, as one would write them.
#include "passes/adjoint/Functions.h"
#include "passes/import/Converter.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace skein::passes::stablehlo {
namespace {

/// A product of two tensors, which libraries recognise, and which must stay
/// one.
bool isProduct(linalg::LinalgOp op) {
  return op.getNumReductionLoops() > 0 && op.getNumDpsInputs() > 1;
}

/// Ops in the body of an op that reads nothing, up to which all its readers
/// compute it themselves: positions and what is counted from them.
constexpr size_t maxRepeatedOps = 4;

/// Whether the producer of `operand` moves into its only reader, or into all of
/// them if it reads nothing and is short. Every other element must still be
/// computed once, and not in a loop. Two uses by one reader are made one by
/// another pattern.
bool fuses(OpOperand *operand) {
  auto producer = operand->get().getDefiningOp<linalg::LinalgOp>();
  auto consumer = cast<linalg::LinalgOp>(operand->getOwner());
  if (producer->hasAttr(stopGradientAttribute) ||
      consumer->hasAttr(stopGradientAttribute))
    return false;
  if (producer.getNumDpsInputs() == 0 &&
      !llvm::hasNItemsOrMore(*producer.getBlock(), maxRepeatedOps + 2))
    return !isProduct(consumer);
  return producer->hasOneUse() && !isProduct(consumer) &&
         producer->getBlock() == consumer->getBlock() &&
         consumer.getMatchingIndexingMap(operand).isPermutation();
}

/// A copy that is marked as constant passes the mark to the op that computes
/// it, if nothing else reads that.
void resolveStops(ModuleOp module) {
  SmallVector<linalg::CopyOp> copies;
  module.walk([&](linalg::CopyOp copy) { copies.push_back(copy); });
  for (linalg::CopyOp copy : copies) {
    auto source = copy.getInputs()[0].getDefiningOp<linalg::LinalgOp>();
    if (!copy->hasAttr(stopGradientAttribute) || !source ||
        !source->hasOneUse())
      continue;
    source->setAttr(stopGradientAttribute, UnitAttr::get(copy.getContext()));
    copy->replaceAllUsesWith(source);
    copy.erase();
  }
}

} // namespace

LogicalResult simplify(ModuleOp module) {
  MLIRContext *context = module.getContext();
  PassManager cleanUp(context);
  cleanUp.addPass(createCanonicalizerPass());
  cleanUp.addPass(createLoopInvariantCodeMotionPass());
  cleanUp.addPass(createCSEPass());
  RewritePatternSet fusion(context);
  linalg::populateElementwiseOpsFusionPatterns(fusion, fuses);
  linalg::populateEraseUnusedOperandsAndResultsPatterns(fusion);
  // Chains may be as long as they like.
  GreedyRewriteConfig config;
  config.setMaxIterations(GreedyRewriteConfig::kNoLimit);
  if (failed(cleanUp.run(module)) ||
      failed(applyPatternsGreedily(module, std::move(fusion), config)) ||
      failed(cleanUp.run(module)))
    return failure();
  resolveStops(module);
  return success();
}

} // namespace skein::passes::stablehlo
