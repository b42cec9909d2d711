//===- Passes.td - every pass, in the order a pipeline meets them --------===//
#ifndef SKEIN_PASSES
#define SKEIN_PASSES

include "mlir/Pass/PassBase.td"

//===----------------------------------------------------------------------===//
// Level 0 to level 1
//===----------------------------------------------------------------------===//

def MixedPrecisionPass : Pass<"skein-mixed-precision", "::mlir::ModuleOp"> {
  let summary = "Multiply f16 or bf16 numbers, and keep weights in f32";
  let description = [{
    In functions that gradients are taken of, and in what they call, the factors of
    contractions and convolutions are rounded to a narrow type; products are summed
    in f32 and rounded then, so that gradients are products of narrow numbers too.
    Variables and the signature of the loss stay as they are: what is rounded is a
    copy of the weights.

    Other results are stored in the narrow type, by a visible cast, if products read
    them and come before them: directly, or through elementwise ops, reshapes,
    slices, pads, maxima and calls. Elementwise ops compute in f32 and round once.
    Everything else stays in f32: sums over elements, such as the statistics of a normalisation;
    functions with `exp`, `log` or `pow`, and so softmax; and all that no product
    reads any more, and so the loss. Loops carry f32.

    Requires: f32 where something is to be narrow; other types are left alone.

    ```mlir
    %c = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%zeros : tensor<2x4xf32>) -> tensor<2x4xf32>
    %r = math.absf %c : tensor<2x4xf32>
    %d = linalg.matmul ins(%r, %v : tensor<2x4xf32>, tensor<4x1xf32>) outs(%zero : tensor<2x1xf32>) -> tensor<2x1xf32>
    // becomes, with bf16 and casts instead of the linalg.generic that they are
    %c = linalg.matmul ins(%x16, %w16 : tensor<2x3xbf16>, tensor<3x4xbf16>) outs(%zeros : tensor<2x4xf32>) -> tensor<2x4xf32>
    %c16 = arith.truncf %c : tensor<2x4xf32> to tensor<2x4xbf16>
    %c32 = arith.extf %c16 : tensor<2x4xbf16> to tensor<2x4xf32>
    %r = math.absf %c32 : tensor<2x4xf32>
    %r16 = arith.truncf %r : tensor<2x4xf32> to tensor<2x4xbf16>
    %d = linalg.matmul ins(%r16, %v16 : tensor<2x4xbf16>, tensor<4x1xbf16>) outs(%zero : tensor<2x1xf32>) -> tensor<2x1xf32>
    %d16 = arith.truncf %d : tensor<2x1xf32> to tensor<2x1xbf16>
    ```
  }];
  let options = [
    Option<"f16", "f16", "bool", "false", "Narrow numbers are f16; scale the loss as well">,
    Option<"bf16", "bf16", "bool", "false", "Narrow numbers are bf16">,
    ListOption<"keepFunctions", "keep-functions", "std::string", "Functions that stay in f32">,
    ListOption<"keepOps", "keep-ops", "std::string",
               "More ops, such as math.tanh or linalg.matmul, that stay in f32">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def AverageVariablesPass : Pass<"skein-average-variables", "::mlir::ModuleOp"> {
  let summary = "Keep moving averages of trained variables";
  let description = [{
    Every variable that a step updates with gradients gets an average, the slot
    `@w.average` of `@w`, in f32 or more. At the end of the step, when `@w` has its
    new value, `average += rate * (w - average)`. With the decay d of
    `average-decay` and the number t of the update, counted from 1 by
    `@train.average_count`, `average-schedule` makes the rate

    | schedule | rate | the average starts as |
    |---|---|---|
    | `constant` | 1 - d | the variable |
    | `step-dependent` | 1 - min(d, (1 + t) / (10 + t)) | the variable |
    | `debiased` | (1 - d) / (1 - d^t) | zeros, and is the variable after one update |

    The second is `num_updates` of TensorFlow's ExponentialMovingAverage, the third
    its `zero_debias`. A skipped step (`--skein-scale-loss`) changes no average.
    Steps in `average-in` read averages instead of variables.

    Requires: one condition for all updates of a step.

    ```mlir
    skein.variable @w : tensor<4xf32> = #skein.normal<mean = 0.0, stddev = 1.0, seed = 1>
    skein.step @train(%g: tensor<4xf32>) {
      skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
      skein.return
    }
    // becomes
    skein.variable @w : tensor<4xf32> = #skein.normal<mean = 0.0, stddev = 1.0, seed = 1>
    skein.variable @w.average slot of @w : tensor<4xf32> = #skein.normal<mean = 0.0, stddev = 1.0, seed = 1>
    skein.step @train(%g: tensor<4xf32>) {
      skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
      %w = skein.read @w : tensor<4xf32>
      %old = skein.read @w.average : tensor<4xf32>
      %new = linalg.generic ... ins(%w, %old, %rate : ...)
      skein.assign @w.average, %new : tensor<4xf32>
      skein.return
    }
    ```
  }];
  let options = [
    Option<"averageDecay", "average-decay", "double", "0.999", "Part of the average that one step keeps">,
    Option<"averageSchedule", "average-schedule", "::skein::passes::AverageSchedule",
           "::skein::passes::AverageSchedule::Constant", "How the first steps count", [{::llvm::cl::values(
             clEnumValN(::skein::passes::AverageSchedule::Constant, "constant", "like all others"),
             clEnumValN(::skein::passes::AverageSchedule::StepDependent, "step-dependent", "more"),
             clEnumValN(::skein::passes::AverageSchedule::Debiased, "debiased", "as if the average began there"))}]>,
    ListOption<"readIn", "average-in", "std::string", "Steps that read averages, such as evaluate">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"];
}

def ScaleLossPass : Pass<"skein-scale-loss", "::mlir::ModuleOp"> {
  let summary = "Scale losses, and skip steps whose gradients are not finite";
  let description = [{
    In every step with gradients, the derivative of the loss starts from a scale
    instead of 1, so that small gradients survive in f16; optimisers take the
    gradients times 1 / scale, computed in f32. Devices reduce the scaled gradients,
    each once. The loss that the step returns is not scaled. A gradient that
    anything but an optimiser looks at is divided by the scale where it is computed.

    One flag, `skein.all_finite` of the losses and of every gradient that is applied,
    decides for the whole program: where it is false, no update or assignment of
    the step happens, and all variables, slots and counters keep their bits.

    With `loss-scale=dynamic` the scale is a variable, `@train.loss_scale` of the
    step `@train`. It is multiplied by `growth-factor` after exactly
    `growth-interval` good steps in a row, which `@train.good_step_count` counts, up
    to `max-scale`, and by `backoff-factor` after a step that is skipped, down to
    `min-scale`. Both live in checkpoints like any other variable.

    Requires: no `skein.value_and_grad` with a scale; the variables that a step
    changes are not read again before its last gradient.
    Ensures: a step without gradients stays as it is.

    ```mlir
    skein.step @train(%x: tensor<4xf32>) {
      %w = skein.read @w : tensor<4xf32>
      %loss, %dw = skein.value_and_grad @loss(%w, %x) wrt [0] : ...
      skein.apply_gradient @w, %dw : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
      skein.return
    }
    // becomes, with loss-scale=static initial-scale=128
    skein.step @train(%x: tensor<4xf32>) {
      %scale = arith.constant dense<128.0> : tensor<f32>
      %inverse = arith.constant dense<7.8125e-3> : tensor<f32>
      %w = skein.read @w : tensor<4xf32>
      %loss, %dw = skein.value_and_grad @loss(%w, %x) wrt [0] scaled by %scale : ...
      %finite = skein.all_finite %loss, %dw : tensor<f32>, tensor<4xf32>
      skein.apply_gradient @w, %dw times %inverse if %finite : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
      skein.return
    }
    ```
  }];
  let options = [
    Option<"lossScale", "loss-scale", "::skein::passes::LossScale", "::skein::passes::LossScale::Dynamic",
           "How the scale is chosen", [{::llvm::cl::values(
             clEnumValN(::skein::passes::LossScale::Static, "static", "initial-scale for ever"),
             clEnumValN(::skein::passes::LossScale::Dynamic, "dynamic", "as large as gradients stay finite"))}]>,
    Option<"initialScale", "initial-scale", "double", "32768", "Scale of the first step">,
    Option<"growthInterval", "growth-interval", "int64_t", "2000",
           "Good steps in a row after which the scale grows">,
    Option<"growthFactor", "growth-factor", "double", "2", "What the scale grows by">,
    Option<"backoffFactor", "backoff-factor", "double", "0.5",
           "What the scale is multiplied by after a skipped step">,
    Option<"minScale", "min-scale", "double", "1", "Smallest scale">,
    Option<"maxScale", "max-scale", "double", "16777216", "Largest scale">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def ClipGradientsPass : Pass<"skein-clip-gradients", "::mlir::ModuleOp"> {
  let summary = "Bound gradients by value, or by their global norm";
  let description = [{
    With `clip-value` every element of every gradient is cut to [-c, c]. With
    `clip-norm` all gradients of a step are multiplied by c / max(norm, c), where the
    norm is that of all of them taken together, each once. Both see what optimisers
    see: gradients reduced over all devices, without the scale of the loss. A norm
    that is not finite makes all gradients NaN.

    Requires: to run behind `--skein-scale-loss`; for `clip-norm`, one factor for all
    updates of a step, and variables that are not read between an update and the
    last gradient.

    ```mlir
    skein.apply_gradient @w, %dw times %f : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
    skein.apply_gradient @b, %db times %f : tensor<f32> using #skein.sgd<learning_rate = 0.1>
    // becomes, with clip-norm=1
    %norm = skein.global_norm %dw, %db times %f : tensor<4xf32>, tensor<f32>
    %g = linalg.generic ... ins(%norm, %f : tensor<f32>, tensor<f32>) // f / max(norm, 1)
    skein.apply_gradient @w, %dw times %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
    skein.apply_gradient @b, %db times %g : tensor<f32> using #skein.sgd<learning_rate = 0.1>
    ```
  }];
  let options = [
    Option<"clipValue", "clip-value", "double", "0", "Largest size of an element; 0 for no limit">,
    Option<"clipNorm", "clip-norm", "double", "0", "Largest norm of all gradients; 0 for no limit">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def CutStagesPass : Pass<"skein-cut-stages", "::mlir::ModuleOp"> {
  let summary = "Cut loss functions into the stages of a pipeline";
  let description = [{
    The function of every `skein.value_and_grad` becomes a chain of calls of stage
    functions, `@loss.stage0` and so on, with `skein.stage = i`. A value that other
    stages use goes from the stage that computes it to each of them.

    Layers are what no cut divides. A contraction, a convolution, a look-up, a loop or
    a call of a function with one of them begins a layer; what follows belongs to it, but for
    penalties on parameters, which are where these are used, and what is better sent smaller,
    such as an image before it is padded.
    Calls of functions that are called once are inlined first. Where that makes fewer layers than
    stages, so are the others, and then reductions begin layers, too. What needs no layer,
    light ops on arguments and what is computed from constants, is computed in every stage
    that uses it.

    A parameter that several stages use has an argument for each of them. Their
    gradients are added up in the step.

    `partition` says which layers make a stage:

    | | |
    |---|---|
    | `balanced` | the slowest device is as fast as possible, with forward and backward work, what is sent, and, with `device-bytes`, memory |
    | `cumulative` | Lingvo's rule: the layer up to which a share c of the forward operations has gone is in stage floor(c stages) |
    | `layers` | `layers` has the number of layers in each stage and those before it |

    Work is that of one pass over the batch: each kernel takes the longer of its
    operations and its bytes times `flops-per-byte`. `skein.stage = i : i64` on ops or calls
    of the function places by hand instead: such an op begins a layer of stage i, and
    layers behind it are in the same stage, up to the next such op.

    `recompute` has policies (see `--skein-differentiate`) for all stages, `full`; for
    one, `0:full`; or for a function that stages call, `@layer:full`; a later one
    wins. A remark says what each stage has.

    Requires: no gradients that were written out.
    Errors: fewer layers than stages; a stage without layers; stages of ops that
    descend.

    ```mlir
    func.func @loss(%w: tensor<4x4xf32>, %v: tensor<4xf32>, %x: tensor<8x4xf32>) -> tensor<f32> {
      %h = linalg.matmul ins(%x, %w : ...) ...
      ...
    }
    // becomes, with stages=2
    func.func private @loss.stage0(%w: tensor<4x4xf32>, %x: tensor<8x4xf32>) -> tensor<8x4xf32> attributes {skein.stage = 0 : i64}
    func.func private @loss.stage1(%v: tensor<4xf32>, %h: tensor<8x4xf32>) -> tensor<f32> attributes {skein.stage = 1 : i64}
    func.func @loss(%w: tensor<4x4xf32>, %v: tensor<4xf32>, %x: tensor<8x4xf32>) -> tensor<f32> {
      %h = call @loss.stage0(%w, %x) : ...
      %loss = call @loss.stage1(%v, %h) : ...
      return %loss : tensor<f32>
    }
    ```
  }];
  let options = [
    Option<"stages", "stages", "int64_t", "0",
           "Number of stages, of all devices together; by default as ops are annotated">,
    Option<"schedule", "schedule", "std::string", "\"1f1b\"",
           "Name or file of the schedule that stages are balanced for">,
    Option<"microBatches", "micro-batches", "int64_t", "1", "Parts of the batch in that schedule">,
    Option<"chunks", "chunks", "int64_t", "0",
           "Stages on each device; by default as the schedule has">,
    Option<"partition", "partition", "::skein::passes::StagePartition",
           "::skein::passes::StagePartition::Balanced", "Which layers make a stage", [{::llvm::cl::values(
             clEnumValN(::skein::passes::StagePartition::Balanced, "balanced", "the slowest stage is as fast as can be"),
             clEnumValN(::skein::passes::StagePartition::Cumulative, "cumulative", "by shares of forward work, as Lingvo does"),
             clEnumValN(::skein::passes::StagePartition::Layers, "layers", "as the option layers says"))}]>,
    ListOption<"layers", "layers", "int64_t", "Where each stage ends, in layers">,
    Option<"deviceBytes", "device-bytes", "int64_t", "0",
           "Memory of a device for parameters, slots and what waits for backward passes; 0 for no limit">,
    Option<"replicas", "replicas", "int64_t", "1", "Devices that share each micro-batch">,
    ListOption<"recompute", "recompute", "std::string",
               "What backward passes compute again: full, selective or none">,
    Option<"flopsPerByte", "flops-per-byte", "int64_t", "16",
           "Operations that a device does while it reads or writes a byte">,
    Option<"flopsPerSentByte", "flops-per-sent-byte", "int64_t", "64",
           "Operations that a device does while it sends a byte to another one">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect",
                           "::mlir::scf::SCFDialect", "::mlir::math::MathDialect"];
}

def DifferentiatePass : Pass<"skein-differentiate", "::mlir::ModuleOp"> {
  let summary = "Write the derivatives of loss functions out";
  let description = [{
    Replaces every `skein.value_and_grad` of a function `@loss` by a call of
    `@loss_fwd`, which returns the results of `@loss` and the residuals, and a
    call of `@loss_bwd`, which takes the residuals and the cotangent of the loss, 1
    or the scale of the op, and returns the gradients. A function that `@loss`
    calls is treated in the same way, once for every combination of operands and
    results that carry derivatives, however often it is called. Functions that
    nothing calls any more are removed.

    The residuals are those of the fewest bytes from which `@loss_bwd` can be
    computed without repeating a contraction, a reduction, a call, or a chain of
    more than eight other ops. Arguments of
    `@loss_bwd` say what they are: `skein.argument = i` and `skein.result = i`
    are passed again, `skein.residual` matches the results of `@loss_fwd` with
    that attribute in order, and the others are cotangents. Ops that repeat a
    forward op carry `skein.recomputed`; ops that have no forward counterpart
    have the location of the op they belong to, fused with the name `adjoint`.

    `skein.recompute` on a function says what its backward half computes again:

    | | kept | computed again |
    |---|---|---|
    | `"none"` | as above | |
    | `"selective"` | results of calls, loops, and the reductions and contractions that do most for each byte of them | those that do less than the average of the function, such as the scores of attention, and other ops in chains of any length |
    | `"full"` | arguments | everything |

    Functions without the attribute that a `"selective"` one calls do as that. All have the
    same results, bit by bit.

    A function of `--skein-cut-stages` that calls stages is inlined, halves and all; the halves of stages
    get `skein.action`, `"forward"` or `"backward"`.

    The body of an `scf.for` is differentiated like a function; the forward loop
    stacks what the backward loop needs. `skein.stop_gradient` on an op makes its
    results constants.

    Where a derivative is not unique: nothing flows to `x` in `max(x, c)` with a
    constant `c` at x = c, half each in `max(x, y)`, even shares in a reduction
    by max or min, everything to the first element, in row-major order, in a
    pooling window.

    The gradient of a table of which rows are looked up, and which is read in no
    other way, is sparse (`skein.sparse_gradient`) where the text asks for it, or
    where only optimisers take it and fewer rows are looked up than the table has;
    every look-up gives a pair of indices and rows. A look-up is a `linalg` op
    with `tensor.extract %table[%row, %i, ...]` in its body, where `%i, ...` are
    `linalg.index` of whole dimensions and `%row` is any integer. A
    `tensor.gather` becomes such an op.

    Requires: static shapes, functions of one block without side effects, and
    constant bounds of loops.
    Integers and indices carry no derivative.
    Ensures: no `skein.value_and_grad` is left. Gradients of contractions are
    `linalg.contract`. A `wrt` argument that the loss does not depend on gets
    zeros, and a remark.

    ```mlir
    func.func @loss(%w: tensor<4xf32>, %x: tensor<4xf32>) -> tensor<f32> {
      %zero = arith.constant dense<0.0> : tensor<f32>
      %y = linalg.dot ins(%w, %x : tensor<4xf32>, tensor<4xf32>) outs(%zero : tensor<f32>) -> tensor<f32>
      return %y : tensor<f32>
    }
    %loss, %dw = skein.value_and_grad @loss(%w, %x) wrt [0] : ...
    // becomes
    func.func private @loss_fwd(%w: tensor<4xf32>, %x: tensor<4xf32>) -> tensor<f32>
    func.func private @loss_bwd(%x: tensor<4xf32> {skein.argument = 1}, %g: tensor<f32>) -> tensor<4xf32>
    %loss = call @loss_fwd(%w, %x) : ...
    %one = arith.constant dense<1.0> : tensor<f32>
    %dw = call @loss_bwd(%x, %one) : ...
    ```
  }];
  let options = [Option<"denseGradients", "dense-gradients", "bool", "false",
                        "Make gradients sparse only where the text asks for it">];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
                           "::mlir::scf::SCFDialect", "::mlir::tensor::TensorDialect",
                           "::skein::SkeinDialect"];
}

def SplitBackwardPass : Pass<"skein-split-backward", "::mlir::ModuleOp"> {
  let summary = "Split the backward passes of stages into input and weight gradients";
  let description = [{
    The backward half of a stage becomes two functions: the input gradient, for which the
    stage before waits (`skein.action = "input_gradient"`), and the weight gradient, for which nobody
    does (`"weight_gradient"`) and which a schedule may put off. The first has the ops that
    the gradients of what other stages computed depend on, the second all others. What the second takes
    from the first is again one of the fewest bytes.

    Of a stage that no other waits for, as the first one, the input gradient is what several of its
    gradients have in common: the way from layer to layer. Backward halves of functions
    that stages call are split in the same way. Loops are not, and belong to the input gradient
    if it needs any of their results. A half with nothing to put off stays whole.

    With a `schedule`, only stages that it splits.

    Requires: steps from `--skein-differentiate`.
    Ensures: the same results, bit by bit.

    ```mlir
    %dw, %dx = func.call @loss.stage1_bwd(%w, %x, %dy) : ...
    // becomes
    %dx = func.call @loss.stage1_input_gradient(%w, %dy) : ...
    %dw = func.call @loss.stage1_weight_gradient(%x, %dy) : ...
    ```
  }];
  let options = [
    Option<"schedule", "schedule", "std::string", "\"\"",
           "Name or file of a schedule; by default all stages are split">,
    Option<"microBatches", "micro-batches", "int64_t", "1", "Parts of the batch in that schedule">,
    Option<"chunks", "chunks", "int64_t", "0",
           "Stages on each device; by default as the schedule has">,
  ];
}

def DensifyGradientsPass : Pass<"skein-densify-gradients", "::mlir::ModuleOp"> {
  let summary = "Make tensors of sparse gradients";
  let description = [{
    Adds the rows of a sparse gradient up to the tensor that it stands for, before
    it is applied. Before `--skein-partition`, the tensor of each device is then
    all-reduced, where indices and rows would have been gathered.

    Ensures: the selected variables take no sparse gradient.

    ```mlir
    %g = skein.sparse_gradient indices(%i : tensor<8xi32>) rows(%r : tensor<8x4xf32>)
        : !skein.sparse_gradient<tensor<100x4xf32>>
    skein.apply_gradient @table, %g : !skein.sparse_gradient<tensor<100x4xf32>> using #skein.sgd<learning_rate = 0.1>
    // becomes, over the loops place, element and row
    %zeros = linalg.fill ins(%zero : f32) outs(%empty : tensor<100x4xf32>) -> tensor<100x4xf32>
    %d = linalg.generic ... ins(%i, %r : ...) outs(%zeros : ...) {
    ^bb0(%index: i32, %element: f32, %sum: f32):
      %meant = arith.cmpi eq, %index, %row
      %share = arith.select %meant, %element, %zero : f32
      %s = arith.addf %sum, %share : f32
      linalg.yield %s : f32
    }
    skein.apply_gradient @table, %d : tensor<100x4xf32> using #skein.sgd<learning_rate = 0.1>
    ```
  }];
  let options = [
    ListOption<"variables", "variables", "std::string",
               "Names of the variables whose gradients become tensors; all without any">,
    Option<"minFill", "min-fill", "double", "0",
           "Leave gradients alone that have fewer rows than this part of their variable's">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def AnnotateStrategyPass : Pass<"skein-annotate-strategy", "::mlir::ModuleOp"> {
  let summary = "Write down how every variable is kept the same";
  let description = [{
    Gives every variable that optimisers update a record, `#skein.parameter_server` or
    `#skein.all_reduce`, as a preset says. What it writes is text to be edited; variables
    that have a record keep it. Slots live with their variables.

    | preset | variables, in the order of the text |
    |---|---|
    | `ps` | all on the first server |
    | `ps-load-balanced` | each on the server with the fewest bytes |
    | `partitioned-ps` | pieces of the first dimension, as many as its smallest divisor from 2 on, or as it has rows; the servers with the fewest bytes get one each, and again if there are more pieces |
    | `uneven-partitioned-ps` | the same, as many as the smallest number from 2 on that does not divide it |
    | `all-reduce` | everywhere; each `chunk-size` of them are a group |
    | `partitioned-all-reduce` | everywhere, in pieces as of `partitioned-ps`; each `chunk-size` pieces are a group |
    | `random-axis` | the same along a dimension with more than one row, chosen by lot, or the first one if gradients are sparse |
    | `parallax` | as `ps-load-balanced` where gradients are sparse, all else as `all-reduce` |
    | `distributed-replicated` | as `ps-load-balanced`; servers update with the gradients of one worker after the other, and every worker has a copy |

    Of several servers with the same load it is the first one. Scalars, and variables
    that a loop or a branch reads, are not cut for servers; nothing is where there is
    only one server.

    Where workers do not keep step, variables that steps assign get a server, too, since
    there is no other way to have them in common. Servers are devices of the mesh
    `@servers`, which is declared if the text does not.

    Whether gradients are sparse is what `--skein-differentiate` says, which is tried on a
    copy if it has not run.

    Requires: steps for one device.

    ```mlir
    skein.variable @table : tensor<1000x16xf32> = #skein.zeros
    skein.variable @w : tensor<16x10xf32> = #skein.zeros
    // becomes, with preset=parallax servers=2, if rows of @table are looked up
    skein.mesh @servers(server = 2)
    skein.variable @table : tensor<1000x16xf32> = #skein.zeros
        {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
    skein.variable @w : tensor<16x10xf32> = #skein.zeros
        {skein.synchronization = #skein.all_reduce<groups = [0]>}
    ```
  }];
  let options = [
    Option<"preset", "preset", "std::string", "\"\"", "Name of a strategy, such as ps">,
    Option<"servers", "servers", "int64_t", "-1",
           "Number of servers; by default as @servers has, or 1">,
    Option<"placement", "placement", "::skein::passes::Placement", "::skein::passes::Placement::AsPreset",
           "Which server a variable gets", [{::llvm::cl::values(
             clEnumValN(::skein::passes::Placement::AsPreset, "as-preset", "as the preset says"),
             clEnumValN(::skein::passes::Placement::First, "first", "always the first"),
             clEnumValN(::skein::passes::Placement::RoundRobin, "round-robin", "the one behind the last one"),
             clEnumValN(::skein::passes::Placement::GreedyBytes, "greedy-bytes", "that with the fewest bytes"),
             clEnumValN(::skein::passes::Placement::GreedyElements, "greedy-elements", "that with the fewest elements"))}]>,
    Option<"sync", "sync", "bool", "true", "Let updates wait for all workers">,
    Option<"staleness", "staleness", "int64_t", "0", "Steps that a worker may be ahead of the slowest">,
    Option<"inTurn", "in-turn", "bool", "false",
           "Let servers update with the gradients of one worker after the other">,
    Option<"replicasToAggregate", "replicas-to-aggregate", "int64_t", "-1",
           "Gradients that an update takes, others are dropped; by default all">,
    Option<"initialTokens", "initial-tokens", "int64_t", "-1",
           "Steps that workers may begin before the first update; by default replicas-to-aggregate">,
    Option<"localCopy", "local-copy", "bool", "false",
           "Let every worker keep a copy of variables with dense gradients">,
    Option<"copyBelow", "copy-below", "int64_t", "0",
           "The same for those with fewer elements, such as 65536">,
    Option<"chunkSize", "chunk-size", "int64_t", "128", "Variables, or pieces, in a group">,
    Option<"axisSeed", "axis-seed", "uint64_t", "0", "Seed of random-axis">,
  ];
  let dependentDialects = ["::skein::SkeinDialect"];
}

def ShardVariablesPass : Pass<"skein-shard-variables", "::mlir::ModuleOp"> {
  let summary = "Keep variables in pieces, as their records say";
  let description = [{
    A variable whose record (`skein.synchronization`) has a `partition` becomes one
    variable for each piece, `@w.0`, `@w.1` and so on, with the record of that piece. Of
    n pieces of a dimension the first (extent mod n) have one row more. A piece
    starts with its part of the first value, and `skein.stored` says which part of the
    whole one it is. Slots of the variable that have its shape, such as moving
    averages, are cut alike: `@w.0.average`.

    Reads put the pieces together; updates and assignments cut what they take. What
    is computed element by element from pieces is computed for each piece, so that its
    average needs no other piece. Of a sparse gradient every piece gets all rows, at
    indices counted from its own first row; an index that is no row of the piece
    counts for nothing.

    Requires: steps for one device; for variables with sparse gradients, pieces of
    dimension 0.
    Ensures: the same values, up to the order in which norms are added up.

    ```mlir
    skein.variable @w : tensor<5x4xf32> = #skein.zeros {skein.synchronization = #skein.all_reduce<partition = [2, 1]>}
    %w = skein.read @w : tensor<5x4xf32>
    skein.apply_gradient @w, %dw : tensor<5x4xf32> using #skein.sgd<learning_rate = 0.1>
    // becomes
    skein.variable @w.0 : tensor<3x4xf32> = #skein.zeros {skein.stored = #skein.stored<"w" at [0, 0] of [5, 4]>, ...}
    skein.variable @w.1 : tensor<2x4xf32> = #skein.zeros {skein.stored = #skein.stored<"w" at [3, 0] of [5, 4]>, ...}
    %w0 = skein.read @w.0 : tensor<3x4xf32>
    %w1 = skein.read @w.1 : tensor<2x4xf32>
    %w = tensor.concat dim(0) %w0, %w1 : (tensor<3x4xf32>, tensor<2x4xf32>) -> tensor<5x4xf32>
    %dw0 = tensor.extract_slice %dw[0, 0] [3, 4] [1, 1] : tensor<5x4xf32> to tensor<3x4xf32>
    %dw1 = tensor.extract_slice %dw[3, 0] [2, 4] [1, 1] : tensor<5x4xf32> to tensor<2x4xf32>
    skein.apply_gradient @w.0, %dw0 : tensor<3x4xf32> using #skein.sgd<learning_rate = 0.1>
    skein.apply_gradient @w.1, %dw1 : tensor<2x4xf32> using #skein.sgd<learning_rate = 0.1>
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def AccumulateGradientsPass : Pass<"skein-accumulate-gradients", "::mlir::ModuleOp"> {
  let summary = "Run a batch as micro-batches whose gradients add up";
  let description = [{
    Puts what a step does to single examples into a loop over `micro-batches`
    parts of the batch, so that the activations of one part are alive at a time.
    Variables are updated once, behind the loop, and the numbers are those of
    the whole batch. Steps without `skein.apply_gradient` stay as they are.

    The step is partitioned by the rules of distribution, along an axis in time
    instead of space: what is a partial sum over the parts is accumulated, what
    consists of one piece for each part is put together, and what is the same for
    all parts is computed once. Part i has examples i, i + parts and so on, so that
    a batch that devices share is cut on each device by itself.

    What the gradients need of the whole batch, such as the statistics of batch
    normalisation, is refused. With `per-part-statistics` each part makes do with
    its own: a sum is taken to be that of the part times the number of parts. What
    is assigned to variables is then the mean over the parts.

    Requires: no `skein.value_and_grad`.

    ```mlir
    skein.step @train(%x: tensor<64x4xf32> {skein.batch = 0 : i64}) {
      %g = linalg.reduce { arith.addf } ins(%x : tensor<64x4xf32>) outs(%z : tensor<4xf32>) dimensions = [0]
      skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
      skein.return
    }
    // becomes, with micro-batches=4
    skein.step @train(%x: tensor<64x4xf32> {skein.batch = 0 : i64}) {
      %g = scf.for %i = %c0 to %c4 step %c1 iter_args(%sum = %z) -> (tensor<4xf32>) {
        %y = tensor.expand_shape %x [[0, 1], [2]] output_shape [16, 4, 4] : tensor<64x4xf32> into tensor<16x4x4xf32>
        %s = tensor.extract_slice %y[0, %i, 0] [16, 1, 4] [1, 1, 1] : tensor<16x4x4xf32> to tensor<16x1x4xf32>
        %part = tensor.collapse_shape %s [[0, 1], [2]] : tensor<16x1x4xf32> into tensor<16x4xf32>
        %h = linalg.reduce { arith.addf } ins(%part : tensor<16x4xf32>) outs(%z : tensor<4xf32>) dimensions = [0]
        %next = linalg.generic ... ins(%h : tensor<4xf32>) outs(%sum : tensor<4xf32>) // their sum
        scf.yield %next : tensor<4xf32>
      }
      skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
      skein.return
    }
    ```
  }];
  let options = [
    Option<"microBatches", "micro-batches", "int64_t", "1", "Parts of a batch">,
    Option<"perPartStatistics", "per-part-statistics", "bool", "false",
           "Let parts use statistics of their own where the gradients need the whole batch">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::scf::SCFDialect",
                           "::mlir::tensor::TensorDialect"];
}

def PartitionPass : Pass<"skein-partition", "::mlir::ModuleOp"> {
  let summary = "Split the batch of steps over a mesh";
  let description = [{
    Declares the mesh and replaces every `skein.step` by a `skein.program` on it.
    Inputs with `skein.batch` are split over the axes in `batch-axis`, variables
    stay replicated, and what that makes of all other values is inferred by the
    distribution rules.
    Functions are made anew for every set of states that they are called with.

    Where a rule refuses, an operand is moved to a state that the rule accepts: a
    piece is cut out (`skein.shard`) or computed as a piece to begin with, partial
    results are reduced, pieces are gathered, whatever sends the fewest bytes. A
    remark at the op names everything that is reduced or gathered in this way.
    Gradients, assigned values and results of the step stay partial, which the
    types say and the attribute `skein.unsynchronized` of the program allows;
    `--skein-synchronize` reduces them.

    With `batch=split` the batch of the text is the global one, which devices
    share evenly; constants such as 1 / batch stay, and the numbers are those of
    one device. With `batch=per-replica` every device runs a batch of the size in
    the text; shapes stay, and what mixes the examples of different replicas
    before the gradients, such as batch statistics, is refused.

    Requires: no `skein.value_and_grad`.
    Ensures: no `skein.step` is left.

    ```mlir
    skein.step @train(%x: tensor<64x4xf32> {skein.batch = 0 : i64}) {
      %z = arith.constant dense<0.0> : tensor<4xf32>
      %g = linalg.reduce { arith.addf } ins(%x : tensor<64x4xf32>) outs(%z : tensor<4xf32>) dimensions = [0]
      skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
      skein.return
    }
    // becomes, with mesh=data:4 and #split and #sum for the two states
    skein.mesh @mesh(data = 4)
    skein.program @train on @mesh(%x: tensor<16x4xf32, #split> {skein.batch = 0 : i64})
        attributes {skein.unsynchronized} {
      %z = arith.constant dense<0.0> : tensor<4xf32, #sum>
      %g = linalg.reduce { arith.addf } ins(%x : tensor<16x4xf32, #split>) outs(%z : tensor<4xf32, #sum>) dimensions = [0]
      skein.apply_gradient @w, %g : tensor<4xf32, #sum> using #skein.sgd<learning_rate = 0.1>
      skein.return
    }
    ```
  }];
  let options = [
    Option<"mesh", "mesh", "std::string", "\"\"",
           "Axes and their numbers of devices, such as data:4,model:2; one device without any">,
    Option<"batchAxis", "batch-axis", "std::string", "\"\"",
           "Axes that the batch is split over, such as node,gpu; by default data, else all but pipe">,
    Option<"batch", "batch", "::skein::passes::BatchMode", "::skein::passes::BatchMode::Split",
           "Whether devices share the batch or each has its own", [{::llvm::cl::values(
             clEnumValN(::skein::passes::BatchMode::Split, "split", "devices share one batch"),
             clEnumValN(::skein::passes::BatchMode::PerReplica, "per-replica", "each device has a batch"))}]>,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::scf::SCFDialect",
                           "::mlir::tensor::TensorDialect"];
}

def SynchronizePass : Pass<"skein-synchronize", "::mlir::ModuleOp"> {
  let summary = "Reduce what variables and results take over the devices";
  let description = [{
    In every program with `skein.unsynchronized`, partial values that are applied
    as gradients, assigned to variables, returned, or looked at by
    `skein.all_finite` and `skein.global_norm` are reduced, each by one
    `skein.all_reduce` right behind the op that computes it, and the attribute is
    removed. The rows of a sparse gradient are not reduced: where devices have
    different ones, indices and rows are gathered, each by one `skein.all_gather`,
    so that nothing is sent for rows that nobody looked up.

    Where devices ran batches of their own (`skein.per_replica`), `reduction` says
    how gradients and assigned values combine: a mean is a sum and a visible
    multiplication by 1 / devices. Results are means, except sums over examples
    (`skein.total`), which are added. Where devices shared one batch everything is
    a sum, and other reductions are refused.

    `row-reduction` says it of sparse gradients. The mean over the replicas that
    looked a row up divides each row by the number of them, which is found in the
    gathered indices; a replica counts once however often it has the row. With
    `reduction=mean-of-means` it is the mean over the workers that have the row of such
    means in each of them; the first of several axes is that of the workers. For
    tensors a mean of means is the mean, as all workers have equally many devices. What
    a variable says by itself (`#skein.all_reduce<reduction = row_mean>`) comes first.

    Variables with a record `#skein.parameter_server` move to their servers. Programs
    pull what they read, of tables in which they look rows up only these rows, and push
    the gradients that they apply. For every server, and every protocol that its variables
    follow, there is a program beside the one that trains, which takes gradients and applies
    them; the record says when (`skein.synchronization`). Where workers do not wait for each
    other, the axes that split the batch become independent: each worker is a world of its
    own, which nothing may be reduced over, and all variables that change need a record.

    What belongs to a variable (slots, moving averages) is computed on its server. Of the
    workers it takes scalars: those that workers who keep step agree on, or, where gradients
    are applied one by one, those that come with a gradient. The norm of gradients that are
    added up on servers is computed there.

    Ensures: the program obeys all distribution rules.

    ```mlir
    skein.apply_gradient @w, %g : tensor<4xf32, #skein.dist<data: partial sum>> using #skein.sgd<learning_rate = 0.1>
    // becomes
    %r = skein.all_reduce sum %g over @mesh[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
    skein.apply_gradient @w, %r : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
    ```
  }];
  let options = [
    Option<"reduction", "reduction", "::skein::passes::Reduction", "::skein::passes::Reduction::Sum",
           "How gradients of replicas with batches of their own combine", [{::llvm::cl::values(
             clEnumValN(::skein::passes::Reduction::Sum, "sum", "their sum"),
             clEnumValN(::skein::passes::Reduction::Mean, "mean", "their mean"),
             clEnumValN(::skein::passes::Reduction::MeanOfMeans, "mean-of-means", "the mean over workers of the means in them"))}]>,
    Option<"rowReduction", "row-reduction", "::skein::passes::RowReduction", "::skein::passes::RowReduction::AsTensors",
           "How sparse gradients of such replicas combine", [{::llvm::cl::values(
             clEnumValN(::skein::passes::RowReduction::AsTensors, "as-tensors", "as reduction says"),
             clEnumValN(::skein::passes::RowReduction::Sum, "sum", "their sum"),
             clEnumValN(::skein::passes::RowReduction::RowMean, "row-mean", "the mean of each row over those that have it"))}]>,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def DelayGradientsPass : Pass<"skein-delay-gradients", "::mlir::ModuleOp"> {
  let summary = "Apply the gradients of the step before";
  let description = [{
    Every update takes the gradient that the step before it computed, and the one
    of this step is left for the next one, so that no update waits for a
    reduction. The gradient is kept in a slot named after its variable,
    `@w.delayed`, which starts from zeros and is part of checkpoints: with plain
    descent, w(k+1) = w(k) - rate * g(w(k-1)), and the first step changes nothing.
    Of a sparse gradient the tensor that it stands for is kept.

    Requires: one update of each variable in a step or program, not in a loop or a
    branch, without a factor or a condition, as scaled losses need them.

    ```mlir
    skein.apply_gradient @w, %g : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
    // becomes
    %old = skein.read @w.delayed : tensor<4xf32>
    skein.apply_gradient @w, %old : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
    skein.assign @w.delayed, %g : tensor<4xf32>
    ```
  }];
}

def StageVariablesPass : Pass<"skein-stage-variables", "::mlir::ModuleOp"> {
  let summary = "Read what variables were one step before";
  let description = [{
    In every step that trains, what reads a variable in front of its update gets the value
    that the step before it read: `@w.staged`, which each step fills with the present
    value, so that fetching it from a server takes no time of the step. With plain descent
    w(k+1) = w(k) - rate * g(w(k-1)), and the first step reads first values. The variable
    is part of checkpoints. With `--skein-delay-gradients` also the gradients are a step late:
    w(k+1) = w(k) - rate * g(w(k-2)).

    Requires: an initialiser of what is staged.

    ```mlir
    %w = skein.read @w : tensor<4xf32>
    // becomes
    %now = skein.read @w : tensor<4xf32>
    %w = skein.read @w.staged : tensor<4xf32>
    // and at the end of the step
    skein.assign @w.staged, %now : tensor<4xf32>
    ```
  }];
}

def CompressGradientsPass : Pass<"skein-compress-gradients", "::mlir::ModuleOp"> {
  let summary = "Send less than the gradients";
  let description = [{
    Replaces the all-reduces whose results `skein.apply_gradient` takes. What the
    devices hold is stacked (`skein.stack`), and from there on everything is an
    ordinary op: the types say what is added up. A remark at each gradient says
    what becomes of it.

    | method | sent for n elements by each of d devices | rounded |
    |---|---|---|
    | `f16`, `bf16` | an all-reduce of n elements of 2 bytes | each device's value, and sums |
    | `int8` | an all-to-all and an all-gather of n bytes, and 2 d scales | each device's value, and the sum, to 1/127 of the largest in its row |
    | `power-sgd` | all-reduces of rank x (rows + columns) elements | to the closest rank that one power iteration finds |
    | `top-k` | all-gathers of `k` elements and their `k` places of 4 bytes | what is not sent to 0: all but the absolutely largest elements of each device |

    With error feedback each device adds what it did not send to its next
    gradient. The error is a variable, `@w.compression_error`, with one piece for
    each device; the right factor of `power-sgd` is another, `@w.power_sgd`, from
    which the next step starts. Neither changes in a step that is skipped, and the
    error is kept without the scale of the loss, which may change. Where a program looks for overflows (`skein.all_finite`), it also looks at the values
    before compression.

    Left alone, with a remark: gradients of fewer than `min-elements` elements,
    that are no sums of floating point, that are split along another axis, that
    are narrow already, that no product of `rank` makes smaller, or that have 2^31
    elements or more, whose places `top-k` could not count.

    Requires: synchronized programs.

    ```mlir
    %r = skein.all_reduce sum %g over @mesh[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
    // becomes, with method=bf16
    %s = skein.stack %g over @mesh[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<1x4xf32, #skein.dist<data: split 0>>
    %b = linalg.generic ... ins(%s : ...) -> tensor<1x4xbf16, #skein.dist<data: split 0>>      // rounded
    %p = linalg.generic ... ins(%b : ...) -> tensor<4xbf16, #skein.dist<data: partial sum>>    // summed over the stack
    %q = skein.all_reduce sum %p over @mesh[data] : tensor<4xbf16, #skein.dist<data: partial sum>> -> tensor<4xbf16>
    %r = linalg.generic ... ins(%q : tensor<4xbf16>) -> tensor<4xf32>
    ```
  }];
  let options = [
    Option<"method", "method", "::skein::passes::Compression", "::skein::passes::Compression::None",
           "What gradients are sent as", [{::llvm::cl::values(
             clEnumValN(::skein::passes::Compression::None, "none", "as they are"),
             clEnumValN(::skein::passes::Compression::F16, "f16", "rounded to f16"),
             clEnumValN(::skein::passes::Compression::BF16, "bf16", "rounded to bf16"),
             clEnumValN(::skein::passes::Compression::Int8, "int8", "8 bits and a scale"),
             clEnumValN(::skein::passes::Compression::PowerSgd, "power-sgd", "two factors of low rank"),
             clEnumValN(::skein::passes::Compression::TopK, "top-k", "some elements and where they are"))}]>,
    Option<"errorFeedback", "error-feedback", "::skein::passes::ErrorFeedback",
           "::skein::passes::ErrorFeedback::Auto",
           "Whether what was left out is added to the next gradient", [{::llvm::cl::values(
             clEnumValN(::skein::passes::ErrorFeedback::Auto, "auto", "for power-sgd and top-k"),
             clEnumValN(::skein::passes::ErrorFeedback::On, "on", "yes"),
             clEnumValN(::skein::passes::ErrorFeedback::Off, "off", "no"))}]>,
    Option<"rank", "rank", "int64_t", "4", "Columns of the factors of power-sgd">,
    Option<"k", "k", "std::string", "\"5%\"",
           "Elements that top-k sends of a gradient: their number, such as 64, all of a smaller one; or "
           "their part, such as 1%, rounded and at least one">,
    Option<"minElements", "min-elements", "int64_t", "1024", "Smaller gradients are sent as they are">,
    Option<"seed", "seed", "uint64_t", "1", "Of the first right factors of power-sgd">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"];
}

def UnstackLayersPass : Pass<"skein-unstack-layers", "::mlir::ModuleOp"> {
  let summary = "Write loops over layers out, with variables of their own for each layer";
  let description = [{
    A function that takes row i of each of several stacked variables in round i of a loop
    gets the rows as arguments, and the loop is written out. The variables become one for each
    row, `@w.0` and so on, which are pieces of `w` in checkpoints: stages of a
    pipeline can then begin at any layer.

    Only for functions that steps call, with what they read from variables. Requires: no gradients that were written out.

    ```mlir
    skein.variable @w : tensor<2x4x4xf32> = #skein.zeros
    func.func @loss(%w: tensor<2x4x4xf32>, %x: tensor<8x4xf32>) -> tensor<f32> {
      %y = scf.for %i = %c0 to %c2 step %c1 iter_args(%h = %x) -> (tensor<8x4xf32>) {
        %layer = tensor.extract_slice %w[%i, 0, 0] [1, 4, 4] [1, 1, 1] : tensor<2x4x4xf32> to tensor<4x4xf32>
        %next = func.call @layer(%layer, %h) : ...
    // becomes
    skein.variable @w.0 : tensor<1x4x4xf32> = #skein.zeros {skein.stored = #skein.stored<"w" at [0, 0, 0] of [2, 4, 4]>}
    skein.variable @w.1 : tensor<1x4x4xf32> = #skein.zeros {skein.stored = #skein.stored<"w" at [1, 0, 0] of [2, 4, 4]>}
    func.func @loss(%w0: tensor<1x4x4xf32>, %w1: tensor<1x4x4xf32>, %x: tensor<8x4xf32>) -> tensor<f32> {
      %layer0 = tensor.extract_slice %w0[0, 0, 0] [1, 4, 4] [1, 1, 1] : tensor<1x4x4xf32> to tensor<4x4xf32>
      %h = call @layer(%layer0, %x) : ...
      %layer1 = tensor.extract_slice %w1[0, 0, 0] [1, 4, 4] [1, 1, 1] : tensor<1x4x4xf32> to tensor<4x4xf32>
      %y = call @layer(%layer1, %h) : ...
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::tensor::TensorDialect"];
}

def ScheduleStagesPass : Pass<"skein-schedule-stages", "::mlir::ModuleOp"> {
  let summary = "Give each device of a pipeline a program of its own";
  let description = [{
    The devices along the axis `pipe` have all run the same program so far, which calls the functions
    of stages (`skein.stage`, `skein.action`) in a loop over micro-batches. Each gets a
    program of its own with what its stages compute, in a `skein.pipeline` in the order of
    `schedule`; that with the first result keeps the name, the others are beside it. What one computes
    and another uses goes through a `skein.channel`, once for each of them, also where it
    passes stages by. A channel has room for as many messages as wait in it when all stages
    take the same time, and one more.

    A variable lives with the first stage that takes it, and so do its slots. Where others
    take it too, they get its value at the beginning of a step, and their gradients come to it
    behind the loop, added up over micro-batches. What belongs to no stage is
    where its largest operand is; a variable that no stage takes is with one that it is
    computed from, or with the loss. Norms and flags over several stages are those of
    each stage, put together.

    A program without such a loop goes through the stages once: each op is where the
    last of its operands is. Programs on meshes without that axis stay as they are.

    Requires: `--skein-synchronize` has run. Errors: stages that the devices do not divide; a schedule that cannot
    run, or that splits backward passes that are not split.

    ```mlir
    skein.program @train on @mesh(%x: tensor<64x4xf32>) -> tensor<f32> {
      %w = skein.read @w : tensor<4x4xf32>
      %v = skein.read @v : tensor<4xf32>
      %r:3 = scf.for %i = %c0 to %c2 step %c1 iter_args(...) {
        %h = func.call @loss.stage0_fwd(%w, %part) : ...
        %l = func.call @loss.stage1_fwd(%v, %h) : ...
        %dv, %dh = func.call @loss.stage1_bwd(%v, %h, %one) : ...
        %dw = func.call @loss.stage0_bwd(%part, %dh) : ...
        ...
      }
    // becomes, with schedule=1f1b
    skein.channel @train.activation0to1 : tensor<32x4xf32> from @train.pipe0 to @train
    skein.channel @train.gradient1to0 : tensor<32x4xf32> from @train to @train.pipe0
    skein.program @train.pipe0 on @mesh[pipe = 0] beside @train(%x: tensor<64x4xf32>) {
      %w = skein.read @w : tensor<4x4xf32>
      %dw = skein.pipeline %i of 2 in order "F0 F1 B0 B1" iter_args(...) -> (tensor<4x4xf32>) {
        skein.action forward of 0
        %h = func.call @loss.stage0_fwd(%w, %part) : ...
        skein.send @train.activation0to1, %h : tensor<32x4xf32>
        skein.action backward of 0
        %dh = skein.receive @train.gradient1to0 : tensor<32x4xf32>
        ...
    ```
  }];
  let options = [
    Option<"schedule", "schedule", "std::string", "\"1f1b\"",
           "Name of a family of schedules (see skein-opt --skein-print-schedule), or a file with a table">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"];
}

def PackGradientsPass : Pass<"skein-pack-gradients", "::mlir::ModuleOp"> {
  let summary = "Reduce gradients in packs instead of one by one";
  let description = [{
    Every collective pays latency. Gradients, that is, `skein.all_reduce` ops
    whose results reach a `skein.apply_gradient` by elementwise ops alone, are
    flattened, concatenated, reduced together, and taken apart again. Tensors
    share a pack if they agree on kind, axes, element type, and their states along
    other axes. A policy chooses among these, in the order of their updates:

    | policy | packs |
    |---|---|
    | `none` | none |
    | `small-runs` | runs of consecutive gradients of up to `max-bytes` each, up to `max-group` in a pack |
    | `reverse-fill` | from the last gradient to the first; a pack is closed once it has more than `max-bytes` |
    | `fixed-count` | all elements in `count` pieces of equal size; the last one also takes the rest |
    | `bytes-per-pack` | from the first gradient to the last; a pack is closed once it has `max-bytes`. 0 is one pack |
    | `bucket` | in the order in which the gradients become ready; no pack has more than `max-bytes`, the first one no more than `first-bytes`, unless a single gradient does |
    | `groups` | one for every group that records of variables name (`#skein.all_reduce`); no others |

    A gradient that would be alone in its pack stays as it is. So does one that is
    split along another axis, whose pieces would interleave, and one that has an
    effect before the others are ready; a remark says so. A remark tells the bytes
    and the variables of every pack. A gradient without elements is not sent.

    Every element is combined as it was before, so its value is the same, up to
    the order in which the fabric adds.

    ```mlir
    %a = skein.all_reduce sum %g0 over @m[data] : tensor<2x4xf32, #skein.dist<data: partial sum>> -> tensor<2x4xf32>
    %b = skein.all_reduce sum %g1 over @m[data] : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
    // becomes, with policy=bucket (types shortened)
    %flat = tensor.collapse_shape %g0 [[0, 1]] : tensor<2x4xf32> into tensor<8xf32>
    %pack = tensor.concat dim(0) %flat, %g1 : (tensor<8xf32>, tensor<4xf32>) -> tensor<12xf32>
    %sum = skein.all_reduce sum %pack over @m[data] : tensor<12xf32>
    %a0 = tensor.extract_slice %sum[0] [8] [1] : tensor<12xf32> to tensor<8xf32>
    %a = tensor.expand_shape %a0 [[0, 1]] output_shape [2, 4] : tensor<8xf32> into tensor<2x4xf32>
    %b = tensor.extract_slice %sum[8] [4] [1] : tensor<12xf32> to tensor<4xf32>
    ```
  }];
  let options = [
    Option<"policy", "policy", "::skein::passes::PackPolicy", "::skein::passes::PackPolicy::Bucket",
           "Which gradients share a pack", [{::llvm::cl::values(
             clEnumValN(::skein::passes::PackPolicy::None, "none", "each is reduced alone"),
             clEnumValN(::skein::passes::PackPolicy::SmallRuns, "small-runs", "runs of small ones"),
             clEnumValN(::skein::passes::PackPolicy::ReverseFill, "reverse-fill", "from the last one on, until a pack is too large"),
             clEnumValN(::skein::passes::PackPolicy::FixedCount, "fixed-count", "a number of equal pieces"),
             clEnumValN(::skein::passes::PackPolicy::BytesPerPack, "bytes-per-pack", "from the first one on, until a pack is large enough"),
             clEnumValN(::skein::passes::PackPolicy::Bucket, "bucket", "as they become ready, up to a size"),
             clEnumValN(::skein::passes::PackPolicy::Groups, "groups", "those of one group of #skein.all_reduce"))}]>,
    Option<"maxBytes", "max-bytes", "int64_t", "-1",
           "Bound that the policy puts on bytes; by default 64 KiB for small-runs and 25 MiB for others">,
    Option<"maxGroup", "max-group", "int64_t", "-1",
           "Largest number of gradients in a pack of small-runs; by default 10">,
    Option<"count", "count", "int64_t", "-1", "Number of pieces of fixed-count; by default 1">,
    Option<"firstBytes", "first-bytes", "int64_t", "-1",
           "Bound on the first bucket; by default 1 MiB, or max-bytes if that is less">,
  ];
  let dependentDialects = ["::mlir::tensor::TensorDialect"];
}

def OverlapPass : Pass<"skein-overlap", "::mlir::ModuleOp"> {
  let summary = "Reduce gradients while the device computes";
  let description = [{
    Every gradient, and every pack of them, is reduced on the stream for
    communication, right behind the last op that it needs, so in the order in
    which backward halves give them. Updates come in that order too, at the end of
    the program, so that each waits for its own gradient alone; they stay where
    they are if a variable is touched again behind the first update. What else is
    done with a reduced gradient moves down to where it is needed. All-reduces
    that are only reported or assigned take the same stream, and so do the
    all-gathers of sparse gradients.

    To see when a gradient is ready, the functions that compute gradients are
    inlined, unless they are called elsewhere too: then all of their results are
    ready when the call ends.

    Ensures: the same values, bit by bit, and one order of collectives for all
    devices.

    ```mlir
    %d:2 = func.call @loss_bwd(%x) : ...
    %a = skein.all_reduce sum %d#0 over @m[data] : ...
    %b = skein.all_reduce sum %d#1 over @m[data] : ...
    skein.apply_gradient @a, %a : ...
    skein.apply_gradient @b, %b : ...
    // becomes
    %d1 = linalg.exp ... // from @loss_bwd
    %b = skein.all_reduce sum %d1 over @m[data] on communication : ...
    %d0 = linalg.mul ...
    %a = skein.all_reduce sum %d0 over @m[data] on communication : ...
    skein.apply_gradient @b, %b : ...
    skein.apply_gradient @a, %a : ...
    ```
  }];
}

def ExpandOptimizersPass : Pass<"skein-expand-optimizers", "::mlir::ModuleOp"> {
  let summary = "Write the arithmetic of optimisers out";
  let description = [{
    Replaces every `skein.apply_gradient` by `linalg` ops and assignments, with
    slot variables named after their variable: `@w.momentum`.

    A sparse gradient updates the rows that were looked up, where a row with a
    gradient of zeros would stay as it is: with SGD, Adagrad, and `lazy`
    optimisers. With all others its tensor is made first. SGD subtracts rows one
    by one, unless they are narrower than f32; the others add up the rows of one
    index, read the row of the variable and of its slots, and write the new ones.

    Optimisers that
    need the number of the step share the variable `@step_count`, which every
    step or program that uses one increments once, before its first update. Slots
    live where their variable does, and so does a step count of its own on each
    server; in checkpoints they are one tensor.
    Narrow floats are widened to f32 for the arithmetic.

    An update or assignment under a condition writes the old value back where the
    condition is false, which changes no bit of it. `skein.all_finite` and
    `skein.global_norm` become one pass over each operand, and a reduction of one
    flag or number over the axes along which the operands are not replicated.

    Requires: gradients in the state of their variable, as the op's verifier
    says; replicated variables, where rows of sparse gradients are added up; one
    condition for all updates that need the number of the step.
    Ensures: no `skein.apply_gradient`, `skein.all_finite`, `skein.global_norm` or
    condition is left.

    ```mlir
    skein.apply_gradient @w, %dw : tensor<4xf32> using #skein.sgd<learning_rate = 0.1>
    // becomes
    %w = skein.read @w : tensor<4xf32>
    %new = linalg.generic ... ins(%w, %dw : ...) {
    ^bb0(%a: f32, %g: f32, %out: f32):
      %scaled = arith.mulf %g, %rate : f32
      %b = arith.subf %a, %scaled : f32
      linalg.yield %b : f32
    }
    skein.assign @w, %new : tensor<4xf32>
    ```
  }];
  let options = [Option<"mergeRows", "merge-rows", "bool", "false",
                        "Add up equal rows of sparse gradients for SGD, too: on one device, the bits of the tensor">];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"];
}

def LowerAllReducePass : Pass<"skein-lower-all-reduce", "::mlir::ModuleOp"> {
  let summary = "Write out how all-reduces are carried out";
  let description = [{
    `spec` names algorithms and, between two of them, the largest number of
    elements (not bytes) that the first takes: `pscpu:2k:xring` reduces up to 2048
    elements by pscpu and all else by xring. `k` or `K`, `M`, `G` and `T` are powers
    of 1024. Behind an algorithm, `@` is a place and `#n` a number of shards.

    Along several axes, the first one is that of the workers, which have their
    devices along the others.

    | algorithm | what the devices do |
    |---|---|
    | `nccl` | one op, left to the fabric; sums only |
    | `collective` | one op, left to the fabric |
    | `xring#n` | a ring through all devices, or n of them that carry a part each; they go through the workers in one order, and begin with different devices in a worker |
    | `rechd` | recursive halving and doubling among a power of two devices |
    | `tree` | a binomial tree to the first device, and back |
    | `hierarchical` | a reduce-scatter by rings along the innermost axis, then along the next one, ..., and gathers back: ever less goes along the outer axes |
    | `psgpu#n` | n devices combine a shard each and give it to all. Devices are dealt out to groups of n; all-reduces take turns with the groups |
    | `pscpu#n` | the same on first devices of workers; along one axis on any devices |
    | `nccl/xring#n` | `nccl` in every worker, n rings through one device of each worker, a broadcast in every worker |
    | `nccl/rechd` | the same with `rechd` among the first devices of workers |
    | `nccl/pscpu#n` | the same with `pscpu#n` among them |
    | `pscpu/pscpu#n` | sums on the first device of each worker, `pscpu#n` among these, copies in every worker |
    | `copy@place` | one device adds what all others have, and gives it to them |
    | `colocated@place` | the same on the device where the variable is at home that the reduction is for. Variables with gradients find their homes in the order of the text; other reductions, and all after `--skein-expand-optimizers`, take the first device |
    | `hierarchical-copy@wiring` | `copy` within the first and the second half of the devices, then among their two roots, and back. An even number of devices |

    | place | the device of the next all-reduce, or variable |
    |---|---|
    | `round-robin` | the one behind the last one; meant where there is no place |
    | `first` | the first one |
    | `greedy-elements`, `greedy-bytes` | the one with the fewest elements, or bytes, so far; the first of several |

    | wiring | roots of all-reduce i on n devices |
    |---|---|
    | `dgx1` | i mod n, where all is added, and i + n/2 mod n; meant where there is no wiring |
    | `gcp_v100` | 0 and 5, 2 and 7, 5 and 0, 7 and 2 in turn; 8 devices |

    Whatever takes turns begins anew in every program and function.

    There are no devices for the memory of hosts: the first device of a worker
    stands for its host. Pieces of uneven size need no padding: pieces that zeros
    would fill up are shorter or empty.

    All-reduces get a body of exchanges and loops over steps, so the text does not
    grow with the number of devices. An all-reduce that has one stays as it is. The
    attribute `skein.algorithm` says what was chosen.

    Ensures: the same values up to rounding; the order of combination is that of
    the text.

    ```mlir
    %r = skein.all_reduce sum %x over @m[data] : tensor<8xf32, #skein.dist<data: partial sum>> -> tensor<8xf32>
    // becomes, with spec=xring on four devices (arithmetic and the second half left out)
    %r = skein.all_reduce sum %x over @m[data] {skein.algorithm = "xring"} : ... by (%buffer: tensor<8xf32>, %rank: index) {
      %sums = scf.for %tick = %c0 to %c3 step %c1 iter_args(%b = %buffer) -> (tensor<8xf32>) {
        %next = skein.exchange %b send [%begin0, %c2] to %right receive [%begin1, %c2] from %left combining sum : tensor<8xf32>
        scf.yield %next : tensor<8xf32>
      }
      ...
    }
    ```
  }];
  let options = [Option<"spec", "spec", "std::string", "\"nccl\"",
                        "Algorithms and the sizes up to which they are used">];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::scf::SCFDialect",
                           "::skein::SkeinDialect"];
}

//===----------------------------------------------------------------------===//
// Level 1 to executable
//===----------------------------------------------------------------------===//

def StripDistributionPass : Pass<"skein-strip-distribution", "::mlir::ModuleOp"> {
  let summary = "Replace communication by library calls and forget distributions";
  let description = [{
    From here on a tensor is what one device holds, so that upstream rewrites,
    which lose encodings, are safe to run. Collectives and requests to objects that live on
    one device become calls; an owner publishes what it assigns to a variable that others
    pull.

    Requires: programs that passed the distribution check.
    Ensures: no type or attribute has a `#skein.dist`, and no collective, request,
    accumulator or queue is left.

    ```mlir
    %g = skein.all_reduce sum %p over @m[data]
        : tensor<4xf32, #skein.dist<data: partial sum>> -> tensor<4xf32>
    // becomes: f32, sum, axis 0, no root, 1 x 4 x 1 elements
    %init = tensor.empty() : tensor<4xf32>
    %g = skein.library_call "skrt_all_reduce" [1, 0, 1, 0, 1, 4, 1]
        ins(%p : tensor<4xf32>) outs(%init : tensor<4xf32>) -> tensor<4xf32>
    ```

    A collective on the stream for communication becomes an asynchronous call, and
    a call of `skrt_wait` in front of the first use of its result.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

def ProgramToFunctionPass : Pass<"skein-program-to-function", "::mlir::ModuleOp"> {
  let summary = "Turn programs and steps into functions that update memory";
  let description = [{
    The arguments of a function are the variables of the module that live on its devices,
    in order, then the inputs, then the results, and of a program that repeats while a
    flag is true that flag. A variable has one SSA value at a time: reading
    gives it, assigning replaces it, and the last one is written back at the end.
    Calls are inlined, and variables and functions disappear.

    A new value that was not computed into its variable is copied to it as soon as
    nobody reads the old value any more. The copy is an op on tensors, so that
    bufferisation sees every conflict between old and new values.

    Requires: no distributions, optimisers expanded, no recursion, no assignment
    inside a loop or a branch.
    Ensures: only `func.func`s with the unit attribute `skein.entry` are left.

    ```mlir
    skein.variable @w : tensor<4xf32>
    skein.step @train(%x: tensor<4xf32>) {
      skein.assign @w, %x : tensor<4xf32>
      skein.return
    }
    // becomes
    func.func @train(%w: memref<4xf32>, %x: memref<4xf32>) attributes {skein.entry} {
      %old = bufferization.to_tensor %w restrict writable : memref<4xf32> to tensor<4xf32>
      %in = bufferization.to_tensor %x restrict : memref<4xf32> to tensor<4xf32>
      %new = linalg.copy ins(%in : tensor<4xf32>) outs(%old : tensor<4xf32>) -> tensor<4xf32>
      bufferization.materialize_in_destination %new in writable %w : (tensor<4xf32>, memref<4xf32>) -> ()
      return
    }
    ```
  }];
  let dependentDialects = ["::mlir::bufferization::BufferizationDialect", "::mlir::func::FuncDialect",
                           "::mlir::linalg::LinalgDialect"];
}

def DispatchToLibraryPass : Pass<"skein-dispatch-to-library", "::mlir::func::FuncOp"> {
  let summary = "Turn contractions and convolutions into library calls";
  let description = [{
    Takes every `linalg` op that multiplies two tensors of f32, f16 or bf16 and sums
    in f32, named or generic, whatever its maps. Narrow factors are extended first,
    by ops that fusion merges with what computes them.

    - a contraction whose operands a strided matrix product can walk, with loops
      around it where dimensions cannot be merged;
    - a convolution of up to three spatial dimensions, in any layout, with or
      without groups, and its gradients: the tensor with window indices is the
      image; if that is the result, the op is a data gradient.

    `skein.first_occurrence` and `skein.top_k` are library calls too.

    A result that starts from zeros is overwritten, so its zeros disappear; a sum that
    is only added in place to something is added by the contraction. Zero
    padding of an image, and the cut that is its adjoint, become padding of the
    call. Everything else is left to generated loops.

    ```mlir
    %c = linalg.matmul ins(%a, %b : tensor<2x3xf32>, tensor<3x4xf32>) outs(%zeros : tensor<2x4xf32>)
    // becomes
    %init = tensor.empty() : tensor<2x4xf32>
    %c = skein.library_call "skrt_contract_f32" [2, 4, 3, ...] ins(%a, %b : ...) outs(%init : ...)
    ```
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect",
                           "::skein::SkeinDialect"];
}

def LowerPipelinesPass : Pass<"skein-lower-pipelines", "::mlir::func::FuncOp"> {
  let summary = "Make a loop over the entries of a schedule of each skein.pipeline";
  let description = [{
    The loop looks action and micro-batch up in a table, and its body has the ops of each
    action once, so only the table grows with the number of micro-batches.

    What one action gives and another uses lies in the stash meanwhile, a buffer with a
    place for each micro-batch from the action that writes it to the last one that reads
    it; it is as large as the order needs. Reshapes, slices of what all micro-batches
    share, scalars and fills are not kept but made again. Carried values are updated in
    place.

    Requires: `skein-program-to-function`.

    ```mlir
    skein.pipeline %i of 2 in order "F0 B0 F1 B1" {
      skein.action forward of 0
      %y = linalg.exp ...
      skein.action backward of 0
      skein.library_call "skrt_send" ... ins(%y : tensor<16xf32>)
      skein.next_micro_batch
    }
    // becomes
    %stash = memref.alloc() : memref<64xi8>
    scf.for %entry = %c0 to %c4 step %c1 {
      %action = tensor.extract %table[%entry, %c0] : tensor<4x3xindex>
      scf.index_switch %action
      case 0 {
        %place = tensor.extract %table[%entry, %c2] : tensor<4x3xindex>
        %kept = memref.view %stash[%place][] : memref<64xi8> to memref<16xf32>
        %init = bufferization.to_tensor %kept restrict writable : memref<16xf32> to tensor<16xf32>
        %y = linalg.exp ... outs(%init : tensor<16xf32>)
        bufferization.materialize_in_destination %y in writable %kept
      }
      case 1 { ... }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::bufferization::BufferizationDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::memref::MemRefDialect",
                           "::mlir::scf::SCFDialect", "::mlir::tensor::TensorDialect"];
}

def FuseElementwisePass : Pass<"skein-fuse-elementwise", "::mlir::func::FuncOp"> {
  let summary = "Merge elementwise producers into their consumers";
  let description = [{
    Makes `linalg.generic` of every op that is left on tensors, gathers included, moves constants
    and fills into the bodies that use them, and merges a producer into its
    consumer when nothing is computed twice: the producer has one user that reads
    every element once, or computes nothing. Reshapes are never folded: they
    would take apart what a library call needs whole.

    Ensures: an init that a body does not read is a `tensor.empty`, or the
    variable that the op updates.

    ```mlir
    %a = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    %b = linalg.add ins(%a, %y : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    // becomes one linalg.generic with math.exp and arith.addf in its body
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
                           "::mlir::tensor::TensorDialect"];
}

def BufferizePass : Pass<"skein-bufferize", "::mlir::ModuleOp"> {
  let summary = "Give every tensor a buffer, in place where nobody sees it";
  let description = [{
    One-shot bufferisation of all functions, whose arguments are buffers already.
    A buffer that one iteration of a loop hands to the next gets a place outside
    of the loop, so that every `memref.alloc` stands for one piece of memory.

    ```mlir
    %b = linalg.generic ... ins(%a : tensor<4xf32>) outs(%init : tensor<4xf32>)
    // becomes
    %b = memref.alloc() {alignment = 64 : i64} : memref<4xf32>
    linalg.generic ... ins(%a : memref<4xf32>) outs(%b : memref<4xf32>)
    ```
  }];
  let options = [Option<"copyBeforeWrite", "copy-before-write", "bool", "false",
                        "Copy before every write instead of looking for conflicts; for tests">];
  let dependentDialects = ["::mlir::bufferization::BufferizationDialect", "::mlir::memref::MemRefDialect"];
}

def EmitKernelsPass : Pass<"skein-emit-kernels", "::mlir::func::FuncOp"> {
  let summary = "Write loops of vector operations for linalg ops on buffers";
  let description = [{
    An operand is seen as flat memory with one stride per loop, so one scheme fits
    elementwise ops, reductions, broadcasts, and windows. Loops that are
    contiguous in every operand become one. Vectors run along a loop in which
    every operand has stride 1 or 0; reductions are kept in registers. What has no
    such loop, or a body that cannot be a vector, is computed element by element.

    A reduction over rows of which a comparison with an index leaves one, as in
    gradients of look-ups, goes to that row; a row that does not exist is passed over.

    Requires: static shapes.
    Ensures: no `linalg` op is left.

    ```mlir
    linalg.exp ins(%x : memref<2x64xf32>) outs(%y : memref<2x64xf32>)
    // becomes
    scf.for %i = %c0 to %c128 step %c64 {
      %a = vector.load %flat_x[%i] : memref<128xf32>, vector<64xf32>
      %b = math.exp %a : vector<64xf32>
      vector.store %b, %flat_y[%i] : memref<128xf32>, vector<64xf32>
    }
    ```
  }];
  let options = [Option<"vectorBytes", "vector-bytes", "int64_t", "256",
                        "Size of one vector; several registers hide latency">];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect",
                           "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
}

def PlanMemoryPass : Pass<"skein-plan-memory", "::mlir::func::FuncOp"> {
  let summary = "Place all temporary buffers in one arena";
  let description = [{
    The function gets one more argument, the arena, and every `memref.alloc`
    becomes a view of it. Buffers whose lifetimes do not meet share memory: the
    largest are placed first, each at the lowest free offset, in multiples of 64
    bytes. The extent of the argument is the memory that the function needs.

    A buffer that is computed only to be copied to a part of another one, such as
    a gradient to its pack, is placed in that part, and the copy goes. An all-reduce
    of a buffer that nobody uses afterwards works in place.

    Requires: `skein-bufferize`; an allocation has a static shape.

    ```mlir
    func.func @f() {
      %a = memref.alloc() : memref<4xf32>
      ...
    // becomes
    func.func @f(%arena: memref<64xi8>) {
      %offset = arith.constant 0 : index
      %a = memref.view %arena[%offset][] : memref<64xi8> to memref<4xf32>
      ...
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect"];
}

def ToLLVMPass : Pass<"skein-to-llvm", "::mlir::ModuleOp"> {
  let summary = "Lower functions over buffers to the LLVM dialect";
  let description = [{
    A function with the unit attribute `skein.entry` becomes
    `void name(skrt_context *, void *const *buffers)`, where `buffers` has the
    arguments in order. Library calls become calls of the runtime. Mathematical
    functions of f32 become polynomials; others are left to the C library. Only
    the products and sums of reductions may contract, so that a value has the same
    bits in every kernel that computes it.

    ```mlir
    func.func @f(%a: memref<4xf32>) attributes {skein.entry} { ... }
    // becomes
    llvm.func @f(%context: !llvm.ptr, %buffers: !llvm.ptr) { ... }
    ```
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
                           "::mlir::cf::ControlFlowDialect", "::mlir::func::FuncDialect",
                           "::mlir::LLVM::LLVMDialect", "::mlir::math::MathDialect",
                           "::mlir::memref::MemRefDialect", "::mlir::vector::VectorDialect"];
}

//===----------------------------------------------------------------------===//
// Reports
//===----------------------------------------------------------------------===//

def VerifyProgressPass : Pass<"skein-verify-progress", "::mlir::ModuleOp"> {
  let summary = "Refuse programs that can wait for each other for ever";
  let description = [{
    Decides for every `skein.program`, together with those beside it, that all of
    them end, whatever the schedule: every collective is met by its whole group,
    every take gets its pushes, nobody waits at a queue for what never comes. Then
    promises in types are kept, too: a replicated `skein.pull` meets one version on
    all devices, and a partial sum is pushed once by every device, for the step
    that the accumulator is at, and taken when it is whole. What a `skein.pipeline`
    sends for one micro-batch is received for it, and no channel holds anything in
    the end.

    An error names every program that waits, at which op and object, and what led
    to it:

    ```mlir
    skein.program @train on @workers() { // 2 devices
      ...
      skein.push @w.sum, %dw label %k : tensor<4xf32, #skein.dist<data: partial sum>>
      skein.dequeue @go : ...
    }
    skein.program @train.server on @servers[server = 0] beside @train() {
      %sum, %count = skein.take @w.sum, 3 : tensor<4xf32>
      // error: @train and what is beside it can wait for ever: ...
      // note: in iteration 0, @train.server is at take @w.sum, 3: @w.sum has 2 of 3 pushes for step 2
      ...
      skein.enqueue @go[*], %k : tensor<i64>
    }
    ```

    Numbers are followed through `arith` and tensors of rank 0; what data decide goes
    both ways, alike on all devices that the condition is replicated on. Of a run,
    three steps are looked at, which begin with the third of the training. If the
    outcome cannot depend on the schedule, one is enough; else all are visited; of
    jobs that have too many of them, several, and all of the same programs with two
    and three devices in place of more. A job that is too large even so gets a
    warning. What is beside the text is not looked at: messages that get lost, time,
    numbers in tensors.

    Requires: programs on meshes.
  }];
  let options = [Option<"leftovers", "leftovers", "bool", "false",
                        "Remark what queues and accumulators can hold at the end">];
}

def ReportCostPass : Pass<"skein-report-cost", "::mlir::ModuleOp"> {
  let summary = "Count parameters, operations, bytes and activations";
  let description = [{
    Writes a table of what one step costs on stderr: for every function and phase
    the number of calls, and what all calls cost together, without what they call
    in turn; then totals, one to a line, such as `parameters: 25557032`.

    | column, total | meaning |
    |---|---|
    | parameters | elements of the variables that optimisers update; of a function, of those that one call is passed |
    | flops | floating-point operations, as `passes/Kernels.h` counts them |
    | contraction flops | of these, those in contractions and convolutions, which is what published counts give |
    | bytes | read and written by kernels, fused as described there |
    | activation bytes | results of the forward phase that the backward phase reads; of a function, those that its own ops compute |
    | optimizer bytes | slots of the optimisers, and other variables |

    The backward phase is what the functions that `--skein-differentiate` makes
    compute; the update is what depends on their results or is not needed earlier.
    Where the call of such a function is inlined, forward is what the reported
    results need, the update is what is assigned, and the rest is backward. Of
    micro-batches, activations are those of one, in a pipeline those of as many as
    the program keeps at once, with what it has received; all else is that of all.
    Of a program on a part of a mesh, variables are those that are there.
    For a module that is not differentiated yet, or whose optimisers are not
    expanded, this is done on a copy; the module itself stays as it is. On a mesh
    all numbers are those of one device.

    A function or a loop is looked at once, however often it runs.

    Requires: a `skein.step` or `skein.program`; functions of one block.
  }];
  let options = [
    Option<"json", "json", "std::string", "",
           "Write the numbers to this file instead, - for standard output">,
    Option<"entry", "entry", "std::string", "",
           "Step or program to look at; by default the only one, or train">];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
                           "::mlir::tensor::TensorDialect"];
}

def ReportCommunicationPass : Pass<"skein-report-communication", "::mlir::ModuleOp"> {
  let summary = "List what programs send, along which axis, and why";
  let description = [{
    Writes a table for every `skein.program` on stderr: for each collective, in the
    order of the text, how many bytes all devices together send in one step to
    devices that are elsewhere along a mesh axis, what the result is for (the
    variable or the result of the program that it leads to), and where it is. What
    goes to a device that is elsewhere along several axes counts along each. Totals
    follow, one to a line: `bytes along node: 2097152`.

    What is pulled from, pushed to, or queued on a device that the program does not run on is
    listed with that device, `@servers[server = 0]`, with totals `bytes to` and `bytes from`
    it. Rows that are pushed count as if all belonged to the piece of the table at hand.

    What is sent through a channel counts along the axes along which its other end is
    elsewhere, once for each micro-batch: `skein.send  32768  pipe  @activation0to1`.

    All-reduces with a body count as written. For what is left to the fabric,
    numbers are those of rings in the order of the devices, as the simulator has
    them. Loops count as often as they run, and both sides of a branch.

    Requires: loops with constant bounds.
  }];
}

#endif // SKEIN_PASSES
