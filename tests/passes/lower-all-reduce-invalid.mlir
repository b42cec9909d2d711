// RUN: skein-opt %s --split-input-file --verify-diagnostics --skein-lower-all-reduce=spec=rechd:1:nccl:2:xring#4:4:psgpu#4:5:nccl/rechd:6:nccl/xring:7:hierarchical-copy:8:hierarchical-copy@gcp_v100

skein.mesh @m(data = 3)
skein.program @p on @m(%x: tensor<1xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{is over 3 devices; rechd expects a power of two}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<1xf32, #skein.dist<data: partial sum>> -> tensor<1xf32>
  skein.return
}

// -----

skein.mesh @m(data = 3)
skein.program @p on @m(%x: tensor<2xf32, #skein.dist<data: partial max>>) {
  // expected-error@+1 {{combines by max; nccl expects sum}}
  %r = skein.all_reduce max %x over @m[data] : tensor<2xf32, #skein.dist<data: partial max>> -> tensor<2xf32>
  skein.return
}

// -----

skein.mesh @m(node = 4, gpu = 3)
skein.program @p on @m(%x: tensor<3xf32, #skein.dist<gpu: partial sum, node: partial sum>>) {
  // expected-error@+1 {{has 3 devices in a worker; xring#4 expects at least 4}}
  %r = skein.all_reduce sum %x over @m[node, gpu] : tensor<3xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<3xf32>
  skein.return
}

// -----

skein.mesh @m(data = 3)
skein.program @p on @m(%x: tensor<5xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{has 3 devices that can host a shard; psgpu#4 expects at least 4}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<5xf32, #skein.dist<data: partial sum>> -> tensor<5xf32>
  skein.return
}

// -----

skein.mesh @m(node = 3, gpu = 2)
skein.program @p on @m(%x: tensor<6xf32, #skein.dist<gpu: partial sum, node: partial sum>>) {
  // expected-error@+1 {{is over 3 workers; nccl/rechd expects a power of two}}
  %r = skein.all_reduce sum %x over @m[node, gpu] : tensor<6xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<6xf32>
  skein.return
}

// -----

skein.mesh @m(data = 4)
skein.program @p on @m(%x: tensor<7xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{is over one axis; nccl/xring expects two or more, the workers first}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<7xf32, #skein.dist<data: partial sum>> -> tensor<7xf32>
  skein.return
}

// -----

skein.mesh @m(data = 5)
skein.program @p on @m(%x: tensor<8xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{is over 5 devices; hierarchical-copy@dgx1 expects an even number}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<8xf32, #skein.dist<data: partial sum>> -> tensor<8xf32>
  skein.return
}

// -----

skein.mesh @m(data = 1)
skein.program @p on @m(%x: tensor<8xf32, #skein.dist<data: partial sum>>) {
  // expected-error@+1 {{is over 1 devices; hierarchical-copy@dgx1 expects an even number}}
  %r = skein.all_reduce sum %x over @m[data] : tensor<8xf32, #skein.dist<data: partial sum>> -> tensor<8xf32>
  skein.return
}

// -----

skein.mesh @m(node = 2, gpu = 8)
skein.program @p on @m(%x: tensor<9xf32, #skein.dist<gpu: partial sum, node: partial sum>>) {
  // expected-error@+1 {{is over 16 devices; hierarchical-copy@gcp_v100 expects 8}}
  %r = skein.all_reduce sum %x over @m[node, gpu] : tensor<9xf32, #skein.dist<gpu: partial sum, node: partial sum>> -> tensor<9xf32>
  skein.return
}
