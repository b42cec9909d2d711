"""One small example of everything that is imported, each a further result beside the loss."""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

random = np.random.default_rng(7)


def normal(*shape):
    return random.standard_normal(shape).astype(np.float32)


params = {"w": normal(3, 4)}
batch = {
    "a": normal(4, 3),
    "b": normal(2, 3, 4),
    "c": normal(2, 4, 5),
    "image": normal(2, 7, 6, 4),
    "filter": normal(3, 2, 4, 6),
    "rows": np.array([3, 0, -1, 2], np.int32),
    "columns": np.array([0, 1, 2, 1], np.int32),
    "i": np.int32(2),
    "integers": np.array([7, -7, 0, 5], np.int32),
    "words": np.array([1, 2**31 + 5, 2**32 - 1, 77], np.uint32),
    "key": np.array([17, 42], np.uint32),
}
batch_axes = {name: -1 for name in batch}


def scalars(x):
    unit = jnp.tanh(x)
    positive = jnp.abs(x) + 0.5
    return {
        "trigonometric": jnp.sin(x) + jnp.cos(x) + jnp.tan(unit) + jnp.arcsin(unit) + jnp.arccos(unit),
        "hyperbolic": jnp.sinh(x) + jnp.cosh(x) + jnp.arcsinh(x) + jnp.arccosh(positive + 1) + jnp.arctanh(unit / 2),
        "exponential": jnp.exp(x) + jnp.expm1(x) + jnp.log(positive) + jnp.log1p(positive),
        "powers": jnp.sqrt(positive) + lax.rsqrt(positive) + jnp.cbrt(x) + positive**1.7 + x**3,
        "erf": lax.erf(x) + lax.erfc(x) * 2 + lax.erf_inv(unit * 0.9),
        "rounding": jnp.floor(x) + jnp.ceil(x) * 2 + jnp.round(x * 2) + lax.round(x, lax.RoundingMethod.AWAY_FROM_ZERO),
        "signs": jnp.sign(x) + jnp.arctan2(x, positive) + jnp.arctan(x),
        "clamp": lax.clamp(-0.5, x, 0.8) + jnp.clip(x, -0.1, 0.1),
        "logistic": lax.logistic(x) + jax.nn.silu(x) + jax.nn.softplus(x) + jax.nn.gelu(x) + jax.nn.elu(x),
        "remainder": lax.rem(x, jnp.float32(0.3)),
        "selection": jnp.where((x > 0) & jnp.isfinite(x) | (x != x), x, -1.0) + jnp.minimum(x, 0.3),
        "narrow": (x.astype(jnp.bfloat16) * 1.5).astype(jnp.float32) + x.astype(jnp.float16).astype(jnp.float32),
    }


def integers(x, words):
    return {
        "integer.division": lax.div(x, 2) + lax.rem(x, 2) * 100 + jnp.mod(x, 3) * 1000,
        "integer.bits": (x & 6) | (x ^ 3) + (~x << 2) + (x >> 1) + lax.shift_right_logical(x, 28),
        "integer.counts": lax.clz(x) + lax.population_count(x) * 100,
        "integer.unsigned": (lax.div(words, jnp.uint32(7)) + (words > 100)).astype(jnp.int32),
        "integer.conversion": words.astype(jnp.float32) / 3 + (words.astype(jnp.int8) * 2).astype(jnp.float32),
        "integer.power": x**3 + jnp.sign(x) + jnp.abs(x) - x * 2,
        "integer.shift": jnp.left_shift(x, jnp.array([0, 31, 32, 40])) + x,
    }


