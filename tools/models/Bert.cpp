//===- Bert.cpp - bidirectional encoders ----------------------------------===//
#include "tools/models/Architecture.h"
#include "tools/models/Transformer.h"

#include "absl/strings/str_cat.h"

#include <cmath>

using namespace mlir;

namespace skein::models {
namespace {

/// Post-norm blocks; pre-training on masked tokens, of which every position may
/// be one, and on the next sentence (Devlin et al., NAACL 2019).
struct Bert {
  explicit Bert(const Flags &flags)
      : hidden(flags.integer("hidden")), heads(flags.integer("heads")),
        sequence(flags.integer("sequence")),
        positions(flags.integer("positions")),
        vocabulary(flags.integer("vocabulary")),
        mlpFactor(flags.integer("mlp-factor")) {}

  int64_t hidden, heads, sequence, positions, vocabulary, mlpFactor;
  static constexpr double epsilon = 1e-12;

  static Value norm(LayerBuilder &b, StringRef name, Value x) {
    return layerNorm(b, name, x, epsilon);
  }

  Value block(LayerBuilder &b, Value x) const {
    int64_t headSize = hidden / heads;
    auto [q, k, v] =
        projectQueryKeyValue(b, "attention.qkv", x, heads, heads, headSize, {});
    Value mixed =
        attend(b, q, k, v, {.scale = 1 / std::sqrt(double(headSize))});
    x = norm(b, "attention.norm",
             add(b, x, mergeHeads(b, "attention.out", mixed, hidden, {})));
    return norm(b, "mlp.norm",
                add(b, x,
                    feedForward(b, "mlp", x, mlpFactor * hidden,
                                {.activation = gelu}, {})));
  }

  Value words(LayerBuilder &b) const {
    return b.parameter("embedding.token", {vocabulary, hidden}, normal(0.02));
  }

  Value embedTokens(LayerBuilder &b, Value tokens, Value segments) const {
    Value token = words(b),
          segment = b.parameter("embedding.segment", {2, hidden}, normal(0.02)),
          position = b.parameter("embedding.position", {positions, hidden},
                                 normal(0.02));
    if (sequence < positions)
      position = b.slice(position, 0, 0, sequence);
    Value sum = b.map(
        "as,as,sh->ash",
        [&](Scalar t, Scalar s, Scalar position) {
          Scalar h = b.index('h');
          return b.lookUp(token, {t, h}) + b.lookUp(segment, {s, h}) + position;
        },
        tokens, segments, position);
    return norm(b, "embedding.norm", sum);
  }

  Value maskedLoss(LayerBuilder &b, Value x, Value targets) const {
    Value y = dense(b, "masked.transform", x, hidden,
                    {.deviation = 0.02, .activation = gelu});
    y = norm(b, "masked.norm", y);
    Value scores = b.map(
        "asv,v->asv", [](Scalar x, Scalar bias) { return x + bias; },
        b.contract("ash,vh->asv", y, words(b)),
        b.parameter("masked.bias", vocabulary, constant(0)));
    return crossEntropy(b, scores, targets);
  }

  Value nextLoss(LayerBuilder &b, Value x, Value follows) const {
    Value first = b.pick(x, 1, 0);
    Value pooled = dense(b, "next.pooler", first, hidden,
                         {.deviation = 0.02, .activation = tanh});
    return crossEntropy(
        b, dense(b, "next.classifier", pooled, 2, {.deviation = 0.02}),
        follows);
  }
};

Module build(Model &model, const Flags &flags) {
  if (absl::Status status = flags.requireDivisor("heads", "hidden");
      !status.ok())
    return status;
  Bert bert(flags);
  if (bert.positions < bert.sequence)
    return flags.refuse("positions",
                        absl::StrCat("at least --sequence=", bert.sequence));
  int64_t batch = flags.integer("batch");
  Layer block =
      model.layer("block", model.tensor({batch, bert.sequence, bert.hidden}),
                  [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                    return {bert.block(b, inputs[0])};
                  });
  RankedTensorType tokens =
      model.tensor({batch, bert.sequence}, model.integer());
  return model.train(
      {{"tokens", tokens},
       {"segments", tokens},
       {"targets", tokens},
       {"follows", model.tensor({batch}, model.integer())}},
      [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        Value x = bert.embedTokens(b, inputs[0], inputs[1]);
        x = b.repeat(block, "block", flags.integer("layers"), {x})[0];
        return {b.mapWide(
            ",->", [](Scalar a, Scalar b) { return a + b; },
            bert.maskedLoss(b, x, inputs[2]), bert.nextLoss(b, x, inputs[3]))};
      });
}

} // namespace

std::vector<Architecture> bertArchitectures() {
  return {{"bert",
           "Encoder that is trained on masked tokens and next sentences",
           {{.name = "layers", .help = "Transformer blocks", .limit = 10000},
            {"hidden", "Features of a position"},
            {"heads", "Attention heads; divides hidden"},
            {"sequence", "Positions of an example", "512"},
            {"positions", "Rows of the position embedding", "512"},
            {"vocabulary", "Tokens that there are", "30522"},
            {"mlp-factor", "Inner features of an MLP, in hidden", "4"}},
           build}};
}

} // namespace skein::models
