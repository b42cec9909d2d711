//===- Algorithm.cpp - what the body of a collective does -----------------===//
#include "dialect/Algorithm.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/InterleavedRange.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

#include <mutex>

using namespace mlir;
using namespace skein;

namespace {

//===----------------------------------------------------------------------===//
// What is in the elements of a buffer
//===----------------------------------------------------------------------===//

/// How an element came to be, as a number: the contribution of a device, or a
/// combination of two others. Numbers that are alike are equal bits.
class Origins {
public:
  explicit Origins(int64_t devices) : devices(devices), parts(devices) {}

  int combine(int a, int b) {
    parts.push_back({a, b});
    return int(parts.size()) - 1;
  }

  /// How often each device contributed, at most 2 times.
  SmallVector<int> contributions(int origin) const {
    SmallVector<int> counts(devices);
    SmallVector<int> open{origin};
    while (!open.empty()) {
      int next = open.pop_back_val();
      if (next >= devices) {
        open.append({parts[next].first, parts[next].second});
      } else if (++counts[next] == 2) {
        break; // One doubled contribution may hide any number of others.
      }
    }
    return counts;
  }

  /// Whether both are combined in the same order. One device usually combines for
  /// all others, so that the numbers are equal; only if not, all of them are compared.
  bool areAlike(int a, int b) {
    if (a == b)
      return true;
    if (alike.size() < parts.size())
      findAlike();
    return alike[a] == alike[b];
  }

private:
  void findAlike() {
    llvm::DenseMap<std::pair<int, int>, int> known;
    alike.clear();
    for (int origin = 0; origin < int(parts.size()); ++origin)
      alike.push_back(origin < devices
                          ? origin
                          : known.try_emplace(std::minmax({alike[parts[origin].first],
                                                           alike[parts[origin].second]}),
                                              origin)
                                .first->second);
  }

  int64_t devices;
  std::vector<std::pair<int, int>> parts; // of a device's own contribution: unused
  std::vector<int> alike;                 // the first that is combined like this one
};

/// A buffer on all devices, in runs of elements that on each device have one origin.
class Buffers {
public:
  Buffers() = default;
  /// Every device has its own contribution.
  Buffers(int64_t size, int64_t devices) : size(size), begins{0}, runs(1) {
    runs[0] = llvm::to_vector(llvm::seq<int>(0, devices));
  }

  /// Of one run, by device.
  using Run = SmallVector<int, 0>;

  size_t getNumRuns() const { return runs.size(); }
  const Run &getRun(size_t index) const { return runs[index]; }
  std::vector<Run> &getRuns() { return runs; }
  int64_t beginOf(size_t index) const { return begins[index]; }
  int64_t endOf(size_t index) const {
    return index + 1 < begins.size() ? begins[index + 1] : size;
  }

  /// The runs of elements [begin, end).
  llvm::MutableArrayRef<Run> cutOut(int64_t begin, int64_t end) {
    size_t first = cut(begin, next);
    next = end == size ? runs.size() : cut(end, first + 1);
    return llvm::MutableArrayRef(runs).slice(first, next - first);
  }

private:
  /// The run that begins at `position`, where one does from now on; it may be `guess`.
  size_t cut(int64_t position, size_t guess) {
    if (guess < begins.size() && begins[guess] == position)
      return guess;
    size_t index = llvm::lower_bound(begins, position) - begins.begin();
    if (index < begins.size() && begins[index] == position)
      return index;
    Run copy = runs[index - 1];
    begins.insert(begins.begin() + index, position);
    runs.insert(runs.begin() + index, std::move(copy));
    return index;
  }

