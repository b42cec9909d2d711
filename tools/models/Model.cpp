//===- Model.cpp - training programs under construction -------------------===//
#include "tools/models/Model.h"

#include "dialect/Skein.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/ADT/STLExtras.h"

#include <limits>

using namespace mlir;

namespace skein::models {
namespace {

RankedTensorType typeOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

ArrayRef<int64_t> shapeOf(Value value) { return typeOf(value).getShape(); }

/// The text of `Loops`, read: the letters of every operand and of the result,
/// and the loops, those of the result first.
struct Nest {
  explicit Nest(const Loops &text) {
    std::pair<std::string, std::string> sides =
        absl::StrSplit(text.text, absl::MaxSplits("->", 1));
    if (!sides.first.empty())
      operands = absl::StrSplit(sides.first, ',');
    result = sides.second;
    for (const std::string &letters :
         llvm::concat<const std::string>(ArrayRef(result), operands))
      for (char letter : letters)
        if (loops.find(letter) == std::string::npos)
          loops += letter;
    for (auto [letter, extent] : text.extents)
      extents[letter] = extent;
  }

  /// Takes the extents of an operand's dimensions.
  void take(StringRef letters, ArrayRef<int64_t> shape) {
    assert(letters.size() == shape.size());
    for (auto [letter, extent] : llvm::zip(letters, shape)) {
      assert(extents.lookup_or(letter, extent) == extent);
      extents[letter] = extent;
    }
  }

  AffineMap map(StringRef letters, MLIRContext *context) const {
    SmallVector<unsigned> dims;
    for (char letter : letters)
      dims.push_back(loops.find(letter));
    return AffineMap::getMultiDimMapWithTargets(loops.size(), dims, context);
  }

  SmallVector<AffineMap> maps(MLIRContext *context) const {
    SmallVector<AffineMap> maps;
    for (const std::string &letters : operands)
      maps.push_back(map(letters, context));
    maps.push_back(map(result, context));
    return maps;
  }

  SmallVector<int64_t> resultShape() const {
    SmallVector<int64_t> shape;
    for (char letter : result)
      shape.push_back(extents.at(letter));
    return shape;
  }

  SmallVector<utils::IteratorType> iterators() const {
    SmallVector<utils::IteratorType> types;
    for (char loop : loops)
      types.push_back(result.find(loop) == std::string::npos
                          ? utils::IteratorType::reduction
                          : utils::IteratorType::parallel);
    return types;
  }

