// Gradients against two oracles that share no rule with them: dual numbers,
// which are exact, and central differences. Every public function of every file
// in gradients/ is a case. Its float arguments are drawn from
// `skein.test_range` (default -1 to 1), its integers from 0 to
// `skein.test_below` - 1.

#include "passes/adjoint/Functions.h"
#include "passes/adjoint/LookUps.h"
#include "tests/reference/Interpreter.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/Verifier.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>

namespace skein::passes {
namespace {

using namespace mlir;
using reference::Interpreter;
using reference::Tensor;

using Tensors = std::vector<Tensor>;

/// A function of floats that is to be differentiated with respect to all of
/// them, and its derivative.
class Case {
public:
  Case(ModuleOp module, func::FuncOp function, unsigned seed)
      : module(module), function(function), random(seed),
        arguments(function.getNumArguments()),
        byRows(function.getNumArguments()), results(function.getNumResults()) {
    SymbolTable symbols(module);
    for (auto [index, type] : llvm::enumerate(function.getArgumentTypes())) {
      arguments[index] = isa<FloatType>(getElementTypeOrSelf(type));
      passes::TableReads reads =
          passes::findTableReads(function, index, symbols);
      byRows[index] = arguments[index] && reads.rows > 0 && !reads.whole;
    }
    for (auto [index, type] : llvm::enumerate(function.getResultTypes()))
      results[index] = isa<FloatType>(getElementTypeOrSelf(type));
  }

  /// Draws values for the arguments.
  Tensors draw() {
    Tensors values;
    for (auto [index, type] : llvm::enumerate(function.getArgumentTypes())) {
      auto shaped = dyn_cast<RankedTensorType>(type);
      Tensor value =
          Tensor::zeros(shaped ? shaped.getShape() : ArrayRef<int64_t>());
      double low = -1, high = 1;
      if (auto range =
              function.getArgAttrOfType<ArrayAttr>(index, "skein.test_range")) {
        low = cast<FloatAttr>(range[0]).getValueAsDouble();
        high = cast<FloatAttr>(range[1]).getValueAsDouble();
      }
      auto below =
          function.getArgAttrOfType<IntegerAttr>(index, "skein.test_below");
      for (reference::Scalar &element : value.elements)
        if (arguments[index])
          element.real = low + (high - low) * uniform();
        else
          element.integer = int64_t(uniform() * (below ? below.getInt() : 2));
      values.push_back(value);
    }
    return values;
  }

  /// Values in [-1, 1] with the shapes of `like` where `wanted`.
  Tensors drawDirections(const Tensors &like, const llvm::BitVector &wanted) {
    Tensors values = like;
    for (auto [index, value] : llvm::enumerate(values))
      for (reference::Scalar &element : value.elements)
        element.real = wanted[index] ? 2 * uniform() - 1 : 0;
    return values;
  }

  Tensors call(StringRef name, const Tensors &values) {
    auto outcome = Interpreter(module).call(name, values);
    EXPECT_TRUE(succeeded(outcome)) << name.str();
    return succeeded(outcome) ? *outcome : Tensors();
  }

  /// The gradients of sum_k <cotangents_k, result_k> at `values`, for each
  /// argument; empty tensors where they are zero. Also checks that the forward
  /// half computes the results, bit for bit.
  Tensors gradients(const Derivative &derivative, const Tensors &values,
                    const Tensors &cotangents) {
    auto [forward, backward] = derivative.functions;
    Tensors kept = call(forward.getName(), values),
            expected = call(function.getName(), values);
    if (kept.size() < expected.size())
      return {};
    for (size_t index = 0; index < expected.size(); ++index) {
      EXPECT_EQ(kept[index].reals(), expected[index].reals());
      EXPECT_EQ(kept[index].integers(), expected[index].integers());
    }
    // The cotangents of the results that have one.
    Tensors wanted, given;
    for (unsigned index : results.set_bits())
      wanted.push_back(cotangents[index]);
    using Argument = FunctionPair::BackwardArgument;
    for (auto [kind, index] : derivative.functions.backwardArguments())
      given.push_back(kind == Argument::Argument ? values[index]
                      : kind == Argument::Result ? kept[index]
                                                 : wanted[index]);
    Tensors returned = call(backward.getName(), given), all(values.size());
    auto next = returned.begin();
    for (const Derivative::Gradient &gradient : derivative.gradients) {
      if (returned.end() - next < gradient.numValues)
        return {};
      Tensor &sum = all[gradient.argument];
      if (!gradient.isByRows) {
        sum = *next++;
        continue;
      }
      sum = Tensor::zeros(values[gradient.argument].shape);
      for (unsigned i = 0; i < gradient.numValues; i += 2, next += 2)
        addRows(sum, next[0], next[1]);
    }
    return all;
  }

