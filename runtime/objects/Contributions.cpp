#include "runtime/objects/Contributions.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "runtime/tensor/Float16.h"
#include <algorithm>
#include <cstring>
#include <map>
#include <type_traits>

namespace skein::runtime {
namespace {

constexpr int64_t noRow = -1;

template <typename T>
constexpr bool is16Bit = std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>;

/// What elements of type T are added up in.
template <typename T> using Sum = std::conditional_t<is16Bit<T>, float, T>;

template <typename T> T added(T left, T right) {
  if constexpr (std::is_integral_v<T>)
    return T(std::make_unsigned_t<T>(left) + std::make_unsigned_t<T>(right));
  else
    return left + right;
}

template <typename T> void addTo(Sum<T> *sums, const T *values, int64_t count) {
  for (int64_t i = 0; i < count; ++i)
    sums[i] = added(sums[i], Sum<T>(values[i]));
}

template <typename T> void copyTo(T *out, const Sum<T> *sums, int64_t count) {
  std::transform(sums, sums + count, out, [](Sum<T> sum) { return T(sum); });
}

/// The sum of tensors.
template <typename T> class DenseSum : public Contributions {
public:
  DenseSum(ContributionOrder order, int64_t contributors, int64_t count)
      : order(order), contributors(contributors), sums(count) {}

  absl::Status add(const Contribution &contribution) override {
    const T *values = static_cast<const T *>(contribution.values);
    if (order == ContributionOrder::Arrival) {
      addNext(values);
      return absl::OkStatus();
    }
    if (received.empty())
      received.resize(contributors, 0);
    Turn turn = {received[contribution.contributor]++,
                 contribution.contributor};
    if (turn != next) {
      early.emplace(turn, std::vector<T>(values, values + sums.size()));
      return absl::OkStatus();
    }
    addNext(values);
    advance();
    for (; !early.empty() && early.begin()->first == next; advance())
      addEarliest();
    return absl::OkStatus();
  }

  void moveTo(const TakenBuffers &out) override {
    while (!early.empty())
      addEarliest();
    copyTo(static_cast<T *>(out.values), sums.data(), sums.size());
    isEmpty = true;
    next = {0, 0};
    received.clear();
  }

private:
  /// A contribution is in the sum behind all that come before it: of devices
  /// with smaller numbers, and of devices that contributed less often.
  struct Turn {
    int64_t round, contributor;
    auto operator<=>(const Turn &) const = default;
  };

  void advance() {
    if (++next.contributor == contributors)
      next = {next.round + 1, 0};
  }

  void addEarliest() {
    addNext(early.begin()->second.data());
    early.erase(early.begin());
  }

  void addNext(const T *values) {
    if (isEmpty)
      std::copy_n(values, sums.size(), sums.data());
    else
      addTo(sums.data(), values, sums.size());
    isEmpty = false;
  }

  const ContributionOrder order;
  const int64_t contributors;
  std::vector<Sum<T>> sums;
  bool isEmpty = true;
  std::map<Turn, std::vector<T>> early; // who came before their turn
  Turn next = {0, 0};
  std::vector<int64_t> received; // by contributor
};

absl::Status noSuchRow(int64_t index, int64_t rows) {
  return absl::InvalidArgumentError(absl::StrCat(
      "index ", index, "; expected a row of the ", rows, " that live here"));
}

/// The sum of rows, for every row of the part.
template <typename T> class RowSums : public Contributions {
public:
  RowSums(int64_t rows, int64_t width)
      : rows(rows), width(width), sums(rows * width), counts(rows),
        lastContribution(rows) {}

  absl::Status add(const Contribution &contribution) override {
    ++number;
    const T *values = static_cast<const T *>(contribution.values);
    for (int64_t i = 0; i < contribution.count; ++i) {
      int64_t row = contribution.indices[i];
      if (row < 0 || row >= rows)
        return noSuchRow(row, rows);
      addTo(&sums[row * width], values + i * width, width);
      counts[row] += lastContribution[row] != number;
      lastContribution[row] = number;
    }
    return absl::OkStatus();
  }

  void moveTo(const TakenBuffers &out) override {
    copyTo(static_cast<T *>(out.values), sums.data(), sums.size());
    if (out.rowCounts)
      std::copy(counts.begin(), counts.end(), out.rowCounts);
    std::fill(sums.begin(), sums.end(), Sum<T>(0));
    std::fill(counts.begin(), counts.end(), 0);
  }

private:
  const int64_t rows, width;
  std::vector<Sum<T>> sums;
  std::vector<int64_t> counts;
  int64_t number = 0;                    // of contributions
  std::vector<int64_t> lastContribution; // that had the row
};

/// Rows side by side, at a place for every contributor.
class RowList : public Contributions {
public:
  RowList(const AccumulatorSpec &spec, int64_t rows, int64_t width)
      : perPush(spec.rows->perPush), rows(rows),
        rowBytes(width * byteWidth(spec.type)),
        indices(spec.contributors * perPush, noRow),
        values(spec.contributors * perPush * rowBytes),
        hasContributed(spec.contributors, false) {}

