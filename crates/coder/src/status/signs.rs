//! A word in, everything round it that tells how far its act is a fact out, by name.
//!
//! For *leave* in "he refused to leave": an infinitive (`tense=VB<>to`), below *refuse*
//! (`g0=refuse|xcomp:to`), which has happened (`gt0=VBD<>|xcomp:to`).
//!
//! Adverbs, auxiliaries, determiners, prepositions and conjunctions are named as they are; of verbs,
//! nouns and adjectives those of our own lists only, of others the part of speech.

use knowledge::Pos;
use model::{Deprel, TokenIdx, Upos};

use crate::{local, tree::Tree};

/// How far up the tree is looked.
const N_ABOVE: usize = 4;

/// The signs round one word, sorted, each once.
pub(super) fn read(tree: &Tree<'_>, t: TokenIdx) -> Vec<String> {
    let mut out = vec!["bias".to_owned()];
    read_own(tree, t, &mut out);
    read_below(tree, t, &mut out);
    read_above(tree, t, &mut out);
    read_sentence(tree, t, &mut out);
    out.sort_unstable();
    out.dedup();
    out
}

fn read_own(tree: &Tree<'_>, t: TokenIdx, out: &mut Vec<String>) {
    let (xpos, rel) = (tree.xpos(t).as_str(), tree.rel(t));
    let tense = tense(tree, t);
    let local = flags(local::read(tree, t, false));
    out.push(format!("x={xpos}"));
    out.push(format!("r={rel}"));
    out.push(format!("xr={xpos}|{rel}"));
    out.push(format!("tr={tense}|{rel}"));
    out.push(format!("mark={}|{xpos}", marks(tree, t)));
    out.push(format!("local={local}"));
    out.push(format!("local={local}|{rel}"));
    out.push(format!("tense={tense}"));
    if is_negated(tree, t) {
        out.push("neg".to_owned());
    }
    let lemma = tree.lemma(t);
    if is_ours(tree, lemma) {
        out.push(format!("l={lemma}"));
        out.push(format!("l={lemma}|{}", &xpos[..xpos.len().min(2)]));
    }
}

fn read_below(tree: &Tree<'_>, t: TokenIdx, out: &mut Vec<String>) {
    for &k in tree.kids(t) {
        let lemma = tree.lemma(k);
        out.push(format!("kid={}", tree.rel(k)));
        match tree.rel(k) {
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop => {
                out.push(format!("aux={lemma}|{}", tree.xpos(k).as_str()));
            }
            Deprel::Advmod => out.push(format!("adv={lemma}")),
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Expl | Deprel::Csubj => {
                let small = matches!(tree.upos(k), Upos::Pron | Upos::Det);
                let word = if small { lemma.as_str() } else { "" };
                out.push(format!("subj={}{word}", tree.upos(k)));
            }
            Deprel::Det => out.push(format!("mod={lemma}")),
            Deprel::Amod if is_ours(tree, lemma) => out.push(format!("mod={lemma}")),
            Deprel::Case => out.push(format!("case={lemma}")),
            _ => {}
        }
    }
}

fn read_above(tree: &Tree<'_>, t: TokenIdx, out: &mut Vec<String>) {
    let mut at = t;
    let mut path = String::new();
    for n in 0..N_ABOVE {
        let Some(above) = tree.head(at) else {
            out.push(format!("root{n}"));
            break;
        };
        let to = marks(tree, at).split('+').any(|m| m == "to");
        let link = format!("{}{}", tree.rel(at), if to { ":to" } else { "" });
        path.push_str(tree.rel(at).as_str());
        path.push('>');
        let lemma = tree.lemma(above);
        let word = if is_ours(tree, lemma) { lemma.clone() } else { tree.upos(above).to_string() };
        let not = if is_negated(tree, above) { "N" } else { "" };
        let tense = tense(tree, above);
        out.push(format!("g{n}={word}|{link}"));
        out.push(format!("g{n}={word}|{not}"));
        out.push(format!("gt{n}={tense}|{link}"));
        out.push(format!("gm{n}={}", marks(tree, above)));
        out.push(format!("path={path}"));
        if n < 2 {
            out.push(format!("path={path}|{word}"));
            for o in operators(tree, above) {
                out.push(format!("op{n}={o}|{link}"));
                out.push(format!("op{n}={o}|{not}"));
            }
        }
        if n == 0 {
            out.push(format!("gx={word}|{tense}|{link}"));
            read_beside(tree, above, at, out);
        }
        at = above;
    }
}

