//===- Strategy.cpp - how variables are kept the same everywhere ----------===//
#include "dialect/Syntax.h"

using namespace mlir;
using namespace skein;

using EmitError = function_ref<InFlightDiagnostic()>;

FailureOr<DenseI64ArrayAttr> skein::parseIntegers(AsmParser &parser) {
  SmallVector<int64_t> numbers;
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, [&] {
        return parser.parseInteger(numbers.emplace_back());
      }))
    return failure();
  return DenseI64ArrayAttr::get(parser.getContext(), numbers);
}

void skein::printIntegers(AsmPrinter &printer, DenseI64ArrayAttr numbers) {
  printer << '[';
  llvm::interleaveComma(numbers.asArrayRef(), printer);
  printer << ']';
}

/// The number of pieces; nothing, after an error, for a partition that is none.
static FailureOr<int64_t> verifyPartition(EmitError emitError, ArrayRef<int64_t> partition) {
  int64_t pieces = 1;
  for (int64_t count : partition) {
    if (count < 1)
      return emitError() << "partition cuts a dimension into " << count
                         << " pieces; expected at least 1";
    if (count > 1 && pieces > 1)
      return emitError() << "partition cuts two dimensions, into " << pieces << " and " << count
                         << " pieces; expected one";
    pieces *= count;
  }
  return pieces;
}

LogicalResult ParameterServerAttr::verify(EmitError emitError, FlatSymbolRefAttr,
                                          DenseI64ArrayAttr at, DenseI64ArrayAttr partition,
                                          bool sync, int64_t replicas, int64_t initialTokens,
                                          int64_t staleness, bool inTurn, bool localCopy) {
  FailureOr<int64_t> pieces = verifyPartition(emitError, partition.asArrayRef());
  if (failed(pieces)) // C2
    return failure();
  if (at.size() != *pieces) // C1
    return emitError() << "parameter_server names " << at.size() << " servers for " << *pieces
                       << (*pieces == 1 ? " piece" : " pieces") << "; expected one for each";
  if (replicas == 0 || replicas < -1) // C3
    return emitError() << "replicas_to_aggregate is " << replicas << "; expected at least 1";
  if (staleness < 0)
    return emitError() << "staleness is " << staleness << "; expected at least 0";
  if (initialTokens < -1 || (initialTokens >= 0 && replicas < 0))
    return emitError() << "initial_tokens is " << initialTokens
                       << "; expected at least 0, with replicas_to_aggregate";
  int options = (replicas > 0) + (staleness > 0) + inTurn;
  if (!sync && options > 0)
    return emitError() << "sync = false excludes "
                       << (staleness > 0  ? "staleness"
                           : replicas > 0 ? "replicas_to_aggregate"
                                          : "in_turn")
                       << ": nobody waits for anybody";
  if (localCopy && (!sync || replicas > 0 || staleness > 0)) // C4
    return emitError() << "local_copy needs workers that wait for the same updates; expected "
                          "sync = true without replicas_to_aggregate and staleness";
  if (options > 1)
    return emitError() << "replicas_to_aggregate, staleness and in_turn exclude each other; "
                          "expected one of them";
  return success();
}

ParameterServerAttr ParameterServerAttr::getWhole(int64_t server) const {
  return get(getContext(), getOn(), DenseI64ArrayAttr::get(getContext(), server),
             DenseI64ArrayAttr::get(getContext(), {}), getSync(), getReplicasToAggregate(),
             getInitialTokens(), getStaleness(), getInTurn(), getLocalCopy());
}

bool ParameterServerAttr::hasSameProtocol(ParameterServerAttr other) const {
  auto protocol = [](ParameterServerAttr attr) {
    return std::tuple(attr.getOn(), attr.getSync(), attr.getReplicasToAggregate(),
                      attr.getInitialTokens(), attr.getStaleness(), attr.getInTurn());
  };
  return protocol(*this) == protocol(other);
}

LogicalResult AllReduceAttr::verify(EmitError emitError, GradientReduction,
                                    DenseI64ArrayAttr partition, DenseI64ArrayAttr groups) {
  FailureOr<int64_t> pieces = verifyPartition(emitError, partition.asArrayRef());
  if (failed(pieces)) // C1
    return failure();
  for (int64_t group : groups.asArrayRef()) // C2
    if (group < 0)
      return emitError() << "all_reduce names group " << group << "; expected at least 0";
  if (!groups.empty() && groups.size() != *pieces)
    return emitError() << "all_reduce names " << groups.size() << " groups for " << *pieces
                       << (*pieces == 1 ? " piece" : " pieces") << "; expected one for each";
  return success();
}

AllReduceAttr AllReduceAttr::getPiece(int64_t piece) const {
  auto none = DenseI64ArrayAttr::get(getContext(), {});
  return get(getContext(), getReduction(), none,
             getGroups().empty() ? none
                                 : DenseI64ArrayAttr::get(getContext(), getGroups()[piece]));
}

LogicalResult skein::verifySynchronization(VariableOp variable, SymbolTableCollection &symbols) {
  Attribute attribute = variable->getAttr(synchronizationAttrName);
  if (!attribute)
    return success();
  auto server = llvm::dyn_cast<ParameterServerAttr>(attribute);
  auto reduced = llvm::dyn_cast<AllReduceAttr>(attribute);
  if (!server && !reduced)
    return variable.emitOpError() << "has " << synchronizationAttrName << " = " << attribute
                                  << "; expected #skein.parameter_server or #skein.all_reduce";
  ArrayRef<int64_t> partition = server ? server.getPartition() : reduced.getPartition();
  auto type = llvm::cast<RankedTensorType>(variable.getType());
  if (!partition.empty() && int64_t(partition.size()) != type.getRank())
    return variable.emitOpError() << "has a partition of " << partition.size()
                                  << " numbers; expected " << type.getRank()
                                  << ", one for each dimension";
  for (auto [dim, count] : llvm::enumerate(partition))
    if (count > std::max<int64_t>(1, type.getDimSize(dim)))
      return variable.emitOpError() << "is cut into " << count << " pieces along dimension " << dim
                                    << ", which has " << type.getDimSize(dim) << " rows";
  if (!server)
    return success();
  auto mesh = symbols.lookupNearestSymbolFrom<MeshOp>(variable, server.getOn());
  if (!mesh || mesh.getAxisNames().size() != 1)
    return variable.emitOpError() << "has servers on " << server.getOn()
                                  << "; expected a skein.mesh of one axis";
  for (int64_t number : server.getAt().asArrayRef())
    if (number < 0 || number >= mesh.getNumDevices())
      return variable.emitOpError() << "is on server " << number << "; expected a number below "
                                    << mesh.getNumDevices() << ", the number of devices of "
                                    << server.getOn();
  return success();
}