  int64_t size = 0;
  size_t next = 0; // behind the run that was cut out last: messages often go on there
  std::vector<int64_t> begins; // ascending, the first is 0
  std::vector<Run> runs;
};

//===----------------------------------------------------------------------===//
// Running a body
//===----------------------------------------------------------------------===//

/// A scalar on all devices; one number if it is the same on all.
using Scalars = SmallVector<int64_t, 1>;

using BinaryFunction = int64_t (*)(int64_t, int64_t);

BinaryFunction functionOf(arith::CmpIPredicate predicate) {
  using enum arith::CmpIPredicate;
  using U = uint64_t;
  switch (predicate) {
  case eq:
    return [](int64_t a, int64_t b) -> int64_t { return a == b; };
  case ne:
    return [](int64_t a, int64_t b) -> int64_t { return a != b; };
  case slt:
    return [](int64_t a, int64_t b) -> int64_t { return a < b; };
  case sle:
    return [](int64_t a, int64_t b) -> int64_t { return a <= b; };
  case sgt:
    return [](int64_t a, int64_t b) -> int64_t { return a > b; };
  case sge:
    return [](int64_t a, int64_t b) -> int64_t { return a >= b; };
  case ult:
    return [](int64_t a, int64_t b) -> int64_t { return U(a) < U(b); };
  case ule:
    return [](int64_t a, int64_t b) -> int64_t { return U(a) <= U(b); };
  case ugt:
    return [](int64_t a, int64_t b) -> int64_t { return U(a) > U(b); };
  case uge:
    return [](int64_t a, int64_t b) -> int64_t { return U(a) >= U(b); };
  }
  llvm_unreachable("all predicates are listed");
}

/// The arithmetic that bodies may use; null for other ops.
BinaryFunction functionOf(Operation *op) {
  using U = uint64_t;
  return llvm::TypeSwitch<Operation *, BinaryFunction>(op)
      .Case([](arith::AddIOp) { return [](int64_t a, int64_t b) { return a + b; }; })
      .Case([](arith::SubIOp) { return [](int64_t a, int64_t b) { return a - b; }; })
      .Case([](arith::MulIOp) { return [](int64_t a, int64_t b) { return a * b; }; })
      .Case([](arith::DivUIOp) {
        return [](int64_t a, int64_t b) { return b == 0 ? 0 : int64_t(U(a) / U(b)); };
      })
      .Case([](arith::RemUIOp) {
        return [](int64_t a, int64_t b) { return b == 0 ? 0 : int64_t(U(a) % U(b)); };
      })
      .Case([](arith::MinUIOp) {
        return [](int64_t a, int64_t b) { return int64_t(std::min(U(a), U(b))); };
      })
      .Case([](arith::MaxUIOp) {
        return [](int64_t a, int64_t b) { return int64_t(std::max(U(a), U(b))); };
      })
      .Case([](arith::AndIOp) { return [](int64_t a, int64_t b) { return a & b; }; })
      .Case([](arith::OrIOp) { return [](int64_t a, int64_t b) { return a | b; }; })
      .Case([](arith::XOrIOp) { return [](int64_t a, int64_t b) { return a ^ b; }; })
      .Case([](arith::ShLIOp) {
        return [](int64_t a, int64_t b) { return U(b) > 63 ? 0 : int64_t(U(a) << b); };
      })
      .Case([](arith::CmpIOp compare) { return functionOf(compare.getPredicate()); })
      .Default(BinaryFunction());
}

class Runner {
public:
  Runner(AllReduceOp reduce, function_ref<void(const AlgorithmStep &)> visit)
      : reduce(reduce), visit(visit), elements(reduce.getInput().getType().getNumElements()),
        mesh(SymbolTable::lookupNearestSymbolFrom<MeshOp>(reduce, reduce.getMeshAttr())) {
    for (StringRef axis : reduce.getAxes().getAsValueRange<StringAttr>()) {
      sizes.push_back(*mesh.getAxisSize(axis));
      devices *= sizes.back();
    }
  }

  LogicalResult trace() { return runBody(); }

  LogicalResult check() {
    origins.emplace(devices);
    buffers[reduce.getBody().getArgument(0)] = Buffers(elements, devices);
    return success(succeeded(runBody()) && succeeded(checkResult()));
  }

private:
  LogicalResult runBody() {
    Block &body = reduce.getBody().front();
    Scalars &ranks = scalars[body.getArgument(1)];
    for (int64_t device = 0; device < devices; ++device)
      ranks.push_back(device);
    return runBlock(body);
  }

