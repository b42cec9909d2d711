// Programs whose variables live on servers, trained as machine code by workers
// and servers that are threads: updates that wait for all workers give the
// numbers of one device, and all others learn.

#include "runtime/checkpoint/Safetensors.h"
#include "tests/equivalence/SessionModels.h"

#include "gtest/gtest.h"
#include <regex>
#include <sstream>

namespace skein::tests {
namespace {

/// `text` with its variables on `servers` in turn; `record` is what the records say
/// beside that. A variable whose name `kept` matches gets none.
std::string served(const std::string &text, int servers, const std::string &record,
                   const std::string &kept = "") {
  std::istringstream in(text);
  std::string out = "skein.mesh @servers(server = " + std::to_string(servers) + ")\n", line;
  for (int number = 0; std::getline(in, line); out += line + "\n")
    if (line.starts_with("skein.variable") &&
        (kept.empty() || !std::regex_search(line, std::regex("@" + kept + "\\b"))))
      line += " {skein.synchronization = #skein.parameter_server<on = @servers, at = [" +
              std::to_string(number++ % servers) + "]" + record + ">}";
  return out;
}

//===----------------------------------------------------------------------===//
// Synchronous updates
//===----------------------------------------------------------------------===//

struct Cluster {
  int workers, servers;
};

class SynchronousTest : public testing::TestWithParam<Cluster> {};

TEST_P(SynchronousTest, EqualsOneDevice) {
  auto [workers, servers] = GetParam();
  for (const Model &model : {digitsModel("mlp"), digitsModel("cnn"), recommender()}) {
    SCOPED_TRACE(model.name);
    std::string name =
        model.name + std::to_string(workers) + "x" + std::to_string(servers);
    std::string file = distribute(name, served(model.text, servers, ""), workers);
    expectEqual(file, save(model.name, model.text), model);
  }
}

INSTANTIATE_TEST_SUITE_P(Clusters, SynchronousTest,
                         testing::Values(Cluster{1, 1}, Cluster{1, 4}, Cluster{2, 1},
                                         Cluster{2, 3}, Cluster{4, 1}, Cluster{4, 2},
                                         Cluster{8, 3}, Cluster{8, 4}),
                         [](auto &info) {
                           return std::to_string(info.param.workers) + "x" +
                                  std::to_string(info.param.servers);
                         });

TEST(ParameterServerTest, CopiesOnWorkersAreRefreshed) {
  Model model = digitsModel("mlp");
  expectEqual(distribute("copies", served(model.text, 2, ", local_copy = true"), 4),
              save("mlp", model.text), model);
}

TEST(ParameterServerTest, SomeVariablesAreReducedInstead) {
  Model model = digitsModel("mlp");
  expectEqual(distribute("mixed", served(model.text, 2, "", "w1"), 4), save("mlp", model.text),
              model);
}

TEST(ParameterServerTest, GradientsAppliedInTurnAddUp) {
  Model model = digitsModel("mlp");
  model.text = withSgd(model.text, 0.5);
  std::string whole = save("sgd", model.text);
  expectEqual(distribute("turns", served(model.text, 2, ", in_turn = true"), 4), whole, model);
  expectEqual(
      distribute("copied", served(model.text, 2, ", in_turn = true, local_copy = true"), 4),
      whole, model);
}

TEST(ParameterServerTest, DoesAllThatIsDoneToGradients) {
  Model model = digitsModel("mlp");
  std::string onServers = served(model.text, 2, "");
  for (std::string options :
       {"average-decay=0.9", "average-decay=0.9 average-schedule=debiased",
        "loss-scale=dynamic initial-scale=1024", "clip-value=0.01", "micro-batches=2",
        "mixed-precision=bf16", "delay-gradients", "pack=small-runs overlap",
        "batch=per-replica reduction=mean", "batch=per-replica", "stage-variables",
        "stage-variables delay-gradients"}) {
    SCOPED_TRACE(options);
    Model data = model;
    expectEqual(distribute("served", onServers, 4, options),
                distribute("reduced", model.text, 4, options), data, 1e-6);
  }
}

// No server has all gradients, and the last case leaves one of them to the workers.
TEST(ParameterServerTest, NormsAreOfAllGradients) {
  Model model = digitsModel("mlp");
  for (std::string options :
       {"clip-norm=0.1", "clip-norm=0.1 batch=per-replica reduction=mean",
        "clip-norm=0.1 loss-scale=dynamic initial-scale=1024", "clip-norm=0.1 micro-batches=2"}) {
    SCOPED_TRACE(options);
    std::string reduced = distribute("reduced", model.text, 4, options);
    expectEqual(distribute("served", served(model.text, 1, ""), 4, options), reduced, model);
    expectEqual(distribute("served", served(model.text, 3, ""), 4, options), reduced, model);
    expectEqual(distribute("pieces", model.text, 4, "strategy=partitioned-ps servers=2 " + options),
                reduced, model);
    expectEqual(distribute("mixed", served(model.text, 2, "", "w1"), 4, options), reduced, model);
  }
}

TEST(ParameterServerTest, EveryOptimizerRunsOnServers) {
  Model model = digitsModel("mlp");
  for (std::string optimizer :
       {"adam<learning_rate = 0.01>", "adamw<learning_rate = 0.01>", "adagrad<learning_rate = 0.1>"}) {
    SCOPED_TRACE(optimizer);
    std::string text =
        std::regex_replace(model.text, std::regex("#skein.momentum<[^>]*>"), "#skein." + optimizer);
    expectEqual(distribute("served", served(text, 2, ""), 4), save("whole", text), model, 1e-4);
  }
}

TEST(ParameterServerTest, CheckpointsAreThoseOfOneDevice) {
  Model model = digitsModel("mlp");
  std::string checkpoint = testing::TempDir() + "/servers.safetensors";
  runtime::SessionOptions options =
      session(distribute("served", served(model.text, 2, ", local_copy = true"), 4), model, 5);
  options.checkpointOut = checkpoint;
  run(options);
  auto file = runtime::readSafetensors(checkpoint);
  ASSERT_TRUE(file.ok()) << file.status();
  std::vector<std::string> names;
  for (auto &[name, tensor] : file->tensors)
    names.push_back(name + " " + tensor.typeString());
  EXPECT_EQ(names, (std::vector<std::string>{
                       "b1 128xf32", "b1.momentum 128xf32", "b2 10xf32", "b2.momentum 10xf32",
                       "w1 64x128xf32", "w1.momentum 64x128xf32", "w2 128x10xf32",
                       "w2.momentum 128x10xf32"}));
  // Another placement goes on as one device does.
  options = session(distribute("others", served(model.text, 3, ""), 2), model, 15);
  options.checkpointIn = checkpoint;
  options.checkAgainst = save("mlp", model.text);
  run(options);
}

//===----------------------------------------------------------------------===//
// Tables of which rows are looked up
//===----------------------------------------------------------------------===//

// The rows that are pulled are those of the table, and servers add up in the order in
// which all-reduces do: equal bits.
TEST(ParameterServerTest, RowsAreThoseOfTheTable) {
  Model model = recommender();
  for (int workers : {1, 4})
    for (std::string strategy : {"parallax servers=2", "partitioned-ps servers=3"}) {
      SCOPED_TRACE(strategy);
      expectEqual(distribute("rows", model.text, workers, "strategy=" + strategy),
                  distribute("reduced", model.text, workers), model, 0);
    }
}

TEST(ParameterServerTest, RowsAreCombinedAsAllReducesDo) {
  Model model = recommender();
  for (std::string kind : {"batch=per-replica reduction=mean", "batch=per-replica",
                           "batch=per-replica reduction=mean row-reduction=sum",
                           "batch=per-replica reduction=mean row-reduction=row-mean",
                           "batch=per-replica reduction=mean-of-means row-reduction=row-mean",
                           "micro-batches=2",
                           "loss-scale=dynamic initial-scale=1024"}) {
    SCOPED_TRACE(kind);
    expectEqual(distribute("rows", model.text, 4, "strategy=partitioned-ps servers=3 " + kind),
                distribute("reduced", model.text, 4, kind), model);
  }
}

TEST(ParameterServerTest, RowsAppliedInTurnAddUp) {
  Model model = recommender();
  expectEqual(distribute("turns", served(model.text, 2, ", in_turn = true"), 4),
              save("whole", model.text), model);
}

// One worker has nobody to wait for.
TEST(ParameterServerTest, OneWorkerIsOneDeviceWhateverTheProtocol) {
  Model model = recommender();
  for (std::string protocol : {"in-turn", "replicas-to-aggregate=1 initial-tokens=0"}) {
    SCOPED_TRACE(protocol);
    for (std::string kind :
         {"", "batch=per-replica reduction=mean row-reduction=row-mean", "clip-norm=0.01",
          "average-decay=0.9 average-schedule=debiased"}) {
      SCOPED_TRACE(kind);
      expectEqual(distribute("alone", model.text, 1,
                             "strategy=ps-load-balanced servers=2 " + protocol + " " + kind),
                  distribute("whole", model.text, 1, kind), model);
    }
  }
}

//===----------------------------------------------------------------------===//
// Workers that do not wait
//===----------------------------------------------------------------------===//

/// A table whose squared rows are the loss. All examples are the same.
Model alikeExamples(int batch) {
  std::string n = std::to_string(batch);
  std::string text = R"(
skein.variable @t : tensor<20x2xf32> = #skein.normal<mean = 0.0, stddev = 1.0, seed = 1>
func.func @loss(%t: tensor<20x2xf32>, %i: tensor<Nx4xi32>) -> tensor<f32> {
  %e = tensor.empty() : tensor<Nx4x2xf32>
  %rows = linalg.generic {indexing_maps = [affine_map<(n, m, c) -> (n, m)>, affine_map<(n, m, c) -> (n, m, c)>], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%i : tensor<Nx4xi32>) outs(%e : tensor<Nx4x2xf32>) {
  ^bb0(%row: i32, %o: f32):
    %at = arith.index_cast %row : i32 to index
    %c = linalg.index 2 : index
    %x = tensor.extract %t[%at, %c] : tensor<20x2xf32>
    linalg.yield %x : f32
  } -> tensor<Nx4x2xf32>
  %zero = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(n, m, c) -> (n, m, c)>, affine_map<(n, m, c) -> ()>], iterator_types = ["reduction", "reduction", "reduction"]}
      ins(%rows : tensor<Nx4x2xf32>) outs(%zero : tensor<f32>) {
  ^bb0(%x: f32, %o: f32):
    %xx = arith.mulf %x, %x : f32
    %part = arith.constant PART : f32
    %p = arith.mulf %xx, %part : f32
    %s = arith.addf %o, %p : f32
    linalg.yield %s : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}
skein.step @train(%i: tensor<Nx4xi32> {skein.batch = 0}) -> (tensor<f32> {skein.name = "loss"}) {
  %t = skein.read @t : tensor<20x2xf32>
  %loss, %dt = skein.value_and_grad @loss(%t, %i) wrt [0] : (tensor<20x2xf32>, tensor<Nx4xi32>) -> (tensor<f32>, tensor<20x2xf32>)
  skein.apply_gradient @t, %dt : tensor<20x2xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return %loss : tensor<f32>
}
)";
  text = std::regex_replace(text, std::regex("<Nx"), "<" + n + "x");
  text = std::regex_replace(text, std::regex("PART"), std::to_string(1.0 / batch));
  runtime::TensorFile file;
  runtime::HostTensor indices(runtime::DataType::I32, {64, 4});
  const int32_t rows[] = {3, 5, 3, 7};
  for (size_t i = 0; i < 64 * 4; ++i)
    indices.as<int32_t>()[i] = rows[i % 4];
  file.tensors.emplace("i", std::move(indices));
  std::string path = testing::TempDir() + "/alike.safetensors";
  EXPECT_TRUE(runtime::writeSafetensors(path, file).ok());
  return {"alike" + n, text, path};
}

