//! Acts in, the countries of their sides out, weighed against the other countries of the story.
//!
//! Rules name the sides of an act from slots, chains and what the story told before. Each answer is
//! then weighed, by a small fitted table (`models/en/sides.tsv`), against nobody, somebody of no
//! country, and every other country that the document names: by how words that name it hang together
//! with the trigger, by how the rules came to their answer, and by the type of the act. Only where
//! another answer is much likelier than that of the rules does it take its place; `why` says so. Where it
//! does, both sides are weighed once more, each beside what the other was taken for.
//!
//! Who fills the trigger's slot and says their country themselves ("killed two Chilean officers") stands;
//! who fills it without saying one keeps their part, whatever country is found for them.
//!
//! It looks at no word of a text but the lemma of the trigger, where that stands in our lists, and at
//! prepositions; it never changes a type or a status, and leaves texts of fewer than five sentences be.

pub(crate) mod cast;
mod family;
mod records;
mod tell;

use std::{cell::RefCell, sync::OnceLock};

use model::{
    ActorCode, Analysis, Deprel, Document, Entity, Event, Participant, Party, TokenIdx, Upos,
};

pub(crate) use self::tell::{odds, steps};
use self::{
    cast::{Cast, Country, Hangs, NO_COUNTRY, Named},
    tell::Side,
};
use crate::{
    compose::Composer,
    weights::{Numbered, Weights},
};

/// The answers that one side of an act may have.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Index of the event.
    pub event: usize,
    /// Whether the side is the recipients, not the actors.
    pub is_recipient: bool,
    /// At least two; the answer of the rules first.
    pub candidates: Vec<Candidate>,
}

/// One answer.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Countries, sorted, each once; `-` for somebody of no known country; empty for nobody.
    pub countries: Vec<String>,
    /// What speaks for and against it; one told twice counts twice.
    pub features: Vec<String>,
}

/// Countries, each with the one of those named who is meant.
type Answer = Vec<(Country, Option<usize>)>;

/// How much likelier another answer has to be, as a difference of sums.
const MARGIN: f32 = 0.8;

/// What a party that the trigger hints at is worth, beside the sums, where several of a country may be
/// meant.
const FITS: f32 = 0.25;

thread_local! {
    /// What features weigh that a thread has met; no answer depends on it.
    static MET: RefCell<Numbered> = RefCell::default();
}

fn table() -> &'static Weights {
    static TABLE: OnceLock<Weights> = OnceLock::new();
    TABLE.get_or_init(|| Weights::read(include_str!("../../../models/en/sides.tsv")))
}

