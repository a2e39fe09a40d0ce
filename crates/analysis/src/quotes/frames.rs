//! A word and its dependents in, the stretches that it may report out, each with what tells of it.
//!
//! "She opposes the treaty" gives `opposes` with its object; "what analysts call a retreat" gives
//! `call` with what stands after it and with the noun it describes.
//!
//! It never decides which of them is reported: [`super::views`] does.

use model::{Deprel, Sentence, Span, Upos, Xpos};

use super::tree::Tree;

/// The tree of one sentence, with what hangs under each word.
pub(super) struct Branches<'t> {
    pub(super) tree: &'t Tree<'t>,
    pub(super) first: usize,
    pub(super) kids: Vec<Vec<usize>>,
    reach: Vec<(usize, usize)>,
}

/// A cue, the dependent (or head) that it may report, and the tokens from `low` to `high`.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) cue: usize,
    pub(super) child: usize,
    pub(super) low: usize,
    pub(super) high: usize,
    /// How the two hang together: `obl:about`.
    pub(super) frame: String,
    /// Which part is meant, where not the whole dependent: `trim`, `on`, `raise` …
    pub(super) part: &'static str,
}

impl Report {
    pub(super) fn name(&self) -> String {
        let joint = if self.part.is_empty() { "" } else { "/" };
        format!("{}{joint}{}", self.frame, self.part)
    }
}

const QUESTION: [&str; 9] =
    ["whether", "what", "who", "how", "why", "which", "when", "where", "if"];

impl<'t> Branches<'t> {
    pub(super) fn of(tree: &'t Tree<'t>, s: &Sentence) -> Self {
        let (first, end) = (s.first.at(), s.end.at().min(tree.tokens.len()));
        let n = end.saturating_sub(first);
        let mut kids = vec![Vec::new(); n];
        let mut reach: Vec<(usize, usize)> = (first..end).map(|k| (k, k)).collect();
        for k in first..end {
            if let Some(h) = tree.head(k).filter(|h| (first..end).contains(h)) {
                kids[h - first].push(k);
            }
            let mut at = k;
            for _ in 0..80 {
                let r = &mut reach[at - first];
                *r = (r.0.min(k), r.1.max(k));
                match tree.head(at).filter(|h| (first..end).contains(h)) {
                    Some(h) => at = h,
                    None => break,
                }
            }
        }
        Branches { tree, first, kids, reach }
    }

    pub(super) fn kids(&self, k: usize) -> &[usize] {
        &self.kids[k - self.first]
    }

    pub(super) fn reach(&self, k: usize) -> (usize, usize) {
        self.reach[k - self.first]
    }

    pub(super) fn rel(&self, k: usize) -> Deprel {
        self.tree.tokens[k].deprel
    }

    pub(super) fn upos(&self, k: usize) -> Upos {
        self.tree.tokens[k].upos
    }

    /// The first preposition or conjunction of a dependent; empty where it has none.
    pub(super) fn marker(&self, k: usize) -> String {
        self.kids(k)
            .iter()
            .find(|c| **c < k && matches!(self.rel(**c), Deprel::Case | Deprel::Mark))
            .map_or_else(String::new, |c| self.tree.lemma(*c).into_owned())
    }

    pub(super) fn span(&self, r: &Report) -> Span {
        self.tree.tokens[r.low].span.cover(self.tree.tokens[r.high].span)
    }

    /// Marks at the ends left out, and prepositions at the beginning if `bare`.
    fn strip(&self, mut low: usize, mut high: usize, bare: bool) -> (usize, usize) {
        while low < high && self.upos(low) == Upos::Punct {
            low += 1;
        }
        while high > low && self.upos(high) == Upos::Punct {
            high -= 1;
        }
        while bare && low < high && self.rel(low) == Deprel::Case {
            low += 1;
        }
        (low, high)
    }

    /// How `child` hangs on `cue`.
    fn frame(&self, cue: usize, child: usize) -> String {
        let rel = self.rel(child);
        let with = match rel {
            Deprel::Obl | Deprel::Nmod | Deprel::Advcl | Deprel::Acl => self.marker(child),
            Deprel::Xcomp if self.marker(child) == "to" => "to".to_owned(),
            Deprel::Xcomp if self.upos(child) == Upos::Verb => {
                self.tree.tokens[child].xpos.as_str().to_owned()
            }
            Deprel::Xcomp => "small".to_owned(),
            Deprel::Ccomp => {
                let asks =
                    self.kids(child).iter().any(|k| QUESTION.contains(&&*self.tree.lemma(*k)));
                let ing = self.tree.tokens[child].xpos == Xpos::Vbg;
                if asks {
                    "wh"
                } else if ing {
                    "ing"
                } else {
                    "that"
                }
                .to_owned()
            }
            _ => String::new(),
        };
        let side = if child < cue { "L" } else { "" };
        let joint = if with.is_empty() { "" } else { ":" };
        format!("{rel}{joint}{with}{side}")
    }

