// Programs on meshes: compiled collectives against the interpreter's.
#include "tests/runtime/executor/AgainstReference.h"
#include "tests/runtime/executor/Steps.h"

namespace skein::runtime {
namespace {

/// A program on data = 2 x model = 3 with states of %x, the ops that make %r of
/// it, and the state of %r; shapes are local.
std::string program(const std::string &inputType, const std::string &ops,
                    const std::string &resultType) {
  std::string text = "skein.mesh @m(data = 2, model = 3)\n"
                     "skein.program @f on @m(%x: IN) -> (OUT) {\n" +
                     ops + "\nskein.return %r : OUT\n}\n";
  return replaced(replaced(text, "IN", inputType), "OUT", resultType);
}

TEST(CollectivesTest, AllReduceOfASplitSum) {
  for (std::string axes : {"data", "model", "data, model"}) {
    std::string split = replaced("AXIS: split 0", "AXIS", axes);
    if (axes == "data, model")
      split = "data: split 0, model: split 0";
    std::string partial = replaced(split, "split 0", "partial sum");
    EXPECT_TRUE(matchesReference(program(
        "tensor<4x5xf32, #skein.dist<" + split + ">>",
        replaced(replaced(R"(
          %z = arith.constant dense<0.0> : P
          %p = linalg.reduce { arith.addf } ins(%x : IN) outs(%z : P) dimensions = [0]
          %r = skein.all_reduce sum %p over @m[AXES] : P -> OUT)",
                          "P", "tensor<5xf32, #skein.dist<" + partial + ">>"),
                 "AXES", axes),
        "tensor<5xf32>")));
  }
}

TEST(CollectivesTest, OtherKindsOfReductions) {
  for (auto [kind, combiner, neutral] :
       {std::tuple("max", "arith.maximumf", "0xFF800000"),
        std::tuple("min", "arith.minimumf", "0x7F800000"),
        std::tuple("mul", "arith.mulf", "1.0")})
    EXPECT_TRUE(matchesReference(program(
        "tensor<4x5xf32, #skein.dist<data: split 0>>",
        replaced(std::string("%z = arith.constant dense<") + neutral +
                     "> : P\n%p = linalg.reduce { " + combiner +
                     " } ins(%x : IN) outs(%z : P) dimensions = [0]\n"
                     "%r = skein.all_reduce " +
                     kind + " %p over @m[data] : P -> OUT",
                 "P",
                 std::string("tensor<5xf32, #skein.dist<data: partial ") +
                     kind + ">>"),
        "tensor<5xf32>")));
}

TEST(CollectivesTest, ReduceScatterAndAllGather) {
  EXPECT_TRUE(matchesReference(program(
      "tensor<4x6x5xf32, #skein.dist<model: split 0>>",
      replaced(replaced(R"(
        %z = arith.constant dense<0.0> : P
        %p = linalg.reduce { arith.addf } ins(%x : IN) outs(%z : P) dimensions = [0]
        %s = skein.reduce_scatter sum %p dim 0 over @m[model] : P -> S
        %r = skein.all_gather %s dim 0 over @m[model] : S -> OUT)",
                        "P",
                        "tensor<6x5xf32, #skein.dist<model: partial sum>>"),
               "S", "tensor<2x5xf32, #skein.dist<model: split 0>>"),
      "tensor<6x5xf32>")));
}

TEST(CollectivesTest, ShardAndAllToAll) {
  EXPECT_TRUE(matchesReference(
      program("tensor<4x6xf32>",
              replaced(R"(
        %s = skein.shard %x dim 1 over @m[data] : IN -> S
        %r = skein.all_to_all %s from 1 to 0 over @m[data] : S -> OUT)",
                       "S", "tensor<4x3xf32, #skein.dist<data: split 1>>"),
              "tensor<2x6xf32, #skein.dist<data: split 0>>")));
}

TEST(CollectivesTest, AsPartial) {
  for (std::string kind : {"sum", "max", "mul"})
    EXPECT_TRUE(matchesReference(
        program("tensor<4x6xf32>",
                replaced("%p = skein.as_partial " + kind +
                             " %x over @m[data, model] : IN -> P\n"
                             "%r = skein.all_reduce " +
                             kind + " %p over @m[data, model] : P -> OUT",
                         "P",
                         "tensor<4x6xf32, #skein.dist<data: partial " + kind +
                             ", model: partial " + kind + ">>"),
                "tensor<4x6xf32>")));
}

