// Variables are updated in place: programs where old and new values meet.
#include "tests/runtime/executor/AgainstReference.h"
#include "tests/runtime/executor/Steps.h"
#include <random>

namespace skein::runtime {
namespace {

/// A step over variables @a, @b and @c with the input %x and one result %r, all
/// of one type.
std::string onVariables(const std::string &ops) {
  std::string text;
  for (std::string name : {"a", "b", "c"})
    text += "skein.variable @" + name + " : T = #skein.zeros\n";
  return replaced(text + step("%x: T", ops, "T"), "T", "tensor<4x6xf32>");
}

const std::string readAll = R"(
  %a = skein.read @a : T
  %b = skein.read @b : T
  %c = skein.read @c : T
  %e = tensor.empty() : T
)";

TEST(VariablesTest, ExchangeOfTwo) {
  EXPECT_TRUE(matchesReference(onVariables(readAll + R"(
    skein.assign @a, %b : T
    skein.assign @b, %a : T
    %r = linalg.copy ins(%a : T) outs(%e : T) -> T)")));
}

TEST(VariablesTest, RotationOfThree) {
  EXPECT_TRUE(matchesReference(onVariables(readAll + R"(
    skein.assign @a, %b : T
    skein.assign @b, %c : T
    skein.assign @c, %a : T
    %r = linalg.add ins(%a, %b : T, T) outs(%e : T) -> T)")));
}

TEST(VariablesTest, OldValueIsAResult) {
  EXPECT_TRUE(matchesReference(onVariables(R"(
    %r = skein.read @a : T
    %e = tensor.empty() : T
    %n = linalg.add ins(%r, %x : T, T) outs(%e : T) -> T
    skein.assign @a, %n : T)")));
}

TEST(VariablesTest, OldValueIsReadAfterTheUpdate) {
  EXPECT_TRUE(matchesReference(onVariables(readAll + R"(
    %n = linalg.add ins(%a, %x : T, T) outs(%a : T) -> T
    skein.assign @a, %n : T
    %m = linalg.sub ins(%n, %a : T, T) outs(%e : T) -> T
    skein.assign @b, %m : T
    %r = linalg.mul ins(%a, %m : T, T) outs(%e : T) -> T)")));
}

TEST(VariablesTest, OneValueForTwoVariables) {
  EXPECT_TRUE(matchesReference(onVariables(readAll + R"(
    %n = linalg.add ins(%a, %b : T, T) outs(%e : T) -> T
    skein.assign @a, %n : T
    skein.assign @b, %n : T
    %r = linalg.exp ins(%n : T) outs(%e : T) -> T)")));
}

TEST(VariablesTest, AssignedTwiceAndReadBetween) {
  EXPECT_TRUE(matchesReference(onVariables(R"(
    %a = skein.read @a : T
    %e = tensor.empty() : T
    %n = linalg.exp ins(%a : T) outs(%e : T) -> T
    skein.assign @a, %n : T
    %m = skein.read @a : T
    %k = linalg.sub ins(%m, %x : T, T) outs(%e : T) -> T
    skein.assign @a, %k : T
    %r = skein.read @a : T)")));
}

TEST(VariablesTest, TransposedIntoItself) {
  EXPECT_TRUE(matchesReference(replaced(R"(
    skein.variable @a : T = #skein.zeros
    skein.step @f() {
      %a = skein.read @a : T
      %e = tensor.empty() : T
      %t = linalg.transpose ins(%a : T) outs(%e : T) permutation = [1, 0]
      skein.assign @a, %t : T
      skein.return
    })", "T", "tensor<5x5xf32>")));
}

TEST(VariablesTest, ProductIntoItself) {
  EXPECT_TRUE(matchesReference(replaced(R"(
    skein.variable @a : T = #skein.zeros
    skein.step @f(%x: T) {
      %a = skein.read @a : T
      %z = arith.constant dense<0.0> : T
      %t = linalg.matmul ins(%a, %x : T, T) outs(%z : T) -> T
      skein.assign @a, %t : T
      skein.return
    })", "T", "tensor<5x5xf32>")));
}

TEST(VariablesTest, ShiftedSliceOfItself) {
  EXPECT_TRUE(matchesReference(onVariables(readAll + R"(
    %s = tensor.extract_slice %a[0, 0] [3, 6] [1, 1] : T to tensor<3x6xf32>
    %n = tensor.insert_slice %s into %a[1, 0] [3, 6] [1, 1] : tensor<3x6xf32> into T
    skein.assign @a, %n : T
    %r = linalg.add ins(%a, %n : T, T) outs(%e : T) -> T)")));
}

TEST(VariablesTest, NotAssigned) {
  EXPECT_TRUE(matchesReference(onVariables(readAll + R"(
    %r = linalg.add ins(%a, %c : T, T) outs(%a : T) -> T)")));
}

TEST(VariablesTest, InputThatAnOpWouldOverwrite) {
  EXPECT_TRUE(matchesReference(onVariables(readAll + R"(
    %n = linalg.add ins(%x, %c : T, T) outs(%x : T) -> T
    skein.assign @a, %n : T
    %r = linalg.sub ins(%x, %n : T, T) outs(%n : T) -> T)")));
}

/// Random steps over three variables: elementwise ops into fresh tensors or into
/// any value so far, transpositions, slices, products, assignments and reads at
/// any place.
class RandomStep {
public:
  explicit RandomStep(uint64_t seed) : random(seed) {}

  std::string text() {
    values = {"%x"};
    for (std::string name : {"a", "b", "c"})
      read(name);
    int count = 4 + pick(10);
    for (int i = 0; i < count; ++i)
      addOp();
    ops += "%e = tensor.empty() : T\n%r = linalg.add ins(" + any() + ", " +
           any() + " : T, T) outs(%e : T) -> T\n";
    std::string variables;
    for (std::string name : {"a", "b", "c"})
      variables += "skein.variable @" + name + " : T = #skein.zeros\n";
    return replaced(variables + step("%x: T", ops, "T"), "T",
                    "tensor<5x5xf32>");
  }

private:
  int pick(int count) {
    return std::uniform_int_distribution<int>(0, count - 1)(random);
  }
  std::string any() { return values[pick(values.size())]; }
  std::string variable() { return std::string(1, "abc"[pick(3)]); }
  std::string fresh() { return "%v" + std::to_string(next++); }

  void read(const std::string &name) {
    std::string value = fresh();
    ops += value + " = skein.read @" + name + " : T\n";
    values.push_back(value);
  }

  /// A destination: a fresh tensor, or a value that the op may not destroy.
  std::string destination() {
    if (pick(2))
      return any();
    std::string empty = fresh();
    ops += empty + " = tensor.empty() : T\n";
    return empty;
  }

  void addOp() {
    std::string a = any(), b = any(), out = destination(), value = fresh();
    switch (pick(8)) {
    case 0:
      return read(variable());
    case 1:
    case 2:
      ops += "skein.assign @" + variable() + ", " + a + " : T\n";
      return;
    case 3:
      ops += value + " = linalg.sub ins(" + a + ", " + b +
             " : T, T) outs(" + out + " : T) -> T\n";
      break;
    case 4:
      ops += value + " = linalg.tanh ins(" + a + " : T) outs(" + out +
             " : T) -> T\n";
      break;
    case 5:
      ops += value + " = linalg.transpose ins(" + a + " : T) outs(" + out +
             " : T) permutation = [1, 0]\n";
      break;
    case 6: {
      std::string slice = fresh();
      ops += slice + " = tensor.extract_slice " + a +
             "[0, 1] [3, 4] [1, 1] : T to tensor<3x4xf32>\n" + value +
             " = tensor.insert_slice " + slice + " into " + b +
             "[2, 0] [3, 4] [1, 1] : tensor<3x4xf32> into T\n";
      break;
    }
    case 7: {
      std::string product = fresh(), zero = fresh();
      ops += zero + " = arith.constant dense<0.0> : T\n" + product +
             " = linalg.matmul ins(" + a + ", " + b + " : T, T) outs(" +
             (pick(2) ? zero : a) + " : T) -> T\n" + value +
             " = linalg.tanh ins(" + product + " : T) outs(" + out +
             " : T) -> T\n";
      break;
    }
    }
    values.push_back(value);
  }

  std::mt19937_64 random;
  std::string ops;
  std::vector<std::string> values;
  int next = 0;
};

TEST(VariablesTest, RandomSteps) {
  for (uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    ASSERT_TRUE(matchesReference(RandomStep(seed).text(), {.steps = 2}));
  }
}

} // namespace
} // namespace skein::runtime
