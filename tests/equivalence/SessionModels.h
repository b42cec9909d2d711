//===- SessionModels.h - models, data and runs of whole jobs ----*- C++ -*-===//

#ifndef SKEIN_TESTS_EQUIVALENCE_SESSIONMODELS_H
#define SKEIN_TESTS_EQUIVALENCE_SESSIONMODELS_H

#include "runtime/executor/Session.h"

#include <string>

namespace skein::tests {

/// A program for one device, and its data.
struct Model {
  std::string name, text, data;
};

/// A program of examples/digits: "mlp" or "cnn".
Model digitsModel(const std::string &name);
/// Data of the digits that no model is trained with.
std::string digitsTestData();
/// The recommender in f32, whose tables have sparse gradients, and 64 examples.
Model recommender();
/// Six layers of which most use more than what the one before them gives, and 64 examples
/// in batches of 8.
Model bypasses();

/// Models of tools/models with two layers, whose variables are stacked, and 64 examples in
/// batches of 16. The output of `gpt` uses the embedding of its input again.
Model gpt();
Model lstm();

/// `text` with SGD instead of what it says.
std::string withSgd(const std::string &text, double rate);

/// The path of a new file with `text`.
std::string save(const std::string &name, const std::string &text);

/// A file with `text` for `workers` devices; empty, after a failure.
std::string distribute(const std::string &name, const std::string &text, int workers,
                       const std::string &options = "");

/// The same on any mesh, such as "pipe:2,data:2".
std::string distributeOn(const std::string &name, const std::string &text,
                         const std::string &mesh, const std::string &options = "");

/// What a run prints; the error, after a failure.
std::string run(runtime::SessionOptions options);

runtime::SessionOptions session(const std::string &program, const Model &model,
                                int64_t steps = 10);

/// Both files leave the same variables behind.
void expectEqual(const std::string &actual, const std::string &expected, const Model &model,
                 double tolerance = 1e-5);

} // namespace skein::tests

#endif // SKEIN_TESTS_EQUIVALENCE_SESSIONMODELS_H
