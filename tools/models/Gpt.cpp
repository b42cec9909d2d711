//===- Gpt.cpp - decoder-only transformers in the manner of GPT -----------===//
#include "tools/models/Architecture.h"
#include "tools/models/Transformer.h"

#include "absl/strings/str_cat.h"

#include <cmath>

using namespace mlir;

namespace skein::models {
namespace {

/// Pre-norm blocks with biases, learned positions, GELU (Radford et al., 2019).
struct Gpt {
  explicit Gpt(const Flags &flags)
      : batch(flags.integer("batch")), layers(flags.integer("layers")),
        hidden(flags.integer("hidden")), heads(flags.integer("heads")),
        sequence(flags.integer("sequence")),
        vocabulary(flags.integer("vocabulary")),
        mlpFactor(flags.integer("mlp-factor")),
        tied(flags.boolean("tied-embeddings")),
        plainFinalNorm(flags.choice("final-norm") == "plain") {}

  int64_t batch, layers, hidden, heads, sequence, vocabulary, mlpFactor;
  bool tied, plainFinalNorm;

  /// Products that end in the sum of all layers start smaller, so that the sum
  /// does not grow with their number.
  DenseOptions intoResidual() const {
    return {.deviation = 0.02 / std::sqrt(2.0 * double(layers))};
  }

  Value attention(LayerBuilder &b, Value x) const {
    int64_t headSize = hidden / heads;
    Value normal = layerNorm(b, "attention.norm", x);
    auto [q, k, v] = projectQueryKeyValue(b, "attention.qkv", normal, heads,
                                          heads, headSize, {});
    Value mixed = attend(
        b, q, k, v, {.scale = 1 / std::sqrt(double(headSize)), .causal = true});
    return add(b, x,
               mergeHeads(b, "attention.out", mixed, hidden, intoResidual()));
  }

  Value mlp(LayerBuilder &b, Value x) const {
    Value normal = layerNorm(b, "mlp.norm", x);
    return add(b, x,
               feedForward(b, "mlp", normal, mlpFactor * hidden,
                           {.activation = gelu}, intoResidual()));
  }

  Value embedTokens(LayerBuilder &b, Value tokens) const {
    Value words = b.parameter("embedding.token", {vocabulary, hidden},
                              normal(0.02)),
          positions = b.parameter("embedding.position", {sequence, hidden},
                                  normal(0.02));
    return b.map(
        "as,sh->ash",
        [&](Scalar token, Scalar position) {
          return b.lookUp(words, {token, b.index('h')}) + position;
        },
        tokens, positions);
  }

  Value loss(LayerBuilder &b, Value x, Value targets) const {
    Value normal = layerNorm(b, "final.norm", x, 1e-5, plainFinalNorm);
    Value words =
        b.parameter(tied ? "embedding.token" : "final.vocabulary.weight",
                    {vocabulary, hidden}, models::normal(0.02));
    return crossEntropy(b, b.contract("ash,vh->asv", normal, words), targets);
  }
};

/// In place of an MLP, several of them, of which every token goes to the few
/// that a linear layer scores highest (Lepikhin et al., arXiv 2006.16668). An
/// expert takes the first `capacity` tokens of a sequence that come to it,
/// those that it is the best for before others; what is left over skips the
/// layer.
struct Experts {
  explicit Experts(const Flags &flags)
      : experts(flags.integer("experts")),
        choices(flags.integer("experts-per-token")),
        capacity(std::max<int64_t>(
            1,
            std::ceil(flags.real("capacity-factor") * double(choices) *
                      double(flags.integer("sequence")) / double(experts)))) {}

  int64_t experts, choices, capacity;

  /// One choice for every token, [batch, s].
  struct Choice {
    Value expert, place; // integers; from `capacity` on there is no place
    Value weight;        // of the expert's result
  };

  /// Scores of every expert for every token that sum to 1, [batch, s, experts].
  Value probabilities(LayerBuilder &b, Value x) const {
    Value scores = dense(b, "experts.gate", x, experts, {.bias = false});
    Value largest = b.maximum("ase->as", [](Scalar x) { return x; }, scores);
    Value weights = b.mapWide(
        "ase,as->ase", [](Scalar x, Scalar m) { return exp(x - m); }, scores,
        largest);
    Value total = b.sum("ase->as", [](Scalar x) { return x; }, weights);
    return b.mapWide(
        "ase,as->ase", [](Scalar x, Scalar total) { return x / total; },
        weights, total);
  }

