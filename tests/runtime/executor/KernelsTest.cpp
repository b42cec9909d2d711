// Generated loops, each shape and access pattern against the interpreter.
#include "runtime/executor/Loader.h"
#include "tests/runtime/executor/AgainstReference.h"
#include "tests/runtime/executor/Devices.h"
#include "tests/runtime/executor/Steps.h"
#include <bit>
#include <cmath>
#include <limits>

namespace skein::runtime {
namespace {

/// Elementwise on one input; TYPE stands for the element type.
std::string unary(const std::string &shape, const std::string &type,
                  const std::string &body) {
  std::string tensor = "tensor<" + shape + "x" + type + ">";
  return replaced(step("%a: " + tensor,
                       "%e = tensor.empty() : " + tensor +
                           "\n%r = linalg.map ins(%a : " + tensor +
                           ") outs(%e : " + tensor +
                           ") (%x: TYPE, %out: TYPE) {\n" + body +
                           "\nlinalg.yield %y : TYPE }",
                       tensor),
                  "TYPE", type);
}

TEST(KernelsTest, MathematicalFunctions) {
  for (std::string name : {"exp", "log", "tanh", "erf", "sqrt", "rsqrt", "sin",
                           "cos", "absf", "floor", "ceil", "log1p", "expm1",
                           "exp2", "log2", "atan", "cbrt"})
    for (std::string type : {"f32", "f64"}) {
      SCOPED_TRACE(name + " of " + type);
      ReferenceOptions options;
      options.low = 0.1, options.high = 3;
      options.tolerance = type == "f32" ? 1e-6 : 1e-14;
      EXPECT_TRUE(matchesReference(
          unary("5x33", type, "%y = math." + name + " %x : TYPE"), options));
    }
}

TEST(KernelsTest, Logarithm1pOfSmallNumbers) {
  ReferenceOptions options;
  options.low = -1e-5, options.high = 1e-5;
  options.tolerance = 1e-8; // of 1e-3, the floor of the comparison
  EXPECT_TRUE(matchesReference(
      unary("100", "f32", "%y = math.log1p %x : TYPE"), options));
}

TEST(KernelsTest, ArithmeticOfEveryFloatType) {
  std::string body = R"(
    %c = arith.constant 0.3 : TYPE
    %s = arith.addf %x, %c : TYPE
    %t = arith.divf %s, %c : TYPE
    %n = arith.negf %x : TYPE
    %p = arith.cmpf olt, %x, %c : TYPE
    %q = arith.select %p, %n, %t : TYPE
    %m = arith.maximumf %q, %x : TYPE
    %y = arith.mulf %m, %x : TYPE)";
  for (auto [type, tolerance] : {std::pair("f64", 1e-14), std::pair("f32", 1e-6),
                                 std::pair("f16", 5e-3),
                                 std::pair("bf16", 4e-2)}) {
    SCOPED_TRACE(type);
    ReferenceOptions options;
    options.tolerance = tolerance;
    EXPECT_TRUE(matchesReference(unary("3x70", type, body), options));
  }
}

/// To the nearest bf16, of two to the one that is even.
uint16_t roundToBF16(float value) {
  uint32_t bits = std::bit_cast<uint32_t>(value);
  return (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
}

// 70 elements: a vector, and what is left over.
TEST(KernelsTest, ConversionsOfNarrowFloatsAreExact) {
  std::vector<float> values{0.0f,
                            -0.0f,
                            1.0f,
                            INFINITY,
                            -INFINITY,
                            65504,
                            65519,
                            65520,
                            1e30f,
                            1e-30f,
                            6e-8f,
                            2.9e-8f,
                            1.00390625f,
                            1.01171875f,
                            1.00048828125f,
                            1.00146484375f,
                            std::numeric_limits<float>::max(),
                            std::numeric_limits<float>::denorm_min()};
  while (values.size() < 69)
    values.push_back(std::ldexp(1 + 0.618034f * values.size(),
                                int(values.size()) % 31 - 20) *
                     (values.size() % 2 ? 1 : -1));
  values.push_back(NAN);
  for (std::string type : {"f16", "bf16"}) {
    SCOPED_TRACE(type);
    auto convert = [](const std::string &op, const std::string &from,
                      const std::string &to) {
      std::string ops = "%e = tensor.empty() : tensor<70xTO>\n"
                        "%r = linalg.map { arith.OP } ins(%a : "
                        "tensor<70xFROM>) outs(%e : tensor<70xTO>)";
      ops = replaced(replaced(replaced(ops, "OP", op), "FROM", from), "TO", to);
      auto executable = compileExecutable(
          step("%a: tensor<70x" + from + ">", ops, "tensor<70x" + to + ">"),
          "convert");
      EXPECT_TRUE(executable.ok()) << executable.status();
      return *executable;
    };
    std::vector<HostTensor> inputs;
    inputs.emplace_back(DataType::F32, Shape{70});
    std::copy(values.begin(), values.end(), inputs[0].as<float>().begin());
    Devices narrowing(convert("truncf", "f32", type)),
        extending(convert("extf", type, "f32"));
    auto rounded = narrowing.run(narrowing.executable.programs[0], inputs);
    ASSERT_TRUE(rounded.ok());
    auto extended = extending.run(extending.executable.programs[0], *rounded);
    ASSERT_TRUE(extended.ok());
    for (int i = 0; i < 70; ++i) {
      uint16_t actual = (*rounded)[0].as<uint16_t>()[i];
      float back = (*extended)[0].as<float>()[i];
      if (std::isnan(values[i])) {
        EXPECT_TRUE(std::isnan(back));
        continue;
      }
      uint16_t expected = type == "bf16"
                              ? roundToBF16(values[i])
                              : std::bit_cast<uint16_t>(_Float16(values[i]));
      EXPECT_EQ(actual, expected) << values[i];
      float exact = type == "bf16"
                        ? std::bit_cast<float>(uint32_t(expected) << 16)
                        : float(std::bit_cast<_Float16>(expected));
      EXPECT_EQ(std::bit_cast<uint32_t>(back), std::bit_cast<uint32_t>(exact))
          << values[i];
    }
  }
}

TEST(KernelsTest, ArithmeticOfEveryIntegerType) {
  std::string body = R"(
    %c = arith.constant 3 : TYPE
    %s = arith.addi %x, %c : TYPE
    %t = arith.muli %s, %s : TYPE
    %u = arith.subi %x, %t : TYPE
    %d = arith.divsi %u, %c : TYPE
    %m = arith.maxsi %d, %x : TYPE
    %w = arith.xori %m, %s : TYPE
    %y = arith.shrsi %w, %c : TYPE)";
  for (std::string type : {"i64", "i32", "i16", "i8"}) {
    SCOPED_TRACE(type);
    ReferenceOptions options;
    options.tolerance = 0;
    options.integerBound = 100;
    EXPECT_TRUE(matchesReference(unary("3x70", type, body), options));
  }
}

TEST(KernelsTest, BooleansTakeOneByte) {
  ReferenceOptions options;
  options.tolerance = 0;
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<5x33xf32>, %m: tensor<5x33xi1>", R"(
        %e = tensor.empty() : tensor<5x33xi1>
        %p = linalg.map ins(%a, %m : tensor<5x33xf32>, tensor<5x33xi1>) outs(%e : tensor<5x33xi1>)
          (%x: f32, %k: i1, %out: i1) {
            %zero = arith.constant 0.0 : f32
            %c = arith.cmpf ogt, %x, %zero : f32
            %b = arith.andi %c, %k : i1
            linalg.yield %b : i1 }
        %d = tensor.empty() : tensor<5x33xf32>
        %r = linalg.map ins(%a, %p : tensor<5x33xf32>, tensor<5x33xi1>) outs(%d : tensor<5x33xf32>)
          (%x: f32, %k: i1, %out: f32) {
            %zero = arith.constant 0.0 : f32
            %s = arith.select %k, %x, %zero : f32
            linalg.yield %s : f32 })",
           "tensor<5x33xf32>"),
      options));
}

