//===- Pipelines.cpp - the order of passes --------------------------------===//
#include "passes/Passes.h"
#include "passes/pipeline/Schedule.h"

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
  Option<bool> denseGradients{
      *this, "dense-gradients",
      llvm::cl::desc("Make gradients sparse only where the text asks for it"),
      llvm::cl::init(false)};
  Option<bool> mergeRows{
      *this, "merge-rows",
      llvm::cl::desc("Add up equal rows of sparse gradients for SGD, too"),
      llvm::cl::init(false)};
  ListOption<std::string> densify{
      *this, "densify-variables",
      llvm::cl::desc("Names of variables whose sparse gradients become tensors")};
  Option<std::string> mesh{*this, "mesh",
                           llvm::cl::desc("Axes and their numbers of devices, such as data:4,model:2; "
                                          "one device without any")};
  Option<std::string> batchAxis{
      *this, "batch-axis",
      llvm::cl::desc("Axes that the batch is split over, such as node,gpu; by default data, else all but pipe")};
  Option<BatchMode> batch{
      *this, "batch", llvm::cl::desc("Whether devices share the batch or each has its own"),
      llvm::cl::init(BatchMode::Split),
      llvm::cl::values(
          clEnumValN(BatchMode::Split, "split", "devices share one batch"),
          clEnumValN(BatchMode::PerReplica, "per-replica", "each device has a batch"))};
  Option<int64_t> stages{*this, "stages", llvm::cl::init(0),
                         llvm::cl::desc("Stages of a pipeline, on all devices along pipe together; by "
                                        "default as many for each as the schedule is made for")};
  Option<std::string> schedule{*this, "schedule", llvm::cl::init("1f1b"),
                               llvm::cl::desc("Option schedule of skein-schedule-stages")};
  Option<StagePartition> partition{
      *this, "partition", llvm::cl::desc("Which layers make a stage"),
      llvm::cl::init(StagePartition::Balanced),
      llvm::cl::values(
          clEnumValN(StagePartition::Balanced, "balanced", "the slowest stage is as fast as can be"),
          clEnumValN(StagePartition::Cumulative, "cumulative",
                     "by shares of forward work, as Lingvo does"),
          clEnumValN(StagePartition::Layers, "layers", "as the option layers says"))};
  ListOption<int64_t> layers{*this, "layers", llvm::cl::desc("Option layers of skein-cut-stages")};
  Option<int64_t> deviceBytes{*this, "device-bytes", llvm::cl::init(0),
                              llvm::cl::desc("Option device-bytes of skein-cut-stages")};
  ListOption<std::string> recompute{*this, "recompute",
                                    llvm::cl::desc("Option recompute of skein-cut-stages")};
  Option<int64_t> microBatches{
      *this, "micro-batches",
      llvm::cl::desc("Parts of a batch that each device runs one after another"),
      llvm::cl::init(1)};
  Option<bool> perPartStatistics{
      *this, "per-part-statistics",
      llvm::cl::desc("Let micro-batches use statistics of their own where the gradients need "
                     "the whole batch"),
      llvm::cl::init(false)};
  Option<Reduction> reduction{
      *this, "reduction",
      llvm::cl::desc("How gradients of replicas with batches of their own combine"),
      llvm::cl::init(Reduction::Sum),
      llvm::cl::values(clEnumValN(Reduction::Sum, "sum", "their sum"),
                       clEnumValN(Reduction::Mean, "mean", "their mean"),
                       clEnumValN(Reduction::MeanOfMeans, "mean-of-means",
                                  "the mean over workers of the means in them"))};
  Option<RowReduction> rowReduction{
      *this, "row-reduction", llvm::cl::desc("How sparse gradients of such replicas combine"),
      llvm::cl::init(RowReduction::AsTensors),
      llvm::cl::values(clEnumValN(RowReduction::AsTensors, "as-tensors", "as reduction says"),
                       clEnumValN(RowReduction::Sum, "sum", "their sum"),
                       clEnumValN(RowReduction::RowMean, "row-mean",
                                  "the mean of each row over those that have it"))};
  Option<Compression> compress{
      *this, "compress", llvm::cl::desc("What gradients are sent as"),
      llvm::cl::init(Compression::None),
      llvm::cl::values(clEnumValN(Compression::None, "none", "as they are"),
                       clEnumValN(Compression::F16, "f16", "rounded to f16"),
                       clEnumValN(Compression::BF16, "bf16", "rounded to bf16"),
                       clEnumValN(Compression::Int8, "int8", "8 bits and a scale"),
                       clEnumValN(Compression::PowerSgd, "power-sgd", "two factors of low rank"),
                       clEnumValN(Compression::TopK, "top-k", "some elements and where they are"))};
  Option<ErrorFeedback> compressErrorFeedback{
      *this, "compress-error-feedback",
      llvm::cl::desc("Option error-feedback of skein-compress-gradients"),
      llvm::cl::init(ErrorFeedback::Auto),
      llvm::cl::values(clEnumValN(ErrorFeedback::Auto, "auto", "for power-sgd and top-k"),
                       clEnumValN(ErrorFeedback::On, "on", "yes"),
                       clEnumValN(ErrorFeedback::Off, "off", "no"))};
  Option<int64_t> compressRank{*this, "compress-rank", llvm::cl::init(4),
                               llvm::cl::desc("Option rank of skein-compress-gradients")};
  Option<std::string> compressK{*this, "compress-k", llvm::cl::init("5%"),
                                llvm::cl::desc("Option k of skein-compress-gradients")};
  Option<int64_t> compressMinElements{
      *this, "compress-min-elements", llvm::cl::init(1024),
      llvm::cl::desc("Option min-elements of skein-compress-gradients")};
  Option<PackPolicy> pack{
      *this, "pack", llvm::cl::desc("Which gradients share a pack"),
      llvm::cl::init(PackPolicy::None),
      llvm::cl::values(
          clEnumValN(PackPolicy::None, "none", "each is reduced alone"),
          clEnumValN(PackPolicy::SmallRuns, "small-runs", "runs of small ones"),
          clEnumValN(PackPolicy::ReverseFill, "reverse-fill",
                     "from the last one on, until a pack is too large"),
          clEnumValN(PackPolicy::FixedCount, "fixed-count", "a number of equal pieces"),
          clEnumValN(PackPolicy::BytesPerPack, "bytes-per-pack",
                     "from the first one on, until a pack is large enough"),
          clEnumValN(PackPolicy::Bucket, "bucket", "as they become ready, up to a size"),
          clEnumValN(PackPolicy::Groups, "groups", "those of one group of #skein.all_reduce"))};
  Option<int64_t> packMaxBytes{*this, "pack-max-bytes", llvm::cl::init(-1),
                               llvm::cl::desc("Option max-bytes of skein-pack-gradients")};
  Option<int64_t> packMaxGroup{*this, "pack-max-group", llvm::cl::init(-1),
                               llvm::cl::desc("Option max-group of skein-pack-gradients")};
  Option<int64_t> packCount{*this, "pack-count", llvm::cl::init(-1),
                            llvm::cl::desc("Option count of skein-pack-gradients")};
  Option<int64_t> packFirstBytes{*this, "pack-first-bytes", llvm::cl::init(-1),
                                 llvm::cl::desc("Option first-bytes of skein-pack-gradients")};
  Option<MixedPrecision> mixedPrecision{
      *this, "mixed-precision", llvm::cl::desc("Type of the factors of products"),
      llvm::cl::init(MixedPrecision::None),
      llvm::cl::values(clEnumValN(MixedPrecision::None, "none", "as the text says"),
                       clEnumValN(MixedPrecision::F16, "f16", "f16, summed in f32"),
                       clEnumValN(MixedPrecision::BF16, "bf16", "bf16, summed in f32"))};
  ListOption<std::string> keepFunctions{
      *this, "keep-functions", llvm::cl::desc("Functions that mixed precision leaves in f32")};
  ListOption<std::string> keepOps{*this, "keep-ops",
                                  llvm::cl::desc("More ops that mixed precision leaves in f32")};
  Option<LossScale> lossScale{
      *this, "loss-scale", llvm::cl::desc("How the loss is scaled"),
      llvm::cl::init(LossScale::None),
      llvm::cl::values(
          clEnumValN(LossScale::None, "none", "not at all"),
          clEnumValN(LossScale::Static, "static", "by initial-scale for ever"),
          clEnumValN(LossScale::Dynamic, "dynamic", "as large as gradients stay finite"))};
  Option<double> initialScale{*this, "initial-scale", llvm::cl::desc("Scale of the first step"),
                              llvm::cl::init(32768)};
  Option<int64_t> growthInterval{
      *this, "growth-interval", llvm::cl::desc("Good steps in a row after which the scale grows"),
      llvm::cl::init(2000)};
  Option<double> growthFactor{*this, "growth-factor", llvm::cl::desc("What the scale grows by"),
                              llvm::cl::init(2)};
  Option<double> backoffFactor{
      *this, "backoff-factor",
      llvm::cl::desc("What the scale is multiplied by after a skipped step"), llvm::cl::init(0.5)};
  Option<double> minScale{*this, "min-scale", llvm::cl::desc("Smallest scale"), llvm::cl::init(1)};
  Option<double> maxScale{*this, "max-scale", llvm::cl::desc("Largest scale"),
                          llvm::cl::init(16777216)};
  Option<double> clipValue{*this, "clip-value",
                           llvm::cl::desc("Largest size of an element of a gradient; 0 for no limit"),
                           llvm::cl::init(0)};
  Option<double> clipNorm{*this, "clip-norm",
                          llvm::cl::desc("Largest norm of all gradients; 0 for no limit"),
                          llvm::cl::init(0)};
  Option<double> averageDecay{
      *this, "average-decay",
      llvm::cl::desc("Part of the moving average of a variable that one step keeps; 0 for no average"),
      llvm::cl::init(0)};
  Option<AverageSchedule> averageSchedule{
      *this, "average-schedule", llvm::cl::desc("How the first steps count in averages"),
      llvm::cl::init(AverageSchedule::Constant),
      llvm::cl::values(
          clEnumValN(AverageSchedule::Constant, "constant", "like all others"),
          clEnumValN(AverageSchedule::StepDependent, "step-dependent", "more"),
          clEnumValN(AverageSchedule::Debiased, "debiased", "as if the average began there"))};
  ListOption<std::string> averageIn{
      *this, "average-in", llvm::cl::desc("Steps that read averages, such as evaluate")};
  Option<bool> stageVariables{*this, "stage-variables", llvm::cl::init(false),
                              llvm::cl::desc("Read the variables of the step before")};
  Option<bool> delayGradients{*this, "delay-gradients", llvm::cl::init(false),
                              llvm::cl::desc("Apply the gradients of the step before")};
  Option<std::string> allReduce{
      *this, "all-reduce",
      llvm::cl::desc("How all-reduces are carried out, such as pscpu:2k:xring; by default as the "
                     "fabric chooses")};
  Option<std::string> strategy{
      *this, "strategy",
      llvm::cl::desc("Option preset of skein-annotate-strategy, such as parallax; by default records "
                     "of the text, else all-reduces")};
  Option<int64_t> servers{*this, "servers", llvm::cl::init(-1),
                          llvm::cl::desc("Option servers of skein-annotate-strategy")};
  Option<Placement> placement{
      *this, "placement", llvm::cl::desc("Option placement of skein-annotate-strategy"),
      llvm::cl::init(Placement::AsPreset),
      llvm::cl::values(
          clEnumValN(Placement::AsPreset, "as-preset", "as the strategy says"),
          clEnumValN(Placement::First, "first", "always the first"),
          clEnumValN(Placement::RoundRobin, "round-robin", "the one behind the last one"),
          clEnumValN(Placement::GreedyBytes, "greedy-bytes", "that with the fewest bytes"),
          clEnumValN(Placement::GreedyElements, "greedy-elements", "that with the fewest elements"))};
  Option<bool> sync{*this, "sync", llvm::cl::init(true),
                    llvm::cl::desc("Option sync of skein-annotate-strategy")};
  Option<int64_t> staleness{*this, "staleness", llvm::cl::init(0),
                            llvm::cl::desc("Option staleness of skein-annotate-strategy")};
  Option<bool> inTurn{*this, "in-turn", llvm::cl::init(false),
                      llvm::cl::desc("Option in-turn of skein-annotate-strategy")};
  Option<int64_t> replicasToAggregate{
      *this, "replicas-to-aggregate", llvm::cl::init(-1),
      llvm::cl::desc("Option replicas-to-aggregate of skein-annotate-strategy")};
  Option<int64_t> initialTokens{*this, "initial-tokens", llvm::cl::init(-1),
                                llvm::cl::desc("Option initial-tokens of skein-annotate-strategy")};
  Option<bool> localCopy{*this, "local-copy", llvm::cl::init(false),
                         llvm::cl::desc("Option local-copy of skein-annotate-strategy")};
  Option<int64_t> copyBelow{*this, "copy-below", llvm::cl::init(0),
                            llvm::cl::desc("Option copy-below of skein-annotate-strategy")};
  Option<int64_t> chunkSize{*this, "chunk-size", llvm::cl::init(128),
                            llvm::cl::desc("Option chunk-size of skein-annotate-strategy")};
  Option<uint64_t> axisSeed{*this, "axis-seed", llvm::cl::init(0),
                            llvm::cl::desc("Option axis-seed of skein-annotate-strategy")};
  Option<bool> overlap{*this, "overlap", llvm::cl::init(false),
                       llvm::cl::desc("Reduce gradients while the device computes")};
};

} // namespace

