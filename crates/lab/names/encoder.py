"""What a large teacher tells of names in, `models/en/names-encoder.bin` out: six layers that learn its chances.

    python encoder.py TOLD... --data DATA --weights MINILM --pieces models/en/pieces.txt --out names-encoder.bin

`TOLD` is what `teacher.py label` wrote, `MINILM` holds all-MiniLM-L6-v2 (Apache-2.0) as published, `DATA`
ner-uner-ewt and ner-wikigold. The vectors of the pieces stay as published.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

# The network of pairs, not that of this folder; the teacher of this folder, not that of hints.
LAB = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(LAB / "pairs"))
sys.path.append(str(LAB / "hints"))
import network as pairs_network  # noqa: E402
from export import File  # noqa: E402
from pieces import Pieces  # noqa: E402
from teacher import CASINGS, TAGS, Segments, f1, read_iob2, read_wikigold  # noqa: E402

LONGEST = 512  # pieces read at once, with [CLS] and [SEP]


class Encoder(pairs_network.Network):
    """The encoder of pairs, with a sign of how each word is written at its entry, and a tag a word at its end."""

    def __init__(self, weights, rows, seed):
        super().__init__(weights, rows, LONGEST, seed=seed)
        width = self.pieces.shape[1]
        del self.signs, self.head
        self.case = nn.Parameter(torch.zeros(CASINGS, width))
        self.tags = nn.Linear(width, len(TAGS))

    def forward(self, ids, case, mask, places, dropped=0.1):
        hidden = torch.where(mask > 0, 0.0, -1e9)[:, None, None, :]
        h = self.pieces[ids] + self.places[: ids.shape[1]] + self.case[case]
        h = F.layer_norm(h, h.shape[-1:], self.gain, self.shift, pairs_network.TINY)
        h = F.dropout(h, dropped, self.training)
        for layer in self.layers:
            h = layer(h, hidden, dropped)
        return self.tags(F.dropout(h[places[:, 0], places[:, 1]], dropped, self.training))


class Cutter:
    """Words into pieces, as `Segments` asks for them."""

    def __init__(self, weights, names):
        self.cutter = Pieces(weights, names).cutter
        self.rows = {name: row for row, name in enumerate(names)}

    def encode(self, word, add_special_tokens):
        return self.cutter.encode(word, add_special_tokens=add_special_tokens)

    def token_to_id(self, name):
        return self.rows[{"<s>": "[CLS]", "</s>": "[SEP]", "<pad>": "[PAD]"}.get(name, name)]


def told_by_teacher(path):
    """Documents as `Segments` takes them, and the chances of their words."""
    documents, chances = [], []
    with open(path, encoding="utf-8") as source:
        for line in source:
            read = json.loads(line)
            documents.append([[(word, "O") for word in sentence] for sentence in read["forms"]])
            rows = [np.array(r, np.float32) for r in read["chances"]]
            chances.append([r / r.sum(1, keepdims=True) for r in rows])
    return documents, chances


def wanted(segments, batch, chances):
    """Chances of the tags that each word of a batch should get."""
    if chances is None:
        gold = torch.tensor([tag for i in batch for tag in segments.all[i][3]])
        return F.one_hot(gold, len(TAGS)).float()
    words = (w for i in batch for w in segments.all[i][4])
    return torch.tensor(np.stack([chances[d][s][j] for d, s, j in words]))


def fit(told, encoder, cutter):
    draw = random.Random(told.seed)
    torch.manual_seed(told.seed)
    data = Path(told.data)
    gold = read_iob2(data / "ner-uner-ewt/train.iob2.gz")
    gold += read_wikigold(data / "ner-wikigold/wikigold.conll.txt")
    dev = read_iob2(data / "ner-uner-ewt/dev.iob2")
    documents, chances = [], []
    for path in told.told:
        some, of = told_by_teacher(path)
        documents, chances = documents + some, chances + of
    encoder.pieces.requires_grad_(False)
    new = [encoder.case, *encoder.tags.parameters()]
    body = [p for p in encoder.parameters() if p.requires_grad and all(p is not q for q in new)]
    rates = (told.rate, 1e-3)
    groups = [{"params": p, "lr": r} for p, r in zip((body, new), rates)]
    step = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    left, done, sum_, began = [], 0, 0.0, time.time()
    while done < told.steps:
        if not left:
            hard = Segments(gold, cutter, 126, told.recased, draw)
            left = [(hard, batch, None) for batch in hard.batches(told.size, draw)] * told.gold
            if documents:
                soft = Segments(documents, cutter, 126)
                left += [(soft, batch, chances) for batch in soft.batches(told.size, draw)]
            draw.shuffle(left)
            print(f"{len(left)} steps a pass", flush=True)
        segments, batch, of = left.pop()
        done += 1
        share = min(1, done / (0.05 * told.steps)) * max(0.0, 1 - done / (told.steps + 30))
        for group, rate in zip(step.param_groups, rates):
            group["lr"] = rate * share
        encoder.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = encoder(*segments.tensors(batch))
        loss = F.cross_entropy(logits.float(), wanted(segments, batch, of))
        step.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([*body, *new], 1.0)
        step.step()
        sum_ += loss.item()
        if done % 400 == 0 or done == told.steps:
            score = f1(encoder, dev, cutter)
            spent = time.time() - began
            print(f"step {done}: loss {sum_ / 400:.4f}, dev F1 {score:.4f}, {spent:.0f} s", flush=True)
            sum_ = 0.0
            torch.save(encoder.state_dict(), told.out + ".pt")


def write(encoder, out):
    file = File()
    file.plain("places", encoder.places.detach())
    file.plain("case", encoder.case.detach())
    pairs_network.write_layers(file, encoder)
    file.plain("tags.weight", encoder.tags.weight.detach())
    file.plain("tags.bias", encoder.tags.bias.detach())
    file.write(out, (encoder.pieces.shape[1], len(encoder.layers), LONGEST, 8))


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("told", nargs="*")
    ask.add_argument("--data", required=True)
    ask.add_argument("--weights", required=True, help="folder of all-MiniLM-L6-v2")
    ask.add_argument("--pieces", required=True, help="the list of pieces that ships")
    ask.add_argument("--out", required=True)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--steps", type=int, default=4000)
    ask.add_argument("--rate", type=float, default=2e-4)
    ask.add_argument("--size", type=int, default=1536, help="pieces of a batch")
    ask.add_argument("--gold", type=int, default=2, help="how often the annotated sentences come in a pass")
    ask.add_argument("--recased", type=float, default=0.1, help="share of sentences as if written small")
    ask.add_argument("--learnt", help="only write what an earlier call left beside --out")
    told = ask.parse_args()
    torch.set_num_threads(2)
    with open(told.pieces, encoding="utf-8") as source:
        names = source.read().splitlines()
    with open(f"{told.weights}/tokenizer.json", encoding="utf-8") as source:
        published = json.load(source)["model"]["vocab"]
    encoder = Encoder(told.weights, [published[name] for name in names], told.seed)
    if told.learnt:
        encoder.load_state_dict(torch.load(told.learnt))
    else:
        fit(told, encoder, Cutter(told.weights, names))
    write(encoder, told.out)


if __name__ == "__main__":
    main()
