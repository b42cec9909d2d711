//===- AllReduceSpec.h - which all-reduce is done how -----------*- C++ -*-===//
//
// The notation `pscpu:2k:pscpu#2:64k:xring`: algorithms, and between two of them
// the largest number of elements that the first one takes.
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
};

/// As the spec spells it: "nccl/xring".
llvm::StringRef name(ReduceAlgorithm algorithm);

/// The algorithm of all tensors up to a size that earlier ranges have left over.
struct SpecRange {
  ReduceAlgorithm algorithm;
  int64_t shards = 1;
  std::optional<int64_t> limit; ///< in elements; none: takes all

  /// `xring#2`, as the spec spells it.
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
