//! Acts in, the countries of their sides out, weighed against the other countries of the cast.
//!
//! Rules name the sides of an act from slots, chains and what the story told before. Each answer is
//! then weighed, by a small fitted table (`models/en/sides.tsv`), against nobody, somebody of no
//! country, and every other country that the document names: by how words that name it hang together
//! with the trigger, by how the rules came to their answer, and by the type of the act. Only where
//! another answer is much likelier than that of the rules does it take its place; `why` says so.
//!
//! It looks at no word of a text but the lemma of the trigger, and never changes a type or a status.

use std::{collections::BTreeMap, sync::OnceLock};

use model::{
    ActorCode, Analysis, Deprel, Document, Entity, Event, EventType, MentionKind, Participant,
    QuoteKind, TokenIdx, Upos,
};

use crate::{
    compose::{Composer, Draft},
    confidence,
    tree::Tree,
    weights::{Signs, Weights},
    who::Who,
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

/// How much likelier another answer has to be, as a difference of sums.
const MARGIN: f32 = 0.5;

/// Mentions of a country in the sentence that are looked at, the nearest first.
const N_NEAR: usize = 3;

/// A country of the cast, by its place among them; [`NO_COUNTRY`] for somebody of none.
type Country = usize;
const NO_COUNTRY: Country = usize::MAX;

/// Somebody of a country, as the text names them.
struct Named {
    head: TokenIdx,
    sentence: usize,
    kind: MentionKind,
    /// Whether the words themselves say the country.
    says: bool,
    country: Country,
    who: Participant,
}

/// Everything of a document that sides are weighed by.
struct Cast {
    /// Sorted.
    countries: Vec<String>,
    named: Vec<Named>,
    /// How often each country is named.
    counts: Vec<usize>,
    main: Option<Country>,
    acts: Vec<Sides>,
}

/// An act that is kept, with its sides as countries of the cast.
struct Sides {
    draft: usize,
    sentence: usize,
    kind: EventType,
    actors: Vec<Country>,
    recipients: Vec<Country>,
}

impl Sides {
    fn own(&self, is_recipient: bool) -> &[Country] {
        if is_recipient { &self.recipients } else { &self.actors }
    }
}

/// One side of one act.
struct Side<'s> {
    act: &'s Sides,
    is_recipient: bool,
    other: &'s [Country],
    told: &'static str,
    speaker: Option<Country>,
    hangs: &'s Hangs,
}

