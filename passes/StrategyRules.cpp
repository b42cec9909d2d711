//===- StrategyRules.cpp - pieces, servers and groups of variables --------===//
#include "passes/StrategyRules.h"

#include "llvm/ADT/STLExtras.h"

using namespace skein::passes;

int64_t skein::passes::smallestDivisor(int64_t extent) {
  for (int64_t count = 2; count < extent; ++count)
    if (extent % count == 0)
      return count;
  return std::max<int64_t>(extent, 1);
}

int64_t skein::passes::smallestNonDivisor(int64_t extent) {
  for (int64_t count = 2; count < extent; ++count)
    if (extent % count != 0)
      return count;
  return std::max<int64_t>(extent, 1);
}

llvm::SmallVector<int64_t> ServerLoads::place(int64_t pieces, int64_t bytes, int64_t elements) {
  llvm::SmallVector<int64_t> order = llvm::to_vector(llvm::seq<int64_t>(loads.size()));
  if (placement == Placement::First)
    order = {0};
  else if (placement == Placement::RoundRobin)
    std::rotate(order.begin(), order.begin() + next, order.end());
  else
    llvm::stable_sort(order, [&](int64_t a, int64_t b) { return loads[a] < loads[b]; });
  llvm::SmallVector<int64_t> servers;
  for (int64_t piece = 0; piece < pieces; ++piece)
    servers.push_back(order[piece % order.size()]);
  next = (next + pieces) % loads.size();
  add(servers, bytes, elements);
  return servers;
}

void ServerLoads::add(llvm::ArrayRef<int64_t> servers, int64_t bytes, int64_t elements) {
  double load = placement == Placement::GreedyElements ? elements : bytes;
  for (int64_t server : servers)
    loads[server] += load / servers.size();
}

llvm::SmallVector<int64_t> GroupCounter::take(int64_t pieces) {
  llvm::SmallVector<int64_t> groups;
  for (int64_t piece = 0; piece < pieces; ++piece)
    groups.push_back(count++ / chunk);
  return groups;
}

std::optional<int64_t> skein::passes::randomDim(llvm::ArrayRef<int64_t> shape,
                                                std::mt19937_64 &engine) {
  llvm::SmallVector<int64_t> dims;
  for (auto [dim, extent] : llvm::enumerate(shape))
    if (extent > 1)
      dims.push_back(dim);
  if (dims.empty())
    return std::nullopt;
  return dims[engine() % dims.size()];
}
