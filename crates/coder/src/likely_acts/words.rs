//! A word that no act covers in, what it is and how it stands out.

use knowledge::Condition;
use model::{Deprel, QuoteKind, Sector, TokenIdx, Upos};

use super::{doers, done_to};
use crate::{compose::Composer, weights::Signs};

impl Composer<'_, '_, '_> {
    /// What somebody is, as far as it counts here: of a country, of a body of several, of none; and
    /// the first sector.
    fn class(&self, t: TokenIdx) -> (&'static str, &'static str) {
        let found = self.who.look(t);
        match &found.participant {
            Some(p) => {
                let sector = p.entity.code.sectors.first().copied().map_or("-", Sector::as_str);
                let country = match p.entity.code.country.as_deref() {
                    None => "no",
                    Some("IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "MNC") => "body",
                    Some(_) => "land",
                };
                (country, sector)
            }
            None if found.person => ("person", ""),
            None if found.place => ("place", ""),
            None => ("thing", ""),
        }
    }

    /// Tells what a word is and how it stands.
    pub(super) fn tell_word(&self, t: TokenIdx, here: usize, out: &mut impl Signs) {
        let tree = self.tree;
        let lemma = tree.lemma(t).as_str();
        let (upos, rel) = (tree.upos(t).as_str(), tree.rel(t).as_str());
        let listed = tree.is_listed(t);
        out.add(&["bias"]);
        out.add(&["rel=", rel, "|", upos]);
        out.add(&["x=", tree.xpos(t).as_str()]);
        out.add(&["here=", ["0", "1", "2", "3"][here.min(3)]]);
        let word = |out: &mut dyn FnMut(&[&str]), of: &[&str; 2]| {
            if listed {
                out(&["l=", lemma, "|", of[0], of[1]]);
            }
        };
        word(&mut |f| out.add(f), &[upos, ""]);
        if let Some(g) = tree.head(t) {
            if tree.is_listed(g) {
                out.add(&["g=", tree.lemma(g), "|", rel]);
            }
            out.add(&["gu=", tree.upos(g).as_str(), "|", rel]);
        }
        match doers(tree, self.who, t).first() {
            Some(&k) => {
                let (land, sector) = self.class(k);
                word(&mut |f| out.add(f), &["s:", land]);
                let official = self.who.meets(k, &Condition::Official);
                out.add(&["s:", if official { "true" } else { "false" }]);
                out.add(&["s:", land, ".", sector, "|", upos]);
            }
            None => out.add(&["s:none|", upos]),
        }
        match done_to(tree, t).first() {
            Some(&k) => {
                let (land, sector) = self.class(k);
                if tree.is_listed(k) {
                    out.add(&["ol=", tree.lemma(k)]);
                }
                if listed {
                    out.add(&["l=", lemma, "|o:", land, ".", sector]);
                }
                out.add(&["o:", land, ".", sector, "|", upos]);
            }
            None => out.add(&["o:none|", upos]),
        }
        for &k in tree.kids(t) {
            let of = tree.rel(k);
            match of {
                Deprel::Obl | Deprel::Nmod => {
                    if let Some(p) = tree.preposition(k) {
                        let (land, sector) = self.class(k);
                        out.add(&["p:", &p, ":", land, ".", sector]);
                        word(&mut |f| out.add(f), &["p:", &p]);
                    }
                }
                Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Mark => {
                    out.add(&["k:", of.as_str(), "|", upos]);
                    if of == Deprel::Mark || tree.is_listed(k) {
                        out.add(&["kl:", of.as_str(), ":", tree.lemma(k)]);
                    }
                }
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop => out.add(&["aux:", tree.lemma(k)]),
                Deprel::Advmod if (tree.is_listed(k) || tree.cue("negation", k)) => {
                    out.add(&["aux:", tree.lemma(k)]);
                }
                Deprel::CompoundPrt => word(&mut |f| out.add(f), &[tree.lemma(k), ""]),
                _ => {}
            }
        }
        if let Some(hint) = tree.analysis.hint(t) {
            let (kind, chance) = hint.likeliest();
            out.add(&["hint=", kind.as_str(), "|", share(chance)]);
            out.add(&["hint=", share(chance), "|", upos]);
            out.add(&["told=", share(hint.asserted())]);
        }
        let passive = tree.upos(t) == Upos::Verb && tree.is_passive(t);
        out.add(&["passive=", if passive { "true" } else { "false" }]);
        self.tell_senses(t, lemma, out);
        let span = tree.analysis.token(t).span;
        let mut quotes = tree.analysis.quotes.iter();
        match quotes.find(|q| q.kind == QuoteKind::Direct && q.span.contains(span)) {
            Some(q) => {
                let (land, sector) = q.speaker.map_or(("nobody", ""), |s| self.class(s));
                out.add(&["quoted:", land, ".", sector]);
                out.add(&["quoted"]);
            }
            None => out.add(&["unquoted"]),
        }
        let said = tree.ancestors(t).find(|&a| tree.is_speech(a));
        if let Some(s) = said.and_then(|a| tree.surface_subject(a)) {
            let (land, sector) = self.class(s);
            out.add(&["said:", land, ".", sector]);
            word(&mut |f| out.add(f), &["said", ""]);
        }
    }

    /// Tells which types the senses of a word have, and what the rules made of it.
    fn tell_senses(&self, t: TokenIdx, lemma: &str, out: &mut impl Signs) {
        let frames = &self.tree.knowledge.frames;
        for (reports, phrase) in frames.reports(lemma) {
            out.add(&["sense=", reports.as_str(), if *phrase { "|phrase" } else { "|word" }]);
        }
        if self.acts.at(t).is_some() {
            out.add(&["act"]);
        }
        if let Some(d) = self.drafts.iter().find(|d| d.dropped && d.head == t) {
            out.add(&["dropped=", d.event_type.as_str()]);
            if let Some(why) = d.why.last().filter(|w| w.starts_with("left out")) {
                out.add(&["dropped:", why]);
            }
        }
    }
}

/// A chance in tenths, those next to nothing apart.
pub(crate) fn share(chance: f32) -> &'static str {
    const SHARES: [&str; 11] = ["no", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    if chance < 0.02 { SHARES[0] } else { SHARES[1 + ((chance * 10.0) as usize).min(9)] }
}
