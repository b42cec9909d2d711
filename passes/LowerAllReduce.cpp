//===- LowerAllReduce.cpp - how all-reduces are carried out ---------------===//
//
// An algorithm is written once for any list of devices: as index arithmetic on
// the number of the device, and exchanges. All devices run all of it; who has no
// part in an exchange has a piece of 0 elements.
//
//===----------------------------------------------------------------------===//

#include "dialect/Skein.h"
#include "passes/AllReduceSpec.h"
#include "passes/Gradients.h"
#include "passes/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_LOWERALLREDUCEPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

//===----------------------------------------------------------------------===//
// Writing a body
//===----------------------------------------------------------------------===//

/// An index in a body: a number that is known, or a value.
struct Num {
  Num(int64_t constant) : constant(constant) {}
  explicit Num(Value value) : value(value) {}

  std::optional<int64_t> constant;
  Value value;
};

/// Whether a device takes part; by default it does.
using Condition = Value;

/// Elements [begin, begin + count) of the buffer.
struct Piece {
  Num begin, count;
};

class BodyWriter {
public:
  BodyWriter(AllReduceOp reduce) : reduce(reduce), builder(reduce.getContext()), loc(reduce.getLoc()) {
    auto input = cast<RankedTensorType>(reduce.getInput().getType());
    elements = input.getNumElements();
    Block *body = builder.createBlock(&reduce.getBody());
    buffer = body->addArgument(RankedTensorType::get(elements, input.getElementType()), loc);
    rank = Num(body->addArgument(builder.getIndexType(), loc));
  }

  void finish() { YieldOp::create(builder, loc, buffer); }

  //===--------------------------------------------------------------------===//
  // Arithmetic
  //===--------------------------------------------------------------------===//

  Value valueOf(Num number) {
    if (!number.constant)
      return number.value;
    Value &known = constants[*number.constant];
    if (!known) {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(&reduce.getBody().front());
      known = arith::ConstantIndexOp::create(builder, loc, *number.constant);
    }
    return known;
  }

  template <typename Op> Num make(Num a, Num b) {
    Value left = valueOf(a), right = valueOf(b);
    return Num(Op::create(builder, loc, left, right).getResult());
  }
  Num add(Num a, Num b) {
    if (a.constant && b.constant)
      return *a.constant + *b.constant;
    if (a.constant == 0)
      return b;
    return b.constant == 0 ? a : make<arith::AddIOp>(a, b);
  }
  Num sub(Num a, Num b) {
    if (a.constant && b.constant)
      return *a.constant - *b.constant;
    return b.constant == 0 ? a : make<arith::SubIOp>(a, b);
  }
  Num mul(Num a, Num b) {
    if (a.constant && b.constant)
      return *a.constant * *b.constant;
    if (a.constant == 0 || b.constant == 0)
      return 0;
    if (a.constant == 1)
      return b;
    return b.constant == 1 ? a : make<arith::MulIOp>(a, b);
  }
  Num div(Num a, Num b) {
    if (a.constant && b.constant)
      return *a.constant / *b.constant;
    return b.constant == 1 ? a : make<arith::DivUIOp>(a, b);
  }
  Num mod(Num a, Num b) {
    if (a.constant && b.constant)
      return *a.constant % *b.constant;
    return b.constant == 1 ? Num(0) : make<arith::RemUIOp>(a, b);
  }
  Num min(Num a, Num b) {
    if (a.constant && b.constant)
      return std::min(*a.constant, *b.constant);
    return make<arith::MinUIOp>(a, b);
  }
  /// 2^exponent.
  Num powerOfTwo(Num exponent) {
    if (exponent.constant)
      return int64_t(1) << *exponent.constant;
    return make<arith::ShLIOp>(1, exponent);
  }

