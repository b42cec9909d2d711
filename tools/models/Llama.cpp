//===- Llama.cpp - decoders with rotary positions and gated MLPs ----------===//
#include "tools/models/Architecture.h"
#include "tools/models/Transformer.h"

#include "absl/strings/str_cat.h"

#include <cmath>

using namespace mlir;

namespace skein::models {
namespace {

/// Touvron et al., arXiv 2302.13971, with grouped queries (arXiv 2307.09288).
struct Llama {
  explicit Llama(const Flags &flags)
      : batch(flags.integer("batch")), layers(flags.integer("layers")),
        hidden(flags.integer("hidden")), heads(flags.integer("heads")),
        groups(flags.integer("key-value-heads")),
        feedForward(flags.integer("feed-forward")),
        sequence(flags.integer("sequence")),
        vocabulary(flags.integer("vocabulary")),
        rotaryBase(flags.real("rotary-base")),
        tied(flags.boolean("tied-embeddings")) {}

  int64_t batch, layers, hidden, heads, groups, feedForward, sequence,
      vocabulary;
  double rotaryBase;
  bool tied;

  int64_t headSize() const { return hidden / heads; }
  DenseOptions plain() const { return {.bias = false}; }
  DenseOptions intoResidual() const {
    return {.deviation = 0.02 / std::sqrt(2.0 * double(layers)), .bias = false};
  }

  /// What turns every pair of features by an angle that grows with the
  /// position.
  struct Rotation {
    Value cosines, sines; // [s, d / 2]
  };
  Rotation rotation(LayerBuilder &b) const {
    int64_t pairs = headSize() / 2;
    auto angle = [&] {
      Scalar position = convert(b.index('s'), b.accumulator()),
             pair = convert(b.index('i'), b.accumulator());
      return position * exp(pair * (-std::log(rotaryBase) / double(pairs)));
    };
    Loops loops("->si", {{'s', sequence}, {'i', pairs}});
    return {b.mapWide(loops, [&] { return cos(angle()); }),
            b.mapWide(loops, [&] { return sin(angle()); })};
  }

  /// `x`, [batch, s, heads..., d], whose features i and i + d / 2 are a pair.
  Value rotate(LayerBuilder &b, Value x, const Rotation &rotation) const {
    int64_t dim = shapeOf(x).size() - 1, pairs = shapeOf(x).back() / 2;
    std::string all = dim == 4 ? "asgri" : "asgi";
    std::string loops = absl::StrCat(all, ",", all, ",si,si->", all);
    Value first = b.slice(x, dim, 0, pairs),
          second = b.slice(x, dim, pairs, pairs);
    return b.concatenate(
        dim, {b.map(
                  loops,
                  [](Scalar x, Scalar y, Scalar c, Scalar s) {
                    return x * c - y * s;
                  },
                  first, second, rotation.cosines, rotation.sines),
              b.map(
                  loops,
                  [](Scalar x, Scalar y, Scalar c, Scalar s) {
                    return y * c + x * s;
                  },
                  first, second, rotation.cosines, rotation.sines)});
  }

  Value attention(LayerBuilder &b, Value x, const Rotation &rotation) const {
    Value normal = rmsNorm(b, "attention.norm", x);
    auto [q, k, v] = projectQueryKeyValue(b, "attention.qkv", normal, heads,
                                          groups, headSize(), plain());
    Value mixed =
        attend(b, rotate(b, q, rotation), rotate(b, k, rotation), v,
               {.scale = 1 / std::sqrt(double(headSize())), .causal = true});
    return add(b, x,
               mergeHeads(b, "attention.out", mixed, hidden, intoResidual()));
  }

  Value mlp(LayerBuilder &b, Value x) const {
    Value normal = rmsNorm(b, "mlp.norm", x);
    Value gate = dense(b, "mlp.gate", normal, feedForward,
                       {.deviation = 0.02, .bias = false}),
          up = dense(b, "mlp.up", normal, feedForward,
                     {.deviation = 0.02, .bias = false});
    Value inner = b.map(
        "asf,asf->asf", [](Scalar gate, Scalar up) { return silu(gate) * up; },
        gate, up);
    return add(b, x, dense(b, "mlp.down", inner, hidden, intoResidual()));
  }
};

Module build(Model &model, const Flags &flags) {
  for (auto [part, whole] :
       {std::pair("heads", "hidden"), std::pair("key-value-heads", "heads")})
    if (absl::Status status = flags.requireDivisor(part, whole); !status.ok())
      return status;
  Llama llama(flags);
  if (llama.headSize() % 2 != 0)
    return flags.refuse("heads", "heads of an even size");
  RankedTensorType angles =
      model.tensor({llama.sequence, llama.headSize() / 2}, model.accumulator());
  Layer block = model.layer(
      "block",
      {model.tensor({llama.batch, llama.sequence, llama.hidden}), angles,
       angles},
      [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        return {llama.mlp(
            b, llama.attention(b, inputs[0], {inputs[1], inputs[2]}))};
      });
  RankedTensorType tokens =
      model.tensor({llama.batch, llama.sequence}, model.integer());
  return model.train(
      {{"tokens", tokens}, {"targets", tokens}},
      [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        auto words = [&](StringRef name) {
          return b.parameter(name, {llama.vocabulary, llama.hidden},
                             normal(0.02));
        };
        Value x = embed(b, words("embedding.token"), inputs[0]);
        auto [cosines, sines] = llama.rotation(b);
        x = b.repeat(block, "block", llama.layers, {x}, {cosines, sines})[0];
        x = rmsNorm(b, "final.norm", x);
        Value scores = b.contract(
            "ash,vh->asv", x,
            words(llama.tied ? "embedding.token" : "final.vocabulary.weight"));
        return {crossEntropy(b, scores, inputs[1])};
      });
}

} // namespace

std::vector<Architecture> llamaArchitectures() {
  return {{"llama",
           "Decoder with rotary positions, grouped queries and gated MLPs",
           {{.name = "layers", .help = "Transformer blocks", .limit = 10000},
            {"hidden", "Features of a position"},
            {"heads", "Attention heads; divides hidden"},
            {.name = "key-value-heads",
             .help = "Heads of keys and values; divides heads",
             .sameAs = "heads"},
            {"feed-forward", "Inner features of an MLP"},
            {"sequence", "Positions of an example", "2048"},
            {"vocabulary", "Tokens that there are", "32000"},
            {"tied-embeddings", "Use the token embedding for the output too",
             "false", Flag::Boolean},
            {"rotary-base", "Slowest rotation, in positions by 2 pi", "10000",
             Flag::Real}},
           build}};
}

} // namespace skein::models
