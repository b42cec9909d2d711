// The interpreter against numbers that a reader can check by hand.

#include "tests/reference/Interpreter.h"

#include "mlir/IR/Diagnostics.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <cmath>
#include <string>

namespace skein::reference {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class InterpreterTest : public ::testing::Test {
protected:
  /// Results of @f; the message of the first diagnostic is in `message`.
  std::vector<Tensor> run(llvm::StringRef text, std::vector<Tensor> arguments,
                          Rounding rounding = Rounding::None) {
    mlir::ScopedDiagnosticHandler handler(&context,
                                          [&](mlir::Diagnostic &diagnostic) {
                                            if (message.empty())
                                              message = diagnostic.str();
                                            return mlir::success();
                                          });
    auto module = parseModule(context, text);
    if (!module)
      return {};
    Interpreter interpreter(*module, rounding);
    auto results = interpreter.call("f", arguments);
    return succeeded(results) ? *results : std::vector<Tensor>();
  }

  /// The only result of @f.
  Tensor one(llvm::StringRef text, std::vector<Tensor> arguments,
             Rounding rounding = Rounding::None) {
    auto results = run(text, std::move(arguments), rounding);
    EXPECT_EQ(results.size(), 1u) << message;
    return results.empty() ? Tensor() : results[0];
  }

  /// f(x) and f'(x) of one scalar op.
  std::pair<double, double> unary(const std::string &op, double x) {
    Tensor argument = Tensor::ofReals({}, {x});
    argument.elements[0].tangent = 1;
    Tensor y = one("func.func @f(%x: f64) -> f64 { %y = " + op +
                       " %x : f64 return %y : f64 }",
                   {argument});
    return {y.elements.at(0).real, y.elements.at(0).tangent};
  }

  mlir::MLIRContext context;
  std::string message;
};

// [1 2 3; 4 5 6] * [1 0; 0 1; 1 1] = [4 5; 10 11], plus the init.
TEST_F(InterpreterTest, MatmulAddsToItsInit) {
  Tensor c = one(R"(
    func.func @f(%a: tensor<2x3xf32>, %b: tensor<3x2xf32>, %c: tensor<2x2xf32>)
        -> tensor<2x2xf32> {
      %r = linalg.matmul ins(%a, %b : tensor<2x3xf32>, tensor<3x2xf32>)
                         outs(%c : tensor<2x2xf32>) -> tensor<2x2xf32>
      return %r : tensor<2x2xf32>
    })",
                 {Tensor::ofReals({2, 3}, {1, 2, 3, 4, 5, 6}),
                  Tensor::ofReals({3, 2}, {1, 0, 0, 1, 1, 1}),
                  Tensor::ofReals({2, 2}, {100, 0, 0, 0})});
  EXPECT_THAT(c.reals(), ElementsAre(104, 5, 10, 11));
}

// A window of 2 with stride 2 and dilation 1 over 0..4: max of (0, 1), (2, 3).
TEST_F(InterpreterTest, ConvolutionReadsWindows) {
  Tensor y = one(R"(
    func.func @f(%x: tensor<1x4x1xf64>) -> tensor<1x2x1xf64> {
      %w = tensor.empty() : tensor<2xf64>
      %m = arith.constant dense<-1.0> : tensor<1x2x1xf64>
      %r = linalg.pooling_nwc_max {strides = dense<2> : vector<1xi64>}
             ins(%x, %w : tensor<1x4x1xf64>, tensor<2xf64>)
             outs(%m : tensor<1x2x1xf64>) -> tensor<1x2x1xf64>
      return %r : tensor<1x2x1xf64>
    })",
                 {Tensor::ofReals({1, 4, 1}, {3, 1, 4, 5})});
  EXPECT_THAT(y.reals(), ElementsAre(3, 5));
}

TEST_F(InterpreterTest, BodyReadsIndicesAndTables) {
  Tensor y = one(R"(
    func.func @f(%t: tensor<3x2xf64>, %i: tensor<2xi32>) -> tensor<2x2xf64> {
      %e = tensor.empty() : tensor<2x2xf64>
      %r = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0)>,
                                            affine_map<(d0, d1) -> (d0, d1)>],
                           iterator_types = ["parallel", "parallel"]}
          ins(%i : tensor<2xi32>) outs(%e : tensor<2x2xf64>) {
      ^bb0(%a: i32, %o: f64):
        %row = arith.index_cast %a : i32 to index
        %column = linalg.index 1 : index
        %v = tensor.extract %t[%row, %column] : tensor<3x2xf64>
        linalg.yield %v : f64
      } -> tensor<2x2xf64>
      return %r : tensor<2x2xf64>
    })",
                 {Tensor::ofReals({3, 2}, {1, 2, 3, 4, 5, 6}),
                  Tensor::ofIntegers({2}, {2, 0})});
  EXPECT_THAT(y.reals(), ElementsAre(5, 6, 1, 2));
}

