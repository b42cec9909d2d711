#include "runtime/checkpoint/Safetensors.h"
#include "absl/strings/str_cat.h"
#include "runtime/support/File.h"
#include "runtime/support/Status.h"
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <tuple>

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "safetensors files are little-endian");

namespace skein::runtime {
namespace {

using nlohmann::json;

/// The limit that the reference implementation sets.
constexpr uint64_t maxHeaderBytes = 100'000'000;

struct Spelling {
  DataType type;
  const char *name;
};
constexpr std::array<Spelling, 9> spellings = {{{DataType::F64, "F64"},
                                                {DataType::F32, "F32"},
                                                {DataType::F16, "F16"},
                                                {DataType::BF16, "BF16"},
                                                {DataType::I64, "I64"},
                                                {DataType::I32, "I32"},
                                                {DataType::I16, "I16"},
                                                {DataType::I8, "I8"},
                                                {DataType::I1, "BOOL"}}};

const char *spell(DataType type) {
  return spellings[static_cast<int>(type)].name;
}

/// Where a tensor's elements are, relative to the end of the header.
struct Entry {
  std::string name;
  DataType type;
  Shape shape;
  uint64_t begin, end;
};

/// Reads one file; every error starts with its path.
class Reader {
public:
  explicit Reader(const std::string &path) : path(path) {}

  absl::StatusOr<TensorFile> read() {
    SKEIN_RETURN_IF_ERROR(open());
    SKEIN_ASSIGN_OR_RETURN(json header, readHeader());
    TensorFile file;
    std::vector<Entry> entries;
    for (const auto &[name, description] : header.items()) {
      if (name == "__metadata__") {
        SKEIN_RETURN_IF_ERROR(readMetadata(description, file));
        continue;
      }
      SKEIN_ASSIGN_OR_RETURN(Entry entry, parseEntry(name, description));
      entries.push_back(std::move(entry));
    }
    SKEIN_RETURN_IF_ERROR(checkLayout(entries));
    for (const Entry &entry : entries)
      SKEIN_RETURN_IF_ERROR(readTensor(entry, file));
    return file;
  }

private:
  template <typename... Parts> absl::Status error(const Parts &...parts) const {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", parts...));
  }

  absl::Status open() {
    std::error_code code;
    fileBytes = std::filesystem::file_size(path, code);
    if (code)
      return error("cannot read: ", code.message());
    stream.open(path, std::ios::binary);
    if (!stream)
      return error("cannot read: ", std::strerror(errno));
    return absl::OkStatus();
  }

  absl::StatusOr<json> readHeader() {
    uint64_t length = 0;
    if (fileBytes < sizeof(length))
      return error("has ", fileBytes,
                   " bytes; a safetensors file starts with an 8-byte length");
    stream.read(reinterpret_cast<char *>(&length), sizeof(length));
    if (length > maxHeaderBytes)
      return error("header of ", length, " bytes; expected at most ",
                   maxHeaderBytes, ": not a safetensors file?");
    if (length > fileBytes - sizeof(length))
      return error("truncated: header of ", length, " bytes, but only ",
                   fileBytes - sizeof(length), " bytes follow");
    std::string text(length, '\0');
    stream.read(text.data(), length);
    if (!stream)
      return error("cannot read the header");
    dataStart = sizeof(length) + length;
    json header = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!header.is_object())
      return error("header is not a JSON object: not a safetensors file?");
    return header;
  }

