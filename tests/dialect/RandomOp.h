//===- RandomOp.h - small random programs for the oracle --------*- C++ -*-===//
//
// Random ops on distributed tensors, right and wrong ones alike, as text: once
// as a level-1 program over local shapes, once as the function over global
// shapes that the program's types claim it to be.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TESTS_DIALECT_RANDOMOP_H
#define SKEIN_TESTS_DIALECT_RANDOMOP_H

#include <cstdint>
#include <string>
#include <vector>

namespace skein::tests {

struct RandomOp {
  /// What kind of op it is about: "generic", "concat", "collective", ...
  std::string family;
  /// A module with `skein.program @p on @m`, not checked yet. Some do not parse
  /// even so: a split of a dimension that is not there.
  std::string program;
  /// Modules with `func.func @p`, the same ops without a mesh. In number i, a
  /// tensor has the shape that it has when the axes in the set i (bit 0: the
  /// first axis) are joined, and the local one along the others. One does not
  /// parse when the types claim something that cannot be.
  std::vector<std::string> globals;
};

/// Family of ops that `randomOp` draws from.
enum class Family { Structured, Others };

/// The op number `seed` over the mesh `(a = 2)` or `(a = 2, b = 2)`.
RandomOp randomOp(uint64_t seed, unsigned axes, Family family);

} // namespace skein::tests

#endif // SKEIN_TESTS_DIALECT_RANDOMOP_H
