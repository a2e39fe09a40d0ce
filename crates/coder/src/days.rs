//! Drafts of one document in, the day of each out: stated, reckoned from another act, taken from an
//! earlier telling of the same act or from when its speaker spoke, or the day the news is of.
//!
//! "Mr Ebrard spoke on Tuesday … He rejected the claim": Tuesday. "The call", told again after
//! "called him on Monday": Monday.
//!
//! It never gives an act that has happened a day still to come.

use std::collections::BTreeSet;

use model::{
    ActorCode, DateBasis, Dating, Deprel, Entity, EventType, Interval, Participant, QuoteKind,
    Span, Status, TokenIdx,
};

use crate::{
    compose::{Composer, Draft},
    reckon::moved,
    when::{When, is_material},
};

/// The day of each draft, in their order; `None` where the words leave it open.
pub(crate) fn date_all(
    composer: &Composer<'_, '_, '_>,
    when: &When<'_, '_>,
) -> Vec<Option<Dating>> {
    let drafts = &composer.drafts;
    let reckoned: Vec<_> = drafts.iter().map(|d| when.reckoned_for(d)).collect();
    let told = drafts.iter().zip(&reckoned).enumerate().map(|(n, (d, r))| {
        let stated = || when.stated(d).filter(|day| !composer.is_in_own_words(d, day));
        composer.day_known(n, r.as_ref().map(|r| r.day).or_else(stated))
    });
    let mut days: Vec<Option<Dating>> = told.collect();
    older_promises(drafts, when, &mut days);
    told_before(drafts, when, &mut days);
    let from_news: Vec<_> = reckoned.iter().map(|r| r.as_ref().and_then(|r| r.from_news)).collect();
    let elsewhere = composer.told_elsewhere(when, &from_news, &mut days);
    composer.told_after(when, &elsewhere, &mut days);
    let spoken = composer.spoken(when);
    for (d, (draft, day)) in drafts.iter().zip(&mut days).enumerate() {
        if day.is_none() && draft.status == Status::Happened {
            *day = composer
                .said_around(draft.head, when)
                .or_else(|| composer.said_before(draft.head, &spoken));
        }
        *day = day.or_else(|| when.loose(draft));
        // "Refused talks": the refusal has a day, the talks have none.
        let content = draft.status == Status::Negated && drafts.iter().any(|x| x.about == Some(d));
        if day.is_none() && !content && !composer.is_charged(draft.head) {
            let pluperfect = composer.is_pluperfect(draft.head);
            // "The spokesman said the force had seized the town": only the speech is past.
            let backshifted = pluperfect && composer.tree.speaker_above(draft.head).is_some();
            *day = when.fallback(draft, pluperfect && !backshifted);
        }
    }
    for d in 0..drafts.len() {
        if let Some(before) = drafts[d].same_as
            && when.expression(drafts[d].head, drafts[d].nominal).is_none()
        {
            days[d] = days[before];
        }
    }
    days
}

/// "Promised to withdraw in June": the promise is older than its June.
fn older_promises(drafts: &[Draft], when: &When<'_, '_>, days: &mut [Option<Dating>]) {
    for d in 0..drafts.len() {
        let draft = &drafts[d];
        let undertaking = matches!(draft.event_type, EventType::Agree | EventType::Concede)
            && draft.status == Status::Happened;
        let Some(inner) = draft.about.filter(|_| undertaking) else { continue };
        let later = drafts[inner].status == Status::Planned;
        if let (Some(own), Some(of_act)) = (days[d], days[inner])
            && let (DateBasis::Stated(a), DateBasis::Stated(b)) = (own.basis, of_act.basis)
            && later
            && a == b
            && own.interval != of_act.interval
        {
            days[d] = when.told();
        }
    }
}

/// A visit, talks or a nominal act told again without its day takes the day stated where the same
/// act of the same participants was told with one; so does a deed, if that day is of the last ten.
fn told_before(drafts: &[Draft], when: &When<'_, '_>, days: &mut [Option<Dating>]) {
    /// The same two do much within a year; what lies further back is another act.
    const N_DAYS: i32 = 400;
    const N_DAYS_OF_DEEDS: i32 = 10;
    let known = days.to_vec();
    for d in 0..drafts.len() {
        let draft = &drafts[d];
        let again = draft.nominal || draft.event_type == EventType::Consult;
        let deed = is_material(draft.event_type) && draft.status == Status::Happened;
        let n_days = if again { N_DAYS } else { N_DAYS_OF_DEEDS };
        if draft.dropped || !(again || deed) || known[d].is_some() {
            continue;
        }
        let near = |day: Dating| {
            let Some(told) = when.told() else { return true };
            let to_come = day.interval.start > told.interval.end;
            let since = told.interval.start.since(day.interval.start);
            !(to_come && draft.status == Status::Happened)
                && since.is_ok_and(|s| s.get_days() < n_days)
        };
        // A day reckoned from another act will do for a deed.
        let sure = |day: &Dating| deed || matches!(day.basis, DateBasis::Stated(_));
        let found = (0..drafts.len())
            .filter(|&o| o != d && is_same_act(&drafts[o], draft))
            .find_map(|o| known[o].filter(sure).map(inferred).filter(|&day| near(day)));
        days[d] = found;
    }
}

