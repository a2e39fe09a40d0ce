//! One side of an act and an answer in, what speaks for and against it out.

use model::{MentionKind, Participant, QuoteKind};

use super::cast::{Cast, Country, Hangs, NO_COUNTRY, Sides, yes};
use crate::{
    compose::{Composer, Draft},
    confidence,
    weights::Signs,
};

/// Mentions of a country in the sentence that are looked at, the nearest first.
const N_NEAR: usize = 3;

const DIGITS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];

/// One side of one act.
pub(super) struct Side<'s> {
    pub(super) act: &'s Sides,
    pub(super) is_recipient: bool,
    pub(super) other: &'s [Country],
    pub(super) told: &'static str,
    pub(super) speaker: Option<Country>,
    pub(super) hangs: &'s Hangs,
}

impl Side<'_> {
    /// One feature, for acts of one type and for all.
    pub(super) fn add(&self, parts: &[&str], out: &mut impl Signs) {
        const N: usize = 8;
        let side = if self.is_recipient { "r:" } else { "a:" };
        let mut all = [""; N];
        all[0] = side;
        for (to, part) in all[1..].iter_mut().zip(parts) {
            *to = part;
        }
        let n = 1 + parts.len();
        out.add(&all[..n]);
        all[n] = "|";
        all[n + 1] = self.act.kind.as_str();
        out.add(&all[..n + 2]);
    }
}

