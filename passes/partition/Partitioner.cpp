//===- Partitioner.cpp - functions rewritten for the pieces of a batch ----===//
#include "passes/partition/Partitioner.h"

#include "passes/partition/BodyRewriter.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;

RankedTensorType BatchSplit::localType(Type global, AxisState state) const {
  auto tensor = cast<RankedTensorType>(global);
  if (state.isReplicated())
    return tensor;
  SmallVector<int64_t> shape(tensor.getShape());
  if (state.isSplit() && !perReplica) {
    if (shape[state.dim] % devices != 0)
      return {};
    shape[state.dim] /= devices;
  }
  return getDistributedType([&] { return emitError(UnknownLoc::get(axis.getContext())); }, shape,
                            tensor.getElementType(), {{axis, state}});
}

AxisState BatchSplit::stateOf(Value value) const {
  return axis ? getAxisState(value.getType(), axis) : AxisState::replicated();
}

void passes::removeUnused(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block))) {
    for (Region &region : op.getRegions())
      for (Block &inner : region)
        removeUnused(inner);
    if (isOpTriviallyDead(&op))
      op.erase();
  }
}

FailureOr<SmallVector<Value>> Partitioner::rewriteBody(Block &from, Block &to) {
  BodyRewriter rewriter(split, *this);
  if (failed(rewriter.rewriteBlock(from, to)))
    return failure();
  OpBuilder builder = OpBuilder::atBlockEnd(&to);
  SmallVector<Value> results;
  for (Value value : from.getTerminator()->getOperands())
    results.push_back(rewriter.get(value, builder));
  return results;
}

FailureOr<func::FuncOp> Partitioner::specialise(func::FuncOp function, ArrayRef<AxisState> states,
                                                Operation *caller) {
  for (Special &special : specials[function]) {
    if (ArrayRef(special.states) != states)
      continue;
    if (!special.function)
      return caller->emitOpError() << "calls @" << function.getSymName()
                                   << ", which calls itself; expected no recursion";
    return special.function;
  }
  if (!function.getBody().hasOneBlock())
    return caller->emitOpError() << "calls @" << function.getSymName()
                                 << "; expected a function with a body of one block";

  size_t number = specials[function].size();
  specials[function].push_back({SmallVector<AxisState>(states), {}});
  SmallVector<Type> arguments;
  for (auto [type, state] : llvm::zip(function.getArgumentTypes(), states))
    arguments.push_back(isa<RankedTensorType>(type) ? split.localType(type, state) : type);

  OwningOpRef<func::FuncOp> copy = cast<func::FuncOp>(function->cloneWithoutRegions());
  Block &body = copy->getBody().emplaceBlock();
  for (auto [type, argument] : llvm::zip(arguments, function.getArguments()))
    body.addArgument(type, argument.getLoc());
  FailureOr<SmallVector<Value>> results = rewriteBody(function.getBody().front(), body);
  if (failed(results))
    return failure();
  OpBuilder atEnd = OpBuilder::atBlockEnd(&body);
  func::ReturnOp::create(atEnd, function.getBody().front().getTerminator()->getLoc(), *results);
  removeUnused(body);
  copy->setType(FunctionType::get(function.getContext(), arguments, TypeRange(ValueRange(*results))));
  copy->setPrivate();
  (*copy)->setAttr(meshAttrName, FlatSymbolRefAttr::get(split.mesh));

  func::FuncOp special = copy.release();
  symbols.insert(special, Block::iterator(function));
  specials[function][number].function = special;
  return special;
}

/// The functions of `candidates` that other ops of the module use, outside or
/// inside other used ones.
static llvm::SmallPtrSet<Operation *, 8> findUsed(ModuleOp module, SymbolTable &symbols,
                                                  const llvm::SmallPtrSetImpl<Operation *> &candidates) {
  llvm::SmallPtrSet<Operation *, 8> used;
  SmallVector<Operation *> work;
  for (Operation &op : module.getOps())
    if (!candidates.contains(&op))
      work.push_back(&op);
  while (!work.empty())
    for (Region &region : work.pop_back_val()->getRegions())
      if (std::optional<SymbolTable::UseRange> uses = SymbolTable::getSymbolUses(&region))
        for (SymbolTable::SymbolUse use : *uses) {
          Operation *target = symbols.lookup(use.getSymbolRef().getRootReference());
          if (target && candidates.contains(target) && used.insert(target).second)
            work.push_back(target);
        }
  return used;
}

void Partitioner::replaceOriginals() {
  if (specials.empty())
    return;
  llvm::SmallPtrSet<Operation *, 8> candidates;
  for (auto &[original, list] : specials)
    if (original.isPrivate())
      candidates.insert(original);
  auto module = cast<ModuleOp>(symbols.getOp());
  llvm::SmallPtrSet<Operation *, 8> used = findUsed(module, symbols, candidates);
  for (auto &[original, list] : specials)
    pairHalves(original);
  for (auto &[original, list] : specials) {
    if (!candidates.contains(original) || used.contains(original))
      continue;
    StringAttr name = original.getSymNameAttr();
    symbols.erase(original);
    (void)symbols.rename(list.front().function, name);
  }
}

/// A forward function and its derivative name each other. Their special versions
/// do so too, where the calls leave no doubt which belong together.
void Partitioner::pairHalves(func::FuncOp original) {
  for (StringRef name : {"skein.backward", "skein.forward"}) {
    auto other = original->getAttrOfType<FlatSymbolRefAttr>(name);
    if (!other)
      continue;
    auto found = specials.find(symbols.lookup<func::FuncOp>(other.getAttr()));
    bool paired = found != specials.end() && found->second.size() == 1 &&
                  specials[original].size() == 1;
    for (Special &special : specials[original]) {
      if (paired)
        special.function->setAttr(name, FlatSymbolRefAttr::get(found->second.front().function));
      else
        special.function->removeAttr(name);
    }
  }
}
