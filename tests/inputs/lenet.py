"""Two convolutions with max and average pooling and two dense layers, on images of 12x12 and 5 classes."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

optimizer = "sgd,learning_rate=0.1"

random = np.random.default_rng(2)


def normal(*shape):
    return (random.standard_normal(shape) / np.sqrt(np.prod(shape[:-1]))).astype(np.float32)


params = {
    "conv1": {"kernel": normal(5, 5, 1, 4), "bias": np.zeros(4, np.float32)},
    "conv2": {"kernel": normal(3, 3, 4, 8), "bias": np.zeros(8, np.float32)},
    "dense1": {"kernel": normal(32, 16), "bias": np.zeros(16, np.float32)},
    "dense2": {"kernel": normal(16, 5), "bias": np.zeros(5, np.float32)},
}
batch = {"image": random.standard_normal((8, 12, 12, 1)).astype(np.float32), "label": random.integers(0, 5, 8, np.int32)}


def convolution(x, layer, padding):
    y = lax.conv_general_dilated(
        x, layer["kernel"], (1, 1), padding, dimension_numbers=("NHWC", "HWIO", "NHWC")
    )
    return jnp.tanh(y + layer["bias"])


def loss(params, batch):
    h = convolution(batch["image"], params["conv1"], "SAME")
    h = lax.reduce_window(h, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    h = convolution(h, params["conv2"], "VALID")
    h = lax.reduce_window(h, 0.0, lax.add, (1, 2, 2, 1), (1, 2, 2, 1), "VALID") / 4
    h = h.reshape(h.shape[0], -1)
    h = jax.nn.relu(h @ params["dense1"]["kernel"] + params["dense1"]["bias"])
    logits = h @ params["dense2"]["kernel"] + params["dense2"]["bias"]
    wanted = jax.nn.one_hot(batch["label"], 5)
    return -jnp.mean(jnp.sum(wanted * jax.nn.log_softmax(logits), axis=-1))
