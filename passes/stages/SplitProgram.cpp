//===- SplitProgram.cpp - a program for each device of a pipeline ---------===//
#include "passes/stages/SplitProgram.h"

#include "passes/InlineCalls.h"
#include "passes/pipeline/CheckSchedule.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace skein::passes {

//===----------------------------------------------------------------------===//
// Plans
//===----------------------------------------------------------------------===//

static ActionKind kindOf(pipeline::ActionKind kind) {
  switch (kind) {
  case pipeline::ActionKind::Forward:
    return ActionKind::Forward;
  case pipeline::ActionKind::Backward:
    return ActionKind::Backward;
  case pipeline::ActionKind::InputGradient:
    return ActionKind::InputGradient;
  case pipeline::ActionKind::WeightGradient:
    return ActionKind::WeightGradient;
  }
  llvm_unreachable("every kind has a case");
}

PipelinePlan::PipelinePlan(const pipeline::Schedule &schedule)
    : schedule(schedule), actions(schedule), deviceOfStage(schedule.deviceOfStage()),
      times(actions.list().size()), leastCapacity(pipeline::leastChannelCapacity(schedule)) {
  for (auto &list : times)
    list.resize(schedule.microBatches);
  pipeline::ScheduleTiming timing = llvm::cantFail(pipeline::timeSchedule(schedule, {}));
  for (auto [list, when] : llvm::zip(schedule.devices, timing.actions))
    for (auto [action, time] : llvm::zip(list, when)) {
      times[actions.numberOf(kindOf(action.kind), action.stage)][action.microBatch] = time;
      if (action.kind == pipeline::ActionKind::Backward && actions.isSplit(action.stage))
        times[actions.numberOf(ActionKind::WeightGradient, action.stage)][action.microBatch] = time;
    }
}

std::string PipelinePlan::orderOf(int device) const {
  SmallVector<std::string> words;
  bool isOneStage = llvm::count(deviceOfStage, device) == 1;
  for (const pipeline::Action &action : schedule.devices[device]) {
    std::string stage = isOneStage ? "" : std::to_string(action.stage);
    std::string letters(1, "FBIW"[unsigned(action.kind)]);
    if (action.kind == pipeline::ActionKind::Backward && actions.isSplit(action.stage))
      letters = "IW";
    for (char letter : letters)
      words.push_back(stage + letter + std::to_string(action.microBatch));
  }
  return llvm::join(words, " ");
}

std::vector<int> PipelinePlan::microBatchesOf(unsigned action) const {
  std::vector<int> list;
  int device = deviceOfStage[actions.list()[action].stage];
  for (const pipeline::Action &entry : schedule.devices[device]) {
    bool isBoth = entry.kind == pipeline::ActionKind::Backward &&
                  actions.numberOf(ActionKind::WeightGradient, entry.stage) == action;
    if (isBoth || actions.numberOf(kindOf(entry.kind), entry.stage) == action)
      list.push_back(entry.microBatch);
  }
  return list;
}

int PipelinePlan::capacity(unsigned from, unsigned to) const {
  // What is taken at the moment when another leaves makes room for it.
  std::vector<std::pair<int64_t, int>> events;
  for (int i = 0; i < schedule.microBatches; ++i) {
    events.emplace_back(times[from][i].second, 1);
    events.emplace_back(times[to][i].first, -1);
  }
  llvm::sort(events);
  int waiting = 0, most = leastCapacity;
  for (auto [time, change] : events)
    most = std::max(most, waiting += change);
  return most + 1;
}

//===----------------------------------------------------------------------===//
// Programs
//===----------------------------------------------------------------------===//

namespace {

class Splitter {
public:
  Splitter(ProgramOp program, const OpPlacement &placement, const PipelinePlan &plan,
           StringAttr axis, SymbolTable &symbols)
      : program(program), body(program.getBody().front()), placement(placement), plan(plan),
        axis(axis), symbols(symbols), loop(placement.loop) {}

