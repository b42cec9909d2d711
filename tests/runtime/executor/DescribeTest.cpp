#include "runtime/executor/Describe.h"
#include "dialect/Skein.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein::runtime {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The description of a module, and the diagnostics that came with it.
struct Described {
  explicit Described(const char *text) {
    mlir::MLIRContext context;
    context.loadDialect<SkeinDialect>();
    mlir::ScopedDiagnosticHandler handler(&context,
                                          [&](mlir::Diagnostic &diagnostic) {
                                            messages += diagnostic.str() + "\n";
                                            return mlir::success();
                                          });
    auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    EXPECT_TRUE(module) << messages;
    if (module)
      executable = describe(*module);
  }

  std::string messages;
  std::optional<Executable> executable;
};

std::vector<std::pair<int64_t, int64_t>> splits(const TensorSpec &spec) {
  std::vector<std::pair<int64_t, int64_t>> pairs;
  for (const Split &split : spec.splits)
    pairs.emplace_back(split.axis, split.dim);
  return pairs;
}

TEST(DescribeTest, ProgramOnAMesh) {
  Described described(R"(
    skein.mesh @m(data = 4, model = 2)
    skein.variable @w on @m : tensor<8x5xf32, #skein.dist<model: split 1>> = #skein.glorot_uniform<seed = 3>
    skein.variable @w.adam.m slot of @w on @m : tensor<8x5xf32, #skein.dist<model: split 1>> = #skein.zeros
    skein.program @train on @m(
        %x: tensor<2x8xf16, #skein.dist<data: split 0, model: split 0>> {skein.batch = 0 : i64, skein.padding = 0.5 : f16},
        %rate: tensor<f64>) -> (tensor<f64> {skein.name = "loss", skein.total}, tensor<f64>) {
      skein.return %rate, %rate : tensor<f64>, tensor<f64>
    })");
  ASSERT_TRUE(described.executable) << described.messages;
  const Executable &executable = *described.executable;
  EXPECT_EQ(executable.mesh.describe(3), "@m[data, model]");
  EXPECT_EQ(executable.mesh.deviceCount(), 8);

  ASSERT_EQ(executable.variables.size(), 2);
  const Variable &w = executable.variables[0];
  EXPECT_EQ(w.name, "w");
  EXPECT_THAT(w.localShape, ElementsAre(8, 5));
  EXPECT_THAT(splits(w), ElementsAre(std::pair(1, 1)));
  EXPECT_EQ(w.initializer.kind, InitializerKind::GlorotUniform);
  EXPECT_EQ(w.initializer.seed, 3);
  EXPECT_EQ(executable.variables[1].slotOf, "w");

  const Program &train = executable.programs.at(0);
  EXPECT_EQ(train.name, "train");
  EXPECT_EQ(train.inputs[0].name, "x");
  EXPECT_EQ(train.inputs[0].type, DataType::F16);
  EXPECT_THAT(splits(train.inputs[0]),
              ElementsAre(std::pair(0, 0), std::pair(1, 0)));
  EXPECT_EQ(train.inputs[0].batchDim, 0);
  EXPECT_EQ(train.inputs[0].padding, 0.5);
  EXPECT_EQ(train.inputs[1].batchDim, std::nullopt);
  EXPECT_EQ(train.inputs[1].padding, std::nullopt);
  EXPECT_EQ(train.results[0].name, "loss");
  EXPECT_TRUE(train.results[0].isTotal);
  EXPECT_EQ(train.results[1].name, "result1");
  EXPECT_FALSE(train.results[1].isTotal);
}

