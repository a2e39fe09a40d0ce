//! A sentence in, the noun phrases that may say who does it or to whom out, each in several cuts.
//!
//! "The rebels in the north, who had fled, shelled a town": the rebels; the rebels in the north; the
//! rebels in the north, who had fled. Coordinated phrases are also taken together, each by itself and
//! as one stretch. It never says which is right.

use model::{Deprel, Span, TokenIdx, Upos};

use crate::tree::Tree;

/// A noun phrase cut in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Its highest word.
    pub(crate) head: TokenIdx,
    /// First word and one past the last of each part, in reading order, apart.
    pub(crate) parts: Vec<(u32, u32)>,
    /// How it is cut; several where they come to the same.
    pub(crate) cuts: Vec<&'static str>,
}

impl Phrase {
    /// Its letters.
    pub(crate) fn spans(&self, tree: &Tree<'_>) -> Vec<Span> {
        let span = |t: u32| tree.analysis.token(TokenIdx(t)).span;
        self.parts.iter().map(|&(from, to)| span(from).cover(span(to - 1))).collect()
    }

    /// Words that it covers.
    pub(crate) fn n_words(&self) -> u32 {
        self.parts.iter().map(|(from, to)| to - from).sum()
    }

    pub(crate) fn holds(&self, t: TokenIdx) -> bool {
        self.parts.iter().any(|&(from, to)| from <= t.0 && t.0 < to)
    }
}

/// What of the words behind its head a phrase keeps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Bare,
    Of,
    Behind,
    Beside,
    Both,
    Whole,
}

const CUTS: [(Cut, &str, &str, &str); 6] = [
    (Cut::Bare, "bare", "bares", "bare-row"),
    (Cut::Of, "of", "ofs", "of-row"),
    (Cut::Behind, "behind", "behinds", "behind-row"),
    (Cut::Beside, "beside", "besides", "beside-row"),
    (Cut::Both, "both", "boths", "both-row"),
    (Cut::Whole, "whole", "wholes", "whole-row"),
];

/// Every phrase of the text in every cut, by their heads.
pub(crate) fn phrases(tree: &Tree<'_>) -> Vec<Phrase> {
    let n = tree.analysis.tokens.len() as u32;
    let heads = (0..n).map(TokenIdx).filter(|&t| may_head(tree, t));
    heads.flat_map(|head| cuts(tree, head)).collect()
}

fn may_head(tree: &Tree<'_>, t: TokenIdx) -> bool {
    let nominal = matches!(tree.upos(t), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
    let slot = matches!(
        tree.rel(t),
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Iobj | Deprel::Obl
    );
    let part = matches!(
        tree.rel(t),
        Deprel::Flat | Deprel::Fixed | Deprel::Nummod | Deprel::Det | Deprel::Case
    );
    (nominal && !part || slot) && tree.antecedent(t).is_none()
}

fn cuts(tree: &Tree<'_>, head: TokenIdx) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    let mut add = |parts: Vec<(u32, u32)>, cut: &'static str| match found
        .iter_mut()
        .find(|p| p.parts == parts)
    {
        Some(same) => same.cuts.push(cut),
        None => found.push(Phrase { head, parts, cuts: vec![cut] }),
    };
    let row = tree.coordinated(head);
    for (cut, one, several, stretch) in CUTS {
        let first = stretch_of(tree, head, cut);
        add(vec![first], one);
        if row.len() > 1 {
            let mut parts: Vec<(u32, u32)> =
                row.iter().map(|&t| stretch_of(tree, t, cut)).collect();
            parts.sort_unstable();
            parts.dedup_by(|b, a| {
                let inside = b.0 < a.1;
                a.1 = if inside { a.1.max(b.1) } else { a.1 };
                inside
            });
            if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
                add(vec![(first.0, last.1)], stretch);
            }
            add(parts, several);
        }
    }
    found
}

/// From the first word before the head to the last behind it that the cut keeps.
fn stretch_of(tree: &Tree<'_>, head: TokenIdx, cut: Cut) -> (u32, u32) {
    let (mut from, mut to) = (head.0, head.0 + 1);
    for &k in tree.kids(head) {
        let rel = tree.rel(k);
        if k < head {
            if is_before(rel) {
                from = from.min(under(tree, k).0);
            }
            continue;
        }
        let kept = match rel {
            Deprel::Flat | Deprel::NmodDesc | Deprel::Compound | Deprel::Nummod => true,
            Deprel::Nmod | Deprel::NmodUnmarked => match cut {
                Cut::Bare => false,
                Cut::Of | Cut::Beside => tree.preposition(k).as_deref() == Some("of"),
                _ => true,
            },
            Deprel::Appos => matches!(cut, Cut::Beside | Cut::Both | Cut::Whole),
            Deprel::Conj | Deprel::Punct | Deprel::Cc | Deprel::Case | Deprel::Parataxis => false,
            _ => cut == Cut::Whole,
        };
        if !kept {
            continue;
        }
        let end = match (rel, cut) {
            (Deprel::Nmod | Deprel::NmodUnmarked | Deprel::Appos, _) if cut != Cut::Whole => {
                let row = tree.coordinated(k);
                row.iter().map(|&t| stretch_of(tree, t, cut).1).max().unwrap_or(to)
            }
            _ => under(tree, k).1,
        };
        to = to.max(end);
    }
    while to > head.0 + 1 && tree.rel(TokenIdx(to - 1)) == Deprel::Punct {
        to -= 1;
    }
    // "The National Security Council (NSC)": closed where it is opened.
    let is = |t: u32, mark: &str| {
        (t as usize) < tree.analysis.tokens.len() && tree.form(TokenIdx(t)) == mark
    };
    let opened = (from..to).filter(|&t| is(t, "(")).count();
    if opened > (from..to).filter(|&t| is(t, ")")).count() && is(to, ")") {
        to += 1;
    }
    (from, to)
}

/// Relations of what stands before a noun and belongs to its phrase.
fn is_before(rel: Deprel) -> bool {
    matches!(
        rel,
        Deprel::Det
            | Deprel::Amod
            | Deprel::Compound
            | Deprel::NmodPoss
            | Deprel::NmodDesc
            | Deprel::NmodUnmarked
            | Deprel::Nummod
            | Deprel::Flat
            | Deprel::Advmod
            | Deprel::Acl
            | Deprel::Nmod
    )
}

/// First word and one past the last of all that hangs on a word.
fn under(tree: &Tree<'_>, t: TokenIdx) -> (u32, u32) {
    tree.kids(t).iter().fold((t.0, t.0 + 1), |(from, to), &k| {
        let (a, b) = under(tree, k);
        (from.min(a), to.max(b))
    })
}
