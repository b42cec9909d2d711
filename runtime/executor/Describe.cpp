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
    if (failed(readMesh()) || failed(readVariables()))
      return std::nullopt;
    for (Operation &op : *module.getBody())
      if (isa<StepOp, ProgramOp>(op) &&
          failed(readProgram(cast<FunctionOpInterface>(op))))
        return std::nullopt;
    return std::move(executable);
  }

private:
  /// The mesh that all programs are on.
  LogicalResult readMesh() {
    auto programs = llvm::to_vector(module.getOps<ProgramOp>());
    auto steps = llvm::to_vector(module.getOps<StepOp>());
    if (programs.empty() && steps.empty())
      return emitError(module.getLoc(),
                       "no skein.program and no skein.step to run");
    if (programs.empty())
      return success();
    if (!steps.empty())
      return steps.front().emitOpError("is beside programs; expected either");
    for (ProgramOp program : programs)
      if (program.getMesh() != programs.front().getMesh())
        return program.emitOpError()
               << "is on @" << program.getMesh() << "; expected @"
               << programs.front().getMesh() << ", as the programs before it";
    auto mesh = SymbolTable::lookupNearestSymbolFrom<MeshOp>(
        programs.front(), programs.front().getMeshAttr());
    int64_t devices = 1;
    for (auto [axis, size] :
         llvm::zip_equal(mesh.getAxisNames().getAsValueRange<StringAttr>(),
                         mesh.getAxisSizes())) {
      if (llvm::MulOverflow(devices, size, devices) || devices > maxDevices)
        return mesh.emitOpError()
               << "has more than " << maxDevices << " devices";
      executable.mesh.axes.push_back({axis.str(), size});
    }
    executable.mesh.name = mesh.getSymName().str();
    return success();
  }

  LogicalResult readVariables() {
    for (VariableOp op : module.getOps<VariableOp>()) {
      Variable &variable = executable.variables.emplace_back();
      if (failed(
              readSpec(op, "value", op.getSymName(), op.getType(), variable)))
        return failure();
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

  LogicalResult readProgram(FunctionOpInterface op) {
    Program &program = executable.programs.emplace_back();
    program.name = op.getName().str();
    for (unsigned i = 0; i < op.getNumArguments(); ++i) {
      Input &input = program.inputs.emplace_back();
      if (failed(readSpec(op, "input", argumentName(op, i),
                          op.getArgumentTypes()[i], input)))
        return failure();
      if (auto dim = op.getArgAttrOfType<IntegerAttr>(i, batchAttrName))
        input.batchDim = dim.getInt();
      if (Attribute padding = op.getArgAttr(i, paddingAttrName))
        input.padding = asDouble(padding);
    }
    for (unsigned i = 0; i < op.getNumResults(); ++i) {
      Result &result = program.results.emplace_back();
      auto name = op.getResultAttrOfType<StringAttr>(i, nameAttrName);
      if (failed(readSpec(op, "result",
                          name ? name.str() : "result" + std::to_string(i),
                          op.getResultTypes()[i], result)))
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

  /// `role` and `name` are for messages: input "x".
  LogicalResult readSpec(Operation *op, StringRef role, StringRef name,
                         Type anyType, TensorSpec &spec) {
    auto type = cast<RankedTensorType>(anyType);
    std::optional<DataType> element = dataTypeOf(type.getElementType());
    if (!element)
      return op->emitOpError()
             << role << " \"" << name << "\" has elements of type "
             << type.getElementType()
             << "; expected f64, f32, f16, bf16, i64, i32, i16, i8, i1 or "
                "index";
    spec.name = name.str();
    spec.type = *element;
    spec.localShape.assign(type.getShape().begin(), type.getShape().end());
    for (auto [axis, meshAxis] : llvm::enumerate(executable.mesh.axes)) {
      AxisState state = getAxisState(type, meshAxis.name);
      if (!state.isReplicated() && !state.isSplit())
        return op->emitOpError()
               << role << " \"" << name << "\" is " << toString(state)
               << " along \"" << meshAxis.name
               << "\"; expected replicated or split";
    }
    for (int64_t dim = 0; dim < type.getRank(); ++dim)
      for (StringAttr axis : getSplitAxes(type, dim))
        spec.splits.push_back({axisNumber(axis), dim});
    return success();
  }

  int64_t axisNumber(StringRef name) const {
    auto axis =
        llvm::find_if(executable.mesh.axes, [&](const MeshAxis &candidate) {
          return candidate.name == name;
        });
    return axis - executable.mesh.axes.begin();
  }

  ModuleOp module;
  Executable executable;
};

} // namespace

std::optional<Executable> describe(ModuleOp module) {
  return Describer(module).run();
}

} // namespace skein::runtime
