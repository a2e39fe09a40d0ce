//! Documents coded by hand, without their text: codings out of and into the corpora that they are of.
//!
//! The texts belong to others and do not ship; what was coded in them is ours. A line of a file of
//! codings is a document (`= corpus:id`, characters of the text, digest of the text) or, below it, an
//! event: where its sentence and its trigger stand in characters of the text, type, actors,
//! recipients, status, `optional`. `lab coded join` puts the texts back in where the corpora are at
//! hand, and gives the lines that `lab fit` and `demarche eval events` read.
//!
//! The text of a document is the opening of the whole: paragraphs without space at either end, an
//! empty line between two, as many characters as were coded; `corpus:id@2500` opens there, that many
//! characters into it.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::corpus;

/// Codings with and without their texts.
#[derive(Args)]
pub(crate) struct Coded {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Takes the texts out: lines of coded documents in, a file of codings out.
    Pack {
        /// Lines with `id` (`corpus:id`), `text`, `events`.
        gold: PathBuf,
        /// The file of codings.
        #[arg(long)]
        out: PathBuf,
    },
    /// Puts the texts back: files of codings in, lines of coded documents out.
    Join {
        /// Files of codings.
        #[arg(required = true)]
        codings: Vec<PathBuf>,
        /// Folder with the corpora.
        #[arg(long)]
        data: PathBuf,
        /// The lines.
        #[arg(long)]
        out: PathBuf,
    },
}

/// Corpora by the name that ids open with: file below the data folder, names of the fields of id and
/// day; a corpus without ids counts its lines, from 0.
const CORPORA: [(&str, &str, Option<&str>, &str); 5] = [
    ("allsides", "articles-allsides/foreign_politics.jsonl.gz", Some("id"), "date"),
    ("worldwide", "articles-worldwide/articles.jsonl.gz", Some("id"), "date"),
    ("guardian", "articles-guardian-sdf/articles.jsonl", None, "date"),
    ("polnear", "quotes-polnear/train.jsonl.gz", Some("id"), "date"),
    ("n4k", "web-newspaper4k-ds/ground_truth.jsonl", Some("id"), "date"),
];

impl Coded {
    #[expect(clippy::print_stdout, reason = "a command's result")]
    pub(crate) fn run(&self) -> Result<()> {
        match &self.what {
            What::Pack { gold, out } => {
                let text = corpus::read(gold)?;
                let (packed, n_documents, n_events) = pack(&text)?;
                std::fs::write(out, packed).with_context(|| out.display().to_string())?;
                println!("{n_documents} documents, {n_events} events");
            }
            What::Join { codings, data, out } => {
                let texts = texts(data)?;
                let (mut lines, mut n_joined, mut n_absent) = (String::new(), 0, 0);
                for path in codings {
                    let text = corpus::read(path)?;
                    for (n, block) in blocks(&text).into_iter().enumerate() {
                        let joined = join(&block, &texts)
                            .with_context(|| format!("{}: document {}", path.display(), n + 1))?;
                        match joined {
                            Some(line) => {
                                n_joined += 1;
                                let _ = writeln!(lines, "{line}");
                            }
                            None => n_absent += 1,
                        }
                    }
                }
                std::fs::write(out, lines).with_context(|| out.display().to_string())?;
                println!(
                    "{n_joined} documents joined, {n_absent} not in the corpora as they were coded"
                );
            }
        }
        Ok(())
    }
}

fn pack(text: &str) -> Result<(String, usize, usize)> {
    let mut out = String::from(
        "# Documents coded by hand by the codebook, without their texts (`lab coded`).\n\
         # = document, characters, digest; then a line an event: sentence start, length, trigger start, length\n\
         # (characters), type, actors, recipients, status, optional.\n\
         # Source: coded for this project. Licence: MIT OR Apache-2.0.\n",
    );
    let (mut n_documents, mut n_events) = (0, 0);
    for (n, line) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
        let gold: Value = serde_json::from_str(line).with_context(|| format!("line {}", n + 1))?;
        let text = gold["text"].as_str().unwrap_or_default();
        let id = gold["id"].as_str().context("a document without id")?;
        let digest = digest(text);
        let _ = writeln!(out, "= {id}\t{}\t{digest:016x}", text.chars().count());
        n_documents += 1;
        let chars = |bytes: usize| text[..bytes].chars().count();
        for e in gold["events"].as_array().into_iter().flatten() {
            let field = |name: &str| e[name].as_str().unwrap_or_default();
            let (at, trigger) = (field("at"), field("trigger"));
            let found = text.find(at).and_then(|s| Some((s, s + at.find(trigger)?)));
            let Some((start, head)) = found else { bail!("{id}: no “{trigger}” in the text") };
            let side = |name: &str| {
                let list = e[name].as_array().into_iter().flatten().filter_map(Value::as_str);
                list.collect::<Vec<_>>().join("; ")
            };
            let optional = if e["optional"].as_bool() == Some(true) { "optional" } else { "" };
            let _ = writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{optional}",
                chars(start),
                at.chars().count(),
                chars(head),
                trigger.chars().count(),
                field("type"),
                side("actor"),
                side("recipient"),
                field("status"),
            );
            n_events += 1;
        }
    }
    Ok((out, n_documents, n_events))
}

