//===- PackGradients.cpp - reduce gradients in packs ----------------------===//
#include "dialect/Distribution.h"
#include "passes/Gradients.h"
#include "passes/Passes.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace skein;
using skein::passes::Gradient;
using skein::passes::PackPolicy;

namespace skein::passes {
#define GEN_PASS_DEF_PACKGRADIENTSPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

RankedTensorType inputType(const Gradient &gradient) {
  return cast<RankedTensorType>(gradient.reduce().getInput().getType());
}

int64_t bytesOf(const Gradient &gradient) {
  RankedTensorType type = inputType(gradient);
  return type.getNumElements() *
         llvm::divideCeil(type.getElementTypeBitWidth(), 8);
}

/// A policy and its bounds, those of other policies included.
struct Policy {
  PackPolicy policy;
  int64_t maxBytes, maxGroup, count, firstBytes;
};

/// As the option spells them.
constexpr StringLiteral policyNames[] = {
    "none",           "small-runs", "reverse-fill", "fixed-count",
    "bytes-per-pack", "bucket",     "groups"};

/// The value of an option that is not given.
constexpr int64_t absent = -1;

//===----------------------------------------------------------------------===//
// Which gradients share a pack
//===----------------------------------------------------------------------===//

using Packs = SmallVector<SmallVector<Gradient>>;

/// Adds gradients one by one to the last pack, or, where `isFull` says so of
/// the pack's number, members and bytes and of the bytes of the next gradient,
/// to a new one.
Packs fillPacks(
    ArrayRef<Gradient> gradients,
    function_ref<bool(size_t pack, size_t members, int64_t bytes, int64_t next)>
        isFull) {
  Packs packs;
  int64_t bytes = 0;
  for (const Gradient &gradient : gradients) {
    int64_t next = bytesOf(gradient);
    if (packs.empty() ||
        isFull(packs.size() - 1, packs.back().size(), bytes, next)) {
      packs.emplace_back();
      bytes = 0;
    }
    packs.back().push_back(gradient);
    bytes += next;
  }
  return packs;
}

Packs packSmallRuns(ArrayRef<Gradient> gradients, const Policy &policy) {
  Packs packs;
  auto isLarge = [&](const Gradient &gradient) {
    return bytesOf(gradient) > policy.maxBytes;
  };
  while (!(gradients = gradients.drop_while(isLarge)).empty()) {
    ArrayRef<Gradient> run = gradients.take_until(isLarge);
    llvm::append_range(
        packs, fillPacks(run, [&](size_t, size_t members, int64_t, int64_t) {
          return int64_t(members) >= policy.maxGroup;
        }));
    gradients = gradients.drop_front(run.size());
  }
  return packs;
}

Packs packReverse(ArrayRef<Gradient> gradients, const Policy &policy) {
  SmallVector<Gradient> reversed(llvm::reverse(gradients));
  Packs packs =
      fillPacks(reversed, [&](size_t, size_t, int64_t bytes, int64_t) {
        return bytes > policy.maxBytes;
      });
  std::reverse(packs.begin(), packs.end());
  for (SmallVector<Gradient> &pack : packs)
    std::reverse(pack.begin(), pack.end());
  return packs;
}

Packs packUntilLargeEnough(ArrayRef<Gradient> gradients, const Policy &policy) {
  return fillPacks(gradients, [&](size_t, size_t, int64_t bytes, int64_t) {
    return policy.maxBytes > 0 && bytes >= policy.maxBytes;
  });
}

Packs packBuckets(ArrayRef<Gradient> gradients, const Policy &policy) {
  SmallVector<Gradient> byReadiness(gradients);
  llvm::stable_sort(byReadiness, [](const Gradient &a, const Gradient &b) {
    return passes::isReadyBefore(a.reduce().getInput(), b.reduce().getInput());
  });
  return fillPacks(
      byReadiness, [&](size_t pack, size_t, int64_t bytes, int64_t next) {
        return bytes + next > (pack == 0 ? policy.firstBytes : policy.maxBytes);
      });
}

/// The group that the record of the first updated variable names.
std::optional<int64_t> groupOf(const Gradient &gradient) {
  auto name = StringAttr::get(gradient.op->getContext(), gradient.variables[0]);
  auto variable =
      SymbolTable::lookupNearestSymbolFrom<VariableOp>(gradient.reduce(), name);
  auto record = variable->getAttrOfType<AllReduceAttr>(synchronizationAttrName);
  if (!record || record.getGroups().empty())
    return std::nullopt;
  return record.getGroups()[0];
}

Packs packGroups(ArrayRef<Gradient> gradients) {
  llvm::MapVector<int64_t, SmallVector<Gradient>> byGroup;
  for (const Gradient &gradient : gradients)
    if (std::optional<int64_t> group = groupOf(gradient))
      byGroup[*group].push_back(gradient);
  return Packs(llvm::make_second_range(byGroup));
}

Packs choosePacks(ArrayRef<Gradient> gradients, const Policy &policy) {
  switch (policy.policy) {
  case PackPolicy::None:
    return {};
  case PackPolicy::SmallRuns:
    return packSmallRuns(gradients, policy);
  case PackPolicy::ReverseFill:
    return packReverse(gradients, policy);
  case PackPolicy::FixedCount:
    return {SmallVector<Gradient>(gradients)};
  case PackPolicy::BytesPerPack:
    return packUntilLargeEnough(gradients, policy);
  case PackPolicy::Bucket:
    return packBuckets(gradients, policy);
  case PackPolicy::Groups:
    return packGroups(gradients);
  }
  llvm_unreachable("unknown policy");
}

//===----------------------------------------------------------------------===//
// Making a pack
//===----------------------------------------------------------------------===//

/// `op` and what computes with its results before `end`, in program order.
SmallVector<Operation *> usersBefore(Operation *end, Operation *op) {
  llvm::SetVector<Operation *> found;
  found.insert(op);
  for (size_t i = 0; i < found.size(); ++i)
    for (Operation *user : found[i]->getUsers()) {
      Operation *ancestor = end->getBlock()->findAncestorOpInBlock(*user);
      if (ancestor && ancestor->isBeforeInBlock(end))
        found.insert(ancestor);
    }
  SmallVector<Operation *> users(llvm::drop_begin(found));
  llvm::sort(users,
             [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
  return users;
}

/// Whether the result of `gradient` can be given at `end`, where that of the
/// others of its pack is: all that is done with it before may as well be done
/// then, and none of the others depends on it.
bool canWaitUntil(Operation *end, const Gradient &gradient,
                  ArrayRef<Gradient> pack) {
  return llvm::all_of(usersBefore(end->getNextNode(), gradient.reduce()),
                      [&](Operation *user) {
                        return isMemoryEffectFree(user) &&
                               llvm::none_of(pack, [&](const Gradient &other) {
                                 return other.reduce() == user;
                               });
                      });
}

/// A range of elements of a pack, or of one of its pieces.
struct Range {
  int64_t begin, end;
  int64_t size() const { return end - begin; }
  Range cutTo(Range other) const {
    return {std::max(begin, other.begin),
            std::max(begin, std::min(end, other.end))};
  }
};

/// `total` elements in `count` pieces, of which the last one takes the rest;
/// those without elements are left out.
SmallVector<Range> splitEvenly(int64_t total, int64_t count) {
  SmallVector<Range> pieces;
  int64_t size = total / count;
  for (int64_t i = 0; size > 0 && i + 1 < count; ++i)
    pieces.push_back({i * size, (i + 1) * size});
  int64_t begin = pieces.empty() ? 0 : pieces.back().end;
  if (begin < total)
    pieces.push_back({begin, total});
  return pieces;
}

/// Replaces the reductions of some gradients by reductions of what they contain
/// one after another.
class Pack {
public:
  /// `members` agree on everything but shapes.
  explicit Pack(ArrayRef<Gradient> members)
      : members(members), first(members.front().op), builder(first) {}

  void make(int64_t count) {
    Operation *place = lastReduction();
    llvm::SetVector<Operation *> users;
    for (const Gradient &member : members)
      users.insert_range(usersBefore(place, member.reduce()));
    SmallVector<Location> locations;
    for (const Gradient &member : members)
      locations.push_back(member.reduce().getLoc());
    loc = builder.getFusedLoc(locations);
    builder.setInsertionPointAfter(place);
    concatenate();
    pieces = splitEvenly(total, count);
    for (Range piece : pieces)
      reduced.push_back(reduce(piece));
    for (auto [member, range] : llvm::zip(members, ranges))
      member.reduce().getResult().replaceAllUsesWith(unpack(member, range));
    // Behind what they use now.
    SmallVector<Operation *> moved = users.takeVector();
    llvm::sort(moved, [](Operation *a, Operation *b) {
      return a->isBeforeInBlock(b);
    });
    Operation *behind = &*std::prev(builder.getInsertionPoint());
    for (Operation *user : moved) {
      user->moveAfter(behind);
      behind = user;
    }
    for (const Gradient &member : members)
      member.reduce()->erase();
  }

private:
  Operation *lastReduction() {
    Operation *last = first;
    for (const Gradient &member : members)
      if (last->isBeforeInBlock(member.reduce()))
        last = member.reduce();
    return last;
  }

  /// One-dimensional, with the states of the values of the pack.
  RankedTensorType flatType(int64_t size, Type like) {
    return RankedTensorType::get(size, getElementTypeOrSelf(like),
                                 getDistribution(like));
  }

  /// Makes `flat`, of the members that have elements.
  void concatenate() {
    SmallVector<Value> values;
    for (const Gradient &member : members) {
      RankedTensorType type = inputType(member);
      int64_t size = type.getNumElements();
      ranges.push_back({total, total + size});
      total += size;
      if (size > 0)
        values.push_back(flatten(member.reduce().getInput()));
    }
    if (!values.empty())
      flat = values.size() == 1
                 ? values.front()
                 : tensor::ConcatOp::create(
                       builder, loc, flatType(total, values[0].getType()),
                       /*dim=*/0, values);
  }

  static SmallVector<ReassociationIndices> allDims(int64_t rank) {
    if (rank == 0)
      return {};
    return {llvm::to_vector<2>(llvm::seq<int64_t>(rank))};
  }

  Value flatten(Value value) {
    auto type = cast<RankedTensorType>(value.getType());
    RankedTensorType flat = flatType(type.getNumElements(), type);
    if (type.getRank() == 1)
      return value;
    if (type.getRank() == 0)
      return tensor::ExpandShapeOp::create(builder, loc, flat, value,
                                           allDims(0));
    return tensor::CollapseShapeOp::create(builder, loc, flat, value,
                                           allDims(type.getRank()));
  }

  Value unflatten(Value flat, RankedTensorType type) {
    if (type.getRank() == 1)
      return flat;
    if (type.getRank() == 0)
      return tensor::CollapseShapeOp::create(builder, loc, type, flat,
                                             allDims(0));
    return tensor::ExpandShapeOp::create(builder, loc, type, flat,
                                         allDims(type.getRank()));
  }

  Value slice(Value whole, Range range) {
    auto type = cast<RankedTensorType>(whole.getType());
    if (range.size() == type.getDimSize(0))
      return whole;
    auto number = [&](int64_t value) {
      return SmallVector<OpFoldResult>{builder.getIndexAttr(value)};
    };
    return tensor::ExtractSliceOp::create(
        builder, loc, flatType(range.size(), type), whole, number(range.begin),
        number(range.size()), number(1));
  }

  Value reduce(Range piece) {
    auto reduce = AllReduceOp::create(
        builder, loc, flatType(piece.size(), first.getType()), first.getKind(),
        slice(flat, piece), first.getMesh(), first.getAxes());
    InFlightDiagnostic remark = reduce.emitRemark() << "pack of ";
    Type element = getElementTypeOrSelf(first.getType());
    remark << piece.size() *
                  llvm::divideCeil(element.getIntOrFloatBitWidth(), 8)
           << " bytes: ";
    SmallVector<std::string> names;
    for (auto [member, range] : llvm::zip(members, ranges))
      if (range.cutTo(piece).size() > 0)
        names.push_back(
            "@" + llvm::join(member.variables, ", @") +
            (range.cutTo(piece).size() < range.size() ? " (in part)" : ""));
    remark << llvm::join(names, ", ");
    return reduce;
  }

  /// The reduced gradient of `member`, whose elements are `range`.
  Value unpack(const Gradient &member, Range range) {
    auto type = cast<RankedTensorType>(member.reduce().getResult().getType());
    SmallVector<Value> parts;
    for (auto [piece, value] : llvm::zip(pieces, reduced))
      if (Range part = range.cutTo(piece); part.size() > 0)
        parts.push_back(
            slice(value, {part.begin - piece.begin, part.end - piece.begin}));
    if (parts.empty())
      return tensor::EmptyOp::create(builder, loc, type, ValueRange());
    if (parts.size() > 1)
      parts = {tensor::ConcatOp::create(
          builder, loc, flatType(range.size(), type), /*dim=*/0, parts)};
    return unflatten(parts.front(), type);
  }

  ArrayRef<Gradient> members;
  AllReduceOp first;
  OpBuilder builder;
  Location loc = builder.getUnknownLoc();
  SmallVector<Range> ranges; // by member
  int64_t total = 0;
  Value flat;
  SmallVector<Range> pieces;
  SmallVector<Value> reduced; // by piece
};

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

struct PackGradients
    : skein::passes::impl::PackGradientsPassBase<PackGradients> {
  using PackGradientsPassBase::PackGradientsPassBase;

  void runOnOperation() override {
    FailureOr<Policy> policy = readOptions();
    if (failed(policy))
      return signalPassFailure();
    if (policy->policy == PackPolicy::None)
      return;
    for (ProgramOp program : getOperation().getOps<ProgramOp>()) {
      SmallVector<Gradient> all = passes::findGradients(program);
      if (failed(passes::checkReplaceable(all, getArgument())))
        return signalPassFailure();
      for (auto &[key, gradients] : gradientsByKey(all))
        for (SmallVector<Gradient> &pack : choosePacks(gradients, *policy))
          makePack(pack, policy->count);
    }
  }

private:
  /// The options, with defaults filled in. Refuses those that the policy does
  /// not have.
  FailureOr<Policy> readOptions() {
    constexpr int64_t KiB = 1 << 10, MiB = 1 << 20;
    bool runs = policy == PackPolicy::SmallRuns,
         pieces = policy == PackPolicy::FixedCount,
         buckets = policy == PackPolicy::Bucket;
    bool bounded = policy != PackPolicy::None && !pieces &&
                   policy != PackPolicy::Groups;
    Policy result{policy, runs ? 64 * KiB : 25 * MiB, 10, 1, 1 * MiB};
    if (failed(read(maxBytes, bounded, 0, result.maxBytes)) ||
        failed(read(maxGroup, runs, 1, result.maxGroup)) ||
        failed(read(count, pieces, 1, result.count)) ||
        failed(read(firstBytes, buckets, 0, result.firstBytes)))
      return failure();
    if (firstBytes == absent)
      result.firstBytes = std::min(result.firstBytes, result.maxBytes);
    return result;
  }

  /// The value of `option`, unless it is absent.
  LogicalResult read(const Option<int64_t> &option, bool belongsToPolicy,
                     int64_t smallest, int64_t &value) {
    if (option == absent)
      return success();
    if (!belongsToPolicy)
      return getOperation().emitError()
             << "option " << option.ArgStr << " is not one of policy="
             << policyNames[size_t(policy.getValue())];
    if (option < smallest)
      return getOperation().emitError()
             << "option " << option.ArgStr << " is " << option.getValue()
             << "; expected at least " << smallest;
    value = option;
    return success();
  }

  /// The gradients that may share packs, by what they agree on.
  llvm::MapVector<Attribute, SmallVector<Gradient>>
  gradientsByKey(ArrayRef<Gradient> gradients) {
    llvm::MapVector<Attribute, SmallVector<Gradient>> byKey;
    for (const Gradient &gradient : gradients) {
      AllReduceOp reduce = gradient.reduce();
      if (std::optional<StringRef> axis = splitAxis(inputType(gradient))) {
        reduce.emitRemark() << "not packed: split along \"" << *axis
                            << "\", so that pieces would interleave";
        continue;
      }
      auto flat = [&](Type type) {
        return TypeAttr::get(RankedTensorType::get(
            0, getElementTypeOrSelf(type), getDistribution(type)));
      };
      byKey[ArrayAttr::get(&getContext(),
                           {reduce.getKindAttr(), reduce.getMeshAttr(),
                            reduce.getAxesAttr(),
                            flat(reduce.getInput().getType()),
                            flat(reduce.getType())})]
          .push_back(gradient);
    }
    return byKey;
  }

  static std::optional<StringRef> splitAxis(RankedTensorType type) {
    for (int64_t dim = 0; dim < type.getRank(); ++dim)
      for (StringAttr axis : getSplitAxes(type, dim))
        return axis.getValue();
    return std::nullopt;
  }

  void makePack(SmallVector<Gradient> &members, int64_t pieces) {
    leaveOutHasty(members);
    if (members.size() > 1 ||
        splitEvenly(inputType(members.front()).getNumElements(), pieces)
                .size() > 1)
      Pack(members).make(pieces);
  }

  /// Takes out what cannot wait for the last one.
  static void leaveOutHasty(SmallVector<Gradient> &members) {
    for (bool changed = true; changed && members.size() > 1;) {
      auto last =
          llvm::max_element(members, [](const Gradient &a, const Gradient &b) {
            return a.reduce()->isBeforeInBlock(b.reduce().getOperation());
          });
      auto hasty = llvm::find_if(members, [&](const Gradient &member) {
        return !canWaitUntil(last->reduce(), member, members);
      });
      changed = hasty != members.end();
      if (!changed)
        continue;
      hasty->reduce().emitRemark()
          << "not packed: @" << llvm::join(hasty->variables, ", @")
          << " is used before the others of the pack are ready";
      members.erase(hasty);
    }
  }
};

} // namespace
