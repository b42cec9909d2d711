// The programs of tests/inputs, imported and run in the reference interpreter,
// give the numbers that JAX has computed.

#include "passes/import/Import.h"
#include "dialect/Distribution.h"
#include "passes/Passes.h"
#include "runtime/checkpoint/Safetensors.h"
#include "tests/reference/Machine.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "gtest/gtest.h"

namespace skein::tests {
namespace {

using reference::Rounding;
using reference::Scalar;
using reference::Tensor;
using reference::Variables;

Tensor asTensor(const runtime::HostTensor &host) {
  Tensor tensor = Tensor::zeros(llvm::ArrayRef<int64_t>(host.shape()));
  for (auto [i, element] : llvm::enumerate(tensor.elements)) {
    element.real = runtime::elementAsDouble(host.type(), host.data(), i);
    if (!runtime::isFloat(host.type()))
      element.integer = static_cast<int64_t>(element.real);
  }
  return tensor;
}

class ImportTest : public ::testing::Test {
protected:
  ImportTest()
      : handler(&context, [this](mlir::Diagnostic &diagnostic) {
          messages += "\n" + diagnostic.str();
          return mlir::success();
        }) {
    static const bool registered = (passes::registerAll(), true);
    (void)registered;
    context.allowUnregisteredDialects();
    passes::loadImportDialects(context);
    reference::loadSkein(context);
  }

  std::string path(const std::string &file) { return "tests/inputs/" + file; }

  /// The tensors of a file by name.
  Variables read(const std::string &file) {
    auto tensors = runtime::readSafetensors(path(file));
    EXPECT_TRUE(tensors.ok()) << tensors.status();
    Variables variables;
    if (tensors.ok())
      for (auto &[name, tensor] : tensors->tensors)
        variables[name] = asTensor(tensor);
    return variables;
  }

  mlir::OwningOpRef<mlir::ModuleOp> import(const std::string &file,
                                           const std::string &optimizer) {
    auto source = mlir::parseSourceFile<mlir::ModuleOp>(path(file), &context);
    auto attribute = llvm::dyn_cast_if_present<OptimizerAttrInterface>(
        mlir::parseAttribute("#skein." + optimizer, &context));
    EXPECT_TRUE(source && attribute) << messages;
    if (!source || !attribute)
      return nullptr;
    auto module = passes::importStableHlo(*source, attribute);
    EXPECT_TRUE(module) << messages;
    return module;
  }

  bool apply(mlir::ModuleOp module, llvm::StringRef pipeline) {
    mlir::PassManager manager(&context);
    return succeeded(mlir::parsePassPipeline(pipeline, manager)) &&
           succeeded(manager.run(module));
  }

  /// Values of the inputs of @train, in order.
  std::vector<Tensor> inputsOf(mlir::ModuleOp module, const Variables &batch) {
    std::vector<Tensor> inputs;
    for (mlir::Attribute name :
         module.lookupSymbol<StepOp>("train").getArgNames())
      inputs.push_back(
          batch.at(llvm::cast<mlir::StringAttr>(name).getValue().str()));
    return inputs;
  }

