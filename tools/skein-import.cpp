//===- skein-import.cpp - StableHLO to a training program -----------------===//
#include "passes/import/Import.h"
#include "runtime/checkpoint/Safetensors.h"
#include "tools/CommandLine.h"

#include "absl/strings/str_cat.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Support/FileUtilities.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/SourceMgr.h"

#include <optional>

namespace cl = llvm::cl;

namespace {

/// The module in the file; null, with a message on stderr, if that cannot be
/// read.
mlir::OwningOpRef<mlir::ModuleOp> readModule(const std::string &path,
                                             llvm::SourceMgr &sources,
                                             mlir::MLIRContext &context) {
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> file = mlir::openInputFile(path, &error);
  if (!file) {
    llvm::errs() << error << "\n";
    return nullptr;
  }
  bool isPretty = file->getBuffer().contains(" = stablehlo.");
  sources.AddNewSourceBuffer(std::move(file), llvm::SMLoc());
  auto module = mlir::parseSourceFile<mlir::ModuleOp>(sources, &context);
  if (!module && isPretty)
    llvm::errs() << path
                 << ": note: expected ops in the generic form, as "
                    "tools/export_jax.py and "
                    "print_generic_op_form=True write them\n";
  return module;
}

/// `adam,learning_rate=0.001` means `#skein.adam<learning_rate=0.001>`. Null,
/// with a message on stderr, for what is no optimiser.
skein::OptimizerAttrInterface readOptimizer(llvm::StringRef flag,
                                            mlir::MLIRContext &context) {
  auto [name, parameters] = flag.split(',');
  std::string text = ("#skein." + name + "<" + parameters + ">").str();
  std::string reason;
  mlir::ScopedDiagnosticHandler handler(
      &context,
      [&](mlir::Diagnostic &diagnostic) { reason = ": " + diagnostic.str(); });
  auto optimizer = llvm::dyn_cast_if_present<skein::OptimizerAttrInterface>(
      mlir::parseAttribute(text, &context));
  if (!optimizer)
    llvm::errs() << "--optimizer=" << flag << " is no optimiser" << reason
                 << "; expected one such as sgd,learning_rate=0.1\n";
  return optimizer;
}

/// As files spell types: `784x10xf32`.
std::string typeString(mlir::Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return llvm::StringRef(text)
      .drop_front(sizeof("tensor<") - 1)
      .drop_back()
      .str();
}

/// Fails unless the file holds the variables of the module and nothing else.
absl::Status checkParameters(mlir::ModuleOp module, const std::string &path) {
  auto file = skein::runtime::readSafetensors(path);
  if (!file.ok())
    return file.status();
  for (auto variable : module.getOps<skein::VariableOp>()) {
    std::string name = variable.getSymName().str(),
                expected = typeString(variable.getType());
    auto found = file->tensors.find(name);
    if (found == file->tensors.end())
      return absl::InvalidArgumentError(absl::StrCat(
          path, ": no tensor \"", name, "\"; expected ", expected));
    if (found->second.typeString() != expected)
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": tensor \"", name, "\" is ",
                       found->second.typeString(), "; expected ", expected));
  }
  for (auto &[name, tensor] : file->tensors)
    if (!llvm::isa_and_present<skein::VariableOp>(module.lookupSymbol(name)))
      return absl::InvalidArgumentError(absl::StrCat(
          path, ": tensor \"", name, "\" is no parameter of the program"));
  return absl::OkStatus();
}

/// The imported program as text; nothing, with a message on stderr, if it is
/// refused.
std::optional<std::string> importFile(const std::string &input,
                                      const std::string &parameters,
                                      const std::string &optimizerFlag) {
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  context.allowUnregisteredDialects();
  context.printOpOnDiagnostic(false);
  skein::passes::loadImportDialects(context);
  skein::OptimizerAttrInterface optimizer =
      readOptimizer(optimizerFlag, context);
  if (!optimizer)
    return std::nullopt;
  llvm::SourceMgr sources;
  mlir::SourceMgrDiagnosticHandler diagnostics(sources, &context);
  // What follows from an error is no news: only the first is reported.
  bool isReported = false;
  mlir::ScopedDiagnosticHandler onlyFirst(
      &context, [&](mlir::Diagnostic &diagnostic) {
        bool isError =
            diagnostic.getSeverity() == mlir::DiagnosticSeverity::Error;
        return mlir::success(isError && std::exchange(isReported, true));
      });
  auto source = readModule(input, sources, context);
  if (!source)
    return std::nullopt;
  auto module = skein::passes::importStableHlo(*source, optimizer);
  if (!module)
    return std::nullopt;
  if (!parameters.empty())
    if (absl::Status status = checkParameters(*module, parameters);
        !status.ok()) {
      llvm::errs() << std::string(status.message()) << "\n";
      return std::nullopt;
    }
  std::string text;
  llvm::raw_string_ostream stream(text);
  module->print(stream, mlir::OpPrintingFlags().printNameLocAsPrefix());
  stream << "\n";
  return text;
}

} // namespace

/// Exit status: 0 done, 1 input refused, 2 wrong usage. The output file appears
/// only when the import has succeeded.
int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  skein::tools::hideForeignOptions();
  cl::opt<std::string> input(cl::Positional, cl::Required,
                             cl::desc("<stablehlo.mlir>"));
  cl::opt<std::string> output("o",
                              cl::desc("Output file, - for standard output"),
                              cl::value_desc("file"), cl::init("-"));
  cl::opt<std::string> parameters(
      "parameters", cl::value_desc("file.safetensors"),
      cl::desc("Check that these are the values of the program's parameters, "
               "for --checkpoint-in"));
  cl::opt<std::string> optimizer(
      "optimizer", cl::value_desc("name,parameters"),
      cl::init("sgd,learning_rate=0.01"),
      cl::desc("Optimiser of all parameters, such as "
               "adam,learning_rate=0.001,beta1=0.8; by "
               "default sgd,learning_rate=0.01"));
  if (!skein::tools::parseCommandLine(
          argc, argv, "Training programs from StableHLO, as JAX exports it\n"))
    return skein::tools::WrongUsage;
  std::optional<std::string> text = importFile(input, parameters, optimizer);
  if (!text || !skein::tools::writeFile(output, *text))
    return skein::tools::InputRefused;
  return skein::tools::Done;
}
