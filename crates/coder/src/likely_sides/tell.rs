//! One side of an act and an answer in, what speaks for and against it out.

use model::{Hint, MentionKind, Participant, Party, QuoteKind};

use super::{
    cast::{Cast, Country, DIGITS, Hangs, NO_COUNTRY, Sides, yes},
    family::Family,
    records::Records,
};
use crate::{
    compose::{Composer, Draft},
    confidence,
    weights::Signs,
};

/// Mentions of a country in the sentence that are looked at, the nearest first.
const N_NEAR: usize = 3;

/// One side of one act.
pub(super) struct Side<'s> {
    pub(super) act: &'s Sides,
    pub(super) is_recipient: bool,
    pub(super) other: &'s [Country],
    pub(super) told: &'static str,
    pub(super) speaker: Option<Country>,
    pub(super) hangs: &'s Hangs,
    pub(super) records: Records<'s>,
    /// How often the country is named that is named most of those not on the other side.
    most: usize,
    /// The country named next to the trigger, of those not on the other side.
    nearest: Option<Country>,
    /// How well each country fits by the hints of the words that name it; nothing where none is near.
    links: Vec<Option<f32>>,
    /// The country that fits best, of those not on the other side.
    most_linked: Option<Country>,
    /// What the trigger hints at, where it hints at an act at all.
    hint: Option<&'s Hint>,
}

/// Words between a trigger and a name beyond which hints were not learnt.
const REACH: u32 = 200;

/// Logarithms of odds by halves, from less than -4 to more than 3; a dash where there are none.
pub(crate) fn steps(link: Option<f32>) -> &'static str {
    STEPS[step(link)]
}

const STEPS: [&str; 16] =
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "-"];

/// The place of a logarithm of odds among [`STEPS`].
fn step(link: Option<f32>) -> usize {
    link.map_or(STEPS.len() - 1, |x| ((x + 4.0) * 2.0).clamp(0.0, 14.0) as usize)
}

/// Logarithm of the odds of a chance.
pub(crate) fn odds(chance: f32) -> f32 {
    let chance = chance.clamp(0.002, 0.998);
    libm::logf(chance / (1.0 - chance))
}

impl Side<'_> {
    /// Logarithm of the odds that the trigger hints at a party, or at one of several, on this side.
    pub(super) fn party(&self, of: &[Party]) -> Option<f32> {
        let hint = self.hint?;
        Some(odds(of.iter().map(|p| hint.party(*p, self.is_recipient)).sum()))
    }

    /// One feature, for acts of one type and for all.
    pub(super) fn add(&self, parts: &[&str], out: &mut impl Signs) {
        let (all, n) = self.sided(parts);
        out.add_with(&all[..n], &["|", self.act.kind.as_str()]);
    }
}