  /// The next best expert of every token, after the choices `before`.
  Choice choose(LayerBuilder &b, Value scores, ArrayRef<Choice> before) const {
    Value left = scores; // and -1 for experts that are chosen already
    for (const Choice &choice : before)
      left = b.stopGradient(b.mapWide(
          "ase,as->ase",
          [&](Scalar x, Scalar chosen) {
            return select(b.index('e') == chosen, x.constant(-1), x);
          },
          left, choice.expert));
    Value best = b.maximum("ase->as", [](Scalar x) { return x; }, left);
    Choice choice;
    choice.expert = b.minimumInteger(
        "ase,as->as",
        [&](Scalar x, Scalar best) {
          Scalar e = convert(b.index('e'), b.integer());
          return select(x == best, e, e.constant(double(experts - 1)));
        },
        left, best);
    choice.weight = b.sum(
        "ase,as->as",
        [&](Scalar x, Scalar chosen) {
          return where(b.index('e') == chosen, x);
        },
        scores, choice.expert);
    choice.place = b.sumInteger(
        "at,as->as",
        [&](Scalar other, Scalar own) {
          return where((other == own) & (b.index('t') < b.index('s')),
                       own.constant(1));
        },
        choice.expert, choice.expert);
    for (const Choice &earlier : before)
      choice.place = b.mapInteger(
          "as,as->as", [](Scalar x, Scalar y) { return x + y; }, choice.place,
          b.sumInteger(
              "at,as->as",
              [&](Scalar other, Scalar own) {
                return where(other == own, own.constant(1));
              },
              earlier.expert, choice.expert));
    return choice;
  }

  /// The tokens of `x`, [batch, s, hidden], at their places, [batch, experts,
  /// capacity, hidden].
  Value dispatch(LayerBuilder &b, Value x, const Choice &choice) const {
    return b.round(b.sum(
        {"ash,as,as->aech", {{'e', experts}, {'c', capacity}}},
        [&](Scalar x, Scalar expert, Scalar place) {
          return where((b.index('e') == expert) & (b.index('c') == place), x);
        },
        x, choice.expert, choice.place));
  }

  /// The inverse of `dispatch`, times the weights.
  Value combine(LayerBuilder &b, Value y, const Choice &choice) const {
    return b.round(b.sum(
        "aech,as,as,as->ash",
        [&](Scalar y, Scalar expert, Scalar place, Scalar weight) {
          return where((b.index('e') == expert) & (b.index('c') == place),
                       y * weight);
        },
        y, choice.expert, choice.place, choice.weight));
  }

  /// Grows as tokens crowd on few experts: the sum over experts of the share of
  /// tokens whose best it is times its mean score, times their number.
  Value imbalance(LayerBuilder &b, Value scores, const Choice &best) const {
    double tokens = double(shapeOf(scores)[1]);
    Value shares = b.sum(
        {"as->ae", {{'e', experts}}},
        [&](Scalar chosen) {
          return where(b.index('e') == chosen, b.number(1 / tokens));
        },
        best.expert);
    Value means =
        b.sum("ase->ae", [&](Scalar x) { return x * (1 / tokens); }, scores);
    double scale = double(experts) / double(shapeOf(scores)[0]);
    return b.sum(
        "ae,ae->",
        [&](Scalar share, Scalar mean) { return share * mean * scale; }, shares,
        means);
  }

  /// What is added to `x`, and the imbalance.
  std::pair<Value, Value> apply(LayerBuilder &b, Value x, int64_t inner,
                                DenseOptions in, DenseOptions out) const {
    Value scores = probabilities(b, x);
    std::vector<Choice> chosen;
    for (int64_t choice = 0; choice < choices; ++choice)
      chosen.push_back(choose(b, scores, chosen));
    Value tokens;
    for (const Choice &choice : chosen) {
      Value here = dispatch(b, x, choice);
      tokens = tokens ? add(b, tokens, here) : here;
    }
    int64_t hidden = shapeOf(x).back();
    Value y = expertLayer(b, "experts.in", tokens, inner, in);
    y = expertLayer(b, "experts.out", y, hidden, out);
    Value result;
    for (const Choice &choice : chosen) {
      Value part = combine(b, y, choice);
      result = result ? add(b, result, part) : part;
    }
    return {result, imbalance(b, scores, chosen[0])};
  }

