#!/usr/bin/env python3
"""Writes the files of this folder: models as StableHLO, and what JAX computes with them.

For a model NAME.py, NAME.mlir and NAME.parameters.safetensors are what tools/export_jax.py exports, NAME.batch.safetensors
is the batch of every step, and NAME.expected.safetensors holds "loss" before each of ten steps and the parameters after
them. NAME.gradients.mlir is the same program with JAX's gradients. For ops.py, which is not trained, ops.expected.safetensors
holds its results.

  generate.py [NAME...]
"""

import os
import pathlib
import runpy
import sys

# Halves are rounded after every op, as the program says.
os.environ["XLA_FLAGS"] = "--xla_allow_excess_precision=false"

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here.parent.parent / "tools"))
import export_jax  # noqa: E402

STEPS = 10


def sgd(learning_rate):
    def update(w, gradient, slots, step):
        return w - learning_rate * gradient, slots

    return update


def adam(learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    def update(w, gradient, slots, step):
        m, v = slots or (jnp.zeros_like(w), jnp.zeros_like(w))
        m = beta1 * m + (1 - beta1) * gradient
        v = beta2 * v + (1 - beta2) * gradient * gradient
        change = (m / (1 - beta1**step)) / (jnp.sqrt(v / (1 - beta2**step)) + epsilon)
        return w - learning_rate * change, (m, v)

    return update


def train(model):
    """The loss before each step, and the parameters at the end."""
    name, *settings = model["optimizer"].split(",")
    update = {"sgd": sgd, "adam": adam}[name](**{k: float(v) for k, v in (s.split("=") for s in settings)})
    step_function = jax.jit(jax.value_and_grad(model["loss"]))
    weights, structure = jax.tree_util.tree_flatten(model["params"])
    slots, losses = [None] * len(weights), []
    for step in range(1, STEPS + 1):
        loss, gradients = step_function(jax.tree_util.tree_unflatten(structure, weights), model["batch"])
        losses.append(loss)
        gradients = jax.tree_util.tree_leaves(gradients)
        weights, slots = zip(*(update(w, g, s, step) for w, g, s in zip(weights, gradients, slots)))
    return np.asarray(losses), jax.tree_util.tree_unflatten(structure, weights)


def expected_of(model):
    """What NAME.expected.safetensors holds."""
    if "optimizer" in model:
        losses, weights = train(model)
        return {"loss": losses, **export_jax.named_leaves(weights, "parameter")}
    value, results = jax.jit(model["loss"])(model["params"], model["batch"])
    return {"loss": value, **export_jax.named_leaves(results, "result")}


def write_model(model, path, gradients):
    """Writes what export_jax.py writes."""
    text, _ = export_jax.export(
        model["loss"], model["params"], model["batch"], model.get("batch_axes"), gradients
    )
    path.write_text(text)


def main():
    names = sys.argv[1:] or ["dlrm", "gpt", "lenet", "lstm", "mlp", "ops", "resnet"]
    models = {name: runpy.run_path(str(here / f"{name}.py")) for name in names}
    for name, model in models.items():
        expected = expected_of(model)
        print(name, expected["loss"])
        export_jax.write_safetensors(here / f"{name}.expected.safetensors", expected)
        batch = export_jax.named_leaves(model["batch"], "input")
        export_jax.write_safetensors(here / f"{name}.batch.safetensors", batch)
        parameters = export_jax.named_leaves(model["params"], "parameter")
        export_jax.write_safetensors(here / f"{name}.parameters.safetensors", parameters)
        if name in ("dlrm", "lenet", "lstm"):
            write_model(model, here / f"{name}.gradients.mlir", gradients=True)
        if "optimizer" not in model:
            write_model(model, here / f"{name}.mlir", gradients=False)
    # From here on, functions are traced so that Skein can differentiate them.
    export_jax.keep_stop_gradient()
    export_jax.keep_own_derivatives()
    for name, model in models.items():
        if "optimizer" in model:
            write_model(model, here / f"{name}.mlir", gradients=False)


if __name__ == "__main__":
    main()