impl Composer<'_, '_, '_> {
    pub(super) fn side<'s>(
        &self,
        act: &'s Sides,
        is_recipient: bool,
        hangs: &'s Hangs,
        cast: &Cast,
    ) -> Side<'s> {
        let draft = &self.drafts[act.draft];
        let other = act.own(!is_recipient);
        let told = match other {
            [] => "none",
            [NO_COUNTRY] => "dash",
            _ => "some",
        };
        let speaker = crate::speaker(self, draft).or_else(|| self.quoted(draft));
        let speaker = speaker.and_then(|p| {
            let country = p.entity.code.country?;
            cast.countries.binary_search(&country).ok()
        });
        Side { act, is_recipient, other, told, speaker, hangs }
    }

    /// Who speaks the quotation that the trigger stands in.
    pub(super) fn quoted(&self, draft: &Draft) -> Option<Participant> {
        let quotes = &self.tree.analysis.quotes;
        let quote = quotes
            .iter()
            .filter(|q| q.kind == QuoteKind::Direct)
            .find(|q| q.span.contains(draft.trigger))?;
        self.who.find(quote.speaker?).participant
    }

    /// Tells what speaks for and against an answer.
    pub(super) fn tell(
        &self,
        cast: &Cast,
        side: &Side<'_>,
        of: &[Country],
        is_kept: bool,
        out: &mut impl Signs,
    ) {
        let draft = &self.drafts[side.act.draft];
        let (form, lemma) = (side.hangs.form, side.hangs.lemma.as_str());
        let what = match of {
            [] => "nobody",
            [NO_COUNTRY] => "dash",
            [_] => "one",
            _ => "several",
        };
        side.add(&[what, "|", form], out);
        side.add(&[what, "|other=", side.told], out);
        side.add(&[what, "|", draft.status.as_str()], out);
        if is_kept {
            let list = if side.is_recipient { &draft.recipients } else { &draft.actors };
            side.add(&["kept"], out);
            side.add(&["kept=", what, "|", form], out);
            let analysis = self.tree.analysis;
            let sentence = analysis.sentences[side.act.sentence].span;
            for x in confidence::of_side(analysis, draft.head, sentence, list) {
                side.add(&["kept:", &x], out);
            }
            for reason in draft.why.iter().filter_map(|w| confidence::reason(w)) {
                side.add(&["kept:", &reason], out);
            }
            side.add(&["kept|lemma=", lemma], out);
        }
        if of.is_empty() {
            side.add(&["nobody|lemma=", lemma], out);
            side.add(&["nobody|passive=", side.hangs.passive], out);
        }
        if let [a, b] = of {
            let joined = side.hangs.joined.contains(&(*a, *b));
            side.add(&["several|joined=", yes(joined), "|", form], out);
            side.add(&["several|kept=", yes(is_kept), "|joined=", yes(joined)], out);
        }
        if of.len() > 1 {
            let n = cast.sets.iter().find(|x| x.0 == of).map_or(0, |x| x.1);
            let here = of.iter().filter(|c| side.hangs.countries.contains(c)).count();
            let kept = yes(is_kept);
            side.add(&["together=", DIGITS[n.min(3)], "|", kept], out);
            side.add(
                &["together|here=", DIGITS[here.min(4)], DIGITS[of.len().min(4)], "|", form],
                out,
            );
            side.add(&["together|lemma=", lemma], out);
        }
        for &c in of.iter().filter(|c| **c != NO_COUNTRY) {
            self.tell_country(cast, side, c, out);
        }
    }

    pub(super) fn tell_country(
        &self,
        cast: &Cast,
        side: &Side<'_>,
        c: Country,
        out: &mut impl Signs,
    ) {
        let (form, lemma) = (side.hangs.form, side.hangs.lemma.as_str());
        if side.other.contains(&c) {
            side.add(&["home|", form], out);
            side.add(&["home|lemma=", lemma], out);
        }
        if cast.main == Some(c) {
            side.add(&["main"], out);
        }
        if side.speaker == Some(c) {
            side.add(&["speaker"], out);
        }
        let n = cast.counts[c].min(12);
        side.add(&["n=", DIGITS[n.checked_ilog2().map_or(0, |x| x as usize + 1)]], out);
        let others = cast.counts.iter().enumerate().filter(|(o, _)| !side.other.contains(o));
        let most = others.map(|(_, n)| *n).max().unwrap_or(0);
        side.add(&["most=", yes(cast.counts[c] >= most)], out);
        if cast.named.iter().any(|x| x.sentence == 0 && x.country == c) {
            side.add(&["headline"], out);
        }
        for (_, told) in side.hangs.of(c).take(N_NEAR) {
            for t in told {
                side.add(&[t], out);
            }
        }
        let sentence = side.act.sentence;
        if let Some(x) = side.hangs.of(c).next().map(|(i, _)| &cast.named[i]) {
            let head = side.hangs.head;
            let far = match x.head.0.abs_diff(head.0) {
                0 => "0",
                1..=2 => "1",
                3..=5 => "2",
                6..=12 => "3",
                _ => "4",
            };
            side.add(&["near|", yes(x.head > head), far], out);
            let kind = match x.kind {
                MentionKind::Name => "name",
                MentionKind::Nominal => "noun",
                MentionKind::Pronoun => "pronoun",
            };
            side.add(&[kind, "|", form], out);
            let nearest = side
                .hangs
                .here
                .iter()
                .map(|(i, _)| &cast.named[*i])
                .find(|y| y.head != head && !side.other.contains(&y.country));
            let sector = x.who.entity.code.sectors.first().map_or("-", |s| s.as_str());
            side.add(&["sector=", sector], out);
            let word = self.tree.lemma(x.head);
            if x.kind == MentionKind::Nominal && self.tree.is_listed(&word) {
                side.add(&["word=", &word], out);
            }
            side.add(&["nearest=", yes(nearest.is_some_and(|y| y.country == c))], out);
        } else {
            let mut before = cast.named.iter().filter(|x| x.sentence < sentence && x.country == c);
            let last = before.next_back();
            let back = last.map_or("later", |x| DIGITS[(sentence - x.sentence).min(6)]);
            side.add(&["back=", back], out);
            let sector = last.and_then(|x| x.who.entity.code.sectors.first());
            side.add(&["back-sector=", sector.map_or("-", |s| s.as_str())], out);
            if let Some(x) = last.filter(|x| x.sentence + 1 == sentence) {
                side.add(&["back1:", self.tree.rel(x.head).as_str()], out);
            }
        }
        // What other acts of the story say of it, and of the two.
        let own = |x: &Sides| x.own(side.is_recipient).contains(&c);
        let across = |x: &Sides| x.own(!side.is_recipient).contains(&c);
        let others = || cast.acts.iter().filter(|x| x.draft != side.act.draft);
        let of_kind = || others().filter(|x| x.kind == side.act.kind && x.sentence != sentence);
        let level = |n: usize| DIGITS[n.min(7).checked_ilog2().map_or(0, |x| x as usize + 1)];
        let again = of_kind().filter(|x| own(x) && x.own(!side.is_recipient) == side.other);
        side.add(&["again=", DIGITS[again.count().min(2)]], out);
        side.add(&["like=", level(of_kind().filter(|x| own(x)).count())], out);
        side.add(&["unlike=", level(of_kind().filter(|x| across(x)).count())], out);
        let (does, undergoes) = (others().filter(|x| own(x)), others().filter(|x| across(x)));
        side.add(&["does=", level(does.count()), level(undergoes.count())], out);
        let both = |x: &&Sides| own(x) && x.own(!side.is_recipient) == side.other;
        side.add(&["two=", level(others().filter(both).count())], out);
        let turned = |x: &&Sides| across(x) && x.own(side.is_recipient) == side.other;
        side.add(&["turned=", level(others().filter(turned).count())], out);
        if !lemma.is_empty() {
            let mut of_word = others().filter(|x| x.lemma == lemma && x.sentence != sentence);
            let n = of_word.clone().filter(|x| own(x)).count();
            let n_across = of_word.clone().filter(|x| across(x)).count();
            side.add(&["same=", level(n), level(n_across)], out);
            if let Some(x) = of_word.rfind(|x| x.head < side.act.head) {
                side.add(&["same-before=", yes(own(x)), yes(across(x))], out);
            }
        }
        let before = others().filter(|x| x.head < side.act.head).next_back();
        if let Some(x) = before {
            let far = DIGITS[(sentence - x.sentence.min(sentence)).min(2)];
            side.add(&["before=", yes(own(x)), yes(across(x)), far], out);
        }
    }
}
