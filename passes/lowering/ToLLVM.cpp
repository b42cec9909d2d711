//===- ToLLVM.cpp - buffers and loops to the LLVM dialect -----------------===//
#include "dialect/Skein.h"
#include "passes/Passes.h"
#include "passes/lowering/Entry.h"

#include "mlir/Conversion/AffineToStandard/AffineToStandard.h"
#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/FuncToLLVM/ConvertFuncToLLVM.h"
#include "mlir/Conversion/LLVMCommon/ConversionTarget.h"
#include "mlir/Conversion/LLVMCommon/MemRefBuilder.h"
#include "mlir/Conversion/LLVMCommon/Pattern.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/MathToLibm/MathToLibm.h"
#include "mlir/Conversion/MemRefToLLVM/MemRefToLLVM.h"
#include "mlir/Conversion/ReconcileUnrealizedCasts/ReconcileUnrealizedCasts.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Conversion/UBToLLVM/UBToLLVM.h"
#include "mlir/Conversion/VectorToLLVM/ConvertVectorToLLVM.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Transforms/Transforms.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/Vector/Transforms/LoweringPatterns.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace skein;

namespace skein::passes {
#define GEN_PASS_DEF_TOLLVMPASS
#include "passes/Passes.h.inc"
} // namespace skein::passes

using namespace skein::passes;

namespace {

void allowContraction(arith::ArithFastMathInterface op) {
  arith::FastMathFlags flags = arith::FastMathFlags::contract;
  if (arith::FastMathFlagsAttr given = op.getFastMathFlagsAttr())
    flags = flags | given.getValue();
  op->setAttr(op.getFastMathAttrName(),
              arith::FastMathFlagsAttr::get(op.getContext(), flags));
}

/// The term that `add` adds to a value carried by a loop; null when it does not.
Value accumulatedTerm(arith::AddFOp add) {
  auto isCarried = [](Value value) {
    auto argument = dyn_cast<BlockArgument>(value);
    return argument && isa<scf::ForOp>(argument.getOwner()->getParentOp());
  };
  if (isCarried(add.getLhs()))
    return add.getRhs();
  return isCarried(add.getRhs()) ? add.getLhs() : Value();
}

/// Lets the target fuse the products and sums of reductions. Nothing else: what
/// the forward and the backward half each compute, in kernels of their own, has
/// to have the same bits in both, or `x == max(x)` holds nowhere.
void contractReductions(ModuleOp module) {
  module.walk([](arith::AddFOp add) {
    Value term = accumulatedTerm(add);
    auto product = term ? term.getDefiningOp<arith::MulFOp>() : nullptr;
    if (!product || !product->hasOneUse())
      return;
    allowContraction(add);
    allowContraction(product);
  });
}

/// bf16 and f16 are formats of storage: arithmetic happens in f32.
LogicalResult computeNarrowFloatsInF32(ModuleOp module) {
  MLIRContext *context = module.getContext();
  TypeConverter converter;
  arith::populateEmulateUnsupportedFloatsConversions(
      converter, {BFloat16Type::get(context), Float16Type::get(context)},
      Float32Type::get(context));
  RewritePatternSet patterns(context);
  arith::populateEmulateUnsupportedFloatsPatterns(patterns, converter);
  ConversionTarget target(*context);
  arith::populateEmulateUnsupportedFloatsLegality(target, converter);
  return applyPartialConversion(module, target, std::move(patterns));
}

/// Functions whose polynomials are as good as the C library in f32, and much
/// faster in vectors.
bool hasPolynomial(StringRef opName) {
  return llvm::is_contained(
      {math::ExpOp::getOperationName(), math::ExpM1Op::getOperationName(),
       math::LogOp::getOperationName(), math::Log1pOp::getOperationName(),
       math::Log2Op::getOperationName(), math::TanhOp::getOperationName(),
       math::ErfOp::getOperationName()},
      opName);
}

/// Writes out what has no counterpart in LLVM.
LogicalResult expandOps(ModuleOp module) {
  RewritePatternSet patterns(module.getContext());
  populateMathF32ExpansionPatterns(patterns, hasPolynomial);
  populateMathPolynomialApproximationPatterns(patterns, hasPolynomial);
  arith::populateCeilFloorDivExpandOpsPatterns(patterns);
  arith::populateExpandBFloat16Patterns(patterns);
  memref::populateExpandStridedMetadataPatterns(patterns);
  vector::populateVectorStepLoweringPatterns(patterns);
  return applyPatternsGreedily(module, std::move(patterns));
}

/// What the runtime is called with: functions, and descriptions as constants.
class LibrarySymbols {
public:
  explicit LibrarySymbols(ModuleOp module)
      : builder(OpBuilder::atBlockBegin(module.getBody())),
        pointer(LLVM::LLVMPointerType::get(module.getContext())) {
    module.walk([&](LibraryCallOp call) {
      declareFunction(call, call.getCallee(), 2 + call.getNumOperands());
      if (call.getAsynchronous())
        declareFunction(call, startName, 3 + call.getNumOperands());
      if (!call.getDescription().empty())
        declareDescription(call);
    });
  }