/// A reduction of `shape` over `dims` that starts from the input %c.
std::string reduction(const std::string &shape, const std::string &dims,
                      const std::string &resultShape,
                      const std::string &combiner, const std::string &type) {
  std::string in = "tensor<" + shape + "x" + type + ">";
  std::string out =
      "tensor<" + resultShape + (resultShape.empty() ? "" : "x") + type + ">";
  return step("%a: " + in + ", %c: " + out,
              "%r = linalg.reduce { " + combiner + " } ins(%a : " + in +
                  ") outs(%c : " + out + ") dimensions = [" + dims + "]",
              out);
}

TEST(KernelsTest, ReductionsOfEveryDimension) {
  for (std::string combiner :
       {"arith.addf", "arith.mulf", "arith.maximumf", "arith.minimumf"}) {
    SCOPED_TRACE(combiner);
    auto check = [&](std::string shape, std::string dims, std::string result) {
      EXPECT_TRUE(matchesReference(
          reduction(shape, dims, result, combiner, "f32")));
      EXPECT_TRUE(matchesReference(
          reduction(shape, dims, result, combiner, "f64")));
    };
    check("130", "0", "");
    check("3x130", "1", "3");
    check("130x3", "1", "130");
    check("3x130", "0", "130");
    check("130x3", "0", "3");
    check("3x130", "0, 1", "");
    check("2x3x5x70", "1, 3", "2x5");
    check("2x3x5x70", "0, 2", "3x70");
    check("2x3x5x70", "0, 1, 2", "70");
    check("1x64x1", "1", "1x1");
    check("1x1", "0", "1");
  }
}

