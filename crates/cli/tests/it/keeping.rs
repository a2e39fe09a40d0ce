//! A store in the hands of the real program: killed, shared, full, damaged.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{demarche, file, folder, told};

const COUNTRIES: [(&str, &str, &str); 8] = [
    ("Chad", "N'Djamena", "Chadian"),
    ("Norway", "Oslo", "Norwegian"),
    ("Peru", "Lima", "Peruvian"),
    ("Kenya", "Nairobi", "Kenyan"),
    ("Jordan", "Amman", "Jordanian"),
    ("Vietnam", "Hanoi", "Vietnamese"),
    ("Serbia", "Belgrade", "Serbian"),
    ("Ecuador", "Quito", "Ecuadorian"),
];

/// Documents on acts of pairs of countries, some of them told by two papers.
pub(crate) fn papers(n: usize) -> Vec<String> {
    (0..n)
        .map(|i| {
            let (a, city, _) = COUNTRIES[i % 8];
            let (b, _, people) = COUNTRIES[(i / 2 * 3 + 1 + i % 8) % 8];
            let text = match i % 5 {
                0 => format!("{a} threatened {b} with sanctions on Monday, officials in {city} said. {people} diplomats rejected the demand."),
                1 => format!("The foreign minister of {a} met the {people} ambassador in {city} on Tuesday. “We agreed to reopen the border”, the minister said."),
                2 => format!("{a} will send food aid to {b} next week, the government in {city} said on Friday."),
                3 => format!("{a} expelled two {people} diplomats on Thursday. {b} condemned the step and recalled its ambassador from {city}."),
                _ => format!("Protesters in {city} demanded on Sunday that {a} release a {people} journalist. The police arrested 20 people."),
            };
            let day = 1 + i % 27;
            json!({
                "id": format!("paper-{i}"), "published": format!("2024-05-{day:02}"),
                "publisher": (["Daily Beacon", "Bay Tribune"][i % 2]), "title": format!("Paper {i}"),
                "text": text,
            })
            .to_string()
        })
        .collect()
}