// Every device's own value is its number within its group: 0 + 1, or 0 + 1 + 2.
TEST(CollectivesTest, ReduceAndBroadcastOfOwnValues) {
  ReferenceOptions options;
  options.tolerance = 0;
  for (std::string axis : {"data", "model"})
    for (std::string root : {"0", "1"}) {
      std::string ops = R"(
        %i = skein.axis_index over @m[AXIS] : VARYING
        %p = skein.assume_partial sum %i over @m[AXIS] : VARYING -> PARTIAL
        %o = skein.reduce sum %p to ROOT over @m[AXIS] : PARTIAL -> VARYING
        %b = skein.broadcast %o from ROOT over @m[AXIS] : VARYING -> OUT
        %r = arith.muli %b, %x : OUT)";
      ops = replaced(ops, "VARYING", "tensor<i64, #skein.dist<AXIS: varying>>");
      ops = replaced(ops, "PARTIAL",
                     "tensor<i64, #skein.dist<AXIS: partial sum>>");
      ops = replaced(replaced(ops, "AXIS", axis), "ROOT", root);
      EXPECT_TRUE(matchesReference(program("tensor<i64>", ops, "tensor<i64>"),
                                   options));
    }
}

// Row numbers of a split tensor, made global by the device's offset.
TEST(CollectivesTest, ShardOffsetMakesIndicesGlobal) {
  EXPECT_TRUE(matchesReference(
      program("tensor<4x6xf32, #skein.dist<data: split 0>>", R"(
        %o = skein.shard_offset 4 over @m[data]
        %e = tensor.empty() : IN
        %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>],
                             iterator_types = ["parallel", "parallel"]}
          ins(%x : IN) outs(%e : IN) {
        ^bb0(%v: f32, %out: f32):
          %i = linalg.index 0 : index
          %g = arith.addi %i, %o : index
          %k = arith.index_cast %g : index to i32
          %f = arith.sitofp %k : i32 to f32
          %s = arith.addf %v, %f : f32
          linalg.yield %s : f32
        } -> OUT)",
              "tensor<4x6xf32, #skein.dist<data: split 0>>")));
}

// The matrix product of DISTRIBUTION: rows of the batch on each device, the
// gradient summed, the variable updated alike everywhere.
TEST(CollectivesTest, TrainingStep) {
  EXPECT_TRUE(matchesReference(
      replaced(
          replaced(replaced(R"(
    skein.mesh @m(data = 4)
    skein.variable @w : tensor<7x5xf32> = #skein.zeros
    skein.program @step on @m(%x: X, %d: D) {
      %w = skein.read @w : tensor<7x5xf32>
      %e = tensor.empty() : D
      %z = arith.constant dense<0.0> : D
      %y = linalg.matmul ins(%x, %w : X, tensor<7x5xf32>) outs(%z : D) -> D
      %g = linalg.sub ins(%y, %d : D, D) outs(%e : D) -> D
      %zero = arith.constant dense<0.0> : P
      %p = linalg.matmul indexing_maps = [affine_map<(m,n,k) -> (k,m)>, affine_map<(m,n,k) -> (k,n)>, affine_map<(m,n,k) -> (m,n)>]
           ins(%x, %g : X, D) outs(%zero : P) -> P
      %s = skein.all_reduce sum %p over @m[data] : P -> tensor<7x5xf32>
      skein.apply_gradient @w, %s : tensor<7x5xf32> using #skein.momentum<learning_rate = 0.1, momentum = 0.9>
      skein.return
    })",
                            ": X",
                            ": tensor<4x7xf32, #skein.dist<data: split 0>>"),
                   " D", " tensor<4x5xf32, #skein.dist<data: split 0>>"),
          " P", " tensor<7x5xf32, #skein.dist<data: partial sum>>"),
      {.steps = 10}));
}

} // namespace
} // namespace skein::runtime
