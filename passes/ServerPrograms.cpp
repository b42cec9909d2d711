//===- ServerPrograms.cpp - who does what, and when -----------------------===//
#include "passes/ServerPrograms.h"
#include "dialect/Distribution.h"
#include "passes/IndependentWorkers.h"
#include "passes/SparseGradients.h"

#include "llvm/ADT/SetVector.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace skein;

using skein::passes::GatheredPair;
using skein::passes::Part;
using skein::passes::Protocol;
using skein::passes::Reduction;
using skein::passes::RowList;
using skein::passes::ServedReduction;
using skein::passes::Service;

namespace {

RankedTensorType countType(MLIRContext *context) {
  return RankedTensorType::get({}, IntegerType::get(context, 64));
}

Value createCount(OpBuilder &builder, Location loc, int64_t value) {
  return arith::ConstantOp::create(
      builder, loc, DenseElementsAttr::get(countType(builder.getContext()), APInt(64, value)));
}

Value createFactor(OpBuilder &builder, Location loc, double value) {
  auto type = RankedTensorType::get({}, builder.getF32Type());
  return arith::ConstantOp::create(builder, loc,
                                   DenseElementsAttr::get(type, static_cast<float>(value)));
}

/// What one of them does in one step beside the workers.
struct Server {
  int64_t number, place;
  ParameterServerAttr record;
  Protocol protocol;
  ProgramOp program = {};
  IRMapping values = {}; // of the workers' program to those of this one
  /// Where updates take the gradients of one worker: what tells that they are there, and
  /// in an iteration the number of the step and of the worker.
  QueueOp arrivals = {};
  Value arrived = {}, sender = {};

  bool appliesInTurn() const {
    return protocol == Protocol::InTurn || protocol == Protocol::Asynchronous;
  }
};

class WorkerRewriter {
public:
  WorkerRewriter(ProgramOp program, Service &service, SymbolTable &symbols, ServedReduction kind)
      : program(program), service(service), symbols(symbols), kind(kind),
        mesh(symbols.lookup<MeshOp>(program.getMesh())), context(program.getContext()) {}

  LogicalResult run() {
    body = &program.getBody().front();
    if (failed(findRoots()) || failed(findWorkers()) || failed(checkLocalWrites()))
      return failure();
    begin();
    for (Operation &op : llvm::make_early_inc_range(*body))
      if (failed(rewrite(&op)))
        return failure();
    end();
    for (Operation *op : llvm::reverse(moved))
      if (op->use_empty())
        op->erase();
    for (auto &[number, server] : servers) {
      OpBuilder builder = atEnd(server);
      ReturnOp::create(builder, program.getLoc(), ValueRange());
    }
    if (service.keepsStep())
      return success();
    return skein::passes::makeIndependent(program, workerAxes, symbols);
  }

private:
  //===--------------------------------------------------------------------===//
  // What goes to servers
  //===--------------------------------------------------------------------===//

  /// The variable that `op` reads or writes, if it lives on a server.
  VariableOp hostedVariable(Operation *op) {
    if (!isa<ReadOp, AssignOp, ApplyGradientOp>(op))
      return {};
    return service.find(op->getAttrOfType<FlatSymbolRefAttr>("variable").getValue());
  }

  /// Finds the updates and assignments of hosted variables, and what else has to be
  /// computed on their servers.
  LogicalResult findRoots() {
    WalkResult walk = program.walk([&](Operation *op) {
      VariableOp variable = hostedVariable(op);
      if (!variable || isa<ReadOp>(op))
        return WalkResult::advance();
      if (op->getBlock() != body) {
        op->emitOpError() << "changes @" << variable.getSymName()
                          << ", which lives on a server, in a branch or a loop; expected it at "
                             "the top of @"
                          << program.getSymName();
        return WalkResult::interrupt();
      }
      int64_t server = service.partOf.lookup(variable);
      ValueRange inputs = op->getOperands();
      if (isa<ApplyGradientOp>(op)) {
        updated.insert(variable);
        inputs = inputs.drop_front(); // the gradient is sent
      }
      for (Value input : inputs)
        collect(input, server);
      return WalkResult::advance();
    });
    return failure(walk.wasInterrupted());
  }

  /// Lets server `server` compute `value`, as far as it can.
  void collect(Value value, int64_t server) {
    Operation *op = value.getDefiningOp();
    if (!op || op->getBlock() != body || !canMove(op, server)) {
      if (op || isa<BlockArgument>(value))
        sent[server].insert(value);
      return;
    }
    if (!onServer[server].insert(op))
      return;
    for (Value operand : op->getOperands())
      collect(operand, server);
    op->walk([&](Operation *inner) {
      for (Value operand : inner->getOperands())
        if (Operation *outer = operand.getDefiningOp(); outer && outer->getBlock() == body && inner != op)
          collect(operand, server);
    });
  }

  /// Whether server `server` knows all that `op` needs beside its operands.
  bool canMove(Operation *op, int64_t server) {
    if (auto read = dyn_cast<ReadOp>(op)) {
      VariableOp variable = service.find(read.getVariable());
      return variable && service.partOf.lookup(variable) == server;
    }
    return !isa<CollectiveOpInterface, AllFiniteOp, GlobalNormOp, func::CallOp>(op) &&
           isMemoryEffectFree(op) && llvm::all_of(op->getResultTypes(), [](Type type) {
             return !getDistribution(type);
           });
  }

