//===- ResNet.cpp - residual networks of bottleneck blocks ----------------===//
#include "tools/models/Convolutions.h"

#include "absl/strings/str_cat.h"

using namespace mlir;

namespace skein::models {
namespace {

struct ResNet {
  int64_t blocks[4]; // of every stage
  int64_t widthFactor = 1;
};

/// A product with fewer channels in between, which halves the image in its 3x3
/// convolution if `stride` is 2 (He et al., CVPR 2016, with the stride where
/// torchvision has it).
Value bottleneck(LayerBuilder &b, Value x, int64_t inner, int64_t outer,
                 int64_t stride) {
  Value shortcut = x;
  if (stride != 1 || shapeOf(x)[3] != outer)
    shortcut = normedConvolution(b, "shortcut", x, outer, square(1, stride),
                                 {.relu = false});
  Value y = normedConvolution(b, "reduce", x, inner, square(1));
  y = normedConvolution(b, "convolution", y, inner, square(3, stride, 1));
  return normedConvolution(b, "expand", y, outer, square(1),
                           {.residual = shortcut});
}

/// The blocks of one stage: the first one changes the shape, all others are one
/// function.
Value stage(Model &model, LayerBuilder &b, int64_t number, Value x,
            int64_t blocks, int64_t inner, int64_t outer) {
  auto block = [&](StringRef name, int64_t stride) {
    return model.layer(name, x.getType(),
                       [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                         return {
                             bottleneck(b, inputs[0], inner, outer, stride)};
                       });
  };
  std::string name = absl::StrCat("stage", number);
  x = b.call(block(name + "_first", number == 0 ? 1 : 2), name + ".first",
             {x})[0];
  return b.repeat(block(name + "_next", 1), name + ".next", blocks - 1, {x})[0];
}

Module build(Model &model, const Flags &flags, const ResNet &net) {
  if (flags.integer("image") % 32 != 0)
    return flags.refuse("image", "a multiple of 32");
  int64_t base = flags.integer("base-channels");
  return model.train(imageInputs(model, flags),
                     [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                       Value x = normedConvolution(b, "stem", inputs[0], base,
                                                   square(7, 2, 3));
                       x = maxPool(b, x, square(3, 2, 1));
                       for (int64_t number = 0; number < 4; ++number) {
                         int64_t channels = base << number;
                         x = stage(model, b, number, x, net.blocks[number],
                                   channels * net.widthFactor, channels * 4);
                       }
                       return {classify(b, "classifier", averageImage(b, x),
                                        flags.integer("classes"), inputs[1])};
                     });
}

constexpr ResNet resNet50 = {{3, 4, 6, 3}}, resNet101 = {{3, 4, 23, 3}},
                 resNet152 = {{3, 8, 36, 3}};

Module buildWide(Model &model, const Flags &flags) {
  ResNet net = flags.choice("layers") == "50" ? resNet50 : resNet101;
  net.widthFactor = flags.integer("width-factor");
  return build(model, flags, net);
}

template <const ResNet &net> Module build(Model &model, const Flags &flags) {
  return build(model, flags, net);
}

} // namespace

std::vector<Architecture> resNetArchitectures() {
  std::vector<Flag> flags = imageFlags(224, 64), wide = flags;
  wide.push_back({"layers", "Depth", "50", Flag::Choice, {"50", "101"}});
  wide.push_back(
      {"width-factor", "How much wider bottlenecks are than in ResNet", "2"});
  auto architecture = [](std::string name, std::string summary,
                         std::vector<Flag> flags,
                         Module (*build)(Model &, const Flags &)) {
    return Architecture{name, summary, flags, build, "momentum", "0.1"};
  };
  return {architecture("resnet-50", "Residual network of 50 layers", flags,
                       build<resNet50>),
          architecture("resnet-101", "Residual network of 101 layers", flags,
                       build<resNet101>),
          architecture("resnet-152", "Residual network of 152 layers", flags,
                       build<resNet152>),
          architecture("wide-resnet", "Residual network of wider bottlenecks",
                       wide, buildWide)};
}

} // namespace skein::models
