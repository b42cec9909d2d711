//===- Loader.cpp - from IR to machine code -------------------------------===//
#include "runtime/executor/Loader.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "dialect/Skein.h"
#include "passes/Passes.h"
#include "passes/ProgressReports.h"
#include "runtime/abi/skrt.h"
#include "runtime/executor/Describe.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/ExecutionEngine/ExecutionEngine.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "llvm/Support/TargetSelect.h"

using namespace mlir;

namespace skein::runtime {
namespace {

/// Keeps the errors that MLIR reports, for a status, and passes on warnings.
class Diagnostics {
public:
  explicit Diagnostics(MLIRContext &context)
      : handler(&context, [this](Diagnostic &diagnostic) {
          if (diagnostic.getSeverity() == DiagnosticSeverity::Error)
            add(diagnostic);
          else if (diagnostic.getSeverity() == DiagnosticSeverity::Warning)
            llvm::errs() << place(diagnostic.getLocation())
                         << "warning: " << diagnostic.str() << "\n";
        }) {}

  /// The errors so far, or `otherwise`.
  absl::Status status(absl::string_view otherwise) const {
    return absl::InvalidArgumentError(messages.empty() ? otherwise : messages);
  }

private:
  void add(Diagnostic &diagnostic) {
    absl::StrAppend(&messages, messages.empty() ? "" : "\n",
                    place(diagnostic.getLocation()), diagnostic.str());
    for (Diagnostic &note : diagnostic.getNotes())
      absl::StrAppend(&messages, "\n", place(note.getLocation()), note.str());
  }

  /// "file:line:column: ", as far as it is known.
  static std::string place(Location location) {
    if (auto file = location->findInstanceOf<FileLineColLoc>())
      return absl::StrCat(file.getFilename().str(), ":", file.getLine(), ":",
                          file.getColumn(), ": ");
    return "";
  }