  /// The axes along which workers differ: those of the gradients.
  LogicalResult findWorkers() {
    llvm::SetVector<StringAttr> axes;
    for (auto apply : body->getOps<ApplyGradientOp>())
      if (service.find(apply.getVariable()))
        for (StringAttr axis : mesh.getAxisNames().getAsRange<StringAttr>())
          if (getAxisState(apply.getGradient().getType(), axis).isPartial())
            axes.insert(axis);
    workerAxes = axes.takeVector();
    // Devices that push nothing would not keep step with those that do.
    for (StringAttr axis : mesh.getAxisNames().getAsRange<StringAttr>())
      if (!updated.empty() && *mesh.getAxisSize(axis) > 1 && !llvm::is_contained(workerAxes, axis))
        return program.emitOpError()
               << "is on a mesh with \"" << axis.getValue() << "\", along which no gradient of a "
               << "variable on a server differs; expected axes that split the batch";
    workers = 1;
    for (StringAttr axis : workerAxes)
      workers *= *mesh.getAxisSize(axis);
    int64_t needed = service.record.getReplicasToAggregate();
    int64_t tokens = service.record.getInitialTokens();
    if (tokens >= 0 && tokens + workers < needed)
      return program.emitOpError()
             << "has " << workers << " workers and " << tokens << " initial tokens, but an update "
             << "takes " << needed << " gradients; expected at least " << needed - workers
             << " tokens, or none would ever begin";
    return success();
  }

  /// Workers that do not keep step have no variables in common.
  LogicalResult checkLocalWrites() {
    if (service.keepsStep())
      return success();
    WalkResult walk = program.walk([&](Operation *op) {
      if (isa<AssignOp, ApplyGradientOp>(op) && !hostedVariable(op)) {
        op->emitOpError() << "changes " << op->getAttr("variable")
                          << " on workers that do not keep step; expected a variable with "
                          << synchronizationAttrName << " = #skein.parameter_server";
        return WalkResult::interrupt();
      }
      return WalkResult::advance();
    });
    return failure(walk.wasInterrupted());
  }

  //===--------------------------------------------------------------------===//
  // Objects
  //===--------------------------------------------------------------------===//

  /// A name for an object of this program, such as @train.go.
  StringAttr nameOf(const Twine &what) {
    return StringAttr::get(context, program.getSymName() + "." + what);
  }

  OpBuilder atObjects() {
    OpBuilder builder(program);
    return builder;
  }

  DictionaryAttr placeOf(int64_t server) {
    auto axis = cast<StringAttr>(service.mesh.getAxisNames()[0]);
    Builder builder(context);
    return builder.getDictionaryAttr(
        builder.getNamedAttr(axis.getValue(), builder.getI64IntegerAttr(server)));
  }

  /// A queue on `server`, or on the workers themselves; one for each of them if it is
  /// `perWorker`.
  QueueOp createQueue(const Twine &what, std::optional<int64_t> server, bool perWorker, Type type,
                      int64_t initial = 0, int64_t capacity = 0) {
    OpBuilder builder = atObjects();
    auto number = [&](int64_t value) {
      return value > 0 ? builder.getI64IntegerAttr(value) : IntegerAttr();
    };
    auto queue = QueueOp::create(
        builder, program.getLoc(), nameOf(what),
        server ? FlatSymbolRefAttr::get(service.mesh) : FlatSymbolRefAttr(),
        server ? placeOf(*server) : DictionaryAttr(),
        perWorker ? program.getMeshAttr() : FlatSymbolRefAttr(), TypeAttr::get(type),
        number(initial), number(capacity));
    symbols.insert(queue);
    return queue;
  }

  AccumulatorOp createAccumulator(VariableOp variable, const Twine &what, IntegerAttr rows) {
    OpBuilder builder = atObjects();
    SmallVector<Attribute> axes(workerAxes.begin(), workerAxes.end());
    auto order = service.protocolOf(variable) == Protocol::Synchronous
                     ? AccumulationOrder::Index
                     : AccumulationOrder::Arrival;
    auto accumulator = AccumulatorOp::create(
        builder, variable.getLoc(), nameOf(variable.getSymName() + "." + what),
        FlatSymbolRefAttr::get(variable), program.getMeshAttr(), builder.getArrayAttr(axes),
        AccumulationOrderAttr::get(context, order), rows);
    symbols.insert(accumulator);
    return accumulator;
  }

  ProgramOp createProgram(const Twine &what, int64_t server, int64_t times) {
    OpBuilder builder(context);
    builder.setInsertionPointAfter(servers.empty() ? program : lastProgram);
    auto none = builder.getArrayAttr({});
    auto made = ProgramOp::create(
        builder, program.getLoc(), nameOf(what), FlatSymbolRefAttr::get(service.mesh),
        TypeAttr::get(builder.getFunctionType({}, {})), none, ArrayAttr(), ArrayAttr());
    made.setCoordinatesAttr(placeOf(server));
    made.setBesideAttr(FlatSymbolRefAttr::get(program));
    made.setTimes(times);
    made.getBody().emplaceBlock();
    symbols.insert(made);
    lastProgram = made;
    return made;
  }

  OpBuilder atEnd(Server &server) { return OpBuilder::atBlockEnd(&server.program.getBody().front()); }

