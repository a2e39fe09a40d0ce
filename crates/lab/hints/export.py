"""Parameters of the student in, `models/en/hints.bin` out (the format of `crates/analysis/src/syntax/file.rs`)."""

import argparse
import pickle
import re
import struct

import numpy as np


class File:
    """Named matrices, as they are written."""

    def __init__(self):
        self.parts = []

    def plain(self, name, rows):
        rows = np.asarray(rows, "<f4")
        rows = rows.reshape(len(rows), -1)
        self.parts.append((name, 0, rows.shape, rows.tobytes()))

    def rounded(self, name, rows, kind, most, code):
        rows = np.asarray(rows, np.float32)
        largest = np.abs(rows).max(1)
        steps = np.where(largest > 0, largest / most, 1).astype("<f4")
        whole = np.clip(np.round(rows / steps[:, None]), -most, most).astype(kind)
        self.parts.append((name, code, rows.shape, steps.tobytes() + whole.tobytes()))

    def linear(self, name, weight, bias=None):
        self.rounded(f"{name}.weight", np.asarray(weight).T, "<i2", 32767, 2)
        if bias is not None:
            self.plain(f"{name}.bias", bias)

    def write(self, path, sizes):
        with open(path, "wb") as out:
            out.write(b"DMSYNTX1" + struct.pack("<5I", *sizes, len(self.parts)))
            for name, code, shape, data in self.parts:
                out.write(bytes([len(name)]) + name.encode() + bytes([code]))
                out.write(struct.pack("<2I", *shape) + data)


def declared(source, name):
    """Variants and spellings of a set of labels, in the order in which Rust declares them."""
    body = re.search(rf" {name} {{(.*?)\n    }}\n", source, re.S).group(1)
    return re.findall(r'(\w+) = "', body), re.findall(r'= "([^"]+)"', body)


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("student")
    ask.add_argument("--labels", required=True)
    ask.add_argument("--out", required=True)
    told = ask.parse_args()
    with open(told.student, "rb") as source:
        p, tables, scale = pickle.load(source)
    with open(told.labels, encoding="utf-8") as source:
        labels = source.read()
    names = [f"({k}, {b})" for k in declared(labels, "NameKind")[0] for b in ("true", "false")]
    wanted = [("upos", declared(labels, "Upos")[1]), ("xpos", declared(labels, "Xpos")[1])]
    wanted += [("deprel", declared(labels, "Deprel")[1]), ("name", names)]
    file = File()
    file.rounded("words", p["words"], "i1", 127, 1)
    for (name, all_of), known, table in zip(wanted, tables, p["tables"]):
        row = {k: table[i + 1] for i, k in enumerate(known)}
        first = row.get("", table[0])
        file.plain(name, np.stack([first] + [row.get(k, table[0]) for k in all_of]))
    file.plain("ending", p["ending"])
    file.linear("enter", p["enter"], p["enter_bias"])
    # The program takes means of the vectors as they are published.
    file.linear("sentence", p["sentence"] * scale)
    file.linear("document", p["document"] * scale)
    for i, layer in enumerate(p["layers"]):
        file.linear(f"layer{i}", layer["weight"], layer["bias"])
        file.plain(f"layer{i}.gain", layer["gain"])
    link = p["act"].shape[1] // 2
    heads = [p["out"], p["act"] / 4, p["somebody"], p["act_alone"], p["somebody_alone"], p["sides"]]
    bias = [p["out_bias"], np.zeros(4 * link), p["link_bias"], np.zeros(2), p["sides_bias"]]
    file.linear("heads", np.concatenate(heads, 1), np.concatenate(bias))
    file.write(told.out, (p["enter"].shape[1], len(p["layers"]), link, link))


if __name__ == "__main__":
    main()
