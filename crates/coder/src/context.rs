//! An event in, what it is about out: the contexts of PLOVER, with the words that say so.
//!
//! "The court jailed three fishermen for oil theft": *court* and *jailed* speak for legal, *oil* for
//! natural_resource. Words and their contexts stand in `data/lang/en/contexts/`, what type, mode and
//! sides say by themselves in `data/ontology/context-rules.tsv`. A word counts for the act it hangs
//! on, and for those that speak of that act. A sure word in the sentence is enough; an ambiguous one
//! needs another, or the rest of the paragraph or of the document to be about the same.
//!
//! It gives no context that neither a word of the act's own sentence nor its code speaks for.

use knowledge::{ContextRule, Knowledge};
use model::{Analysis, Context, Document, Event, Sector, Span, TokenIdx};

/// Points that a context needs.
const ENOUGH: u32 = 2;

/// Hits in a document, of two words or more, that make it be about a context.
const N_HITS_ABOUT: usize = 4;

/// A word or phrase that speaks for a context.
struct Hit {
    context: Context,
    head: TokenIdx,
    span: Span,
    sure: bool,
    sentence: usize,
}

/// Words of a document that speak for contexts.
pub(crate) struct Hits<'a> {
    analysis: &'a Analysis,
    knowledge: &'a Knowledge,
    list: Vec<Hit>,
    /// First hit of each sentence, and one past the last.
    starts: Vec<usize>,
    /// Paragraph of each sentence.
    paragraphs: Vec<u32>,
    /// What the document is about.
    about: Vec<Context>,
}

/// Why an event has a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextReason {
    /// The context.
    pub context: Context,
    /// Words of its sentence, in bytes; empty where its code or its frame says so.
    pub words: Vec<Span>,
}

impl<'a> Hits<'a> {
    pub(crate) fn find(
        document: &Document,
        analysis: &'a Analysis,
        knowledge: &'a Knowledge,
    ) -> Self {
        let mut list = Vec::new();
        let mut starts = Vec::with_capacity(analysis.sentences.len() + 1);
        for (s, sentence) in analysis.sentences.iter().enumerate() {
            starts.push(list.len());
            let mut at = sentence.first;
            while at < sentence.end {
                at = TokenIdx(at.0 + hits_at(document, analysis, knowledge, s, at, &mut list));
            }
        }
        starts.push(list.len());
        let mut paragraphs = Vec::with_capacity(analysis.sentences.len());
        let (mut number, mut end) = (0, 0);
        for sentence in &analysis.sentences {
            let between = document.text.get(end..sentence.span.start as usize).unwrap_or("");
            number += u32::from(between.contains('\n'));
            paragraphs.push(number);
            end = sentence.span.end as usize;
        }
        let about = about(document, &list);
        Self { analysis, knowledge, list, starts, paragraphs, about }
    }

    fn of_sentence(&self, s: usize) -> &[Hit] {
        &self.list[self.starts[s]..self.starts[s + 1]]
    }

    /// Contexts of the event at `index`, in the ontology's order, with their words.
    pub(crate) fn reasons(&self, events: &[Event], index: usize) -> Vec<ContextReason> {
        let e = &events[index];
        let mut reasons: Vec<ContextReason> = Vec::new();
        let s = e.evidence.sentence as usize;
        let own = own_heads(events, index);
        let others: Vec<TokenIdx> = events
            .iter()
            .filter(|x| x.evidence.sentence == e.evidence.sentence)
            .map(|x| x.evidence.trigger_head)
            .filter(|h| !own.contains(h))
            .collect();
        let mine: Vec<(&Hit, bool)> = self
            .of_sentence(s)
            .iter()
            .filter_map(|h| Some((h, self.hangs_on(h.head, &own, &others)?)))
            .collect();
        for context in Context::ALL.iter().copied() {
            let words: Vec<&(&Hit, bool)> =
                mine.iter().filter(|h| h.0.context == context).collect();
            if !words.is_empty() && self.points(s, context, &words) >= ENOUGH {
                let words = words.iter().map(|h| h.0.span).collect();
                reasons.push(ContextReason { context, words });
            }
        }
        let mut given = |context: Context| {
            if !reasons.iter().any(|r| r.context == context) {
                reasons.push(ContextReason { context, words: Vec::new() });
            }
        };
        for rule in self.knowledge.contexts.rules().iter().filter(|r| holds(r, e)) {
            given(rule.context);
        }
        reasons.sort_by_key(|r| r.context);
        reasons
    }

    /// Whether the nearest act above a word is the event's own (`None`: it is another's), or there
    /// is none (`false`).
    fn hangs_on(&self, word: TokenIdx, own: &[TokenIdx], others: &[TokenIdx]) -> Option<bool> {
        let mut at = Some(word);
        for _ in 0..64 {
            let Some(t) = at else { break };
            if own.contains(&t) {
                return Some(true);
            }
            if others.contains(&t) {
                return None;
            }
            at = self.analysis.token(t).head;
        }
        Some(false)
    }

    /// Sure words of the act itself count two, all others one.
    fn points(&self, s: usize, context: Context, words: &[&(&Hit, bool)]) -> u32 {
        let mut seen: Vec<(&Span, u32)> = Vec::new();
        for (hit, own) in words {
            if !seen.iter().any(|(x, _)| **x == hit.span) {
                seen.push((&hit.span, if hit.sure && *own { 2 } else { 1 }));
            }
        }
        let sum: u32 = seen.iter().map(|(_, n)| n).sum();
        let beside = (0..self.paragraphs.len())
            .filter(|&o| o != s && self.paragraphs[o] == self.paragraphs[s])
            .any(|o| self.of_sentence(o).iter().any(|h| h.context == context && h.sure));
        sum + u32::from(beside) + u32::from(self.about.contains(&context))
    }
}