  //===--------------------------------------------------------------------===//
  // The text of an iteration
  //===--------------------------------------------------------------------===//

  /// The programs of the servers, and what is in front of everything.
  void begin() {
    llvm::SetVector<int64_t> numbers;
    for (auto apply : body->getOps<ApplyGradientOp>())
      if (VariableOp variable = service.find(apply.getVariable()))
        numbers.insert(service.partOf.lookup(variable));
    SmallVector<int64_t> sorted(numbers.takeVector());
    llvm::sort(sorted);
    for (int64_t number : sorted) {
      const Part &part = service.parts[number];
      Server server{number, part.place, part.record, part.protocol()};
      server.program = createProgram("server" + Twine(part.place), part.place,
                                     server.appliesInTurn() ? workers : 1);
      servers.insert({number, std::move(server)});
    }
    OpBuilder builder = OpBuilder::atBlockBegin(body);
    Location loc = program.getLoc();
    if (service.takesTokens()) {
      labels = createQueue("label", std::nullopt, true, countType(context), 1);
      step = DequeueOp::create(builder, loc, labels).getValue();
    } else {
      step = StepIndexOp::create(builder, loc);
    }
    for (auto &[number, server] : servers) {
      if (!server.appliesInTurn())
        continue;
      server.arrivals =
          createQueue("arrivals" + Twine(server.place), server.place, false, countType(context));
      OpBuilder there = atEnd(server);
      auto arrival = DequeueOp::create(there, loc, server.arrivals);
      server.sender = arrival.getFrom();
      server.arrived = arrival.getValue();
    }
  }

  LogicalResult rewrite(Operation *op) {
    for (auto &[number, server] : servers)
      if (onServer[number].contains(op)) {
        for (Value operand : op->getOperands())
          if (sent[number].contains(operand) && failed(send(operand, op, server)))
            return failure();
        OpBuilder builder = atEnd(server);
        builder.clone(*op, server.values);
        moved.insert(op);
      }
    if (auto apply = dyn_cast<ApplyGradientOp>(op); apply && hostedVariable(op))
      return update(apply);
    if (auto assign = dyn_cast<AssignOp>(op); assign && hostedVariable(op))
      return moveAssign(assign);
    if (auto check = dyn_cast<AllFiniteOp>(op))
      return lookBeforeSum(check);
    if (auto norm = dyn_cast<GlobalNormOp>(op))
      return moveNorm(norm);
    return success();
  }

  LogicalResult moveAssign(AssignOp assign) {
    auto found = servers.find(service.partOf.lookup(hostedVariable(assign)));
    if (found == servers.end())
      return assign.emitOpError() << "changes " << assign.getVariableAttr()
                                  << " on a server that updates no variable in this step";
    Server &server = found->second;
    for (Value operand : assign->getOperands())
      if (failed(send(operand, assign, server)))
        return failure();
    OpBuilder builder = atEnd(server);
    builder.clone(*assign, server.values);
    assign.erase();
    return success();
  }

  /// Gives `server` the scalar `value`, which all workers have, or that of the worker
  /// whose turn it is.
  LogicalResult send(Value value, Operation *user, Server &server) {
    if (server.values.contains(value))
      return success();
    auto type = dyn_cast<RankedTensorType>(value.getType());
    bool isScalar = type && type.getRank() == 0 && !getDistribution(type);
    bool isOneWorkers = server.appliesInTurn();
    bool isOfAll = !isOneWorkers && !service.keepsStep();
    auto read = value.getDefiningOp<ReadOp>();
    if (isScalar && isOfAll && read && hostedVariable(read)) {
      auto owner = servers.find(service.partOf.lookup(hostedVariable(read)));
      if (owner != servers.end() && !owner->second.appliesInTurn()) {
        passRead(read, owner->second, server);
        return success();
      }
    }
    if (!isScalar || isOfAll)
      return user->emitOpError()
             << "needs a value of the workers on server " << server.place << "; expected "
             << (isScalar ? "one that servers have, as an update is of several workers who do not "
                            "keep step"
                          : "one that the server has, or a scalar");
    // Two: as for gradients.
    QueueOp queue = createQueue("value" + Twine(numValues++), server.place, true, type,
                                /*initial=*/0, /*capacity=*/isOneWorkers ? 2 : 0);
    OpBuilder here(context);
    here.setInsertionPointAfterValue(value);
    EnqueueOp::create(here, user->getLoc(), queue, value);
    OpBuilder there = atEnd(server);
    auto received = DequeueOp::create(there, user->getLoc(), queue,
                                      isOneWorkers ? server.sender : Value());
    received.setAll(!isOneWorkers);
    server.values.map(value, received.getValue());
    return success();
  }

  /// Gives `to` what `read` finds on another server, before anything changes there.
  void passRead(ReadOp read, Server &from, Server &to) {
    QueueOp queue = createQueue("value" + Twine(numValues++), to.place, false, read.getType());
    OpBuilder first = OpBuilder::atBlockBegin(&from.program.getBody().front()), there = atEnd(to);
    EnqueueOp::create(first, read.getLoc(), queue, first.clone(*read)->getResult(0));
    to.values.map(read.getResult(), DequeueOp::create(there, read.getLoc(), queue).getValue());
  }