TEST(KernelsTest, ReductionsOfIntegers) {
  ReferenceOptions options;
  options.tolerance = 0;
  for (std::string combiner : {"arith.addi", "arith.muli", "arith.maxsi",
                               "arith.minui", "arith.andi", "arith.ori"})
    for (std::string type : {"i32", "i8"}) {
      EXPECT_TRUE(matchesReference(
          reduction("3x130", "1", "3", combiner, type), options));
      EXPECT_TRUE(matchesReference(
          reduction("3x130", "0", "130", combiner, type), options));
    }
}

// Two results, of which one is the place of the other: no vector can do that.
TEST(KernelsTest, LargestElementAndItsPlace) {
  ReferenceOptions options;
  options.tolerance = 1e-6;
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<5x33xf32>", R"(
        %lowest = arith.constant dense<0xFF800000> : tensor<5xf32>
        %none = arith.constant dense<-1> : tensor<5xi32>
        %m, %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i)>],
                                 iterator_types = ["parallel", "reduction"]}
          ins(%a : tensor<5x33xf32>) outs(%lowest, %none : tensor<5xf32>, tensor<5xi32>) {
        ^bb0(%x: f32, %best: f32, %place: i32):
          %j = linalg.index 1 : index
          %k = arith.index_cast %j : index to i32
          %c = arith.cmpf ogt, %x, %best : f32
          %b = arith.select %c, %x, %best : f32
          %p = arith.select %c, %k, %place : i32
          linalg.yield %b, %p : f32, i32
        } -> (tensor<5xf32>, tensor<5xi32>))",
           "tensor<5xi32>"),
      options));
}