  ModuleOp module;
  func::FuncOp function;
  std::mt19937_64 random;
  llvm::BitVector arguments, byRows, results;

private:
  static void addRows(Tensor &sum, const Tensor &indices, const Tensor &rows) {
    int64_t size = sum.size() / sum.shape[0];
    for (int64_t place = 0; place < indices.size(); ++place)
      for (int64_t i = 0; i < size; ++i)
        sum.elements[indices.elements[place].integer * size + i].real +=
            rows.elements[place * size + i].real;
  }

  double uniform() { return (random() >> 11) * 0x1p-53; }
};

double inner(const Tensor &a, const Tensor &b, bool ofTangents = false) {
  double sum = 0;
  for (size_t i = 0; i < std::min(a.elements.size(), b.elements.size()); ++i)
    sum += a.elements[i].real *
           (ofTangents ? b.elements[i].tangent : b.elements[i].real);
  return sum;
}

double inner(const Tensors &a, const Tensors &b, bool ofTangents = false) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i)
    sum += inner(a[i], b[i], ofTangents);
  return sum;
}

/// <J v, u> by dual numbers.
double directional(Case &test, Tensors values, const Tensors &direction,
                   const Tensors &cotangents) {
  for (auto [value, along] : llvm::zip(values, direction))
    for (auto [element, step] : llvm::zip(value.elements, along.elements))
      element.tangent = step.real;
  return inner(cotangents, test.call(test.function.getName(), values),
               /*ofTangents=*/true);
}

/// The largest difference between a gradient and the central difference with
/// step 1e-5, over some entries of every argument.
double compareWithDifferences(Case &test, const Tensors &values,
                              const Tensors &cotangents,
                              const Tensors &gradients) {
  constexpr double step = 1e-5;
  double worst = 0;
  for (unsigned argument : test.arguments.set_bits()) {
    size_t size = values[argument].elements.size(),
           stride = std::max<size_t>(1, size / 12);
    for (size_t entry = 0; entry < size; entry += stride) {
      auto at = [&](double offset) {
        Tensors moved = values;
        moved[argument].elements[entry].real += offset;
        return inner(cotangents, test.call(test.function.getName(), moved));
      };
      double expected = (at(step) - at(-step)) / (2 * step);
      const Tensor &gradient = gradients[argument];
      double actual =
          gradient.elements.empty() ? 0 : gradient.elements[entry].real;
      worst = std::max(worst, std::abs(actual - expected) /
                                  std::max(1.0, std::abs(expected)));
    }
  }
  return worst;
}

/// Serial loops hide a race: no loop may be parallel that the result does not
/// have as an index of its own.
void expectNoRaces(func::FuncOp function) {
  function.walk([](linalg::LinalgOp op) {
    for (OpResult result : op->getResults()) {
      llvm::SmallBitVector own(op.getNumLoops());
      for (AffineExpr expression :
           op.getIndexingMapMatchingResult(result).getResults())
        if (auto dim = dyn_cast<AffineDimExpr>(expression))
          own.set(dim.getPosition());
      for (auto [loop, iterator] : llvm::enumerate(op.getIteratorTypesArray()))
        EXPECT_TRUE(own.test(loop) ||
                    iterator == utils::IteratorType::reduction)
            << "parallel loop " << loop;
    }
  });
}

