//! Name spans against IOB2 files.

use std::collections::BTreeSet;

use model::NameKind;
use serde_json::{Value, json};

use crate::{
    Prf,
    figures::{Counts, Figures},
};

/// A sentence: its words, and for each the name it is part of and whether it begins it.
pub type Tagged = (Vec<String>, Vec<Option<(NameKind, bool)>>);

/// Reads IOB2: a word a line, the tag in the last column that looks like one; blank lines part
/// sentences, `#` starts a comment. Other kinds than people, organisations, places and groups are
/// read as no name. A comment `newdoc` or `doc`, or a word `-DOCSTART-`, opens a document; without
/// one each sentence is a document of its own.
pub fn documents(iob: &str) -> Vec<Vec<Tagged>> {
    let mut out: Vec<Vec<Tagged>> = Vec::new();
    let mut at: Tagged = (Vec::new(), Vec::new());
    let (mut marked, mut opens) = (false, true);
    for line in iob.lines().chain([""]) {
        if line.trim().is_empty() {
            if !at.0.is_empty() {
                if opens || !marked {
                    out.push(Vec::new());
                    opens = false;
                }
                out.last_mut().expect("just opened").push(std::mem::take(&mut at));
            }
            continue;
        }
        if line.starts_with("# newdoc")
            || line.starts_with("# doc =")
            || line.starts_with("-DOCSTART-")
        {
            (marked, opens) = (true, true);
            continue;
        }
        let cells: Vec<&str> = line.split(['\t', ' ']).filter(|c| !c.is_empty()).collect();
        let is_tag = |c: &&str| *c == "O" || c.starts_with("B-") || c.starts_with("I-");
        if line.starts_with("# ") && !cells.iter().skip(1).any(is_tag) || cells.len() < 2 {
            continue;
        }
        let tag = cells.iter().skip(1).rev().find(|c| is_tag(c)).copied().unwrap_or("O");
        let numbered = cells.len() > 2 && cells[0].parse::<usize>().is_ok();
        at.0.push(cells[usize::from(numbered)].to_owned());
        at.1.push(kind(tag));
    }
    out
}

fn kind(tag: &str) -> Option<(NameKind, bool)> {
    let (begins, name) = (tag.starts_with("B-"), tag.get(2..)?);
    let kind = match name.to_uppercase().as_str() {
        "PER" | "PERSON" => NameKind::Person,
        "ORG" | "ORGANIZATION" => NameKind::Organization,
        "LOC" | "LOCATION" | "FACILITY" | "GPE" => NameKind::Place,
        "NORP" => NameKind::Group,
        _ => return None,
    };
    Some((kind, begins))
}

/// Figures over a file: hits, answers, gold for each kind.
#[derive(Clone, Debug, Default)]
pub struct NamesReport {
    counts: [[usize; 3]; 4],
    has_groups: bool,
    /// Of people, organisations and places, by sentence.
    by_sentence: Vec<Counts>,
    shown: Vec<String>,
}

impl NamesReport {
    /// Counts one sentence; `answer` has a tag for each word.
    pub fn sentence(&mut self, gold: &Tagged, answer: &[Option<(NameKind, bool)>], n_show: usize) {
        let (g, a) = (spans(&gold.1), spans(answer));
        self.has_groups |= g.iter().any(|s| s.2 == NameKind::Group);
        let main = |s: &&(usize, usize, NameKind)| s.2 != NameKind::Group;
        self.by_sentence.push(Counts {
            hits: g.intersection(&a).filter(main).count(),
            answers: a.iter().filter(main).count(),
            gold: g.iter().filter(main).count(),
        });
        for s in &g {
            self.counts[s.2 as usize][2] += 1;
            self.counts[s.2 as usize][0] += usize::from(a.contains(s));
        }
        for s in &a {
            self.counts[s.2 as usize][1] += 1;
        }
        for (what, list, other) in [("MISSED", &g, &a), ("EXTRA", &a, &g)] {
            for s in list.difference(other) {
                if self.shown.len() < n_show {
                    let words = gold.0[s.0..s.1].join(" ");
                    self.shown.push(format!("{what} {} {words} | {}", s.2, gold.0.join(" ")));
                }
            }
        }
    }

    /// Micro figures over people, organisations and places.
    pub fn micro(&self) -> Prf {
        let sum = |k: usize| self.counts[..3].iter().map(|c| c[k]).sum::<usize>();
        Prf::of(sum(0), sum(1), sum(2))
    }

    /// The table for people.
    pub fn to_text(&self) -> String {
        let mut out = self.shown.join("\n");
        if !out.is_empty() {
            out.push('\n');
        }
        for kind in NameKind::ALL {
            let [hits, answers, gold] = self.counts[*kind as usize];
            if *kind != NameKind::Group || self.has_groups {
                let prf = Prf::of(hits, answers, gold);
                out.push_str(&format!("  {:<5} {prf}  gold {gold}\n", kind.as_str()));
            }
        }
        out.push_str(&format!("names (PER, ORG, LOC) {}\n", self.micro()));
        out.push_str("95 of 100 samples of sentences lie between (bootstrap):\n");
        out.push_str(&self.figures().to_text());
        out
    }

    /// The figures for programs.
    pub fn to_json(&self) -> Value {
        let m = self.micro();
        json!({
            "precision": m.precision, "recall": m.recall, "f1": m.f1,
            "figures": self.figures().to_json(),
        })
    }

    fn figures(&self) -> Figures {
        let mut figures = Figures::default();
        figures.add_prf("names", &self.by_sentence);
        figures
    }
}

fn spans(tags: &[Option<(NameKind, bool)>]) -> BTreeSet<(usize, usize, NameKind)> {
    let mut out = BTreeSet::new();
    let mut open: Option<(usize, NameKind)> = None;
    for (i, tag) in tags.iter().copied().chain([None]).enumerate() {
        let goes_on = matches!((tag, open), (Some((k, false)), Some((_, o))) if k == o);
        if !goes_on {
            if let Some((start, kind)) = open.take() {
                out.insert((start, i, kind));
            }
            open = tag.map(|(k, _)| (i, k));
        }
    }
    out
}
