// What every preset says of the same variables: 24, 4, 20, 28 and 4 bytes, of which @table is looked up and @loop is
// read in a loop.
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=ps servers=2" | FileCheck %s --check-prefixes=PS,SERVERS
// SERVERS: skein.mesh @servers(server = 2)
// PS:      skein.variable @table {{.*}} = #skein.parameter_server<on = @servers, at = [0]>}
// PS-NEXT: skein.variable @table.old slot of @table : tensor<6x1xf32> = #skein.zeros{{$}}
// PS-NEXT: skein.variable @scalar {{.*}}, at = [0]>}
// PS-NEXT: skein.variable @w {{.*}}, at = [0]>}
// PS-NEXT: skein.variable @loop {{.*}}, at = [0]>}
// PS-NEXT: skein.variable @row {{.*}}, at = [0]>}
// PS-NEXT: skein.variable @count : tensor<i64> = #skein.zeros{{$}}
// PS-NEXT: skein.variable @fixed : tensor<f32> = #skein.zeros{{$}}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=ps-load-balanced servers=2" | FileCheck %s --check-prefixes=BALANCED,SERVERS
// Loads: 24 0; 24 4; 24 24; 52 24; 52 28.
// BALANCED: skein.variable @table {{.*}}, at = [0]>}
// BALANCED: skein.variable @scalar {{.*}}, at = [1]>}
// BALANCED: skein.variable @w {{.*}}, at = [1]>}
// BALANCED: skein.variable @loop {{.*}}, at = [0]>}
// BALANCED: skein.variable @row {{.*}}, at = [1]>}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=partitioned-ps servers=3" | FileCheck %s --check-prefix=EVEN
// Six rows in two, five in five, one in one. Loads: 12 12 0; 12 12 4; the order 2, 0, 1, 2, 0 of 4 bytes each gives
// 20 16 12; the loop is not cut: 20 16 40; then the one row.
// EVEN: skein.mesh @servers(server = 3)
// EVEN: skein.variable @table {{.*}}, at = [0, 1], partition = [2, 1]>}
// EVEN: skein.variable @scalar {{.*}}, at = [2]>}
// EVEN: skein.variable @w {{.*}}, at = [2, 0, 1, 2, 0], partition = [5]>}
// EVEN: skein.variable @loop {{.*}}, at = [2]>}
// EVEN: skein.variable @row {{.*}}, at = [1]>}
//
// One server has no use for pieces.
// RUN: skein-opt %s --skein-annotate-strategy="preset=partitioned-ps" | FileCheck %s --check-prefix=ONE
// ONE:     skein.mesh @servers(server = 1)
// ONE-NOT: partition
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=uneven-partitioned-ps servers=2 placement=round-robin" | FileCheck %s --check-prefix=UNEVEN
// UNEVEN: skein.variable @table {{.*}}, at = [0, 1, 0, 1], partition = [4, 1]>}
// UNEVEN: skein.variable @scalar {{.*}}, at = [0]>}
// UNEVEN: skein.variable @w {{.*}}, at = [1, 0], partition = [2]>}
// UNEVEN: skein.variable @loop {{.*}}, at = [1]>}
// UNEVEN: skein.variable @row {{.*}}, at = [0]>}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=all-reduce chunk-size=2" | FileCheck %s --check-prefix=GROUPS
// GROUPS-NOT: skein.mesh
// GROUPS:     skein.variable @table {{.*}} = #skein.all_reduce<groups = [0]>}
// GROUPS:     skein.variable @scalar {{.*}}<groups = [0]>}
// GROUPS:     skein.variable @w {{.*}}<groups = [1]>}
// GROUPS:     skein.variable @loop {{.*}}<groups = [1]>}
// GROUPS:     skein.variable @row {{.*}}<groups = [2]>}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=partitioned-all-reduce chunk-size=4" | FileCheck %s --check-prefix=PIECES
// Pieces 0 and 1; 2; 3 to 7; 8 to 14; 15.
// PIECES: skein.variable @table {{.*}} = #skein.all_reduce<partition = [2, 1], groups = [0, 0]>}
// PIECES: skein.variable @scalar {{.*}}<groups = [0]>}
// PIECES: skein.variable @w {{.*}}<partition = [5], groups = [0, 1, 1, 1, 1]>}
// PIECES: skein.variable @loop {{.*}}<partition = [7], groups = [2, 2, 2, 2, 3, 3, 3]>}
// PIECES: skein.variable @row {{.*}}<groups = [3]>}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=random-axis axis-seed=3" | FileCheck %s --check-prefix=RANDOM
// Rows of a table that is looked up; else there is one dimension to choose.
// RANDOM: skein.variable @table {{.*}}<partition = [2, 1], groups = [0, 0]>}
// RANDOM: skein.variable @scalar {{.*}}<groups = [0]>}
// RANDOM: skein.variable @w {{.*}}<partition = [5], groups = [0, 0, 0, 0, 0]>}
// RANDOM: skein.variable @row {{.*}}<groups = [0]>}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=parallax chunk-size=2 servers=2" | FileCheck %s --check-prefix=PARALLAX
// RUN: skein-opt %s --skein-differentiate --skein-annotate-strategy="preset=parallax chunk-size=2 servers=2" | FileCheck %s --check-prefix=PARALLAX
// Groups count all variables.
// PARALLAX: skein.mesh @servers(server = 2)
// PARALLAX: skein.variable @table {{.*}} = #skein.parameter_server<on = @servers, at = [0]>}
// PARALLAX: skein.variable @scalar {{.*}} = #skein.all_reduce<groups = [0]>}
// PARALLAX: skein.variable @w {{.*}}<groups = [1]>}
// PARALLAX: skein.variable @loop {{.*}}<groups = [1]>}
// PARALLAX: skein.variable @row {{.*}}<groups = [2]>}
//
// Without rows there are no servers.
// RUN: skein-opt %s --skein-differentiate=dense-gradients --skein-annotate-strategy="preset=parallax" | FileCheck %s --check-prefix=DENSE --implicit-check-not=@servers
// DENSE: skein.variable @table {{.*}} = #skein.all_reduce<groups = [0]>}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=distributed-replicated servers=2" | FileCheck %s --check-prefix=SHADOWS
// SHADOWS: skein.variable @table {{.*}}, at = [0], in_turn = true, local_copy = true>}
// SHADOWS: skein.variable @scalar {{.*}}, at = [1], in_turn = true, local_copy = true>}
// What steps assign is on servers as well.
// SHADOWS: skein.variable @count {{.*}}, in_turn = true, local_copy = true>}
// SHADOWS: skein.variable @fixed : tensor<f32> = #skein.zeros{{$}}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=ps servers=4 placement=greedy-elements local-copy" | FileCheck %s --check-prefix=COPIES
// Copies are of what has tensors as gradients.
// COPIES: skein.variable @table {{.*}}, at = [0]>}
// COPIES: skein.variable @scalar {{.*}}, at = [1], local_copy = true>}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=ps replicas-to-aggregate=3 initial-tokens=5" | FileCheck %s --check-prefix=REPLICAS
// REPLICAS: skein.variable @table {{.*}}, at = [0], replicas_to_aggregate = 3, initial_tokens = 5>}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=ps sync=false" | FileCheck %s --check-prefix=ALONE
// ALONE: skein.variable @table {{.*}}, at = [0], sync = false>}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=ps copy-below=5" | FileCheck %s --check-prefix=SMALL
// Five elements are not fewer than five.
// SMALL: skein.variable @table {{.*}}, at = [0]>}
// SMALL: skein.variable @scalar {{.*}}, at = [0], local_copy = true>}
// SMALL: skein.variable @w {{.*}}, at = [0]>}
// SMALL: skein.variable @row {{.*}}, at = [0], local_copy = true>}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=ps staleness=3" | FileCheck %s --check-prefix=STALE
// STALE: skein.variable @table {{.*}}, at = [0], staleness = 3>}
//
// RUN: skein-opt %s --skein-annotate-strategy="preset=ps in-turn" | FileCheck %s --check-prefix=TURN
// TURN: skein.variable @table {{.*}}, at = [0], in_turn = true>}

