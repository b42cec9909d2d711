#include "runtime/executor/Describe.h"
#include "dialect/Distribution.h"
#include "dialect/Skein.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/raw_ostream.h"
#include <cstring>

using namespace mlir;

namespace skein::runtime {
namespace {

/// Devices are threads of one process.
constexpr int64_t maxDevices = 1024;

std::optional<DataType> dataTypeOf(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return parseDataType(text);
}

double asDouble(Attribute number) {
  if (auto real = llvm::dyn_cast<FloatAttr>(number))
    return real.getValueAsDouble();
  return llvm::cast<IntegerAttr>(number).getValue().getSExtValue();
}

/// The elements of a constant as they lie in memory.
std::shared_ptr<HostTensor> readLiteral(DenseElementsAttr constant,
                                        DataType type) {
  auto tensor = std::make_shared<HostTensor>(
      type, Shape(constant.getType().getShape().begin(),
                  constant.getType().getShape().end()));
  std::byte *next = tensor->data();
  auto append = [&](const APInt &bits) {
    std::memcpy(next, bits.getRawData(), byteWidth(type));
    next += byteWidth(type);
  };
  if (isFloat(type))
    for (const APFloat &value : constant.getValues<APFloat>())
      append(value.bitcastToAPInt());
  else
    for (const APInt &value : constant.getValues<APInt>())
      append(value);
  return tensor;
}

Initializer readInitializer(Attribute attribute) {
  using Kind = InitializerKind;
  return llvm::TypeSwitch<Attribute, Initializer>(attribute)
      .Case([](ZerosAttr) { return Initializer{Kind::Zeros}; })
      .Case([](ConstantAttr constant) {
        return Initializer{Kind::Constant, constant.getValue()};
      })
      .Case([](UniformAttr uniform) {
        return Initializer{Kind::Uniform, uniform.getLow(), uniform.getHigh(),
                           uniform.getSeed()};
      })
      .Case([](NormalAttr normal) {
        return Initializer{Kind::Normal, normal.getMean(), normal.getStddev(),
                           normal.getSeed()};
      })
      .Case([](GlorotUniformAttr glorot) {
        return Initializer{Kind::GlorotUniform, 0, 0, glorot.getSeed()};
      })
      .Case([](HeNormalAttr he) {
        return Initializer{Kind::HeNormal, 0, 0, he.getSeed()};
      });
}

class Describer {
public:
  explicit Describer(ModuleOp module) : module(module) {}

  std::optional<Executable> run() {
    if (failed(readMeshes()) || failed(readVariables()) ||
        failed(readAccumulators()) || failed(readQueues()) ||
        failed(readChannels()))
      return std::nullopt;
    for (Operation &op : *module.getBody())
      if (isa<StepOp, ProgramOp>(op) &&
          failed(readProgram(cast<FunctionOpInterface>(op))))
        return std::nullopt;
    return std::move(executable);
  }

private:
  /// That of the main programs first.
  LogicalResult readMeshes() {
    auto programs = llvm::to_vector(module.getOps<ProgramOp>());
    auto steps = llvm::to_vector(module.getOps<StepOp>());
    if (programs.empty() && steps.empty())
      return emitError(module.getLoc(),
                       "no skein.program and no skein.step to run");
    if (programs.empty())
      return success();
    if (!steps.empty())
      return steps.front().emitOpError("is beside programs; expected either");
    ProgramOp first;
    for (ProgramOp program : programs) {
      if (program.getBeside())
        continue;
      if (!first)
        first = program;
      if (program.getMesh() != first.getMesh())
        return program.emitOpError()
               << "is on @" << program.getMesh() << "; expected @"
               << first.getMesh() << ", as the programs before it";
    }
    for (MeshOp op : module.getOps<MeshOp>()) {
      bool isMain = op.getSymName() == first.getMesh();
      Mesh &mesh =
          isMain ? executable.mesh : executable.furtherMeshes.emplace_back();
      if (failed(readMesh(op, mesh)))
        return failure();
      meshNumbers[op.getSymNameAttr()] =
          isMain ? 0 : executable.furtherMeshes.size();
    }
    return success();
  }

