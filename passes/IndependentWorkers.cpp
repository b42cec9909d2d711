//===- IndependentWorkers.cpp - programs whose devices do not keep step ---===//
#include "passes/IndependentWorkers.h"
#include "dialect/Distribution.h"
#include "passes/StructuredOps.h"

#include "llvm/ADT/SetVector.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;
using namespace skein;

namespace {

class Conversion {
public:
  Conversion(ProgramOp program, ArrayRef<StringAttr> axes, SymbolTable &symbols)
      : program(program), axes(axes), symbols(symbols) {}

  LogicalResult run() {
    takeOwnFunctions(program);
    for (Operation *root : roots())
      if (failed(convertCollectives(root)))
        return failure();
    if (program->hasAttr(perReplicaAttrName))
      divideResults();
    for (Operation *root : roots())
      removeDistribution(root, axes);
    Block &body = program.getBody().front();
    program.setFunctionType(FunctionType::get(program.getContext(), body.getArgumentTypes(),
                                              body.getTerminator()->getOperandTypes()));
    SmallVector<Attribute> names(axes.begin(), axes.end());
    program.setIndependentAttr(ArrayAttr::get(program.getContext(), names));
    program->removeAttr(unsynchronizedAttrName);
    program->removeAttr(perReplicaAttrName);
    return success();
  }

private:
  SmallVector<Operation *> roots() {
    SmallVector<Operation *> all{program};
    all.append(functions.begin(), functions.end());
    return all;
  }

  bool isConverted(Attribute axis) { return llvm::is_contained(axes, axis); }

  //===--------------------------------------------------------------------===//
  // Functions
  //===--------------------------------------------------------------------===//

  /// Whether something that is not converted calls `function`.
  bool isShared(func::FuncOp function) {
    auto uses = SymbolTable::getSymbolUses(function, symbols.getOp());
    return !uses || llvm::any_of(*uses, [&](SymbolTable::SymbolUse use) {
      auto caller = use.getUser()->getParentOfType<func::FuncOp>();
      bool isInside = caller ? functions.contains(caller)
                             : use.getUser()->getParentOfType<ProgramOp>() == program;
      return !isInside;
    });
  }

  /// Gathers the functions that `root` calls, as copies where others call them too.
  void takeOwnFunctions(Operation *root) {
    SmallVector<func::CallOp> calls;
    root->walk([&](func::CallOp call) { calls.push_back(call); });
    for (func::CallOp call : calls) {
      auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
      if (functions.contains(callee))
        continue;
      func::FuncOp &own = copies[callee];
      if (!own && isShared(callee)) {
        own = callee.clone();
        symbols.insert(own, std::next(callee->getIterator()));
      } else if (!own) {
        own = callee;
      }
      call.setCallee(own.getSymName());
      if (functions.insert(own))
        takeOwnFunctions(own);
    }
  }

  //===--------------------------------------------------------------------===//
  // Ops over the axes
  //===--------------------------------------------------------------------===//

  LogicalResult convertCollectives(Operation *root) {
    WalkResult result = root->walk([&](CollectiveOpInterface op) {
      if (llvm::none_of(op.getAxesAttr(), [&](Attribute axis) { return isConverted(axis); }) ||
          isa<ShardOffsetOp>(op))
        return WalkResult::advance();
      auto partial = dyn_cast<AsPartialOp>(op.getOperation());
      if (!partial || !llvm::all_of(op.getAxesAttr(), [&](Attribute axis) { return isConverted(axis); })) {
        op->emitOpError() << "is over devices of @" << program.getSymName()
                          << " that would not keep step; expected an update with sync = true and "
                             "without replicas_to_aggregate or staleness";
        return WalkResult::interrupt();
      }
      contribute(partial);
      return WalkResult::advance();
    });
    return failure(result.wasInterrupted());
  }

  /// The first device adds what all would have.
  void contribute(AsPartialOp op) {
    OpBuilder builder(op);
    Location loc = op.getLoc();
    Value number = ShardOffsetOp::create(builder, loc, builder.getIndexType(),
                                         builder.getI64IntegerAttr(1), op.getMeshAttr(),
                                         op.getAxesAttr());
    Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
    Value isFirst =
        arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, number, zero);
    op.replaceAllUsesWith(skein::passes::createContribution(
        builder, loc, isFirst, op.getInput(), cast<RankedTensorType>(op.getType()), op.getKind()));
    op.erase();
  }

  /// Of devices with batches of their own a result is the mean, unless it is a total.
  void divideResults() {
    Operation *end = program.getBody().front().getTerminator();
    double devices = 1;
    auto mesh = symbols.lookup<MeshOp>(program.getMesh());
    for (StringAttr axis : axes)
      devices *= *mesh.getAxisSize(axis);
    OpBuilder builder(end);
    for (OpOperand &operand : end->getOpOperands()) {
      auto type = cast<RankedTensorType>(operand.get().getType());
      if (program.getResultAttr(operand.getOperandNumber(), totalAttrName) ||
          !isa<FloatType>(type.getElementType()))
        continue;
      operand.set(skein::passes::createElementwise(
          builder, end->getLoc(), type, operand.get(),
          [&](OpBuilder &body, Location loc, ValueRange args) -> Value {
            Value factor = arith::ConstantOp::create(
                body, loc, body.getFloatAttr(type.getElementType(), 1 / devices));
            return arith::MulFOp::create(body, loc, args[0], factor);
          }));
    }
  }

  ProgramOp program;
  ArrayRef<StringAttr> axes;
  SymbolTable &symbols;
  llvm::SetVector<Operation *> functions;
  DenseMap<Operation *, func::FuncOp> copies;
};

} // namespace

LogicalResult skein::passes::makeIndependent(ProgramOp program, ArrayRef<StringAttr> axes,
                                             SymbolTable &symbols) {
  return Conversion(program, axes, symbols).run();
}