TEST(KernelsTest, Broadcasts) {
  for (auto [map, type] : {std::pair("(i, j) -> (i)", "tensor<33xf32>"),
                           std::pair("(i, j) -> (j)", "tensor<70xf32>"),
                           std::pair("(i, j) -> ()", "tensor<f32>")}) {
    SCOPED_TRACE(map);
    std::string text = step("%a: tensor<33x70xf32>, %b: TYPE", R"(
        %e = tensor.empty() : tensor<33x70xf32>
        %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<MAP>, affine_map<(i, j) -> (i, j)>],
                             iterator_types = ["parallel", "parallel"]}
          ins(%a, %b : tensor<33x70xf32>, TYPE) outs(%e : tensor<33x70xf32>) {
        ^bb0(%x: f32, %y: f32, %out: f32):
          %m = arith.mulf %x, %y : f32
          linalg.yield %m : f32
        } -> tensor<33x70xf32>)",
                            "tensor<33x70xf32>");
    EXPECT_TRUE(
        matchesReference(replaced(replaced(text, "MAP", map), "TYPE", type)));
  }
}

TEST(KernelsTest, Transpositions) {
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<3x5x33xf32>", R"(
        %e = tensor.empty() : tensor<33x3x5xf32>
        %r = linalg.transpose ins(%a : tensor<3x5x33xf32>) outs(%e : tensor<33x3x5xf32>) permutation = [2, 0, 1])",
           "tensor<33x3x5xf32>")));
}

TEST(KernelsTest, Softmax) {
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<5x70xf32>", R"(
        %e = tensor.empty() : tensor<5x70xf32>
        %r = linalg.softmax dimension(1) ins(%a : tensor<5x70xf32>) outs(%e : tensor<5x70xf32>) -> tensor<5x70xf32>)",
           "tensor<5x70xf32>")));
}

TEST(KernelsTest, PoolingWindows) {
  for (std::string op : {"pooling_nhwc_max", "pooling_nhwc_sum"})
    EXPECT_TRUE(matchesReference(
        step("%a: tensor<2x9x9x20xf32>", R"(
          %w = tensor.empty() : tensor<3x3xf32>
          %zero = arith.constant -1.0e30 : f32
          %e = tensor.empty() : tensor<2x4x4x20xf32>
          %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4x4x20xf32>) -> tensor<2x4x4x20xf32>
          %r = linalg.)" + op + R"( {strides = dense<2> : tensor<2xi64>}
            ins(%a, %w : tensor<2x9x9x20xf32>, tensor<3x3xf32>) outs(%z : tensor<2x4x4x20xf32>) -> tensor<2x4x4x20xf32>)",
             "tensor<2x4x4x20xf32>")));
}

TEST(KernelsTest, ConvolutionOutsideOfTheLibrary) {
  ReferenceOptions options;
  options.tolerance = 1e-13;
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<2x7x8x3xf64>, %f: tensor<3x2x3x5xf64>, %c: tensor<2x5x7x5xf64>", R"(
        %r = linalg.conv_2d_nhwc_hwcf ins(%a, %f : tensor<2x7x8x3xf64>, tensor<3x2x3x5xf64>)
          outs(%c : tensor<2x5x7x5xf64>) -> tensor<2x5x7x5xf64>)",
           "tensor<2x5x7x5xf64>"),
      options));
}

// Positions of the result are met several times: 2 p + q.
TEST(KernelsTest, ScatterWithOverlap) {
  ReferenceOptions options;
  options.tolerance = 1e-13;
  EXPECT_TRUE(matchesReference(
      step("%g: tensor<5x33xf64>, %f: tensor<3x33xf64>", R"(
        %z = arith.constant dense<0.0> : tensor<11x33xf64>
        %r = linalg.generic {indexing_maps = [affine_map<(p, q, c) -> (p, c)>, affine_map<(p, q, c) -> (q, c)>, affine_map<(p, q, c) -> (p * 2 + q, c)>],
                             iterator_types = ["reduction", "reduction", "parallel"]}
          ins(%g, %f : tensor<5x33xf64>, tensor<3x33xf64>) outs(%z : tensor<11x33xf64>) {
        ^bb0(%x: f64, %y: f64, %out: f64):
          %m = arith.mulf %x, %y : f64
          %s = arith.addf %out, %m : f64
          linalg.yield %s : f64
        } -> tensor<11x33xf64>)",
           "tensor<11x33xf64>"),
      options));
}