  absl::Status readMetadata(const json &description, TensorFile &file) const {
    if (!description.is_object())
      return error("\"__metadata__\" is not an object");
    for (const auto &[key, value] : description.items()) {
      if (!value.is_string())
        return error("metadata \"", key, "\" is not a string");
      file.metadata[key] = value;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Entry> parseEntry(const std::string &name,
                                   const json &description) const {
    Entry entry{name, DataType::F32, {}, 0, 0};
    try {
      std::string type = description.at("dtype");
      auto known = std::find_if(
          spellings.begin(), spellings.end(),
          [&](const Spelling &spelling) { return spelling.name == type; });
      if (known == spellings.end())
        return error("tensor \"", name, "\" has dtype ", type,
                     "; expected F64, F32, F16, BF16, I64, I32, I16, I8 or "
                     "BOOL");
      entry.type = known->type;
      for (uint64_t extent :
           description.at("shape").get<std::vector<uint64_t>>())
        entry.shape.push_back(extent);
      auto offsets =
          description.at("data_offsets").get<std::array<uint64_t, 2>>();
      entry.begin = offsets[0];
      entry.end = offsets[1];
    } catch (const json::exception &) {
      return error("tensor \"", name,
                   "\" needs \"dtype\", \"shape\" and \"data_offsets\"");
    }
    return checkSize(entry) ? absl::StatusOr<Entry>(entry)
                            : error("tensor \"", name, "\" of ",
                                    typeString(entry.type, entry.shape),
                                    " takes bytes ", entry.begin, " to ",
                                    entry.end, ", which is not its size");
  }

  /// Whether the offsets enclose the bytes of the shape, without overflow.
  static bool checkSize(const Entry &entry) {
    uint64_t bytes = byteWidth(entry.type);
    for (int64_t extent : entry.shape)
      if (extent < 0 || __builtin_mul_overflow(bytes, extent, &bytes))
        return false;
    return entry.begin <= entry.end && bytes == entry.end - entry.begin;
  }

  /// The tensors lie one behind the other and fill the file.
  absl::Status checkLayout(std::vector<Entry> &entries) const {
    std::sort(entries.begin(), entries.end(),
              [](const Entry &left, const Entry &right) {
                return std::tie(left.begin, left.end) <
                       std::tie(right.begin, right.end);
              });
    uint64_t end = 0;
    for (const Entry &entry : entries) {
      if (entry.begin != end)
        return error("tensor \"", entry.name, "\" starts at byte ", entry.begin,
                     "; expected ", end);
      end = entry.end;
    }
    uint64_t available = fileBytes - dataStart;
    if (end > available)
      return error("truncated: ", available, " bytes of tensors; expected ",
                   end);
    if (end < available)
      return error(available - end, " bytes behind the last tensor");
    return absl::OkStatus();
  }

  absl::Status readTensor(const Entry &entry, TensorFile &file) {
    HostTensor tensor(entry.type, entry.shape);
    stream.seekg(dataStart + entry.begin);
    stream.read(reinterpret_cast<char *>(tensor.data()), tensor.byteSize());
    if (!stream)
      return error("cannot read tensor \"", entry.name, "\"");
    file.tensors.emplace(entry.name, std::move(tensor));
    return absl::OkStatus();
  }

  const std::string &path;
  std::ifstream stream;
  uint64_t fileBytes = 0;
  uint64_t dataStart = 0;
};

using NamedTensor = std::pair<const std::string, HostTensor>;

/// Wide elements first, so that every tensor is aligned to its element.
std::vector<const NamedTensor *> inFileOrder(const TensorFile &file) {
  std::vector<const NamedTensor *> order;
  for (const NamedTensor &entry : file.tensors)
    order.push_back(&entry);
  auto key = [](const NamedTensor *entry) {
    return std::pair<int64_t, absl::string_view>(
        -byteWidth(entry->second.type()), entry->first);
  };
  std::sort(order.begin(), order.end(),
            [&](const NamedTensor *left, const NamedTensor *right) {
              return key(left) < key(right);
            });
  return order;
}

std::string makeHeader(const TensorFile &file,
                       absl::Span<const NamedTensor *const> order) {
  json header = json::object();
  if (!file.metadata.empty())
    header["__metadata__"] = file.metadata;
  int64_t offset = 0;
  for (const NamedTensor *entry : order) {
    const HostTensor &tensor = entry->second;
    header[entry->first] = {
        {"dtype", spell(tensor.type())},
        {"shape", tensor.shape()},
        {"data_offsets", {offset, offset + tensor.byteSize()}}};
    offset += tensor.byteSize();
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  return text;
}

void writeContents(std::ostream &stream, const TensorFile &file) {
  std::vector<const NamedTensor *> order = inFileOrder(file);
  std::string header = makeHeader(file, order);
  uint64_t length = header.size();
  stream.write(reinterpret_cast<const char *>(&length), sizeof(length));
  stream << header;
  for (const NamedTensor *entry : order)
    stream.write(reinterpret_cast<const char *>(entry->second.data()),
                 entry->second.byteSize());
}

} // namespace

absl::StatusOr<TensorFile> readSafetensors(const std::string &path) {
  return Reader(path).read();
}

absl::Status writeSafetensors(const std::string &path, const TensorFile &file) {
  return writeFile(path,
                   [&](std::ostream &stream) { writeContents(stream, file); });
}

} // namespace skein::runtime
