#include "runtime/checkpoint/Npy.h"
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein::runtime {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Reads a file that numpy would write for this header, up to its padding.
absl::StatusOr<HostTensor> readFile(const std::string &header,
                                    const std::string &data, int version = 1) {
  std::string path = testing::TempDir() + "array.npy";
  std::ofstream stream(path, std::ios::binary);
  uint32_t length = header.size();
  stream << "\x93NUMPY" << char(version) << '\0';
  stream.write(reinterpret_cast<const char *>(&length), version == 1 ? 2 : 4);
  stream << header << data;
  stream.close();
  return readNpy(path);
}

std::string header(const std::string &type, const std::string &shape) {
  return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape +
         ", }          \n";
}

TEST(NpyTest, EveryVersionHasItsLength) {
  for (int version : {1, 2, 3}) {
    absl::StatusOr<HostTensor> tensor = readFile(
        header("<i2", "(1, 3)"), std::string("\1\0\2\0\3\0", 6), version);
    ASSERT_TRUE(tensor.ok()) << tensor.status();
    EXPECT_EQ(tensor->typeString(), "1x3xi16");
    EXPECT_THAT(tensor->as<int16_t>(), ElementsAre(1, 2, 3));
  }
}

TEST(NpyTest, ScalarAndVectorShapes) {
  EXPECT_EQ(readFile(header("<f4", "()"), "abcd")->typeString(), "f32");
  EXPECT_EQ(readFile(header("|b1", "(4,)"), "abcd")->typeString(), "4xi1");
  EXPECT_EQ(readFile(header("<f8", "(0, 4)"), "")->typeString(), "0x4xf64");
}

std::string message(const std::string &header, const std::string &data) {
  std::string text(readFile(header, data).status().message());
  return text.substr(text.find("array.npy: ") + 11);
}

TEST(NpyTest, OtherElementTypes) {
  EXPECT_THAT(message(header(">f4", "(1,)"), "abcd"),
              HasSubstr("element type '>f4'; expected <f8, <f4"));
  EXPECT_THAT(message(header("|u1", "(1,)"), "a"), HasSubstr("'|u1'"));
}

TEST(NpyTest, FortranOrder) {
  EXPECT_EQ(message("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }",
                    "abcd"),
            "is in Fortran order; expected C order");
}

TEST(NpyTest, WrongLength) {
  EXPECT_EQ(message(header("<f4", "(2,)"), "abcd"),
            "truncated or too long: 4 bytes of elements for 2xf32");
  EXPECT_EQ(message(header("<f4", "(1,)"), "abcdefgh"),
            "truncated or too long: 8 bytes of elements for 1xf32");
  // More bytes than an int64 counts.
  EXPECT_THAT(message(header("<f8", "(4611686018427387904,)"), "abcd"),
              HasSubstr("truncated"));
}

TEST(NpyTest, NotSuchAFile) {
  EXPECT_THAT(std::string(readNpy("/nowhere/x.npy").status().message()),
              HasSubstr("cannot read: No such file"));
  EXPECT_THAT(message("{}", ""), HasSubstr("element type ''"));
  std::string path = testing::TempDir() + "array.npy";
  std::ofstream(path) << "PK";
  EXPECT_THAT(std::string(readNpy(path).status().message()),
              HasSubstr("not a .npy file"));
}

} // namespace
} // namespace skein::runtime
