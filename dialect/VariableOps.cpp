//===- VariableOps.cpp - verifiers of the ops on variables ----------------===//
#include "dialect/DistributionRules.h"
#include "dialect/Syntax.h"

using namespace mlir;
using namespace skein;

LogicalResult VariableOp::verify() {
  Attribute initializer = getInitializerAttr();
  if (auto constant = llvm::dyn_cast_if_present<ElementsAttr>(initializer)) { // C1
    if (constant.getShapedType() != getType())
      return emitOpError() << "starts as a constant of type " << constant.getShapedType()
                           << "; expected " << getType();
  } else if (initializer && !llvm::isa<InitializerAttrInterface>(initializer)) {
    return emitOpError() << "starts as " << initializer
                         << "; expected an initialiser such as #skein.zeros, or a constant";
  }
  if (DistributionAttr distribution = getDistribution(getType())) {
    if (!getMeshAttr()) // C2
      return emitOpError() << "has a distribution but no mesh; expected 'on @mesh'";
    for (AxisStateAttr state : distribution.getStates()) // C3
      if (state.getKind() != StateKind::Split)
        return emitOpError() << "is " << stringifyStateKind(state.getKind()) << " along \""
                             << state.getAxis().getValue() << "\"; expected replicated or split";
  }
  if (Attribute attribute = (*this)->getAttr(storedAttrName)) { // C6
    auto stored = llvm::dyn_cast<StoredAttr>(attribute);
    auto type = llvm::cast<RankedTensorType>(getType());
    bool fits = stored && stored.getShape().size() == size_t(type.getRank());
    for (int64_t dim = 0; fits && dim < type.getRank(); ++dim)
      fits = stored.getOffset()[dim] + type.getDimSize(dim) <= stored.getShape()[dim];
    if (!fits)
      return emitOpError() << "is stored as " << attribute << "; expected a tensor of rank "
                           << type.getRank() << " that has a piece of type " << type << " there";
  }
  return success();
}

LogicalResult VariableOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (FlatSymbolRefAttr name = getMeshAttr()) { // C2
    auto mesh = symbols.lookupNearestSymbolFrom<MeshOp>(*this, name);
    if (!mesh)
      return emitOpError() << "is on " << name << ", which is not a skein.mesh";
    if (DistributionAttr distribution = getDistribution(getType()))
      for (AxisStateAttr state : distribution.getStates())
        if (!mesh.getAxisSize(state.getAxis()))
          return emitOpError() << "is split over \"" << state.getAxis().getValue()
                               << "\", which is not an axis of " << name;
    if (DictionaryAttr coordinates = getCoordinatesAttr()) { // C5
      if (failed(verifyCoordinates(*this, mesh, coordinates)))
        return failure();
      if (DistributionAttr distribution = getDistribution(getType()))
        for (AxisStateAttr state : distribution.getStates())
          if (coordinates.contains(state.getAxis()))
            return emitOpError() << "is split over \"" << state.getAxis().getValue()
                                 << "\", along which it is at one coordinate";
    }
  }
  if (failed(verifySynchronization(*this, symbols))) // C7
    return failure();
  if (FlatSymbolRefAttr owner = getSlotOfAttr()) { // C4
    if (owner.getValue() == getSymName() ||
        !symbols.lookupNearestSymbolFrom<VariableOp>(*this, owner))
      return emitOpError() << "is a slot of " << owner << "; expected another skein.variable";
  }
  return success();
}

/// The type of the tensor that a sparse gradient stands for; other types unchanged.
static Type denseType(Type type) {
  auto sparse = llvm::dyn_cast<SparseGradientType>(type);
  return sparse ? sparse.getDense() : type;
}

/// Inside a program that is still to be synchronized, a variable may take a value
/// that is partial where the variable is replicated.
static bool isPendingReduction(Operation *op, Type type, Type variableType) {
  auto program = op->getParentOfType<ProgramOp>();
  DistributionAttr distribution = getDistribution(type);
  if (!program || !program->hasAttr(unsynchronizedAttrName) || !distribution)
    return false;
  SmallVector<std::pair<StringAttr, AxisState>> states;
  for (AxisStateAttr state : distribution.getStates())
    if (state.getKind() != StateKind::Partial)
      states.emplace_back(state.getAxis(), getAxisState(type, state.getAxis()));
  auto tensor = llvm::cast<RankedTensorType>(denseType(type));
  return getDistributedType([&] { return op->emitOpError(); }, tensor.getShape(),
                            tensor.getElementType(), states) == variableType;
}