  LogicalResult run() {
    createPrograms();
    for (Operation &op : body.without_terminator()) {
      if (&op == loop) {
        if (failed(splitLoop()))
          return failure();
      } else if (auto stage = placement.stages.find(&op); stage != placement.stages.end()) {
        Device &device = deviceOf(stage->second);
        OpBuilder builder(device.end);
        if (failed(emit(&op, device, builder, device.values)))
          return failure();
      }
    }
    if (failed(createReturns()))
      return failure();
    for (Device &device : devices)
      eraseUnusedInputs(device);
    symbols.erase(program);
    return success();
  }

private:
  struct Device {
    int number;
    ProgramOp program;
    IRMapping values;        ///< outside of the loop
    Operation *end;          ///< in front of which goes what is outside of the loop
    PipelineOp pipeline;     ///< null before the loop
    IRMapping inner;         ///< in the loop, of any action
    IRMapping ofAction;      ///< in the loop, of the action that is being filled
    SmallVector<unsigned> carried; ///< of those of the loop, what this device carries
  };

  Device &deviceOf(int64_t stage) { return devices[plan.deviceOfStage[stage]]; }
  bool isInLoop(Value value) {
    return loop && loop.getRegion().isAncestor(value.getParentRegion());
  }

  //===--------------------------------------------------------------------===//
  // Programs
  //===--------------------------------------------------------------------===//

  int findMain() {
    for (Value result : body.getTerminator()->getOperands())
      if (std::optional<int64_t> stage = placement.stageOf(result, plan.actions))
        return plan.deviceOfStage[*stage];
    return plan.deviceOfStage.back();
  }

  void createPrograms() {
    main = findMain();
    StringAttr name = program.getSymNameAttr();
    // The name is free for the main program.
    symbols.remove(program);
    program.setSymName((name.getValue() + ".whole").str());
    symbols.insert(program);
    OpBuilder builder(program);
    devices.resize(plan.schedule.devices.size());
    for (auto [number, device] : llvm::enumerate(devices)) {
      bool isMain = int(number) == main;
      device.number = number;
      auto type = FunctionType::get(program.getContext(), program.getArgumentTypes(),
                                    isMain ? program.getResultTypes() : ArrayRef<Type>());
      device.program = ProgramOp::create(
          builder, program.getLoc(),
          isMain ? name
                 : builder.getStringAttr(name.getValue() + "." + axis.getValue() + Twine(number)),
          program.getMeshAttr(), TypeAttr::get(type), program.getArgNamesAttr(),
          program.getArgAttrsAttr(), isMain ? program.getResAttrsAttr() : ArrayAttr());
      device.program->setDiscardableAttrs(program->getDiscardableAttrDictionary());
      device.program.setCoordinatesAttr(
          builder.getDictionaryAttr(builder.getNamedAttr(axis, builder.getI64IntegerAttr(number))));
      if (!isMain)
        device.program.setBesideAttr(FlatSymbolRefAttr::get(name));
      Block &block = device.program.getBody().emplaceBlock();
      for (BlockArgument argument : body.getArguments())
        device.values.map(argument, block.addArgument(argument.getType(), argument.getLoc()));
      OpBuilder atEnd = OpBuilder::atBlockEnd(&block);
      device.end = ReturnOp::create(atEnd, program.getLoc(), ValueRange());
    }
    for (Device &device : devices)
      symbols.insert(device.program, Block::iterator(program));
  }

  LogicalResult createReturns() {
    Device &device = devices[main];
    SmallVector<Value> results;
    for (Value result : body.getTerminator()->getOperands()) {
      FailureOr<Value> value = get(result, device);
      if (failed(value))
        return failure();
      results.push_back(*value);
    }
    cast<ReturnOp>(device.end).getResultsMutable().assign(results);
    return success();
  }

  static void eraseUnusedInputs(Device &device) {
    ProgramOp made = device.program;
    Block &block = made.getBody().front();
    SmallVector<Attribute> names, attributes;
    ArrayAttr oldAttributes = made.getArgAttrsAttr();
    for (unsigned old = 0, index = 0, count = block.getNumArguments(); old < count; ++old) {
      if (block.getArgument(index).use_empty()) {
        block.eraseArgument(index);
        continue;
      }
      names.push_back(made.getArgNames()[old]);
      if (oldAttributes)
        attributes.push_back(oldAttributes[old]);
      ++index;
    }
    Builder builder(made.getContext());
    made.setArgNamesAttr(builder.getArrayAttr(names));
    if (oldAttributes)
      made.setArgAttrsAttr(builder.getArrayAttr(attributes));
    made.setFunctionType(builder.getFunctionType(block.getArgumentTypes(), made.getResultTypes()));
  }

