"""Labels of the teacher in, the parameters of the network of hints out.

The network is that of `crates/analysis/src/hints/network.rs`: words look at themselves, both neighbours, their head and the
mean of their dependants, in three layers, beside what their sentence and their document are about.
"""

import argparse
import collections
import glob
import json
import pickle

import jax
import jax.numpy as jnp
import numpy as np

import adam
import vectors
from words import N_FLAGS, PARTIES, TYPES, score

WIDTH, LAYERS, LINK = 112, 3, 16
WORDS, SENTENCES, N_EVENTS, N_NAMED = 224, 40, 20, 32  # of a window
TABLES = (8, 12, 20, 6)  # widths: part of speech, finer tag, relation, name
ENDINGS, ENDING = 1024, 12
SAYS = {"NOUN", "PROPN", "VERB", "ADJ"}
FIELDS = (2, 3, 5, 6)  # of a word: part of speech, finer tag, relation, name
SIDES = 2 * len(PARTIES) + N_FLAGS
BATCH = 32
# Passes, rate, what sides weigh, seed.
ROUNDS = ((7, 2e-3, 0.04, 0), (3, 9e-4, 0.02, 9))


def ending(form):
    digest = 2166136261
    for byte in form[-3:].encode():
        digest = ((digest ^ byte) * 16777619) & 0xFFFFFFFF
    return 1 + digest % (ENDINGS - 1)


def labels(documents):
    """The labels of each small table, those seen less than twenty times left out."""
    counts = [collections.Counter(w[f] for d in documents for w in d["words"]) for f in FIELDS]
    return [sorted(k for k, n in c.items() if n >= 20) for c in counts]


class Packing:
    """Documents as windows of numbers."""

    def __init__(self, places, published, tables):
        self.places, self.published = places, published
        self.tables = [{k: i + 1 for i, k in enumerate(t)} for t in tables]

    def pack(self, documents, chances=None, asserted=None, linked=None, sided=None):
        """Arrays by name, one row a window, and the (document, words) of each window."""
        out, words = collections.defaultdict(list), []
        for n, document in enumerate(documents):
            all_words = document["words"]
            rows = np.array([self.places.get(w[1].lower(), -1) + 1 for w in all_words])
            says = np.array([w[2] in SAYS for w in all_words])
            about = (self.published[rows] * says[:, None]).sum(0) / max(1, (says & (rows > 0)).sum())
            for group in self.groups(all_words):
                picked = [i for sentence in group for i in sentence]
                at = {i: j for j, i in enumerate(picked)}
                told = np.zeros((9, WORDS), np.int32)
                told[6] = WORDS
                for j, i in enumerate(picked):
                    word = all_words[i]
                    small = [t.get(word[f], 0) for t, f in zip(self.tables, FIELDS)]
                    head = at.get(word[4], WORDS) if word[4] >= 0 else WORDS
                    told[:7, j] = [rows[i], *small, word[7], head]
                    told[8, j] = ending(word[1].lower())
                start = 0
                for s, sentence in enumerate(group):
                    told[7, start : start + len(sentence)] = s + 1
                    start += len(sentence)
                out["told"].append(told)
                out["about"].append(about)
                out["says"].append(np.pad(says[picked], (0, WORDS - len(picked))).astype(np.int8))
                words.append((n, picked))
                if chances is not None:
                    self.teach(out, picked, at, chances[n], asserted[n], linked[n], sided[n])
        return {k: np.stack(v) for k, v in out.items()}, words

    @staticmethod
    def groups(words):
        sentences = collections.defaultdict(list)
        for i, word in enumerate(words):
            sentences[word[0]].append(i)
        group = []
        for sentence in sentences.values():
            sentence = sentence[:WORDS]
            if group and (sum(map(len, group)) + len(sentence) > WORDS or len(group) == SENTENCES):
                yield group
                group = []
            group.append(sentence)
        if group:
            yield group

    @staticmethod
    def teach(out, picked, at, chances, asserted, linked, sided):
        kinds = np.zeros((WORDS, len(TYPES)), np.float16)
        kinds[: len(picked)] = chances[picked]
        done = np.zeros(WORDS, np.float16)
        done[: len(picked)] = asserted[picked]
        events, who = np.zeros(N_EVENTS, np.int32), np.zeros(N_NAMED, np.int32)
        links = np.full((N_EVENTS, 2, N_NAMED), -1, np.float16)
        event_at, who_at = {}, {}
        for word, somebody, actor, recipient in linked:
            w, s = at.get(int(word)), at.get(int(somebody))
            if w is None or s is None:
                continue
            if w not in event_at and len(event_at) == N_EVENTS or s not in who_at and len(who_at) == N_NAMED:
                continue
            e, m = event_at.setdefault(w, len(event_at)), who_at.setdefault(s, len(who_at))
            events[e], who[m] = w, s
            links[e, :, m] = actor, recipient
        sides = np.zeros((WORDS, SIDES), np.float16)
        for word, told in sided:
            if word in at:
                sides[at[word]] = told
        for name, value in (("kinds", kinds), ("done", done), ("events", events), ("who", who), ("links", links)):
            out[name].append(value)
        out["sides"].append(sides)


