"""A perceptron on 8x8 images of digits, in JAX: what tools/export_jax.py needs."""

import jax
import jax.numpy as jnp
import numpy as np

random = np.random.default_rng(0)


def dense(inputs, outputs):
    bound = np.sqrt(6 / (inputs + outputs))
    return {
        "w": random.uniform(-bound, bound, (inputs, outputs)).astype(np.float32),
        "b": np.zeros(outputs, np.float32),
    }


params = {"hidden": dense(64, 32), "out": dense(32, 10)}
batch = {"x": np.zeros((64, 64), np.float32), "y": np.zeros(64, np.int32)}


def loss(params, batch):
    hidden = jax.nn.relu(batch["x"] @ params["hidden"]["w"] + params["hidden"]["b"])
    logits = hidden @ params["out"]["w"] + params["out"]["b"]
    wanted = jax.nn.one_hot(batch["y"], 10)
    return -jnp.mean(jnp.sum(wanted * jax.nn.log_softmax(logits), axis=-1))
