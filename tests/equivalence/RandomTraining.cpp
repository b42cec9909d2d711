#include "tests/equivalence/RandomTraining.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/ADT/StringExtras.h"

#include <random>
#include <vector>

namespace skein::tests {
namespace {

const int64_t batch = 16;
using Shape = std::vector<int64_t>;

/// An SSA value of element type f32 (or i32, for labels).
struct Value {
  std::string name;
  Shape shape;
  std::string element = "f32";
};

std::string typeOf(const Shape &shape, const std::string &element = "f32") {
  std::string text = "tensor<";
  for (int64_t extent : shape)
    text += std::to_string(extent) + "x";
  return text + element + ">";
}
std::string typeOf(const Value &value) {
  return typeOf(value.shape, value.element);
}

template <typename Range, typename F>
std::string list(const Range &range, F item) {
  std::string text;
  for (const auto &entry : range)
    text += (text.empty() ? "" : ", ") + item(entry);
  return text;
}

/// "d0, d1, ..." of `count` loops.
std::string dims(size_t count) {
  return list(llvm::seq<size_t>(0, count),
              [](size_t d) { return "d" + std::to_string(d); });
}

std::string numbers(const Shape &values) {
  return list(values, [](int64_t value) { return std::to_string(value); });
}

/// One operand of a generic: which loops its dimensions are.
struct Access {
  Value value;
  Shape loops;
};

/// Writes the body of one function.
class Writer {
public:
  std::string body;

  /// A line that defines `%v<n>` of the given shape.
  Value define(const Shape &shape, const std::string &op) {
    Value value{"%v" + std::to_string(count++), shape};
    body += "  " + value.name + " = " + op + "\n";
    return value;
  }

  Value filled(const Shape &shape, const std::string &number = "0.0") {
    Value scalar = define({}, "arith.constant " + number + " : f32");
    Value empty = define(shape, "tensor.empty() : " + typeOf(shape));
    return define(shape, "linalg.fill ins(" + scalar.name + " : f32) outs(" +
                             empty.name + " : " + typeOf(shape) + ") -> " +
                             typeOf(shape));
  }

  /// `scalars` computes %y from %x0, %x1, ... and, in a reduction, %out.
  Value generic(const std::vector<Access> &inputs, const Value &init,
                const Shape &outLoops, size_t loops,
                const std::string &scalars) {
    auto map = [&](const Shape &results) {
      return "affine_map<(" + dims(loops) + ") -> (" +
             list(results,
                  [](int64_t loop) { return "d" + std::to_string(loop); }) +
             ")>";
    };
    std::string maps =
        list(inputs, [&](const Access &access) { return map(access.loops); });
    std::string iterators = list(llvm::seq<int64_t>(0, loops), [&](int64_t d) {
      return std::string(llvm::is_contained(outLoops, d) ? "\"parallel\""
                                                         : "\"reduction\"");
    });
    std::string names =
        list(inputs, [](const Access &access) { return access.value.name; });
    std::string types =
        list(inputs, [](const Access &access) { return typeOf(access.value); });
    std::string arguments;
    for (auto [i, access] : llvm::enumerate(inputs))
      arguments +=
          "%x" + std::to_string(i) + ": " + access.value.element + ", ";
    return define(init.shape,
                  "linalg.generic {indexing_maps = [" + maps + ", " +
                      map(outLoops) + "], iterator_types = [" + iterators +
                      "]} ins(" + names + " : " + types + ") outs(" +
                      init.name + " : " + typeOf(init) + ") {\n  ^bb0(" +
                      arguments + "%out: f32):\n" + scalars +
                      "    linalg.yield %y : f32\n  } -> " + typeOf(init));
  }

  /// All operands over their own loops; those of lower rank over the last ones.
  Value elementwise(const std::vector<Value> &inputs,
                    const std::string &scalars) {
    size_t rank = inputs.front().shape.size();
    std::vector<Access> accesses;
    for (const Value &input : inputs)
      accesses.push_back({input, loops(rank - input.shape.size(), rank)});
    Value empty = define(inputs.front().shape,
                         "tensor.empty() : " + typeOf(inputs.front()));
    return generic(accesses, empty, loops(0, rank), rank, scalars);
  }