TEST(KernelsTest, GatherOfRows) {
  ReferenceOptions options;
  options.integerBound = 7;
  EXPECT_TRUE(matchesReference(
      step("%table: tensor<7x20xf32>, %rows: tensor<5xi32>", R"(
        %e = tensor.empty() : tensor<5x20xf32>
        %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>],
                             iterator_types = ["parallel", "parallel"]}
          ins(%rows : tensor<5xi32>) outs(%e : tensor<5x20xf32>) {
        ^bb0(%row: i32, %out: f32):
          %i = arith.index_cast %row : i32 to index
          %j = linalg.index 1 : index
          %v = tensor.extract %table[%i, %j] : tensor<7x20xf32>
          linalg.yield %v : f32
        } -> tensor<5x20xf32>)",
           "tensor<5x20xf32>"),
      options));
}

// Rows that are named twice receive both.
TEST(KernelsTest, ScatterAddOfRows) {
  ReferenceOptions options;
  options.integerBound = 4;
  EXPECT_TRUE(matchesReference(
      step("%table: tensor<4x20xf32>, %rows: tensor<9xi32>, %g: tensor<9x20xf32>", R"(
        %zero = arith.constant 0 : index
        %one = arith.constant 1 : index
        %nine = arith.constant 9 : index
        %r = scf.for %k = %zero to %nine step %one iter_args(%t = %table) -> tensor<4x20xf32> {
          %row = tensor.extract %rows[%k] : tensor<9xi32>
          %i = arith.index_cast %row : i32 to index
          %old = tensor.extract_slice %t[%i, 0] [1, 20] [1, 1] : tensor<4x20xf32> to tensor<20xf32>
          %add = tensor.extract_slice %g[%k, 0] [1, 20] [1, 1] : tensor<9x20xf32> to tensor<20xf32>
          %e = tensor.empty() : tensor<20xf32>
          %new = linalg.add ins(%old, %add : tensor<20xf32>, tensor<20xf32>) outs(%e : tensor<20xf32>) -> tensor<20xf32>
          %u = tensor.insert_slice %new into %t[%i, 0] [1, 20] [1, 1] : tensor<20xf32> into tensor<4x20xf32>
          scf.yield %u : tensor<4x20xf32>
        })",
           "tensor<4x20xf32>"),
      options));
}

// Each iteration makes a new tensor and hands the two over crosswise.
TEST(KernelsTest, LoopThatExchangesItsValues) {
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<5x7xf32>, %b: tensor<5x7xf32>", R"(
        %zero = arith.constant 0 : index
        %one = arith.constant 1 : index
        %five = arith.constant 5 : index
        %r, %s = scf.for %k = %zero to %five step %one iter_args(%p = %a, %q = %b) -> (tensor<5x7xf32>, tensor<5x7xf32>) {
          %e = tensor.empty() : tensor<5x7xf32>
          %new = linalg.sub ins(%p, %q : tensor<5x7xf32>, tensor<5x7xf32>) outs(%e : tensor<5x7xf32>) -> tensor<5x7xf32>
          scf.yield %q, %new : tensor<5x7xf32>, tensor<5x7xf32>
        })",
           "tensor<5x7xf32>")));
}

TEST(KernelsTest, Branches) {
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<5x7xf32>, %n: tensor<i32>", R"(
        %one = arith.constant 1 : i32
        %k = tensor.extract %n[] : tensor<i32>
        %c = arith.cmpi sgt, %k, %one : i32
        %t = scf.if %c -> tensor<5x7xf32> {
          %e = tensor.empty() : tensor<5x7xf32>
          %d = linalg.add ins(%a, %a : tensor<5x7xf32>, tensor<5x7xf32>) outs(%e : tensor<5x7xf32>) -> tensor<5x7xf32>
          scf.yield %d : tensor<5x7xf32>
        } else {
          scf.yield %a : tensor<5x7xf32>
        }
        %f = tensor.empty() : tensor<5x7xf32>
        %r = linalg.exp ins(%t : tensor<5x7xf32>) outs(%f : tensor<5x7xf32>) -> tensor<5x7xf32>)",
           "tensor<5x7xf32>")));
}

