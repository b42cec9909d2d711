//===- AnnotateStrategy.cpp - records for all variables -------------------===//
#include "dialect/Skein.h"
#include "passes/Gradients.h"
#include "passes/Passes.h"
#include "passes/StrategyRules.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_ANNOTATESTRATEGYPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

/// What a strategy decides of variables.
struct Preset {
  StringLiteral name;
  /// Where variables live: on servers, everywhere, or on servers if their gradients
  /// are sparse.
  enum Home { OnServers, Everywhere, BySparsity } home;
  /// The number of pieces of the first dimension, or of one chosen by lot.
  enum Pieces { Whole, Even, Uneven, RandomAxis } pieces = Whole;
  Placement placement = Placement::GreedyBytes;
  bool inTurn = false, localCopy = false;

  bool hasServers() const { return home != Everywhere; }
  bool hasGroups() const { return home != OnServers; }
};

constexpr Preset presets[] = {
    {"ps", Preset::OnServers, Preset::Whole, Placement::First},
    {"ps-load-balanced", Preset::OnServers},
    {"partitioned-ps", Preset::OnServers, Preset::Even},
    {"uneven-partitioned-ps", Preset::OnServers, Preset::Uneven},
    {"partitioned-all-reduce", Preset::Everywhere, Preset::Even},
    {"random-axis", Preset::Everywhere, Preset::RandomAxis},
    {"parallax", Preset::BySparsity},
    {"all-reduce", Preset::Everywhere},
    {"distributed-replicated", Preset::OnServers, Preset::Whole, Placement::GreedyBytes,
     /*inTurn=*/true, /*localCopy=*/true},
};

constexpr StringLiteral meshName = "servers";

/// Names of variables.
using Names = llvm::SetVector<StringAttr>;

StringAttr variableOf(Operation *op) {
  return op->getAttrOfType<FlatSymbolRefAttr>("variable").getAttr();
}

Names findVariables(ModuleOp module, function_ref<bool(Operation *)> isMeant) {
  Names names;
  module.walk([&](Operation *op) {
    if (isa<ApplyGradientOp, AssignOp>(op) && isMeant(op))
      names.insert(variableOf(op));
  });
  return names;
}

bool takesRows(Operation *op) {
  auto apply = dyn_cast<ApplyGradientOp>(op);
  return apply && isa<SparseGradientType>(apply.getGradient().getType());
}

/// Whether a branch or a loop reads `value`, or what a call does with it.
bool feedsControlFlow(Value value) {
  for (OpOperand &use : value.getUses()) {
    Operation *user = use.getOwner();
    for (Operation *op = user; op && !isa<FunctionOpInterface>(op); op = op->getParentOp())
      if (isa<RegionBranchOpInterface>(op))
        return true;
    func::FuncOp callee;
    unsigned argument = use.getOperandNumber();
    if (auto call = dyn_cast<func::CallOp>(user))
      callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(user, call.getCalleeAttr());
    else if (auto grad = dyn_cast<ValueAndGradOp>(user); grad && argument < grad.getArguments().size())
      callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(user, grad.getCalleeAttr());
    if (callee && !callee.isExternal() && feedsControlFlow(callee.getArgument(argument)))
      return true;
  }
  return false;
}

struct AnnotateStrategy
    : skein::passes::impl::AnnotateStrategyPassBase<AnnotateStrategy> {
  using AnnotateStrategyPassBase::AnnotateStrategyPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (failed(findPreset()) || failed(checkOptions()) ||
        failed(checkHasSteps(module, getArgument())) || failed(findSparse()) ||
        failed(findServers()))
      return signalPassFailure();
    Names trained = findVariables(module, [](Operation *op) { return isa<ApplyGradientOp>(op); });
    Names written = findVariables(module, [](Operation *) { return true; });
    ServerLoads loads(chosenPlacement(), std::max<int64_t>(numServers, 1));
    GroupCounter groups(chunkSize);
    std::mt19937_64 engine(axisSeed);
    SmallVector<VariableOp> variables(module.getOps<VariableOp>());
    for (VariableOp variable : variables)
      countExisting(variable, loads);
    for (VariableOp variable : variables) {
      StringAttr name = variable.getSymNameAttr();
      // Of workers that do not keep step nobody can say what a variable of all of them is.
      bool isMeant = trained.contains(name) || (written.contains(name) && !keepsStep());
      if (!isMeant || variable.getSlotOf())
        continue;
      if (failed(annotate(variable, trained.contains(name), loads, groups, engine)))
        return signalPassFailure();
    }
  }