impl Composer<'_, '_, '_> {
    /// Weighs the sides of all acts that are kept; likely acts with no country on either side are
    /// left out.
    pub(crate) fn weigh_sides(&mut self) {
        if self.is_brief() {
            return;
        }
        static TABLE: OnceLock<Weights> = OnceLock::new();
        let table =
            TABLE.get_or_init(|| Weights::read(include_str!("../../../models/en/sides.tsv")));
        let cast = self.cast();
        for act in &cast.acts {
            let hangs = Hangs::new(self.tree, self.drafts[act.draft].head, act.sentence, &cast);
            let mut taken: [Option<(Vec<Country>, Option<usize>)>; 2] = [None, None];
            for (n, is_recipient) in [false, true].into_iter().enumerate() {
                let side = self.side(act, is_recipient, &hangs, &cast);
                let weigh = |of: &[Country], is_kept: bool| {
                    let mut sums = table.sums();
                    self.tell(&cast, &side, of, is_kept, &mut sums);
                    sums.sums.first().copied().unwrap_or(0.0)
                };
                let kept = act.own(is_recipient);
                let least = weigh(kept, true) + MARGIN;
                let mut best: Option<(f32, Vec<Country>)> = None;
                for of in answers(&cast, kept) {
                    let sum = weigh(&of, false);
                    if sum > least && best.as_ref().is_none_or(|b| sum > b.0) {
                        best = Some((sum, of));
                    }
                }
                taken[n] = best.map(|(_, of)| {
                    let who = of.first().and_then(|&c| self.who_of(&cast, &side, c, table));
                    (of, who)
                });
            }
            for (n, is_recipient) in [false, true].into_iter().enumerate() {
                if let Some((of, who)) = &taken[n] {
                    let who = who.map(|i| cast.named[i].who.clone());
                    self.take(act.draft, is_recipient, &cast, of, who);
                }
            }
        }
        for act in &cast.acts {
            let draft = &mut self.drafts[act.draft];
            let of = |p: &Participant| p.entity.code.country.is_some();
            if draft.is_likely && !draft.actors.iter().chain(&draft.recipients).any(of) {
                draft.dropped = true;
                draft.why.push("left out: nobody of any country to it".to_owned());
            }
        }
    }

    fn take(
        &mut self,
        d: usize,
        is_recipient: bool,
        cast: &Cast,
        of: &[Country],
        who: Option<Participant>,
    ) {
        let draft = &mut self.drafts[d];
        let span = self.tree.analysis.token(draft.head).span;
        let list = if is_recipient { &mut draft.recipients } else { &mut draft.actors };
        *list = match of.first() {
            None => Vec::new(),
            Some(&NO_COUNTRY) => {
                let nobody = || Participant { span, entity: Entity::default() };
                let mut kept = list.first().cloned().unwrap_or_else(nobody);
                kept.entity.code.country = None;
                vec![kept]
            }
            Some(&c) => vec![who.unwrap_or_else(|| {
                let country = Some(cast.countries[c].clone());
                let code = ActorCode { country, sectors: Vec::new() };
                Participant { span, entity: Entity { code, ..Entity::default() } }
            })],
        };
        let side = if is_recipient { "recipient" } else { "actor" };
        draft.why.push(format!("{side} likelier than by the rules"));
    }

    /// Who of a country it is: of those named in the sentence the one for whom the words speak most,
    /// else the nearest before it, else the nearest; never who is on the other side.
    fn who_of(&self, cast: &Cast, side: &Side<'_>, c: Country, table: &Weights) -> Option<usize> {
        let draft = &self.drafts[side.act.draft];
        let other = if side.is_recipient { &draft.actors } else { &draft.recipients };
        let apart = |x: &Named| {
            x.country == c
                && !other.iter().any(|o| o.entity == x.who.entity || o.span == x.who.span)
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
            told.iter().for_each(|t| side.add(&[t], &mut sums));
            let sum = sums.sums.first().copied().unwrap_or(0.0);
            if best.is_none_or(|b| sum > b.0) {
                best = Some((sum, i));
            }
        }
        Some(best.map_or(nearest, |b| b.1))
    }

    fn cast(&self) -> Cast {
        let analysis = self.tree.analysis;
        let mut named: Vec<Named> = Vec::new();
        for m in &analysis.mentions {
            for who in self.who.participants(m.head) {
                if who.entity.code.country.is_some() {
                    named.push(Named {
                        head: m.head,
                        sentence: analysis.sentence_of(m.head),
                        kind: m.kind,
                        says: m.kind != MentionKind::Nominal || self.who.says_country(who.span),
                        country: NO_COUNTRY,
                        who,
                    });
                }
            }
        }
        let kept: Vec<usize> =
            (0..self.drafts.len()).filter(|&d| !self.drafts[d].dropped).collect();
        let sides = kept.iter().flat_map(|&d| {
            let draft = &self.drafts[d];
            draft.actors.iter().chain(&draft.recipients)
        });
        let mut countries: Vec<String> = sides
            .chain(named.iter().map(|n| &n.who))
            .filter_map(|p| p.entity.code.country.clone())
            .collect();
        countries.sort();
        countries.dedup();
        let place = |c: &str| countries.binary_search_by(|x| x.as_str().cmp(c)).ok();
        let mut counts = vec![0; countries.len()];
        for n in &mut named {
            n.country = n.who.entity.code.country.as_deref().and_then(place).unwrap_or(NO_COUNTRY);
            if let Some(count) = counts.get_mut(n.country) {
                *count += 1;
            }
        }
        let of = |list: &[Participant]| {
            let mut all: Vec<Country> = list
                .iter()
                .map(|p| p.entity.code.country.as_deref().and_then(place).unwrap_or(NO_COUNTRY))
                .collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let acts = kept
            .into_iter()
            .map(|d| {
                let draft = &self.drafts[d];
                Sides {
                    draft: d,
                    sentence: analysis.sentence_of(draft.head),
                    kind: draft.event_type,
                    actors: of(&draft.actors),
                    recipients: of(&draft.recipients),
                }
            })
            .collect();
        let main = self.who.main_country().and_then(place);
        Cast { countries, named, counts, main, acts }
    }

    fn side<'s>(
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
    fn quoted(&self, draft: &Draft) -> Option<Participant> {
        let quotes = &self.tree.analysis.quotes;
        let quote = quotes
            .iter()
            .filter(|q| q.kind == QuoteKind::Direct)
            .find(|q| q.span.contains(draft.trigger))?;
        self.who.find(quote.speaker?).participant
    }

    /// Tells what speaks for and against an answer.
    fn tell(
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
        for &c in of.iter().filter(|c| **c != NO_COUNTRY) {
            self.tell_country(cast, side, c, out);
        }
    }

    fn tell_country(&self, cast: &Cast, side: &Side<'_>, c: Country, out: &mut impl Signs) {
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
            told.iter().for_each(|t| side.add(&[t], out));
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
            side.add(&["nearest=", yes(nearest.is_some_and(|y| y.country == c))], out);
        } else {
            let before = cast.named.iter().filter(|x| x.sentence < sentence && x.country == c);
            let last = before.last();
            let back = last.map_or("later", |x| DIGITS[(sentence - x.sentence).min(6)]);
            side.add(&["back=", back], out);
            if let Some(x) = last.filter(|x| x.sentence + 1 == sentence) {
                side.add(&["back1:", self.tree.rel(x.head).as_str()], out);
            }
        }
        // What other acts of the story say of the two.
        let again = cast.acts.iter().filter(|x| {
            x.kind == side.act.kind
                && x.sentence != sentence
                && x.own(side.is_recipient).contains(&c)
                && x.own(!side.is_recipient) == side.other
        });
        side.add(&["again=", DIGITS[again.count().min(2)]], out);
    }
}

