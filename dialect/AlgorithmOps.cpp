//===- AlgorithmOps.cpp - syntax and structure of bodies ------------------===//
#include "dialect/Syntax.h"

using namespace mlir;
using namespace skein;

ParseResult skein::parseAlgorithm(OpAsmParser &parser, Region &body) {
  if (failed(parser.parseOptionalKeyword("by")))
    return success();
  SmallVector<OpAsmParser::Argument> arguments;
  return failure(parser.parseArgumentList(arguments, OpAsmParser::Delimiter::Paren,
                                          /*allowType=*/true) ||
                 parser.parseRegion(body, arguments));
}

void skein::printAlgorithm(OpAsmPrinter &printer, Operation *, Region &body) {
  if (body.empty())
    return;
  printer.printNewline();
  printer << "    by (";
  llvm::interleaveComma(body.getArguments(), printer,
                        [&](BlockArgument argument) { printer.printRegionArgument(argument); });
  printer << ") ";
  printer.printRegion(body, /*printEntryBlockArgs=*/false);
}

void AllReduceOp::getAsmBlockArgumentNames(Region &body, OpAsmSetValueNameFn setName) {
  if (body.empty() || body.getNumArguments() != 2)
    return;
  setName(body.getArgument(0), "buffer");
  setName(body.getArgument(1), "rank");
}

LogicalResult AllReduceOp::verifyRegions() {
  if (getBody().empty())
    return success();
  auto input = cast<RankedTensorType>(getInput().getType());
  auto buffer = RankedTensorType::get(input.getNumElements(), input.getElementType());
  Type expected[] = {buffer, IndexType::get(getContext())};
  if (getBody().getArgumentTypes() != ArrayRef(expected)) // C4
    return emitOpError() << "has a body that takes (" << getBody().getArgumentTypes()
                         << "); expected (" << ArrayRef(expected) << ")";
  auto yield = dyn_cast<YieldOp>(getBody().front().getTerminator());
  if (!yield || yield.getResult().getType() != buffer) // C4
    return emitOpError() << "has a body that does not end with a skein.yield of " << buffer;
  return success();
}

LogicalResult ExchangeOp::verify() {
  auto reduce = (*this)->getParentOfType<AllReduceOp>();
  if (!reduce) // C1
    return emitOpError() << "is not in the body of a skein.all_reduce";
  if (getKind() && *getKind() != reduce.getKind()) // C2
    return emitOpError() << "combines by " << stringifyReductionKind(*getKind())
                         << " in a skein.all_reduce by "
                         << stringifyReductionKind(reduce.getKind());
  return success();
}