/// Differentiates and compares one function; if `byRows`, with rows as the
/// gradients of tables that are only looked up.
void checkOnce(ModuleOp module, func::FuncOp function, double differenceLimit,
               bool byRows) {
  SCOPED_TRACE(function.getName().str() + (byRows ? " by rows" : ""));
  Case test(module, function, /*seed=*/7);
  if (!byRows)
    test.byRows.reset();
  else if (test.byRows.none())
    return;
  Differentiator differentiator(module);
  auto derivative = differentiator.differentiate(
      function, test.arguments, test.byRows, test.results, function);
  ASSERT_TRUE(succeeded(derivative));
  ASSERT_TRUE(succeeded(verify(module)));
  expectNoRaces((*derivative)->functions.backward);

  Tensors values = test.draw();
  Tensors shapes = test.call(function.getName(), values);
  Tensors cotangents = test.drawDirections(shapes, test.results);
  Tensors gradients = test.gradients(**derivative, values, cotangents);
  ASSERT_EQ(gradients.size(), values.size());
  for (int trial = 0; trial < 3; ++trial) {
    Tensors direction = test.drawDirections(values, test.arguments);
    double expected = directional(test, values, direction, cotangents);
    EXPECT_NEAR(inner(gradients, direction), expected,
                1e-12 * std::max(1.0, std::abs(expected)));
  }
  double difference =
      compareWithDifferences(test, values, cotangents, gradients);
  EXPECT_LE(difference, differenceLimit);
  testing::Test::RecordProperty(function.getName().str(),
                                std::to_string(difference * 1e9) + "e-9");
}

void check(ModuleOp module, func::FuncOp function, double differenceLimit) {
  checkOnce(module, function, differenceLimit, /*byRows=*/false);
  checkOnce(module, function, differenceLimit, /*byRows=*/true);
}

/// Writes functions of 14 random ops over small tensors, some values used more
/// than once.
class RandomProgram {
public:
  explicit RandomProgram(unsigned seed) : random(seed) {}

  std::string write() {
    std::string parameters;
    for (Shape shape : {Shape{3, 4}, Shape{4, 2}, Shape{4}}) {
      parameters += parameters.empty() ? "" : ", ";
      parameters += define(shape) + ": " + type(shape);
    }
    for (int op = 0; op < 14; ++op)
      writeOp();
    // What nothing has read, and the last value in any case.
    std::string names, types;
    for (size_t index = 0; index < values.size(); ++index)
      if (!values[index].used || index + 1 == values.size()) {
        names += (names.empty() ? "" : ", ") + name(index);
        types += (types.empty() ? "" : ", ") + type(values[index].shape);
      }
    return "func.func @random(" + parameters + ") -> (" + types + ") {\n" +
           body + "  return " + names + " : " + types + "\n}\n";
  }

private:
  using Shape = std::vector<int64_t>;
  struct Known {
    Shape shape;
    bool used = false;
  };

  static std::string name(size_t index) { return "%v" + std::to_string(index); }
  static std::string type(const Shape &shape) {
    std::string text = "tensor<";
    for (int64_t extent : shape)
      text += std::to_string(extent) + "x";
    return text + "f64>";
  }
  /// affine_map<(d0, ...) -> (dims)> over `loops` loops.
  static std::string map(size_t loops, const std::vector<size_t> &dims) {
    auto list = [](const std::vector<size_t> &dims) {
      std::string text;
      for (size_t dim : dims)
        text += (text.empty() ? "d" : ", d") + std::to_string(dim);
      return text;
    };
    std::vector<size_t> all(loops);
    std::iota(all.begin(), all.end(), 0);
    return "affine_map<(" + list(all) + ") -> (" + list(dims) + ")>";
  }

  size_t below(size_t bound) { return random() % bound; }
  std::string define(const Shape &shape) {
    values.push_back({shape});
    return name(values.size() - 1);
  }
  /// A known value of rank `least` or more.
  size_t pick(size_t least = 0) {
    size_t index;
    do
      index = below(values.size());
    while (values[index].shape.size() < least);
    values[index].used = true;
    return index;
  }
  std::string empty(const Shape &shape, double fill = 0) {
    std::string number = std::to_string(++constants);
    body += "  %c" + number + " = arith.constant dense<" +
            (std::isinf(fill) ? "0xFFF0000000000000" : std::to_string(fill)) +
            "> : " + type(shape) + "\n";
    return "%c" + number;
  }
  void line(const std::string &result, const std::string &text) {
    body += "  " + result + " = " + text + "\n";
  }