TEST_F(InterpreterTest, ReadingWhatWasNeverWrittenIsAnError) {
  EXPECT_TRUE(run(R"(
    func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
      %e = tensor.empty() : tensor<2xf32>
      %r = linalg.add ins(%x, %e : tensor<2xf32>, tensor<2xf32>)
                      outs(%e : tensor<2xf32>) -> tensor<2xf32>
      return %r : tensor<2xf32>
    })",
                  {Tensor::ofReals({2}, {1, 2})})
                  .empty());
  EXPECT_THAT(message, HasSubstr("never written"));
}

// A maximum ignores NaN operands under maxnumf, so NaN alone would not show it.
TEST_F(InterpreterTest, PoisonSurvivesMaxNum) {
  run(R"(
    func.func @f(%x: tensor<f32>) -> tensor<f32> {
      %e = tensor.empty() : tensor<f32>
      %r = arith.maxnumf %x, %e : tensor<f32>
      return %r : tensor<f32>
    })",
      {Tensor::ofReals({}, {1})});
  EXPECT_THAT(message, HasSubstr("never written"));
}

// Rounded towards zero, that is; all but the last of each are in i8 or ui8.
TEST_F(InterpreterTest, IntegersOfFloatsThatHaveNoneArePoison) {
  auto convert = [&](const std::string &op, double value) {
    message.clear();
    auto results = run("func.func @f(%x: tensor<f32>) -> tensor<i8> {\n  %r = arith." + op +
                           " %x : tensor<f32> to tensor<i8>\n  return %r : tensor<i8>\n}",
                       {Tensor::ofReals({}, {value})});
    return message.empty() ? std::to_string(results[0].elements[0].integer) : message;
  };
  EXPECT_EQ(convert("fptosi", -128.9), "-128");
  EXPECT_EQ(convert("fptosi", 127.9), "127");
  EXPECT_EQ(convert("fptoui", -0.9), "0");
  EXPECT_EQ(convert("fptoui", 127), "127");
  for (double value : {-129.0, 128.0, double(NAN), double(INFINITY), -1e300})
    EXPECT_THAT(convert("fptosi", value), HasSubstr("never written")) << value;
  for (double value : {-1.0, 256.0, double(NAN), double(INFINITY), 1e300})
    EXPECT_THAT(convert("fptoui", value), HasSubstr("never written")) << value;
}

TEST_F(InterpreterTest, SlicesPadsAndConcatenates) {
  auto results = run(R"(
    func.func @f(%x: tensor<2x4xi32>)
        -> (tensor<2xi32>, tensor<2x4xi32>, tensor<3x5xi32>, tensor<4x4xi32>) {
      %s = tensor.extract_slice %x[1, 1] [1, 2] [1, 2]
          : tensor<2x4xi32> to tensor<2xi32>
      %i = tensor.insert_slice %s into %x[0, 0] [1, 2] [1, 3]
          : tensor<2xi32> into tensor<2x4xi32>
      %c = arith.constant 9 : i32
      %p = tensor.pad %x low[1, 0] high[0, 1] {
      ^bb0(%a: index, %b: index):
        tensor.yield %c : i32
      } : tensor<2x4xi32> to tensor<3x5xi32>
      %cc = tensor.concat dim(0) %x, %i
          : (tensor<2x4xi32>, tensor<2x4xi32>) -> tensor<4x4xi32>
      return %s, %i, %p, %cc
          : tensor<2xi32>, tensor<2x4xi32>, tensor<3x5xi32>, tensor<4x4xi32>
    })",
                     {Tensor::ofIntegers({2, 4}, {0, 1, 2, 3, 4, 5, 6, 7})});
  ASSERT_EQ(results.size(), 4u) << message;
  EXPECT_THAT(results[0].integers(), ElementsAre(5, 7));
  EXPECT_THAT(results[1].integers(), ElementsAre(5, 1, 2, 7, 4, 5, 6, 7));
  EXPECT_THAT(results[2].integers(),
              ElementsAre(9, 9, 9, 9, 9, 0, 1, 2, 3, 9, 4, 5, 6, 7, 9));
  EXPECT_THAT(results[3].integers(), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, //
                                                 5, 1, 2, 7, 4, 5, 6, 7));
}

