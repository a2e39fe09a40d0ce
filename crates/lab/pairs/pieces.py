"""The pieces of words that are kept, and texts with two marked spans cut into them."""

import gzip
import json
import re

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

SPECIAL = ["[PAD]", "[unused0]", "[unused1]", "[unused2]", "[unused3]", "[UNK]", "[CLS]", "[SEP]"]
SEEN = 20  # a piece is kept that the news has so often
LONGEST = 104  # pieces read at once, with [CLS] and [SEP]
LEAD = 25  # pieces before the first sign, of a text that is too long


def lines(path):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as source:
        yield from source


def published(weights):
    cutter = Tokenizer.from_file(f"{weights}/tokenizer.json")
    cutter.no_padding()
    cutter.no_truncation()
    return cutter


def choose(weights, news):
    """Rows of the published list that are kept: the special ones first, then by their place there."""
    with open(f"{weights}/vocab.txt", encoding="utf-8") as source:
        names = [line.rstrip("\n") for line in source]
    cutter, counts = published(weights), np.zeros(len(names), np.int64)
    for path in news:
        for line in lines(path):
            cut = cutter.encode(json.loads(line).get("text") or "", add_special_tokens=False)
            np.add.at(counts, cut.ids, 1)

    def kept(row, name):
        letters = name.removeprefix("##")
        single = len(letters) == 1 and ord(letters) < 256
        return not re.fullmatch(r"\[.+\]", name) and (counts[row] >= SEEN or single)

    rows = [names.index(name) for name in SPECIAL]
    rows += [row for row, name in enumerate(names) if kept(row, name)]
    return rows, [names[row] for row in rows]


class Pieces:
    """Cuts texts as `crates/analysis/src/pairs/pieces.rs` does."""

    def __init__(self, weights, names):
        self.rows = {name: row for row, name in enumerate(names)}
        self.cutter = published(weights)
        self.cutter.model = WordPiece(
            vocab=self.rows,
            unk_token="[UNK]",
            max_input_chars_per_word=100,
            continuing_subword_prefix="##",
        )

    def marked(self, text, spans):
        """Rows of the text with signs around both spans (characters), and the places of the first signs."""
        cut = self.cutter.encode(text, add_special_tokens=False)
        words = {}
        for word, (start, end) in zip(cut.word_ids, cut.offsets):
            first, last = words.get(word, (start, end))
            words[word] = min(first, start), max(last, end)
        rows, signs, stage = [], [0, 0], [0, 0]
        for row, word in zip(cut.ids, cut.word_ids):
            start, end = words[word]
            for i, span in enumerate(spans):
                if stage[i] == 1 and start >= span[1]:
                    rows.append(2 * i + 2)
                    stage[i] = 2
            for i, span in enumerate(spans):
                if stage[i] == 0 and end > span[0]:
                    signs[i], stage[i] = len(rows), 1
                    rows.append(2 * i + 1)
            rows.append(row)
        rows += [2 * i + 2 for i in range(2) if stage[i] == 1]
        longest = LONGEST - 2
        if len(rows) > longest:
            first = min(max(0, min(signs) - LEAD), len(rows) - longest)
            rows = rows[first : first + longest]
            signs = [min(max(0, at - first), longest - 1) for at in signs]
        return [self.rows["[CLS]"], *rows, self.rows["[SEP]"]], [at + 1 for at in signs]
