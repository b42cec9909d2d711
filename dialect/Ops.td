//===- Ops.td - all ops of the dialect, for the generator ----------------===//
include "dialect/AlgorithmOps.td"
include "dialect/CollectiveOps.td"
include "dialect/HostedOps.td"
include "dialect/LibraryOps.td"
include "dialect/SparseOps.td"
include "dialect/StepOps.td"
include "dialect/StrategyAttributes.td"
include "dialect/VariableOps.td"
