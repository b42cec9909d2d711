// All-reduces as every spec lowers them, compiled and run in threads, against sums
// that are formed here.
#include "dialect/Skein.h"
#include "passes/Passes.h"
#include "runtime/abi/Context.h"
#include "runtime/executor/Loader.h"
#include "runtime/fabric/threads/ThreadFabric.h"
#include "runtime/tensor/Float16.h"

#include "gtest/gtest.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include <cstring>
#include <random>
#include <thread>

namespace skein {
namespace {

using runtime::DataType;
using runtime::HostTensor;

/// One all-reduce: of `elements` elements of type `type`.
struct Case {
  int64_t elements;
  std::string type = "f32";
  std::string kind = "sum";
};

/// Nothing, one, primes, and numbers around what the devices divide.
std::vector<Case> awkwardCases(int64_t devices) {
  return {{0}, {1}, {7}, {devices}, {devices * 6 + 1}, {1009}};
}

/// What a mesh and its axes are called in the text.
struct Axes {
  std::string mesh;               // "node = 2, gpu = 4"
  std::vector<std::string> names; // in the order of the all-reduce
  int64_t devices;

  std::string join(const std::string &separator, const std::string &state) const {
    std::vector<std::string> sorted = names;
    std::sort(sorted.begin(), sorted.end());
    std::string text;
    for (const std::string &name : state.empty() ? names : sorted)
      text += (text.empty() ? "" : separator) + name + state;
    return text;
  }
};

/// A program in which device d has row d of input i, and that returns the
/// reductions of all inputs over the devices.
std::string programText(const Axes &axes, const std::vector<Case> &cases) {
  std::string inputs, types, body, results;
  for (size_t i = 0; i < cases.size(); ++i) {
    const auto &[elements, type, kind] = cases[i];
    bool isFloat = type[0] == 'f' || type[0] == 'b';
    std::string n = std::to_string(i), comma = i ? ", " : "";
    std::string flat = "tensor<" + std::to_string(elements) + "x" + type;
    std::string whole = flat + ">";
    std::string partial = flat + ", #skein.dist<" + axes.join(", ", ": partial " + kind) + ">>";
    std::string split = "tensor<1x" + std::to_string(elements) + "x" + type +
                        ", #skein.dist<" + axes.join(", ", ": split 0") + ">>";
    std::string neutral = kind == "sum" ? (isFloat ? "0.0" : "0") : "0xFF800000";
    std::string op = kind == "sum" ? (isFloat ? "arith.addf" : "arith.addi") : "arith.maximumf";
    inputs += comma + "%x" + n + ": " + split;
    types += comma + whole;
    results += comma + "%r" + n;
    body += "%z" + n + " = arith.constant dense<" + neutral + "> : " + partial +
            "\n%p" + n + " = linalg.reduce { " + op + " } ins(%x" + n + " : " + split +
            ") outs(%z" + n + " : " + partial + ") dimensions = [0]\n%r" + n +
            " = skein.all_reduce " + kind + " %p" + n + " over @m[" + axes.join(", ", "") +
            "] : " + partial + " -> " + whole + "\n";
  }
  // Splits are written in the order of the mesh: outer first.
  return "skein.mesh @m(" + axes.mesh + ")\nskein.program @f on @m(" + inputs + ") -> (" + types +
         ") {\n" + body + "skein.return " + results + " : " + types + "\n}\n";
}

/// `text` after `--skein-lower-all-reduce=spec=...`; nothing, with the message in
/// `error`, if that is refused.
std::optional<std::string> lowered(const std::string &text, const std::string &spec,
                                   std::string &error) {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  context.loadDialect<SkeinDialect, mlir::arith::ArithDialect, mlir::linalg::LinalgDialect,
                      mlir::scf::SCFDialect, mlir::tensor::TensorDialect>();
  mlir::ScopedDiagnosticHandler handler(
      &context, [&](mlir::Diagnostic &diagnostic) { error = diagnostic.str(); });
  auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
  mlir::PassManager manager(&context);
  manager.addPass(passes::createLowerAllReducePass({spec}));
  if (!module || failed(manager.run(*module)))
    return std::nullopt;
  std::string result;
  llvm::raw_string_ostream stream(result);
  module->print(stream);
  return result;
}

/// Elements of all inputs and results of one device.
using Tensors = std::vector<HostTensor>;

/// What every device of `executable` returns for its inputs.
std::vector<Tensors> run(const runtime::Executable &executable, std::vector<Tensors> &inputs) {
  const runtime::Program &program = executable.programs.front();
  auto fabrics = runtime::createThreadFabric(executable.mesh);
  std::vector<Tensors> results(fabrics.size());
  std::vector<std::thread> threads;
  for (size_t device = 0; device < fabrics.size(); ++device)
    threads.emplace_back([&, device] {
      std::vector<void *> buffers;
      for (HostTensor &input : inputs[device])
        buffers.push_back(input.data());
      for (const runtime::Result &result : program.results)
        buffers.push_back(results[device].emplace_back(result.type, result.localShape).data());
      HostTensor arena(DataType::I8, {program.arenaBytes});
      buffers.push_back(arena.data());
      skrt_context context{*fabrics[device], {}, {}};
      program.entry(&context, buffers.data());
      EXPECT_TRUE(context.status.ok()) << context.status;
    });
  for (std::thread &thread : threads)
    thread.join();
  return results;
}

double at(const HostTensor &tensor, int64_t index) {
  return runtime::elementAsDouble(tensor.type(), tensor.data(), index);
}

void setElement(HostTensor &tensor, int64_t index, double value) {
  switch (tensor.type()) {
  case DataType::F64:
    tensor.as<double>()[index] = value;
    return;
  case DataType::F32:
    tensor.as<float>()[index] = value;
    return;
  case DataType::F16:
    tensor.as<runtime::Half>()[index] = static_cast<runtime::Half>(float(value));
    return;
  case DataType::BF16:
    tensor.as<runtime::BFloat16>()[index] = static_cast<runtime::BFloat16>(float(value));
    return;
  case DataType::I64:
    tensor.as<int64_t>()[index] = int64_t(value * 1000);
    return;
  case DataType::I32:
    tensor.as<int32_t>()[index] = int32_t(value * 1000);
    return;
  default:
    FAIL() << "another type";
  }
}

/// Rounding of one addition in this type.
double epsilon(DataType type) {
  switch (type) {
  case DataType::F64:
    return 0x1p-52;
  case DataType::F32:
    return 0x1p-23;
  case DataType::F16:
    return 0x1p-10;
  case DataType::BF16:
    return 0x1p-7;
  default:
    return 0;
  }
}

/// Runs `cases` over `axes` with `spec`, twice, and compares with sums in f64; false
/// if the spec is refused for these axes.
bool check(const Axes &axes, const std::vector<Case> &cases, const std::string &spec,
           std::string &error) {
  SCOPED_TRACE(spec + " over " + axes.mesh);
  std::optional<std::string> text = lowered(programText(axes, cases), spec, error);
  if (!text)
    return false;
  auto executable = runtime::compileExecutable(*text, "test");
  EXPECT_TRUE(executable.ok()) << executable.status() << *text;
  if (!executable.ok())
    return true;
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(-1, 1);
  std::vector<Tensors> inputs(axes.devices);
  for (Tensors &own : inputs)
    for (const runtime::Input &input : executable->programs.front().inputs) {
      HostTensor &tensor = own.emplace_back(input.type, input.localShape);
      for (int64_t i = 0; i < tensor.size(); ++i)
        setElement(tensor, i, uniform(random));
    }
  std::vector<Tensors> first = run(*executable, inputs), second = run(*executable, inputs);
  for (size_t c = 0; c < cases.size(); ++c) {
    for (int64_t i = 0; i < cases[c].elements; ++i) {
      double expected = at(inputs[0][c], i), magnitude = std::abs(expected);
      for (int64_t device = 1; device < axes.devices; ++device) {
        double value = at(inputs[device][c], i);
        expected = cases[c].kind == "sum" ? expected + value : std::max(expected, value);
        magnitude += std::abs(value);
      }
      double tolerance = epsilon(first[0][c].type()) * magnitude * axes.devices;
      EXPECT_NEAR(at(first[0][c], i), expected, tolerance)
          << "element " << i << " of " << cases[c].elements << " " << cases[c].type;
      if (testing::Test::HasFailure())
        return true;
    }
    for (const std::vector<Tensors> *results : {&first, &second})
      for (const Tensors &own : *results)
        EXPECT_EQ(std::memcmp(own[c].data(), first[0][c].data(), own[c].byteSize()), 0)
            << "not the same bits on all devices and in both runs";
  }
  return true;
}

Axes line(int64_t devices) {
  return {"data = " + std::to_string(devices), {"data"}, devices};
}

class OneAxisTest : public testing::TestWithParam<std::string> {};

TEST_P(OneAxisTest, EqualsTheSumOnOneToSixteenDevices) {
  int64_t accepted = 0;
  for (int64_t devices = 1; devices <= 16; ++devices) {
    std::string error;
    if (check(line(devices), awkwardCases(devices), GetParam(), error))
      ++accepted;
    else
      EXPECT_TRUE(error.find("expects") != std::string::npos) << error;
  }
  EXPECT_GE(accepted, 5); // rechd: 1, 2, 4, 8, 16
}

TEST_P(OneAxisTest, EqualsTheSumInEveryType) {
  std::string error;
  EXPECT_TRUE(check(line(4), {{13, "f64"}, {13, "f16"}, {13, "bf16"}, {13, "i64"}, {13, "i32"}},
                    GetParam(), error))
      << error;
}

TEST_P(OneAxisTest, FindsTheMaximum) {
  std::string error;
  if (!check(line(4), {{13, "f32", "max"}}, GetParam(), error))
    EXPECT_EQ(error, "'skein.all_reduce' op combines by max; nccl expects sum");
}

INSTANTIATE_TEST_SUITE_P(Specs, OneAxisTest,
                         testing::Values("nccl", "collective", "xring", "xring#2", "xring#3",
                                         "rechd", "tree", "hierarchical", "psgpu", "psgpu#2",
                                         "psgpu#4", "pscpu", "pscpu#3", "copy", "copy@first",
                                         "copy@greedy-elements", "colocated@greedy-bytes",
                                         "hierarchical-copy", "pscpu:2:psgpu#2:100:xring"));

// Every pair of roots takes part: the cases are six all-reduces.
TEST(CloudTest, EqualsTheSumOnEightDevices) {
  std::string spec = "hierarchical-copy@gcp_v100", error;
  EXPECT_TRUE(check(line(8), awkwardCases(8), spec, error)) << error;
  EXPECT_TRUE(check(line(8), {{13, "f64"}, {13, "bf16"}, {13, "i64"}, {13, "f32", "max"}}, spec,
                    error))
      << error;
  EXPECT_TRUE(check({"node = 2, gpu = 4", {"node", "gpu"}, 8}, awkwardCases(8), spec, error))
      << error;
  EXPECT_FALSE(check(line(4), awkwardCases(4), spec, error));
  EXPECT_EQ(error, "'skein.all_reduce' op is over 4 devices; hierarchical-copy@gcp_v100 expects 8");
}

class SeveralAxesTest : public testing::TestWithParam<std::string> {};

TEST_P(SeveralAxesTest, EqualsTheSum) {
  int64_t accepted = 0;
  for (const Axes &axes :
       {Axes{"node = 2, gpu = 4", {"node", "gpu"}, 8}, Axes{"node = 4, gpu = 2", {"node", "gpu"}, 8},
        Axes{"node = 3, gpu = 5", {"node", "gpu"}, 15},
        Axes{"node = 1, gpu = 3", {"node", "gpu"}, 3},
        // The workers are the inner axis of the mesh.
        Axes{"gpu = 4, node = 2", {"node", "gpu"}, 8},
        Axes{"a = 2, b = 3, c = 2", {"a", "b", "c"}, 12}}) {
    std::string error;
    if (check(axes, awkwardCases(axes.devices), GetParam(), error))
      ++accepted;
    else
      EXPECT_TRUE(error.find("expects") != std::string::npos) << error;
  }
  EXPECT_GE(accepted, 2); // rechd: 2 x 4, 4 x 2
}

INSTANTIATE_TEST_SUITE_P(Specs, SeveralAxesTest,
                         testing::Values("nccl", "xring", "xring#2", "rechd", "tree",
                                         "hierarchical", "psgpu#3", "pscpu#2", "nccl/xring",
                                         "nccl/xring#2", "nccl/rechd", "nccl/pscpu",
                                         "nccl/pscpu#2", "pscpu/pscpu", "pscpu/pscpu#2", "copy",
                                         "hierarchical-copy"));

} // namespace
} // namespace skein
