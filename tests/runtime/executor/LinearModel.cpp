#include "tests/runtime/executor/LinearModel.h"
#include "runtime/abi/Context.h"
#include "runtime/tensor/Random.h"
#include <cmath>

namespace skein::runtime {
namespace {

constexpr int64_t batch = 8;
constexpr int64_t width = 3;

/// The local examples are as many as the group leaves each device.
int64_t localBatch(skrt_context *context) {
  return batch / context->fabric.mesh().deviceCount();
}

template <typename T>
void sumOverDevices(skrt_context *context, DataType type, T *data,
                    int64_t count) {
  if (context->status.ok())
    context->status = context->fabric.over(1).allReduce(
        ReductionKind::Sum, type, data, data, count);
}

float prediction(const float *w, const float *x) {
  return w[0] * x[0] + w[1] * x[1] + w[2] * x[2];
}

void train(skrt_context *context, void *const *buffers) {
  auto *w = static_cast<float *>(buffers[0]);
  auto *m = static_cast<float *>(buffers[1]);
  auto *x = static_cast<const float *>(buffers[2]);
  auto *y = static_cast<const float *>(buffers[3]);
  auto *loss = static_cast<float *>(buffers[4]);
  auto *gradient = static_cast<float *>(buffers[5]); // the arena
  std::fill_n(gradient, width, 0.0f);
  *loss = 0;
  for (int64_t i = 0; i < localBatch(context); ++i) {
    float difference = prediction(w, x + width * i) - y[i];
    *loss += difference * difference / batch;
    for (int64_t j = 0; j < width; ++j)
      gradient[j] += 2 * difference * x[width * i + j] / batch;
  }
  sumOverDevices(context, DataType::F32, gradient, width);
  sumOverDevices(context, DataType::F32, loss, 1);
  for (int64_t j = 0; j < width; ++j) {
    m[j] = 0.5f * m[j] + gradient[j];
    w[j] -= 0.05f * m[j];
  }
}

void evaluate(skrt_context *context, void *const *buffers) {
  auto *w = static_cast<float *>(buffers[0]);
  auto *x = static_cast<const float *>(buffers[2]);
  auto *y = static_cast<const float *>(buffers[3]);
  auto *close = static_cast<int32_t *>(buffers[4]);
  *close = 0;
  for (int64_t i = 0; i < localBatch(context); ++i)
    *close += std::abs(prediction(w, x + width * i) - y[i]) < 0.5f;
  sumOverDevices(context, DataType::I32, close, 1);
}

} // namespace

Executable linearModel(int64_t devices) {
  Executable model;
  model.mesh = {"m", {{"data", devices}}};
  model.variables = {
      {{"w", DataType::F32, {width}, {}}, {InitializerKind::Normal, 0, 1, 1}},
      {{"w.momentum", DataType::F32, {width}, {}}, {}, "w"}};
  model.variables[1].initializer.kind = InitializerKind::Zeros;
  std::vector<Input> inputs = {
      {{"x", DataType::F32, {batch / devices, width}, {{0, 0}}}, 0},
      {{"y", DataType::F32, {batch / devices}, {{0, 0}}}, 0}};
  model.programs = {{"train",
                     inputs,
                     {{{"loss", DataType::F32, {}, {}}}},
                     width * sizeof(float),
                     train},
                    {"evaluate",
                     inputs,
                     {{{"close", DataType::I32, {}, {}}, true}},
                     0,
                     evaluate}};
  return model;
}

InputTensors linearExamples(int64_t count) {
  HostTensor x(DataType::F32, {count, width}), y(DataType::F32, {count});
  for (int64_t i = 0; i < width * count; ++i)
    x.as<float>()[i] = randomNormal(1, i);
  for (int64_t i = 0; i < count; ++i) {
    const float *row = &x.as<float>()[width * i];
    y.as<float>()[i] = 3 * row[0] - 2 * row[1] + row[2];
  }
  InputTensors inputs{"linear", {}};
  inputs.tensors.emplace("x", std::move(x));
  inputs.tensors.emplace("y", std::move(y));
  return inputs;
}

} // namespace skein::runtime
