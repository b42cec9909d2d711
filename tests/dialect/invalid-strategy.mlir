// Every constraint of the records that say how variables are kept the same, violated once.
// RUN: skein-opt %s --split-input-file --verify-diagnostics

// C1.
skein.mesh @ps(server = 2)
// expected-error@+1 {{parameter_server names 2 servers for 1 piece; expected one for each}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @ps, at = [0, 1]>}

// -----

skein.mesh @ps(server = 2)
// expected-error@+1 {{parameter_server names 1 servers for 2 pieces; expected one for each}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @ps, at = [0], partition = [2, 1]>}

// -----

// C2.
skein.mesh @ps(server = 2)
// expected-error@+1 {{partition cuts a dimension into 0 pieces; expected at least 1}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @ps, at = [0], partition = [0, 1]>}

// -----

skein.mesh @ps(server = 2)
// expected-error@+1 {{partition cuts two dimensions, into 2 and 3 pieces; expected one}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @ps, at = [0, 1, 0, 1, 0, 1], partition = [2, 3]>}

// -----

// C3.
skein.mesh @ps(server = 2)
// expected-error@+1 {{replicas_to_aggregate is 0; expected at least 1}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @ps, at = [0], replicas_to_aggregate = 0>}

// -----

skein.mesh @ps(server = 2)
// expected-error@+1 {{staleness is -2; expected at least 0}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @ps, at = [0], staleness = -2>}

// -----

skein.mesh @ps(server = 2)
// expected-error@+1 {{initial_tokens is 3; expected at least 0, with replicas_to_aggregate}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @ps, at = [0], initial_tokens = 3>}

// -----

skein.mesh @ps(server = 2)
// expected-error@+1 {{sync = false excludes staleness: nobody waits for anybody}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @ps, at = [0], sync = false, staleness = 1>}

// -----

skein.mesh @ps(server = 2)
// expected-error@+1 {{replicas_to_aggregate, staleness and in_turn exclude each other; expected one of them}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @ps, at = [0], staleness = 1, in_turn = true>}

// -----

// All-reduce C1.
skein.mesh @ps(server = 2)
// expected-error@+1 {{partition cuts two dimensions, into 2 and 3 pieces; expected one}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.all_reduce<partition = [2, 3]>}

// -----

// All-reduce C2.
// expected-error@+1 {{all_reduce names 1 groups for 2 pieces; expected one for each}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.all_reduce<partition = [2, 1], groups = [0]>}

// -----

// expected-error@+1 {{all_reduce names group -1; expected at least 0}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.all_reduce<groups = [-1]>}

// -----

// Variables C7.
skein.mesh @ps(server = 2)
// expected-error@+1 {{expected #skein.parameter_server or #skein.all_reduce}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.zeros}

// -----

skein.mesh @ps(server = 2)
// expected-error@+1 {{has a partition of 1 numbers; expected 2, one for each dimension}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.all_reduce<partition = [2]>}

// -----

skein.mesh @ps(server = 2)
// expected-error@+1 {{is cut into 5 pieces along dimension 0, which has 4 rows}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.all_reduce<partition = [5, 1]>}

// -----

skein.mesh @ps(server = 2)
// expected-error@+1 {{has servers on @x; expected a skein.mesh of one axis}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @x, at = [0]>}

// -----

skein.mesh @ps(server = 2)
// expected-error@+1 {{is on server 2; expected a number below 2, the number of devices of @ps}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @ps, at = [2]>}

// -----

// C4.
skein.mesh @ps(server = 2)
// expected-error@+1 {{local_copy needs workers that wait for the same updates; expected sync = true without replicas_to_aggregate and staleness}}
skein.variable @w : tensor<4x3xf32> {skein.synchronization = #skein.parameter_server<on = @ps, at = [0], sync = false, local_copy = true>}
