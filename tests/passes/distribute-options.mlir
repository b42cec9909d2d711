// Meshes that make no sense are one line each.
// RUN: not skein-opt %s --skein-distribute=mesh=data:0 2>&1 | FileCheck %s --check-prefix=ZERO
// ZERO: distribute-options.mlir:{{[0-9]+}}:1: error: option mesh has 0 devices along "data"; expected at least 1
// RUN: not skein-opt %s --skein-distribute=mesh=data 2>&1 | FileCheck %s --check-prefix=NUMBER
// NUMBER: error: option mesh has 'data'; expected an axis and its number of devices, such as data:4
// RUN: not skein-opt %s --skein-distribute=mesh=data:2,,rest:2 2>&1 | FileCheck %s --check-prefix=EMPTY
// EMPTY: error: option mesh has ''; expected an axis and its number of devices, such as data:4
// RUN: not skein-opt %s --skein-distribute=mesh=data:2,data:2 2>&1 | FileCheck %s --check-prefix=TWICE
// TWICE: error: option mesh names axis "data" twice; expected each axis once
// RUN: not skein-opt %s --skein-distribute='mesh=data:2,rest:2 batch-axis=model' 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// UNKNOWN: error: option batch-axis names "model"; expected an axis of the mesh: "data", "rest"
// RUN: not skein-opt %s --skein-distribute=batch-axis=model 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: error: option batch-axis names "model"; expected an axis of the mesh: it has none
// RUN: not skein-opt %s --skein-distribute='mesh=data:2 batch=both' 2>&1 | FileCheck %s --check-prefix=BATCH
// BATCH: Cannot find option named 'both'
// RUN: not skein-opt %s --skein-distribute='mesh=data:2 reduction=median' 2>&1 | FileCheck %s --check-prefix=REDUCTION
// REDUCTION: Cannot find option named 'median'
skein.step @train(%x: tensor<8x3xf32> {skein.batch = 0 : i64}) {
  skein.return
}
