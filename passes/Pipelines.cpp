//===- Pipelines.cpp - the order of passes --------------------------------===//
#include "passes/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

void skein::passes::buildSingleDevice(OpPassManager &manager) {
  manager.addPass(createDifferentiatePass());
  manager.addPass(createExpandOptimizersPass());
}

void skein::passes::buildToBuffers(OpPassManager &manager) {
  manager.addPass(createStripDistributionPass());
  manager.addPass(createProgramToFunctionPass());
  // No CSE on tensors: it would make one value, and then a copy per use, of the
  // zeros that many ops start from.
  OpPassManager &onTensors = manager.nest<func::FuncOp>();
  onTensors.addPass(createConvertElementwiseToLinalgPass());
  // Before fusion, which would take contractions apart.
  onTensors.addPass(createDispatchToLibraryPass());
  onTensors.addPass(createFuseElementwisePass());
  manager.addPass(createBufferizePass());
  OpPassManager &onBuffers = manager.nest<func::FuncOp>();
  onBuffers.addPass(createCanonicalizerPass());
  // Before memory is planned: shared memory hides that ops are independent.
  onBuffers.addPass(createEmitKernelsPass());
  onBuffers.addPass(createCanonicalizerPass());
  onBuffers.addPass(createCSEPass());
  onBuffers.addPass(createPlanMemoryPass());
}

void skein::passes::buildToExecutable(OpPassManager &manager) {
  buildToBuffers(manager);
  manager.addPass(createToLLVMPass());
}

void skein::passes::registerAll() {
  registerSkeinPasses();
  PassPipelineRegistration<>("skein-to-buffers",
                             "Programs to functions over planned memory",
                             buildToBuffers);
  PassPipelineRegistration<>("skein-to-executable",
                             "Programs to the LLVM dialect", buildToExecutable);
}