  mlir::MLIRContext context;
  std::string messages;
  mlir::ScopedDiagnosticHandler handler;
};

//===----------------------------------------------------------------------===//
// Training
//===----------------------------------------------------------------------===//

struct Model {
  std::string file, name, optimizer;
};

void PrintTo(const Model &model, std::ostream *out) { *out << model.file; }

class TrainingTest : public ImportTest,
                     public ::testing::WithParamInterface<Model> {
protected:
  /// Ten steps of `module`, which `pipeline` made of an import.
  void train(mlir::ModuleOp module, llvm::ArrayRef<Tensor> inputs,
             const std::string &what) {
    const std::string &name = GetParam().name;
    Variables expected = read(name + ".expected.safetensors");
    reference::Machine machine(module);
    ASSERT_TRUE(
        succeeded(machine.initialize(read(name + ".parameters.safetensors"))))
        << messages;
    const Tensor &losses = expected.at("loss");
    for (auto [step, loss] : llvm::enumerate(losses.elements)) {
      auto results = machine.run("train", inputs);
      ASSERT_TRUE(succeeded(results)) << what << messages;
      EXPECT_NEAR((*results)[0].elements[0].real / loss.real, 1,
                  step == 0 ? 1e-6 : 1e-5)
          << what << ", step " << step;
    }
    auto variables = machine.variables();
    ASSERT_TRUE(succeeded(variables)) << messages;
    expected.erase("loss");
    for (auto &[parameter, value] : expected)
      EXPECT_LE(reference::relativeDifference((*variables)[parameter], value,
                                              /*floor=*/1),
                1e-4)
          << what << ", " << parameter;
  }
};

TEST_P(TrainingTest, OneDevice) {
  auto module = import(GetParam().file, GetParam().optimizer);
  ASSERT_TRUE(module);
  std::vector<Tensor> inputs =
      inputsOf(*module, read(GetParam().name + ".batch.safetensors"));
  ASSERT_TRUE(apply(*module, "skein-differentiate")) << messages;
  train(*module, inputs, "one device");
}

TEST_P(TrainingTest, SeveralDevices) {
  for (int devices : {1, 2, 4}) {
    auto module = import(GetParam().file, GetParam().optimizer);
    ASSERT_TRUE(module);
    std::vector<Tensor> inputs =
        inputsOf(*module, read(GetParam().name + ".batch.safetensors"));
    ASSERT_TRUE(apply(
        *module, "skein-distribute{mesh=data:" + std::to_string(devices) + "}"))
        << messages;
    auto program = module->lookupSymbol<ProgramOp>("train");
    ASSERT_TRUE(program);
    EXPECT_TRUE(getAxisState(program.getArgumentTypes()[0], "data").isSplit());
    train(*module, inputs, std::to_string(devices) + " devices");
  }
}

const Model models[] = {
    {"mlp.mlir", "mlp", "sgd<learning_rate = 0.1>"},
    {"lenet.mlir", "lenet", "sgd<learning_rate = 0.1>"},
    {"lenet.gradients.mlir", "lenet", "sgd<learning_rate = 0.1>"},
    {"resnet.mlir", "resnet", "sgd<learning_rate = 0.05>"},
    {"gpt.mlir", "gpt", "adam<learning_rate = 0.01>"},
    {"lstm.mlir", "lstm", "adam<learning_rate = 0.02>"},
    {"dlrm.mlir", "dlrm", "adam<learning_rate = 0.01>"},
    {"dlrm.gradients.mlir", "dlrm", "adam<learning_rate = 0.01>"},
};

INSTANTIATE_TEST_SUITE_P(Models, TrainingTest, ::testing::ValuesIn(models),
                         [](const auto &info) {
                           std::string name = info.param.file;
                           name.erase(name.rfind('.'));
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

// Rounded to the types as JAX does, so that random bits and halves agree; sums
// in another order and approximations of transcendental functions differ.
TEST_F(ImportTest, EveryOp) {
  auto module = import("ops.mlir", "sgd<learning_rate = 0.1>");
  ASSERT_TRUE(module);
  auto step = module->lookupSymbol<StepOp>("train");
  reference::Machine machine(*module, Rounding::ToType);
  std::vector<Tensor> arguments;
  for (auto &values :
       {read("ops.parameters.safetensors"), read("ops.batch.safetensors")})
    for (auto &[name, value] : values)
      arguments.push_back(value);
  auto results = machine.call("loss", arguments);
  ASSERT_TRUE(succeeded(results)) << messages;

  Variables expected = read("ops.expected.safetensors");
  ASSERT_EQ(results->size(), expected.size());
  for (auto [i, result] : llvm::enumerate(*results)) {
    auto attributes =
        llvm::cast<mlir::DictionaryAttr>((*step.getResAttrs())[i]);
    std::string name =
        attributes.getAs<mlir::StringAttr>("skein.name").getValue().str();
    // Integers compare as numbers.
    Tensor actual = result;
    auto type = llvm::cast<mlir::RankedTensorType>(step.getResultTypes()[i]);
    if (type.getElementType().isInteger())
      for (Scalar &element : actual.elements)
        element.real = element.integer;
    EXPECT_LE(reference::relativeDifference(actual, expected.at(name)), 2e-6)
        << name;
  }
}

} // namespace
} // namespace skein::tests
