//===- Inception.cpp - networks of parallel branches ----------------------===//
#include "tools/models/Convolutions.h"

#include "absl/strings/str_cat.h"

using namespace mlir;

namespace skein::models {
namespace {

/// One convolution of a branch.
struct Step {
  int64_t channels;
  Window window;
};
using Branch = std::vector<Step>;

constexpr Window one = {1, 1}, row7 = {1, 7, 1, 0, 3},
                 column7 = {7, 1, 1, 3, 0}, row3 = {1, 3, 1, 0, 1},
                 column3 = {3, 1, 1, 1, 0};

/// Szegedy et al., CVPR 2016, as torchvision has it.
class Inception {
public:
  Inception(Model &model, const Flags &flags)
      : model(model), classes(flags.integer("classes")),
        base(flags.integer("base-channels")) {}

  Value loss(LayerBuilder &b, Value images, Value labels, bool auxiliary) {
    Value x =
        chain(b, "stem0", images,
              {{32, square(3, 2)}, {32, square(3)}, {64, square(3, 1, 1)}});
    x = maxPool(b, x, square(3, 2));
    x = chain(b, "stem1", x, {{80, one}, {192, square(3)}});
    x = maxPool(b, x, square(3, 2));
    for (int64_t pooled : {32, 64, 64})
      x = mixed(b, "a", x, branchesA(pooled), Pool::Average);
    x = mixed(b, "b", x,
              {{{384, square(3, 2)}},
               {{64, one}, {96, square(3, 1, 1)}, {96, square(3, 2)}}},
              Pool::Maximum);
    for (int64_t inner : {128, 160, 160, 192})
      x = mixed(b, "c", x, branchesC(inner), Pool::Average);
    Value second = auxiliary ? auxiliaryLoss(b, x, labels) : Value();
    x = mixed(b, "d", x,
              {{{192, one}, {320, square(3, 2)}},
               {{192, one}, {192, row7}, {192, column7}, {192, square(3, 2)}}},
              Pool::Maximum);
    for (int repetition = 0; repetition < 2; ++repetition)
      x = forked(b, x);
    Value first =
        classify(b, "classifier", averageImage(b, x), classes, labels);
    return second ? b.mapWide(
                        ",->",
                        [](Scalar first, Scalar second) {
                          return first + 0.4 * second;
                        },
                        first, second)
                  : first;
  }

private:
  enum class Pool { Average, Maximum };

  static std::vector<Branch> branchesA(int64_t pooled) {
    return {{{64, one}},
            {{48, one}, {64, square(5, 1, 2)}},
            {{64, one}, {96, square(3, 1, 1)}, {96, square(3, 1, 1)}},
            {{pooled, one}}};
  }
  static std::vector<Branch> branchesC(int64_t inner) {
    return {{{192, one}},
            {{inner, one}, {inner, row7}, {192, column7}},
            {{inner, one},
             {inner, column7},
             {inner, row7},
             {inner, column7},
             {192, row7}},
            {{192, one}}};
  }

  /// Channel counts are multiples of 16, for 32 base channels.
  int64_t scaled(int64_t channels) const { return channels / 16 * base / 2; }

  Value chain(LayerBuilder &b, StringRef name, Value x, const Branch &steps) {
    for (auto [index, step] : llvm::enumerate(steps))
      x = normedConvolution(b, absl::StrCat(name.str(), ".", index), x,
                            scaled(step.channels), step.window,
                            {.epsilon = 0.001});
    return x;
  }

  /// Calls the function of a module, which is written when a module of its
  /// kind, inputs and channels comes up first.
  Value call(LayerBuilder &b, std::string kind, int64_t variant, Value x,
             Model::Write write) {
    std::string name =
        absl::StrCat("mixed_", kind, "_", shapeOf(x)[3], "_", variant);
    auto known = written.find(name);
    if (known == written.end())
      known =
          written.emplace(name, model.layer(name, x.getType(), write)).first;
    return b.call(known->second, absl::StrCat("mixed", calls++), {x})[0];
  }

  /// All branches of `x` beside each other. The last one starts with an average
  /// pooling, or there is a maximum pooling beside them.
  Value mixed(LayerBuilder &b, std::string kind, Value x,
              const std::vector<Branch> &branches, Pool pool) {
    int64_t variant = branches.back()[0].channels + branches[1][0].channels;
    return call(b, kind, variant, x,
                [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                  Values parts;
                  for (auto [index, branch] : llvm::enumerate(branches)) {
                    bool isPooled =
                        pool == Pool::Average && index + 1 == branches.size();
                    parts.push_back(chain(
                        b, absl::StrCat("branch", index),
                        isPooled ? averagePool(b, inputs[0], square(3, 1, 1))
                                 : inputs[0],
                        branch));
                  }
                  if (pool == Pool::Maximum)
                    parts.push_back(maxPool(b, inputs[0], square(3, 2)));
                  return {b.concatenate(3, parts)};
                });
  }

  /// The last kind of module, in which branches end in two convolutions.
  Value forked(LayerBuilder &b, Value x) {
    return call(
        b, "e", 0, x, [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
          Values parts = {chain(b, "branch0", inputs[0], {{320, one}})};
          auto fork = [&](std::string name, const Branch &steps) {
            Value stem = chain(b, name, inputs[0], steps);
            parts.push_back(chain(b, name + ".row", stem, {{384, row3}}));
            parts.push_back(chain(b, name + ".column", stem, {{384, column3}}));
          };
          fork("branch1", {{384, one}});
          fork("branch2", {{448, one}, {384, square(3, 1, 1)}});
          parts.push_back(chain(b, "branch3",
                                averagePool(b, inputs[0], square(3, 1, 1)),
                                {{192, one}}));
          return {b.concatenate(3, parts)};
        });
  }

  Value auxiliaryLoss(LayerBuilder &b, Value x, Value labels) {
    x = averagePool(b, x, square(5, 3));
    x = chain(b, "auxiliary", x, {{128, one}, {768, square(5)}});
    return classify(b, "auxiliary.classifier", averageImage(b, x), classes,
                    labels);
  }

  Model &model;
  int64_t classes, base;
  std::map<std::string, Layer> written;
  int calls = 0;
};

Module buildInception(Model &model, const Flags &flags) {
  bool auxiliary = flags.boolean("auxiliary-classifier");
  int64_t least = auxiliary ? 299 : 75;
  if (flags.integer("image") < least)
    return flags.refuse("image", absl::StrCat("at least ", least));
  if (flags.integer("base-channels") % 2 != 0)
    return flags.refuse("base-channels", "an even number");
  Inception net(model, flags);
  return model.train(imageInputs(model, flags),
                     [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                       return {net.loss(b, inputs[0], inputs[1], auxiliary)};
                     });
}

} // namespace

std::vector<Architecture> inceptionArchitectures() {
  std::vector<Flag> flags = imageFlags(299, 32);
  flags.push_back({"auxiliary-classifier",
                   "Add 0.4 times the loss of a second classifier, with which "
                   "there are 27161264 parameters instead of 23834568",
                   "false", Flag::Boolean});
  return {{"inception-v3", "Convolutional network of parallel branches", flags,
           buildInception, "momentum", "0.1"}};
}

} // namespace skein::models