  /// A pointer to the description of `call`; null for an empty one.
  Value descriptionOf(LibraryCallOp call, OpBuilder &at) {
    if (LLVM::GlobalOp global = descriptions.lookup(call.getDescriptionAttr()))
      return LLVM::AddressOfOp::create(at, call.getLoc(), global);
    return LLVM::ZeroOp::create(at, call.getLoc(), pointer);
  }

  /// A pointer to the function that `call` calls.
  Value calleeOf(LibraryCallOp call, OpBuilder &at) {
    return LLVM::AddressOfOp::create(at, call.getLoc(),
                                     functions.lookup(call.getCallee()));
  }

  /// Takes a context, a function, and what that takes behind the context.
  static constexpr StringLiteral startName = "skrt_start";

private:
  void declareFunction(LibraryCallOp user, StringRef name, int64_t arguments) {
    LLVM::LLVMFuncOp &function = functions[name];
    if (function)
      return;
    SmallVector<Type> types(arguments, pointer);
    auto type = LLVM::LLVMFunctionType::get(
        LLVM::LLVMVoidType::get(builder.getContext()), types);
    function = LLVM::LLVMFuncOp::create(builder, user.getLoc(), name, type);
  }

  void declareDescription(LibraryCallOp call) {
    LLVM::GlobalOp &global = descriptions[call.getDescriptionAttr()];
    if (global)
      return;
    ArrayRef<int64_t> words = call.getDescription();
    auto tensor = RankedTensorType::get(words.size(), builder.getI64Type());
    auto array = LLVM::LLVMArrayType::get(builder.getI64Type(), words.size());
    std::string name =
        "skrt_description_" + std::to_string(descriptions.size() - 1);
    global = LLVM::GlobalOp::create(
        builder, call.getLoc(), array, /*isConstant=*/true,
        LLVM::Linkage::Internal, name, DenseElementsAttr::get(tensor, words));
  }

  OpBuilder builder;
  Type pointer;
  llvm::StringMap<LLVM::LLVMFuncOp> functions;
  llvm::DenseMap<Attribute, LLVM::GlobalOp> descriptions;
};

/// callee(context, description, inputs..., outs...), at once or started.
struct LowerLibraryCall : ConvertOpToLLVMPattern<LibraryCallOp> {
  LowerLibraryCall(const LLVMTypeConverter &converter, LibrarySymbols &symbols)
      : ConvertOpToLLVMPattern(converter), symbols(symbols) {}

