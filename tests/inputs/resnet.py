"""Two residual blocks with batch norm, channels first, on images of 8x8 and 5 classes."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

optimizer = "sgd,learning_rate=0.05"

random = np.random.default_rng(3)


def kernel(outputs, inputs, size):
    scale = np.sqrt(2 / (inputs * size * size))
    return (random.standard_normal((outputs, inputs, size, size)) * scale).astype(np.float32)


def norm(channels):
    return {"scale": np.ones(channels, np.float32), "shift": np.zeros(channels, np.float32)}


def block(inputs, outputs, projects):
    layers = {
        "conv1": kernel(outputs, inputs, 3),
        "norm1": norm(outputs),
        "conv2": kernel(outputs, outputs, 3),
        "norm2": norm(outputs),
    }
    return {**layers, "project": kernel(outputs, inputs, 1)} if projects else layers


params = {
    "stem": kernel(4, 3, 3),
    "stem_norm": norm(4),
    "blocks": [block(4, 4, False), block(4, 8, True)],
    "head": {"w": (random.standard_normal((8, 5)) / 3).astype(np.float32), "b": np.zeros(5, np.float32)},
}
batch = {"x": random.standard_normal((8, 3, 8, 8)).astype(np.float32), "y": random.integers(0, 5, 8, np.int32)}


def convolution(x, weights, stride=1):
    return lax.conv_general_dilated(x, weights, (stride, stride), "SAME")


def batch_norm(x, layer):
    mean = jnp.mean(x, axis=(0, 2, 3), keepdims=True)
    variance = jnp.var(x, axis=(0, 2, 3), keepdims=True)
    normal = (x - mean) * lax.rsqrt(variance + 1e-5)
    return normal * layer["scale"][:, None, None] + layer["shift"][:, None, None]


def residual(x, layers, stride):
    h = jax.nn.relu(batch_norm(convolution(x, layers["conv1"], stride), layers["norm1"]))
    h = batch_norm(convolution(h, layers["conv2"]), layers["norm2"])
    shortcut = convolution(x, layers["project"], stride) if "project" in layers else x
    return jax.nn.relu(h + shortcut)


def loss(params, batch):
    h = jax.nn.relu(batch_norm(convolution(batch["x"], params["stem"]), params["stem_norm"]))
    h = residual(h, params["blocks"][0], 1)
    h = residual(h, params["blocks"][1], 2)
    logits = jnp.mean(h, axis=(2, 3)) @ params["head"]["w"] + params["head"]["b"]
    return jnp.mean(jax.nn.logsumexp(logits, axis=-1) - jnp.take_along_axis(logits, batch["y"][:, None], 1)[:, 0])
