#include "runtime/executor/Pieces.h"
#include "runtime/executor/Initialize.h"
#include "runtime/tensor/Float16.h"
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>

namespace skein::runtime {
namespace {

using testing::Each;
using testing::ElementsAre;

const Mesh grid = {"m", {{"data", 2}, {"model", 3}}};

TensorSpec spec(Shape local, std::vector<Split> splits) {
  return {"v", DataType::F32, std::move(local), std::move(splits)};
}

TEST(PiecesTest, GlobalShapeMultipliesSplitDimensions) {
  EXPECT_THAT(globalShape(spec({5, 4}, {}), grid), ElementsAre(5, 4));
  EXPECT_THAT(globalShape(spec({5, 4}, {{1, 0}}), grid), ElementsAre(15, 4));
  EXPECT_THAT(globalShape(spec({5, 4}, {{0, 0}, {1, 0}}), grid),
              ElementsAre(30, 4));
}

// Device 4 is data 1, model 1.
TEST(PiecesTest, NestedSplitsCountOuterFirst) {
  EXPECT_THAT(pieceOffset(spec({5, 4}, {{0, 1}, {1, 0}}), grid, 4),
              ElementsAre(5, 4));
  EXPECT_THAT(pieceOffset(spec({5}, {{0, 0}, {1, 0}}), grid, 4),
              ElementsAre(5 * (1 * 3 + 1)));
  EXPECT_THAT(pieceOffset(spec({5}, {{1, 0}, {0, 0}}), grid, 4),
              ElementsAre(5 * (1 * 2 + 1)));
}

TEST(PiecesTest, FirstHolderIsTheFirstWithThePiece) {
  auto holders = [](std::vector<Split> splits) {
    std::vector<int64_t> devices;
    for (int64_t device = 0; device < 6; ++device)
      if (isFirstHolder(spec({5}, splits), grid, device))
        devices.push_back(device);
    return devices;
  };
  EXPECT_THAT(holders({}), ElementsAre(0));
  EXPECT_THAT(holders({{0, 0}}), ElementsAre(0, 3));
  EXPECT_THAT(holders({{1, 0}}), ElementsAre(0, 1, 2));
  EXPECT_THAT(holders({{0, 0}, {1, 0}}), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(PiecesTest, PiecesPutTogetherAreTheWhole) {
  TensorSpec piece = spec({2, 2}, {{0, 0}, {1, 1}});
  HostTensor global(DataType::F32, {4, 6}), copy(DataType::F32, {4, 6});
  std::iota(global.as<float>().begin(), global.as<float>().end(), 0);
  std::vector<float> local(4);
  for (int64_t device = 0; device < 6; ++device) {
    cutPiece(global, piece, grid, device, local.data());
    pastePiece(local.data(), piece, grid, device, copy);
  }
  EXPECT_EQ(copy.as<float>(), global.as<float>());
  // Device 5 is data 1, model 2: rows 2 and 3, columns 4 and 5.
  EXPECT_THAT(local, ElementsAre(16, 17, 22, 23));
}

/// The global tensor, each device having made its own piece.
HostTensor initialized(Variable variable, const Mesh &mesh,
                       uint64_t runSeed = 0) {
  HostTensor global(variable.type, globalShape(variable, mesh));
  for (int64_t device = 0; device < mesh.deviceCount(); ++device) {
    HostTensor local(variable.type, variable.localShape);
    initializePiece(variable, mesh, device, runSeed, local.data());
    pastePiece(local.data(), variable, mesh, device, global);
  }
  return global;
}

Variable variable(Shape local, Initializer initializer,
                  std::vector<Split> splits = {}) {
  return {spec(std::move(local), std::move(splits)), std::move(initializer),
          ""};
}

TEST(InitializeTest, ValuesDoNotDependOnTheMesh) {
  for (InitializerKind kind :
       {InitializerKind::Uniform, InitializerKind::Normal,
        InitializerKind::GlorotUniform, InitializerKind::HeNormal}) {
    Initializer initializer = {kind, -1, 2, /*seed=*/7};
    HostTensor whole = initialized(variable({4, 6}, initializer), {"m", {}});
    HostTensor pieces =
        initialized(variable({2, 2}, initializer, {{0, 0}, {1, 1}}), grid);
    EXPECT_EQ(whole.as<float>(), pieces.as<float>());
  }
}

TEST(InitializeTest, SeedsGiveDifferentValues) {
  auto values = [](uint64_t seed, uint64_t runSeed) {
    HostTensor tensor = initialized(
        variable({8}, {InitializerKind::Normal, 0, 1, seed}), {}, runSeed);
    return std::vector<float>(tensor.as<float>().begin(),
                              tensor.as<float>().end());
  };
  EXPECT_EQ(values(1, 0), values(1, 0));
  EXPECT_NE(values(1, 0), values(2, 0));
  EXPECT_NE(values(1, 0), values(1, 1));
}

TEST(InitializeTest, ConstantsAndLiterals) {
  EXPECT_THAT(
      initialized(variable({3}, {InitializerKind::Zeros}), {}).as<float>(),
      Each(0));
  EXPECT_THAT(initialized(variable({3}, {InitializerKind::Constant, 2.5}), {})
                  .as<float>(),
              Each(2.5));
  auto literal = std::make_shared<HostTensor>(DataType::F32, Shape{6});
  std::iota(literal->as<float>().begin(), literal->as<float>().end(), 0);
  Initializer initializer = {InitializerKind::Literal, 0, 0, 0, literal};
  EXPECT_THAT(
      initialized(variable({2}, initializer, {{1, 0}}), grid).as<float>(),
      ElementsAre(0, 1, 2, 3, 4, 5));
  // A part of a larger tensor starts as its own elements.
  Variable part = variable({6}, initializer);
  part.part = {"whole", {10}, {4}};
  std::vector<float> elements(6, -1);
  initializePiece(part, {}, /*device=*/0, /*runSeed=*/0, elements.data());
  EXPECT_THAT(elements, ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(InitializeTest, EveryTypeTakesItsValue) {
  Variable half = variable({1}, {InitializerKind::Constant, 1.5});
  half.type = DataType::F16;
  EXPECT_EQ(float(initialized(half, {}).as<Half>()[0]), 1.5f);
  Variable count = variable({1}, {InitializerKind::Constant, -3});
  count.type = DataType::I8;
  EXPECT_EQ(initialized(count, {}).as<int8_t>()[0], -3);
}

// hwcf filter 3x3x4x16: fan-in 36, fan-out 144, limit sqrt(6 / 180). The
// largest of 576 numbers comes within 2 % of the limit, but for one in 10^5.
TEST(InitializeTest, GlorotLimitFollowsTheFans) {
  HostTensor w = initialized(
      variable({3, 3, 4, 16}, {InitializerKind::GlorotUniform, 0, 0, 1}), {});
  double limit = std::sqrt(6.0 / 180), largest = 0;
  for (float value : w.as<float>())
    largest = std::max<double>(largest, std::abs(value));
  EXPECT_LE(largest, limit);
  EXPECT_GE(largest, 0.98 * limit);
}

// Variance 2 / 50 of 2000 numbers, with a standard error of 3 %.
TEST(InitializeTest, HeVarianceFollowsTheFanIn) {
  HostTensor w =
      initialized(variable({50, 40}, {InitializerKind::HeNormal, 0, 0, 1}), {});
  double squares = 0;
  for (float value : w.as<float>())
    squares += value * value;
  EXPECT_NEAR(squares / 2000, 2.0 / 50, 0.12 * 2 / 50);
}

} // namespace
} // namespace skein::runtime