/// Every answer but that of the rules: nobody, somebody of no country, each country.
fn answers<'s>(cast: &'s Cast, kept: &'s [Country]) -> impl Iterator<Item = Vec<Country>> + 's {
    let named = (0..cast.countries.len()).filter(|&c| cast.counts[c] > 0);
    [Vec::new(), vec![NO_COUNTRY]]
        .into_iter()
        .chain(named.map(|c| vec![c]))
        .filter(move |of| of != kept)
}

impl Side<'_> {
    /// One feature, for acts of one type and for all.
    fn add(&self, parts: &[&str], out: &mut impl Signs) {
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

const DIGITS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];

fn yes(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

/// How those named in the sentence hang together with a trigger.
struct Hangs {
    head: TokenIdx,
    form: &'static str,
    lemma: String,
    passive: &'static str,
    /// Those named in the sentence, the nearest first, with what their words say.
    here: Vec<(usize, Vec<String>)>,
    countries: Vec<Country>,
}

impl Hangs {
    fn new(tree: &Tree<'_>, head: TokenIdx, sentence: usize, cast: &Cast) -> Self {
        let verb = tree.upos(head) == Upos::Verb;
        // Who does and undergoes what the trigger and the verb above it say, voice and control undone.
        let mut roles = Vec::new();
        if verb {
            roles.push(("subj", tree.subjects(head)));
            roles.push(("obj", tree.objects(head)));
        }
        if let Some(above) = tree.ancestors(head).find(|&a| tree.is_predicate(a)) {
            roles.push(("subj-above", tree.subjects(above)));
            roles.push(("obj-above", tree.objects(above)));
        }
        let form = match tree.upos(head) {
            Upos::Noun | Upos::Propn => "n",
            Upos::Verb => "v",
            _ => "o",
        };
        let lemma = tree.lemma(head);
        let mut near: Vec<usize> =
            (0..cast.named.len()).filter(|&i| cast.named[i].sentence == sentence).collect();
        near.sort_by_key(|&i| cast.named[i].head.0.abs_diff(head.0));
        let told = |i: usize| {
            let x = &cast.named[i];
            let mut f = Vec::new();
            for role in roles.iter().filter(|r| r.1.contains(&x.head)) {
                f.push(format!("{form}role={}", role.0));
                f.push(format!("role={}|lemma={lemma}", role.0));
            }
            let path = path(tree, head, x.head);
            f.push(format!("{form}{path}|{}", if x.says { "says" } else { "mute" }));
            f.push(format!("{form}{path}"));
            f
        };
        let here: Vec<(usize, Vec<String>)> = near.iter().map(|&i| (i, told(i))).collect();
        let countries = near.iter().map(|&i| cast.named[i].country).collect();
        let passive = yes(verb && tree.is_passive(head));
        Self { head, form, lemma, passive, here, countries }
    }

    /// Those of a country, the nearest first.
    fn of(&self, c: Country) -> impl Iterator<Item = (usize, &[String])> {
        let all = self.here.iter().zip(&self.countries);
        all.filter(move |(_, of)| **of == c).map(|((i, told), _)| (*i, told.as_slice()))
    }
}

/// How a word hangs together with the trigger: relations up, then down, with the last preposition.
fn path(tree: &Tree<'_>, from: TokenIdx, to: TokenIdx) -> String {
    let chain = |t: TokenIdx| -> Vec<TokenIdx> {
        std::iter::once(t).chain(tree.ancestors(t)).take(24).collect()
    };
    let (up, down) = (chain(from), chain(to));
    let Some(top) = up.iter().find(|t| down.contains(t)) else { return "^?".to_owned() };
    let rels = |list: &[TokenIdx]| -> Vec<&'static str> {
        list.iter().take_while(|t| *t != top).map(|&t| short(tree.rel(t))).collect()
    };
    let (ups, mut downs) = (rels(&up), rels(&down));
    downs.reverse();
    if ups.len() > 3 || downs.len() > 2 {
        return format!("^{}v{}", ups.len().min(4), downs.last().copied().unwrap_or("-"));
    }
    let case = tree.preposition(to).map_or(String::new(), |p| format!(":{p}"));
    format!("^{}v{}{case}", ups.join("<"), downs.join(">"))
}