  LogicalResult readMesh(MeshOp op, Mesh &mesh) {
    int64_t devices = 1;
    for (auto [axis, size] :
         llvm::zip_equal(op.getAxisNames().getAsValueRange<StringAttr>(),
                         op.getAxisSizes())) {
      if (llvm::MulOverflow(devices, size, devices) || devices > maxDevices)
        return op.emitOpError() << "has more than " << maxDevices << " devices";
      mesh.axes.push_back({axis.str(), size});
    }
    mesh.name = op.getSymName().str();
    return success();
  }

  /// 0, that of the main programs, if there is no name.
  int64_t meshNumber(FlatSymbolRefAttr name) const {
    return name ? meshNumbers.lookup(name.getAttr()) : 0;
  }

  /// The devices of a mesh that have these coordinates, in ascending order.
  std::vector<int64_t> devicesAt(int64_t mesh,
                                 DictionaryAttr coordinates) const {
    const Mesh &own = executable.meshNumber(mesh);
    std::vector<int64_t> devices;
    for (int64_t device = 0; device < own.deviceCount(); ++device) {
      bool isThere = true;
      for (auto [axis, meshAxis] : llvm::enumerate(own.axes))
        if (coordinates)
          if (auto at = coordinates.getAs<IntegerAttr>(meshAxis.name))
            isThere &= at.getInt() == own.coordinate(device, axis);
      if (isThere)
        devices.push_back(device);
    }
    return devices;
  }

  DevicePlace placeOf(FlatSymbolRefAttr mesh,
                      DictionaryAttr coordinates) const {
    int64_t number = meshNumber(mesh);
    return {number, devicesAt(number, coordinates).front()};
  }

  LogicalResult readVariables() {
    llvm::DenseSet<StringRef> pulled;
    module.walk([&](PullOp pull) { pulled.insert(pull.getVariable()); });
    module.walk([&](PullRowsOp pull) { pulled.insert(pull.getVariable()); });
    for (VariableOp op : module.getOps<VariableOp>()) {
      Variable &variable = executable.variables.emplace_back();
      variable.mesh = meshNumber(op.getMeshAttr());
      if (op.getCoordinates())
        variable.devices = devicesAt(variable.mesh, op.getCoordinatesAttr());
      variable.isPulled = pulled.contains(op.getSymName());
      if (failed(readSpec(op, "value", op.getSymName(), op.getType(),
                          variable.mesh, variable)))
        return failure();
      if (auto whole = op->getAttrOfType<StoredAttr>(storedAttrName))
        variable.part = {whole.getName().str(), whole.getShape().vec(),
                         whole.getOffset().vec()};
      if (op.getSlotOf())
        variable.slotOf = op.getSlotOf()->str();
      Attribute initializer = op.getInitializerAttr();
      if (auto constant = dyn_cast_if_present<DenseElementsAttr>(initializer)) {
        // The constant has the shape of one device's piece.
        if (!variable.splits.empty())
          return op.emitOpError(
              "is split and starts as a constant; expected an initialiser");
        variable.initializer = {InitializerKind::Literal, 0, 0, 0,
                                readLiteral(constant, variable.type)};
      } else if (isa_and_present<ElementsAttr>(initializer)) {
        return op.emitOpError("starts as a constant that is not dense");
      } else if (initializer) {
        variable.initializer = readInitializer(initializer);
      } else {
        variable.initializer.kind = InitializerKind::None;
      }
    }
    return success();
  }

  LogicalResult readAccumulators() {
    for (AccumulatorOp op : module.getOps<AccumulatorOp>()) {
      AccumulatorSpec &spec = executable.accumulators.emplace_back();
      spec.name = op.getSymName().str();
      auto variable =
          llvm::find_if(executable.variables, [&](const Variable &v) {
            return v.name == op.getVariable();
          });
      spec.home = {variable->mesh, variable->devices.front()};
      spec.type = variable->type;
      spec.shape = variable->localShape;
      if (op.getRows())
        spec.rows = RowsSpec{static_cast<int64_t>(*op.getRows())};
      spec.order = op.getOrder() == AccumulationOrder::Index
                       ? ContributionOrder::Index
                       : ContributionOrder::Arrival;
      spec.mesh = meshNumber(op.getMeshAttr());
      readContributors(op, spec);
    }
    return success();
  }

