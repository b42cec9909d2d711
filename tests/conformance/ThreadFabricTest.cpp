#include "runtime/fabric/threads/ThreadFabric.h"
#include "tests/conformance/FabricTest.h"

namespace skein::runtime {

INSTANTIATE_TEST_SUITE_P(Threads, FabricTest,
                         testing::Values(createThreadFabric));

} // namespace skein::runtime
