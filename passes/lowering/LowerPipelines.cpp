//===- LowerPipelines.cpp - orders of micro-batches to loops --------------===//
#include "dialect/Skein.h"
#include "passes/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/MapVector.h"
#include <deque>
#include <map>

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_LOWERPIPELINESPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

constexpr int64_t alignment = 64;

int64_t bytesOf(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  Type element = type.getElementType();
  int64_t width = element.isIndex() ? 64 : element.getIntOrFloatBitWidth();
  return llvm::alignTo(type.getNumElements() * llvm::divideCeil(width, 8), alignment);
}

/// Values that are kept equally long, side by side.
struct Group {
  int64_t number;
  int64_t bytes = 0;           // of one micro-batch
  std::vector<int64_t> places; // in the stash, by micro-batch
};

/// What the stash holds of one micro-batch. Times are turns of the order; both ends
/// belong to the lifetime.
struct Stay {
  Group *group;
  int64_t microBatch, first, last;

  int64_t &place() const { return group->places[microBatch]; }
  int64_t end() const { return place() + group->bytes; }
};

/// Places the largest stays first, each as low as it can be, and returns how many
/// bytes they take together.
int64_t placeStays(std::vector<Stay> stays) {
  llvm::stable_sort(stays, [](const Stay &a, const Stay &b) {
    return std::pair(-a.group->bytes, a.first) < std::pair(-b.group->bytes, b.first);
  });
  int64_t bytes = 0;
  std::vector<const Stay *> placed; // by place
  for (const Stay &stay : stays) {
    int64_t &place = stay.place() = 0;
    for (const Stay *other : placed)
      if (other->first <= stay.last && stay.first <= other->last &&
          other->place() < stay.end())
        place = std::max(place, other->end());
    bytes = std::max(bytes, stay.end());
    placed.insert(llvm::upper_bound(placed, &stay,
                                    [](const Stay *a, const Stay *b) {
                                      return a->place() < b->place();
                                    }),
                  &stay);
  }
  return bytes;
}
bool isReshape(Operation *op) {
  return isa_and_nonnull<tensor::CollapseShapeOp, tensor::ExpandShapeOp, tensor::CastOp>(op);
}

/// Turns one loop over micro-batches into a loop over the entries of its order.
class Lowering {
public:
  explicit Lowering(PipelineOp op)
      : op(op), entries(op.getEntries()), markers(op.getActions()),
        imports(markers.begin(), markers.end()), builder(op), loc(op.getLoc()) {}

  LogicalResult run() {
    numberOps();
    if (failed(importValues()))
      return failure();
    groupStash();
    createPlaces();
    createLoop();
    builder.setInsertionPoint(op);
    for (auto [result, place] : llvm::zip(op.getResults(), places))
      result.replaceAllUsesWith(readPlace(place, result.getType(), /*writable=*/true));
    op.erase();
    return success();
  }

private:
  Block &body() { return op.getBody().front(); }

  void numberOps() {
    unsigned next = 0;
    for (Operation &inner : body().without_terminator()) {
      next += isa<ActionOp>(inner);
      actionOf[&inner] = next - 1;
    }
    turns.assign(markers.size(), std::vector<int64_t>(op.getMicroBatches()));
    for (auto [turn, entry] : llvm::enumerate(entries))
      turns[entry.action][entry.microBatch] = turn;
  }

  //===--------------------------------------------------------------------===//
  // What crosses from action to action
  //===--------------------------------------------------------------------===//

  LogicalResult importValues() {
    SmallVector<Operation *> ops;
    for (Operation &inner : body().without_terminator())
      ops.push_back(&inner);
    for (Operation *inner : ops)
      inner->walk([&](Operation *user) {
        for (OpOperand &operand : user->getOpOperands())
          operand.set(importValue(operand.get(), actionOf.at(inner)));
      });
    for (auto &[value, users] : stashed)
      if (!isa<RankedTensorType>(value.getType()))
        return value.getDefiningOp()->emitOpError()
               << "gives a scalar that depends on a carried value to another action; expected a "
                  "tensor";
    return success();
  }

