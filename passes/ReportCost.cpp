//===- ReportCost.cpp - parameters, operations, bytes, activations --------===//
#include "dialect/Skein.h"
#include "passes/InlineCalls.h"
#include "passes/Kernels.h"
#include "passes/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_REPORTCOSTPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

using passes::Kernel;
using passes::Kernels;

enum Phase { Forward, Backward, Update };
constexpr StringLiteral phaseNames[] = {"forward", "backward", "update"};

struct Cost {
  int64_t flops = 0, contractionFlops = 0, bytes = 0;

  void add(const Kernel &kernel) {
    flops += kernel.flops;
    contractionFlops += kernel.contractionFlops;
    bytes += kernel.bytes;
  }
  void add(const Cost &other) {
    flops += other.flops;
    contractionFlops += other.contractionFlops;
    bytes += other.bytes;
  }
};

/// All calls of a function in one phase.
struct Row {
  StringRef name;
  Phase phase;
  int64_t calls, parameters, activationBytes;
  Cost cost;
};

struct Report {
  std::string entry;
  int64_t parameters = 0, parameterBytes = 0, optimizerBytes = 0,
          activationBytes = 0;
  Cost phases[3];
  std::vector<Row> rows;
};

int64_t elementsOf(Type type) {
  return cast<RankedTensorType>(type).getNumElements();
}

/// Whether `count` calls that cost `cost` cost less than 2^63 of everything.
bool multiply(Cost &cost, int64_t count) {
  return !__builtin_mul_overflow(cost.flops, count, &cost.flops) &&
         !__builtin_mul_overflow(cost.contractionFlops, count,
                                 &cost.contractionFlops) &&
         !__builtin_mul_overflow(cost.bytes, count, &cost.bytes);
}

/// Counts what one entry of a module costs, whose gradients and optimisers are
/// expanded.
class CostCounter {
public:
  CostCounter(ModuleOp module, FunctionOpInterface entry)
      : symbols(module), entry(entry) {}

  FailureOr<Report> count() {
    if (failed(findCallsOfEntry()) || failed(findOtherCalls()))
      return failure();
    findParameters();
    for (auto [value, times] : keptAtEntry)
      keep(value, times);
    for (auto &[key, calls] : callsOf)
      if (failed(addRow(key.first, Phase(key.second), calls)))
        return failure();
    llvm::stable_sort(report.rows, [](const Row &a, const Row &b) {
      return a.phase < b.phase;
    });
    report.entry = cast<SymbolOpInterface>(*entry).getName().str();
    return std::move(report);
  }

private:
  using Key = std::pair<Operation *, int>; // function and phase

  func::FuncOp calleeOf(Operation &op) {
    auto call = dyn_cast<func::CallOp>(op);
    return call ? symbols.lookup<func::FuncOp>(call.getCallee()) : nullptr;
  }

  static Block &bodyOf(Operation *function) {
    return function->getRegion(0).front();
  }

  static bool isBackwardHalf(func::FuncOp function) {
    return function && function->hasAttr("skein.forward");
  }

  bool callsBackwardHalf(Operation &op) {
    return op
        .walk([&](func::CallOp call) {
          return isBackwardHalf(calleeOf(*call)) ? WalkResult::interrupt()
                                                 : WalkResult::advance();
        })
        .wasInterrupted();
  }

  /// Whether `op` is a loop over micro-batches.
  bool hasBothHalves(Operation &op) {
    bool hasForwardHalf = false;
    op.walk([&](func::CallOp call) {
      hasForwardHalf |= !isBackwardHalf(calleeOf(*call));
    });
    return isa<PipelineOp>(op) ||
           (isa<scf::ForOp>(op) && hasForwardHalf && callsBackwardHalf(op));
  }

  static int64_t iterationsOf(Operation &loop) {
    if (auto pipeline = dyn_cast<PipelineOp>(loop))
      return pipeline.getMicroBatches();
    return *passes::iterationsOf(cast<scf::ForOp>(loop));
  }

  using Phases = DenseMap<Operation *, Phase>;