TEST(KernelsTest, Reshapes) {
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<4x6xf32>", R"(
        %x = tensor.expand_shape %a [[0, 1], [2]] output_shape [2, 2, 6] : tensor<4x6xf32> into tensor<2x2x6xf32>
        %e = tensor.empty() : tensor<2x2x6xf32>
        %y = linalg.exp ins(%x : tensor<2x2x6xf32>) outs(%e : tensor<2x2x6xf32>) -> tensor<2x2x6xf32>
        %r = tensor.collapse_shape %y [[0], [1, 2]] : tensor<2x2x6xf32> into tensor<2x12xf32>)",
           "tensor<2x12xf32>")));
}

TEST(KernelsTest, SlicesPadsAndConcatenations) {
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<6x8xf32>, %b: tensor<2x8xf32>", R"(
        %x = tensor.extract_slice %a[1, 2] [2, 3] [2, 1] : tensor<6x8xf32> to tensor<2x3xf32>
        %y = tensor.insert_slice %x into %b[0, 4] [2, 3] [1, 1] : tensor<2x3xf32> into tensor<2x8xf32>
        %v = arith.constant 7.0 : f32
        %p = tensor.pad %y low[1, 0] high[0, 2] {
        ^bb0(%i: index, %j: index):
          tensor.yield %v : f32
        } : tensor<2x8xf32> to tensor<3x10xf32>
        %q = tensor.extract_slice %p[0, 1] [3, 8] [1, 1] : tensor<3x10xf32> to tensor<3x8xf32>
        %r = tensor.concat dim(0) %q, %a : (tensor<3x8xf32>, tensor<6x8xf32>) -> tensor<9x8xf32>)",
           "tensor<9x8xf32>")));
}

// Whole rows; elements, by pairs of numbers; and columns that stay dimensions.
TEST(KernelsTest, Gathers) {
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<5x8xf32>, %i: tensor<6x1xi32>", R"(
        %r = tensor.gather %a[%i] gather_dims([0]) : (tensor<5x8xf32>, tensor<6x1xi32>) -> tensor<6x8xf32>)",
           "tensor<6x8xf32>")));
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<5x3x4xf32>, %i: tensor<6x2x2xi64>", R"(
        %r = tensor.gather %a[%i] gather_dims([0, 2]) : (tensor<5x3x4xf32>, tensor<6x2x2xi64>) -> tensor<6x2x3xf32>)",
           "tensor<6x2x3xf32>")));
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<5x4xf32>, %i: tensor<6x1xi32>", R"(
        %r = tensor.gather %a[%i] gather_dims([1]) : (tensor<5x4xf32>, tensor<6x1xi32>) -> tensor<6x5x1xf32>)",
           "tensor<6x5x1xf32>")));
}

TEST(KernelsTest, ElementwiseOpsOnTensors) {
  EXPECT_TRUE(matchesReference(
      step("%a: tensor<6x8xf32>, %b: tensor<6x8xf32>", R"(
        %s = arith.addf %a, %b : tensor<6x8xf32>
        %c = arith.cmpf olt, %s, %a : tensor<6x8xf32>
        %t = arith.select %c, %s, %b : tensor<6x8xi1>, tensor<6x8xf32>
        %r = math.tanh %t : tensor<6x8xf32>)",
           "tensor<6x8xf32>")));
}

TEST(KernelsTest, ConstantsThatAreNotUniform) {
  EXPECT_TRUE(matchesReference(step("%a: tensor<2x3xf32>", R"(
        %c = arith.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
        %r = arith.mulf %a, %c : tensor<2x3xf32>)",
                                    "tensor<2x3xf32>")));
}

} // namespace
} // namespace skein::runtime