/// Acts of one type by the same countries, at home by the same parties.
fn is_same_act(a: &Draft, b: &Draft) -> bool {
    let same = |x: &[Participant], y: &[Participant]| {
        sorted(x, |c| c.country.clone()) == sorted(y, |c| c.country.clone())
    };
    let alike = |x: &[Participant], y: &[Participant]| {
        sorted(x, ActorCode::clone) == sorted(y, ActorCode::clone)
    };
    let home = b.actors.iter().any(|x| {
        let country = &x.entity.code.country;
        country.is_none() || b.recipients.iter().any(|y| y.entity.code.country == *country)
    });
    // "The strike on them", told with both sides as one.
    let pooled = a.event_type == EventType::Assault
        && b.nominal
        && b.recipients.is_empty()
        && told_by(b).len() > 1
        && told_by(a) == told_by(b);
    a.event_type == b.event_type
        && a.status == b.status
        && !b.actors.is_empty()
        && (pooled
            || same(&a.actors, &b.actors)
                && same(&a.recipients, &b.recipients)
                && (!home && !b.recipients.is_empty()
                    || alike(&a.actors, &b.actors) && alike(&a.recipients, &b.recipients)))
}

/// The countries on either side.
fn told_by(draft: &Draft) -> BTreeSet<&str> {
    let all = draft.actors.iter().chain(&draft.recipients);
    all.filter_map(|p| p.entity.code.country.as_deref()).collect()
}

fn sorted<T: Ord>(list: &[Participant], of: impl Fn(&ActorCode) -> T) -> Vec<T> {
    let mut all: Vec<T> = list.iter().map(|p| of(&p.entity.code)).collect();
    all.sort();
    all.dedup();
    all
}

/// Somebody's words and the day stated of them.
pub(crate) struct Spoken {
    sentence: usize,
    who: Entity,
    day: Dating,
}

