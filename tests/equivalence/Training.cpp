#include "tests/equivalence/Training.h"

#include "passes/Passes.h"

#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"

#include <cmath>
#include <random>

using namespace mlir;

namespace skein::tests {
namespace {

using reference::Scalar;
using reference::Tensor;

/// Uniform in [0, 1), the same on every platform.
double unit(std::mt19937_64 &engine) {
  return static_cast<double>(engine() >> 11) / (1ull << 53);
}

double normal(std::mt19937_64 &engine) {
  double radius = std::sqrt(-2 * std::log(1 - unit(engine)));
  return radius * std::cos(2 * std::acos(-1.0) * unit(engine));
}

} // namespace

reference::Variables firstValues(ModuleOp module, uint64_t seed,
                                 double deviation) {
  std::mt19937_64 engine(seed);
  reference::Variables values;
  for (auto variable : module.getOps<VariableOp>()) {
    if (isa_and_nonnull<ZerosAttr, ConstantAttr>(variable.getInitializerAttr()))
      continue;
    Tensor value =
        Tensor::zeros(cast<RankedTensorType>(variable.getType()).getShape());
    for (Scalar &element : value.elements)
      element.real = deviation * normal(engine);
    values[variable.getSymName().str()] = std::move(value);
  }
  return values;
}

std::vector<Tensor> randomInputs(ModuleOp module, StringRef entry,
                                 uint64_t seed, int64_t step,
                                 int64_t integerBound) {
  std::mt19937_64 engine(seed * 1000 + step);
  auto function = module.lookupSymbol<FunctionOpInterface>(entry);
  std::vector<Tensor> inputs;
  for (Type type : function.getArgumentTypes()) {
    Tensor input = Tensor::zeros(cast<RankedTensorType>(type).getShape());
    for (Scalar &element : input.elements) {
      element.real = 2 * unit(engine) - 1;
      element.integer = engine() % integerBound;
    }
    inputs.push_back(std::move(input));
  }
  return inputs;
}

FailureOr<TrainingRun> train(ModuleOp module, ModuleOp level0, uint64_t seed,
                             int64_t steps, const reference::Variables &first,
                             int64_t integerBound,
                             reference::Rounding rounding) {
  reference::Machine machine(module, rounding);
  if (failed(machine.initialize(first)))
    return failure();
  TrainingRun run;
  for (int64_t step = 0; step < steps; ++step) {
    auto results = machine.run(
        "train", randomInputs(level0, "train", seed, step, integerBound));
    if (failed(results))
      return failure();
    run.results.push_back(std::move(*results));
  }
  auto variables = machine.variables();
  if (failed(variables))
    return failure();
  run.variables = std::move(*variables);
  return run;
}

OwningOpRef<ModuleOp> lowered(ModuleOp module, StringRef pipeline) {
  static const bool registered = (passes::registerAll(), true);
  (void)registered;
  OwningOpRef<ModuleOp> copy(module.clone());
  PassManager manager(module.getContext());
  if (failed(parsePassPipeline(pipeline, manager)) ||
      failed(manager.run(*copy)))
    return nullptr;
  return copy;
}

double largestDifference(const TrainingRun &actual, const TrainingRun &expected,
                         std::string &where) {
  double largest = 0;
  auto note = [&](const Tensor &a, const Tensor &e, const std::string &name) {
    double difference = reference::relativeDifference(a, e, 1e-3);
    if (difference > largest) {
      largest = difference;
      where = name;
    }
  };
  for (auto &[name, value] : expected.variables) {
    auto found = actual.variables.find(name);
    note(found == actual.variables.end() ? Tensor() : found->second, value,
         "@" + name);
  }
  for (auto [step, results] : llvm::enumerate(expected.results))
    for (auto [i, result] : llvm::enumerate(results))
      note(actual.results[step][i], result,
           "result " + std::to_string(i) + " of step " + std::to_string(step));
  return largest;
}

} // namespace skein::tests
