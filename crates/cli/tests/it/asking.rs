//! Questions to a store that the real program made.

use serde_json::{Value, json};

use crate::{demarche, file, folder, told};

fn paper(id: &str, day: &str, publisher: &str, text: &str) -> String {
    json!({"id": id, "published": day, "publisher": publisher, "title": id, "text": text})
        .to_string()
}

/// A store of these documents.
fn store(name: &str, papers: &[String]) -> String {
    let dir = folder(name);
    let input = file(&dir, "in.jsonl", papers.join("\n").as_bytes());
    let store = dir.join("store.db").display().to_string();
    let output = demarche(&["add", &input, "--store", &store]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    store
}

/// Answers as objects, one a line.
fn ask(store: &str, arguments: &[&str]) -> Vec<Value> {
    let mut all = arguments.to_vec();
    all.extend(["--store", store, "--format", "json"]);
    let output = demarche(&all);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {}", told(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn affairs() -> Vec<String> {
    vec![
        paper(
            "one",
            "2024-05-06",
            "Daily Beacon",
            "Chad threatened Niger with sanctions on Monday after Nigerien soldiers crossed the border near Diffa. “We will close the border”, Chadian President Mahamat Idriss Déby said.",
        ),
        paper(
            "two",
            "2024-05-06",
            "Bay Tribune",
            "Chad on Monday threatened Niger with sanctions over Nigerien soldiers who crossed the border near Diffa, the Chadian foreign ministry said in N'Djamena.",
        ),
        paper(
            "three",
            "2024-05-09",
            "Daily Beacon",
            "The foreign minister of Norway will meet his Peruvian counterpart in Lima on May 20. Kenya will send aid to Jordan on May 22. Serbia will host talks with Ecuador in Belgrade on May 23.",
        ),
        paper(
            "four",
            "2024-05-21",
            "Bay Tribune",
            "The foreign ministers of Norway and Peru met in Lima on Monday.",
        ),
        paper(
            "five",
            "2024-05-22",
            "Bay Tribune",
            "Serbia called off the meeting with Ecuador on Wednesday.",
        ),
        paper("six", "2024-06-20", "Bay Tribune", "Vietnam criticized Jordan on Thursday."),
    ]
}

#[test]
fn every_question_answers() {
    let store = store("asking", &affairs());
    assert_eq!(ask(&store, &["events", "type:THREATEN", "actor:TCD"]).len(), 2);
    let incidents = ask(&store, &["incidents", "type:THREATEN", "actor:TCD"]);
    assert_eq!(incidents.len(), 1, "two reports, one happening: {incidents:?}");
    assert_eq!(incidents[0]["reports"], 2, "{}", incidents[0]);
    assert_eq!(ask(&store, &["documents", "text:sanctions"]).len(), 2);
    assert_eq!(ask(&store, &["search", "border"])[0]["id"], "one");
    assert!(!ask(&store, &["quotes", "speaker:TCD"]).is_empty());
    let line = &ask(&store, &["timeline", "actor:TCD", "--by", "week"])[0];
    assert_eq!(line["counts"][0]["total"], 1, "{line}");
    let line = &ask(&store, &["timeline", "actor:TCD", "--reports"])[0];
    assert_eq!(line["counts"][0]["total"], 2, "a switch counts reports: {line}");
    let dyad = &ask(&store, &["dyad", "Chad", "NER"])[0];
    assert_eq!(dyad["directions"][0]["quads"], json!([0, 0, 1, 0]), "{dyad}");
    assert!(!ask(&store, &["actor", "TCD"]).is_empty());
    assert!(!ask(&store, &["top", "--as-of", "2024-05-30"]).is_empty());
    let page = demarche(&["brief", "--store", &store, "--since", "2024-05-01", "--format", "html"]);
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("<svg"), "{page}");
    assert!(!page.contains("http://") && !page.contains("src="), "it needs nothing else");
    let wrong = demarche(&["events", "actor:TCD type:THREATN", "--store", &store]);
    assert_eq!(wrong.status.code(), Some(2));
    let message = told(&wrong);
    assert!(message.contains("          ^^^^^^^") && message.contains("`THREATEN`"), "{message}");
    let missing = demarche(&["events", "--store", "no/such.db"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(told(&missing).contains("demarche add"), "{}", told(&missing));
}

#[test]
fn plans_are_kept_missed_or_unknown() {
    let store = store("agenda", &affairs());
    let plans = ask(&store, &["agenda", "since:2024-05-01"]);
    let outcome = |country: &str| {
        let plan = plans.iter().find(|p| p["actor"].to_string().contains(country));
        plan.map(|p| p["outcome"].as_str().unwrap().to_owned())
    };
    assert_eq!(outcome("NOR").as_deref(), Some("kept"), "{plans:?}");
    assert_eq!(outcome("KEN").as_deref(), Some("unknown"), "{plans:?}");
    assert_eq!(outcome("SRB").as_deref(), Some("missed"), "{plans:?}");
    let kept = plans.iter().find(|p| p["outcome"] == "kept").unwrap();
    assert!(kept["evidence"]["sentence"].as_str().unwrap().contains("met in Lima"), "{kept}");
    let before = ask(&store, &["agenda", "--as-of", "2024-05-10"]);
    assert!(before.iter().any(|p| p["outcome"] == "coming"), "{before:?}");
    let dir = folder("agenda-ics");
    let ics = dir.join("a.ics").display().to_string();
    let output =
        demarche(&["export", "status:planned", "--store", &store, "--format", "ics", "-o", &ics]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let calendar = std::fs::read_to_string(&ics).unwrap();
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n"), "{calendar}");
    assert!(calendar.contains("DTSTART;VALUE=DATE:20240520"), "{calendar}");
}

#[test]
fn a_digest_tells_what_is_new() {
    let store = store("topics", &affairs());
    let topic = |arguments: &[&str]| {
        let output = demarche(&[&["topic"], arguments, &["--store", &store]].concat());
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), text, told(&output))
    };
    assert_eq!(topic(&["add", "sahel", "party:TCD,NER"]).0, Some(0));
    assert_eq!(topic(&["add", "bad", "actr:TCD"]).0, Some(2));
    assert_eq!(topic(&["list"]).1, "sahel\tparty:TCD,NER\n");
    // The store may be named before what is to be done, too.
    let before = demarche(&["topic", "--store", &store, "list"]);
    assert_eq!(String::from_utf8_lossy(&before.stdout), "sahel\tparty:TCD,NER\n");
    assert_eq!(topic(&["show", "sahel"]).1, "party:TCD,NER\n");
    let first = ask(&store, &["digest", "sahel"]);
    assert!(first.len() >= 2, "{first:?}");
    assert!(ask(&store, &["digest", "sahel"]).is_empty(), "nothing is told twice");
    let dir = folder("topics-more");
    let more = [
        paper(
            "seven",
            "2024-07-01",
            "Daily Beacon",
            "Niger expelled the Chadian ambassador on Monday.",
        ),
        paper("eight", "2024-07-01", "Daily Beacon", "Kenya criticized Norway on Monday."),
    ];
    let input = file(&dir, "more.jsonl", more.join("\n").as_bytes());
    demarche(&["add", &input, "--store", &store]);
    let new = ask(&store, &["digest", "sahel"]);
    assert!(!new.is_empty() && new.iter().all(|e| e["document"] == "seven"), "{new:?}");
    assert_eq!(topic(&["remove", "sahel"]).0, Some(0));
    assert_eq!(topic(&["show", "sahel"]).0, Some(2));
}

#[test]
fn what_is_stored_is_exported_and_compared() {
    let store = store("leaving", &affairs());
    let dir = folder("leaving-out");
    let out = dir.join("e.csv").display().to_string();
    let output =
        demarche(&["export", "actor:TCD", "--store", &store, "--format", "csv", "-o", &out]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let table = std::fs::read_to_string(&out).unwrap();
    let n = ask(&store, &["events", "actor:TCD", "status:any", "--limit", "0"]).len();
    assert_eq!(table.lines().count(), n + 1, "{table}");
    assert!(table.contains("Daily Beacon"), "the publisher comes along: {table}");
    let icews = dir.join("e.tab").display().to_string();
    demarche(&["export", "--store", &store, "--format", "icews", "-o", &icews]);
    let output = demarche(&["compare", &icews, "--store", &store, "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    // What happened between two is two rows there and one event here.
    assert_eq!(found["only_ours"].as_array().map(Vec::len), Some(0), "{found}");
    assert!(found["matched"].as_array().is_some_and(|m| m.len() > 5), "{found}");
}
