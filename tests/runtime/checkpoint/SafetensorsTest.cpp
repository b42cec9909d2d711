#include "runtime/checkpoint/Safetensors.h"
#include "absl/strings/str_cat.h"
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>

namespace skein::runtime {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class SafetensorsTest : public testing::Test {
protected:
  /// A fresh path in the test's directory.
  std::string path(const std::string &name = "t.safetensors") const {
    std::string directory =
        testing::TempDir() +
        testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(directory);
    return directory + "/" + name;
  }

  static std::string read(const std::string &path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  /// A file with this header and these bytes behind it.
  std::string write(const std::string &header, const std::string &data) const {
    uint64_t length = header.size();
    std::ofstream stream(path(), std::ios::binary);
    stream.write(reinterpret_cast<const char *>(&length), sizeof(length));
    stream << header << data;
    return path();
  }

  /// The message for a file with this header and these bytes.
  std::string message(const std::string &header,
                      const std::string &data) const {
    absl::Status status = readSafetensors(write(header, data)).status();
    EXPECT_FALSE(status.ok());
    EXPECT_THAT(std::string(status.message()), StartsWith(path() + ": "));
    return std::string(status.message()).substr(path().size() + 2);
  }
};

TensorFile exampleFile() {
  TensorFile file;
  HostTensor w(DataType::F32, {2, 3});
  std::iota(w.as<float>().begin(), w.as<float>().end(), 0.5f);
  HostTensor flag(DataType::I1, {});
  flag.as<uint8_t>()[0] = 1;
  HostTensor count(DataType::I64, {1});
  count.as<int64_t>()[0] = -7;
  file.tensors.emplace("a_flag", std::move(flag));
  file.tensors.emplace("w", std::move(w));
  file.tensors.emplace("count", std::move(count));
  file.tensors.emplace("none", HostTensor(DataType::BF16, {0, 4}));
  file.metadata = {{"step", "12"}};
  return file;
}

TEST_F(SafetensorsTest, WhatIsWrittenIsRead) {
  ASSERT_TRUE(writeSafetensors(path(), exampleFile()).ok());
  absl::StatusOr<TensorFile> file = readSafetensors(path());
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->metadata.at("step"), "12");
  ASSERT_EQ(file->tensors.size(), 4);
  EXPECT_EQ(file->tensors.at("w").typeString(), "2x3xf32");
  EXPECT_THAT(file->tensors.at("w").as<float>(),
              testing::ElementsAre(0.5, 1.5, 2.5, 3.5, 4.5, 5.5));
  EXPECT_EQ(file->tensors.at("count").as<int64_t>()[0], -7);
  EXPECT_EQ(file->tensors.at("a_flag").typeString(), "i1");
  EXPECT_EQ(file->tensors.at("a_flag").as<uint8_t>()[0], 1);
  EXPECT_EQ(file->tensors.at("none").typeString(), "0x4xbf16");
}

// The bytes are those of the format's description, so that others can read
// them: length, header padded with blanks to 8, elements, wide ones first.
TEST_F(SafetensorsTest, BytesAreThoseOfTheFormat) {
  TensorFile file;
  HostTensor x(DataType::I16, {2}), y(DataType::I32, {1});
  x.as<int16_t>()[0] = 0x4241;
  x.as<int16_t>()[1] = 0x4443;
  y.as<int32_t>()[0] = 0x64636261;
  file.tensors.emplace("x", std::move(x));
  file.tensors.emplace("y", std::move(y));
  ASSERT_TRUE(writeSafetensors(path(), file).ok());
  std::string header =
      R"({"x":{"data_offsets":[4,8],"dtype":"I16","shape":[2]},)"
      R"("y":{"data_offsets":[0,4],"dtype":"I32","shape":[1]}})";
  header.resize((header.size() + 7) / 8 * 8, ' ');
  EXPECT_EQ(read(path()), std::string(1, char(header.size())) +
                              std::string(7, '\0') + header + "abcdABCD");
}

TEST_F(SafetensorsTest, NoTemporaryFileIsLeft) {
  ASSERT_TRUE(writeSafetensors(path(), exampleFile()).ok());
  std::filesystem::path directory = std::filesystem::path(path()).parent_path();
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory),
                          std::filesystem::directory_iterator()),
            1);
}

TEST_F(SafetensorsTest, DirectoryThatDoesNotExist) {
  absl::Status status = writeSafetensors("/nowhere/t.safetensors", {});
  EXPECT_EQ(status.message(), "/nowhere/t.safetensors: cannot write: No such "
                              "file or directory");
}

TEST_F(SafetensorsTest, FileThatDoesNotExist) {
  EXPECT_EQ(readSafetensors("/nowhere/t.safetensors").status().message(),
            "/nowhere/t.safetensors: cannot read: No such file or directory");
}

TEST_F(SafetensorsTest, EveryTruncationIsAnError) {
  ASSERT_TRUE(writeSafetensors(path(), exampleFile()).ok());
  std::string whole = read(path());
  for (size_t length = 0; length < whole.size(); ++length) {
    std::ofstream(path("cut"), std::ios::binary) << whole.substr(0, length);
    EXPECT_FALSE(readSafetensors(path("cut")).ok()) << length << " bytes";
  }
}

TEST_F(SafetensorsTest, TruncatedElements) {
  EXPECT_EQ(message(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
                    "abcd"),
            "truncated: 4 bytes of tensors; expected 8");
}

TEST_F(SafetensorsTest, BytesBehindTheLastTensor) {
  EXPECT_EQ(message(R"({"x":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})",
                    "abcde"),
            "1 bytes behind the last tensor");
}

TEST_F(SafetensorsTest, HoleBetweenTensors) {
  EXPECT_EQ(
      message(R"({"x":{"dtype":"I8","shape":[1],"data_offsets":[1,2]}})", "ab"),
      "tensor \"x\" starts at byte 1; expected 0");
}

TEST_F(SafetensorsTest, ShapeThatIsNotItsSize) {
  EXPECT_EQ(message(R"({"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})",
                    "abcdefgh"),
            "tensor \"x\" of 3xf32 takes bytes 0 to 8, which is not its size");
  // The product of the extents is 2^64 + 8.
  EXPECT_THAT(message(R"({"x":{"dtype":"I8","shape":[9223372036854775812,2],)"
                      R"("data_offsets":[0,8]}})",
                      "abcdefgh"),
              EndsWith("which is not its size"));
}

TEST_F(SafetensorsTest, UnknownElementType) {
  EXPECT_THAT(
      message(R"({"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "a"),
      StartsWith("tensor \"x\" has dtype U8; expected F64, F32,"));
}

TEST_F(SafetensorsTest, HeaderThatIsNotAsItShouldBe) {
  EXPECT_THAT(message("{\"x\":", ""), HasSubstr("not a JSON object"));
  EXPECT_THAT(message("[1]", ""), HasSubstr("not a JSON object"));
  EXPECT_EQ(message(R"({"x":{"dtype":"F32"}})", ""),
            "tensor \"x\" needs \"dtype\", \"shape\" and \"data_offsets\"");
  EXPECT_EQ(message(R"({"x":3})", ""),
            "tensor \"x\" needs \"dtype\", \"shape\" and \"data_offsets\"");
  EXPECT_EQ(message(R"({"__metadata__":{"step":3}})", ""),
            "metadata \"step\" is not a string");
}

} // namespace
} // namespace skein::runtime
