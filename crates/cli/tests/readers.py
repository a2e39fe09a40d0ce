"""Opens every export with readers of the field; says what was skipped and why. Ends with 1 on a fault.

usage: readers.py FOLDER SCHEMAS N_EVENTS, where FOLDER holds events.jsonl and events.<format>, exported
with every status, and SCHEMAS is docs/schema.
"""

import importlib
import json
import os
import sys

folder, schemas, n_events = sys.argv[1], sys.argv[2], int(sys.argv[3])
faults = []


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"skipped: {name} is not installed")
        return None


def path(format):
    return os.path.join(folder, f"events.{format}")


def check(what, truth):
    print(("ok: " if truth else "FAULT: ") + what)
    if not truth:
        faults.append(what)


def columns(format):
    with open(os.path.join(schemas, f"{format}.tsv"), encoding="utf-8") as f:
        return [line.split("\t")[0] for line in f.read().splitlines()[1:]]


with open(path("jsonl"), encoding="utf-8") as f:
    events = [json.loads(line) for line in f]
check(f"jsonl: {len(events)} events", len(events) == n_events)
happened = sum(e["status"] == "happened" for e in events)

pandas = module("pandas")
if pandas:
    own = pandas.read_csv(path("csv"), dtype={"cameo": str}, parse_dates=["date_start", "date_end"])
    check(f"pandas: csv, {len(own)} rows", len(own) == n_events and list(own.columns) == columns("csv"))
    check("pandas: csv days are days", str(own["date_start"].dtype).startswith("datetime64"))
    check("pandas: csv empty is NA", own["about"].isna().sum() == sum(e["about"] is None for e in events))
    check("pandas: csv sentences are whole", list(own["sentence"]) == [e["sentence"]["text"] for e in events])
    for format in ["icews", "polecat", "cameo"]:
        table = pandas.read_csv(path(format), sep="\t", quoting=3, dtype=str)
        check(f"pandas: {format}, {len(table)} rows", list(table.columns) == columns(format) and len(table) > 0)
    table = pandas.read_csv(path("gdelt"), sep="\t", quoting=3, dtype=str, header=None, names=columns("gdelt"))
    check(f"pandas: gdelt, {len(table)} rows of 61", len(table) > 0 and table["SQLDATE"].str.len().eq(8).all())
    check("pandas: polecat has what happened", len(pandas.read_csv(path("polecat"), sep="\t", quoting=3)) == happened)

pyarrow = module("pyarrow")
if pyarrow:
    import pyarrow.feather
    import pyarrow.parquet

    for name, table in [
        ("parquet", pyarrow.parquet.read_table(path("parquet"))),
        ("arrow", pyarrow.feather.read_table(path("arrow"))),
    ]:
        check(f"pyarrow: {name}, {table.num_rows} rows", table.num_rows == n_events)
        check(f"pyarrow: {name} columns", table.column_names == columns("csv"))
        check(f"pyarrow: {name} days", str(table.schema.field("date_start").type) == "date32[day]")
        check(f"pyarrow: {name} lists", table.column("mode").to_pylist() == [e["mode"] for e in events])

duckdb = module("duckdb")
if duckdb:
    for format, reader in [("parquet", "read_parquet"), ("csv", "read_csv"), ("jsonl", "read_json")]:
        (n,) = duckdb.sql(f"select count(*) from {reader}('{path(format)}') where type is not null").fetchone()
        check(f"duckdb: {format}, {n} rows", n == n_events)

icalendar = module("icalendar")
if icalendar:
    with open(path("ics"), "rb") as f:
        calendar = icalendar.Calendar.from_ical(f.read())
    entries = [e for e in calendar.walk("VEVENT")]
    dated = sum(e["date"] is not None for e in events)
    check(f"icalendar: {len(entries)} entries", len(entries) == dated)
    days = all(hasattr(e.decoded("DTSTART"), "year") and e.decoded("DTEND") > e.decoded("DTSTART") for e in entries)
    check("icalendar: days", days and len({str(e["UID"]) for e in entries}) == len(entries))

feedparser = module("feedparser")
if feedparser:
    feed = feedparser.parse(path("atom"))
    check(f"feedparser: {len(feed.entries)} entries", not feed.bozo and feed.version == "atom10")
    check("feedparser: entries are whole", all(e.id and e.title and e.updated_parsed and e.content[0].value for e in feed.entries))

jsonschema = module("jsonschema")
if jsonschema:
    def schema(name):
        with open(os.path.join(schemas, name), encoding="utf-8") as f:
            return json.load(f)

    validator = jsonschema.Draft202012Validator(schema("plover.schema.json"))
    with open(path("plover"), encoding="utf-8") as f:
        wrong = [str(next(validator.iter_errors(json.loads(l)))) for l in f if not validator.is_valid(json.loads(l))]
    check(f"jsonschema: plover {wrong[:1]}", not wrong)
    with open(path("geojson"), encoding="utf-8") as f:
        errors = list(jsonschema.Draft202012Validator(schema("geojson.schema.json")).iter_errors(json.load(f)))
    check(f"jsonschema: geojson {errors[:1]}", not errors)
    validator = jsonschema.Draft202012Validator(schema("../guide/event.schema.json"))
    check("jsonschema: jsonl", all(validator.is_valid(e) for e in events))

sys.exit(1 if faults else 0)
