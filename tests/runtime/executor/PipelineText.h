//===- PipelineText.h - Pipelines written by hand ---------------*- C++ -*-===//
//
// A chain of layers h = tanh(x w) with 8 units and the mean squared error,
// trained by gradient descent: as one program, and as a program for each layer
// on a slice of the mesh @m(pipe, data).
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_TESTS_RUNTIME_EXECUTOR_PIPELINETEXT_H
#define SKEIN_TESTS_RUNTIME_EXECUTOR_PIPELINETEXT_H

#include <cstdint>
#include <string>

namespace skein::runtime {

struct PipelineText {
  int64_t stages = 2;
  int64_t data = 1;
  int64_t microBatches = 4;
  int64_t batch = 32; // of all devices
  int64_t capacity = 1;
  /// The order of a stage.
  std::string (*order)(const PipelineText &pipeline, int64_t stage);

  /// @train and @evaluate, the last stage, with those beside them.
  std::string text() const;
  /// A @train for one device that computes the same.
  std::string reference() const;

  int64_t width = 8;
};

/// "F0 F1 B0 B1"
std::string gpipe(const PipelineText &pipeline, int64_t stage);
/// Of 2 stages the first one "F0 F1 B0 B1", the last one "F0 B0 F1 B1".
std::string oneForwardOneBackward(const PipelineText &pipeline, int64_t stage);

} // namespace skein::runtime

#endif // SKEIN_TESTS_RUNTIME_EXECUTOR_PIPELINETEXT_H