impl Composer<'_, '_, '_> {
    /// Weighs the sides of all acts that are kept; likely acts with no country on either side are
    /// left out.
    pub(crate) fn weigh_sides(&mut self, cast: &Cast) {
        let (table, met) = (table(), MET.take());
        for act in &cast.acts {
            if self.drafts[act.draft].happening.is_some() {
                continue;
            }
            let hangs = Hangs::new(self.tree, self.drafts[act.draft].head, act.sentence, cast);
            let mut taken: [Option<Vec<Country>>; 2] = [None, None];
            for (n, is_recipient) in [false, true].into_iter().enumerate() {
                taken[n] = self.choose(act, is_recipient, &hangs, cast, None, (table, &met));
            }
            // What one side was taken for tells of the other.
            if let [Some(_), _] | [_, Some(_)] = &taken {
                for (n, is_recipient) in [true, false].into_iter().enumerate() {
                    let other = taken[n].as_deref().unwrap_or(act.own(!is_recipient)).to_vec();
                    let chosen =
                        self.choose(act, is_recipient, &hangs, cast, Some(&other), (table, &met));
                    taken[1 - n] = chosen;
                }
            }
            // "X and Y met": the second is told once.
            if let Some(actors) = &taken[0]
                && act.kind.is_mutual()
                && actors.len() > 1
            {
                let recipients = taken[1].as_ref().unwrap_or(&act.recipients);
                let again = recipients.iter().all(|r| actors.contains(r));
                if again {
                    taken[1] = Some(Vec::new());
                }
            }
            for (n, is_recipient) in [false, true].into_iter().enumerate() {
                if let Some(of) = taken[n].take() {
                    let side = self.side(act, is_recipient, &hangs, cast);
                    let who = |c: Country| (c, self.who_of(cast, &side, c, table));
                    let of: Answer = of.into_iter().map(who).collect();
                    self.take(act.draft, is_recipient, cast, &of);
                }
            }
        }
        MET.set(met);
        for act in &cast.acts {
            let draft = &mut self.drafts[act.draft];
            let of = |p: &Participant| p.entity.code.country.is_some();
            if draft.is_likely && !draft.actors.iter().chain(&draft.recipients).any(of) {
                draft.dropped = true;
                draft.why.push("left out: nobody of any country to it".to_owned());
            }
        }
    }

    /// The answer for one side that is much likelier than that of the rules, where one is; `other` stands on
    /// the other side, else whom the rules put there.
    fn choose(
        &self,
        act: &cast::Sides,
        is_recipient: bool,
        hangs: &Hangs,
        cast: &Cast,
        other: Option<&[Country]>,
        (table, met): (&'static Weights, &Numbered),
    ) -> Option<Vec<Country>> {
        let list = self.drafts[act.draft].side(is_recipient);
        if list.iter().any(|p| self.fills_slot(act.draft, p) && self.who.says_itself(p.span)) {
            return None;
        }
        // "The strike on the camp", which the document has told before.
        if is_recipient {
            let struck = self.struck_again(act.draft);
            let same =
                |r: &Participant, p: &Participant| r.entity.code.country == p.entity.code.country;
            if list.iter().any(|p| struck.iter().any(|r| same(r, p))) {
                return None;
            }
        }
        let other = other.unwrap_or(act.own(!is_recipient));
        let side = self.side_beside(act, is_recipient, hangs, cast, other);
        let mut by_country: Vec<Option<f32>> = vec![None; cast.countries.len()];
        let tell = |of: &[Country], is_kept: bool| {
            let mut sums = table.sums_by(met);
            self.tell_answer(cast, &side, of, is_kept, &mut sums);
            sums.first()
        };
        // What is told of one country, itself left aside, is told of any.
        let mut of_one: Option<f32> = None;
        let mut weigh = |of: &[Country], is_kept: bool| {
            let answer = match of {
                [c] if *c != NO_COUNTRY && !is_kept => {
                    *of_one.get_or_insert_with(|| tell(of, is_kept))
                }
                _ => tell(of, is_kept),
            };
            let all = of.iter().filter(|c| **c != NO_COUNTRY).map(|&c| {
                *by_country[c].get_or_insert_with(|| {
                    let mut sums = table.sums_by(met);
                    self.tell_country(cast, &side, c, &mut sums);
                    sums.first()
                })
            });
            answer + all.sum::<f32>()
        };
        let kept = act.own(is_recipient);
        let least = weigh(kept, true) + MARGIN;
        let mut best: Option<(f32, Vec<Country>)> = None;
        for of in answers(cast, &side, kept) {
            let sum = weigh(&of, false);
            if sum > least && best.as_ref().is_none_or(|b| sum > b.0) {
                best = Some((sum, of));
            }
        }
        best.map(|b| b.1)
    }

    /// Whether somebody is subject or object of the trigger, a verb.
    fn fills_slot(&self, d: usize, p: &Participant) -> bool {
        let (tree, head) = (self.tree, self.drafts[d].head);
        let Some(word) = tree.last_word(p.span) else { return false };
        tree.upos(head) == Upos::Verb
            && (tree.subjects(head).contains(&word) || tree.objects(head).contains(&word))
    }

    /// Whether somebody is subject or object of the trigger, or hangs on it, a noun: "the killing of
    /// the officers".
    fn hangs_on(&self, d: usize, p: &Participant) -> bool {
        let head = self.drafts[d].head;
        let below = || {
            self.tree.last_word(p.span).is_some_and(|t| {
                self.tree.rel(t) == Deprel::Nmod && self.tree.head(t) == Some(head)
            })
        };
        self.fills_slot(d, p) || self.tree.upos(head) != Upos::Verb && below()
    }

    fn is_pronoun(&self, p: &Participant) -> bool {
        self.tree.last_word(p.span).is_some_and(|t| self.tree.upos(t) == Upos::Pron)
    }

    /// Puts others on a side: of each country who stands there already, else the one given.
    fn take(&mut self, d: usize, is_recipient: bool, cast: &Cast, of: &[(Country, Option<usize>)]) {
        // "Smugglers killed two": whoever they belong to, it is smugglers who did.
        let same = match self.drafts[d].side(is_recipient) {
            [one] if self.hangs_on(d, one) && !self.is_pronoun(one) => Some(one.clone()),
            _ => None,
        };
        let draft = &mut self.drafts[d];
        let span = self.tree.analysis.token(draft.head).span;
        let kept = std::mem::take(draft.side_mut(is_recipient));
        let mut list = Vec::new();
        if let ([(c, _)], Some(mut one)) = (of, same)
            && *c != NO_COUNTRY
        {
            one.entity.code.country = Some(cast.countries[*c].clone());
            list.push(one);
        }
        let of = if list.is_empty() { of } else { &[] };
        for &(c, who) in of {
            if c == NO_COUNTRY {
                let nobody = || Participant { span, entity: Entity::default() };
                let mut first = kept.first().cloned().unwrap_or_else(nobody);
                first.entity.code.country = None;
                list.push(first);
                continue;
            }
            let country = Some(cast.countries[c].clone());
            let n = list.len();
            list.extend(kept.iter().filter(|p| p.entity.code.country == country).cloned());
            if list.len() == n {
                list.push(who.map_or_else(
                    || {
                        let code = ActorCode { country, sectors: Vec::new() };
                        Participant { span, entity: Entity { code, ..Entity::default() } }
                    },
                    |i| cast.named[i].who.clone(),
                ));
            }
        }
        *draft.side_mut(is_recipient) = list;
        let side = if is_recipient { "recipient" } else { "actor" };
        draft.why.push(format!("{side} likelier than by the rules"));
    }

    /// Who of a country it is: of those named in the sentence the one for whom the words speak most,
    /// else the nearest before it, else the nearest; never who is on the other side, nor part of
    /// what names them ("the Philippine president").
    fn who_of(&self, cast: &Cast, side: &Side<'_>, c: Country, table: &Weights) -> Option<usize> {
        let draft = &self.drafts[side.act.draft];
        let other = if side.is_recipient { &draft.actors } else { &draft.recipients };
        let apart = |x: &Named| {
            x.country == c
                && !other.iter().any(|o| o.entity == x.who.entity || o.span.contains(x.who.span))
        };
        let away = |x: &Named| {
            let far = x.sentence.abs_diff(side.act.sentence);
            (far, x.sentence > side.act.sentence, x.head.0.abs_diff(draft.head.0))
        };
        let nearest = (0..cast.named.len())
            .filter(|&i| apart(&cast.named[i]))
            .min_by_key(|&i| away(&cast.named[i]))?;
        let mut best: Option<(f32, usize)> = None;
        let mut here = side.hangs.of(c).filter(|&(i, _)| apart(&cast.named[i]));
        for (i, told) in here.by_ref() {
            let mut sums = table.sums();
            for t in told {
                side.add(&[t], &mut sums);
            }
            let party = Party::of(&cast.named[i].who.entity.code);
            let sum = sums.first() + FITS * side.party(&[party]).unwrap_or(0.0);
            if best.is_none_or(|b| sum > b.0) {
                best = Some((sum, i));
            }
        }
        Some(best.map_or(nearest, |b| b.1))
    }
}

