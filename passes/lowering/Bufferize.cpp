//===- Bufferize.cpp - tensors to buffers ---------------------------------===//
#include "dialect/Skein.h"
#include "passes/Passes.h"

#include "mlir/Dialect/Arith/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/IR/DstBufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Bufferization/Transforms/Bufferize.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotAnalysis.h"
#include "mlir/Dialect/Bufferization/Transforms/Transforms.h"
#include "mlir/Dialect/Linalg/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Utils/MemRefUtils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Tensor/Transforms/BufferizableOpInterfaceImpl.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_BUFFERIZEPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

namespace {

constexpr int64_t alignment = 64;

MemRefType denseType(Type type) {
  auto shaped = cast<ShapedType>(type);
  return MemRefType::get(shaped.getShape(), shaped.getElementType());
}

Value allocate(OpBuilder &builder, Location loc, Type type) {
  return memref::AllocOp::create(builder, loc, denseType(type),
                                 builder.getI64IntegerAttr(alignment));
}

/// The call of skrt_wait for an asynchronous one.
LibraryCallOp waitOf(LibraryCallOp call) {
  return cast<LibraryCallOp>(*call.getResult(0).getUsers().begin());
}

/// Library calls take dense memory: slices are copied first, and a slice that
/// is a destination is copied back.
struct BufferizeLibraryCall
    : bufferization::DstBufferizableOpInterfaceExternalModel<
          BufferizeLibraryCall, LibraryCallOp> {
  bool bufferizesToMemoryRead(Operation *op, OpOperand &operand,
                              const bufferization::AnalysisState &) const {
    auto call = cast<LibraryCallOp>(op);
    return !call.isDpsInit(&operand) || call.getAccumulates();
  }

  /// Waiting is done on the buffer that is being filled, never on a copy of it.
  bool bufferizesToMemoryWrite(Operation *op, OpOperand &operand,
                               const bufferization::AnalysisState &) const {
    auto call = cast<LibraryCallOp>(op);
    return call.isDpsInit(&operand) &&
           !call.getCallee().starts_with("skrt_wait");
  }

  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const bufferization::BufferizationOptions &options,
                          bufferization::BufferizationState &state) const {
    auto call = cast<LibraryCallOp>(op);
    Location loc = op->getLoc();
    rewriter.setInsertionPoint(op);
    SmallVector<Value> inputs, outs, destinations;
    for (OpOperand &operand : op->getOpOperands()) {
      FailureOr<Value> buffer =
          bufferization::getBuffer(rewriter, operand.get(), options, state);
      if (failed(buffer))
        return failure();
      bool isInit = call.isDpsInit(&operand);
      Value dense = *buffer;
      if (!memref::isStaticShapeAndContiguousRowMajor(
              cast<MemRefType>(dense.getType()))) {
        if (isInit && call.getAsynchronous())
          return op->emitOpError() << "is asynchronous, so it cannot be copied "
                                      "back; expected a dense destination";
        dense = allocate(rewriter, loc, operand.get().getType());
        if (!isInit || call.getAccumulates())
          memref::CopyOp::create(rewriter, loc, *buffer, dense);
        if (call.getAsynchronous()) // is used longer than this op says
          waitOf(call).getInputsMutable()[0].assign(
              bufferization::ToTensorOp::create(
                  rewriter, loc, operand.get().getType(), dense));
      }
      (isInit ? outs : inputs).push_back(dense);
      if (isInit)
        destinations.push_back(*buffer);
    }
    LibraryCallOp::create(rewriter, loc, TypeRange(), call.getCalleeAttr(),
                          call.getDescriptionAttr(), call.getAccumulatesAttr(),
                          inputs, outs, call.getAsynchronousAttr(), call.getImpureAttr());
    for (auto [out, destination] : llvm::zip(outs, destinations))
      if (out != destination)
        memref::CopyOp::create(rewriter, loc, out, destination);
    bufferization::replaceOpWithBufferizedValues(rewriter, op, destinations);
    return success();
  }
};