def start(published, tables, seed):
    draw = np.random.default_rng(seed)

    def some(*shape, size=1.0):
        return jnp.asarray(draw.normal(0, size / np.sqrt(shape[0]), shape).astype(np.float32))

    def small(rows, width, size):
        return jnp.asarray(draw.normal(0, size, (rows, width)).astype(np.float32))

    entry = published.shape[1] + sum(TABLES) + ENDING + 2
    layer = lambda: {"weight": some(5 * WIDTH, WIDTH), "bias": jnp.zeros(WIDTH), "gain": jnp.ones(WIDTH)}
    return {
        "words": jnp.asarray(published),
        "tables": [small(len(t) + 1, n, 0.4) for t, n in zip(tables, TABLES)],
        "ending": small(ENDINGS, ENDING, 0.3),
        "enter": some(entry, WIDTH),
        "enter_bias": jnp.zeros(WIDTH),
        "sentence": some(published.shape[1], WIDTH, size=0.5),
        "document": some(published.shape[1], WIDTH, size=0.5),
        "layers": [layer() for _ in range(LAYERS)],
        "out": some(WIDTH, len(TYPES) + 1, size=0.3),
        "out_bias": jnp.zeros(len(TYPES) + 1).at[0].set(3.0),
        "act": some(WIDTH, 2 * LINK),
        "somebody": some(WIDTH, 2 * LINK),
        "act_alone": some(WIDTH, 2, size=0.1),
        "somebody_alone": some(WIDTH, 2, size=0.1),
        "link_bias": jnp.array([-1.0, -1.5]),
        "sides": some(WIDTH, SIDES, size=0.3),
        "sides_bias": jnp.zeros(SIDES),
    }


def leaky(x):
    return jnp.where(x < 0, 0.1 * x, x)


def drop(x, key, share, shape=None):
    if key is None:
        return x
    return x * jax.random.bernoulli(key, 1 - share, shape or x.shape) / (1 - share)


def hidden(p, published, told, about, says, key):
    keys = [None] * (LAYERS + 3) if key is None else jax.random.split(key, LAYERS + 3)
    rows, sentence, n = told[:, 0], told[:, 7], told.shape[0]
    here = (sentence > 0)[..., None].astype(jnp.float32)
    x = p["words"][rows]
    if key is not None:
        x = x * jax.random.bernoulli(keys[0], 0.92, (*rows.shape, 1))
    small = [table[told[:, i + 1]] for i, table in enumerate(p["tables"])]
    flags = [told[:, 5, :, None].astype(jnp.float32), (rows == 0)[..., None].astype(jnp.float32)]
    x = drop(jnp.concatenate([x, *small, p["ending"][told[:, 8]], *flags], -1), keys[1], 0.1)
    of = jax.nn.one_hot(sentence, SENTENCES + 1)
    says = says.astype(jnp.float32)
    mean = jnp.einsum("bws,bwd->bsd", of, published[rows] * says[..., None])
    mean /= jnp.maximum(1, jnp.einsum("bws,bw->bs", of, says * (rows > 0)))[..., None]
    topic = jnp.einsum("bws,bsh->bwh", of, mean @ p["sentence"]) + (about @ p["document"])[:, None]
    h = leaky(x @ p["enter"] + p["enter_bias"] + topic) * here
    each, head = jnp.arange(n)[:, None], told[:, 6]
    same = (sentence[:, 1:] == sentence[:, :-1]).astype(jnp.float32)[..., None]
    n_kids = jnp.zeros((n, WORDS + 1)).at[each, head].add(here[..., 0])[:, :WORDS, None]
    none = jnp.zeros((n, 1, WIDTH))
    for i, layer in enumerate(p["layers"]):
        before = jnp.concatenate([none, h[:, :-1] * same], 1)
        behind = jnp.concatenate([h[:, 1:] * same, none], 1)
        above = jnp.concatenate([h, none], 1)[each, head]
        below = jnp.zeros((n, WORDS + 1, WIDTH)).at[each, head].add(h)[:, :WORDS] / jnp.maximum(n_kids, 1)
        x = drop(jnp.concatenate([before, h, behind, above, below], -1), keys[i + 2], 0.1)
        h = h + leaky(x @ layer["weight"] + layer["bias"])
        h = h - h.mean(-1, keepdims=True)
        h = h * jax.lax.rsqrt((h * h).mean(-1, keepdims=True) + 1e-5) * layer["gain"] * here
    return drop(h, keys[-1], 0.1)