  absl::Status add(const Contribution &contribution) override {
    auto [contributor, newValues, count, newIndices] = contribution;
    if (hasContributed[contributor])
      return absl::FailedPreconditionError(
          absl::StrCat("a second contribution of number ", contributor,
                       " before the take; there is room for one of each"));
    hasContributed[contributor] = true;
    for (int64_t i = 0; i < count; ++i)
      if (newIndices[i] < 0 || newIndices[i] >= rows)
        return noSuchRow(newIndices[i], rows);
    int64_t begin = contributor * perPush;
    std::copy_n(newIndices, count, &indices[begin]);
    if (count > 0)
      std::memcpy(&values[begin * rowBytes], newValues, count * rowBytes);
    return absl::OkStatus();
  }

  void moveTo(const TakenBuffers &out) override {
    std::copy(indices.begin(), indices.end(), out.indices);
    std::memcpy(out.values, values.data(), values.size());
    std::fill(indices.begin(), indices.end(), noRow);
    std::fill(values.begin(), values.end(), std::byte(0));
    std::fill(hasContributed.begin(), hasContributed.end(), false);
  }

private:
  const int64_t perPush;
  const int64_t rows, rowBytes;
  std::vector<int64_t> indices;
  std::vector<std::byte> values;
  std::vector<bool> hasContributed;
};

template <typename T>
std::unique_ptr<Contributions> createFor(const AccumulatorSpec &spec,
                                         int64_t count) {
  if (!spec.rows)
    return std::make_unique<DenseSum<T>>(spec.order, spec.contributors, count);
  int64_t rows = spec.shape->front();
  int64_t width = elementCount(absl::MakeSpan(*spec.shape).subspan(1));
  if (spec.order == ContributionOrder::Index)
    return std::make_unique<RowList>(spec, rows, width);
  return std::make_unique<RowSums<T>>(rows, width);
}

} // namespace

std::unique_ptr<Contributions> createContributions(const AccumulatorSpec &spec,
                                                   int64_t count) {
  switch (spec.type) {
  case DataType::F64:
    return createFor<double>(spec, count);
  case DataType::F32:
    return createFor<float>(spec, count);
  case DataType::F16:
    return createFor<Half>(spec, count);
  case DataType::BF16:
    return createFor<BFloat16>(spec, count);
  case DataType::I64:
    return createFor<int64_t>(spec, count);
  case DataType::I32:
    return createFor<int32_t>(spec, count);
  case DataType::I16:
    return createFor<int16_t>(spec, count);
  case DataType::I8:
    return createFor<int8_t>(spec, count);
  case DataType::I1:
    return nullptr; // has no sum
  }
}

} // namespace skein::runtime
