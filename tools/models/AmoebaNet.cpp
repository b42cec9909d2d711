//===- AmoebaNet.cpp - cells that an evolutionary search has found --------===//
#include "tools/models/Convolutions.h"

#include "absl/strings/str_cat.h"

using namespace mlir;

namespace skein::models {
namespace {

enum class Operation {
  Identity,
  MaxPool2,
  MaxPool3,
  AveragePool3,
  Convolution1,
  Convolution3, // in a bottleneck of a quarter of the channels
  Convolution7, // 1x7 and 7x1, in a bottleneck
};

/// An operation on one of the values of a cell: its two inputs, and then the
/// sums of one pair of operations after the other.
struct Step {
  int input;
  Operation operation;
};
struct CellKind {
  std::vector<Step> steps; // two by two
  std::vector<int> results;
};

/// AmoebaNet-D (Real et al., AAAI 2019) as GPipe used it: the results of the
/// normal cell are those of the authors' code, which differ from the paper's.
const CellKind normalCell = {{{1, Operation::Convolution1},
                              {1, Operation::MaxPool3},
                              {1, Operation::Identity},
                              {0, Operation::Convolution7},
                              {0, Operation::Convolution1},
                              {0, Operation::Convolution7},
                              {2, Operation::MaxPool3},
                              {2, Operation::Identity},
                              {1, Operation::AveragePool3},
                              {5, Operation::Convolution1}},
                             {0, 3, 4, 6}};
const CellKind reductionCell = {{{0, Operation::MaxPool2},
                                 {0, Operation::MaxPool3},
                                 {2, Operation::Identity},
                                 {1, Operation::Convolution3},
                                 {2, Operation::Convolution7},
                                 {2, Operation::MaxPool3},
                                 {3, Operation::Identity},
                                 {1, Operation::MaxPool2},
                                 {2, Operation::AveragePool3},
                                 {3, Operation::Convolution1}},
                                {4, 5, 6}};

Value reluConvolution(LayerBuilder &b, std::string name, Value x,
                      int64_t channels, Window window) {
  Value positive = b.map("nhwc->nhwc", [](Scalar x) { return relu(x); }, x);
  return normedConvolution(b, name, positive, channels, window,
                           {.relu = false});
}

/// Half the height and width by two 1x1 convolutions, of the even and of the
/// odd pixels.
Value halve(LayerBuilder &b, std::string name, Value x, int64_t channels) {
  Value even = b.map("nhwc->nhwc", [](Scalar x) { return relu(x); }, x);
  int64_t height = shapeOf(x)[1], width = shapeOf(x)[2];
  Value odd = b.slice(b.slice(even, 1, 1, height - 1), 2, 1, width - 1);
  return batchNorm(
      b, name + ".norm",
      b.concatenate(
          3, {convolution(b, name + ".even", even, channels / 2, square(1, 2)),
              convolution(b, name + ".odd", odd, channels / 2, square(1, 2))}),
      {.relu = false});
}

Value apply(LayerBuilder &b, std::string name, Operation operation, Value x,
            int64_t stride) {
  int64_t channels = shapeOf(x)[3], inner = channels / 4;
  auto bottleneck = [&](std::vector<Window> windows) {
    Value y = reluConvolution(b, name + ".reduce", x, inner, square(1));
    for (auto [index, window] : llvm::enumerate(windows))
      y = reluConvolution(b, absl::StrCat(name, ".convolution", index), y,
                          inner, window);
    return reluConvolution(b, name + ".expand", y, channels, square(1));
  };
  switch (operation) {
  case Operation::Identity:
    return x;
  case Operation::MaxPool2:
    return maxPool(b, x, square(2, stride));
  case Operation::MaxPool3:
    return maxPool(b, x, square(3, stride, 1));
  case Operation::AveragePool3:
    return averagePool(b, x, square(3, stride, 1));
  case Operation::Convolution1:
    return reluConvolution(b, name, x, channels, square(1, stride));
  case Operation::Convolution3:
    return bottleneck({square(3, stride, 1)});
  case Operation::Convolution7:
    return bottleneck({{1, 7, 1, 0, 3}, {7, 1, 1, 3, 0}});
  }
}

/// The result of a cell for the results of the last cell and the one before.
Value cell(LayerBuilder &b, const CellKind &kind, Value last, Value before,
           int64_t channels) {
  bool reduces = &kind == &reductionCell;
  Value first = reluConvolution(b, "last", last, channels, square(1));
  if (shapeOf(before)[1] != shapeOf(last)[1])
    before = halve(b, "before", before, channels);
  else if (shapeOf(before)[3] != channels)
    before = reluConvolution(b, "before", before, channels, square(1));
  Values values = {first, before};
  for (size_t pair = 0; pair < kind.steps.size(); pair += 2) {
    Values terms;
    for (size_t index : {pair, pair + 1}) {
      auto [input, operation] = kind.steps[index];
      terms.push_back(apply(b, absl::StrCat("step", index), operation,
                            values[input], reduces && input < 2 ? 2 : 1));
    }
    values.push_back(add(b, terms[0], terms[1]));
  }
  Values results;
  for (int index : kind.results)
    results.push_back(values[index]);
  return b.concatenate(3, results);
}

class AmoebaNet {
public:
  AmoebaNet(Model &model, LayerBuilder &b, int64_t channels)
      : model(model), b(b), channels(channels) {}

