//! Tellings of meetings in, those of meetings still to come planned out.
//!
//! "The two will meet in Riga on Friday … The summit is their first": a meeting that the document tells as
//! one to come stays so where a noun tells it again. So does one whose own words look ahead: "leaves for
//! talks in Riga", "will speak at the summit", "when he meets him on Friday".
//!
//! What is told in the past, by a day gone by or as what came before ("after the summit") was held, also where its
//! noun has taken up a meeting to come. What goes on ("the negotiations") is not told again by its noun.

use std::collections::BTreeSet;

use model::{Deprel, EventType, Mode, Status, TokenIdx, Upos, Xpos};

use crate::{
    compose::{Composer, Draft},
    local::{self, Local, read_verb},
    status::operators,
    when::When,
};

/// What the words round a meeting say of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    ToCome,
    Done,
    Open,
}

/// A meeting, told once.
struct Telling {
    draft: usize,
    head: TokenIdx,
    countries: BTreeSet<String>,
    by_phone: bool,
    is_visit: bool,
    sign: Sign,
}

impl Composer<'_, '_, '_> {
    /// Turns meetings that were taken for done and are still to come, and the other way round.
    pub(crate) fn await_meetings(&mut self, when: &When<'_, '_>) {
        let told = self.meetings(when);
        let mut turned = Vec::new();
        for (n, x) in told.iter().enumerate() {
            if self.drafts[x.draft].status != Status::Happened {
                if x.sign == Sign::Done {
                    turned.push((x.draft, Status::Happened, "told as done"));
                }
                continue;
            }
            let told_again = || {
                let same = |y: &&Telling| y.sign != Sign::Open && is_same_meeting(x, y);
                let noun = self.tree.lemma(x.head);
                let by_noun = |y: &&Telling| same(y) && self.tree.lemma(y.head) == noun;
                let of_kind = |y: &&Telling| same(y) && y.is_visit == x.is_visit;
                let before = || told[..n].iter().rev();
                let nearest = before().find(by_noun).or_else(|| before().find(of_kind));
                let nearest = nearest.or_else(|| before().find(same));
                let nearest = nearest.or_else(|| told[n + 1..].iter().find(same));
                nearest.is_some_and(|y| y.sign == Sign::ToCome)
            };
            match x.sign {
                Sign::ToCome => turned.push((x.draft, Status::Planned, "told as to come: planned")),
                Sign::Open if !self.tree.cue("going-on", x.head) && told_again() => {
                    let why = "told again of a meeting to come: planned";
                    turned.push((x.draft, Status::Planned, why));
                }
                _ => {}
            }
        }
        for (d, status, why) in turned {
            let draft = &mut self.drafts[d];
            draft.status = status;
            // Held, so it is another one.
            draft.same_as = draft.same_as.filter(|_| status == Status::Planned);
            draft.why.push(why.to_owned());
        }
    }

    /// Meetings that are told as done or to come, in reading order.
    fn meetings(&self, when: &When<'_, '_>) -> Vec<Telling> {
        let mut told = Vec::new();
        for (d, draft) in self.drafts.iter().enumerate() {
            if draft.event_type != EventType::Consult {
                continue;
            }
            let sign = match draft.status {
                _ if draft.planned_if_dated => Sign::ToCome,
                _ if draft.dropped => continue,
                Status::Planned if self.is_taken_up(draft) => self.sign_of_noun(draft, when),
                Status::Planned => Sign::ToCome,
                Status::Happened if draft.nominal => self.sign_of_noun(draft, when),
                Status::Happened => self.sign_of_verb(draft, when),
                _ => continue,
            };
            let sides = draft.actors.iter().chain(&draft.recipients);
            let countries = sides.filter_map(|p| p.entity.code.country.clone()).collect();
            let by_phone = draft.modes.contains(&Mode::Phone);
            let is_visit = draft.modes.contains(&Mode::Visit);
            let head = draft.head;
            told.push(Telling { draft: d, head, countries, by_phone, is_visit, sign });
        }
        told.sort_by_key(|x| (x.head, x.draft));
        told
    }

    /// Whether a noun is planned only since it takes up what was told before it.
    fn is_taken_up(&self, draft: &Draft) -> bool {
        let own = local::read(self.tree, draft.head, false).and(draft.local);
        draft.nominal && !draft.planned_if_dated && !own.planned && !own.future
    }

    /// "Is expected to visit"; "when he meets him on Friday", told before Friday; "days before they meet".
    fn sign_of_verb(&self, draft: &Draft, when: &When<'_, '_>) -> Sign {
        let tree = self.tree;
        let t = draft.head;
        let had = tree.kids_by(t, &[Deprel::Aux]).any(|k| tree.lemma(k) == "have");
        let infinitive = tree.kids_by(t, &[Deprel::Mark]).any(|k| tree.lemma(k) == "to");
        let finite = matches!(tree.xpos(t), Xpos::Vbz | Xpos::Vbp);
        let under_way = tree.rel(t) == Deprel::Root || tree.kid(t, &[Deprel::Aux]).is_some();
        let present = match tree.xpos(t) {
            Xpos::Vb => infinitive,
            Xpos::Vbg => under_way,
            _ => finite,
        };
        let day = || when.expression(t, false).and_then(|x| x.interval).zip(when.published);
        let later = || day().is_some_and(|(day, today)| day.start > today);
        let small = || tree.kids_by(t, &[Deprel::Mark, Deprel::Advmod, Deprel::Case]);
        let main = tree.head(t).filter(|_| tree.rel(t) == Deprel::Advcl);
        let before = || small().any(|k| tree.lemma(k) == "before");
        let then =
            || main.is_some_and(|v| self.is_ahead(v)) && small().any(|k| tree.lemma(k) == "when");
        let to_come = present && !had && later() || finite && (before() || then());
        let bare = tree.xpos(t) == Xpos::Vbn && tree.kid(t, &[Deprel::Aux]).is_none();
        if to_come || !bare && self.is_ahead(t) { Sign::ToCome } else { Sign::Done }
    }

    fn sign_of_noun(&self, draft: &Draft, when: &When<'_, '_>) -> Sign {
        let tree = self.tree;
        let mut t = draft.head;
        let goes_on = tree.cue("going-on", t);
        // "For a second round of talks".
        while let Some(h) =
            tree.head(t).filter(|&h| tree.rel(t) == Deprel::Nmod && tree.cue("of-several", h))
        {
            t = h;
        }
        let behind = tree.kids_by(t, &[Deprel::Case]).any(|k| tree.cue("behind-it", k));
        let during = tree.preposition(t).as_deref() == Some("during");
        let above = std::iter::once(t).chain(tree.ancestors(t)).skip(1).take(4);
        let verb = above.into_iter().find(|&v| tree.upos(v) == Upos::Verb || tree.is_predicate(v));
        let direct = verb.is_some() && tree.head(t) == verb && tree.rel(t) == Deprel::Obl;
        let past = verb.is_some_and(|v| {
            let small = tree.kids_by(v, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]);
            let had = |k: TokenIdx| tree.lemma(k) == "have" || tree.xpos(k) == Xpos::Vbd;
            tree.xpos(v) == Xpos::Vbd || small.into_iter().any(had)
        });
        // "Will speak at the summit".
        if direct && !behind && !goes_on && verb.is_some_and(|v| self.is_ahead(v)) {
            return Sign::ToCome;
        }
        if self.is_scheduled(t) {
            return Sign::ToCome;
        }
        // "Leaves for talks".
        let going = tree.preposition(t).as_deref() == Some("for") && verb.is_some();
        if going && !past && !goes_on {
            return Sign::ToCome;
        }
        let x = when.expression(draft.head, true);
        let own = x.is_some_and(|x| when.distance(draft.head, x, true).is_some_and(|n| n <= 1));
        let day = x.and_then(|x| x.interval).zip(when.published);
        let later = own && day.is_some_and(|(day, today)| day.start > today);
        if !behind && !past && !during && later {
            return Sign::ToCome;
        }
        let before = tree.kids(t).iter().any(|&k| tree.cue("adjective-past", k));
        let gone = day.is_some_and(|(day, today)| day.end < today);
        if past || behind || during || before || gone { Sign::Done } else { Sign::Open }
    }

    /// Whether what a verb tells is still to come.
    fn is_ahead(&self, v: TokenIdx) -> bool {
        let tree = self.tree;
        let mut local = Local::default();
        read_verb(tree, v, false, &mut local);
        let planned = tree.head(v).is_some_and(|h| {
            tree.rel(v) == Deprel::Xcomp && (operators(tree, h).contains(&"plan") || self.is_set(h))
        });
        !local.negated && (local.future || planned)
    }

    /// "Is expected", "is set".
    fn is_set(&self, v: TokenIdx) -> bool {
        self.tree.cue("scheduling", v) && self.tree.is_passive(v)
    }

    /// "A meeting scheduled for Friday", "the talks, which will be held in Riga".
    fn is_scheduled(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        let past = |k| tree.kids_by(k, &[Deprel::AuxPass]).any(|a| tree.xpos(a) == Xpos::Vbd);
        let participle = |k| tree.xpos(k) == Xpos::Vbn && tree.cue("scheduling", k);
        tree.kids_by(t, &[Deprel::Acl]).any(participle)
            || tree
                .kids_by(t, &[Deprel::AclRelcl])
                .any(|k| self.is_ahead(k) || self.is_set(k) && !past(k))
    }
}

/// Whether two tellings are of those who may meet once: the same two countries, or the same one.
fn is_same_meeting(x: &Telling, y: &Telling) -> bool {
    let shared = x.countries.intersection(&y.countries).count();
    x.by_phone == y.by_phone && (shared > 1 || shared == 1 && x.countries == y.countries)
}