/// Lines of each document, its own first.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        if line.starts_with("= ") {
            blocks.push(Vec::new());
        }
        if let Some(last) = blocks.last_mut() {
            last.push(line);
        }
    }
    blocks
}

fn join(block: &[&str], texts: &BTreeMap<String, (String, String)>) -> Result<Option<Value>> {
    let head: Vec<&str> = block[0].trim_start_matches("= ").split('\t').collect();
    let [id, n_chars, wanted] = head.as_slice() else { bail!("no document: {}", block[0]) };
    let n_chars: usize = n_chars.parse().context("characters")?;
    let (name, from) = id.rsplit_once('@').unwrap_or((id, "0"));
    let from: usize = from.parse().context("where the text opens")?;
    let Some((whole, day)) = texts.get(name) else { return Ok(None) };
    let text: String = whole.chars().skip(from).take(n_chars).collect();
    if format!("{:016x}", digest(&text)) != *wanted {
        return Ok(None);
    }
    let chars: Vec<char> = text.chars().collect();
    let mut events = Vec::new();
    for line in &block[1..] {
        let cells: Vec<&str> = line.split('\t').collect();
        let [start, n, head, n_head, kind, actors, recipients, status, optional] = cells.as_slice()
        else {
            bail!("no event: {line}");
        };
        let words = |start: &str, n: &str| -> Result<String> {
            let (start, n): (usize, usize) = (start.parse()?, n.parse()?);
            Ok(chars.get(start..start + n).context("past the end of the text")?.iter().collect())
        };
        let side = |list: &str| -> Vec<String> {
            list.split("; ").filter(|e| !e.is_empty()).map(str::to_owned).collect()
        };
        let mut event = json!({
            "at": words(start, n)?, "trigger": words(head, n_head)?, "type": kind,
            "actor": side(actors), "recipient": side(recipients), "status": status, "date": null,
        });
        if !optional.is_empty() {
            event["optional"] = true.into();
        }
        events.push(event);
    }
    let day = (!day.is_empty()).then_some(day);
    Ok(Some(json!({"id": id, "published": day, "text": text, "events": events, "quotes": []})))
}

/// Text and day (`YYYY-MM-DD` or empty) of every story of the corpora that are there, by id.
fn texts(data: &Path) -> Result<BTreeMap<String, (String, String)>> {
    let mut texts = BTreeMap::new();
    for (name, file, id, day) in CORPORA {
        let path = data.join(file);
        if !path.exists() {
            continue;
        }
        for (n, line) in corpus::read(&path)?.lines().enumerate() {
            let document: Value = serde_json::from_str(line).with_context(|| file.to_owned())?;
            let own = match id.map(|field| &document[field]) {
                None => n.to_string(),
                Some(Value::String(id)) => id.clone(),
                Some(other) => other.to_string(),
            };
            let text = opening(document["text"].as_str().unwrap_or_default());
            let day = day_of(document[day].as_str().unwrap_or_default());
            texts.insert(format!("{name}:{own}"), (text, day));
        }
    }
    Ok(texts)
}

/// Paragraphs without space at either end, an empty line between two.
fn opening(text: &str) -> String {
    let paragraphs = text.split('\n').map(|p| p.trim_matches(char::is_whitespace));
    paragraphs.filter(|p| !p.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn day_of(text: &str) -> String {
    let day = text.get(..10).unwrap_or_default().replace('/', "-");
    let is_day = day.len() == 10 && day.chars().filter(char::is_ascii_digit).count() == 8;
    if is_day { day } else { String::new() }
}

/// FNV-1a, of 64 bits.
fn digest(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |d, b| (d ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_find_their_text_again() {
        let event = json!({
            "at": "Norway met Chile.", "trigger": "met", "type": "CONSULT", "actor": ["NOR GOV"],
            "recipient": ["CHL"], "status": "happened", "optional": true,
        });
        let later = "Ünder it, Norway met Chile.";
        let gold = json!({"id": "x:1@7", "text": later, "events": [event]}).to_string();
        let (packed, n_documents, n_events) = pack(&gold).unwrap();
        assert_eq!((n_documents, n_events), (1, 1));
        assert!(!packed.contains("Norway"), "{packed}");
        let whole = ("First.\n".to_owned() + later + " More.", "2026-01-13".to_owned());
        let texts = BTreeMap::from([("x:1".to_owned(), whole)]);
        let joined = join(&blocks(&packed)[0], &texts).unwrap().expect("the text is there");
        assert_eq!(joined["text"], later);
        assert_eq!(joined["events"][0]["trigger"], "met");
        assert_eq!(joined["events"][0]["optional"], true);
        let other = BTreeMap::from([("x:1".to_owned(), ("Other text.".to_owned(), String::new()))]);
        assert!(join(&blocks(&packed)[0], &other).unwrap().is_none());
    }
}
