"""A recommendation model: three embedding tables, two perceptrons and the products of all pairs of features."""

import jax
import jax.numpy as jnp
import numpy as np

optimizer = "adam,learning_rate=0.01"

rows, width, dense_features = (10, 20, 30), 4, 6
random = np.random.default_rng(6)


def dense(inputs, outputs):
    return {
        "w": (random.standard_normal((inputs, outputs)) / np.sqrt(inputs)).astype(np.float32),
        "b": np.zeros(outputs, np.float32),
    }


pairs = len(rows) * (len(rows) + 1) // 2
params = {
    "tables": [(0.3 * random.standard_normal((n, width))).astype(np.float32) for n in rows],
    "bottom": [dense(dense_features, 8), dense(8, width)],
    "top": [dense(pairs + width, 8), dense(8, 1)],
}
batch = {
    "dense": random.standard_normal((8, dense_features)).astype(np.float32),
    "sparse": np.stack([random.integers(0, n, 8, np.int32) for n in rows], axis=1),
    "clicked": random.integers(0, 2, 8).astype(np.float32),
}


def perceptron(x, layers):
    for layer in layers[:-1]:
        x = jax.nn.relu(x @ layer["w"] + layer["b"])
    return x @ layers[-1]["w"] + layers[-1]["b"]


def loss(params, batch):
    bottom = jax.nn.relu(perceptron(batch["dense"], params["bottom"]))
    looked_up = [table[batch["sparse"][:, i]] for i, table in enumerate(params["tables"])]
    features = jnp.stack([bottom, *looked_up], axis=1)
    products = jnp.einsum("bik,bjk->bij", features, features)
    i, j = np.tril_indices(features.shape[1], -1)
    top = perceptron(jnp.concatenate([bottom, products[:, i, j]], axis=1), params["top"])[:, 0]
    clicked = batch["clicked"]
    return -jnp.mean(clicked * jax.nn.log_sigmoid(top) + (1 - clicked) * jax.nn.log_sigmoid(-top))