  /// An elementwise op on `x` and on `y`, whose dims are those of `x` in
  /// `dims`.
  void elementwise(const std::string &op, size_t x, size_t y,
                   const std::vector<size_t> &dims) {
    Shape shape = values[x].shape;
    std::vector<size_t> all(shape.size());
    std::iota(all.begin(), all.end(), 0);
    std::string out = empty(shape), loops;
    for (size_t loop = 0; loop < shape.size(); ++loop)
      loops += loop ? ", \"parallel\"" : "\"parallel\"";
    std::string full = map(shape.size(), all);
    std::string inputs = name(x) + ", " + name(y) + " : " + type(shape) + ", " +
                         type(values[y].shape);
    line(define(shape),
         "linalg.generic {indexing_maps = [" + full + ", " +
             map(shape.size(), dims) + ", " + full + "], iterator_types = [" +
             loops + "]} ins(" + inputs + ") outs(" + out + " : " +
             type(shape) + ") {\n  ^bb0(%a: f64, %b: f64, %o: f64):\n    " +
             op + "\n    linalg.yield %y : f64\n  } -> " + type(shape));
  }

  void writeOp() {
    switch (below(12)) {
    case 0:
    case 1:
      return writeUnary();
    case 2:
    case 3:
      return writeBinary();
    case 4:
      return writeContraction();
    case 5:
      return writeTranspose();
    case 6:
      return writeReduction();
    case 7:
      return writeSoftmax();
    case 8:
      return writeSlice();
    case 9:
      return writeInsertion();
    case 10:
      return writeConcatenation();
    default:
      return writeReshape();
    }
  }

  void writeUnary() {
    const char *ops[] = {"tanh", "sin", "exp", "absf"};
    size_t x = pick();
    std::vector<size_t> all(values[x].shape.size());
    std::iota(all.begin(), all.end(), 0);
    const char *op = ops[below(4)];
    if (below(3) == 0)
      return elementwise("%z = arith.constant 0.25 : f64\n    "
                         "%y = arith.maximumf %a, %z : f64",
                         x, x, all);
    elementwise(std::string("%t = math.tanh %a : f64\n    %y = math.") + op +
                    " %t : f64",
                x, x, all);
  }

  /// With operands of one shape, or a broadcast of a vector.
  void writeBinary() {
    const char *ops[] = {"addf", "subf", "mulf", "maximumf", "minimumf"};
    std::string op = std::string("%t = arith.") + ops[below(5)] +
                     " %a, %b : f64\n    %y = math.tanh %t : f64";
    size_t x = pick(), y = pick();
    const Shape &wide = values[x].shape, &narrow = values[y].shape;
    for (size_t dim = 0; dim < wide.size(); ++dim)
      if (narrow == Shape{wide[dim]})
        return elementwise(op, x, y, {dim});
    if (wide != narrow)
      y = x;
    std::vector<size_t> all(wide.size());
    std::iota(all.begin(), all.end(), 0);
    elementwise(op, x, y, all);
  }

  /// Of matrices, over dims of equal extent, whichever they are.
  void writeContraction() {
    size_t x = pick(2), y = pick(2);
    const Shape lhs = values[x].shape, rhs = values[y].shape;
    if (lhs.size() != 2 || rhs.size() != 2)
      return writeUnary();
    for (size_t i : {1, 0})
      for (size_t j : {0, 1})
        if (lhs[i] == rhs[j]) {
          Shape shape{lhs[1 - i], rhs[1 - j]};
          std::string out = empty(shape);
          using Dims = std::vector<size_t>;
          Dims left = i ? Dims{0, 2} : Dims{2, 0};
          Dims right = j ? Dims{1, 2} : Dims{2, 1};
          return line(define(shape),
                      "linalg.contract indexing_maps = [" + map(3, left) +
                          ", " + map(3, right) + ", " + map(3, {0, 1}) +
                          "] ins(" + name(x) + ", " + name(y) + " : " +
                          type(lhs) + ", " + type(rhs) + ") outs(" + out +
                          " : " + type(shape) + ") -> " + type(shape));
        }
    writeUnary();
  }

  void writeTranspose() {
    size_t x = pick(2);
    Shape shape = values[x].shape;
    std::rotate(shape.begin(), shape.begin() + 1, shape.end());
    std::string out = empty(shape), permutation;
    for (size_t dim = 0; dim < shape.size(); ++dim)
      permutation +=
          (dim ? ", " : "") + std::to_string((dim + 1) % shape.size());
    line(define(shape), "linalg.transpose ins(" + name(x) + " : " +
                            type(values[x].shape) + ") outs(" + out + " : " +
                            type(shape) + ") permutation = [" + permutation +
                            "]");
  }

