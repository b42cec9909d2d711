// Four devices learn the mean image: @mean moves half-way to the mean of each batch.
// The numbers are those of a second implementation, in NumPy, which also starts
// from the same random numbers and takes the same batches.
// RUN: rm -rf %t && mkdir %t
// RUN: skein-run %s --inputs=%examples/digits/data/train.safetensors --epochs=2 --devices=4 --checkpoint-out=%t/whole.safetensors > %t/out 2> %t/notes
// RUN: FileCheck %s < %t/out
// RUN: FileCheck %s --check-prefix=NOTES < %t/notes
// CHECK:      @train on 4 devices: 1413 examples, 22 steps of 64 per epoch
// CHECK-NEXT: epoch 1/2, step 22/44: pixel3 0.726144
// CHECK-NEXT: epoch 2/2, step 44/44: pixel3 0.735349
// CHECK-NOT:  {{.}}
// NOTES:      note: every epoch leaves out 5 of 1413 examples, which do not fill a batch of 64
// NOTES-NOT:  {{.}}

// The same again, and a run that is resumed in the middle of an epoch, give the
// same bytes; another seed does not.
// RUN: skein-run %s --inputs=%examples/digits/data/train.safetensors --steps=44 --checkpoint-out=%t/again.safetensors
// RUN: cmp %t/whole.safetensors %t/again.safetensors
// RUN: skein-run %s --inputs=%examples/digits/data/train.safetensors --steps=30 --checkpoint-out=%t/part.safetensors
// RUN: skein-run %s --inputs=%examples/digits/data/train.safetensors --steps=44 --checkpoint-in=%t/part.safetensors --checkpoint-out=%t/resumed.safetensors
// RUN: cmp %t/whole.safetensors %t/resumed.safetensors
// RUN: skein-run %s --inputs=%examples/digits/data/train.safetensors --steps=44 --seed=1 --checkpoint-out=%t/other.safetensors
// RUN: not cmp %t/whole.safetensors %t/other.safetensors

#sum = affine_map<(n, p) -> (p)>
#all = affine_map<(n, p) -> (n, p)>
#id = affine_map<(p) -> (p)>
skein.mesh @m(data = 4)
skein.variable @mean : tensor<64xf32> = #skein.normal<mean = 0.5, stddev = 0.1, seed = 1>
skein.program @train on @m(%x: tensor<16x64xf32, #skein.dist<data: split 0>> {skein.batch = 0 : i64}) -> (tensor<f32> {skein.name = "pixel3"}) {
  %zero = arith.constant 0.0 : f32
  %half = arith.constant 0.5 : f32
  %scale = arith.constant 0.0078125 : f32
  %mean = skein.read @mean : tensor<64xf32>
  %e = tensor.empty() : tensor<64xf32, #skein.dist<data: partial sum>>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<64xf32, #skein.dist<data: partial sum>>) -> tensor<64xf32, #skein.dist<data: partial sum>>
  %s = linalg.generic {indexing_maps = [#all, #sum], iterator_types = ["reduction", "parallel"]}
      ins(%x : tensor<16x64xf32, #skein.dist<data: split 0>>) outs(%z : tensor<64xf32, #skein.dist<data: partial sum>>) {
  ^bb0(%a: f32, %out: f32):
    %t = arith.addf %a, %out : f32
    linalg.yield %t : f32
  } -> tensor<64xf32, #skein.dist<data: partial sum>>
  %g = skein.all_reduce sum %s over @m[data] : tensor<64xf32, #skein.dist<data: partial sum>> -> tensor<64xf32>
  %e2 = tensor.empty() : tensor<64xf32>
  %new = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%mean, %g : tensor<64xf32>, tensor<64xf32>) outs(%e2 : tensor<64xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %c = arith.mulf %a, %half : f32
    %d = arith.mulf %b, %scale : f32
    %r = arith.addf %c, %d : f32
    linalg.yield %r : f32
  } -> tensor<64xf32>
  skein.assign @mean, %new : tensor<64xf32>
  %f = tensor.extract_slice %new[3] [1] [1] : tensor<64xf32> to tensor<f32>
  skein.return %f : tensor<f32>
}
