#include "tests/equivalence/PlainTraining.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace skein::tests {
namespace {

using Numbers = std::vector<double>;
using PerDevice = std::vector<Numbers>;

constexpr int64_t inputs = Network::inputs, hidden = Network::hidden, outputs = Network::outputs;

double toF16(double x) { return double(_Float16(float(x))); }

/// To the closest number of which the lower half of f32's bits is 0; of two, the even one.
double toBF16(double x) {
  uint32_t bits = std::bit_cast<uint32_t>(float(x));
  bits += 0x7FFF + (bits >> 16 & 1);
  return std::bit_cast<float>(bits & 0xFFFF0000);
}

Numbers sumOf(const PerDevice &terms) {
  Numbers sum(terms.front().size(), 0.0);
  for (const Numbers &term : terms)
    for (size_t i = 0; i < sum.size(); ++i)
      sum[i] += term[i];
  return sum;
}

/// Numbers -127 to 127 times a step.
Numbers quantized(const Numbers &row) {
  double largest = 0;
  for (double x : row)
    largest = std::max(largest, std::abs(x));
  Numbers result;
  for (double x : row)
    result.push_back(largest == 0 ? 0 : std::nearbyint(x / largest * 127) * (largest / 127));
  return result;
}

/// What is left of `row` without its `count` largest elements.
Numbers largestOf(Numbers row, int64_t count) {
  Numbers result(row.size(), 0.0);
  for (int64_t i = 0; i < count; ++i) {
    auto largest = std::max_element(row.begin(), row.end(), [](double a, double b) {
      return std::abs(a) < std::abs(b);
    });
    result[largest - row.begin()] = *largest;
    *largest = 0;
  }
  return result;
}

} // namespace

PlainTraining::PlainTraining(Network first, int64_t devices, Compressed how, Numbers right1,
                             Numbers right2)
    : network(std::move(first)), devices(devices), how(how),
      state1{inputs, hidden, {}, std::move(right1), {}}, stateB{1, hidden, {}, {}, {}},
      state2{hidden, outputs, {}, std::move(right2), {}} {
  for (State *state : {&state1, &stateB, &state2}) {
    Numbers zeros(state->rows * state->columns, 0.0);
    state->errors.assign(devices, zeros);
    state->velocity = zeros;
  }
}

double PlainTraining::step(const Examples &examples) {
  PerDevice dw1(devices, Numbers(inputs * hidden)), db1(devices, Numbers(hidden)),
      dw2(devices, Numbers(hidden * outputs));
  double loss = 0;
  for (int64_t n = 0; n < Network::batch; ++n) {
    int64_t device = n * devices / Network::batch;
    double h[hidden], dh[hidden] = {};
    for (int64_t j = 0; j < hidden; ++j) {
      h[j] = network.b1[j];
      for (int64_t i = 0; i < inputs; ++i)
        h[j] += examples.x[n * inputs + i] * network.w1[i * hidden + j];
      h[j] = std::max(h[j], 0.0);
    }
    for (int64_t c = 0; c < outputs; ++c) {
      double r = -examples.y[n * outputs + c];
      for (int64_t j = 0; j < hidden; ++j)
        r += h[j] * network.w2[j * outputs + c];
      loss += r * r / 2 / Network::batch;
      for (int64_t j = 0; j < hidden; ++j) {
        dw2[device][j * outputs + c] += h[j] * r / Network::batch;
        dh[j] += h[j] > 0 ? network.w2[j * outputs + c] * r / Network::batch : 0;
      }
    }
    for (int64_t j = 0; j < hidden; ++j) {
      db1[device][j] += dh[j];
      for (int64_t i = 0; i < inputs; ++i)
        dw1[device][i * hidden + j] += examples.x[n * inputs + i] * dh[j];
    }
  }
  update(network.w1, state1, 0, dw1);
  update(network.b1, stateB, 0, db1);
  update(network.w2, state2, Network::momentum, dw2);
  slack.w1 += 2 * Network::rate * state1.slack;
  slack.b1 += 2 * Network::rate * stateB.slack;
  slack.w2 += 2 * Network::rate / (1 - Network::momentum) * state2.slack;
  return loss;
}

