//===- RandomNumbers.cpp - random numbers as linalg -----------------------===//
#include "passes/RandomNumbers.h"

#include "dialect/Skein.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include <array>
#include <cmath>

using namespace mlir;
using namespace skein;

namespace {

/// Arithmetic on i64.
class Words {
public:
  Words(OpBuilder &builder, Location loc) : builder(builder), loc(loc) {}

  Value constant(int64_t value) const {
    return arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(value));
  }
  Value low(Value a) const { return arith::AndIOp::create(builder, loc, a, constant(0xffffffff)); }
  Value shiftRight(Value a, int64_t bits) const {
    return arith::ShRUIOp::create(builder, loc, a, constant(bits));
  }
  Value shiftLeft(Value a, int64_t bits) const {
    return arith::ShLIOp::create(builder, loc, a, constant(bits));
  }
  Value combine(Value a, Value b) const { return arith::OrIOp::create(builder, loc, a, b); }
  Value differ(Value a, Value b) const { return arith::XOrIOp::create(builder, loc, a, b); }
  Value multiply(Value a, int64_t b) const {
    return arith::MulIOp::create(builder, loc, a, constant(b));
  }
  /// A scalar counter as i64.
  Value from(Value counter) const {
    return counter.getType().isIndex()
               ? arith::IndexCastOp::create(builder, loc, builder.getI64Type(), counter)
               : counter;
  }

  /// Philox 4x32-10 of two counters of 64 bits: four numbers below 2^32.
  std::array<Value, 4> philox(Value first, Value second, uint64_t seed) const {
    uint32_t key[2] = {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)};
    std::array<Value, 4> c = {low(first), shiftRight(first, 32), low(second),
                              shiftRight(second, 32)};
    for (int round = 0; round < 10; ++round) {
      // Products of two numbers below 2^32 are exact as unsigned ones.
      Value a = multiply(c[0], 0xD2511F53), b = multiply(c[2], 0xCD9E8D57);
      c = {differ(differ(shiftRight(b, 32), c[1]), constant(key[0])), low(b),
           differ(differ(shiftRight(a, 32), c[3]), constant(key[1])), low(a)};
      key[0] += 0x9E3779B9;
      key[1] += 0xBB67AE85;
    }
    return c;
  }

private:
  OpBuilder &builder;
  Location loc;
};

/// `words` as a number in [0, 1) of `type`.
Value toReal(OpBuilder &builder, Location loc, const std::array<Value, 4> &words, FloatType type) {
  Words on(builder, loc);
  unsigned bits = type.getFPMantissaWidth();
  Value integer = type.isF64() ? on.combine(on.shiftLeft(on.shiftRight(words[0], 5), 26),
                                            on.shiftRight(words[1], 6))
                               : on.shiftRight(words[0], 32 - bits);
  if (!type.isF64()) // conversions of 32 bits are faster
    integer = arith::TruncIOp::create(builder, loc, builder.getI32Type(), integer);
  Value real = arith::SIToFPOp::create(builder, loc, type, integer);
  Value unit = arith::ConstantOp::create(
      builder, loc, builder.getFloatAttr(type, std::ldexp(1.0, -int(bits))));
  return arith::MulFOp::create(builder, loc, real, unit);
}

/// The counters as one tensor.
Value combineCounters(OpBuilder &builder, RandomUniformOp op) {
  Location loc = op.getLoc();
  if (op.getCounters().size() == 1 && isa<RankedTensorType>(op.getCounters()[0].getType()))
    return op.getCounters()[0];
  SmallVector<Value> tensors;
  for (Value counter : op.getCounters())
    if (isa<RankedTensorType>(counter.getType()))
      tensors.push_back(counter);
  auto type = RankedTensorType::get({}, builder.getI64Type());
  Value empty = tensor::EmptyOp::create(builder, loc, type, ValueRange());
  SmallVector<AffineMap> maps(tensors.size() + 1, AffineMap::get(builder.getContext()));
  auto body = [&](OpBuilder &inner, Location at, ValueRange args) {
    Words on(inner, at);
    Value sum;
    for (Value counter : op.getCounters()) {
      Value next = isa<RankedTensorType>(counter.getType())
                       ? args[llvm::find(tensors, counter) - tensors.begin()]
                       : on.from(counter);
      if (sum) {
        std::array<Value, 4> words = on.philox(next, sum, op.getSeed());
        next = on.combine(words[0], on.shiftLeft(words[1], 32));
      }
      sum = next;
    }
    linalg::YieldOp::create(inner, at, sum);
  };
  return linalg::GenericOp::create(builder, loc, type, tensors, empty, maps,
                                   ArrayRef<utils::IteratorType>(), body)
      .getResult(0);
}

void writeOut(RandomUniformOp op) {
  OpBuilder builder(op);
  Location loc = op.getLoc();
  RankedTensorType type = op.getType();
  Value counter = combineCounters(builder, op);
  Value empty = tensor::EmptyOp::create(builder, loc, type, ValueRange());
  SmallVector<AffineMap> maps = {AffineMap::get(type.getRank(), 0, builder.getContext()),
                                 builder.getMultiDimIdentityMap(type.getRank())};
  SmallVector<utils::IteratorType> loops(type.getRank(), utils::IteratorType::parallel);
  auto body = [&](OpBuilder &inner, Location at, ValueRange args) {
    Words on(inner, at);
    // Strides of the whole: passes that split a loop add to its index.
    Value place = on.constant(0);
    for (int64_t dim = 0, stride = type.getNumElements(); dim < type.getRank(); ++dim) {
      stride /= type.getDimSize(dim);
      Value index = on.from(linalg::IndexOp::create(inner, at, dim));
      place = arith::AddIOp::create(inner, at, place, on.multiply(index, stride));
    }
    Value real = toReal(inner, at, on.philox(place, args[0], op.getSeed()),
                        cast<FloatType>(type.getElementType()));
    linalg::YieldOp::create(inner, at, real);
  };
  auto generic = linalg::GenericOp::create(builder, loc, type, counter, empty, maps, loops, body);
  generic->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  op.replaceAllUsesWith(generic.getResult(0));
  op.erase();
}

} // namespace

void skein::passes::writeRandomNumbersOut(Operation *root) {
  SmallVector<RandomUniformOp> ops;
  root->walk([&](RandomUniformOp op) { ops.push_back(op); });
  for (RandomUniformOp op : ops)
    writeOut(op);
}