/// The variable that `op` names has `type`; on a mismatch along one axis the
/// message says which, and where the value got its state.
static LogicalResult verifyVariable(Operation *op, FlatSymbolRefAttr name, Type type,
                                    StringRef role, Value value, SymbolTableCollection &symbols) {
  auto variable = symbols.lookupNearestSymbolFrom<VariableOp>(op, name);
  if (!variable)
    return op->emitOpError() << "names " << name << ", which is not a skein.variable";
  if (variable.getType() == denseType(type) ||
      (value && isPendingReduction(op, type, variable.getType())))
    return success();
  if (stripDistribution(variable.getType()) == stripDistribution(denseType(type))) {
    for (Type from : {type, Type(variable.getType())}) {
      DistributionAttr distribution = getDistribution(from);
      if (!distribution)
        continue;
      for (AxisStateAttr state : distribution.getStates()) {
        StringRef axis = state.getAxis().getValue();
        AxisState expected = getAxisState(variable.getType(), axis);
        AxisState actual = getAxisState(type, axis);
        if (expected == actual)
          continue;
        InFlightDiagnostic error = op->emitOpError()
                                   << role << " of " << name << " is " << toString(actual)
                                   << " along \"" << axis << "\"; expected " << toString(expected);
        if (value)
          noteOrigin(error, value, axis);
        return error;
      }
    }
  }
  Type expected = variable.getType();
  if (llvm::isa<SparseGradientType>(type))
    expected = SparseGradientType::get(llvm::cast<RankedTensorType>(expected));
  InFlightDiagnostic error = op->emitOpError() << role << " of " << name << " has type " << type
                                               << "; expected " << expected;
  error.attachNote(variable.getLoc()) << "variable declared here";
  return error;
}

LogicalResult ReadOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return verifyVariable(*this, getVariableAttr(), getType(), "value", Value(), symbols); // C1
}

LogicalResult AssignOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return verifyVariable(*this, getVariableAttr(), getValue().getType(), "new value", getValue(),
                        symbols); // C1
}

LogicalResult ApplyGradientOp::verify() {
  if (std::optional<llvm::APFloat> clip = getClip(); clip && !(clip->convertToDouble() > 0)) // C2
    return emitOpError() << "clips the gradient of " << getVariableAttr() << " to "
                         << clip->convertToDouble() << "; expected more than 0";
  return success();
}

LogicalResult ApplyGradientOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (!llvm::isa<FloatType>(getElementTypeOrSelf(denseType(getGradient().getType())))) // C1
    return emitOpError() << "gradient of " << getVariableAttr() << " has type "
                         << getGradient().getType() << "; expected floating point";
  return verifyVariable(*this, getVariableAttr(), getGradient().getType(), "gradient",
                        getGradient(), symbols); // C1
}

/// Every value is in a state from which a number for all devices can be made; a
/// partial one only until the program is synchronized.
static LogicalResult verifyWhole(Operation *op, ValueRange values, bool mayVary) {
  auto program = op->getParentOfType<ProgramOp>();
  bool pending = program && program->hasAttr(unsynchronizedAttrName);
  for (Value value : values) {
    DistributionAttr distribution = getDistribution(value.getType());
    for (AxisStateAttr attr : distribution ? distribution.getStates() : ArrayRef<AxisStateAttr>()) {
      StringRef axis = attr.getAxis().getValue();
      AxisState state = getAxisState(value.getType(), axis);
      if (state.isSplit() || (pending && state.isPartial()) || (mayVary && state.isVarying()))
        continue;
      InFlightDiagnostic error = op->emitOpError()
                                 << "takes a value that is " << toString(state) << " along \""
                                 << axis << "\"; expected replicated" << (mayVary ? ", split or varying" : " or split");
      noteOrigin(error, value, axis);
      return error;
    }
  }
  return success();
}

LogicalResult AllFiniteOp::verifySymbolUses(SymbolTableCollection &) {
  return verifyWhole(*this, getValues(), /*mayVary=*/true); // C1
}

LogicalResult GlobalNormOp::verifySymbolUses(SymbolTableCollection &) {
  return verifyWhole(*this, getValues(), /*mayVary=*/false); // C1
}
