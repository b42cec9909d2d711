//===- CutStages.cpp - loss functions as stages of a pipeline -------------===//
#include "dialect/Skein.h"
#include "passes/Gathers.h"
#include "passes/Passes.h"
#include "passes/RandomNumbers.h"
#include "passes/pipeline/ChooseSchedule.h"
#include "passes/stages/LayerCosts.h"
#include "passes/stages/StageFunctions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;

namespace skein::passes {
#define GEN_PASS_DEF_CUTSTAGESPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

/// Slots that optimisers keep of variables.
llvm::StringMap<int64_t> countSlots(ModuleOp module) {
  llvm::StringMap<int64_t> slots;
  module.walk([&](ApplyGradientOp op) {
    slots[op.getVariable()] = op.getOptimizer().getSlotNames().size();
  });
  return slots;
}

/// The sum of `gradients`, tensors of one type.
Value addUp(OpBuilder &builder, Location loc, ArrayRef<Value> gradients) {
  Value sum = gradients.front();
  auto type = cast<RankedTensorType>(sum.getType());
  for (Value gradient : gradients.drop_front()) {
    Value empty = tensor::EmptyOp::create(builder, loc, type.getShape(), type.getElementType());
    sum = linalg::AddOp::create(builder, loc, ValueRange{sum, gradient}, ValueRange{empty})
              .getResult(0);
  }
  return sum;
}

/// Lets `op` call `staged` instead.
LogicalResult redirect(ValueAndGradOp op, const StagedFunction &staged) {
  SmallVector<Value> arguments(op.getArguments());
  SmallVector<int64_t> wrt(op.getWrt());
  SmallVector<Type> types(op.getResultTypes());
  unsigned numOutputs = types.size() - wrt.size();
  SmallVector<SmallVector<unsigned>> terms(wrt.size()); // results that a gradient is the sum of
  for (unsigned original : staged.copies) {
    auto place = llvm::find(op.getWrt(), original);
    if (place != op.getWrt().end()) {
      unsigned number = place - op.getWrt().begin();
      if (isa<SparseGradientType>(types[numOutputs + number]))
        return op.emitOpError() << "asks for a sparse gradient of argument " << original
                                << ", which several stages use; expected a tensor";
      terms[number].push_back(types.size());
      wrt.push_back(arguments.size());
      types.push_back(op.getArguments()[original].getType());
    }
    arguments.push_back(op.getArguments()[original]);
  }
  OpBuilder builder(op);
  auto made = ValueAndGradOp::create(builder, op.getLoc(), types,
                                     func::FuncOp(staged.function).getSymName(), arguments,
                                     op.getScale(), wrt);
  made->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  SmallVector<Value> results(made.getResults().take_front(op.getNumResults()));
  for (auto [number, list] : llvm::enumerate(terms)) {
    if (list.empty())
      continue;
    SmallVector<Value> gradients{results[numOutputs + number]};
    for (unsigned term : list)
      gradients.push_back(made.getResult(term));
    results[numOutputs + number] = addUp(builder, op.getLoc(), gradients);
  }
  op->replaceAllUsesWith(results);
  op.erase();
  return success();
}

struct CutStages : skein::passes::impl::CutStagesPassBase<CutStages> {
  using CutStagesPassBase::CutStagesPassBase;

  void runOnOperation() override {
    if (failed(checkOptions()) || failed(checkMicroBatches()))
      return signalPassFailure();
    writeGathersOut(getOperation());
    writeRandomNumbersOut(getOperation());
    SymbolTable symbols(getOperation());
    llvm::MapVector<func::FuncOp, SmallVector<ValueAndGradOp>> requests;
    getOperation().walk([&](ValueAndGradOp op) {
      requests[symbols.lookup<func::FuncOp>(op.getCallee())].push_back(op);
    });
    for (auto &[loss, ops] : requests)
      if (failed(cut(loss, ops, symbols)))
        return signalPassFailure();
    if (failed(setPolicies(symbols)))
      signalPassFailure();
  }

private:
  /// A cut and what its layers are, if they were priced.
  struct Chosen {
    pipeline::Cut ends;
    std::vector<pipeline::Layer> prices;
  };

  InFlightDiagnostic refuse(func::FuncOp loss) {
    return emitError(loss.getLoc()) << "@" << loss.getSymName() << " cannot be cut into stages: ";
  }

  LogicalResult cut(func::FuncOp loss, ArrayRef<ValueAndGradOp> requests, SymbolTable &symbols) {
    if (!loss.getBody().hasOneBlock())
      return refuse(loss) << "expected a function with a body of one block";
    std::string name = loss.getSymName().str();
    llvm::BitVector parameters(loss.getNumArguments());
    for (ValueAndGradOp op : requests)
      for (int64_t index : op.getWrt())
        parameters.set(index);

    auto work = cast<func::FuncOp>(loss->clone());
    symbols.insert(work, Block::iterator(loss));
    auto eraseWork = llvm::make_scope_exit([&] { symbols.erase(work); });
    FailureOr<Layers> layers = findEnoughLayers(work, symbols);
    if (failed(layers))
      return failure();
    FailureOr<Chosen> chosen = choose(loss, work, *layers, parameters, requests.front());
    if (failed(chosen))
      return failure();
    SmallVector<int> stageOfLayer;
    for (auto [stage, end] : llvm::enumerate(chosen->ends))
      stageOfLayer.resize(end, stage);
    emitRemarks(name, *layers, *chosen);
    StagedFunction staged = buildStages(work, name, *layers, stageOfLayer, chosen->ends.size(),
                                        parameters, symbols);
    for (ValueAndGradOp op : requests)
      if (failed(redirect(op, staged)))
        return failure();
    if (SymbolTable::symbolKnownUseEmpty(loss, getOperation())) {
      symbols.erase(loss);
      if (failed(symbols.rename(staged.function, name)))
        return failure();
    }
    return success();
  }

