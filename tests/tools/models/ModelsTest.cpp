// Every architecture in small: it builds, its loss starts where that of a guess
// would be, and its gradients are those of the definition.

#include "dialect/Skein.h"
#include "passes/Passes.h"
#include "runtime/tensor/Random.h"
#include "tests/reference/Machine.h"
#include "tools/models/Architecture.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Pass/PassManager.h"
#include "gtest/gtest.h"

#include <cmath>

namespace skein::models {
namespace {

using namespace mlir;
using reference::Interpreter;
using reference::Machine;
using reference::Rounding;
using reference::Tensor;
using runtime::randomNormal;
using runtime::randomUniform;

struct Case {
  std::string architecture;
  std::map<std::string, std::string> flags;
  /// The loss of a guess, and how far random weights may be off.
  double guess, off = 0.25;
  /// Integer inputs are less than this, unless they are listed.
  int64_t below;
  std::map<std::string, int64_t> belowOf = {};
};

const int64_t seedOfInputs = 1000, seedOfDirection = 2000;

/// A smaller architecture of each kind, whose layers appear once and repeated.
const Case cases[] = {
    {.architecture = "gpt",
     .flags = {{"layers", "2"},
               {"hidden", "6"},
               {"heads", "2"},
               {"sequence", "4"},
               {"vocabulary", "11"},
               {"batch", "2"}},
     .guess = std::log(11.0),
     .below = 11},
    {.architecture = "gpt",
     .flags = {{"layers", "1"},
               {"hidden", "6"},
               {"heads", "3"},
               {"sequence", "3"},
               {"vocabulary", "7"},
               {"tied-embeddings", "false"},
               {"final-norm", "affine"},
               {"mlp-factor", "3"}},
     .guess = std::log(7.0),
     .below = 7},
    {.architecture = "moe-gpt",
     .flags = {{"layers", "2"},
               {"hidden", "6"},
               {"heads", "2"},
               {"sequence", "8"},
               {"vocabulary", "11"},
               {"batch", "2"},
               {"experts", "3"},
               {"capacity-factor", "0.7"}},
     .guess = std::log(11.0),
     .below = 11},
    {.architecture = "moe-gpt",
     .flags = {{"layers", "1"},
               {"hidden", "4"},
               {"heads", "2"},
               {"sequence", "5"},
               {"vocabulary", "5"},
               {"experts", "4"},
               {"experts-per-token", "1"},
               {"expert-interval", "1"}},
     .guess = std::log(5.0),
     .below = 5},
    {.architecture = "bert",
     .flags = {{"layers", "2"},
               {"hidden", "6"},
               {"heads", "2"},
               {"sequence", "4"},
               {"positions", "5"},
               {"vocabulary", "11"},
               {"batch", "2"}},
     .guess = std::log(11.0) + std::log(2.0),
     .below = 11,
     .belowOf = {{"segments", 2}, {"follows", 2}}},
    {.architecture = "t5",
     .flags = {{"layers", "2"},
               {"decoder-layers", "1"},
               {"hidden", "6"},
               {"heads", "2"},
               {"head-size", "4"},
               {"feed-forward", "8"},
               {"sequence", "5"},
               {"target-sequence", "3"},
               {"vocabulary", "11"},
               {"batch", "2"}},
     .guess = std::log(11.0),
     .off = 1.0,
     .below = 11},
    {.architecture = "llama",
     .flags = {{"layers", "2"},
               {"hidden", "8"},
               {"heads", "4"},
               {"key-value-heads", "2"},
               {"feed-forward", "6"},
               {"sequence", "4"},
               {"vocabulary", "11"},
               {"batch", "2"}},
     .guess = std::log(11.0),
     .below = 11},
    {.architecture = "llama",
     .flags = {{"layers", "1"},
               {"hidden", "8"},
               {"heads", "2"},
               {"feed-forward", "6"},
               {"sequence", "3"},
               {"vocabulary", "7"},
               {"tied-embeddings", "true"}},
     .guess = std::log(7.0),
     .below = 7},
    {.architecture = "resnet-50",
     .flags = {{"image", "32"},
               {"base-channels", "1"},
               {"classes", "3"},
               {"batch", "3"}},
     .guess = std::log(3.0),
     .below = 3},
    {.architecture = "wide-resnet",
     .flags = {{"image", "32"},
               {"base-channels", "1"},
               {"classes", "3"},
               {"batch", "3"},
               {"width-factor", "3"}},
     .guess = std::log(3.0),
     .below = 3},
    {.architecture = "vgg-16",
     .flags = {{"image", "32"},
               {"base-channels", "1"},
               {"hidden", "5"},
               {"classes", "3"},
               {"batch", "2"}},
     .guess = std::log(3.0),
     .below = 3},
    {.architecture = "alexnet",
     .flags = {{"image", "63"},
               {"base-channels", "1"},
               {"hidden", "5"},
               {"classes", "3"}},
     .guess = std::log(3.0),
     .below = 3},
    {.architecture = "inception-v3",
     .flags = {{"image", "75"},
               {"base-channels", "2"},
               {"classes", "3"},
               {"batch", "2"}},
     .guess = std::log(3.0),
     .below = 3},
    {.architecture = "amoebanet-like",
     .flags = {{"image", "32"},
               {"filters", "16"},
               {"layers", "3"},
               {"classes", "3"},
               {"batch", "2"}},
     .guess = std::log(3.0),
     .below = 3},
    {.architecture = "lstm",
     .flags = {{"layers", "2"},
               {"hidden", "4"},
               {"sequence", "4"},
               {"vocabulary", "7"},
               {"batch", "2"}},
     .guess = std::log(7.0),
     .below = 7},
    {.architecture = "gnmt",
     .flags = {{"layers", "3"},
               {"hidden", "4"},
               {"sequence", "4"},
               {"target-sequence", "3"},
               {"vocabulary", "7"},
               {"batch", "2"}},
     .guess = std::log(7.0),
     .below = 7},
    {.architecture = "dlrm",
     .flags = {{"features", "3"},
               {"tables", "3"},
               {"rows", "5,4,6"},
               {"bottom", "6,4"},
               {"top", "5"},
               {"batch", "4"}},
     .guess = std::log(2.0),
     .off = 1.0,
     .below = 4},
    {.architecture = "mlp",
     .flags =
         {{"inputs", "6"}, {"hidden", "5,4"}, {"classes", "3"}, {"batch", "4"}},
     .guess = std::log(3.0),
     .off = 1.0,
     .below = 3},
};

class ModelsTest : public ::testing::TestWithParam<Case> {
protected:
  ModelsTest() { reference::loadSkein(context); }