/// Heads of the event and of the acts it speaks of.
fn own_heads(events: &[Event], index: usize) -> Vec<TokenIdx> {
    let mut heads = Vec::new();
    let mut at = Some(index);
    while let Some(e) = at.and_then(|i| events.get(i)).filter(|_| heads.len() < 8) {
        heads.push(e.evidence.trigger_head);
        at = e.about.map(|a| a as usize);
    }
    heads
}

/// Whether two countries or international bodies are told as sides.
fn is_between_states(e: &Event) -> bool {
    let mut countries = e.actors.iter().chain(&e.recipients).filter_map(|p| {
        let body = matches!(p.entity.code.country.as_deref(), Some("NGO" | "MNC" | "IMG" | "ISM"));
        p.entity.code.country.as_ref().filter(|_| !body)
    });
    let Some(first) = countries.next() else { return false };
    countries.any(|c| c != first)
}

/// Adds the hits that begin at `at`; how many tokens to go on.
fn hits_at(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
    sentence: usize,
    at: TokenIdx,
    list: &mut Vec<Hit>,
) -> u32 {
    let words = &knowledge.contexts;
    let token = analysis.token(at);
    let form = token.span.of(&document.text);
    if form.len() < 2 || !form.starts_with(char::is_alphanumeric) {
        return 1;
    }
    let lower =
        |w: &str| -> Option<String> { w.contains(char::is_uppercase).then(|| w.to_lowercase()) };
    let mut entries = match lower(&token.lemma) {
        Some(lemma) => words.begin_with(&lemma),
        None => words.begin_with(&token.lemma),
    };
    if entries.is_empty() && token.lemma != form {
        entries = match lower(form) {
            Some(form) => words.begin_with(&form),
            None => words.begin_with(form),
        };
    }
    let end = analysis.sentences[sentence].end;
    let mut longest = None;
    for entry in entries {
        let n = entry.rest.len() as u32;
        if longest.is_some_and(|l| n < l) {
            break;
        }
        let last = TokenIdx(at.0 + n);
        let fits = last < end
            && entry.rest.iter().enumerate().all(|(i, word)| {
                let token = analysis.token(TokenIdx(at.0 + 1 + i as u32));
                token.lemma.eq_ignore_ascii_case(word)
                    || token.span.of(&document.text).eq_ignore_ascii_case(word)
            });
        if fits {
            longest = Some(n);
            let span = token.span.cover(analysis.token(last).span);
            list.push(Hit { context: entry.context, head: last, span, sure: entry.sure, sentence });
        }
    }
    longest.unwrap_or(0) + 1
}

/// Contexts that a document has many words of.
fn about(document: &Document, list: &[Hit]) -> Vec<Context> {
    let mut found = Vec::new();
    for context in Context::ALL.iter().copied() {
        let hits = || list.iter().filter(|h| h.context == context);
        if hits().count() < N_HITS_ABOUT {
            continue;
        }
        let mut words: Vec<String> =
            hits().map(|h| h.span.of(&document.text).to_lowercase()).collect();
        words.sort();
        words.dedup();
        let mut sentences: Vec<usize> = hits().map(|h| h.sentence).collect();
        sentences.dedup();
        if words.len() >= 2 && sentences.len() >= 3 {
            found.push(context);
        }
    }
    found
}

/// Whether a rule of the ontology holds for an event.
fn holds(rule: &ContextRule, e: &Event) -> bool {
    if rule.event_type != e.class.event_type
        || rule.mode.is_some_and(|m| !e.class.modes.contains(&m))
    {
        return false;
    }
    let is = |p: &model::Participant, sectors: &[Sector]| {
        sectors.is_empty() || p.entity.code.sectors.iter().any(|s| sectors.contains(s))
    };
    let country = |p: &model::Participant| p.entity.code.country.clone();
    let open = rule.actor.is_empty() && rule.other.is_empty() && !rule.across;
    if open {
        return true;
    }
    if rule.other.is_empty() && !rule.across {
        return e.actors.iter().any(|a| is(a, &rule.actor));
    }
    if rule.actor.is_empty() && !rule.across {
        return e.recipients.iter().any(|r| is(r, &rule.other));
    }
    let all: Vec<&model::Participant> = e.actors.iter().chain(&e.recipients).collect();
    e.actors.iter().filter(|a| is(a, &rule.actor)).any(|a| {
        all.iter().any(|b| {
            let apart = country(a).is_some() && country(b).is_some() && country(a) != country(b);
            is(b, &rule.other) && (apart || !rule.across) && b.span != a.span
        })
    })
}

/// Why each event of a document has the contexts it has, by event, from the same words that gave
/// them. Contexts that the frame of the event gives are not told again.
pub fn reasons(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
    events: &[Event],
) -> Vec<Vec<ContextReason>> {
    let hits = Hits::find(document, analysis, knowledge);
    (0..events.len()).map(|i| hits.reasons(events, i)).collect()
}

/// Gives events the contexts that words and rules speak for, beside those of their frames.
pub(crate) fn give(
    document: &Document,
    analysis: &Analysis,
    knowledge: &Knowledge,
    events: &mut [Event],
) {
    if events.is_empty() {
        return;
    }
    let hits = Hits::find(document, analysis, knowledge);
    let all: Vec<Vec<ContextReason>> = (0..events.len()).map(|i| hits.reasons(events, i)).collect();
    for (event, reasons) in events.iter_mut().zip(all) {
        // What states do with each other; a visit at home is none of it.
        if !is_between_states(event) {
            event.contexts.retain(|c| *c != Context::Diplomatic);
        }
        event.contexts.extend(reasons.iter().map(|r| r.context));
        event.contexts.sort_unstable();
        event.contexts.dedup();
    }
}
