//===- Base.td - the Skein dialect and what its op files share -----------===//
#ifndef SKEIN_DIALECT_BASE
#define SKEIN_DIALECT_BASE

include "mlir/IR/OpBase.td"
include "mlir/IR/EnumAttr.td"

def Skein_Dialect : Dialect {
  let name = "skein";
  let cppNamespace = "::skein";
  let summary = "Training steps and the distributed programs that they become";
  let description = [{
    Compute is written in upstream dialects (`linalg`, `tensor`, `arith`,
    `math`, `func`). This dialect adds what they lack: variables, gradients,
    optimisers and steps (level 0), and meshes, programs, distribution in the
    type, and collectives (level 1).
  }];
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let extraClassDeclaration = "void registerAttributes(); void registerTypes();";
}

class Skein_Op<string mnemonic, list<Trait> traits = []>
    : Op<Skein_Dialect, mnemonic, traits>;

// Scalars that steer updates, the same on every device; their types go unsaid.
def Skein_Flag : Type<CPred<"$_self == ::mlir::RankedTensorType::get({}, ::mlir::IntegerType::get($_self.getContext(), 1))">,
                      "tensor<i1>">,
    BuildableType<"::mlir::RankedTensorType::get({}, $_builder.getI1Type())">;
def Skein_Factor : Type<CPred<"$_self == ::mlir::RankedTensorType::get({}, ::mlir::Float32Type::get($_self.getContext()))">,
                        "tensor<f32>">,
    BuildableType<"::mlir::RankedTensorType::get({}, $_builder.getF32Type())">;
def Skein_Count : Type<CPred<"$_self == ::mlir::RankedTensorType::get({}, ::mlir::IntegerType::get($_self.getContext(), 64))">,
                       "tensor<i64>">,
    BuildableType<"::mlir::RankedTensorType::get({}, $_builder.getI64Type())">;

#endif // SKEIN_DIALECT_BASE
