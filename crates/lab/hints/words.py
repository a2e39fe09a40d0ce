"""Files of `lab tell` in, windows of wordpieces out, for the teacher."""

import collections
import json

import numpy as np
from tokenizers import Tokenizer

TYPES = (
    "NONE AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN "
    "PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
TYPE = {name: i for i, name in enumerate(TYPES)}
# `Party` of crates/model/src/hint.rs.
PARTIES = "nobody GOV MIL COP JUD LEG PTY REB CVL JRN BUS ELI SOC CRM IMG body state other".split()
PARTY = {name: i for i, name in enumerate(PARTIES)}
N_FLAGS = 3  # actor, recipient of the story's country; both of one
OPENS, CLOSES, UNKNOWN = 101, 102, 100
PIECES = 256  # of a window
N_EVENTS, N_NAMED = 24, 48  # of a window
LONGEST = 20  # pieces of a word


def read(path, weights):
    """Documents with the wordpieces of each word."""
    pieces = Tokenizer.from_file(f"{weights}/tokenizer.json")
    pieces.no_padding()
    pieces.no_truncation()
    for line in open(path, encoding="utf-8"):
        document = json.loads(line)
        forms = [w[1] for w in document["words"]]
        if forms:
            encoded = pieces.encode_batch(forms, add_special_tokens=False)
            document["pieces"] = [(e.ids or [UNKNOWN])[:LONGEST] for e in encoded]
            yield document


def windows(documents):
    """Rows of pieces, and for each the (document, word, piece) of its words; whole sentences."""
    rows, places = [], []
    for k, document in enumerate(documents):
        pieces, sentences = document["pieces"], collections.defaultdict(list)
        for i, word in enumerate(document["words"]):
            sentences[word[0]].append(i)
        row, here = [OPENS], []

        def close():
            if here:
                whole = np.zeros(PIECES, np.int32)
                whole[: len(row) + 1] = row + [CLOSES]
                rows.append(whole)
                places.append(here)

        for sentence in sentences.values():
            if len(row) + sum(len(pieces[i]) for i in sentence) + 1 > PIECES:
                close()
                row, here = [OPENS], []
            for i in sentence:
                if len(row) + len(pieces[i]) + 1 > PIECES:
                    close()
                    row, here = [OPENS], []
                here.append((k, i, len(row)))
                row += pieces[i]
        close()
    return np.stack(rows), places


def named(documents, places):
    """Pieces of those named in each window, and (word, country) of each."""
    at = np.zeros((len(places), N_NAMED), np.int32)
    told = []
    for r, here in enumerate(places):
        piece = {i: p for _, i, p in here}
        found = []
        for word, country in documents[here[0][0]]["named"]:
            if word in piece and len(found) < N_NAMED and (word, country) not in found:
                at[r, len(found)] = piece[word]
                found.append((word, country))
        told.append(found)
    return at, told


def countries(codes):
    return {code.split()[0] for code in codes or []} - {"-"}


def party(codes):
    """Who stands on a side, by the first of those who do."""
    if not codes:
        return PARTY["nobody"]
    country, *sectors = codes[0].split()
    if sectors:
        return PARTY.get({"MED": "JRN", "UAF": "REB"}.get(sectors[0], sectors[0]), PARTY["other"])
    body = country in ("UNO", "EUR", "IGO", "NGO", "MNC")
    return PARTY["IMG" if country == "IMG" else "body" if body else "state"]


def side_targets(documents, rows, places):
    """What the codings say of the sides of each act: parties, flags, and what they weigh."""
    parties = np.zeros((*rows.shape, 2), np.int8)
    flags = np.zeros((*rows.shape, N_FLAGS), np.float32)
    flags_weight, weight = np.zeros_like(flags), np.zeros(rows.shape, np.float32)
    most = []
    for document in documents:
        lands = collections.Counter(
            land for e in document["gold"] for codes in e[4:6] for land in sorted(countries(codes))
        )
        most.append(lands.most_common(1)[0][0] if lands else None)
    for r, here in enumerate(places):
        piece, k = {i: p for _, i, p in here}, here[0][0]
        coded = collections.defaultdict(list)
        for event in documents[k]["gold"]:
            if event[0] in piece:
                coded[event[0]].append(event)
        for word, all_of in coded.items():
            event = ([e for e in all_of if not e[3]] or all_of)[0]
            p, sides = piece[word], [countries(codes) for codes in event[4:6]]
            weight[r, p] = 0.6 if event[3] else 1
            parties[r, p] = [party(codes) for codes in event[4:6]]
            for side, lands in enumerate(sides):
                flags[r, p, side] = most[k] in lands
                flags_weight[r, p, side] = weight[r, p] if lands else 0
            flags[r, p, 2] = bool(sides[0] & sides[1])
            flags_weight[r, p, 2] = weight[r, p] if all(sides) else 0
    return parties, flags, flags_weight, weight


def targets(documents, rows, places):
    """What the codings say of every window: types, statuses, sides by country."""
    types = np.zeros(rows.shape, np.int32)
    weight = np.zeros(rows.shape, np.float32)
    asserted, asserted_weight = np.zeros_like(weight), np.zeros_like(weight)
    who, told = named(documents, places)
    n = len(rows)
    events = np.zeros((n, N_EVENTS), np.int32)
    sides = np.zeros((n, N_EVENTS, 2, N_NAMED), np.float32)
    sides_weight = np.zeros_like(sides)
    same = np.zeros((n, N_NAMED, N_NAMED), np.float32)
    for r, here in enumerate(places):
        piece = {i: p for _, i, p in here}
        coded = collections.defaultdict(list)
        for event in documents[here[0][0]]["gold"]:
            if event[0] in piece:
                coded[event[0]].append(event)
        for _, _, p in here:
            weight[r, p] = 1
        lands = [country for _, country in told[r]]
        for i, a in enumerate(lands):
            for j, b in enumerate(lands):
                same[r, i, j] = a == b
        first = {}
        for i, land in enumerate(lands):
            first.setdefault(land, i)
        n_events = 0
        for word, all_of in coded.items():
            event = ([e for e in all_of if not e[3]] or all_of)[0]
            p = piece[word]
            types[r, p], weight[r, p] = TYPE[event[1]], 0.6 if event[3] else 1
            asserted[r, p] = (event[2] or "happened") in ("happened", "planned")
            asserted_weight[r, p] = weight[r, p]
            for event in all_of[: N_EVENTS - n_events]:
                events[r, n_events] = p
                for side, codes in enumerate(event[4:6]):
                    for land, m in first.items():
                        sides[r, n_events, side, m] = land in countries(codes)
                        sides_weight[r, n_events, side, m] = 0.5 if event[3] else 1
                n_events += 1
    return types, weight, asserted, asserted_weight, who, events, sides, sides_weight, same


def score(documents, places, chances, asserted, least):
    """Precision, recall and F1 of asserted types by word; a neighbour within two words counts."""
    got = collections.defaultdict(set)
    for r, here in enumerate(places):
        for k, i, p in here:
            best = chances[r, p, 1:].argmax() + 1
            if chances[r, p, best] * asserted[r, p] > least:
                got[k].add((i, TYPES[best]))
    right = wrong = missed = 0
    for k, document in enumerate(documents):
        owed, optional = {}, set()
        for event in document["gold"]:
            if event[0] is None or (event[2] or "happened") not in ("happened", "planned"):
                continue
            if event[3]:
                optional.add((event[0], event[1]))
            else:
                owed[event[0], event[1]] = True
        for word, kind in got[k]:
            near = [(word + d, kind) for d in (0, -2, -1, 1, 2) if owed.get((word + d, kind))]
            if near:
                right += 1
                owed[near[0]] = False
            elif (word, kind) not in optional:
                wrong += 1
        missed += sum(owed.values())
    p, r = right / max(right + wrong, 1), right / max(right + missed, 1)
    return f"{least}: {p:.3f} {r:.3f} {2 * p * r / max(p + r, 1e-9):.3f}"