  Condition compare(arith::CmpIPredicate predicate, Num a, Num b) {
    Value left = valueOf(a), right = valueOf(b);
    return arith::CmpIOp::create(builder, loc, predicate, left, right);
  }
  Condition equal(Num a, Num b) { return compare(arith::CmpIPredicate::eq, a, b); }
  Condition less(Num a, Num b) { return compare(arith::CmpIPredicate::ult, a, b); }
  Condition both(Condition a, Condition b) {
    return !a ? b : !b ? a : arith::AndIOp::create(builder, loc, a, b).getResult();
  }
  Num select(Condition condition, Num yes, Num no) {
    if (!condition)
      return yes;
    Value left = valueOf(yes), right = valueOf(no);
    return Num(arith::SelectOp::create(builder, loc, condition, left, right).getResult());
  }

  //===--------------------------------------------------------------------===//
  // Pieces
  //===--------------------------------------------------------------------===//

  Piece whole() { return {0, elements}; }

  /// `piece` if the condition holds, else none of it.
  Piece when(Condition condition, Piece piece) {
    return {piece.begin, select(condition, piece.count, 0)};
  }

  /// One of `parts` pieces of the same size, except that the last ones may be
  /// shorter or empty: what zeros would fill up is not sent.
  Piece evenPart(Piece piece, int64_t parts, Num index) {
    if (parts == 1)
      return piece;
    Num size = div(add(piece.count, parts - 1), parts);
    if (piece.count.constant && *piece.count.constant % parts == 0)
      return {add(piece.begin, mul(index, size)), size};
    Num offset = min(mul(index, size), piece.count);
    return {add(piece.begin, offset), min(size, sub(piece.count, offset))};
  }

  /// One of `parts` pieces, of which the last one takes what is left over.
  Piece raggedPart(Piece piece, int64_t parts, Num index) {
    if (parts == 1)
      return piece;
    Num size = div(piece.count, parts);
    Num offset = mul(index, size);
    return {add(piece.begin, offset),
            select(equal(index, parts - 1), sub(piece.count, offset), size)};
  }

  //===--------------------------------------------------------------------===//
  // Exchanges and loops
  //===--------------------------------------------------------------------===//

  void exchange(Piece send, Num to, Piece receive, Num from, bool combines) {
    Value operands[] = {valueOf(send.begin),    valueOf(send.count),    valueOf(to),
                        valueOf(receive.begin), valueOf(receive.count), valueOf(from)};
    auto kind = combines ? reduce.getKindAttr() : ReductionKindAttr();
    buffer = ExchangeOp::create(builder, loc, buffer.getType(), buffer, operands[0], operands[1],
                                operands[2], operands[3], operands[4], operands[5], kind);
  }

  using Carried = SmallVector<Num, 2>;
  using Iteration = llvm::function_ref<Carried(Num, Carried)>;

  /// Runs `iteration` for 0 to `trips` - 1; it gives what the next one takes, and
  /// the last one what is returned.
  Carried loop(Num trips, Carried carried, Iteration iteration) {
    return loop(trips, std::move(carried), iteration, /*carriesBuffer=*/true);
  }
  /// The same, without exchanges.
  Carried compute(Num trips, Carried carried, Iteration iteration) {
    return loop(trips, std::move(carried), iteration, /*carriesBuffer=*/false);
  }
  void loop(Num trips, llvm::function_ref<void(Num)> iteration) {
    loop(trips, {}, [&](Num i, Carried) {
      iteration(i);
      return Carried();
    });
  }

  /// A collective of the fabric over some of the axes, on the whole buffer.
  void allReduceOver(ArrayAttr axes) {
    buffer = AllReduceOp::create(builder, loc, buffer.getType(), reduce.getKind(), buffer,
                                 reduce.getMesh(), axes);
  }
  void broadcastOver(ArrayAttr axes) {
    buffer = BroadcastOp::create(builder, loc, buffer.getType(), buffer, 0, reduce.getMesh(),
                                 axes);
  }

