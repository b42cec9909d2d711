#include "tests/reference/Machine.h"
#include "tests/reference/Optimizers.h"
#include "tests/reference/Random.h"
#include "tests/reference/Tensors.h"

#include "dialect/Distribution.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/TypeSwitch.h"

#include <cmath>
#include <cstring>
#include <set>

using namespace mlir;

namespace skein::reference {
namespace {

InFlightDiagnostic error(Operation *op) {
  return op->emitError("reference interpreter: ");
}

/// The global type of a variable, and what an initialiser that needs no random
/// numbers makes of it. Nothing for the others.
FailureOr<Tensor> initialValue(VariableOp variable, ArrayRef<int64_t> shape) {
  Attribute initializer = variable.getInitializerAttr();
  if (isa_and_nonnull<ZerosAttr>(initializer))
    return Tensor::zeros(shape);
  if (auto constant = dyn_cast_or_null<ConstantAttr>(initializer)) {
    Tensor result = Tensor::zeros(shape);
    for (Scalar &element : result.elements) {
      element.real = constant.getValue();
      element.integer = constant.getValue();
    }
    return result;
  }
  if (isa_and_nonnull<ElementsAttr>(initializer))
    return constantValue(variable, initializer, Rounding::None);
  return failure();
}

/// The block that a variable is of a tensor of the program for one device.
struct Block {
  std::string name;
  SmallVector<int64_t> offset, shape; // of the block; of the tensor

  /// `shapeOfBlock` is that of the variable over all devices.
  Block(VariableOp variable, ArrayRef<int64_t> shapeOfBlock)
      : name(variable.getSymName()), offset(shapeOfBlock.size(), 0),
        shape(shapeOfBlock) {
    if (auto stored = variable->getAttrOfType<StoredAttr>(storedAttrName)) {
      name = stored.getName().str();
      offset.assign(stored.getOffset().begin(), stored.getOffset().end());
      shape.assign(stored.getShape().begin(), stored.getShape().end());
    }
  }

  /// The element of `whole` that is at `index` of the block.
  Scalar &at(Tensor &whole, ArrayRef<int64_t> index) const {
    SmallVector<int64_t> place(index);
    for (size_t dim = 0; dim < place.size(); ++dim)
      place[dim] += offset[dim];
    return whole.at(place);
  }