skein.variable @table : tensor<6x1xf32> = #skein.zeros
skein.variable @table.old slot of @table : tensor<6x1xf32> = #skein.zeros
skein.variable @scalar : tensor<f32> = #skein.zeros
skein.variable @w : tensor<5xf32> = #skein.zeros
skein.variable @loop : tensor<7xf32> = #skein.zeros
skein.variable @row : tensor<1x1xf32> = #skein.zeros
skein.variable @count : tensor<i64> = #skein.zeros
skein.variable @fixed : tensor<f32> = #skein.zeros

func.func private @sums(%loop: tensor<7xf32>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %zero = arith.constant dense<0.0> : tensor<f32>
  %sum = scf.for %i = %c0 to %c2 step %c1 iter_args(%s = %zero) -> tensor<f32> {
    %t = linalg.reduce {arith.addf} ins(%loop : tensor<7xf32>) outs(%s : tensor<f32>) dimensions = [0]
    scf.yield %t : tensor<f32>
  }
  return %sum : tensor<f32>
}

func.func private @loss(%table: tensor<6x1xf32>, %scalar: tensor<f32>, %w: tensor<5xf32>, %loop: tensor<7xf32>, %row: tensor<1x1xf32>, %i: tensor<4xi32>) -> tensor<f32> {
  %zero = arith.constant dense<0.0> : tensor<f32>
  %e = tensor.empty() : tensor<4x1xf32>
  %rows = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n)>, affine_map<(n, c) -> (n, c)>], iterator_types = ["parallel", "parallel"]}
      ins(%i : tensor<4xi32>) outs(%e : tensor<4x1xf32>) {
  ^bb0(%at: i32, %o: f32):
    %r = arith.index_cast %at : i32 to index
    %c = linalg.index 1 : index
    %x = tensor.extract %table[%r, %c] : tensor<6x1xf32>
    linalg.yield %x : f32
  } -> tensor<4x1xf32>
  %a = linalg.reduce {arith.addf} ins(%rows : tensor<4x1xf32>) outs(%zero : tensor<f32>) dimensions = [0, 1]
  %b = linalg.reduce {arith.addf} ins(%w : tensor<5xf32>) outs(%a : tensor<f32>) dimensions = [0]
  %c = linalg.reduce {arith.addf} ins(%row : tensor<1x1xf32>) outs(%b : tensor<f32>) dimensions = [0, 1]
  %d = func.call @sums(%loop) : (tensor<7xf32>) -> tensor<f32>
  %f = arith.addf %c, %d : tensor<f32>
  %g = arith.mulf %f, %scalar : tensor<f32>
  return %g : tensor<f32>
}