/// Devices along `pipe` and along all other axes of `mesh`; what is wrong with it, other
/// passes say.
static std::pair<int64_t, int64_t> countDevices(StringRef mesh) {
  std::pair<int64_t, int64_t> devices{0, 1};
  for (StringRef part : llvm::split(mesh, ',')) {
    auto [name, text] = part.split(':');
    int64_t size = 1;
    if (text.getAsInteger(10, size))
      continue;
    if (name == pipeAxis)
      devices.first = size;
    else
      devices.second *= size;
  }
  return devices;
}

/// Stages on each device that a schedule has unless somebody says how many.
static int64_t defaultChunks(StringRef schedule) {
  for (const pipeline::ScheduleFamily &family : pipeline::scheduleFamilies())
    if (family.name == schedule)
      return family.defaultChunks;
  return 1;
}

/// Stages of all devices together, and on each; 0 if the schedule is to say that.
static int64_t stagesOf(const DistributeOptions &options, std::pair<int64_t, int64_t> devices) {
  if (options.stages)
    return options.stages;
  return devices.first ? devices.first * defaultChunks(options.schedule) : 1;
}
static int64_t chunksOf(const DistributeOptions &options, std::pair<int64_t, int64_t> devices) {
  return devices.first ? stagesOf(options, devices) / devices.first : 0;
}