  /// Layers as large as there are enough of.
  FailureOr<Layers> findEnoughLayers(func::FuncOp work, SymbolTable &symbols) {
    FailureOr<Layers> layers;
    for (Granularity granularity :
         {Granularity::Calls, Granularity::Ops, Granularity::Reductions}) {
      layers = findLayers(work, granularity, symbols);
      if (failed(layers) || int64_t(layers->list.size()) >= stages || isPlacedByHand(*layers))
        break;
    }
    return layers;
  }

  static bool isPlacedByHand(const Layers &layers) {
    return llvm::any_of(layers.list, [](const Layer &layer) { return layer.stage.has_value(); });
  }

  FailureOr<Chosen> choose(func::FuncOp loss, func::FuncOp work, const Layers &layers,
                           const llvm::BitVector &parameters, ValueAndGradOp request) {
    if (isPlacedByHand(layers))
      return cutByHand(loss, layers);
    if (stages < 1)
      return refuse(loss) << "option stages is " << stages.getValue()
                          << "; expected at least 1, or skein.stage on its ops";
    if (stages > int64_t(layers.list.size()))
      return refuse(loss) << stages.getValue() << " stages of " << layers.list.size()
                          << " layers; expected at most as many stages as layers";
    Chosen chosen;
    llvm::Expected<pipeline::Cut> ends = pipeline::Cut();
    if (partition == StagePartition::Layers) {
      for (int64_t end : this->layers)
        if (!llvm::isInt<32>(end))
          return refuse(loss) << "option layers has " << end << "; expected at most "
                              << layers.list.size() << ", the number of layers";
      SmallVector<int> given(this->layers.begin(), this->layers.end());
      if (int64_t(given.size()) != stages)
        return refuse(loss) << "option layers has " << given.size() << " ends; expected "
                          << stages.getValue()
                            << ", one for each stage";
      ends = pipeline::explicitCut(given, layers.list.size());
    } else if (partition == StagePartition::Cumulative) {
      FailureOr<std::vector<pipeline::Layer>> flops = countForwardFlops(work, layers);
      if (failed(flops))
        return failure();
      ends = pipeline::cumulativeCut(*flops, stages);
    } else {
      FailureOr<std::vector<pipeline::Layer>> priced = price(work, layers, parameters, request);
      if (failed(priced))
        return failure();
      chosen.prices = std::move(*priced);
      llvm::Expected<pipeline::Schedule> table =
          pipeline::chooseSchedule({schedule, int(stages), int(microBatches), int(chunks)});
      if (!table)
        return refuse(loss) << llvm::toString(table.takeError());
      ends = pipeline::balancedCut(chosen.prices, *table, deviceBytes);
    }
    if (!ends)
      return refuse(loss) << llvm::toString(ends.takeError());
    chosen.ends = std::move(*ends);
    return chosen;
  }

  FailureOr<Chosen> cutByHand(func::FuncOp loss, const Layers &layers) {
    Chosen chosen;
    const Layer *before = nullptr;
    for (auto [index, layer] : llvm::enumerate(layers.list)) {
      if (!layer.stage)
        continue;
      int64_t current = before ? *before->stage : 0;
      if (*layer.stage < current) {
        InFlightDiagnostic error =
            layer.first->emitOpError()
            << "is placed in stage " << *layer.stage << "; expected at least " << current
            << (before ? ", where an op before it is" : "");
        if (before)
          error.attachNote(before->first->getLoc()) << "placed here";
        return error;
      }
      if (*layer.stage >= int64_t(layers.list.size()))
        return layer.first->emitOpError()
               << "is placed in stage " << *layer.stage << " of a function with "
               << layers.list.size() << " layers; expected at most as many stages as layers";
      chosen.ends.resize(*layer.stage, index);
      before = &layer;
    }
    chosen.ends.push_back(layers.list.size());
    if (stages > 0 && int64_t(chosen.ends.size()) != stages)
      return refuse(loss) << "its ops are placed in " << chosen.ends.size() << " stages; expected "
                          << stages.getValue() << ", as option stages says";
    int begin = 0;
    for (auto [stage, end] : llvm::enumerate(chosen.ends)) {
      if (end == begin)
        return refuse(loss) << "stage " << stage << " is empty; expected an op with skein.stage = "
                            << stage << " in it";
      begin = end;
    }
    return chosen;
  }

