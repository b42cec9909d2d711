//===- Asynchronously.h - waiting operations in tests -----------*- C++ -*-===//
#ifndef SKEIN_TESTS_RUNTIME_OBJECTS_ASYNCHRONOUSLY_H
#define SKEIN_TESTS_RUNTIME_OBJECTS_ASYNCHRONOUSLY_H

#include <chrono>
#include <functional>
#include <future>

namespace skein::runtime {

/// A call in a thread of its own.
template <typename Call> auto asynchronously(Call call) {
  return std::async(std::launch::async, std::move(call));
}

/// Whether the call goes on waiting. Can only err by saying yes too often.
template <typename Result> bool isWaiting(const std::future<Result> &call) {
  return call.wait_for(std::chrono::milliseconds(20)) ==
         std::future_status::timeout;
}

} // namespace skein::runtime

#endif // SKEIN_TESTS_RUNTIME_OBJECTS_ASYNCHRONOUSLY_H
