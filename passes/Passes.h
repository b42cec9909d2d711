//===- Passes.h - all passes and pipelines ----------------------*- C++ -*-===//
#ifndef SKEIN_PASSES_PASSES_H
#define SKEIN_PASSES_PASSES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace skein::passes {

/// The axis of a mesh along which devices have stages of a pipeline.
inline constexpr llvm::StringLiteral pipeAxis = "pipe";

/// What the batch of a step means on a mesh.
enum class BatchMode {
  Split,      ///< one batch, cut into pieces: the numbers are those of one device
  PerReplica, ///< every device runs a batch of its own of that size
};

/// How the gradients of replicas that run batches of their own combine.
enum class Reduction {
  Sum,
  Mean,
  MeanOfMeans, ///< over workers, which the first axis numbers, of the means in them
};

/// The same for sparse gradients.
enum class RowReduction {
  AsTensors,
  Sum,
  RowMean, ///< of each row over the replicas that have it
};

/// Which server a variable gets.
enum class Placement {
  AsPreset, ///< as its strategy says
  First,
  RoundRobin,
  GreedyBytes,
  GreedyElements,
};

/// Which gradients are reduced together.
enum class PackPolicy { None, SmallRuns, ReverseFill, FixedCount, BytesPerPack, Bucket, Groups };

/// Which layers make a stage of a pipeline.
enum class StagePartition {
  Balanced,   ///< the slowest stage is as fast as can be
  Cumulative, ///< by shares of forward work, as Lingvo's GPipe does
  Layers,     ///< given
};

/// The type of what products read.
enum class MixedPrecision { None, F16, BF16 };

/// How the loss is scaled, so that gradients do not vanish in narrow types.
enum class LossScale { None, Static, Dynamic };

/// How fast a moving average forgets.
enum class AverageSchedule {
  Constant,      ///< always as `average-decay` says
  StepDependent, ///< faster in the first steps
  Debiased,      ///< as if it had been an average from the first step on
};

/// What gradients are sent as.
enum class Compression {
  None,
  F16,
  BF16,
  Int8,     ///< with a scale for what each device sends
  PowerSgd, ///< two factors of low rank
  TopK,     ///< the elements of largest absolute value, and where they are
};

/// Whether devices add what compression left out to the next gradient.
enum class ErrorFeedback {
  Auto, ///< where the method needs it
  On,
  Off,
};

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "passes/Passes.h.inc"

/// Writes out gradients and optimisers where nothing is to be distributed any
/// more.
void buildSingleDevice(mlir::OpPassManager &manager);

/// From distributed programs, or steps for one device, to functions over buffers
/// that were placed in an arena: `--skein-to-buffers`.
void buildToBuffers(mlir::OpPassManager &manager);

/// From there on to the LLVM dialect: `--skein-to-executable`.
void buildToExecutable(mlir::OpPassManager &manager);

/// Registers every pass and pipeline of Skein by its command-line name.
void registerAll();

} // namespace skein::passes

#endif // SKEIN_PASSES_PASSES_H