  FailureOr<std::vector<pipeline::Layer>> price(func::FuncOp work, const Layers &layers,
                                                const llvm::BitVector &parameters,
                                                ValueAndGradOp request) {
    llvm::StringMap<int64_t> slots = countSlots(getOperation());
    // The value, its gradient, and slots.
    auto copies = [&](unsigned argument) {
      auto read = request.getArguments()[argument].getDefiningOp<ReadOp>();
      return 2 + (read ? slots.lookup(read.getVariable()) : 0);
    };
    std::string policy = "none";
    for (StringRef item : recompute)
      if (!item.contains(':'))
        policy = item.str();
    return priceLayers(work, layers, parameters,
                       {flopsPerByte, flopsPerSentByte, microBatches * replicas, copies, policy});
  }

  void emitRemarks(StringRef name, const Layers &layers, const Chosen &chosen) {
    int64_t total = 0;
    for (const pipeline::Layer &layer : chosen.prices)
      total += layer.forward + layer.backward;
    int begin = 0;
    for (auto [stage, end] : llvm::enumerate(chosen.ends)) {
      InFlightDiagnostic remark = emitRemark(layers.list[begin].first->getLoc());
      remark << "stage " << stage << " of @" << name << " has layers " << begin << " to "
             << end - 1 << " of " << layers.list.size();
      int64_t work = 0, parameters = 0, stash = 0;
      for (int layer = begin; layer < end && !chosen.prices.empty(); ++layer) {
        work += chosen.prices[layer].forward + chosen.prices[layer].backward;
        parameters += chosen.prices[layer].parameterBytes;
        stash += chosen.prices[layer].stashBytes;
      }
      if (!chosen.prices.empty())
        remark << llvm::formatv(", {0:P1} of the work, {1} bytes of parameters, {2} bytes that a "
                                "micro-batch waits with",
                                total ? double(work) / double(total) : 0.0, parameters, stash)
                      .str();
      begin = end;
    }
  }

  /// `0:full`, `@layer:full` or `full`: what it is for, and the policy.
  static std::pair<StringRef, StringRef> splitPolicy(StringRef item) {
    return item.contains(':') ? item.rsplit(':') : std::pair(StringRef(), item);
  }

  /// Where errors about options are.
  Location place() {
    Location found = getOperation().getLoc();
    getOperation().walk([&](ValueAndGradOp op) {
      found = op.getLoc();
      return WalkResult::interrupt();
    });
    return found;
  }

  LogicalResult checkOptions() {
    if (microBatches < 1 || replicas < 1)
      return emitError(place()) << "options micro-batches and replicas are "
                                << microBatches.getValue() << " and " << replicas.getValue()
                                << "; expected at least 1";
    if (deviceBytes < 0)
      return emitError(place()) << "option device-bytes is " << deviceBytes.getValue()
                                << "; expected at least 0, which is for no limit";
    if (!layers.empty() && partition != StagePartition::Layers)
      return emitError(place())
             << "option layers gives the ends of stages; expected partition=layers with it";
    for (StringRef item : recompute)
      if (item.starts_with(":") ||
          !llvm::is_contained({"none", "full", "selective"}, splitPolicy(item).second))
        return emitError(place())
               << "option recompute has \"" << item << "\"; expected none, full or selective, "
               << "behind a stage or function if it is not for all stages";
    return success();
  }

  /// Schedules are made before the batch is cut, which would find this.
  LogicalResult checkMicroBatches() {
    for (auto step : getOperation().getOps<StepOp>()) {
      if (step.getOps<ValueAndGradOp>().empty())
        continue;
      for (unsigned index = 0; index < step.getNumArguments(); ++index) {
        auto dim = step.getArgAttrOfType<IntegerAttr>(index, batchAttrName);
        int64_t size = dim ? cast<RankedTensorType>(step.getArgumentTypes()[index])
                                 .getDimSize(dim.getInt())
                           : microBatches.getValue();
        if (size % microBatches != 0)
          return step.emitOpError() << "input \"" << step.getArgumentName(index)
                                    << "\" has a batch of " << size << ", which "
                                    << microBatches.getValue()
                                    << " micro-batches cannot share evenly";
      }
    }
    return success();
  }

  /// Marks functions with what option `recompute` says of them.
  LogicalResult setPolicies(SymbolTable &symbols) {
    for (StringRef item : recompute) {
      auto [target, policy] = splitPolicy(item);
      auto attr = StringAttr::get(&getContext(), policy);
      int64_t number = -1;
      bool isStage = target.empty() || !target.getAsInteger(10, number), found = false;
      for (auto function : getOperation().getOps<func::FuncOp>()) {
        auto stage = function->getAttrOfType<IntegerAttr>(stageAttrName);
        bool matches = isStage ? stage && (target.empty() || stage.getInt() == number)
                               : target == ("@" + function.getSymName()).str();
        if (matches)
          function->setAttr(recomputeAttrName, attr);
        found |= matches;
      }
      if (!found)
        return emitError(place())
               << "option recompute names " << (isStage ? "stage " : "") << target
               << ", which the module does not have";
    }
    return success();
  }
};

} // namespace
