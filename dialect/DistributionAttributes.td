//===- DistributionAttributes.td - what a tensor type says of its mesh ---===//
#ifndef SKEIN_DIALECT_DISTRIBUTION_ATTRIBUTES
#define SKEIN_DIALECT_DISTRIBUTION_ATTRIBUTES

include "dialect/Base.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/TensorEncoding.td"

def Skein_ReductionKind : I32EnumAttr<"ReductionKind", "how values of several devices combine", [
    I32EnumAttrCase<"Sum", 0, "sum">,
    I32EnumAttrCase<"Mul", 1, "mul">,
    I32EnumAttrCase<"Max", 2, "max">,
    I32EnumAttrCase<"Min", 3, "min">,
    I32EnumAttrCase<"And", 4, "and">,
    I32EnumAttrCase<"Or", 5, "or">,
  ]> {
  let cppNamespace = "::skein";
  let genSpecializedAttr = 0;
}
def Skein_ReductionKindAttr : EnumAttr<Skein_Dialect, Skein_ReductionKind, "reduction_kind">;

def Skein_Stream : I32EnumAttr<"Stream", "queue of a device in which an op takes its turn", [
    I32EnumAttrCase<"Compute", 0, "compute">,
    I32EnumAttrCase<"Communication", 1, "communication">,
  ]> {
  let cppNamespace = "::skein";
  let genSpecializedAttr = 0;
}
def Skein_StreamAttr : EnumAttr<Skein_Dialect, Skein_Stream, "stream">;

def Skein_AccumulationOrder : I32EnumAttr<"AccumulationOrder", "order in which contributions are added", [
    I32EnumAttrCase<"Index", 0, "index">,
    I32EnumAttrCase<"Arrival", 1, "arrival">,
  ]> {
  let cppNamespace = "::skein";
  let genSpecializedAttr = 0;
}
def Skein_AccumulationOrderAttr : EnumAttr<Skein_Dialect, Skein_AccumulationOrder, "accumulation_order">;

def Skein_ActionKind : I32EnumAttr<"ActionKind", "what a stage of a pipeline does", [
    I32EnumAttrCase<"Forward", 0, "forward">,
    I32EnumAttrCase<"Backward", 1, "backward">,
    I32EnumAttrCase<"InputGradient", 2, "input_gradient">,
    I32EnumAttrCase<"WeightGradient", 3, "weight_gradient">,
  ]> {
  let cppNamespace = "::skein";
  let genSpecializedAttr = 0;
}
def Skein_ActionKindAttr : EnumAttr<Skein_Dialect, Skein_ActionKind, "action_kind">;

def Skein_StateKind : I32EnumAttr<"StateKind", "state of a value along one mesh axis", [
    I32EnumAttrCase<"Replicated", 0, "replicated">,
    I32EnumAttrCase<"Split", 1, "split">,
    I32EnumAttrCase<"Partial", 2, "partial">,
    I32EnumAttrCase<"Varying", 3, "varying">,
  ]> {
  let cppNamespace = "::skein";
  let genSpecializedAttr = 0;
}

class Skein_Attr<string name, string mnemonicName, list<Trait> traits = []>
    : AttrDef<Skein_Dialect, name, traits> {
  let mnemonic = mnemonicName;
}

def Skein_AxisStateAttr : Skein_Attr<"AxisState", "axis_state"> {
  let summary = "State of a value along one mesh axis where it is not replicated";
  let description = [{
    Only appears inside `#skein.dist`, where it is written `data: split 0`,
    `data: partial sum` or `data: varying`. `dim` counts for `split` alone,
    `reduction` for `partial` alone; elsewhere they are 0 and `sum`.
  }];
  let parameters = (ins "::mlir::StringAttr":$axis,
                        "::skein::StateKind":$kind,
                        "int64_t":$dim,
                        "::skein::ReductionKind":$reduction);
  let hasCustomAssemblyFormat = 1;
}

def Skein_DistributionAttr : Skein_Attr<"Distribution", "dist", [
    DeclareAttrInterfaceMethods<VerifiableTensorEncoding>]> {
  let summary = "How the pieces that the devices of a mesh hold make one global tensor";
  let description = [{
    The encoding of a tensor type inside a program. Let `x_0 .. x_{n-1}` be the
    local values along a mesh axis of `n` devices and `G` the global value:

    | state | meaning | written |
    |---|---|---|
    | replicated | every `x_i = G` | nothing |
    | split d | `G` is the concatenation of the `x_i` along dimension `d` | `data: split 0` |
    | partial op | `G` is the `op` over all `x_i`, element by element | `data: partial sum` |
    | varying | there is no `G`; each device has its own value | `data: varying` |

    The shape in the type is the local shape. Axes are independent. Several axes
    may split one dimension: the first written is the outer one.

    Constraints:
    - (C1) Something is written: a fully replicated tensor has no encoding.
    - (C2) An axis appears once.
    - (C3) The order is canonical: splits by dimension, then partial and varying
      axes together, by name.
    - (C4) All partial axes have one reduction kind: a sum of maxima is not a
      maximum of sums.
    - (C5) A split dimension exists in the tensor's shape.
    - (C6) `and` and `or` need an integer element type.

    Example, 64 rows over four devices: `tensor<16x784xf32, #skein.dist<data: split 0>>`.
  }];
  let parameters = (ins ArrayRefParameter<"::skein::AxisStateAttr">:$states);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

#endif // SKEIN_DIALECT_DISTRIBUTION_ATTRIBUTES
