//===- ServerPrograms.h - who does what, and when ---------------*- C++ -*-===//
#ifndef SKEIN_PASSES_SERVERPROGRAMS_H
#define SKEIN_PASSES_SERVERPROGRAMS_H

#include "dialect/Skein.h"
#include "passes/ParameterServers.h"

#include "llvm/ADT/MapVector.h"

namespace skein::passes {

/// When workers and servers wait for each other.
enum class Protocol {
  Synchronous,  // all workers, one update, all workers again
  Replicas,     // an update with the first gradients of a step; tokens
  InTurn,       // an update with each gradient; a clock keeps workers together
  Asynchronous, // an update with each gradient
};

/// That of a variable with `record`.
inline Protocol protocolOf(ParameterServerAttr record) {
  if (!record.getSync())
    return Protocol::Asynchronous;
  if (record.getReplicasToAggregate() > 0)
    return Protocol::Replicas;
  return record.getInTurn() || record.getStaleness() > 0 ? Protocol::InTurn
                                                         : Protocol::Synchronous;
}

/// Null for a variable that stays with the workers.
inline ParameterServerAttr recordOf(VariableOp variable) {
  return variable->getAttrOfType<ParameterServerAttr>(synchronizationAttrName);
}

/// A device with those of its variables that follow one protocol.
struct Part {
  int64_t place;              // number of the device
  ParameterServerAttr record; // of any of the variables

  Protocol protocol() const { return protocolOf(record); }
};

/// The variables of a module that live on servers, and how updates happen.
struct Service {
  ParameterServerAttr record; // of any of them
  MeshOp mesh;                // of the servers
  llvm::MapVector<llvm::StringRef, VariableOp> variables;
  llvm::SmallVector<Part> parts; // by device
  /// Which of them has a variable.
  llvm::DenseMap<mlir::Operation *, int64_t> partOf;

  /// What the workers have of a variable, if they keep a copy.
  llvm::DenseMap<mlir::Operation *, VariableOp> copies;

  VariableOp find(llvm::StringRef name) const { return variables.lookup(name); }
  Protocol protocolOf(VariableOp variable) const {
    return parts[partOf.lookup(variable)].protocol();
  }
  /// Whether all workers wait for all updates.
  bool keepsStep() const {
    return llvm::all_of(
        parts, [](const Part &part) { return part.protocol() == Protocol::Synchronous; });
  }
  bool takesTokens() const { return parts.front().protocol() == Protocol::Replicas; }
};

/// Makes programs of servers, clocks and a chief beside `program`, which is left to the
/// workers: it pushes the gradients of variables of `service` and waits as their protocols
/// say. Their reads stay.
/// Errors, as diagnostics: updates that a server cannot make.
llvm::LogicalResult makeServerPrograms(ProgramOp program, Service &service,
                                       mlir::SymbolTable &symbols, ServedReduction kind);

} // namespace skein::passes

#endif // SKEIN_PASSES_SERVERPROGRAMS_H
