//===- Interpreter.h - MLIR evaluated on host values ------------*- C++ -*-===//
//
// The oracle of the tests: a slow interpreter of functions over linalg, tensor,
// arith, math and scf, which shares no rule with passes, checker or runtime.
// Every linalg op is run as its indexing maps, loop ranges and body say,
// element by element.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TESTS_REFERENCE_INTERPRETER_H
#define SKEIN_TESTS_REFERENCE_INTERPRETER_H

#include "tests/reference/Scalars.h"
#include "tests/reference/Tensor.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringRef.h"

#include <vector>

namespace skein::reference {

/// One value on every device, by device number. All have one shape.
using PerDevice = std::vector<Tensor>;

/// The values of the SSA names of one function that is being run.
using Frame = llvm::DenseMap<mlir::Value, PerDevice>;

/// Loads the dialects that the interpreter knows.
void loadDialects(mlir::MLIRContext &context);

/// Parses and verifies `text`; diagnostics go to the context. Null on failure.
mlir::OwningOpRef<mlir::ModuleOp> parseModule(mlir::MLIRContext &context,
                                              llvm::StringRef text);

/// Runs the functions of one module. Floats are f64 unless `Rounding::ToType`;
/// tangents of the arguments propagate, so results carry directional
/// derivatives (dual numbers).
///
/// Errors (reported at the op, as MLIR diagnostics): an op or function that is
/// not known, a shape that contradicts the type, an index out of range, a
/// result that depends on an element never written, devices that take different
/// branches.
class Interpreter {
public:
  explicit Interpreter(mlir::ModuleOp module,
                       Rounding rounding = Rounding::None)
      : module(module), rounding(rounding) {}
  virtual ~Interpreter() = default;

  /// Results of calling `function` on one device.
  /// Shapes: those of the function's type; a scalar has rank 0.
  mlir::FailureOr<std::vector<Tensor>> call(llvm::StringRef function,
                                            llvm::ArrayRef<Tensor> arguments);

protected:
  /// Runs the ops of `block` but the terminator, then returns the terminator's
  /// operands.
  mlir::FailureOr<std::vector<PerDevice>> runBlock(mlir::Block &block,
                                                   Frame &frame);
  /// Binds `arguments` to the block arguments of `region`, which has one block
  /// and captures nothing, and runs it.
  mlir::FailureOr<std::vector<PerDevice>>
  runIsolated(mlir::Region &region, std::vector<PerDevice> arguments);

  /// Runs an op of another dialect: sets its results in `frame`.
  virtual mlir::LogicalResult evaluateOther(mlir::Operation *op, Frame &frame);

  /// Applies `f` on every device: `f(operands, device)`.
  mlir::LogicalResult
  onEachDevice(mlir::Operation *op, Frame &frame,
               llvm::function_ref<mlir::FailureOr<std::vector<Tensor>>(
                   llvm::ArrayRef<const Tensor *>, unsigned)>
                   f);

  mlir::ModuleOp module;
  Rounding rounding;
  unsigned devices = 1;

private:
  mlir::LogicalResult evaluate(mlir::Operation *op, Frame &frame);
  mlir::LogicalResult evaluateCall(mlir::Operation *op, Frame &frame);
  mlir::LogicalResult evaluateFor(mlir::Operation *op, Frame &frame);
  mlir::LogicalResult evaluateIf(mlir::Operation *op, Frame &frame);
  mlir::FailureOr<int64_t> sameOnAllDevices(mlir::Operation *op,
                                            const PerDevice &value);
};

} // namespace skein::reference

#endif // SKEIN_TESTS_REFERENCE_INTERPRETER_H
