//===- Attributes.cpp - distributions, initialisers, optimisers -----------===//
#include "dialect/Distribution.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;
using namespace skein;

#include "dialect/SkeinEnums.cpp.inc"
#include "dialect/SkeinAttributeInterfaces.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "dialect/SkeinAttributes.cpp.inc"

void SkeinDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialect/SkeinAttributes.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Distribution
//===----------------------------------------------------------------------===//

static AxisState valueOf(AxisStateAttr attr) {
  return {attr.getKind(), attr.getDim(), attr.getReduction()};
}

std::string skein::toString(AxisState state) {
  std::string text = stringifyStateKind(state.kind).str();
  if (state.isSplit())
    text += " " + std::to_string(state.dim);
  if (state.isPartial())
    text += " " + stringifyReductionKind(state.reduction).str();
  return text;
}

void AxisStateAttr::print(AsmPrinter &printer) const {
  printer.printKeywordOrString(getAxis());
  printer << ": " << toString(valueOf(*this));
}

Attribute AxisStateAttr::parse(AsmParser &parser, Type) {
  std::string axis;
  StringRef keyword;
  AxisState state;
  SMLoc location;
  if (parser.parseKeywordOrString(&axis) || parser.parseColon() ||
      parser.getCurrentLocation(&location) || parser.parseKeyword(&keyword))
    return {};
  if (keyword == "split") {
    state.kind = StateKind::Split;
    if (parser.parseInteger(state.dim))
      return {};
  } else if (keyword == "partial") {
    state.kind = StateKind::Partial;
    if (parser.getCurrentLocation(&location) || parser.parseKeyword(&keyword))
      return {};
    std::optional<ReductionKind> kind = symbolizeReductionKind(keyword);
    if (!kind)
      return parser.emitError(location)
                 << "unknown reduction '" << keyword
                 << "'; expected sum, mul, max, min, and, or or",
             Attribute();
    state.reduction = *kind;
  } else if (keyword == "varying") {
    state.kind = StateKind::Varying;
  } else {
    return parser.emitError(location)
               << "unknown state '" << keyword << "'; expected split, partial or varying",
           Attribute();
  }
  return AxisStateAttr::get(parser.getContext(), StringAttr::get(parser.getContext(), axis),
                            state.kind, state.dim, state.reduction);
}

void DistributionAttr::print(AsmPrinter &printer) const {
  printer << "<";
  llvm::interleaveComma(getStates(), printer, [&](AxisStateAttr state) { state.print(printer); });
  printer << ">";
}

Attribute DistributionAttr::parse(AsmParser &parser, Type) {
  SmallVector<AxisStateAttr> states;
  SMLoc location = parser.getCurrentLocation();
  auto parseState = [&]() -> ParseResult {
    auto state = llvm::cast_if_present<AxisStateAttr>(AxisStateAttr::parse(parser, {}));
    if (!state)
      return failure();
    states.push_back(state);
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::LessGreater, parseState))
    return {};
  return getChecked([&] { return parser.emitError(location); }, parser.getContext(), states);
}

/// Splits by dimension first, then the other states by name of the axis. Equal
/// keys (axes of one dimension) keep their order, outer first.
static std::tuple<bool, int64_t, StringRef> canonicalKey(AxisStateAttr state) {
  if (state.getKind() == StateKind::Split)
    return {false, state.getDim(), ""};
  return {true, 0, state.getAxis().getValue()};
}

LogicalResult DistributionAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                       ArrayRef<AxisStateAttr> states) {
  if (states.empty()) // C1
    return emitError() << "distribution says nothing; expected none on a replicated tensor";
  std::optional<ReductionKind> kind;
  for (auto [index, state] : llvm::enumerate(states)) {
    if (state.getKind() == StateKind::Replicated) // C1
      return emitError() << "distribution names axis \"" << state.getAxis().getValue()
                         << "\" as replicated; expected only other states";
    if (state.getKind() == StateKind::Split && state.getDim() < 0) // C5
      return emitError() << "split dimension is " << state.getDim() << "; expected at least 0";
    for (AxisStateAttr other : states.take_front(index)) // C2
      if (other.getAxis() == state.getAxis())
        return emitError() << "distribution names axis \"" << state.getAxis().getValue()
                           << "\" twice; expected each axis once";
    if (index > 0 && canonicalKey(state) < canonicalKey(states[index - 1])) // C3
      return emitError() << "distribution is out of order at axis \"" << state.getAxis().getValue()
                         << "\"; expected splits by dimension, then other axes by name";
    if (state.getKind() == StateKind::Partial) { // C4
      if (kind && *kind != state.getReduction())
        return emitError() << "distribution is partial " << stringifyReductionKind(*kind)
                           << " and partial " << stringifyReductionKind(state.getReduction())
                           << "; expected one kind of reduction";
      kind = state.getReduction();
    }
  }
  return success();
}

