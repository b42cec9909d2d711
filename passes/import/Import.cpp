#include "passes/import/Import.h"

#include "passes/import/Converter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Verifier.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace skein::passes {

void loadImportDialects(MLIRContext &context) {
  context.loadDialect<SkeinDialect, arith::ArithDialect, func::FuncDialect,
                      linalg::LinalgDialect, math::MathDialect, scf::SCFDialect,
                      tensor::TensorDialect>();
}

namespace stablehlo {
namespace {

constexpr StringLiteral parameterAttrName = "skein.parameter";
constexpr StringLiteral inputAttrName = "skein.input";
constexpr StringLiteral resultAttrName = "skein.result";
constexpr StringLiteral gradientAttrName = "skein.gradient";

/// What an argument of @main is.
struct Argument {
  RankedTensorType type;
  StringAttr name;
  bool isParameter = false;
  IntegerAttr batch;

  bool isTrained() const {
    return isParameter && isa<FloatType>(type.getElementType());
  }
};

struct Result {
  StringAttr name;
  bool isGradient = false;
};

class ModuleImporter {
public:
  ModuleImporter(ModuleOp source, ModuleOp target,
                 OptimizerAttrInterface optimizer)
      : functions(source, target), optimizer(optimizer),
        builder(target.getBodyRegion()) {}
  LogicalResult run();

private:
  LogicalResult countCalls();
  LogicalResult readArguments();
  LogicalResult readResults();
  LogicalResult checkGradients();
  LogicalResult createVariables();
  LogicalResult createLoss();
  StepOp createStepInterface();
  LogicalResult createStep();
  SmallVector<Value> computeGradients(ValueRange arguments,
                                      SmallVector<Value> &results);
  bool hasGradients() const {
    return llvm::any_of(results, [](const Result &r) { return r.isGradient; });
  }

