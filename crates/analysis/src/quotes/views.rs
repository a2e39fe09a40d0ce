//! Words in, stretches that somebody says, thinks, wants or judges out, whatever word tells it.
//!
//! "The senator opposes the treaty" gives *the treaty* by *the senator*, cue "opposes"; "the levels
//! demanded by NATO" gives *the levels*. Each verb, noun or adjective that a table knows
//! (`models/en/views.tsv`) is a cue that may report one of its dependents; the table weighs the
//! two, and of stretches that overlap the likeliest stays.
//!
//! It never touches what stands between quotation marks or is found by a verb of speech: that is
//! sure, this is likely. The task is PolNeAR's (Newell et al. 2018).

use std::sync::OnceLock;

use model::{Analysis, Deprel, Quote, QuoteKind, Sentence, Span, Token, TokenIdx, Upos};
use rustc_hash::FxHashMap;

use super::{
    frames::{Branches, Report},
    signs::Weighing,
    tree::Tree,
};

/// Least sum of what is kept, a chance of a fifth: the logarithm of 0.2 / 0.8.
const SUM_KEPT: f32 = -1.386_294_4;

/// Where the words alone weigh less, what stands round them never makes up for it.
const SUM_MIN: f32 = -4.0;

/// One stretch that a word may report, for fitting the table.
#[derive(Clone, Debug)]
pub struct View {
    /// The words held, in bytes.
    pub span: Span,
    /// Words of the table that weigh here, one time each.
    pub features: Vec<String>,
}

/// Everything that could be reported, likely or not, in reading order; `known` says which lemmas
/// may be cues.
pub fn candidates(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    known: impl Fn(&str) -> bool,
) -> Vec<View> {
    let tree = Tree { tokens, words: super::words::Words::embedded() };
    let mut out = Vec::new();
    for sentence in sentences {
        let branches = Branches::of(&tree, sentence);
        for cue in cues(&tree, sentence) {
            if !known(&tree.lemma(cue)) {
                continue;
            }
            for report in branches.reports(cue) {
                let mut features = Vec::new();
                branches.weigh(text, &report, &|w| known(w), &mut Names(&mut features));
                features.sort_unstable();
                features.dedup();
                out.push(View { span: branches.span(&report), features });
            }
        }
    }
    out
}

fn cues<'a>(tree: &'a Tree<'_>, s: &Sentence) -> impl Iterator<Item = usize> + use<'a> {
    (s.first.at()..s.end.at().min(tree.tokens.len()))
        .filter(|k| matches!(tree.tokens[*k].upos, Upos::Verb | Upos::Noun | Upos::Adj))
}

/// The quotations of an analysed text and what is likely held beside them, by start.
pub fn with_attitudes(text: &str, analysis: &Analysis) -> Vec<Quote> {
    let tree = &Tree { tokens: &analysis.tokens, words: super::words::Words::embedded() };
    let (sentences, found) = (&analysis.sentences, &analysis.quotes);
    let table = table();
    let mut out = found.clone();
    let mut key = String::new();
    for (n, sentence) in sentences.iter().enumerate() {
        let mut branches = None;
        let mut likely: Vec<(f32, Report, Span)> = Vec::new();
        for cue in cues(tree, sentence) {
            key.clear();
            key.push_str("l=");
            key.extend(tree.tokens[cue].lemma.chars().flat_map(char::to_lowercase));
            if !table.contains_key(key.as_str()) {
                continue;
            }
            let branches = branches.get_or_insert_with(|| Branches::of(tree, sentence));
            for report in branches.reports(cue) {
                let mut weighed = Sum { table, sum: 0.0 };
                let known = |w: &str| table.contains_key(format!("l={w}").as_str());
                branches.weigh(text, &report, &known, &mut weighed);
                if weighed.sum >= SUM_KEPT {
                    let span = branches.span(&report);
                    likely.push((weighed.sum, report, span));
                }
            }
        }
        let Some(branches) = branches else { continue };
        likely.sort_by(|a, b| {
            b.0.total_cmp(&a.0).then((a.2.start, a.2.end).cmp(&(b.2.start, b.2.end)))
        });
        let direct: Vec<Span> = (found.iter())
            .filter(|q| q.kind == QuoteKind::Direct && q.span.overlaps(sentence.span))
            .map(|q| q.span)
            .collect();
        let mut taken: Vec<Span> =
            found.iter().map(|q| q.span).filter(|s| s.overlaps(sentence.span)).collect();
        for (_, report, span) in likely {
            if taken.iter().any(|t| is_same(*t, span)) {
                continue;
            }
            taken.push(span);
            out.push(Quote {
                span,
                kind: QuoteKind::Attitude,
                cue: Some(TokenIdx(report.cue as u32)),
                speaker: branches.speaker(sentence, &report, &direct).map(|k| TokenIdx(k as u32)),
                sentence: n as u32,
            });
        }
    }
    out.sort_by_key(|q| (q.span.start, q.span.end));
    out
}

