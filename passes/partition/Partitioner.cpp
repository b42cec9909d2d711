//===- Partitioner.cpp - functions rewritten for the pieces of a batch ----===//
#include "passes/partition/Partitioner.h"

#include "passes/partition/BodyRewriter.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/StringExtras.h"

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
  SmallVector<std::pair<StringAttr, AxisState>> states;
  for (StringAttr axis : axes.getAsRange<StringAttr>())
    states.emplace_back(axis, state);
  return getDistributedType([&] { return emitError(UnknownLoc::get(axes.getContext())); }, shape,
                            tensor.getElementType(), states);
}

AxisState BatchSplit::stateOf(Value value) const {
  return axes.empty() ? AxisState::replicated()
                      : getAxisState(value.getType(), cast<StringAttr>(axes[0]));
}

FailureOr<SmallVector<Type>> BatchSplit::argumentTypes(StepOp step, const Twine &sharers) const {
  SmallVector<Type> types;
  for (auto [index, type] : llvm::enumerate(step.getArgumentTypes())) {
    auto dim = step.getArgAttrOfType<IntegerAttr>(index, batchAttrName);
    types.push_back(type);
    if (!dim || axes.empty())
      continue;
    types.back() = localType(type, AxisState::split(dim.getInt()));
    if (!types.back())
      return step.emitOpError() << "input \"" << step.getArgumentName(index) << "\" has a batch of "
                                << cast<RankedTensorType>(type).getDimSize(dim.getInt())
                                << ", which " << devices << " " << sharers.str()
                                << " cannot share evenly";
  }
  return types;
}

std::string BatchSplit::axisNames() const {
  return llvm::join(llvm::map_range(axes.getAsRange<StringAttr>(),
                                    [](StringAttr axis) { return "\"" + axis.str() + "\""; }),
                    ", ");
}

/// Removes ops without users or effects, such as wholes of which only pieces are used.
static void removeUnused(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block))) {
    for (Region &region : op.getRegions())
      for (Block &inner : region)
        removeUnused(inner);
    if (isOpTriviallyDead(&op))
      op.erase();
  }
}

static void emit(const Remarks &remarks) {
  for (const auto &[location, text] : remarks)
    emitRemark(location) << text;
}

FailureOr<SmallVector<Value>> Partitioner::rewriteBody(Block &from, Block &to, Remarks &remarks) {
  BodyRewriter rewriter(split, *this);
  if (failed(rewriter.rewriteBlock(from, to)))
    return failure();
  remarks = rewriter.getRemarks();
  OpBuilder builder = OpBuilder::atBlockEnd(&to);
  SmallVector<Value> results;
  for (Value value : from.getTerminator()->getOperands())
    results.push_back(rewriter.get(value, builder));
  return results;
}

LogicalResult Partitioner::rewriteStep(StepOp step, ArrayRef<Type> arguments, Block &to) {
  Block &from = step.getBody().front();
  for (auto [type, argument] : llvm::zip_equal(arguments, from.getArguments()))
    to.addArgument(type, argument.getLoc());
  Remarks remarks;
  FailureOr<SmallVector<Value>> results = rewriteBody(from, to, remarks);
  if (failed(results))
    return failure();
  emit(remarks);
  OpBuilder atEnd = OpBuilder::atBlockEnd(&to);
  ReturnOp::create(atEnd, from.getTerminator()->getLoc(), *results);
  removeUnused(to);
  return success();
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
  specials[function].push_back({SmallVector<AxisState>(states), {}, {}});
  SmallVector<Type> arguments;
  for (auto [type, state] : llvm::zip(function.getArgumentTypes(), states))
    arguments.push_back(isa<RankedTensorType>(type) ? split.localType(type, state) : type);

  OwningOpRef<func::FuncOp> copy = cast<func::FuncOp>(function->cloneWithoutRegions());
  Block &body = copy->getBody().emplaceBlock();
  for (auto [type, argument] : llvm::zip(arguments, function.getArguments()))
    body.addArgument(type, argument.getLoc());
  Remarks remarks;
  FailureOr<SmallVector<Value>> results = rewriteBody(function.getBody().front(), body, remarks);
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
  specials[function][number].remarks = remarks;
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

int64_t Partitioner::bytesSent(MutableArrayRef<Region> regions) {
  int64_t bytes = 0;
  for (Region &region : regions)
    region.walk([&](Operation *op) {
      if (auto call = dyn_cast<func::CallOp>(op)) {
        bytes += bytesSent(symbols.lookup<func::FuncOp>(call.getCallee())->getRegions());
      } else if (auto collective = dyn_cast<CollectiveOpInterface>(op);
                 collective && collective.communicates()) {
        auto type = cast<RankedTensorType>(op->getOperand(0).getType());
        unsigned bits = type.getElementType().isIndex() ? 64 : type.getElementTypeBitWidth();
        bytes += llvm::divideCeil(type.getNumElements() * bits, 8);
      }
    });
  return bytes;
}

void Partitioner::replaceOriginals() {
  llvm::SmallPtrSet<Operation *, 8> candidates;
  for (auto &[original, list] : specials) {
    if (original.isPrivate())
      candidates.insert(original);
    for (Special &special : list)
      candidates.insert(special.function);
  }
  auto module = cast<ModuleOp>(symbols.getOp());
  llvm::SmallPtrSet<Operation *, 8> used = findUsed(module, symbols, candidates);
  for (auto &[original, list] : specials)
    llvm::erase_if(list, [&](Special &special) {
      bool unused = !used.contains(special.function);
      if (unused)
        symbols.erase(special.function);
      return unused;
    });
  for (auto &[original, list] : specials) {
    pairHalves(original);
    for (const Special &special : list)
      emit(special.remarks);
  }
  for (auto &[original, list] : specials) {
    if (!candidates.contains(original) || used.contains(original))
      continue;
    StringAttr name = original.getSymNameAttr();
    symbols.erase(original);
    if (!list.empty())
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
