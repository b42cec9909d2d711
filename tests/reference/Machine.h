//===- Machine.h - training modules run on simulated devices ----*- C++ -*-===//
//
// What a level-0 step and a level-1 program do, with the variables that live
// from call to call. A step runs on one device; a program runs on all devices
// of its mesh in lock-step.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TESTS_REFERENCE_MACHINE_H
#define SKEIN_TESTS_REFERENCE_MACHINE_H

#include "tests/reference/Grid.h"
#include "tests/reference/Interpreter.h"

#include <map>
#include <string>

namespace skein::reference {

/// Loads what `loadDialects` loads and the Skein dialect.
void loadSkein(mlir::MLIRContext &context);

/// As `parseModule`, with the Skein dialect.
mlir::OwningOpRef<mlir::ModuleOp> parseTraining(mlir::MLIRContext &context,
                                                llvm::StringRef text);

/// Global values by variable name.
using Variables = std::map<std::string, Tensor>;

/// Runs steps and programs of one module.
///
/// `skein.value_and_grad` is evaluated in dual numbers, one run of the loss per
/// element of each argument in `wrt`: exact, and free of the differentiator.
/// `skein.apply_gradient` follows the published formulas of the optimisers,
/// with slots of its own. A sparse gradient is the tensor that it stands for,
/// whose elements in looked-up rows have the integer part 1.
class Machine : public Interpreter {
public:
  explicit Machine(mlir::ModuleOp module, Rounding rounding = Rounding::None);

  /// Gives the variables their first values: those in `given` (global tensors
  /// under the variables' names; pieces take theirs from the tensor that they are
  /// stored as), else zeros, constants and dense attributes as the initialiser says.
  /// Errors: a variable without either, or with a random initialiser.
  mlir::LogicalResult initialize(const Variables &given);

  /// Runs the step or program `entry` once.
  /// Shapes: `inputs` and results are global tensors.
  /// Errors: those of `Interpreter`; a result without a global value.
  mlir::FailureOr<std::vector<Tensor>> run(llvm::StringRef entry,
                                           llvm::ArrayRef<Tensor> inputs);

  /// As `run`, for a function too (on one device), from local values to local
  /// values. Results may depend on elements never written.
  mlir::FailureOr<std::vector<PerDevice>>
  runLocal(llvm::StringRef entry, std::vector<PerDevice> inputs);

  /// The global value of every variable; pieces put together, under the name that
  /// they are stored as.
  /// Errors: replicas or pieces that differ in a bit, an element that no piece has or
  /// that depends on one never written.
  mlir::FailureOr<Variables> variables();

protected:
  mlir::LogicalResult evaluateOther(mlir::Operation *op, Frame &frame) override;

private:
  struct State {
    PerDevice value;
    std::map<std::string, PerDevice> slots;
    int64_t updates = 0;
  };

  mlir::LogicalResult evaluateGradient(ValueAndGradOp op, Frame &frame);
  mlir::LogicalResult evaluateUpdate(ApplyGradientOp op, Frame &frame);
  mlir::LogicalResult evaluatePairs(SparseGradientOp op, Frame &frame);
  mlir::LogicalResult evaluateCollective(CollectiveOpInterface op,
                                         Frame &frame);
  Grid gridOf(mlir::FlatSymbolRefAttr mesh);
  Grid gridOf(mlir::FunctionOpInterface function);

  std::map<std::string, State> states;
};

} // namespace skein::reference

#endif // SKEIN_TESTS_REFERENCE_MACHINE_H