  AllReduceOp reduce;
  Num rank = 0; ///< of this device
  int64_t elements;

private:
  Carried loop(Num trips, Carried carried, Iteration iteration, bool carriesBuffer) {
    if (trips.constant == 0)
      return carried;
    if (trips.constant == 1)
      return iteration(0, carried);
    SmallVector<Value> inits(carriesBuffer, buffer);
    for (Num number : carried)
      inits.push_back(valueOf(number));
    Value begin = valueOf(0), end = valueOf(trips), step = valueOf(1);
    auto loop = scf::ForOp::create(builder, loc, begin, end, step, inits);
    auto takeOver = [&](ValueRange values) {
      if (carriesBuffer)
        buffer = values.front();
      return Carried(llvm::map_range(values.drop_front(carriesBuffer),
                                     [](Value value) { return Num(value); }));
    };
    {
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(loop.getBody());
      Carried next = iteration(Num(loop.getInductionVar()), takeOver(loop.getRegionIterArgs()));
      SmallVector<Value> yielded(carriesBuffer, buffer);
      for (Num number : next)
        yielded.push_back(valueOf(number));
      scf::YieldOp::create(builder, loc, yielded);
    }
    return takeOver(loop.getResults());
  }

  OpBuilder builder;
  Location loc;
  Value buffer;
  std::map<int64_t, Value> constants;
};

//===----------------------------------------------------------------------===//
// Algorithms among a list of devices
//===----------------------------------------------------------------------===//

/// Some devices of the group in an order.
struct Members {
  int64_t size;
  Num place;          ///< of this device in the order, from 0
  Condition isMember; ///< whether this device is one; null: it is
  std::function<Num(Num)> rankAt; ///< number in the group of the member at a place
};

class Algorithms : public BodyWriter {
public:
  using BodyWriter::BodyWriter;

  /// One tick of a ring in which, after size - 1 of them, the member at place p has
  /// the combined part p.
  void reduceOnRing(const Members &ring, Num tick, llvm::function_ref<Piece(Num)> part) {
    passOn(ring, add(ring.place, sub(ring.size - 1, tick)), part, /*combines=*/true);
  }

  /// One tick of a ring in which the part of every member goes once around.
  void gatherOnRing(const Members &ring, Num tick, llvm::function_ref<Piece(Num)> part) {
    passOn(ring, add(ring.place, sub(ring.size, tick)), part, /*combines=*/false);
  }

  /// Partners take one half each of what they have left, at twice the distance at
  /// every hop, and then put the halves together again. `members.size` is a power
  /// of two.
  void halveAndDouble(const Members &members) {
    int64_t hops = llvm::Log2_64(members.size);
    auto keepHalf = [&](Num hop, Carried left) {
      Halves halves = cutInHalves(members, hop, left);
      return Carried{halves.kept.begin, halves.kept.count};
    };
    loop(hops, {0, elements}, [&](Num hop, Carried left) {
      Halves halves = cutInHalves(members, hop, left);
      exchange(when(members.isMember, halves.given), halves.partner,
               when(members.isMember, halves.kept), halves.partner, true);
      return Carried{halves.kept.begin, halves.kept.count};
    });
    loop(hops, [&](Num tick) {
      Num hop = sub(hops - 1, tick);
      Halves halves = cutInHalves(members, hop, compute(hop, {0, elements}, keepHalf));
      exchange(when(members.isMember, halves.kept), halves.partner,
               when(members.isMember, halves.given), halves.partner, false);
    });
  }

  /// A binomial tree to the first member and back.
  void upAndDownTree(const Members &members) {
    int64_t levels = llvm::Log2_64_Ceil(members.size);
    auto step = [&](Num level, bool up) {
      Num distance = powerOfTwo(level);
      Num inPair = mod(members.place, mul(distance, 2));
      Num above = add(members.place, distance);
      Condition isChild = equal(inPair, distance);
      Condition isParent = both(equal(inPair, 0), less(above, members.size));
      Piece own = when(members.isMember, whole());
      pass(up, when(isChild, own), members.rankAt(sub(members.place, distance)),
           when(isParent, own), members.rankAt(above));
    };
    loop(levels, [&](Num level) { step(level, true); });
    loop(levels, [&](Num tick) { step(sub(levels - 1, tick), false); });
  }

  /// What the member at a place hosts in a round.
  using Hosted = llvm::function_ref<Piece(Num place, Num round)>;

