//===- Transformer.cpp - attention, and what goes around it ---------------===//
#include "tools/models/Transformer.h"

#include "absl/strings/str_cat.h"

#include <limits>

using namespace mlir;

namespace skein::models {

Value attend(LayerBuilder &b, Value q, Value k, Value v,
             const AttentionOptions &options) {
  // Batch a, positions s and t, groups g, heads of a group r, features d.
  std::string heads = shapeOf(q).size() == 5 ? "gr" : "g";
  std::string query = absl::StrCat("as", heads, "d"),
              score = absl::StrCat("a", heads, "st"),
              row = absl::StrCat("a", heads, "s");
  Value scores = b.contract(absl::StrCat(query, ",atgd->", score), q, k);

  auto masked = [&](Scalar x) {
    if (options.scale != 1)
      x = x * options.scale;
    if (!options.causal)
      return x;
    return select(b.index('t') <= b.index('s'), x,
                  x.constant(-std::numeric_limits<double>::infinity()));
  };
  if (options.bias)
    scores = b.map(
        absl::StrCat(score, ",", heads, "st->", score),
        [](Scalar x, Scalar bias) { return x + bias; }, scores, options.bias);
  Value largest = b.maximum(absl::StrCat(score, "->", row), masked, scores);
  Value weights = b.map(
      absl::StrCat(score, ",", row, "->", score),
      [&](Scalar x, Scalar largest) { return exp(masked(x) - largest); },
      scores, largest);
  Value total = b.sum(
      absl::StrCat(score, "->", row), [](Scalar x) { return x; }, weights);
  Value mixed = b.contract(absl::StrCat(score, ",atgd->", query), weights, v);
  return b.map(
      absl::StrCat(query, ",", row, "->", query),
      [](Scalar x, Scalar total) { return x / total; }, mixed, total);
}

QueryKeyValue projectQueryKeyValue(LayerBuilder &b, StringRef name, Value x,
                                   int64_t heads, int64_t groups,
                                   int64_t headSize, DenseOptions options) {
  int64_t shared = heads / groups;
  Value all = dense(
      b, name, x,
      {"ash,hgrd->asgrd", {{'g', groups}, {'r', shared + 2}, {'d', headSize}}},
      options);
  return {shared == 1 ? b.pick(all, 3, 0) : b.slice(all, 3, 0, shared),
          b.pick(all, 3, shared), b.pick(all, 3, shared + 1)};
}

Value mergeHeads(LayerBuilder &b, StringRef name, Value x, int64_t hidden,
                 DenseOptions options) {
  std::string heads = shapeOf(x).size() == 5 ? "gr" : "g";
  return dense(
      b, name, x,
      {absl::StrCat("as", heads, "d,", heads, "dh->ash"), {{'h', hidden}}},
      options);
}

Value feedForward(LayerBuilder &b, StringRef name, Value x, int64_t size,
                  DenseOptions in, DenseOptions out) {
  int64_t hidden = shapeOf(x).back();
  Value inner =
      dense(b, (name + ".in").str(), x, {"ash,hf->asf", {{'f', size}}}, in);
  return dense(b, (name + ".out").str(), inner,
               {"asf,fh->ash", {{'h', hidden}}}, out);
}

} // namespace skein::models
