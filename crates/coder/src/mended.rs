//! Words that the parse hangs in the wrong place in, where they belong out.
//!
//! "In Montevideo unions called for it": the unions call. It never changes the tree; it tells those who
//! ask for a subject or an object of what the tree lacks, and only where no other reading is left.

use knowledge::{AliasKind, KnownKind};
use model::{Deprel, MentionKind, NameKind, TokenIdx, Upos, Xpos};

use crate::tree::Tree;

impl Tree<'_> {
    /// "Oman mediated between them.": a past tense that the parse took for a participle, where the
    /// sentence is a name and what it did.
    pub(crate) fn is_told_past(&self, v: TokenIdx) -> bool {
        let Some(name) = self.head(v).filter(|_| self.rel(v) == Deprel::Acl) else { return false };
        self.rel(name) == Deprel::Root
            && self.upos(name) == Upos::Propn
            && self.kid(name, &[Deprel::Cop, Deprel::Det, Deprel::Nsubj]).is_none()
            && self.kid(v, &[Deprel::OblAgent]).is_none()
            && self.ends_with_stop(v)
    }

    /// "In Montevideo unions called for it": who acts, read as one phrase with the place before them.
    pub(crate) fn subject_behind_place(&self, v: TokenIdx) -> Option<TokenIdx> {
        if !matches!(self.xpos(v), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp) {
            return None;
        }
        self.kids_by(v, &[Deprel::Obl]).find(|&k| {
            let place = self
                .kids_by(k, &[Deprel::Compound])
                .find(|&c| self.upos(c) == Upos::Propn && c.0 + 1 == k.0);
            let opens = self.kid(k, &[Deprel::Case]).is_some_and(|c| self.form(c) == "In");
            k.0 + 1 == v.0 && self.xpos(k) == Xpos::Nns && opens && place.is_some()
        })
    }

    /// "A lawmaker was denied entry by Israel", "was taken to task by the minister": the doer of a passive, hung on the
    /// noun before it. Not behind a noun that tells an act ("killed in a raid by rebels"), which may be its own.
    pub(crate) fn doer_behind_noun(&self, v: TokenIdx) -> Option<TokenIdx> {
        let is_act = |k: TokenIdx| {
            let frames = &self.knowledge.frames;
            let senses = frames.senses(self.lemma(k), knowledge::Pos::Noun);
            senses.iter().any(|&i| frames.event(i).is_some())
        };
        // "Fought for reasons of security by …" tells why, "postponed after a visit by …" when.
        let goes_with = |k: TokenIdx| {
            let aside = ["for", "after", "during", "over", "amid", "despite", "since", "until"];
            !self.preposition(k).is_some_and(|p| aside.contains(&p.as_ref()))
        };
        self.kids_by(v, &[Deprel::Obj, Deprel::Iobj, Deprel::Obl])
            .filter(|&k| k > v && self.upos(k) != Upos::Verb && !is_act(k) && goes_with(k))
            .find_map(|k| {
                self.kids_by(k, &[Deprel::Nmod])
                    .find(|&n| n > k && self.preposition(n).as_deref() == Some("by"))
            })
    }

    /// "How many diplomats has Latvia expelled?": of two nouns before the verb, the one asked about.
    pub(crate) fn asked_object(&self, v: TokenIdx) -> Option<TokenIdx> {
        let mut before = self.kids_by(v, &[Deprel::Nsubj]).filter(|&k| k < v);
        let (first, second) = (before.next()?, before.next()?);
        let auxiliary = self.kid(v, &[Deprel::Aux])?;
        let asks = |k: TokenIdx| {
            matches!(self.form(k).to_lowercase().as_str(), "how" | "which" | "what")
                || self.kids(k).iter().any(|&d| self.form(d).eq_ignore_ascii_case("how"))
        };
        let asked = self.kids(first).iter().any(|&k| k < first && asks(k));
        (asked && first < auxiliary && auxiliary < second).then_some(first)
    }

    /// "The two priests, an Italian and a Congolese": as many as the number says, each with an article.
    pub(crate) fn lists_members(&self, t: TokenIdx) -> bool {
        let number = self.kids_by(t, &[Deprel::Nummod]).next().map(|k| self.lemma(k));
        let n = match number.map(String::as_str) {
            Some("two" | "2") => 2,
            Some("three" | "3") => 3,
            Some("four" | "4") => 4,
            _ => return false,
        };
        let one = |k: TokenIdx| {
            self.kids_by(k, &[Deprel::Det]).any(|d| matches!(self.lemma(d).as_str(), "a" | "an"))
        };
        let comma = self.kids_by(t, &[Deprel::Conj]).next().is_some_and(|k| {
            self.kids_by(k, &[Deprel::Punct]).any(|p| p < k && self.form(p) == ",")
        });
        let conjuncts = || self.kids_by(t, &[Deprel::Conj]);
        comma && conjuncts().count() == n && conjuncts().all(one)
    }

    /// "Sanctions on Russia, Belarus", "meets Macron, Merkel": names side by side with no "and", as headlines
    /// list them; not "Moscow, Russia" nor "Macron, the president".
    pub(crate) fn listed_beside(&self, t: TokenIdx) -> Option<TokenIdx> {
        if self.upos(t) != Upos::Propn {
            return None;
        }
        // "The African Union, the European Union condemned it": two subjects.
        let second = || {
            let verb = self.head(t).filter(|&v| self.rel(t) == Deprel::Nsubj && t < v)?;
            self.kids_by(verb, &[Deprel::Nsubj]).find(|&k| t < k && k < verb)
        };
        let next = self.kids_by(t, &[Deprel::Appos]).find(|&k| k > t).or_else(second)?;
        let between = self.analysis.token(t).span.end..self.analysis.token(next).span.start;
        let comma = self.text[between.start as usize..between.end as usize].contains(',');
        let (first, second) = (self.named(t)?, self.named(next)?);
        let listed = match (first.known, second.known) {
            _ if first.is_person || second.is_person => first.is_person && second.is_person,
            (Some((KnownKind::Country, a, x)), Some((KnownKind::Country, b, y))) => {
                a == b && x != y
            }
            (Some((_, _, x)), Some((KnownKind::Country | KnownKind::Body, _, y))) => x != y,
            _ => false,
        };
        (comma && listed).then_some(next)
    }

    fn named(&self, head: TokenIdx) -> Option<Named<'_>> {
        let mentions = &self.analysis.mentions;
        let m = mentions.iter().find(|m| m.head == head && m.kind == MentionKind::Name)?;
        let words: Vec<&str> = (m.first.0..m.end.0).map(|k| self.form(TokenIdx(k))).collect();
        let entities = &self.knowledge.entities;
        let hit = entities.longest_at(&words).filter(|(n, _)| *n == words.len());
        let known = hit.and_then(|(_, hits)| hits.first().copied()).map(|hit| {
            let known = entities.get(hit.entity);
            (known.kind, hit.kind, known.country.as_str())
        });
        Some(Named { is_person: m.name_kind == Some(NameKind::Person), known })
    }
}

/// A name, by the tagger and by what is known.
struct Named<'k> {
    is_person: bool,
    /// What it is, by what kind of name, of which country.
    known: Option<(KnownKind, AliasKind, &'k str)>,
}