/// Every answer but that of the rules: nobody, somebody of no country, each country of the story, and
/// what the rules say with one more country of the sentence, and every company that its acts have.
fn answers(cast: &Cast, side: &Side<'_>, kept: &[Country]) -> Vec<Vec<Country>> {
    let mut all = vec![Vec::new(), vec![NO_COUNTRY]];
    let is_told = |c: &Country| !cast.of_around(*c, side.act.sentence).is_empty();
    all.extend((0..cast.countries.len()).filter(is_told).map(|c| vec![c]));
    if matches!(kept, [c] if *c != NO_COUNTRY) {
        let mut more = side.hangs.countries.clone();
        more.sort_unstable();
        more.dedup();
        more.retain(|c| !kept.contains(c));
        all.extend(more.into_iter().map(|c| {
            let mut both = vec![kept[0], c];
            both.sort_unstable();
            both
        }));
    }
    let is_long = cast.acts_around(side.act.sentence).len() < cast.acts.len();
    let others = cast.sets.iter().map(|(of, _)| of);
    let others = others.filter(|of| !is_long || of.iter().all(is_told));
    all.extend(others.filter(|of| !of.iter().any(|c| side.other.contains(c))).cloned());
    all.sort();
    all.dedup();
    all.retain(|of| of != kept);
    all
}

/// The events of a document with sides as the rules code them, not dated, and the choices of each
/// ([`Choice::event`] is an index into them; actors before recipients), for fitting the table.
pub fn of_document(
    document: &Document,
    analysis: &Analysis,
    knowledge: &knowledge::Knowledge,
) -> (Vec<Event>, Vec<Choice>) {
    crate::guessed(document, analysis, knowledge, |tree, who, composer| {
        let cast = composer.cast();
        let name = |of: &[Country]| -> Vec<String> {
            of.iter().map(|&c| cast.countries.get(c).cloned().unwrap_or("-".to_owned())).collect()
        };
        let mut told: Vec<(usize, Choice)> = Vec::new();
        for act in &cast.acts {
            let hangs = Hangs::new(tree, composer.drafts[act.draft].head, act.sentence, &cast);
            for is_recipient in [false, true] {
                let side = composer.side(act, is_recipient, &hangs, &cast);
                let kept = act.own(is_recipient);
                let first = std::iter::once((kept.to_vec(), true));
                let candidates = first
                    .chain(answers(&cast, &side, kept).into_iter().map(|of| (of, false)))
                    .map(|(of, is_kept)| {
                        let mut features = Vec::new();
                        composer.tell(&cast, &side, &of, is_kept, &mut features);
                        Candidate { countries: name(&of), features }
                    })
                    .collect();
                told.push((act.draft, Choice { event: 0, is_recipient, candidates }));
            }
        }
        crate::undated(tree, who, document, composer.drafts, told, |choice, event| {
            choice.event = event;
        })
    })
}

/// Heads of those whom a document names, each with their country, in reading order.
pub fn named(
    document: &Document,
    analysis: &Analysis,
    knowledge: &knowledge::Knowledge,
) -> Vec<(TokenIdx, String)> {
    crate::guessed(document, analysis, knowledge, |_, _, composer| {
        let cast = composer.cast();
        let name =
            |n: &cast::Named| (n.head, cast.countries.get(n.country).cloned().unwrap_or_default());
        cast.named.iter().map(name).collect()
    })
}
