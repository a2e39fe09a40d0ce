"""Coded documents in, a fine-tuned encoder out: types and statuses first, links as well then, sides last."""

import argparse
import pickle

import jax
import jax.numpy as jnp
import numpy as np

import adam
from encoder import drop, encode, links, published, sides, types, with_heads
from words import read, score, side_targets, targets, windows

BATCH = 8


def loss(p, batch, key, with_links, with_sides):
    rows, kind, weight, asserted, asserted_weight, who, events, linked, linked_weight, same = batch[:10]
    keys = jax.random.split(key, 4)
    h = encode(p, rows, keys[0])
    scores, done = types(p, drop(h, keys[1]))
    told = jnp.take_along_axis(jax.nn.log_softmax(scores), kind[..., None], -1)[..., 0]
    total = -(told * weight).sum() / weight.sum()
    wrong = (jnp.logaddexp(0, done) - asserted * done) * asserted_weight
    total += 0.05 * wrong.sum() / (asserted_weight.sum() + 1)
    if with_links:
        odds = links(p, drop(h, keys[2]), events, who)
        # Of a country's names the one that speaks most.
        odds = odds[..., None, :] + jnp.where(same > 0, 0, -1e9)[:, None, None]
        odds = jax.nn.logsumexp(odds, -1)
        wrong = (jnp.logaddexp(0, odds) - linked * odds) * linked_weight
        total += 0.12 * wrong.sum() / (linked_weight.sum() + 1)
    if with_sides:
        parties, flags, flags_weight, weight = batch[10:]
        *scores, odds = sides(p, drop(h, keys[3]))
        for side, of in enumerate(scores):
            of = jnp.take_along_axis(jax.nn.log_softmax(of), parties[..., side, None].astype(jnp.int32), -1)
            total -= 0.05 * (of[..., 0] * weight).sum() / (weight.sum() + 1)
        wrong = (jnp.logaddexp(0, odds) - flags * odds) * flags_weight
        total += 0.08 * wrong.sum() / (flags_weight.sum() + 1)
    return total


def train(p, data, passes, rate, seed, with_links=False, with_sides=False):
    n = len(data[0]) // BATCH
    quick = ("types", "types_bias", "asserted", "asserted_bias")
    quicker = {name: 20 if not with_links else 1 for name in quick}
    if not with_sides:
        quicker |= {name: 15 for name in ("act", "somebody", "act_alone", "somebody_alone", "link_bias")}
    quicker |= {name: 15 for name in ("sides", "sides_bias")}

    @jax.jit
    def step(p, m, v, batch, key, t):
        slope = jax.grad(loss)(p, batch, key, with_links, with_sides)
        size = jnp.sqrt(sum((x**2).sum() for x in jax.tree.leaves(slope)))
        slope = jax.tree.map(lambda x: x * jnp.minimum(1, 1 / size), slope)
        m, v = adam.moments(m, v, slope)
        now = rate * jnp.minimum(1, t / (0.1 * n * passes)) * (1 - t / (n * passes))

        def move(path, x, a, b):
            return adam.move(x, a, b, t, now * quicker.get(path[0].key, 1), 0.01)

        return jax.tree_util.tree_map_with_path(move, p, m, v), m, v

    m = v = jax.tree.map(jnp.zeros_like, p)
    order, key, t = np.random.default_rng(seed), jax.random.PRNGKey(seed), 0
    for _ in range(passes):
        for picked in order.permutation(len(data[0]))[: n * BATCH].reshape(n, BATCH):
            t += 1
            key, now = jax.random.split(key)
            p, m, v = step(p, m, v, tuple(x[picked] for x in data), now, t)
    return p


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("coded", help="documents of the first rounds")
    ask.add_argument("more", help="further documents, for the round with sides")
    ask.add_argument("held_out")
    ask.add_argument("--weights", required=True)
    ask.add_argument("--out", required=True)
    told = ask.parse_args()
    documents = list(read(told.coded, told.weights))
    rows, places = windows(documents)
    data = (rows, *targets(documents, rows, places))
    p = with_heads(published(told.weights), seed=1)
    p = train(p, data, passes=3, rate=8e-5, seed=2)
    p = train(p, data, passes=2, rate=6e-5, seed=5, with_links=True)
    documents += read(told.more, told.weights)
    rows, places = windows(documents)
    data = (rows, *targets(documents, rows, places), *side_targets(documents, rows, places))
    p = train(p, data, passes=2, rate=6e-5, seed=6, with_links=True, with_sides=True)
    held = list(read(told.held_out, told.weights))
    rows, places = windows(held)
    look = jax.jit(lambda x: types(p, encode(p, x, None)))
    seen = [look(rows[i : i + 1]) for i in range(len(rows))]
    chances = np.concatenate([np.asarray(jax.nn.softmax(s)) for s, _ in seen])
    done = np.concatenate([np.asarray(jax.nn.sigmoid(d)) for _, d in seen])
    print(*[score(held, places, chances, done, x) for x in (0.2, 0.3, 0.4, 0.5)], sep="\n")
    with open(told.out, "wb") as out:
        pickle.dump(jax.tree.map(np.asarray, p), out)


if __name__ == "__main__":
    main()
