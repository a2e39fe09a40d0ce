"""`models/en/vectors.bin` in, places of words and their vectors out."""

import struct

import numpy as np

OPENING, PARTS = 16, 1 << 20


def read(path):
    """Word to place, and one row a word."""
    with open(path, "rb") as source:
        stored = source.read()
    n, width = struct.unpack("<II", stored[8:OPENING])
    at = OPENING

    def take(kind, count):
        nonlocal at
        found = np.frombuffer(stored, kind, count, at)
        at += found.nbytes
        return found

    ends, _, scales = take("<u4", n), take("<u2", n), take("<u2", n)
    cells = take("i1", n * width).reshape(n, width)
    letters, start, places = stored[at:], 0, {}
    for i, end in enumerate(ends):
        places[letters[start:end].decode()] = i
        start = end
    return places, cells.astype(np.float32) * (scales[:, None] / PARTS)
