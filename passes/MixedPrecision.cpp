//===- MixedPrecision.cpp - products of narrow floats ---------------------===//
#include "dialect/Skein.h"
#include "passes/StructuredOps.h"
#include "passes/Gradients.h"
#include "passes/Passes.h"
#include "passes/Products.h"
#include "passes/adjoint/Scalars.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_MIXEDPRECISIONPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

bool isWide(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.getElementType().isF32();
}

//===----------------------------------------------------------------------===//
// What ops are
//===----------------------------------------------------------------------===//

enum class Kind {
  Wide,    ///< takes and gives f32
  Product, ///< takes narrow factors, sums in f32
  Rounded, ///< computes in f32, and what products read of it is rounded
  Moved,   ///< gives elements of its source, in whatever type it has
};

/// Both factors are read several times, or at least one is, for different
/// results: a sum of products of elements alone is a reduction.
bool isProduct(linalg::LinalgOp op) {
  if (!isMultiplyAdd(op) || !llvm::all_of(op->getOperandTypes(), isWide))
    return false;
  SmallVector<utils::IteratorType> loops = op.getIteratorTypesArray();
  if (op.getNumReductionLoops() == 0)
    return false;
  for (OpOperand *input : op.getDpsInputOperands())
    for (auto [loop, type] : llvm::enumerate(loops))
      if (type == utils::IteratorType::parallel &&
          !op.getMatchingIndexingMap(input).isFunctionOfDim(loop))
        return true;
  return false;
}

/// A maximum or minimum of elements, such as a pooling: exact in any type.
bool isSelection(linalg::LinalgOp op) {
  Block *body = op.getBlock();
  return op.getNumDpsInits() == 1 && op.getNumReductionLoops() > 0 &&
         llvm::all_of(op->getOperandTypes(), isWide) &&
         llvm::hasNItems(*body, 2) &&
         isa<arith::MaximumFOp, arith::MaxNumFOp, arith::MinimumFOp,
             arith::MinNumFOp>(body->front()) &&
         llvm::all_of(body->front().getOperands(),
                      [](Value value) { return isa<BlockArgument>(value); });
}

/// Functions that grow or fall so fast that their results are kept in f32:
/// softmax and losses are made of them.
bool isSteep(Operation *op) {
  return isa<math::ExpOp, math::Exp2Op, math::ExpM1Op, math::LogOp,
             math::Log1pOp, math::Log2Op, math::Log10Op, math::PowFOp>(op);
}

/// Which op is what, before anything is rewritten and with the exceptions of the user.
class Kinds {
public:
  Kinds(ArrayRef<std::string> functions, ArrayRef<std::string> ops) {
    for (const std::string &name : functions)
      keptFunctions.insert(name);
    for (const std::string &name : ops)
      keptOps.insert(name);
  }

  void classify(func::FuncOp function) {
    function.walk([&](Operation *op) {
      if (op != function)
        kinds[op] = classify(op);
    });
  }
  Kind of(Operation *op) const { return kinds.lookup(op); }

private:
  Kind classify(Operation *op) const {
    auto function = op->getParentOfType<func::FuncOp>();
    if (isKept(op) || keptFunctions.contains(function.getSymName()))
      return Kind::Wide;
    if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp,
            tensor::ExtractSliceOp, tensor::PadOp, tensor::CastOp>(op))
      return isWide(op->getResult(0).getType()) ? Kind::Moved : Kind::Wide;
    if (auto structured = dyn_cast<linalg::LinalgOp>(op)) {
      if (isProduct(structured))
        return Kind::Product;
      if (isSelection(structured))
        return Kind::Moved;
      bool fills = isa<linalg::FillOp>(op);
      return structured.isAllParallelLoops() && !fills && !hasKept(op)
                 ? Kind::Rounded
                 : Kind::Wide;
    }
    return OpTrait::hasElementwiseMappableTraits(op) ? Kind::Rounded
                                                     : Kind::Wide;
  }

