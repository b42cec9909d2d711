//===- Status.h - Passing errors on -----------------------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_SUPPORT_STATUS_H
#define SKEIN_RUNTIME_SUPPORT_STATUS_H

#include "absl/status/status.h"
#include "absl/status/statusor.h"

/// Returns from the enclosing function if `expression` is an error.
#define SKEIN_RETURN_IF_ERROR(expression)                                      \
  do {                                                                         \
    if (absl::Status skeinStatus = (expression); !skeinStatus.ok())            \
      return skeinStatus;                                                      \
  } while (false)

/// Declares or assigns `target` from the value of a StatusOr, or returns its
/// error.
#define SKEIN_ASSIGN_OR_RETURN(target, expression)                             \
  SKEIN_ASSIGN_OR_RETURN_AS(SKEIN_CONCATENATE(skeinStatusOr, __LINE__),        \
                            target, expression)
#define SKEIN_ASSIGN_OR_RETURN_AS(holder, target, expression)                  \
  auto holder = (expression);                                                  \
  if (!holder.ok())                                                            \
    return holder.status();                                                    \
  target = *std::move(holder)
#define SKEIN_CONCATENATE(left, right) SKEIN_CONCATENATE_AS(left, right)
#define SKEIN_CONCATENATE_AS(left, right) left##right

#endif // SKEIN_RUNTIME_SUPPORT_STATUS_H