/// More than half of both shared.
fn is_same(a: Span, b: Span) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start)) as usize;
    common * 2 > a.len() + b.len() - common
}

/// Every name, for fitting.
struct Names<'n>(&'n mut Vec<String>);

impl Weighing for Names<'_> {
    fn add(&mut self, name: &str) {
        self.0.push(name.to_owned());
    }
}

/// Sum of the weights.
struct Sum {
    table: &'static Table,
    sum: f32,
}

impl Weighing for Sum {
    fn add(&mut self, name: &str) {
        self.sum += self.table.get(name).copied().unwrap_or(0.0);
    }

    fn enough(&self) -> bool {
        self.sum < SUM_MIN
    }
}

/// Weights by feature.
type Table = FxHashMap<&'static str, f32>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        include_str!("../../../../models/en/views.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split_once('\t'))
            .filter_map(|(f, w)| Some((f, w.parse().ok()?)))
            .collect()
    })
}

impl Branches<'_> {
    /// Who holds it, `direct` being what stands between marks in its sentence.
    fn speaker(&self, s: &Sentence, report: &Report, direct: &[Span]) -> Option<usize> {
        let tree = self.tree;
        let quoted = |k: usize| direct.iter().any(|d| d.overlaps(tree.tokens[k].span));
        let holder = self.holder(s, report);
        let other = holder
            .filter(|k| quoted(*k) && !quoted(report.cue))
            .and_then(|_| self.outside_marks(s, report.cue, direct));
        other.or(holder).or_else(|| {
            (tree.tokens[report.cue].upos != Upos::Noun).then(|| self.nearest(s, report)).flatten()
        })
    }

    /// The subject of a verb, whose noun it is, or who does what the noun hangs on.
    fn holder(&self, s: &Sentence, report: &Report) -> Option<usize> {
        let tree = self.tree;
        let rel = |k: usize| tree.tokens[k].deprel;
        let cue = report.cue;
        let doer = |k: usize| tree.children(s, k).find(|c| rel(*c) == Deprel::OblAgent);
        if tree.tokens[cue].upos != Upos::Noun {
            if rel(cue) == Deprel::Acl && tree.head(cue) == Some(report.child) {
                return doer(cue);
            }
            let outside = |k: &usize| *k < report.low || *k > report.high;
            let near = doer(cue).or_else(|| tree.subject(s, cue)).filter(outside);
            return near.or_else(|| self.subject_above(s, report));
        }
        let own = tree.children(s, cue).find(|c| {
            rel(*c) == Deprel::NmodPoss
                || rel(*c) == Deprel::Nmod
                    && *c != report.child
                    && matches!(self.marker(*c).as_str(), "by" | "of" | "from" | "among")
        });
        own.or_else(|| {
            let above = tree.head(cue).filter(|h| tree.tokens[*h].upos == Upos::Verb)?;
            tree.subject(s, above).filter(|k| *k != cue)
        })
        .or_else(|| {
            tree.children(s, cue).find(|c| {
                matches!(rel(*c), Deprel::Amod | Deprel::Compound) && tree.tokens[*c].name.is_some()
            })
        })
        .or_else(|| self.subject_above(s, report))
    }

    /// The nearest subject of the clauses above that is no part of what is held.
    fn subject_above(&self, s: &Sentence, report: &Report) -> Option<usize> {
        let outside = |c: usize| c != report.cue && (c < report.low || c > report.high);
        self.tree.subject_over(s, report.cue, outside)
    }

    /// Where no clause above has a subject: whoever does what the cue hangs on, or the nearest noun
    /// before it, or after it, that is no part of what is held.
    fn nearest(&self, s: &Sentence, report: &Report) -> Option<usize> {
        let tree = self.tree;
        let cue = report.cue;
        let above = tree.head(cue).filter(|_| self.rel(cue) == Deprel::Advcl);
        let noun = |k: &usize| {
            matches!(self.upos(*k), Upos::Noun | Upos::Propn | Upos::Pron)
                && (*k < report.low || *k > report.high)
        };
        let end = s.end.at().min(tree.tokens.len());
        above.and_then(|h| tree.subject(s, h)).or_else(|| {
            let near = (s.first.at()..cue).rev().find(noun);
            near.or_else(|| (cue + 1..end).find(noun)).map(|k| tree.top(k))
        })
    }

    /// Where the cue stands outside quotation marks and its subject within: who speaks before it
    /// (“It was false,” Okafor said, referring to the road).
    fn outside_marks(&self, s: &Sentence, cue: usize, direct: &[Span]) -> Option<usize> {
        let tree = self.tree;
        let quoted = |k: usize| direct.iter().any(|d| d.overlaps(tree.tokens[k].span));
        (s.first.at()..cue)
            .rev()
            .filter(|k| tree.says(*k) && !quoted(*k))
            .find_map(|k| tree.subject(s, k).filter(|x| !quoted(*x)))
    }
}