TEST(DescribeTest, ParameterServers) {
  Described described(R"(
    skein.mesh @ps(server = 2)
    skein.mesh @w(data = 2, model = 2)
    skein.variable @own : tensor<3xf32> = #skein.zeros
    skein.variable @t.0 on @ps[server = 0] : tensor<6x2xf32> = #skein.zeros {skein.stored = #skein.stored<"t" at [0, 0] of [10, 2]>}
    skein.variable @t.1 on @ps[server = 1] : tensor<4x2xf32> = #skein.zeros {skein.stored = #skein.stored<"t" at [6, 0] of [10, 2]>}
    skein.accumulator @t.sum of @t.1 from @w[data] in index order by 8 rows
    skein.accumulator @all of @t.0 from @w[data, model] in arrival order
    skein.queue @go on @ps[server = 1] per @w : tensor<i64>
    skein.queue @gradients on @ps[server = 0] : tensor<6x2xf32> capacity 3
    skein.queue @label per @w : tensor<i64> starting with 1
    skein.program @train on @w[data independent](%x: tensor<16x3xf32, #skein.dist<model: split 0>> {skein.batch = 0 : i64}, %more: tensor<i1>) {
      %t = skein.pull @t.1 : tensor<4x2xf32>
      skein.repeat_while %more
      skein.return
    }
    skein.program @train.server1 on @ps[server = 1] beside @train times 4 () {
      skein.return
    })");
  ASSERT_TRUE(described.executable) << described.messages;
  const Executable &module = *described.executable;
  EXPECT_EQ(module.mesh.name, "w");
  ASSERT_EQ(module.furtherMeshes.size(), 1);
  EXPECT_EQ(module.furtherMeshes[0].name, "ps");

  ASSERT_EQ(module.variables.size(), 3);
  EXPECT_EQ(module.variables[0].mesh, 0);
  EXPECT_THAT(module.variables[0].devices, ElementsAre());
  const Variable &part = module.variables[2];
  EXPECT_EQ(part.mesh, 1);
  EXPECT_THAT(part.devices, ElementsAre(1));
  EXPECT_TRUE(part.isPulled);
  EXPECT_FALSE(module.variables[1].isPulled);
  ASSERT_TRUE(part.part);
  EXPECT_EQ(part.part->name, "t");
  EXPECT_THAT(part.part->offset, ElementsAre(6, 0));
  EXPECT_THAT(part.part->shape, ElementsAre(10, 2));

  ASSERT_EQ(module.accumulators.size(), 2);
  const AccumulatorSpec &rows = module.accumulators[0];
  EXPECT_EQ(rows.name, "t.sum");
  EXPECT_EQ(rows.home, (DevicePlace{1, 1}));
  EXPECT_EQ(rows.shape, (Shape{4, 2}));
  EXPECT_EQ(rows.rows->perPush, 8);
  EXPECT_EQ(rows.order, ContributionOrder::Index);
  EXPECT_EQ(rows.contributors, 2);
  EXPECT_THAT(rows.contributorOf, ElementsAre(0, -1, 1, -1));
  EXPECT_EQ(module.accumulators[1].order, ContributionOrder::Arrival);
  EXPECT_THAT(module.accumulators[1].contributorOf, ElementsAre(0, 1, 2, 3));
  EXPECT_FALSE(module.accumulators[1].rows);

  ASSERT_EQ(module.queues.size(), 3);
  EXPECT_EQ(module.queues[0].home, (DevicePlace{1, 1}));
  EXPECT_EQ(module.queues[0].perMesh, 0);
  EXPECT_EQ(module.queues[0].elements, 4);
  EXPECT_EQ(module.queues[0].capacity, std::nullopt);
  EXPECT_EQ(module.queues[1].capacity, 3);
  EXPECT_EQ(module.queues[1].perMesh, std::nullopt);
  EXPECT_EQ(module.queues[1].type, DataType::F32);
  EXPECT_EQ(module.queues[2].home, std::nullopt);
  EXPECT_EQ(module.queues[2].initial, 1);

  ASSERT_EQ(module.programs.size(), 2);
  const Program &train = module.programs[0];
  EXPECT_TRUE(train.repeatsWhile);
  EXPECT_EQ(train.independentAxes, 1);
  EXPECT_THAT(splits(train.inputs[0]),
              ElementsAre(std::pair(0, 0), std::pair(1, 0)));
  const Program &server = module.programs[1];
  EXPECT_EQ(server.mesh, 1);
  EXPECT_THAT(server.devices, ElementsAre(1));
  EXPECT_EQ(server.beside, "train");
  EXPECT_EQ(server.times, 4);
  EXPECT_FALSE(server.repeatsWhile);
}