  //===--------------------------------------------------------------------===//
  // Values
  //===--------------------------------------------------------------------===//

  /// A copy of `op` with the values that `device` has; its results are added to `results`.
  LogicalResult emit(Operation *op, Device &device, OpBuilder &builder, IRMapping &results) {
    IRMapping mapping;
    for (Value input : valuesReadBy(op)) {
      FailureOr<Value> value = get(input, device);
      if (failed(value))
        return failure();
      mapping.map(input, *value);
    }
    Operation *copy = builder.clone(*op, mapping);
    results.map(op->getResults(), copy->getResults());
    return success();
  }

  /// `value` on `device`, at the place that is being filled.
  FailureOr<Value> get(Value value, Device &device) {
    return isInLoop(value) ? getInLoop(value, device) : getOutside(value, device);
  }

  FailureOr<Value> getOutside(Value value, Device &device) {
    if (Value own = device.values.lookupOrNull(value))
      return own;
    OpBuilder builder(device.end);
    Operation *producer = value.getDefiningOp();
    std::optional<int64_t> stage = placement.stageOf(value, plan.actions);
    if (!stage) {
      if (failed(emit(producer, device, builder, device.values)))
        return failure();
      return device.values.lookup(value);
    }
    Device &owner = deviceOf(*stage);
    FailureOr<ChannelOp> channel = createChannel(value, "value", owner, device, 1);
    if (failed(channel))
      return failure();
    OpBuilder atOwner(owner.end);
    SendOp::create(atOwner, value.getLoc(), channel->getSymName(), owner.values.lookup(value));
    Value received = ReceiveOp::create(builder, value.getLoc(), value.getType(), channel->getSymName());
    device.values.map(value, received);
    return received;
  }

  FailureOr<Value> getInLoop(Value value, Device &device) {
    for (IRMapping *known : {&device.inner, &device.ofAction})
      if (Value own = known->lookupOrNull(value))
        return own;
    OpBuilder builder(nextMarker(current));
    Operation *producer = value.getDefiningOp();
    auto from = placement.actions.find(producer);
    if (from == placement.actions.end()) {
      if (failed(emit(producer, device, builder, device.ofAction)))
        return failure();
      return device.ofAction.lookup(value);
    }
    const StageActions::Action &action = plan.actions.list()[from->second];
    Device &owner = deviceOf(action.stage);
    if (plan.microBatchesOf(from->second) != plan.microBatchesOf(current)) {
      const StageActions::Action &other = plan.actions.list()[current];
      return emitError(value.getLoc())
             << "a value goes from " << describe(action) << " to " << describe(other)
             << ", which have the micro-batches in different orders; expected a schedule in "
                "which they agree";
    }
    FailureOr<ChannelOp> channel =
        createChannel(value, action.kind == ActionKind::Forward ? "activation" : "gradient", owner,
                      device, plan.capacity(from->second, current));
    if (failed(channel))
      return failure();
    OpBuilder atOwner(nextMarker(from->second));
    SendOp::create(atOwner, value.getLoc(), channel->getSymName(), owner.inner.lookup(value));
    Value received = ReceiveOp::create(builder, value.getLoc(), value.getType(), channel->getSymName());
    device.inner.map(value, received);
    return received;
  }

  FailureOr<ChannelOp> createChannel(Value value, StringRef what, Device &from, Device &to,
                                     int64_t capacity) {
    auto type = dyn_cast<RankedTensorType>(value.getType());
    if (!type)
      return emitError(value.getLoc())
             << "a value has type " << value.getType() << " and is needed at " << axis.getValue() << " = "
             << to.number << ", but computed at " << axis.getValue() << " = " << from.number
             << "; expected a tensor";
    OpBuilder builder(devices.front().program);
    std::string name = (devices[main].program.getSymName() + "." + what + Twine(from.number) + "to" +
                        Twine(to.number))
                           .str();
    auto channel = ChannelOp::create(builder, value.getLoc(), name, type,
                                     from.program.getSymName(), to.program.getSymName(), capacity);
    symbols.insert(channel, Block::iterator(devices.front().program));
    return channel;
  }

