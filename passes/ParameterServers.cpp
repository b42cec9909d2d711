//===- ParameterServers.cpp - variables that live on servers --------------===//
#include "passes/ParameterServers.h"
#include "dialect/Distribution.h"
#include "passes/PullRows.h"
#include "passes/ServerPrograms.h"

using namespace mlir;
using namespace skein;

using skein::passes::Part;
using skein::passes::Protocol;
using skein::passes::protocolOf;
using skein::passes::recordOf;
using skein::passes::ServedReduction;
using skein::passes::Service;

namespace {

class Servers {
public:
  Servers(ModuleOp module, ServedReduction kind) : module(module), symbols(module), kind(kind) {}

  LogicalResult run() {
    if (failed(findService()))
      return failure();
    if (service.variables.empty())
      return success();
    for (auto [name, variable] : service.variables)
      move(variable, recordOf(variable).getAt()[0]);
    moveSlots();
    makeCopies();
    SmallVector<ProgramOp> programs(module.getOps<ProgramOp>());
    for (ProgramOp program : programs) {
      bool trains = program
                        .walk([&](Operation *op) {
                          auto name = op->getAttrOfType<FlatSymbolRefAttr>("variable");
                          return isa<ApplyGradientOp, AssignOp>(op) && name &&
                                         service.find(name.getValue())
                                     ? WalkResult::interrupt()
                                     : WalkResult::advance();
                        })
                        .wasInterrupted();
      if (trains && failed(skein::passes::makeServerPrograms(program, service, symbols, kind)))
        return failure();
      if (failed(pullReads(program)))
        return failure();
    }
    for (auto [name, variable] : service.variables)
      variable->removeAttr(synchronizationAttrName);
    return success();
  }

private:
  LogicalResult findService() {
    for (VariableOp variable : module.getOps<VariableOp>()) {
      ParameterServerAttr record = recordOf(variable);
      if (!record)
        continue;
      if (record.getAt().size() != 1)
        return variable.emitOpError() << "is still to be cut into " << record.getAt().size()
                                      << " pieces; run --skein-shard-variables before";
      if (getDistribution(variable.getType()))
        return variable.emitOpError() << "is split over devices and cannot live on a server; "
                                         "expected one or the other";
      if (!service.record)
        service.record = record;
      if (!canBeBeside(service.record, record)) {
        InFlightDiagnostic error = variable.emitOpError()
                                   << "has " << record << ", but @"
                                   << service.variables.front().first << " has " << service.record
                                   << "; expected the same replicas_to_aggregate for all variables, on one mesh";
        error.attachNote(service.variables.front().second.getLoc()) << "declared here";
        return error;
      }
      service.variables.insert({variable.getSymName(), variable});
    }
    if (service.variables.empty())
      return success();
    service.mesh = symbols.lookup<MeshOp>(service.record.getOn().getValue());
    findParts();
    return success();
  }

  /// Tokens say that all variables are updated; all else is between workers and one server.
  static bool canBeBeside(ParameterServerAttr a, ParameterServerAttr b) {
    auto takesTokens = [](ParameterServerAttr record) {
      return protocolOf(record) == Protocol::Replicas;
    };
    return a.getOn() == b.getOn() &&
           (a.hasSameProtocol(b) || !(takesTokens(a) || takesTokens(b)));
  }

  void findParts() {
    for (auto [name, variable] : service.variables) {
      ParameterServerAttr record = recordOf(variable);
      if (llvm::none_of(service.parts, [&](const Part &part) { return isOf(record, part); }))
        service.parts.push_back({record.getAt()[0], record});
    }
    llvm::stable_sort(service.parts,
                      [](const Part &a, const Part &b) { return a.place < b.place; });
    for (auto [name, variable] : service.variables)
      for (auto [number, part] : llvm::enumerate(service.parts))
        if (isOf(recordOf(variable), part))
          service.partOf[variable] = number;
  }

  static bool isOf(ParameterServerAttr record, const Part &part) {
    return record.getAt()[0] == part.place && record.hasSameProtocol(part.record);
  }

  void move(VariableOp variable, int64_t server) {
    Builder builder(module.getContext());
    auto axis = cast<StringAttr>(service.mesh.getAxisNames()[0]);
    variable.setMeshAttr(service.record.getOn());
    variable.setCoordinatesAttr(builder.getDictionaryAttr(
        builder.getNamedAttr(axis.getValue(), builder.getI64IntegerAttr(server))));
    // Behind the mesh that it names.
    if (variable->isBeforeInBlock(service.mesh))
      service.mesh->moveBefore(variable);
  }

  /// What belongs to a variable lives with it.
  void moveSlots() {
    for (VariableOp slot : module.getOps<VariableOp>()) {
      VariableOp owner = slot.getSlotOf() ? service.find(*slot.getSlotOf()) : VariableOp();
      if (!owner || service.find(slot.getSymName()))
        continue;
      int64_t part = service.partOf.lookup(owner);
      move(slot, service.parts[part].place);
      service.partOf[slot] = part;
      service.variables.insert({slot.getSymName(), slot});
    }
  }

  /// Variables of the workers that hold the same as those on servers.
  void makeCopies() {
    for (auto [name, variable] : service.variables) {
      ParameterServerAttr record = recordOf(variable);
      if (!record || !record.getLocalCopy())
        continue;
      OpBuilder builder(module.getContext());
      builder.setInsertionPointAfter(variable);
      auto copy = VariableOp::create(builder, variable.getLoc(),
                                     builder.getStringAttr(name + ".copy"), FlatSymbolRefAttr(),
                                     FlatSymbolRefAttr(), variable.getTypeAttr(),
                                     variable.getInitializerAttr());
      symbols.insert(copy);
      auto stored = variable->getAttrOfType<StoredAttr>(storedAttrName);
      if (!stored) {
        ArrayRef<int64_t> shape = cast<RankedTensorType>(variable.getType()).getShape();
        stored = StoredAttr::get(module.getContext(), variable.getSymNameAttr(),
                                 SmallVector<int64_t>(shape.size(), 0), shape);
      }
      copy->setAttr(storedAttrName, stored);
      service.copies[variable] = copy;
    }
  }

  /// Reads become pulls of what is looked up, or of each variable one, in front of the
  /// first; or those of copies.
  LogicalResult pullReads(ProgramOp program) {
    if (program.getBeside())
      return success();
    skein::passes::pullRows(program, symbols, [&](VariableOp variable) {
      return service.find(variable.getSymName()) && !service.copies.lookup(variable);
    });
    DenseMap<Operation *, Value> pulled;
    SmallVector<ReadOp> reads;
    program.walk([&](ReadOp read) {
      if (service.find(read.getVariable()))
        reads.push_back(read);
    });
    for (ReadOp read : reads) {
      VariableOp variable = service.find(read.getVariable());
      if (VariableOp copy = service.copies.lookup(variable)) {
        read.setVariable(copy.getSymName());
        continue;
      }
      Value &value = pulled[variable];
      if (!value) {
        OpBuilder builder(program.getBody().front().findAncestorOpInBlock(*read));
        value = PullOp::create(builder, read.getLoc(), read.getType(), read.getVariable());
      }
      read.replaceAllUsesWith(value);
      read.erase();
    }
    return success();
  }

  ModuleOp module;
  SymbolTable symbols;
  ServedReduction kind;
  Service service;
};

} // namespace

LogicalResult skein::passes::serveVariables(ModuleOp module, ServedReduction kind) {
  return Servers(module, kind).run();
}
