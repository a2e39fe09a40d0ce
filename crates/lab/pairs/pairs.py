"""How the encoder of marked pairs is made: `own`, then `fit`; `folds` for the figures."""

import argparse
import collections
import csv
import json
import re
import sys

import numpy as np
import torch

from network import TYPES, Network, learn, tell, write_layers
from pieces import LONGEST, Pieces, choose, lines

sys.path.insert(0, __file__.rsplit("/", 2)[0] + "/hints")
from export import File  # noqa: E402

MOST, WORDS = 1400, 64  # own pairs of one type; pieces of one pair
N_FOLDS = 10


def records(path):
    return (json.loads(line) for line in lines(path) if line.strip())


def own(coded, events):
    """Pairs of the coded documents: sides as the program finds them, types as they are coded."""
    said = collections.defaultdict(list)
    for path in events:
        for event in records(path):
            said[event["document"]].append(event)
    for path in coded:
        for document in records(path):
            text, left = document["text"], said[document["id"]]
            for gold in document["events"]:
                at = text.find(gold["at"]) + gold["at"].find(gold["trigger"])
                near = [
                    (at < e["trigger"]["span"][1] and e["trigger"]["span"][0] < at + len(gold["trigger"]), -n, e)
                    for n, e in enumerate(left)
                    if e["type"] == gold["type"] and e["sentence"]["span"][0] <= at < e["sentence"]["span"][1]
                ]
                if not near:
                    continue
                found = max(near, key=lambda x: x[:2])[2]
                left.remove(found)
                yield from sides(text, found)


def sides(text, event):
    low, high = event["sentence"]["span"]

    def inside(side):
        spans = [e["span"] for e in event[side] if e.get("span")]
        return [(a - low, b - low) for a, b in spans if low <= a < b <= high]

    actors, recipients = inside("actor"), inside("recipient")
    both = [(a, r) for a in actors[:2] for r in recipients[:2]]
    if not both and len(actors) > 1:
        both = [(actors[0], actors[1])]
    for a, r in both:
        if a[1] <= r[0] or r[1] <= a[0]:
            yield text[low:high], (a, r), event["type"]


def marked(path):
    """Pairs of a table with `marked_sentence` and `gold_root`; an unmarked side is the text's first letter."""
    csv.field_size_limit(10**8)
    with open(path, encoding="utf-8") as source:
        for row in csv.DictReader(source, delimiter="\t"):
            text, spans = "", {"s": (0, 1), "t": (0, 1)}
            for part in re.split(r"(</?[st]>)", row["marked_sentence"]):
                if part in ("<s>", "<t>"):
                    spans[part[1]] = (len(text), len(text))
                elif part in ("</s>", "</t>"):
                    spans[part[2]] = (spans[part[2]][0], len(text))
                else:
                    text += part
            yield text, (spans["s"], spans["t"]), row["gold_root"]


def ready(pairs, pieces):
    giving = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
    return [(*pieces.marked(text, spans), TYPES.index(giving.get(kind, kind))) for text, spans, kind in pairs]


def network(told, rows, rank):
    made = Network(told.weights, rows, LONGEST, rank, told.seed)
    if told.learnt:
        made.load_state_dict(torch.load(told.learnt), strict=False)
    for name, p in made.named_parameters():
        free = not rank or name.startswith(("head", "signs")) or ".low." in name
        p.requires_grad_(free and name not in ("pieces", "places"))
    return made


def fitted(told, rows, pairs):
    made = network(told, rows, told.rank)
    learn(made, pairs, passes=told.passes, rate=told.rate, quicker=5, balance=0.5, seed=told.seed)
    return made


def write(made, out):
    file = File()
    file.rounded("signs", made.table()[1:5].detach(), "i1", 127, 1)
    file.plain("places", made.places.detach())
    write_layers(file, made)
    file.plain("head.weight", made.head.weight.detach())
    file.plain("head.bias", made.head.bias.detach())
    file.write(out, (made.pieces.shape[1], len(made.layers), LONGEST, 8))


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("what", choices=("own", "folds", "fit"))
    ask.add_argument("--weights", required=True, help="folder of all-MiniLM-L6-v2")
    ask.add_argument("--pieces", required=True, help="list of pieces, as it ships; `own` writes it, and their vectors as .bin beside it")
    ask.add_argument("--news", nargs="+", help="own: files of news, to see which pieces are frequent")
    ask.add_argument("--coded", nargs="+", help="own: coded documents")
    ask.add_argument("--events", nargs="+", help="own: what `demarche code --status all` says of them")
    ask.add_argument("--learnt", help="folds, fit: what `own` wrote")
    ask.add_argument("--pairs", help="folds, fit: table of marked pairs")
    ask.add_argument("--rank", type=int, default=8)
    ask.add_argument("--passes", type=int, default=6)
    ask.add_argument("--rate", type=float, default=5e-4)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--out", required=True)
    told = ask.parse_args()
    if told.what == "own":
        rows, names = choose(told.weights, told.news)
        with open(told.pieces, "w", encoding="utf-8") as target:
            target.writelines(name + "\n" for name in names)
        pairs = ready(own(told.coded, told.events), Pieces(told.weights, names))
        order, counts, kept = np.random.default_rng(1).permutation(len(pairs)), collections.Counter(), []
        for pair in (pairs[i] for i in order):
            if len(pair[0]) <= WORDS and counts[pair[2]] < MOST:
                counts[pair[2]] += 1
                kept.append(pair)
        made = network(told, rows, rank=0)
        file = File()
        file.rounded("pieces", made.pieces.detach(), "i1", 127, 1)
        file.write(told.pieces.removesuffix(".txt") + ".bin", (made.pieces.shape[1], 1, 8, 8))
        print(f"{len(kept)} of {len(pairs)} pairs, {len(names)} pieces")
        learn(made, kept, passes=2, rate=6e-5, quicker=10)
        torch.save(made.state_dict(), told.out)
        return
    with open(told.pieces, encoding="utf-8") as source:
        names = source.read().split("\n")[:-1]
    with open(f"{told.weights}/vocab.txt", encoding="utf-8") as source:
        places = {line.rstrip("\n"): row for row, line in enumerate(source)}
    rows = [places[name] for name in names]
    texts = list(marked(told.pairs))
    pairs = ready(texts, Pieces(told.weights, names))
    if told.what == "fit":
        write(fitted(told, rows, pairs), told.out)
        return
    seen = {}
    folds = [seen.setdefault(text, len(seen)) % N_FOLDS for text, _, _ in texts]
    said = [None] * len(pairs)
    for fold in range(N_FOLDS):
        made = fitted(told, rows, [p for p, f in zip(pairs, folds) if f != fold])
        places = [i for i, f in enumerate(folds) if f == fold]
        for i, chances in zip(places, tell(made, [pairs[i] for i in places])):
            said[i] = dict(zip(TYPES, map(float, chances)))
    with open(told.out, "w", encoding="utf-8") as target:
        target.writelines(json.dumps(chances) + "\n" for chances in said)


if __name__ == "__main__":
    main()