private:
  //===--------------------------------------------------------------------===//
  // Options
  //===--------------------------------------------------------------------===//

  InFlightDiagnostic refuse() {
    for (StepOp step : getOperation().getOps<StepOp>())
      return emitError(step.getLoc());
    return emitError(getOperation().getLoc());
  }

  LogicalResult findPreset() {
    for (const Preset &candidate : presets)
      if (candidate.name == preset) {
        chosen = &candidate;
        return success();
      }
    auto names = llvm::map_range(presets, [](const Preset &p) { return p.name; });
    return refuse() << "option preset is \"" << preset << "\"; expected one of "
                    << llvm::join(names, ", ");
  }

  LogicalResult checkOptions() {
    bool onServers = chosen->hasServers();
    // All-reduces are for workers that keep step.
    bool alone = chosen->home == Preset::OnServers;
    bool random = chosen->pieces == Preset::RandomAxis;
    const std::tuple<bool, bool, StringLiteral> uses[] = {
        {servers != -1, onServers, "servers"},
        {placement != Placement::AsPreset, onServers, "placement"},
        {!sync, alone, "sync"},
        {staleness != 0, alone, "staleness"},
        {inTurn, alone, "in-turn"},
        {replicasToAggregate != -1, alone, "replicas-to-aggregate"},
        {initialTokens != -1, alone, "initial-tokens"},
        {localCopy, alone, "local-copy"},
        {copyBelow != 0, alone, "copy-below"},
        {chunkSize != 128, chosen->hasGroups(), "chunk-size"},
        {axisSeed != 0, random, "axis-seed"},
    };
    for (auto [isGiven, isKnown, name] : uses)
      if (isGiven && !isKnown)
        return refuse() << "option " << name << " is not one of preset=" << chosen->name;
    if (servers != -1 && servers < 1)
      return refuse() << "option servers is " << servers.getValue() << "; expected at least 1";
    if (chunkSize < 1)
      return refuse() << "option chunk-size is " << chunkSize.getValue()
                      << "; expected at least 1";
    if (copyBelow < 0)
      return refuse() << "option copy-below is " << copyBelow.getValue()
                      << "; expected at least 0";
    return success();
  }

  Placement chosenPlacement() const {
    return placement == Placement::AsPreset ? chosen->placement : placement.getValue();
  }

  /// Whether workers begin a step together.
  bool keepsStep() const {
    return !chosen->hasServers() || (sync && staleness == 0 && replicasToAggregate == -1 &&
                                     !inTurn && !chosen->inTurn);
  }

  //===--------------------------------------------------------------------===//
  // What there is
  //===--------------------------------------------------------------------===//

  /// The variables whose gradients are sparse. Before differentiation that is decided on a
  /// copy of the module.
  LogicalResult findSparse() {
    bool matters = chosen->home == Preset::BySparsity || localCopy || copyBelow > 0 ||
                   chosen->pieces == Preset::RandomAxis;
    if (!matters)
      return success();
    OwningOpRef<ModuleOp> copy;
    ModuleOp module = getOperation();
    if (module.walk([](ValueAndGradOp) { return WalkResult::interrupt(); }).wasInterrupted()) {
      copy = module.clone();
      PassManager manager(&getContext());
      manager.addPass(createDifferentiatePass());
      // Its remarks belong to the run that is meant.
      ScopedDiagnosticHandler handler(&getContext(), [](Diagnostic &diagnostic) {
        return success(diagnostic.getSeverity() != DiagnosticSeverity::Error);
      });
      if (failed(manager.run(*copy)))
        return failure();
      module = *copy;
    }
    sparse = findVariables(module, takesRows);
    return success();
  }

  /// The mesh of the servers, if the text has one, and how many there are.
  LogicalResult findServers() {
    if (!chosen->hasServers())
      return success();
    numServers = std::max<int64_t>(servers, 1);
    Operation *existing = SymbolTable::lookupSymbolIn(getOperation(), meshName);
    if (!existing)
      return success();
    mesh = dyn_cast<MeshOp>(existing);
    if (!mesh || mesh.getAxisNames().size() != 1)
      return existing->emitError() << "@" << meshName
                                   << " is the name of the servers; expected a skein.mesh of one axis";
    if (servers != -1 && mesh.getNumDevices() != servers)
      return mesh.emitOpError() << "has " << mesh.getNumDevices() << " devices; option servers is "
                                << servers.getValue();
    numServers = mesh.getNumDevices();
    return success();
  }

  void countExisting(VariableOp variable, ServerLoads &loads) {
    auto record = variable->getAttrOfType<ParameterServerAttr>(synchronizationAttrName);
    if (record && mesh && record.getOn() == FlatSymbolRefAttr::get(mesh))
      loads.add(record.getAt().asArrayRef(), bytesOf(variable), elementsOf(variable));
  }

  static int64_t elementsOf(VariableOp variable) {
    return cast<RankedTensorType>(variable.getType()).getNumElements();
  }

  static int64_t bytesOf(VariableOp variable) {
    Type element = getElementTypeOrSelf(variable.getType());
    int64_t bits = element.isIndex() ? 64 : element.getIntOrFloatBitWidth();
    return elementsOf(variable) * llvm::divideCeil(bits, 8);
  }

  bool isInControlFlow(VariableOp variable) {
    return getOperation()
        .walk([&](ReadOp read) {
          return variableOf(read) == variable.getSymNameAttr() && feedsControlFlow(read)
                     ? WalkResult::interrupt()
                     : WalkResult::advance();
        })
        .wasInterrupted();
  }

  //===--------------------------------------------------------------------===//
  // Records
  //===--------------------------------------------------------------------===//

  LogicalResult annotate(VariableOp variable, bool isTrained, ServerLoads &loads,
                         GroupCounter &groups, std::mt19937_64 &engine) {
    bool isSparse = sparse.contains(variable.getSymNameAttr());
    bool onServers = chosen->home == Preset::OnServers ||
                     (chosen->home == Preset::BySparsity && (isSparse || !isTrained));
    SmallVector<int64_t> partition =
        isTrained ? choosePartition(variable, isSparse, engine) : SmallVector<int64_t>();
    int64_t pieces = 1;
    for (int64_t count : partition)
      pieces *= count;
    // A variable that is on servers counts, too: a group is a range of numbers.
    SmallVector<int64_t> numbers = isTrained ? groups.take(pieces) : SmallVector<int64_t>();
    if (variable->hasAttr(synchronizationAttrName))
      return success();
    Builder builder(&getContext());
    if (!onServers) {
      variable->setAttr(synchronizationAttrName,
                        AllReduceAttr::get(&getContext(), GradientReduction::AsOptions,
                                           builder.getDenseI64ArrayAttr(partition),
                                           builder.getDenseI64ArrayAttr(numbers)));
      return success();
    }
    SmallVector<int64_t> at = loads.place(pieces, bytesOf(variable), elementsOf(variable));
    bool copies = chosen->localCopy ||
                  (!isSparse && (localCopy || elementsOf(variable) < copyBelow));
    auto record = ParameterServerAttr::getChecked(
        [&] { return refuse(); }, &getContext(), FlatSymbolRefAttr::get(getMesh()),
        builder.getDenseI64ArrayAttr(at), builder.getDenseI64ArrayAttr(partition), sync.getValue(),
        replicasToAggregate.getValue(), initialTokens.getValue(), staleness.getValue(),
        inTurn || chosen->inTurn, copies);
    if (!record)
      return failure();
    variable->setAttr(synchronizationAttrName, record);
    return success();
  }

  /// One number for each dimension, or none for a whole variable.
  SmallVector<int64_t> choosePartition(VariableOp variable, bool isSparse,
                                       std::mt19937_64 &engine) {
    ArrayRef<int64_t> shape = cast<RankedTensorType>(variable.getType()).getShape();
    int64_t dim = 0, count = 1;
    switch (chosen->pieces) {
    case Preset::Whole:
      return {};
    case Preset::RandomAxis: {
      if (!isSparse) {
        std::optional<int64_t> found = randomDim(shape, engine);
        dim = found.value_or(0);
      }
      count = shape.empty() ? 1 : smallestDivisor(shape[dim]);
      break;
    }
    case Preset::Even:
    case Preset::Uneven: {
      // One server has no use for pieces, and loops had better read whole variables.
      bool isWhole = shape.empty() || (chosen->hasServers() &&
                                       (numServers == 1 || isInControlFlow(variable)));
      if (!isWhole)
        count = chosen->pieces == Preset::Even ? smallestDivisor(shape[0])
                                               : smallestNonDivisor(shape[0]);
      break;
    }
    }
    if (count == 1)
      return {};
    SmallVector<int64_t> partition(shape.size(), 1);
    partition[dim] = count;
    return partition;
  }

  MeshOp getMesh() {
    if (mesh)
      return mesh;
    OpBuilder builder = OpBuilder::atBlockBegin(getOperation().getBody());
    return mesh = MeshOp::create(builder, getOperation().getLoc(), builder.getStringAttr(meshName),
                                 builder.getStrArrayAttr({"server"}),
                                 builder.getDenseI64ArrayAttr(numServers));
  }

  const Preset *chosen = nullptr;
  Names sparse;
  MeshOp mesh;
  int64_t numServers = 0;
};

} // namespace
