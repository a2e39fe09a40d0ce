"""What the network beside the table sees (`lab names --looks`) in, `models/en/names-network.bin` out.

    python network.py LOOKS NEWS_LOOKS --vectors GLOVE.txt --labels crates/model/src/labels.rs --out models/en/names-network.bin
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "hints"))
from export import File, declared  # noqa: E402

# As in crates/analysis/src/names/network.rs.
VECTOR, NEAR, GRAMS, FLAGS, TAGS, N_GRAMS = 32, 5, 4096, 12, 9, 8
ROWS = {"casing": 9, "upos": None, "known": 128, "place": 16, "xpos": None, "deprel": None}
WIDTHS = {"casing": 8, "upos": 8, "known": 8, "place": 6, "xpos": 8, "deprel": 8}
WORD = VECTOR + 8 + 8 + 8 + 6
INPUT = NEAR * WORD + VECTOR + 32 + FLAGS + 3 * VECTOR + 16
LEAK = 0.1


def read_vectors(path, words):
    """Vectors of the words that have a class, all of one length; the first row is for all others."""
    row = {w: i + 1 for i, w in enumerate(words)}
    out = np.zeros((len(words) + 1, 100), np.float32)
    with open(path, encoding="utf-8") as source:
        for line in source:
            word, numbers = line.rstrip("\n").split(" ", 1)
            if word in row:
                out[row[word]] = np.fromstring(numbers, np.float32, sep=" ")
    return 3 * out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)


def chances(tag):
    """Of each tag: one, or what a teacher gives the first seven."""
    out = np.zeros(TAGS, np.float32)
    if isinstance(tag, int):
        out[tag] = 1
    else:
        out[: len(tag)] = np.array(tag, np.float32) / sum(tag)
    return out


class Words:
    """Numbers of all words that may be in a name."""

    def __init__(self, paths, vectors_of):
        near, head, tags, grams, flags, sides, about, of, gold, weight = ([] for _ in range(10))
        vectors = None
        for path in paths:
            with open(path, encoding="utf-8") as source:
                if vectors is None:
                    vectors = vectors_of(json.loads(next(source)))
                documents = [json.loads(line) for line in source]
            for document in documents:
                rows = np.array([r for r in document["rows"] if r], int)
                for tag, x in document["words"]:
                    near.append(x[:25])
                    head.append(x[25])
                    tags.append(x[26:28])
                    grams.append(x[28:36])
                    flags.append(x[36:39])
                    others = x[39:]
                    both = (
                        [vectors[others[i::2]].mean(0) for i in (0, 1)]
                        if others
                        else [vectors[0], vectors[0]]
                    )
                    sides.append(np.stack(both))
                    of.append(len(about))
                    gold.append(tag)
                    weight.append(document["weight"])
                about.append(vectors[rows].mean(0) if len(rows) else vectors[0])
        self.vectors = torch.tensor(vectors)
        self.near = torch.tensor(near).view(-1, NEAR, 5)
        self.head, self.tags, self.grams = torch.tensor(head), torch.tensor(tags), torch.tensor(grams)
        self.flags = F.one_hot(torch.tensor(flags), FLAGS).sum(1).float()
        self.sides, self.about = torch.tensor(np.stack(sides)), torch.tensor(np.stack(about))
        self.of, self.weight = torch.tensor(of), torch.tensor(weight)
        self.gold = torch.tensor(np.stack([chances(tag) for tag in gold]))


class Network(nn.Module):
    def __init__(self, sizes, width, inner, dropped):
        super().__init__()
        self.vectors = nn.Linear(100, VECTOR, bias=False)
        self.tables = nn.ModuleDict({k: nn.Embedding(n, WIDTHS[k]) for k, n in sizes.items()})
        self.grams = nn.EmbeddingBag(GRAMS, 32, mode="sum")
        nn.init.normal_(self.grams.weight, std=0.1)
        self.first, self.second = nn.Linear(INPUT, width), nn.Linear(width, inner)
        self.out = nn.Linear(inner, TAGS)
        self.drop, self.drop_input = nn.Dropout(dropped), nn.Dropout(0.15)

    def forward(self, words, i, hidden=0.0):
        near, table = words.near[i], self.tables
        seen = self.vectors(words.vectors[near[..., 0]])
        grams = self.grams(words.grams[i])
        if hidden:
            seen[:, NEAR // 2] *= (torch.rand(len(i), 1) > hidden).float()
            grams = grams * (torch.rand(len(i), 1) > hidden).float()
        small = [table[k](near[..., n + 1]) for n, k in enumerate(("casing", "upos", "known", "place"))]
        x = [torch.cat([seen, *small], -1).flatten(1), self.vectors(words.vectors[words.head[i]])]
        x += [grams, words.flags[i], self.vectors(words.about[words.of[i]])]
        x += [self.vectors(words.sides[i]).flatten(1)]
        x += [table["xpos"](words.tags[i, 0]), table["deprel"](words.tags[i, 1])]
        x = self.drop_input(torch.cat(x, 1))
        x = self.drop(F.leaky_relu(self.first(x), LEAK))
        return self.out(self.drop(F.leaky_relu(self.second(x), LEAK)))


def train(words, sizes, told, seed):
    torch.manual_seed(seed)
    network = Network(sizes, told.width, told.inner, told.dropped)
    step = torch.optim.Adam(network.parameters(), lr=told.rate, weight_decay=told.decay)
    n, batch = len(words.gold), 256
    total = told.passes * (n // batch)
    t = 0
    for number in range(told.passes):
        order, sum_ = torch.randperm(n), 0.0
        for from_ in range(0, n // batch * batch, batch):
            i = order[from_ : from_ + batch]
            t += 1
            for group in step.param_groups:
                group["lr"] = told.rate * (1 - t / total) + 1e-5
            loss = F.cross_entropy(network(words, i, told.hidden), words.gold[i], reduction="none")
            loss = (loss * words.weight[i]).mean()
            step.zero_grad()
            loss.backward()
            step.step()
            sum_ += loss.item()
        print(f"pass {number}: loss {sum_ / (n // batch):.4f}", flush=True)
    return network.eval()


def write(network, words, told):
    file = File()
    with torch.no_grad():
        file.rounded("words", network.vectors(words.vectors[1:]).numpy(), "i1", 127, 1)
        for name, table in network.tables.items():
            file.plain(name, table.weight.numpy())
        file.rounded("grams", network.grams.weight.numpy(), "i1", 127, 1)
        for name, layer, share in (
            ("first", network.first, 1.0),
            ("second", network.second, 1.0),
            ("tags", network.out, told.share),
        ):
            file.linear(name, share * layer.weight.numpy().T, share * layer.bias.numpy())
    file.write(told.out, (told.width, 2, told.inner, 8))


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("looks", nargs="+", help="what was told with --looks first, then of news")
    ask.add_argument("--vectors", required=True)
    ask.add_argument("--labels", required=True)
    ask.add_argument("--out", required=True)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--passes", type=int, default=4)
    ask.add_argument("--width", type=int, default=128)
    ask.add_argument("--inner", type=int, default=64)
    ask.add_argument("--rate", type=float, default=2e-3)
    ask.add_argument("--decay", type=float, default=1e-5)
    ask.add_argument("--dropped", type=float, default=0.4)
    ask.add_argument("--hidden", type=float, default=0.25)
    ask.add_argument("--share", type=float, default=0.5, help="what the sums count beside the table's")
    told = ask.parse_args()
    torch.set_num_threads(1)
    with open(told.labels, encoding="utf-8") as source:
        labels = source.read()
    sizes = dict(ROWS)
    for name, of in (("upos", "Upos"), ("xpos", "Xpos"), ("deprel", "Deprel")):
        sizes[name] = 1 + len(declared(labels, of)[1])
    words = Words(told.looks, lambda known: read_vectors(told.vectors, known))
    print(f"{len(words.gold)} words", flush=True)
    write(train(words, sizes, told, told.seed), words, told)


if __name__ == "__main__":
    main()
