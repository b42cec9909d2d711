#include "runtime/executor/Loader.h"
#include "tests/runtime/executor/AgainstReference.h"
#include <gmock/gmock.h>

namespace skein::runtime {
namespace {

using testing::HasSubstr;

/// A step that applies `ops`, with %r as the last value, to its inputs.
std::string step(const std::string &inputs, const std::string &ops,
                 const std::string &resultType) {
  return "skein.step @f(" + inputs + ") -> (" + resultType + ") {\n" + ops +
         "\nskein.return %r : " + resultType + "\n}\n";
}

TEST(LoaderTest, MatrixProductOfEveryElementType) {
  for (std::string type : {"f32", "f64", "f16", "bf16", "i32", "i8"}) {
    SCOPED_TRACE(type);
    std::string t = "tensor<5x7x" + type + ">", u = "tensor<7x33x" + type + ">",
                v = "tensor<5x33x" + type + ">";
    ReferenceOptions options;
    // Sums of seven products of halves, each rounded.
    options.tolerance = type == "f64"    ? 1e-13
                        : type == "f16"  ? 5e-3
                        : type == "bf16" ? 5e-2
                                         : 1e-6;
    EXPECT_TRUE(
        matchesReference(step("%a: " + t + ", %b: " + u + ", %c: " + v,
                              "%r = linalg.matmul ins(%a, %b : " + t + ", " +
                                  u + ") outs(%c : " + v + ") -> " + v,
                              v),
                         options));
  }
}

TEST(LoaderTest, ErrorsHaveAPlace) {
  absl::StatusOr<Executable> executable =
      compileExecutable("module {\n  skein.stop\n", "broken.mlir");
  EXPECT_THAT(std::string(executable.status().message()),
              HasSubstr("broken.mlir:2:3: "));
}

TEST(LoaderTest, FileThatIsNotThere) {
  EXPECT_THAT(std::string(loadExecutable("nowhere.mlir").status().message()),
              HasSubstr("nowhere.mlir"));
}

} // namespace
} // namespace skein::runtime