// Whoever is in it, the update is that of one device; row 3 counts once in a push.
TEST(ParameterServerTest, FirstRowsThatArriveStandForAll) {
  for (std::string replicas : {"3", "4", "6"}) {
    SCOPED_TRACE(replicas);
    std::string strategy = "strategy=ps servers=1 replicas-to-aggregate=" + replicas;
    Model shared = alikeExamples(16), own = alikeExamples(4);
    std::string whole = save("whole", shared.text);
    expectEqual(distribute("shared", shared.text, 4, strategy), whole, shared);
    for (std::string kind : {" reduction=mean", " reduction=mean row-reduction=row-mean"})
      expectEqual(distribute("own", own.text, 4, strategy + " batch=per-replica" + kind), whole,
                  own);
  }
}

/// The loss of the recommender that the last line of a run tells.
double lossAfter(int epochs, const std::string &record, const std::string &options) {
  Model model = recommender();
  runtime::SessionOptions session;
  session.program =
      distribute("recommends", served(withSgd(model.text, 0.1), 2, record), 4, options);
  session.inputs = {model.data};
  session.epochs = epochs;
  std::string text = run(session);
  size_t place = text.rfind("loss ");
  EXPECT_NE(place, std::string::npos) << text;
  return place == std::string::npos ? 1e9 : std::stod(text.substr(place + 5));
}

