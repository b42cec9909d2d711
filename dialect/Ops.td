//===- Ops.td - all ops of the dialect, for the generator ----------------===//
include "dialect/CollectiveOps.td"
include "dialect/StepOps.td"
include "dialect/VariableOps.td"