  OwningOpRef<ModuleOp> build(std::string type) {
    std::map<std::string, std::string> given = GetParam().flags;
    given["dtype"] = type;
    // So that the first update is the gradient.
    given["optimizer"] = "sgd";
    given["learning-rate"] = "1";
    for (const Architecture &architecture : allArchitectures()) {
      if (architecture.name != GetParam().architecture)
        continue;
      auto flags = Flags::parse(flagsOf(architecture), given);
      EXPECT_TRUE(flags.ok()) << flags.status().message();
      Module module = buildModel(context, architecture, *flags);
      EXPECT_TRUE(module.ok()) << module.status().message();
      EXPECT_TRUE(succeeded(verify(**module)));
      return *std::move(module);
    }
    ADD_FAILURE() << "no architecture " << GetParam().architecture;
    return nullptr;
  }

  /// What the initialisers say.
  static reference::Variables firstValues(ModuleOp module) {
    reference::Variables values;
    for (auto variable : module.getOps<VariableOp>()) {
      Tensor value =
          Tensor::zeros(cast<RankedTensorType>(variable.getType()).getShape());
      Attribute initializer = *variable.getInitializer();
      for (auto [index, element] : llvm::enumerate(value.elements))
        element.real = firstValue(initializer, index);
      values[variable.getSymName().str()] = value;
    }
    return values;
  }

  static double firstValue(Attribute initializer, uint64_t index) {
    if (auto normal = dyn_cast<NormalAttr>(initializer))
      return normal.getMean() +
             normal.getStddev() * randomNormal(normal.getSeed(), index);
    if (auto uniform = dyn_cast<UniformAttr>(initializer))
      return uniform.getLow() + (uniform.getHigh() - uniform.getLow()) *
                                    randomUniform(uniform.getSeed(), index);
    if (auto constant = dyn_cast<ConstantAttr>(initializer))
      return constant.getValue();
    EXPECT_TRUE(isa<ZerosAttr>(initializer));
    return 0;
  }

