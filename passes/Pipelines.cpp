//===- Pipelines.cpp - the order of passes --------------------------------===//
#include "passes/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassOptions.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace skein::passes;

namespace {

/// The options of the passes, under their names.
struct DistributeOptions : PassPipelineOptions<DistributeOptions> {
  Option<std::string> mesh{*this, "mesh",
                           llvm::cl::desc("Axes and their numbers of devices, such as data:4,model:2; "
                                          "one device without any")};
  Option<std::string> batchAxis{
      *this, "batch-axis",
      llvm::cl::desc("Axes that the batch is split over, such as node,gpu; by default data, else all")};
  Option<BatchMode> batch{
      *this, "batch", llvm::cl::desc("Whether devices share the batch or each has its own"),
      llvm::cl::init(BatchMode::Split),
      llvm::cl::values(
          clEnumValN(BatchMode::Split, "split", "devices share one batch"),
          clEnumValN(BatchMode::PerReplica, "per-replica", "each device has a batch"))};
  Option<Reduction> reduction{
      *this, "reduction",
      llvm::cl::desc("How gradients of replicas with batches of their own combine"),
      llvm::cl::init(Reduction::Sum),
      llvm::cl::values(clEnumValN(Reduction::Sum, "sum", "their sum"),
                       clEnumValN(Reduction::Mean, "mean", "their mean"))};
};

} // namespace

static void buildDistribute(OpPassManager &manager, const DistributeOptions &options) {
  // On functions for one device: partial sums of gradients are then ordinary
  // reductions, which partitioning finds.
  manager.addPass(createDifferentiatePass());
  manager.addPass(
      createPartitionPass({options.mesh, options.batchAxis, options.batch}));
  manager.addPass(createSynchronizePass({options.reduction}));
  // Last, since synchronizing looks for gradients at skein.apply_gradient.
  manager.addPass(createExpandOptimizersPass());
}

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
  PassPipelineRegistration<DistributeOptions>(
      "skein-distribute", "Steps for one device to programs on a mesh", buildDistribute);
  PassPipelineRegistration<>("skein-to-buffers",
                             "Programs to functions over planned memory",
                             buildToBuffers);
  PassPipelineRegistration<>("skein-to-executable",
                             "Programs to the LLVM dialect", buildToExecutable);
}
