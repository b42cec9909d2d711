//===- Recurrent.cpp - long short-term memories, and GNMT -----------------===//
#include "tools/models/Architecture.h"
#include "tools/models/Layers.h"

#include "absl/strings/str_cat.h"

#include <cmath>

using namespace mlir;

namespace skein::models {
namespace {

/// Layers of long short-term memory over whole sequences, [batch, positions,
/// features]. Every step of every layer is a call of one cell.
class Memory {
public:
  Memory(Model &model, int64_t batch, int64_t hidden)
      : model(model), batch(batch), hidden(hidden) {
    cell = model.layer("cell",
                       {model.tensor({batch, 4, hidden}), state(), state()},
                       [&](LayerBuilder &b, ArrayRef<Value> inputs) {
                         return step(b, inputs[0], inputs[1], inputs[2]);
                       });
  }

  /// A layer for sequences of `type`, which gives the states after every
  /// position, from the last one on if `reversed`.
  const Layer &layer(Type type, bool reversed = false) {
    auto shape = cast<RankedTensorType>(type).getShape();
    std::string name = absl::StrCat("memory_", shape[1], "_", shape[2],
                                    reversed ? "_reversed" : "");
    auto known = written.find(name);
    if (known == written.end()) {
      auto write = [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        return {run(b, inputs[0], reversed)};
      };
      known = written.emplace(name, model.layer(name, type, write)).first;
    }
    return known->second;
  }

  /// The layer for `x`, with parameters of its own.
  Value apply(LayerBuilder &b, StringRef name, Value x, bool reversed = false) {
    return b.call(layer(x.getType(), reversed), name, {x})[0];
  }

private:
  RankedTensorType state() { return model.tensor({batch, hidden}); }
  DenseOptions options() const {
    return {.deviation = 1 / std::sqrt(3 * double(hidden))};
  }

  /// Input, forget and output gate and the candidate, in this order.
  Values step(LayerBuilder &b, Value x, Value h, Value c) {
    Value gates = b.map(
        "agh,agh->agh", [](Scalar x, Scalar y) { return x + y; }, x,
        dense(b, "recurrent", h, {"ai,igh->agh", {{'g', 4}, {'h', hidden}}},
              options()));
    Value next = b.map(
        "ah,ah,ah,ah->ah",
        [](Scalar input, Scalar forget, Scalar candidate, Scalar c) {
          return sigmoid(forget) * c + sigmoid(input) * tanh(candidate);
        },
        b.pick(gates, 1, 0), b.pick(gates, 1, 1), b.pick(gates, 1, 3), c);
    return {
        b.map(
            "ah,ah->ah",
            [](Scalar output, Scalar c) { return sigmoid(output) * tanh(c); },
            b.pick(gates, 1, 2), next),
        next};
  }

  Value run(LayerBuilder &b, Value x, bool reversed) {
    Value projected = dense(
        b, "input", x, {"asi,igh->asgh", {{'g', 4}, {'h', hidden}}}, options());
    Value zeros = b.filled({batch, hidden}, 0);
    return b.scan(cell, "cell", projected, {zeros, zeros}, reversed);
  }

  Model &model;
  int64_t batch, hidden;
  Layer cell;
  std::map<std::string, Layer> written;
};

/// A language model (Zaremba et al., arXiv 1409.2329).
Module buildLstm(Model &model, const Flags &flags) {
  int64_t batch = flags.integer("batch"), hidden = flags.integer("hidden"),
          vocabulary = flags.integer("vocabulary");
  Memory memory(model, batch, hidden);
  RankedTensorType tokens =
      model.tensor({batch, flags.integer("sequence")}, model.integer());
  return model.train(
      {{"tokens", tokens}, {"targets", tokens}},
      [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        Value words =
            b.parameter("embedding", {vocabulary, hidden}, normal(0.1));
        Value x = embed(b, words, inputs[0]);
        x = b.repeat(memory.layer(x.getType()), "memory",
                     flags.integer("layers"), {x})[0];
        return {
            crossEntropy(b, dense(b, "classifier", x, vocabulary), inputs[1])};
      });
}

/// Wu et al., arXiv 1609.08144, as MLPerf trains it.
struct Gnmt {
  int64_t layers, hidden, vocabulary;
  Memory memory;

  Value words(LayerBuilder &b) {
    return b.parameter("embedding", {vocabulary, hidden}, uniform(0.1));
  }

