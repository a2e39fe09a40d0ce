"""A large encoder learns names, and tags text for the tagger that ships to learn from.

    python teacher.py fit --weights MPNET --data DATA --out teacher.pt
    python teacher.py label FORMS... --weights MPNET --learnt teacher.pt    # FORMS.told beside each

`MPNET` holds all-mpnet-base-v2 (Apache-2.0) as published, `DATA` ner-uner-ewt and ner-wikigold, `FORMS` is what
`lab names-news --forms` writes. Needs torch, tokenizers and transformers. Nothing of it ships.
"""

import argparse
import gzip
import json
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import nn
from transformers import MPNetModel

TAGS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
CASINGS = 8
WORD_PIECES_MAX = 12


def read_iob2(path):
    """Documents of sentences of (form, tag)."""
    documents, document, sentence = [], [], []
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as source:
        for line in source:
            cells = line.rstrip("\n").split("\t")
            if line.startswith("# newdoc"):
                documents.append(document)
                document = []
            elif line == "\n":
                document.append(sentence)
                sentence = []
            elif not line.startswith("#"):
                sentence.append((cells[1], cells[2] if cells[2] in TAGS else "O"))
    return [d for d in [*documents, document + [sentence]] if any(d)]


def read_wikigold(path):
    """The same; neighbours of one kind are one name."""
    documents, document, sentence, before = [], [], [], None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("-DOCSTART-"):
            documents.append(document)
            document = []
        elif not line.strip():
            document.append(sentence)
            sentence, before = [], None
        else:
            word, tag = line.rsplit(" ", 1)
            kind = tag[2:] if tag[2:] in ("PER", "ORG", "LOC") else None
            begin = "I-" if before == kind else "B-"
            sentence.append((word, begin + kind if kind else "O"))
            before = kind
    return [d for d in [*documents, document + [sentence]] if any(d)]


def casing(word, first):
    """How a word is written, which the encoder's pieces do not say."""
    if not any(c.isalpha() for c in word):
        return int(any(c.isdigit() for c in word))
    if word.islower():
        return 2
    if word.isupper():
        return 3 if len(word) > 1 else 4
    if word[0].isupper() and word[1:].islower():
        return 6 if first else 5
    return 7


class Segments:
    """Neighbouring sentences of one document, up to so many pieces."""

    def __init__(self, documents, tokenizer, most, recased=0.0, draw=None):
        self.all, self.pieces_of = [], {}
        self.special = [tokenizer.token_to_id(x) for x in ("<s>", "</s>", "<pad>")]
        for d, document in enumerate(documents):
            part = ([], [], [], [], [])
            for s, sentence in enumerate(document):
                words = [self.pieces(tokenizer, w) for w, _ in sentence]
                if part[0] and len(part[0]) + sum(map(len, words)) > most:
                    self.all.append(part)
                    part = ([], [], [], [], [])
                small = draw is not None and draw.random() < recased
                for j, ((word, tag), pieces) in enumerate(zip(sentence, words)):
                    if len(part[0]) >= 500:
                        self.all.append(part)
                        part = ([], [], [], [], [])
                    case = casing(word, j == 0)
                    if small and case >= 3:
                        case = 2
                    part[2].append(len(part[0]))
                    part[3].append(TAGS.index(tag))
                    part[4].append((d, s, j))
                    part[0].extend(pieces)
                    part[1].extend([case] * len(pieces))
            if part[3]:
                self.all.append(part)

    def pieces(self, tokenizer, word):
        if word not in self.pieces_of:
            ids = tokenizer.encode(word, add_special_tokens=False).ids[:WORD_PIECES_MAX]
            self.pieces_of[word] = ids or [tokenizer.token_to_id("[UNK]")]
        return self.pieces_of[word]

    def batches(self, size, draw=None):
        length = lambda i: len(self.all[i][0]) + 2  # noqa: E731
        order = list(range(len(self.all)))
        if draw:
            draw.shuffle(order)
            chunks = [order[i : i + 64] for i in range(0, len(order), 64)]
            order = [i for chunk in chunks for i in sorted(chunk, key=length)]
        else:
            order.sort(key=length)
        out, batch, most = [], [], 0
        for i in order:
            if batch and max(most, length(i)) * (len(batch) + 1) > size:
                out.append(batch)
                batch, most = [], 0
            batch.append(i)
            most = max(most, length(i))
        out += [batch] if batch else []
        if draw:
            draw.shuffle(out)
        return out

    def tensors(self, batch):
        first, last, pad = self.special
        wide = max(len(self.all[i][0]) for i in batch) + 2
        ids = torch.full((len(batch), wide), pad)
        case, mask = torch.zeros_like(ids), torch.zeros_like(ids)
        places = []
        for row, i in enumerate(batch):
            pieces, cases, starts = self.all[i][:3]
            n = len(pieces)
            ids[row, : n + 2] = torch.tensor([first, *pieces, last])
            case[row, 1 : n + 1] = torch.tensor(cases)
            mask[row, : n + 2] = 1
            places += [(row, 1 + start) for start in starts]
        return ids, case, mask, torch.tensor(places)


class Teacher(nn.Module):
    def __init__(self, weights):
        super().__init__()
        self.enc = MPNetModel.from_pretrained(weights, add_pooling_layer=False)
        width = self.enc.config.hidden_size
        self.case = nn.Embedding(CASINGS, width)
        nn.init.zeros_(self.case.weight)
        self.drop, self.out = nn.Dropout(0.1), nn.Linear(width, len(TAGS))

    def forward(self, ids, case, mask, places):
        x = self.enc.embeddings.word_embeddings(ids) + self.case(case)
        x = self.enc(inputs_embeds=x, attention_mask=mask).last_hidden_state
        return self.out(self.drop(x[places[:, 0], places[:, 1]]))


