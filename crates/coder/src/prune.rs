//! Settled drafts in, fewer out: what is not political, what is said twice, what only labels.
//!
//! "Nine were wounded in the attack on Kharkiv" tells one use of force twice over; "talks policy" tells
//! of none. It never changes what it keeps.

use model::{Deprel, EventType, Mode, Participant, Sector, Status};

use crate::{
    compose::{Composer, Draft},
    sides::is_coded,
};

/// Why an act was left out that names nobody political.
pub(crate) const NO_PARTY: &str = "left out: no political party to it";

impl Composer<'_, '_, '_> {
    /// Leaves out what is not political, what is said twice, and what only labels.
    pub(crate) fn prune(&mut self) {
        self.leave_out_unreal();
        self.leave_out_named();
        let genre = self.genre();
        for d in 0..self.drafts.len() {
            if !self.drafts[d].dropped && self.is_shunned(d) {
                self.drafts[d].dropped = true;
                self.drafts[d].why.push("left out: it stayed away".to_owned());
            } else if !self.drafts[d].dropped && !self.is_political(d) {
                self.drafts[d].dropped = true;
                self.drafts[d].why.push(NO_PARTY.to_owned());
            } else if let Some(why) = self.out_of_place(genre, d) {
                self.drafts[d].dropped = true;
                self.drafts[d].why.push(why.to_owned());
            }
        }
        for a in 0..self.drafts.len() {
            for b in 0..self.drafts.len() {
                if a == b || self.drafts[a].dropped || self.drafts[b].dropped {
                    continue;
                }
                if self.says_again(a, b) {
                    // "Killed by shelling": the means are said by the other.
                    if self.drafts[a].modes.is_empty() {
                        let modes = self.drafts[b].modes.clone();
                        self.drafts[a].modes = modes;
                    }
                    self.drafts[b].dropped = true;
                    self.drafts[b].why.push("left out: said already in the sentence".to_owned());
                    for draft in &mut self.drafts {
                        if draft.about == Some(b) {
                            draft.about = Some(a);
                        }
                    }
                }
            }
        }
        for d in 0..self.drafts.len() {
            if let Some(about) = self.drafts[d].about
                && (self.drafts[about].dropped || about == d)
            {
                self.drafts[d].about = None;
            }
            if !self.drafts[d].dropped
                && let Some(request) = self.what_is_rejected(d)
            {
                self.drafts[d].about = Some(request);
                self.address_to_rejecter(d, request);
            }
        }
    }

    pub(crate) fn is_political(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        if self.is_at_home(d) || self.is_crime_found(d) || self.is_of_accident(d) {
            return false;
        }
        // "The first such visit since the storm": of the kind of what was told.
        if draft.nominal
            && self.tree.kids_by(draft.head, &[Deprel::Amod]).any(|k| self.tree.lemma(k) == "such")
            && self.tree.rel(draft.head) != Deprel::Obj
        {
            return false;
        }
        if !draft.actors.iter().chain(&draft.recipients).any(is_coded) {
            return self.is_denied_of_all(d) || self.is_asked_for(d) || self.is_held(d);
        }
        if self.is_between_peoples(d) || self.is_on_public_house(d) {
            return true;
        }
        let announced = draft.event_type == EventType::Protest
            && draft.local.planned
            && !draft.actors.is_empty();
        if draft.loose
            && !announced
            && !self.is_held(d)
            && !self.is_asked_for(d)
            && (draft.actors.is_empty() || draft.recipients.is_empty())
        {
            let parties = draft.event_type == EventType::Consult && draft.actors.len() > 1;
            if !parties {
                return false;
            }
        }
        // Reporters who ask are no party to what they report.
        let reporter = |p: &Participant| p.entity.code.sectors.first() == Some(&Sector::Jrn);
        if matches!(draft.event_type, EventType::Consult | EventType::Request)
            && draft.actors.iter().any(reporter)
        {
            return false;
        }
        // Somebody must be the one who yields.
        if draft.event_type == EventType::Concede && draft.actors.is_empty() {
            return self.is_denied_of_all(d) || self.is_held(d);
        }
        // One-sided talks only label ("migrant encounters").
        if matches!(
            draft.event_type,
            EventType::Consult
                | EventType::Aid
                | EventType::Agree
                | EventType::Cooperate
                | EventType::Support
        ) && draft.nominal
            && draft.actors.len() + draft.recipients.len() < 2
            && (!draft.modes.contains(&Mode::Visit) || draft.actors.is_empty())
            && !self.meets_as_body(d)
            && !self.is_asked_for(d)
            && !(draft.status == Status::Negated
                && self.tree.ancestors(draft.head).any(|a| self.tree.cue("attempt", a)))
        {
            return false;
        }
        if self.is_common_crime(d) {
            return false;
        }
        // Acts that only a state does to civilians are political by themselves.
        if matches!(
            draft.event_type,
            EventType::Protest | EventType::Coerce | EventType::Sanction | EventType::Concede
        ) || draft.about.is_some_and(|a| {
            matches!(self.drafts[a].event_type, EventType::Protest | EventType::Coerce)
        }) || draft
            .modes
            .iter()
            .any(|m| matches!(m, Mode::Allege | Mode::Investigate | Mode::Torture))
        {
            return true;
        }
        draft.actors.iter().chain(&draft.recipients).any(|p| match p.entity.code.sectors.first() {
            None => p.entity.code.country.is_some(),
            Some(
                Sector::Bus
                | Sector::Cvl
                | Sector::Med
                | Sector::Edu
                | Sector::Unk
                | Sector::Agr
                | Sector::Crm,
            ) => false,
            Some(_) => true,
        })
    }

    /// "Did not send a delegation to the talks": no talks of its own.
    fn is_shunned(&self, d: usize) -> bool {
        let talks = &self.drafts[d];
        talks.event_type == EventType::Consult
            && talks.nominal
            && self.drafts.iter().any(|x| {
                x.event_type == EventType::Consult
                    && x.status == Status::Negated
                    && !x.dropped
                    && x.head != talks.head
                    && self.tree.is_under(talks.head, x.head)
                    && x.actors.iter().any(|a| talks.actors.iter().any(|b| a.entity == b.entity))
            })
    }

    /// "A man was jailed for stealing bicycles": the law against somebody private of the same country,
    /// where what hangs on the word names a crime for gain.
    fn is_common_crime(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let legal = [Mode::Arrest, Mode::Convict, Mode::Allege, Mode::Investigate];
        if !draft.modes.iter().any(|m| legal.contains(m)) || draft.recipients.is_empty() {
            return false;
        }
        let law = |p: &Participant| {
            matches!(p.entity.code.sectors.first(), Some(Sector::Cop | Sector::Jud))
        };
        let at_home = |p: &Participant| {
            let country = &p.entity.code.country;
            country.is_none() || draft.actors.iter().all(|a| a.entity.code.country == *country)
        };
        let private = |p: &Participant| {
            p.entity.id.is_none()
                && p.entity.office.is_none()
                && p.entity.code.sectors.first().is_none_or(|s| {
                    matches!(s, Sector::Cvl | Sector::Crm | Sector::Lab | Sector::Uaf | Sector::Unk)
                })
                && at_home(p)
        };
        let analysis = self.tree.analysis;
        let words = analysis.sentences[analysis.sentence_of(draft.head)].tokens();
        let mut beneath = words.filter(|&t| self.tree.is_under(t, draft.head));
        draft.actors.iter().all(law)
            && draft.recipients.iter().all(private)
            && beneath.any(|t| self.in_class("common-crime", t))
    }

    /// "Rejected Bosnia's request": the request.
    fn what_is_rejected(&self, d: usize) -> Option<usize> {
        let draft = &self.drafts[d];
        if draft.event_type != EventType::Reject || draft.nominal {
            return None;
        }
        let objects = self.tree.objects(draft.head);
        self.drafts.iter().position(|x| {
            !x.dropped
                && x.nominal
                && matches!(x.event_type, EventType::Request | EventType::Agree | EventType::Accuse)
                && objects.contains(&x.head)
        })
    }

    /// "Moscow rejected a call by Tokyo": asked of Moscow, whoever else the call names.
    fn address_to_rejecter(&mut self, reject: usize, request: usize) {
        let asked = &self.drafts[request];
        let offers = matches!(asked.event_type, EventType::Agree | EventType::Concede);
        // "Rebuffed an Iranian offer to repair the dam": for those who rebuffed it.
        if let Some(help) = asked.about.filter(|_| offers)
            && self.drafts[help].event_type == EventType::Aid
            && self.drafts[help].recipients.is_empty()
        {
            self.drafts[help].recipients = self.drafts[reject].actors.clone();
            return;
        }
        if asked.event_type != EventType::Request || asked.actors.is_empty() {
            return;
        }
        let rejecters: Vec<Participant> = self.drafts[reject]
            .actors
            .iter()
            .filter(|p| !asked.actors.iter().any(|a| a.entity == p.entity))
            .cloned()
            .collect();
        if rejecters.is_empty() {
            return;
        }
        // "For the return of the islands": by those asked, to those who ask.
        let askers = asked.actors.clone();
        if let Some(content) = asked.about {
            let content = &mut self.drafts[content];
            if content.actors.is_empty() && !content.dropped {
                content.actors.clone_from(&rejecters);
                if content.recipients.is_empty() {
                    content.recipients = askers;
                }
            }
        }
        self.drafts[request].recipients = rejecters;
    }

    /// "Called for a ceasefire": what is asked for may name nobody.
    fn is_asked_for(&self, d: usize) -> bool {
        self.drafts[d].status == Status::Hypothetical
            && self.drafts.iter().any(|x| {
                x.about == Some(d)
                    && !x.dropped
                    && x.event_type == EventType::Request
                    && !x.actors.is_empty()
            })
    }

    /// "No one was arrested", "has anyone apologised?": said of nobody, so that none is named.
    fn is_denied_of_all(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let public = matches!(
            draft.event_type,
            EventType::Protest
                | EventType::Coerce
                | EventType::Sanction
                | EventType::Concede
                | EventType::Retreat
        );
        let open = matches!(draft.status, Status::Negated | Status::Hypothetical);
        public
            && open
            && !draft.nominal
            && self.tree.surface_subject(draft.head).is_some_and(|s| {
                matches!(
                    self.tree.form(s).to_lowercase().as_str(),
                    "nobody" | "none" | "one" | "anybody" | "anyone"
                ) || self
                    .tree
                    .kids_by(s, &[Deprel::Det])
                    .any(|k| matches!(self.tree.lemma(k).as_str(), "no" | "any"))
            })
    }

    /// "The Security Council will hold a meeting", "the NATO summit in Wales": a body of many states
    /// meets by itself.
    fn meets_as_body(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        draft.event_type == EventType::Consult
            && draft
                .actors
                .iter()
                .any(|p| matches!(p.entity.code.country.as_deref(), Some("UNO" | "IGO" | "EUR")))
            && (self.tree.rel(draft.head) == Deprel::Obj
                || draft.status != Status::Hypothetical && self.in_class("meeting", draft.head))
    }

    /// Whether `b` tells nothing that `a` in the same sentence does not.
    pub(crate) fn says_again(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.drafts[a], &self.drafts[b]);
        // "imposed sanctions": the noun says what its verb has said, whatever its status.
        if x.event_type == y.event_type
            && y.nominal
            && y.about.is_none()
            && !x.nominal
            && self.tree.head(y.head) == Some(x.head)
            && (matches!(self.tree.rel(y.head), Deprel::Obj | Deprel::NsubjPass)
                || self.tree.rel(y.head) == Deprel::Nsubj && x.event_type == EventType::Sanction)
        {
            return true;
        }
        if self.is_purpose(x, y) {
            return true;
        }
        if x.event_type == EventType::Assault
            && y.event_type == EventType::Assault
            && x.status == y.status
            && self.one_assault(x, y)
        {
            let told = |d: &Draft| (d.actors.len() + d.recipients.len(), !d.nominal);
            return (told(x), std::cmp::Reverse(a)) > (told(y), std::cmp::Reverse(b));
        }
        if x.event_type != y.event_type
            || x.status != y.status
            || x.about == Some(b)
            || y.about == Some(a)
        {
            return false;
        }
        let sentence = |d: &Draft| self.tree.analysis.sentence_of(d.head);
        if sentence(x) != sentence(y) {
            return false;
        }
        let codes = |list: &[Participant]| {
            let mut c: Vec<_> = list.iter().map(|p| p.entity.code.clone()).collect();
            c.sort();
            c
        };
        let same =
            codes(&x.actors) == codes(&y.actors) && codes(&x.recipients) == codes(&y.recipients);
        let score = |d: &Draft| (!d.nominal, d.actors.len() + d.recipients.len());
        let first = (score(x), std::cmp::Reverse(a)) > (score(y), std::cmp::Reverse(b));
        if same {
            return first;
        }
        // The same trigger word twice, or a verb with its own noun ("launched an attack").
        let linked = self.tree.head(y.head) == Some(x.head)
            && matches!(self.tree.rel(y.head), Deprel::Obj | Deprel::Xcomp | Deprel::Obl);
        let fewer = y.actors.len() + y.recipients.len() <= x.actors.len() + x.recipients.len();
        linked && fewer && y.actors.is_empty()
    }
}
