//===- StepOps.cpp - steps, programs and meshes ---------------------------===//
#include "dialect/Distribution.h"
#include "dialect/DistributionRules.h"
#include "dialect/Syntax.h"

#include "llvm/ADT/StringSet.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Interfaces/FunctionImplementation.h"

using namespace mlir;
using namespace skein;

//===----------------------------------------------------------------------===//
// What steps and programs share
//===----------------------------------------------------------------------===//

/// Parses `(args) -> (results) attributes {...} { body }`, keeping the names of
/// the arguments.
template <typename EntryOp> static ParseResult parseEntry(OpAsmParser &parser, OperationState &result) {
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<Type> resultTypes;
  SmallVector<DictionaryAttr> resultAttrs;
  bool isVariadic = false;
  if (function_interface_impl::parseFunctionSignatureWithArguments(
          parser, /*allowVariadic=*/false, arguments, isVariadic, resultTypes, resultAttrs) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes))
    return failure();

  Builder &builder = parser.getBuilder();
  SmallVector<Type> argumentTypes;
  SmallVector<Attribute> names;
  for (OpAsmParser::Argument &argument : arguments) {
    argumentTypes.push_back(argument.type);
    names.push_back(builder.getStringAttr(argument.ssaName.name.drop_front()));
  }
  result.addAttribute(EntryOp::getFunctionTypeAttrName(result.name),
                      TypeAttr::get(builder.getFunctionType(argumentTypes, resultTypes)));
  result.addAttribute(EntryOp::getArgNamesAttrName(result.name), builder.getArrayAttr(names));
  call_interface_impl::addArgAndResultAttrs(builder, result, arguments, resultAttrs,
                                            EntryOp::getArgAttrsAttrName(result.name),
                                            EntryOp::getResAttrsAttrName(result.name));
  return parser.parseRegion(*result.addRegion(), arguments);
}

template <typename EntryOp> static void printEntry(EntryOp op, OpAsmPrinter &printer) {
  function_interface_impl::printFunctionSignature(printer, op, op.getArgumentTypes(),
                                                  /*isVariadic=*/false, op.getResultTypes());
  SmallVector<StringRef> elided(op.getAttributeNames());
  printer.printOptionalAttrDictWithKeyword(op->getAttrs(), elided);
  printer << ' ';
  printer.printRegion(op.getBody(), /*printEntryBlockArgs=*/false);
}

template <typename EntryOp>
static LogicalResult verifyArgumentAttributes(EntryOp op, unsigned index, RankedTensorType type) {
  if (Attribute batch = op.getArgAttr(index, batchAttrName)) {
    auto dim = llvm::dyn_cast<IntegerAttr>(batch);
    if (!dim || dim.getInt() < 0 || dim.getInt() >= type.getRank()) // C2
      return op.emitOpError() << "argument \"" << op.getArgumentName(index) << "\" has "
                              << batchAttrName << " = " << batch << "; expected a dimension of "
                              << type;
  }
  if (Attribute padding = op.getArgAttr(index, paddingAttrName)) {
    auto value = llvm::dyn_cast<TypedAttr>(padding);
    if (!value || value.getType() != type.getElementType()) // C4
      return op.emitOpError() << "argument \"" << op.getArgumentName(index) << "\" has "
                              << paddingAttrName << " = " << padding << "; expected a value of type "
                              << type.getElementType();
  }
  return success();
}

