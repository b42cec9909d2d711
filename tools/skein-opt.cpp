//===- skein-opt.cpp - run passes over IR files ---------------------------===//
#include "dialect/Skein.h"
#include "passes/AllReduceSpec.h"
#include "passes/Passes.h"
#include "passes/pipeline/PrintSchedule.h"
#include "tools/CommandLine.h"

#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/ToolOutputFile.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Support/Timing.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Transforms/Passes.h"

namespace cl = llvm::cl;

/// `xring#2 ...` as a line for every range: algorithm and place, shards, limit.
static int printSpec(llvm::StringRef spec) {
  auto ranges = skein::passes::parseAllReduceSpec(spec);
  if (!ranges) {
    llvm::errs() << "spec " << llvm::toString(ranges.takeError()) << "\n";
    return skein::tools::WrongUsage;
  }
  for (const skein::passes::SpecRange &range : *ranges)
    llvm::outs() << skein::passes::SpecRange{range.algorithm, range.place}.toString() << " shards=" << range.shards << " limit="
                 << (range.limit ? std::to_string(*range.limit) : "none") << "\n";
  return skein::tools::Done;
}

/// `schedule=1f1b stages=4 micro-batches=8 ...` as a table.
static int printSchedule(llvm::StringRef text) {
  auto options = skein::passes::pipeline::parsePrintScheduleOptions(text);
  if (!options) {
    llvm::errs() << "schedule: " << llvm::toString(options.takeError()) << "\n";
    return skein::tools::WrongUsage;
  }
  if (llvm::Error error = skein::passes::pipeline::printSchedule(*options, llvm::outs())) {
    llvm::errs() << llvm::toString(std::move(error)) << "\n";
    return skein::tools::InputRefused;
  }
  return skein::tools::Done;
}

/// Exit status: 0 done, 1 input refused, 2 wrong usage. The output file appears
/// only when all passes have succeeded.
int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  skein::tools::hideForeignOptions();
  mlir::DialectRegistry registry;
  registry.insert<skein::SkeinDialect, mlir::arith::ArithDialect,
                  mlir::bufferization::BufferizationDialect, mlir::func::FuncDialect,
                  mlir::LLVM::LLVMDialect, mlir::linalg::LinalgDialect, mlir::math::MathDialect,
                  mlir::memref::MemRefDialect, mlir::scf::SCFDialect, mlir::tensor::TensorDialect,
                  mlir::vector::VectorDialect>();
  skein::passes::registerAll();
  mlir::registerTransformsPasses();

  static cl::opt<std::string> inputName(cl::Positional, cl::desc("<input file>"), cl::init("-"));
  static cl::opt<std::string> printedSpec(
      "skein-print-spec",
      cl::desc("Print the ranges of an all-reduce spec, one a line, and do nothing else"),
      cl::value_desc("spec"));
  static std::string scheduleHelp =
      "Print the table of a pipeline schedule, and do nothing else. " +
      skein::passes::pipeline::printScheduleHelp();
  static cl::opt<std::string> printedSchedule(
      "skein-print-schedule", cl::desc(llvm::StringRef(scheduleHelp).trim()),
      cl::value_desc("options"));
  static cl::opt<std::string> outputName("o", cl::desc("Output file, - for standard output"),
                                         cl::value_desc("file"), cl::init("-"));
  mlir::MlirOptMainConfig::registerCLOptions(registry);
  mlir::registerAsmPrinterCLOptions();
  mlir::registerMLIRContextCLOptions();
  // An error is the line that says what is wrong, not also the op printed once more.
  auto *printOp = llvm::cl::getRegisteredOptions().lookup("mlir-print-op-on-diagnostic");
  static_cast<cl::opt<bool> *>(printOp)->setInitialValue(false);
  mlir::registerPassManagerCLOptions();
  mlir::registerDefaultTimingManagerCLOptions();
  if (!skein::tools::parseCommandLine(argc, argv, "Passes over training programs\n"))
    return skein::tools::WrongUsage;
  if (printedSpec.getNumOccurrences() > 0)
    return printSpec(printedSpec);
  if (printedSchedule.getNumOccurrences() > 0)
    return printSchedule(printedSchedule);
  mlir::MlirOptMainConfig config = mlir::MlirOptMainConfig::createFromCLOptions();
  mlir::MLIRContext scratch;
  mlir::PassManager passes(&scratch);
  if (mlir::failed(config.setupPassPipeline(passes))) // an unknown pass or a wrong option of one
    return skein::tools::WrongUsage;

  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> input = mlir::openInputFile(inputName, &error);
  std::unique_ptr<llvm::ToolOutputFile> output;
  if (input)
    output = mlir::openOutputFile(outputName, &error);
  if (!output) {
    llvm::errs() << error << "\n";
    return skein::tools::InputRefused;
  }
  if (mlir::failed(mlir::MlirOptMain(output->os(), std::move(input), registry, config)))
    return skein::tools::InputRefused;
  output->keep();
  return skein::tools::Done;
}
