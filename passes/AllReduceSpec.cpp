//===- AllReduceSpec.cpp - which all-reduce is done how -------------------===//

#include "passes/AllReduceSpec.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

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
};

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
};

Error errorAt(size_t column, const Twine &message) {
  return llvm::createStringError("column " + Twine(column + 1) + ": " + message);
}

/// `text` starts at `column` of the spec.
Expected<SpecRange> parseAlgorithm(StringRef text, size_t column) {
  auto [algorithm, shards] = text.split('#');
  size_t shardsColumn = column + algorithm.size() + 1;
  if (algorithm.size() < text.size() && shards.contains('/'))
    return errorAt(shardsColumn - 1,
                   "shards in the middle of \"" + text + "\"; expected them at its end");
  const auto *entry = llvm::find_if(
      entries, [&](const Entry &e) { return e.name == algorithm; });
  if (entry == std::end(entries)) {
    auto names = llvm::map_range(entries, [](const Entry &e) { return e.name; });
    return errorAt(column, "unknown algorithm \"" + algorithm + "\"; expected one of " +
                               llvm::join(names, ", "));
  }
  SpecRange range{entry->algorithm};
  if (algorithm.size() == text.size())
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

std::string SpecRange::toString() const {
  return name(algorithm).str() + (shards == 1 ? "" : "#" + std::to_string(shards));
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
