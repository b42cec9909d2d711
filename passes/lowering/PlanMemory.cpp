//===- PlanMemory.cpp - all temporaries in one arena ----------------------===//
#include "passes/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/Transforms/BufferViewFlowAnalysis.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

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
  int64_t offset = 0;

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

int64_t bytesOf(MemRefType type) {
  Type element = type.getElementType();
  int64_t bytes = element.isIndex()
                      ? 8
                      : llvm::divideCeil(element.getIntOrFloatBitWidth(), 8);
  return llvm::alignTo(std::max<int64_t>(type.getNumElements() * bytes, 1),
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

/// Places the largest blocks first, each at the lowest offset that is free
/// during its lifetime, and returns the size of the arena.
int64_t place(MutableArrayRef<Block> blocks) {
  SmallVector<Block *> bySize(llvm::make_pointer_range(blocks));
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

    auto arenaType =
        MemRefType::get({place(blocks)}, IntegerType::get(&getContext(), 8));
    if (failed(function.insertArgument(function.getNumArguments(), arenaType,
                                       {}, function.getLoc())))
      return signalPassFailure();
    Value arena = function.getArguments().back();
    for (Block &block : blocks) {
      OpBuilder builder(block.alloc);
      Location loc = block.alloc.getLoc();
      Value offset = arith::ConstantIndexOp::create(builder, loc, block.offset);
      Value view = memref::ViewOp::create(builder, loc, block.alloc.getType(),
                                          arena, offset, ValueRange());
      block.alloc.replaceAllUsesWith(view);
      block.alloc.erase();
    }
  }
};

} // namespace