  void writeReduction() {
    size_t x = pick(2), dim = below(values[x].shape.size());
    Shape shape = values[x].shape;
    shape.erase(shape.begin() + dim);
    bool isSum = below(2);
    std::string out = empty(shape, isSum ? 0 : -INFINITY);
    line(define(shape), std::string("linalg.reduce {arith.") +
                            (isSum ? "addf" : "maximumf") + "} ins(" + name(x) +
                            " : " + type(values[x].shape) + ") outs(" + out +
                            " : " + type(shape) + ") dimensions = [" +
                            std::to_string(dim) + "]");
  }

  void writeSoftmax() {
    size_t x = pick(1), dim = below(values[x].shape.size());
    Shape shape = values[x].shape;
    std::string out = empty(shape);
    line(define(shape), "linalg.softmax dimension(" + std::to_string(dim) +
                            ") ins(" + name(x) + " : " + type(shape) +
                            ") outs(" + out + " : " + type(shape) + ") -> " +
                            type(shape));
  }

  /// "[offsets] [sizes] [1, 1]" of the part of `size` elements along dim 0.
  static std::string part(const Shape &shape, int64_t offset, int64_t size) {
    std::string offsets, sizes, strides;
    for (size_t dim = 0; dim < shape.size(); ++dim) {
      offsets += dim ? ", 0" : std::to_string(offset);
      sizes += dim ? ", " + std::to_string(shape[dim]) : std::to_string(size);
      strides += dim ? ", 1" : "1";
    }
    return "[" + offsets + "] [" + sizes + "] [" + strides + "]";
  }

  void writeSlice() {
    size_t x = pick(1);
    Shape from = values[x].shape, to = from;
    to[0] = 1 + below(from[0]);
    std::string where = part(from, below(from[0] - to[0] + 1), to[0]);
    line(define(to), "tensor.extract_slice " + name(x) + where + " : " +
                         type(from) + " to " + type(to));
  }

  /// Of a slice of a value into the value itself, elsewhere.
  void writeInsertion() {
    size_t x = pick(1);
    Shape whole = values[x].shape, piece = whole;
    piece[0] = 1 + below(whole[0]);
    size_t room = whole[0] - piece[0] + 1;
    std::string slice = define(piece);
    values.back().used = true;
    line(slice, "tensor.extract_slice " + name(x) +
                    part(whole, below(room), piece[0]) + " : " + type(whole) +
                    " to " + type(piece));
    std::string where = part(whole, below(room), piece[0]);
    line(define(whole), "tensor.insert_slice " + slice + " into " + name(x) +
                            where + " : " + type(piece) + " into " +
                            type(whole));
  }

  void writeConcatenation() {
    size_t x = pick(1);
    Shape shape = values[x].shape, twice = shape;
    twice[0] *= 2;
    if (twice[0] > 8)
      return writeUnary();
    line(define(twice), "tensor.concat dim(0) " + name(x) + ", " + name(x) +
                            " : (" + type(shape) + ", " + type(shape) +
                            ") -> " + type(twice));
  }

  void writeReshape() {
    size_t x = pick(2);
    Shape shape = values[x].shape;
    if (shape.size() != 2)
      return writeUnary();
    Shape flat{shape[0] * shape[1]};
    line(define(flat), "tensor.collapse_shape " + name(x) + " [[0, 1]] : " +
                           type(shape) + " into " + type(flat));
  }

  std::mt19937_64 random;
  std::string body;
  std::vector<Known> values;
  int constants = 0;
};

TEST(RandomProgramsTest, EqualDualNumbersAndDifferences) {
  MLIRContext context;
  context.allowUnregisteredDialects();
  for (unsigned seed = 1; seed <= 150; ++seed) {
    std::string text = RandomProgram(seed).write();
    SCOPED_TRACE(text);
    auto module = reference::parseModule(context, text);
    ASSERT_TRUE(module);
    check(*module, *module->getOps<func::FuncOp>().begin(),
          /*differenceLimit=*/1e-6);
    if (HasFailure())
      break;
  }
}

