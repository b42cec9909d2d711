//===- TrainingAttributes.td - initialisers and optimisers ---------------===//
#ifndef SKEIN_DIALECT_TRAINING_ATTRIBUTES
#define SKEIN_DIALECT_TRAINING_ATTRIBUTES

include "dialect/DistributionAttributes.td"

// A double that prints with as many digits as it takes to read it back.
def Skein_Real : AttrOrTypeParameter<"::skein::Real", "a real number"> {
  let printer = "$_printer.printFloat(::llvm::APFloat(static_cast<double>($_self)))";
}
class Skein_DefaultReal<string value> : DefaultValuedParameter<"::skein::Real", value> {
  let printer = Skein_Real.printer;
}

def Skein_InitializerInterface : AttrInterface<"InitializerAttrInterface"> {
  let description = [{
    First value of a variable. Random numbers are a pure function of the seed
    and an element's index in the global tensor, so they do not depend on how
    many devices hold the variable.
  }];
  let cppNamespace = "::skein";
}

class Skein_Initializer<string name, string mnemonicName, dag params, string summaryText>
    : Skein_Attr<name, mnemonicName, [Skein_InitializerInterface]> {
  let summary = summaryText;
  let parameters = params;
  let assemblyFormat = "`<` struct(params) `>`";
}

def Skein_ZerosAttr : Skein_Attr<"Zeros", "zeros", [Skein_InitializerInterface]> {
  let summary = "All elements 0";
}
def Skein_ConstantAttr : Skein_Initializer<"Constant", "constant",
    (ins Skein_Real:$value), "All elements `value`">;
def Skein_UniformAttr : Skein_Initializer<"Uniform", "uniform",
    (ins Skein_Real:$low, Skein_Real:$high, "uint64_t":$seed), "Uniform in [low, high)">;
def Skein_NormalAttr : Skein_Initializer<"Normal", "normal",
    (ins Skein_Real:$mean, Skein_Real:$stddev, "uint64_t":$seed),
    "Normal with this mean and standard deviation">;
def Skein_GlorotUniformAttr : Skein_Initializer<"GlorotUniform", "glorot_uniform",
    (ins "uint64_t":$seed), "Uniform in +-sqrt(6 / (fan_in + fan_out))"> {
  let description = [{
    For a shape `... x in x out`, `fan_in` is the product of all dimensions but
    the last and `fan_out` that of all but the last but one: the convention for
    dense layers (`in x out`) and `hwcf` filters. With rank 1 both are the extent.
    Source: Glorot and Bengio, AISTATS 2010.
  }];
}
def Skein_HeNormalAttr : Skein_Initializer<"HeNormal", "he_normal",
    (ins "uint64_t":$seed), "Normal with mean 0 and variance 2 / fan_in"> {
  let description = [{
    `fan_in` as for `glorot_uniform`. Source: He et al., ICCV 2015.
  }];
}

def Skein_OptimizerInterface : AttrInterface<"OptimizerAttrInterface"> {
  let description = "How a gradient changes its variable.";
  let cppNamespace = "::skein";
  let methods = [
    InterfaceMethod<"Names of the slots that the optimiser keeps for a variable, each of the variable's type.",
                    "::llvm::SmallVector<::llvm::StringRef>", "getSlotNames">,
    InterfaceMethod<"Whether the update depends on the number of the step.",
                    "bool", "needsStepCount">,
    InterfaceMethod<[{Whether elements with a gradient of 0 change, so that a sparse gradient is more than
                      its rows.}],
                    "bool", "changesAllRows">,
    InterfaceMethod<"What every element of a new slot is.", "double", "getSlotStart", (ins), "",
                    "return 0;">,
  ];
}

