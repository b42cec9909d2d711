//===- File.h - Files that are whole or absent ------------------*- C++ -*-===//
#ifndef SKEIN_RUNTIME_SUPPORT_FILE_H
#define SKEIN_RUNTIME_SUPPORT_FILE_H

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include <ostream>
#include <string>

namespace skein::runtime {

/// Lets `write` fill a file beside `path` and renames it, so that `path` is at
/// all times what it was or the complete new file.
/// Errors: `out.json: cannot write: No such file or directory`.
absl::Status writeFile(const std::string &path,
                       absl::FunctionRef<void(std::ostream &)> write);

} // namespace skein::runtime

#endif // SKEIN_RUNTIME_SUPPORT_FILE_H
