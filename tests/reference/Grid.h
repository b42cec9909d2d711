//===- Grid.h - what the states of a value mean, on host values -*- C++ -*-===//
//
// The definition that the oracles stand on: how the local values of all devices
// of a mesh make one global value, axis by axis, and how a global value is
// dealt out. Written from the meaning of the states alone, without any rule of
// ops.
//
//===----------------------------------------------------------------------===//

#ifndef SKEIN_TESTS_REFERENCE_GRID_H
#define SKEIN_TESTS_REFERENCE_GRID_H

#include "tests/reference/Interpreter.h"

#include "dialect/Skein.h"

#include <optional>
#include <string>

namespace skein::reference {

/// Devices in a grid, numbered with the last axis running fastest.
struct Grid {
  std::vector<std::string> axes;
  std::vector<int64_t> sizes;

  static Grid of(MeshOp mesh);

  unsigned devices() const;
  /// Position of `axis` in `axes`, which has it.
  size_t position(llvm::StringRef axis) const;
  /// Devices that differ only in `over`, in the order of their coordinates
  /// there, the last axis of `over` running fastest: one list per group.
  std::vector<std::vector<unsigned>>
  groups(llvm::ArrayRef<llvm::StringRef> over) const;
};

/// Element by element `kind` of `values`, as elements of type `type`.
Tensor combine(ReductionKind kind, llvm::ArrayRef<const Tensor *> values,
               mlir::Type type);
/// The element that changes nothing under `kind`.
Scalar neutral(ReductionKind kind, mlir::Type type);
/// Joins `pieces` along `dim`.
Tensor concatenate(llvm::ArrayRef<const Tensor *> pieces, int64_t dim);
/// The `index`th of `count` even pieces along `dim`.
Tensor piece(const Tensor &whole, int64_t dim, int64_t index, int64_t count);

/// The shape of the global value whose pieces have the shape of `type`.
llvm::SmallVector<int64_t> globalShape(mlir::RankedTensorType type,
                                       const Grid &grid);

/// The global value of `local`, one tensor per device of `grid`, in the states
/// of `type`. Nothing, with the reason in `why`, when there is none: replicas
/// that differ in a bit, or a varying axis.
std::optional<Tensor> globalValue(const PerDevice &local,
                                  mlir::RankedTensorType type, const Grid &grid,
                                  std::string &why);

/// Local values whose global value is `global`. Along a partial axis the first
/// device of a group holds everything and the others neutral elements; along a
/// varying axis all hold the same.
PerDevice dealOut(const Tensor &global, mlir::RankedTensorType type,
                  const Grid &grid);

} // namespace skein::reference

#endif // SKEIN_TESTS_REFERENCE_GRID_H