  /// `value` as `action` sees it: what computes next to nothing is done again, other
  /// values go through the stash.
  Value importValue(Value value, unsigned action) {
    Operation *producer = value.getDefiningOp();
    if (!producer || producer->getBlock() != &body() || actionOf.at(producer) == action)
      return value;
    if (!isDoneAgain(producer)) {
      stashed[value].insert(action);
      return value;
    }
    if (Value copy = copies.lookup({value, action}))
      return copy;
    SmallVector<Value> operands;
    for (Value operand : producer->getOperands())
      operands.push_back(importValue(operand, action));
    builder.setInsertionPointAfter(imports[action]);
    Operation *again = imports[action] = builder.clone(*producer);
    again->setOperands(operands);
    actionOf[again] = action;
    for (auto [own, other] : llvm::zip(producer->getResults(), again->getResults()))
      copies[{own, action}] = other;
    return copies.lookup({value, action});
  }

  bool isDoneAgain(Operation *producer) {
    if (dependsOnCarried(producer)) // which may have changed meanwhile
      return false;
    if (isReshape(producer) || isa<tensor::EmptyOp>(producer))
      return true;
    if (auto slice = dyn_cast<tensor::ExtractSliceOp>(producer))
      return isOfWholeBatch(slice.getSource());
    if (auto fill = dyn_cast<linalg::FillOp>(producer))
      return isa_and_nonnull<tensor::EmptyOp>(fill.getOutputs()[0].getDefiningOp());
    return isPure(producer) && producer->getNumRegions() == 0 &&
           (producer->hasTrait<OpTrait::ConstantLike>() ||
            llvm::none_of(producer->getResultTypes(), llvm::IsaPred<ShapedType>));
  }

  /// Whether an operand is a carried value, or made of one by ops that are done again.
  bool dependsOnCarried(Operation *producer) {
    return llvm::any_of(producer->getOperands(), [&](Value operand) {
      if (auto argument = dyn_cast<BlockArgument>(operand))
        return argument.getOwner() == &body() && argument != op.getMicroBatch();
      Operation *inner = operand.getDefiningOp();
      bool isTensor = isa<RankedTensorType>(operand.getType());
      return inner->getBlock() == &body() && (!isTensor || isReshape(inner)) &&
             dependsOnCarried(inner);
    });
  }

  /// Whether `value` is from outside of the loop, perhaps in another shape.
  bool isOfWholeBatch(Value value) {
    while (isReshape(value.getDefiningOp()))
      value = value.getDefiningOp()->getOperand(0);
    return value.getParentBlock() != &body();
  }

  /// Values that live equally long share a place for each micro-batch.
  void groupStash() {
    std::map<std::pair<unsigned, std::vector<int64_t>>, Group *> known;
    std::vector<Stay> stays;
    for (auto &[value, users] : stashed) {
      unsigned producer = actionOf.at(value.getDefiningOp());
      std::vector<int64_t> lasts = turns[producer];
      for (unsigned user : users)
        for (auto [last, turn] : llvm::zip(lasts, turns[user]))
          last = std::max(last, turn);
      Group *&group = known[{producer, lasts}];
      if (!group) {
        group = &groups.emplace_back(Group{int64_t(groups.size())});
        group->places.resize(lasts.size());
        for (auto [microBatch, last] : llvm::enumerate(lasts))
          stays.push_back({group, int64_t(microBatch), turns[producer][microBatch], last});
      }
      placeOf[value] = {group, group->bytes};
      group->bytes += bytesOf(value);
    }
    stashBytes = placeStays(std::move(stays));
  }

  //===--------------------------------------------------------------------===//
  // The loop
  //===--------------------------------------------------------------------===//

  Value allocate(MemRefType type) {
    return memref::AllocOp::create(builder, loc, type, builder.getI64IntegerAttr(alignment));
  }

