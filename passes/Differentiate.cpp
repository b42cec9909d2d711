//===- Differentiate.cpp - write the derivatives of loss functions out ----===//
#include "dialect/Skein.h"
#include "passes/Gathers.h"
#include "passes/InlineCalls.h"
#include "passes/Passes.h"
#include "passes/RandomNumbers.h"
#include "passes/adjoint/Functions.h"
#include "passes/adjoint/LookUps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_DIFFERENTIATEPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

using passes::Derivative;
using passes::Differentiator;
using passes::FunctionPair;
using passes::TableReads;

Value createSplat(OpBuilder &builder, Location loc, Type type, double value) {
  auto tensorType = cast<RankedTensorType>(type);
  auto element = builder.getFloatAttr(tensorType.getElementType(), value);
  return arith::ConstantOp::create(
      builder, loc, DenseElementsAttr::get(tensorType, Attribute(element)));
}

/// The derivative by the loss, of type `type`: the scale of `op`, or 1.
Value createCotangent(OpBuilder &builder, ValueAndGradOp op, Type type) {
  Value scale = op.getScale();
  if (!scale)
    return createSplat(builder, op.getLoc(), type, 1);
  if (scale.getType() == type)
    return scale;
  Value empty = tensor::EmptyOp::create(builder, op.getLoc(), type, ValueRange());
  AffineMap map = AffineMap::get(0, 0, builder.getContext());
  Type element = getElementTypeOrSelf(type);
  return linalg::GenericOp::create(
             builder, op.getLoc(), type, scale, empty, {map, map}, ArrayRef<utils::IteratorType>(),
             [&](OpBuilder &body, Location loc, ValueRange args) {
               Value value = element.getIntOrFloatBitWidth() > 32
                                 ? arith::ExtFOp::create(body, loc, element, args[0]).getResult()
                                 : arith::TruncFOp::create(body, loc, element, args[0]).getResult();
               linalg::YieldOp::create(body, loc, value);
             })
      .getResult(0);
}

/// The sparse gradient of a table of `type` from `pairs` of indices and rows.
Value createSparse(OpBuilder &builder, Location loc, Type type,
                   ArrayRef<Value> pairs) {
  SmallVector<Value> indices, rows;
  for (unsigned i = 0; i < pairs.size(); i += 2) {
    indices.push_back(pairs[i]);
    rows.push_back(pairs[i + 1]);
  }
  return SparseGradientOp::create(
      builder, loc, SparseGradientType::get(cast<RankedTensorType>(type)),
      indices, rows);
}

/// Whether nothing but optimisers takes `gradient`, so that it may be sparse. A
/// flag may look at it too, unless the sum of rows overflows where no row does.
bool isOnlyApplied(Value gradient) {
  bool mayOverflow = getElementTypeOrSelf(gradient).isF16();
  return llvm::any_of(gradient.getUsers(), llvm::IsaPred<ApplyGradientOp>) &&
         llvm::all_of(gradient.getUsers(), [&](Operation *user) {
           return isa<ApplyGradientOp>(user) ||
                  (isa<AllFiniteOp>(user) && !mayOverflow);
         });
}

/// The arguments of `callee` whose gradients are to come by rows: where the text
/// says so, and where that is fewer rows than the table has.
FailureOr<llvm::BitVector> chooseByRows(ValueAndGradOp op, func::FuncOp callee,
                                        SymbolTable &symbols,
                                        bool denseGradients) {
  llvm::BitVector byRows(callee.getNumArguments());
  for (auto [index, gradient] :
       llvm::zip(op.getWrt(),
                 op.getResults().drop_front(callee.getNumResults()))) {
    bool isAsked = isa<SparseGradientType>(gradient.getType());
    auto table = cast<RankedTensorType>(callee.getArgumentTypes()[index]);
    if (!isAsked && (denseGradients || table.getRank() == 0 ||
                     !isOnlyApplied(gradient)))
      continue;
    TableReads reads = passes::findTableReads(callee, index, symbols);
    if (isAsked && reads.whole) {
      InFlightDiagnostic error = op.emitOpError("asks for a sparse gradient of "
                                                "argument ")
                                 << index << " of @" << op.getCallee()
                                 << ", which is not only looked up row by row; "
                                    "expected a gradient of type "
                                 << table;
      error.attachNote(reads.whole->getLoc()) << "read in another way here";
      return error;
    }
    byRows[index] = isAsked || (!reads.whole && reads.rows > 0 &&
                                reads.rows < table.getDimSize(0));
  }
  return byRows;
}

/// Whether `function` is a chain of stages, by `--skein-cut-stages`.
bool callsStages(func::FuncOp function, SymbolTable &symbols) {
  return llvm::any_of(function.getOps<func::CallOp>(), [&](func::CallOp call) {
    return symbols.lookup(call.getCallee())->hasAttr(stageAttrName);
  });
}

/// Replaces the call `forward` of the forward half, and that of the backward half
/// that is in the same block, by what they call.
void inlineHalves(FunctionPair functions, func::CallOp forward) {
  auto calls = llvm::to_vector(forward->getBlock()->getOps<func::CallOp>());
  for (func::CallOp call : calls) {
    if (call.getCallee() == functions.backward.getName())
      passes::inlineCall(call, functions.backward);
    if (call.getCallee() == functions.forward.getName())
      passes::inlineCall(call, functions.forward);
  }
}

