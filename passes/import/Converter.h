//===- Converter.h - StableHLO ops to upstream ops, one by one --*- C++ -*-===//
//
// What the rules of all ops share: the values of the imported program, and how
// new ops are made from them.
//
//===----------------------------------------------------------------------===//
#ifndef SKEIN_PASSES_IMPORT_CONVERTER_H
#define SKEIN_PASSES_IMPORT_CONVERTER_H

#include "passes/import/Attributes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace skein::passes::stablehlo {

/// A value of the imported program. Broadcasts, transpositions and unit
/// dimensions are not computed but kept as a map, which the ops that read the
/// value take over into their own; a constant becomes a tensor only where one
/// is needed.
struct Imported {
  /// Its type: static shape, integers without sign.
  mlir::RankedTensorType type;
  /// The tensor whose element `view(i)` is this value's element `i`. Null for
  /// a constant that nothing has needed as a tensor.
  mlir::Value base;
  mlir::AffineMap view;
  /// The elements, where they are known: of splats, constants of the program,
  /// and small integer tensors computed from such.
  mlir::DenseElementsAttr known;

  /// What a loop counts with, a single integer: its value in every iteration,
  /// and the number of the current one. Such a value has a tensor as well.
  mlir::DenseElementsAttr series;
  mlir::Value iteration;

  bool isSplat() const { return known && known.isSplat(); }
};

/// Elements of tensors that are computed while importing: enough for positions
/// and loop counters, too few to cost time.
constexpr int64_t maxKnownElements = 4096;

/// Computes one element from the elements of the operands, at the same place.
/// Works on tensors of one shape as well.
using ScalarBody = llvm::function_ref<mlir::Value(
    mlir::OpBuilder &, mlir::Location, mlir::ValueRange)>;

/// The functions of the two modules.
struct Functions {
  Functions(mlir::ModuleOp source, mlir::ModuleOp target)
      : source(source), target(target) {}
  mlir::SymbolTable source, target;
  /// Function of the source to its import.
  llvm::DenseMap<mlir::Operation *, mlir::func::FuncOp> imported;
  /// How often the text calls a function; many times if from a loop.
  llvm::DenseMap<mlir::Operation *, unsigned> calls;
  /// Functions of the source whose import has begun.
  llvm::DenseSet<mlir::Operation *> active;
};

/// The type of `type` in the imported program. Errors, reported at `op` about
/// its part `what`: not a ranked tensor, a dynamic shape, an element type that
/// Skein does not have.
mlir::FailureOr<mlir::RankedTensorType>
importType(mlir::Operation *op, mlir::Type type, llvm::StringRef what = "");

/// Whether `dims` are dimensions of a tensor of this rank. Errors, reported at
/// `op`: the first that is none.
mlir::LogicalResult checkDimensions(mlir::Operation *op,
                                    llvm::ArrayRef<int64_t> dims, int64_t rank);

/// Imports the body of one function of the target.
class Converter {
public:
  Converter(Functions &functions, mlir::OpBuilder builder)
      : functions(functions), builder(builder), loc(builder.getUnknownLoc()) {}

  /// Converts the ops of `block` and returns the operands of its terminator.
  /// Values of `block`'s arguments must have been set.
  mlir::FailureOr<llvm::SmallVector<Imported>> convertBlock(mlir::Block &block);

  /// Converts the body of `function`, called with `arguments`. Values that
  /// belong to the caller are not seen.
  mlir::FailureOr<llvm::SmallVector<Imported>>
  convertBody(mlir::func::FuncOp function, llvm::ArrayRef<Imported> arguments);

  bool contains(mlir::Value original) const {
    return values.contains(original);
  }
  const Imported &get(mlir::Value original) const {
    return values.find(original)->second;
  }
  void set(mlir::Value original, Imported imported) {
    values[original] = std::move(imported);
  }
  /// The type that `original` gets; it has been checked.
  mlir::RankedTensorType typeOf(mlir::Value original) const;

  // New values.

  /// All elements of a tensor as it stands.
  Imported ofTensor(mlir::Value tensor) const;
  Imported ofConstant(mlir::DenseElementsAttr constant) const;
  /// `value` as a tensor of its type.
  mlir::Value materialize(const Imported &value);
  /// The only element of a value with one element.
  mlir::Value scalar(const Imported &value);
  mlir::Value constant(mlir::TypedAttr attribute);
  /// The tensor of `type` with all elements `element`.
  mlir::Value filled(mlir::RankedTensorType type, mlir::Value element);
  mlir::Value zeros(mlir::RankedTensorType type);