LogicalResult DistributionAttr::verifyEncoding(ArrayRef<int64_t> shape, Type elementType,
                                               function_ref<InFlightDiagnostic()> emitError) const {
  for (AxisStateAttr state : getStates()) {
    if (state.getKind() == StateKind::Split &&
        state.getDim() >= static_cast<int64_t>(shape.size())) // C5
      return emitError() << "axis \"" << state.getAxis().getValue() << "\" splits dimension "
                         << state.getDim() << " of a tensor of rank " << shape.size();
    bool bitwise = state.getReduction() == ReductionKind::And ||
                   state.getReduction() == ReductionKind::Or;
    if (state.getKind() == StateKind::Partial && bitwise && !elementType.isInteger()) // C6
      return emitError() << "partial " << stringifyReductionKind(state.getReduction())
                         << " of " << elementType << "; expected an integer element type";
  }
  return success();
}

DistributionAttr skein::getDistribution(Type type) {
  if (auto sparse = llvm::dyn_cast<SparseGradientType>(type))
    type = sparse.getDense();
  auto tensor = llvm::dyn_cast<RankedTensorType>(type);
  return tensor ? llvm::dyn_cast_if_present<DistributionAttr>(tensor.getEncoding())
                : DistributionAttr();
}

AxisState skein::getAxisState(Type type, StringRef axis) {
  if (DistributionAttr distribution = getDistribution(type))
    for (AxisStateAttr state : distribution.getStates())
      if (state.getAxis().getValue() == axis)
        return valueOf(state);
  return AxisState::replicated();
}

Type skein::stripDistribution(Type type) {
  if (!getDistribution(type))
    return type;
  if (auto sparse = llvm::dyn_cast<SparseGradientType>(type))
    return SparseGradientType::get(llvm::cast<RankedTensorType>(stripDistribution(sparse.getDense())));
  auto tensor = llvm::cast<RankedTensorType>(type);
  return RankedTensorType::get(tensor.getShape(), tensor.getElementType());
}

/// Replaces every tensor type inside `root`.
static void replaceTypes(Operation *root, function_ref<Type(RankedTensorType)> replacement) {
  AttrTypeReplacer replacer;
  replacer.addReplacement(
      [&](RankedTensorType type) -> std::optional<Type> { return replacement(type); });
  // The replacer does not look into constants by itself.
  auto replaced = [&](ShapedType type) {
    return llvm::cast<ShapedType>(replacement(llvm::cast<RankedTensorType>(type)));
  };
  replacer.addReplacement([&](DenseElementsAttr attr) -> std::optional<Attribute> {
    return attr.reshape(replaced(attr.getType()));
  });
  replacer.addReplacement([&](DenseResourceElementsAttr attr) -> std::optional<Attribute> {
    return DenseResourceElementsAttr::get(replaced(attr.getType()), attr.getRawHandle());
  });
  replacer.recursivelyReplaceElementsIn(root, /*replaceAttrs=*/true, /*replaceLocs=*/false,
                                        /*replaceTypes=*/true);
}

void skein::stripDistribution(Operation *root) {
  replaceTypes(root, [](RankedTensorType type) { return stripDistribution(type); });
}

void skein::removeDistribution(Operation *root, ArrayRef<StringAttr> axes) {
  replaceTypes(root, [&](RankedTensorType type) -> Type {
    DistributionAttr distribution = getDistribution(type);
    if (!distribution)
      return type;
    SmallVector<AxisStateAttr> kept;
    llvm::copy_if(distribution.getStates(), std::back_inserter(kept), [&](AxisStateAttr state) {
      return !llvm::is_contained(axes, state.getAxis());
    });
    Attribute encoding;
    if (!kept.empty())
      encoding = DistributionAttr::get(type.getContext(), kept);
    return RankedTensorType::get(type.getShape(), type.getElementType(), encoding);
  });
}