  /// The update on a server that takes `value`.
  ApplyGradientOp hostedUpdate(Value value) {
    for (Operation *user : value.getUsers())
      if (auto apply = dyn_cast<ApplyGradientOp>(user);
          apply && apply.getGradient() == value && hostedVariable(apply))
        return apply;
    return {};
  }

  /// What workers look at before gradients are added up on a server is their own part.
  LogicalResult lookBeforeSum(AllFiniteOp op) {
    if (!service.keepsStep()) // everybody's own
      return success();
    SmallVector<Value> values;
    for (Value value : op.getOperands()) {
      if (!isPartial(value.getType()) || !(pushed.contains(value) || hostedUpdate(value))) {
        values.push_back(value);
        continue;
      }
      SmallVector<Value> parts{value};
      if (isa<SparseGradientType>(value.getType())) {
        FailureOr<SparseGradientOp> pairs = skein::passes::findPairs(op, value);
        if (failed(pairs))
          return failure();
        parts = pairs->getRows();
      }
      for (Value part : parts)
        values.push_back(isPartial(part.getType()) ? stack(part) : part);
    }
    op.getValuesMutable().assign(values);
    return success();
  }

  bool isPartial(Type type) {
    return llvm::any_of(workerAxes,
                        [&](StringAttr axis) { return getAxisState(type, axis).isPartial(); });
  }

  Value stack(Value value) {
    OpBuilder builder(context);
    builder.setInsertionPointAfterValue(value);
    auto type = cast<RankedTensorType>(value.getType());
    SmallVector<std::pair<StringAttr, AxisState>> states;
    SmallVector<Attribute> axes;
    for (StringAttr axis : mesh.getAxisNames().getAsRange<StringAttr>())
      if (getAxisState(type, axis).isPartial()) {
        states.push_back({axis, AxisState::split(0)});
        axes.push_back(axis);
      }
    SmallVector<int64_t> shape(type.getShape());
    shape.insert(shape.begin(), 1);
    auto stacked = getDistributedType([&] { return emitError(value.getLoc()); }, shape,
                                      type.getElementType(), states);
    return StackOp::create(builder, value.getLoc(), stacked, value, mesh.getSymName(),
                           builder.getArrayAttr(axes));
  }

  //===--------------------------------------------------------------------===//
  // Norms
  //===--------------------------------------------------------------------===//

  Value normOf(OpBuilder &builder, Location loc, ValueRange values, Value factor = {}) {
    if (values.size() == 1 && cast<RankedTensorType>(values[0].getType()).getRank() == 0 && !factor)
      return values[0]; // of a norm
    return GlobalNormOp::create(builder, loc, RankedTensorType::get({}, builder.getF32Type()),
                                values, factor);
  }

  /// The norm of gradients that are added up on servers: each has that of its own, and the
  /// first one takes the norm of these norms and tells whoever needs it.
  LogicalResult moveNorm(GlobalNormOp op) {
    std::map<int64_t, SmallVector<ApplyGradientOp>> byServer;
    SmallVector<Value> own;
    for (Value value : op.getValues())
      if (ApplyGradientOp apply = isPartial(value.getType()) ? hostedUpdate(value) : ApplyGradientOp())
        byServer[service.partOf.lookup(hostedVariable(apply))].push_back(apply);
      else
        own.push_back(value);
    auto appliesInTurn = [&](auto &some) { return servers.find(some.first)->second.appliesInTurn(); };
    if (byServer.empty() || llvm::all_of(byServer, appliesInTurn))
      return scaleNorm(op);
    if (llvm::any_of(byServer, appliesInTurn))
      return op.emitOpError() << "is of gradients that are added up and of some that are not; "
                                 "expected one protocol for their variables";
    bool isNeededHere = isUsedByWorkers(op);
    if (!service.keepsStep() && (isNeededHere || !own.empty()))
      return op.emitOpError() << "is of gradients that servers take, for workers who do not keep "
                                 "step; expected nothing but updates on servers to take it";
    std::map<int64_t, Value> norms;
    for (auto &[number, updates] : byServer) {
      FailureOr<Value> norm = normOn(servers.find(number)->second, updates, op);
      if (failed(norm))
        return failure();
      norms[number] = *norm;
    }
    Server &first = servers.find(byServer.begin()->first)->second;
    SmallVector<Value> all;
    for (auto &[number, norm] : norms)
      all.push_back(number == first.number ? norm
                                           : pass(norm, servers.find(number)->second, first));
    OpBuilder here(op), there = atEnd(first);
    Location loc = op.getLoc();
    if (!own.empty()) {
      Value norm = GlobalNormOp::create(here, loc, op.getType(), own, op.getFactor());
      if (failed(send(norm, op, first)))
        return failure();
      all.push_back(first.values.lookup(norm));
    }
    there = atEnd(first);
    Value total = normOf(there, loc, all);
    Value result = op.getResult();
    if (isNeededHere)
      result = tellWorkers(total, first, op);
    for (auto &[number, server] : servers)
      if (number == first.number)
        server.values.map(result, total);
      else if (sent[number].contains(op.getResult()))
        server.values.map(result, pass(total, first, server));
    if (isNeededHere)
      op.replaceAllUsesWith(result);
    moved.insert(op);
    return success();
  }