fn short(rel: Deprel) -> &'static str {
    match rel {
        Deprel::AclRelcl => "acl",
        Deprel::Parataxis => "ccomp",
        Deprel::NsubjOuter => "nsubj",
        Deprel::NmodDesc => "appos",
        other => other.as_str(),
    }
}

/// The events of a document with sides as the rules code them, not dated, and the choices of each
/// ([`Choice::event`] is an index into them; actors before recipients), for fitting the table.
pub fn of_document(
    document: &Document,
    analysis: &Analysis,
    knowledge: &knowledge::Knowledge,
) -> (Vec<Event>, Vec<Choice>) {
    let tree = Tree::new(&document.text, analysis, knowledge);
    let who = Who::new(&tree, document);
    let acts = crate::acts::Acts::find(&tree, &who, false);
    let mut composer = crate::composed(&tree, &who, &acts, document);
    composer.guess();
    let cast = composer.cast();
    let name = |of: &[Country]| -> Vec<String> {
        of.iter().map(|&c| cast.countries.get(c).cloned().unwrap_or("-".to_owned())).collect()
    };
    let mut told: Vec<(usize, Choice)> = Vec::new();
    for act in &cast.acts {
        let hangs = Hangs::new(&tree, composer.drafts[act.draft].head, act.sentence, &cast);
        for is_recipient in [false, true] {
            let side = composer.side(act, is_recipient, &hangs, &cast);
            let kept = act.own(is_recipient);
            let first = std::iter::once((kept.to_vec(), true));
            let candidates = first
                .chain(answers(&cast, kept).map(|of| (of, false)))
                .map(|(of, is_kept)| {
                    let mut features = Vec::new();
                    composer.tell(&cast, &side, &of, is_kept, &mut features);
                    Candidate { countries: name(&of), features }
                })
                .collect();
            told.push((act.draft, Choice { event: 0, is_recipient, candidates }));
        }
    }
    let undated = |draft| crate::Dated { draft, date: None, speaker: None };
    let drafts: Vec<crate::Dated> = composer.drafts.into_iter().map(undated).collect();
    let (events, order) = crate::emit(&tree, &who, document, &drafts);
    // In the order in which the events stand; furniture has none.
    let place: BTreeMap<usize, usize> = order.iter().enumerate().map(|(e, &d)| (d, e)).collect();
    let choices = told
        .into_iter()
        .filter_map(|(d, choice)| Some(Choice { event: *place.get(&d)?, ..choice }))
        .collect();
    (events, choices)
}