  LogicalResult runBlock(Block &block) {
    for (Operation &op : block.without_terminator())
      if (failed(runOp(&op)))
        return failure();
    return success();
  }

  LogicalResult runOp(Operation *op) {
    IntegerAttr constant;
    if (matchPattern(op, m_Constant(&constant))) {
      scalars[op->getResult(0)] = {constant.getType().isInteger(1)
                                       ? int64_t(constant.getValue().getBoolValue())
                                       : constant.getInt()};
      return success();
    }
    if (BinaryFunction function = functionOf(op))
      return runBinary(op, function);
    return llvm::TypeSwitch<Operation *, LogicalResult>(op)
        .Case<arith::SelectOp, scf::ForOp, ExchangeOp, AllReduceOp, BroadcastOp>(
            [&](auto typed) { return run(typed); })
        .Default([](Operation *other) {
          return other->emitOpError() << "does not belong in the body of a skein.all_reduce; "
                                         "expected index arithmetic, scf.for, skein.exchange, "
                                         "skein.all_reduce or skein.broadcast";
        });
  }

  //===--------------------------------------------------------------------===//
  // Scalars
  //===--------------------------------------------------------------------===//

  static int64_t at(const Scalars &values, int64_t device) {
    return values.size() == 1 ? values[0] : values[device];
  }

  LogicalResult runBinary(Operation *op, BinaryFunction function) {
    auto a = scalars.find(op->getOperand(0)), b = scalars.find(op->getOperand(1));
    if (a == scalars.end() || b == scalars.end())
      return op->emitOpError() << "is not on scalars";
    const Scalars &left = a->second, &right = b->second;
    Scalars result(std::max(left.size(), right.size()));
    for (size_t i = 0; i < result.size(); ++i)
      result[i] = function(at(left, i), at(right, i));
    scalars[op->getResult(0)] = std::move(result);
    return success();
  }

  LogicalResult run(arith::SelectOp op) {
    if (!op.getType().isIntOrIndex())
      return op.emitOpError() << "is not on scalars";
    const Scalars &condition = scalars[op.getCondition()], &yes = scalars[op.getTrueValue()],
                  &no = scalars[op.getFalseValue()];
    Scalars result(std::max({condition.size(), yes.size(), no.size()}));
    for (size_t i = 0; i < result.size(); ++i)
      result[i] = at(condition, i) ? at(yes, i) : at(no, i);
    scalars[op.getResult()] = std::move(result);
    return success();
  }

  /// The number that `value` is on every device.
  FailureOr<int64_t> uniform(Operation *op, Value value) {
    const Scalars &values = scalars[value];
    for (size_t i = 1; i < values.size(); ++i)
      if (values[i] != values[0])
        return op->emitOpError() << "has a bound that is " << values[0] << " on device 0 and "
                                 << values[i] << " on device " << i
                                 << "; expected the same number of iterations on all";
    return values[0];
  }

  //===--------------------------------------------------------------------===//
  // Loops
  //===--------------------------------------------------------------------===//

  /// Binds all `targets` at once: a loop may exchange its values.
  void move(ValueRange sources, ValueRange targets) {
    SmallVector<std::pair<Scalars, Buffers>> values;
    for (Value source : sources) {
      auto scalar = scalars.find(source);
      auto &[numbers, contents] = values.emplace_back();
      if (scalar != scalars.end())
        numbers = scalar->second;
      else if (origins)
        contents = take(source, source.getParentBlock());
    }
    for (auto [target, value] : llvm::zip_equal(targets, values)) {
      if (!value.first.empty())
        scalars[target] = std::move(value.first);
      else if (origins)
        buffers[target] = std::move(value.second);
    }
  }

