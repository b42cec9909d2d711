#include "runtime/checkpoint/Npy.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/support/Status.h"
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>

namespace skein::runtime {
namespace {

template <typename... Parts>
absl::Status error(const std::string &path, const Parts &...parts) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", parts...));
}

/// The value of `key` in the header, which is a Python dictionary literal.
std::string field(const std::string &header, const std::string &key,
                  const std::string &pattern) {
  std::smatch match;
  std::regex expression("'" + key + "'\\s*:\\s*" + pattern);
  return std::regex_search(header, match, expression) ? match[1].str() : "";
}

std::optional<DataType> parseDescription(const std::string &text) {
  if (text == "<f8")
    return DataType::F64;
  if (text == "<f4")
    return DataType::F32;
  if (text == "<f2")
    return DataType::F16;
  if (text == "<i8")
    return DataType::I64;
  if (text == "<i4")
    return DataType::I32;
  if (text == "<i2")
    return DataType::I16;
  if (text == "|i1")
    return DataType::I8;
  if (text == "|b1")
    return DataType::I1;
  return std::nullopt;
}

std::optional<Shape> parseShape(const std::string &text) {
  Shape shape;
  int64_t count = 1;
  for (absl::string_view part :
       absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    int64_t extent = 0;
    if (!absl::SimpleAtoi(part, &extent) || extent < 0 ||
        __builtin_mul_overflow(count, extent, &count))
      return std::nullopt;
    shape.push_back(extent);
  }
  return shape;
}

/// Reads up to the first element. Empty when the file is not .npy or ends.
std::string readHeader(std::ifstream &stream) {
  char magic[8] = {};
  stream.read(magic, sizeof(magic));
  if (!stream || std::memcmp(magic, "\x93NUMPY", 6) != 0)
    return "";
  // Version 1 has a length of two bytes, later ones of four.
  uint32_t length = 0;
  stream.read(reinterpret_cast<char *>(&length), magic[6] == 1 ? 2 : 4);
  if (!stream || length > 1 << 20)
    return "";
  std::string header(length, '\0');
  stream.read(header.data(), length);
  return stream ? header : "";
}

/// What the header describes; no more than `bytes` bytes of elements.
absl::StatusOr<HostTensor>
makeTensor(const std::string &path, const std::string &header, int64_t bytes) {
  std::string description = field(header, "descr", "'([^']*)'");
  std::optional<DataType> type = parseDescription(description);
  if (!type)
    return error(path, "element type '", description,
                 "'; expected <f8, <f4, <f2, <i8, <i4, <i2, |i1 or |b1");
  if (field(header, "fortran_order", "(\\w+)") != "False")
    return error(path, "is in Fortran order; expected C order");
  std::optional<Shape> shape =
      parseShape(field(header, "shape", "\\(([^)]*)\\)"));
  if (!shape)
    return error(path, "header without a shape: ", header);
  // Divided, because the product may overflow.
  int64_t width = byteWidth(*type);
  if (bytes % width != 0 || elementCount(*shape) != bytes / width)
    return error(path, "truncated or too long: ", bytes,
                 " bytes of elements for ", typeString(*type, *shape));
  return HostTensor(*type, *shape);
}

} // namespace

absl::StatusOr<HostTensor> readNpy(const std::string &path) {
  std::ifstream stream(path, std::ios::binary);
  std::error_code code;
  int64_t fileBytes = std::filesystem::file_size(path, code);
  if (code || !stream)
    return error(path,
                 "cannot read: ", code ? code.message() : std::strerror(errno));
  std::string header = readHeader(stream);
  if (header.empty())
    return error(path, "not a .npy file, or truncated in its header");
  SKEIN_ASSIGN_OR_RETURN(HostTensor tensor,
                         makeTensor(path, header, fileBytes - stream.tellg()));
  stream.read(reinterpret_cast<char *>(tensor.data()), tensor.byteSize());
  if (!stream)
    return error(path, "cannot read the elements");
  return tensor;
}

} // namespace skein::runtime