// Where the derivative is not unique, differences say one half for a tie of any
// size; these numbers are what we promise.
class TieTest : public testing::Test {
protected:
  /// The gradients of @f at `values`.
  std::vector<std::vector<double>>
  gradients(StringRef text, const Tensors &values, const Tensors &cotangents) {
    auto module = reference::parseModule(context, text);
    if (!module)
      return {};
    Case test(*module, *module->getOps<func::FuncOp>().begin(), /*seed=*/1);
    Differentiator differentiator(*module);
    auto derivative = differentiator.differentiate(
        test.function, test.arguments,
        llvm::BitVector(test.arguments.size()), test.results, test.function);
    if (failed(derivative))
      return {};
    std::vector<std::vector<double>> reals;
    for (const Tensor &gradient :
         test.gradients(**derivative, values, cotangents))
      reals.push_back(gradient.reals());
    return reals;
  }

  MLIRContext context;
};

using testing::ElementsAre;

TEST_F(TieTest, ReluIsFlatAtZero) {
  const char *text = R"(
    func.func @f(%x: tensor<3xf64>) -> tensor<3xf64> {
      %zero = arith.constant 0.0 : f64
      %e = tensor.empty() : tensor<3xf64>
      %z = linalg.fill ins(%zero : f64) outs(%e : tensor<3xf64>) -> tensor<3xf64>
      %y = linalg.max ins(%x, %z : tensor<3xf64>, tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
      return %y : tensor<3xf64>
    })";
  EXPECT_THAT(gradients(text, {Tensor::ofReals({3}, {-1, 0, 1})},
                        {Tensor::ofReals({3}, {5, 5, 5})}),
              ElementsAre(ElementsAre(0, 0, 5)));
}

TEST_F(TieTest, TwoEqualOperandsShare) {
  const char *text = R"(
    func.func @f(%x: tensor<2xf64>, %y: tensor<2xf64>) -> (tensor<2xf64>, tensor<2xf64>) {
      %e = tensor.empty() : tensor<2xf64>
      %p = linalg.max ins(%x, %y : tensor<2xf64>, tensor<2xf64>) outs(%e : tensor<2xf64>) -> tensor<2xf64>
      %q = linalg.min ins(%x, %y : tensor<2xf64>, tensor<2xf64>) outs(%e : tensor<2xf64>) -> tensor<2xf64>
      return %p, %q : tensor<2xf64>, tensor<2xf64>
    })";
  // At the tie 2/2 + 20/2 each; else x is the minimum, y the maximum.
  EXPECT_THAT(
      gradients(text,
                {Tensor::ofReals({2}, {3, 1}), Tensor::ofReals({2}, {3, 4})},
                {Tensor::ofReals({2}, {2, 6}), Tensor::ofReals({2}, {20, 60})}),
      ElementsAre(ElementsAre(11, 60), ElementsAre(11, 6)));
}

TEST_F(TieTest, EqualElementsOfAReductionShareEvenly) {
  const char *text = R"(
    func.func @f(%x: tensor<2x4xf64>, %init: tensor<2xf64>) -> tensor<2xf64> {
      %r = linalg.reduce {arith.maximumf} ins(%x : tensor<2x4xf64>) outs(%init : tensor<2xf64>) dimensions = [1]
      return %r : tensor<2xf64>
    })";
  // Three of the first row; two of the second row and the init.
  EXPECT_THAT(
      gradients(text,
                {Tensor::ofReals({2, 4}, {7, 1, 7, 7, 2, 5, 5, 3}),
                 Tensor::ofReals({2}, {0, 5})},
                {Tensor::ofReals({2}, {6, 12})}),
      ElementsAre(ElementsAre(2, 0, 2, 2, 0, 4, 4, 0), ElementsAre(0, 4)));
}

TEST_F(TieTest, ANeutralInitTakesNoShare) {
  const char *text = R"(
    func.func @f(%x: tensor<2x3xf64>) -> tensor<3xf64> {
      %high = arith.constant dense<0x7FF0000000000000> : tensor<3xf64>
      %r = linalg.reduce {arith.minimumf} ins(%x : tensor<2x3xf64>) outs(%high : tensor<3xf64>) dimensions = [0]
      return %r : tensor<3xf64>
    })";
  EXPECT_THAT(gradients(text, {Tensor::ofReals({2, 3}, {4, 1, 5, 4, 2, 3})},
                        {Tensor::ofReals({3}, {6, 7, 8})}),
              ElementsAre(ElementsAre(3, 7, 0, 3, 0, 8)));
}

