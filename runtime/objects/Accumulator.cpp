#include "runtime/objects/Accumulator.h"
#include "absl/strings/str_cat.h"

namespace skein::runtime {

Accumulator::Accumulator(const AccumulatorSpec &spec, int64_t step,
                         const Failure &failure)
    : spec(spec), failure(failure), currentStep(step) {
  if (spec.shape && !spec.rows)
    size = elementCount(*spec.shape);
}

absl::Status Accumulator::push(std::optional<int64_t> label,
                               const Contribution &contribution) {
  auto errorOf = [&](const absl::Status &cause) {
    return error(absl::StrCat("push to @", spec.name), cause);
  };
  std::lock_guard lock(mutex);
  if (failure.happened())
    return errorOf(failure.get());
  if (label && *label < currentStep) {
    ++droppedCount;
    return absl::OkStatus();
  }
  if (absl::Status status = check(contribution); !status.ok())
    return errorOf(status);
  if (!spec.rows)
    size = contribution.count;
  if (!current)
    current = freshContributions();
  if (absl::Status status = current->add(contribution); !status.ok())
    return errorOf(status);
  ++currentCount;
  serve();
  return absl::OkStatus();
}

absl::Status Accumulator::take(int64_t n, const TakenBuffers &out,
                               int64_t *count) {
  auto what = [&] { return absl::StrCat("take ", n, " of @", spec.name); };
  if (n <= 0)
    return error(what(), absl::InvalidArgumentError(
                             "expected a positive number of contributions"));
  Take operation{n, 0, nullptr, {}};
  std::unique_lock lock(mutex);
  if (failure.happened())
    return error(what(), failure.get());
  takes.push_back(&operation);
  serve();
  if (!operation.place.waitUntilServed(lock, failure, what)) {
    takes.remove(&operation);
    return error(what(), failure.get());
  }
  lock.unlock();
  operation.contributions->moveTo(out);
  if (count)
    *count = operation.count;
  lock.lock();
  spare = std::move(operation.contributions);
  return absl::OkStatus();
}

int64_t Accumulator::step() const {
  std::lock_guard lock(mutex);
  return currentStep;
}

int64_t Accumulator::count() const {
  std::lock_guard lock(mutex);
  return currentCount;
}

int64_t Accumulator::dropped() const {
  std::lock_guard lock(mutex);
  return droppedCount;
}

void Accumulator::notify() {
  std::lock_guard lock(mutex);
  for (Take *operation : takes)
    operation->place.notify();
}

absl::Status Accumulator::error(const std::string &operation,
                                const absl::Status &cause) const {
  return absl::Status(cause.code(),
                      absl::StrCat(operation, ": ", cause.message()));
}

absl::Status Accumulator::check(const Contribution &contribution) const {
  auto [contributor, values, count, indices] = contribution;
  auto error = [](const auto &...parts) {
    return absl::InvalidArgumentError(absl::StrCat(parts...));
  };
  if (spec.order == ContributionOrder::Index &&
      contributor >= spec.contributors)
    return error("from number ", contributor, "; expected one of the first ",
                 spec.contributors);
  if (spec.rows && count > spec.rows->perPush)
    return error(count, " rows; expected at most ", spec.rows->perPush);
  if (!spec.rows && size && count != *size)
    return error(count, " elements; expected ", *size);
  return absl::OkStatus();
}

std::unique_ptr<Contributions> Accumulator::freshContributions() {
  return spare ? std::move(spare) : createContributions(spec, size.value_or(0));
}

void Accumulator::serve() {
  while (!takes.empty() && currentCount >= takes.front()->n) {
    Take &operation = *takes.front();
    takes.pop_front();
    operation.count = std::exchange(currentCount, 0);
    operation.contributions = std::move(current);
    ++currentStep;
    operation.place.serve();
  }
}

} // namespace skein::runtime
