#include "runtime/tensor/DataType.h"
#include <array>

namespace skein::runtime {
namespace {

struct Row {
  DataType type;
  absl::string_view name;
  int64_t bytes;
};

constexpr std::array<Row, 9> rows = {{{DataType::F64, "f64", 8},
                                      {DataType::F32, "f32", 4},
                                      {DataType::F16, "f16", 2},
                                      {DataType::BF16, "bf16", 2},
                                      {DataType::I64, "i64", 8},
                                      {DataType::I32, "i32", 4},
                                      {DataType::I16, "i16", 2},
                                      {DataType::I8, "i8", 1},
                                      {DataType::I1, "i1", 1}}};

} // namespace

int64_t byteWidth(DataType type) { return rows[static_cast<int>(type)].bytes; }

absl::string_view name(DataType type) {
  return rows[static_cast<int>(type)].name;
}

std::optional<DataType> parseDataType(absl::string_view name) {
  if (name == "index")
    return DataType::I64;
  for (const Row &row : rows)
    if (row.name == name)
      return row.type;
  return std::nullopt;
}

bool isFloat(DataType type) { return type <= DataType::BF16; }

} // namespace skein::runtime