void PlainTraining::update(Numbers &variable, State &state, double momentum,
                           const PerDevice &gradients) {
  Numbers gradient = combine(state, gradients);
  for (size_t i = 0; i < variable.size(); ++i) {
    state.velocity[i] = momentum * state.velocity[i] + gradient[i];
    variable[i] -= Network::rate * state.velocity[i];
  }
}

/// The sum over devices of what they send.
Numbers PlainTraining::combine(State &state, PerDevice gradients) {
  if (how.feedback)
    for (int64_t device = 0; device < devices; ++device)
      for (size_t i = 0; i < gradients[device].size(); ++i)
        gradients[device][i] += state.errors[device][i];
  // Vectors have no factors.
  if (how.method == Method::PowerSgd)
    return state.right.empty() ? sumOf(gradients) : combineFactors(state, gradients);

  PerDevice sent = gradients;
  int64_t elements = state.rows * state.columns;
  for (Numbers &row : sent) {
    if (how.method == Method::F16)
      std::transform(row.begin(), row.end(), row.begin(), toF16);
    if (how.method == Method::BF16)
      std::transform(row.begin(), row.end(), row.begin(), toBF16);
    if (how.method == Method::Int8)
      row = quantized(row);
    if (how.method == Method::TopK)
      row = largestOf(row, std::lround(how.part * elements));
  }
  if (how.feedback)
    for (int64_t device = 0; device < devices; ++device)
      for (int64_t i = 0; i < elements; ++i)
        state.errors[device][i] = gradients[device][i] - sent[device][i];
  Numbers sum = sumOf(sent);
  if (how.method == Method::F16 || how.method == Method::BF16) {
    double largest = 0;
    for (int64_t i = 0; i < elements; ++i) {
      double size = 0;
      for (const Numbers &row : sent)
        size += std::abs(row[i]);
      largest = std::max(largest, size);
    }
    double halfUnit = how.method == Method::F16 ? 0x1p-11 : 0x1p-8;
    state.slack = (devices - 1 + 2) * halfUnit * largest;
  }
  // Each device rounds the sum of its piece; zeros fill the last one up.
  if (how.method == Method::Int8) {
    int64_t piece = (elements + devices - 1) / devices;
    for (int64_t begin = 0; begin < elements; begin += piece) {
      auto from = sum.begin() + begin, to = sum.begin() + std::min(begin + piece, elements);
      Numbers rounded = quantized(Numbers(from, to));
      std::copy(rounded.begin(), rounded.end(), from);
    }
  }
  return sum;
}

/// The sum projected on the column that one power iteration finds, and every device
/// keeps its matrix without its share of that.
Numbers PlainTraining::combineFactors(State &state, const PerDevice &gradients) {
  Numbers sum = sumOf(gradients), left(state.rows, 0.0), right(state.columns, 0.0);
  double length = 0;
  for (int64_t i = 0; i < state.rows; ++i) {
    for (int64_t j = 0; j < state.columns; ++j)
      left[i] += sum[i * state.columns + j] * state.right[j];
    length += left[i] * left[i];
  }
  for (double &x : left)
    x /= std::max(std::sqrt(length), 1e-12);
  for (int64_t i = 0; i < state.rows; ++i)
    for (int64_t j = 0; j < state.columns; ++j)
      right[j] += sum[i * state.columns + j] * left[i];
  state.right = right;
  Numbers product(sum.size());
  for (int64_t i = 0; i < state.rows; ++i)
    for (int64_t j = 0; j < state.columns; ++j)
      product[i * state.columns + j] = left[i] * right[j];
  for (int64_t device = 0; device < devices; ++device)
    for (size_t i = 0; i < sum.size(); ++i)
      state.errors[device][i] = gradients[device][i] - product[i] / devices;
  return product;
}

} // namespace skein::tests
