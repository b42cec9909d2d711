//===- VerifyProgress.cpp - no program waits for ever ---------------------===//
#include "passes/Passes.h"
#include "passes/ProgressReports.h"

using namespace mlir;

namespace skein::passes {
#define GEN_PASS_DEF_VERIFYPROGRESSPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

struct VerifyProgressPass : skein::passes::impl::VerifyProgressPassBase<VerifyProgressPass> {
  using VerifyProgressPassBase::VerifyProgressPassBase;

  void runOnOperation() override {
    if (failed(skein::passes::verifyProgress(getOperation(), leftovers)))
      return signalPassFailure();
    markAllAnalysesPreserved();
  }
};

} // namespace