  /// Of devices that differ along other axes than those of `op`, the first
  /// pushes.
  void readContributors(AccumulatorOp op, AccumulatorSpec &spec) {
    const Mesh &mesh = executable.meshNumber(spec.mesh);
    AxisSet axes = 0;
    for (StringRef axis : op.getAxes().getAsValueRange<StringAttr>())
      axes |= AxisSet(1) << axisNumber(axis, mesh);
    for (int64_t device = 0; device < mesh.deviceCount(); ++device) {
      std::vector<int64_t> group = mesh.group(device, axes);
      bool isFirst = mesh.group(device, ~axes).front() == device;
      spec.contributorOf.push_back(
          isFirst ? llvm::find(group, device) - group.begin() : -1);
      spec.contributors = group.size();
    }
  }

  LogicalResult readQueues() {
    for (QueueOp op : module.getOps<QueueOp>()) {
      QueueSpec &spec = executable.queues.emplace_back();
      TensorSpec element;
      if (failed(readSpec(op, "element", op.getSymName(), op.getType(), 0,
                          element)))
        return failure();
      spec.name = element.name;
      spec.type = element.type;
      spec.shape = element.localShape;
      if (op.getMeshAttr())
        spec.home = placeOf(op.getMeshAttr(), op.getCoordinatesAttr());
      if (op.getCapacity())
        spec.capacity = *op.getCapacity();
      spec.initial = op.getInitial().value_or(0);
      if (op.getFamilyAttr()) {
        spec.perMesh = meshNumber(op.getFamilyAttr());
        spec.elements = executable.meshNumber(*spec.perMesh).deviceCount();
      }
    }
    return success();
  }

  LogicalResult readChannels() {
    for (ChannelOp op : module.getOps<ChannelOp>()) {
      ChannelSpec &spec = executable.channels.emplace_back();
      auto source = cast<ProgramOp>(
          SymbolTable::lookupSymbolIn(module, op.getSourceAttr()));
      auto target = cast<ProgramOp>(
          SymbolTable::lookupSymbolIn(module, op.getTargetAttr()));
      spec.name = op.getSymName().str();
      spec.mesh = meshNumber(source.getMeshAttr());
      auto type = cast<RankedTensorType>(op.getType());
      std::optional<DataType> element =
          readElementType(op, "message", spec.name, type);
      if (!element)
        return failure();
      spec.type = *element;
      spec.shape.assign(type.getShape().begin(), type.getShape().end());
      spec.capacity = op.getCapacity();
      spec.sources = devicesAt(spec.mesh, source.getCoordinatesAttr());
      spec.targets = devicesAt(spec.mesh, target.getCoordinatesAttr());
    }
    return success();
  }

  /// What only programs have, in contrast to steps.
  void readRole(ProgramOp op, Program &program) {
    program.mesh = meshNumber(op.getMeshAttr());
    if (op.getCoordinates())
      program.devices = devicesAt(program.mesh, op.getCoordinatesAttr());
    if (op.getBeside())
      program.beside = op.getBeside()->str();
    program.times = op.getTimes();
    program.repeatsWhile = !op.getBody().getOps<RepeatWhileOp>().empty();
    for (auto [axis, meshAxis] :
         llvm::enumerate(executable.meshNumber(program.mesh).axes))
      if (op.isIndependent(meshAxis.name))
        program.independentAxes |= AxisSet(1) << axis;
  }

  /// Devices that go their own way have a part of every batch.
  void splitBatch(const Program &program, Input &input) {
    std::vector<Split> splits;
    for (size_t axis = 0;
         axis < executable.meshNumber(program.mesh).axes.size(); ++axis)
      if (program.independentAxes >> axis & 1)
        splits.push_back({static_cast<int64_t>(axis), *input.batchDim});
    input.splits.insert(input.splits.begin(), splits.begin(), splits.end());
  }