  /// What the ops of a block of the entry belong to.
  ///
  /// Where the backward half is a call, the update is all that depends on its
  /// results, and what neither a call nor a result needs. Where the call is
  /// inlined, forward is what the reported results need, the update is what is
  /// assigned or does not depend on the inputs, and the rest is backward.
  Phases phasesOf(Block &block) {
    bool isInlined = llvm::none_of(
        block, [&](Operation &op) { return isBackwardHalf(calleeOf(op)); });
    DenseSet<Value> behind, onInputs(block.args_begin(), block.args_end());
    for (Operation &op : block) {
      SmallVector<Value> read = skein::passes::valuesReadBy(&op);
      auto dependsOn = [&](const DenseSet<Value> &values) {
        return llvm::any_of(
            read, [&](Value value) { return values.contains(value); });
      };
      if (callsBackwardHalf(op) || dependsOn(behind))
        behind.insert(op.result_begin(), op.result_end());
      if (dependsOn(onInputs))
        onInputs.insert(op.result_begin(), op.result_end());
    }

    Phases phases;
    DenseSet<Operation *> needed;
    for (Operation &op : llvm::reverse(block)) {
      for (OpOperand &use : op.getUses()) {
        Operation *user = block.findAncestorOpInBlock(*use.getOwner());
        bool isRoot = user == block.getTerminator()
                          ? !isInlined || !behind.contains(use.get())
                          : !isInlined && calleeOf(*user);
        if (isRoot || needed.contains(user))
          needed.insert(&op);
      }
      auto any = [&](auto &&values, const DenseSet<Value> &among) {
        return llvm::any_of(values,
                            [&](Value value) { return among.contains(value); });
      };
      bool isAssigned = llvm::any_of(op.getUsers(), llvm::IsaPred<AssignOp>);
      if (callsBackwardHalf(op))
        phases[&op] = Backward;
      else if (!any(op.getResults(), behind) &&
               (calleeOf(op) || needed.contains(&op)))
        phases[&op] = Forward;
      else
        phases[&op] =
            !isInlined || isAssigned || !any(op.getResults(), onInputs)
                ? Update
                : Backward;
    }
    return phases;
  }

  LogicalResult findCallsOfEntry() { return readEntry(bodyOf(entry), 1); }

  /// Counts a block of the entry that runs `times`.
  LogicalResult readEntry(Block &block, int64_t times) {
    FailureOr<Kernels> kernels = passes::findKernels(block);
    if (failed(kernels))
      return failure();
    Phases phases = phasesOf(block);
    llvm::SetVector<Value> kept;
    for (Operation &op : block) {
      if (hasBothHalves(op)) {
        int64_t rounds;
        if (__builtin_mul_overflow(times, iterationsOf(op), &rounds))
          return op.emitOpError("makes more than 2^63 calls");
        if (failed(readEntry(op.getRegion(0).front(), rounds)))
          return failure();
        continue;
      }
      Phase phase = phases[&op];
      FailureOr<Calls> calls = callsOfOp(op);
      if (failed(calls))
        return failure();
      for (auto [callee, count] : *calls) {
        int64_t &all =
            callsOf[{callee, isBackwardHalf(callee) ? Backward : phase}];
        if (__builtin_mul_overflow(count, times, &count) ||
            __builtin_add_overflow(all, count, &all))
          return op.emitOpError("makes more than 2^63 calls");
      }
      FailureOr<Cost> cost = costOfOp(op, *kernels);
      if (failed(cost))
        return failure();
      if (!multiply(*cost, times))
        return op.emitOpError("costs more than 2^63 operations or bytes");
      if (cost->bytes != 0 || cost->flops != 0) {
        callsOf[{entry, phase}] = 1;
        costOfEntry[phase].add(*cost);
      }
      if (phase == Backward)
        for (Value value : skein::passes::valuesReadBy(&op))
          if (Value source = forwardResult(value, phases))
            kept.insert(source);
    }
    for (Value value : kept) {
      keptAtEntry.push_back({value, heldAtOnce(value)});
      if (value.getDefiningOp<ReceiveOp>())
        callsOf[{entry, Forward}] = 1;
    }
    return success();
  }

