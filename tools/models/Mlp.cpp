//===- Mlp.cpp - multilayer perceptrons -----------------------------------===//
#include "tools/models/Architecture.h"
#include "tools/models/Layers.h"

#include "absl/strings/str_cat.h"

#include <cmath>

using namespace mlir;

namespace skein::models {
namespace {

Module build(Model &model, const Flags &flags) {
  int64_t batch = flags.integer("batch");
  return model.train(
      {{"x", model.tensor({batch, flags.integer("inputs")})},
       {"y", model.tensor({batch}, model.integer())}},
      [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        Value x = inputs[0];
        for (auto [index, features] : llvm::enumerate(flags.integers("hidden")))
          x = dense(b, absl::StrCat("hidden", index), x, features,
                    {.deviation = std::sqrt(2 / double(shapeOf(x)[1])),
                     .activation = relu});
        Value scores = dense(b, "classifier", x, flags.integer("classes"));
        return {crossEntropy(b, scores, inputs[1])};
      });
}

} // namespace

std::vector<Architecture> mlpArchitectures() {
  return {{"mlp",
           "Multilayer perceptron with relu",
           {{"inputs", "Features of an example"},
            {"hidden", "Features of every hidden layer", {}, Flag::Integers},
            {"classes", "Labels that there are"}},
           build,
           "sgd",
           "0.1"}};
}

} // namespace skein::models