  LogicalResult run(scf::ForOp loop) {
    FailureOr<int64_t> lower = uniform(loop, loop.getLowerBound());
    FailureOr<int64_t> upper = uniform(loop, loop.getUpperBound());
    FailureOr<int64_t> step = uniform(loop, loop.getStep());
    if (failed(lower) || failed(upper) || failed(step))
      return failure();
    if (*step <= 0)
      return loop.emitOpError() << "has step " << *step << "; expected more than 0";
    move(loop.getInitArgs(), loop.getRegionIterArgs());
    for (int64_t i = *lower; i < *upper; i += *step) {
      scalars[loop.getInductionVar()] = {i};
      if (failed(runBlock(*loop.getBody())))
        return failure();
      move(loop.getBody()->getTerminator()->getOperands(), loop.getRegionIterArgs());
    }
    move(loop.getRegionIterArgs(), loop.getResults());
    return success();
  }

  //===--------------------------------------------------------------------===//
  // Communication
  //===--------------------------------------------------------------------===//

  /// The buffer `value`, for an op in `block`: not kept if nobody asks for it again.
  Buffers take(Value value, Block *block) {
    bool isLast = value.hasOneUse() && value.getParentBlock() == block;
    return isLast ? std::move(buffers[value]) : buffers[value];
  }

  LogicalResult run(ExchangeOp op) {
    if (failed(findMessages(op)))
      return failure();
    visit({op, messages});
    if (!origins)
      return success();
    Buffers result = take(op.getBuffer(), op->getBlock());
    bool combines = op.getKind().has_value();
    // In place: a device does not send what it receives.
    for (const Message &message : messages)
      for (Buffers::Run &run : result.cutOut(message.begin, message.begin + message.count)) {
        int received = run[message.from], &own = run[message.to];
        own = combines ? origins->combine(own, received) : received;
      }
    buffers[op.getResult()] = std::move(result);
    return success();
  }

  /// The messages of `op`, if all senders and receivers agree.
  LogicalResult findMessages(ExchangeOp op) {
    const Scalars &sendBegin = scalars[op.getSendBegin()], &sendCount = scalars[op.getSendCount()],
                  &to = scalars[op.getTo()], &receiveBegin = scalars[op.getReceiveBegin()],
                  &receiveCount = scalars[op.getReceiveCount()], &from = scalars[op.getFrom()];
    messages.clear();
    int64_t sent = 0;
    for (int64_t device = 0; device < devices; ++device) {
      int64_t begin = at(receiveBegin, device), count = at(receiveCount, device);
      int64_t ownBegin = at(sendBegin, device), ownCount = at(sendCount, device);
      if (failed(checkPiece(op, device, "sends", ownBegin, ownCount)) ||
          failed(checkPiece(op, device, "receives", begin, count)))
        return failure();
      sent += ownCount > 0;
      if (count == 0)
        continue;
      if (ownCount > 0 && ownBegin < begin + count && begin < ownBegin + ownCount)
        return op.emitOpError() << "sends and receives the same elements on device " << device
                                << ": [" << ownBegin << ", " << ownBegin + ownCount << ") and ["
                                << begin << ", " << begin + count << ")";
      int64_t sender = at(from, device);
      if (sender < 0 || sender >= devices || sender == device)
        return op.emitOpError() << "receives from device " << sender << " on device " << device
                                << "; expected another one of " << devices;
      if (at(sendCount, sender) != count || at(sendBegin, sender) != begin ||
          at(to, sender) != device) {
        InFlightDiagnostic error = op.emitOpError()
                                   << "receives elements [" << begin << ", " << begin + count
                                   << ") from device " << sender << " on device " << device
                                   << ", but device " << sender;
        if (at(sendCount, sender) == 0)
          return error << " sends nothing";
        return error << " sends [" << at(sendBegin, sender) << ", "
                     << at(sendBegin, sender) + at(sendCount, sender) << ") to device "
                     << at(to, sender);
      }
      messages.push_back({sender, device, begin, count});
    }
    // Every message has its own sender: what a device sends has one addressee.
    if (sent == int64_t(messages.size()))
      return success();
    for (int64_t device = 0; device < devices; ++device)
      if (at(sendCount, device) > 0 &&
          llvm::none_of(messages, [&](const Message &m) { return m.from == device; }))
        return op.emitOpError() << "sends to device " << at(to, device) << " on device " << device
                                << ", but device " << at(to, device)
                                << " receives nothing from there";
    llvm_unreachable("some sender has no receiver");
  }

