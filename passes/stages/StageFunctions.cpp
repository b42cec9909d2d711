//===- StageFunctions.cpp - a function as a chain of functions ------------===//
#include "passes/stages/StageFunctions.h"

#include "dialect/Skein.h"
#include "passes/InlineCalls.h"

#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace skein;
using namespace skein::passes;

namespace {

class StageBuilder {
public:
  StageBuilder(func::FuncOp function, const Layers &layers, ArrayRef<int> stageOfLayer, int stages,
               const llvm::BitVector &parameters)
      : function(function), body(function.front()), layers(layers), stageOfLayer(stageOfLayer),
        parameters(parameters), stages(stages) {}

  StagedFunction build(StringRef name, SymbolTable &symbols) {
    for (int stage = 0; stage < int(stages.size()); ++stage)
      findReads(stage);
    findOutputs();
    StagedFunction staged;
    for (auto [number, stage] : llvm::enumerate(stages)) {
      func::FuncOp built = buildStage((name + ".stage" + Twine(number)).str(), number, stage);
      symbols.insert(built, Block::iterator(function));
      staged.stages.push_back(built);
    }
    buildCaller(name, staged);
    symbols.insert(staged.function, Block::iterator(function));
    return staged;
  }

private:
  struct Stage {
    llvm::SetVector<Operation *> ops; // its own, and free ones
    SmallVector<Value> inputs;        // arguments of the function first, then results of stages
    SmallVector<Value> outputs;
  };

  int stageOf(Operation *op) const {
    auto layer = layers.of.find(op);
    return layer == layers.of.end() ? -1 : stageOfLayer[layer->second];
  }

  /// Collects the free ops that `op` needs.
  void addFreeOps(Operation *op, llvm::SetVector<Operation *> &ops) {
    for (Value value : valuesReadBy(op))
      if (Operation *producer = value.getDefiningOp();
          producer && stageOf(producer) < 0 && ops.insert(producer))
        addFreeOps(producer, ops);
  }

  void findReads(int number) {
    Stage &stage = stages[number];
    for (Operation &op : body.without_terminator())
      if (stageOf(&op) == number) {
        stage.ops.insert(&op);
        addFreeOps(&op, stage.ops);
      }
    llvm::SetVector<Value> read;
    for (Operation *op : stage.ops)
      for (Value value : valuesReadBy(op))
        read.insert(value);
    for (BlockArgument argument : body.getArguments())
      if (read.contains(argument))
        stage.inputs.push_back(argument);
    for (Operation &op : body)
      if (!stage.ops.contains(&op))
        for (Value result : op.getResults())
          if (read.contains(result))
            stage.inputs.push_back(result);
  }

  void findOutputs() {
    llvm::DenseSet<Value> wanted(body.getTerminator()->operand_begin(),
                                 body.getTerminator()->operand_end());
    for (const Stage &stage : stages)
      wanted.insert(stage.inputs.begin(), stage.inputs.end());
    for (Operation &op : body.without_terminator())
      if (int stage = stageOf(&op); stage >= 0)
        llvm::copy_if(op.getResults(), std::back_inserter(stages[stage].outputs),
                      [&](Value result) { return wanted.contains(result); });
  }

  func::FuncOp createFunction(StringRef name, TypeRange inputs, TypeRange outputs) {
    auto created = func::FuncOp::create(function.getLoc(), name,
                                        FunctionType::get(function.getContext(), inputs, outputs));
    created.setPrivate();
    created.addEntryBlock();
    return created;
  }

  func::FuncOp buildStage(StringRef name, int64_t number, const Stage &stage) {
    func::FuncOp built = createFunction(name, ValueRange(stage.inputs).getTypes(),
                                        ValueRange(stage.outputs).getTypes());
    OpBuilder builder = OpBuilder::atBlockEnd(&built.front());
    built->setAttr(stageAttrName, builder.getI64IntegerAttr(number));
    IRMapping mapping;
    mapping.map(stage.inputs, built.getArguments());
    for (Operation &op : body)
      if (stage.ops.contains(&op))
        builder.clone(op, mapping)->removeAttr(stageAttrName);
    func::ReturnOp::create(builder, function.getLoc(), lookUp(mapping, stage.outputs));
    return built;
  }

  static SmallVector<Value> lookUp(const IRMapping &mapping, ValueRange values) {
    return llvm::map_to_vector(values, [&](Value value) { return mapping.lookup(value); });
  }

  /// The function that calls the stages.
  void buildCaller(StringRef name, StagedFunction &staged) {
    staged.function = createFunction((name + ".stages").str(), function.getArgumentTypes(),
                                     function.getResultTypes());
    staged.function->setDiscardableAttrs(function->getDiscardableAttrDictionary());
    if (ArrayAttr attrs = function.getAllArgAttrs())
      staged.function.setAllArgAttrs(attrs);
    if (ArrayAttr attrs = function.getAllResultAttrs())
      staged.function.setAllResultAttrs(attrs);
    Block &caller = staged.function.front();
    OpBuilder builder = OpBuilder::atBlockEnd(&caller);
    IRMapping mapping;
    mapping.map(body.getArguments(), caller.getArguments());
    llvm::SetVector<Operation *> free;
    addFreeOps(body.getTerminator(), free);
    for (Operation &op : body)
      if (free.contains(&op))
        builder.clone(op, mapping);

    llvm::BitVector used(function.getNumArguments());
    for (auto [stage, callee] : llvm::zip_equal(stages, staged.stages)) {
      SmallVector<Value> operands = lookUp(mapping, stage.inputs);
      for (auto [input, operand] : llvm::zip_equal(stage.inputs, operands))
        if (auto argument = dyn_cast<BlockArgument>(input);
            argument && parameters.test(argument.getArgNumber())) {
          if (used.test(argument.getArgNumber()))
            operand = addCopy(argument.getArgNumber(), staged);
          used.set(argument.getArgNumber());
        }
      auto call = func::CallOp::create(builder, function.getLoc(), callee, operands);
      mapping.map(stage.outputs, call.getResults());
    }
    func::ReturnOp::create(builder, function.getLoc(),
                           lookUp(mapping, body.getTerminator()->getOperands()));
  }

  Value addCopy(unsigned original, StagedFunction &staged) const {
    func::FuncOp to = staged.function;
    unsigned index = to.getNumArguments();
    (void)to.insertArgument(index, to.getArgumentTypes()[original], to.getArgAttrDict(original),
                            to.getArgument(original).getLoc());
    staged.copies.push_back(original);
    return to.getArgument(index);
  }

  func::FuncOp function;
  Block &body;
  const Layers &layers;
  ArrayRef<int> stageOfLayer;
  const llvm::BitVector &parameters;
  std::vector<Stage> stages;
};

} // namespace

StagedFunction skein::passes::buildStages(func::FuncOp function, StringRef name,
                                          const Layers &layers, ArrayRef<int> stageOfLayer,
                                          int stages, const llvm::BitVector &parameters,
                                          SymbolTable &symbols) {
  return StageBuilder(function, layers, stageOfLayer, stages, parameters).build(name, symbols);
}
