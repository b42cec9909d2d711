//===- Dlrm.cpp - recommendation from dense and categorical features ------===//
#include "tools/models/Architecture.h"
#include "tools/models/Layers.h"

#include "absl/strings/str_cat.h"

#include <cmath>

using namespace mlir;

namespace skein::models {
namespace {

/// Naumov et al., arXiv 1906.00091.
class Dlrm {
public:
  explicit Dlrm(const Flags &flags)
      : bottom(flags.integers("bottom")), top(flags.integers("top")),
        rows(flags.integers("rows")) {
    if (rows.size() == 1)
      rows.resize(flags.integer("tables"), rows[0]);
  }

  Value loss(LayerBuilder &b, Value features, Value categories, Value labels) {
    Value x = perceptron(b, "bottom", features, bottom);
    Values vectors = {x};
    for (auto [table, count] : llvm::enumerate(rows)) {
      Value weights =
          b.parameter(absl::StrCat("table", table), {count, bottom.back()},
                      uniform(1 / std::sqrt(double(count))));
      vectors.push_back(embed(b, weights, b.pick(categories, 1, table)));
    }
    Value hidden = perceptron(b, "top", interact(b, vectors), top);
    Value score = dense(b, "score", hidden, 1);
    double share = 1 / double(shapeOf(labels)[0]);
    // log(1 + exp(-z)) of the right sign, without overflow.
    return b.sum(
        "ni,n->",
        [&](Scalar z, Scalar label) {
          return (relu(z) - z * label + log1p(exp(-abs(z)))) * share;
        },
        score, labels);
  }

private:
  static Value perceptron(LayerBuilder &b, StringRef name, Value x,
                          ArrayRef<int64_t> sizes) {
    for (auto [index, size] : llvm::enumerate(sizes))
      x = dense(b, absl::StrCat(name.str(), index), x, size,
                {.deviation = std::sqrt(2 / double(shapeOf(x)[1])),
                 .activation = relu});
    return x;
  }

  /// The first vector, and the products of every two different ones.
  static Value interact(LayerBuilder &b, const Values &vectors) {
    Values expanded, parts = {vectors[0]};
    for (Value vector : vectors)
      expanded.push_back(b.expand(vector, 1));
    Value all = b.concatenate(1, expanded);
    Value products = b.contract("nid,njd->nij", all, all);
    for (size_t row = 1; row < vectors.size(); ++row)
      parts.push_back(b.slice(b.pick(products, 1, row), 1, 0, row));
    return b.concatenate(1, parts);
  }

  ArrayRef<int64_t> bottom, top;
  SmallVector<int64_t> rows;
};

Module build(Model &model, const Flags &flags) {
  int64_t tables = flags.integers("rows").size();
  if (tables > 1 && tables != flags.integer("tables"))
    return flags.refuse("rows",
                        absl::StrCat("one number, or one for each of ",
                                     flags.integer("tables"), " tables"));
  int64_t batch = flags.integer("batch");
  Dlrm net(flags);
  return model.train(
      {{"features", model.tensor({batch, flags.integer("features")})},
       {"categories",
        model.tensor({batch, flags.integer("tables")}, model.integer())},
       {"clicks", model.tensor({batch})}},
      [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        return {net.loss(b, inputs[0], inputs[1], inputs[2])};
      });
}

} // namespace

std::vector<Architecture> dlrmArchitectures() {
  return {{"dlrm",
           "Recommendation model of embedding tables and two perceptrons",
           {{"features", "Dense features of an example", "13"},
            {"tables",
             "Embedding tables, one for each categorical feature",
             "26",
             Flag::Integer,
             {},
             1000},
            {"rows", "Rows of all tables, or of each", {}, Flag::Integers},
            {"bottom",
             "Layers for dense features; the last is the size of "
             "embeddings",
             "512,256,64", Flag::Integers},
            {"top", "Layers for interactions, before the score", "512,256",
             Flag::Integers}},
           build,
           "sgd",
           "0.1"}};
}

} // namespace skein::models