  /// The host of a piece combines it for all members (`in`), or gives it to them. In
  /// every tick all hosts are busy, with members at the same distance.
  void shuffle(bool in, const Members &members, int64_t rounds, Hosted hosted) {
    loop(rounds, [&](Num round) {
      Piece own = when(members.isMember, hosted(members.place, round));
      loop(members.size - 1, [&](Num tick) {
        Num distance = add(tick, 1);
        Num server = mod(add(members.place, sub(members.size, distance)), members.size);
        Num client = mod(add(members.place, distance), members.size);
        Piece served = when(members.isMember, hosted(server, round));
        pass(in, served, members.rankAt(server), own, members.rankAt(client));
      });
    });
  }

  /// The same with one host for all.
  void shuffleAt(bool in, const Members &members, Num host) {
    shuffle(in, members, /*rounds=*/1,
            [&](Num place, Num) { return when(equal(place, host), whole()); });
  }

protected:
  /// From one device to another that combines it, or (not `up`) the other way.
  void pass(bool up, Piece lower, Num toUpper, Piece upper, Num toLower) {
    if (up)
      exchange(lower, toUpper, upper, toLower, /*combines=*/true);
    else
      exchange(upper, toLower, lower, toUpper, /*combines=*/false);
  }

private:
  struct Halves {
    Piece kept, given;
    Num partner;
  };

  Halves cutInHalves(const Members &members, Num hop, Carried piece) {
    Num distance = powerOfTwo(hop), half = div(piece[1], 2), rest = sub(piece[1], half);
    Num middle = add(piece[0], half);
    Condition isLeft = equal(mod(div(members.place, distance), 2), 0);
    return {{select(isLeft, piece[0], middle), select(isLeft, half, rest)},
            {select(isLeft, middle, piece[0]), select(isLeft, rest, half)},
            members.rankAt(select(isLeft, add(members.place, distance),
                                  sub(members.place, distance)))};
  }

  /// Sends part `segment` to the next member, and receives the one before it.
  void passOn(const Members &ring, Num segment, llvm::function_ref<Piece(Num)> part,
              bool combines) {
    if (ring.size == 1)
      return;
    auto at = [&](Num number) { return mod(number, ring.size); };
    exchange(when(ring.isMember, part(at(segment))), ring.rankAt(at(add(ring.place, 1))),
             when(ring.isMember, part(at(add(segment, ring.size - 1)))),
             ring.rankAt(at(add(ring.place, ring.size - 1))), combines);
  }
};

//===----------------------------------------------------------------------===//
// Algorithms of the spec
//===----------------------------------------------------------------------===//

/// The devices of an all-reduce as workers with devices of their own.
struct Grid {
  SmallVector<int64_t> sizes; ///< of the axes
  int64_t devices = 1;
  int64_t workers = 1; ///< the first axis, if there are more

  bool isFlat() const { return sizes.size() == 1; }
  int64_t perWorker() const { return devices / workers; }
};

/// Devices that may host shards. Those of one flat axis may be anywhere: each
/// counts as a worker.
int64_t hostCandidates(const Grid &grid, ReduceAlgorithm algorithm) {
  return algorithm == ReduceAlgorithm::ShuffleOnGpus || grid.isFlat() ? grid.devices
                                                                      : grid.workers;
}

class SpecWriter : public Algorithms {
public:
  /// `turn` says which hosts are meant: the all-reduces of a range take turns with
  /// groups of them. Of a copy it is the device that adds up.
  SpecWriter(AllReduceOp reduce, const Grid &grid, const SpecRange &range, int64_t turn)
      : Algorithms(reduce), grid(grid), range(range), turn(turn),
        innerAxes(ArrayAttr::get(reduce.getContext(), reduce.getAxes().getValue().drop_front())) {}

