"""A perceptron with two hidden layers, on 12 numbers and 5 classes."""

import jax
import jax.numpy as jnp
import numpy as np

optimizer = "sgd,learning_rate=0.1"

random = np.random.default_rng(1)


def dense(inputs, outputs):
    return {
        "w": (random.standard_normal((inputs, outputs)) / np.sqrt(inputs)).astype(np.float32),
        "b": np.zeros(outputs, np.float32),
    }


params = {"layers": [dense(12, 16), dense(16, 16), dense(16, 5)]}
batch = {"x": random.standard_normal((8, 12)).astype(np.float32), "y": random.integers(0, 5, 8, np.int32)}


def loss(params, batch):
    h = batch["x"]
    for layer in params["layers"][:-1]:
        h = jax.nn.relu(h @ layer["w"] + layer["b"])
    logits = h @ params["layers"][-1]["w"] + params["layers"][-1]["b"]
    log_probabilities = jax.nn.log_softmax(logits)
    return -jnp.mean(log_probabilities[jnp.arange(logits.shape[0]), batch["y"]])