def links(p, h, events, who):
    each = jnp.arange(h.shape[0])[:, None]
    act, somebody = h[each, events], h[each, who]
    a = (act @ p["act"]).reshape(*act.shape[:2], 2, LINK)
    s = (somebody @ p["somebody"]).reshape(*somebody.shape[:2], 2, LINK)
    alone = (act @ p["act_alone"])[..., None] + jnp.swapaxes(somebody @ p["somebody_alone"], 1, 2)[:, None]
    return jnp.einsum("besr,bmsr->besm", a, s) / 4 + alone + p["link_bias"][:, None]


def loss(p, published, batch, key, of_sides):
    told = batch["told"]
    h = hidden(p, published, told, batch["about"], batch["says"], key)
    out = h @ p["out"] + p["out_bias"]
    kinds, done = batch["kinds"].astype(jnp.float32), batch["done"].astype(jnp.float32)
    here = (told[:, 7] > 0).astype(jnp.float32)
    total = -((kinds * jax.nn.log_softmax(out[..., :-1])).sum(-1) * here).sum() / here.sum()
    acts, odds = (1 - kinds[..., 0]) * here, out[..., -1]
    total += 0.05 * ((jnp.logaddexp(0, odds) - done * odds) * acts).sum() / (acts.sum() + 1)
    odds, wanted = links(p, h, batch["events"], batch["who"]), batch["links"].astype(jnp.float32)
    known = (wanted >= 0).astype(jnp.float32)
    wrong = (jnp.logaddexp(0, odds) - wanted * odds) * known
    total += 0.15 * wrong.sum() / (known.sum() + 1)
    out, wanted, n = h @ p["sides"] + p["sides_bias"], batch["sides"].astype(jnp.float32), len(PARTIES)
    acts = acts * (wanted.sum(-1) > 0)
    for side in (slice(0, n), slice(n, 2 * n)):
        told_of = (wanted[..., side] * jax.nn.log_softmax(out[..., side])).sum(-1)
        total -= of_sides * (told_of * acts).sum() / (acts.sum() + 1)
    odds, wanted = out[..., 2 * n :], wanted[..., 2 * n :]
    wrong = (jnp.logaddexp(0, odds) - wanted * odds).sum(-1) * acts
    return total + of_sides * wrong.sum() / (acts.sum() + 1)


def train(p, fixed, data, passes, rate, of_sides, seed):
    n = len(data["told"]) // BATCH

    @jax.jit
    def step(p, m, v, batch, key, t):
        slope = jax.grad(loss)(p, fixed, batch, key, of_sides)
        m, v = adam.moments(m, v, slope)
        now = rate * jnp.minimum(1, t / 300) * (1 - t / (n * passes) * 0.99)

        return jax.tree.map(lambda x, a, b: adam.move(x, a, b, t, now, 1e-3), p, m, v), m, v

    m = v = jax.tree.map(jnp.zeros_like, p)
    order, key, t = np.random.default_rng(seed), jax.random.PRNGKey(0), 0
    for _ in range(passes):
        for picked in order.permutation(len(data["told"]))[: n * BATCH].reshape(n, BATCH):
            t += 1
            key, now = jax.random.split(key)
            p, m, v = step(p, m, v, {k: x[picked] for k, x in data.items()}, now, t)
    return p


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("labels")
    ask.add_argument("held_out")
    ask.add_argument("--vectors", required=True)
    ask.add_argument("--out", required=True)
    told = ask.parse_args()
    places, published = vectors.read(told.vectors)
    published = np.concatenate([np.zeros((1, published.shape[1]), np.float32), published])
    scale = 1 / (np.abs(published).mean() * 2.5)
    published = (published * scale).astype(np.float32)
    parts = sorted(glob.glob(f"{told.labels}/*.pkl"))
    packed, tables = [], None
    for path in parts:
        with open(path, "rb") as source:
            part = pickle.load(source)
        tables = tables or labels(part[0])
        packed.append(Packing(places, published, tables).pack(*part)[0])
    data = {k: np.concatenate([x[k] for x in packed]) for k in packed[0]}
    p, fixed = start(published, tables, seed=1), jnp.asarray(published)
    for passes, rate, of_sides, seed in ROUNDS:
        p = train(p, fixed, data, passes, rate, of_sides, seed)
    held = [json.loads(line) for line in open(told.held_out, encoding="utf-8")]
    seen, words = Packing(places, published, tables).pack(held)
    out = [hidden(p, fixed, *(seen[k][i : i + 1] for k in ("told", "about", "says")), None) for i in range(len(words))]
    out = np.concatenate([np.asarray(h @ p["out"] + p["out_bias"]) for h in out])
    chances, done = jax.nn.softmax(out[..., :-1]), jax.nn.sigmoid(out[..., -1])
    at = [[(k, i, j) for j, i in enumerate(picked)] for k, picked in words]
    print(*[score(held, at, np.asarray(chances), np.asarray(done), x) for x in (0.25, 0.35, 0.45)], sep="\n")
    with open(told.out, "wb") as sink:
        pickle.dump((jax.tree.map(np.asarray, p), tables, float(scale)), sink)


if __name__ == "__main__":
    main()
