//===- Vgg.cpp - plain convolutional networks: VGG and AlexNet ------------===//
#include "tools/models/Convolutions.h"

#include "absl/strings/str_cat.h"

#include <cmath>

using namespace mlir;

namespace skein::models {
namespace {

/// Two hidden layers and the scores.
Value classifyFlat(LayerBuilder &b, Value x, const Flags &flags, Value labels) {
  x = b.flatten(x);
  for (const char *name : {"hidden0", "hidden1"}) {
    double deviation = std::sqrt(2 / double(shapeOf(x)[1]));
    x = dense(b, name, x, flags.integer("hidden"),
              {.deviation = deviation, .activation = relu});
  }
  return classify(b, "classifier", x, flags.integer("classes"), labels);
}

/// `count` 3x3 convolutions, of which all but the first are one function, and a
/// pooling.
Value stage(Model &model, LayerBuilder &b, int64_t number, Value x,
            int64_t count, int64_t channels) {
  std::string name = absl::StrCat("stage", number);
  auto convolve = [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
    return {biasedConvolution(b, "convolution", inputs[0], channels,
                              square(3, 1, 1))};
  };
  x = b.call(model.layer(name + "_first", x.getType(), convolve),
             name + ".first", {x})[0];
  Layer next = model.layer(name + "_next", x.getType(), convolve);
  x = b.repeat(next, name + ".next", count - 1, {x})[0];
  return maxPool(b, x, square(2, 2));
}

/// Simonyan and Zisserman, ICLR 2015.
template <int deepStages> Module buildVgg(Model &model, const Flags &flags) {
  if (flags.integer("image") % 32 != 0)
    return flags.refuse("image", "a multiple of 32");
  return model.train(imageInputs(model, flags),
                     [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                       Value x = inputs[0];
                       for (int64_t number = 0; number < 5; ++number)
                         x = stage(model, b, number, x,
                                   number < 2 ? 2 : deepStages,
                                   flags.integer("base-channels")
                                       << std::min<int64_t>(number, 3));
                       return {classifyFlat(b, x, flags, inputs[1])};
                     });
}

/// Krizhevsky, arXiv 1404.5997, as torchvision has it: 61,100,840 parameters.
Module buildAlexNet(Model &model, const Flags &flags) {
  if (flags.integer("image") < 63)
    return flags.refuse("image", "at least 63");
  int64_t base = flags.integer("base-channels");
  return model.train(
      imageInputs(model, flags),
      [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        Value x = biasedConvolution(b, "convolution0", inputs[0], base,
                                    square(11, 4, 2));
        x = maxPool(b, x, square(3, 2));
        x = biasedConvolution(b, "convolution1", x, 3 * base, square(5, 1, 2));
        x = maxPool(b, x, square(3, 2));
        x = biasedConvolution(b, "convolution2", x, 6 * base, square(3, 1, 1));
        x = biasedConvolution(b, "convolution3", x, 4 * base, square(3, 1, 1));
        x = biasedConvolution(b, "convolution4", x, 4 * base, square(3, 1, 1));
        x = maxPool(b, x, square(3, 2));
        return {classifyFlat(b, x, flags, inputs[1])};
      });
}

} // namespace

std::vector<Architecture> vggArchitectures() {
  std::vector<Flag> flags = imageFlags(224, 64);
  flags.push_back({"hidden", "Features of the two hidden layers", "4096"});
  return {{"vgg-16", "Plain convolutional network of 16 layers", flags,
           buildVgg<3>, "momentum", "0.01"},
          {"vgg-19", "Plain convolutional network of 19 layers", flags,
           buildVgg<4>, "momentum", "0.01"},
          {"alexnet", "Five convolutions and three linear layers", flags,
           buildAlexNet, "momentum", "0.01"}};
}

} // namespace skein::models