skein.step @train(%i: tensor<4xi32> {skein.batch = 0 : i64}) {
  %table = skein.read @table : tensor<6x1xf32>
  %scalar = skein.read @scalar : tensor<f32>
  %w = skein.read @w : tensor<5xf32>
  %loop = skein.read @loop : tensor<7xf32>
  %row = skein.read @row : tensor<1x1xf32>
  %fixed = skein.read @fixed : tensor<f32>
  %loss, %dt, %ds, %dw, %dl, %dr = skein.value_and_grad @loss(%table, %scalar, %w, %loop, %row, %i) wrt [0, 1, 2, 3, 4]
      : (tensor<6x1xf32>, tensor<f32>, tensor<5xf32>, tensor<7xf32>, tensor<1x1xf32>, tensor<4xi32>)
        -> (tensor<f32>, tensor<6x1xf32>, tensor<f32>, tensor<5xf32>, tensor<7xf32>, tensor<1x1xf32>)
  skein.apply_gradient @table, %dt : tensor<6x1xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @scalar, %ds : tensor<f32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @w, %dw : tensor<5xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @loop, %dl : tensor<7xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @row, %dr : tensor<1x1xf32> using #skein.sgd<learning_rate = 0.1>
  %count = skein.read @count : tensor<i64>
  %one = arith.constant dense<1> : tensor<i64>
  %next = arith.addi %count, %one : tensor<i64>
  skein.assign @count, %next : tensor<i64>
  skein.return
}
