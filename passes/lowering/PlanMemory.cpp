//===- PlanMemory.cpp - all temporaries in one arena ----------------------===//
#include "dialect/Skein.h"
#include "passes/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/Transforms/BufferViewFlowAnalysis.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Utils/MemRefUtils.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_PLANMEMORYPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

constexpr int64_t alignment = 64;

/// The part of the arena that an allocation needs, and when. Times are places
/// in the text; both ends belong to the lifetime.
struct Block {
  memref::AllocOp alloc;
  int64_t bytes = 0;
  int64_t first = 0, last = 0;
  int64_t offset = 0; // in the arena, or in `inside`
  Block *inside = nullptr;

  bool meets(const Block &other) const {
    return first <= other.last && other.first <= last;
  }
};

/// Numbers ops in the order of the text.
class Times {
public:
  explicit Times(func::FuncOp function) {
    int64_t time = 0;
    visit(function, time);
  }

  /// When `user` uses a buffer that is allocated in `region`: all the time of
  /// the loop around it, if the buffer was there before the loop. A branch may
  /// have given the buffer to the region around it.
  std::pair<int64_t, int64_t> ofUse(Operation *user, Region *region) const {
    while (!region->isAncestor(user->getParentRegion()))
      region = region->getParentRegion();
    while (user->getParentRegion() != region)
      user = user->getParentOp();
    return {begin.at(user), end.at(user)};
  }

private:
  void visit(Operation *op, int64_t &time) {
    begin[op] = time++;
    for (Region &region : op->getRegions())
      for (Operation &inner : region.getOps())
        visit(&inner, time);
    end[op] = time++;
  }

  llvm::DenseMap<Operation *, int64_t> begin, end;
};

int64_t elementBytes(MemRefType type) {
  Type element = type.getElementType();
  return element.isIndex()
             ? 8
             : llvm::divideCeil(element.getIntOrFloatBitWidth(), 8);
}

int64_t bytesOf(MemRefType type) {
  return llvm::alignTo(
      std::max<int64_t>(type.getNumElements() * elementBytes(type), 1),
      alignment);
}

/// The allocation, from the first to the last use of its memory under any name.
Block blockOf(memref::AllocOp alloc, const BufferViewFlowAnalysis &views,
              const Times &times) {
  Block block{alloc, bytesOf(alloc.getType())};
  bool isUsed = false;
  for (Value alias : views.resolve(alloc))
    for (Operation *user : alias.getUsers()) {
      auto [first, last] = times.ofUse(user, alloc->getParentRegion());
      block.first = isUsed ? std::min(block.first, first) : first;
      block.last = isUsed ? std::max(block.last, last) : last;
      isUsed = true;
    }
  return block;
}

/// Bytes of an allocation.
struct Range {
  int64_t begin, end;
  bool meets(Range other) const {
    return begin < other.end && other.begin < end;
  }
};

/// The allocation that `view` is a view of, if its layout says which part.
memref::AllocOp findAllocation(Value view) {
  while (isa_and_nonnull<memref::SubViewOp, memref::ExpandShapeOp,
                         memref::CollapseShapeOp, memref::CastOp>(
      view.getDefiningOp()))
    view = view.getDefiningOp()->getOperand(0);
  return view.getDefiningOp<memref::AllocOp>();
}

/// The part of `alloc` that `view` covers; all of it when that is unknown.
Range rangeOf(Value view, memref::AllocOp alloc) {
  auto type = dyn_cast<MemRefType>(view.getType());
  Range all{0,
            alloc.getType().getNumElements() * elementBytes(alloc.getType())};
  SmallVector<int64_t> strides;
  int64_t offset;
  if (!type || !type.hasStaticShape() || findAllocation(view) != alloc ||
      type.getElementType() != alloc.getType().getElementType() ||
      failed(type.getStridesAndOffset(strides, offset)) ||
      ShapedType::isDynamic(offset) ||
      llvm::any_of(strides, ShapedType::isDynamic))
    return all;
  int64_t end = offset + 1;
  for (auto [size, stride] : llvm::zip(type.getShape(), strides))
    end += (size - 1) * stride;
  return {offset * elementBytes(type), end * elementBytes(type)};
}

/// Lets a buffer that is computed only to be copied be computed in the place it
/// is copied to, and an all-reduce work in place.
class Merger {
public:
  Merger(MutableArrayRef<Block> blocks, const BufferViewFlowAnalysis &views,
         const Times &times)
      : views(views), times(times) {
    for (Block &block : blocks)
      blockOf[block.alloc] = &block;
  }

