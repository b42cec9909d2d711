// Passes that would undo what another one has settled, or find nothing to work on any more.
// RUN: not skein-opt %s --skein-lower-all-reduce=spec=xring --skein-pack-gradients 2>&1 | FileCheck %s --check-prefix=PACK-LOWERED
// PACK-LOWERED: error: 'skein.all_reduce' op is carried out by xring already; expected --skein-pack-gradients before --skein-lower-all-reduce
// RUN: not skein-opt %s --skein-lower-all-reduce=spec=nccl --skein-pack-gradients 2>&1 | FileCheck %s --check-prefix=PACK-NATIVE
// PACK-NATIVE: error: 'skein.all_reduce' op is carried out by nccl already; expected --skein-pack-gradients before --skein-lower-all-reduce
// RUN: not skein-opt %s --skein-overlap --skein-pack-gradients 2>&1 | FileCheck %s --check-prefix=PACK-OVERLAPPED
// PACK-OVERLAPPED: error: 'skein.all_reduce' op is beside the computation already; expected --skein-pack-gradients before --skein-overlap
// RUN: not skein-opt %s --skein-lower-all-reduce=spec=tree --skein-compress-gradients=method=bf16 2>&1 | FileCheck %s --check-prefix=COMPRESS-LOWERED
// COMPRESS-LOWERED: error: 'skein.all_reduce' op is carried out by tree already; expected --skein-compress-gradients before --skein-lower-all-reduce
// RUN: not skein-opt %s --skein-overlap --skein-compress-gradients=method=top-k 2>&1 | FileCheck %s --check-prefix=COMPRESS-OVERLAPPED
// COMPRESS-OVERLAPPED: error: 'skein.all_reduce' op is beside the computation already; expected --skein-compress-gradients before --skein-overlap
// RUN: skein-opt %s --skein-lower-all-reduce=spec=tree | sed 's/{skein.algorithm = "tree"}//' | not skein-opt - --skein-pack-gradients 2>&1 | FileCheck %s --check-prefix=BODY
// BODY: error: 'skein.all_reduce' op has a body already; expected --skein-pack-gradients before --skein-lower-all-reduce
// RUN: not skein-opt %s --skein-delay-gradients --skein-delay-gradients 2>&1 | FileCheck %s --check-prefix=DELAY
// DELAY: error: 'skein.apply_gradient' op takes the gradient of the step before already

// Nothing is packed or compressed, so nothing is lost.
// RUN: skein-opt %s --skein-lower-all-reduce=spec=xring --skein-pack-gradients=policy=none --skein-compress-gradients | FileCheck %s --check-prefix=NOTHING
// NOTHING-COUNT-2: skein.algorithm = "xring"

// These two go in any order.
// RUN: skein-opt %s --skein-overlap --skein-lower-all-reduce=spec=xring -o %t.1
// RUN: skein-opt %s --skein-lower-all-reduce=spec=xring --skein-overlap -o %t.2 && diff %t.1 %t.2
// RUN: FileCheck %s --check-prefix=BOTH --input-file=%t.1
// BOTH-COUNT-2: on communication {{.*}}skein.algorithm = "xring"

// Of programs on a mesh no batch is split any more, no loss scaled, and so on.
// RUN: not skein-opt %s --skein-partition=mesh=data:2 2>&1 | FileCheck %s --check-prefix=STEPS -DPASS=skein-partition
// RUN: not skein-opt %s --skein-distribute=mesh=data:2 2>&1 | FileCheck %s --check-prefix=STEPS -DPASS=skein-partition
// RUN: not skein-opt %s --skein-scale-loss 2>&1 | FileCheck %s --check-prefix=STEPS -DPASS=skein-scale-loss
// RUN: not skein-opt %s --skein-clip-gradients=clip-norm=1 2>&1 | FileCheck %s --check-prefix=STEPS -DPASS=skein-clip-gradients
// RUN: not skein-opt %s --skein-average-variables 2>&1 | FileCheck %s --check-prefix=STEPS -DPASS=skein-average-variables
// RUN: not skein-opt %s --skein-mixed-precision=bf16 2>&1 | FileCheck %s --check-prefix=STEPS -DPASS=skein-mixed-precision
// RUN: not skein-opt %s --skein-accumulate-gradients=micro-batches=2 2>&1 | FileCheck %s --check-prefix=STEPS -DPASS=skein-accumulate-gradients
// STEPS: error: 'skein.program' op is on mesh @m already; --[[PASS]] expects steps for one device
// One part is what there is.
// RUN: skein-opt %s --skein-accumulate-gradients=micro-batches=1

skein.mesh @m(data = 4)
skein.variable @w : tensor<2048xf32>
skein.variable @b : tensor<1024xf32>
skein.program @train on @m(%x: tensor<2048xf32, #skein.dist<data: partial sum>>,
                           %y: tensor<1024xf32, #skein.dist<data: partial sum>>) {
  %g = skein.all_reduce sum %x over @m[data] : tensor<2048xf32, #skein.dist<data: partial sum>> -> tensor<2048xf32>
  %h = skein.all_reduce sum %y over @m[data] : tensor<1024xf32, #skein.dist<data: partial sum>> -> tensor<1024xf32>
  skein.apply_gradient @w, %g : tensor<2048xf32> using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %h : tensor<1024xf32> using #skein.sgd<learning_rate = 0.1>
  skein.return
}
