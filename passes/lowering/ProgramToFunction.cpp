//===- ProgramToFunction.cpp - variables to memory, programs to functions -===//
#include "dialect/Skein.h"
#include "passes/InlineCalls.h"
#include "passes/Passes.h"
#include "passes/lowering/Entry.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_PROGRAMTOFUNCTIONPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

MemRefType bufferType(Type tensorType) {
  auto type = cast<RankedTensorType>(tensorType);
  return MemRefType::get(type.getShape(), type.getElementType());
}

/// Replaces `call` by the body of its callee.
LogicalResult inlineCall(func::CallOp call, SymbolTable &symbols) {
  auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
  if (!callee || !callee.getBody().hasOneBlock())
    return call.emitOpError() << "cannot be inlined: @" << call.getCallee()
                              << " is not a function of one block";
  skein::passes::inlineCall(call, callee);
  return success();
}

/// Inlines all calls below `root`, those of inlined bodies included.
LogicalResult inlineCalls(Operation *root, SymbolTable &symbols) {
  // No chain of calls is longer than the number of functions unless it recurs.
  int64_t maxDepth =
      llvm::range_size(cast<ModuleOp>(symbols.getOp()).getOps<func::FuncOp>());
  for (int64_t depth = 0;; ++depth) {
    SmallVector<func::CallOp> calls;
    root->walk([&](func::CallOp call) { calls.push_back(call); });
    if (calls.empty())
      return success();
    if (depth > maxDepth)
      return calls.front().emitOpError()
             << "is recursive; expected a call that can be inlined";
    for (func::CallOp call : calls)
      if (failed(inlineCall(call, symbols)))
        return failure();
  }
}

/// What a variable is inside one function.
struct VariableState {
  BlockArgument buffer;
  Value initial; // the tensor in the buffer; null while nobody asked for it
  Value current; // null: still the initial one
};

/// Turns one step or program into a function.
class FunctionBuilder {
public:
  FunctionBuilder(FunctionOpInterface entry,
                  MutableArrayRef<VariableOp> variables)
      : entry(entry), variables(variables), builder(entry) {}

  LogicalResult build() {
    createFunction();
    if (failed(resolveVariables()))
      return failure();
    writeBack();
    entry.erase();
    return success();
  }

private:
  /// A function with the body of the entry, its inputs read from buffers.
  void createFunction() {
    SmallVector<Type> types;
    for (VariableOp variable : variables)
      types.push_back(bufferType(variable.getType()));
    for (Type type : entry.getArgumentTypes())
      types.push_back(bufferType(type));
    for (Type type : entry.getResultTypes())
      types.push_back(bufferType(type));
    if (findRepeatWhile())
      types.push_back(bufferType(findRepeatWhile().getCondition().getType()));
    function = func::FuncOp::create(builder, entry.getLoc(), entry.getName(),
                                    builder.getFunctionType(types, {}));
    function->setAttr(entryAttrName, builder.getUnitAttr());

    Block *body = &entry.getFunctionBody().front();
    body->moveBefore(&function.getBody(), function.getBody().end());
    SmallVector<BlockArgument> inputs(body->getArguments());
    SmallVector<BlockArgument> arguments;
    for (Type type : types)
      arguments.push_back(body->addArgument(type, entry.getLoc()));
    builder.setInsertionPointToStart(body);
    for (auto [index, input] : llvm::enumerate(inputs))
      input.replaceAllUsesWith(read(arguments[variables.size() + index],
                                    input.getType(),
                                    /*writable=*/false));
    body->eraseArguments(0, inputs.size());
    for (auto [variable, buffer] : llvm::zip(variables, body->getArguments()))
      states[variable.getSymName()] = {buffer, {}, {}};
  }

  /// Null if the program counts steps.
  RepeatWhileOp findRepeatWhile() {
    auto found = entry.getFunctionBody().front().getOps<RepeatWhileOp>();
    return found.empty() ? RepeatWhileOp() : *found.begin();
  }

  Value read(BlockArgument buffer, Type tensorType, bool writable) {
    return bufferization::ToTensorOp::create(builder, entry.getLoc(),
                                             tensorType, buffer,
                                             /*restrict=*/true, writable);
  }

  /// Nothing may write to it, unless the variable gets a new value in the end.
  Value initialValue(VariableState &state, Type tensorType) {
    if (!state.initial) {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(body());
      state.initial = read(state.buffer, tensorType, /*writable=*/false);
    }
    return state.initial;
  }

  WalkResult refuseForeign(Operation *op, StringRef variable) {
    op->emitOpError() << "is about @" << variable << ", which does not live on the devices of '"
                      << function.getName() << "'";
    return WalkResult::interrupt();
  }