template <typename EntryOp> static LogicalResult verifyEntry(EntryOp op) {
  if (op.getArgNames().size() != op.getArgumentTypes().size())
    return op.emitOpError() << "has " << op.getArgNames().size() << " names for "
                            << op.getArgumentTypes().size() << " arguments";
  llvm::StringSet<> names;
  for (unsigned index = 0; index < op.getArgumentTypes().size(); ++index) {
    if (!names.insert(op.getArgumentName(index)).second) // C1
      return op.emitOpError() << "has two arguments named \"" << op.getArgumentName(index)
                              << "\"; expected different names";
  }
  auto types = llvm::concat<const Type>(op.getArgumentTypes(), op.getResultTypes());
  for (Type type : types) {
    auto tensor = llvm::dyn_cast<RankedTensorType>(type);
    if (!tensor || !tensor.hasStaticShape()) // C3
      return op.emitOpError() << "has an argument or result of type " << type
                              << "; expected a tensor of static shape";
  }
  for (auto [index, type] : llvm::enumerate(op.getArgumentTypes()))
    if (failed(verifyArgumentAttributes(op, index, llvm::cast<RankedTensorType>(type))))
      return failure();
  return success();
}

template <typename EntryOp>
static void nameArguments(EntryOp op, Region &region, OpAsmSetValueNameFn setName) {
  for (auto [argument, name] : llvm::zip(region.getArguments(), op.getArgNames()))
    setName(argument, llvm::cast<StringAttr>(name).getValue());
}

//===----------------------------------------------------------------------===//
// StepOp
//===----------------------------------------------------------------------===//

ParseResult StepOp::parse(OpAsmParser &parser, OperationState &result) {
  StringAttr name;
  if (parser.parseSymbolName(name, getSymNameAttrName(result.name), result.attributes))
    return failure();
  return parseEntry<StepOp>(parser, result);
}

void StepOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getSymName());
  printEntry(*this, printer);
}

LogicalResult StepOp::verify() { return verifyEntry(*this); }

void StepOp::getAsmBlockArgumentNames(Region &region, OpAsmSetValueNameFn setName) {
  nameArguments(*this, region, setName);
}

//===----------------------------------------------------------------------===//
// MeshOp
//===----------------------------------------------------------------------===//

ParseResult skein::parseMeshAxes(OpAsmParser &parser, ArrayAttr &names, DenseI64ArrayAttr &sizes) {
  SmallVector<Attribute> axisNames;
  SmallVector<int64_t> axisSizes;
  Builder &builder = parser.getBuilder();
  auto parseAxis = [&]() -> ParseResult {
    std::string name;
    int64_t size;
    if (parser.parseKeywordOrString(&name) || parser.parseEqual() || parser.parseInteger(size))
      return failure();
    axisNames.push_back(builder.getStringAttr(name));
    axisSizes.push_back(size);
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, parseAxis))
    return failure();
  names = builder.getArrayAttr(axisNames);
  sizes = builder.getDenseI64ArrayAttr(axisSizes);
  return success();
}

void skein::printMeshAxes(OpAsmPrinter &printer, Operation *, ArrayAttr names, DenseI64ArrayAttr sizes) {
  printer << '(';
  llvm::interleaveComma(llvm::zip(names, sizes.asArrayRef()), printer, [&](auto axis) {
    printer.printKeywordOrString(llvm::cast<StringAttr>(std::get<0>(axis)).getValue());
    printer << " = " << std::get<1>(axis);
  });
  printer << ')';
}

LogicalResult MeshOp::verify() {
  if (getAxisNames().size() != getAxisSizes().size())
    return emitOpError() << "has " << getAxisNames().size() << " axis names for "
                         << getAxisSizes().size() << " sizes";
  llvm::StringSet<> seen;
  for (auto [attr, size] : llvm::zip(getAxisNames(), getAxisSizes())) {
    StringRef name = llvm::cast<StringAttr>(attr).getValue();
    if (!seen.insert(name).second) // C1
      return emitOpError() << "names axis \"" << name << "\" twice; expected each axis once";
    if (size < 1) // C2
      return emitOpError() << "has " << size << " devices along \"" << name
                           << "\"; expected at least 1";
  }
  return success();
}

std::optional<int64_t> MeshOp::getAxisSize(StringRef axis) {
  for (auto [name, size] : llvm::zip(getAxisNames(), getAxisSizes()))
    if (llvm::cast<StringAttr>(name).getValue() == axis)
      return size;
  return std::nullopt;
}