  /// The value of `type` whose element `i` is element `map(i)` of `value`; 0
  /// stands in `map` for a dimension of extent 1.
  Imported viewed(const Imported &value, mlir::AffineMap map,
                  mlir::RankedTensorType type);
  /// The elements of `value` in row-major order, in the shape of `type`.
  Imported reshaped(const Imported &value, mlir::RankedTensorType type);
  Imported slice(const Imported &value, llvm::ArrayRef<int64_t> offsets,
                 llvm::ArrayRef<int64_t> sizes,
                 llvm::ArrayRef<int64_t> strides);
  Imported slice(const Imported &value,
                 llvm::ArrayRef<mlir::OpFoldResult> offsets,
                 llvm::ArrayRef<int64_t> sizes);
  /// `source` put into `destination` at `offsets`; strides are 1 by default.
  Imported insert(const Imported &source, const Imported &destination,
                  llvm::ArrayRef<mlir::OpFoldResult> offsets,
                  llvm::ArrayRef<int64_t> strides = {});
  /// `value` with `low` and `high` elements `padding` around it, `interior`
  /// ones between any two of its own; negative numbers cut off.
  Imported padded(const Imported &value, llvm::ArrayRef<int64_t> low,
                  llvm::ArrayRef<int64_t> high,
                  llvm::ArrayRef<int64_t> interior, const Imported &padding);
  Imported reversed(const Imported &value, llvm::ArrayRef<int64_t> dimensions);

  /// `body` of the elements of `operands`, which have the shape of `type` or
  /// none.
  Imported elementwise(llvm::ArrayRef<Imported> operands,
                       mlir::RankedTensorType type, ScalarBody body);

  /// An operand of a linalg op: `map` from its loops to the dimensions of
  /// `value`.
  struct Operand {
    Imported value;
    mlir::AffineMap map;
  };
  /// A linalg.generic whose result map is the last of `maps` and whose body
  /// gets the scalars of `operands` and of `init`. Loops that are not a result
  /// of their own there are reductions; without any, `init` may be null.
  mlir::Value generic(llvm::ArrayRef<Operand> operands,
                      mlir::AffineMap resultMap, mlir::RankedTensorType type,
                      mlir::Value init, ScalarBody body);
  /// `operand` as a tensor, with the map from the loops to it.
  std::pair<mlir::Value, mlir::AffineMap> resolve(const Operand &operand);

  Functions &functions;
  mlir::OpBuilder builder;
  mlir::Location loc;

private:
  mlir::LogicalResult convert(mlir::Operation *op);
  mlir::DenseElementsAttr fold(llvm::ArrayRef<Imported> operands,
                               mlir::RankedTensorType type, ScalarBody body);
  mlir::Value regrouped(mlir::Value tensor, mlir::RankedTensorType type);
  void foldSeries(llvm::ArrayRef<Imported> operands, Imported &result,
                  ScalarBody body);

  llvm::DenseMap<mlir::Value, Imported> values;
};

/// A private function of the target, called `name`, with the body of `source`;
/// arguments print as `argumentNames`, if there are any.
mlir::FailureOr<mlir::func::FuncOp>
importFunction(mlir::func::FuncOp source, llvm::StringRef name,
               llvm::ArrayRef<mlir::StringAttr> argumentNames,
               Functions &functions);

/// `from`'s element `position(i)` for every index `i` of `type`.
mlir::DenseElementsAttr
pick(mlir::DenseElementsAttr from, mlir::RankedTensorType type,
     llvm::function_ref<Numbers(llvm::ArrayRef<int64_t>)> position);

/// The row-major position of `index` in `shape`.
int64_t linearize(llvm::ArrayRef<int64_t> index, llvm::ArrayRef<int64_t> shape);

// Rules. Each sets the results of its op; errors are reported at the op.
using Rule = mlir::LogicalResult (*)(mlir::Operation *, Converter &);

mlir::LogicalResult convertDotGeneral(mlir::Operation *, Converter &);
mlir::LogicalResult convertConvolution(mlir::Operation *, Converter &);
mlir::LogicalResult convertReduce(mlir::Operation *, Converter &);
mlir::LogicalResult convertReduceWindow(mlir::Operation *, Converter &);
mlir::LogicalResult convertSelectAndScatter(mlir::Operation *, Converter &);
mlir::LogicalResult convertGather(mlir::Operation *, Converter &);
mlir::LogicalResult convertScatter(mlir::Operation *, Converter &);
mlir::LogicalResult convertDynamicSlice(mlir::Operation *, Converter &);
mlir::LogicalResult convertDynamicUpdateSlice(mlir::Operation *, Converter &);
mlir::LogicalResult convertWhile(mlir::Operation *, Converter &);
mlir::LogicalResult convertConditional(mlir::Operation *, Converter &);
mlir::LogicalResult convertCall(mlir::Operation *, Converter &);
/// The rule for ops that only move elements; null if `name` is none.
Rule findMove(llvm::StringRef name);
/// Names of these ops, sorted.
llvm::SmallVector<llvm::StringRef> moveNames();

/// Merges elementwise ops into the ops that read them, drops what nothing
/// reads, and turns marked copies into `skein.stop_gradient`.
mlir::LogicalResult simplify(mlir::ModuleOp module);

} // namespace skein::passes::stablehlo

#endif // SKEIN_PASSES_IMPORT_CONVERTER_H
