//! Events in, the countries of their sides out, weighed against the other countries of the story.
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
    weights::Weights,
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
    /// What speaks for and against it, sorted.
    pub features: Vec<String>,
    /// Who it may be, by place among those named, the nearest first.
    named: Vec<usize>,
}

/// Somebody of a country, as the text names them.
struct Named {
    head: TokenIdx,
    sentence: usize,
    kind: MentionKind,
    says: bool,
    who: Participant,
}

/// How much likelier another answer has to be, as a difference of sums.
const MARGIN: f32 = 0.4;

impl Composer<'_, '_, '_> {
    /// Weighs the sides of all acts that are kept; likely acts with no country on either side are
    /// left out.
    pub(crate) fn weigh_sides(&mut self) {
        static TABLE: OnceLock<Weights> = OnceLock::new();
        let table =
            TABLE.get_or_init(|| Weights::read(include_str!("../../../models/en/sides.tsv")));
        let kept: Vec<usize> = self.kept();
        let named = self.named();
        let sum = |f: &[String]| table.scores(f).first().map_or(0.0, |s| s.1);
        for choice in self.choices(&named) {
            let sums: Vec<f32> = choice.candidates.iter().map(|c| sum(&c.features)).collect();
            let best = (0..sums.len()).max_by(|&a, &b| sums[a].total_cmp(&sums[b]).then(b.cmp(&a)));
            if let Some(best) = best.filter(|&b| b > 0 && sums[b] - sums[0] > tmp_margin()) {
                let candidate = &choice.candidates[best];
                // Of several of one country, those whom the words speak for most.
                let d = kept[choice.event];
                let head = self.drafts[d].head;
                let hangs = Hangs::new(self.tree, head);
                let side = side_of(choice.is_recipient);
                let fits = |i: usize| {
                    let x = &named[i];
                    let here = x.sentence == self.tree.analysis.sentence_of(head);
                    let told = if here { hangs.of(self.tree, x) } else { Vec::new() };
                    let kind = self.drafts[d].event_type;
                    let told = told.iter().flat_map(|t| with_kind(side, t, kind));
                    sum(&told.collect::<Vec<_>>())
                };
                let who = candidate
                    .named
                    .iter()
                    .map(|&i| (fits(i), i))
                    .rev()
                    .max_by(|a, b| a.0.total_cmp(&b.0))
                    .map(|(_, i)| named[i].who.clone());
                self.take(d, choice.is_recipient, &candidate.countries, who);
            }
        }
        for d in kept {
            let draft = &mut self.drafts[d];
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
        countries: &[String],
        who: Option<Participant>,
    ) {
        let draft = &mut self.drafts[d];
        let span = self.tree.analysis.token(draft.head).span;
        let list = if is_recipient { &mut draft.recipients } else { &mut draft.actors };
        *list = match countries.first().map(String::as_str) {
            None => Vec::new(),
            Some("-") => {
                let mut kept = list
                    .first()
                    .cloned()
                    .unwrap_or_else(|| Participant { span, entity: Entity::default() });
                kept.entity.code.country = None;
                vec![kept]
            }
            Some(country) => vec![who.unwrap_or_else(|| {
                let code = ActorCode { country: Some(country.to_owned()), sectors: Vec::new() };
                Participant { span, entity: Entity { code, ..Entity::default() } }
            })],
        };
        let side = if is_recipient { "recipient" } else { "actor" };
        draft.why.push(format!("{side} likelier than by the rules"));
    }

    /// The sides of all acts that are kept with the answers that each may have, in order, actors
    /// before recipients.
    fn choices(&self, named: &[Named]) -> Vec<Choice> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for n in named {
            if let Some(c) = &n.who.entity.code.country {
                *counts.entry(c).or_default() += 1;
            }
        }
        let kept = self.kept();
        let mut out = Vec::with_capacity(kept.len() * 2);
        for (event, &d) in kept.iter().enumerate() {
            for is_recipient in [false, true] {
                out.push(self.choice(&kept, event, d, is_recipient, named, &counts));
            }
        }
        out
    }

    fn named(&self) -> Vec<Named> {
        let analysis = self.tree.analysis;
        let mut out: Vec<Named> = Vec::new();
        for m in &analysis.mentions {
            for who in self.who.participants(m.head) {
                if who.entity.code.country.is_some() {
                    out.push(Named {
                        head: m.head,
                        sentence: analysis.sentence_of(m.head),
                        kind: m.kind,
                        says: m.kind != MentionKind::Nominal || self.who.says_country(who.span),
                        who,
                    });
                }
            }
        }
        out
    }

    fn kept(&self) -> Vec<usize> {
        (0..self.drafts.len()).filter(|&d| !self.drafts[d].dropped).collect()
    }

    fn choice(
        &self,
        kept_drafts: &[usize],
        event: usize,
        d: usize,
        is_recipient: bool,
        named: &[Named],
        counts: &BTreeMap<&str, usize>,
    ) -> Choice {
        let (tree, who) = (self.tree, self.who);
        let e = &self.drafts[d];
        let analysis = tree.analysis;
        let (own, other) =
            if is_recipient { (&e.recipients, &e.actors) } else { (&e.actors, &e.recipients) };
        let side = side_of(is_recipient);
        let kind = e.event_type;
        let head = e.head;
        let (kept, others) = (countries(own), countries(other));
        let speaker = crate::speaker(self, e)
            .as_ref()
            .and_then(|p| p.entity.code.country.clone())
            .or_else(|| {
                let quote = analysis
                    .quotes
                    .iter()
                    .filter(|q| q.kind == QuoteKind::Direct)
                    .find(|q| q.span.contains(e.trigger))?;
                who.find(quote.speaker?).participant?.entity.code.country
            });
        let sentence = analysis.sentence_of(head);
        let sentence_span = analysis.sentences[sentence].span;
        let told = if others.is_empty() {
            "none"
        } else if others == ["-"] {
            "dash"
        } else {
            "some"
        };
        let hangs = Hangs::new(tree, head);
        let form = hangs.form;
        let lemma = &hangs.lemma;
        let features = |of: &[String], is_kept: bool| {
            let mut f: Vec<String> = Vec::new();
            let mut add = |x: String| {
                f.extend(with_kind(side, &x, kind));
            };
            let what = match of {
                [] => "nobody",
                [c] if c == "-" => "dash",
                [_] => "one",
                _ => "several",
            };
            add(format!("{what}|{form}"));
            add(format!("{what}|other={told}"));
            add(format!("{what}|{}", e.status));
            if is_kept {
                add("kept".to_owned());
                add(format!("kept={what}|{form}"));
                for x in confidence::of_side(analysis, head, sentence_span, own) {
                    add(format!("kept:{x}"));
                }
                for why in &e.why {
                    if let Some(reason) = confidence::reason(why) {
                        add(format!("kept:{reason}"));
                    }
                }
                add(format!("kept|lemma={lemma}"));
            }
            if of.is_empty() {
                add(format!("nobody|lemma={lemma}"));
                let passive = tree.upos(head) == Upos::Verb && tree.is_passive(head);
                add(format!("nobody|passive={passive}"));
            }
            for c in of.iter().filter(|c| *c != "-") {
                if others.contains(c) {
                    add(format!("home|{form}"));
                    add(format!("home|lemma={lemma}"));
                }
                if who.main_country() == Some(c.as_str()) {
                    add("main".to_owned());
                }
                if speaker.as_ref() == Some(c) {
                    add("speaker".to_owned());
                }
                let n = counts.get(c.as_str()).copied().unwrap_or(0);
                add(format!("n={}", n.min(12).ilog2_or_zero()));
                let most = counts.iter().filter(|(k, _)| !others.iter().any(|o| o == *k));
                let most = most.map(|(_, n)| *n).max().unwrap_or(0);
                add(format!("most={}", n >= most));
                if named.iter().any(|x| x.sentence == 0 && is_of(x, c)) {
                    add("headline".to_owned());
                }
                let mut here: Vec<&Named> =
                    named.iter().filter(|x| x.sentence == sentence && is_of(x, c)).collect();
                here.sort_by_key(|x| x.head.0.abs_diff(head.0));
                for x in here.iter().take(3) {
                    hangs.of(tree, x).into_iter().for_each(&mut add);
                }
                match here.first() {
                    Some(x) => {
                        let after = x.head > head;
                        let far = match x.head.0.abs_diff(head.0) {
                            0 => 0,
                            1..=2 => 1,
                            3..=5 => 2,
                            6..=12 => 3,
                            _ => 4,
                        };
                        add(format!("near|{after}{far}"));
                        add(format!("{}|{form}", kind_of(x.kind)));
                        let nearest = named
                            .iter()
                            .filter(|y| y.sentence == sentence && y.head != head)
                            .filter(|y| !others.iter().any(|o| is_of(y, o)))
                            .min_by_key(|y| y.head.0.abs_diff(head.0));
                        add(format!("nearest={}", nearest.is_some_and(|y| is_of(y, c))));
                    }
                    None => {
                        let last =
                            named.iter().filter(|x| x.sentence < sentence && is_of(x, c)).last();
                        let back = last.map_or("later".to_owned(), |x| {
                            (sentence - x.sentence).min(6).to_string()
                        });
                        add(format!("back={back}"));
                        if let Some(x) = last
                            && x.sentence + 1 == sentence
                        {
                            add(format!("back1:{}", tree.rel(x.head).as_str()));
                        }
                    }
                }
                // What other acts of the story say of the two.
                let again = |x: &&Draft| {
                    let (xo, xn) = if is_recipient {
                        (&x.recipients, &x.actors)
                    } else {
                        (&x.actors, &x.recipients)
                    };
                    x.event_type == kind
                        && analysis.sentence_of(x.head) != sentence
                        && countries(xo).contains(c)
                        && countries(xn) == others
                };
                add(format!(
                    "again={}",
                    kept_drafts.iter().map(|&k| &self.drafts[k]).filter(again).count().min(2)
                ));
            }
            f.sort_unstable();
            f.dedup();
            f
        };
        let mut candidates = vec![Candidate {
            features: features(&kept, true),
            countries: kept.clone(),
            named: Vec::new(),
        }];
        let mut add = |of: Vec<String>, named: Vec<usize>| {
            if of != kept {
                candidates.push(Candidate { features: features(&of, false), countries: of, named });
            }
        };
        add(Vec::new(), Vec::new());
        add(vec!["-".to_owned()], Vec::new());
        for c in counts.keys() {
            // Named in the sentence, nearest; else before it, nearest; else anywhere; never who is on
            // the other side.
            let apart = |x: &Named| {
                is_of(x, c)
                    && !other.iter().any(|o| o.entity == x.who.entity || o.span == x.who.span)
            };
            let mut of: Vec<usize> = (0..named.len()).filter(|&i| apart(&named[i])).collect();
            of.sort_by_key(|&i| {
                let x = &named[i];
                let away = x.sentence.abs_diff(sentence);
                (away, x.sentence > sentence, x.head.0.abs_diff(head.0))
            });
            let n_here = of.iter().filter(|&&i| named[i].sentence == sentence).count();
            of.truncate(n_here.clamp(1, 4));
            add(vec![(*c).to_owned()], of);
        }
        Choice { event, is_recipient, candidates }
    }
}