  /// Sum of `scalars` over all loops that are not in `kept`.
  Value sum(const std::vector<Access> &inputs, const Shape &kept, size_t rank,
            const std::string &scalars, const Shape &shape) {
    return generic(inputs, filled(shape), kept, rank,
                   scalars + "    %y = arith.addf %out, %t : f32\n");
  }

  /// Loops `first` to `last` - 1.
  static Shape loops(int64_t first, int64_t last) {
    Shape result;
    for (int64_t loop = first; loop < last; ++loop)
      result.push_back(loop);
    return result;
  }

private:
  int count = 0;
};

/// Writes a network layer by layer.
class Network {
public:
  explicit Network(uint64_t seed) : engine(seed) {}

  std::string write();

private:
  int64_t below(int64_t bound) { return engine() % bound; }
  bool chance(int percent) { return below(100) < percent; }
  std::string word(std::vector<std::string> words) {
    return words[below(words.size())];
  }

  Value weight(const Shape &shape) {
    std::string name = "%w" + std::to_string(weights.size());
    weights.push_back({name, shape});
    return weights.back();
  }
  /// An earlier weight of this shape, sometimes, else a new one.
  Value anyWeight(const Shape &shape) {
    for (const Value &old : weights)
      if (old.shape == shape && chance(50))
        return old;
    return weight(shape);
  }

  // Layers on examples x features.
  Value dense(const Value &x, int64_t features);
  Value contraction(const Value &x, int64_t features);
  Value bias(const Value &x);
  Value activation(const Value &x);
  Value normalizeRows(const Value &x);
  Value normalizeBatch(const Value &x);
  Value softmax(const Value &x);
  Value throughThreeDimensions(const Value &x);
  Value swapHalves(const Value &x);
  Value padAndSlice(const Value &x);
  Value insertInto(const Value &x);
  Value transposed(const Value &x);
  Value combine(const Value &x, const Value &y);
  Value block(const Value &x);
  Value layer(const Value &x);

  // Layers on images.
  Value convolution(const Value &x);
  Value pooling(const Value &x);
  Value images(const Value &x);

  Value loss(const Value &x);
  Value weightDecay(const Value &loss);
  std::string step(const std::vector<Value> &results);
  std::string optimizer();

