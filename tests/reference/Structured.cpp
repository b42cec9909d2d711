#include "tests/reference/Structured.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/DenseMap.h"

#include <cmath>
#include <limits>

using namespace mlir;

namespace skein::reference {
namespace {

int64_t floorDivide(int64_t a, int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/// The value of an affine expression at `dims`; symbols do not occur.
int64_t evaluateAffine(AffineExpr expr, ArrayRef<int64_t> dims) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return dims[dim.getPosition()];
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constant.getValue();
  auto binary = cast<AffineBinaryOpExpr>(expr);
  int64_t lhs = evaluateAffine(binary.getLHS(), dims);
  int64_t rhs = evaluateAffine(binary.getRHS(), dims);
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return lhs + rhs;
  case AffineExprKind::Mul:
    return lhs * rhs;
  case AffineExprKind::FloorDiv:
    return floorDivide(lhs, rhs);
  case AffineExprKind::CeilDiv:
    return -floorDivide(-lhs, rhs);
  case AffineExprKind::Mod:
    return lhs - rhs * floorDivide(lhs, rhs);
  default:
    llvm_unreachable("not a binary affine expression");
  }
}

/// The body of a linalg op as a list of instructions over numbered scalars: the
/// block arguments first, then one per op.
class Body {
public:
  static FailureOr<Body> compile(linalg::LinalgOp op, Captures captures,
                                 Rounding rounding);

  /// Evaluates at one point. `values` starts with the block arguments; the
  /// results are at `yields`. Failure: an index out of range, reported.
  LogicalResult run(ArrayRef<int64_t> point, std::vector<Scalar> &values) const;

  std::vector<unsigned> yields;
  unsigned size() const { return count; }
  /// Scalars that do not depend on the point, with their numbers.
  std::vector<std::pair<unsigned, Scalar>> constants;

private:
  struct Instruction {
    Operation *op;
    std::vector<unsigned> operands;
    unsigned result;
    ScalarFunction scalar;         // a scalar op, or
    const Tensor *table = nullptr; // an element of a captured tensor, or
    int64_t loop = -1;             // a loop index, or
    AffineMap map;                 // an affine function of the operands
  };
  LogicalResult add(Operation *op, Captures captures, Rounding rounding);
  FailureOr<unsigned> number(Value value, Captures captures);

  llvm::DenseMap<Value, unsigned> numbers;
  std::vector<Instruction> instructions;
  unsigned count = 0;
};

FailureOr<unsigned> Body::number(Value value, Captures captures) {
  if (auto found = numbers.find(value); found != numbers.end())
    return found->second;
  const Tensor *captured = captures(value);
  if (!captured || captured->rank() != 0)
    return failure();
  constants.emplace_back(count, captured->elements[0]);
  return numbers[value] = count++;
}

LogicalResult Body::add(Operation *op, Captures captures, Rounding rounding) {
  Instruction instruction{op, {}, 0, {}};
  OperandRange operands = op->getOperands();
  if (auto extract = dyn_cast<tensor::ExtractOp>(op)) {
    instruction.table = captures(extract.getTensor());
    if (!instruction.table)
      return op->emitError("reference interpreter: table is not known");
    operands = extract.getIndices();
  } else if (auto index = dyn_cast<linalg::IndexOp>(op)) {
    instruction.loop = index.getDim();
  } else if (auto apply = dyn_cast<affine::AffineApplyOp>(op)) {
    instruction.map = apply.getAffineMap();
  } else if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    Scalar value;
    if (auto real = dyn_cast<FloatAttr>(constant.getValue()))
      value.real = real.getValueAsDouble();
    else
      value.integer = cast<IntegerAttr>(constant.getValue()).getInt();
    constants.emplace_back(count,
                           asElementOf(constant.getType(), value, rounding));
    numbers[constant] = count++;
    return success();
  } else {
    instruction.scalar = scalarFunction(op, rounding);
    if (!instruction.scalar)
      return op->emitError(
          "reference interpreter: unknown op in a linalg body");
  }
  for (Value operand : operands) {
    FailureOr<unsigned> position = number(operand, captures);
    if (failed(position))
      return op->emitError("reference interpreter: operand is not known");
    instruction.operands.push_back(*position);
  }
  instruction.result = numbers[op->getResult(0)] = count++;
  instructions.push_back(std::move(instruction));
  return success();
}

