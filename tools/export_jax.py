#!/usr/bin/env python3
"""Exports a JAX training program for skein-import.

  export_jax.py model.py -o model.mlir --parameters=parameters.safetensors

`model.py` defines

  params        a pytree of arrays: the parameters' first values
  batch         a pytree of arrays: one example batch
  loss          a function (params, batch) -> scalar, or -> (scalar, dict of
                further results)
  batch_axes    optional: a pytree like `batch` that names the dimension which
                counts examples, -1 for none. By default dimension 0 of every
                array that has there the extent of the first array.

The loss is exported without derivatives, which Skein computes by itself. With
--gradients those that JAX computes are exported along with the loss; functions
with a backward rule of their own (jax.custom_vjp) need that.

Parameters and inputs are named by their path in the pytree, joined with dots.
Needs jax and numpy from PyPI, nothing else; tried with JAX 0.10.2.
"""

import argparse
import json
import os
import re
import runpy
import struct
import sys

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend.core import primitives
from jax.interpreters import mlir
from jax.interpreters.mlir import ir

# Types by their names in safetensors. Skein has no unsigned types: the same bits stand for them.
SAFETENSORS_TYPES = {
    "float64": "F64", "float32": "F32", "float16": "F16", "bfloat16": "BF16",
    "int64": "I64", "int32": "I32", "int16": "I16", "int8": "I8",
    "uint64": "I64", "uint32": "I32", "uint16": "I16", "uint8": "I8", "bool": "BOOL",
}  # fmt: skip


def write_safetensors(path, tensors):
    """Writes {name: array} in the safetensors format, sorted by name."""
    header, offset, data = {}, 0, []
    for name, tensor in sorted(tensors.items()):
        array = np.asarray(tensor)
        if array.dtype.name not in SAFETENSORS_TYPES:
            sys.exit(f"{name}: element type {array.dtype.name} has no name in safetensors")
        data.append(array.tobytes())
        header[name] = {
            "dtype": SAFETENSORS_TYPES[array.dtype.name],
            "shape": list(array.shape),
            "data_offsets": [offset, offset + len(data[-1])],
        }
        offset += len(data[-1])
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data))


def leaf_names(tree, prefix):
    """Names of the leaves of `tree`, in the order in which JAX passes them.

    A path that begins with a number gets `prefix` in front.
    """
    names = []
    for path, _ in jax.tree_util.tree_flatten_with_path(tree)[0]:
        keys = [getattr(k, "key", getattr(k, "idx", getattr(k, "name", None))) for k in path]
        name = ".".join(str(key) for key in keys)
        names.append(f"{prefix}.{name}".rstrip(".") if not name or name[0].isdigit() else name)
    return names


def named_leaves(tree, prefix):
    """{name: array} of the leaves of `tree`. Names of inputs are made such as can stand behind %."""
    names = leaf_names(tree, prefix)
    if prefix == "input":
        names = [re.sub(r"[^\w$.-]", "_", name, flags=re.ASCII) for name in names]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        sys.exit(f"two arrays are called {prefix} {twice[0]}; expected different names")
    return dict(zip(names, [np.asarray(leaf) for leaf in jax.tree_util.tree_leaves(tree)]))


def find_batch_axes(inputs, axes):
    """{name: dimension that counts examples} of those inputs that have one."""
    if axes is not None:
        given = jax.tree_util.tree_leaves(axes)
        if len(given) != len(inputs):
            sys.exit(f"batch_axes has {len(given)} entries; expected {len(inputs)}, one for each array of batch")
        return {name: int(axis) for name, axis in zip(inputs, given) if axis >= 0}
    extents = [array.shape[0] for array in inputs.values() if array.ndim > 0]
    return {name: 0 for name, array in inputs.items() if array.ndim > 0 and array.shape[0] == extents[0]}


def keep_stop_gradient():
    """StableHLO has no stop_gradient; it becomes a call that skein-import knows."""

    def lower(_, operand):
        call = ir.Operation.create(
            "stablehlo.custom_call",
            results=[operand.type],
            operands=[operand],
            attributes={"call_target_name": ir.StringAttr.get("skein.stop_gradient")},
        )
        return call.results

    mlir.register_lowering(primitives.stop_gradient_p, lower)


def is_float(leaf):
    return hasattr(leaf, "dtype") and jnp.issubdtype(leaf.dtype, jnp.floating)