  /// For how many micro-batches a pipeline keeps `value` at the same time: from
  /// its action to the last one that uses it.
  static int64_t heldAtOnce(Value value) {
    auto pipeline = dyn_cast<PipelineOp>(value.getParentBlock()->getParentOp());
    Operation *producer = value.getDefiningOp();
    if (!pipeline || !producer)
      return 1;
    SmallVector<ActionOp> actions = pipeline.getActions();
    auto actionOf = [&](Operation *op) {
      op = pipeline.getBody().front().findAncestorOpInBlock(*op);
      auto behind = llvm::find_if(actions, [&](ActionOp action) {
        return op->isBeforeInBlock(action);
      });
      return unsigned(behind - actions.begin()) - 1;
    };
    DenseSet<unsigned> users;
    for (Operation *user : value.getUsers())
      users.insert(actionOf(user));
    users.erase(actionOf(producer));
    std::vector<size_t> left(pipeline.getMicroBatches(), users.size());
    int64_t held = 0, most = 0;
    for (PipelineOp::Entry entry : pipeline.getEntries()) {
      held += entry.action == actionOf(producer);
      most = std::max(most, held);
      if (users.contains(entry.action))
        held -= --left[entry.microBatch] == 0;
    }
    return users.empty() ? 1 : most;
  }

  /// The result of a call or loop of the forward phase, or the input of a
  /// stage, that `value` is, or is a slice of; null if there is none.
  Value forwardResult(Value value, const Phases &phases) {
    while (auto slice = value.getDefiningOp<tensor::ExtractSliceOp>())
      value = slice.getSource();
    Operation *producer = value.getDefiningOp();
    if (isa_and_nonnull<ReceiveOp>(producer)) {
      while (producer && !isa<ActionOp>(producer))
        producer = producer->getPrevNode();
      auto action = dyn_cast_or_null<ActionOp>(producer);
      return action && action.getKind() == ActionKind::Forward ? value
                                                               : Value();
    }
    auto phase = phases.find(producer);
    bool isForward = phase != phases.end() && phase->second == Forward;
    return isForward && (calleeOf(*producer) || isa<scf::ForOp>(producer))
               ? value
               : Value();
  }

  /// Functions and how often they are called.
  using Calls = SmallVector<std::pair<func::FuncOp, int64_t>>;

  /// The calls of one op: itself, or those of the iterations of a loop.
  FailureOr<Calls> callsOfOp(Operation &op) {
    if (func::FuncOp callee = calleeOf(op))
      return Calls{{callee, 1}};
    if (!isa<scf::ForOp, PipelineOp>(op))
      return Calls();
    auto loop = dyn_cast<scf::ForOp>(op);
    if (loop && failed(passes::iterationsOf(loop)))
      return failure();
    FailureOr<Calls> calls = callsOfBlock(op.getRegion(0).front());
    if (failed(calls))
      return failure();
    for (auto &[callee, times] : *calls)
      if (__builtin_mul_overflow(times, iterationsOf(op), &times))
        return op.emitOpError("makes more than 2^63 calls");
    return calls;
  }

  FailureOr<Calls> callsOfBlock(Block &block) {
    Calls all;
    for (Operation &op : block) {
      FailureOr<Calls> calls = callsOfOp(op);
      if (failed(calls))
        return failure();
      llvm::append_range(all, *calls);
    }
    return all;
  }

  /// The cost of the kernel that `op` ends, or of the iterations of a loop.
  FailureOr<Cost> costOfOp(Operation &op, const Kernels &kernels) {
    Cost cost;
    if (auto kernel = kernels.byOp.find(&op); kernel != kernels.byOp.end())
      cost.add(kernel->second);
    auto loop = dyn_cast<scf::ForOp>(op);
    if (!loop)
      return cost;
    FailureOr<Cost> iteration = costOfBlock(*loop.getBody());
    if (failed(iteration))
      return failure();
    if (!multiply(*iteration, *passes::iterationsOf(loop)))
      return loop.emitOpError("costs more than 2^63 operations or bytes");
    return iteration;
  }