def moves(a, b, i):
    return {
        "move.transpose": b.transpose(2, 0, 1) + 1,
        "move.reshape": b.reshape(6, 4).reshape(2, 12).reshape(3, 2, 1, 4) * 2,
        "move.slice": b[:, ::2, 1:3],
        "move.concatenate": jnp.concatenate([a, a[:2] * 2, jnp.ones((1, 3))]),
        "move.pad": lax.pad(a, 0.5, [(1, 2, 0), (0, -1, 2)]),
        "move.reverse": a[::-1] + a[:, ::-1],
        "move.roll": jnp.roll(a, 1, axis=0),
        "move.broadcast": jnp.broadcast_to(a[:, None, :1], (4, 2, 3)) + a[0],
        "move.iota": lax.broadcasted_iota(jnp.float32, (3, 2), 0) + lax.iota(jnp.int32, 2),
        "move.triangle": jnp.tril(a) - jnp.triu(a, 1),
        "move.dynamic": lax.dynamic_slice(a, (i, 0), (2, 3)) + lax.dynamic_slice(a, (i + 5, 1), (2, 1)),
        "move.update": lax.dynamic_update_slice(a, -a[:2, :2], (i, i - 1)),
        "move.constant": lax.dynamic_update_slice(a, a[2:], (1, 0)) + lax.dynamic_slice(a, (3, 0), (1, 3)),
    }


def products(a, b, c, w):
    return {
        "product.matrix": a @ w,
        "product.transposed": w.T @ a.T,
        "product.batched": b @ c,
        "product.many": jnp.einsum("bij,bjk,li->klb", b, c, a),
        "product.outer": jnp.einsum("i,j->ij", a[0], w[0]),
        "product.broadcast": jnp.einsum("bij,jk->bik", b, jnp.ones((4, 2)) * a[0, 0]),
        "product.narrow": (a.astype(jnp.bfloat16) @ w.astype(jnp.bfloat16)).astype(jnp.float32),
        "product.wide": jnp.matmul(
            a.astype(jnp.bfloat16), w.astype(jnp.bfloat16), preferred_element_type=jnp.float32
        ),
    }


def convolutions(image, kernel):
    def convolve(x, k, strides=(1, 1), padding="VALID", layout=("NHWC", "HWIO", "NHWC"), **keywords):
        return lax.conv_general_dilated(x, k, strides, padding, dimension_numbers=layout, **keywords)

    return {
        "convolution.plain": convolve(image, kernel),
        "convolution.strides": convolve(image, kernel, (2, 1), "SAME", rhs_dilation=(2, 1)),
        "convolution.transposed": convolve(image, kernel, padding=((2, 1), (0, 3)), lhs_dilation=(2, 3)),
        "convolution.groups": convolve(image, kernel[:, :, :2], feature_group_count=2),
        "convolution.depthwise": convolve(image, kernel[:, :, :1, :4], feature_group_count=4),
        "convolution.batches": convolve(image, kernel, batch_group_count=2),
        "convolution.cropped": convolve(image, kernel, padding=((-1, 0), (0, -2))),
        "convolution.layout": convolve(image.transpose(1, 0, 2, 3), kernel, layout=("HNWC", "HWIO", "CWNH")),
        "convolution.first": lax.conv_general_dilated(image, kernel.transpose(3, 2, 0, 1)[:, :1].repeat(7, 1), (1, 1), "SAME"),
        "convolution.line": lax.conv_general_dilated(
            image[:, :, 0], kernel[0], (1,), "SAME", dimension_numbers=("NWC", "WIO", "NWC")
        ),
        "convolution.flipped": lax.conv_transpose(
            image, kernel.transpose(0, 1, 3, 2), (2, 2), "SAME", transpose_kernel=True
        ),
    }