fn written(dir: &Path, name: &str, papers: &[String]) -> String {
    file(dir, name, papers.join("\n").as_bytes())
}

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn digest(store: &str) -> String {
    let output = demarche(&["doctor", "--digest", "--store", store]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn add(store: &str, input: &str) -> std::process::Output {
    demarche(&["add", input, "--store", store, "--batch", "3"])
}

/// The file of a run that nobody disturbed, and how long it took.
fn undisturbed(dir: &Path, input: &str) -> (String, Duration) {
    let whole = dir.join("whole.db").display().to_string();
    let begun = Instant::now();
    let output = add(&whole, input);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    (digest(&whole), begun.elapsed())
}

/// `DEMARCHE_KILLS` says how often; the moments are spread over the time of a whole run.
#[test]
fn a_run_killed_at_any_moment_and_started_again_leaves_the_same_file() {
    let dir = folder("killed");
    let n_kills: u64 =
        std::env::var("DEMARCHE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let input = written(&dir, "in.jsonl", &papers(60));
    let (whole, took) = undisturbed(&dir, &input);
    let mut stored_by_killed = 0;
    for kill in 0..n_kills {
        let store = dir.join(format!("killed-{kill}.db")).display().to_string();
        // Golden section: moments that lie apart, however many there are.
        let share = (kill as f64 * 0.618_033_988 + 0.37).fract();
        let mut child = start(&["add", &input, "--store", &store, "--batch", "3"]);
        thread::sleep(took.mul_f64(share));
        child.kill().unwrap();
        child.wait().unwrap();
        if Path::new(&store).exists() {
            let output = demarche(&["documents", "--store", &store, "--format", "json"]);
            stored_by_killed += output.stdout.iter().filter(|b| **b == b'\n').count();
        }
        let output = add(&store, &input);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        assert_eq!(digest(&store), whole, "killed after {share:.3} of the time");
    }
    println!("{n_kills} runs killed, with {stored_by_killed} documents stored before they were");
}

#[test]
fn two_may_add_and_others_read_at_once() {
    let dir = folder("beside");
    let all = papers(40);
    let (left, right) =
        (written(&dir, "l.jsonl", &all[..25]), written(&dir, "r.jsonl", &all[15..]));
    let store = dir.join("both.db").display().to_string();
    add(&store, &written(&dir, "first.jsonl", &all[..1]));
    let mut writers: Vec<Child> = [&left, &right]
        .map(|input| start(&["add", input, "--store", &store, "--batch", "2"]))
        .into();
    let mut n_read = 0;
    while writers.iter_mut().any(|w| w.try_wait().unwrap().is_none()) {
        let output = demarche(&["events", "--store", &store, "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        n_read += 1;
    }
    for mut writer in writers {
        assert_eq!(writer.wait().unwrap().code(), Some(0));
    }
    assert!(n_read > 0);
    let count = |what: &str| {
        let output = demarche(&[what, "--store", &store, "--format", "json", "--limit", "1000"]);
        output.stdout.iter().filter(|b| **b == b'\n').count()
    };
    assert_eq!(count("documents"), 40);
    let output = demarche(&["doctor", "--store", &store]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    // Which of the two came first does not change what is found.
    let (one, input) = (dir.join("one.db").display().to_string(), written(&dir, "all.jsonl", &all));
    add(&one, &input);
    for what in ["events", "incidents", "quotes"] {
        let lines = |store: &str| {
            let output = demarche(&[what, "--store", store, "--format", "json", "--limit", "1000"]);
            let text = String::from_utf8(output.stdout).unwrap();
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(lines(&store), lines(&one), "{what}");
    }
}

/// A limit on the size of files stands for a full disk: the same refusal to take more bytes.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let dir = folder("full");
    let input = written(&dir, "in.jsonl", &papers(60));
    let (whole, _) = undisturbed(&dir, &input);
    let store = dir.join("full.db").display().to_string();
    let script = format!(
        "trap '' XFSZ; ulimit -f 1200; exec '{}' add '{input}' --store '{store}' --batch 3",
        env!("CARGO_BIN_EXE_demarche")
    );
    let output = Command::new("bash").args(["-c", &script]).output();
    let Ok(output) = output else {
        println!("skipped: bash cannot be run");
        return;
    };
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    let message = told(&output);
    assert!(message.contains("disk") && message.contains("hint: free some space"), "{message}");
    let sound = demarche(&["doctor", "--store", &store]);
    assert_eq!(sound.status.code(), Some(0), "{}", String::from_utf8_lossy(&sound.stdout));
    assert_eq!(add(&store, &input).status.code(), Some(0));
    assert_eq!(digest(&store), whole);
}

#[test]
fn a_damaged_file_is_told_and_what_can_be_read_is_saved() {
    let dir = folder("damaged");
    let input = written(&dir, "in.jsonl", &papers(60));
    let store = dir.join("hurt.db").display().to_string();
    add(&store, &input);
    let mut bytes = std::fs::read(&store).unwrap();
    let (start, end) = (bytes.len() / 2, bytes.len() / 2 + 3 * 8192);
    bytes[start..end].fill(0xa5);
    std::fs::write(&store, &bytes).unwrap();
    let output = demarche(&["doctor", "--store", &store]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("doctor --repair"), "{}", told(&output));
    // Questions answer, or say that the file is damaged; they never fall over.
    for what in ["events", "documents", "incidents", "timeline"] {
        let output = demarche(&[what, "--store", &store, "--format", "json"]);
        assert!(matches!(output.status.code(), Some(0..=2)), "{what}: {}", told(&output));
        assert!(!told(&output).contains("panicked"), "{}", told(&output));
    }
    let output = demarche(&["doctor", "--repair", "--store", &store]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    println!("{}", text.lines().last().unwrap_or(""));
    assert!(dir.join("hurt.db.damaged").exists() || text.contains("made anew"), "{text}");
    assert_eq!(demarche(&["doctor", "--store", &store]).status.code(), Some(0));
    // What was lost comes back with the input.
    assert_eq!(add(&store, &input).status.code(), Some(0));
    let output = demarche(&["documents", "--store", &store, "--format", "json", "--limit", "1000"]);
    assert_eq!(output.stdout.iter().filter(|b| **b == b'\n').count(), 60);
    for (name, bytes) in [("empty.db", &b""[..]), ("short.db", &b"SQLite format 3\0"[..])] {
        let path = file(&dir, name, bytes);
        let output = demarche(&["events", "--store", &path]);
        assert!(!told(&output).contains("panicked"), "{}", told(&output));
        assert!(matches!(output.status.code(), Some(1 | 2)), "{name}: {}", told(&output));
    }
}

#[test]
fn a_copy_is_whole_and_coding_again_changes_nothing() {
    let dir = folder("copy");
    let input = written(&dir, "in.jsonl", &papers(20));
    let store = dir.join("a.db").display().to_string();
    add(&store, &input);
    let copy = dir.join("b.db").display().to_string();
    assert_eq!(demarche(&["backup", &copy, "--store", &store]).status.code(), Some(0));
    assert_eq!(digest(&copy), digest(&store));
    let output = demarche(&["backup", &copy, "--store", &store]);
    assert_eq!(output.status.code(), Some(2), "a file that is there stays");
    let before = digest(&store);
    let output = demarche(&["recode", "--store", &store, "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["documents_that_differ"], 0, "{told}");
    assert_eq!(digest(&store), before);
}

#[test]
fn addresses_are_fetched_and_those_of_the_own_net_are_not() {
    let dir = folder("addresses");
    let input = written(&dir, "in.jsonl", &papers(3));
    let store = dir.join("a.db").display().to_string();
    let output = demarche(&["add", "http://127.0.0.1:9/x", &input, "--store", &store]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let told = told(&output);
    assert!(told.contains("private address") && told.contains("3 documents added"), "{told}");
}
