#include "runtime/data/Dataset.h"
#include "runtime/checkpoint/Safetensors.h"
#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>

namespace skein::runtime {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAreArray;

const Mesh line = {"m", {{"data", 2}}};

HostTensor counting(DataType type, Shape shape) {
  HostTensor tensor(type, std::move(shape));
  std::iota(tensor.as<int32_t>().begin(), tensor.as<int32_t>().end(), 0);
  return tensor;
}

/// x: 4x3 in batches of 4 over two devices; y: 4.
Program program() {
  Program program;
  program.name = "train";
  program.inputs = {{{"x", DataType::I32, {2, 3}, {{0, 0}}}, 0},
                    {{"y", DataType::I32, {2}, {{0, 0}}}, 0}};
  return program;
}

InputTensors tensors(int64_t examples) {
  InputTensors inputs{"t.safetensors", {}};
  inputs.tensors.emplace("x", counting(DataType::I32, {examples, 3}));
  inputs.tensors.emplace("y", counting(DataType::I32, {examples}));
  return inputs;
}

/// The inputs x and y of one device.
std::pair<std::vector<int32_t>, std::vector<int32_t>>
filled(const Dataset &dataset, int64_t device, std::vector<int64_t> order,
       int64_t index) {
  std::vector<int32_t> x(6), y(2);
  void *buffers[] = {x.data(), y.data()};
  dataset.fill(program(), device, order, index, buffers);
  return {x, y};
}

TEST(DatasetTest, DevicesGetTheirPartOfTheBatch) {
  Dataset dataset = *Dataset::create(program(), line, tensors(10));
  EXPECT_EQ(dataset.batchSize(), 4);
  EXPECT_EQ(dataset.batchesPerEpoch(), 2);
  EXPECT_EQ(dataset.leftOut(), 2);
  EXPECT_EQ(dataset.examplesIn(0, 2), 8);
  // Batch 1 has examples 4 to 7, of which device 1 gets 6 and 7.
  auto [x, y] = filled(dataset, 1, dataset.inOrder(), 1);
  EXPECT_THAT(x, ElementsAre(18, 19, 20, 21, 22, 23));
  EXPECT_THAT(y, ElementsAre(6, 7));
}

TEST(DatasetTest, ExamplesFollowTheOrder) {
  Dataset dataset = *Dataset::create(program(), line, tensors(4));
  auto [x, y] = filled(dataset, 0, {3, 1, 0, 2}, 0);
  EXPECT_THAT(x, ElementsAre(9, 10, 11, 3, 4, 5));
  EXPECT_THAT(y, ElementsAre(3, 1));
}

TEST(DatasetTest, PaddingFillsTheLastBatch) {
  Program padded = program();
  padded.inputs[0].padding = 0;
  padded.inputs[1].padding = -1;
  Dataset dataset = *Dataset::create(padded, line, tensors(7));
  EXPECT_EQ(dataset.batchesPerEpoch(), 2);
  EXPECT_EQ(dataset.leftOut(), 0);
  EXPECT_EQ(dataset.examplesIn(0, 1), 4);
  EXPECT_EQ(dataset.examplesIn(0, 2), 7);
  auto [x, y] = filled(dataset, 1, dataset.inOrder(), 1);
  EXPECT_THAT(x, ElementsAre(18, 19, 20, 0, 0, 0));
  EXPECT_THAT(y, ElementsAre(6, -1));
  // One input without padding is enough to leave the batch out.
  padded.inputs[1].padding.reset();
  EXPECT_EQ(Dataset::create(padded, line, tensors(7))->leftOut(), 3);
}

TEST(DatasetTest, PaddingMayFillAWholePiece) {
  Program padded = program();
  padded.inputs[0].padding = 9;
  padded.inputs[1].padding = -1;
  Dataset dataset = *Dataset::create(padded, line, tensors(1));
  EXPECT_EQ(dataset.batchesPerEpoch(), 1);
  auto [x, y] = filled(dataset, 1, dataset.inOrder(), 0);
  EXPECT_THAT(x, testing::Each(9));
  EXPECT_THAT(y, ElementsAre(-1, -1));
}

TEST(DatasetTest, AnyDimensionMayCountExamples) {
  Program columns = program();
  columns.inputs = {{{"x", DataType::I32, {3, 2}, {{0, 0}}}, 1}};
  InputTensors inputs{"t", {}};
  inputs.tensors.emplace("x", counting(DataType::I32, {6, 4}));
  Dataset dataset = *Dataset::create(columns, line, std::move(inputs));
  EXPECT_EQ(dataset.batchesPerEpoch(), 2);
  std::vector<int32_t> x(6);
  void *buffers[] = {x.data()};
  // Device 1 has rows 3 to 5; batch 1 has columns 2 and 3.
  dataset.fill(columns, 1, dataset.inOrder(), 1, buffers);
  EXPECT_THAT(x, ElementsAre(14, 15, 18, 19, 22, 23));
}

TEST(DatasetTest, InputWithoutABatchIsTheSameInEveryBatch) {
  Program fixed = program();
  fixed.inputs[1].batchDim.reset();
  InputTensors inputs = tensors(8);
  inputs.tensors.at("y") = counting(DataType::I32, {4});
  Dataset dataset = *Dataset::create(fixed, line, std::move(inputs));
  EXPECT_THAT(filled(dataset, 1, dataset.inOrder(), 0).second,
              ElementsAre(2, 3));
  EXPECT_THAT(filled(dataset, 1, dataset.inOrder(), 1).second,
              ElementsAre(2, 3));
}

TEST(DatasetTest, EpochsAreShuffledBySeed) {
  Dataset dataset = *Dataset::create(program(), line, tensors(100));
  EXPECT_THAT(dataset.shuffled(1, 0),
              UnorderedElementsAreArray(dataset.inOrder()));
  EXPECT_EQ(dataset.shuffled(1, 0), dataset.shuffled(1, 0));
  EXPECT_NE(dataset.shuffled(1, 0), dataset.shuffled(1, 1));
  EXPECT_NE(dataset.shuffled(1, 0), dataset.shuffled(2, 0));
}

// The order is a promise: a resumed run depends on it. The numbers come from a
// second implementation, in Python.
TEST(DatasetTest, ShuffleIsAlwaysTheSame) {
  Dataset dataset = *Dataset::create(program(), line, tensors(6));
  EXPECT_THAT(dataset.shuffled(1, 0), ElementsAre(3, 5, 4, 2, 0, 1));
}

/// A stage that has x whole on both devices, and a weight per example, in a
/// batch of this size.
Program stage(int64_t batch) {
  Program program;
  program.name = "train.stage0";
  program.beside = "train";
  program.inputs = {{{"weight", DataType::I32, {batch / 2}, {{0, 0}}}, 0},
                    {{"x", DataType::I32, {4, 3}, {}}, 0}};
  return program;
}

TEST(DatasetTest, ProgramsBesideGetTheirPartsOfTheSameBatch) {
  InputTensors inputs = tensors(10);
  inputs.tensors.emplace("weight", counting(DataType::I32, {10}));
  Program beside = stage(4);
  Dataset dataset =
      *Dataset::create(program(), line, std::move(inputs), {&beside});
  auto [x, y] = filled(dataset, 1, dataset.inOrder(), 1);
  EXPECT_THAT(y, ElementsAre(6, 7));
  std::vector<int32_t> weight(2), all(12);
  void *buffers[] = {weight.data(), all.data()};
  dataset.fill(beside, 1, dataset.inOrder(), 1, buffers);
  EXPECT_THAT(weight, ElementsAre(6, 7));
  EXPECT_EQ(all.front(), 12); // example 4
  EXPECT_EQ(all.back(), 23);  // example 7
  EXPECT_TRUE(std::equal(x.begin(), x.end(), all.begin() + 6));
}

TEST(DatasetTest, ProgramsBesideHaveTheSameBatchAndTheirOwnErrors) {
  Program other = stage(6);
  InputTensors inputs = tensors(10);
  inputs.tensors.emplace("weight", counting(DataType::I32, {10}));
  EXPECT_EQ(Dataset::create(program(), line, std::move(inputs), {&other})
                .status()
                .message(),
            "t.safetensors: input \"weight\" of @train.stage0 has a batch of "
            "6; \"x\" one of 4");
  EXPECT_EQ(
      Dataset::create(program(), line, tensors(10), {&other})
          .status()
          .message(),
      "t.safetensors: no tensor \"weight\"; @train.stage0 needs it, as ?xi32");
}

std::string message(InputTensors inputs, const Program &of = program()) {
  return std::string(
      Dataset::create(of, line, std::move(inputs)).status().message());
}

TEST(DatasetTest, MissingTensor) {
  InputTensors inputs = tensors(8);
  inputs.tensors.erase("y");
  EXPECT_EQ(message(std::move(inputs)),
            "t.safetensors: no tensor \"y\"; @train needs it, as ?xi32");
}

TEST(DatasetTest, WrongType) {
  InputTensors inputs = tensors(8);
  inputs.tensors.at("y") = HostTensor(DataType::I64, {8});
  EXPECT_EQ(message(std::move(inputs)),
            "t.safetensors: input \"y\" is 8xi64; @train expects ?xi32");
}

TEST(DatasetTest, WrongShape) {
  for (Shape shape : {Shape{8, 4}, Shape{24}, Shape{8, 3, 1}, Shape{}}) {
    InputTensors inputs = tensors(8);
    inputs.tensors.at("x") = HostTensor(DataType::I32, shape);
    EXPECT_THAT(message(std::move(inputs)),
                HasSubstr("input \"x\" is " + typeString(DataType::I32, shape) +
                          "; @train expects ?x3xi32"));
  }
}

TEST(DatasetTest, DifferentNumbersOfExamples) {
  InputTensors inputs = tensors(8);
  inputs.tensors.at("y") = HostTensor(DataType::I32, {9});
  EXPECT_EQ(message(std::move(inputs)),
            "t.safetensors: input \"y\" has 9 examples; \"x\" has 8");
}

TEST(DatasetTest, LessThanOneBatch) {
  EXPECT_EQ(message(tensors(0)),
            "t.safetensors: 0 examples; a batch of @train has 4");
  EXPECT_EQ(message(tensors(3)),
            "t.safetensors: 3 examples; a batch of @train has 4");
}

TEST(ReadInputsTest, SafetensorsOrNamedArrays) {
  std::string path = testing::TempDir() + "inputs.safetensors";
  TensorFile file;
  file.tensors.emplace("x", counting(DataType::I32, {2}));
  ASSERT_TRUE(writeSafetensors(path, file).ok());
  absl::StatusOr<InputTensors> inputs = readInputs({path});
  ASSERT_TRUE(inputs.ok()) << inputs.status();
  EXPECT_EQ(inputs->source, path);
  EXPECT_EQ(inputs->tensors.at("x").typeString(), "2xi32");
  EXPECT_EQ(readInputs({"x.csv"}).status().message(),
            "--inputs: \"x.csv\": expected one FILE.safetensors, or "
            "NAME=FILE.npy for every input");
  EXPECT_EQ(readInputs({path, path}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(readInputs({"x=/no/x.npy"}).status().message()),
              HasSubstr("/no/x.npy: cannot read"));
}

} // namespace
} // namespace skein::runtime
