//===- Executable.h - A loaded program --------------------------*- C++ -*-===//
//
// What the loader makes of a level-1 module and the executor runs: the mesh,
// the variables, and per program the buffers that its machine code expects.
// Free of MLIR.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_EXECUTOR_EXECUTABLE_H
#define SKEIN_RUNTIME_EXECUTOR_EXECUTABLE_H

#include "runtime/fabric/Mesh.h"
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
};

enum class InitializerKind {
  None,          // the value has to come from a checkpoint
  Literal,       // literal: the global tensor
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
  std::string slotOf;
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
///   1. the variables of the module, in the order of Executable::variables,
///      updated in place;
///   2. the inputs of the program, read only;
///   3. its results, written entirely;
///   4. one arena of Program::arenaBytes, contents undefined before and after.
/// No two buffers overlap. A communication error is left in the context.
using EntryPoint = void (*)(skrt_context *context, void *const *buffers);

struct Program {
  std::string name;
  std::vector<Input> inputs;
  std::vector<Result> results;
  int64_t arenaBytes = 0;
  EntryPoint entry = nullptr;
};

/// A module, ready to run. All its programs run on one mesh.
struct Executable {
  Mesh mesh;
  std::vector<Variable> variables;
  std::vector<Program> programs;
  /// Whatever must outlive the entry points.
  std::shared_ptr<void> code;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_EXECUTOR_EXECUTABLE_H
