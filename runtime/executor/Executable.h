//===- Executable.h - A loaded program --------------------------*- C++ -*-===//
//
// What the loader makes of a level-1 module and the executor runs: the meshes,
// the variables, the hosted objects, and per program the buffers that its
// machine code expects. Free of MLIR.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_EXECUTOR_EXECUTABLE_H
#define SKEIN_RUNTIME_EXECUTOR_EXECUTABLE_H

#include "runtime/fabric/Mesh.h"
#include "runtime/objects/Specs.h"
#include "runtime/tensor/HostTensor.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct skrt_context;

namespace skein::runtime {

/// Axis `axis` of the mesh cuts dimension `dim` in equal pieces, in the order
/// of its coordinates.
struct Split {
  int64_t axis = 0;
  int64_t dim = 0;
};

/// A block of a tensor that the single-device program has as a whole.
struct PartOf {
  std::string name; // of the tensor
  Shape shape;      // its own
  Shape offset;     // where the block begins
};

/// What the buffer of one device is, and which part of the global tensor it
/// holds. Along axes that no split names, all devices hold the same.
/// `splits` has the axes that cut the same dimension outer first; the global
/// extent of a dimension is the local one times the sizes of the axes that cut
/// it.
struct TensorSpec {
  std::string name; // without sigil, as in the source: "w", "x", "loss"
  DataType type = DataType::F32;
  Shape localShape;
  std::vector<Split> splits;
  /// The global tensor of this spec is a block of a larger one.
  std::optional<PartOf> part = std::nullopt;
};

enum class InitializerKind {
  None,          // the value has to come from a checkpoint
  Literal,       // literal: the global tensor; of a part, the part
  Zeros,         // no parameters
  Constant,      // first: the value
  Uniform,       // [first, second)
  Normal,        // mean first, standard deviation second
  GlorotUniform, // +-sqrt(6 / (fan-in + fan-out))
  HeNormal,      // standard deviation sqrt(2 / fan-in)
};

/// First values of a variable; a function of the seed and of the position of
/// the element in the global tensor, hence the same on every mesh. The fan-in
/// is the product of all global extents but the last, the fan-out that of all
/// but the last but one; with rank 1 both are the extent.
struct Initializer {
  InitializerKind kind = InitializerKind::Zeros;
  double first = 0;
  double second = 0;
  uint64_t seed = 0;
  std::shared_ptr<const HostTensor> literal = nullptr;
};

struct Variable : TensorSpec {
  Initializer initializer;
  /// The variable whose optimiser state this is; empty for a parameter.
  std::string slotOf = {};
  /// Number of the mesh that it lives on, and the devices of it; empty: all.
  int64_t mesh = 0;
  std::vector<int64_t> devices = {};
  /// Of a variable on one device: whether programs of others pull it.
  bool isPulled = false;
};

struct Input : TensorSpec {
  /// The dimension that counts examples; none for an input that is the same in
  /// every batch.
  std::optional<int64_t> batchDim;
  /// The value of the elements that fill up an incomplete last batch; without
  /// it such a batch is left out.
  std::optional<double> padding = std::nullopt;
};

struct Result : TensorSpec {
  /// A sum over the examples of the batch: over several steps it is added up
  /// and divided by their number, where other results are averaged over steps.
  bool isTotal = false;
};

/// The machine code of one program for one device. All devices run the same
/// function, each in its own thread with its own context and buffers.
///
/// `buffers`, in this order, each 64-byte aligned and dense:
///   1. the variables of the module that live on all devices that the program
///      runs on, in the order of Executable::variables, updated in place;
///   2. the inputs of the program, read only;
///   3. its results, written entirely;
///   4. with Program::repeatsWhile, an i1: whether to go on;
///   5. one arena of Program::arenaBytes, contents undefined before and after.
/// No two buffers overlap. A communication error is left in the context.
using EntryPoint = void (*)(skrt_context *context, void *const *buffers);

/// The body of one iteration. A main program is run by name: its iterations are
/// the steps of a run. What is beside a main program runs whenever that does,
/// as a thread of its own on every one of its devices.
struct Program {
  std::string name;
  /// Of a program beside another one parts of the same batches.
  std::vector<Input> inputs;
  std::vector<Result> results;
  int64_t arenaBytes = 0;
  EntryPoint entry = nullptr;

  /// Number of the mesh that it runs on, and the devices of it; empty: all.
  int64_t mesh = 0;
  std::vector<int64_t> devices = {};
  /// Name of the main program; empty for one.
  std::string beside = {};
  /// Iterations for every step of the main program.
  int64_t times = 1;
  /// Runs until an iteration says that it was the last, however many steps the
  /// run has.
  bool repeatsWhile = false;
  /// Axes of the mesh along which every device goes its own way: it has a part
  /// of every batch, its own number of iterations, and results that are partial
  /// sums. Splits of inputs that have a batch dimension name these axes, too.
  AxisSet independentAxes = 0;
};

/// A module, ready to run.
struct Executable {
  /// Of the main programs; number 0.
  Mesh mesh;
  std::vector<Variable> variables;
  std::vector<Program> programs;
  /// Whatever must outlive the entry points.
  std::shared_ptr<void> code;

  /// Those of programs beside the main ones, numbered from 1. No device is in
  /// two meshes.
  std::vector<Mesh> furtherMeshes = {};
  std::vector<AccumulatorSpec> accumulators = {};
  std::vector<QueueSpec> queues = {};
  std::vector<ChannelSpec> channels = {};

  int64_t meshCount() const { return 1 + furtherMeshes.size(); }
  const Mesh &meshNumber(int64_t number) const {
    return number == 0 ? mesh : furtherMeshes[number - 1];
  }
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_EXECUTABLE_H
