//! The commands for those who edit the data.

use std::fs;

use crate::{demarche, file, folder, told};

const FRAME: &str = r#"# Mocking. Written for this test. Licence: MIT OR Apache-2.0.
headword = "taunt"

[[sense]]
lemma = "taunt"
pos = "verb"
event = "ACCUSE"
mode = "disapprove"
case = """
> Chad taunted Niger on Monday.
ACCUSE.disapprove  TCD.GOV -> NER.GOV  happened
"""
"#;

fn out(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A data folder with one frame, and a text that holds its word.
fn taunts(name: &str) -> (String, String, String) {
    let dir = folder(name);
    let frames = dir.join("my-data/lang/en/frames");
    fs::create_dir_all(&frames).unwrap();
    let frame = file(&frames, "taunt.toml", FRAME.as_bytes());
    let text = file(&dir, "a.txt", b"Chad taunted Niger on Monday. Mali released two Germans.");
    (dir.join("my-data").display().to_string(), frame, text)
}

#[test]
fn data_diff_lists_what_other_data_adds() {
    let (data, _, text) = taunts("diff");
    let same = demarche(&["data", "diff", "built-in", "built-in", &text]);
    assert_eq!(same.status.code(), Some(0), "{}", told(&same));
    assert!(out(&same).contains("1 documents, 0 differ"), "{}", out(&same));
    let empty = folder("diff-empty");
    let none = "# No sense of it. Licence: MIT OR Apache-2.0.\nheadword = \"taunt\"\n";
    let frames = empty.join("lang/en/frames");
    fs::create_dir_all(&frames).unwrap();
    file(&frames, "taunt.toml", none.as_bytes());
    let without = empty.display().to_string();
    let differs = demarche(&["data", "diff", &without, &data, &text]);
    assert_eq!(differs.status.code(), Some(1), "{}", told(&differs));
    let shown = out(&differs);
    assert!(shown.contains("added in") && shown.contains("+ ACCUSE.disapprove"), "{shown}");
    let json = demarche(&["data", "diff", &data, &without, &text, "--format", "json"]);
    let v: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(v["removed"], 1, "{v}");
    assert_eq!(v["events"][0]["kind"], "removed");
    let wrong = demarche(&["data", "diff", "no-such-folder", &data, &text]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(told(&wrong).contains("hint:"), "{}", told(&wrong));
}

#[test]
fn case_shows_what_an_edit_changes() {
    let (data, frame, text) = taunts("edit");
    let page = "# Taunts\n\n## a taunt reproaches\n> Chad taunted Niger on Monday.\n```events \
        published=2026-01-14\nACCUSE.disapprove  TCD.GOV -> NER.GOV  happened\n```\n";
    let page = file(&folder("edit-page"), "taunts.md", page.as_bytes());
    // An "editor" that takes the sense out.
    let script = "#!/bin/sh\nfor f in \"$@\"; do case $f in *.toml) printf '# Empty. Licence: MIT\\n\
        headword = \"taunt\"\\n' > \"$f\";; esac; done\n";
    let editor = file(&folder("edit-bin"), "editor.sh", script.as_bytes());
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["case", &frame, &page, "--data", &data, "--edit", "--corpus", &text])
        .env("VISUAL", format!("sh {editor}"))
        .output()
        .unwrap();
    let shown = out(&output);
    assert_eq!(output.status.code(), Some(1), "{shown}{}", told(&output));
    assert!(shown.contains("was right, is wrong"), "{shown}");
    assert!(shown.contains("1 cases compared: 0 now right, 1 now wrong"), "{shown}");
    assert!(shown.contains("removed in"), "{shown}");
}

#[test]
fn why_not_tells_what_stood_in_the_way() {
    let dir = folder("why-not");
    let text = "Mexico's president ruled out US strikes on Mexican territory on Tuesday. The soup \
        was warm.";
    let path = file(&dir, "a.txt", text.as_bytes());
    let output = demarche(&["explain", &path, "--why-not", "assault"]);
    let shown = out(&output);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(shown.contains("came out, but hypothetical: REJECT [ruled out]"), "{shown}");
    assert!(shown.contains("no headword of ASSAULT in the sentence"), "{shown}");
    let one = out(&demarche(&["explain", &path, "--why-not", "REJECT", "--sentence", "1"]));
    assert!(one.contains("came out: happened") && !one.contains("sentence 2"), "{one}");
    let mode = demarche(&["explain", &path, "--why-not", "ASSAULT:visit"]);
    assert_eq!(mode.status.code(), Some(2));
    assert!(told(&mode).contains("no mode of ASSAULT"), "{}", told(&mode));
    let kind = demarche(&["explain", &path, "--why-not", "BATTLE"]);
    assert!(told(&kind).contains("no event type"), "{}", told(&kind));
}

#[test]
fn a_type_of_ones_own_that_cannot_be_used_is_told() {
    let dir = folder("own-wrong");
    fs::create_dir_all(dir.join("ontology")).unwrap();
    for (text, message) in [
        ("[ASSAULT]\nmeaning = \"x\"\nlike = \"AID\"\n", "is a type of PLOVER"),
        ("[lockout]\nmeaning = \"x\"\nlike = \"AID\"\n", "is no name of a type"),
        ("[LOCKOUT]\nmeaning = \"x\"\nlike = \"COERC\"\n", "unknown event type"),
        (
            "[LOCKOUT]\nmeaning = \"x\"\nlike = \"COERCE\"\nmode = \"visit\"\n",
            "unknown mode of COERCE",
        ),
        ("[LOCKOUT]\nmeaning = \"x\"\nlike = \"COERCE\"\ncameo = \"999\"\n", "no CAMEO code"),
    ] {
        file(&dir.join("ontology"), "my-types.toml", text.as_bytes());
        let output = demarche(&["data", "check", &dir.display().to_string()]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(told(&output).contains(message), "{message} in {}", told(&output));
        assert!(told(&output).contains("my-types.toml:1"), "{}", told(&output));
    }
}

#[test]
fn contexts_and_chances_leave_with_the_events() {
    let dir = folder("contexts");
    let text = b"The court jailed three Nigerian fishermen for oil theft on Monday.";
    let path = file(&dir, "a.txt", text);
    let coded = out(&demarche(&["code", &path, "--format", "jsonl"]));
    let v: serde_json::Value = serde_json::from_str(coded.lines().next().unwrap()).unwrap();
    let contexts: Vec<&str> =
        v["context"].as_array().unwrap().iter().filter_map(|c| c.as_str()).collect();
    assert!(contexts.contains(&"legal") && contexts.contains(&"natural_resource"), "{v}");
    for field in ["type", "actor", "recipient", "status", "date"] {
        let chance = v["confidence_of"][field].as_f64().unwrap();
        assert!((0.01..=0.99).contains(&chance), "{field} in {v}");
    }
    let shown = out(&demarche(&["explain", &path]));
    assert!(shown.contains("context natural_resource: “fishermen” 32–41, “oil” 46–49"), "{shown}");
}

#[test]
fn explain_shows_what_words_hint_at() {
    let shown = out(&demarche(&["explain", crate::SAMPLE, "--sentence", "7"]));
    assert!(shown.contains("hint “accused” ACCUSE, chance 0."), "{shown}");
    assert!(!shown.contains("hint “Bolivia”"), "{shown}");
}