  void stem(Value images) {
    last = before = normedConvolution(b, "stem", images, channels,
                                      square(3, 2, 1), {.relu = false});
  }
  void reduce() {
    channels *= 2;
    append(reductionCell);
  }
  void repeat(int64_t count) {
    for (int64_t index = 0; index < count; ++index)
      append(normalCell);
  }

  Value last, before;

private:
  /// Cells of one kind on equal shapes are one function.
  void append(const CellKind &kind) {
    std::string name =
        absl::StrCat(&kind == &normalCell ? "normal" : "reduction", "_",
                     channels, "_", shapeOf(last)[3], "_", shapeOf(before)[3]);
    auto known = written.find(name);
    if (known == written.end()) {
      auto write = [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        return {cell(b, kind, inputs[0], inputs[1], channels)};
      };
      known = written
                  .emplace(name,
                           model.layer(name, {last.getType(), before.getType()},
                                       write))
                  .first;
    }
    Value result =
        b.call(known->second, absl::StrCat("cell", cells++), {last, before})[0];
    before = std::exchange(last, result);
  }

  Model &model;
  LayerBuilder &b;
  int64_t channels;
  std::map<std::string, Layer> written;
  int cells = 0;
};

Module build(Model &model, const Flags &flags) {
  if (flags.integer("layers") % 3 != 0)
    return flags.refuse("layers", "a multiple of 3");
  if (flags.integer("filters") % 16 != 0)
    return flags.refuse("filters", "a multiple of 16");
  if (flags.integer("image") % 32 != 0)
    return flags.refuse("image", "a multiple of 32");
  return model.train(imageInputs(model, flags),
                     [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                       AmoebaNet net(model, b, flags.integer("filters") / 4);
                       net.stem(inputs[0]);
                       net.reduce();
                       for (int stack = 0; stack < 3; ++stack) {
                         net.reduce();
                         net.repeat(flags.integer("layers") / 3);
                       }
                       return {classify(b, "classifier",
                                        averageImage(b, net.last),
                                        flags.integer("classes"), inputs[1])};
                     });
}

} // namespace

std::vector<Architecture> amoebaNetArchitectures() {
  std::vector<Flag> flags = {
      {"layers",
       "Normal cells; a multiple of 3",
       "18",
       Flag::Integer,
       {},
       3000},
      {"filters", "Filters that scale all channels; a multiple of 16", "208"},
      {"image", "Height and width of an image", "224"},
      {"classes", "Labels that there are", "1000"}};
  return {{"amoebanet-like",
           "AmoebaNet-D, cells found by an evolutionary search", flags, build,
           "momentum", "0.1"}};
}

} // namespace skein::models
