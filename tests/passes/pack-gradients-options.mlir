// Options that make no sense are one line each, from the pass and from the pipeline.
// RUN: not skein-opt %s --skein-pack-gradients=max-bytes=-5 2>&1 | FileCheck %s --check-prefix=BYTES
// RUN: not skein-opt %s --skein-distribute='mesh=data:2 pack=bucket pack-max-bytes=-5' 2>&1 | FileCheck %s --check-prefix=BYTES
// BYTES: error: option max-bytes is -5; expected at least 0
// BYTES-NOT: error
// RUN: not skein-opt %s --skein-pack-gradients="policy=small-runs max-group=0" 2>&1 | FileCheck %s --check-prefix=GROUP
// GROUP: error: option max-group is 0; expected at least 1
// RUN: not skein-opt %s --skein-pack-gradients="policy=fixed-count count=0" 2>&1 | FileCheck %s --check-prefix=COUNT
// COUNT: error: option count is 0; expected at least 1
// RUN: not skein-opt %s --skein-pack-gradients="first-bytes=-2" 2>&1 | FileCheck %s --check-prefix=FIRST
// FIRST: error: option first-bytes is -2; expected at least 0
// RUN: not skein-opt %s --skein-pack-gradients=count=3 2>&1 | FileCheck %s --check-prefix=BUCKET
// BUCKET: error: option count is not one of policy=bucket
// RUN: not skein-opt %s --skein-pack-gradients="policy=fixed-count max-bytes=3" 2>&1 | FileCheck %s --check-prefix=PIECES
// PIECES: error: option max-bytes is not one of policy=fixed-count
// RUN: not skein-opt %s --skein-pack-gradients="policy=reverse-fill max-group=3" 2>&1 | FileCheck %s --check-prefix=REVERSE
// REVERSE: error: option max-group is not one of policy=reverse-fill
// RUN: not skein-opt %s --skein-pack-gradients="policy=bytes-per-pack first-bytes=3" 2>&1 | FileCheck %s --check-prefix=PERPACK
// PERPACK: error: option first-bytes is not one of policy=bytes-per-pack
// RUN: not skein-opt %s --skein-distribute='mesh=data:2 pack-max-bytes=64' 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: error: option max-bytes is not one of policy=none
// RUN: not skein-opt %s --skein-pack-gradients=policy=all 2>&1 | FileCheck %s --check-prefix=POLICY
// POLICY: Cannot find option named 'all'
// RUN: not skein-opt %s --skein-pack-gradients="policy=bucket max-bytes=many" 2>&1 | FileCheck %s --check-prefix=NUMBER
// NUMBER: 'many' value invalid for long argument
skein.step @train(%x: tensor<8x3xf32> {skein.batch = 0 : i64}) {
  skein.return
}