  //===--------------------------------------------------------------------===//
  // The loop
  //===--------------------------------------------------------------------===//

  LogicalResult splitLoop() {
    if (failed(createPipelines()))
      return failure();
    for (unsigned action = 0; action < plan.actions.list().size(); ++action)
      if (failed(fill(action)))
        return failure();
    for (Device &device : devices) {
      SmallVector<Value> next;
      for (unsigned index : device.carried) {
        next.push_back(device.inner.lookupOrNull(loop.getYieldedValues()[index]));
        if (!next.back())
          return loop.emitOpError()
                 << "carries value " << index << ", which no stage computes";
      }
      cast<NextMicroBatchOp>(device.pipeline.getBody().front().back()).getValuesMutable().assign(next);
      for (auto [index, result] : llvm::zip(device.carried, device.pipeline.getResults()))
        device.values.map(loop.getResult(index), result);
      device.end = device.program.getBody().front().getTerminator();
    }
    return success();
  }

  LogicalResult createPipelines() {
    markers.resize(plan.actions.list().size());
    for (unsigned index = 0; index < loop.getNumResults(); ++index)
      deviceOf(placement.resultStages[index]).carried.push_back(index);
    for (Device &device : devices) {
      SmallVector<Value> inits;
      for (unsigned index : device.carried) {
        FailureOr<Value> init = getOutside(loop.getInitArgs()[index], device);
        if (failed(init))
          return failure();
        inits.push_back(*init);
      }
      OpBuilder builder(device.end);
      device.pipeline = PipelineOp::create(builder, loop.getLoc(), TypeRange(inits), inits,
                                           builder.getI64IntegerAttr(plan.schedule.microBatches),
                                           builder.getStringAttr(plan.orderOf(device.number)));
      Block &block = device.pipeline.getBody().emplaceBlock();
      device.inner.map(loop.getInductionVar(), block.addArgument(builder.getIndexType(), loop.getLoc()));
      for (auto [index, init] : llvm::zip(device.carried, inits))
        device.inner.map(loop.getRegionIterArg(index), block.addArgument(init.getType(), init.getLoc()));
      builder.setInsertionPointToEnd(&block);
      for (auto [number, action] : llvm::enumerate(plan.actions.list()))
        if (&deviceOf(action.stage) == &device)
          markers[number] = ActionOp::create(builder, loop.getLoc(), action.kind, action.stage);
      NextMicroBatchOp::create(builder, loop.getLoc(), ValueRange());
      device.end = device.pipeline;
    }
    return success();
  }

  LogicalResult fill(unsigned action) {
    current = action;
    Device &device = deviceOf(plan.actions.list()[action].stage);
    device.ofAction.clear();
    for (Operation &op : loop.getBody()->without_terminator()) {
      auto found = placement.actions.find(&op);
      if (found == placement.actions.end() || found->second != action)
        continue;
      OpBuilder builder(nextMarker(action));
      if (failed(emit(&op, device, builder, device.inner)))
        return failure();
    }
    return success();
  }

  /// In front of which goes what `action` does.
  Operation *nextMarker(unsigned action) {
    Operation *next = markers[action]->getNextNode();
    while (!isa<ActionOp, NextMicroBatchOp>(next))
      next = next->getNextNode();
    return next;
  }

  ProgramOp program;
  Block &body;
  const OpPlacement &placement;
  const PipelinePlan &plan;
  StringAttr axis;
  SymbolTable &symbols;
  scf::ForOp loop;
  int main = 0;
  std::vector<Device> devices;
  std::vector<ActionOp> markers; ///< of each action
  unsigned current = 0;          ///< action that is being filled
};

} // namespace

LogicalResult splitProgram(ProgramOp program, const OpPlacement &placement, const PipelinePlan &plan,
                           StringAttr axis, SymbolTable &symbols) {
  return Splitter(program, placement, plan, axis, symbols).run();
}

} // namespace skein::passes
