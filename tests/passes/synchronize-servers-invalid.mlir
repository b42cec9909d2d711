// What servers cannot do is refused where the text asks for it.
// RUN: skein-opt %s --split-input-file --verify-diagnostics --skein-synchronize

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
// expected-error@+1 {{is still to be cut into 2 pieces; run --skein-shard-variables before}}
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0, 1], partition = [2]>}
skein.program @train on @mesh(%x: !part) attributes {skein.unsynchronized} {
  skein.return
}

// -----

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
// expected-note@+1 {{declared here}}
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
// expected-error@+1 {{expected the same replicas_to_aggregate for all variables, on one mesh}}
skein.variable @b : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], replicas_to_aggregate = 1>}
skein.program @train on @mesh(%x: !part) attributes {skein.unsynchronized} {
  skein.return
}

// -----

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], sync = false>}
skein.variable @b : tensor<4xf32>
skein.program @train on @mesh(%x: !part) attributes {skein.unsynchronized} {
  skein.apply_gradient @a, %x : !part using #skein.sgd<learning_rate = 0.1>
  // expected-error@+1 {{changes @b on workers that do not keep step; expected a variable with skein.synchronization = #skein.parameter_server}}
  skein.apply_gradient @b, %x : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], sync = false>}
skein.program @train on @mesh(%x: !part) attributes {skein.unsynchronized} {
  // expected-error@+1 {{is over devices of @train that would not keep step; expected an update with sync = true and without replicas_to_aggregate or staleness}}
  %m = skein.all_reduce sum %x over @mesh[data] : !part -> tensor<4xf32>
  skein.apply_gradient @a, %x : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], replicas_to_aggregate = 6, initial_tokens = 1>}
// expected-error@+1 {{has 4 workers and 1 initial tokens, but an update takes 6 gradients; expected at least 2 tokens, or none would ever begin}}
skein.program @train on @mesh(%x: !part) attributes {skein.unsynchronized} {
  skein.apply_gradient @a, %x : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], replicas_to_aggregate = 3>}
skein.program @train on @mesh(%x: !part) -> (tensor<f32>) attributes {skein.unsynchronized} {
  // expected-error@+1 {{is of gradients that servers take, for workers who do not keep step; expected nothing but updates on servers to take it}}
  %n = skein.global_norm %x : !part
  skein.apply_gradient @a, %x times %n : !part using #skein.sgd<learning_rate = 0.1>
  skein.return %n : tensor<f32>
}

// -----

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], replicas_to_aggregate = 3>}
skein.program @train on @mesh(%x: !part, %y: tensor<f32>) attributes {skein.unsynchronized} {
  // expected-error@+1 {{needs a value of the workers on server 0; expected one that servers have, as an update is of several workers who do not keep step}}
  skein.apply_gradient @a, %x times %y : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.variable @s slot of @a : tensor<4xf32> = #skein.zeros
skein.program @train on @mesh(%x: !part, %y: tensor<4xf32>) attributes {skein.unsynchronized} {
  skein.apply_gradient @a, %x : !part using #skein.sgd<learning_rate = 0.1>
  // expected-error@+1 {{needs a value of the workers on server 0; expected one that the server has, or a scalar}}
  skein.assign @s, %y : tensor<4xf32>
  skein.return
}

// -----

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.program @train on @mesh(%x: !part, %y: tensor<i1>) attributes {skein.unsynchronized} {
  %c = tensor.extract %y[] : tensor<i1>
  scf.if %c {
    // expected-error@+1 {{changes @a, which lives on a server, in a branch or a loop; expected it at the top of @train}}
    skein.apply_gradient @a, %x : !part using #skein.sgd<learning_rate = 0.1>
  }
  skein.return
}

// -----

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4, model = 2)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
// expected-error@+1 {{is on a mesh with "model", along which no gradient of a variable on a server differs; expected axes that split the batch}}
skein.program @train on @mesh(%x: !part) attributes {skein.unsynchronized} {
  skein.apply_gradient @a, %x : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}

// -----

!part = tensor<4xf32, #skein.dist<data: partial sum>>
skein.mesh @mesh(data = 4)
skein.mesh @servers(server = 2)
skein.variable @a : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0]>}
skein.variable @b : tensor<4xf32> = #skein.zeros {skein.synchronization = #skein.parameter_server<on = @servers, at = [0], sync = false>}
skein.program @train on @mesh(%x: !part, %y: !part) attributes {skein.unsynchronized} {
  // expected-error@+1 {{is of gradients that are added up and of some that are not; expected one protocol for their variables}}
  %n = skein.global_norm %x, %y : !part, !part
  skein.apply_gradient @a, %x times %n : !part using #skein.sgd<learning_rate = 0.1>
  skein.apply_gradient @b, %y times %n : !part using #skein.sgd<learning_rate = 0.1>
  skein.return
}