TEST_F(TieTest, TheFirstElementOfAWindowWins) {
  const char *text = R"(
    func.func @f(%x: tensor<1x3x3x1xf64>) -> tensor<1x2x2x1xf64> {
      %low = arith.constant dense<0xFFF0000000000000> : tensor<1x2x2x1xf64>
      %window = tensor.empty() : tensor<2x2xf64>
      %y = linalg.pooling_nhwc_max ins(%x, %window : tensor<1x3x3x1xf64>, tensor<2x2xf64>)
          outs(%low : tensor<1x2x2x1xf64>) -> tensor<1x2x2x1xf64>
      return %y : tensor<1x2x2x1xf64>
    })";
  // 0 8 0   windows: (0 8 / 8 8) and (8 0 / 8 0) in the first row,
  // 8 8 0            (8 8 / 1 9) and (8 0 / 9 9) in the second.
  // 1 9 9
  EXPECT_THAT(
      gradients(text,
                {Tensor::ofReals({1, 3, 3, 1}, {0, 8, 0, 8, 8, 0, 1, 9, 9})},
                {Tensor::ofReals({1, 2, 2, 1}, {1, 10, 100, 1000})}),
      ElementsAre(ElementsAre(0, 11, 0, 0, 0, 0, 0, 1100, 0)));
}

TEST_F(TieTest, AbsoluteValueIsFlatAtZero) {
  const char *text = R"(
    func.func @f(%x: tensor<3xf64>) -> tensor<3xf64> {
      %y = math.absf %x : tensor<3xf64>
      return %y : tensor<3xf64>
    })";
  EXPECT_THAT(gradients(text, {Tensor::ofReals({3}, {-2, 0, 2})},
                        {Tensor::ofReals({3}, {5, 5, 5})}),
              ElementsAre(ElementsAre(-5, 0, 5)));
}

// A select routes the cotangent and never multiplies by it, so the branch that
// is not taken may be infinite.
TEST_F(TieTest, SelectDoesNotMultiply) {
  const char *text = R"(
    func.func @f(%x: tensor<2xf64>, %y: tensor<2xf64>) -> tensor<2xf64> {
      %zero = arith.constant dense<0.0> : tensor<2xf64>
      %p = arith.cmpf ogt, %x, %zero : tensor<2xf64>
      %y2 = arith.mulf %y, %y : tensor<2xf64>
      %r = arith.select %p, %x, %y2 : tensor<2xi1>, tensor<2xf64>
      return %r : tensor<2xf64>
    })";
  EXPECT_THAT(
      gradients(text,
                {Tensor::ofReals({2}, {1, -1}), Tensor::ofReals({2}, {3, 3})},
                {Tensor::ofReals({2}, {INFINITY, 2})}),
      ElementsAre(ElementsAre(INFINITY, 0), ElementsAre(0, 12)));
}

std::vector<std::string> files() {
  std::vector<std::string> paths;
  for (const auto &entry :
       std::filesystem::directory_iterator("tests/passes/gradients"))
    if (entry.path().extension() == ".mlir")
      paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

class GradientTest : public testing::TestWithParam<std::string> {};

TEST_P(GradientTest, EqualsDualNumbersAndDifferences) {
  std::ifstream stream(GetParam());
  std::string text((std::istreambuf_iterator<char>(stream)), {});
  MLIRContext context;
  context.allowUnregisteredDialects();
  auto module = reference::parseModule(context, text);
  ASSERT_TRUE(module);
  SmallVector<func::FuncOp> functions;
  for (auto function : module->getOps<func::FuncOp>())
    if (function.isPublic())
      functions.push_back(function);
  ASSERT_FALSE(functions.empty());
  for (func::FuncOp function : functions)
    check(*module, function, /*differenceLimit=*/1e-8);
}

INSTANTIATE_TEST_SUITE_P(Files, GradientTest, testing::ValuesIn(files()),
                         [](const auto &info) {
                           std::string name =
                               std::filesystem::path(info.param).stem();
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char c) { return !std::isalnum(c); }, '_');
                           return name;
                         });

} // namespace
} // namespace skein::passes
