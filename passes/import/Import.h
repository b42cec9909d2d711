//===- Import.h - StableHLO to training IR ----------------------*- C++ -*-===//
#ifndef SKEIN_PASSES_IMPORT_IMPORT_H
#define SKEIN_PASSES_IMPORT_IMPORT_H

#include "dialect/Skein.h"
#include "mlir/IR/OwningOpRef.h"

namespace skein::passes {

/// Loads the dialects that `importStableHlo` reads and writes. StableHLO's own
/// ops stay unregistered, so text that is to be imported has to be in the
/// generic form, and the context has to allow unregistered dialects.
void loadImportDialects(mlir::MLIRContext &context);

/// The training module of the function `@main` of a StableHLO module. Its
/// arguments and results say by attributes what they are:
///  - `skein.parameter = "w"`, on an argument: the variable `@w`, without an
///    initialiser;
///  - `skein.input = "x"`, on an argument: the input `%x` of the step, with
///    `skein.batch = d` as there;
///  - `skein.result = "loss"`, on a result: a result of the step; the first is
///    the loss;
///  - `skein.gradient = "w"`, on a result: the gradient of this parameter.
///
/// The step `@train` updates every parameter of floats by `optimizer`: with its
/// gradient among the results if there are any, else with that of the loss.
///
/// Errors, reported at the op or argument: anything that cannot be imported.
/// Null then.
mlir::OwningOpRef<mlir::ModuleOp>
importStableHlo(mlir::ModuleOp source, OptimizerAttrInterface optimizer);

} // namespace skein::passes

#endif // SKEIN_PASSES_IMPORT_IMPORT_H