  /// That of what an update takes: the mean, where it takes that of one worker as its part.
  LogicalResult scaleNorm(GlobalNormOp op) {
    if (!kind.isMean() || llvm::none_of(op.getValues(), [&](Value value) { return hostedUpdate(value); }))
      return success();
    OpBuilder here(op);
    Value share = createFactor(here, op.getLoc(), 1.0 / workers);
    op.getFactorMutable().assign(product(here, op.getLoc(), op.getFactor(), share));
    return success();
  }

  /// The norm of the gradients that `updates` take on `server`.
  FailureOr<Value> normOn(Server &server, ArrayRef<ApplyGradientOp> updates, GlobalNormOp op) {
    if (op.getFactor() && failed(send(op.getFactor(), op, server)))
      return failure();
    SmallVector<Value> norms;
    for (ApplyGradientOp apply : updates) {
      Value factor;
      FailureOr<Value> gradient = moveGradient(apply, server, op, factor);
      if (failed(gradient))
        return failure();
      OpBuilder there = atEnd(server);
      factor = product(there, op.getLoc(), server.values.lookupOrNull(op.getFactor()), factor);
      norms.push_back(GlobalNormOp::create(there, op.getLoc(), op.getType(), *gradient, factor));
    }
    OpBuilder there = atEnd(server);
    return normOf(there, op.getLoc(), norms);
  }

  /// The scalar `value` of one server, on another one.
  Value pass(Value value, Server &from, Server &to) {
    QueueOp queue =
        createQueue("value" + Twine(numValues++), to.place, false, value.getType());
    OpBuilder sending = atEnd(from), receiving = atEnd(to);
    EnqueueOp::create(sending, value.getLoc(), queue, value);
    return DequeueOp::create(receiving, value.getLoc(), queue).getValue();
  }

  /// The scalar `value` of a server, in front of `op` of the workers, who all get it.
  Value tellWorkers(Value value, Server &from, Operation *op) {
    QueueOp queue = createQueue("value" + Twine(numValues++), from.place, true, value.getType());
    OpBuilder sending = atEnd(from), here(op);
    EnqueueOp::create(sending, op->getLoc(), queue, value).setAll(true);
    Value received = await(here, queue).getValue();
    // Alike for all of them, which a maximum of all says.
    auto type = cast<RankedTensorType>(value.getType());
    RankedTensorType partial = type;
    SmallVector<Attribute> axes(workerAxes.begin(), workerAxes.end());
    for (StringAttr axis : workerAxes)
      partial = withAxisState([&] { return op->emitOpError(); }, partial, axis,
                              AxisState::partial(ReductionKind::Max));
    Value assumed = AssumePartialOp::create(here, op->getLoc(), partial, ReductionKind::Max,
                                            received, mesh.getSymName(), here.getArrayAttr(axes));
    return AllReduceOp::create(here, op->getLoc(), type, ReductionKind::Max, assumed,
                               mesh.getSymName(), here.getArrayAttr(axes));
  }

  /// Whether anything but updates and assignments on servers depends on `op`.
  bool isUsedByWorkers(Operation *op) {
    llvm::SetVector<Operation *> open;
    open.insert(op);
    for (size_t i = 0; i < open.size(); ++i)
      for (Operation *user : open[i]->getUsers()) {
        user = body->findAncestorOpInBlock(*user);
        bool isOnServer = llvm::any_of(
            onServer, [&](auto &server) { return server.second.contains(user); });
        if (isOnServer)
          open.insert(user);
        else if (!hostedVariable(user) || isa<ReadOp>(user))
          return true;
      }
    return false;
  }

  //===--------------------------------------------------------------------===//
  // Updates
  //===--------------------------------------------------------------------===//

  LogicalResult update(ApplyGradientOp apply) {
    VariableOp variable = hostedVariable(apply);
    Server &server = servers.find(service.partOf.lookup(variable))->second;
    for (Value operand : apply->getOperands().drop_front())
      if (failed(send(operand, apply, server)))
        return failure();
    Value factor;
    FailureOr<Value> gradient = moveGradient(apply, server, apply, factor);
    if (failed(gradient))
      return failure();
    OpBuilder there = atEnd(server);
    factor = product(there, apply.getLoc(), server.values.lookupOrNull(apply.getFactor()), factor);
    Value condition = apply.getCondition();
    ApplyGradientOp::create(there, apply.getLoc(), apply.getVariable(), *gradient, factor,
                            condition ? server.values.lookupOrDefault(condition) : Value(),
                            apply.getClipAttr(), apply.getOptimizer());
    apply.erase();
    return success();
  }

  /// Sends the gradient that `apply` takes, in front of `place`, and returns it on the
  /// server; sets `factor` where it is not yet what is applied. What has been sent before
  /// is not sent again.
  FailureOr<Value> moveGradient(ApplyGradientOp apply, Server &server, Operation *place,
                                Value &factor) {
    auto [found, isNew] = movedGradients.try_emplace(apply);
    if (isNew) {
      VariableOp variable = hostedVariable(apply);
      pushed.insert(apply.getGradient());
      FailureOr<Value> gradient =
          isa<SparseGradientType>(apply.getGradient().getType())
              ? moveRows(apply, variable, server, factor)
              : FailureOr<Value>(moveTensor(apply, variable, server, place, factor));
      if (failed(gradient))
        return failure();
      movedGradients[apply] = {*gradient, factor};
    }
    factor = movedGradients[apply].second;
    return movedGradients[apply].first;
  }