static void addCutStages(OpPassManager &manager, const DistributeOptions &options,
                         std::pair<int64_t, int64_t> devices) {
  CutStagesPassOptions cut;
  cut.stages = stagesOf(options, devices);
  cut.schedule = options.schedule;
  cut.microBatches = options.microBatches;
  cut.chunks = chunksOf(options, devices);
  cut.partition = options.partition;
  llvm::append_range(cut.layers, options.layers);
  cut.deviceBytes = options.deviceBytes;
  cut.replicas = devices.second;
  llvm::append_range(cut.recompute, options.recompute);
  manager.addPass(createCutStagesPass(std::move(cut)));
}

static void buildDistribute(OpPassManager &manager, const DistributeOptions &options,
                            const std::string &mesh) {
  std::pair<int64_t, int64_t> devices = countDevices(mesh);
  bool isPipeline = devices.first > 0 || options.stages > 0;
  // Before anything else gets to see variables.
  if (isPipeline)
    manager.addPass(createUnstackLayersPass());
  if (options.stageVariables)
    manager.addPass(createStageVariablesPass());
  if (options.mixedPrecision != MixedPrecision::None) {
    MixedPrecisionPassOptions mixed;
    mixed.f16 = options.mixedPrecision == MixedPrecision::F16;
    mixed.bf16 = options.mixedPrecision == MixedPrecision::BF16;
    llvm::append_range(mixed.keepFunctions, options.keepFunctions);
    llvm::append_range(mixed.keepOps, options.keepOps);
    manager.addPass(createMixedPrecisionPass(std::move(mixed)));
  }
  // Before the loss is scaled: a step that is skipped changes no average.
  if (options.averageDecay != 0) {
    AverageVariablesPassOptions average{options.averageDecay, options.averageSchedule, {}};
    llvm::append_range(average.readIn, options.averageIn);
    manager.addPass(createAverageVariablesPass(std::move(average)));
  }
  if (options.lossScale != LossScale::None)
    manager.addPass(createScaleLossPass({options.lossScale, options.initialScale,
                                         options.growthInterval, options.growthFactor,
                                         options.backoffFactor, options.minScale,
                                         options.maxScale}));
  if (options.clipValue != 0 || options.clipNorm != 0)
    manager.addPass(createClipGradientsPass({options.clipValue, options.clipNorm}));
  // Before differentiation, so that each stage has a forward and a backward half.
  // Without a pipeline all of a loss is one stage, which policies are for.
  if (isPipeline || !options.recompute.empty())
    addCutStages(manager, options, devices);
  // On functions for one device: partial sums of gradients are then ordinary
  // reductions, which partitioning finds.
  manager.addPass(createDifferentiatePass({options.denseGradients}));
  if (isPipeline)
    manager.addPass(createSplitBackwardPass(
        {options.schedule, options.microBatches, chunksOf(options, devices)}));
  // Before the batch is split: what is sent depends on it.
  if (!options.densify.empty()) {
    DensifyGradientsPassOptions densify;
    llvm::append_range(densify.variables, options.densify);
    manager.addPass(createDensifyGradientsPass(densify));
  }
  // When it is known which gradients are sparse. Options that only a strategy has are
  // refused without one.
  bool annotates = !options.strategy.empty() || options.servers != -1;
  if (annotates)
    manager.addPass(createAnnotateStrategyPass(
        {options.strategy, options.servers, options.placement, options.sync, options.staleness,
         options.inTurn, options.replicasToAggregate, options.initialTokens, options.localCopy,
         options.copyBelow, options.chunkSize, options.axisSeed}));
  // Before anything is inferred about gradients, so that each piece has its own.
  manager.addPass(createShardVariablesPass());
  manager.addPass(
      createAccumulateGradientsPass({options.microBatches, options.perPartStatistics}));
  manager.addPass(
      createPartitionPass({mesh, options.batchAxis, options.batch}));
  manager.addPass(createSynchronizePass({options.reduction, options.rowReduction}));
  // Before anything looks at the gradients of a program: those of one device.
  if (isPipeline)
    manager.addPass(createScheduleStagesPass({options.schedule}));
  // Before packing, since factors are of a matrix.
  if (options.compress != Compression::None) {
    CompressGradientsPassOptions compression;
    compression.method = options.compress;
    compression.errorFeedback = options.compressErrorFeedback;
    compression.rank = options.compressRank;
    compression.k = options.compressK;
    compression.minElements = options.compressMinElements;
    manager.addPass(createCompressGradientsPass(compression));
  }
  // What is kept is the reduced gradient, so that it is the same on all devices.
  if (options.delayGradients)
    manager.addPass(createDelayGradientsPass());
  // A strategy says which gradients are reduced together, too.
  bool byGroups = annotates && options.pack.getNumOccurrences() == 0;
  manager.addPass(createPackGradientsPass({byGroups ? PackPolicy::Groups : options.pack.getValue(),
                                           options.packMaxBytes, options.packMaxGroup,
                                           options.packCount, options.packFirstBytes}));
  // Packs are made of what is ready at the same time, whenever that is.
  if (options.overlap)
    manager.addPass(createOverlapPass());
  // When it is known what is reduced in one piece.
  if (!options.allReduce.empty())
    manager.addPass(createLowerAllReducePass({options.allReduce}));
  // Last, since these look for gradients at skein.apply_gradient.
  manager.addPass(createExpandOptimizersPass({options.mergeRows}));
  manager.addPass(createVerifyProgressPass());
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
  // Before fusion, which would merge ops of different actions.
  onTensors.addPass(createLowerPipelinesPass());
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
      "skein-distribute", "Steps for one device to programs on a mesh",
      [](OpPassManager &manager, const DistributeOptions &options) {
        buildDistribute(manager, options, options.mesh);
      });
  PassPipelineRegistration<DistributeOptions>(
      "skein-pipeline", "The same, on devices along one axis, pipe, unless mesh says otherwise",
      [](OpPassManager &manager, const DistributeOptions &options) {
        int64_t devices = std::max<int64_t>(options.stages / defaultChunks(options.schedule), 1);
        buildDistribute(manager, options,
                        options.mesh.empty() ? (pipeAxis + ":" + Twine(devices)).str()
                                             : options.mesh.getValue());
      });
  PassPipelineRegistration<>("skein-to-buffers",
                             "Programs to functions over planned memory",
                             buildToBuffers);
  PassPipelineRegistration<>("skein-to-executable",
                             "Programs to the LLVM dialect", buildToExecutable);
}