  Tensor cutFrom(Tensor whole, ArrayRef<int64_t> shapeOfBlock) const {
    Tensor block = Tensor::zeros(shapeOfBlock);
    forEachIndex(shapeOfBlock, [&](ArrayRef<int64_t> index) {
      block.at(index) = at(whole, index);
    });
    return block;
  }
};

/// The scalars of one group of devices on one op with group semantics: from the
/// operand of every member to the result of every member.
std::vector<Tensor> communicate(Operation *op,
                                ArrayRef<const Tensor *> members) {
  size_t count = members.size();
  auto everywhere = [&](const Tensor &value) {
    return std::vector<Tensor>(count, value);
  };
  auto pieces = [&](const Tensor &whole, int64_t dim) {
    std::vector<Tensor> result;
    for (size_t i = 0; i < count; ++i)
      result.push_back(piece(whole, dim, i, count));
    return result;
  };
  Type type = op->getResult(0).getType();
  return llvm::TypeSwitch<Operation *, std::vector<Tensor>>(op)
      .Case([&](AllReduceOp reduce) {
        return everywhere(combine(reduce.getKind(), members, type));
      })
      .Case([&](ReduceOp reduce) {
        Tensor unspecified = Tensor::zeros(members.front()->shape);
        for (Scalar &element : unspecified.elements)
          element.poison = true;
        auto result = everywhere(unspecified);
        result[reduce.getRoot()] = combine(reduce.getKind(), members, type);
        return result;
      })
      .Case([&](BroadcastOp broadcast) {
        return everywhere(*members[broadcast.getRoot()]);
      })
      .Case([&](AllGatherOp gather) {
        return everywhere(concatenate(members, gather.getDim()));
      })
      .Case([&](ReduceScatterOp scatter) {
        return pieces(combine(scatter.getKind(), members, type),
                      scatter.getDim());
      })
      .Case([&](AllToAllOp exchange) {
        return pieces(concatenate(members, exchange.getFrom()),
                      exchange.getTo());
      })
      .Case([&](ShardOp shard) {
        std::vector<Tensor> result;
        for (auto [i, member] : llvm::enumerate(members))
          result.push_back(piece(*member, shard.getDim(), i, count));
        return result;
      })
      .Case([&](AsPartialOp partial) {
        Tensor rest = *members.front();
        llvm::fill(rest.elements, neutral(partial.getKind(), type));
        auto result = everywhere(rest);
        result[0] = *members.front();
        return result;
      })
      .Case([&](StackOp) {
        std::vector<Tensor> result;
        for (const Tensor *member : members) {
          result.push_back(*member);
          result.back().shape.insert(result.back().shape.begin(), 1);
        }
        return result;
      })
      .Case([&](AssumePartialOp) {
        std::vector<Tensor> result;
        for (const Tensor *member : members)
          result.push_back(*member);
        return result;
      })
      .Default([](Operation *) { return std::vector<Tensor>(); });
}

} // namespace

void loadSkein(MLIRContext &context) {
  loadDialects(context);
  context.loadDialect<SkeinDialect>();
}

OwningOpRef<ModuleOp> parseTraining(MLIRContext &context, StringRef text) {
  loadSkein(context);
  return parseSourceString<ModuleOp>(text, &context);
}

Machine::Machine(ModuleOp module, Rounding rounding)
    : Interpreter(module, rounding) {}

Grid Machine::gridOf(FlatSymbolRefAttr mesh) {
  return mesh ? Grid::of(module.lookupSymbol<MeshOp>(mesh)) : Grid();
}

Grid Machine::gridOf(FunctionOpInterface function) {
  auto program = dyn_cast<ProgramOp>(function.getOperation());
  return program ? gridOf(program.getMeshAttr()) : Grid();
}

LogicalResult Machine::initialize(const Variables &given) {
  states.clear();
  for (auto variable : module.getOps<VariableOp>()) {
    Grid grid = gridOf(variable.getMeshAttr());
    auto type = cast<RankedTensorType>(variable.getType());
    SmallVector<int64_t> shape = globalShape(type, grid);
    Block block(variable, shape);
    auto found = given.find(block.name);
    bool isGiven = found != given.end() && found->second.shape == block.shape;
    FailureOr<Tensor> value =
        isGiven ? block.cutFrom(found->second, shape)
        : found == given.end() ? initialValue(variable, shape)
                               : FailureOr<Tensor>(failure());
    if (failed(value) || value->shape != shape)
      return error(variable) << "no first value of this shape";
    states[variable.getSymName().str()].value = dealOut(*value, type, grid);
  }
  return success();
}

FailureOr<std::vector<PerDevice>>
Machine::runLocal(StringRef entry, std::vector<PerDevice> inputs) {
  auto function =
      dyn_cast_or_null<FunctionOpInterface>(module.lookupSymbol(entry));
  if (!function || function.isExternal())
    return error(module) << "nothing to run under the name @" << entry,
           failure();
  if (inputs.size() != function.getNumArguments())
    return error(function) << "run with " << inputs.size() << " inputs",
           failure();
  devices = gridOf(function).devices();
  // A variable without a mesh is the same on every device.
  for (auto &[name, state] : states)
    if (state.value.size() != devices)
      state.value.resize(devices, state.value.front());
  return runIsolated(function.getFunctionBody(), std::move(inputs));
}

FailureOr<std::vector<Tensor>> Machine::run(StringRef entry,
                                            ArrayRef<Tensor> inputs) {
  auto function =
      dyn_cast_or_null<FunctionOpInterface>(module.lookupSymbol(entry));
  if (!function || inputs.size() != function.getNumArguments())
    return error(module) << "no step or program @" << entry << " of "
                         << inputs.size() << " inputs",
           failure();
  Grid grid = gridOf(function);
  std::vector<PerDevice> locals;
  for (auto [input, argument] :
       llvm::zip_equal(inputs, function.getArguments())) {
    auto type = cast<RankedTensorType>(argument.getType());
    if (input.shape != globalShape(type, grid))
      return error(function) << "input " << argument.getArgNumber()
                             << " does not have the global shape of its type",
             failure();
    locals.push_back(dealOut(input, type, grid));
  }
  auto results = runLocal(entry, std::move(locals));
  if (failed(results))
    return failure();
  std::vector<Tensor> globals;
  for (auto [i, result] : llvm::enumerate(*results)) {
    std::string why;
    auto type = cast<RankedTensorType>(function.getResultTypes()[i]);
    std::optional<Tensor> global = globalValue(result, type, grid, why);
    if (!global)
      return error(function)
                 << "result " << i << " has no global value: " << why,
             failure();
    if (llvm::any_of(global->elements, [](auto &x) { return x.poison; }))
      return error(function)
                 << "result " << i << " depends on an element never written",
             failure();
    globals.push_back(std::move(*global));
  }
  return globals;
}

FailureOr<Variables> Machine::variables() {
  Variables result;
  for (auto variable : module.getOps<VariableOp>()) {
    std::string name = variable.getSymName().str(), why;
    PerDevice &local = states[name].value;
    Grid grid = gridOf(variable.getMeshAttr());
    // Without a mesh of its own it is replicated over whichever it ran on.
    if (!variable.getMeshAttr())
      grid = {{"all"}, {static_cast<int64_t>(local.size())}};
    auto global = globalValue(local, cast<RankedTensorType>(variable.getType()),
                              grid, why);
    if (!global)
      return error(variable) << "no global value: " << why, failure();
    if (llvm::any_of(global->elements, [](auto &x) { return x.poison; }))
      return error(variable) << "depends on an element never written",
             failure();
    Block block(variable, global->shape);
    auto [whole, isNew] =
        result.try_emplace(block.name, Tensor::zeros(block.shape));
    if (isNew)
      for (Scalar &element : whole->second.elements)
        element.poison = true; // until a piece has it
    bool agrees = true;
    forEachIndex(global->shape, [&](ArrayRef<int64_t> index) {
      Scalar &element = block.at(whole->second, index);
      const Scalar &own = global->at(index);
      agrees &= element.poison || std::memcmp(&element.real, &own.real,
                                              sizeof(own.real)) == 0;
      element = own;
    });
    if (!agrees)
      return error(variable) << "another piece of \"" << block.name
                             << "\" holds other bits",
             failure();
  }
  for (auto &[name, whole] : result)
    if (llvm::any_of(whole.elements, [](auto &x) { return x.poison; }))
      return error(module) << "no variable holds all of \"" << name << "\"",
             failure();
  return result;
}

/// What skein.random_uniform is documented to be.
static Tensor randomUniform(RandomUniformOp op, ArrayRef<const Tensor *> counters) {
  auto draw = [&](uint64_t first, uint64_t second) {
    uint64_t seed = op.getSeed();
    return philox({uint32_t(first), uint32_t(first >> 32), uint32_t(second),
                   uint32_t(second >> 32)},
                  {uint32_t(seed), uint32_t(seed >> 32)});
  };
  uint64_t counter = counters[0]->elements[0].integer;
  for (const Tensor *next : counters.drop_front()) {
    auto words = draw(next->elements[0].integer, counter);
    counter = words[0] | uint64_t(words[1]) << 32;
  }
  Type element = op.getType().getElementType();
  Tensor result = Tensor::zeros(op.getType().getShape());
  for (auto [index, number] : llvm::enumerate(result.elements)) {
    auto words = draw(index, counter);
    number.real =
        element.isF64()    ? ((words[0] >> 5) * 0x1p26 + (words[1] >> 6)) * 0x1p-53
        : element.isF32()  ? (words[0] >> 8) * 0x1p-24
        : element.isBF16() ? (words[0] >> 24) * 0x1p-8
                           : (words[0] >> 21) * 0x1p-11;
  }
  return result;
}

LogicalResult Machine::evaluateGradient(ValueAndGradOp op, Frame &frame) {
  auto callee = module.lookupSymbol<func::FuncOp>(op.getCallee());
  std::vector<PerDevice> arguments;
  for (Value operand : op.getArguments())
    arguments.push_back(frame[operand]);
  for (PerDevice &argument : arguments)
    for (Tensor &local : argument)
      for (Scalar &element : local.elements)
        element.tangent = 0;

  auto primal = runIsolated(callee.getBody(), arguments);
  if (failed(primal))
    return failure();
  for (auto [result, value] : llvm::zip(op->getResults(), *primal))
    frame[result] = std::move(value);
  auto gradients = op->getResults().take_back(op.getWrt().size());
  for (auto [result, position] : llvm::zip_equal(gradients, op.getWrt())) {
    PerDevice gradient = arguments[position];
    for (int64_t i = 0; i < gradient[0].size(); ++i) {
      for (Tensor &local : arguments[position])
        local.elements[i].tangent = 1;
      auto seeded = runIsolated(callee.getBody(), arguments);
      if (failed(seeded))
        return failure();
      for (unsigned device = 0; device < devices; ++device) {
        gradient[device].elements[i] = {
            (*seeded)[0][device].elements[0].tangent, 0, 0,
            (*seeded)[0][device].elements[0].poison};
        arguments[position][device].elements[i].tangent = 0;
      }
    }
    frame[result] = std::move(gradient);
  }
  return success();
}

namespace {

/// Whether a sparse gradient leaves rows alone that nobody looked up, although
/// a tensor with zeros there would not.
bool isLazy(Attribute optimizer) {
  return llvm::TypeSwitch<Attribute, bool>(optimizer)
      .Case<MomentumAttr, AdamAttr, AdamWAttr>(
          [](auto attr) { return attr.getLazy(); })
      .Default(false);
}

double slotStart(Attribute optimizer) {
  auto adagrad = dyn_cast<AdagradAttr>(optimizer);
  return adagrad ? double(adagrad.getInitialAccumulator()) : 0;
}

} // namespace

LogicalResult Machine::evaluatePairs(SparseGradientOp op, Frame &frame) {
  ArrayRef<int64_t> shape = op.getType().getDense().getShape();
  int64_t rowSize = sizeOf(shape.drop_front());
  PerDevice dense(devices, Tensor::zeros(shape));
  for (auto [where, what] : llvm::zip_equal(op.getIndices(), op.getRows()))
    for (unsigned device = 0; device < devices; ++device) {
      const Tensor &indices = frame[where][device], &rows = frame[what][device];
      for (int64_t place = 0; place < indices.size(); ++place) {
        int64_t row = indices.elements[place].integer;
        for (int64_t i = 0; row >= 0 && row < shape[0] && i < rowSize; ++i) {
          Scalar &sum = dense[device].elements[row * rowSize + i];
          const Scalar &term = rows.elements[place * rowSize + i];
          sum.real += term.real;
          sum.integer = 1;
          sum.poison |= term.poison || indices.elements[place].poison;
        }
      }
    }
  frame[op] = std::move(dense);
  return success();
}

LogicalResult Machine::evaluateUpdate(ApplyGradientOp op, Frame &frame) {
  State &state = states[op.getVariable().str()];
  ++state.updates;
  bool skipsRows = isa<SparseGradientType>(op.getGradient().getType()) &&
                   isLazy(op.getOptimizer());
  if (skipsRows && !op.getGradient().getDefiningOp<SparseGradientOp>())
    return error(op) << "lazy update by rows that are not in sight";
  PerDevice &gradient = frame[op.getGradient()];
  auto variable = module.lookupSymbol<VariableOp>(op.getVariable());
  Type elementType = getElementTypeOrSelf(variable.getType());
  auto slot = [&](StringRef name) -> PerDevice & {
    PerDevice &values = state.slots[name.str()];
    if (values.empty()) {
      Tensor start = Tensor::zeros(gradient[0].shape);
      for (Scalar &element : start.elements)
        element.real = slotStart(op.getOptimizer());
      values.assign(devices, start);
    }
    return values;
  };
  PerDevice &first = slot("first"), &second = slot("second");
  for (unsigned device = 0; device < devices; ++device)
    for (int64_t i = 0; i < gradient[device].size(); ++i) {
      Scalar &weight = state.value[device].elements[i];
      const Scalar &g = gradient[device].elements[i];
      if (skipsRows && g.integer == 0)
        continue;
      Moments moments{first[device].elements[i].real,
                      second[device].elements[i].real};
      std::optional<double> updated = optimizerStep(
          op.getOptimizer(), state.updates, weight.real, g.real, moments);
      if (!updated)
        return error(op) << "unknown optimiser";
      weight = {*updated, 0, 0, weight.poison || g.poison};
      weight = asElementOf(elementType, weight, rounding);
      first[device].elements[i].real = moments.first;
      second[device].elements[i].real = moments.second;
    }
  return success();
}

LogicalResult Machine::evaluateCollective(CollectiveOpInterface op,
                                          Frame &frame) {
  Grid grid = gridOf(op.getMeshAttr());
  SmallVector<StringRef> axes;
  for (Attribute axis : op.getAxesAttr())
    axes.push_back(cast<StringAttr>(axis).getValue());
  PerDevice result(devices);
  for (auto &group : grid.groups(axes)) {
    if (isa<AxisIndexOp, ShardOffsetOp>(op)) {
      auto offset = dyn_cast<ShardOffsetOp>(op.getOperation());
      int64_t unit = offset ? offset.getExtent() : 1;
      for (auto [i, device] : llvm::enumerate(group))
        result[device] =
            Tensor::ofIntegers({}, {static_cast<int64_t>(i) * unit});
      continue;
    }
    const PerDevice &input = frame[op->getOperand(0)];
    std::vector<const Tensor *> members;
    for (unsigned device : group)
      members.push_back(&input[device]);
    std::vector<Tensor> received = communicate(op, members);
    if (received.empty())
      return error(op) << "unknown collective";
    for (auto [device, tensor] : llvm::zip_equal(group, received))
      result[device] = std::move(tensor);
  }
  frame[op->getResult(0)] = std::move(result);
  return success();
}

/// Of each row of `input`, `count` elements of largest absolute value, and their
/// places: the largest that is left, again and again.
static std::vector<Tensor> largestOfRows(const Tensor &input, int64_t count) {
  int64_t rows = input.shape[0], columns = input.shape[1];
  std::vector<Tensor> results(2, Tensor::zeros({rows, count}));
  for (int64_t row = 0; row < rows; ++row) {
    ArrayRef<Scalar> from =
        ArrayRef(input.elements).slice(row * columns, columns);
    std::set<int64_t> taken;
    for (int64_t i = 0; i < count; ++i) {
      int64_t best = -1;
      for (int64_t place = 0; place < columns; ++place) {
        double size = std::abs(from[place].real);
        double bound = best < 0 ? -1 : std::abs(from[best].real);
        if (!taken.count(place) &&
            (size > bound || (std::isnan(size) && !std::isnan(bound))))
          best = place;
      }
      taken.insert(best);
    }
    // One that was never written may be any.
    bool poison = llvm::any_of(from, [](const Scalar &x) { return x.poison; });
    for (auto [i, place] : llvm::enumerate(taken)) {
      Scalar &value = results[0].elements[row * count + i];
      value = from[place];
      value.poison = poison;
      results[1].elements[row * count + i] = {0, 0, place, poison};
    }
  }
  return results;
}

LogicalResult Machine::evaluateOther(Operation *op, Frame &frame) {
  if (auto read = dyn_cast<ReadOp>(op)) {
    frame[read] = states[read.getVariable().str()].value;
    return success();
  }
  if (auto assign = dyn_cast<AssignOp>(op)) {
    states[assign.getVariable().str()].value = frame[assign.getValue()];
    return success();
  }
  if (auto gradient = dyn_cast<ValueAndGradOp>(op))
    return evaluateGradient(gradient, frame);
  if (auto update = dyn_cast<ApplyGradientOp>(op))
    return evaluateUpdate(update, frame);
  if (auto pairs = dyn_cast<SparseGradientOp>(op))
    return evaluatePairs(pairs, frame);
  if (auto collective = dyn_cast<CollectiveOpInterface>(op))
    return evaluateCollective(collective, frame);
  if (isa<FirstOccurrenceOp>(op))
    return onEachDevice(
        op, frame,
        [](ArrayRef<const Tensor *> operands,
           unsigned) -> FailureOr<std::vector<Tensor>> {
          std::map<int64_t, int64_t> first;
          std::vector<int64_t> positions;
          for (const Scalar &element : operands[0]->elements)
            positions.push_back(
                first.emplace(element.integer, positions.size())
                    .first->second);
          return std::vector<Tensor>{
              Tensor::ofIntegers(operands[0]->shape, positions)};
        });
  if (isa<TopKOp>(op))
    return onEachDevice(op, frame,
                        [&](ArrayRef<const Tensor *> operands,
                            unsigned) -> FailureOr<std::vector<Tensor>> {
                          auto type =
                              cast<RankedTensorType>(op->getResultTypes()[0]);
                          return largestOfRows(*operands[0],
                                               type.getDimSize(1));
                        });
  if (auto random = dyn_cast<RandomUniformOp>(op))
    return onEachDevice(op, frame,
                        [&](ArrayRef<const Tensor *> counters,
                            unsigned) -> FailureOr<std::vector<Tensor>> {
                          return std::vector<Tensor>{
                              randomUniform(random, counters)};
                        });
  return Interpreter::evaluateOther(op, frame);
}

} // namespace skein::reference