  Value readPlace(Value place, Type type, bool writable) {
    return bufferization::ToTensorOp::create(builder, loc, type, place, /*restrict=*/true, writable);
  }

  void writePlace(Value value, Value place) {
    bufferization::MaterializeInDestinationOp::create(builder, loc, /*result=*/Type(), value, place,
                                                      /*restrict=*/false, /*writable=*/true);
  }

  /// Memory for the stash and for carried values, which are in it from the start.
  void createPlaces() {
    builder.setInsertionPoint(op);
    if (stashBytes > 0)
      stash = allocate(MemRefType::get({stashBytes}, builder.getI8Type()));
    for (Value init : op.getInits()) {
      auto type = cast<RankedTensorType>(init.getType());
      places.push_back(allocate(MemRefType::get(type.getShape(), type.getElementType())));
      Value empty = readPlace(places.back(), type, /*writable=*/true);
      auto copy = linalg::CopyOp::create(builder, loc, init, empty);
      writePlace(copy->getResult(0), places.back());
    }
  }

  /// A row per entry: the action, the micro-batch, and where each group is in the stash.
  Value createTable() {
    SmallVector<int64_t> numbers;
    for (PipelineOp::Entry entry : entries) {
      numbers.append({int64_t(entry.action), entry.microBatch});
      for (const Group &group : groups)
        numbers.push_back(group.places[entry.microBatch]);
    }
    auto type = RankedTensorType::get({int64_t(entries.size()), 2 + int64_t(groups.size())},
                                      builder.getIndexType());
    return arith::ConstantOp::create(builder, loc, DenseIntElementsAttr::get(type, numbers));
  }

  Value lookUp(int64_t column) {
    Value number = arith::ConstantIndexOp::create(builder, loc, column);
    return tensor::ExtractOp::create(builder, loc, table, ValueRange{turn, number});
  }

  void createLoop() {
    table = createTable();
    auto constant = [&](int64_t number) {
      return arith::ConstantIndexOp::create(builder, loc, number);
    };
    auto loop = scf::ForOp::create(builder, loc, constant(0), constant(entries.size()), constant(1));
    turn = loop.getInductionVar();
    builder.setInsertionPointToStart(loop.getBody());
    Value action = lookUp(0);
    op.getMicroBatch().replaceAllUsesWith(lookUp(1));
    auto cases = llvm::to_vector(llvm::seq<int64_t>(markers.size()));
    auto choice = scf::IndexSwitchOp::create(builder, loc, TypeRange(), action, cases, cases.size());
    for (Region &region : choice->getRegions())
      builder.createBlock(&region);
    yielded.assign(op.getYielded().begin(), op.getYielded().end());
    moveActions(choice);
    builder.setInsertionPointToEnd(&choice.getDefaultBlock());
    scf::YieldOp::create(builder, loc);
    for (int64_t number : cases)
      finishAction(number, choice.getCaseBlock(number));
  }

  void moveActions(scf::IndexSwitchOp choice) {
    unsigned next = 0;
    for (Operation &inner : llvm::make_early_inc_range(body().without_terminator()))
      if (isa<ActionOp>(inner))
        ++next;
      else
        inner.moveBefore(&choice.getCaseBlock(next - 1), choice.getCaseBlock(next - 1).end());
  }