TEST(ParameterServerTest, TablesLearnWithoutWaiting) {
  for (std::string record : {", sync = false", ", staleness = 1", ", replicas_to_aggregate = 3"}) {
    SCOPED_TRACE(record);
    double start = lossAfter(1, record, "");
    EXPECT_LT(lossAfter(40, record, ""), 0.7 * start);
    EXPECT_LT(lossAfter(40, record, "batch=per-replica reduction=mean row-reduction=row-mean"),
              0.7 * start);
  }
}

/// The accuracy that the last line of a run of `program` tells.
double accuracyOf(const std::string &program, int epochs) {
  runtime::SessionOptions options;
  options.program = program;
  options.inputs = {digitsModel("mlp").data};
  options.testInputs = {digitsTestData()};
  options.epochs = epochs;
  std::string text = run(options);
  size_t place = text.rfind("accuracy ");
  EXPECT_NE(place, std::string::npos) << text;
  return place == std::string::npos ? 0 : std::stod(text.substr(place + 9));
}

double accuracyAfter(int epochs, const std::string &record, int workers, double rate) {
  std::string text = withSgd(digitsModel("mlp").text, rate);
  return accuracyOf(distribute("learns", served(text, 2, record), workers), epochs);
}

TEST(ParameterServerTest, LearnsWithoutWaiting) {
  EXPECT_GE(accuracyAfter(20, ", sync = false", 4, 0.5), 0.95);
}