/// What else hangs on the word above.
fn read_beside(tree: &Tree<'_>, above: TokenIdx, at: TokenIdx, out: &mut Vec<String>) {
    for &k in tree.kids(above).iter().filter(|k| **k != at) {
        let lemma = tree.lemma(k);
        match tree.rel(k) {
            Deprel::Advmod => out.push(format!("gadv={lemma}")),
            Deprel::Nsubj | Deprel::NsubjPass if tree.upos(k) == Upos::Pron => {
                out.push(format!("gsubj={lemma}"));
            }
            Deprel::Mark => out.push(format!("gmark={lemma}|{}", tree.rel(at))),
            _ => {}
        }
    }
}

fn read_sentence(tree: &Tree<'_>, t: TokenIdx, out: &mut Vec<String>) {
    let s = &tree.analysis.sentences[tree.analysis.sentence_of(t)];
    let (mut n_names, mut n_marks, mut says, mut if_, mut asks) = (0usize, 0, false, false, false);
    for k in s.tokens() {
        n_names += usize::from(tree.upos(k) == Upos::Propn);
        match tree.form(k).to_lowercase().as_str() {
            "\"" | "\u{201c}" | "\u{201d}" | "''" | "``" if k < t => n_marks += 1,
            "?" => asks = true,
            "if" => if_ = true,
            _ => {}
        }
        says |= tree.lemma(k) == "say";
    }
    let n_tokens = (s.end.0 - s.first.0) as usize;
    out.push(format!("names{}", n_names.min(4)));
    out.push(format!("len{}", (n_tokens / 8).min(4)));
    for (holds, sign) in
        [(says, "say"), (if_, "if"), (asks, "question"), (n_marks % 2 == 1, "quoted")]
    {
        if holds {
            out.push(sign.to_owned());
        }
    }
}

/// Its tag, its auxiliaries, whether it is negated and has "to": `VB<do|VBD>N`.
fn tense(tree: &Tree<'_>, t: TokenIdx) -> String {
    let mut aux = String::new();
    for k in tree.kids_by(t, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]) {
        if !aux.is_empty() {
            aux.push('+');
        }
        aux.push_str(tree.lemma(k));
        aux.push_str(tree.xpos(k).as_str());
    }
    let not = if is_negated(tree, t) { "N" } else { "" };
    let to = if marks(tree, t).split('+').any(|m| m == "to") { "to" } else { "" };
    format!("{}<{aux}>{not}{to}", tree.xpos(t).as_str())
}

/// Its conjunctions and particles, as "as+if".
fn marks(tree: &Tree<'_>, t: TokenIdx) -> String {
    let marks = tree.kids_by(t, &[Deprel::Mark]).map(|k| tree.lemma(k).as_str());
    marks.collect::<Vec<_>>().join("+")
}

fn is_negated(tree: &Tree<'_>, t: TokenIdx) -> bool {
    tree.kids(t).iter().any(|&k| match tree.rel(k) {
        Deprel::Advmod | Deprel::Det | Deprel::Cc => tree.cue("negation", k),
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj => {
            tree.cue("negation", k)
                || tree.kids_by(k, &[Deprel::Det]).any(|d| tree.lemma(d) == "no")
        }
        _ => false,
    })
}

/// What the small words round an act say, in four letters.
fn flags(l: local::Local) -> String {
    let letter = |holds: bool, c: char| if holds { c } else { '-' };
    [
        letter(l.negated, 'n'),
        letter(l.hypothetical, 'h'),
        letter(l.future, 'f'),
        letter(l.planned, 'p'),
    ]
    .iter()
    .collect()
}

/// Operators that a word's senses name, whatever their conditions say.
pub(crate) fn operators<'t>(tree: &'t Tree<'_>, t: TokenIdx) -> Vec<&'t str> {
    let pos = if tree.upos(t) == Upos::Verb { Pos::Verb } else { Pos::Noun };
    let frames = &tree.knowledge.frames;
    let senses = frames.senses(tree.lemma(t), pos);
    let mut found: Vec<&str> = senses.iter().filter_map(|&i| frames.operator(i)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether the word is in our own data: a frame's headword or a word of a class.
fn is_ours(tree: &Tree<'_>, lemma: &str) -> bool {
    let frames = &tree.knowledge.frames;
    tree.knowledge.classes.hold(lemma)
        || !frames.senses(lemma, Pos::Verb).is_empty()
        || !frames.senses(lemma, Pos::Noun).is_empty()
}