  /// A linear layer of every expert on its own tokens.
  static Value expertLayer(LayerBuilder &b, std::string name, Value x,
                           int64_t features, DenseOptions options) {
    int64_t experts = shapeOf(x)[1], inputs = shapeOf(x)[3];
    Value y =
        b.contract("aeci,eif->aecf", x,
                   b.parameter(name + ".weight", {experts, inputs, features},
                               normal(options.deviation)));
    return b.map(
        "aecf,ef->aecf",
        [&](Scalar x, Scalar bias) {
          Scalar y = x + bias;
          return options.activation ? options.activation(y) : y;
        },
        y, b.parameter(name + ".bias", {experts, features}, constant(0)));
  }
};

absl::Status check(const Flags &flags) {
  return flags.requireDivisor("heads", "hidden");
}

Layer denseBlock(Model &model, const Gpt &gpt) {
  return model.layer("block",
                     model.tensor({gpt.batch, gpt.sequence, gpt.hidden}),
                     [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                       return {gpt.mlp(b, gpt.attention(b, inputs[0]))};
                     });
}

std::vector<Input> textInputs(Model &model, const Gpt &gpt) {
  RankedTensorType tokens =
      model.tensor({gpt.batch, gpt.sequence}, model.integer());
  return {{"tokens", tokens}, {"targets", tokens}};
}

Module buildGpt(Model &model, const Flags &flags) {
  if (absl::Status status = check(flags); !status.ok())
    return status;
  Gpt gpt(flags);
  Layer block = denseBlock(model, gpt);
  return model.train(textInputs(model, gpt),
                     [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                       Value x = gpt.embedTokens(b, inputs[0]);
                       x = b.repeat(block, "block", gpt.layers, {x})[0];
                       return {gpt.loss(b, x, inputs[1])};
                     });
}

Module buildMoeGpt(Model &model, const Flags &flags) {
  if (absl::Status status = check(flags); !status.ok())
    return status;
  if (flags.integer("experts-per-token") > flags.integer("experts"))
    return flags.refuse(
        "experts-per-token",
        absl::StrCat("at most --experts=", flags.integer("experts")));
  Gpt gpt(flags);
  Experts experts(flags);
  int64_t interval = flags.integer("expert-interval");
  if (interval > gpt.layers)
    return flags.refuse("expert-interval",
                        absl::StrCat("at most --layers=", gpt.layers));
  Layer block = denseBlock(model, gpt);
  SmallVector<Type> state = {
      model.tensor({gpt.batch, gpt.sequence, gpt.hidden}),
      model.tensor({}, model.accumulator())};
  Layer expertBlock =
      model.layer("expert_block", state,
                  [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                    Value x = gpt.attention(b, inputs[0]);
                    auto [y, imbalance] =
                        experts.apply(b, layerNorm(b, "mlp.norm", x),
                                      gpt.mlpFactor * gpt.hidden,
                                      {.activation = gelu}, gpt.intoResidual());
                    return {add(b, x, y),
                            b.mapWide(
                                ",->", [](Scalar x, Scalar y) { return x + y; },
                                inputs[1], imbalance)};
                  });
  Layer group = model.layer(
      "group", state, [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        Value x = b.repeat(block, "block", interval - 1, {inputs[0]})[0];
        return b.call(expertBlock, "expert_block", {x, inputs[1]});
      });
  return model.train(textInputs(model, gpt),
                     [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
                       Value none = b.filled({}, 0, b.accumulator());
                       Values results =
                           b.repeat(group, "group", gpt.layers / interval,
                                    {gpt.embedTokens(b, inputs[0]), none});
                       Value x = b.repeat(block, "block", gpt.layers % interval,
                                          {results[0]})[0];
                       return {b.mapWide(
                           ",->",
                           [](Scalar loss, Scalar imbalance) {
                             return loss + 0.01 * imbalance;
                           },
                           gpt.loss(b, x, inputs[1]), results[1])};
                     });
}

const std::vector<Flag> gptFlags = {
    {.name = "layers", .help = "Transformer blocks", .limit = 10000},
    {"hidden", "Features of a position"},
    {"heads", "Attention heads; divides hidden"},
    {"sequence", "Positions of an example"},
    {"vocabulary", "Tokens that there are"},
    {"mlp-factor", "Inner features of an MLP, in hidden", "4"},
    {"tied-embeddings", "Use the token embedding for the output too", "true",
     Flag::Boolean},
    {"final-norm",
     "plain, without parameters, as the parameter count "
     "12 L h^2 (1 + 13 / (12 h) + (V + s) / (12 L h)) has it; or affine, as in "
     "GPT-2",
     "plain",
     Flag::Choice,
     {"plain", "affine"}},
};

} // namespace

std::vector<Architecture> gptArchitectures() {
  std::vector<Flag> expertFlags = gptFlags;
  expertFlags.push_back({"experts", "MLPs to choose from"});
  expertFlags.push_back({.name = "experts-per-token",
                         .help = "How many of them a token goes to",
                         .initial = "2",
                         .limit = 16});
  expertFlags.push_back({"expert-interval",
                         "Every so many blocks, the last one has experts",
                         "2"});
  expertFlags.push_back({"capacity-factor",
                         "Places of an expert, in its even share of the tokens",
                         "1.25", Flag::Real});
  return {{"gpt", "Decoder-only transformer with learned positions", gptFlags,
           buildGpt},
          {"moe-gpt", "GPT with a mixture of experts in some blocks",
           expertFlags, buildMoeGpt}};
}

} // namespace skein::models
