//! Words in, how far what they name is a fact out: from -3 (certainly not) to 3 (certainly).
//!
//! "He refused to leave": *refused* 3, *leave* near -2. What the small words round an act say
//! ([`crate::local`]) and which operators govern it is weighed by a small fitted table
//! (`models/en/status.tsv`).
//!
//! It never asks what the world is like, only what the text says of it.
//!
//! The scale is that of FactBank's successors (Lee et al. 2015, UDS-It-Happened).

use std::sync::OnceLock;

use knowledge::{Knowledge, Pos};
use model::{Analysis, Deprel, Document, Span, TokenIdx, Upos};

use crate::{local, tree::Tree, weights::Weights};

/// How far one word's act is a fact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Factuality {
    /// From -3 to 3.
    pub value: f32,
    /// What the weighing looked at.
    pub features: Vec<String>,
}

/// Factuality of the acts that the words (spans in bytes) name, in their order.
pub fn factuality(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
    words: &[Span],
) -> Vec<Factuality> {
    static TABLE: OnceLock<Weights> = OnceLock::new();
    let weights =
        TABLE.get_or_init(|| Weights::read(include_str!("../../../models/en/status.tsv")));
    let tree = Tree::new(&document.text, analysis, knowledge);
    words
        .iter()
        .map(|span| {
            let token = analysis.tokens.iter().position(|t| t.span.overlaps(*span));
            let features = token.map(|t| features(&tree, TokenIdx(t as u32))).unwrap_or_default();
            let value = weights.scores(&features).first().map_or(3.0, |s| s.1).clamp(-3.0, 3.0);
            Factuality { value, features }
        })
        .collect()
}

fn features(tree: &Tree<'_>, t: TokenIdx) -> Vec<String> {
    let mut out = vec!["bias".to_owned()];
    let local = local::read(tree, t, false);
    let flags = |l: &local::Local| {
        format!(
            "{}{}{}{}",
            if l.negated { "n" } else { "-" },
            if l.hypothetical { "h" } else { "-" },
            if l.future { "f" } else { "-" },
            if l.planned { "p" } else { "-" },
        )
    };
    let own = flags(&local);
    out.push(format!("local={own}"));
    out.push(format!("upos={}", tree.upos(t)));
    out.push(format!("xpos={}", tree.xpos(t).as_str()));
    out.push(format!("rel={}", tree.rel(t)));
    out.push(format!("local={own}|{}", tree.rel(t)));
    out.push(format!("xpos={}|{}", tree.xpos(t).as_str(), tree.rel(t)));
    for &k in tree.kids(t) {
        match tree.rel(k) {
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop => {
                out.push(format!("aux={}", tree.lemma(k)));
                out.push(format!("aux={}|{}", tree.lemma(k), tree.xpos(k).as_str()));
            }
            Deprel::Mark => out.push(format!("mark={}", tree.lemma(k))),
            Deprel::Advmod if tree.cue("negation", k) => out.push("not".to_owned()),
            Deprel::Advmod if is_doubt(&tree.lemma(k)) => {
                out.push(format!("adv={}", tree.lemma(k)));
            }
            Deprel::Nsubj | Deprel::NsubjPass => {
                let lemma = tree.lemma(k);
                if matches!(lemma.as_str(), "i" | "we" | "you" | "nobody" | "no") {
                    out.push(format!("subj={lemma}"));
                }
            }
            _ => {}
        }
    }
    let mut at = t;
    for (n, above) in tree.ancestors(t).take(3).enumerate() {
        let verbal = matches!(tree.upos(above), Upos::Verb | Upos::Aux) || tree.is_predicate(above);
        let link = tree.rel(at);
        let read = flags(&local::read(tree, above, false));
        out.push(format!("up{n}={read}|{link}"));
        if n == 0 || verbal {
            for o in operators(tree, above) {
                out.push(format!("op{n}={o}|{link}"));
                out.push(format!("op={o}|{read}"));
            }
        }
        if n == 0 && is_governor(tree, above) {
            let lemma = tree.lemma(above);
            out.push(format!("gov={lemma}"));
            out.push(format!("gov={lemma}|{link}"));
            out.push(format!("gov={lemma}|{read}"));
        }
        at = above;
    }
    let s = &tree.analysis.sentences[tree.analysis.sentence_of(t)];
    if tree.form(TokenIdx(s.end.0 - 1)) == "?" {
        out.push("question".to_owned());
    }
    // News tells what happened; talk between people asks, wishes and instructs.
    let s = &tree.analysis.sentences[tree.analysis.sentence_of(t)];
    let talk = s.tokens().any(|k| {
        let form = tree.form(k).to_lowercase();
        matches!(form.as_str(), "i" | "you" | "my" | "your" | "!" | "me")
    });
    let reported = s.tokens().any(|k| tree.lemma(k) == "say" || tree.upos(k) == Upos::Propn);
    let n_names = s.tokens().filter(|&k| tree.upos(k) == Upos::Propn).count();
    let n_tokens = (s.end.0 - s.first.0) as usize;
    let news = !talk && (reported && n_tokens > 14 || n_names > 3);
    let tone = if news { "news" } else { "talk" };
    for k in 0..out.len() {
        let crossed = format!("{tone}:{}", out[k]);
        out.push(crossed);
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Operators that a word's senses name, whatever their conditions say.
fn operators<'t>(tree: &'t Tree<'_>, t: TokenIdx) -> Vec<&'t str> {
    let lemma = tree.lemma(t);
    let pos = if tree.upos(t) == Upos::Verb { Pos::Verb } else { Pos::Noun };
    let frames = &tree.knowledge.frames;
    let mut found: Vec<&str> = frames
        .senses(&lemma, pos)
        .iter()
        .filter_map(|&i| frames.get(i).operator.as_deref())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether the word is in our own data: a frame's headword or a word of the class `governor`.
fn is_governor(tree: &Tree<'_>, t: TokenIdx) -> bool {
    let lemma = tree.lemma(t);
    tree.knowledge.classes.contains("governor", &lemma)
        || !tree.knowledge.frames.senses(&lemma, Pos::Verb).is_empty()
        || !tree.knowledge.frames.senses(&lemma, Pos::Noun).is_empty()
}

fn is_doubt(lemma: &str) -> bool {
    matches!(
        lemma,
        "allegedly"
            | "almost"
            | "apparently"
            | "hopefully"
            | "likely"
            | "maybe"
            | "nearly"
            | "never"
            | "perhaps"
            | "possibly"
            | "potentially"
            | "presumably"
            | "probably"
            | "reportedly"
            | "supposedly"
            | "unlikely"
    )
}