private:
  bool isKept(Operation *op) const {
    return isSteep(op) || keptOps.contains(op->getName().getStringRef());
  }
  bool hasKept(Operation *op) const {
    return op
        ->walk([&](Operation *inner) {
          return isKept(inner) ? WalkResult::interrupt()
                               : WalkResult::advance();
        })
        .wasInterrupted();
  }

  llvm::StringSet<> keptFunctions, keptOps;
  llvm::DenseMap<Operation *, Kind> kinds;
};

//===----------------------------------------------------------------------===//
// Which values are narrow
//===----------------------------------------------------------------------===//

/// The functions that are rewritten, and who calls them.
struct Functions {
  llvm::SetVector<func::FuncOp> all;
  /// Called from elsewhere, too: their signatures stay.
  llvm::DenseSet<Operation *> fixed;
  llvm::DenseMap<Operation *, SmallVector<func::CallOp>> calls;

  /// Those that gradients are taken of, and what they call.
  Functions(ModuleOp module, SymbolTable &symbols) {
    module.walk([&](ValueAndGradOp op) {
      auto callee = symbols.lookup<func::FuncOp>(op.getCallee());
      all.insert(callee);
      fixed.insert(callee);
    });
    for (unsigned index = 0; index < all.size(); ++index)
      func::FuncOp(all[index]).walk([&](func::CallOp call) {
        if (auto callee = symbols.lookup<func::FuncOp>(call.getCallee()))
          all.insert(callee);
      });
    module.walk([&](func::CallOp call) {
      auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
      auto caller = call->getParentOfType<func::FuncOp>();
      if (!callee || !all.contains(callee))
        return;
      if (caller && all.contains(caller) && !callee.isExternal())
        calls[callee].push_back(call);
      else
        fixed.insert(callee);
    });
  }
};

/// Finds the values that products read, directly or through ops that are
/// rounded or moved, and among them those that come from products.
class Narrowing {
public:
  Narrowing(Functions &functions, const Kinds &kinds, SymbolTable &symbols)
      : functions(functions), kinds(kinds), symbols(symbols) {
    for (func::FuncOp function : functions.all)
      function.walk([&](linalg::LinalgOp op) {
        if (kinds.of(op) == Kind::Product)
          for (Value input : op.getDpsInputs())
            mark(input);
      });
    while (!work.empty())
      markSources(work.pop_back_val());
    while (removeUnfounded()) {
    }
    for (func::FuncOp function : functions.all)
      for (unsigned index = 0; index < function.getNumResults(); ++index)
        if (isReturned(function, index))
          returned.insert({function, index});
  }

  bool isNarrow(Value value) const { return narrow.contains(value); }

  /// Whether `function` returns result `index` narrow.
  bool returnsNarrow(func::FuncOp function, unsigned index) const {
    return returned.contains({function, index});
  }

private:
  bool isReturned(func::FuncOp function, unsigned index) const {
    if (functions.fixed.contains(function) || function.isExternal())
      return false;
    Value returned =
        function.getBody().front().getTerminator()->getOperand(index);
    return narrow.contains(returned) &&
           llvm::any_of(functions.calls.lookup(function),
                        [&](func::CallOp call) {
                          return read.contains(call.getResult(index));
                        });
  }

  void mark(Value value) {
    if (!isWide(value.getType()) || !read.insert(value).second)
      return;
    narrow.insert(value);
    work.push_back(value);
  }