/// Where the memory of `buffer` was allocated, through views; the view itself
/// when that is unknown.
Value rootOf(Value buffer) {
  while (auto view = buffer.getDefiningOp<ViewLikeOpInterface>())
    buffer = view.getViewSource();
  return buffer;
}

/// The buffer that `value` is, if it is the result of a loop that hands on the
/// buffer that it took.
Value handedOn(Value value) {
  while (auto loop = value.getDefiningOp<scf::ForOp>()) {
    unsigned index = cast<OpResult>(value).getResultNumber();
    if (loop.getBody()->getTerminator()->getOperand(index) !=
        loop.getRegionIterArg(index))
      break;
    value = loop.getInitArgs()[index];
  }
  return value;
}

/// A buffer that `loop` allocates in one iteration and reads in the next would
/// need a new piece of memory every time. Gives every iteration argument a
/// place of its own outside instead, and copies what the body yields there.
void giveCarriedBuffersAPlace(scf::ForOp loop) {
  Operation *yield = loop.getBody()->getTerminator();
  OpBuilder before(loop), atEnd(yield);
  Location loc = loop.getLoc();
  SmallVector<std::pair<Value, Value>> copies;
  for (auto [index, argument] : llvm::enumerate(loop.getRegionIterArgs())) {
    Value yielded = yield->getOperand(index);
    if (!isa<MemRefType>(argument.getType()))
      continue;
    if (handedOn(yielded) == argument) {
      yield->setOperand(index, argument);
      continue;
    }
    OpOperand &init = loop.getInitArgsMutable()[index];
    Value place = allocate(before, loc, argument.getType());
    memref::CopyOp::create(before, loc, init.get(), place);
    Value placeAsArgument = place;
    if (place.getType() != argument.getType())
      placeAsArgument =
          memref::CastOp::create(before, loc, argument.getType(), place);
    init.set(placeAsArgument);
    // Something else than this iteration's own memory may be another place,
    // which a copy would overwrite too early.
    Operation *root = rootOf(yielded).getDefiningOp();
    Value source = yielded;
    if (!isa_and_nonnull<memref::AllocOp>(root) ||
        !loop->isProperAncestor(root)) {
      source = allocate(atEnd, loc, yielded.getType());
      memref::CopyOp::create(atEnd, loc, yielded, source);
    }
    copies.push_back({source, argument});
    yield->setOperand(index, argument);
  }
  for (auto [source, argument] : copies)
    memref::CopyOp::create(atEnd, loc, source, argument);
}

struct Bufferize : skein::passes::impl::BufferizePassBase<Bufferize> {
  using BufferizePassBase::BufferizePassBase;

  void getDependentDialects(DialectRegistry &registry) const override {
    BufferizePassBase::getDependentDialects(registry);
    arith::registerBufferizableOpInterfaceExternalModels(registry);
    linalg::registerBufferizableOpInterfaceExternalModels(registry);
    scf::registerBufferizableOpInterfaceExternalModels(registry);
    tensor::registerBufferizableOpInterfaceExternalModels(registry);
    registry.addExtension(+[](MLIRContext *context, SkeinDialect *) {
      LibraryCallOp::attachInterface<BufferizeLibraryCall>(*context);
    });
  }

  void runOnOperation() override {
    bufferization::OneShotBufferizationOptions options;
    options.allowReturnAllocsFromLoops = true;
    options.bufferAlignment = alignment;
    options.copyBeforeWrite = copyBeforeWrite;
    options.unknownTypeConverterFn =
        [](TensorType type, Attribute memorySpace,
           const bufferization::BufferizationOptions &) {
          return bufferization::getMemRefTypeWithStaticIdentityLayout(
              type, memorySpace);
        };
    bufferization::BufferizationState state;
    if (failed(copyBeforeWrite
                   ? bufferization::bufferizeOp(getOperation(), options, state)
                   : bufferization::runOneShotBufferize(getOperation(), options,
                                                        state)))
      return signalPassFailure();
    SmallVector<scf::ForOp> loops;
    getOperation().walk([&](scf::ForOp loop) { loops.push_back(loop); });
    for (scf::ForOp loop : loops)
      giveCarriedBuffersAPlace(loop);
  }
};

} // namespace
