//===- T5.cpp - encoder and decoder with relative positions ---------------===//
#include "tools/models/Architecture.h"
#include "tools/models/Transformer.h"

#include "absl/strings/str_cat.h"

#include <cmath>

using namespace mlir;

namespace skein::models {
namespace {

/// Raffel et al., JMLR 21 (2020), in its first version: relu, tied embeddings,
/// no biases but those of the scores for the distance of two positions.
struct T5 {
  explicit T5(const Flags &flags)
      : hidden(flags.integer("hidden")), heads(flags.integer("heads")),
        headSize(flags.integer("head-size")),
        inner(flags.integer("feed-forward")),
        vocabulary(flags.integer("vocabulary")) {}

  int64_t hidden, heads, headSize, inner, vocabulary;

  DenseOptions from(int64_t features) const {
    return {.deviation = 1 / std::sqrt(double(features)), .bias = false};
  }
  /// Scores are not divided by the square root of the head size, so queries
  /// start smaller; keys and values come from the same product.
  DenseOptions intoScores() const {
    return {.deviation =
                1 / std::sqrt(double(hidden) * std::sqrt(double(headSize))),
            .bias = false};
  }

  Value selfAttention(LayerBuilder &b, Value x, Value bias, bool causal) const {
    Value normal = rmsNorm(b, "self.norm", x);
    auto [q, k, v] = projectQueryKeyValue(b, "self.qkv", normal, heads, heads,
                                          headSize, intoScores());
    Value mixed = attend(b, q, k, v, {.causal = causal, .bias = bias});
    return add(
        b, x, mergeHeads(b, "self.out", mixed, hidden, from(heads * headSize)));
  }

  Value crossAttention(LayerBuilder &b, Value x, Value memory) const {
    Value normal = rmsNorm(b, "cross.norm", x);
    Value q =
        dense(b, "cross.query", normal,
              {"ash,hgd->asgd", {{'g', heads}, {'d', headSize}}}, intoScores());
    Value both =
        dense(b, "cross.key_value", memory,
              {"ash,hgrd->asgrd", {{'g', heads}, {'r', 2}, {'d', headSize}}},
              intoScores());
    Value mixed = attend(b, q, b.pick(both, 3, 0), b.pick(both, 3, 1), {});
    return add(
        b, x,
        mergeHeads(b, "cross.out", mixed, hidden, from(heads * headSize)));
  }

  Value mlp(LayerBuilder &b, Value x) const {
    DenseOptions in = from(hidden);
    in.activation = relu;
    return add(b, x,
               feedForward(b, "mlp", rmsNorm(b, "mlp.norm", x), inner, in,
                           from(inner)));
  }

  /// One of 32 numbers for a distance: short ones have their own, longer ones
  /// up to 128 share one in ranges that grow evenly by ratio. Positions that
  /// look both ways use half of the numbers for each.
  static Scalar bucketOf(Scalar s, Scalar t, bool bothWays) {
    int64_t buckets = bothWays ? 16 : 32, exact = buckets / 2;
    Scalar distance =
        bothWays ? maximum(s - t, t - s) : maximum(s - t, s.constant(0));
    Scalar bucket = minimum(distance, s.constant(double(exact)));
    for (int64_t step = 1; step < buckets - exact; ++step) {
      double least = std::ceil(
          double(exact) * std::pow(128.0 / double(exact),
                                   double(step) / double(buckets - exact)));
      bucket = bucket + where(s.constant(least) <= distance, s.constant(1));
    }
    if (bothWays)
      bucket = bucket + where(s < t, s.constant(double(buckets)));
    return bucket;
  }

  /// What is added to the scores of every block, [heads, s, t].
  Value positionBias(LayerBuilder &b, StringRef name, int64_t sequence,
                     bool bothWays) const {
    Value table = b.parameter(name, {32, heads}, normal(0.1));
    return b.map(
        {"->gst", {{'g', heads}, {'s', sequence}, {'t', sequence}}}, [&] {
          Scalar bucket = bucketOf(b.index('s'), b.index('t'), bothWays);
          return b.lookUp(table, {bucket, b.index('g')});
        });
  }

  Value words(LayerBuilder &b) const {
    return b.parameter("embedding.token", {vocabulary, hidden}, normal(1));
  }
};

Module build(Model &model, const Flags &flags) {
  T5 t5(flags);
  int64_t batch = flags.integer("batch"), sequence = flags.integer("sequence"),
          targetSequence = flags.integer("target-sequence");
  auto activations = [&](int64_t positions) {
    return model.tensor({batch, positions, t5.hidden});
  };
  auto bias = [&](int64_t positions) {
    return model.tensor({t5.heads, positions, positions});
  };
  Layer encode =
      model.layer("encoder_block", {activations(sequence), bias(sequence)},
                  [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                    return {t5.mlp(b, t5.selfAttention(b, inputs[0], inputs[1],
                                                       /*causal=*/false))};
                  });
  Layer decode = model.layer(
      "decoder_block",
      {activations(targetSequence), activations(sequence),
       bias(targetSequence)},
      [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        Value x = t5.selfAttention(b, inputs[0], inputs[2], /*causal=*/true);
        return {t5.mlp(b, t5.crossAttention(b, x, inputs[1]))};
      });
  RankedTensorType targets =
      model.tensor({batch, targetSequence}, model.integer());
  return model.train(
      {{"source", model.tensor({batch, sequence}, model.integer())},
       {"previous", targets},
       {"targets", targets}},
      [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        Value x = embed(b, t5.words(b), inputs[0]);
        Value position = t5.positionBias(b, "encoder.position", sequence, true);
        x = b.repeat(encode, "encoder.block", flags.integer("layers"), {x},
                     {position})[0];
        Value memory = rmsNorm(b, "encoder.norm", x);
        Value y = embed(b, t5.words(b), inputs[1]);
        position =
            t5.positionBias(b, "decoder.position", targetSequence, false);
        y = b.repeat(decode, "decoder.block", flags.integer("decoder-layers"),
                     {y}, {memory, position})[0];
        y = rmsNorm(b, "decoder.norm", y);
        double scale = 1 / std::sqrt(double(t5.hidden));
        y = b.map("ash->ash", [&](Scalar y) { return y * scale; }, y);
        return {crossEntropy(b, b.contract("ash,vh->asv", y, t5.words(b)),
                             inputs[2])};
      });
}

} // namespace

std::vector<Architecture> t5Architectures() {
  return {{"t5",
           "Encoder and decoder with relative positions",
           {{.name = "layers", .help = "Blocks of the encoder", .limit = 10000},
            {.name = "decoder-layers",
             .help = "Blocks of the decoder",
             .limit = 10000,
             .sameAs = "layers"},
            {"hidden", "Features of a position"},
            {"heads", "Attention heads"},
            {"head-size", "Features of a head", "64"},
            {"feed-forward", "Inner features of an MLP"},
            {"sequence", "Positions of a source", "512"},
            {.name = "target-sequence",
             .help = "Positions of a target",
             .sameAs = "sequence"},
            {"vocabulary", "Tokens that there are", "32128"}},
           build}};
}

} // namespace skein::models
