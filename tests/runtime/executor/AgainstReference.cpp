#include "tests/runtime/executor/AgainstReference.h"
#include "runtime/executor/Loader.h"
#include "runtime/executor/Pieces.h"
#include "tests/reference/Machine.h"
#include "tests/runtime/executor/Devices.h"
#include <bit>
#include <map>
#include <random>

using ::testing::AssertionFailure;
using ::testing::AssertionResult;
using ::testing::AssertionSuccess;

namespace skein::runtime {
namespace {

using reference::Tensor;

float halfToFloat(uint16_t bits) {
  _Float16 half = std::bit_cast<_Float16>(bits);
  return half;
}

/// The elements of `tensor` as the interpreter has them.
Tensor toReference(const HostTensor &tensor) {
  Tensor result = Tensor::zeros(tensor.shape());
  const std::byte *next = tensor.data();
  int64_t bytes = byteWidth(tensor.type());
  for (reference::Scalar &element : result.elements) {
    uint64_t bits = 0;
    std::memcpy(&bits, next, bytes);
    next += bytes;
    switch (tensor.type()) {
    case DataType::F64:
      element.real = std::bit_cast<double>(bits);
      break;
    case DataType::F32:
      element.real = std::bit_cast<float>(uint32_t(bits));
      break;
    case DataType::F16:
      element.real = halfToFloat(bits);
      break;
    case DataType::BF16:
      element.real = std::bit_cast<float>(uint32_t(bits << 16));
      break;
    case DataType::I64:
      element.integer = int64_t(bits);
      break;
    case DataType::I32:
      element.integer = int32_t(bits);
      break;
    case DataType::I16:
      element.integer = int16_t(bits);
      break;
    case DataType::I8:
      element.integer = int8_t(bits);
      break;
    case DataType::I1:
      element.integer = bits;
      break;
    }
  }
  return result;
}

HostTensor randomTensor(DataType type, const Shape &shape,
                        const ReferenceOptions &options,
                        std::mt19937_64 &random) {
  HostTensor tensor(type, shape);
  std::uniform_real_distribution<double> real(options.low, options.high);
  std::uniform_int_distribution<int64_t> integer(
      0, type == DataType::I1 ? 1 : options.integerBound - 1);
  std::byte *next = tensor.data();
  for (int64_t i = 0; i < tensor.size(); ++i, next += byteWidth(type)) {
    double value = real(random);
    uint64_t bits;
    switch (type) {
    case DataType::F64:
      bits = std::bit_cast<uint64_t>(value);
      break;
    case DataType::F32:
      bits = std::bit_cast<uint32_t>(float(value));
      break;
    case DataType::F16:
      bits = std::bit_cast<uint16_t>(_Float16(value));
      break;
    case DataType::BF16:
      bits = std::bit_cast<uint32_t>(float(value)) >> 16;
      break;
    default:
      bits = integer(random);
    }
    std::memcpy(next, &bits, byteWidth(type));
  }
  return tensor;
}

/// The largest difference, or infinity; integers differ by at least 1.
double difference(const HostTensor &actual, const Tensor &expected,
                  double floor) {
  Tensor tensor = toReference(actual);
  if (isFloat(actual.type()))
    return reference::relativeDifference(tensor, expected, floor);
  double largest = 0;
  for (int64_t i = 0; i < tensor.size(); ++i)
    largest = std::max(largest, std::abs(double(tensor.elements[i].integer) -
                                         double(expected.elements[i].integer)));
  return tensor.size() == expected.size() ? largest : INFINITY;
}

/// One module, compiled and interpreted side by side.
class Comparison {
public:
  Comparison(Executable executable, mlir::ModuleOp module,
             const ReferenceOptions &options)
      : devices(std::move(executable)), machine(module), options(options),
        random(options.seed) {}

