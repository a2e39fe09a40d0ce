//! A document in, everybody of a country that it names out, and how they hang together with an act.

use std::ops::{Range, RangeInclusive};

use model::{Deprel, EventType, MentionKind, Participant, Party, TokenIdx, Upos};

use crate::{compose::Composer, tree::Tree};

/// A country of the story, by its place among them; [`NO_COUNTRY`] for somebody of none.
pub(crate) type Country = usize;
pub(crate) const NO_COUNTRY: Country = usize::MAX;

/// Somebody of a country, as the text names them.
pub(crate) struct Named {
    pub(crate) head: TokenIdx,
    pub(crate) sentence: usize,
    pub(crate) kind: MentionKind,
    /// Whether the words themselves say the country.
    pub(crate) says: bool,
    pub(crate) country: Country,
    pub(crate) who: Participant,
}

/// Everything of a document that sides are weighed by.
pub(crate) struct Cast {
    /// Sorted.
    pub(crate) countries: Vec<String>,
    /// In reading order.
    pub(crate) named: Vec<Named>,
    /// How often each country is named.
    pub(crate) counts: Vec<usize>,
    /// Numbers of those named of each country, in reading order.
    pub(crate) by_country: Vec<Vec<usize>>,
    /// Parties of those named of each country, each once.
    pub(crate) parties: Vec<Vec<Party>>,
    pub(crate) main: Option<Country>,
    /// In the order of their triggers.
    pub(crate) acts: Vec<Sides>,
    /// Countries that stand together on a side of an act, or on both of a mutual one, with how often
    /// they do.
    pub(crate) sets: Vec<(Vec<Country>, usize)>,
}

/// Sentences to either side beyond which acts and names say nothing of an act: what is longer than that
/// is no one story, and each act of it would be weighed by all others.
const N_AROUND: usize = 300;

impl Cast {
    /// The acts of the story that a sentence belongs to, in the order of their triggers.
    pub(crate) fn acts_around(&self, sentence: usize) -> &[Sides] {
        let first = self.acts.partition_point(|x| x.sentence + N_AROUND < sentence);
        let end = self.acts.partition_point(|x| x.sentence <= sentence + N_AROUND);
        &self.acts[first..end]
    }

    /// Numbers of those whom a stretch of sentences names.
    pub(crate) fn named_in(&self, sentences: RangeInclusive<usize>) -> Range<usize> {
        let first = self.named.partition_point(|x| x.sentence < *sentences.start());
        let end = self.named.partition_point(|x| x.sentence <= *sentences.end());
        first..end
    }

    /// Numbers of those of a country whom the story that a sentence belongs to names, in reading order.
    pub(crate) fn of_around(&self, country: Country, sentence: usize) -> &[usize] {
        let all = &self.by_country[country];
        let place = |&i: &usize| self.named[i].sentence;
        let first = all.partition_point(|i| place(i) + N_AROUND < sentence);
        let end = all.partition_point(|i| place(i) <= sentence + N_AROUND);
        &all[first..end]
    }
}

/// More together are no company that another act would have as well.
const N_TOGETHER: usize = 4;

fn sets(acts: &[Sides]) -> Vec<(Vec<Country>, usize)> {
    let mut all: Vec<(Vec<Country>, usize)> = Vec::new();
    for act in acts {
        let mut both: Vec<Country> = act.actors.iter().chain(&act.recipients).copied().collect();
        both.sort_unstable();
        both.dedup();
        let mut told = vec![act.actors.clone(), act.recipients.clone()];
        if act.kind.is_mutual() {
            told.push(both);
        }
        told.sort();
        told.dedup();
        told.retain(|of| {
            (2..=N_TOGETHER).contains(&of.len()) && of.iter().all(|c| *c != NO_COUNTRY)
        });
        for of in told {
            match all.iter_mut().find(|x| x.0 == of) {
                Some(x) => x.1 += 1,
                None => all.push((of, 1)),
            }
        }
    }
    all
}

/// An act that is kept, with its sides as countries of the story.
pub(crate) struct Sides {
    pub(crate) draft: usize,
    pub(crate) head: TokenIdx,
    pub(crate) lemma: String,
    pub(crate) sentence: usize,
    pub(crate) kind: EventType,
    pub(crate) actors: Vec<Country>,
    pub(crate) recipients: Vec<Country>,
}

impl Sides {
    pub(crate) fn own(&self, is_recipient: bool) -> &[Country] {
        if is_recipient { &self.recipients } else { &self.actors }
    }
}