  std::vector<Tensor> inputs(ModuleOp module) {
    std::vector<Tensor> values;
    auto step = *module.getOps<StepOp>().begin();
    for (auto [position, type] : llvm::enumerate(step.getArgumentTypes())) {
      std::string name = step.getArgumentName(position).str();
      auto listed = GetParam().belowOf.find(name);
      int64_t below = listed == GetParam().belowOf.end() ? GetParam().below
                                                         : listed->second;
      Tensor value = Tensor::zeros(cast<RankedTensorType>(type).getShape());
      for (auto [index, element] : llvm::enumerate(value.elements)) {
        double unit = randomUniform(seedOfInputs + position, index);
        if (isa<IntegerType>(getElementTypeOrSelf(type)))
          element.integer = int64_t(unit * double(below));
        else
          element.real = name == "clicks"
                             ? std::round(unit)
                             : randomNormal(seedOfInputs + position, index);
      }
      values.push_back(value);
    }
    return values;
  }

  /// The arguments of @loss: the variables in order, then the inputs.
  std::vector<Tensor> arguments(ModuleOp module) {
    reference::Variables values = firstValues(module);
    std::vector<Tensor> all;
    for (auto variable : module.getOps<VariableOp>())
      all.push_back(values.at(variable.getSymName().str()));
    llvm::append_range(all, inputs(module));
    return all;
  }

  MLIRContext context;
};

TEST_P(ModelsTest, LossIsNearAGuess) {
  for (std::string type : {"f32", "bf16"}) {
    OwningOpRef<ModuleOp> module = build(type);
    auto loss =
        Interpreter(*module, Rounding::ToType).call("loss", arguments(*module));
    ASSERT_TRUE(succeeded(loss));
    EXPECT_NEAR((*loss)[0].elements[0].real, GetParam().guess, GetParam().off)
        << type;
  }
}

TEST_P(ModelsTest, TextIsReadBack) {
  OwningOpRef<ModuleOp> module = build("f32");
  std::string text, again;
  llvm::raw_string_ostream(text) << *module;
  OwningOpRef<ModuleOp> read = reference::parseTraining(context, text);
  ASSERT_TRUE(read);
  llvm::raw_string_ostream(again) << *read;
  EXPECT_EQ(text, again);
}

// The derivative of the loss along a random direction, by dual numbers, and the
// scalar product of the gradients with it.
TEST_P(ModelsTest, GradientsAreThoseOfTheDefinition) {
  OwningOpRef<ModuleOp> module = build("f64");
  std::vector<Tensor> values = arguments(*module);
  reference::Variables first = firstValues(*module);
  for (size_t position = 0; position < first.size(); ++position)
    for (auto [index, element] : llvm::enumerate(values[position].elements))
      element.tangent = randomNormal(seedOfDirection + position, index);
  auto loss = Interpreter(*module).call("loss", values);
  ASSERT_TRUE(succeeded(loss));

  PassManager manager(&context);
  manager.addPass(passes::createDifferentiatePass());
  ASSERT_TRUE(succeeded(manager.run(*module)));
  Machine machine(*module);
  ASSERT_TRUE(succeeded(machine.initialize(first)));
  auto trained = machine.run("train", inputs(*module));
  ASSERT_TRUE(succeeded(trained));
  EXPECT_DOUBLE_EQ((*trained)[0].elements[0].real, (*loss)[0].elements[0].real);
  auto updated = machine.variables();
  ASSERT_TRUE(succeeded(updated));

  double product = 0, size = 0;
  size_t position = 0;
  for (auto variable : module->getOps<VariableOp>()) {
    std::string name = variable.getSymName().str();
    double largest = 0;
    for (size_t index = 0; index < first[name].elements.size(); ++index) {
      double gradient = first[name].elements[index].real -
                        updated->at(name).elements[index].real;
      double term = gradient * values[position].elements[index].tangent;
      product += term;
      size += std::abs(term);
      largest = std::max(largest, std::abs(gradient));
    }
    EXPECT_TRUE(std::isfinite(largest)) << name;
    ++position;
  }
  EXPECT_GT(size, 0);
  EXPECT_NEAR(product, (*loss)[0].elements[0].tangent, 1e-10 * size);
}

std::string nameOf(const ::testing::TestParamInfo<Case> &info) {
  std::string name = info.param.architecture + std::to_string(info.index);
  llvm::erase(name, '-');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, ModelsTest, ::testing::ValuesIn(cases), nameOf);

} // namespace
} // namespace skein::models
