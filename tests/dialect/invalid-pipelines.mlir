// RUN: skein-opt %s --split-input-file --verify-diagnostics

skein.mesh @m(pipe = 2)
// expected-error @+1 {{connects @nobody, which is not a skein.program}}
skein.channel @c : tensor<f32> from @train to @nobody
skein.program @train on @m[pipe = 1]() { skein.return }

// -----

skein.mesh @m(pipe = 2)
// expected-error @+1 {{connects @other with @train; expected two programs of one mesh, at coordinates of the same axes}}
skein.channel @c : tensor<f32> from @other to @train
skein.program @other on @m beside @train() { skein.return }
// expected-note @+1 {{the latter is here}}
skein.program @train on @m[pipe = 1]() { skein.return }

// -----

skein.mesh @m(pipe = 2)
// expected-error @+1 {{has room for 0; expected at least 1}}
skein.channel @c : tensor<f32> from @other to @train capacity 0
skein.program @other on @m[pipe = 0] beside @train() { skein.return }
skein.program @train on @m[pipe = 1]() { skein.return }

// -----

skein.mesh @m(pipe = 2)
// expected-error @+1 {{has room for -1; expected at least 1}}
skein.channel @c : tensor<f32> from @other to @train capacity -1
skein.program @other on @m[pipe = 0] beside @train() { skein.return }
skein.program @train on @m[pipe = 1]() { skein.return }

// -----

skein.mesh @m(pipe = 2)
skein.channel @c : tensor<f32> from @other to @train
skein.program @other on @m[pipe = 0] beside @train(%x: tensor<2xf32>) {
  // expected-error @+1 {{has a value of type 'tensor<2xf32>'; expected 'tensor<f32>', as @c has it}}
  skein.send @c, %x : tensor<2xf32>
  skein.return
}
skein.program @train on @m[pipe = 1]() { skein.return }

// -----

skein.mesh @m(pipe = 2)
skein.channel @c : tensor<f32> from @other to @train
skein.program @other on @m[pipe = 0] beside @train() { skein.return }
skein.program @train on @m[pipe = 1](%x: tensor<f32>) {
  // expected-error @+1 {{is in @train; expected it in @other, which sends to @c}}
  skein.send @c, %x : tensor<f32>
  skein.return
}

// -----

skein.mesh @m(pipe = 2)
skein.program @train on @m[pipe = 1]() {
  // expected-error @+1 {{names @c, which is not a skein.channel}}
  %x = skein.receive @c : tensor<f32>
  skein.return
}

// -----

skein.step @s() {
  // expected-error @+1 {{has a body that does not begin with a skein.action}}
  skein.pipeline %i of 1 in order "F0" { skein.next_micro_batch }
  skein.return
}

// -----

skein.step @s() {
  // expected-error @+1 {{is over 0 micro-batches; expected at least 1}}
  skein.pipeline %i of 0 in order "F0" { skein.action forward of 0
    skein.next_micro_batch }
  skein.return
}

// -----

skein.step @s() {
  skein.pipeline %i of 1 in order "F0" {
    skein.action forward of 0
    // expected-error @+1 {{is there twice}}
    skein.action forward of 0
    skein.next_micro_batch
  }
  skein.return
}

// -----

skein.step @s() {
  // expected-error @+1 {{has "X0" in its order; expected an action such as F3, with the stage in front if there are several}}
  skein.pipeline %i of 1 in order "X0" { skein.action forward of 0
    skein.next_micro_batch }
  skein.return
}

// -----

skein.step @s() {
  // expected-error @+1 {{has "B0" in its order; expected an action of its body, of one of 1 micro-batches}}
  skein.pipeline %i of 1 in order "B0" { skein.action forward of 0
    skein.next_micro_batch }
  skein.return
}

// -----

skein.step @s() {
  // expected-error @+1 {{has "F2" in its order; expected an action of its body, of one of 2 micro-batches}}
  skein.pipeline %i of 2 in order "F0 F2" { skein.action forward of 0
    skein.next_micro_batch }
  skein.return
}

// -----

skein.step @s() {
  // expected-error @+1 {{has forward of 0, micro-batch 1, in its order twice}}
  skein.pipeline %i of 2 in order "F0 F1 F1" { skein.action forward of 0
    skein.next_micro_batch }
  skein.return
}

// -----

skein.step @s() {
  // expected-error @+1 {{has forward of 0, micro-batch 1, in its order not at all}}
  skein.pipeline %i of 2 in order "F0" { skein.action forward of 0
    skein.next_micro_batch }
  skein.return
}

// -----

skein.step @s() {
  // expected-error @+1 {{has forward of 0, micro-batch 1, in its order not at all}}
  skein.pipeline %i of 1000000000000 in order "F0 F2" { skein.action forward of 0
    skein.next_micro_batch }
  skein.return
}

// -----

skein.step @s() {
  // expected-error @+1 {{is over -1 micro-batches; expected at least 1}}
  skein.pipeline %i of -1 in order "F0" { skein.action forward of 0
    skein.next_micro_batch }
  skein.return
}

// -----

skein.step @s() {
  skein.pipeline %i of 2 in order "F0 B1 B0 F1" {
    skein.action forward of 0
    %x = tensor.empty() : tensor<2xf32>
    skein.action backward of 0
    // expected-error @+1 {{in backward of 0 uses what forward of 0 gives, which runs later for micro-batch 1}}
    %y = linalg.square ins(%x : tensor<2xf32>) outs(%x : tensor<2xf32>) -> tensor<2xf32>
    skein.next_micro_batch
  }
  skein.return
}

// -----

skein.step @s(%zero: tensor<2xf32>) {
  // expected-error @+1 {{carries values of different types, or its body takes other arguments than a number and these}}
  %r = skein.pipeline %i of 1 in order "F0" iter_args(%a = %zero) -> (tensor<2xf32>) {
    skein.action forward of 0
    skein.next_micro_batch
  }
  skein.return
}

// -----

skein.step @s(%zero: tensor<2xf32>) {
  %r = skein.pipeline %i of 1 in order "F0" iter_args(%a = %zero) -> (tensor<2xf32>) {
    skein.action forward of 0
    // expected-error @+1 {{yields a value from elsewhere as carried value 0}}
    skein.next_micro_batch %zero : tensor<2xf32>
  }
  skein.return
}

// -----

skein.step @s(%zero: tensor<2xf32>) {
  %r = skein.pipeline %i of 1 in order "F0 B0" iter_args(%a = %zero) -> (tensor<2xf32>) {
    skein.action forward of 0
    // expected-error @+1 {{in forward of 0 uses carried value 0, which belongs to backward of 0}}
    %x = linalg.square ins(%a : tensor<2xf32>) outs(%zero : tensor<2xf32>) -> tensor<2xf32>
    skein.action backward of 0
    %y = linalg.square ins(%x : tensor<2xf32>) outs(%x : tensor<2xf32>) -> tensor<2xf32>
    skein.next_micro_batch %y : tensor<2xf32>
  }
  skein.return
}