TEST_F(InterpreterTest, GathersSlices) {
  Tensor y = one(R"(
    func.func @f(%x: tensor<2x3xf32>, %i: tensor<2x1xi32>) -> tensor<2x2xf32> {
      %r = tensor.gather %x[%i] gather_dims([1])
          : (tensor<2x3xf32>, tensor<2x1xi32>) -> tensor<2x2xf32>
      return %r : tensor<2x2xf32>
    })",
                 {Tensor::ofReals({2, 3}, {1, 2, 3, 4, 5, 6}),
                  Tensor::ofIntegers({2, 1}, {2, 0})});
  EXPECT_THAT(y.reals(), ElementsAre(3, 6, 1, 4));
}

// softmax(ln 1, ln 3) = (1/4, 3/4); derivative along x0: y0 (1 - y0), -y0 y1.
TEST_F(InterpreterTest, SoftmaxAndItsDerivative) {
  Tensor x = Tensor::ofReals({1, 2}, {0, std::log(3)});
  x.elements[0].tangent = 1;
  Tensor y = one(R"(
    func.func @f(%x: tensor<1x2xf64>) -> tensor<1x2xf64> {
      %e = tensor.empty() : tensor<1x2xf64>
      %r = linalg.softmax dimension(1) ins(%x : tensor<1x2xf64>)
                                       outs(%e : tensor<1x2xf64>) -> tensor<1x2xf64>
      return %r : tensor<1x2xf64>
    })",
                 {x});
  EXPECT_THAT(y.reals(),
              ElementsAre(DoubleNear(0.25, 1e-15), DoubleNear(0.75, 1e-15)));
  EXPECT_THAT(y.tangents(), ElementsAre(DoubleNear(0.1875, 1e-15),
                                        DoubleNear(-0.1875, 1e-15)));
}

// x <- 2 x + i for i in 0, 1, 2: ((2 x) * 2 + 1) * 2 + 2 = 8 x + 4.
TEST_F(InterpreterTest, LoopsCallsAndBranches) {
  Tensor y = one(R"(
    func.func private @twice(%x: f32) -> f32 {
      %y = arith.addf %x, %x : f32
      return %y : f32
    }
    func.func @f(%x: f32) -> f32 {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c3 = arith.constant 3 : index
      %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %x) -> f32 {
        %t = func.call @twice(%a) : (f32) -> f32
        %first = arith.cmpi eq, %i, %c0 : index
        %s = scf.if %first -> f32 {
          scf.yield %t : f32
        } else {
          %n = arith.index_cast %i : index to i32
          %d = arith.sitofp %n : i32 to f32
          %u = arith.addf %t, %d : f32
          scf.yield %u : f32
        }
        scf.yield %s : f32
      }
      return %r : f32
    })",
                 {Tensor::ofReals({}, {5})});
  EXPECT_THAT(y.reals(), ElementsAre(44));
}

TEST_F(InterpreterTest, ConstantsOfEveryKind) {
  auto results = run(R"(
    func.func @f() -> (tensor<2xf16>, tensor<3xi8>, tensor<2xi1>, tensor<2xf32>) {
      %a = arith.constant dense<[0.5, -2.0]> : tensor<2xf16>
      %b = arith.constant dense<-1> : tensor<3xi8>
      %c = arith.constant dense<[true, false]> : tensor<2xi1>
      %d = arith.constant dense_resource<blob> : tensor<2xf32>
      return %a, %b, %c, %d : tensor<2xf16>, tensor<3xi8>, tensor<2xi1>, tensor<2xf32>
    }
    {-# dialect_resources: { builtin: {
      blob: "0x040000000000803F00000040" } } #-}
    )",
                     {});
  ASSERT_EQ(results.size(), 4u) << message;
  EXPECT_THAT(results[0].reals(), ElementsAre(0.5, -2));
  EXPECT_THAT(results[1].integers(), ElementsAre(-1, -1, -1));
  EXPECT_THAT(results[2].integers(), ElementsAre(1, 0));
  EXPECT_THAT(results[3].reals(), ElementsAre(1, 2));
}

// 2^24 + 1 is not a float: exact by default, rounded on demand.
TEST_F(InterpreterTest, RoundsOnlyOnDemand) {
  const char *text = R"(
    func.func @f(%x: f32) -> f32 {
      %c = arith.constant 1.0 : f32
      %y = arith.addf %x, %c : f32
      return %y : f32
    })";
  Tensor x = Tensor::ofReals({}, {16777216});
  EXPECT_THAT(one(text, {x}).reals(), ElementsAre(16777217));
  EXPECT_THAT(one(text, {x}, Rounding::ToType).reals(), ElementsAre(16777216));
}