  void markSources(Value value) {
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      auto function =
          dyn_cast<func::FuncOp>(argument.getOwner()->getParentOp());
      for (func::CallOp call : function ? functions.calls.lookup(function)
                                        : SmallVector<func::CallOp>())
        mark(call.getOperand(argument.getArgNumber()));
      return;
    }
    Operation *op = value.getDefiningOp();
    if (auto call = dyn_cast<func::CallOp>(op)) {
      auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
      if (callee && !callee.isExternal())
        mark(callee.getBody().front().getTerminator()->getOperand(
            cast<OpResult>(value).getResultNumber()));
      return;
    }
    Kind kind = kinds.of(op);
    if (kind == Kind::Rounded)
      for (Value input : inputsOf(op))
        mark(input);
    if (kind == Kind::Moved)
      mark(op->getOperand(0));
  }

  static SmallVector<Value> inputsOf(Operation *op) {
    if (auto structured = dyn_cast<linalg::LinalgOp>(op))
      return structured.getDpsInputs();
    return SmallVector<Value>(op->getOperands());
  }

  /// Whether `value` has a reason to be narrow, given all others.
  bool isFounded(Value value) const {
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      auto function =
          dyn_cast<func::FuncOp>(argument.getOwner()->getParentOp());
      if (!function || functions.fixed.contains(function))
        return false;
      return llvm::all_of(
          functions.calls.lookup(function), [&](func::CallOp call) {
            return narrow.contains(call.getOperand(argument.getArgNumber()));
          });
    }
    Operation *op = value.getDefiningOp();
    if (auto call = dyn_cast<func::CallOp>(op)) {
      auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
      return callee &&
             isReturned(callee, cast<OpResult>(value).getResultNumber());
    }
    switch (kinds.of(op)) {
    case Kind::Product:
      return true;
    case Kind::Moved:
      return narrow.contains(op->getOperand(0));
    case Kind::Rounded:
      return llvm::any_of(inputsOf(op),
                          [&](Value input) { return narrow.contains(input); });
    case Kind::Wide:
      return false;
    }
    return false;
  }

  bool removeUnfounded() {
    SmallVector<Value> unfounded;
    for (Value value : narrow)
      if (!isFounded(value))
        unfounded.push_back(value);
    for (Value value : unfounded)
      narrow.erase(value);
    return !unfounded.empty();
  }

  Functions &functions;
  const Kinds &kinds;
  SymbolTable &symbols;
  llvm::DenseSet<Value> read, narrow;
  llvm::DenseSet<std::pair<Operation *, unsigned>> returned;
  SmallVector<Value> work;
};

//===----------------------------------------------------------------------===//
// Rewriting
//===----------------------------------------------------------------------===//

class Rewriter {
public:
  Rewriter(const Narrowing &narrowing, const Kinds &kinds, SymbolTable &symbols,
           Type narrowType)
      : narrowing(narrowing), kinds(kinds), symbols(symbols),
        narrowType(narrowType), builder(narrowType.getContext()) {}

  void rewrite(func::FuncOp function) {
    if (function.isExternal())
      return;
    SmallVector<Operation *> ops;
    function.getBody().walk<WalkOrder::PreOrder>([&](Operation *op) {
      ops.push_back(op);
      return isa<linalg::LinalgOp, tensor::PadOp>(op) ? WalkResult::skip()
                                                      : WalkResult::advance();
    });
    for (BlockArgument argument : function.getArguments())
      if (narrowing.isNarrow(argument))
        makeNarrow(argument);
    for (Operation *op : ops)
      rewrite(op, function);
    for (Operation *op : llvm::reverse(moved))
      if (isOpTriviallyDead(op))
        op->erase();
    moved.clear();
    function.setType(FunctionType::get(
        function.getContext(), function.getBody().front().getArgumentTypes(),
        function.getBody().front().getTerminator()->getOperandTypes()));
  }

private:
  RankedTensorType narrowed(Type type) const {
    return RankedTensorType::get(cast<RankedTensorType>(type).getShape(),
                                 narrowType);
  }

  void makeNarrow(Value value) {
    value.setType(narrowed(value.getType()));
    narrows[value] = value;
  }

  Value cast(Value value, Type element) {
    auto type = RankedTensorType::get(
        llvm::cast<RankedTensorType>(value.getType()).getShape(), element);
    return createElementwise(builder, value.getLoc(), TypeRange(type), value,
                             [&](OpBuilder &body, Location loc,
                                 ValueRange args) -> SmallVector<Value> {
                               return {castFloat(body, loc, args[0], element)};
                             })
        .front();
  }

