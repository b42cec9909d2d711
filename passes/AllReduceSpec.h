//===- AllReduceSpec.h - which all-reduce is done how -----------*- C++ -*-===//
//
// The notation `pscpu:2k:copy@first:64k:xring#2`: algorithms, and between two of
// them the largest number of elements that the first one takes.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_PASSES_ALLREDUCESPEC_H
#define SKEIN_PASSES_ALLREDUCESPEC_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>

namespace skein::passes {

enum class ReduceAlgorithm {
  Nccl,         ///< one op, sums only
  Collective,   ///< one op
  Ring,         ///< xring: rings that each carry a part
  HalvingDoubling, ///< rechd
  Tree,
  Hierarchical, ///< rings along one mesh axis after another
  ShuffleOnGpus, ///< psgpu: parts are summed on some devices
  ShuffleOnCpus, ///< pscpu: on one device of some workers
  NativeThenRing, ///< nccl/xring: within workers, among them, within them
  NativeThenHalvingDoubling, ///< nccl/rechd
  NativeThenShuffle,         ///< nccl/pscpu
  ShuffleThenShuffle,        ///< pscpu/pscpu
  Copy,             ///< summed on one device, which all others copy from
  Colocated,        ///< copy, on the device of the variable
  HierarchicalCopy, ///< hierarchical-copy: copies within two halves, and between them
};

/// Where algorithms that copy add up, behind their name: `copy@first`.
enum class SumPlace {
  RoundRobin,     ///< on one device after another
  First,          ///< on the first device
  GreedyElements, ///< on the device with the fewest elements so far
  GreedyBytes,    ///< on the device with the fewest bytes so far
  Dgx1,           ///< on the pairs of devices that a DGX-1 connects
  GcpV100,        ///< on those that eight V100 in Google's cloud have connected
};

/// As the spec spells them: "nccl/xring", "round-robin".
llvm::StringRef name(ReduceAlgorithm algorithm);
llvm::StringRef name(SumPlace place);

/// The algorithm of all tensors up to a size that earlier ranges have left over.
struct SpecRange {
  ReduceAlgorithm algorithm;
  std::optional<SumPlace> place; ///< of algorithms that have one
  int64_t shards = 1;
  std::optional<int64_t> limit; ///< in elements; none: takes all

  /// `xring#2`, `copy@round-robin`, as the spec spells it.
  std::string toString() const;
};

/// Ranges of `spec`, at least one; exactly the last has no limit. Limits are
/// digits with a suffix K or k (2^10), M, G or T, blanks around them ignored, and
/// need not ascend.
/// Errors: one line with the column of the mistake, counted from 1:
///   `column 7: unknown algorithm "ring"; expected one of nccl, ...`.
llvm::Expected<llvm::SmallVector<SpecRange>> parseAllReduceSpec(llvm::StringRef spec);

} // namespace skein::passes

#endif // SKEIN_PASSES_ALLREDUCESPEC_H
