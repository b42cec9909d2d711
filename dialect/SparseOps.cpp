//===- SparseOps.cpp - gradients by rows ----------------------------------===//
#include "dialect/Distribution.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace skein;

#define GET_TYPEDEF_CLASSES
#include "dialect/SkeinTypes.cpp.inc"

void SkeinDialect::registerTypes() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialect/SkeinTypes.cpp.inc"
      >();
}

LogicalResult SparseGradientType::verify(function_ref<InFlightDiagnostic()> emitError,
                                         RankedTensorType dense) {
  if (dense && dense.hasStaticShape() && dense.getRank() > 0 &&
      llvm::isa<FloatType>(dense.getElementType())) // C1
    return success();
  return emitError() << "sparse gradient stands for " << dense
                     << "; expected a floating-point tensor of static shape with rows";
}

/// The state of a pair of `indices` and `rows` along `axis`, as C3 says; nothing for
/// any other combination.
static std::optional<AxisState> stateOfPair(RankedTensorType indices, RankedTensorType rows,
                                            StringRef axis) {
  AxisState where = getAxisState(indices, axis), what = getAxisState(rows, axis);
  if (where.isSplit() && what == where)
    return AxisState::partial(ReductionKind::Sum);
  if (!where.isReplicated())
    return std::nullopt;
  if (what.isReplicated() || what == AxisState::partial(ReductionKind::Sum))
    return what;
  if (what.isSplit() && what.dim >= indices.getRank())
    return AxisState::split(what.dim - indices.getRank() + 1);
  return std::nullopt;
}

/// The axes along which something is not replicated, in the order of `types`.
static llvm::SetVector<StringAttr> axesOf(ArrayRef<Type> types) {
  llvm::SetVector<StringAttr> axes;
  for (Type type : types)
    if (DistributionAttr distribution = getDistribution(type))
      for (AxisStateAttr state : distribution.getStates())
        axes.insert(state.getAxis());
  return axes;
}

LogicalResult SparseGradientOp::verify() {
  if (getIndices().size() != getRows().size()) // C1
    return emitOpError() << "has " << getIndices().size() << " tensors of indices and "
                         << getRows().size() << " of rows; expected as many";
  RankedTensorType dense = getType().getDense();
  SmallVector<Type> types(getOperandTypes());
  types.push_back(dense);
  for (auto [number, where, what] : llvm::enumerate(getIndices(), getRows())) {
    auto indices = llvm::cast<RankedTensorType>(where.getType());
    auto rows = llvm::cast<RankedTensorType>(what.getType());
    if (indices.getElementType().isInteger(1)) // C1
      return emitOpError() << "indices " << number << " have type " << indices
                           << "; expected integers wider than i1";
    SmallVector<int64_t> shape(indices.getShape());
    llvm::append_range(shape, dense.getShape().drop_front());
    if (rows.getShape() != ArrayRef(shape) ||
        rows.getElementType() != dense.getElementType()) // C2
      return emitOpError() << "rows " << number << " have type " << stripDistribution(rows)
                           << "; expected " << RankedTensorType::get(shape, dense.getElementType())
                           << ", a row for each index";
    for (StringAttr axis : axesOf(types)) { // C3
      std::optional<AxisState> state = stateOfPair(indices, rows, axis);
      if (!state)
        return emitOpError() << "has indices " << number << " that are "
                             << toString(getAxisState(indices, axis)) << " along \""
                             << axis.getValue() << "\" and rows that are "
                             << toString(getAxisState(rows, axis))
                             << "; expected both split alike, or replicated indices";
      AxisState declared = getAxisState(dense, axis);
      if (*state != declared)
        return emitOpError() << "is declared as " << toString(declared) << " along \""
                             << axis.getValue() << "\"; expected " << toString(*state)
                             << ", as follows from pair " << number;
    }
  }
  return success();
}

LogicalResult FirstOccurrenceOp::verify() {
  auto input = llvm::cast<RankedTensorType>(getInput().getType());
  auto result = llvm::cast<RankedTensorType>(getType());
  if (result.getShape() == input.getShape()) // C1
    return success();
  return emitOpError() << "has a result of type " << result << "; expected extent "
                       << input.getDimSize(0);
}

LogicalResult TopKOp::verify() {
  auto input = llvm::cast<RankedTensorType>(getInput().getType());
  auto values = llvm::cast<RankedTensorType>(getValues().getType());
  auto indices = llvm::cast<RankedTensorType>(getIndices().getType());
  if (!input.hasStaticShape() || !llvm::isInt<32>(input.getDimSize(1))) // C3
    return emitOpError() << "takes " << stripDistribution(input)
                         << "; expected rows of a known number of elements below 2^31";
  int64_t count = values.getDimSize(1);
  if (values.getShape() != indices.getShape() ||
      values.getDimSize(0) != input.getDimSize(0) || count < 1 ||
      count > input.getDimSize(1)) // C1
    return emitOpError() << "has results of types " << stripDistribution(values) << " and "
                         << stripDistribution(indices) << "; expected " << input.getDimSize(0)
                         << " rows of 1 to " << input.getDimSize(1) << " elements in both";
  if (values.getElementType() != input.getElementType()) // C2
    return emitOpError() << "has values of type " << values.getElementType() << "; expected "
                         << input.getElementType();
  return success();
}