TEST_F(InterpreterTest, IntegersWrapAtTheirWidth) {
  Tensor y =
      one(R"(
    func.func @f(%x: i8, %y: i8) -> i8 {
      %s = arith.addi %x, %y : i8
      %c = arith.constant 1 : i8
      %u = arith.shrui %s, %c : i8
      return %u : i8
    })",
          {Tensor::ofIntegers({}, {100}), Tensor::ofIntegers({}, {100})});
  EXPECT_THAT(y.integers(), ElementsAre(100)); // 200 is -56; logically halved
}

// 1.5f is 0x3FC00000; the sign bit alone is -0.0f, and the smallest integer.
TEST_F(InterpreterTest, BitsBecomeNumbers) {
  Tensor bits = one("func.func @f(%x: f32) -> i32 { %y = arith.bitcast %x : "
                    "f32 to i32 return %y : i32 }",
                    {Tensor::ofReals({}, {1.5})});
  EXPECT_EQ(bits.elements.at(0).integer, 0x3FC00000);
  Tensor number = one("func.func @f(%x: i32) -> f32 { %y = arith.bitcast %x : "
                      "i32 to f32 return %y : f32 }",
                      {bits});
  EXPECT_EQ(number.elements.at(0).real, 1.5);
  bits = one("func.func @f(%x: f32) -> i32 { %y = arith.bitcast %x : "
             "f32 to i32 return %y : i32 }",
             {Tensor::ofReals({}, {-0.0})});
  EXPECT_EQ(bits.elements.at(0).integer, INT32_MIN);
}

// relu'(0) is 0, abs'(0) is 0, and equal operands of a maximum share.
TEST_F(InterpreterTest, DerivativesAtTies) {
  const char *text = R"(
    func.func @f(%x: f64, %y: f64) -> (f64, f64, f64) {
      %zero = arith.constant 0.0 : f64
      %relu = arith.maximumf %x, %zero : f64
      %abs = math.absf %x : f64
      %max = arith.maximumf %x, %y : f64
      return %relu, %abs, %max : f64, f64, f64
    })";
  Tensor x = Tensor::ofReals({}, {0}), y = x;
  x.elements[0].tangent = 1;
  auto results = run(text, {x, y});
  ASSERT_EQ(results.size(), 3u) << message;
  EXPECT_EQ(results[0].elements[0].tangent, 0);
  EXPECT_EQ(results[1].elements[0].tangent, 0);
  EXPECT_EQ(results[2].elements[0].tangent, 0.5);
}

// Every smooth function of math has the slope of its central difference.
TEST_F(InterpreterTest, SlopesAreThoseOfCentralDifferences) {
  const double step = 1e-6;
  for (const char *op :
       {"math.exp",  "math.exp2",  "math.expm1", "math.log",   "math.log1p",
        "math.log2", "math.log10", "math.sqrt",  "math.rsqrt", "math.cbrt",
        "math.erf",  "math.erfc",  "math.sin",   "math.cos",   "math.tan",
        "math.asin", "math.acos",  "math.atan",  "math.sinh",  "math.cosh",
        "math.tanh", "math.asinh", "math.atanh", "math.absf",  "arith.negf"}) {
    double difference =
        (unary(op, 0.3 + step).first - unary(op, 0.3 - step).first) / 2 / step;
    EXPECT_NEAR(unary(op, 0.3).second, difference, 1e-8) << op;
  }
}

TEST_F(InterpreterTest, PartialSlopesAreThoseOfCentralDifferences) {
  const double step = 1e-6;
  for (const char *op : {"arith.addf", "arith.subf", "arith.mulf", "arith.divf",
                         "arith.remf", "arith.maximumf", "arith.minimumf",
                         "math.powf", "math.atan2", "math.copysign"}) {
    std::string text =
        std::string("func.func @f(%x: f64, %y: f64) -> f64 { %z = ") + op +
        " %x, %y : f64 return %z : f64 }";
    for (int operand : {0, 1}) {
      auto value = [&](double shift, double tangent) {
        std::vector<Tensor> x = {Tensor::ofReals({}, {1.7}),
                                 Tensor::ofReals({}, {0.6})};
        x[operand].elements[0].real += shift;
        x[operand].elements[0].tangent = tangent;
        return one(text, x).elements.at(0);
      };
      double difference =
          (value(step, 0).real - value(-step, 0).real) / 2 / step;
      EXPECT_NEAR(value(0, 1).tangent, difference, 1e-8) << op << operand;
    }
  }
}

} // namespace
} // namespace skein::reference
