"""An LSTM over twelve steps (lax.scan) that predicts a number from its last state."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

optimizer = "adam,learning_rate=0.02"

inputs, hidden, length = 5, 8, 12
random = np.random.default_rng(5)


def normal(*shape):
    return (random.standard_normal(shape) / np.sqrt(shape[0])).astype(np.float32)


params = {
    "input": normal(inputs, 4 * hidden),
    "recurrent": normal(hidden, 4 * hidden),
    "bias": np.zeros(4 * hidden, np.float32),
    "out": normal(hidden, 1),
}
batch = {
    "x": random.standard_normal((8, length, inputs)).astype(np.float32),
    "y": random.standard_normal((8, 1)).astype(np.float32),
}


def loss(params, batch):
    def cell(state, x):
        h, c = state
        gates = x @ params["input"] + h @ params["recurrent"] + params["bias"]
        i, f, o, u = jnp.split(gates, 4, axis=-1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(u)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    start = jnp.zeros((batch["x"].shape[0], hidden))
    (h, _), states = lax.scan(cell, (start, start), batch["x"].swapaxes(0, 1))
    error = h @ params["out"] - batch["y"]
    return jnp.mean(error**2) + 0.01 * jnp.mean(states**2)