  /// Reads what `action` needs in the beginning, and writes what it gives in the end, when
  /// nothing overwrites it any more.
  void finishAction(unsigned action, Block &block) {
    auto isHere = [&](OpOperand &use) {
      return block.findAncestorOpInBlock(*use.getOwner()) != nullptr;
    };
    SmallVector<std::pair<Value, Value>> written;
    builder.setInsertionPointToStart(&block);
    for (auto &[value, users] : stashed) {
      bool isGiven = actionOf.at(value.getDefiningOp()) == action;
      if (!isGiven && !users.contains(action))
        continue;
      Value place = placeInStash(value);
      Value tensor = readPlace(place, value.getType(), /*writable=*/isGiven);
      if (isGiven) {
        computeInto(value, tensor);
        written.push_back({value, place});
      } else {
        value.replaceUsesWithIf(tensor, isHere);
      }
    }
    for (auto [argument, value, place] : llvm::zip(op.getCarried(), yielded, places)) {
      bool isUpdated = value != argument && actionOf.at(value.getDefiningOp()) == action;
      if (!isUpdated && llvm::none_of(argument.getUses(), isHere))
        continue;
      Value old = readPlace(place, argument.getType(), isUpdated);
      argument.replaceUsesWithIf(old, isHere);
      if (isUpdated) {
        computeInto(value, old);
        written.push_back({value, place});
      }
    }
    builder.setInsertionPointToEnd(&block);
    for (auto [value, place] : written)
      writePlace(value, place);
    scf::YieldOp::create(builder, loc);
  }

  Value placeInStash(Value value) {
    auto [group, offset] = placeOf.at(value);
    Value begin = lookUp(2 + group->number);
    if (offset > 0)
      begin = arith::AddIOp::create(builder, loc, begin,
                                    arith::ConstantIndexOp::create(builder, loc, offset));
    auto type = cast<RankedTensorType>(value.getType());
    return memref::ViewOp::create(builder, loc,
                                  MemRefType::get(type.getShape(), type.getElementType()), stash,
                                  begin, ValueRange());
  }

  /// Lets the ops that make up `value` write to `destination`, which is of its type, from
  /// the start, if they begin with memory that nobody else looks at.
  void computeInto(Value value, Value destination) {
    while (OpOperand *init = initOf(value)) {
      if (init->getOwner()->getBlock() != destination.getParentBlock())
        return;
      if (!readsInit(*init))
        return init->set(destination);
      value = init->get();
      if (!value.hasOneUse())
        return;
    }
  }

  /// What `value` starts as; null if that is unknown.
  static OpOperand *initOf(Value value) {
    auto result = dyn_cast<OpResult>(value);
    if (!result)
      return nullptr;
    if (auto loop = dyn_cast<scf::ForOp>(result.getOwner()))
      return loop.getTiedLoopInit(result);
    auto producer = dyn_cast<DestinationStyleOpInterface>(result.getOwner());
    return producer ? producer.getTiedOpOperand(result) : nullptr;
  }

  static bool readsInit(OpOperand &init) {
    if (init.get().getDefiningOp<tensor::EmptyOp>())
      return false;
    if (auto structured = dyn_cast<linalg::LinalgOp>(init.getOwner()))
      return structured.payloadUsesValueFromOperand(&init);
    auto call = dyn_cast<LibraryCallOp>(init.getOwner());
    return !call || call.getAccumulates();
  }

  PipelineOp op;
  const SmallVector<PipelineOp::Entry> entries;
  SmallVector<ActionOp> markers;
  SmallVector<Operation *> imports; // the last one of each action, or its marker
  OpBuilder builder;
  Location loc;
  llvm::DenseMap<Operation *, unsigned> actionOf;
  std::vector<std::vector<int64_t>> turns; // by action and micro-batch
  llvm::DenseMap<std::pair<Value, unsigned>, Value> copies;
  llvm::MapVector<Value, llvm::SmallDenseSet<unsigned>> stashed; // and who uses it
  std::deque<Group> groups;
  llvm::DenseMap<Value, std::pair<Group *, int64_t>> placeOf;
  int64_t stashBytes = 0;
  Value stash, table, turn;
  SmallVector<Value> places, yielded; // of carried values
};

struct LowerPipelines : skein::passes::impl::LowerPipelinesPassBase<LowerPipelines> {
  void runOnOperation() override {
    SmallVector<PipelineOp> loops;
    getOperation().walk([&](PipelineOp op) { loops.push_back(op); });
    for (PipelineOp op : loops)
      if (failed(Lowering(op).run()))
        return signalPassFailure();
  }
};

} // namespace