fn countries(list: &[Participant]) -> Vec<String> {
    let mut all: Vec<String> = list
        .iter()
        .map(|p| p.entity.code.country.clone().unwrap_or_else(|| "-".to_owned()))
        .collect();
    all.sort();
    all.dedup();
    all
}

fn is_of(x: &Named, country: &str) -> bool {
    x.who.entity.code.country.as_deref() == Some(country)
}

fn kind_of(kind: MentionKind) -> &'static str {
    match kind {
        MentionKind::Name => "name",
        MentionKind::Nominal => "noun",
        MentionKind::Pronoun => "pronoun",
    }
}

trait LogBucket {
    fn ilog2_or_zero(self) -> u32;
}

impl LogBucket for usize {
    fn ilog2_or_zero(self) -> u32 {
        if self == 0 { 0 } else { self.ilog2() + 1 }
    }
}

fn side_of(is_recipient: bool) -> &'static str {
    if is_recipient { "r" } else { "a" }
}

/// A feature of a side, for acts of one type and for all.
fn with_kind(side: &str, feature: &str, kind: EventType) -> [String; 2] {
    [format!("{side}:{feature}|{kind}"), format!("{side}:{feature}")]
}

/// How those named in the sentence hang together with a trigger.
struct Hangs {
    head: TokenIdx,
    form: &'static str,
    lemma: String,
    /// Who does and undergoes what the trigger and the verb above it say, voice and control undone.
    roles: Vec<(&'static str, Vec<TokenIdx>)>,
}

impl Hangs {
    fn new(tree: &Tree<'_>, head: TokenIdx) -> Self {
        let mut roles = Vec::new();
        if tree.upos(head) == Upos::Verb {
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
        Self { head, form, lemma: tree.lemma(head), roles }
    }

    fn of(&self, tree: &Tree<'_>, x: &Named) -> Vec<String> {
        let form = self.form;
        let mut f = Vec::new();
        for role in self.roles.iter().filter(|r| r.1.contains(&x.head)) {
            f.push(format!("{form}role={}", role.0));
            f.push(format!("role={}|lemma={}", role.0, self.lemma));
        }
        let says = if x.says { "says" } else { "mute" };
        let path = path(tree, self.head, x.head);
        f.push(format!("{form}{path}"));
        f.push(format!("{form}{path}|{says}"));
        f
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
/// ([`Choice::event`] is an index into them), for fitting the table.
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
    let mut choices = composer.choices(&composer.named());
    let kept = composer.kept();
    let undated = |draft| crate::Dated { draft, date: None, speaker: None };
    let drafts: Vec<crate::Dated> = composer.drafts.into_iter().map(undated).collect();
    let (events, order) = crate::emit(&tree, &who, document, &drafts);
    // In the order in which the events stand.
    let place = |d: usize| order.iter().position(|&o| o == d);
    choices.retain_mut(|c| {
        let found = place(kept[c.event]);
        c.event = found.unwrap_or(0);
        found.is_some()
    });
    (events, choices)
}

fn tmp_margin() -> f32 {
    static M: OnceLock<f32> = OnceLock::new();
    *M.get_or_init(|| std::env::var("MARGIN").ok().and_then(|m| m.parse().ok()).unwrap_or(MARGIN))
}