  FailureOr<Cost> costOfBlock(Block &block) {
    FailureOr<Kernels> kernels = passes::findKernels(block);
    if (failed(kernels))
      return failure();
    Cost all;
    for (Operation &op : block) {
      FailureOr<Cost> cost = costOfOp(op, *kernels);
      if (failed(cost))
        return failure();
      all.add(*cost);
    }
    return all;
  }

  /// Goes on from the calls at the entry, callers before callees.
  LogicalResult findOtherCalls() {
    SmallVector<Operation *> roots;
    for (auto &[key, calls] : callsOf)
      roots.push_back(key.first);
    roots.push_back(entry);
    for (Operation *root : roots)
      if (failed(visit(root)))
        return failure();
    for (Operation *function : llvm::reverse(calleesFirst)) {
      if (function == entry)
        continue;
      for (auto [callee, times] : callsIn[function])
        for (int phase : {Forward, Backward, Update})
          if (auto found = callsOf.find({function, phase});
              found != callsOf.end()) {
            int64_t more;
            if (__builtin_mul_overflow(found->second, times, &more) ||
                __builtin_add_overflow(more, callsOf[{callee, phase}], &more))
              return function->emitOpError("makes more than 2^63 calls");
            callsOf[{callee, phase}] = more;
          }
    }
    return success();
  }

  LogicalResult visit(Operation *function) {
    auto [state, isNew] = visited.try_emplace(function, false);
    if (!isNew) {
      if (!state->second)
        return function->emitOpError(
            "calls itself; expected functions that do not");
      return success();
    }
    if (!llvm::hasSingleElement(function->getRegion(0)))
      return function->emitOpError("has no body of one block");
    FailureOr<Calls> calls = callsOfBlock(bodyOf(function));
    if (failed(calls))
      return failure();
    for (auto [callee, times] : *calls)
      if (failed(visit(callee)))
        return failure();
    callsIn[function] = std::move(*calls);
    visited[function] = true;
    calleesFirst.push_back(function);
    return success();
  }

  /// Which arguments of functions are variables, or slices of them.
  void findParameters() {
    DenseSet<Value> variables;
    auto passOn = [&](Operation *op) {
      auto slice = dyn_cast<tensor::ExtractSliceOp>(op);
      if (isa<ReadOp>(op) || (slice && variables.contains(slice.getSource())))
        variables.insert(op->getResult(0));
      if (func::FuncOp callee = calleeOf(*op))
        for (auto [operand, argument] :
             llvm::zip(op->getOperands(), bodyOf(callee).getArguments()))
          if (variables.contains(operand) && variables.insert(argument).second)
            parametersOf[callee] += elementsOf(argument.getType());
    };
    for (Operation *function : llvm::reverse(calleesFirst))
      bodyOf(function).walk(passOn);
  }

  /// Counts `value` for the function whose op computes it, `times` over. What a
  /// loop stacks is counted where an iteration has it from.
  void keep(Value value, int64_t times = 1) {
    Operation *op = value.getDefiningOp();
    if (func::FuncOp callee = op ? calleeOf(*op) : nullptr) {
      Value result = bodyOf(callee).getTerminator()->getOperand(
          cast<OpResult>(value).getResultNumber());
      if (result.getDefiningOp()) // else an argument, which the caller has
        keep(result, times);
      return;
    }
    if (auto loop = dyn_cast_or_null<scf::ForOp>(op)) {
      unsigned number = cast<OpResult>(value).getResultNumber();
      auto insert = loop.getYieldedValues()[number]
                        .getDefiningOp<tensor::InsertSliceOp>();
      if (insert && insert.getDest() == loop.getRegionIterArg(number))
        return keep(insert.getSource(), times * *passes::iterationsOf(loop));
    }
    Operation *holder = value.getParentBlock()->getParentOp();
    if (!isa<FunctionOpInterface>(holder))
      holder = holder->getParentOfType<FunctionOpInterface>();
    activationsOf[holder] += times * *passes::bytesOf(holder, value.getType());
  }