  Functions functions;
  OptimizerAttrInterface optimizer;
  OpBuilder builder;
  func::FuncOp main, loss;
  SmallVector<Argument> arguments;
  SmallVector<Result> results;
};

/// A call from a loop counts as many.
LogicalResult ModuleImporter::countCalls() {
  functions.source.getOp()->walk([&](func::CallOp call) {
    bool fromLoop = !isa<func::FuncOp>(call->getParentOp());
    if (Operation *callee = functions.source.lookup(call.getCallee()))
      functions.calls[callee] += fromLoop ? 2 : 1;
  });
  return success();
}

/// Whether `name` can stand behind % as it is.
bool isIdentifier(StringRef name) {
  return !name.empty() && !llvm::isDigit(name.front()) &&
         llvm::all_of(name, [](char c) {
           return llvm::isAlnum(c) || StringRef("_$.-").contains(c);
         });
}

LogicalResult ModuleImporter::readArguments() {
  llvm::StringSet<> parameters, inputs;
  for (unsigned i = 0; i < main.getNumArguments(); ++i) {
    auto parameter = main.getArgAttrOfType<StringAttr>(i, parameterAttrName),
         input = main.getArgAttrOfType<StringAttr>(i, inputAttrName);
    if (!parameter == !input)
      return main.emitOpError("argument ")
             << i << " has " << (parameter ? "both" : "neither") << " "
             << parameterAttrName << (parameter ? " and " : " nor ")
             << inputAttrName << "; tools/export_jax.py writes one of them";
    StringAttr name = parameter ? parameter : input;
    FailureOr<RankedTensorType> type = importType(
        main, main.getArgumentTypes()[i],
        ((parameter ? "parameter \"" : "input \"") + name.getValue() + "\"")
            .str());
    if (failed(type))
      return failure();
    if (input && !isIdentifier(name))
      return main.emitOpError("has an input ")
             << name
             << "; expected letters, digits, _, $, . and -, and no digit first";
    if (!(parameter ? parameters : inputs).insert(name.getValue()).second)
      return main.emitOpError("has two arguments ") << name;
    arguments.push_back({*type, name, bool(parameter),
                         main.getArgAttrOfType<IntegerAttr>(i, batchAttrName)});
  }
  return success();
}

LogicalResult ModuleImporter::readResults() {
  for (unsigned i = 0; i < main.getNumResults(); ++i) {
    auto name = main.getResultAttrOfType<StringAttr>(i, resultAttrName),
         gradient = main.getResultAttrOfType<StringAttr>(i, gradientAttrName);
    if (!name == !gradient)
      return main.emitOpError("result ")
             << i << " has " << (name ? "both" : "neither") << " "
             << resultAttrName << (name ? " and " : " nor ") << gradientAttrName
             << "; tools/export_jax.py writes one of them";
    results.push_back({name ? name : gradient, bool(gradient)});
  }
  auto type = results.empty() || results[0].isGradient
                  ? RankedTensorType()
                  : dyn_cast<RankedTensorType>(main.getResultTypes()[0]);
  if (!type || type.getRank() != 0 || !isa<FloatType>(type.getElementType()))
    return main.emitOpError(
        "expected the loss, a float without dimensions, as first result");
  return hasGradients() ? checkGradients() : success();
}

LogicalResult ModuleImporter::checkGradients() {
  llvm::StringMap<unsigned> gradients;
  for (auto [i, result] : llvm::enumerate(results)) {
    if (!result.isGradient)
      continue;
    const auto *argument =
        llvm::find_if(arguments, [&](const Argument &argument) {
          return argument.isTrained() && argument.name == result.name;
        });
    if (argument == arguments.end())
      return main.emitOpError("result ")
             << i << " is the gradient of " << result.name
             << ", which is not a parameter of floats";
    if (main.getResultTypes()[i] != argument->type)
      return main.emitOpError("gradient of ")
             << result.name << " is " << main.getResultTypes()[i]
             << "; expected " << argument->type;
    if (!gradients.insert({result.name.getValue(), i}).second)
      return main.emitOpError("has two gradients of ") << result.name;
  }
  for (const Argument &argument : arguments)
    if (argument.isTrained() && !gradients.contains(argument.name.getValue()))
      return main.emitOpError("has no gradient of parameter ")
             << argument.name << " but of others";
  return success();
}

LogicalResult ModuleImporter::createVariables() {
  for (const Argument &argument : arguments) {
    if (!argument.isParameter)
      continue;
    if (argument.name == "train")
      return main.emitOpError(
          "has a parameter \"train\", which is the name of the step");
    auto variable = VariableOp::create(
        builder, main.getLoc(), argument.name, FlatSymbolRefAttr(),
        FlatSymbolRefAttr(), TypeAttr::get(argument.type), Attribute());
    functions.target.insert(variable);
  }
  return success();
}

LogicalResult ModuleImporter::createLoss() {
  auto names = llvm::map_to_vector(
      arguments, [](const Argument &argument) { return argument.name; });
  FailureOr<func::FuncOp> imported =
      importFunction(main, "loss", names, functions);
  if (failed(imported))
    return failure();
  loss = *imported;
  return success();
}

/// The gradients of the trained parameters, in order; `values` become the other
/// results of the loss.
SmallVector<Value>
ModuleImporter::computeGradients(ValueRange operands,
                                 SmallVector<Value> &values) {
  Location loc = main.getLoc();
  SmallVector<Value> gradients;
  if (hasGradients()) {
    auto call = func::CallOp::create(builder, loc, loss, operands);
    llvm::StringMap<Value> byName;
    for (auto [result, value] : llvm::zip(results, call.getResults()))
      if (result.isGradient)
        byName[result.name.getValue()] = value;
      else
        values.push_back(value);
    for (const Argument &argument : arguments)
      if (argument.isTrained())
        gradients.push_back(byName.lookup(argument.name.getValue()));
    return gradients;
  }
  SmallVector<Type> types(loss.getResultTypes());
  SmallVector<int64_t> wrt;
  for (auto [i, argument] : llvm::enumerate(arguments))
    if (argument.isTrained()) {
      wrt.push_back(i);
      types.push_back(argument.type);
    }
  auto op = ValueAndGradOp::create(builder, loc, types, loss.getSymName(),
                                   operands, wrt);
  values.assign(op.getResults().begin(),
                op.getResults().begin() + loss.getNumResults());
  gradients.assign(op.getResults().begin() + loss.getNumResults(),
                   op.getResults().end());
  return gradients;
}

/// @train with its inputs and results, and an empty body.
StepOp ModuleImporter::createStepInterface() {
  SmallVector<Type> inputTypes;
  SmallVector<Attribute> inputNames, inputAttributes, resultAttributes;
  for (const Argument &argument : arguments) {
    if (argument.isParameter)
      continue;
    inputTypes.push_back(argument.type);
    inputNames.push_back(argument.name);
    NamedAttrList attributes;
    if (argument.batch)
      attributes.set(batchAttrName, argument.batch);
    inputAttributes.push_back(attributes.getDictionary(main.getContext()));
  }
  SmallVector<Type> resultTypes;
  for (auto [result, type] : llvm::zip(results, loss.getResultTypes())) {
    if (result.isGradient)
      continue;
    resultTypes.push_back(type);
    resultAttributes.push_back(builder.getDictionaryAttr(
        builder.getNamedAttr(nameAttrName, result.name)));
  }
  builder.setInsertionPointToEnd(
      cast<ModuleOp>(functions.target.getOp()).getBody());
  auto step = StepOp::create(
      builder, main.getLoc(), builder.getStringAttr("train"),
      TypeAttr::get(builder.getFunctionType(inputTypes, resultTypes)),
      builder.getArrayAttr(inputNames), builder.getArrayAttr(inputAttributes),
      builder.getArrayAttr(resultAttributes));
  step.getBody().emplaceBlock();
  return step;
}

LogicalResult ModuleImporter::createStep() {
  Location loc = main.getLoc();
  Block &block = createStepInterface().getBody().front();
  builder.setInsertionPointToStart(&block);
  SmallVector<Value> operands;
  for (const Argument &argument : arguments) {
    Location named = NameLoc::get(argument.name);
    operands.push_back(
        argument.isParameter
            ? ReadOp::create(builder, named, argument.type,
                             FlatSymbolRefAttr::get(argument.name))
                  .getResult()
            : Value(block.addArgument(argument.type, named)));
  }
  SmallVector<Value> values;
  SmallVector<Value> gradients = computeGradients(operands, values);
  const Value *gradient = gradients.begin();
  for (const Argument &argument : arguments)
    if (argument.isTrained())
      ApplyGradientOp::create(builder, loc, argument.name.getValue(),
                              *gradient++, optimizer);
  ReturnOp::create(builder, loc, values);
  return success();
}

LogicalResult ModuleImporter::run() {
  auto module = cast<ModuleOp>(functions.source.getOp());
  main = functions.source.lookup<func::FuncOp>("main");
  if (!main || main.isExternal())
    return module.emitError("expected a function @main with a body");
  if (failed(countCalls()) || failed(readArguments()) ||
      failed(readResults()) || failed(createVariables()) ||
      failed(createLoss()) || failed(createStep()))
    return failure();
  auto target = cast<ModuleOp>(functions.target.getOp());
  return failed(verify(target)) ? failure() : simplify(target);
}

} // namespace
} // namespace stablehlo

OwningOpRef<ModuleOp> importStableHlo(ModuleOp source,
                                      OptimizerAttrInterface optimizer) {
  OwningOpRef<ModuleOp> target = ModuleOp::create(source.getLoc());
  if (failed(stablehlo::ModuleImporter(source, *target, optimizer).run()))
    return nullptr;
  return target;
}

} // namespace skein::passes
