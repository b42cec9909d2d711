//===- AllReduceSpec.cpp - which all-reduce is done how -------------------===//

#include "passes/AllReduceSpec.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using llvm::ArrayRef;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;
using llvm::Twine;

namespace skein::passes {
namespace {

struct Entry {
  StringRef name;
  ReduceAlgorithm algorithm;
  bool hasShards;
  ArrayRef<SumPlace> places = {}; ///< the first one is meant where none is named
};

constexpr SumPlace roots[] = {SumPlace::RoundRobin, SumPlace::First, SumPlace::GreedyElements,
                              SumPlace::GreedyBytes};
constexpr SumPlace topologies[] = {SumPlace::Dgx1, SumPlace::GcpV100};

constexpr Entry entries[] = {
    {"nccl", ReduceAlgorithm::Nccl, false},
    {"collective", ReduceAlgorithm::Collective, false},
    {"xring", ReduceAlgorithm::Ring, true},
    {"rechd", ReduceAlgorithm::HalvingDoubling, false},
    {"tree", ReduceAlgorithm::Tree, false},
    {"hierarchical", ReduceAlgorithm::Hierarchical, false},
    {"psgpu", ReduceAlgorithm::ShuffleOnGpus, true},
    {"pscpu", ReduceAlgorithm::ShuffleOnCpus, true},
    {"nccl/xring", ReduceAlgorithm::NativeThenRing, true},
    {"nccl/rechd", ReduceAlgorithm::NativeThenHalvingDoubling, false},
    {"nccl/pscpu", ReduceAlgorithm::NativeThenShuffle, true},
    {"pscpu/pscpu", ReduceAlgorithm::ShuffleThenShuffle, true},
    {"copy", ReduceAlgorithm::Copy, false, roots},
    {"colocated", ReduceAlgorithm::Colocated, false, roots},
    {"hierarchical-copy", ReduceAlgorithm::HierarchicalCopy, false, topologies},
};

Error errorAt(size_t column, const Twine &message) {
  return llvm::createStringError("column " + Twine(column + 1) + ": " + message);
}

/// Names of `things`, as an error lists them.
template <typename Things> std::string listed(const Things &things) {
  return llvm::join(llvm::map_range(things, [](const auto &thing) { return name(thing); }), ", ");
}

/// `text` starts at `column` of the spec.
Expected<SumPlace> parsePlace(const Entry &entry, StringRef text, size_t column) {
  const SumPlace *found = llvm::find_if(entry.places, [&](SumPlace p) { return name(p) == text; });
  if (found != entry.places.end())
    return *found;
  if (entry.places.empty())
    return errorAt(column - 1, entry.name + " at \"" + text + "\"; expected no place");
  return errorAt(column, entry.name + " at unknown place \"" + text + "\"; expected one of " +
                             listed(entry.places));
}

/// `text` starts at `column` of the spec.
Expected<SpecRange> parseAlgorithm(StringRef text, size_t column) {
  auto [before, shards] = text.split('#');
  auto [algorithm, place] = before.split('@');
  size_t shardsColumn = column + before.size() + 1;
  if (before.size() < text.size() && shards.contains('/'))
    return errorAt(shardsColumn - 1,
                   "shards in the middle of \"" + text + "\"; expected them at its end");
  const auto *entry = llvm::find_if(
      entries, [&](const Entry &e) { return e.name == algorithm; });
  if (entry == std::end(entries)) {
    auto algorithms = llvm::map_range(entries, [](const Entry &e) { return e.algorithm; });
    return errorAt(column, "unknown algorithm \"" + algorithm + "\"; expected one of " +
                               listed(algorithms));
  }
  SpecRange range{entry->algorithm};
  if (!entry->places.empty())
    range.place = entry->places.front();
  if (algorithm.size() < before.size()) {
    Expected<SumPlace> named = parsePlace(*entry, place, column + algorithm.size() + 1);
    if (!named)
      return named.takeError();
    range.place = *named;
  }
  if (before.size() == text.size())
    return range;
  if (shards.getAsInteger(10, range.shards))
    return errorAt(shardsColumn, "shards \"" + shards + "\" are not a number");
  if (range.shards < 1)
    return errorAt(shardsColumn, "has " + shards + " shards; expected at least 1");
  if (range.shards > 1 && !entry->hasShards)
    return errorAt(shardsColumn,
                   algorithm + " with " + shards + " shards; expected none, it does not cut tensors");
  return range;
}

Expected<int64_t> parseLimit(StringRef text, size_t column) {
  StringRef digits = text.trim();
  int exponent = 0;
  if (!digits.empty())
    exponent = llvm::StringSwitch<int>(digits.take_back())
                   .Cases({"K", "k"}, 10)
                   .Case("M", 20)
                   .Case("G", 30)
                   .Case("T", 40)
                   .Default(0);
  int64_t number = 0;
  if (digits.drop_back(exponent > 0).getAsInteger(10, number))
    return errorAt(column, "limit \"" + text +
                               "\" is not a number of elements; expected digits, and K, k, M, G or "
                               "T behind them if any");
  if (number < 0)
    return errorAt(column, "limit \"" + text + "\" is negative; expected at least 0");
  if (number > (INT64_MAX >> exponent))
    return errorAt(column, "limit \"" + text + "\" is more than 2^63 elements");
  return number << exponent;
}

} // namespace

StringRef name(ReduceAlgorithm algorithm) {
  return llvm::find_if(entries, [&](const Entry &e) { return e.algorithm == algorithm; })->name;
}

StringRef name(SumPlace place) {
  switch (place) {
  case SumPlace::RoundRobin:
    return "round-robin";
  case SumPlace::First:
    return "first";
  case SumPlace::GreedyElements:
    return "greedy-elements";
  case SumPlace::GreedyBytes:
    return "greedy-bytes";
  case SumPlace::Dgx1:
    return "dgx1";
  case SumPlace::GcpV100:
    return "gcp_v100";
  }
  llvm_unreachable("all places are listed");
}

std::string SpecRange::toString() const {
  return (name(algorithm) + (place ? "@" + name(*place) : "") +
          (shards == 1 ? "" : "#" + Twine(shards)))
      .str();
}

Expected<llvm::SmallVector<SpecRange>> parseAllReduceSpec(StringRef spec) {
  llvm::SmallVector<StringRef> parts;
  spec.split(parts, ':');
  llvm::SmallVector<SpecRange> ranges;
  for (auto [index, part] : llvm::enumerate(parts)) {
    size_t column = part.data() - spec.data();
    if (index % 2 == 0) {
      Expected<SpecRange> range = parseAlgorithm(part, column);
      if (!range)
        return range.takeError();
      ranges.push_back(*range);
    } else {
      Expected<int64_t> limit = parseLimit(part, column);
      if (!limit)
        return limit.takeError();
      ranges.back().limit = *limit;
    }
  }
  if (ranges.back().limit)
    return errorAt(spec.size(), "the spec ends with a limit; expected \":\" and an algorithm for "
                                "what is larger");
  return ranges;
}

} // namespace skein::passes
