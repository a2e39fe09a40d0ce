"""The teacher: a six-layer encoder with heads for types, for whether it was done, for links, and for sides."""

import jax
import jax.numpy as jnp
import numpy as np
from safetensors.numpy import load_file

from words import N_FLAGS, PARTIES, PIECES, TYPES

LAYERS, WIDTH, HEADS, LINK = 6, 384, 12, 64


def published(weights):
    """Parameters of all-MiniLM-L6-v2."""
    stored = load_file(f"{weights}/model.safetensors")

    def get(name):
        return jnp.asarray(stored[name].astype(np.float32))

    p = {
        "words": get("embeddings.word_embeddings.weight"),
        "places": get("embeddings.position_embeddings.weight")[:PIECES],
        "kind": get("embeddings.token_type_embeddings.weight")[0],
        "gain": get("embeddings.LayerNorm.weight"),
        "shift": get("embeddings.LayerNorm.bias"),
        "layers": [],
    }
    for i in range(LAYERS):
        q = f"encoder.layer.{i}."
        parts = [q + f"attention.self.{x}." for x in ("query", "key", "value")]
        p["layers"].append({
            "qkv": jnp.concatenate([get(x + "weight").T for x in parts], 1),
            "qkv_bias": jnp.concatenate([get(x + "bias") for x in parts]),
            "out": get(q + "attention.output.dense.weight").T,
            "out_bias": get(q + "attention.output.dense.bias"),
            "gain1": get(q + "attention.output.LayerNorm.weight"),
            "shift1": get(q + "attention.output.LayerNorm.bias"),
            "up": get(q + "intermediate.dense.weight").T,
            "up_bias": get(q + "intermediate.dense.bias"),
            "down": get(q + "output.dense.weight").T,
            "down_bias": get(q + "output.dense.bias"),
            "gain2": get(q + "output.LayerNorm.weight"),
            "shift2": get(q + "output.LayerNorm.bias"),
        })
    return p


def with_heads(p, seed):
    draw = np.random.default_rng(seed)

    def some(*shape, size=0.02):
        return jnp.asarray(draw.normal(0, size, shape).astype(np.float32))

    return p | {
        "types": some(WIDTH, len(TYPES)),
        "types_bias": jnp.zeros(len(TYPES)).at[0].set(3.0),
        "asserted": some(WIDTH, 1),
        "asserted_bias": jnp.ones(1),
        "act": some(WIDTH, 2 * LINK, size=0.05),
        "somebody": some(WIDTH, 2 * LINK, size=0.05),
        "act_alone": some(WIDTH, 2, size=0.005),
        "somebody_alone": some(WIDTH, 2, size=0.005),
        "link_bias": jnp.array([-1.0, -1.5]),
        "sides": some(WIDTH, 2 * len(PARTIES) + N_FLAGS),
        "sides_bias": jnp.zeros(2 * len(PARTIES) + N_FLAGS),
    }


def settle(x, gain, shift):
    mean = x.mean(-1, keepdims=True)
    spread = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(spread + 1e-12) * gain + shift


def drop(x, key, share=0.1):
    if key is None:
        return x
    return x * jax.random.bernoulli(key, 1 - share, x.shape) / (1 - share)


def encode(p, rows, key):
    n, length = rows.shape
    keys = [None] * (2 * LAYERS + 1) if key is None else jax.random.split(key, 2 * LAYERS + 1)
    h = settle(p["words"][rows] + p["places"][:length] + p["kind"], p["gain"], p["shift"])
    h = drop(h, keys[-1])
    hidden = jnp.where(rows > 0, 0, -1e9)[:, None, None, :]
    for i, layer in enumerate(p["layers"]):
        x = (h @ layer["qkv"] + layer["qkv_bias"]).reshape(n, length, 3, HEADS, WIDTH // HEADS)
        fit = jnp.einsum("bnhd,bmhd->bhnm", x[:, :, 0], x[:, :, 1]) / np.sqrt(WIDTH / HEADS)
        seen = jnp.einsum("bhnm,bmhd->bnhd", jax.nn.softmax(fit + hidden), x[:, :, 2])
        seen = seen.reshape(n, length, WIDTH) @ layer["out"] + layer["out_bias"]
        h = settle(h + drop(seen, keys[2 * i]), layer["gain1"], layer["shift1"])
        x = jax.nn.gelu(h @ layer["up"] + layer["up_bias"], approximate=False)
        x = x @ layer["down"] + layer["down_bias"]
        h = settle(h + drop(x, keys[2 * i + 1]), layer["gain2"], layer["shift2"])
    return h


def types(p, h):
    """Scores of the types and of being told as done."""
    return h @ p["types"] + p["types_bias"], (h @ p["asserted"] + p["asserted_bias"])[..., 0]


def sides(p, h):
    """Scores of the parties of actors and of recipients, log odds of the flags."""
    out, n = h @ p["sides"] + p["sides_bias"], len(PARTIES)
    return out[..., :n], out[..., n : 2 * n], out[..., 2 * n :]


def links(p, h, events, who):
    """Log odds [window, event, side, somebody]; works on arrays of numpy and of jax."""
    each = np.arange(h.shape[0])[:, None]
    act, somebody = h[each, events], h[each, who]
    a = (act @ p["act"]).reshape(*act.shape[:2], 2, LINK)
    s = (somebody @ p["somebody"]).reshape(*somebody.shape[:2], 2, LINK)
    matched = (a.transpose(0, 2, 1, 3) @ s.transpose(0, 2, 3, 1)).transpose(0, 2, 1, 3) / 8
    alone = (act @ p["act_alone"])[..., None] + (somebody @ p["somebody_alone"]).swapaxes(1, 2)[:, None]
    return matched + alone + p["link_bias"][:, None]