  LogicalResult checkPiece(ExchangeOp op, int64_t device, StringRef verb, int64_t begin,
                           int64_t count) {
    if (count == 0 || (begin >= 0 && count > 0 && begin <= elements - count))
      return success();
    return op.emitOpError() << verb << " elements [" << begin << ", " << begin + count
                            << ") on device " << device << "; expected some of " << elements;
  }

  /// The devices of the group that differ only along `axes`, in the order of ranks
  /// over these.
  FailureOr<std::vector<SmallVector<int64_t>>> groups(CollectiveOpInterface op) {
    auto all = llvm::to_vector(reduce.getAxes().getAsRange<StringAttr>());
    SmallVector<size_t> inner;
    for (StringAttr axis : op.getAxesAttr().getAsRange<StringAttr>()) {
      auto found = llvm::find(all, axis);
      if (found == all.end())
        return op->emitOpError() << "is over axis \"" << axis.getValue()
                                 << "\", which the skein.all_reduce around it is not over";
      inner.push_back(found - all.begin());
    }
    std::map<int64_t, std::map<int64_t, int64_t>> byKey; // by the other axes, by rank
    for (int64_t device = 0; device < devices; ++device) {
      SmallVector<int64_t> place(all.size());
      for (int64_t axis = all.size() - 1, rest = device; axis >= 0; rest /= sizes[axis--])
        place[axis] = rest % sizes[axis];
      int64_t rank = 0, key = 0;
      for (size_t axis : inner)
        rank = rank * sizes[axis] + std::exchange(place[axis], 0);
      for (auto [size, coordinate] : llvm::zip(sizes, place))
        key = key * size + coordinate;
      byKey[key][rank] = device;
    }
    std::vector<SmallVector<int64_t>> result;
    for (auto &[key, members] : byKey)
      result.push_back(llvm::to_vector(llvm::make_second_range(members)));
    return result;
  }

  LogicalResult run(AllReduceOp op) {
    if (!op.getBody().empty())
      return op.emitOpError() << "has a body inside of another one";
    if (op.getKind() != reduce.getKind())
      return op.emitOpError() << "combines by another kind than the skein.all_reduce around it";
    return runCollective(op, [&](Buffers::Run &run, ArrayRef<int64_t> group) {
      int sum = run[group.front()];
      for (int64_t device : group.drop_front())
        sum = origins->combine(sum, run[device]);
      for (int64_t device : group)
        run[device] = sum;
    });
  }

  LogicalResult run(BroadcastOp op) {
    return runCollective(op, [&](Buffers::Run &run, ArrayRef<int64_t> group) {
      for (int64_t device : group)
        run[device] = run[group[op.getRoot()]];
    });
  }

  template <typename Op>
  LogicalResult runCollective(Op op,
                              llvm::function_ref<void(Buffers::Run &, ArrayRef<int64_t>)> combine) {
    if (op.getType() != reduce.getBody().getArgument(0).getType())
      return op.emitOpError() << "is on another type than the buffer of the skein.all_reduce";
    FailureOr<std::vector<SmallVector<int64_t>>> all = groups(op);
    if (failed(all))
      return failure();
    visit({op, {}});
    if (!origins)
      return success();
    Buffers result = take(op.getInput(), op->getBlock());
    for (Buffers::Run &run : result.getRuns())
      for (ArrayRef<int64_t> group : *all)
        combine(run, group);
    buffers[op.getResult()] = std::move(result);
    return success();
  }

  //===--------------------------------------------------------------------===//
  // The result
  //===--------------------------------------------------------------------===//

