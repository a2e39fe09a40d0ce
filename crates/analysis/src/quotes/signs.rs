//! A report in, what tells whether it is one out, name by name.
//!
//! For *the treaty* in "she opposes the treaty": the cue (`l=oppose`), how the two hang together
//! (`lf=opposeVobj`), who is the subject (`s=she`), what else hangs on the cue.
//!
//! It weighs nothing: [`super::views`] does.

use std::fmt::Write as _;

use model::{Deprel, Upos};

use super::frames::{Branches, Report};

/// What is told of a report, name by name.
pub(super) trait Weighing {
    fn add(&mut self, name: &str);

    /// Whether what was named so far settles it.
    fn enough(&self) -> bool {
        false
    }
}

impl Branches<'_> {
    /// Who does what the cue says, as the tree has it, and how it was found.
    fn subject(&self, cue: usize) -> (Option<usize>, &'static str) {
        let mut at = cue;
        for _ in 0..4 {
            for &k in self.kids(at) {
                match self.rel(k) {
                    Deprel::Nsubj | Deprel::NsubjOuter => return (Some(k), "nsubj"),
                    Deprel::NsubjPass => return (Some(k), "nsubj:pass"),
                    _ => {}
                }
            }
            if let Some(k) = self.kids(at).iter().find(|k| self.rel(**k) == Deprel::OblAgent) {
                return (Some(*k), "agent");
            }
            match self.rel(at) {
                Deprel::Acl => return (self.tree.head(at), "acl"),
                Deprel::AclRelcl => return (self.tree.head(at), "acl:relcl"),
                Deprel::Conj
                | Deprel::Xcomp
                | Deprel::Advcl
                | Deprel::Parataxis
                | Deprel::Ccomp => match self.tree.head(at) {
                    Some(h) if h >= self.first && h - self.first < self.kids.len() => at = h,
                    _ => break,
                },
                _ => break,
            }
        }
        (None, "none")
    }

    /// Names what the words alone tell of the report, then, unless `enough` says that this will do,
    /// what stands round them; some names may come twice.
    pub(super) fn weigh(
        &self,
        text: &str,
        r: &Report,
        known: &dyn Fn(&str) -> bool,
        weighing: &mut dyn Weighing,
    ) {
        let tokens = self.tree.tokens;
        let (cue, child) = (r.cue, r.child);
        let lemma = self.tree.lemma(cue);
        let upos = &self.upos(cue).as_str()[..1];
        let (bare, f) = (&r.frame, r.name());
        let mut name = String::with_capacity(64);
        let mut add = |w: &mut dyn Weighing, args: std::fmt::Arguments<'_>| {
            name.clear();
            let _ = name.write_fmt(args);
            w.add(&name);
        };
        add(weighing, format_args!("bias"));
        add(weighing, format_args!("l={lemma}"));
        add(weighing, format_args!("l={lemma}{upos}"));
        add(weighing, format_args!("lf={lemma}{upos}{f}"));
        if !r.part.is_empty() {
            add(weighing, format_args!("lf={lemma}{upos}{bare}"));
        }
        add(weighing, format_args!("f={f}"));
        add(weighing, format_args!("uf={upos}{f}"));
        let n = usize::BITS - (r.high - r.low + 1).min(32).leading_zeros();
        add(weighing, format_args!("n={n}"));
        add(weighing, format_args!("n={n}|{f}"));
        let xpos = tokens[cue].xpos.as_str();
        add(weighing, format_args!("x={xpos}"));
        add(weighing, format_args!("x={xpos}|{f}"));
        if weighing.enough() {
            return;
        }
        let (subject, how) = self.subject(cue);
        let who = match subject {
            None => "none".into(),
            Some(k) => match (self.upos(k), tokens[k].name) {
                (Upos::Pron, _) => self.tree.lemma(k),
                (_, Some((kind, _))) => kind.as_str().into(),
                (Upos::Noun, None) => {
                    let noun = self.tree.lemma(k);
                    if known(&noun) {
                        add(weighing, format_args!("sl={noun}"));
                    }
                    "noun".into()
                }
                (other, None) => other.as_str().into(),
            },
        };
        add(weighing, format_args!("s={who}"));
        add(weighing, format_args!("s={who}|{f}"));
        add(weighing, format_args!("how={how}{upos}"));
        add(weighing, format_args!("wr={}", self.rel(cue)));
        add(weighing, format_args!("c={}|{f}", tokens[child].xpos.as_str()));
        let words = self.span(r).of(text);
        if words.contains(['"', '\u{201c}']) || words.contains("''") {
            add(weighing, format_args!("q"));
        }
        // What else hangs on the cue.
        for &k in self.kids(cue) {
            let word = self.tree.lemma(k);
            match self.rel(k) {
                Deprel::CompoundPrt => add(weighing, format_args!("prt={lemma}{word}{f}")),
                Deprel::Aux | Deprel::AuxPass => add(weighing, format_args!("aux={word}")),
                rel @ (Deprel::Ccomp | Deprel::Xcomp | Deprel::Obj | Deprel::Obl)
                    if k > cue && k != child =>
                {
                    add(weighing, format_args!("sib{rel}|{f}"));
                    add(weighing, format_args!("sib{rel}|{lemma}{f}"));
                }
                Deprel::Advmod if matches!(word.as_ref(), "not" | "n't" | "never") => {
                    add(weighing, format_args!("neg"));
                }
                _ => {}
            }
        }
    }
}