  AssertionResult run() {
    if (!initialize())
      return AssertionFailure() << "the interpreter refuses the variables";
    for (int step = 0; step < options.steps; ++step)
      for (const Program &program : devices.executable.programs)
        if (AssertionResult result = compareRun(program, step); !result)
          return result;
    return compareVariables();
  }

private:
  /// The tensor of the program for one device that a variable is, or is a part of.
  static const std::string &wholeOf(const Variable &variable) {
    return variable.part ? variable.part->name : variable.name;
  }

  bool initialize() {
    reference::Variables values;
    std::map<std::string, HostTensor> wholes;
    for (size_t i = 0; i < devices.executable.variables.size(); ++i) {
      const Variable &variable = devices.executable.variables[i];
      // The interpreter keeps slots and step counts of its own.
      if (!variable.slotOf.empty() || variable.name == "step_count") {
        devices.initialize(i);
        continue;
      }
      auto whole = wholes.find(wholeOf(variable));
      if (whole == wholes.end())
        whole = wholes
                    .emplace(wholeOf(variable),
                             randomTensor(
                                 variable.type,
                                 globalShape(variable, devices.mesh()), options,
                                 random))
                    .first;
      values[whole->first] = toReference(whole->second);
      devices.setVariable(i, whole->second);
    }
    return succeeded(machine.initialize(values));
  }

  AssertionResult compareRun(const Program &program, int step) {
    std::vector<HostTensor> inputs;
    std::vector<Tensor> referenceInputs;
    for (const Input &input : program.inputs) {
      inputs.push_back(randomTensor(
          input.type, globalShape(input, devices.mesh()), options, random));
      referenceInputs.push_back(toReference(inputs.back()));
    }
    absl::StatusOr<std::vector<HostTensor>> actual =
        devices.run(program, inputs);
    if (!actual.ok())
      return AssertionFailure() << actual.status();
    auto expected = machine.run(program.name, referenceInputs);
    if (mlir::failed(expected))
      return AssertionFailure() << "the interpreter refuses " << program.name;
    for (size_t i = 0; i < actual->size(); ++i)
      if (double d = difference((*actual)[i], (*expected)[i], options.floor);
          !(d <= options.tolerance))
        return AssertionFailure()
               << "step " << step << " of " << program.name << ": result "
               << program.results[i].name << " differs by " << d;
    return AssertionSuccess();
  }

  AssertionResult compareVariables() {
    auto expected = machine.variables();
    if (mlir::failed(expected))
      return AssertionFailure() << "the interpreter's variables disagree";
    std::map<std::string, HostTensor> wholes;
    for (size_t i = 0; i < devices.executable.variables.size(); ++i) {
      const Variable &variable = devices.executable.variables[i];
      HostTensor &whole =
          wholes
              .try_emplace(wholeOf(variable), variable.type,
                           globalShape(variable, devices.mesh()))
              .first->second;
      for (int64_t device = 0; device < devices.mesh().deviceCount(); ++device)
        pastePiece(devices.variablesOf(device)[i].data(), variable,
                   devices.mesh(), device, whole);
    }
    for (auto &[name, whole] : wholes) {
      auto known = expected->find(name);
      if (known == expected->end())
        continue;
      if (double d = difference(whole, known->second, options.floor);
          !(d <= options.tolerance))
        return AssertionFailure() << "variable " << name << " differs by " << d;
    }
    return AssertionSuccess();
  }

  Devices devices;
  reference::Machine machine;
  ReferenceOptions options;
  std::mt19937_64 random;
};

} // namespace

AssertionResult matchesReference(const std::string &text,
                                 const ReferenceOptions &options) {
  absl::StatusOr<Executable> executable = compileExecutable(text, "test");
  if (!executable.ok())
    return AssertionFailure() << executable.status() << "\n" << text;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  reference::loadSkein(context);
  mlir::OwningOpRef<mlir::ModuleOp> module =
      reference::parseTraining(context, text);
  if (!module)
    return AssertionFailure() << "the interpreter cannot read\n" << text;
  AssertionResult result =
      Comparison(*std::move(executable), *module, options).run();
  return result ? result : result << "\n" << text;
}

} // namespace skein::runtime
