//===- Model.h - training programs under construction -----------*- C++ -*-===//
//
// A model is written as functions that declare their own parameters. A function
// that calls another one gets the parameters of that as well, under a prefix of
// its own; what the loss has in the end become the variables of the module. So
// a layer that is repeated is one function, called many times.
//
// By default it is called by a loop, over variables with one more dimension in
// front that counts the calls. So the text, and what every pass has to do, is
// independent of the number of layers; the dimension can be split like any
// other, into the stages of a pipeline for instance; and a gradient can be
// reduced in every round of the backward loop, while the next layer computes.
// The price: equal layers share the names of their variables in checkpoints,
// and an optimizer that looks at whole variables, such as one with a trust
// ratio, has to know of the dimension. With `repeat=calls` every call is an op
// with variables of its own, as suits a few large layers.
//
// Decided against: families of variables, whose members are read and updated by
// one op for each layer. The text still grows with the layers, by three lines
// of a kilobyte each, and every pass, file format and report would have to know
// of families, where tensors with one more dimension need nothing new.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TOOLS_MODELS_MODEL_H
#define SKEIN_TOOLS_MODELS_MODEL_H

#include "tools/models/Scalar.h"

#include "absl/status/statusor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ADT/StringMap.h"

#include <string>
#include <vector>

namespace skein::models {

using Values = llvm::SmallVector<mlir::Value>;

/// First values of a parameter.
struct Initializer {
  enum Kind { Constant, Normal, Uniform } kind;
  double number; // the constant; the standard deviation; the largest magnitude
};
inline Initializer constant(double value) {
  return {Initializer::Constant, value};
}
inline Initializer normal(double deviation) {
  return {Initializer::Normal, deviation};
}
inline Initializer uniform(double magnitude) {
  return {Initializer::Uniform, magnitude};
}

struct Parameter {
  std::string name;
  mlir::RankedTensorType type;
  Initializer initializer;
};

/// A function that is written, and what it wants to be passed first.
struct Layer {
  mlir::Operation *function;
  std::vector<Parameter> parameters;
};

/// What the dimensions of a structured op's operands run over, one letter each:
/// "mk,kn->mn". Loops that the result does not have are reduced. `extents` is
/// for letters that no operand has.
struct Loops {
  Loops(const char *text) : text(text) {}
  Loops(std::string text, llvm::ArrayRef<std::pair<char, int64_t>> extents = {})
      : text(std::move(text)), extents(extents) {}

  std::string text;
  llvm::SmallVector<std::pair<char, int64_t>> extents;
};

class Model;

/// Writes the body of one function.
///
/// Tensors of floats are of the model's element type, but for statistics such
/// as sums and maxima; all arithmetic on them is in the accumulator type.
/// Bodies of structured ops are functions of one `Scalar` per operand:
///
///   b.map("bf,f->bf", [](Scalar x, Scalar y) { return relu(x + y); }, x, y)
class LayerBuilder {
public:
  /// The parameter of this name, which is declared on its first use.
  mlir::Value parameter(llvm::StringRef name, llvm::ArrayRef<int64_t> shape,
                        Initializer initializer);
  /// Calls `layer`, whose parameters are called `prefix.name` here.
  Values call(const Layer &layer, llvm::StringRef prefix, Values inputs);

  /// Calls `layer` `count` times on its own results, which are as many as
  /// `carried`, followed by `shared`, which is the same in every call.
  Values repeat(const Layer &layer, llvm::StringRef prefix, int64_t count,
                Values carried, Values shared = {});

  /// Calls `layer` for every position of `sequence`, [batch, positions, ...],
  /// from the last one on if `reversed`: on what is at the position, and on its
  /// own results, which start as `states`. Gives the first results of all
  /// positions, [batch, positions, ...].
  mlir::Value scan(const Layer &layer, llvm::StringRef prefix,
                   mlir::Value sequence, Values states, bool reversed);

  /// The body for every element of the result, in the model's element type.
  template <typename Body, typename... Operands>
  mlir::Value map(Loops loops, Body body, Operands... operands) {
    return apply(element(), Combination::None, loops, body, operands...);
  }
  /// The same in the accumulator type.
  template <typename Body, typename... Operands>
  mlir::Value mapWide(Loops loops, Body body, Operands... operands) {
    return apply(accumulator(), Combination::None, loops, body, operands...);
  }
  /// The sum of the body over the loops that the result does not have, in the
  /// accumulator type.
  template <typename Body, typename... Operands>
  mlir::Value sum(Loops loops, Body body, Operands... operands) {
    return apply(accumulator(), Combination::Sum, loops, body, operands...);
  }
  /// The largest value of the body over these loops, in the accumulator type,
  /// as a constant: no derivative flows through it.
  template <typename Body, typename... Operands>
  mlir::Value maximum(Loops loops, Body body, Operands... operands) {
    return stopGradient(
        apply(accumulator(), Combination::Maximum, loops, body, operands...));
  }
  /// As `map`, `sum` and the least value, of integers.
  template <typename Body, typename... Operands>
  mlir::Value mapInteger(Loops loops, Body body, Operands... operands) {
    return apply(integer(), Combination::None, loops, body, operands...);
  }
  template <typename Body, typename... Operands>
  mlir::Value sumInteger(Loops loops, Body body, Operands... operands) {
    return apply(integer(), Combination::Sum, loops, body, operands...);
  }
  template <typename Body, typename... Operands>
  mlir::Value minimumInteger(Loops loops, Body body, Operands... operands) {
    return apply(integer(), Combination::Minimum, loops, body, operands...);
  }