impl Composer<'_, '_, '_> {
    /// "The party said: 'In 2016 Russia attacked us'", a reproach by the party: days in the words are those
    /// of what they tell.
    fn is_in_own_words(&self, draft: &Draft, day: &Dating) -> bool {
        let (tree, DateBasis::Stated(words)) = (self.tree, day.basis) else { return false };
        let is_actor = |t: Option<TokenIdx>| {
            let found = t.and_then(|t| self.who.find(t).participant);
            found.is_some_and(|p| draft.actors.iter().any(|a| a.entity == p.entity))
        };
        let own = !is_material(draft.event_type)
            && !draft.nominal
            && is_actor(self.speaking_at(draft.head))
            && !is_actor(tree.surface_subject(draft.head));
        if !own {
            return false;
        }
        let mut times = tree.analysis.times.iter();
        let Some(x) = times.find(|x| x.span == words) else { return false };
        let mut quotes = tree.analysis.quotes.iter().filter(|q| q.kind == QuoteKind::Direct);
        let said = |&v: &TokenIdx| matches!(tree.rel(v), Deprel::Ccomp | Deprel::Parataxis);
        let mut clause = std::iter::once(draft.head).chain(tree.ancestors(draft.head));
        quotes.any(|q| q.span.contains(words) && q.span.contains(draft.trigger))
            || clause.find(said).is_some_and(|v| tree.is_under(x.first, v))
    }

    /// Verbs of speech with a day of their own, in reading order.
    fn spoken(&self, when: &When<'_, '_>) -> Vec<Spoken> {
        let tree = self.tree;
        let analysis = tree.analysis;
        let mut sentences: Vec<usize> =
            analysis.times.iter().map(|x| analysis.sentence_of(x.first)).collect();
        sentences.dedup();
        let mut out = Vec::new();
        for sentence in sentences {
            let s = &analysis.sentences[sentence];
            for v in (s.first.0..s.end.0).map(TokenIdx) {
                if !tree.is_finite(v) || !tree.is_speech(v) {
                    continue;
                }
                let who = tree.surface_subject(v).and_then(|t| self.who.find(t).participant);
                if let (Some(p), Some(day)) = (who, when.direct(v)) {
                    out.push(Spoken { sentence, who: p.entity, day });
                }
            }
        }
        out
    }

    /// "The day after his capture", told of an act that other sentences date: their day, in place of one
    /// reckoned back from the news. Says for which drafts.
    fn told_elsewhere(
        &self,
        when: &When<'_, '_>,
        from_news: &[Option<Span>],
        days: &mut [Option<Dating>],
    ) -> Vec<bool> {
        let analysis = self.tree.analysis;
        let known = days.to_vec();
        let mut found = vec![false; days.len()];
        for (d, draft) in self.drafts.iter().enumerate() {
            let Some(words) = from_news[d] else { continue };
            let s = analysis.sentence_of(draft.head);
            let same = |&(o, x): &(usize, &Draft)| {
                from_news[o].is_none()
                    && analysis.sentence_of(x.head) != s
                    && x.event_type == draft.event_type
                    && x.status == Status::Happened
                    && self.is_of_one_stem(x.head, draft.head)
                    && told_by(x).is_superset(&told_by(draft))
                    && !told_by(draft).is_empty()
            };
            let past = |day: &Dating| {
                when.told().is_none_or(|t| day.interval.end <= t.interval.end)
                    && !matches!(day.basis, DateBasis::Published)
                    && day.basis != DateBasis::Inferred(words)
            };
            let mut others = self.drafts.iter().enumerate().filter(same);
            if let Some(day) = others.find_map(|(o, _)| known[o].filter(past)) {
                days[d] = Some(inferred(day));
                found[d] = true;
            }
        }
        found
    }

    /// "Captured" and "capture".
    fn is_of_one_stem(&self, a: TokenIdx, b: TokenIdx) -> bool {
        const N_LETTERS: usize = 5;
        let (a, b) = (self.tree.lemma(a), self.tree.lemma(b));
        a == b || a.len().min(b.len()) >= N_LETTERS && a.get(..N_LETTERS) == b.get(..N_LETTERS)
    }

    /// "Shortly after forces captured him", "the day after his capture": the day of that act and the week
    /// behind it, or so much later; never later than the news.
    fn told_after(&self, when: &When<'_, '_>, elsewhere: &[bool], days: &mut [Option<Dating>]) {
        let known = days.to_vec();
        for (d, draft) in self.drafts.iter().enumerate() {
            if known[d].is_some() || draft.status != Status::Happened {
                continue;
            }
            let Some((below, so_long)) = self.after_what(draft.head) else { continue };
            // How long it was may itself have been reckoned from here.
            let sure = |o: usize, day: &Dating| match day.basis {
                DateBasis::Stated(_) => true,
                DateBasis::Inferred(_) => so_long.is_none() || elsewhere[o],
                DateBasis::Published => false,
            };
            let of = |(o, x): (usize, &Draft)| {
                let told = x.head == below || self.tree.ancestors(x.head).any(|a| a == below);
                known[o].filter(|_| told && x.status == Status::Happened).filter(|day| sure(o, day))
            };
            let Some(day) = self.drafts.iter().enumerate().find_map(of) else { continue };
            let Some(mut interval) = later(day.interval, so_long) else { continue };
            if let Some(news) = when.told() {
                interval.end = interval.end.min(news.interval.end);
            }
            if interval.start <= interval.end {
                days[d] = Some(inferred(Dating { interval, ..day }));
            }
        }
    }

    /// The word of the clause or phrase that an act comes after, with how many days if that is told, and
    /// nothing where it need not have been soon after.
    fn after_what(&self, t: TokenIdx) -> Option<(TokenIdx, Option<i32>)> {
        let tree = self.tree;
        let last = self.after_all(t).into_iter();
        tree.kids_by(t, &[Deprel::Advcl, Deprel::Obl]).chain(last).find_map(|k| {
            let after = tree
                .kids_by(k, &[Deprel::Mark, Deprel::Case])
                .find(|&m| tree.lemma(m).as_str() == "after")?;
            let mut times = tree.analysis.times.iter();
            let so_long = times.find(|x| x.end == after).and_then(|x| x.relative_days);
            let mut beside = tree.kids(k).iter().chain(tree.kids(after));
            let shortly = beside.any(|&x| tree.cue("shortly", x));
            (so_long.is_some() || shortly).then_some((k, so_long))
        })
    }

    /// "He warned them that he will act, the day after his capture": what stands at the end, behind a
    /// comma, is told of the root `t`.
    fn after_all(&self, t: TokenIdx) -> Option<TokenIdx> {
        let tree = self.tree;
        let analysis = tree.analysis;
        let s = &analysis.sentences[analysis.sentence_of(t)];
        let from = analysis.times.partition_point(|x| x.first <= t);
        let behind = analysis.times[from..].iter().take_while(|x| x.first < s.end);
        let comma = |k: TokenIdx| k.0 > 0 && tree.lemma(TokenIdx(k.0 - 1)) == ",";
        let mut apart = behind.filter(|x| x.relative_days.is_some() && comma(x.first));
        let x = apart.find(|x| x.end < s.end && tree.lemma(x.end) == "after")?;
        tree.head(x.end).filter(|&k| k > x.end && tree.rel(t) == Deprel::Root)
    }

    /// Whether the act is what somebody is charged with, convicted of or has pleaded guilty to: it is
    /// older than the news, nobody says how much. "Charged two and arrested a third" is not.
    fn is_charged(&self, t: TokenIdx) -> bool {
        const N_ABOVE: usize = 3;
        let tree = self.tree;
        let chain = std::iter::once(t).chain(tree.ancestors(t)).take(N_ABOVE + 1);
        let chain: Vec<TokenIdx> = chain.collect();
        chain.array_windows().any(|&[below, above]| {
            let content = match tree.rel(below) {
                Deprel::Ccomp | Deprel::Xcomp | Deprel::Acl | Deprel::AclRelcl => true,
                Deprel::Advcl | Deprel::Obl | Deprel::Nmod => tree
                    .kids_by(below, &[Deprel::Mark, Deprel::Case])
                    .any(|m| tree.cue("charged-with", m)),
                _ => false,
            };
            let in_charge =
                || tree.kids_by(above, &[Deprel::Case]).any(|m| tree.lemma(m).as_str() == "in");
            content && tree.cue("charging", above) && !in_charge()
        })
    }

    /// The day of the verb that reports the quotation around `t`, wherever in it the verb stands.
    fn said_around(&self, t: TokenIdx, when: &When<'_, '_>) -> Option<Dating> {
        let analysis = self.tree.analysis;
        let span = analysis.token(t).span;
        let mut quotes = analysis.quotes.iter().filter(|q| q.kind == QuoteKind::Direct);
        let cue = quotes.find(|q| q.span.contains(span))?.cue?;
        when.direct(cue).map(inferred)
    }

    /// The day of the last words before `t` of whoever speaks there.
    fn said_before(&self, t: TokenIdx, spoken: &[Spoken]) -> Option<Dating> {
        const N_BEFORE: usize = 12;
        if spoken.is_empty() {
            return None;
        }
        let who = self.who.find(self.speaking_at(t)?).participant?.entity;
        if who.code.country.is_none() && who.name.is_empty() {
            return None;
        }
        let s = self.tree.analysis.sentence_of(t);
        let last = spoken
            .iter()
            .rfind(|x| x.sentence < s && x.sentence + N_BEFORE >= s && x.who == who)?;
        Some(inferred(last.day))
    }

    /// Who speaks the words at `t`, or does what the root at `t` tells.
    fn speaking_at(&self, t: TokenIdx) -> Option<TokenIdx> {
        let tree = self.tree;
        let span = tree.analysis.token(t).span;
        let quoted = || {
            let mut quotes = tree.analysis.quotes.iter().filter(|q| q.kind == QuoteKind::Direct);
            quotes.find(|q| q.span.contains(span)).and_then(|q| q.speaker)
        };
        let root = || (tree.rel(t) == Deprel::Root).then(|| tree.surface_subject(t)).flatten();
        self.tree.speaker_above(t).or_else(quoted).or_else(root)
    }
}

/// So many days later, or the days themselves and the week behind them.
fn later(interval: Interval, so_long: Option<i32>) -> Option<Interval> {
    const N_SHORTLY: i64 = 7;
    if let Some(n) = so_long {
        return moved(interval, n.checked_neg()?);
    }
    let end = interval.end.checked_add(jiff::Span::new().days(N_SHORTLY)).ok()?;
    Some(Interval { end, ..interval })
}

/// A day that other words state.
fn inferred(day: Dating) -> Dating {
    match day.basis {
        DateBasis::Stated(span) => Dating { basis: DateBasis::Inferred(span), ..day },
        _ => day,
    }
}
