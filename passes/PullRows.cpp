//===- PullRows.cpp - rows of tables that live on servers -----------------===//
#include "passes/PullRows.h"
#include "passes/SparseGradients.h"
#include "passes/adjoint/LookUps.h"

#include "llvm/ADT/MapVector.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"

#include <map>

using namespace mlir;
using namespace skein;

namespace {

RankedTensorType typeOf(Value value) { return cast<RankedTensorType>(value.getType()); }

int64_t bytesOf(ShapedType type) {
  Type element = type.getElementType();
  int64_t width = element.isIndex() ? 64 : element.getIntOrFloatBitWidth();
  return type.getNumElements() * ((width + 7) / 8);
}

/// Nothing for a loop whose length is not known.
std::optional<int64_t> tripsOf(scf::ForOp loop) {
  std::optional<APInt> trips = loop.getStaticTripCount();
  return trips && trips->getActiveBits() < 32 ? std::optional<int64_t>(trips->getZExtValue())
                                              : std::nullopt;
}

/// The calls from a program down to the function that something is in.
using Path = SmallVector<func::CallOp>;

/// The value that is looked up, which pieces along a dimension may make up.
struct Table {
  Value value;
  SmallVector<ReadOp> pieces;
  int64_t dim = 0;
};

/// Uses of `value` in the order of the text.
SmallVector<OpOperand *> usesOf(Value value) {
  SmallVector<OpOperand *> uses;
  value.getParentBlock()->walk<WalkOrder::PreOrder>([&](Operation *op) {
    for (OpOperand &operand : op->getOpOperands())
      if (operand.get() == value)
        uses.push_back(&operand);
  });
  return uses;
}

//===----------------------------------------------------------------------===//
// One look-up
//===----------------------------------------------------------------------===//

/// How an op looks rows up whose indices are one of its operands.
struct RowsOfOperand {
  linalg::GenericOp op;
  unsigned input; // that the indices are
  AffineMap map;  // of the rows, if they were an operand
};

/// Nothing for any other use of a table.
std::optional<RowsOfOperand> matchRows(tensor::ExtractOp extract) {
  auto op = dyn_cast<linalg::GenericOp>(extract->getParentOp());
  if (!op || op.hasDynamicShape())
    return std::nullopt;
  auto lookUp = skein::passes::matchLookUp(extract, op.getStaticLoopRanges(),
                                           op.getIndexingMapsArray());
  if (!lookUp)
    return std::nullopt;
  Value index = lookUp->index;
  if (auto cast = index.getDefiningOp<arith::IndexCastOp>())
    index = cast.getIn();
  auto argument = dyn_cast<BlockArgument>(index);
  if (!argument || argument.getOwner() != op.getBody() ||
      argument.getArgNumber() >= op.getNumDpsInputs())
    return std::nullopt;
  AffineMap places = op.getIndexingMapsArray()[argument.getArgNumber()];
  if (!places.isProjectedPermutation())
    return std::nullopt;
  SmallVector<AffineExpr> exprs(places.getResults());
  for (unsigned loop : lookUp->rowLoops)
    exprs.push_back(getAffineDimExpr(loop, op.getContext()));
  return RowsOfOperand{op, argument.getArgNumber(),
                       AffineMap::get(places.getNumDims(), 0, exprs, op.getContext())};
}

/// Lets the op that `extract` is in read `rows` instead.
void readRows(tensor::ExtractOp extract, Value rows) {
  RowsOfOperand found = *matchRows(extract);
  linalg::GenericOp op = found.op;
  Block *body = op.getBody();
  SmallVector<Value> inputs(op.getInputs());
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  Value row = body->insertArgument(inputs.size(), typeOf(rows).getElementType(), op.getLoc());
  maps.insert(maps.begin() + inputs.size(), found.map);
  inputs.push_back(rows);
  extract.replaceAllUsesWith(row);
  extract.erase();
  for (Operation &inner : llvm::make_early_inc_range(llvm::reverse(*body)))
    if (isOpTriviallyDead(&inner))
      inner.erase();
  if (body->getArgument(found.input).use_empty()) {
    body->eraseArgument(found.input);
    inputs.erase(inputs.begin() + found.input);
    maps.erase(maps.begin() + found.input);
  }
  OpBuilder builder(op);
  auto made = linalg::GenericOp::create(builder, op.getLoc(), op->getResultTypes(), inputs,
                                        op.getOutputs(), maps, op.getIteratorTypesArray());
  made->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  made.getRegion().takeBody(op.getRegion());
  op.replaceAllUsesWith(made);
  op.erase();
}

/// A look-up that a program does, in a function that it calls or by itself.
struct Site {
  Path path;
  linalg::GenericOp op;
  Value indices;
  Type rows; // shape and states of what is looked up
};

//===----------------------------------------------------------------------===//
// One program
//===----------------------------------------------------------------------===//

class RowPuller {
public:
  RowPuller(ProgramOp program, SymbolTable &symbols, function_ref<bool(VariableOp)> isPulled)
      : program(program), symbols(symbols), isPulled(isPulled), body(&program.getBody().front()) {}