  LogicalResult
  matchAndRewrite(LibraryCallOp call, OpAdaptor adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    auto function = call->getParentOfType<LLVM::LLVMFuncOp>();
    if (!function)
      return call.emitOpError()
             << "is outside of an entry function, so there is no context";
    Location loc = call.getLoc();
    SmallVector<Value> arguments{function.getArgument(0)};
    if (call.getAsynchronous())
      arguments.push_back(symbols.calleeOf(call, rewriter));
    arguments.push_back(symbols.descriptionOf(call, rewriter));
    for (auto [operand, converted] :
         llvm::zip(call->getOperands(), adaptor.getOperands()))
      arguments.push_back(MemRefDescriptor(converted).bufferPtr(
          rewriter, loc, *getTypeConverter(),
          cast<MemRefType>(operand.getType())));
    StringRef callee = call.getCallee();
    if (call.getAsynchronous())
      callee = LibrarySymbols::startName;
    LLVM::CallOp::create(rewriter, loc, TypeRange(), callee, arguments);
    rewriter.eraseOp(call);
    return success();
  }

private:
  LibrarySymbols &symbols;
};

/// `func.func @f(buffers...)` to `llvm.func @f(context, array of buffers)`.
LogicalResult lowerEntry(func::FuncOp function,
                         const LLVMTypeConverter &converter) {
  Location loc = function.getLoc();
  OpBuilder builder(function);
  Type pointer = LLVM::LLVMPointerType::get(builder.getContext());
  auto type = LLVM::LLVMFunctionType::get(
      LLVM::LLVMVoidType::get(builder.getContext()), {pointer, pointer});
  auto lowered =
      LLVM::LLVMFuncOp::create(builder, loc, function.getName(), type);
  lowered.getBody().takeBody(function.getBody());
  Block &entry = lowered.getBody().front();
  unsigned numBuffers = entry.getNumArguments();
  entry.addArgument(pointer, loc);
  Value buffers = entry.addArgument(pointer, loc);

  builder.setInsertionPointToStart(&entry);
  for (unsigned index = 0; index < numBuffers; ++index) {
    auto memrefType = dyn_cast<MemRefType>(entry.getArgument(index).getType());
    if (!memrefType || !memrefType.hasStaticShape())
      return function.emitOpError() << "argument " << index << " has type "
                                    << entry.getArgument(index).getType()
                                    << "; expected a memref of static shape";
    Value slot = LLVM::GEPOp::create(
        builder, loc, pointer, pointer, buffers,
        ArrayRef<LLVM::GEPArg>{static_cast<int32_t>(index)});
    Value data = LLVM::LoadOp::create(builder, loc, pointer, slot);
    Value descriptor = MemRefDescriptor::fromStaticShape(
        builder, loc, converter, memrefType, data);
    Value memref =
        UnrealizedConversionCastOp::create(builder, loc, memrefType, descriptor)
            .getResult(0);
    entry.getArgument(index).replaceAllUsesWith(memref);
  }
  entry.eraseArguments(0, numBuffers);
  SmallVector<func::ReturnOp> returns;
  lowered.walk([&](func::ReturnOp op) { returns.push_back(op); });
  for (func::ReturnOp op : returns) {
    builder.setInsertionPoint(op);
    LLVM::ReturnOp::create(builder, op.getLoc(), ValueRange());
    op.erase();
  }
  function.erase();
  return success();
}

struct ToLLVM : skein::passes::impl::ToLLVMPassBase<ToLLVM> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (failed(computeNarrowFloatsInF32(module)) || failed(expandOps(module)))
      return signalPassFailure();
    contractReductions(module);

    OpPassManager toBlocks(ModuleOp::getOperationName());
    toBlocks.addPass(createLowerAffinePass());
    toBlocks.addPass(createCanonicalizerPass());
    toBlocks.addPass(createCSEPass());
    toBlocks.addPass(createSCFToControlFlowPass());
    ConvertMathToLLVMPassOptions mathOptions;
    mathOptions.approximateLog1p = false;
    toBlocks.addPass(createConvertMathToLLVMPass(mathOptions));
    toBlocks.addPass(createConvertMathToLibmPass());
    if (failed(runPipeline(toBlocks, module)) || failed(convert(module)))
      return signalPassFailure();

    OpPassManager cleanUp(ModuleOp::getOperationName());
    cleanUp.addPass(createReconcileUnrealizedCastsPass());
    cleanUp.addPass(createCanonicalizerPass());
    cleanUp.addPass(createCSEPass());
    if (failed(runPipeline(cleanUp, module)))
      return signalPassFailure();
  }

private:
  LogicalResult convert(ModuleOp module) {
    LowerToLLVMOptions options(&getContext());
    LLVMTypeConverter converter(&getContext(), options);
    LibrarySymbols symbols(module);
    SmallVector<func::FuncOp> functions(module.getOps<func::FuncOp>());
    for (func::FuncOp function : functions)
      if (function->hasAttr(entryAttrName) &&
          failed(lowerEntry(function, converter)))
        return failure();

    RewritePatternSet patterns(&getContext());
    patterns.add<LowerLibraryCall>(converter, symbols);
    arith::populateArithToLLVMConversionPatterns(converter, patterns);
    cf::populateControlFlowToLLVMConversionPatterns(converter, patterns);
    populateFinalizeMemRefToLLVMConversionPatterns(converter, patterns);
    populateFuncToLLVMConversionPatterns(converter, patterns);
    populateVectorToLLVMConversionPatterns(converter, patterns,
                                           /*reassociateFPReductions=*/true);
    ub::populateUBToLLVMConversionPatterns(converter, patterns);
    LLVMConversionTarget target(getContext());
    target.addLegalOp<ModuleOp>();
    return applyFullConversion(module, target, std::move(patterns));
  }
};

} // namespace