  Attribute narrowAttribute(FloatAttr attr) const {
    APFloat value = attr.getValue();
    bool lossy;
    value.convert(llvm::cast<FloatType>(narrowType).getFloatSemantics(),
                  APFloat::rmNearestTiesToEven, &lossy);
    return FloatAttr::get(narrowType, value);
  }

  /// The narrow version of `value`; empty tensors and constants are made anew.
  Value getNarrow(Value value) {
    if (Value known = narrows.lookup(value))
      return known;
    auto type = narrowed(value.getType());
    if (value.getDefiningOp<tensor::EmptyOp>())
      return tensor::EmptyOp::create(builder, value.getLoc(), type,
                                     ValueRange());
    FloatAttr constant;
    if (auto fill = value.getDefiningOp<linalg::FillOp>();
        fill && matchPattern(fill.getInputs()[0], m_Constant(&constant))) {
      Value empty =
          tensor::EmptyOp::create(builder, value.getLoc(), type, ValueRange());
      Value scalar = arith::ConstantOp::create(
          builder, value.getLoc(),
          llvm::cast<TypedAttr>(narrowAttribute(constant)));
      return linalg::FillOp::create(builder, value.getLoc(), scalar, empty)
          .getResult(0);
    }
    return cast(value, narrowType);
  }

  /// Every use extends anew: a kernel that reads the value extends it on the
  /// way.
  Value getWide(Value value) {
    Value known = narrows.lookup(value);
    return known ? cast(known, builder.getF32Type()) : value;
  }

  void widenOperands(Operation *op) {
    for (OpOperand &operand : op->getOpOperands())
      operand.set(getWide(operand.get()));
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(op->getRegions(), captured);
    if (isa<linalg::LinalgOp, tensor::PadOp>(op))
      for (Value value : captured)
        if (narrows.contains(value))
          replaceAllUsesInRegionWith(value, getWide(value), op->getRegion(0));
  }

  void rewrite(Operation *op, func::FuncOp function) {
    builder.setInsertionPoint(op);
    if (auto call = dyn_cast<func::CallOp>(op))
      return rewriteCall(call);
    if (isa<func::ReturnOp>(op)) {
      for (OpOperand &operand : op->getOpOperands())
        operand.set(
            narrowing.returnsNarrow(function, operand.getOperandNumber())
                ? getNarrow(operand.get())
                : getWide(operand.get()));
      return;
    }
    Kind kind = kinds.of(op);
    if (kind == Kind::Moved && narrowing.isNarrow(op->getResult(0)))
      return rewriteMove(op);
    if (kind == Kind::Product)
      return rewriteProduct(llvm::cast<linalg::LinalgOp>(op));
    widenOperands(op);
    if (kind == Kind::Rounded)
      round(op);
  }

  void round(Operation *op) {
    builder.setInsertionPointAfter(op);
    for (Value result : op->getResults())
      if (narrowing.isNarrow(result))
        narrows[result] = cast(result, narrowType);
  }

  void rewriteCall(func::CallOp call) {
    auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
    bool known = callee && !callee.isExternal();
    for (auto [index, operand] : llvm::enumerate(call->getOpOperands()))
      operand.set(known && takesNarrow(callee, index) ? getNarrow(operand.get())
                                                      : getWide(operand.get()));
    for (OpResult result : call->getResults())
      if (known && narrowing.returnsNarrow(callee, result.getResultNumber()))
        makeNarrow(result);
  }

  /// Before or after `function` was rewritten.
  bool takesNarrow(func::FuncOp function, unsigned index) const {
    return narrowing.isNarrow(function.getArgument(index));
  }