RankedTensorType
skein::getDistributedType(function_ref<InFlightDiagnostic()> emitError, ArrayRef<int64_t> shape,
                          Type elementType,
                          ArrayRef<std::pair<StringAttr, AxisState>> states) {
  SmallVector<AxisStateAttr> attrs;
  for (auto [axis, state] : states)
    if (!state.isReplicated())
      attrs.push_back(AxisStateAttr::get(axis.getContext(), axis, state.kind, state.dim,
                                         state.reduction));
  if (attrs.empty())
    return RankedTensorType::getChecked(emitError, shape, elementType);
  llvm::stable_sort(attrs, [](AxisStateAttr a, AxisStateAttr b) {
    return canonicalKey(a) < canonicalKey(b);
  });
  auto distribution = DistributionAttr::getChecked(emitError, elementType.getContext(), attrs);
  if (!distribution)
    return {};
  return RankedTensorType::getChecked(emitError, shape, elementType, distribution);
}

RankedTensorType skein::withAxisState(function_ref<InFlightDiagnostic()> emitError,
                                      RankedTensorType type, StringAttr axis, AxisState state) {
  SmallVector<std::pair<StringAttr, AxisState>> states;
  if (DistributionAttr distribution = getDistribution(type))
    for (AxisStateAttr attr : distribution.getStates())
      if (attr.getAxis() != axis)
        states.emplace_back(attr.getAxis(), valueOf(attr));
  states.emplace_back(axis, state);
  return getDistributedType(emitError, type.getShape(), type.getElementType(), states);
}

SmallVector<StringAttr> skein::getSplitAxes(Type type, int64_t dim) {
  SmallVector<StringAttr> axes;
  if (DistributionAttr distribution = getDistribution(type))
    for (AxisStateAttr state : distribution.getStates())
      if (state.getKind() == StateKind::Split && state.getDim() == dim)
        axes.push_back(state.getAxis());
  return axes;
}

TypedAttr skein::getNeutralElement(ReductionKind kind, Type elementType) {
  Builder builder(elementType.getContext());
  if (auto type = llvm::dyn_cast<FloatType>(elementType)) {
    const llvm::fltSemantics &semantics = type.getFloatSemantics();
    switch (kind) {
    case ReductionKind::Sum:
      return builder.getFloatAttr(type, llvm::APFloat::getZero(semantics));
    case ReductionKind::Mul:
      return builder.getFloatAttr(type, llvm::APFloat::getOne(semantics));
    case ReductionKind::Max:
      return builder.getFloatAttr(type, llvm::APFloat::getInf(semantics, /*Negative=*/true));
    case ReductionKind::Min:
      return builder.getFloatAttr(type, llvm::APFloat::getInf(semantics));
    case ReductionKind::And:
    case ReductionKind::Or:
      return {};
    }
  }
  if (!elementType.isIntOrIndex())
    return {};
  unsigned width = elementType.isIndex() ? 64 : elementType.getIntOrFloatBitWidth();
  switch (kind) {
  case ReductionKind::Sum:
  case ReductionKind::Or:
    return builder.getIntegerAttr(elementType, llvm::APInt::getZero(width));
  case ReductionKind::Mul:
    return builder.getIntegerAttr(elementType, llvm::APInt(width, 1));
  case ReductionKind::Max:
    return builder.getIntegerAttr(elementType, llvm::APInt::getSignedMinValue(width));
  case ReductionKind::Min:
    return builder.getIntegerAttr(elementType, llvm::APInt::getSignedMaxValue(width));
  case ReductionKind::And:
    return builder.getIntegerAttr(elementType, llvm::APInt::getAllOnes(width));
  }
  return {};
}

//===----------------------------------------------------------------------===//
// Optimisers
//===----------------------------------------------------------------------===//

using EmitError = function_ref<InFlightDiagnostic()>;

static LogicalResult verifyNotNegative(EmitError emitError, StringRef name, double value) {
  if (value >= 0)
    return success();
  return emitError() << name << " is " << value << "; expected 0 or more";
}

/// Decay rates are at least 0 and less than 1.
static LogicalResult verifyDecay(EmitError emitError, StringRef name, double value) {
  if (value >= 0 && value < 1)
    return success();
  return emitError() << name << " is " << value << "; expected at least 0 and less than 1";
}

SmallVector<StringRef> SgdAttr::getSlotNames() const { return {}; }
bool SgdAttr::needsStepCount() const { return false; }
bool SgdAttr::changesAllRows() const { return false; }
LogicalResult SgdAttr::verify(EmitError emitError, Real learningRate) {
  return verifyNotNegative(emitError, "learning_rate", learningRate);
}

