//===- Layers.cpp - what several architectures are made of ----------------===//
#include "tools/models/Layers.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include <cmath>

using namespace mlir;

namespace skein::models {

ArrayRef<int64_t> shapeOf(Value tensor) {
  return cast<RankedTensorType>(tensor.getType()).getShape();
}

std::string lettersOf(Value tensor) {
  return std::string("abcdefgh").substr(0, shapeOf(tensor).size());
}

Value dense(LayerBuilder &b, StringRef name, Value x, const Loops &loops,
            DenseOptions options) {
  std::vector<std::string> letters =
      absl::StrSplit(loops.text, absl::ByAnyChar(",->"), absl::SkipEmpty());
  const std::string &in = letters[0], &weight = letters[1], &out = letters[2];
  SmallVector<int64_t> shape, biasShape;
  std::string biasLetters;
  for (char letter : weight) {
    size_t dim = in.find(letter);
    const auto *given = llvm::find_if(
        loops.extents, [&](auto extent) { return extent.first == letter; });
    shape.push_back(dim == std::string::npos ? given->second : shapeOf(x)[dim]);
    if (dim == std::string::npos) {
      biasShape.push_back(given->second);
      biasLetters += letter;
    }
  }
  Value y = b.contract(
      loops.text, x,
      b.parameter((name + ".weight").str(), shape, normal(options.deviation)));
  auto activation = [&](Scalar x) {
    return options.activation ? options.activation(x) : x;
  };
  if (options.bias)
    return b.map(
        absl::StrCat(out, ",", biasLetters, "->", out),
        [&](Scalar x, Scalar bias) { return activation(x + bias); }, y,
        b.parameter((name + ".bias").str(), biasShape, constant(0)));
  if (options.activation)
    return b.map(absl::StrCat(out, "->", out), activation, y);
  return y;
}

Value dense(LayerBuilder &b, StringRef name, Value x, int64_t features,
            DenseOptions options) {
  std::string in = lettersOf(x), out = in.substr(0, in.size() - 1) + 'z';
  if (options.deviation == 0)
    options.deviation = 1 / std::sqrt(double(shapeOf(x).back()));
  return dense(b, name, x,
               {absl::StrCat(in, ",", in.substr(in.size() - 1), "z->", out),
                {{'z', features}}},
               options);
}

Value layerNorm(LayerBuilder &b, StringRef name, Value x, double epsilon,
                bool plain) {
  std::string all = lettersOf(x), rows = all.substr(0, all.size() - 1),
              last = all.substr(all.size() - 1);
  int64_t features = shapeOf(x).back();
  double share = 1.0 / double(features);
  Value mean = b.sum(
      absl::StrCat(all, "->", rows), [&](Scalar x) { return x * share; }, x);
  Value variance = b.sum(
      absl::StrCat(all, ",", rows, "->", rows),
      [&](Scalar x, Scalar mean) { return (x - mean) * (x - mean) * share; }, x,
      mean);
  Value inverse = b.mapWide(
      absl::StrCat(rows, "->", rows),
      [&](Scalar v) { return rsqrt(v + epsilon); }, variance);
  std::string statistics = absl::StrCat(all, ",", rows, ",", rows);
  if (plain)
    return b.map(
        absl::StrCat(statistics, "->", all),
        [](Scalar x, Scalar mean, Scalar inverse) {
          return (x - mean) * inverse;
        },
        x, mean, inverse);
  return b.map(
      absl::StrCat(statistics, ",", last, ",", last, "->", all),
      [](Scalar x, Scalar mean, Scalar inverse, Scalar scale, Scalar bias) {
        return (x - mean) * inverse * scale + bias;
      },
      x, mean, inverse,
      b.parameter((name + ".scale").str(), features, constant(1)),
      b.parameter((name + ".bias").str(), features, constant(0)));
}

Value rmsNorm(LayerBuilder &b, StringRef name, Value x, double epsilon) {
  std::string all = lettersOf(x), rows = all.substr(0, all.size() - 1),
              last = all.substr(all.size() - 1);
  int64_t features = shapeOf(x).back();
  Value square = b.sum(
      absl::StrCat(all, "->", rows),
      [&](Scalar x) { return x * x * (1.0 / double(features)); }, x);
  Value inverse = b.mapWide(
      absl::StrCat(rows, "->", rows),
      [&](Scalar s) { return rsqrt(s + epsilon); }, square);
  return b.map(
      absl::StrCat(all, ",", rows, ",", last, "->", all),
      [](Scalar x, Scalar inverse, Scalar scale) {
        return x * inverse * scale;
      },
      x, inverse, b.parameter((name + ".scale").str(), features, constant(1)));
}

Value embed(LayerBuilder &b, Value table, Value rows) {
  std::string in = lettersOf(rows);
  return b.map(
      {absl::StrCat(in, "->", in, "z"), {{'z', shapeOf(table).back()}}},
      [&](Scalar row) { return b.lookUp(table, {row, b.index('z')}); }, rows);
}

Value crossEntropy(LayerBuilder &b, Value logits, Value labels) {
  std::string all = lettersOf(logits), rows = all.substr(0, all.size() - 1);
  char last = all.back();
  double share = 1;
  for (int64_t extent : shapeOf(labels))
    share /= double(extent);
  Value largest = b.maximum(
      absl::StrCat(all, "->", rows), [](Scalar x) { return x; }, logits);
  std::string withRows = absl::StrCat(all, ",", rows, "->", rows);
  Value total = b.sum(
      withRows, [](Scalar x, Scalar m) { return exp(x - m); }, logits, largest);
  Value picked = b.sum(
      withRows,
      [&](Scalar x, Scalar label) { return where(b.index(last) == label, x); },
      logits, labels);
  return b.sum(
      absl::StrCat(rows, ",", rows, ",", rows, "->"),
      [&](Scalar total, Scalar largest, Scalar picked) {
        return (log(total) + largest - picked) * share;
      },
      total, largest, picked);
}

Value add(LayerBuilder &b, Value x, Value y) {
  std::string all = lettersOf(x);
  return b.map(
      absl::StrCat(all, ",", all, "->", all),
      [](Scalar x, Scalar y) { return x + y; }, x, y);
}

Scalar gelu(Scalar x) {
  return 0.5 * x *
         (1.0 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)));
}

Scalar silu(Scalar x) { return x * sigmoid(x); }

} // namespace skein::models
