//===- CheckDistribution.cpp - the rules over a whole program -------------===//
#include "dialect/Rules.h"

#include "llvm/ADT/SmallPtrSet.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace skein;

/// The op that made the state of `value` along `axis`: the last one back whose
/// operands are in another state.
static Operation *findOrigin(Value value, StringRef axis) {
  AxisState state = getAxisState(value.getType(), axis);
  llvm::SmallPtrSet<Operation *, 16> seen;
  Operation *origin = nullptr;
  for (Operation *op = value.getDefiningOp(); op && seen.insert(op).second;) {
    origin = op;
    auto destination = dyn_cast<DestinationStyleOpInterface>(op);
    op = nullptr;
    for (OpOperand &operand : origin->getOpOperands())
      if (!op && getAxisState(operand.get().getType(), axis) == state &&
          !(destination && destination.isDpsInit(&operand)))
        op = operand.get().getDefiningOp();
  }
  return origin;
}

void skein::noteOrigin(InFlightDiagnostic &error, Value value, StringRef axis) {
  if (Operation *origin = findOrigin(value, axis))
    error.attachNote(origin->getLoc())
        << "became " << toString(getAxisState(value.getType(), axis)) << along(axis) << " here";
}

namespace {

/// Values and, of each, dimensions that read in order are one dimension of the
/// computation: whatever axes split them do so in one nesting.
using DimClass = SmallVector<std::pair<Value, SmallVector<int64_t>>>;

class Checker {
public:
  Checker(ProgramOp program, MeshOp mesh, SymbolTableCollection &symbols)
      : program(program), mesh(mesh), symbols(symbols) {}

  LogicalResult check(FunctionOpInterface function) {
    if (!visited.insert(function).second)
      return success();
    LogicalResult result = success();
    function->walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (failed(checkOp(op)))
        result = failure();
      // What is inside of these has no states.
      return isa<linalg::LinalgOp, AllReduceOp>(op) ? WalkResult::skip() : WalkResult::advance();
    });
    return result;
  }

  /// What a program reports is a value that any device can tell.
  LogicalResult checkReports() {
    if (program->hasAttr(unsynchronizedAttrName))
      return success();
    for (auto [index, type] : llvm::enumerate(program.getResultTypes())) {
      auto name = program.getResultAttrOfType<StringAttr>(index, nameAttrName);
      if (!name)
        continue;
      for (StringAttr axis : mesh.getAxisNames().getAsRange<StringAttr>())
        if (AxisState state = getAxisState(type, axis); state.isPartial() || state.isVarying())
          return program.emitOpError() << "result " << name << " is " << toString(state)
                                       << along(axis) << "; expected replicated or split";
    }
    return success();
  }