FailureOr<Body> Body::compile(linalg::LinalgOp op, Captures captures,
                              Rounding rounding) {
  Body body;
  Block *block = op.getBlock();
  for (BlockArgument argument : block->getArguments())
    body.numbers[argument] = body.count++;
  for (Operation &inner : block->without_terminator())
    if (failed(body.add(&inner, captures, rounding)))
      return failure();
  for (Value value : block->getTerminator()->getOperands()) {
    FailureOr<unsigned> position = body.number(value, captures);
    if (failed(position))
      return op->emitError("reference interpreter: yielded value is not known"),
             failure();
    body.yields.push_back(*position);
  }
  return body;
}

LogicalResult Body::run(ArrayRef<int64_t> point,
                        std::vector<Scalar> &values) const {
  SmallVector<Scalar, 4> operands;
  for (const Instruction &step : instructions) {
    operands.clear();
    for (unsigned operand : step.operands)
      operands.push_back(values[operand]);
    if (step.scalar) {
      values[step.result] = step.scalar(operands);
      continue;
    }
    SmallVector<int64_t> index;
    bool poison = false;
    for (const Scalar &operand : operands) {
      index.push_back(operand.integer);
      poison |= operand.poison;
    }
    if (step.table) {
      int64_t position = step.table->offset(index);
      if (position < 0 || poison)
        return step.op->emitError("reference interpreter: index out of range");
      values[step.result] = step.table->elements[position];
    } else {
      int64_t value = step.loop >= 0
                          ? point[step.loop]
                          : evaluateAffine(step.map.getResult(0), index);
      values[step.result] = Scalar{0, 0, value, poison};
    }
  }
  return success();
}

/// The extent of every loop, from the shapes of the operands.
FailureOr<SmallVector<int64_t>> loopRanges(linalg::LinalgOp op,
                                           ArrayRef<const Tensor *> operands) {
  SmallVector<int64_t> ranges(op.getNumLoops(), -1);
  for (auto [map, operand] :
       llvm::zip_equal(op.getIndexingMapsArray(), operands))
    for (auto [result, extent] :
         llvm::zip_equal(map.getResults(), operand->shape))
      if (auto dim = dyn_cast<AffineDimExpr>(result)) {
        int64_t &range = ranges[dim.getPosition()];
        if (range >= 0 && range != extent)
          return op->emitError("reference interpreter: loop ")
                     << dim.getPosition() << " has extents " << range << " and "
                     << extent,
                 failure();
        range = extent;
      }
  if (llvm::is_contained(ranges, -1))
    return op->emitError("reference interpreter: a loop has no extent"),
           failure();
  return ranges;
}

/// Where one operand is read or written at a point of the loop nest.
class Access {
public:
  Access(AffineMap map, Tensor *tensor, ArrayRef<int64_t> ranges)
      : tensor(tensor), map(map) {
    findStrides(ranges);
  }

  /// Position in the tensor, or -1 when it is outside.
  int64_t position(ArrayRef<int64_t> point) const {
    int64_t offset = start;
    if (isLinear) {
      for (auto [index, stride] : llvm::zip_equal(point, strides))
        offset += index * stride;
      return offset;
    }
    SmallVector<int64_t> index;
    for (AffineExpr expr : map.getResults())
      index.push_back(evaluateAffine(expr, point));
    return tensor->offset(index);
  }

  Tensor *tensor;

private:
  static bool isSum(AffineExpr expr) {
    auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
    return !binary || ((expr.getKind() == AffineExprKind::Add ||
                        expr.getKind() == AffineExprKind::Mul) &&
                       isSum(binary.getLHS()) && isSum(binary.getRHS()));
  }

