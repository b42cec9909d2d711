#include "runtime/fabric/Communicator.h"

namespace skein::runtime {

absl::string_view name(ReductionKind kind) {
  constexpr absl::string_view names[] = {"sum", "mul", "max",
                                         "min", "and", "or"};
  return names[static_cast<int>(kind)];
}

} // namespace skein::runtime
