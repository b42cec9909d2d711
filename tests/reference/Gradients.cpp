#include "tests/reference/Gradients.h"
#include "tests/reference/Machine.h"

#include "passes/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "llvm/Support/raw_ostream.h"

#include <random>

using namespace mlir;

namespace skein::reference {
namespace {

using ::testing::AssertionFailure;
using ::testing::AssertionResult;
using ::testing::AssertionSuccess;

std::string print(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

bool isFloatTensor(Type type) {
  return isa<FloatType>(getElementTypeOrSelf(type));
}

/// "a0, a1, ..." of `count` items; `item(i)` writes one.
template <typename F> std::string list(size_t count, F item) {
  std::string text;
  for (size_t i = 0; i < count; ++i)
    text += (i ? ", " : "") + item(i);
  return text;
}

/// Text of a loss over a function of the module, and of a step @gradients that
/// gives its gradients. Both take the arguments of the function and one weight
/// per float result, in tensors of the results' types.
class Wrapper {
public:
  Wrapper(func::FuncOp function, ArrayRef<int64_t> wrt)
      : function(function), wrt(wrt) {
    inputs = llvm::to_vector(function.getArgumentTypes());
    for (Type result : function.getResultTypes())
      if (isFloatTensor(result))
        inputs.push_back(result);
  }

  std::string text() {
    std::string scalar =
        "tensor<" + print(getElementTypeOrSelf(inputs.back())) + ">";
    std::string parameters = list(inputs.size(), [&](size_t i) {
      return name(i) + ": " + print(inputs[i]);
    });
    std::string gradients =
        list(wrt.size(), [&](size_t i) { return print(inputs[wrt[i]]); });
    auto gradient = [](size_t i) { return "%g" + std::to_string(i); };
    auto position = [&](size_t i) { return std::to_string(wrt[i]); };
    return "func.func @weighted_sum(" + parameters + ") -> " + scalar + " {\n" +
           weightedSum(scalar) + "}\nskein.step @gradients(" + parameters +
           ") -> (" + gradients + ") {\n  %loss, " +
           list(wrt.size(), gradient) +
           " = skein.value_and_grad @weighted_sum(" +
           list(inputs.size(), name) + ") wrt [" + list(wrt.size(), position) +
           "] : (" + types(inputs) + ") -> (" + scalar + ", " + gradients +
           ")\n  skein.return " + list(wrt.size(), gradient) + " : " +
           gradients + "\n}\n";
  }

  SmallVector<Type> inputs;

private:
  static std::string name(size_t i) { return "%a" + std::to_string(i); }
  static std::string types(ArrayRef<Type> types) {
    return list(types.size(), [&](size_t i) { return print(types[i]); });
  }

  std::string weightedSum(const std::string &scalar) {
    size_t next = function.getNumArguments();
    std::string body = "  %r:" + std::to_string(function.getNumResults()) +
                       " = func.call @" + function.getSymName().str() + "(" +
                       list(next, name) + ") : (" +
                       types(function.getArgumentTypes()) + ") -> (" +
                       types(function.getResultTypes()) +
                       ")\n  %s = arith.constant dense<0.0> : " + scalar + "\n";
    std::string sum = "%s";
    for (auto [i, type] : llvm::enumerate(function.getResultTypes()))
      if (isFloatTensor(type)) {
        body += product(i, name(next++), print(type), sum, scalar,
                        cast<RankedTensorType>(type).getRank());
        sum = "%s" + std::to_string(i);
      }
    return body + "  return " + sum + " : " + scalar + "\n";
  }

  /// %s<i> = sum + sum over all elements of result i times its weights.
  static std::string product(size_t i, const std::string &weights,
                             const std::string &type, const std::string &sum,
                             const std::string &scalar, size_t rank) {
    std::string loops =
        list(rank, [](size_t d) { return "d" + std::to_string(d); });
    std::string reductions =
        list(rank, [](size_t) { return std::string("\"reduction\""); });
    std::string element = scalar.substr(7, scalar.size() - 8);
    std::string identity = "affine_map<(" + loops + ") -> (" + loops + ")>";
    return "  %s" + std::to_string(i) + " = linalg.generic {indexing_maps = [" +
           identity + ", " + identity + ", affine_map<(" + loops +
           ") -> ()>], iterator_types = [" + reductions + "]} ins(%r#" +
           std::to_string(i) + ", " + weights + " : " + type + ", " + type +
           ") outs(" + sum + " : " + scalar + ") {\n  ^bb0(%x: " + element +
           ", %w: " + element + ", %o: " + element +
           "):\n    %p = arith.mulf %x, %w : " + element +
           "\n    %q = arith.addf %o, %p : " + element +
           "\n    linalg.yield %q : " + element + "\n  } -> " + scalar + "\n";
  }

  func::FuncOp function;
  ArrayRef<int64_t> wrt;
};

std::vector<Tensor> randomInputs(ArrayRef<Type> types,
                                 const GradientOptions &options) {
  std::mt19937_64 engine(options.seed);
  std::vector<Tensor> inputs = options.arguments;
  for (Type type : types.drop_front(inputs.size())) {
    Tensor input = Tensor::zeros(cast<RankedTensorType>(type).getShape());
    for (Scalar &element : input.elements) {
      double unit = static_cast<double>(engine() >> 11) / (1ull << 53);
      element.real = options.low + unit * (options.high - options.low);
      element.integer = engine() % options.integerBound;
    }
    inputs.push_back(std::move(input));
  }
  return inputs;
}

/// Central differences of @weighted_sum with respect to input `position`.
FailureOr<Tensor> centralDifferences(ModuleOp module,
                                     std::vector<Tensor> inputs,
                                     int64_t position) {
  const double step = 1e-5;
  Machine machine(module);
  Tensor gradient = Tensor::zeros(inputs[position].shape);
  for (int64_t i = 0; i < gradient.size(); ++i) {
    double &x = inputs[position].elements[i].real;
    double value = x, loss[2];
    for (int side : {0, 1}) {
      x = value + (side ? step : -step);
      auto results = machine.call("weighted_sum", inputs);
      if (failed(results))
        return failure();
      loss[side] = (*results)[0].elements[0].real;
    }
    x = value;
    gradient.elements[i].real = (loss[1] - loss[0]) / (2 * step);
  }
  return gradient;
}

LogicalResult differentiate(ModuleOp module) {
  static const bool registered = (passes::registerAll(), true);
  (void)registered;
  PassManager manager(module.getContext());
  if (failed(parsePassPipeline("skein-differentiate", manager)))
    return failure();
  return manager.run(module);
}

/// The gradients with respect to `wrt` against both oracles.
AssertionResult compare(ModuleOp module, ArrayRef<int64_t> wrt,
                        const std::vector<Tensor> &inputs,
                        const GradientOptions &options) {
  OwningOpRef<ModuleOp> differentiated(module.clone());
  if (failed(differentiate(*differentiated)))
    return AssertionFailure() << "does not differentiate";
  auto actual = Machine(*differentiated).run("gradients", inputs);
  auto expected = Machine(module).run("gradients", inputs);
  if (failed(actual) || failed(expected))
    return AssertionFailure() << "does not run";
  for (auto [i, position] : llvm::enumerate(wrt)) {
    double error = relativeDifference((*actual)[i], (*expected)[i], 1);
    if (!(error <= options.tolerance))
      return AssertionFailure() << "gradient of argument " << position
                                << " is off from dual numbers by " << error;
    if (options.differenceTolerance == 0)
      continue;
    auto differences = centralDifferences(module, inputs, position);
    if (failed(differences))
      return AssertionFailure() << "does not run";
    error = relativeDifference((*actual)[i], *differences, 1);
    if (!(error <= options.differenceTolerance))
      return AssertionFailure()
             << "gradient of argument " << position
             << " is off from central differences by " << error;
  }
  return AssertionSuccess();
}

} // namespace

AssertionResult gradientsMatch(StringRef text, StringRef function,
                               ArrayRef<int64_t> wrt,
                               const GradientOptions &options) {
  MLIRContext context;
  std::string messages;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    messages += "\n" + diagnostic.str();
    return success();
  });
  auto plain = parseTraining(context, text);
  auto callee = plain ? plain->lookupSymbol<func::FuncOp>(function) : nullptr;
  if (!callee)
    return AssertionFailure() << "no function @" << function.str() << messages;
  Wrapper wrapper(callee, wrt);
  auto module = parseTraining(context, text.str() + wrapper.text());
  if (!module)
    return AssertionFailure() << wrapper.text() << messages;
  AssertionResult result =
      compare(*module, wrt, randomInputs(wrapper.inputs, options), options);
  return result ? result : result << messages;
}

} // namespace skein::reference