  LogicalResult addRow(Operation *function, Phase phase, int64_t calls) {
    Cost cost = costOfEntry[phase];
    if (function != entry) {
      auto [known, isNew] = costOf.try_emplace(function);
      if (isNew) {
        FailureOr<Cost> once = costOfBlock(bodyOf(function));
        if (failed(once))
          return failure();
        known->second = *once;
      }
      cost = known->second;
    }
    if (!multiply(cost, calls))
      return function->emitOpError(
          "costs more than 2^63 operations or bytes in all of its calls");
    report.phases[phase].add(cost);
    int64_t kept = phase == Forward ? activationsOf.lookup(function) : 0;
    report.activationBytes += kept;
    report.rows.push_back({SymbolTable::getSymbolName(function).getValue(),
                           phase, calls, parametersOf.lookup(function), kept,
                           cost});
    return success();
  }

  SymbolTable symbols;
  FunctionOpInterface entry;
  Report report;
  Cost costOfEntry[3];
  /// Of the forward phase, read by the backward one, and for how many
  /// micro-batches at once.
  SmallVector<std::pair<Value, int64_t>> keptAtEntry;
  llvm::MapVector<Key, int64_t> callsOf;
  llvm::MapVector<Operation *, bool> visited; // true: and all its callees
  SmallVector<Operation *> calleesFirst;
  DenseMap<Operation *, SmallVector<std::pair<func::FuncOp, int64_t>>> callsIn;
  DenseMap<Operation *, int64_t> parametersOf, activationsOf;
  DenseMap<Operation *, Cost> costOf;
};

void printTable(const Report &report, llvm::raw_ostream &out) {
  std::vector<std::vector<std::string>> table = {
      {"phase", "function", "calls", "parameters", "flops", "contraction flops",
       "bytes", "activation bytes"}};
  for (const Row &row : report.rows) {
    std::vector<std::string> line = {phaseNames[row.phase].str(),
                                     "@" + row.name.str()};
    for (int64_t number :
         {row.calls, row.parameters, row.cost.flops, row.cost.contractionFlops,
          row.cost.bytes, row.activationBytes})
      line.push_back(std::to_string(number));
    table.push_back(std::move(line));
  }
  std::vector<size_t> widths(table[0].size());
  for (const std::vector<std::string> &line : table)
    for (auto [width, text] : llvm::zip_equal(widths, line))
      width = std::max(width, text.size());
  for (const std::vector<std::string> &line : table) {
    for (auto [column, text] : llvm::enumerate(line)) {
      if (column < 2)
        out << llvm::left_justify(text, widths[column]);
      else
        out << "  " << llvm::right_justify(text, widths[column]);
      if (column == 0)
        out << ' ';
    }
    out << "\n";
  }
  out << "\nparameters: " << report.parameters
      << "\nparameter bytes: " << report.parameterBytes
      << "\noptimizer bytes: " << report.optimizerBytes
      << "\nactivation bytes: " << report.activationBytes << "\n";
  for (Phase phase : {Forward, Backward, Update}) {
    const Cost &cost = report.phases[phase];
    out << phaseNames[phase] << " flops: " << cost.flops << "\n"
        << phaseNames[phase] << " contraction flops: " << cost.contractionFlops
        << "\n"
        << phaseNames[phase] << " bytes: " << cost.bytes << "\n";
  }
}

llvm::json::Object toJson(const Cost &cost) {
  return llvm::json::Object{{"flops", cost.flops},
                            {"contraction_flops", cost.contractionFlops},
                            {"bytes", cost.bytes}};
}

llvm::json::Value toJson(const Report &report) {
  llvm::json::Object phases;
  for (Phase phase : {Forward, Backward, Update})
    phases[phaseNames[phase]] = toJson(report.phases[phase]);
  llvm::json::Array functions;
  for (const Row &row : report.rows) {
    llvm::json::Object function = toJson(row.cost);
    function["name"] = row.name;
    function["phase"] = phaseNames[row.phase];
    function["calls"] = row.calls;
    function["parameters"] = row.parameters;
    function["activation_bytes"] = row.activationBytes;
    functions.push_back(std::move(function));
  }
  return llvm::json::Object{{"entry", report.entry},
                            {"parameters", report.parameters},
                            {"parameter_bytes", report.parameterBytes},
                            {"optimizer_bytes", report.optimizerBytes},
                            {"activation_bytes", report.activationBytes},
                            {"phases", std::move(phases)},
                            {"functions", std::move(functions)}};
}