  void write() {
    auto same = [](Num place) { return place; };
    switch (range.algorithm) {
    case ReduceAlgorithm::Nccl:
    case ReduceAlgorithm::Collective:
      llvm_unreachable("has no body");
    case ReduceAlgorithm::Ring:
      rotatedRings();
      break;
    case ReduceAlgorithm::HalvingDoubling:
      halveAndDouble(everyone());
      break;
    case ReduceAlgorithm::Tree:
      upAndDownTree(everyone());
      break;
    case ReduceAlgorithm::Hierarchical:
      ringsAlongAxes();
      break;
    case ReduceAlgorithm::ShuffleOnGpus:
      shuffleAmong(everyone(), [&](Num place) { return candidateOfGpu(place); });
      break;
    case ReduceAlgorithm::ShuffleOnCpus:
      shuffleAmong(everyone(), [&](Num place) { return candidateOfHost(place); });
      break;
    case ReduceAlgorithm::NativeThenRing:
      allReduceOver(innerAxes);
      ringsAmongWorkers();
      break;
    case ReduceAlgorithm::NativeThenHalvingDoubling:
      allReduceOver(innerAxes);
      halveAndDouble(workers(0));
      broadcastOver(innerAxes);
      break;
    case ReduceAlgorithm::NativeThenShuffle:
      allReduceOver(innerAxes);
      shuffleAmong(workers(0), same);
      broadcastOver(innerAxes);
      break;
    case ReduceAlgorithm::ShuffleThenShuffle:
      shuffleAt(/*in=*/true, withinWorker(), 0);
      shuffleAmong(workers(0), same);
      shuffleAt(/*in=*/false, withinWorker(), 0);
      break;
    case ReduceAlgorithm::Copy:
    case ReduceAlgorithm::Colocated:
      for (bool in : {true, false})
        shuffleAt(in, everyone(), turn);
      break;
    case ReduceAlgorithm::HierarchicalCopy:
      copyInHalves();
      break;
    }
    finish();
  }

private:
  Members everyone() {
    return {grid.devices, rank, nullptr, [](Num place) { return place; }};
  }

  /// The device with this number of each worker.
  Members workers(Num index) {
    int64_t perWorker = grid.perWorker();
    return {grid.workers, div(rank, perWorker), equal(mod(rank, perWorker), index),
            [=, this](Num worker) { return add(mul(worker, perWorker), index); }};
  }

  Members withinWorker() {
    int64_t perWorker = grid.perWorker();
    return {perWorker, mod(rank, perWorker), nullptr, [=, this](Num index) {
              return add(mul(div(rank, perWorker), perWorker), index);
            }};
  }

  /// The devices that differ from this one along one axis.
  Members along(size_t axis) {
    int64_t size = grid.sizes[axis], stride = 1;
    for (int64_t inner : ArrayRef(grid.sizes).drop_front(axis + 1))
      stride *= inner;
    Num place = mod(div(rank, stride), size);
    return {size, place, nullptr, [=, this](Num other) {
              return add(sub(rank, mul(place, stride)), mul(other, stride));
            }};
  }

  /// Every sub-ring goes through all workers, and within a worker begins with
  /// another device; chunk s of every segment travels on sub-ring s.
  void rotatedRings() {
    int64_t perWorker = grid.perWorker(), shards = range.shards;
    int64_t step = std::max<int64_t>(1, perWorker / shards);
    auto forAll = [&](bool reduces) {
      loop(grid.devices - 1, [&](Num tick) {
        loop(shards, [&](Num shard) {
          auto part = [&](Num segment) {
            return evenPart(whole(), grid.devices * shards, add(mul(segment, shards), shard));
          };
          Members ring = rotated(mul(shard, step));
          reduces ? reduceOnRing(ring, tick, part) : gatherOnRing(ring, tick, part);
        });
      });
    };
    forAll(true);
    forAll(false);
  }

  /// All devices, those of each worker rotated to the left.
  Members rotated(Num by) {
    int64_t perWorker = grid.perWorker();
    auto rotate = [=, this](Num place, Num distance) {
      return add(mul(div(place, perWorker), perWorker),
                 mod(add(mod(place, perWorker), distance), perWorker));
    };
    if (by.constant == 0)
      return everyone();
    return {grid.devices, rotate(rank, sub(perWorker, by)), nullptr,
            [=](Num place) { return rotate(place, by); }};
  }

