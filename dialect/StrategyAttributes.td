//===- StrategyAttributes.td - how a variable is kept the same everywhere -===//
#ifndef SKEIN_DIALECT_STRATEGY_ATTRIBUTES
#define SKEIN_DIALECT_STRATEGY_ATTRIBUTES

include "dialect/TrainingAttributes.td"

// `[0, 1]`, or nothing when it is empty.
def Skein_Integers : AttrOrTypeParameter<"::mlir::DenseI64ArrayAttr", "a list of numbers"> {
  let parser = "::skein::parseIntegers($_parser)";
  let printer = "::skein::printIntegers($_printer, $_self)";
}
def Skein_DefaultIntegers : DefaultValuedParameter<"::mlir::DenseI64ArrayAttr",
    "::mlir::DenseI64ArrayAttr::get($_ctxt, {})"> {
  let parser = Skein_Integers.parser;
  let printer = Skein_Integers.printer;
}

def Skein_ParameterServerAttr : Skein_Attr<"ParameterServer", "parameter_server"> {
  let summary = "A variable lives on servers, to which workers send its gradients";
  let description = [{
    As `skein.synchronization` of a variable; `--skein-synchronize` makes programs for
    workers and servers of it. Devices of mesh `on`, which has one axis, are the
    servers, and `at` are the numbers of those that have the variable: one number, or
    one for each piece where `partition` cuts it. `partition` has a number of pieces
    for each dimension; of n pieces of a dimension the first (extent mod n) have one
    row more.

    | `sync` | more | an update happens |
    |---|---|---|
    | true | | once in a step, with the gradients of all workers; then all go on |
    | true | `replicas_to_aggregate = R` | with the first R gradients of the current step; later ones are dropped, and a worker goes on as soon as it gets one of the tokens that come with an update. `initial_tokens` of them are there from the start, R by default |
    | true | `staleness = s` | with every gradient by itself; no worker is more than s steps ahead of the updates of the slowest |
    | true | `in_turn = true` | the same for s = 0, where all gradients of a step are of the same values |
    | false | | with every gradient by itself; nobody waits |

    With `local_copy = true` every worker has a copy, which it refreshes once an update is
    over, and which evaluation reads, too.

    Constraints:
    - (C1) `at` has as many numbers as there are pieces, and at least one.
    - (C2) Entries of `partition` are positive, and at most one is more than 1.
    - (C3) `replicas_to_aggregate`, if given, is positive. `staleness` is not negative.
      Both, `in_turn` and `initial_tokens` need `sync = true`, exclude each other, and
      `initial_tokens` needs `replicas_to_aggregate`.
    - (C4) `local_copy` needs `sync = true` without `replicas_to_aggregate` and `staleness`:
      otherwise workers would have different copies.

    Example: `#skein.parameter_server<on = @servers, at = [0, 1], partition = [2, 1]>`.
  }];
  let parameters = (ins "::mlir::FlatSymbolRefAttr":$on,
                        Skein_Integers:$at,
                        Skein_DefaultIntegers:$partition,
                        DefaultValuedParameter<"bool", "true">:$sync,
                        DefaultValuedParameter<"int64_t", "-1">:$replicas_to_aggregate,
                        DefaultValuedParameter<"int64_t", "-1">:$initial_tokens,
                        DefaultValuedParameter<"int64_t", "0">:$staleness,
                        DefaultValuedParameter<"bool", "false">:$in_turn,
                        DefaultValuedParameter<"bool", "false">:$local_copy);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// This, for a whole variable on server `server`.
    ParameterServerAttr getWhole(int64_t server) const;
    /// Whether both follow the same protocol, wherever their variables live.
    bool hasSameProtocol(ParameterServerAttr other) const;
  }];
}

def Skein_GradientReduction : I32EnumAttr<"GradientReduction",
    "how the gradients of replicas with batches of their own combine", [
  I32EnumAttrCase<"AsOptions", 0, "as_options">,
  I32EnumAttrCase<"Sum", 1, "sum">,
  I32EnumAttrCase<"Mean", 2, "mean">,
  I32EnumAttrCase<"MeanOfMeans", 3, "mean_of_means">,
  I32EnumAttrCase<"RowMean", 4, "row_mean">,
  I32EnumAttrCase<"RowMeanOfMeans", 5, "row_mean_of_means">,
]> {
  let cppNamespace = "::skein";
  let genSpecializedAttr = 0;
}

def Skein_AllReduceAttr : Skein_Attr<"AllReduce", "all_reduce"> {
  let summary = "Every device has the variable, and gradients are reduced over all";
  let description = [{
    As `skein.synchronization` of a variable; what holds without it, too. With
    `partition` the variable is kept in pieces, whose gradients are reduced one by one.
    `groups` has the number of a group for every piece: `--skein-pack-gradients` can reduce
    the gradients of one group together.

    `reduction` says how the gradients of replicas with batches of their own combine; by
    default the options of `--skein-synchronize` do.

    | `reduction` | the update takes |
    |---|---|
    | `sum`, `mean` | the sum or mean over the replicas |
    | `mean_of_means` | the mean over workers, which the first axis numbers, of the means in them |
    | `row_mean` | of each row of a sparse gradient, the mean over the replicas that have it; `mean` of a tensor |
    | `row_mean_of_means` | of each row, the mean over the workers that have it of such means in them; `mean_of_means` of a tensor |

    Constraints:
    - (C1) As C2 of `parameter_server`.
    - (C2) `groups`, if given, has as many numbers as there are pieces, none negative.

    Example: `#skein.all_reduce<reduction = row_mean, partition = [2, 1], groups = [0, 1]>`.
  }];
  let parameters = (ins DefaultValuedParameter<"::skein::GradientReduction",
                            "::skein::GradientReduction::AsOptions">:$reduction,
                        Skein_DefaultIntegers:$partition, Skein_DefaultIntegers:$groups);
  let assemblyFormat = "(`<` struct(params)^ `>`)?";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// This, for piece number `piece`.
    AllReduceAttr getPiece(int64_t piece) const;
  }];
}

#endif // SKEIN_DIALECT_STRATEGY_ATTRIBUTES
