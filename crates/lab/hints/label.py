"""Words of documents nobody coded in, what the teacher makes of them out, in parts of 400 documents.

The encoder runs in eight bits (onnxruntime): it agrees with itself in 32 on 99.5 of 100 words.
"""

import argparse
import itertools
import os
import pickle
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from encoder import HEADS, LAYERS, WIDTH, links, sides
from words import PIECES, named, read, windows

PART, BATCH = 400, 16
NO_ACT = 0.85  # of words more surely none no links and sides are told
N_ACTS = 64  # of a window


def graph(p, path):
    """The encoder as an ONNX file."""
    nodes, numbers = [], []

    def put(name, value):
        numbers.append(numpy_helper.from_array(value, name))
        return name

    def run(kind, inputs, name, **told):
        nodes.append(helper.make_node(kind, inputs, [name], **told))
        return name

    def linear(x, weight, bias, name):
        put(f"{name}.w", weight)
        put(f"{name}.b", bias)
        return run("Add", [run("MatMul", [x, f"{name}.w"], f"{name}.m"), f"{name}.b"], name)

    def settle(x, gain, shift, name):
        put(f"{name}.g", gain)
        put(f"{name}.s", shift)
        ends = [x, f"{name}.g", f"{name}.s"]
        return run("LayerNormalization", ends, name, axis=-1, epsilon=1e-12)

    put("words", p["words"])
    put("places", (p["places"] + p["kind"])[None])
    put("split", np.array([0, PIECES, HEADS, WIDTH // HEADS], np.int64))
    put("joined", np.array([0, PIECES, WIDTH], np.int64))
    put("scale", np.array(1 / np.sqrt(WIDTH / HEADS), np.float32))
    h = run("Add", [run("Gather", ["words", "rows"], "e"), "places"], "ep")
    h = settle(h, p["gain"], p["shift"], "start")
    for i, layer in enumerate(p["layers"]):
        parts = []
        for j, (name, order) in enumerate((("q", [0, 2, 1, 3]), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3]))):
            cut = slice(j * WIDTH, (j + 1) * WIDTH)
            x = linear(h, layer["qkv"][:, cut], layer["qkv_bias"][cut], f"{name}{i}")
            x = run("Reshape", [x, "split"], f"{name}r{i}")
            parts.append(run("Transpose", [x], f"{name}t{i}", perm=order))
        x = run("Mul", [run("MatMul", parts[:2], f"f{i}"), "scale"], f"fs{i}")
        x = run("Softmax", [run("Add", [x, "hidden"], f"fh{i}")], f"fm{i}", axis=-1)
        x = run("Transpose", [run("MatMul", [x, parts[2]], f"c{i}")], f"ct{i}", perm=[0, 2, 1, 3])
        x = linear(run("Reshape", [x, "joined"], f"cj{i}"), layer["out"], layer["out_bias"], f"o{i}")
        h = settle(run("Add", [h, x], f"a{i}"), layer["gain1"], layer["shift1"], f"n{i}")
        x = run("Gelu", [linear(h, layer["up"], layer["up_bias"], f"u{i}")], f"g{i}")
        x = linear(x, layer["down"], layer["down_bias"], f"d{i}")
        name = "h" if i == LAYERS - 1 else f"m{i}"
        h = settle(run("Add", [h, x], f"b{i}"), layer["gain2"], layer["shift2"], name)
    inputs = [
        helper.make_tensor_value_info("rows", TensorProto.INT64, ["n", PIECES]),
        helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["n", 1, 1, PIECES]),
    ]
    outputs = [helper.make_tensor_value_info("h", TensorProto.FLOAT, ["n", PIECES, WIDTH])]
    whole = helper.make_graph(nodes, "teacher", inputs, outputs, numbers)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 20)])
    model.ir_version = 9
    onnx.save(model, path)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def shares(scores):
    out = np.exp(scores - scores.max(-1, keepdims=True))
    return out / out.sum(-1, keepdims=True)


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("words")
    ask.add_argument("--teacher", required=True)
    ask.add_argument("--weights", required=True)
    ask.add_argument("--out", required=True)
    told = ask.parse_args()
    with open(told.teacher, "rb") as source:
        p = pickle.load(source)
    with tempfile.TemporaryDirectory() as folder:
        graph(p, f"{folder}/whole.onnx")
        quantize_dynamic(
            f"{folder}/whole.onnx", f"{folder}/eight.onnx", weight_type=QuantType.QInt8, per_channel=True
        )
        session = onnxruntime.InferenceSession(f"{folder}/eight.onnx")
    os.makedirs(told.out, exist_ok=True)
    documents = read(told.words, told.weights)
    for number in itertools.count():
        part = list(itertools.islice(documents, PART))
        if not part:
            break
        rows, places = windows(part)
        who, names = named(part, places)
        chances = [np.zeros((len(d["words"]), p["types"].shape[1]), np.float16) for d in part]
        asserted = [np.zeros(len(d["words"]), np.float16) for d in part]
        linked, sided = [[] for _ in part], [[] for _ in part]
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            hidden = np.where(batch > 0, 0, -1e9).astype(np.float32)[:, None, None]
            h = session.run(None, {"rows": batch.astype(np.int64), "hidden": hidden})[0]
            share = shares(h @ p["types"] + p["types_bias"])
            actors, recipients, flags = sides(p, h)
            told_of_sides = np.concatenate([shares(actors), shares(recipients), sigmoid(flags)], -1)
            done = sigmoid((h @ p["asserted"] + p["asserted_bias"])[..., 0])
            acts = [[x for x in places[start + r] if share[r, x[2], 0] < NO_ACT][:N_ACTS] for r in range(len(batch))]
            at = np.zeros((len(batch), N_ACTS), np.int32)
            for r, found in enumerate(acts):
                at[r, : len(found)] = [x[2] for x in found]
            odds = sigmoid(links(p, h, at, who[start : start + len(batch)]))
            for r, found in enumerate(acts):
                for k, word, piece in places[start + r]:
                    chances[k][word], asserted[k][word] = share[r, piece], done[r, piece]
                    if share[r, piece, 0] < NO_ACT:
                        sided[k].append((word, told_of_sides[r, piece].astype(np.float16)))
                for j, (k, word, _) in enumerate(found):
                    for m, (somebody, _) in enumerate(names[start + r]):
                        linked[k].append((word, somebody, odds[r, j, 0, m], odds[r, j, 1, m]))
        linked = [np.array(x, np.float32).reshape(-1, 4) for x in linked]
        for document in part:
            document.pop("pieces")
        with open(f"{told.out}/{number:03}.pkl", "wb") as out:
            pickle.dump((part, chances, asserted, linked, sided), out)


if __name__ == "__main__":
    main()