TEST(DescribeTest, StepsAreForOneDevice) {
  Described described(R"(
    skein.step @train(%y: tensor<4xi32> {skein.batch = 0 : i64, skein.padding = -1 : i32}) {
      skein.return
    }
    skein.step @evaluate() {
      skein.return
    })");
  ASSERT_TRUE(described.executable) << described.messages;
  EXPECT_EQ(described.executable->mesh.deviceCount(), 1);
  ASSERT_EQ(described.executable->programs.size(), 2);
  EXPECT_EQ(described.executable->programs[0].inputs[0].padding, -1);
}

TEST(DescribeTest, EveryInitialiser) {
  Described described(R"(
    skein.variable @none : tensor<2xf32>
    skein.variable @zeros : tensor<2xf32> = #skein.zeros
    skein.variable @constant : tensor<2xf32> = #skein.constant<value = 2.5>
    skein.variable @uniform : tensor<2xf32> = #skein.uniform<low = -1.0, high = 2.0, seed = 1>
    skein.variable @normal : tensor<2xf32> = #skein.normal<mean = 1.0, stddev = 3.0, seed = 2>
    skein.variable @he : tensor<2x2xf32> = #skein.he_normal<seed = 4>
    skein.variable @f : tensor<2xf32> = dense<[1.5, -2.0]> : tensor<2xf32>
    skein.variable @i : tensor<2xi8> = dense<-3> : tensor<2xi8>
    skein.variable @b : tensor<3xi1> = dense<[true, false, true]> : tensor<3xi1>
    skein.step @train() {
      skein.return
    })");
  ASSERT_TRUE(described.executable) << described.messages;
  auto initializer = [&](int64_t i) -> const Initializer & {
    return described.executable->variables.at(i).initializer;
  };
  EXPECT_EQ(initializer(0).kind, InitializerKind::None);
  EXPECT_EQ(initializer(1).kind, InitializerKind::Zeros);
  EXPECT_EQ(initializer(2).kind, InitializerKind::Constant);
  EXPECT_EQ(initializer(2).first, 2.5);
  EXPECT_EQ(initializer(3).kind, InitializerKind::Uniform);
  EXPECT_EQ(initializer(3).first, -1);
  EXPECT_EQ(initializer(3).second, 2);
  EXPECT_EQ(initializer(4).kind, InitializerKind::Normal);
  EXPECT_EQ(initializer(4).second, 3);
  EXPECT_EQ(initializer(5).kind, InitializerKind::HeNormal);
  EXPECT_EQ(initializer(5).seed, 4);
  EXPECT_THAT(initializer(6).literal->as<float>(), ElementsAre(1.5, -2));
  EXPECT_THAT(initializer(7).literal->as<int8_t>(), ElementsAre(-3, -3));
  EXPECT_THAT(initializer(8).literal->as<uint8_t>(), ElementsAre(1, 0, 1));
}

std::string messages(const char *text) {
  Described described(text);
  EXPECT_FALSE(described.executable.has_value());
  return described.messages;
}

TEST(DescribeTest, NothingToRun) {
  EXPECT_THAT(messages("skein.mesh @m(data = 2)"),
              HasSubstr("no skein.program and no skein.step to run"));
}

TEST(DescribeTest, SeveralMeshes) {
  EXPECT_THAT(messages(R"(
    skein.mesh @m(data = 2)
    skein.mesh @n(data = 2)
    skein.program @a on @m() {
      skein.return
    }
    skein.program @b on @n() {
      skein.return
    })"),
              HasSubstr("is on @n; expected @m, as the programs before it"));
}

