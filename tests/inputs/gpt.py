"""A decoder-only transformer: two layers, two heads, a vocabulary of 32; output and input embedding are one."""

import jax
import jax.numpy as jnp
import numpy as np

optimizer = "adam,learning_rate=0.01"

vocabulary, length, hidden, heads = 32, 8, 16, 2
random = np.random.default_rng(4)


def normal(*shape):
    return (0.1 * random.standard_normal(shape)).astype(np.float32)


def norm():
    return {"scale": np.ones(hidden, np.float32), "shift": np.zeros(hidden, np.float32)}


def block():
    return {
        "norm1": norm(),
        "qkv": normal(hidden, 3 * hidden),
        "out": normal(hidden, hidden),
        "norm2": norm(),
        "up": normal(hidden, 2 * hidden),
        "up_bias": np.zeros(2 * hidden, np.float32),
        "down": normal(2 * hidden, hidden),
        "down_bias": np.zeros(hidden, np.float32),
    }


params = {
    "tokens": normal(vocabulary, hidden),
    "positions": normal(length, hidden),
    "blocks": [block(), block()],
    "norm": norm(),
}
batch = {"tokens": random.integers(0, vocabulary, (4, length + 1), np.int32)}


def layer_norm(x, layer):
    mean = jnp.mean(x, axis=-1, keepdims=True)
    variance = jnp.var(x, axis=-1, keepdims=True)
    return (x - mean) / jnp.sqrt(variance + 1e-5) * layer["scale"] + layer["shift"]


def attention(x, layer):
    examples = x.shape[0]
    qkv = (x @ layer["qkv"]).reshape(examples, length, 3, heads, hidden // heads)
    q, k, v = (qkv[:, :, i].transpose(0, 2, 1, 3) for i in range(3))
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(hidden // heads)
    mask = jnp.tril(jnp.ones((length, length), bool))
    weights = jax.nn.softmax(jnp.where(mask, scores, -1e9), axis=-1)
    mixed = (weights @ v).transpose(0, 2, 1, 3).reshape(examples, length, hidden)
    return mixed @ layer["out"]


@jax.jit
def transform(x, layer):
    x = x + attention(layer_norm(x, layer["norm1"]), layer)
    h = jax.nn.gelu(layer_norm(x, layer["norm2"]) @ layer["up"] + layer["up_bias"])
    return x + h @ layer["down"] + layer["down_bias"]


def loss(params, batch):
    inputs, targets = batch["tokens"][:, :-1], batch["tokens"][:, 1:]
    x = params["tokens"][inputs] + params["positions"]
    for layer in params["blocks"]:
        x = transform(x, layer)
    logits = layer_norm(x, params["norm"]) @ params["tokens"].T
    log_probabilities = jax.nn.log_softmax(logits)
    return -jnp.mean(jnp.take_along_axis(log_probabilities, targets[..., None], axis=-1))