impl Composer<'_, '_, '_> {
    pub(crate) fn cast(&self) -> Cast {
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
        named.sort_by_key(|n| n.sentence);
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
        let mut by_country = vec![Vec::new(); countries.len()];
        for (i, n) in named.iter_mut().enumerate() {
            n.country = n.who.entity.code.country.as_deref().and_then(place).unwrap_or(NO_COUNTRY);
            if let Some(of) = by_country.get_mut(n.country) {
                of.push(i);
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
        let mut acts: Vec<Sides> = kept
            .into_iter()
            .map(|d| {
                let draft = &self.drafts[d];
                Sides {
                    draft: d,
                    head: draft.head,
                    lemma: self.tree.lemma(draft.head).clone(),
                    sentence: analysis.sentence_of(draft.head),
                    kind: draft.event_type,
                    actors: of(&draft.actors),
                    recipients: of(&draft.recipients),
                }
            })
            .collect();
        acts.sort_by_key(|a| (a.head, a.draft));
        let main = self.who.main_country().and_then(place);
        let sets = sets(&acts);
        let counts = by_country.iter().map(Vec::len).collect();
        let parties = by_country.iter().map(|of| parties(&named, of)).collect();
        Cast { countries, named, counts, by_country, parties, main, acts, sets }
    }
}

fn parties(named: &[Named], of: &[usize]) -> Vec<Party> {
    let mut all: Vec<Party> = of.iter().map(|&i| Party::of(&named[i].who.entity.code)).collect();
    all.sort_unstable_by_key(|p| *p as usize);
    all.dedup();
    all
}

/// Small numbers, as features tell them.
pub(crate) const DIGITS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];

pub(crate) fn yes(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

/// How those named in the sentence hang together with a trigger.
pub(crate) struct Hangs {
    pub(crate) head: TokenIdx,
    pub(crate) form: &'static str,
    pub(crate) lemma: String,
    pub(crate) passive: &'static str,
    /// Those named in the sentence, the nearest first, with what their words say.
    pub(crate) here: Vec<(usize, Vec<String>)>,
    pub(crate) countries: Vec<Country>,
    /// Countries whose names are joined by "and".
    pub(crate) joined: Vec<(Country, Country)>,
}

impl Hangs {
    pub(crate) fn new(tree: &Tree<'_>, head: TokenIdx, sentence: usize, cast: &Cast) -> Self {
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
        // Words of our own lists only.
        let lemma = if tree.is_listed(head) { tree.lemma(head).clone() } else { String::new() };
        let mut near: Vec<usize> = cast.named_in(sentence..=sentence).collect();
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
            f.push(format!("{path}|lemma={lemma}"));
            f
        };
        let here: Vec<(usize, Vec<String>)> = near.iter().map(|&i| (i, told(i))).collect();
        let countries = near.iter().map(|&i| cast.named[i].country).collect();
        let mut joined = Vec::new();
        for (n, &i) in near.iter().enumerate() {
            for &j in &near[n + 1..] {
                let (a, b) = (&cast.named[i], &cast.named[j]);
                let beside = |x: TokenIdx, y: TokenIdx| {
                    tree.rel(x) == Deprel::Conj && tree.head(x) == Some(y)
                };
                if a.country != b.country && (beside(a.head, b.head) || beside(b.head, a.head)) {
                    joined.push((a.country.min(b.country), a.country.max(b.country)));
                }
            }
        }
        let passive = yes(verb && tree.is_passive(head));
        Self { head, form, lemma, passive, here, countries, joined }
    }

    /// Those of a country, the nearest first.
    pub(crate) fn of(&self, c: Country) -> impl Iterator<Item = (usize, &[String])> {
        let all = self.here.iter().zip(&self.countries);
        all.filter(move |(_, of)| **of == c).map(|((i, told), _)| (*i, told.as_slice()))
    }
}

/// How a word hangs together with the trigger: relations up, then down, with the last preposition.
pub(crate) fn path(tree: &Tree<'_>, from: TokenIdx, to: TokenIdx) -> String {
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

pub(crate) fn short(rel: Deprel) -> &'static str {
    match rel {
        Deprel::AclRelcl => "acl",
        Deprel::Parataxis => "ccomp",
        Deprel::NsubjOuter => "nsubj",
        Deprel::NmodDesc => "appos",
        other => other.as_str(),
    }
}
