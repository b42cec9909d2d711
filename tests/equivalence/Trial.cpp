#include "tests/equivalence/Trial.h"

#include "runtime/executor/Loader.h"
#include "runtime/executor/Pieces.h"
#include "tests/equivalence/Training.h"

#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using skein::runtime::HostTensor;

namespace skein::tests {
namespace {

// Every kind of state: an optimiser with slots that needs the number of the
// step, one without, a mean over examples and a count, which the step assigns
// itself.
constexpr llvm::StringLiteral model = R"mlir(
#matrix = affine_map<(n, c) -> (n, c)>
#column = affine_map<(n, c) -> (c)>
#row = affine_map<(n, c) -> (n)>

skein.variable @w : tensor<4xf32> = #skein.normal<mean = 0.0, stddev = 0.5, seed = 1>
skein.variable @b : tensor<f32> = #skein.zeros
skein.variable @mean : tensor<4xf32> = #skein.zeros
skein.variable @steps : tensor<i64> = #skein.zeros

func.func private @loss(%w: tensor<4xf32>, %b: tensor<f32>, %x: tensor<8x4xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %zero = arith.constant 0.0 : f32
  %eighth = arith.constant 0.125 : f32
  %e = tensor.empty() : tensor<8xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %p = linalg.matvec ins(%x, %w : tensor<8x4xf32>, tensor<4xf32>) outs(%z : tensor<8xf32>) -> tensor<8xf32>
  %none = arith.constant dense<0.0> : tensor<f32>
  %loss = linalg.generic {indexing_maps = [affine_map<(n) -> (n)>, affine_map<(n) -> (n)>, affine_map<(n) -> ()>, affine_map<(n) -> ()>],
                          iterator_types = ["reduction"]}
      ins(%p, %y, %b : tensor<8xf32>, tensor<8xf32>, tensor<f32>) outs(%none : tensor<f32>) {
  ^bb0(%guess: f32, %right: f32, %bias: f32, %sum: f32):
    %0 = arith.addf %guess, %bias : f32
    %1 = arith.subf %0, %right : f32
    %2 = arith.mulf %1, %1 : f32
    %3 = arith.mulf %2, %eighth : f32
    %4 = arith.addf %sum, %3 : f32
    linalg.yield %4 : f32
  } -> tensor<f32>
  return %loss : tensor<f32>
}

skein.step @train(%x: tensor<8x4xf32> {skein.batch = 0 : i64}, %y: tensor<8xf32> {skein.batch = 0 : i64})
    -> (tensor<f32> {skein.name = "loss"}) {
  %w = skein.read @w : tensor<4xf32>
  %b = skein.read @b : tensor<f32>
  %loss, %dw, %db = skein.value_and_grad @loss(%w, %b, %x, %y) wrt [0, 1]
      : (tensor<4xf32>, tensor<f32>, tensor<8x4xf32>, tensor<8xf32>) -> (tensor<f32>, tensor<4xf32>, tensor<f32>)
  skein.apply_gradient @w, %dw : tensor<4xf32> using #skein.adam<learning_rate = 0.05>
  skein.apply_gradient @b, %db : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  %none = arith.constant dense<0.0> : tensor<4xf32>
  %mean = linalg.generic {indexing_maps = [#matrix, #column], iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<8x4xf32>) outs(%none : tensor<4xf32>) {
  ^bb0(%v: f32, %sum: f32):
    %0 = arith.addf %sum, %v : f32
    linalg.yield %0 : f32
  } -> tensor<4xf32>
  skein.assign @mean, %mean : tensor<4xf32>
  %steps = skein.read @steps : tensor<i64>
  %one = arith.constant dense<1> : tensor<i64>
  %next = arith.addi %steps, %one : tensor<i64>
  skein.assign @steps, %next : tensor<i64>
  skein.return %loss : tensor<f32>
}
)mlir";

runtime::Executable compile(const std::string &options,
                            const std::string &optimizer) {
  std::string whole = model.str();
  if (!optimizer.empty())
    for (std::string own : {"#skein.adam<learning_rate = 0.05>",
                            "#skein.sgd<learning_rate = 0.1>"})
      whole.replace(whole.find(own), own.size(), optimizer);
  mlir::MLIRContext context;
  auto module = reference::parseTraining(context, whole);
  auto distributed = lowered(*module, "skein-distribute{" + options + "}");
  EXPECT_TRUE(distributed) << options;
  std::string text;
  llvm::raw_string_ostream(text) << *distributed;
  auto executable = runtime::compileExecutable(text, "model");
  EXPECT_TRUE(executable.ok()) << executable.status();
  return *executable;
}

} // namespace

Trial::Trial(const std::string &options, const std::string &optimizer)
    : devices(compile(options, optimizer)),
      batch(runtime::globalShape(devices.executable.programs[0].inputs[0],
                                 devices.mesh())[0]) {
  devices.initialize();
}

double Trial::step(int64_t number, std::optional<float> outlier) {
  std::vector<HostTensor> inputs;
  inputs.emplace_back(runtime::DataType::F32, runtime::Shape{batch, 4});
  inputs.emplace_back(runtime::DataType::F32, runtime::Shape{batch});
  uint64_t state = 88172645463325252u + number;
  for (HostTensor &input : inputs)
    for (float &value : input.as<float>()) {
      state ^= state << 13, state ^= state >> 7, state ^= state << 17;
      value = float(state % 1000) / 500 - 1;
    }
  if (outlier)
    inputs[0].as<float>()[batch * 4 - 2] = *outlier;
  auto results = devices.run(devices.executable.programs[0], inputs);
  EXPECT_TRUE(results.ok()) << results.status();
  return (*results)[0].as<float>()[0];
}

HostTensor Trial::get(const std::string &name) const {
  for (size_t i = 0; i < devices.executable.variables.size(); ++i)
    if (devices.executable.variables[i].name == name)
      return devices.variable(i);
  ADD_FAILURE() << "no variable " << name;
  return HostTensor(runtime::DataType::I64, {1});
}

std::vector<double> Trial::reals(const std::string &name) const {
  HostTensor value = get(name);
  return std::vector<double>(value.as<float>().begin(),
                             value.as<float>().end());
}

int64_t Trial::goodSteps() const {
  return get("train.good_step_count").as<int64_t>()[0];
}

std::map<std::string, std::vector<std::string>> Trial::bytes() const {
  std::map<std::string, std::vector<std::string>> all;
  for (size_t i = 0; i < devices.executable.variables.size(); ++i) {
    const std::string &name = devices.executable.variables[i].name;
    if (name == "train.loss_scale" || name == "train.good_step_count")
      continue;
    for (int64_t device = 0; device < devices.mesh().deviceCount(); ++device) {
      const HostTensor &value = devices.variablesOf(device)[i];
      all[name].emplace_back(reinterpret_cast<const char *>(value.data()),
                             value.byteSize());
    }
  }
  return all;
}

} // namespace skein::tests
