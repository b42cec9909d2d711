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

/// The devices that agree along all axes but those in `axes`, with one device
/// for each: the worlds of independent axes.
std::vector<int64_t> firstOfEach(const Mesh &mesh, AxisSet independent) {
  std::vector<int64_t> firsts;
  for (int64_t device = 0; device < mesh.deviceCount(); ++device)
    if (mesh.group(device, ~independent).front() == device)
      firsts.push_back(device);
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
                                    const std::vector<const Totals *> &totals,
                                    const Dataset &dataset, int64_t first) {
  AxisSet independent = program.independentAxes;
  std::vector<int64_t> worlds = firstOfEach(mesh, independent);
  // Whoever goes its own way has a part of every batch.
  double examples = dataset.examplesIn(first, first + totals[0]->iterations());
  if (worlds.size() > 1) {
    examples = 0;
    for (int64_t device : worlds)
      examples += double(totals[device]->iterations()) * dataset.batchSize() /
                  worlds.size();
  }
  std::vector<HostTensor> means;
  for (size_t i = 0; i < program.results.size(); ++i) {
    const Result &result = program.results[i];
    TensorSpec spec = result;
    spec.type = DataType::F64;
    HostTensor &mean = means.emplace_back(spec.type, globalShape(spec, mesh));
    for (int64_t device = 0; device < mesh.deviceCount(); ++device) {
      if (!isFirstHolder(spec, mesh, device, independent))
        continue;
      double divisor = totals[device]->iterations();
      if (result.isTotal)
        divisor = examples;
      HostTensor piece(spec.type, mean.shape());
      pastePiece(totals[device]->total(i).data(), spec, mesh, device, piece);
      for (int64_t j = 0; j < piece.size(); ++j)
        mean.as<double>()[j] += piece.as<double>()[j] / std::max(1.0, divisor);
    }
  }
  return means;
}

} // namespace skein::runtime
