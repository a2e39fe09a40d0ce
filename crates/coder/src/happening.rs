//! An act that is spoken of ever since in, who did it to whom and when out.
//!
//! "The Oct. 7 attack", "Khashoggi's murder": reports name them and do not tell them again. What stands in
//! `data/lang/en/happenings.tsv` fills the sides that no words name, and gives the day; `why` says so. It never
//! changes a side that words name, and knows nothing that is later than the document.

use knowledge::{Happening, Naming};
use model::{
    DateBasis, Dating, Deprel, Entity, EventType, Participant, Span, Status, TokenIdx, Upos,
};

use crate::compose::Composer;

/// What an act's words name.
struct Meant<'k> {
    n: usize,
    happening: &'k Happening,
    naming: &'k Naming,
    /// What names it.
    named: Span,
}

impl Composer<'_, '_, '_> {
    /// Fills the open sides of acts that are known.
    pub(crate) fn name_the_known(&mut self) {
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            if draft.dropped || draft.happening.is_some() || draft.status == Status::Planned {
                continue;
            }
            let Some(Meant { n, happening, naming, named }) = self.happening(d) else { continue };
            let span = self.tree.analysis.token(draft.head).span;
            let is_victim = naming.is_victim;
            let side = |codes: &[model::ActorCode]| -> Vec<Participant> {
                let of = |code: &model::ActorCode| Participant {
                    span,
                    entity: Entity { code: code.clone(), ..Entity::default() },
                };
                codes.iter().map(of).collect()
            };
            let (actors, recipients) = (side(&happening.actors), side(&happening.recipients));
            let why = format!("known: {} ({})", happening.what, happening.days.start);
            // "Parliament debated the killing of Soleimani": not parliament's.
            let (tree, head) = (self.tree, draft.head);
            let own = |p: &Participant| {
                let word = tree.last_word(p.span);
                word.is_some_and(|t| tree.ancestors(t).take(2).any(|a| a == head))
                    || actors.iter().any(|a| a.entity.code.country == p.entity.code.country)
            };
            let draft = &mut self.drafts[d];
            let open = |list: &[Participant]| list.iter().all(|p| p.entity.code.country.is_none());
            // "The Benghazi attack" is not Benghazi's, "the Soleimani strike" not Soleimani's.
            let names = |p: &Participant| p.span.start < named.end && named.start < p.span.end;
            let nominal = draft.nominal;
            draft.actors.retain(|p| !names(p) && (!nominal || own(p)));
            if is_victim {
                for p in draft.recipients.iter_mut().filter(|p| names(p)) {
                    let known = recipients.first().map(|k| &k.entity.code);
                    if let Some(code) = known.filter(|k| k.country != p.entity.code.country) {
                        p.entity.code = code.clone();
                    }
                }
            } else {
                draft.recipients.retain(|p| !names(p));
            }
            if open(&draft.actors) {
                draft.actors = actors;
            }
            if open(&draft.recipients) {
                draft.recipients = recipients;
            }
            draft.happening = Some(n);
            draft.why.push(why);
            // "Condemned the killing of Soleimani": condemned those who did it.
            let doers = draft.actors.clone();
            for x in self.drafts.iter_mut().filter(|x| x.about == Some(d) && !x.dropped) {
                if x.event_type == EventType::Accuse && x.recipients.is_empty() {
                    x.recipients.clone_from(&doers);
                }
            }
        }
    }

    /// The day told of an act; that of what is known to have happened, where it is that and no longer stretch
    /// of time is told ("the Oct. 7 attack", years after; not "in 1990").
    pub(crate) fn day_known(&self, d: usize, told: Option<Dating>) -> Option<Dating> {
        let draft = &self.drafts[d];
        let Some(n) = draft.happening else { return told };
        let interval = self.tree.knowledge.happenings.get(n).days;
        let within =
            |t: &Dating| t.interval.start <= interval.start && interval.end <= t.interval.end;
        if told.as_ref().is_some_and(within) {
            return told;
        }
        let basis = told.map_or(DateBasis::Inferred(draft.trigger), |t| t.basis);
        Some(Dating { interval, basis })
    }

    /// The happening that the words of an act name; of several the one that asks for most, then the latest.
    fn happening(&self, d: usize) -> Option<Meant<'_>> {
        let tree = self.tree;
        let draft = &self.drafts[d];
        let mut best: Option<(bool, Meant<'_>)> = None;
        for (t, is_undergoing) in self.words_of_act(draft.head) {
            for (n, happening, naming) in tree.knowledge.happenings.begun_by(tree.form(t)) {
                let Some(named) = self.stands(naming, t) else { continue };
                let fits = happening.types.contains(&draft.event_type)
                    && (is_undergoing || !naming.is_victim)
                    && self.may_mean(happening, naming, draft.head);
                let asks = !happening.besides.is_empty();
                let more = |b: &(bool, Meant<'_>)| {
                    (asks, happening.days.start) > (b.0, b.1.happening.days.start)
                };
                if fits && best.as_ref().is_none_or(more) {
                    best = Some((asks, Meant { n, happening, naming, named }));
                }
            }
        }
        best.map(|b| b.1)
    }

    /// The words that an act's own word governs, clauses left aside, each with whether they may name whom it
    /// is done to.
    fn words_of_act(&self, head: TokenIdx) -> Vec<(TokenIdx, bool)> {
        let tree = self.tree;
        let verb = tree.upos(head) == Upos::Verb;
        let mut found = vec![(head, false)];
        let mut open: Vec<(TokenIdx, bool)> = Vec::new();
        for &k in tree.kids(head) {
            let of = tree.preposition(k).is_some_and(|p| p == "of");
            let undergoing = match tree.rel(k) {
                Deprel::Obj | Deprel::NsubjPass => verb,
                Deprel::NmodPoss => tree.cue("undergone", head),
                Deprel::Compound | Deprel::Amod => !verb,
                Deprel::Nmod => of,
                Deprel::Obl
                | Deprel::OblUnmarked
                | Deprel::NmodUnmarked
                | Deprel::Nummod
                | Deprel::Flat
                | Deprel::Appos => false,
                _ => continue,
            };
            open.push((k, undergoing));
        }
        while let Some((t, undergoing)) = open.pop() {
            found.push((t, undergoing));
            let inner = tree.kids(t).iter().filter(|&&k| {
                matches!(
                    tree.rel(k),
                    Deprel::Compound
                        | Deprel::Flat
                        | Deprel::Amod
                        | Deprel::Nummod
                        | Deprel::Nmod
                        | Deprel::NmodDesc
                        | Deprel::NmodPoss
                        | Deprel::NmodUnmarked
                )
            });
            open.extend(inner.map(|&k| (k, undergoing)));
        }
        found
    }

    /// Where a phrase stands that begins with a word, whole words as they are written.
    fn stands(&self, naming: &Naming, first: TokenIdx) -> Option<Span> {
        let start = self.tree.analysis.token(first).span.start;
        let begin = self.tree.text.get(start as usize..)?;
        let mut after = begin;
        for (i, word) in naming.phrase.split(' ').enumerate() {
            if i > 0 {
                // "Oct. 7", and lines that end between two words.
                let bare = after.strip_prefix('.').unwrap_or(after);
                after = bare.trim_start();
                if after.len() == bare.len() {
                    return None;
                }
            }
            after = after.strip_prefix(word)?;
        }
        let whole = after.chars().next().is_none_or(|c| !c.is_alphanumeric());
        whole.then(|| Span { start, end: start + (begin.len() - after.len()) as u32 })
    }

    /// Whether the document can speak of it: no earlier than it was, nor later than its name lasts, with a word
    /// that tells it, with what must stand besides, and of no other year.
    fn may_mean(&self, happening: &Happening, naming: &Naming, head: TokenIdx) -> bool {
        let tree = self.tree;
        let lemma = tree.lemma(head);
        let told = happening.acts.is_empty() || happening.acts.iter().any(|a| a == lemma);
        let since = self.who.day().and_then(|day| day.since(happening.days.start).ok());
        let days = since.map(|s| s.get_days());
        let fresh = !naming.is_for_a_year || days.is_some_and(|n| n <= 365);
        if !told || !fresh || days.is_some_and(|n| n < 0) {
            return false;
        }
        let sentence = &tree.analysis.sentences[tree.analysis.sentence_of(head)];
        let years = happening.days.start.year()..=happening.days.end.year();
        let other_year = sentence.tokens().any(|t| {
            let year = tree.form(t).parse::<i16>().ok().filter(|y| (1900..2100).contains(y));
            year.is_some_and(|y| !years.contains(&y)) && tree.ancestors(t).any(|a| a == head)
        });
        !other_year
            && (happening.besides.is_empty()
                || happening.besides.iter().any(|p| tree.text.contains(p.as_str())))
    }
}