int64_t MeshOp::getNumDevices() {
  int64_t devices = 1;
  for (int64_t size : getAxisSizes())
    devices *= size;
  return devices;
}

//===----------------------------------------------------------------------===//
// Places on meshes
//===----------------------------------------------------------------------===//

/// `[server = 0, data independent]` behind the name of a mesh, or nothing.
static ParseResult parseCoordinates(OpAsmParser &parser, DictionaryAttr &coordinates,
                                    ArrayAttr *independent) {
  NamedAttrList fixed;
  SmallVector<Attribute> free;
  Builder &builder = parser.getBuilder();
  auto parseAxis = [&]() -> ParseResult {
    std::string axis;
    int64_t coordinate;
    if (parser.parseKeywordOrString(&axis))
      return failure();
    if (independent && succeeded(parser.parseOptionalKeyword("independent"))) {
      free.push_back(builder.getStringAttr(axis));
      return success();
    }
    if (parser.parseEqual() || parser.parseInteger(coordinate))
      return failure();
    if (fixed.get(axis))
      return parser.emitError(parser.getCurrentLocation()) << "names axis \"" << axis << "\" twice";
    fixed.append(axis, builder.getI64IntegerAttr(coordinate));
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::OptionalSquare, parseAxis))
    return failure();
  if (!fixed.empty())
    coordinates = fixed.getDictionary(builder.getContext());
  if (!free.empty())
    *independent = builder.getArrayAttr(free);
  return success();
}

static void printCoordinates(OpAsmPrinter &printer, DictionaryAttr coordinates,
                             ArrayAttr independent) {
  if (!coordinates && !independent)
    return;
  StringRef separator = "";
  printer << '[';
  for (NamedAttribute axis : coordinates ? coordinates.getValue() : ArrayRef<NamedAttribute>()) {
    printer << separator;
    printer.printKeywordOrString(axis.getName());
    printer << " = " << llvm::cast<IntegerAttr>(axis.getValue()).getInt();
    separator = ", ";
  }
  for (Attribute axis : independent ? independent.getValue() : ArrayRef<Attribute>()) {
    printer << separator;
    printer.printKeywordOrString(llvm::cast<StringAttr>(axis).getValue());
    printer << " independent";
    separator = ", ";
  }
  printer << ']';
}

ParseResult skein::parsePlace(OpAsmParser &parser, FlatSymbolRefAttr &mesh,
                              DictionaryAttr &coordinates) {
  StringAttr name;
  if (parser.parseSymbolName(name) ||
      parseCoordinates(parser, coordinates, /*independent=*/nullptr))
    return failure();
  mesh = FlatSymbolRefAttr::get(name);
  return success();
}

void skein::printPlace(OpAsmPrinter &printer, Operation *, FlatSymbolRefAttr mesh,
                       DictionaryAttr coordinates) {
  printer.printSymbolName(mesh.getValue());
  printCoordinates(printer, coordinates, {});
}

LogicalResult skein::verifyCoordinates(Operation *op, MeshOp mesh, DictionaryAttr coordinates) {
  for (NamedAttribute axis : coordinates ? coordinates.getValue() : ArrayRef<NamedAttribute>()) {
    std::optional<int64_t> size = mesh.getAxisSize(axis.getName());
    auto coordinate = llvm::dyn_cast<IntegerAttr>(axis.getValue());
    if (!size)
      return op->emitOpError() << "is at a coordinate of \"" << axis.getName().getValue()
                               << "\", which is not an axis of @" << mesh.getSymName();
    if (!coordinate || coordinate.getInt() < 0 || coordinate.getInt() >= *size)
      return op->emitOpError() << "is at " << axis.getName().getValue() << " = "
                               << axis.getValue() << "; expected a number below " << *size
                               << ", the number of devices of @" << mesh.getSymName()
                               << " along that axis";
  }
  return success();
}

//===----------------------------------------------------------------------===//
// ProgramOp
//===----------------------------------------------------------------------===//