  InFlightDiagnostic wrong(int64_t device, int64_t begin, int64_t end) {
    return reduce.emitOpError() << "has a body that on device " << device << ", in elements ["
                                << begin << ", " << end << "), ";
  }

  LogicalResult checkResult() {
    if (elements == 0)
      return success();
    Value yielded = reduce.getBody().front().getTerminator()->getOperand(0);
    const Buffers &result = buffers[yielded];
    llvm::DenseSet<int> known; // origins that are right
    for (int64_t device = 0; device < devices; ++device)
      for (size_t index = 0; index < result.getNumRuns(); ++index)
        if (int origin = result.getRun(index)[device];
            known.insert(origin).second &&
            failed(checkContributions(device, result.beginOf(index),
                                      endOfAlike(result, index, device), origin)))
          return failure();
    for (int64_t device = 1; device < devices; ++device)
      for (size_t index = 0; index < result.getNumRuns(); ++index)
        if (const Buffers::Run &run = result.getRun(index);
            !origins->areAlike(run[0], run[device]))
          return wrong(device, result.beginOf(index), endOfAlike(result, index, device))
                 << "combines in another order than on device 0; expected the same bits";
    return success();
  }

  /// Where the origin of a run of a device ends, in this run or a later one.
  int64_t endOfAlike(const Buffers &buffer, size_t index, int64_t device) {
    int origin = buffer.getRun(index)[device];
    while (index + 1 < buffer.getNumRuns() && buffer.getRun(index + 1)[device] == origin)
      ++index;
    return buffer.endOf(index);
  }

  LogicalResult checkContributions(int64_t device, int64_t begin, int64_t end, int origin) {
    SmallVector<int> counts = origins->contributions(origin);
    bool isIdempotent =
        reduce.getKind() != ReductionKind::Sum && reduce.getKind() != ReductionKind::Mul;
    for (auto [other, count] : llvm::enumerate(counts))
      if (count > 1 && !isIdempotent)
        return wrong(device, begin, end) << "counts device " << other << " twice";
    for (auto [other, count] : llvm::enumerate(counts))
      if (count == 0)
        return wrong(device, begin, end) << "leaves out device " << other;
    return success();
  }

  AllReduceOp reduce;
  llvm::function_ref<void(const AlgorithmStep &)> visit;
  int64_t elements;
  MeshOp mesh;
  SmallVector<int64_t> sizes; // of the axes of `reduce`
  int64_t devices = 1;
  llvm::DenseMap<Value, Scalars> scalars;
  std::optional<Origins> origins; // none: contents are not followed
  llvm::DenseMap<Value, Buffers> buffers;
  SmallVector<Message> messages; // of the exchange that runs
};

} // namespace

LogicalResult skein::traceAlgorithm(AllReduceOp reduce,
                                    llvm::function_ref<void(const AlgorithmStep &)> visit) {
  return Runner(reduce, visit).trace();
}

/// `reduce` with all that its verdict depends on.
static std::string describe(AllReduceOp reduce) {
  auto mesh = SymbolTable::lookupNearestSymbolFrom<MeshOp>(reduce, reduce.getMeshAttr());
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << mesh.getAxisNames() << llvm::interleaved(mesh.getAxisSizes());
  // To verify it on the way to the text would not end.
  reduce->print(stream, OpPrintingFlags().useLocalScope().assumeVerified());
  return text;
}

LogicalResult skein::checkAlgorithm(AllReduceOp reduce) {
  // Passes leave most bodies alone, and all are checked after each pass. What was
  // right once is so in every context.
  static std::mutex mutex;
  static llvm::StringSet<> right;
  std::string text = describe(reduce);
  {
    std::lock_guard lock(mutex);
    if (right.contains(text))
      return success();
  }
  if (failed(Runner(reduce, [](const AlgorithmStep &) {}).check()))
    return failure();
  std::lock_guard lock(mutex);
  right.insert(text);
  return success();
}