  /// Factors are rounded; the body extends them, so that terms are summed in
  /// f32.
  void rewriteProduct(linalg::LinalgOp op) {
    Block *body = op.getBlock();
    OpBuilder inside = OpBuilder::atBlockBegin(body);
    for (OpOperand *input : op.getDpsInputOperands()) {
      input->set(getNarrow(input->get()));
      BlockArgument argument = op.getMatchingBlockArgument(input);
      argument.setType(narrowType);
      Value extended = arith::ExtFOp::create(inside, op.getLoc(),
                                             inside.getF32Type(), argument);
      argument.replaceAllUsesExcept(extended, extended.getDefiningOp());
    }
    op.getDpsInitsMutable()[0].set(getWide(op.getDpsInits()[0]));
    builder.setInsertionPointAfter(op);
    Value result = op->getResult(0);
    narrows[result] = cast(result, narrowType);
  }

  void rewriteMove(Operation *op) {
    bool selects = isa<linalg::LinalgOp>(op);
    SmallVector<Value> operands(op->getOperands());
    for (Value &operand : MutableArrayRef(operands).take_front(selects ? operands.size() : 1))
      operand = getNarrow(operand);
    Operation *copy = builder.clone(*op);
    copy->setOperands(operands);
    copy->getResult(0).setType(narrowed(op->getResult(0).getType()));
    if (selects) {
      Block &body = copy->getRegion(0).front();
      for (BlockArgument argument : body.getArguments())
        argument.setType(narrowType);
      body.front().getResult(0).setType(narrowType);
    } else if (isa<tensor::PadOp>(op)) {
      narrowPadding(copy->getRegion(0).front().getTerminator());
    }
    narrows[op->getResult(0)] = copy->getResult(0);
    moved.push_back(op);
  }

  void narrowPadding(Operation *yield) {
    OpBuilder inside(yield);
    Value wide = yield->getOperand(0);
    FloatAttr constant;
    if (matchPattern(wide, m_Constant(&constant)))
      yield->setOperand(0,
                        arith::ConstantOp::create(
                            inside, yield->getLoc(),
                            llvm::cast<TypedAttr>(narrowAttribute(constant))));
    else
      yield->setOperand(0,
                        castFloat(inside, yield->getLoc(), wide, narrowType));
  }

  const Narrowing &narrowing;
  const Kinds &kinds;
  SymbolTable &symbols;
  Type narrowType;
  OpBuilder builder;
  llvm::DenseMap<Value, Value> narrows; ///< the narrow version of a value
  SmallVector<Operation *> moved;       ///< replaced by a narrow copy
};

struct MixedPrecision
    : skein::passes::impl::MixedPrecisionPassBase<MixedPrecision> {
  using MixedPrecisionPassBase::MixedPrecisionPassBase;

  void runOnOperation() override {
    if (failed(passes::checkHasSteps(getOperation(), getArgument())))
      return signalPassFailure();
    SymbolTable symbols(getOperation());
    if (f16 == bf16) {
      emitError(getOperation().getLoc())
          << "options f16 and bf16 are " << (f16 ? "both" : "neither")
          << " given; expected one of them";
      return signalPassFailure();
    }
    for (const std::string &name : keepFunctions)
      if (!symbols.lookup<func::FuncOp>(name)) {
        emitError(getOperation().getLoc())
            << "option keep-functions names \"" << name
            << "\"; expected a func.func";
        return signalPassFailure();
      }
    for (const std::string &name : keepOps)
      if (!RegisteredOperationName::lookup(name, &getContext())) {
        emitError(getOperation().getLoc())
            << "option keep-ops names \"" << name
            << "\"; expected an op such as math.tanh";
        return signalPassFailure();
      }
    Functions functions(getOperation(), symbols);
    Kinds kinds(keepFunctions, keepOps);
    for (func::FuncOp function : functions.all)
      kinds.classify(function);
    Narrowing narrowing(functions, kinds, symbols);
    Builder builder(&getContext());
    Type type = f16 ? Type(builder.getF16Type()) : Type(builder.getBF16Type());
    Rewriter rewriter(narrowing, kinds, symbols, type);
    for (func::FuncOp function : functions.all)
      rewriter.rewrite(function);
  }
};

} // namespace