ParseResult ProgramOp::parse(OpAsmParser &parser, OperationState &result) {
  StringAttr name, mesh;
  DictionaryAttr coordinates;
  ArrayAttr independent;
  if (parser.parseSymbolName(name, getSymNameAttrName(result.name), result.attributes) ||
      parser.parseKeyword("on") || parser.parseSymbolName(mesh) ||
      parseCoordinates(parser, coordinates, &independent))
    return failure();
  Builder &builder = parser.getBuilder();
  result.addAttribute(getMeshAttrName(result.name), FlatSymbolRefAttr::get(mesh));
  if (coordinates)
    result.addAttribute(getCoordinatesAttrName(result.name), coordinates);
  if (independent)
    result.addAttribute(getIndependentAttrName(result.name), independent);
  if (succeeded(parser.parseOptionalKeyword("beside"))) {
    if (parser.parseSymbolName(name))
      return failure();
    result.addAttribute(getBesideAttrName(result.name), FlatSymbolRefAttr::get(name));
  }
  if (succeeded(parser.parseOptionalKeyword("times"))) {
    int64_t times;
    if (parser.parseInteger(times))
      return failure();
    result.addAttribute(getTimesAttrName(result.name), builder.getI64IntegerAttr(times));
  }
  return parseEntry<ProgramOp>(parser, result);
}

void ProgramOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getSymName());
  printer << " on ";
  printer.printSymbolName(getMesh());
  printCoordinates(printer, getCoordinatesAttr(), getIndependentAttr());
  if (getBeside()) {
    printer << " beside ";
    printer.printSymbolName(*getBeside());
  }
  if (getTimes() != 1)
    printer << " times " << getTimes() << ' ';
  printEntry(*this, printer);
}

bool ProgramOp::isIndependent(StringRef axis) {
  ArrayAttr axes = getIndependentAttr();
  return axes && llvm::is_contained(axes.getAsValueRange<StringAttr>(), axis);
}

bool ProgramOp::hasVariable(VariableOp variable) {
  if (variable.getMesh() && variable.getMesh() != getMesh())
    return false;
  if (DictionaryAttr place = variable.getCoordinatesAttr()) {
    auto mesh = SymbolTable::lookupNearestSymbolFrom<MeshOp>(*this, getMeshAttr());
    return llvm::all_of(place, [&](NamedAttribute axis) {
      return mesh.getAxisSize(axis.getName()) == 1 ||
             (getCoordinates() && getCoordinates()->get(axis.getName()) == axis.getValue());
    });
  }
  if (variable.getMesh())
    return true;
  auto main = getBeside() ? SymbolTable::lookupNearestSymbolFrom<ProgramOp>(*this, getBesideAttr())
                          : *this;
  return main && main.getMesh() == getMesh();
}

/// C5, C6
static LogicalResult verifyPlace(ProgramOp program, MeshOp mesh, SymbolTableCollection &symbols) {
  if (failed(verifyCoordinates(program, mesh, program.getCoordinatesAttr())))
    return failure();
  llvm::StringSet<> seen;
  if (ArrayAttr axes = program.getIndependentAttr())
    for (StringRef axis : axes.getAsValueRange<StringAttr>())
      if (!mesh.getAxisSize(axis) || !seen.insert(axis).second ||
          (program.getCoordinates() && program.getCoordinates()->contains(axis)))
        return program.emitOpError()
               << "is independent along \"" << axis << "\"; expected an axis of @"
               << mesh.getSymName() << " without a coordinate, once";
  if (program.getTimes() < 1 || (program.getTimes() > 1 && !program.getBeside()))
    return program.emitOpError() << "runs " << program.getTimes()
                                 << " times in a step; expected at least 1, and a program that it "
                                    "is beside if it is more";
  if (FlatSymbolRefAttr name = program.getBesideAttr()) {
    auto main = symbols.lookupNearestSymbolFrom<ProgramOp>(program, name);
    if (!main || main.getBeside())
      return program.emitOpError() << "is beside " << name
                                   << "; expected a skein.program that is beside no other";
  }
  return success();
}