    /// Every stretch that the word at `cue` may report.
    pub(super) fn reports(&self, cue: usize) -> Vec<Report> {
        let mut out = Vec::new();
        for &child in self.kids(cue) {
            self.report_dependent(cue, child, &mut out);
        }
        self.report_head(cue, &mut out);
        out
    }

    fn report_dependent(&self, cue: usize, child: usize, out: &mut Vec<Report>) {
        let rel = self.rel(child);
        let right = child > cue;
        let carries = matches!(
            rel,
            Deprel::Ccomp
                | Deprel::Parataxis
                | Deprel::Obj
                | Deprel::NsubjPass
                | Deprel::Csubj
                | Deprel::CsubjPass
        ) || right
            && matches!(
                rel,
                Deprel::Obl
                    | Deprel::Xcomp
                    | Deprel::Nmod
                    | Deprel::Acl
                    | Deprel::AclRelcl
                    | Deprel::Advcl
                    | Deprel::AdvclRelcl
                    | Deprel::Appos
            );
        if !carries || right && rel == Deprel::NsubjPass {
            return;
        }
        let (mut low, mut high) = self.reach(child);
        if right {
            low = low.max(cue + 1);
        } else {
            high = high.min(cue - 1);
        }
        if low > high {
            return;
        }
        let bare = matches!(rel, Deprel::Obl | Deprel::Nmod | Deprel::NsubjPass);
        let (low, high) = self.strip(low, high, bare);
        let frame = self.frame(cue, child);
        let mut add = |low: usize, high: usize, part: &'static str| {
            out.push(Report { cue, child, low, high, frame: frame.clone(), part });
        };
        add(low, high, "");
        let trimmed = self.before_loose_end(child, low, high);
        if trimmed < high && trimmed > low {
            let (a, b) = self.strip(low, trimmed, false);
            add(a, b, "trim");
        }
        let end = self.reach(cue).1;
        if right
            && end > self.reach(child).1 + 1
            && matches!(
                rel,
                Deprel::Obj | Deprel::Obl | Deprel::Xcomp | Deprel::Ccomp | Deprel::Nmod
            )
        {
            let (a, b) = self.strip(low, end, false);
            if b > high {
                add(a, b, "on");
            }
        }
        // "Mr Obama is expected to visit": of him, too.
        let raised =
            self.kids(cue).iter().find(|k| self.rel(**k) == Deprel::NsubjPass && **k < cue);
        if right
            && matches!(rel, Deprel::Xcomp | Deprel::Ccomp)
            && let Some(subject) = raised
        {
            let (a, b) = self.strip(self.reach(*subject).0, high, false);
            add(a, b, "raise");
        }
    }

    /// What the cue's own clause describes or hangs on: "the levels demanded by NATO", "as police
    /// have said".
    fn report_head(&self, cue: usize, out: &mut Vec<Report>) {
        let Some(head) = self.tree.head(cue).filter(|_| self.upos(cue) == Upos::Verb) else {
            return;
        };
        let mut add = |low: usize, high: usize, frame: &str, part: &'static str, bare: bool| {
            if low <= high {
                let (low, high) = self.strip(low, high, bare);
                out.push(Report { cue, child: head, low, high, frame: frame.to_owned(), part });
            }
        };
        let ((low, high), own) = (self.reach(head), self.reach(cue));
        match self.rel(cue) {
            Deprel::Acl
                if self.tree.tokens[cue].xpos == Xpos::Vbn
                    && matches!(self.upos(head), Upos::Noun | Upos::Propn) =>
            {
                add(low, high.min(cue - 1), "acl-head", "", true);
            }
            Deprel::AclRelcl if own.0 > 0 => add(low, own.0 - 1, "relcl-head", "", true),
            Deprel::Advcl | Deprel::Parataxis => {
                let as_clause = if self.marker(cue) == "as" { ":as" } else { "" };
                let frame = format!("{}-head{as_clause}", self.rel(cue));
                if own.0 > low {
                    add(low, own.0 - 1, &frame, "before", false);
                }
                if own.1 < high {
                    add(own.1 + 1, high, &frame, "after", false);
                }
            }
            _ => {}
        }
    }

    /// Last token before a clause that hangs loosely at the end, after a comma; `high` if none.
    fn before_loose_end(&self, child: usize, low: usize, high: usize) -> usize {
        for k in child + 1..=high {
            let loose = matches!(
                self.rel(k),
                Deprel::Advcl
                    | Deprel::AdvclRelcl
                    | Deprel::Parataxis
                    | Deprel::Conj
                    | Deprel::AclRelcl
                    | Deprel::Appos
            );
            let (from, to) = self.reach(k);
            if !loose || to + 1 < high || from <= low {
                continue;
            }
            let comma = |t: usize| self.tree.lemma(t) == ",";
            if comma(from) {
                return from - 1;
            }
            if from > low + 2 && comma(from - 1) {
                return from - 2;
            }
        }
        high
    }
}
