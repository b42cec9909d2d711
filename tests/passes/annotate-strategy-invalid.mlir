// Options that make no sense are one line each.
// RUN: not skein-opt %s --skein-annotate-strategy=preset=psx 2>&1 | FileCheck %s --check-prefix=PRESET
// PRESET: annotate-strategy-invalid.mlir:{{[0-9]+}}:1: error: option preset is "psx"; expected one of ps, ps-load-balanced, partitioned-ps, uneven-partitioned-ps, partitioned-all-reduce, random-axis, parallax, all-reduce, distributed-replicated
// RUN: not skein-opt %s --skein-annotate-strategy 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not skein-opt %s --skein-distribute="mesh=data:2 servers=2" 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: error: option preset is ""; expected one of ps,
// RUN: not skein-opt %s --skein-annotate-strategy="preset=ps servers=0" 2>&1 | FileCheck %s --check-prefix=SERVERS
// SERVERS: error: option servers is 0; expected at least 1
// RUN: not skein-opt %s --skein-annotate-strategy="preset=all-reduce chunk-size=0" 2>&1 | FileCheck %s --check-prefix=CHUNK
// CHUNK: error: option chunk-size is 0; expected at least 1
// RUN: not skein-opt %s --skein-annotate-strategy="preset=ps copy-below=-1" 2>&1 | FileCheck %s --check-prefix=COPY
// COPY: error: option copy-below is -1; expected at least 0
// RUN: not skein-opt %s --skein-annotate-strategy="preset=all-reduce sync=false" 2>&1 | FileCheck %s --check-prefix=SYNC
// SYNC: error: option sync is not one of preset=all-reduce
// RUN: not skein-opt %s --skein-annotate-strategy="preset=parallax staleness=1" 2>&1 | FileCheck %s --check-prefix=STEP
// STEP: error: option staleness is not one of preset=parallax
// RUN: not skein-opt %s --skein-annotate-strategy="preset=random-axis servers=2" 2>&1 | FileCheck %s --check-prefix=RANDOM
// RANDOM: error: option servers is not one of preset=random-axis
// RUN: not skein-opt %s --skein-annotate-strategy="preset=parallax local-copy" 2>&1 | FileCheck %s --check-prefix=PARALLAX
// PARALLAX: error: option local-copy is not one of preset=parallax
// RUN: not skein-opt %s --skein-annotate-strategy="preset=ps chunk-size=3" 2>&1 | FileCheck %s --check-prefix=GROUPS
// GROUPS: error: option chunk-size is not one of preset=ps
// RUN: not skein-opt %s --skein-annotate-strategy="preset=partitioned-ps axis-seed=3" 2>&1 | FileCheck %s --check-prefix=SEED
// SEED: error: option axis-seed is not one of preset=partitioned-ps
// RUN: not skein-opt %s --skein-annotate-strategy="preset=ps placement=random" 2>&1 | FileCheck %s --check-prefix=PLACEMENT
// PLACEMENT: Cannot find option named 'random'
//
// What the records refuse.
// RUN: not skein-opt %s --skein-annotate-strategy="preset=ps sync=false staleness=1" 2>&1 | FileCheck %s --check-prefix=STALENESS
// STALENESS: error: sync = false excludes staleness: nobody waits for anybody
// RUN: not skein-opt %s --skein-annotate-strategy="preset=ps replicas-to-aggregate=0" 2>&1 | FileCheck %s --check-prefix=REPLICAS
// REPLICAS: error: replicas_to_aggregate is 0; expected at least 1
// RUN: not skein-opt %s --skein-annotate-strategy="preset=ps in-turn staleness=1" 2>&1 | FileCheck %s --check-prefix=TURN
// TURN: error: replicas_to_aggregate, staleness and in_turn exclude each other; expected one of them
//
// RUN: not skein-opt %s --skein-distribute=mesh=data:2 --skein-annotate-strategy=preset=ps 2>&1 | FileCheck %s --check-prefix=PROGRAM
// PROGRAM: error: 'skein.program' op is on mesh @mesh already; --skein-annotate-strategy expects steps for one device
skein.variable @w : tensor<f32> = #skein.zeros
skein.step @train(%x: tensor<f32>) {
  skein.apply_gradient @w, %x : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