  /// The product of two scalars, each of which may not be there.
  static Value product(OpBuilder &builder, Location loc, Value a, Value b) {
    return a && b ? arith::MulFOp::create(builder, loc, a, b).getResult() : a ? a : b;
  }

  Value moveTensor(ApplyGradientOp apply, VariableOp variable, Server &server, Operation *place,
                   Value &factor) {
    OpBuilder here(place);
    OpBuilder there = atEnd(server);
    Location loc = apply.getLoc();
    Type type = variable.getType();
    if (server.appliesInTurn()) {
      Value gradient = inTurn(place, variable, "gradients", apply.getGradient(), server);
      if (kind.isMean())
        factor = createFactor(there, loc, 1.0 / workers);
      return gradient;
    }
    AccumulatorOp accumulator = createAccumulator(variable, "sum", {});
    PushOp::create(here, loc, accumulator.getSymName(), apply.getGradient(), step);
    int64_t needed = service.takesTokens() ? service.record.getReplicasToAggregate() : workers;
    auto take = TakeOp::create(there, loc, TypeRange{type, countType(context)},
                               accumulator.getSymName(), needed);
    if (service.takesTokens())
      factor = perPush(there, loc, take.getCount(), kind.isMean());
    else if (kind.isMean())
      factor = createFactor(there, loc, 1.0 / workers);
    return take.getSum();
  }

  /// Sends `value` and returns, on the server, that of the worker whose turn it is.
  Value inTurn(Operation *place, VariableOp variable, StringRef what, Value value,
               Server &server) {
    OpBuilder here(place), there = atEnd(server);
    // Two: one on its way while the next is computed.
    QueueOp queue = createQueue(variable.getSymName() + "." + what, server.place, true,
                                stripDistribution(value.getType()), /*initial=*/0, /*capacity=*/2);
    EnqueueOp::create(here, place->getLoc(), queue, value);
    return DequeueOp::create(there, place->getLoc(), queue, server.sender).getValue();
  }

  /// What makes the sum of `count` gradients the mean of them, or that of as many as
  /// there are workers.
  Value perPush(OpBuilder &builder, Location loc, Value count, bool mean) {
    auto type = RankedTensorType::get({}, builder.getF32Type());
    Value pushes = arith::SIToFPOp::create(builder, loc, type, count);
    return arith::DivFOp::create(builder, loc,
                                 createFactor(builder, loc, mean ? 1 : workers), pushes);
  }

  FailureOr<Value> moveRows(ApplyGradientOp apply, VariableOp variable, Server &server,
                            Value &factor) {
    FailureOr<SparseGradientOp> pairs = skein::passes::findPairs(apply, apply.getGradient());
    if (failed(pairs))
      return failure();
    SmallVector<RowList> lists;
    int64_t rank = cast<RankedTensorType>(variable.getType()).getRank();
    for (auto [where, what] : llvm::zip(pairs->getIndices(), pairs->getRows())) {
      OpBuilder here(apply);
      FailureOr<Value> list = flatten(here, apply, where, 1);
      FailureOr<Value> lines = flatten(here, apply, what, rank);
      if (failed(list) || failed(lines))
        return failure();
      lists.push_back({*list, *lines});
    }
    if (pairs->use_empty() || (pairs->getResult().hasOneUse() && *pairs->getResult().user_begin() == apply))
      moved.insert(*pairs);
    if (service.takesTokens())
      return moveRowSums(apply, variable, lists, server, factor);
    OpBuilder there = atEnd(server);
    Location loc = apply.getLoc();
    for (RowList &list : lists)
      list = server.appliesInTurn() ? enqueueList(apply, variable, list, server)
                                    : pushList(apply, variable, list, there);
    SmallVector<Value> indices, rows;
    SmallVector<GatheredPair> gathered;
    for (const RowList &list : lists) {
      gathered.push_back({list.indices, list.rows, 0});
      indices.push_back(list.indices);
      rows.push_back(list.rows);
    }
    // What one worker applies by itself is its own mean.
    if (kind.isRowMean() && !server.appliesInTurn())
      rows = skein::passes::createRowMeans(
          there, loc, gathered, workers,
          kind.tensors == Reduction::MeanOfMeans ? *mesh.getAxisSize(workerAxes.front()) : 1);
    else if (kind.isMeanOfRows())
      factor = createFactor(there, loc, 1.0 / workers);
    return SparseGradientOp::create(
               there, loc, SparseGradientType::get(cast<RankedTensorType>(variable.getType())),
               indices, rows)
        .getResult();
  }

  /// Pushes `list` and takes those of all workers.
  RowList pushList(ApplyGradientOp apply, VariableOp variable, const RowList &list,
                   OpBuilder &there) {
    OpBuilder here(apply);
    Location loc = apply.getLoc();
    auto type = cast<RankedTensorType>(list.rows.getType());
    SmallVector<int64_t> shape(type.getShape());
    AccumulatorOp accumulator =
        createAccumulator(variable, "rows", here.getI64IntegerAttr(shape.front()));
    PushRowsOp::create(here, loc, accumulator.getSymName(), list.indices, list.rows, step);
    shape.front() *= workers;
    auto take = TakeRowsOp::create(
        there, loc,
        TypeRange{RankedTensorType::get({shape.front()}, there.getI64Type()),
                  RankedTensorType::get(shape, type.getElementType())},
        accumulator.getSymName());
    return {take.getIndices(), take.getRows()};
  }