  /// Parts are reduced along the innermost axis first, so that ever less goes
  /// along the outer ones.
  void ringsAlongAxes() {
    SmallVector<Piece> pieces{whole()}; // that are left, from the innermost axis on
    SmallVector<std::pair<Members, Piece>> levels;
    for (size_t axis = grid.sizes.size(); axis-- > 0;) {
      Members ring = along(axis);
      levels.push_back({ring, pieces.back()});
      pieces.push_back(evenPart(pieces.back(), ring.size, ring.place));
    }
    auto run = [&](const std::pair<Members, Piece> &level, bool reduces) {
      const auto &[ring, piece] = level;
      auto part = [&](Num segment) { return evenPart(piece, ring.size, segment); };
      loop(ring.size - 1, [&](Num tick) {
        reduces ? reduceOnRing(ring, tick, part) : gatherOnRing(ring, tick, part);
      });
    };
    for (const auto &level : levels)
      run(level, true);
    for (const auto &level : llvm::reverse(levels))
      run(level, false);
  }

  /// All devices of a worker have its sum. Each shard goes around a ring through
  /// one device of every worker, which gives it to the others of its worker.
  void ringsAmongWorkers() {
    int64_t shards = range.shards, step = std::max<int64_t>(1, grid.perWorker() / shards);
    auto shardOf = [&](Num shard) { return evenPart(whole(), shards, shard); };
    for (bool reduces : {true, false})
      loop(grid.workers - 1, [&](Num tick) {
        loop(shards, [&](Num shard) {
          Members ring = workers(mul(shard, step));
          auto part = [&](Num segment) {
            return evenPart(shardOf(shard), grid.workers, segment);
          };
          reduces ? reduceOnRing(ring, tick, part) : gatherOnRing(ring, tick, part);
        });
      });
    if (shards == 1)
      return broadcastOver(innerAxes);
    Members members = withinWorker();
    loop(shards, [&](Num shard) {
      Num owner = mul(shard, step);
      loop(members.size - 1, [&](Num tick) {
        Num other = mod(add(owner, add(tick, 1)), members.size);
        exchange(when(equal(members.place, owner), shardOf(shard)), members.rankAt(other),
                 when(equal(members.place, other), shardOf(shard)), members.rankAt(owner), false);
      });
    });
  }

  /// Shards are hosted by a group of candidates: these are dealt out to groups in
  /// turn, again from the first one if there are not enough, and all-reduces take
  /// turns with the groups. `candidateAt` gives the candidate at a place, or a
  /// number that none has.
  void shuffleAmong(const Members &members, llvm::function_ref<Num(Num)> candidateAt) {
    int64_t candidates = hostCandidates(grid, range.algorithm), shards = range.shards;
    int64_t groups = llvm::divideCeil(candidates, shards), group = turn % groups;
    // Candidates that are dealt out again host another shard in the second round.
    int64_t rounds = group + (shards - 1) * groups < candidates ? 1 : 2;
    auto hosted = [&](Num place, Num round) {
      // Of a number below the group, or of none, the shard is far out of range.
      Num dealt = sub(add(candidateAt(place), mul(round, candidates)), group);
      Num shard = div(dealt, groups);
      Condition isHost = both(groups == 1 ? Condition() : equal(mod(dealt, groups), 0),
                              less(shard, shards));
      return when(isHost, raggedPart(whole(), shards, select(isHost, shard, 0)));
    };
    for (bool in : {true, false})
      shuffle(in, members, rounds, hosted);
  }

  /// The devices of each half are added up on its root, and the two sums on the
  /// first root.
  void copyInHalves() {
    int64_t half = grid.devices / 2;
    auto [first, second] = rootsOfHalves();
    Num side = div(rank, half);
    Members own{half, mod(rank, half), nullptr,
                [=, this](Num place) { return add(mul(side, half), place); }};
    Num root = first % half;
    if (first % half != second % half)
      root = select(equal(side, first / half), root, second % half);
    shuffleAt(/*in=*/true, own, root);
    Condition isFirst = equal(rank, first), isSecond = equal(rank, second);
    for (bool up : {true, false})
      pass(up, when(isSecond, whole()), first, when(isFirst, whole()), second);
    shuffleAt(/*in=*/false, own, root);
  }

  /// Two devices, one of each half, that are connected directly.
  std::pair<int64_t, int64_t> rootsOfHalves() {
    constexpr std::pair<int64_t, int64_t> connected[] = {{0, 5}, {2, 7}, {5, 0}, {7, 2}};
    if (range.place == SumPlace::GcpV100)
      return connected[turn % std::size(connected)];
    return {turn % grid.devices, (turn + grid.devices / 2) % grid.devices};
  }

