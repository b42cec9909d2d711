#include "runtime/executor/Totals.h"
#include "runtime/executor/Pieces.h"
#include <algorithm>

namespace skein::runtime {
namespace {

void addElements(DataType type, const std::byte *data,
                 absl::Span<double> total) {
  for (size_t i = 0; i < total.size(); ++i)
    total[i] += elementAsDouble(type, data, i);
}

using TotalsByDevice = std::map<int64_t, const Totals *>;

/// Those that agree along the axes `apart`, with the first device for each: the
/// worlds of independent axes.
std::vector<const Totals *> firstOfEach(const Mesh &mesh, AxisSet apart,
                                        const TotalsByDevice &totals) {
  std::vector<const Totals *> firsts;
  for (const auto &[device, own] : totals)
    if (mesh.group(device, ~apart).front() == device)
      firsts.push_back(own);
  return firsts;
}

} // namespace

Totals::Totals(const std::vector<Result> &results) : specs(results) {
  for (const Result &result : results)
    totals.emplace_back(DataType::F64, result.localShape);
}

void Totals::add(absl::Span<void *const> buffers) {
  ++count;
  for (size_t i = 0; i < specs.size(); ++i)
    addElements(specs[i].type, static_cast<const std::byte *>(buffers[i]),
                totals[i].as<double>());
}

std::vector<HostTensor> meanResults(const Program &program, const Mesh &mesh,
                                    const TotalsByDevice &totals,
                                    const Dataset &dataset, int64_t first) {
  AxisSet apart = program.independentAxes | fixedAxes(mesh, program.devices);
  std::vector<const Totals *> worlds = firstOfEach(mesh, apart, totals);
  // Whoever goes its own way has a part of every batch.
  double examples =
      dataset.examplesIn(first, first + worlds.front()->iterations());
  if (worlds.size() > 1) {
    examples = 0;
    for (const Totals *world : worlds)
      examples +=
          double(world->iterations()) * dataset.batchSize() / worlds.size();
  }
  std::vector<HostTensor> means;
  for (size_t i = 0; i < program.results.size(); ++i) {
    const Result &result = program.results[i];
    TensorSpec spec = result;
    spec.type = DataType::F64;
    HostTensor &mean = means.emplace_back(spec.type, globalShape(spec, mesh));
    for (const auto &[device, own] : totals) {
      if (!isFirstHolder(spec, mesh, device, apart))
        continue;
      double divisor = own->iterations();
      if (result.isTotal)
        divisor = examples;
      HostTensor piece(spec.type, mean.shape());
      pastePiece(own->total(i).data(), spec, mesh, device, piece);
      for (int64_t j = 0; j < piece.size(); ++j)
        mean.as<double>()[j] += piece.as<double>()[j] / std::max(1.0, divisor);
    }
  }
  return means;
}

} // namespace skein::runtime
