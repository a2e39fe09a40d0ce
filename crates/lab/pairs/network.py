"""A transformer encoder with a linear layer over two signs and the mean; how it learns."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

HEADS, TINY = 12, 1e-12
TYPES = (
    "ACCUSE AGREE AID ASSAULT COERCE CONSULT COOPERATE MOBILIZE PROTEST REJECT REQUEST SANCTION SUPPORT "
    "THREATEN YIELD"
).split()
MATRICES = ("look", "out", "up", "down")


class Layer(nn.Module):
    def __init__(self, stored, n, rank):
        super().__init__()
        at = f"encoder.layer.{n}."

        def get(*names):
            return nn.Parameter(torch.cat([stored[at + name].float() for name in names]))

        parts = [f"attention.self.{x}." for x in ("query", "key", "value")]
        self.look, self.look_bias = get(*[p + "weight" for p in parts]), get(*[p + "bias" for p in parts])
        for name, of in (("out", "attention.output.dense"), ("up", "intermediate.dense"), ("down", "output.dense")):
            setattr(self, name, get(of + ".weight"))
            setattr(self, name + "_bias", get(of + ".bias"))
        for name, of in (("after_look", "attention.output.LayerNorm"), ("after_thought", "output.LayerNorm")):
            setattr(self, name + "_gain", get(of + ".weight"))
            setattr(self, name + "_shift", get(of + ".bias"))
        self.rank, self.low = rank, nn.ParameterDict()
        for name in MATRICES if rank else ():
            outputs, inputs = getattr(self, name).shape
            self.low[name + "_in"] = nn.Parameter(torch.randn(rank, inputs) * 0.02)
            self.low[name + "_out"] = nn.Parameter(torch.zeros(outputs, rank))

    def linear(self, name, x):
        y = F.linear(x, getattr(self, name), getattr(self, name + "_bias"))
        if self.rank:
            y = y + 2 * F.linear(F.linear(x, self.low[name + "_in"]), self.low[name + "_out"])
        return y

    def norm(self, name, x):
        return F.layer_norm(x, x.shape[-1:], getattr(self, name + "_gain"), getattr(self, name + "_shift"), TINY)

    def forward(self, h, hidden, dropped):
        n, length, width = h.shape
        x = self.linear("look", h).view(n, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(*x, attn_mask=hidden)
        seen = self.linear("out", seen.transpose(1, 2).reshape(n, length, width))
        h = self.norm("after_look", h + F.dropout(seen, dropped, self.training))
        x = self.linear("down", F.gelu(self.linear("up", h)))
        return self.norm("after_thought", h + F.dropout(x, dropped, self.training))


class Network(nn.Module):
    """`rows` are those of the published list that are kept; `rank` that of what is added to the matrices."""

    def __init__(self, weights, rows, longest, rank=0, seed=1):
        super().__init__()
        torch.manual_seed(seed)
        stored = load_file(f"{weights}/model.safetensors")

        def get(name):
            return nn.Parameter(stored["embeddings." + name].float())

        self.pieces = nn.Parameter(get("word_embeddings.weight")[rows].detach().clone(), requires_grad=False)
        places = get("position_embeddings.weight")[:longest] + get("token_type_embeddings.weight")[0]
        self.places = nn.Parameter(places.detach())
        self.gain, self.shift = get("LayerNorm.weight"), get("LayerNorm.bias")
        n_layers = 1 + max(int(name.split(".")[2]) for name in stored if name.startswith("encoder.layer."))
        self.layers = nn.ModuleList(Layer(stored, n, rank) for n in range(n_layers))
        width = self.pieces.shape[1]
        self.signs = nn.Parameter(torch.randn(4, width) * 0.02)
        self.head = nn.Linear(3 * width, len(TYPES))
        nn.init.normal_(self.head.weight, 0, 0.02)
        nn.init.zeros_(self.head.bias)

    def table(self):
        """Rows of the pieces, with what was learnt of the signs (rows 1 to 4)."""
        return torch.cat([self.pieces[:1], self.pieces[1:5] + self.signs, self.pieces[5:]])

    def forward(self, rows, signs, dropped=0.1):
        hidden = torch.where(rows > 0, 0.0, -1e9)[:, None, None, :]
        h = self.table()[rows] + self.places[: rows.shape[1]]
        h = F.layer_norm(h, h.shape[-1:], self.gain, self.shift, TINY)
        h = F.dropout(h, dropped, self.training)
        for layer in self.layers:
            h = layer(h, hidden, dropped)
        told, each = (rows > 0)[..., None], torch.arange(len(rows))
        mean = (h * told).sum(1) / told.sum(1)
        h = torch.cat([h[each, signs[:, 0]], h[each, signs[:, 1]], mean], 1)
        return self.head(F.dropout(h, dropped, self.training))


def write_layers(file, made):
    """What norms the entry, and the layers with what was added to their matrices."""
    file.plain("enter.gain", made.gain.detach())
    file.plain("enter.shift", made.shift.detach())
    for n, layer in enumerate(made.layers):
        for name in ("look", "out", "up", "down"):
            weight = getattr(layer, name).detach()
            if layer.rank:
                weight = weight + 2 * layer.low[name + "_out"].detach() @ layer.low[name + "_in"].detach()
            file.rounded(f"layer{n}.{name}.weight", weight, "i1", 127, 1)
            file.plain(f"layer{n}.{name}.bias", getattr(layer, name + "_bias").detach())
        for name in ("after_look", "after_thought"):
            file.plain(f"layer{n}.{name}.gain", getattr(layer, name + "_gain").detach())
            file.plain(f"layer{n}.{name}.shift", getattr(layer, name + "_shift").detach())


def batches(pairs, size, draw=None):
    """Pairs (rows, signs, ...) of like length together: their numbers, rows, signs."""
    lengths = np.array([len(p[0]) for p in pairs], float)
    if draw is not None:
        lengths += draw.random(len(pairs)) * 12
    order = np.argsort(lengths, kind="stable")
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if draw is not None:
        draw.shuffle(groups)
    for group in groups:
        rows = torch.zeros(len(group), max(len(pairs[i][0]) for i in group), dtype=torch.long)
        for at, i in enumerate(group):
            rows[at, : len(pairs[i][0])] = torch.tensor(pairs[i][0])
        yield group, rows, torch.tensor([pairs[i][1] for i in group])


def learn(network, pairs, passes, rate, quicker, balance=0.0, seed=1, size=16):
    """Learns pairs (rows, signs, type); only what needs a gradient moves, signs and head `quicker` times as fast."""
    draw = np.random.default_rng(seed)
    torch.manual_seed(seed)
    moved = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    fast = [p for n, p in moved if n.startswith(("head", "signs"))]
    slow = [p for n, p in moved if not n.startswith(("head", "signs"))]
    rates = (rate, rate * quicker)
    opt = torch.optim.AdamW([{"params": slow}, {"params": fast}], lr=rate, weight_decay=0.01)
    kinds = np.array([p[2] for p in pairs])
    counts = np.bincount(kinds, minlength=len(TYPES))
    weight = torch.tensor((counts.mean() / np.maximum(counts, 1)) ** balance, dtype=torch.float32)
    n, t = math.ceil(len(pairs) / size) * passes, 0
    network.train()
    for _ in range(passes):
        for group, rows, signs in batches(pairs, size, draw):
            now = min(1, (t + 1) / (0.1 * n)) * (1 - t / n)
            for of, r in zip(opt.param_groups, rates):
                of["lr"] = r * now
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = network(rows, signs)
            loss = F.cross_entropy(out.float(), torch.tensor(kinds[group]), weight=weight)
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for _, p in moved], 1.0)
            opt.step()
            t += 1
    network.eval()


def tell(network, pairs):
    """Logarithms of the chances of the types."""
    out = np.zeros((len(pairs), len(TYPES)), np.float32)
    network.eval()
    with torch.no_grad():
        for group, rows, signs in batches(pairs, 64):
            out[group] = torch.log_softmax(network(rows, signs), 1).numpy()
    return out