  /// Candidates are the first devices of all workers, then the second ones, ...
  Num candidateOfGpu(Num place) {
    return add(mul(mod(place, grid.perWorker()), grid.workers), div(place, grid.perWorker()));
  }

  /// Candidates are the first devices of workers.
  Num candidateOfHost(Num place) {
    int64_t step = grid.devices / hostCandidates(grid, range.algorithm);
    if (step == 1)
      return place;
    return select(equal(mod(place, step), 0), div(place, step), -2 * grid.devices);
  }

  const Grid &grid;
  const SpecRange &range;
  int64_t turn;
  ArrayAttr innerAxes;
};

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

/// Deals things of different sizes out to devices.
class Roots {
public:
  Roots(SumPlace place, int64_t devices) : place(place), loads(devices) {}

  /// The device for a tensor of this type: the first of those with the least load.
  int64_t next(ShapedType type) {
    int64_t *least = llvm::min_element(loads);
    *least += loadOf(type);
    return least - loads.begin();
  }

private:
  int64_t loadOf(ShapedType type) const {
    switch (place) {
    case SumPlace::First:
      return 0;
    case SumPlace::GreedyElements:
      return type.getNumElements();
    case SumPlace::GreedyBytes:
      return type.getNumElements() * llvm::divideCeil(type.getElementTypeBitWidth(), 8);
    default:
      return 1;
    }
  }

  SumPlace place;
  SmallVector<int64_t> loads;
};

bool isNative(ReduceAlgorithm algorithm) {
  return algorithm == ReduceAlgorithm::Nccl || algorithm == ReduceAlgorithm::Collective;
}

bool needsWorkers(ReduceAlgorithm algorithm) {
  return name(algorithm).contains('/');
}

/// Whether `range` can do what `op` asks for.
LogicalResult checkApplicable(AllReduceOp op, const Grid &grid, const SpecRange &range) {
  std::string spec = range.toString();
  if (name(range.algorithm).starts_with("nccl") && op.getKind() != ReductionKind::Sum)
    return op.emitOpError() << "combines by " << stringifyReductionKind(op.getKind()) << "; "
                            << spec << " expects sum";
  if (needsWorkers(range.algorithm) && grid.isFlat())
    return op.emitOpError() << "is over one axis; " << spec
                            << " expects two or more, the workers first";
  auto checkPower = [&](int64_t count, StringRef what) -> LogicalResult {
    if (llvm::isPowerOf2_64(count))
      return success();
    return op.emitOpError() << "is over " << count << " " << what << "; " << spec
                            << " expects a power of two";
  };
  auto checkShards = [&](int64_t most, StringRef what) -> LogicalResult {
    if (range.shards <= most)
      return success();
    return op.emitOpError() << "has " << most << " " << what << "; " << spec << " expects at least "
                            << range.shards;
  };
  switch (range.algorithm) {
  case ReduceAlgorithm::HalvingDoubling:
    return checkPower(grid.devices, "devices");
  case ReduceAlgorithm::NativeThenHalvingDoubling:
    return checkPower(grid.workers, "workers");
  case ReduceAlgorithm::Ring:
  case ReduceAlgorithm::NativeThenRing:
    return checkShards(grid.perWorker(), grid.isFlat() ? "devices" : "devices in a worker");
  case ReduceAlgorithm::ShuffleOnGpus:
  case ReduceAlgorithm::ShuffleOnCpus:
  case ReduceAlgorithm::NativeThenShuffle:
  case ReduceAlgorithm::ShuffleThenShuffle:
    return checkShards(hostCandidates(grid, range.algorithm), "devices that can host a shard");
  case ReduceAlgorithm::HierarchicalCopy: {
    StringRef expected = range.place == SumPlace::GcpV100 ? "8" : "an even number";
    if (range.place == SumPlace::GcpV100 ? grid.devices == 8 : grid.devices % 2 == 0)
      return success();
    return op.emitOpError() << "is over " << grid.devices << " devices; " << spec << " expects "
                            << expected;
  }
  default:
    return success();
  }
}