  /// Reads become SSA values, assignments name the next one.
  LogicalResult resolveVariables() {
    WalkResult result = function.walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (auto read = dyn_cast<ReadOp>(op)) {
        auto found = states.find(read.getVariable());
        if (found == states.end())
          return refuseForeign(read, read.getVariable());
        VariableState &state = found->second;
        read.replaceAllUsesWith(state.current
                                    ? state.current
                                    : initialValue(state, read.getType()));
        read.erase();
        return WalkResult::skip();
      }
      if (auto assign = dyn_cast<AssignOp>(op)) {
        if (assign->getBlock() != body()) {
          assign.emitOpError()
              << "assigns @" << assign.getVariable()
              << " inside a loop or a branch; expected it at the top of '"
              << function.getName() << "'";
          return WalkResult::interrupt();
        }
        auto found = states.find(assign.getVariable());
        if (found == states.end())
          return refuseForeign(assign, assign.getVariable());
        found->second.current = assign.getValue();
        assign.erase();
        return WalkResult::skip();
      }
      if (isa<ApplyGradientOp, AllFiniteOp, GlobalNormOp, ValueAndGradOp>(op)) {
        op->emitOpError() << "has to be written out before; run "
                             "--skein-differentiate and "
                             "--skein-expand-optimizers";
        return WalkResult::interrupt();
      }
      return WalkResult::advance();
    });
    return failure(result.wasInterrupted());
  }

  /// Results first: they may be old values of variables.
  void writeBack() {
    auto terminator = cast<ReturnOp>(body()->getTerminator());
    SmallVector<std::pair<Value, BlockArgument>> written;
    for (VariableOp variable : variables) {
      VariableState &state = states[variable.getSymName()];
      if (!state.current || state.current == state.initial)
        continue;
      Value initial = initialValue(state, variable.getType());
      initial.getDefiningOp<bufferization::ToTensorOp>().setWritable(true);
      written.push_back({computedInto(initial, state.current), state.buffer});
    }
    builder.setInsertionPoint(terminator);
    SmallVector<Value> results(terminator.getResults());
    for (RepeatWhileOp repeat : llvm::make_early_inc_range(body()->getOps<RepeatWhileOp>())) {
      results.push_back(repeat.getCondition());
      repeat.erase();
    }
    for (auto [index, result] : llvm::enumerate(results)) {
      unsigned position = body()->getNumArguments() - results.size() + index;
      materialize(result, body()->getArgument(position), /*restrict=*/true);
    }
    for (auto [value, buffer] : written)
      materialize(value, buffer, /*restrict=*/false);
    func::ReturnOp::create(builder, terminator.getLoc());
    terminator.erase();
  }

  void materialize(Value value, BlockArgument buffer, bool restrict) {
    bufferization::MaterializeInDestinationOp::create(
        builder, value.getLoc(), /*result=*/Type(), value, buffer, restrict,
        /*writable=*/true);
  }

  /// `value`, with `destination` as the init of the op that gives it: that op
  /// itself, or a copy behind the last use of the old value. Later users of
  /// `value` use the copy, so that fusion can merge it with what computes
  /// `value`.
  Value computedInto(Value destination, Value value) {
    auto result = dyn_cast<OpResult>(value);
    auto producer = value.getDefiningOp<DestinationStyleOpInterface>();
    if (producer && producer.getTiedOpOperand(result)->get() == destination)
      return value;
    Operation *last = destination.getDefiningOp();
    auto moveBehind = [&](Operation *op) {
      Operation *ancestor = op ? body()->findAncestorOpInBlock(*op) : nullptr;
      if (ancestor && !isa<ReturnOp>(ancestor) &&
          last->isBeforeInBlock(ancestor))
        last = ancestor;
    };
    moveBehind(value.getDefiningOp());
    for (Operation *user : destination.getUsers())
      moveBehind(user);
    builder.setInsertionPointAfter(last);
    Operation *copy =
        linalg::CopyOp::create(builder, value.getLoc(), value, destination);
    if (value.getDefiningOp<linalg::LinalgOp>())
      value.replaceUsesWithIf(copy->getResult(0), [&](OpOperand &use) {
        Operation *ancestor = body()->findAncestorOpInBlock(*use.getOwner());
        return ancestor && copy->isBeforeInBlock(ancestor);
      });
    return copy->getResult(0);
  }

  Block *body() { return &function.getBody().front(); }

  FunctionOpInterface entry;
  MutableArrayRef<VariableOp> variables;
  OpBuilder builder;
  func::FuncOp function;
  llvm::StringMap<VariableState> states;
};

/// A step or a program, and what it has buffers for.
struct Entry {
  FunctionOpInterface op;
  SmallVector<VariableOp> variables;
};

SmallVector<VariableOp> variablesOf(Operation *op,
                                    ArrayRef<VariableOp> variables) {
  auto program = dyn_cast<ProgramOp>(op);
  return llvm::filter_to_vector(variables, [&](VariableOp variable) {
    return !program || program.hasVariable(variable);
  });
}

struct ProgramToFunction
    : skein::passes::impl::ProgramToFunctionPassBase<ProgramToFunction> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    SymbolTable symbols(module);
    SmallVector<VariableOp> variables(module.getOps<VariableOp>());
    SmallVector<func::FuncOp> functions(module.getOps<func::FuncOp>());
    // Before any program disappears: where one runs may depend on another.
    SmallVector<Entry> entries;
    for (Operation &op : module.getOps())
      if (isa<StepOp, ProgramOp>(op))
        entries.push_back({cast<FunctionOpInterface>(op),
                           variablesOf(&op, variables)});

    for (Entry &entry : entries)
      if (failed(inlineCalls(entry.op, symbols)) ||
          failed(FunctionBuilder(entry.op, entry.variables).build()))
        return signalPassFailure();
    for (func::FuncOp function : functions)
      function.erase();
    for (VariableOp variable : variables)
      variable.erase();
    for (MeshOp mesh : llvm::make_early_inc_range(module.getOps<MeshOp>()))
      mesh.erase();
  }
};

} // namespace
