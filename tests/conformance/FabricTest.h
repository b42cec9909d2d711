//===- FabricTest.h - The suite that every fabric passes --------*- C++ -*-===//
//
// An implementation instantiates the suite with the function that makes its
// fabric:
//   INSTANTIATE_TEST_SUITE_P(Threads, FabricTest, Values(createThreadFabric));
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_TESTS_CONFORMANCE_FABRICTEST_H
#define SKEIN_TESTS_CONFORMANCE_FABRICTEST_H

#include "runtime/fabric/Communicator.h"
#include <gtest/gtest.h>
#include <memory>
#include <vector>

namespace skein::runtime {

using FabricFactory =
    std::vector<std::unique_ptr<DeviceFabric>> (*)(const Mesh &);

class FabricTest : public testing::TestWithParam<FabricFactory> {};

} // namespace skein::runtime

#endif // SKEIN_TESTS_CONFORMANCE_FABRICTEST_H
