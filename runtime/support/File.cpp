#include "runtime/support/File.h"
#include "absl/strings/str_cat.h"
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <unistd.h>

namespace skein::runtime {

absl::Status writeFile(const std::string &path,
                       absl::FunctionRef<void(std::ostream &)> write) {
  std::string temporary = absl::StrCat(path, ".", getpid(), ".tmp");
  errno = 0;
  std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
  if (stream)
    write(stream);
  stream.close();
  if (stream && std::rename(temporary.c_str(), path.c_str()) == 0)
    return absl::OkStatus();
  absl::Status status = absl::UnavailableError(
      absl::StrCat(path, ": cannot write: ", std::strerror(errno)));
  std::remove(temporary.c_str());
  return status;
}

} // namespace skein::runtime