def keep_own_derivatives():
    """Writes forward rules (jax.custom_jvp) into the loss itself, and refuses backward rules.

    f(x) becomes stop_gradient(f(x)) + df(x) * (x - stop_gradient(x)): the same value, and the derivative that the
    rule gives. For relu, the derivative that everyone computes is the rule.
    """
    stop = jax.lax.stop_gradient
    call = jax.custom_jvp.__call__
    inside_rule = False

    def with_rule(self, *args, **kwargs):
        nonlocal inside_rule
        if inside_rule or self in (jax.nn.relu, jax.nn.relu6):
            return call(self, *args, **kwargs)
        leaves, structure = jax.tree_util.tree_flatten((args, kwargs))
        floats = [i for i, leaf in enumerate(leaves) if is_float(leaf)]

        def apply(values):
            everything = list(leaves)
            for i, value in zip(floats, values):
                everything[i] = value
            inner_args, inner_kwargs = jax.tree_util.tree_unflatten(structure, everything)
            return call(self, *inner_args, **inner_kwargs)

        values = [jnp.asarray(leaves[i]) for i in floats]
        fixed = [stop(value) for value in values]
        # The difference is 0; infinite values have none and no derivative either.
        zeros = [jnp.where(jnp.isfinite(value), value - stop(value), 0) for value in values]
        inside_rule = True
        try:
            result, change = jax.jvp(apply, (fixed,), (zeros,))
        finally:
            inside_rule = False
        return jax.tree_util.tree_map(lambda r, c: stop(r) + c if is_float(r) else r, result, change)

    def refuse(self, *_, **__):
        name = getattr(self, "__name__", repr(self))
        sys.exit(f"function {name} has a backward rule of its own (jax.custom_vjp); expected --gradients")

    jax.clear_caches()  # of functions traced before
    jax.custom_jvp.__call__ = with_rule
    jax.custom_vjp.__call__ = refuse


def describe(names):
    """Attributes of arguments or results, one dictionary each."""
    return ir.ArrayAttr.get([ir.DictAttr.get(entries) for entries in names])


def export(loss, params, batch, batch_axes=None, gradients=False):
    """The text that skein-import reads, and the parameters by name."""
    parameters, inputs = named_leaves(params, "parameter"), named_leaves(batch, "input")
    axes = find_batch_axes(inputs, batch_axes)

    def with_results(params, batch):
        value = loss(params, batch)
        return value if isinstance(value, tuple) else (value, {})

    function = jax.value_and_grad(with_results, has_aux=True) if gradients else with_results
    # Unused arguments stay, so that arguments and names match.
    module = jax.jit(function, keep_unused=True).lower(params, batch).compiler_ir("stablehlo")
    further = leaf_names(jax.eval_shape(with_results, params, batch)[1], "result")
    with module.context as context, ir.Location.unknown():
        context.allow_unregistered_dialects = True
        text = ir.StringAttr.get
        arguments = [{"skein.parameter": text(name)} for name in parameters]
        for name in inputs:
            arguments.append({"skein.input": text(name)})
            if name in axes:
                arguments[-1]["skein.batch"] = ir.IntegerAttr.get(ir.IntegerType.get_signless(64), axes[name])
        results = [{"skein.result": text(name)} for name in ["loss", *further]]
        if gradients:
            results += [{"skein.gradient": text(name)} for name in parameters]
        main = next(op for op in module.body.operations if op.name.value == "main")
        main.attributes["arg_attrs"] = describe(arguments)
        main.attributes["res_attrs"] = describe(results)
        return module.operation.get_asm(print_generic_op_form=True) + "\n", parameters


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="Python file that defines params, batch and loss")
    parser.add_argument("-o", dest="output", metavar="FILE", required=True, help="StableHLO for skein-import")
    parser.add_argument("--parameters", metavar="FILE", help="also write the parameters' first values, as safetensors")
    parser.add_argument("--batch", metavar="FILE", help="also write the example batch, as safetensors")
    parser.add_argument("--gradients", action="store_true", help="export the gradients of JAX along with the loss")
    flags = parser.parse_args()
    # Modules beside the model can be imported by it, as when it is run.
    sys.path.insert(0, os.path.dirname(os.path.abspath(flags.model)))
    model = runpy.run_path(flags.model)
    for name in ("params", "batch", "loss"):
        if name not in model:
            sys.exit(f"{flags.model}: defines no {name}")
    # Only now: the model may have computed its parameters with the same functions.
    if not flags.gradients:
        keep_stop_gradient()
        keep_own_derivatives()
    text, parameters = export(
        model["loss"], model["params"], model["batch"], model.get("batch_axes"), flags.gradients
    )
    with open(flags.output, "w", encoding="utf-8") as file:
        file.write(text)
    if flags.parameters:
        write_safetensors(flags.parameters, parameters)
    if flags.batch:
        write_safetensors(flags.batch, named_leaves(model["batch"], "input"))


if __name__ == "__main__":
    main()