impl Composer<'_, '_, '_> {
    pub(super) fn side<'s>(
        &'s self,
        act: &'s Sides,
        is_recipient: bool,
        hangs: &'s Hangs,
        cast: &'s Cast,
    ) -> Side<'s> {
        self.side_beside(act, is_recipient, hangs, cast, act.own(!is_recipient))
    }

    /// A side, with those who stand on the other.
    pub(super) fn side_beside<'s>(
        &'s self,
        act: &'s Sides,
        is_recipient: bool,
        hangs: &'s Hangs,
        cast: &'s Cast,
        other: &'s [Country],
    ) -> Side<'s> {
        let draft = &self.drafts[act.draft];
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
        let records = Records::new(cast, act, is_recipient, &hangs.lemma);
        let counts = cast.counts.iter().enumerate().filter(|(c, _)| !other.contains(c));
        let most = counts.map(|(_, n)| *n).max().unwrap_or(0);
        let near = hangs.here.iter().map(|(i, _)| &cast.named[*i]);
        let nearest =
            near.into_iter().find(|y| y.head != hangs.head && !other.contains(&y.country));
        let nearest = nearest.map(|y| y.country);
        let links = self.links(act, is_recipient, cast);
        let most_linked = (0..links.len())
            .filter(|c| !other.contains(c))
            .filter_map(|c| Some((c, links[c]?)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
            .map(|best| best.0);
        Side {
            act,
            is_recipient,
            other,
            told,
            speaker,
            hangs,
            records,
            most,
            nearest,
            links,
            most_linked,
            hint: self.tree.analysis.hint(draft.head).filter(|h| h.tells_sides()),
        }
    }

    /// How well each country fits by the hints of the trigger and of the words near it that name the
    /// country: the best of them.
    fn links(&self, act: &Sides, is_recipient: bool, cast: &Cast) -> Vec<Option<f32>> {
        let mut links: Vec<Option<f32>> = vec![None; cast.countries.len()];
        let head = self.drafts[act.draft].head;
        let Some(hint) = self.tree.analysis.hint(head) else { return links };
        let reach = REACH as usize;
        let around = cast.named_in(act.sentence.saturating_sub(reach)..=act.sentence + reach);
        let near = cast.named[around].iter().filter(|x| x.head.0.abs_diff(head.0) <= REACH);
        for x in near.filter(|x| x.country != NO_COUNTRY) {
            if let Some(who) = self.tree.analysis.hint(x.head) {
                let link = hint.link(who, is_recipient);
                let best = &mut links[x.country];
                *best = Some(best.map_or(link, |b| b.max(link)));
            }
        }
        links
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
        self.tell_answer(cast, side, of, is_kept, out);
        for &c in of.iter().filter(|c| **c != NO_COUNTRY) {
            self.tell_country(cast, side, c, out);
        }
    }

    /// Tells what speaks for and against an answer, its countries left aside.
    pub(super) fn tell_answer(
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
        side.add(&[what, "|nobody=", steps(side.party(&[Party::Nobody]))], out);
        side.add(&[what, "|body=", steps(side.party(&[Party::Body, Party::Img]))], out);
        if is_kept {
            for &c in of.iter().filter(|c| **c != NO_COUNTRY) {
                side.add(&["kept|link=", steps(side.links[c])], out);
            }
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
        if of.is_empty() || of == [NO_COUNTRY] {
            let most = side.most_linked.and_then(|c| side.links[c]);
            side.add(&[what, "|most-linked=", steps(most)], out);
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
    }

    /// Tells what speaks for and against a country.
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
            side.add_of(Family::Main, 0, &["main"], out);
        }
        if side.speaker == Some(c) {
            side.add_of(Family::Speaker, 0, &["speaker"], out);
        }
        let n = cast.counts[c].min(12);
        let n = n.checked_ilog2().map_or(0, |x| x as usize + 1);
        side.add_of(Family::Count, n, &["n=", DIGITS[n]], out);
        let most = cast.counts[c] >= side.most;
        side.add_of(Family::Most, usize::from(most), &["most=", yes(most)], out);
        if cast.by_country[c].first().is_some_and(|&i| cast.named[i].sentence == 0) {
            side.add_of(Family::Headline, 0, &["headline"], out);
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
                0 => 0,
                1..=2 => 1,
                3..=5 => 2,
                6..=12 => 3,
                _ => 4,
            };
            let behind = x.head > head;
            let value = 2 * far + usize::from(behind);
            side.add_of(Family::Near, value, &["near|", yes(behind), DIGITS[far]], out);
            let kind = match x.kind {
                MentionKind::Name => "name",
                MentionKind::Nominal => "noun",
                MentionKind::Pronoun => "pronoun",
            };
            side.add(&[kind, "|", form], out);
            let sector = x.who.entity.code.sectors.first().map_or("-", |s| s.as_str());
            side.add(&["sector=", sector], out);
            if x.kind == MentionKind::Nominal && self.tree.is_listed(x.head) {
                side.add(&["word=", self.tree.lemma(x.head)], out);
            }
            let nearest = side.nearest == Some(c);
            side.add_of(Family::Nearest, usize::from(nearest), &["nearest=", yes(nearest)], out);
        } else {
            let all = cast.by_country[c].iter().rev().map(|&i| &cast.named[i]);
            let last = all.into_iter().find(|x| x.sentence < sentence);
            let back = last.map_or(DIGITS.len(), |x| (sentence - x.sentence).min(6));
            let told = DIGITS.get(back).copied().unwrap_or("later");
            side.add_of(Family::Back, back, &["back=", told], out);
            let sector = last.and_then(|x| x.who.entity.code.sectors.first());
            side.add(&["back-sector=", sector.map_or("-", |s| s.as_str())], out);
            if let Some(x) = last.filter(|x| x.sentence + 1 == sentence) {
                side.add(&["back1:", self.tree.rel(x.head).as_str()], out);
            }
        }
        // A yes or no, and a step: one of thirty-two.
        let both = |is: bool, link: Option<f32>| 2 * step(link) + usize::from(is);
        let of_main = side.hint.map(|h| odds(h.of_main(side.is_recipient)));
        let main = cast.main == Some(c);
        let parts = ["story=", yes(main), steps(of_main)];
        side.add_of(Family::Story, both(main, of_main), &parts, out);
        if side.told == "some" {
            let home = side.hint.map(|h| odds(h.at_home()));
            let is = side.other.contains(&c);
            let parts = ["one-home=", yes(is), steps(home)];
            side.add_of(Family::OneHome, both(is, home), &parts, out);
        }
        let all = cast.parties[c].iter().filter_map(|&p| side.party(&[p]));
        let fits = all.max_by(f32::total_cmp);
        side.add_of(Family::Fits, step(fits), &["fits=", steps(fits)], out);
        let near = side.hangs.of(c).map(|(i, _)| Party::of(&cast.named[i].who.entity.code));
        let fits = near.filter_map(|p| side.party(&[p])).max_by(f32::total_cmp);
        side.add_of(Family::FitsHere, step(fits), &["fits-here=", steps(fits)], out);
        let link = side.links[c];
        side.add_of(Family::Link, step(link), &["link=", steps(link)], out);
        let here = side.hangs.countries.contains(&c);
        let parts = ["link|here=", yes(here), steps(link)];
        side.add_of(Family::LinkHere, both(here, link), &parts, out);
        let most = side.most_linked == Some(c);
        let parts = ["link-most=", yes(most), steps(link)];
        side.add_of(Family::LinkMost, both(most, link), &parts, out);
        if let Some(most) = side.most_linked.filter(|m| *m != c) {
            let less = link.zip(side.links[most]).map(|(own, best)| own - best);
            side.add_of(Family::LinkLess, step(less), &["link-less=", steps(less)], out);
        }
        let level = |n: u8| n.min(7).checked_ilog2().map_or(0, |x| x as usize + 1);
        let record = &side.records.of[c];
        side.add_digit(Family::Again, "again=", usize::from(record.again.min(2)), out);
        side.add_digit(Family::Like, "like=", level(record.like), out);
        side.add_digit(Family::Unlike, "unlike=", level(record.unlike), out);
        let (does, undergoes) = (level(record.does), level(record.undergoes));
        let parts = ["does=", DIGITS[does], DIGITS[undergoes]];
        side.add_of(Family::Does, 4 * does + undergoes, &parts, out);
        side.add_digit(Family::Two, "two=", level(record.two), out);
        side.add_digit(Family::Turned, "turned=", level(record.turned), out);
        let has = |x: &Sides| {
            let [own, across] = [false, true].map(|o| x.own(side.is_recipient ^ o).contains(&c));
            (usize::from(own) * 2 + usize::from(across), yes(own), yes(across))
        };
        if !lemma.is_empty() {
            let (same, across) = (level(record.same), level(record.same_across));
            let parts = ["same=", DIGITS[same], DIGITS[across]];
            side.add_of(Family::Same, 4 * same + across, &parts, out);
            if let Some(x) = side.records.same_before {
                let (value, own, across) = has(x);
                side.add_of(Family::SameBefore, value, &["same-before=", own, across], out);
            }
        }
        if let Some(x) = side.records.before {
            let far = (sentence - x.sentence.min(sentence)).min(2);
            let (value, own, across) = has(x);
            let parts = ["before=", own, across, DIGITS[far]];
            side.add_of(Family::Before, 4 * far + value, &parts, out);
        }
    }
}