  /// Enqueues `list` and takes that of the worker whose turn it is.
  RowList enqueueList(ApplyGradientOp apply, VariableOp variable, const RowList &list,
                      Server &server) {
    return {inTurn(apply, variable, "indices", list.indices, server),
            inTurn(apply, variable, "rows", list.rows, server)};
  }

  /// Adds the rows of the workers up as they come, for every row of the variable.
  FailureOr<Value> moveRowSums(ApplyGradientOp apply, VariableOp variable,
                               ArrayRef<RowList> lists, Server &server, Value &factor) {
    OpBuilder here(apply), there = atEnd(server);
    Location loc = apply.getLoc();
    auto type = cast<RankedTensorType>(variable.getType());
    // One push, which counts a row once however many look-ups have it.
    RowList list = skein::passes::createJoined(here, loc, lists);
    int64_t count = cast<RankedTensorType>(list.indices.getType()).getDimSize(0);
    AccumulatorOp accumulator =
        createAccumulator(variable, "rows", here.getI64IntegerAttr(count));
    PushRowsOp::create(here, loc, accumulator.getSymName(), list.indices, list.rows, step);
    auto take = TakeRowSumsOp::create(
        there, loc,
        TypeRange{type, RankedTensorType::get({type.getDimSize(0)}, there.getI64Type()),
                  countType(context)},
        accumulator.getSymName(), service.record.getReplicasToAggregate());
    if (kind.isRowMean())
      return skein::passes::createRowQuotients(there, loc, take.getSums(), take.getRowCounts());
    factor = perPush(there, loc, take.getCount(), kind.isMeanOfRows());
    return take.getSums();
  }

  /// `value` with its first dimensions merged into one, so that `rank` are left.
  FailureOr<Value> flatten(OpBuilder &builder, Operation *user, Value value, int64_t rank) {
    auto type = cast<RankedTensorType>(value.getType());
    if (type.getRank() == rank)
      return value;
    SmallVector<std::pair<StringAttr, AxisState>> states;
    for (StringAttr axis : mesh.getAxisNames().getAsRange<StringAttr>()) {
      AxisState state = getAxisState(type, axis);
      if (!service.keepsStep())
        continue; // states end where workers do not keep step
      if (state.isSplit() && state.dim != 0)
        return user->emitOpError() << "sends rows that are split along dimension " << state.dim
                                   << " of the look-up; expected the outermost";
      states.push_back({axis, state});
    }
    int64_t merged = type.getRank() - rank + 1;
    SmallVector<ReassociationIndices> groups(1);
    SmallVector<int64_t> shape(1, 1);
    for (int64_t dim = 0; dim < type.getRank(); ++dim) {
      if (dim < merged) {
        groups.front().push_back(dim);
        shape.front() *= type.getDimSize(dim);
      } else {
        groups.push_back({dim});
        shape.push_back(type.getDimSize(dim));
      }
    }
    auto flat = getDistributedType([&] { return user->emitOpError(); }, shape,
                                   type.getElementType(), states);
    if (!flat)
      return failure();
    if (type.getRank() < rank) // a single index
      return Value(tensor::ExpandShapeOp::create(builder, user->getLoc(), flat, value,
                                                 ArrayRef<ReassociationIndices>()));
    return Value(tensor::CollapseShapeOp::create(builder, user->getLoc(), flat, value, groups));
  }

  //===--------------------------------------------------------------------===//
  // The end of an iteration
  //===--------------------------------------------------------------------===//

  void end() {
    signal();
    refreshCopies();
  }

  /// First all that tells servers what they can go on with, then all waiting.
  void signal() {
    OpBuilder here(body->getTerminator());
    Location loc = program.getLoc();
    if (service.takesTokens())
      return giveTokens(here);
    if (llvm::any_of(servers, [](auto &server) { return server.second.record.getInTurn(); }))
      waitForReaders(here);
    for (auto &[number, server] : servers)
      if (server.appliesInTurn())
        EnqueueOp::create(here, loc, server.arrivals, step);
    for (auto &[number, server] : servers) {
      if (server.protocol == Protocol::InTurn) {
        createClock(here, server);
      } else if (server.protocol == Protocol::Synchronous) {
        QueueOp go = createQueue("go" + Twine(server.place), server.place, true, countType(context));
        release(go, server);
        await(here, go);
      }
    }
  }

  /// Copies get the values of the update that is over.
  void refreshCopies() {
    OpBuilder here(body->getTerminator());
    for (auto [name, variable] : service.variables) {
      VariableOp copy = service.copies.lookup(variable);
      if (!copy || !updated.contains(variable))
        continue;
      Value value =
          PullOp::create(here, program.getLoc(), variable.getType(), variable.getSymName());
      AssignOp::create(here, program.getLoc(), copy.getSymName(), value);
    }
  }

  /// Where gradients are applied one by one but should be of the same values, none is
  /// applied before everybody has these values: a clock waits for all, and lets all go on.
  void waitForReaders(OpBuilder &here) {
    int64_t first = servers.begin()->second.place;
    QueueOp read = createQueue("read", first, true, countType(context));
    QueueOp start = createQueue("start", first, true, countType(context));
    EnqueueOp::create(here, program.getLoc(), read, step);
    await(here, start);
    ProgramOp clock = createProgram("readers", first, 1);
    OpBuilder inClock = OpBuilder::atBlockEnd(&clock.getBody().front());
    auto last = DequeueOp::create(inClock, program.getLoc(), read);
    last.setAll(true);
    EnqueueOp::create(inClock, program.getLoc(), start, last.getValue()).setAll(true);
    ReturnOp::create(inClock, program.getLoc(), ValueRange());
  }

