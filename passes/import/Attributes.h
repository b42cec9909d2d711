//===- Attributes.h - attributes of StableHLO ops, as text ------*- C++ -*-===//
//
// The StableHLO dialect is not loaded, so its attributes arrive as text. Every
// reader reports what it cannot read at the op.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_PASSES_IMPORT_ATTRIBUTES_H
#define SKEIN_PASSES_IMPORT_ATTRIBUTES_H

#include "mlir/IR/Operation.h"
#include <map>

namespace skein::passes::stablehlo {

using Numbers = llvm::SmallVector<int64_t, 4>;

/// The list of integers `name` of `op`; `size` numbers `ifAbsent` when there is
/// none.
mlir::FailureOr<Numbers> readNumbers(mlir::Operation *op, llvm::StringRef name,
                                     size_t size = 0, int64_t ifAbsent = 0);

/// The single integer `name` of `op`.
mlir::FailureOr<int64_t> readNumber(mlir::Operation *op, llvm::StringRef name,
                                    std::optional<int64_t> ifAbsent = {});

/// The word V in `#stablehlo<KIND V>`; empty when the attribute is absent.
mlir::FailureOr<llvm::StringRef> readKeyword(mlir::Operation *op,
                                             llvm::StringRef name);

/// The entries of `#stablehlo.dot<a = [0, 1], b = 2>`; a single number is a
/// list of one, and what is not written is empty.
class Dimensions {
public:
  static mlir::FailureOr<Dimensions> read(mlir::Operation *op,
                                          llvm::StringRef name);
  llvm::ArrayRef<int64_t> operator[](llvm::StringRef key) const {
    auto found = entries.find(key.str());
    return found == entries.end() ? llvm::ArrayRef<int64_t>()
                                  : llvm::ArrayRef<int64_t>(found->second);
  }

private:
  std::map<std::string, Numbers> entries;
};

/// Where one tensor of a convolution has its dimensions. `first` is the batch,
/// or the output feature of a filter; `second` the feature, or the input
/// feature of a filter.
struct Layout {
  int64_t first = -1, second = -1;
  Numbers spatial;
};

struct ConvolutionLayouts {
  Layout image, filter, result;
};

/// `#stablehlo.conv<[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]>`.
mlir::FailureOr<ConvolutionLayouts>
readConvolutionLayouts(mlir::Operation *op, llvm::StringRef name);

} // namespace skein::passes::stablehlo

#endif // SKEIN_PASSES_IMPORT_ATTRIBUTES_H