struct LowerAllReduce : skein::passes::impl::LowerAllReducePassBase<LowerAllReduce> {
  using LowerAllReducePassBase::LowerAllReducePassBase;

  LogicalResult initializeOptions(StringRef options,
                                  function_ref<LogicalResult(const Twine &)> report) override {
    if (failed(Pass::initializeOptions(options, report)))
      return failure();
    auto parsed = parseAllReduceSpec(spec);
    return parsed ? success() : report("spec " + llvm::toString(parsed.takeError()));
  }

  void runOnOperation() override {
    auto parsed = parseAllReduceSpec(spec);
    if (!parsed) {
      emitError(getOperation().getLoc()) << "spec " << llvm::toString(parsed.takeError());
      return signalPassFailure();
    }
    ranges = std::move(*parsed);
    SymbolTable symbols(getOperation());
    findVariables();
    for (Operation &symbol : *getOperation().getBody()) {
      turns.assign(ranges.size(), 0);
      roots.clear();
      SmallVector<AllReduceOp> reductions;
      symbol.walk([&](AllReduceOp op) {
        if (op.getBody().empty() && !op->getParentOfType<AllReduceOp>())
          reductions.push_back(op);
      });
      for (AllReduceOp op : reductions)
        if (failed(lower(op, symbols.lookup<MeshOp>(op.getMesh()))))
          return signalPassFailure();
    }
  }

private:
  LogicalResult lower(AllReduceOp op, MeshOp mesh) {
    int64_t elements = cast<ShapedType>(op.getType()).getNumElements();
    size_t index = 0;
    while (ranges[index].limit && elements > *ranges[index].limit)
      ++index;
    const SpecRange &range = ranges[index];
    Grid grid;
    for (StringRef axis : op.getAxes().getAsValueRange<StringAttr>()) {
      grid.sizes.push_back(*mesh.getAxisSize(axis));
      grid.devices *= grid.sizes.back();
    }
    if (!grid.isFlat())
      grid.workers = grid.sizes.front();
    if (failed(checkApplicable(op, grid, range)))
      return failure();
    op->setAttr(algorithmAttrName, StringAttr::get(&getContext(), range.toString()));
    if (!isNative(range.algorithm))
      SpecWriter(op, grid, range, turnOf(op, index, grid.devices)).write();
    return success();
  }

  /// What has gradients, in the order of the text, and which of them come from where.
  void findVariables() {
    llvm::StringSet<> updated;
    getOperation().walk([&](ApplyGradientOp op) { updated.insert(op.getVariable()); });
    for (VariableOp variable : getOperation().getOps<VariableOp>())
      if (updated.contains(variable.getSymName()))
        variables.push_back(variable);
    for (ProgramOp program : getOperation().getOps<ProgramOp>())
      for (const Gradient &gradient : findGradients(program))
        variableOf[gradient.op] = gradient.variables.front();
  }

  int64_t turnOf(AllReduceOp op, size_t index, int64_t devices) {
    const SpecRange &range = ranges[index];
    if (range.algorithm == ReduceAlgorithm::Colocated)
      return homeOf(variableOf.lookup(op), *range.place, devices);
    if (range.algorithm != ReduceAlgorithm::Copy)
      return turns[index]++;
    auto [own, isNew] =
        roots.try_emplace({index, Attribute(op.getAxes())}, *range.place, devices);
    return own->second.next(cast<ShapedType>(op.getType()));
  }

  /// The device of a variable; the first one for what belongs to none.
  int64_t homeOf(StringRef name, SumPlace place, int64_t devices) {
    Roots dealt(place, devices);
    for (VariableOp variable : variables)
      if (int64_t home = dealt.next(cast<ShapedType>(variable.getType()));
          variable.getSymName() == name)
        return home;
    return 0;
  }

  SmallVector<SpecRange> ranges;
  SmallVector<VariableOp> variables; // that have gradients
  llvm::DenseMap<Operation *, StringRef> variableOf; // the first that a reduction is for
  // Of the program or function at hand:
  SmallVector<int64_t> turns; // all-reduces that each range has taken
  llvm::DenseMap<std::pair<size_t, Attribute>, Roots> roots; // by range and axes
};

} // namespace