  /// `server` tells everybody that the update is over.
  void release(QueueOp go, Server &server) {
    OpBuilder there = atEnd(server);
    Value number = StepIndexOp::create(there, program.getLoc());
    EnqueueOp::create(there, program.getLoc(), go, number).setAll(true);
  }

  /// Waits for a signal at this worker's own queue.
  DequeueOp await(OpBuilder &here, QueueOp queue) {
    auto signal = DequeueOp::create(here, program.getLoc(), queue);
    SmallVector<std::pair<StringAttr, AxisState>> states;
    if (service.keepsStep())
      for (StringAttr axis : mesh.getAxisNames().getAsRange<StringAttr>())
        states.push_back({axis, AxisState::varying()});
    for (Value result : signal.getResults())
      result.setType(getDistributedType([&] { return program.emitOpError(); }, {},
                                        getElementTypeOrSelf(result.getType()), states));
    return signal;
  }

  /// Tokens that carry the number of the step: the last server to finish, or a chief who
  /// waits for all of them, gives them out.
  void giveTokens(OpBuilder &here) {
    Location loc = program.getLoc();
    Type count = countType(context);
    int64_t needed = service.record.getReplicasToAggregate();
    int64_t initial = service.record.getInitialTokens();
    int64_t first = servers.begin()->second.place;
    QueueOp tokens = createQueue("tokens", first, false, count, initial < 0 ? needed : initial);

    ProgramOp chief = servers.begin()->second.program;
    OpBuilder there(context);
    if (servers.size() > 1) {
      QueueOp applied = createQueue("applied", first, false, count);
      for (auto &[number, server] : servers) {
        OpBuilder atServer = atEnd(server);
        Value update = StepIndexOp::create(atServer, loc);
        EnqueueOp::create(atServer, loc, applied, update);
      }
      chief = createProgram("chief", first, 1);
      there.setInsertionPointToEnd(&chief.getBody().front());
      for (size_t server = 0; server < servers.size(); ++server)
        DequeueOp::create(there, loc, applied);
    } else {
      there.setInsertionPointToEnd(&chief.getBody().front());
    }
    Value update = StepIndexOp::create(there, loc);
    Value next = arith::AddIOp::create(there, loc, update, createCount(there, loc, 1));
    EnqueueOp::create(there, loc, tokens, next).setTimes(std::max(workers, needed));
    if (servers.size() > 1)
      ReturnOp::create(there, loc, ValueRange());

    auto token = DequeueOp::create(here, loc, tokens);
    EnqueueOp::create(here, loc, labels, token.getValue());
    Value last = LastStepOp::create(here, loc);
    Value more = arith::CmpIOp::create(here, loc, arith::CmpIPredicate::slt, token.getValue(), last);
    RepeatWhileOp::create(here, loc, more);
  }

  /// A clock beside `server` counts the updates of each worker, and lets all go on when the
  /// slowest has one more.
  void createClock(OpBuilder &here, Server &server) {
    Location loc = program.getLoc();
    Type count = countType(context);
    int64_t place = server.place;
    QueueOp done = createQueue("done" + Twine(place), place, true, count);
    OpBuilder there = atEnd(server);
    EnqueueOp::create(there, loc, done, server.arrived, server.sender);
    QueueOp go =
        createQueue("go" + Twine(place), place, true, count, server.record.getStaleness());
    ProgramOp clock = createProgram("clock" + Twine(place), place, 1);
    OpBuilder inClock = OpBuilder::atBlockEnd(&clock.getBody().front());
    auto oldest = DequeueOp::create(inClock, loc, done);
    oldest.setAll(true);
    EnqueueOp::create(inClock, loc, go, oldest.getValue()).setAll(true);
    ReturnOp::create(inClock, loc, ValueRange());
    await(here, go);
  }

  ProgramOp program;
  Service &service;
  SymbolTable &symbols;
  ServedReduction kind;
  MeshOp mesh; // of the workers
  MLIRContext *context;
  Block *body = nullptr;

  SmallVector<StringAttr> workerAxes;
  int64_t workers = 1;
  llvm::SetVector<VariableOp> updated;
  /// By server: what is computed there, and what the workers send for it.
  std::map<int64_t, llvm::SetVector<Operation *>> onServer;
  std::map<int64_t, llvm::SetVector<Value>> sent;

  llvm::MapVector<int64_t, Server, std::map<int64_t, unsigned>> servers;
  ProgramOp lastProgram;
  llvm::SetVector<Operation *> moved; // now on servers; unused here, perhaps
  llvm::SetVector<Value> pushed;
  /// On servers, with factors.
  DenseMap<Operation *, std::pair<Value, Value>> movedGradients;
  Value step; // its number
  QueueOp labels;
  int64_t numValues = 0;
};

} // namespace

LogicalResult skein::passes::makeServerPrograms(ProgramOp program, Service &service,
                                                SymbolTable &symbols, ServedReduction kind) {
  return WorkerRewriter(program, service, symbols, kind).run();
}