struct ReportCost : passes::impl::ReportCostPassBase<ReportCost> {
  using ReportCostPassBase::ReportCostPassBase;

  void runOnOperation() override {
    OwningOpRef<ModuleOp> expanded;
    ModuleOp module = getOperation();
    if (module
            .walk([](Operation *op) {
              return isa<ValueAndGradOp, ApplyGradientOp>(op)
                         ? WalkResult::interrupt()
                         : WalkResult::advance();
            })
            .wasInterrupted()) {
      expanded = module.clone();
      PassManager manager(&getContext());
      manager.addPass(passes::createDifferentiatePass());
      manager.addPass(passes::createExpandOptimizersPass());
      if (failed(manager.run(*expanded)))
        return signalPassFailure();
      module = *expanded;
    }
    FunctionOpInterface found = findEntry(module);
    if (!found)
      return signalPassFailure();
    FailureOr<Report> report = CostCounter(module, found).count();
    if (failed(report) || failed(countVariables(module, *report)) ||
        failed(write(*report)))
      return signalPassFailure();
    markAllAnalysesPreserved();
  }

private:
  FunctionOpInterface findEntry(ModuleOp module) {
    SmallVector<FunctionOpInterface> entries;
    for (auto function : module.getOps<FunctionOpInterface>())
      if (isa<StepOp, ProgramOp>(function))
        entries.push_back(function);
    StringRef wanted = entry.empty() ? StringRef("train") : entry;
    for (FunctionOpInterface candidate : entries)
      if ((entry.empty() && entries.size() == 1) ||
          SymbolTable::getSymbolName(candidate).getValue() == wanted)
        return candidate;
    emitError(getOperation().getLoc())
        << "the module has no skein.step or skein.program @" << wanted;
    return nullptr;
  }

  /// Variables that the original module updates with gradients are parameters;
  /// where that is written out already, all floats that are no slots.
  LogicalResult countVariables(ModuleOp module, Report &report) {
    DenseSet<StringRef> updated;
    getOperation().walk(
        [&](ApplyGradientOp op) { updated.insert(op.getVariable()); });
    for (auto variable : module.getOps<VariableOp>()) {
      if (isElsewhere(variable, module.lookupSymbol<ProgramOp>(report.entry)))
        continue;
      Type type = variable.getType();
      FailureOr<int64_t> bytes = passes::bytesOf(variable, type);
      if (failed(bytes))
        return failure();
      bool isParameter = updated.empty()
                             ? !variable.getSlotOf() &&
                                   isa<FloatType>(getElementTypeOrSelf(type))
                             : updated.contains(variable.getSymName());
      if (isParameter)
        report.parameters += elementsOf(type);
      (isParameter ? report.parameterBytes : report.optimizerBytes) += *bytes;
    }
    return success();
  }

  /// Whether other devices of the program's mesh have the variable.
  static bool isElsewhere(VariableOp variable, ProgramOp program) {
    if (!program || !program.getCoordinates() || !variable.getCoordinates() ||
        variable.getMeshAttr() != program.getMeshAttr())
      return false;
    return llvm::any_of(*variable.getCoordinates(), [&](NamedAttribute axis) {
      Attribute at = program.getCoordinates()->get(axis.getName());
      return at && at != axis.getValue();
    });
  }

  LogicalResult write(const Report &report) {
    if (json.empty()) {
      printTable(report, llvm::errs());
      return success();
    }
    llvm::Error error = llvm::writeToOutput(json, [&](llvm::raw_ostream &out) {
      out << llvm::formatv("{0:2}\n", toJson(report));
      return llvm::Error::success();
    });
    if (error)
      return emitError(getOperation().getLoc())
             << llvm::toString(std::move(error));
    return success();
  }
};

} // namespace