private:
  LogicalResult checkOp(Operation *op) {
    if (failed(checkAxesOf(op, op->getResults())))
      return failure();
    for (Region &region : op->getRegions())
      for (Block &block : region)
        if (failed(checkAxesOf(op, block.getArguments())))
          return failure();
    if (isa<FunctionOpInterface>(op))
      return success();
    if (auto call = dyn_cast<CallOpInterface>(op))
      return checkCall(op);
    if (failed(checkMesh(op)))
      return failure();
    if (auto offset = dyn_cast<ShardOffsetOp>(op))
      return checkOffset(offset);
    if (hasOwnRule(op))
      return success();
    for (StringAttr axis : axesOf(op))
      if (failed(checkRule(op, axis)))
        return failure();
    return checkNesting(op);
  }

  //===--------------------------------------------------------------------===//
  // Meshes and calls
  //===--------------------------------------------------------------------===//

  LogicalResult checkAxesOf(Operation *op, ValueRange values) {
    for (Value value : values) {
      DistributionAttr distribution = getDistribution(value.getType());
      for (AxisStateAttr state : distribution ? distribution.getStates() : ArrayRef<AxisStateAttr>()) {
        StringRef axis = state.getAxis().getValue();
        auto error = [&] {
          return emitError(value.getLoc())
                 << "'" << op->getName() << "' op has a value of type " << value.getType()
                 << ", but ";
        };
        if (program.isIndependent(axis))
          return error() << "devices along \"" << axis
                         << "\" do not keep step; expected no state along that axis";
        if (!mesh.getAxisSize(axis))
          return error() << "@" << mesh.getSymName() << " has no axis \"" << axis << "\"";
      }
    }
    return success();
  }

  /// Collectives and distributed variables are of the program's mesh.
  LogicalResult checkMesh(Operation *op) {
    FlatSymbolRefAttr other;
    if (auto collective = dyn_cast<CollectiveOpInterface>(op)) {
      other = collective.getMeshAttr();
      // A number of its own is all that a device knows of others there.
      for (StringRef axis : collective.getAxesAttr().getAsValueRange<StringAttr>())
        if (program.isIndependent(axis) && !isa<ShardOffsetOp>(op))
          return op->emitOpError() << "is over \"" << axis << "\", along which devices of @"
                                   << program.getSymName()
                                   << " do not keep step; expected no collective over it";
    } else if (isa<ReadOp, AssignOp, ApplyGradientOp>(op)) {
      auto name = op->getAttrOfType<FlatSymbolRefAttr>("variable");
      auto variable = symbols.lookupNearestSymbolFrom<VariableOp>(op, name);
      if (variable && getDistribution(variable.getType()))
        other = variable.getMeshAttr();
      if (variable && variable.getCoordinates() && !program.hasVariable(variable)) {
        InFlightDiagnostic error = op->emitOpError()
                                   << "uses " << name << ", which lives on another device; "
                                   << "expected skein.pull, or skein.push to an accumulator";
        error.attachNote(variable.getLoc()) << "variable declared here";
        return error;
      }
    }
    // A name that is no mesh is refused by the op's own verifier.
    if (!other || other.getValue() == mesh.getSymName() ||
        !symbols.lookupNearestSymbolFrom<MeshOp>(op, other))
      return success();
    return op->emitOpError() << "is over " << other << "; expected @" << mesh.getSymName()
                             << ", the mesh of the program";
  }

  LogicalResult checkCall(Operation *op) {
    auto call = dyn_cast<func::CallOp>(op);
    if (!call)
      return op->emitOpError() << "has no distribution rule; expected a call of a function by name";
    auto callee = symbols.lookupNearestSymbolFrom<func::FuncOp>(op, call.getCalleeAttr());
    if (!callee || callee.isExternal())
      return op->emitOpError() << "calls " << call.getCalleeAttr()
                               << ", which has no body to check";
    auto calleeMesh = callee->getAttrOfType<FlatSymbolRefAttr>(meshAttrName);
    if (!calleeMesh || calleeMesh.getValue() != mesh.getSymName()) {
      InFlightDiagnostic error = op->emitOpError() << "calls " << call.getCalleeAttr()
                                                   << "; expected a function with "
                                                   << meshAttrName << " = @" << mesh.getSymName();
      error.attachNote(callee.getLoc()) << "function declared here";
      return error;
    }
    return check(callee);
  }

  //===--------------------------------------------------------------------===//
  // One axis
  //===--------------------------------------------------------------------===//

  static SmallVector<Value> valuesOf(Operation *op) {
    SmallVector<Value> values(op->getOperands());
    values.append(op->result_begin(), op->result_end());
    if (isa<linalg::LinalgOp>(op)) {
      llvm::SetVector<Value> captured;
      getUsedValuesDefinedAbove(op->getRegions(), captured);
      values.append(captured.begin(), captured.end());
    }
    return values;
  }

  /// The axes along which something at `op` is not replicated, in the mesh's order.
  SmallVector<StringAttr> axesOf(Operation *op) {
    SmallVector<Value> values = valuesOf(op);
    SmallVector<StringAttr> axes;
    for (StringAttr axis : mesh.getAxisNames().getAsRange<StringAttr>())
      if (llvm::any_of(values, [&](Value value) {
            return !getAxisState(value.getType(), axis).isReplicated();
          }))
        axes.push_back(axis);
    return axes;
  }

  LogicalResult checkRule(Operation *op, StringAttr axis) {
    AxisStates states;
    states.axis = axis;
    for (Type type : op->getOperandTypes())
      states.operands.push_back(getAxisState(type, axis));
    for (Type type : op->getResultTypes())
      states.results.push_back(getAxisState(type, axis));
    auto captured = [&](Value value) { return getAxisState(value.getType(), axis); };
    states.captured = captured;
    Transfer result = transfer(op, states);
    if (auto *refusal = std::get_if<Refusal>(&result)) {
      InFlightDiagnostic error = op->emitOpError() << refusal->reason;
      if (refusal->scalar)
        error.attachNote(refusal->scalar->getLoc()) << "in the body here";
      if (refusal->value)
        noteOrigin(error, refusal->value, axis);
      return error;
    }
    for (auto [index, expected] : llvm::enumerate(std::get<SmallVector<AxisState>>(result)))
      if (*states.results[index] != expected)
        return op->emitOpError() << "result " << index << " is declared as "
                                 << toString(*states.results[index]) << along(axis)
                                 << "; expected " << toString(expected)
                                 << ", as follows from the operands";
    return success();
  }

  //===--------------------------------------------------------------------===//
  // Several axes on one dimension
  //===--------------------------------------------------------------------===//

  static SmallVector<StringAttr> nestOf(Value value, ArrayRef<int64_t> dims) {
    SmallVector<StringAttr> axes;
    for (int64_t dim : dims)
      llvm::append_range(axes, getSplitAxes(value.getType(), dim));
    return axes;
  }

  LogicalResult checkNesting(Operation *op) {
    if (mesh.getAxisNames().size() < 2)
      return success();
    for (const DimClass &dimClass : classesOf(op)) {
      SmallVector<StringAttr> common;
      for (const auto &[value, dims] : dimClass) {
        SmallVector<StringAttr> nest = nestOf(value, dims);
        if (nest.empty())
          continue;
        if (common.empty())
          common = nest;
        if (nest != common)
          return op->emitOpError()
                 << "nests axes on one dimension in two orders: [" << names(common) << "] and ["
                 << names(nest) << "], the latter in " << value.getType();
      }
    }
    return success();
  }

  static std::string names(ArrayRef<StringAttr> axes) {
    return llvm::join(llvm::map_range(axes, [](StringAttr axis) { return axis.getValue(); }),
                      ", ");
  }

  static SmallVector<DimClass> classesOf(Operation *op) {
    if (auto structured = dyn_cast<linalg::LinalgOp>(op))
      return classesOfLoops(structured);
    if (isa<tensor::CollapseShapeOp, tensor::ExpandShapeOp>(op))
      return classesOfReshape(op);
    if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op))
      return classesOfSlice(slice.getSource(), slice.getResult(), slice.getDroppedDims());
    if (auto slice = dyn_cast<tensor::InsertSliceOp>(op))
      return classesOfSlice(slice.getDest(), slice.getSource(), slice.getDroppedDims());
    return classesOfDims(op);
  }

  static SmallVector<DimClass> classesOfLoops(linalg::LinalgOp op) {
    SmallVector<DimClass> classes(op.getNumLoops());
    for (OpOperand &operand : op->getOpOperands())
      for (auto [dim, expr] :
           llvm::enumerate(op.getMatchingIndexingMap(&operand).getResults()))
        if (auto loop = dyn_cast<AffineDimExpr>(expr))
          classes[loop.getPosition()].push_back({operand.get(), {static_cast<int64_t>(dim)}});
    return classes;
  }

  static SmallVector<DimClass> classesOfReshape(Operation *op) {
    Value narrow = op->getOperand(0), wide = op->getResult(0);
    SmallVector<ReassociationIndices, 4> groups;
    if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op)) {
      std::swap(narrow, wide);
      groups = collapse.getReassociationIndices();
    } else {
      groups = cast<tensor::ExpandShapeOp>(op).getReassociationIndices();
    }
    SmallVector<DimClass> classes;
    for (auto [dim, group] : llvm::enumerate(groups))
      classes.push_back({{narrow, {static_cast<int64_t>(dim)}},
                         {wide, SmallVector<int64_t>(group.begin(), group.end())}});
    return classes;
  }

  static SmallVector<DimClass> classesOfSlice(Value whole, Value slice,
                                              const llvm::SmallBitVector &dropped) {
    SmallVector<DimClass> classes;
    int64_t inSlice = 0;
    for (int64_t dim = 0; dim < cast<RankedTensorType>(whole.getType()).getRank(); ++dim)
      if (!dropped.test(dim))
        classes.push_back({{whole, {dim}}, {slice, {inSlice++}}});
    return classes;
  }

  /// Dimension by dimension, over everything of the result's rank.
  static SmallVector<DimClass> classesOfDims(Operation *op) {
    SmallVector<DimClass> classes;
    for (Value value : valuesOf(op)) {
      auto type = dyn_cast<RankedTensorType>(value.getType());
      if (!type)
        continue;
      classes.resize(std::max<size_t>(classes.size(), type.getRank()));
      for (int64_t dim = 0; dim < type.getRank(); ++dim)
        classes[dim].push_back({value, {dim}});
    }
    return classes;
  }

  //===--------------------------------------------------------------------===//
  // Offsets
  //===--------------------------------------------------------------------===//

  /// An offset is used only to make the index of a loop global, which is split
  /// over its axes and no others.
  LogicalResult checkOffset(ShardOffsetOp offset) {
    if (llvm::any_of(offset.getAxes().getAsValueRange<StringAttr>(),
                     [&](StringRef axis) { return program.isIndependent(axis); }))
      return success(); // there are no states along it
    for (Operation *user : offset->getUsers())
      if (!isa<arith::AddIOp>(user) || failed(checkOffsetUse(offset, user))) {
        InFlightDiagnostic error = offset.emitOpError()
                                   << "is used otherwise than to be added to linalg.index of a "
                                      "loop of extent "
                                   << offset.getExtent() << " that exactly its axes split";
        error.attachNote(user->getLoc()) << "used here";
        return error;
      }
    return success();
  }

  static LogicalResult checkOffsetUse(ShardOffsetOp offset, Operation *add) {
    Value other = add->getOperand(add->getOperand(0) == offset.getResult());
    auto index = other.getDefiningOp<linalg::IndexOp>();
    if (!index)
      return failure();
    auto structured = cast<linalg::LinalgOp>(index->getParentOp());
    auto axes = llvm::to_vector(offset.getAxes().getAsRange<StringAttr>());
    if (structured.getStaticLoopRanges()[index.getDim()] != offset.getExtent())
      return failure();
    SmallVector<DimClass> loops = classesOfLoops(structured);
    for (const auto &[value, dims] : loops[index.getDim()])
      if (nestOf(value, dims) == axes)
        return success();
    return failure();
  }

  ProgramOp program;
  MeshOp mesh;
  SymbolTableCollection &symbols;
  llvm::SmallPtrSet<Operation *, 8> visited;
};

} // namespace

LogicalResult skein::checkDistribution(ProgramOp program, MeshOp mesh,
                                       SymbolTableCollection &symbols) {
  Checker checker(program, mesh, symbols);
  LogicalResult ops = checker.check(program);
  return failed(ops) ? ops : checker.checkReports();
}