def reductions(b, image):
    window = ((1, 3, 2, 1), (1, 2, 1, 1))
    return {
        "reduce.sums": b.sum((0, 2)) + b.mean(),
        "reduce.extrema": b.max(1) + b.min((0, 1), keepdims=True)[0],
        "reduce.product": b.prod(2),
        "reduce.any": jnp.any(b > 1, 2) | jnp.all(b < 0, 2),
        "reduce.argmax": jnp.argmax(b, 1) * 10 + jnp.argmin(b, 1),
        "reduce.softmax": jax.nn.softmax(b, axis=1) + jax.nn.logsumexp(b, axis=2, keepdims=True),
        "reduce.max_pool": lax.reduce_window(image, -jnp.inf, lax.max, *window, "SAME"),
        "reduce.min_pool": lax.reduce_window(image, jnp.inf, lax.min, *window, "VALID"),
        "reduce.sum_pool": lax.reduce_window(image, 0.0, lax.add, *window, ((0, 0), (1, 1), (0, 2), (0, 0))),
        "reduce.dilated": lax.reduce_window(
            image, 0.0, lax.add, (2, 2, 1, 2), (1, 1, 2, 1), "VALID", (1, 2, 1, 1), (1, 2, 1, 3)
        ),
        "reduce.cumulative": jnp.cumsum(b, 1) + lax.cummax(b, 2),
        "reduce.pool_gradient": jax.grad(
            lambda x: jnp.sum(lax.reduce_window(x, -jnp.inf, lax.max, *window, "SAME") ** 2)
        )(jnp.round(image)),
    }


def lookups(a, b, rows, columns, w):
    return {
        "lookup.rows": a[rows],
        "lookup.columns": w[:, rows],
        "lookup.pairs": a[rows, columns],
        "lookup.diagonal": b[jnp.arange(2), rows[:2]],
        "lookup.batched": jax.vmap(lambda t, r: t[r])(b, columns.reshape(2, 2)),
        "lookup.window": lax.gather(
            b,
            jnp.array([[0, 1], [1, 3]]),
            lax.GatherDimensionNumbers(offset_dims=(1, 2), collapsed_slice_dims=(0,), start_index_map=(0, 1)),
            (1, 2, 4),
        ),
        "lookup.known": b[:, np.array([[2, 0, 1], [1, 1, 0]]), np.array([3, 3, 0])],
        "lookup.apart": b[np.array([1, 0]), :, np.array([2, 9])],
        "lookup.add": a.at[rows].add(2 * a),
        "lookup.add_element": a.at[rows, columns].add(1.5),
        "lookup.set": a.at[1].set(0.5).at[:, 2].add(1.0).at[rows[:2]].set(7.0),
        "lookup.extrema": a.at[rows].max(-0.1).at[rows].min(0.4).at[rows[:1]].multiply(3.0),
        "lookup.dropped": a.at[rows + 2].add(1.0, mode="drop"),
    }


def control(a, x, i):
    def count(state):
        n, total = state
        return n + 1, total * 0.5 + jnp.sum(x) * n

    branch = lax.switch(jnp.int32(1), [lambda y: y, lambda y: -y, lambda y: y * 2], a)
    states, outputs = lax.scan(lambda carry, row: (carry * 0.9 + row, jnp.sum(carry)), a[0], a, reverse=True)
    return {
        "control.while": lax.while_loop(lambda s: s[0] < 5, count, (0, 1.0))[1],
        "control.scan": states + jnp.sum(outputs * jnp.arange(4)),
        "control.switch": branch,
        "control.checkpoint": jax.checkpoint(lambda y: jnp.sin(y) * 2)(a),
        "control.nested": lax.fori_loop(0, 3, lambda n, s: lax.fori_loop(0, n + 1, lambda m, t: t + a[m] * n, s), a[i]),
    }


def randoms(key):
    return {
        "random.uniform": jax.random.uniform(key, (3, 4)),
        "random.normal": jax.random.normal(key, (3, 4)),
        "random.bernoulli": jax.random.bernoulli(key, 0.4, (3, 4)),
    }


def loss(params, batch):
    a, b, rows, w = batch["a"], batch["b"], batch["rows"], params["w"]
    results = {
        **scalars(a),
        **integers(batch["integers"], batch["words"]),
        **moves(a, b, batch["i"]),
        **products(a, b, batch["c"], w),
        **convolutions(batch["image"], batch["filter"]),
        **reductions(b, batch["image"]),
        **lookups(a, b, rows, batch["columns"], w),
        **control(a, w, batch["i"]),
        **randoms(batch["key"]),
    }
    return jnp.sum(w * w), results
