#include "passes/adjoint/LookUps.h"

#include "passes/adjoint/Functions.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "llvm/ADT/SmallBitVector.h"

using namespace mlir;

namespace skein::passes {
namespace {

/// Whether `value`, a scalar of `body`, differs from one iteration of `loop` to
/// another.
bool dependsOn(Value value, unsigned loop, Block *body,
               ArrayRef<AffineMap> maps) {
  if (auto argument = dyn_cast<BlockArgument>(value))
    return argument.getOwner() == body &&
           maps[argument.getArgNumber()].isFunctionOfDim(loop);
  Operation *op = value.getDefiningOp();
  if (op->getBlock() != body)
    return false;
  if (auto index = dyn_cast<linalg::IndexOp>(op))
    return index.getDim() == loop;
  return op->getNumRegions() > 0 ||
         llvm::any_of(op->getOperands(), [&](Value operand) {
           return dependsOn(operand, loop, body, maps);
         });
}

class ReadFinder {
public:
  explicit ReadFinder(SymbolTable &symbols) : symbols(symbols) {}

  TableReads find(func::FuncOp function, unsigned argument) {
    TableReads reads;
    active.push_back(function);
    for (OpOperand &use : function.getArgument(argument).getUses()) {
      TableReads some = readsBy(use);
      if (__builtin_add_overflow(reads.rows, some.rows, &reads.rows))
        some.whole = use.getOwner();
      if (some.whole)
        reads.whole = some.whole;
    }
    active.pop_back();
    return reads;
  }

private:
  TableReads readsBy(OpOperand &use) {
    Operation *user = use.getOwner();
    if (user->hasAttr(stopGradientAttribute))
      return {};
    Block *body = &active.back().front();
    if (auto call = dyn_cast<func::CallOp>(user);
        call && call->getBlock() == body) {
      auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
      if (callee && callee.getBody().hasOneBlock() &&
          !llvm::is_contained(active, callee))
        return find(callee, use.getOperandNumber());
    }
    auto structured = dyn_cast<linalg::LinalgOp>(user->getParentOp());
    auto extract = dyn_cast<tensor::ExtractOp>(user);
    if (!extract || !structured || structured->getBlock() != body ||
        structured.hasDynamicShape())
      return {0, user};
    SmallVector<int64_t> extents = structured.getStaticLoopRanges();
    std::optional<LookUp> lookUp =
        matchLookUp(extract, extents, structured.getIndexingMapsArray());
    if (!lookUp)
      return {0, structured};
    TableReads reads{1, nullptr};
    for (unsigned loop : lookUp->entryLoops)
      if (__builtin_mul_overflow(reads.rows, extents[loop], &reads.rows))
        return {0, structured};
    return reads;
  }

  SymbolTable &symbols;
  SmallVector<func::FuncOp> active; // from the outermost caller inward
};

} // namespace

std::optional<LookUp> matchLookUp(tensor::ExtractOp extract,
                                  ArrayRef<int64_t> extents,
                                  ArrayRef<AffineMap> maps) {
  auto type = cast<RankedTensorType>(extract.getTensor().getType());
  if (type.getRank() == 0 || !type.hasStaticShape())
    return std::nullopt;
  LookUp lookUp;
  lookUp.index = extract.getIndices()[0];
  llvm::SmallBitVector isEntry(extents.size());
  for (unsigned loop = 0; loop < extents.size(); ++loop)
    isEntry[loop] = dependsOn(lookUp.index, loop, extract->getBlock(), maps);
  for (auto [index, extent] :
       llvm::drop_begin(llvm::zip(extract.getIndices(), type.getShape()))) {
    auto loop = index.getDefiningOp<linalg::IndexOp>();
    if (!loop || extents[loop.getDim()] != extent ||
        isEntry.test(loop.getDim()) ||
        llvm::is_contained(lookUp.rowLoops, loop.getDim()))
      return std::nullopt;
    lookUp.rowLoops.push_back(loop.getDim());
  }
  // Row i in iteration i reads the table from end to end.
  if (auto loop = lookUp.index.getDefiningOp<linalg::IndexOp>();
      loop && extents[loop.getDim()] == type.getDimSize(0))
    return std::nullopt;
  lookUp.entryLoops.assign(isEntry.set_bits_begin(), isEntry.set_bits_end());
  return lookUp;
}

TableReads findTableReads(func::FuncOp function, unsigned argument,
                          SymbolTable &symbols) {
  return ReadFinder(symbols).find(function, argument);
}

} // namespace skein::passes