def chances(teacher, segments, size):
    """Logarithms of the chances of each tag, by document, sentence and word."""
    teacher.eval()
    out = {}
    with torch.no_grad():
        for batch in segments.batches(size):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = teacher(*segments.tensors(batch))
            words = (w for i in batch for w in segments.all[i][4])
            out.update(zip(words, F.log_softmax(logits.float(), -1).numpy()))
    return out


def best(rows):
    """The best sequence in which nothing goes on that has not begun."""
    never = np.full((len(TAGS), len(TAGS)), 0.0)
    for a, before in enumerate(TAGS):
        for b, tag in enumerate(TAGS):
            if tag[0] == "I" and before[1:] != tag[1:]:
                never[a, b] = -1e9
    total, back = rows[0] + never[0], []
    for row in rows[1:]:
        sums = total[:, None] + never
        back.append(sums.argmax(0))
        total = sums.max(0) + row
    out = [int(total.argmax())]
    for row in reversed(back):
        out.append(int(row[out[-1]]))
    return out[::-1]


def spans(tags):
    out, start = set(), None
    for i, tag in enumerate([*tags, 0]):
        if start is not None and (tag % 2 or tag == 0):
            out.add((start, i, tags[start]))
            start = None
        if tag % 2:
            start = i
    return out


def f1(teacher, documents, tokenizer):
    found = chances(teacher, Segments(documents, tokenizer, 254), 3000)
    right = n = 0
    for d, document in enumerate(documents):
        for s, sentence in enumerate(document):
            if sentence:
                told = spans(best(np.stack([found[d, s, j] for j in range(len(sentence))])))
                gold = spans([TAGS.index(tag) for _, tag in sentence])
                right, n = right + len(told & gold), n + len(told) + len(gold)
    return 2 * right / n


def tokenizer_of(weights):
    tokenizer = Tokenizer.from_file(str(Path(weights) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def fit(told):
    torch.manual_seed(told.seed)
    draw = random.Random(told.seed)
    data, tokenizer = Path(told.data), tokenizer_of(told.weights)
    documents = read_iob2(data / "ner-uner-ewt/train.iob2.gz")
    documents += read_wikigold(data / "ner-wikigold/wikigold.conll.txt")
    dev = read_iob2(data / "ner-uner-ewt/dev.iob2")
    teacher = Teacher(told.weights)
    teacher.enc.embeddings.word_embeddings.weight.requires_grad_(False)
    new = [*teacher.out.parameters(), *teacher.case.parameters()]
    body = [p for p in teacher.enc.parameters() if p.requires_grad]
    rates = (told.rate, 5e-4)
    groups = [{"params": p, "lr": r} for p, r in zip((body, new), rates)]
    step = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    done = 0
    for number in range(told.passes):
        segments = Segments(documents, tokenizer, 126, told.recased, draw)
        batches = segments.batches(told.size, draw)
        total = len(batches) * told.passes
        teacher.train()
        sum_ = 0.0
        for batch in batches:
            done += 1
            share = min(1, done / (0.1 * total)) * max(0.0, 1 - done / (total + 30))
            for group, rate in zip(step.param_groups, rates):
                group["lr"] = rate * share
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = teacher(*segments.tensors(batch))
            gold = torch.tensor([tag for i in batch for tag in segments.all[i][3]])
            loss = F.cross_entropy(logits.float(), gold)
            step.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            step.step()
            sum_ += loss.item()
        score = f1(teacher, dev, tokenizer)
        print(f"pass {number}: loss {sum_ / len(batches):.4f}, dev F1 {score:.4f}", flush=True)
        torch.save(teacher.state_dict(), told.out)


def label(told):
    tokenizer, teacher = tokenizer_of(told.weights), Teacher(told.weights)
    teacher.load_state_dict(torch.load(told.learnt))
    for path in told.forms:
        with open(path, encoding="utf-8") as source:
            documents = [json.loads(line)["forms"] for line in source]
        documents = [[s for s in d if s] for d in documents]
        # What is longer is no report.
        documents = [d for d in documents if d and sum(map(len, d)) < 20_000]
        with open(f"{path}.told", "w", encoding="utf-8") as out:
            for start in range(0, len(documents), 200):
                some = documents[start : start + 200]
                plain = [[[(w, "O") for w in s] for s in d] for d in some]
                found = chances(teacher, Segments(plain, tokenizer, 190), 4000)
                for d, document in enumerate(some):
                    rows = [
                        np.stack([found[d, s, j] for j in range(len(sentence))])
                        for s, sentence in enumerate(document)
                    ]
                    line = {
                        "forms": document,
                        "chances": [np.rint(1000 * np.exp(r)).astype(int).tolist() for r in rows],
                        "tags": [best(r) for r in rows],
                    }
                    out.write(json.dumps(line) + "\n")


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ways = ask.add_subparsers(required=True)
    way = ways.add_parser("fit")
    way.set_defaults(run=fit)
    way.add_argument("--data", required=True)
    way.add_argument("--out", required=True)
    way.add_argument("--seed", type=int, default=1)
    way.add_argument("--passes", type=int, default=4)
    way.add_argument("--rate", type=float, default=5e-5)
    way.add_argument("--size", type=int, default=1536, help="pieces of a batch")
    way.add_argument("--recased", type=float, default=0.1, help="share of sentences as if written small")
    other = ways.add_parser("label")
    other.set_defaults(run=label)
    other.add_argument("forms", nargs="+")
    other.add_argument("--learnt", required=True)
    for one in (way, other):
        one.add_argument("--weights", required=True, help="folder of all-mpnet-base-v2")
    told = ask.parse_args()
    torch.set_num_threads(2)
    told.run(told)


if __name__ == "__main__":
    main()