SmallVector<StringRef> MomentumAttr::getSlotNames() const { return {"momentum"}; }
bool MomentumAttr::needsStepCount() const { return false; }
bool MomentumAttr::changesAllRows() const { return !getLazy(); }
LogicalResult MomentumAttr::verify(EmitError emitError, Real learningRate, Real momentum,
                                   bool nesterov, bool lazy) {
  return failure(failed(verifyNotNegative(emitError, "learning_rate", learningRate)) ||
                 failed(verifyDecay(emitError, "momentum", momentum)));
}

SmallVector<StringRef> AdagradAttr::getSlotNames() const { return {"accumulator"}; }
bool AdagradAttr::needsStepCount() const { return false; }
bool AdagradAttr::changesAllRows() const { return false; }
double AdagradAttr::getSlotStart() const { return getInitialAccumulator(); }
LogicalResult AdagradAttr::verify(EmitError emitError, Real learningRate,
                                  Real initialAccumulator, Real epsilon) {
  if (failed(verifyNotNegative(emitError, "learning_rate", learningRate)) ||
      failed(verifyNotNegative(emitError, "initial_accumulator", initialAccumulator)) ||
      failed(verifyNotNegative(emitError, "epsilon", epsilon)))
    return failure();
  if (initialAccumulator > 0 || epsilon > 0)
    return success();
  return emitError() << "initial_accumulator and epsilon are 0, which divides 0 by 0; expected one "
                        "of them more than 0";
}

SmallVector<StringRef> AdamAttr::getSlotNames() const { return {"first_moment", "second_moment"}; }
bool AdamAttr::needsStepCount() const { return true; }
bool AdamAttr::changesAllRows() const { return !getLazy(); }
LogicalResult AdamAttr::verify(EmitError emitError, Real learningRate, Real beta1,
                               Real beta2, Real epsilon, bool lazy) {
  return failure(failed(verifyNotNegative(emitError, "learning_rate", learningRate)) ||
                 failed(verifyDecay(emitError, "beta1", beta1)) ||
                 failed(verifyDecay(emitError, "beta2", beta2)) ||
                 failed(verifyNotNegative(emitError, "epsilon", epsilon)));
}

SmallVector<StringRef> AdamWAttr::getSlotNames() const { return {"first_moment", "second_moment"}; }
bool AdamWAttr::needsStepCount() const { return true; }
bool AdamWAttr::changesAllRows() const { return !getLazy(); }
LogicalResult AdamWAttr::verify(EmitError emitError, Real learningRate, Real beta1,
                                Real beta2, Real epsilon, Real weightDecay, bool lazy) {
  return failure(failed(AdamAttr::verify(emitError, learningRate, beta1, beta2, epsilon, lazy)) ||
                 failed(verifyNotNegative(emitError, "weight_decay", weightDecay)));
}

//===----------------------------------------------------------------------===//
// Checkpoints
//===----------------------------------------------------------------------===//

LogicalResult StoredAttr::verify(EmitError emitError, StringAttr, ArrayRef<int64_t> offset,
                                 ArrayRef<int64_t> shape) {
  if (offset.size() == shape.size() && // C1
      llvm::all_of(offset, [](int64_t position) { return position >= 0; }))
    return success();
  return emitError() << "stored at " << offset.size() << " offsets of " << shape.size()
                     << " extents; expected as many, none of them negative";
}

void StoredAttr::print(AsmPrinter &printer) const {
  auto printList = [&](ArrayRef<int64_t> numbers) {
    printer << '[';
    llvm::interleaveComma(numbers, printer);
    printer << ']';
  };
  printer << '<' << getName() << " at ";
  printList(getOffset());
  printer << " of ";
  printList(getShape());
  printer << '>';
}

Attribute StoredAttr::parse(AsmParser &parser, Type) {
  std::string name;
  SmallVector<int64_t> offset, shape;
  auto parseList = [&](SmallVector<int64_t> &numbers) {
    return parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, [&] {
      return parser.parseInteger(numbers.emplace_back());
    });
  };
  SMLoc location = parser.getCurrentLocation();
  if (parser.parseLess() || parser.parseString(&name) || parser.parseKeyword("at") ||
      parseList(offset) || parser.parseKeyword("of") || parseList(shape) || parser.parseGreater())
    return {};
  return getChecked([&] { return parser.emitError(location); }, parser.getContext(),
                    StringAttr::get(parser.getContext(), name), offset, shape);
}