  void run() {
    for (const Table &table : findTables())
      pull(table);
    // Callers first.
    for (func::FuncOp function : replaced)
      if (function.isPrivate() && SymbolTable::symbolKnownUseEmpty(function, symbols.getOp()))
        symbols.erase(function);
  }

private:
  //===--------------------------------------------------------------------===//
  // Tables
  //===--------------------------------------------------------------------===//

  SmallVector<Table> findTables() {
    llvm::MapVector<StringRef, SmallVector<ReadOp>> reads;
    program.walk([&](ReadOp read) { reads[read.getVariable()].push_back(read); });
    auto isTable = [&](ReadOp read) {
      return read && read->getBlock() == body && reads[read.getVariable()].size() == 1 &&
             isPulled(symbols.lookup<VariableOp>(read.getVariable())) &&
             typeOf(read.getResult()).getRank() > 0;
    };
    SmallVector<Table> tables;
    for (auto &[name, all] : reads) {
      ReadOp read = all.front();
      if (!isTable(read))
        continue;
      auto whole = read->hasOneUse() ? dyn_cast<tensor::ConcatOp>(*read->user_begin())
                                     : tensor::ConcatOp();
      if (!whole) {
        tables.push_back({read.getResult(), {read}, 0});
        continue;
      }
      Table table{whole.getResult(), {}, int64_t(whole.getDim())};
      for (Value piece : whole.getInputs())
        if (auto part = piece.getDefiningOp<ReadOp>(); isTable(part) && part->hasOneUse())
          table.pieces.push_back(part);
      if (table.pieces.size() == whole.getInputs().size() && table.pieces.front() == read)
        tables.push_back(std::move(table));
    }
    return tables;
  }

  void pull(const Table &table) {
    hoisted.clear();
    created.clear();
    SmallVector<Site> sites;
    SmallVector<func::FuncOp> active;
    if (failed(findSites(table.value, {}, active, sites)) || sites.empty())
      return;
    int64_t needed = 0;
    SmallVector<std::pair<Operation *, Value>> places; // of the indices in the program
    for (Site &site : sites) {
      Operation *anchor = site.path.empty() ? site.op.getOperation() : site.path.front();
      Value indices = hoist(site.indices, site.path, anchor);
      if (!indices)
        return forgetIndices();
      places.push_back({anchor, indices});
      needed += timesOf(anchor) * (bytesOf(typeOf(indices)) + bytesOf(cast<ShapedType>(site.rows)));
    }
    if (needed >= bytesOf(typeOf(table.value)))
      return forgetIndices();
    SmallVector<Value> rows;
    DenseMap<std::pair<Block *, Value>, Value> known; // by indices
    for (auto [place, site] : llvm::zip(places, sites)) {
      auto [anchor, indices] = place;
      Value &some = known[{anchor->getBlock(), indices}];
      if (!some) {
        OpBuilder builder(anchor);
        some = pullRows(builder, table, indices, cast<RankedTensorType>(site.rows));
      }
      rows.push_back(some);
    }
    replaceUses(table.value, rows);
    if (auto whole = table.value.getDefiningOp<tensor::ConcatOp>())
      whole.erase();
    for (ReadOp read : table.pieces)
      read.erase();
  }

  /// How often `op` runs in a step.
  int64_t timesOf(Operation *op) {
    int64_t times = 1;
    for (; op->getBlock() != body; op = op->getParentOp())
      times *= *tripsOf(cast<scf::ForOp>(op->getParentOp()));
    return times;
  }

  void forgetIndices() {
    for (Operation *op : llvm::reverse(created))
      op->erase();
  }