// Of what each update takes: no server waits for what others have.
TEST(ParameterServerTest, LearnsWithNormsAndScalesOfOneWorker) {
  std::string text = withSgd(digitsModel("mlp").text, 0.5);
  for (std::string protocol : {"sync=false", "staleness=1"})
    EXPECT_GE(accuracyOf(distribute("learns", text, 4,
                                    "strategy=ps-load-balanced servers=2 clip-norm=1 "
                                    "loss-scale=dynamic average-decay=0.9 "
                                    "average-schedule=debiased " + protocol),
                         20),
              0.95);
}

TEST(ParameterServerTest, LearnsWithBackupWorkers) {
  EXPECT_GE(accuracyAfter(20, ", replicas_to_aggregate = 3", 4, 0.5), 0.95);
  EXPECT_GE(accuracyOf(distribute("learns", withSgd(digitsModel("mlp").text, 0.5), 4,
                                  "strategy=ps-load-balanced servers=2 clip-norm=1 "
                                  "replicas-to-aggregate=3 average-decay=0.9 "
                                  "average-schedule=debiased"),
                       20),
            0.95);
  // Several gradients of a worker in an update; how many of whom is chance.
  EXPECT_GE(accuracyAfter(20, ", replicas_to_aggregate = 6", 4, 0.5), 0.9);
}

// The two layers follow different protocols. Where both wait for the updates of all, the
// sums are those of one device; else it learns.
TEST(ParameterServerTest, VariablesFollowProtocolsOfTheirOwn) {
  Model model = digitsModel("mlp");
  model.text = withSgd(model.text, 0.5);
  auto mixed = [&](const std::string &first, const std::string &second) {
    std::string text = served(model.text, 2, ", FIRST");
    for (std::string name : {"w2", "b2"})
      text = std::regex_replace(text, std::regex("(variable @" + name + " .*), FIRST"),
                                "$1" + second);
    return std::regex_replace(text, std::regex(", FIRST"), first);
  };
  expectEqual(distribute("both", mixed("", ", in_turn = true"), 4), save("whole", model.text), model);
  for (auto [first, second] : {std::pair("", ", sync = false"), std::pair(", sync = false", ""),
                               std::pair(", staleness = 1", ", sync = false")}) {
    SCOPED_TRACE(std::string(first) + " and" + second);
    EXPECT_GE(accuracyOf(distribute("learns", mixed(first, second), 4), 20), 0.95);
  }
}

TEST(ParameterServerTest, LearnsWithBoundedStaleness) {
  EXPECT_GE(accuracyAfter(20, ", staleness = 1", 4, 0.5), 0.95);
  EXPECT_GE(accuracyAfter(20, ", staleness = 3", 4, 0.5), 0.95);
}

} // namespace
} // namespace skein::tests