  /// Sums and products by constants have a stride per loop, found by moving one
  /// step along it. They stay inside when their smallest and largest values do.
  void findStrides(ArrayRef<int64_t> ranges) {
    isLinear = true;
    strides.assign(ranges.size(), 0);
    SmallVector<int64_t> origin(ranges.size(), 0);
    for (auto [expr, extent] :
         llvm::zip_equal(map.getResults(), tensor->shape)) {
      isLinear &= isSum(expr);
      int64_t base = evaluateAffine(expr, origin), low = base, high = base;
      start = start * extent + base;
      for (size_t loop = 0; loop < ranges.size(); ++loop) {
        SmallVector<int64_t> step(origin);
        step[loop] = 1;
        int64_t slope = evaluateAffine(expr, step) - base;
        strides[loop] = strides[loop] * extent + slope;
        (slope < 0 ? low : high) += slope * (ranges[loop] - 1);
      }
      isLinear &= low >= 0 && high < extent;
    }
  }

  AffineMap map;
  bool isLinear = false;
  int64_t start = 0;
  SmallVector<int64_t> strides;
};

} // namespace

FailureOr<std::vector<Tensor>> runStructured(linalg::LinalgOp op,
                                             ArrayRef<const Tensor *> operands,
                                             Captures captures,
                                             Rounding rounding) {
  FailureOr<Body> body = Body::compile(op, captures, rounding);
  FailureOr<SmallVector<int64_t>> ranges = loopRanges(op, operands);
  if (failed(body) || failed(ranges))
    return failure();

  std::vector<Tensor> results;
  for (const Tensor *init : operands.drop_front(op.getNumDpsInputs()))
    results.push_back(*init);
  std::vector<Access> accesses;
  std::vector<int> argumentOf; // the block argument of each access, -1: none
  for (OpOperand &operand : op->getOpOperands()) {
    unsigned i = operand.getOperandNumber();
    bool isInit = op.isDpsInit(&operand);
    Tensor *tensor = isInit ? &results[i - op.getNumDpsInputs()]
                            : const_cast<Tensor *>(operands[i]);
    accesses.emplace_back(op.getMatchingIndexingMap(&operand), tensor, *ranges);
    BlockArgument argument = op.getMatchingBlockArgument(&operand);
    argumentOf.push_back(argument ? argument.getArgNumber() : -1);
  }

  std::vector<Scalar> values(body->size());
  for (auto [position, value] : body->constants)
    values[position] = value;
  std::vector<int64_t> positions(accesses.size());
  LogicalResult status = success();
  forEachIndex(*ranges, [&](ArrayRef<int64_t> point) {
    if (failed(status))
      return;
    for (size_t i = 0; i < accesses.size(); ++i) {
      positions[i] = accesses[i].position(point);
      if (positions[i] < 0) {
        status = op->emitError("reference interpreter: operand ")
                 << i << " is read outside its shape";
        return;
      }
      if (argumentOf[i] >= 0)
        values[argumentOf[i]] = accesses[i].tensor->elements[positions[i]];
    }
    status = body->run(point, values);
    for (auto [i, yield] : llvm::enumerate(body->yields))
      results[i].elements[positions[op.getNumDpsInputs() + i]] = values[yield];
  });
  if (failed(status))
    return failure();
  return results;
}

FailureOr<std::vector<Tensor>>
runSoftmax(linalg::SoftmaxOp op, const Tensor &input, Rounding rounding) {
  Tensor result = input;
  int64_t dim = op.getDimension();
  SmallVector<int64_t> rows = input.shape;
  rows[dim] = 1;
  Type type = op.getOutput().getType();
  forEachIndex(rows, [&](ArrayRef<int64_t> row) {
    SmallVector<int64_t> index(row);
    std::vector<Scalar *> line;
    for (index[dim] = 0; index[dim] < input.shape[dim]; ++index[dim])
      line.push_back(&result.at(index));
    double maximum = -std::numeric_limits<double>::infinity();
    bool poison = false;
    for (Scalar *x : line) {
      maximum = std::max(maximum, x->real);
      poison |= x->poison;
    }
    // y_i = e_i / sum e; y_i' = y_i (x_i' - sum_j y_j x_j').
    double sum = 0, slope = 0;
    for (Scalar *x : line)
      sum += x->real = std::exp(x->real - maximum);
    for (Scalar *x : line)
      slope += (x->real /= sum) * x->tangent;
    for (Scalar *x : line) {
      x->tangent = x->real * (x->tangent - slope);
      x->poison = poison;
      *x = asElementOf(type, *x, rounding);
    }
  });
  return std::vector<Tensor>{std::move(result)};
}

} // namespace skein::reference