TEST(DescribeTest, OnlyDevicesOfOneMeshGetData) {
  EXPECT_THAT(messages(R"(
    skein.mesh @m(data = 2)
    skein.mesh @ps(server = 1)
    skein.program @train on @m() {
      skein.return
    }
    skein.program @server on @ps beside @train(%x: tensor<2xf32>) {
      skein.return
    })"),
              HasSubstr("has inputs and is on @ps; expected it on @m, whose "
                        "devices get data"));
}

TEST(DescribeTest, Pipelines) {
  Described described(R"(
    skein.mesh @m(pipe = 2, data = 3)
    skein.variable @w0 on @m[pipe = 0] : tensor<4xf32> = #skein.zeros
    skein.variable @w1 on @m[pipe = 1] : tensor<4xf32, #skein.dist<data: split 0>> = #skein.zeros
    skein.variable @everywhere : tensor<4xf32> = #skein.zeros
    skein.channel @act : tensor<16x4xf16> from @train.stage0 to @train capacity 2
    skein.program @train.stage0 on @m[pipe = 0] beside @train(%x: tensor<2x8xf32, #skein.dist<data: split 0>> {skein.batch = 0 : i64}) {
      skein.return
    }
    skein.program @train on @m[pipe = 1](%y: tensor<2xf32, #skein.dist<data: split 0>> {skein.batch = 0 : i64}) {
      skein.return
    })");
  ASSERT_TRUE(described.executable) << described.messages;
  const Executable &module = *described.executable;
  EXPECT_THAT(module.variables[0].devices, ElementsAre(0, 1, 2));
  EXPECT_THAT(module.variables[1].devices, ElementsAre(3, 4, 5));
  EXPECT_THAT(module.variables[2].devices, ElementsAre());
  ASSERT_EQ(module.channels.size(), 1);
  EXPECT_EQ(module.channels[0].name, "act");
  EXPECT_EQ(module.channels[0].type, DataType::F16);
  EXPECT_THAT(module.channels[0].shape, ElementsAre(16, 4));
  EXPECT_EQ(module.channels[0].capacity, 2);
  EXPECT_THAT(module.channels[0].sources, ElementsAre(0, 1, 2));
  EXPECT_THAT(module.channels[0].targets, ElementsAre(3, 4, 5));
  EXPECT_THAT(module.programs[0].devices, ElementsAre(0, 1, 2));
  EXPECT_EQ(module.programs[0].inputs.size(), 1);
  EXPECT_THAT(module.programs[1].devices, ElementsAre(3, 4, 5));
  EXPECT_EQ(module.programs[1].beside, "");
}

TEST(DescribeTest, TooManyDevices) {
  EXPECT_THAT(messages(R"(
    skein.mesh @m(a = 4294967296, b = 4294967296)
    skein.program @a on @m() {
      skein.return
    })"),
              HasSubstr("has more than 1024 devices"));
}

TEST(DescribeTest, ElementTypeWithoutAMemoryFormat) {
  EXPECT_THAT(messages(R"(
    skein.step @train(%x: tensor<4xi7>) {
      skein.return
    })"),
              HasSubstr("input \"x\" has elements of type 'i7'; expected f64"));
}

TEST(DescribeTest, ResultThatIsNeitherReplicatedNorSplit) {
  EXPECT_THAT(messages(R"(
    skein.mesh @m(data = 2)
    skein.program @train on @m(%x: tensor<f32, #skein.dist<data: partial sum>>)
        -> (tensor<f32, #skein.dist<data: partial sum>>) {
      skein.return %x : tensor<f32, #skein.dist<data: partial sum>>
    })"),
              HasSubstr("input \"x\" is partial sum along \"data\"; expected "
                        "replicated or split"));
}

} // namespace
} // namespace skein::runtime
