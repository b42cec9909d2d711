//===- Dataset.h - Examples, batches, epochs --------------------*- C++ -*-===//
//
// Holds the examples that a program is fed with and hands every device its part
// of every batch.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_RUNTIME_DATA_DATASET_H
#define SKEIN_RUNTIME_DATA_DATASET_H

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "runtime/executor/Executable.h"
#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace skein::runtime {

/// Tensors by the name of the input they are for, and where they come from, as
/// errors say it.
struct InputTensors {
  std::string source;
  std::map<std::string, HostTensor> tensors;
};

/// Reads the values of an --inputs flag: one "FILE.safetensors", or several
/// "NAME=FILE.npy".
/// Errors: those of the files; anything else than these two forms.
absl::StatusOr<InputTensors>
readInputs(absl::Span<const std::string> arguments);

/// The examples of a main program and those beside it. An epoch visits every
/// example at most once, in whole batches. What is left over at its end fills
/// one more batch together with padding if all inputs with a batch dimension
/// have one, else it is left out.
class Dataset {
public:
  /// Takes the tensors that `program` and those `beside` it need; others are
  /// ignored. Inputs of the same name are parts of the same tensor.
  /// Errors, each naming source and input: a tensor is missing, has another
  /// element type or shape, or another number of examples than the others;
  /// there are fewer examples than one batch has.
  static absl::StatusOr<Dataset>
  create(const Program &program, const Mesh &mesh, InputTensors inputs,
         const std::vector<const Program *> &beside = {});

  /// Examples in the set; 1 if no input has a batch dimension.
  int64_t exampleCount() const { return examples; }
  /// Examples in one batch of all devices together.
  int64_t batchSize() const { return batch; }
  /// Batches in an epoch, at least 1.
  int64_t batchesPerEpoch() const {
    return (examples + (padded ? batch - 1 : 0)) / batch;
  }
  /// Examples that an epoch leaves out.
  int64_t leftOut() const { return padded ? 0 : examples % batch; }
  /// Examples, padding not among them, in batches `first` to `last` - 1.
  int64_t examplesIn(int64_t first, int64_t last) const {
    return std::min(last * batch, examples) - first * batch;
  }

  /// The order of the examples in an epoch: the same for the same seed and
  /// epoch, on every platform and any number of devices.
  std::vector<int64_t> shuffled(uint64_t seed, int64_t epoch) const;
  /// The order of the source.
  std::vector<int64_t> inOrder() const;

  /// Writes the part of `device` of batch number `index` of an epoch in this
  /// `order` to `buffers`, one per input of `program`, one of those that this
  /// was created for.
  void fill(const Program &program, int64_t device,
            absl::Span<const int64_t> order, int64_t index,
            absl::Span<void *const> buffers) const;

private:
  /// An input of a program.
  struct Column {
    std::string program;
    Input input;
    std::shared_ptr<const HostTensor> tensor; // of all columns of that name
    HostTensor paddingRow; // one example's piece; empty without padding
  };

  absl::Status add(const Program &program, const Input &input,
                   InputTensors &inputs);
  absl::Status countExamples(const std::string &source);
  void fillBatch(const Column &column, int64_t device,
                 absl::Span<const int64_t> batchExamples, void *buffer) const;

  Mesh mesh;
  std::vector<Column> columns;
  int64_t examples = 1;
  int64_t batch = 1;
  bool padded = false;
};

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_DATA_DATASET_H