class Skein_Optimizer<string name, string mnemonicName, dag params, string summaryText, list<string> overrides = []>
    : Skein_Attr<name, mnemonicName, [DeclareAttrInterfaceMethods<Skein_OptimizerInterface, overrides>]> {
  let summary = summaryText;
  let parameters = params;
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Skein_SgdAttr : Skein_Optimizer<"Sgd", "sgd",
    (ins Skein_Real:$learning_rate), "w -= learning_rate * g">;

def Skein_MomentumAttr : Skein_Optimizer<"Momentum", "momentum",
    (ins Skein_Real:$learning_rate, Skein_Real:$momentum,
         DefaultValuedParameter<"bool", "false">:$nesterov, DefaultValuedParameter<"bool", "false">:$lazy),
    "Gradient descent with momentum, classical or Nesterov's"> {
  let description = [{
    With the slot `momentum` m: `m = momentum * m + g`, then
    `w -= learning_rate * m`, or with `nesterov = true`
    `w -= learning_rate * (g + momentum * m)`.

    With `lazy = true` a sparse gradient changes only the rows that were looked up,
    and their slots: other rows keep their momentum until they are looked up again.
    Source: Sutskever et al., ICML 2013, in the form of TensorFlow and PyTorch.
  }];
}

def Skein_AdagradAttr : Skein_Optimizer<"Adagrad", "adagrad",
    (ins Skein_Real:$learning_rate, Skein_DefaultReal<"::skein::Real(0.0)">:$initial_accumulator,
         Skein_DefaultReal<"::skein::Real(1.0e-10)">:$epsilon),
    "Adagrad", ["getSlotStart"]> {
  let description = [{
    With the slot `accumulator` a, which starts as `initial_accumulator`:
    `a += g * g`, then `w -= learning_rate * g / (sqrt(a) + epsilon)`.
    Source: Duchi et al., JMLR 12 (2011), in the form of PyTorch.
  }];
}

def Skein_AdamAttr : Skein_Optimizer<"Adam", "adam",
    (ins Skein_Real:$learning_rate, Skein_DefaultReal<"::skein::Real(0.9)">:$beta1,
         Skein_DefaultReal<"::skein::Real(0.999)">:$beta2, Skein_DefaultReal<"::skein::Real(1.0e-8)">:$epsilon,
         DefaultValuedParameter<"bool", "false">:$lazy),
    "Adam"> {
  let description = [{
    With the slots `first_moment` m and `second_moment` v and the number t of
    the step, counted from 1: `m = beta1 * m + (1 - beta1) * g`,
    `v = beta2 * v + (1 - beta2) * g * g`,
    `w -= learning_rate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)`.

    With `lazy = true` a sparse gradient changes only the rows that were looked up,
    and their slots; t counts all steps.
    Source: Kingma and Ba, ICLR 2015.
  }];
}

def Skein_AdamWAttr : Skein_Optimizer<"AdamW", "adamw",
    (ins Skein_Real:$learning_rate, Skein_DefaultReal<"::skein::Real(0.9)">:$beta1,
         Skein_DefaultReal<"::skein::Real(0.999)">:$beta2, Skein_DefaultReal<"::skein::Real(1.0e-8)">:$epsilon,
         Skein_DefaultReal<"::skein::Real(0.01)">:$weight_decay,
         DefaultValuedParameter<"bool", "false">:$lazy),
    "Adam with decoupled weight decay"> {
  let description = [{
    `w -= learning_rate * weight_decay * w`, then as `adam`; `lazy` holds for both.
    Source: Loshchilov and Hutter, ICLR 2019.
  }];
}

def Skein_StoredAttr : Skein_Attr<"Stored", "stored"> {
  let summary = "Where a variable is in a checkpoint";
  let description = [{
    A checkpoint holds the tensors of the program for one device. The variable is
    the piece of tensor `name`, of extents `shape`, that begins at `offset`.

    Constraints:
    - (C1) `offset` and `shape` have the same rank, and offsets are not negative.

    Example: `#skein.stored<"w" at [5, 0] of [10, 4]>`.
  }];
  let parameters = (ins "::mlir::StringAttr":$name, ArrayRefParameter<"int64_t">:$offset,
                        ArrayRefParameter<"int64_t">:$shape);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

#endif // SKEIN_DIALECT_TRAINING_ATTRIBUTES