  /// The rows of `table`, each from the piece that has it.
  Value pullRows(OpBuilder &builder, const Table &table, Value indices, RankedTensorType type) {
    int64_t rank = typeOf(indices).getRank(), first = 0;
    SmallVector<Value> parts;
    Value rows;
    for (ReadOp piece : table.pieces) {
      Location loc = piece.getLoc();
      SmallVector<int64_t> shape(type.getShape());
      int64_t extent = typeOf(piece.getResult()).getDimSize(table.dim);
      if (table.dim != 0)
        shape[rank + table.dim - 1] = extent;
      Value own = indices;
      if (table.dim == 0) {
        own = skein::passes::createShifted(builder, loc, indices, first,
                                           typeOf(table.value).getDimSize(0));
        first += extent;
      }
      rows = PullRowsOp::create(
          builder, loc, RankedTensorType::get(shape, type.getElementType(), type.getEncoding()),
          piece.getVariable(), own, table.dim == 0 ? rows : Value());
      parts.push_back(rows);
    }
    if (table.dim == 0)
      return rows;
    return tensor::ConcatOp::create(builder, indices.getLoc(), type, rank + table.dim - 1, parts);
  }

  //===--------------------------------------------------------------------===//
  // Where rows are looked up
  //===--------------------------------------------------------------------===//

  /// Adds the look-ups of `table`. Fails if there are other uses.
  LogicalResult findSites(Value table, const Path &path, SmallVector<func::FuncOp> &active,
                          SmallVector<Site> &sites) {
    Block *block = table.getParentBlock();
    for (OpOperand *use : usesOf(table)) {
      Operation *user = use->getOwner();
      if (auto call = dyn_cast<func::CallOp>(user); call && runsAlways(call, block)) {
        auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
        if (!callee || !callee.getBody().hasOneBlock() || llvm::is_contained(active, callee) ||
            llvm::count(call.getOperands(), table) != 1)
          return failure();
        Path inner = path;
        inner.push_back(call);
        active.push_back(callee);
        size_t before = sites.size();
        if (failed(findSites(callee.getArgument(use->getOperandNumber()), inner, active, sites)))
          return failure();
        numSites[{callee, use->getOperandNumber()}] = sites.size() - before;
        active.pop_back();
        continue;
      }
      auto extract = dyn_cast<tensor::ExtractOp>(user);
      auto found = extract ? matchRows(extract) : std::nullopt;
      if (!found || !runsAlways(found->op, block))
        return failure();
      Value indices = found->op.getInputs()[found->input];
      SmallVector<int64_t> shape(typeOf(indices).getShape());
      llvm::append_range(shape, typeOf(table).getShape().drop_front());
      sites.push_back({path, found->op, indices,
                       RankedTensorType::get(shape, typeOf(table).getElementType(),
                                             typeOf(indices).getEncoding())});
    }
    return success();
  }

  /// Whether `op` runs wherever `block` does: in it, or in loops of a program in which all
  /// iterations of a step meet the same version.
  bool runsAlways(Operation *op, Block *block) {
    for (; block == body && op->getBlock() != body; op = op->getParentOp()) {
      auto loop = dyn_cast<scf::ForOp>(op->getParentOp());
      if (!loop || !tripsOf(loop) || program.getIndependent())
        return false;
    }
    return op->getBlock() == block;
  }

  /// Gives all look-ups of `table`, in the order of the text, rows instead.
  void replaceUses(Value table, ValueRange rows) {
    size_t next = 0;
    for (OpOperand *use : usesOf(table)) {
      auto call = dyn_cast<func::CallOp>(use->getOwner());
      if (!call) {
        readRows(cast<tensor::ExtractOp>(use->getOwner()), rows[next++]);
        continue;
      }
      unsigned number = use->getOperandNumber();
      auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
      size_t count = numSites.at({callee, number});
      ValueRange some = rows.slice(next, count);
      next += count;
      SmallVector<Value> operands(call.getOperands());
      operands.erase(operands.begin() + number);
      operands.insert(operands.begin() + number, some.begin(), some.end());
      OpBuilder builder(call);
      auto made = func::CallOp::create(builder, call.getLoc(),
                                       takingRows(callee, number, some.getTypes()), operands);
      made->setDiscardableAttrs(call->getDiscardableAttrDictionary());
      call.replaceAllUsesWith(made);
      call.erase();
    }
  }