  std::mt19937_64 engine;
  Writer ops;
  std::vector<Value> weights, inputs;
  std::string functions;
  bool hasBlock = false;
};

//===----------------------------------------------------------------------===//
// Examples x features
//===----------------------------------------------------------------------===//

Value Network::dense(const Value &x, int64_t features) {
  Value w = anyWeight({x.shape[1], features});
  Shape shape = {batch, features};
  return ops.define(shape, "linalg.matmul ins(" + x.name + ", " + w.name +
                               " : " + typeOf(x) + ", " + typeOf(w) +
                               ") outs(" + ops.filled(shape).name + " : " +
                               typeOf(shape) + ") -> " + typeOf(shape));
}

/// x times the transposed weight, as a generic with the loops in another order.
Value Network::contraction(const Value &x, int64_t features) {
  Value w = weight({features, x.shape[1]});
  std::string product = "    %t = arith.mulf %x0, %x1 : f32\n";
  if (chance(50)) // loops: feature, in, example
    return ops.sum({{x, {2, 1}}, {w, {0, 1}}}, {2, 0}, 3, product,
                   {batch, features});
  Shape shape = {batch, features};
  return ops.define(
      shape,
      "linalg.contract indexing_maps = [affine_map<(k, n, f) -> (n, k)>, "
      "affine_map<(k, n, f) -> (f, k)>, affine_map<(k, n, f) -> (n, f)>] ins(" +
          x.name + ", " + w.name + " : " + typeOf(x) + ", " + typeOf(w) +
          ") outs(" + ops.filled(shape).name + " : " + typeOf(shape) + ") -> " +
          typeOf(shape));
}

Value Network::bias(const Value &x) {
  Value b = weight({x.shape.back()});
  return ops.elementwise({x, b},
                         "    %y = " + word({"arith.addf", "arith.mulf"}) +
                             " %x0, %x1 : f32\n");
}

Value Network::activation(const Value &x) {
  static const std::vector<std::string> bodies = {
      "    %y = math.tanh %x0 : f32\n",
      "    %y = math.sin %x0 : f32\n",
      "    %z = arith.constant 0.0 : f32\n"
      "    %y = arith.maximumf %x0, %z : f32\n",
      // 1 / (1 + exp(-x))
      "    %i = arith.constant 1.0 : f32\n"
      "    %n = arith.negf %x0 : f32\n"
      "    %e = math.exp %n : f32\n"
      "    %s = arith.addf %e, %i : f32\n"
      "    %y = arith.divf %i, %s : f32\n",
      // x * erf(x)
      "    %e = math.erf %x0 : f32\n"
      "    %y = arith.mulf %x0, %e : f32\n",
      // log(1 + exp(x))
      "    %e = math.exp %x0 : f32\n"
      "    %y = math.log1p %e : f32\n",
      // sqrt(1 + x * x)
      "    %i = arith.constant 1.0 : f32\n"
      "    %q = arith.mulf %x0, %x0 : f32\n"
      "    %s = arith.addf %q, %i : f32\n"
      "    %y = math.sqrt %s : f32\n",
      // x where it is positive, else x / 4
      "    %z = arith.constant 0.0 : f32\n"
      "    %f = arith.constant 0.25 : f32\n"
      "    %c = arith.cmpf ogt, %x0, %z : f32\n"
      "    %q = arith.mulf %x0, %f : f32\n"
      "    %y = arith.select %c, %x0, %q : f32\n",
  };
  if (chance(15))
    return ops.define(x.shape, "math.tanh " + x.name + " : " + typeOf(x));
  return ops.elementwise({x}, bodies[below(bodies.size())]);
}

/// x minus the mean of its row.
Value Network::normalizeRows(const Value &x) {
  std::string part = "    %n = arith.constant " + std::to_string(x.shape[1]) +
                     ".0 : f32\n    %t = arith.divf %x0, %n : f32\n";
  Value mean = ops.sum({{x, {0, 1}}}, {0}, 2, part, {batch});
  Value empty = ops.define(x.shape, "tensor.empty() : " + typeOf(x));
  return ops.generic({{x, {0, 1}}, {mean, {0}}}, empty, {0, 1}, 2,
                     "    %y = arith.subf %x0, %x1 : f32\n");
}

/// x minus the mean of its column, over sqrt(1 + mean square): the batch mixes.
Value Network::normalizeBatch(const Value &x) {
  std::string scale = "    %n = arith.constant 0.0625 : f32\n";
  Value mean =
      ops.sum({{x, {0, 1}}}, {1}, 2,
              scale + "    %t = arith.mulf %x0, %n : f32\n", {x.shape[1]});
  Value centered =
      ops.elementwise({x, mean}, "    %y = arith.subf %x0, %x1 : f32\n");
  if (chance(50))
    return centered;
  Value square = ops.sum({{centered, {0, 1}}}, {1}, 2,
                         scale + "    %q = arith.mulf %x0, %x0 : f32\n"
                                 "    %t = arith.mulf %q, %n : f32\n",
                         {x.shape[1]});
  return ops.elementwise({centered, square},
                         "    %i = arith.constant 1.0 : f32\n"
                         "    %s = arith.addf %x1, %i : f32\n"
                         "    %r = math.rsqrt %s : f32\n"
                         "    %y = arith.mulf %x0, %r : f32\n");
}

Value Network::softmax(const Value &x) {
  Value empty = ops.define(x.shape, "tensor.empty() : " + typeOf(x));
  return ops.define(x.shape, "linalg.softmax dimension(1) ins(" + x.name +
                                 " : " + typeOf(x) + ") outs(" + empty.name +
                                 " : " + typeOf(x) + ") -> " + typeOf(x));
}

/// Expanded to examples x groups x 2, scaled by a weight or reduced, and back.
Value Network::throughThreeDimensions(const Value &x) {
  if (x.shape[1] % 2)
    return activation(x);
  Shape wide = {batch, x.shape[1] / 2, 2};
  Value y = ops.define(
      wide, "tensor.expand_shape " + x.name + " [[0], [1, 2]] output_shape [" +
                numbers(wide) + "] : " + typeOf(x) + " into " + typeOf(wide));
  if (chance(40)) // the larger of each pair
    return ops.generic({{y, {0, 1, 2}}},
                       ops.filled({batch, wide[1]}, "0xFF800000"), {0, 1}, 3,
                       "    %y = arith.maximumf %out, %x0 : f32\n");
  y = ops.elementwise({y, weight({wide[1], 2})},
                      "    %y = arith.mulf %x0, %x1 : f32\n");
  return ops.define(x.shape, "tensor.collapse_shape " + y.name +
                                 " [[0], [1, 2]] : " + typeOf(wide) + " into " +
                                 typeOf(x));
}

/// Two slices of the features, concatenated the other way round.
Value Network::swapHalves(const Value &x) {
  int64_t cut = 1 + below(x.shape[1] - 1);
  auto slice = [&](int64_t offset, int64_t size) {
    Shape shape = {batch, size};
    return ops.define(shape, "tensor.extract_slice " + x.name + "[0, " +
                                 std::to_string(offset) + "] [" +
                                 numbers(shape) + "] [1, 1] : " + typeOf(x) +
                                 " to " + typeOf(shape));
  };
  Value low = slice(0, cut), high = slice(cut, x.shape[1] - cut);
  return ops.define(x.shape, "tensor.concat dim(1) " + high.name + ", " +
                                 low.name + " : (" + typeOf(high) + ", " +
                                 typeOf(low) + ") -> " + typeOf(x));
}

Value Network::padAndSlice(const Value &x) {
  Shape wide = {batch, x.shape[1] + 2};
  Value zero = ops.define({}, "arith.constant 0.0 : f32");
  Value y = ops.define(wide, "tensor.pad " + x.name +
                                 " low[0, 1] high[0, 1] {\n  ^bb0(%i: index, "
                                 "%j: index):\n    tensor.yield " +
                                 zero.name + " : f32\n  } : " + typeOf(x) +
                                 " to " + typeOf(wide));
  if (chance(50))
    return y;
  Shape half = {batch, (wide[1] + 1) / 2};
  return ops.define(half, "tensor.extract_slice " + y.name + "[0, 0] [" +
                              numbers(half) + "] [1, 2] : " + typeOf(wide) +
                              " to " + typeOf(half));
}

/// x written over part of a wider tensor.
Value Network::insertInto(const Value &x) {
  Shape wide = {batch, x.shape[1] + 1};
  Value y = ops.filled(wide, "0.5");
  return ops.define(wide, "tensor.insert_slice " + x.name + " into " + y.name +
                              "[0, 1] [" + numbers(x.shape) + "] [1, 1] : " +
                              typeOf(x) + " into " + typeOf(wide));
}

Value Network::transposed(const Value &x) {
  auto transpose = [&](const Value &value) {
    Shape shape = {value.shape[1], value.shape[0]};
    Value empty = ops.define(shape, "tensor.empty() : " + typeOf(shape));
    return ops.define(shape, "linalg.transpose ins(" + value.name + " : " +
                                 typeOf(value) + ") outs(" + empty.name +
                                 " : " + typeOf(shape) +
                                 ") permutation = [1, 0]");
  };
  return transpose(activation(transpose(x)));
}

/// Two activations into one; features that only one has are padded away.
Value Network::combine(const Value &x, const Value &y) {
  if (x.shape != y.shape)
    return ops.define({batch, x.shape[1] + y.shape[1]},
                      "tensor.concat dim(1) " + x.name + ", " + y.name +
                          " : (" + typeOf(x) + ", " + typeOf(y) + ") -> " +
                          typeOf(Shape{batch, x.shape[1] + y.shape[1]}));
  if (chance(30))
    return ops.define(x.shape, word({"arith.addf ", "arith.mulf "}) + x.name +
                                   ", " + y.name + " : " + typeOf(x));
  return ops.elementwise({x, y}, "    %y = " +
                                     word({"arith.addf", "arith.mulf",
                                           "arith.subf", "arith.maximumf"}) +
                                     " %x0, %x1 : f32\n");
}

/// tanh(x * w + b) as a function of its own, often called more than once.
Value Network::block(const Value &x) {
  if (x.shape[1] != 3)
    return dense(x, 3);
  Value w = anyWeight({3, 3}), b = anyWeight({3});
  std::string signature = "(" + typeOf(x) + ", " + typeOf(w) + ", " +
                          typeOf(b) + ") -> " + typeOf(x);
  if (!hasBlock) {
    Writer outer = std::move(ops);
    ops = Writer();
    Value y = ops.define(x.shape, "linalg.matmul ins(%x, %w : " + typeOf(x) +
                                      ", " + typeOf(w) + ") outs(" +
                                      ops.filled(x.shape).name + " : " +
                                      typeOf(x) + ") -> " + typeOf(x));
    y = ops.elementwise({y, {"%b", b.shape}},
                        "    %s = arith.addf %x0, %x1 : f32\n"
                        "    %y = math.tanh %s : f32\n");
    functions += "func.func private @block(%x: " + typeOf(x) +
                 ", %w: " + typeOf(w) + ", %b: " + typeOf(b) + ") -> " +
                 typeOf(x) + " {\n" + ops.body + "  return " + y.name + " : " +
                 typeOf(y) + "\n}\n";
    ops = std::move(outer);
    hasBlock = true;
  }
  auto call = [&](const Value &argument) {
    return ops.define(x.shape, "func.call @block(" + argument.name + ", " +
                                   w.name + ", " + b.name + ") : " + signature);
  };
  Value once = call(x);
  return chance(60) ? call(once) : once;
}

Value Network::layer(const Value &x) {
  switch (below(14)) {
  case 0:
    return dense(x, 2 + below(3));
  case 1:
    return contraction(x, 2 + below(3));
  case 2:
    return bias(x);
  case 3:
  case 4:
    return activation(x);
  case 5:
    return normalizeRows(x);
  case 6:
    return normalizeBatch(x);
  case 7:
    return softmax(x);
  case 8:
    return throughThreeDimensions(x);
  case 9:
    return swapHalves(x);
  case 10:
    return padAndSlice(x);
  case 11:
    return insertInto(x);
  case 12:
    return transposed(x);
  default:
    return block(x);
  }
}

//===----------------------------------------------------------------------===//
// Images: examples x height x width x channels
//===----------------------------------------------------------------------===//

Value Network::convolution(const Value &x) {
  Value input = x;
  if (chance(50)) {
    Shape wide = {batch, x.shape[1] + 1, x.shape[2] + 2, x.shape[3]};
    Value zero = ops.define({}, "arith.constant 0.0 : f32");
    input = ops.define(
        wide, "tensor.pad " + x.name +
                  " low[0, 1, 1, 0] high[0, 0, 1, 0] {\n  ^bb0(%i: index, %j: "
                  "index, %k: index, %l: index):\n    tensor.yield " +
                  zero.name + " : f32\n  } : " + typeOf(x) + " to " +
                  typeOf(wide));
  }
  Value w = weight({2, 2, x.shape[3], 1 + below(2)});
  int64_t stride = 1 + below(2), dilation = 1 + below(2);
  auto outExtent = [&](int64_t extent) {
    return (extent - dilation - 1) / stride + 1;
  };
  Shape shape = {batch, outExtent(input.shape[1]), outExtent(input.shape[2]),
                 w.shape[3]};
  return ops.define(shape, "linalg.conv_2d_nhwc_hwcf {dilations = dense<" +
                               std::to_string(dilation) +
                               "> : tensor<2xi64>, strides = dense<" +
                               std::to_string(stride) +
                               "> : tensor<2xi64>} ins(" + input.name + ", " +
                               w.name + " : " + typeOf(input) + ", " +
                               typeOf(w) + ") outs(" + ops.filled(shape).name +
                               " : " + typeOf(shape) + ") -> " + typeOf(shape));
}

Value Network::pooling(const Value &x) {
  if (x.shape[1] < 2 || x.shape[2] < 2)
    return activation(x);
  bool isMax = chance(50);
  Shape shape = {batch, x.shape[1] - 1, x.shape[2] - 1, x.shape[3]};
  Value window = ops.define({2, 2}, "tensor.empty() : tensor<2x2xf32>");
  Value init = ops.filled(shape, isMax ? "0xFF800000" : "0.0");
  return ops.define(shape, std::string("linalg.pooling_nhwc_") +
                               (isMax ? "max" : "sum") + " ins(" + x.name +
                               ", " + window.name + " : " + typeOf(x) +
                               ", tensor<2x2xf32>) outs(" + init.name + " : " +
                               typeOf(shape) + ") -> " + typeOf(shape));
}

/// Some layers on images, then their pixels in one row.
Value Network::images(const Value &x) {
  Value y = convolution(x);
  if (chance(50))
    y = bias(y);
  y = activation(y);
  if (chance(60))
    y = pooling(y);
  int64_t features = y.shape[1] * y.shape[2] * y.shape[3];
  y = ops.define({batch, features},
                 "tensor.collapse_shape " + y.name + " [[0], [1, 2, 3]] : " +
                     typeOf(y) + " into " + typeOf(Shape{batch, features}));
  return dense(y, 2 + below(2));
}

//===----------------------------------------------------------------------===//
// Loss and step
//===----------------------------------------------------------------------===//

/// The mean over the batch of a squared error, or of minus the log-probability
/// of a label.
Value Network::loss(const Value &x) {
  std::string mean = "    %n = arith.constant 0.0625 : f32\n";
  if (chance(50)) {
    inputs.push_back({"%target", {batch, x.shape[1]}});
    // Bounded, so that training does not diverge.
    Value y = ops.define(x.shape, "math.tanh " + x.name + " : " + typeOf(x));
    return ops.sum({{y, {0, 1}}, {inputs.back(), {0, 1}}}, {}, 2,
                   mean + "    %d = arith.subf %x0, %x1 : f32\n"
                          "    %q = arith.mulf %d, %d : f32\n"
                          "    %t = arith.mulf %q, %n : f32\n",
                   {});
  }
  inputs.push_back({"%target", {batch}, "i32"});
  Value probability = softmax(x);
  Value picked = ops.sum({{probability, {0, 1}}, {inputs.back(), {0}}}, {0}, 2,
                         "    %z = arith.constant 0.0 : f32\n"
                         "    %i = linalg.index 1 : index\n"
                         "    %c = arith.index_cast %i : index to i32\n"
                         "    %h = arith.cmpi eq, %c, %x1 : i32\n"
                         "    %t = arith.select %h, %x0, %z : f32\n",
                         {batch});
  return ops.sum({{picked, {0}}}, {}, 1,
                 mean + "    %l = math.log %x0 : f32\n"
                        "    %m = arith.mulf %l, %n : f32\n"
                        "    %t = arith.negf %m : f32\n",
                 {});
}

/// The loss plus a hundredth of the squares of one weight.
Value Network::weightDecay(const Value &loss) {
  Value w = weights[below(weights.size())];
  size_t rank = w.shape.size();
  Value squares = ops.sum({{w, Writer::loops(0, rank)}}, {}, rank,
                          "    %n = arith.constant 0.01 : f32\n"
                          "    %q = arith.mulf %x0, %x0 : f32\n"
                          "    %t = arith.mulf %q, %n : f32\n",
                          {});
  return ops.define({}, "arith.addf " + loss.name + ", " + squares.name +
                            " : tensor<f32>");
}

std::string Network::optimizer() {
  std::string moments = "beta1 = 0.8, beta2 = 0.9, epsilon = 0.001";
  return "#skein." +
         word(
             {"sgd<learning_rate = 0.1>",
              "momentum<learning_rate = 0.05, momentum = 0.8>",
              "momentum<learning_rate = 0.05, momentum = 0.8, nesterov = true>",
              "adam<learning_rate = 0.02, " + moments + ">",
              "adamw<learning_rate = 0.02, " + moments +
                  ", weight_decay = 0.1>"});
}

std::string Network::step(const std::vector<Value> &results) {
  auto typed = [](const Value &value) {
    return value.name + ": " + typeOf(value);
  };
  auto batched = [&](const Value &value) {
    return typed(value) + " {skein.batch = 0 : i64}";
  };
  auto nameOf = [](const Value &value) { return value.name; };
  auto type = [](const Value &value) { return typeOf(value); };
  auto symbol = [](const Value &value) { return "@" + value.name.substr(1); };
  std::vector<Value> arguments = weights;
  arguments.insert(arguments.end(), inputs.begin(), inputs.end());
  std::string resultTypes = list(results, type);

  std::string text;
  for (const Value &weight : weights)
    text += "skein.variable " + symbol(weight) + " : " + typeOf(weight) + "\n";
  text += functions + "func.func private @loss(" + list(arguments, typed) +
          ") -> (" + resultTypes + ") {\n" + ops.body + "  return " +
          list(results, nameOf) + " : " + resultTypes + "\n}\n";
  text += "skein.step @train(" + list(inputs, batched) + ") -> (" +
          resultTypes + ") {\n";
  for (const Value &weight : weights)
    text += "  " + weight.name + " = skein.read " + symbol(weight) + " : " +
            typeOf(weight) + "\n";
  auto gradient = [](const Value &weight) {
    return "%d" + weight.name.substr(1);
  };
  auto result = [&](size_t i) { return "%r" + std::to_string(i); };
  auto all = llvm::seq<size_t>(0, weights.size());
  auto allResults = llvm::seq<size_t>(0, results.size());
  text += "  " + list(allResults, result) + ", " + list(weights, gradient) +
          " = skein.value_and_grad @loss(" + list(arguments, nameOf) +
          ") wrt [" + list(all, [](size_t i) { return std::to_string(i); }) +
          "]\n      : (" + list(arguments, type) + ") -> (" + resultTypes +
          ", " + list(weights, type) + ")\n";
  for (const Value &weight : weights)
    text += "  skein.apply_gradient " + symbol(weight) + ", " +
            gradient(weight) + " : " + typeOf(weight) + " using " +
            optimizer() + "\n";
  return text + "  skein.return " + list(allResults, result) + " : " +
         resultTypes + "\n}\n";
}

std::string Network::write() {
  Value x{"%input", {batch, 2 + below(3)}};
  bool hasImages = chance(35);
  if (hasImages)
    x.shape = {batch, 3 + below(2), 3 + below(2), 1 + below(2)};
  inputs.push_back(x);
  if (hasImages)
    x = images(x);
  if (x.shape[1] < 2 || !hasImages)
    x = dense(x, 2 + below(3));
  std::vector<Value> history = {x};
  for (int64_t i = 0, count = 3 + below(5); i < count; ++i) {
    x = x.shape[1] < 2 ? dense(x, 3) : layer(x);
    if (chance(25))
      x = combine(x, history[below(history.size())]);
    if (x.shape[1] > 6)
      x = dense(x, 3);
    history.push_back(x);
  }
  if (x.shape[1] < 2)
    x = dense(x, 2);
  std::vector<Value> results = {loss(x)};
  if (chance(30))
    results[0] = weightDecay(results[0]);
  if (chance(30)) // A second result: the sum of all squares, unscaled.
    results.push_back(ops.sum({{x, {0, 1}}}, {}, 2,
                              "    %t = arith.mulf %x0, %x0 : f32\n", {}));
  return step(results);
}

} // namespace

std::string randomTraining(uint64_t seed, FloatType type) {
  std::string text = Network(seed).write();
  if (type == FloatType::F32)
    return text;
  auto replaceAll = [&](const std::string &from, const std::string &to) {
    for (size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  replaceAll("f32", "f64");
  replaceAll("0xFF800000", "0xFFF0000000000000"); // -infinity
  return text;
}

} // namespace skein::tests