  /// The copies that have become needless.
  SmallVector<Operation *> mergeAll(func::FuncOp function) {
    SmallVector<Operation *> needless;
    function.walk([&](Operation *op) {
      if (auto copy = dyn_cast<memref::CopyOp>(op)) {
        if (merge(copy.getSource(), copy.getTarget(), op))
          needless.push_back(op);
      } else if (auto call = dyn_cast<LibraryCallOp>(op);
                 call && call.getCallee() == "skrt_all_reduce") {
        merge(call.getInputs()[0], call.getOuts()[0], op);
      }
    });
    return needless;
  }

private:
  /// Gives what `source` is a view of the memory of `target`, which `move`
  /// moves it to, if nobody can tell: the source is not used afterwards, and
  /// the target not between the first use of the source and `move`.
  bool merge(Value source, Value target, Operation *move) {
    Block *from = wholeBlock(source), *to = findBlock(target);
    if (!from || !to || from == to || from->inside || to->inside ||
        from->alloc->getBlock() != to->alloc->getBlock() ||
        from->alloc->getBlock() != move->getBlock() ||
        !memref::isStaticShapeAndContiguousRowMajor(
            cast<MemRefType>(target.getType())))
      return false;
    Range place = rangeOf(target, to->alloc);
    if (place.end - place.begin !=
        cast<MemRefType>(target.getType()).getNumElements() *
            elementBytes(to->alloc.getType()))
      return false;
    auto [begin, end] = times.ofUse(move, move->getParentRegion());
    for (auto &[user, view] : usersOf(*from))
      if (times.ofUse(user, move->getParentRegion()).first > begin &&
          !isWaitFor(user, *to))
        return false;
    for (auto &[user, view] : usersOf(*to)) {
      auto [first, last] = times.ofUse(user, move->getParentRegion());
      if (user != move && first < begin && last > from->first &&
          rangeOf(view, to->alloc).meets(place))
        return false;
    }
    from->inside = to;
    from->offset = place.begin;
    to->first = std::min(to->first, from->first);
    return true;
  }

  /// An asynchronous call is done with its input when it has ended.
  bool isWaitFor(Operation *user, const Block &output) {
    auto call = dyn_cast<LibraryCallOp>(user);
    return call && call.getCallee() == "skrt_wait" &&
           findBlock(call.getOuts()[0]) == &output;
  }

  Block *findBlock(Value view) {
    memref::AllocOp alloc = findAllocation(view);
    return alloc ? blockOf.lookup(alloc) : nullptr;
  }

  /// The block whose elements are those of `view`, in their order.
  Block *wholeBlock(Value view) {
    auto type = cast<MemRefType>(view.getType());
    Block *block = findBlock(view);
    return block && type.getLayout().isIdentity() &&
                   type.getElementType() ==
                       block->alloc.getType().getElementType() &&
                   type.getNumElements() ==
                       block->alloc.getType().getNumElements()
               ? block
               : nullptr;
  }

  /// The ops that use the memory of `block`, and the views that they use; those
  /// that only make another view are none of them.
  SmallVector<std::pair<Operation *, Value>> usersOf(Block &block) {
    SmallVector<std::pair<Operation *, Value>> users;
    for (Value alias : views.resolve(block.alloc))
      for (Operation *user : alias.getUsers())
        if (!isa<ViewLikeOpInterface>(user))
          users.push_back({user, alias});
    return users;
  }

  const BufferViewFlowAnalysis &views;
  const Times &times;
  llvm::DenseMap<memref::AllocOp, Block *> blockOf;
};

/// Places the largest blocks first, each at the lowest offset that is free
/// during its lifetime, and returns the size of the arena.
int64_t place(MutableArrayRef<Block> blocks) {
  SmallVector<Block *> bySize;
  for (Block &block : blocks)
    if (!block.inside)
      bySize.push_back(&block);
  llvm::stable_sort(bySize,
                    [](Block *a, Block *b) { return a->bytes > b->bytes; });
  int64_t arena = 0;
  SmallVector<Block *> placed; // by offset
  for (Block *block : bySize) {
    for (Block *other : placed)
      if (other->meets(*block) && other->offset < block->offset + block->bytes)
        block->offset = std::max(block->offset, other->offset + other->bytes);
    arena = std::max(arena, block->offset + block->bytes);
    placed.insert(llvm::upper_bound(
                      placed, block,
                      [](Block *a, Block *b) { return a->offset < b->offset; }),
                  block);
  }
  return arena;
}

struct PlanMemory : skein::passes::impl::PlanMemoryPassBase<PlanMemory> {
  void runOnOperation() override {
    func::FuncOp function = getOperation();
    BufferViewFlowAnalysis views(function);
    Times times(function);
    SmallVector<Block> blocks;
    bool isStatic = true;
    function.walk([&](memref::AllocOp alloc) {
      if (!alloc.getType().hasStaticShape() ||
          !alloc.getType().getLayout().isIdentity()) {
        alloc.emitOpError() << "has type " << alloc.getType()
                            << "; expected a dense buffer of static shape";
        isStatic = false;
      } else {
        blocks.push_back(blockOf(alloc, views, times));
      }
    });
    if (!isStatic)
      return signalPassFailure();

    for (Operation *copy : Merger(blocks, views, times).mergeAll(function))
      copy->erase();
    auto arenaType =
        MemRefType::get({place(blocks)}, IntegerType::get(&getContext(), 8));
    if (failed(function.insertArgument(function.getNumArguments(), arenaType,
                                       {}, function.getLoc())))
      return signalPassFailure();
    Value arena = function.getArguments().back();
    for (Block &block : blocks) {
      OpBuilder builder(block.alloc);
      Location loc = block.alloc.getLoc();
      int64_t place = block.offset;
      for (Block *outer = block.inside; outer; outer = outer->inside)
        place += outer->offset;
      Value offset = arith::ConstantIndexOp::create(builder, loc, place);
      Value view = memref::ViewOp::create(builder, loc, block.alloc.getType(),
                                          arena, offset, ValueRange());
      block.alloc.replaceAllUsesWith(view);
      block.alloc.erase();
    }
  }
};

} // namespace