/// Says of the functions of stages what they compute.
void nameActions(ModuleOp module) {
  for (auto function : module.getOps<func::FuncOp>())
    if (function->hasAttr(stageAttrName))
      function->setAttr(actionAttrName,
                        StringAttr::get(module.getContext(), function->hasAttr("skein.forward")
                                                                 ? "backward"
                                                                 : "forward"));
}

/// Replaces `op` by calls of the two halves of its callee, or by what they call where
/// the callee is a chain of stages; the halves are then `unused`.
LogicalResult expand(ValueAndGradOp op, Differentiator &differentiator,
                     bool denseGradients, SmallVector<func::FuncOp> &unused) {
  auto callee = differentiator.symbols.lookup<func::FuncOp>(op.getCallee());
  if (callee.isExternal())
    return op.emitOpError("callee @")
           << op.getCallee() << " has no body; expected one to differentiate";
  llvm::BitVector arguments(callee.getNumArguments()),
      results(callee.getNumResults());
  for (int64_t index : op.getWrt())
    arguments.set(index);
  results.set(0);
  FailureOr<llvm::BitVector> byRows =
      chooseByRows(op, callee, differentiator.symbols, denseGradients);
  if (failed(byRows))
    return failure();
  FailureOr<const Derivative *> derivative =
      differentiator.differentiate(callee, arguments, *byRows, results, op);
  if (failed(derivative))
    return failure();

  OpBuilder builder(op);
  Location loc = op.getLoc();
  func::CallOp forward =
      (*derivative)->callForward(builder, loc, op.getArguments());
  SmallVector<Value> replacements(
      forward.getResults().take_front(callee.getNumResults()));
  SmallVector<SmallVector<Value>> gradients(callee.getNumArguments());
  if (!(*derivative)->gradients.empty()) {
    Value cotangent = createCotangent(builder, op, forward.getResult(0).getType());
    func::CallOp backward =
        (*derivative)->callBackward(builder, loc, forward, cotangent);
    (*derivative)
        ->forEachGradient(
            backward.getResults(),
            [&](const Derivative::Gradient &gradient, ValueRange values) {
              gradients[gradient.argument] = llvm::to_vector(values);
            });
  }
  for (int64_t index : op.getWrt()) {
    Type type = op.getArguments()[index].getType();
    if (gradients[index].empty())
      op.emitRemark("the loss does not depend on argument ")
          << index << " of @" << op.getCallee();
    if (byRows->test(index))
      replacements.push_back(
          createSparse(builder, loc, type, gradients[index]));
    else
      replacements.push_back(gradients[index].empty()
                                 ? createSplat(builder, loc, type, 0)
                                 : gradients[index].front());
  }
  op->replaceAllUsesWith(replacements);
  op.erase();
  if (callsStages(callee, differentiator.symbols)) {
    FunctionPair halves = (*derivative)->functions;
    inlineHalves(halves, forward);
    halves.forward->removeAttr("skein.backward");
    halves.backward->removeAttr("skein.forward");
    unused.append({halves.forward, halves.backward});
  }
  return success();
}

/// The functions that `roots` call, directly or not, and `roots`; callers
/// first.
SetVector<func::FuncOp> reachableFrom(ArrayRef<func::FuncOp> roots,
                                      SymbolTable &symbols) {
  SetVector<func::FuncOp> reached(roots.begin(), roots.end());
  for (unsigned index = 0; index < reached.size(); ++index) {
    func::FuncOp caller = reached[index];
    caller.walk([&](func::CallOp call) {
      if (auto callee = symbols.lookup<func::FuncOp>(call.getCallee()))
        reached.insert(callee);
    });
  }
  return reached;
}

struct Differentiate : passes::impl::DifferentiatePassBase<Differentiate> {
  using DifferentiatePassBase::DifferentiatePassBase;

  void runOnOperation() override {
    passes::writeGathersOut(getOperation());
    passes::writeRandomNumbersOut(getOperation());
    Differentiator differentiator(getOperation());
    SmallVector<ValueAndGradOp> requests;
    getOperation().walk([&](ValueAndGradOp op) { requests.push_back(op); });
    SmallVector<func::FuncOp> losses;
    for (ValueAndGradOp op : requests) {
      losses.push_back(
          differentiator.symbols.lookup<func::FuncOp>(op.getCallee()));
      if (failed(expand(op, differentiator, denseGradients, losses)))
        return signalPassFailure();
    }
    eraseUnused(reachableFrom(losses, differentiator.symbols),
                differentiator.symbols);
    nameActions(getOperation());
  }

private:
  void eraseUnused(SetVector<func::FuncOp> functions, SymbolTable &symbols) {
    bool erased = true;
    while (std::exchange(erased, false))
      for (func::FuncOp function : functions.getArrayRef())
        if (SymbolTable::symbolKnownUseEmpty(function, getOperation())) {
          functions.remove(function);
          symbols.erase(function);
          erased = true;
          break;
        }
  }
};

} // namespace