  LogicalResult readProgram(FunctionOpInterface op) {
    Program &program = executable.programs.emplace_back();
    program.name = op.getName().str();
    if (auto distributed = dyn_cast<ProgramOp>(op.getOperation()))
      readRole(distributed, program);
    if (program.mesh != 0 && op.getNumArguments() > 0)
      return op->emitOpError()
             << "has inputs and is on @"
             << executable.meshNumber(program.mesh).name << "; expected it on @"
             << executable.mesh.name << ", whose devices get data";
    for (unsigned i = 0; i < op.getNumArguments(); ++i) {
      Input &input = program.inputs.emplace_back();
      if (failed(readSpec(op, "input", argumentName(op, i),
                          op.getArgumentTypes()[i], program.mesh, input)))
        return failure();
      if (auto dim = op.getArgAttrOfType<IntegerAttr>(i, batchAttrName)) {
        input.batchDim = dim.getInt();
        splitBatch(program, input);
      }
      if (Attribute padding = op.getArgAttr(i, paddingAttrName))
        input.padding = asDouble(padding);
    }
    for (unsigned i = 0; i < op.getNumResults(); ++i) {
      Result &result = program.results.emplace_back();
      auto name = op.getResultAttrOfType<StringAttr>(i, nameAttrName);
      if (failed(readSpec(op, "result",
                          name ? name.str() : "result" + std::to_string(i),
                          op.getResultTypes()[i], program.mesh, result)))
        return failure();
      result.isTotal = static_cast<bool>(op.getResultAttr(i, totalAttrName));
    }
    return success();
  }

  static StringRef argumentName(FunctionOpInterface op, unsigned index) {
    if (auto step = dyn_cast<StepOp>(op.getOperation()))
      return step.getArgumentName(index);
    return cast<ProgramOp>(op.getOperation()).getArgumentName(index);
  }

  static std::optional<DataType> readElementType(Operation *op, StringRef role,
                                                 StringRef name,
                                                 RankedTensorType type) {
    std::optional<DataType> element = dataTypeOf(type.getElementType());
    if (!element)
      op->emitOpError()
          << role << " \"" << name << "\" has elements of type "
          << type.getElementType()
          << "; expected f64, f32, f16, bf16, i64, i32, i16, i8, i1 or index";
    return element;
  }

  /// `role` and `name` are for messages: input "x".
  LogicalResult readSpec(Operation *op, StringRef role, StringRef name,
                         Type anyType, int64_t meshNumber, TensorSpec &spec) {
    const Mesh &mesh = executable.meshNumber(meshNumber);
    auto type = cast<RankedTensorType>(anyType);
    std::optional<DataType> element = readElementType(op, role, name, type);
    if (!element)
      return failure();
    spec.name = name.str();
    spec.type = *element;
    spec.localShape.assign(type.getShape().begin(), type.getShape().end());
    for (auto [axis, meshAxis] : llvm::enumerate(mesh.axes)) {
      AxisState state = getAxisState(type, meshAxis.name);
      if (!state.isReplicated() && !state.isSplit())
        return op->emitOpError()
               << role << " \"" << name << "\" is " << toString(state)
               << " along \"" << meshAxis.name
               << "\"; expected replicated or split";
    }
    for (int64_t dim = 0; dim < type.getRank(); ++dim)
      for (StringAttr axis : getSplitAxes(type, dim))
        spec.splits.push_back({axisNumber(axis, mesh), dim});
    return success();
  }

  static int64_t axisNumber(StringRef name, const Mesh &mesh) {
    auto axis = llvm::find_if(mesh.axes, [&](const MeshAxis &candidate) {
      return candidate.name == name;
    });
    return axis - mesh.axes.begin();
  }

  ModuleOp module;
  Executable executable;
  llvm::DenseMap<StringAttr, int64_t> meshNumbers;
};

} // namespace

std::optional<Executable> describe(ModuleOp module) {
  return Describer(module).run();
}

} // namespace skein::runtime