  std::vector<std::string> operands;
  std::string result, loops;
  llvm::DenseMap<char, int64_t> extents;
};

/// Groups of `rank` dimensions that put `dim`, of extent 1, to a neighbour.
SmallVector<ReassociationIndices> groupsAround(int64_t dim, int64_t rank) {
  SmallVector<ReassociationIndices> groups(rank - 1);
  for (int64_t index = 0; index < rank && rank > 1; ++index)
    groups[std::min(index - (index > dim), rank - 2)].push_back(index);
  return groups;
}

} // namespace

//===----------------------------------------------------------------------===//
// LayerBuilder
//===----------------------------------------------------------------------===//

LayerBuilder::LayerBuilder(Model &model, Operation *function)
    : model(model), opBuilder(function->getRegion(0)), layer{function, {}} {}

Type LayerBuilder::element() { return model.settings.element; }

Type LayerBuilder::accumulator() { return model.accumulator(); }

Type LayerBuilder::integer() { return model.integer(); }

Value LayerBuilder::parameter(StringRef name, ArrayRef<int64_t> shape,
                              Initializer initializer) {
  Block &block = layer.function->getRegion(0).front();
  RankedTensorType type = model.tensor(shape);
  auto [place, isNew] =
      placeOfParameter.try_emplace(name, layer.parameters.size());
  if (!isNew) {
    assert(layer.parameters[place->second].type == type);
    return block.getArgument(place->second);
  }
  layer.parameters.push_back({name.str(), type, initializer});
  return block.insertArgument(place->second, type, loc());
}

Values LayerBuilder::call(const Layer &callee, StringRef prefix,
                          Values inputs) {
  Values operands = declareAll(callee, prefix);
  operands.append(inputs);
  return call(callee, operands);
}

Values LayerBuilder::declareAll(const Layer &callee, StringRef prefix) {
  Values parameters;
  for (const Parameter &wanted : callee.parameters)
    parameters.push_back(parameter((prefix + "." + wanted.name).str(),
                                   wanted.type.getShape(), wanted.initializer));
  return parameters;
}

Values LayerBuilder::call(const Layer &callee, Values operands) {
  return llvm::to_vector_of<Value>(
      func::CallOp::create(opBuilder, loc(),
                           cast<func::FuncOp>(callee.function), operands)
          .getResults());
}

Values LayerBuilder::repeat(const Layer &callee, StringRef prefix,
                            int64_t count, Values carried, Values shared) {
  if (!model.settings.loops) {
    for (int64_t index = 0; index < count; ++index) {
      carried.append(shared);
      carried = call(callee, (prefix + Twine(index)).str(), carried);
    }
    return carried;
  }
  if (count == 0)
    return carried;
  Values stacks;
  for (const Parameter &wanted : callee.parameters) {
    SmallVector<int64_t> shape(wanted.type.getShape());
    shape.insert(shape.begin(), count);
    stacks.push_back(parameter((prefix + "." + wanted.name).str(), shape,
                               wanted.initializer));
  }
  return loop(count, carried, [&](Value index, Values states) {
    Values operands;
    for (auto [stack, wanted] : llvm::zip(stacks, callee.parameters))
      operands.push_back(extractSlice(stack, 0, index, 1, wanted.type));
    operands.append(states);
    operands.append(shared);
    return call(callee, operands);
  });
}

Value LayerBuilder::scan(const Layer &callee, StringRef prefix, Value sequence,
                         Values states, bool reversed) {
  int64_t positions = shapeOf(sequence)[1];
  if (!model.settings.loops) {
    Values outputs(positions);
    for (int64_t count = 0; count < positions; ++count) {
      int64_t position = reversed ? positions - 1 - count : count;
      states.insert(states.begin(), pick(sequence, 1, position));
      states = call(callee, prefix, states);
      outputs[position] = expand(states[0], 1);
    }
    return concatenate(1, outputs);
  }
  Values parameters = declareAll(callee, prefix);
  SmallVector<int64_t> shape(shapeOf(states[0]));
  shape.insert(shape.begin() + 1, positions);
  states.push_back(empty(shape));
  return loop(positions, states,
              [&](Value position, Values states) {
                if (reversed) {
                  Value last = arith::ConstantIndexOp::create(opBuilder, loc(),
                                                              positions - 1);
                  position =
                      arith::SubIOp::create(opBuilder, loc(), last, position);
                }
                Value outputs = states.pop_back_val();
                Values operands = parameters;
                operands.push_back(
                    dropDim(extractSlice(sequence, 1, position, 1), 1));
                operands.append(states);
                Values results = call(callee, operands);
                results.push_back(
                    insertSlice(expand(results[0], 1), outputs, 1, position));
                return results;
              })
      .back();
}

Values LayerBuilder::loop(int64_t count, Values carried,
                          function_ref<Values(Value, Values)> body) {
  auto index = [&](int64_t value) {
    return arith::ConstantIndexOp::create(opBuilder, loc(), value);
  };
  Value first = index(0), end = index(count), step = index(1);
  auto loop = scf::ForOp::create(opBuilder, loc(), first, end, step, carried);
  OpBuilder::InsertionGuard guard(opBuilder);
  opBuilder.setInsertionPointToStart(loop.getBody());
  scf::YieldOp::create(
      opBuilder, loc(),
      body(loop.getInductionVar(),
           llvm::to_vector_of<Value>(loop.getRegionIterArgs())));
  return llvm::to_vector_of<Value>(loop.getResults());
}

Value LayerBuilder::structured(Type type, Combination combination,
                               const Loops &loops, Values operands,
                               function_ref<Scalar(ArrayRef<Scalar>)> body) {
  Nest nest(loops);
  if (nest.operands.size() < operands.size())
    nest.operands.emplace_back(); // the only one, of rank 0
  for (auto [letters, operand] : llvm::zip_equal(nest.operands, operands))
    nest.take(letters, shapeOf(operand));
  bool isFloat = isa<FloatType>(type);
  SmallVector<int64_t> shape = nest.resultShape();
  Value init;
  if (combination == Combination::None)
    init = empty(shape, type);
  else if (combination == Combination::Sum)
    init = filled(shape, 0, type);
  else if (combination == Combination::Maximum)
    init = filled(shape, -std::numeric_limits<double>::infinity(), type);
  else
    init = filled(shape, std::numeric_limits<int32_t>::max(), type);

  auto writeBody = [&](OpBuilder &inner, Location loc, ValueRange arguments) {
    SmallVector<Scalar> scalars;
    for (Value argument : arguments.drop_back()) {
      Scalar scalar{&inner, argument};
      scalars.push_back(isa<FloatType>(scalar.type())
                            ? convert(scalar, accumulator())
                            : scalar);
    }
    bodyBuilder = &inner;
    bodyLoops = nest.loops;
    Scalar out{&inner, arguments.back()};
    Scalar result = convert(body(scalars), type);
    bodyBuilder = nullptr;
    if (combination == Combination::Sum)
      result = out + result;
    else if (combination == Combination::Maximum)
      result = models::maximum(out, result);
    else if (combination == Combination::Minimum)
      result = models::minimum(out, result);
    linalg::YieldOp::create(inner, loc, result.value);
  };
  assert(isFloat || combination != Combination::Maximum);
  assert(combination != Combination::None ||
         nest.loops.size() == nest.result.size());
  return linalg::GenericOp::create(opBuilder, loc(), init.getType(), operands,
                                   init, nest.maps(opBuilder.getContext()),
                                   nest.iterators(), writeBody)
      .getResult(0);
}

Value LayerBuilder::contract(Loops loops, Value a, Value b) {
  Nest nest(loops);
  nest.take(nest.operands[0], shapeOf(a));
  nest.take(nest.operands[1], shapeOf(b));
  Value zeros = filled(nest.resultShape(), 0, accumulator());
  return round(
      linalg::ContractOp::create(
          opBuilder, loc(), zeros.getType(), ValueRange{a, b}, zeros,
          opBuilder.getAffineMapArrayAttr(nest.maps(opBuilder.getContext())))
          .getResult(0));
}

Scalar LayerBuilder::number(double value) {
  assert(bodyBuilder);
  return {bodyBuilder, arith::ConstantOp::create(
                           *bodyBuilder, loc(),
                           bodyBuilder->getFloatAttr(accumulator(), value))};
}

Scalar LayerBuilder::index(char loop) {
  size_t dim = bodyLoops.find(loop);
  assert(bodyBuilder && dim != std::string::npos);
  return {bodyBuilder, linalg::IndexOp::create(*bodyBuilder, loc(), dim)};
}

Scalar LayerBuilder::lookUp(Value tensor, ArrayRef<Scalar> indices) {
  assert(bodyBuilder);
  Values positions;
  for (Scalar index : indices)
    positions.push_back(convert(index, bodyBuilder->getIndexType()).value);
  Scalar found{bodyBuilder, tensor::ExtractOp::create(*bodyBuilder, loc(),
                                                      tensor, positions)};
  return isa<FloatType>(found.type()) ? convert(found, accumulator()) : found;
}

LayerBuilder::Slice LayerBuilder::sliceAlong(ArrayRef<int64_t> shape,
                                             int64_t dim, OpFoldResult offset,
                                             int64_t size) {
  Slice slice;
  for (auto [index, extent] : llvm::enumerate(shape)) {
    bool isCut = int64_t(index) == dim;
    slice.offsets.push_back(isCut ? offset : opBuilder.getIndexAttr(0));
    slice.sizes.push_back(opBuilder.getIndexAttr(isCut ? size : extent));
    slice.strides.push_back(opBuilder.getIndexAttr(1));
  }
  return slice;
}

Value LayerBuilder::extractSlice(Value tensor, int64_t dim, OpFoldResult offset,
                                 int64_t size, RankedTensorType type) {
  if (!type) {
    SmallVector<int64_t> shape(shapeOf(tensor));
    shape[dim] = size;
    type = model.tensor(shape, typeOf(tensor).getElementType());
  }
  auto [offsets, sizes, strides] =
      sliceAlong(shapeOf(tensor), dim, offset, size);
  return tensor::ExtractSliceOp::create(opBuilder, loc(), type, tensor, offsets,
                                        sizes, strides);
}

Value LayerBuilder::insertSlice(Value slice, Value tensor, int64_t dim,
                                OpFoldResult offset) {
  auto [offsets, sizes, strides] =
      sliceAlong(shapeOf(tensor), dim, offset, shapeOf(slice)[dim]);
  return tensor::InsertSliceOp::create(opBuilder, loc(), slice, tensor, offsets,
                                       sizes, strides);
}

Value LayerBuilder::slice(Value tensor, int64_t dim, int64_t offset,
                          int64_t size) {
  return extractSlice(tensor, dim, opBuilder.getIndexAttr(offset), size);
}

Value LayerBuilder::pick(Value tensor, int64_t dim, int64_t index) {
  return dropDim(extractSlice(tensor, dim, opBuilder.getIndexAttr(index), 1),
                 dim);
}

// A slice could drop the dimension itself, but which one it drops would not be
// clear where another one has extent 1 as well.
Value LayerBuilder::dropDim(Value tensor, int64_t dim) {
  return tensor::CollapseShapeOp::create(
      opBuilder, loc(), tensor, groupsAround(dim, shapeOf(tensor).size()));
}

Value LayerBuilder::concatenate(int64_t dim, ValueRange tensors) {
  return tensor::ConcatOp::create(opBuilder, loc(), dim, tensors);
}

Value LayerBuilder::flatten(Value tensor) {
  ArrayRef<int64_t> shape = shapeOf(tensor);
  SmallVector<ReassociationIndices> groups(2);
  groups[0].push_back(0);
  for (size_t dim = 1; dim < shape.size(); ++dim)
    groups[1].push_back(dim);
  return tensor::CollapseShapeOp::create(opBuilder, loc(), tensor, groups);
}

Value LayerBuilder::expand(Value tensor, int64_t dim) {
  SmallVector<int64_t> shape(shapeOf(tensor));
  shape.insert(shape.begin() + dim, 1);
  return tensor::ExpandShapeOp::create(
      opBuilder, loc(), model.tensor(shape, typeOf(tensor).getElementType()),
      tensor, groupsAround(dim, shape.size()));
}

Value LayerBuilder::stopGradient(Value value) {
  value.getDefiningOp()->setAttr("skein.stop_gradient",
                                 opBuilder.getUnitAttr());
  return value;
}

Value LayerBuilder::empty(ArrayRef<int64_t> shape, Type type) {
  return tensor::EmptyOp::create(opBuilder, loc(), model.tensor(shape, type),
                                 ValueRange());
}

Value LayerBuilder::filled(ArrayRef<int64_t> shape, double value, Type type) {
  Value tensor = empty(shape, type);
  Type element = typeOf(tensor).getElementType();
  TypedAttr number = isa<FloatType>(element)
                         ? TypedAttr(opBuilder.getFloatAttr(element, value))
                         : opBuilder.getIntegerAttr(element, int64_t(value));
  Value scalar = arith::ConstantOp::create(opBuilder, loc(), number);
  return linalg::FillOp::create(opBuilder, loc(), scalar, tensor).getResult(0);
}

Value LayerBuilder::round(Value tensor) {
  if (typeOf(tensor).getElementType() == element())
    return tensor;
  std::string letters =
      std::string("abcdefgh").substr(0, shapeOf(tensor).size());
  return map(letters + "->" + letters, [](Scalar x) { return x; }, tensor);
}

//===----------------------------------------------------------------------===//
// Model
//===----------------------------------------------------------------------===//

Model::Model(MLIRContext &context, Settings settings)
    : settings(settings), module(ModuleOp::create(UnknownLoc::get(&context))),
      builder(module->getBodyRegion()) {
  context.loadDialect<SkeinDialect, arith::ArithDialect, func::FuncDialect,
                      linalg::LinalgDialect, math::MathDialect, scf::SCFDialect,
                      tensor::TensorDialect>();
}

Type Model::integer() { return builder.getI32Type(); }

Type Model::accumulator() {
  return settings.element.isF64() ? settings.element : builder.getF32Type();
}

RankedTensorType Model::tensor(ArrayRef<int64_t> shape, Type element) {
  int64_t elements = 1;
  for (int64_t extent : shape)
    if (__builtin_mul_overflow(elements, extent, &elements)) {
      if (status.ok())
        status = absl::InvalidArgumentError(absl::StrCat(
            "the model has a tensor of ", absl::StrJoin(shape, "x"),
            " elements; expected less than 2^63"));
      break;
    }
  return RankedTensorType::get(shape, element ? element : settings.element);
}

Layer Model::layer(StringRef name, TypeRange inputs, Write write) {
  Location loc = builder.getUnknownLoc();
  auto function = func::FuncOp::create(builder, loc, name,
                                       builder.getFunctionType(inputs, {}));
  function.setPrivate();
  Block *block = function.addEntryBlock();
  LayerBuilder layer(*this, function);
  Values arguments = llvm::to_vector_of<Value>(block->getArguments());
  Values results = write(layer, arguments);
  func::ReturnOp::create(layer.opBuilder, loc, results);
  function.setType(builder.getFunctionType(block->getArgumentTypes(),
                                           ValueRange(results).getTypes()));
  return layer.layer;
}

absl::StatusOr<OwningOpRef<ModuleOp>> Model::train(ArrayRef<Input> inputs,
                                                   Write loss) {
  auto types = llvm::map_to_vector(
      inputs, [](const Input &input) -> Type { return input.type; });
  Layer written = layer("loss", types, loss);
  declareVariables(written);
  writeStep(written, inputs);
  if (!status.ok())
    return status;
  return std::move(module);
}

void Model::declareVariables(const Layer &loss) {
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(module->getBody());
  uint64_t seed = settings.seed;
  for (const Parameter &parameter : loss.parameters) {
    double number = parameter.initializer.number;
    Attribute first = ZerosAttr::get(builder.getContext());
    if (parameter.initializer.kind == Initializer::Normal)
      first = NormalAttr::get(builder.getContext(), 0, number, seed++);
    else if (parameter.initializer.kind == Initializer::Uniform)
      first = UniformAttr::get(builder.getContext(), -number, number, seed++);
    else if (number != 0)
      first = ConstantAttr::get(builder.getContext(), number);
    VariableOp::create(builder, builder.getUnknownLoc(),
                       builder.getStringAttr(parameter.name),
                       /*slot_of=*/FlatSymbolRefAttr(),
                       /*mesh=*/FlatSymbolRefAttr(),
                       TypeAttr::get(parameter.type), first);
  }
}

void Model::writeStep(const Layer &loss, ArrayRef<Input> inputs) {
  Location loc = builder.getUnknownLoc();
  auto function = cast<func::FuncOp>(loss.function);
  auto types = llvm::map_to_vector(
      inputs, [](const Input &input) -> Type { return input.type; });
  auto names = llvm::map_to_vector(
      inputs, [](const Input &input) -> StringRef { return input.name; });
  Type lossType = function.getResultTypes().front();
  auto named = [&](StringRef name, Attribute value) -> Attribute {
    return builder.getDictionaryAttr(builder.getNamedAttr(name, value));
  };
  Attribute batch = named(batchAttrName, builder.getI64IntegerAttr(0));
  auto step = StepOp::create(
      builder, loc, "train", builder.getFunctionType(types, lossType),
      builder.getStrArrayAttr(names),
      builder.getArrayAttr(SmallVector<Attribute>(inputs.size(), batch)),
      builder.getArrayAttr(named(nameAttrName, builder.getStringAttr("loss"))));
  Block &block = step.getBody().emplaceBlock();
  OpBuilder body = OpBuilder::atBlockEnd(&block);

  Values operands;
  SmallVector<Type> results = {lossType};
  for (const Parameter &parameter : loss.parameters) {
    operands.push_back(
        ReadOp::create(body, loc, parameter.type, parameter.name));
    results.push_back(parameter.type);
  }
  for (Type type : types)
    operands.push_back(block.addArgument(type, loc));
  auto gradients = ValueAndGradOp::create(
      body, loc, results, "loss", operands,
      llvm::to_vector(llvm::seq<int64_t>(0, loss.parameters.size())));
  for (auto [parameter, gradient] :
       llvm::zip_equal(loss.parameters, gradients.getResults().drop_front()))
    ApplyGradientOp::create(body, loc, parameter.name, gradient,
                            cast<OptimizerAttrInterface>(settings.optimizer));
  ReturnOp::create(body, loc, gradients.getResult(0));
}

} // namespace skein::models