  std::string messages;
  ScopedDiagnosticHandler handler;
};

DialectRegistry dialects() {
  DialectRegistry registry;
  registry.insert<SkeinDialect, arith::ArithDialect,
                  bufferization::BufferizationDialect, func::FuncDialect,
                  linalg::LinalgDialect, math::MathDialect, scf::SCFDialect,
                  tensor::TensorDialect>();
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  return registry;
}

/// The functions of skrt.h by name.
llvm::orc::SymbolMap runtimeSymbols(llvm::orc::MangleAndInterner intern) {
  llvm::orc::SymbolMap symbols;
  auto add = [&](const char *name, auto *function) {
    symbols[intern(name)] = {llvm::orc::ExecutorAddr::fromPtr(function),
                             llvm::JITSymbolFlags::Exported};
  };
  add("skrt_contract_f32", &skrt_contract_f32);
  add("skrt_convolve_f32", &skrt_convolve_f32);
  add("skrt_first_occurrence", &skrt_first_occurrence);
  add("skrt_top_k", &skrt_top_k);
  add("skrt_start", &skrt_start);
  add("skrt_start_all_reduce", &skrt_start_all_reduce);
  add("skrt_start_broadcast", &skrt_start_broadcast);
  add("skrt_start_message", &skrt_start_message);
  add("skrt_wait", &skrt_wait);
  add("skrt_wait_messages", &skrt_wait_messages);
  add("skrt_all_reduce", &skrt_all_reduce);
  add("skrt_reduce", &skrt_reduce);
  add("skrt_broadcast", &skrt_broadcast);
  add("skrt_all_gather", &skrt_all_gather);
  add("skrt_reduce_scatter", &skrt_reduce_scatter);
  add("skrt_send_receive", &skrt_send_receive);
  add("skrt_shard", &skrt_shard);
  add("skrt_all_to_all", &skrt_all_to_all);
  add("skrt_axis_index", &skrt_axis_index);
  add("skrt_barrier", &skrt_barrier);
  add("skrt_pull", &skrt_pull);
  add("skrt_pull_rows", &skrt_pull_rows);
  add("skrt_publish", &skrt_publish);
  add("skrt_push", &skrt_push);
  add("skrt_push_rows", &skrt_push_rows);
  add("skrt_take", &skrt_take);
  add("skrt_take_rows", &skrt_take_rows);
  add("skrt_take_row_sums", &skrt_take_row_sums);
  add("skrt_enqueue", &skrt_enqueue);
  add("skrt_dequeue", &skrt_dequeue);
  add("skrt_send", &skrt_send);
  add("skrt_receive", &skrt_receive);
  add("skrt_step_index", &skrt_step_index);
  add("skrt_last_step", &skrt_last_step);
  return symbols;
}

absl::Status toStatus(llvm::Error error) {
  return absl::InternalError(
      absl::StrCat("code generation: ", llvm::toString(std::move(error))));
}

/// Runs the passes that `build` adds; false after an error was reported.
template <typename Build> bool runPasses(ModuleOp module, Build build) {
  PassManager manager(module.getContext(), ModuleOp::getOperationName());
  build(manager);
  return succeeded(manager.run(module));
}

/// The extent of the last argument of the function that a program became.
int64_t arenaBytes(ModuleOp module, StringRef program) {
  auto function = module.lookupSymbol<func::FuncOp>(program);
  return cast<MemRefType>(function.getArgumentTypes().back()).getNumElements();
}

/// Machine code for all functions of `module`, and where the programs start.
absl::Status generateCode(ModuleOp module, Executable &executable) {
  [[maybe_unused]] static bool initialized = [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    return true;
  }();
  ExecutionEngineOptions options;
  options.jitCodeGenOptLevel = llvm::CodeGenOptLevel::Default;
  options.enableGDBNotificationListener = false;
  options.enablePerfNotificationListener = false;
  auto engine = ExecutionEngine::create(module, options);
  if (!engine)
    return toStatus(engine.takeError());
  (*engine)->registerSymbols(runtimeSymbols);
  for (Program &program : executable.programs) {
    llvm::Expected<void *> entry = (*engine)->lookup(program.name);
    if (!entry)
      return toStatus(entry.takeError());
    program.entry = reinterpret_cast<EntryPoint>(*entry);
  }
  executable.code = std::shared_ptr<ExecutionEngine>(std::move(*engine));
  return absl::OkStatus();
}

absl::StatusOr<Executable> compile(ModuleOp module,
                                   const Diagnostics &diagnostics) {
  if (!runPasses(module, passes::buildSingleDevice))
    return diagnostics.status("cannot be differentiated");
  if (failed(passes::verifyProgress(module)))
    return diagnostics.status("can wait for ever");
  std::optional<Executable> executable = describe(module);
  if (!executable)
    return diagnostics.status("cannot be run");
  if (!runPasses(module, passes::buildToBuffers))
    return diagnostics.status("cannot be compiled");
  for (Program &program : executable->programs)
    program.arenaBytes = arenaBytes(module, program.name);
  if (!runPasses(module, [](OpPassManager &manager) {
        manager.addPass(passes::createToLLVMPass());
      }))
    return diagnostics.status("cannot be compiled");
  if (absl::Status status = generateCode(module, *executable); !status.ok())
    return status;
  return *std::move(executable);
}

template <typename Parse>
absl::StatusOr<Executable> parseAndCompile(const std::string &name,
                                           Parse parse) {
  // No pool of threads: they would stay beside those of the devices.
  MLIRContext context(dialects(), MLIRContext::Threading::DISABLED);
  context.printOpOnDiagnostic(false);
  Diagnostics diagnostics(context);
  OwningOpRef<ModuleOp> module = parse(ParserConfig(&context));
  if (!module)
    return diagnostics.status(absl::StrCat(name, ": cannot be read"));
  return compile(*module, diagnostics);
}

} // namespace

absl::StatusOr<Executable> loadExecutable(const std::string &path) {
  return parseAndCompile(path, [&](const ParserConfig &config) {
    return parseSourceFile<ModuleOp>(path, config);
  });
}

absl::StatusOr<Executable> compileExecutable(const std::string &text,
                                             const std::string &name) {
  return parseAndCompile(name, [&](const ParserConfig &config) {
    return parseSourceString<ModuleOp>(text, config, name);
  });
}

} // namespace skein::runtime