  /// `function` with rows in place of the table that is its argument `number`.
  func::FuncOp takingRows(func::FuncOp function, unsigned number, TypeRange rows) {
    func::FuncOp &made = taking[{function, number}];
    if (made)
      return made;
    replaced.insert(function);
    func::FuncOp copy = function.clone();
    if (!function.getName().ends_with("_rows"))
      copy.setName((function.getName() + "_rows").str());
    copy.setPrivate();
    symbols.insert(copy, std::next(function->getIterator()));
    SmallVector<Value> arguments;
    for (auto [i, type] : llvm::enumerate(rows)) {
      (void)copy.insertArgument(number + 1 + i, type, {}, function.getLoc());
      arguments.push_back(copy.getArgument(number + 1 + i));
    }
    replaceUses(copy.getArgument(number), arguments);
    (void)copy.eraseArgument(number);
    return taking[{function, number}] = copy;
  }

  //===--------------------------------------------------------------------===//
  // Indices
  //===--------------------------------------------------------------------===//

  /// `value`, of the function that `path` leads to, computed in the program in front
  /// of `anchor`. Nothing if that is not a matter of integers alone.
  Value hoist(Value value, const Path &path, Operation *anchor) {
    if (path.empty())
      return value;
    std::pair key(std::vector<Operation *>(path.begin(), path.end()),
                  static_cast<const void *>(value.getAsOpaquePointer()));
    if (auto found = hoisted.find(key); found != hoisted.end())
      return found->second;
    return hoisted[key] = hoistNew(value, path, anchor);
  }

  Value hoistNew(Value value, const Path &path, Operation *anchor) {
    Path outer(path.begin(), std::prev(path.end()));
    func::CallOp call = path.back();
    Block *inside = &symbols.lookup<func::FuncOp>(call.getCallee()).getBody().front();
    if (value.getParentBlock() != inside)
      return {};
    if (auto argument = dyn_cast<BlockArgument>(value))
      return hoist(call.getOperand(argument.getArgNumber()), outer, anchor);
    Operation *op = value.getDefiningOp();
    unsigned number = cast<OpResult>(value).getResultNumber();
    if (auto inner = dyn_cast<func::CallOp>(op)) {
      auto callee = symbols.lookup<func::FuncOp>(inner.getCallee());
      if (!callee || !callee.getBody().hasOneBlock() || llvm::is_contained(path, inner))
        return {};
      Path deeper = path;
      deeper.push_back(inner);
      return hoist(callee.getBody().front().getTerminator()->getOperand(number), deeper, anchor);
    }
    auto isInteger = [](Type type) { return getElementTypeOrSelf(type).isIntOrIndex(); };
    if (isa<CollectiveOpInterface>(op) || !isMemoryEffectFree(op) ||
        !llvm::all_of(op->getResultTypes(), isInteger))
      return {};
    llvm::SetVector<Value> needed(op->operand_begin(), op->operand_end());
    getUsedValuesDefinedAbove(op->getRegions(), needed);
    IRMapping mapping;
    for (Value operand : needed) {
      Value outside = isInteger(operand.getType()) ? hoist(operand, path, anchor) : Value();
      if (!outside)
        return {};
      mapping.map(operand, outside);
    }
    OpBuilder builder(anchor);
    Operation *copy = builder.clone(*op, mapping);
    // Backward functions look up again what forward functions have.
    copy->setDiscardableAttrs(DictionaryAttr::get(copy->getContext()));
    auto same = llvm::find_if(created, [&](Operation *other) {
      return other->getBlock() == copy->getBlock() &&
             OperationEquivalence::isEquivalentTo(other, copy,
                                                  OperationEquivalence::IgnoreLocations);
    });
    if (same != created.end()) {
      copy->erase();
      return (*same)->getResult(number);
    }
    created.push_back(copy);
    return copy->getResult(number);
  }

  ProgramOp program;
  SymbolTable &symbols;
  function_ref<bool(VariableOp)> isPulled;
  Block *body;

  using Argument = std::pair<Operation *, unsigned>; // of a function
  std::map<Argument, size_t> numSites;
  std::map<Argument, func::FuncOp> taking;
  llvm::SetVector<func::FuncOp> replaced;
  std::map<std::pair<std::vector<Operation *>, const void *>, Value> hoisted;
  SmallVector<Operation *> created; // for indices
};

} // namespace

void skein::passes::pullRows(ProgramOp program, SymbolTable &symbols,
                             function_ref<bool(VariableOp)> isPulled) {
  RowPuller(program, symbols, isPulled).run();
}