  /// The sum of products of `a` and `b`, accumulated in the accumulator type.
  mlir::Value contract(Loops loops, mlir::Value a, mlir::Value b);

  /// In a body: a number of the accumulator type, the index of a loop, and the
  /// element of a tensor of the function at the given indices.
  Scalar number(double value);
  Scalar index(char loop);
  Scalar lookUp(mlir::Value tensor, llvm::ArrayRef<Scalar> indices);

  /// `size` elements along `dim`.
  mlir::Value slice(mlir::Value tensor, int64_t dim, int64_t offset,
                    int64_t size);
  /// What is at `index` along `dim`, without this dimension.
  mlir::Value pick(mlir::Value tensor, int64_t dim, int64_t index);
  mlir::Value concatenate(int64_t dim, mlir::ValueRange tensors);
  /// All dimensions but the first as one.
  mlir::Value flatten(mlir::Value tensor);
  /// With a dimension of extent 1 put in.
  mlir::Value expand(mlir::Value tensor, int64_t dim);
  mlir::Value stopGradient(mlir::Value value);

  /// A tensor of `element` (the model's if null) with all elements `value`.
  mlir::Value filled(llvm::ArrayRef<int64_t> shape, double value,
                     mlir::Type element = {});
  mlir::Value empty(llvm::ArrayRef<int64_t> shape, mlir::Type element = {});
  /// Values of the accumulator type in the model's element type.
  mlir::Value round(mlir::Value tensor);

  mlir::Type element();     // of the model
  mlir::Type accumulator(); // f32, or f64 where that is the model's
  mlir::Type integer();     // i32
  mlir::OpBuilder &builder() { return opBuilder; }
  mlir::Location loc() { return opBuilder.getUnknownLoc(); }

private:
  friend class Model;
  enum class Combination { None, Sum, Maximum, Minimum };
  LayerBuilder(Model &model, mlir::Operation *function);

  /// The parameters of `layer`, as ones of this function.
  Values declareAll(const Layer &layer, llvm::StringRef prefix);
  Values call(const Layer &layer, Values operands);
  /// The results of a loop over what `body` makes of an index and the results
  /// of the round before.
  Values loop(int64_t count, Values carried,
              llvm::function_ref<Values(mlir::Value, Values)> body);

  struct Slice {
    llvm::SmallVector<mlir::OpFoldResult> offsets, sizes, strides;
  };
  Slice sliceAlong(llvm::ArrayRef<int64_t> shape, int64_t dim,
                   mlir::OpFoldResult offset, int64_t size);
  /// `type` may leave out the first dimension, if that is `dim`.
  mlir::Value extractSlice(mlir::Value tensor, int64_t dim,
                           mlir::OpFoldResult offset, int64_t size,
                           mlir::RankedTensorType type = {});
  mlir::Value insertSlice(mlir::Value slice, mlir::Value tensor, int64_t dim,
                          mlir::OpFoldResult offset);
  /// Without a dimension of extent 1.
  mlir::Value dropDim(mlir::Value tensor, int64_t dim);

  template <typename Body, typename... Operands>
  mlir::Value apply(mlir::Type type, Combination combination, Loops loops,
                    Body body, Operands... operands) {
    auto unpack = [&](llvm::ArrayRef<Scalar> scalars) {
      return [&]<size_t... I>(std::index_sequence<I...>) {
        return body(scalars[I]...);
      }(std::index_sequence_for<Operands...>());
    };
    return structured(type, combination, loops, {operands...}, unpack);
  }
  mlir::Value
  structured(mlir::Type type, Combination combination, const Loops &loops,
             Values operands,
             llvm::function_ref<Scalar(llvm::ArrayRef<Scalar>)> body);

  Model &model;
  mlir::OpBuilder opBuilder;
  Layer layer;
  llvm::StringMap<unsigned> placeOfParameter;
  // While the body of a structured op is written.
  mlir::OpBuilder *bodyBuilder = nullptr;
  std::string bodyLoops;
};

/// What every model is asked for.
struct Settings {
  mlir::Type element;
  mlir::Attribute optimizer;
  uint64_t seed = 1; // of the first variable; the next has the next one
  bool loops = true; // whether repeated layers are a loop or as many calls
};

/// An input of the training step. Its first dimension counts examples.
struct Input {
  std::string name;
  mlir::RankedTensorType type;
};

/// A module that is being written.
class Model {
public:
  Model(mlir::MLIRContext &context, Settings settings);

  using Write =
      llvm::function_ref<Values(LayerBuilder &, llvm::ArrayRef<mlir::Value>)>;

  /// Writes a function of these inputs; `name` is new.
  Layer layer(llvm::StringRef name, mlir::TypeRange inputs, Write write);

  /// Writes the function @loss, the variables and the step @train, which
  /// updates every variable with the gradient of the loss. Errors: a tensor of
  /// 2^63 elements or more was asked for anywhere.
  absl::StatusOr<mlir::OwningOpRef<mlir::ModuleOp>>
  train(llvm::ArrayRef<Input> inputs, Write loss);

  mlir::RankedTensorType tensor(llvm::ArrayRef<int64_t> shape,
                                mlir::Type element = {});
  mlir::Type integer();
  mlir::Type accumulator();

  const Settings settings;

private:
  friend class LayerBuilder;
  void declareVariables(const Layer &loss);
  void writeStep(const Layer &loss, llvm::ArrayRef<Input> inputs);

  mlir::OwningOpRef<mlir::ModuleOp> module;
  mlir::OpBuilder builder; // at the end of the module
  absl::Status status;     // the first error
};

} // namespace skein::models

#endif // SKEIN_TOOLS_MODELS_MODEL_H