LogicalResult ProgramOp::verify() { return verifyEntry(*this); }

void ProgramOp::getAsmBlockArgumentNames(Region &region, OpAsmSetValueNameFn setName) {
  nameArguments(*this, region, setName);
}

LogicalResult ProgramOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto mesh = symbols.lookupNearestSymbolFrom<MeshOp>(*this, getMeshAttr());
  if (!mesh) // C2
    return emitOpError() << "is on " << getMeshAttr() << ", which is not a skein.mesh";
  if (failed(verifyPlace(*this, mesh, symbols)))
    return failure();
  if ((*this)->hasAttr(uncheckedAttrName))
    return success();
  return checkDistribution(*this, mesh, symbols); // C3, C4
}

//===----------------------------------------------------------------------===//
// ReturnOp, ValueAndGradOp
//===----------------------------------------------------------------------===//

LogicalResult ReturnOp::verify() {
  auto entry = llvm::cast<FunctionOpInterface>((*this)->getParentOp());
  if (getOperandTypes() == TypeRange(entry.getResultTypes())) // C1
    return success();
  if (getNumOperands() != entry.getNumResults())
    return emitOpError() << "returns " << getNumOperands() << " values; expected "
                         << entry.getNumResults();
  for (auto [index, operand, expected] : llvm::enumerate(getOperands(), entry.getResultTypes()))
    if (operand.getType() != expected) {
      InFlightDiagnostic error = emitOpError() << "result " << index << " has type "
                                               << operand.getType() << "; expected " << expected;
      if (operand.getDefiningOp())
        error.attachNote(operand.getLoc()) << "computed here";
      return error;
    }
  return success();
}

LogicalResult ValueAndGradOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto callee = symbols.lookupNearestSymbolFrom<func::FuncOp>(*this, getCalleeAttr());
  if (!callee) // C1
    return emitOpError() << "calls " << getCalleeAttr() << ", which is not a func.func";
  FunctionType type = callee.getFunctionType();
  if (TypeRange(type.getInputs()) != getArguments().getTypes())
    return emitOpError() << "calls " << getCalleeAttr() << " with arguments of types ("
                         << getArguments().getTypes() << "); expected (" << type.getInputs() << ")";
  auto loss = type.getNumResults() ? llvm::dyn_cast<RankedTensorType>(type.getResult(0))
                                   : RankedTensorType();
  if (!loss || loss.getRank() != 0 || !llvm::isa<FloatType>(loss.getElementType())) // C2
    return emitOpError() << "differentiates " << getCalleeAttr()
                         << ", whose first result is not a floating-point tensor of rank 0";
  SmallVector<Type> expected(type.getResults());
  llvm::SmallDenseSet<int64_t> seen;
  for (int64_t index : getWrt()) { // C3
    if (index < 0 || index >= type.getNumInputs() || !seen.insert(index).second)
      return emitOpError() << "differentiates with respect to argument " << index
                           << "; expected numbers below " << type.getNumInputs() << ", each once";
    if (!llvm::isa<FloatType>(getElementTypeOrSelf(type.getInput(index))))
      return emitOpError() << "differentiates with respect to argument " << index << " of type "
                           << type.getInput(index) << "; expected floating point";
    expected.push_back(type.getInput(index));
  }
  auto standsFor = [](Type actual, Type type) {
    auto sparse = llvm::dyn_cast<SparseGradientType>(actual);
    return actual == type || (sparse && sparse.getDense() == type);
  };
  TypeRange actual(getResultTypes());
  size_t numResults = type.getNumResults();
  bool areRight = actual.size() == expected.size() &&
                  actual.take_front(numResults) == TypeRange(type.getResults()) &&
                  llvm::all_of_zip(actual, expected, standsFor);
  if (!areRight) // C4
    return emitOpError() << "has results of types (" << getResultTypes() << "); expected ("
                         << expected << "), where gradients may be sparse";
  return success();
}