  Value encode(LayerBuilder &b, Value x) {
    x = b.concatenate(
        2, {memory.apply(b, "encoder0.forward", x),
            memory.apply(b, "encoder0.backward", x, /*reversed=*/true)});
    for (int64_t layer = 1; layer < layers; ++layer) {
      Value y = memory.apply(b, absl::StrCat("encoder", layer), x);
      x = layer > 1 ? add(b, x, y) : y;
    }
    return x;
  }

  /// The mean of `keys`, weighted for every position of `x` by softmax of
  /// v . tanh(q + k) with a v of trained length.
  Value attend(LayerBuilder &b, Value x, Value keys) {
    DenseOptions plain = {.deviation = 0, .bias = false};
    Value q = dense(b, "attention.query", x, hidden, plain),
          k = dense(b, "attention.key", keys, hidden, plain);
    double side = 1 / std::sqrt(double(hidden));
    Value v = b.parameter("attention.vector", hidden, uniform(side)),
          bias = b.parameter("attention.bias", hidden, constant(0)),
          length = b.parameter("attention.length", {}, constant(side));
    Value square = b.sum("h->", [](Scalar v) { return v * v; }, v);
    Value direction = b.map(
        "h,,->h",
        [](Scalar v, Scalar square, Scalar length) {
          return v * rsqrt(square) * length;
        },
        v, square, length);
    Value scores = b.sum(
        "ath,ash,h,h->ats",
        [](Scalar q, Scalar k, Scalar bias, Scalar v) {
          return tanh(q + k + bias) * v;
        },
        q, k, bias, direction);
    Value largest = b.maximum("ats->at", [](Scalar x) { return x; }, scores);
    Value weights = b.map(
        "ats,at->ats", [](Scalar x, Scalar m) { return exp(x - m); }, scores,
        largest);
    Value total = b.sum("ats->at", [](Scalar x) { return x; }, weights);
    return b.map(
        "ath,at->ath", [](Scalar x, Scalar total) { return x / total; },
        b.contract("ats,ash->ath", weights, keys), total);
  }

  Value decode(LayerBuilder &b, Value y, Value encoded) {
    y = memory.apply(b, "decoder0", y);
    Value context = attend(b, y, encoded);
    for (int64_t layer = 1; layer < layers; ++layer) {
      Value next = memory.apply(b, absl::StrCat("decoder", layer),
                                b.concatenate(2, {y, context}));
      y = layer > 1 ? add(b, y, next) : next;
    }
    return dense(b, "classifier", y, vocabulary);
  }
};

Module buildGnmt(Model &model, const Flags &flags) {
  int64_t batch = flags.integer("batch"), hidden = flags.integer("hidden");
  Gnmt gnmt = {flags.integer("layers"), hidden, flags.integer("vocabulary"),
               Memory(model, batch, hidden)};
  RankedTensorType targets =
      model.tensor({batch, flags.integer("target-sequence")}, model.integer());
  return model.train(
      {{"source",
        model.tensor({batch, flags.integer("sequence")}, model.integer())},
       {"previous", targets},
       {"targets", targets}},
      [&](LayerBuilder &b, ArrayRef<Value> inputs) -> Values {
        Value encoded = gnmt.encode(b, embed(b, gnmt.words(b), inputs[0]));
        Value scores =
            gnmt.decode(b, embed(b, gnmt.words(b), inputs[1]), encoded);
        return {crossEntropy(b, scores, inputs[2])};
      });
}

} // namespace

std::vector<Architecture> recurrentArchitectures() {
  Flag layers = {.name = "layers", .help = "Layers of memory", .limit = 1000};
  Flag hidden = {"hidden", "Features of a state"},
       sequence = {.name = "sequence",
                   .help = "Positions of an example",
                   .limit = 10000},
       vocabulary = {"vocabulary", "Tokens that there are"};
  Flag targets = {.name = "target-sequence",
                  .help = "Positions of a target",
                  .limit = 10000,
                  .sameAs = "sequence"};
  Flag ofEach = layers;
  ofEach.help = "Layers of encoder and of decoder";
  return {{"lstm",
           "Language model of long short-term memory",
           {layers, hidden, sequence, vocabulary},
           buildLstm,
           "sgd",
           "1"},
          {"gnmt",
           "Translation by memories with attention",
           {ofEach, hidden, sequence, targets, vocabulary},
           buildGnmt,
           "adam",
           "0.001"}};
}

} // namespace skein::models
