//! What each format holds.

use std::path::PathBuf;

use serde_json::{Value, json};
use wire::export::{Format, Options, columns, dictionary};

use crate::{exported, meeting, shelling, text};

#[test]
fn the_written_schemas_are_what_the_program_writes() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema"));
    for format in [Format::Csv, Format::Icews, Format::Polecat, Format::Gdelt, Format::Cameo] {
        let path = folder.join(format!("{}.tsv", format.as_str()));
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&path, dictionary(format)).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, dictionary(format), "UPDATE_SCHEMA=1 rewrites {}", path.display());
    }
}

#[test]
fn tables_have_as_many_cells_as_columns() {
    let events = [shelling(), meeting()];
    let all = Options {
        statuses: vec!["happened".to_owned(), "planned".to_owned()],
        ..Options::default()
    };
    for format in [Format::Icews, Format::Polecat, Format::Gdelt, Format::Cameo] {
        let (bytes, _) = exported(format, &events, &all);
        let out = String::from_utf8(bytes).unwrap();
        for line in out.lines() {
            assert_eq!(line.split('\t').count(), columns(format).len(), "{format:?}: {line}");
        }
    }
}

#[test]
fn csv_quotes_texts_and_leaves_nothing_for_na() {
    let out = text(Format::Csv, &[shelling(), meeting()]);
    let mut lines = out.lines();
    assert!(lines.next().unwrap().starts_with("\"id\",\"document\",\"incident\",\"type\""));
    let shelled = lines.next().unwrap();
    assert!(shelled.contains(",\"194\",4,-9.5,-10,\"happened\",,"), "{shelled}");
    assert!(shelled.contains("\"They \"\"shelled\"\" it,\tand it <burnt> & fell; München said.\""));
    assert!(shelled.contains("\"Russia;Belarus, allies\""), "a `;` inside becomes `,`");
    assert!(shelled.contains(",4,,,,,,\"shelled\""), "NA is nothing at all");
    assert!(shelled.contains("\"2024-03-01\",\"2024-03-01\",\"stated\""));
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    assert_eq!(reader.records().map(|r| r.unwrap().len()).collect::<Vec<_>>(), [44, 44]);
}

#[test]
fn formats_without_a_status_hold_what_happened() {
    for format in [Format::Icews, Format::Polecat, Format::Gdelt, Format::Cameo] {
        let (_, written) = exported(format, &[shelling(), meeting()], &Options::default());
        assert_eq!((written.n_events, written.left_out["of another status"]), (1, 1), "{format:?}");
        assert_eq!(written.n_rows, if format.is_dyadic() { 2 } else { 1 }, "{format:?}");
    }
}

#[test]
fn dyads_have_ids_of_their_own() {
    let options = Options { dyads: true, ..Options::default() };
    let (bytes, written) = exported(Format::Csv, &[shelling(), meeting()], &options);
    let out = String::from_utf8(bytes).unwrap();
    assert_eq!((written.n_events, written.n_rows), (2, 8), "two to one, and three with each other");
    let ids: Vec<&str> = out.lines().skip(1).map(|l| l.split(',').next().unwrap()).collect();
    assert_eq!(ids[..3], ["\"d1#1\"", "\"d1#1.2\"", "\"d1#2\""]);
}

#[test]
fn gdelt_rows_by_gdelts_rules() {
    let out = text(Format::Gdelt, &[shelling()]);
    let cells: Vec<&str> = out.lines().next().unwrap().split('\t').collect();
    assert_eq!(&cells[1..5], ["20240301", "202403", "2024", "2024.2493"]);
    assert_eq!((cells[5], cells[6], cells[7], cells[12]), ("RUSMIL", "RUSSIA", "RUS", "MIL"));
    assert_eq!((cells[26], cells[27], cells[28], cells[29]), ("194", "194", "19", "4"));
    assert_eq!((cells[51], cells[52], cells[53]), ("4", "Kharkiv, Kharkiv Oblast, Ukraine", "UP"));
    assert_eq!((cells[59], cells[60]), ("20240302000000", "https://example.org/a?b=1&c=2"));
}

#[test]
fn plover_has_the_manuals_names() {
    let line = text(Format::Plover, &[shelling()]);
    let v: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(v["event"], json!(["ASSAULT"]));
    assert_eq!(v["actor"][1]["code"], "BLR");
    assert_eq!(v["actor"][1]["sector"], json!(["GOV", "MIL"]));
    assert_eq!(v["event_loc"]["geonameid"], 706_483);
    assert_eq!(v["size"]["dead"], 4);
    assert_eq!(v["demarche"]["status"], "happened");
    assert!(v.get("enddate").is_none(), "one day has no other end");
}

#[test]
fn maps_hold_what_has_coordinates() {
    let (bytes, written) = exported(Format::Geojson, &[shelling(), meeting()], &Options::default());
    let v: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(v["features"].as_array().unwrap().len(), 1);
    assert_eq!(v["features"][0]["geometry"]["coordinates"], json!([36.2527, 49.9808]));
    assert_eq!(written.left_out["without coordinates"], 1);
}

#[test]
fn calendars_hold_what_is_planned_and_know_no_clock() {
    let out = text(Format::Ics, &[shelling(), meeting()]);
    assert_eq!(out.matches("BEGIN:VEVENT").count(), 1);
    for line in [
        "UID:d1#2@demarche",
        "DTSTAMP:20240302T000000Z",
        "DTSTART;VALUE=DATE:20240405",
        "DTEND;VALUE=DATE:20240408",
        "STATUS:CONFIRMED",
    ] {
        assert!(out.contains(&format!("{line}\r\n")), "{line} in\n{out}");
    }
    assert_eq!(out, text(Format::Ics, &[shelling(), meeting()]));
}

#[test]
fn feeds_are_xml_whatever_the_words() {
    let mut odd = shelling();
    odd["sentence"]["text"] = json!("nul \u{0} and bell \u{7} & ]]> <b>");
    let out = text(Format::Atom, &[odd, meeting()]);
    assert_eq!(out.matches("<entry>").count(), 2);
    assert!(out.contains("nul  and bell  &amp; ]]&gt; &lt;b&gt;"), "{out}");
    let mut reader = quick_xml::Reader::from_str(&out);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
}

#[test]
fn nothing_in_nothing_but_a_head_out() {
    for format in Format::ALL {
        let (bytes, written) = exported(format, &[], &Options::default());
        assert_eq!(written.n_rows, 0);
        let empty = matches!(format, Format::Jsonl | Format::Plover | Format::Gdelt);
        assert_eq!(bytes.is_empty(), empty, "{format:?}");
    }
}

#[test]
fn an_object_with_nothing_in_it_breaks_no_format() {
    for format in Format::ALL {
        let bare = json!({"id": "x#1", "type": "ACCUSE", "status": "happened"});
        let all = Options { statuses: vec!["happened".to_owned()], ..Options::default() };
        let (_, written) = exported(format, &[bare], &all);
        assert_eq!(written.n_rows + written.left_out.values().sum::<usize>(), 1, "{format:?}");
    }
}
