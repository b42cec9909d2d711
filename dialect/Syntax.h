//===- Syntax.h - functions that generated op definitions call --*- C++ -*-===//
#ifndef SKEIN_DIALECT_SYNTAX_H
#define SKEIN_DIALECT_SYNTAX_H

#include "dialect/Skein.h"

namespace skein {

/// `(data = 4, model = 2)` of a mesh.
mlir::ParseResult parseMeshAxes(mlir::OpAsmParser &parser, mlir::ArrayAttr &names,
                                mlir::DenseI64ArrayAttr &sizes);
void printMeshAxes(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::ArrayAttr names,
                   mlir::DenseI64ArrayAttr sizes);

/// `[data, model]` of a collective.
mlir::ParseResult parseAxes(mlir::OpAsmParser &parser, mlir::ArrayAttr &axes);
void printAxes(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::ArrayAttr axes);

/// `@servers[server = 0]`: a mesh and, if any, coordinates on it.
mlir::ParseResult parsePlace(mlir::OpAsmParser &parser, mlir::FlatSymbolRefAttr &mesh,
                             mlir::DictionaryAttr &coordinates);
void printPlace(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::FlatSymbolRefAttr mesh,
                mlir::DictionaryAttr coordinates);

/// `[%i]` or `[*]` of a family of queues, or nothing.
mlir::ParseResult parseElement(mlir::OpAsmParser &parser,
                               std::optional<mlir::OpAsmParser::UnresolvedOperand> &element,
                               mlir::UnitAttr &all);
void printElement(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::Value element,
                  mlir::UnitAttr all);

/// `coordinates` are of axes of `mesh`, and within them.
/// Errors: a diagnostic at `op`.
llvm::LogicalResult verifyCoordinates(mlir::Operation *op, MeshOp mesh,
                                      mlir::DictionaryAttr coordinates);

/// C7 of `skein.variable`.
llvm::LogicalResult verifySynchronization(VariableOp variable,
                                          mlir::SymbolTableCollection &symbols);

/// `by (%buffer: tensor<4xf32>, %rank: index) { ... }`, or nothing.
mlir::ParseResult parseAlgorithm(mlir::OpAsmParser &parser, mlir::Region &body);
void printAlgorithm(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::Region &body);

/// C1 and C2 of every collective, then its own checks.
llvm::LogicalResult verifyCollective(CollectiveOpInterface op,
                                     mlir::SymbolTableCollection &symbols);

} // namespace skein

#endif // SKEIN_DIALECT_SYNTAX_H
