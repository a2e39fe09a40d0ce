//! Drafts in, settled drafts out: status, undertakings, who is left out, what is said twice.

use model::{Deprel, EventType, Mode, Participant, Sector, Status, TokenIdx, Upos, Xpos};

use crate::{
    compose::{Composer, Draft, same_side},
    local::Local,
};

impl Composer<'_, '_, '_> {
    /// Turns local cues into statuses and undertakings into events of their own.
    pub(crate) fn settle(&mut self) {
        for d in 0..self.drafts.len() {
            if !self.drafts[d].dropped {
                self.settle_one(d);
            }
        }
        for d in 0..self.drafts.len() {
            self.complete_participants(d);
        }
        // "Plans to deliver grain to Kadugli": promised to whom it is to go.
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            let undertaken = matches!(draft.event_type, EventType::Agree | EventType::Concede);
            // "Will pull its troops out of Somalia" is no promise to the troops.
            let own = draft.recipients.iter().all(|r| {
                r.entity.code.sectors.first() == Some(&Sector::Mil)
                    && draft.actors.iter().any(|a| a.entity.code.country == r.entity.code.country)
            });
            if let Some(inner) = draft.about.filter(|_| undertaken && own) {
                let actors = &self.drafts[d].actors;
                let others: Vec<Participant> = self.drafts[inner]
                    .recipients
                    .iter()
                    .filter(|p| !actors.iter().any(|a| a.entity == p.entity))
                    .cloned()
                    .collect();
                if others.is_empty() {
                    continue;
                }
                self.drafts[d].recipients = others;
            }
        }
    }

    pub(crate) fn settle_one(&mut self, d: usize) {
        self.rescue(d);
        let local = self.drafts[d].local;
        let kind = self.drafts[d].event_type;
        let quad = kind.quad().number();
        if self.drafts[d].planned_if_dated {
            self.drafts[d].status = Status::Hypothetical;
            return;
        }
        let social = matches!(
            kind,
            EventType::Consult
                | EventType::Protest
                | EventType::Support
                | EventType::Request
                | EventType::Accuse
        );
        if local.hypothetical || local.purpose && !social {
            self.drafts[d].status = Status::Hypothetical;
            return;
        }
        if local.future && local.negated {
            self.refuse(d);
            return;
        }
        if local.negated {
            self.drafts[d].status = Status::Negated;
            return;
        }
        if local.planned {
            self.drafts[d].status = Status::Planned;
            return;
        }
        if !local.future {
            return;
        }
        match kind {
            EventType::Agree | EventType::Threaten => {}
            EventType::Concede => {}
            EventType::Retreat => self.undertake(d, EventType::Concede, "080"),
            EventType::Assault if self.is_own_word(d) => {
                self.undertake(d, EventType::Threaten, "138");
                if let Some(t) = self.drafts.last_mut() {
                    t.modes = vec![Mode::Violence];
                }
            }
            EventType::Assault | EventType::Coerce | EventType::Sanction if self.warn_all(d) => {}
            EventType::Protest if self.is_own_word(d) && self.is_unless(d) => {
                self.undertake(d, EventType::Threaten, "130");
                self.drafts[d].planned_if_dated = false;
                self.drafts[d].status = Status::Planned;
            }
            _ if quad <= 2 => self.undertake(d, EventType::Agree, "030"),
            EventType::Assault => self.drafts[d].status = Status::Hypothetical,
            _ => self.drafts[d].status = Status::Planned,
        }
    }

    /// "will send", "will meet": the undertaking is done, the act is to come.
    pub(crate) fn undertake(&mut self, d: usize, event_type: EventType, cameo: &str) {
        let inner = &mut self.drafts[d];
        inner.status = Status::Hypothetical;
        inner.planned_if_dated = true;
        let mut outer = inner.clone();
        outer.event_type = event_type;
        outer.own_type = None;
        outer.modes = Vec::new();
        outer.cameo = Some(cameo.to_owned());
        outer.status = Status::Happened;
        outer.about = Some(d);
        outer.local = Local::default();
        outer.planned_if_dated = false;
        outer.why.push(format!("to come, so the undertaking is done: {event_type}"));
        self.drafts.push(outer);
    }

    /// "Will send aid": the code of an intent says what is intended, also where that act is left out.
    pub(crate) fn name_the_intents(&mut self) {
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            if draft.event_type != EventType::Agree
                || draft.cameo.as_deref().is_some_and(|c| c != "030")
            {
                continue;
            }
            let intended = draft.about.map(|a| self.drafts[a].event_type);
            let doc = intended.map(|t| self.tree.knowledge.ontology.describe(t));
            if let Some(code) = doc.and_then(|x| x.intent.clone()) {
                self.drafts[d].cameo = Some(code);
            }
        }
    }

    /// "will not send": a refusal.
    pub(crate) fn refuse(&mut self, d: usize) {
        let kind = self.drafts[d].event_type;
        self.drafts[d].status = Status::Negated;
        if kind.quad().number() > 2 {
            return;
        }
        let (mode, cameo) = match kind {
            EventType::Consult => (Mode::Meet, "125"),
            EventType::Concede | EventType::Retreat => (Mode::Yield, "124"),
            EventType::Agree => (Mode::Change, "120"),
            _ => (Mode::Assist, "122"),
        };
        let mut outer = self.drafts[d].clone();
        // "Will not accept it": the refusal says it all.
        self.drafts[d].dropped = kind == EventType::Agree;
        outer.event_type = EventType::Reject;
        outer.own_type = None;
        outer.modes = vec![mode];
        outer.cameo = Some(cameo.to_owned());
        outer.status = Status::Happened;
        outer.about = Some(d).filter(|_| kind != EventType::Agree);
        outer.local = Local::default();
        outer.why.push("will not be done, so it is refused: REJECT".to_owned());
        self.drafts.push(outer);
    }

    /// Whether the actor announces it in their own words ("we will strike", "X said it will strike").
    pub(crate) fn is_own_word(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let Some(subject) = self.tree.surface_subject(draft.head) else { return false };
        let word = self.tree.form(subject).to_lowercase();
        if matches!(word.as_str(), "i" | "we") {
            return true;
        }
        if !matches!(word.as_str(), "he" | "she" | "it" | "they") {
            return false;
        }
        self.tree.speaker_above(draft.head).is_some_and(|s| {
            self.who.find(s).participant.is_some_and(|p| {
                draft.actors.iter().any(|a| a.entity == p.entity || same_side(a, &p))
            })
        })
    }

    pub(crate) fn is_speech(&self, t: TokenIdx) -> bool {
        self.tree.is_speech(t)
    }

    /// Bare countries act through governments; forces of a country that uses force.
    pub(crate) fn complete_participants(&mut self, d: usize) {
        let kind = self.drafts[d].event_type;
        let force = matches!(kind, EventType::Assault | EventType::Mobilize);
        // What is known stands.
        let open = self.drafts[d].happening.is_none();
        if open {
            self.own_government(d);
            self.strike_against(d);
            self.yield_to(d);
            self.place_the_other(d);
            self.weapons_of_the_other(d);
        }
        let reciprocal = self.drafts[d].recipients.is_empty();
        if open {
            self.take_passive_subject(d);
            self.help_whom(d);
            self.name_the_state(d);
            self.name_the_other(d);
            self.place_victims(d);
            self.own_people(d);
            self.arrest_somebody(d);
        }
        let draft = &mut self.drafts[d];
        for p in &mut draft.actors {
            if p.entity.code.country.is_some() && p.entity.code.sectors.is_empty() {
                p.entity.code.sectors =
                    if force { vec![Sector::Gov, Sector::Mil] } else { vec![Sector::Gov] };
            }
        }
        let words = kind.quad().number() % 2 == 1
            || matches!(
                kind,
                EventType::Cooperate | EventType::Aid | EventType::Retreat | EventType::Sanction
            );
        // What is hit in a capital is the place, not the government that sits there.
        if kind == EventType::Assault {
            for p in &mut draft.recipients {
                let seated = self.who.is_capital(p.span);
                if seated && p.entity.code.sectors == [Sector::Gov] {
                    p.entity.code.sectors.clear();
                }
            }
        }
        for p in &mut draft.recipients {
            if p.entity.code.country.is_some()
                && p.entity.code.sectors.is_empty()
                && (words || reciprocal)
                && kind != EventType::Sanction
                && kind != EventType::Aid
            {
                p.entity.code.sectors = vec![Sector::Gov];
            }
        }
        for p in draft.actors.iter_mut().chain(&mut draft.recipients) {
            settle_sectors(p);
        }
        drop_same(draft);
        // Everybody speaks for somebody: the same one is not on both sides.
        let actors = draft.actors.clone();
        draft.recipients.retain(|r| !actors.iter().any(|a| a.entity == r.entity));
    }

    /// "Russian forces shelled a market, killing four people": people who are said to be of no
    /// country, hit by forces from abroad, are of the other country of the story.
    fn place_victims(&mut self, d: usize) {
        let draft = &self.drafts[d];
        if draft.event_type != EventType::Assault {
            return;
        }
        let forces = |a: &&Participant| {
            a.entity.code.sectors.is_empty() || a.entity.code.sectors.contains(&Sector::Mil)
        };
        let Some(own) =
            draft.actors.iter().find(forces).and_then(|a| a.entity.code.country.clone())
        else {
            return;
        };
        let Some(other) = self.who.other_of_pair(&own, draft.head, false) else { return };
        for p in &mut self.drafts[d].recipients {
            let civilian = p.entity.id.is_none()
                && p.entity.code.sectors.first().is_some_and(|s| {
                    matches!(
                        s,
                        Sector::Cvl
                            | Sector::Jrn
                            | Sector::Med
                            | Sector::Edu
                            | Sector::Lab
                            | Sector::Agr
                    )
                });
            if civilian
                && p.entity.code.country.as_ref() == Some(&own)
                && !self.who.says_country(p.span)
            {
                p.entity.code.country.clone_from(&other.entity.code.country);
            }
        }
    }

    /// "More troops were being deployed": a passive whose sense has no place for its subject.
    fn take_passive_subject(&mut self, d: usize) {
        let draft = &self.drafts[d];
        let head = draft.head;
        let nobody = draft.actors.is_empty() && draft.recipients.is_empty();
        let aside = self.tree.rel(head) == Deprel::AclRelcl;
        if !nobody || aside || self.tree.upos(head) != Upos::Verb || !self.tree.is_passive(head) {
            return;
        }
        let subjects = self.tree.objects(head);
        let recipients: Vec<Participant> = subjects
            .into_iter()
            .flat_map(|k| self.who.participants(k))
            .filter(|p| p.entity.code.country.is_some())
            .collect();
        self.drafts[d].recipients = recipients;
    }

    /// Whether the act is told as past by its own verb.
    pub(crate) fn is_pluperfect(&self, t: TokenIdx) -> bool {
        self.tree.upos(t) == Upos::Verb
            && self.tree.xpos(t) == Xpos::Vbn
            && self
                .tree
                .kids_by(t, &[Deprel::Aux])
                .any(|k| self.tree.lemma(k) == "have" && self.tree.xpos(k) == Xpos::Vbd)
    }
}

/// Sectors as the codebook writes them: bodies of the United Nations and transnational groups have
/// none but courts and forces; a known party or its leader is a party first, opposition second.
fn settle_sectors(p: &mut Participant) {
    let known = p.entity.id.is_some();
    let code = &mut p.entity.code;
    let first = code.sectors.first().copied();
    match code.country.as_deref() {
        Some("IMG") => code.sectors.clear(),
        Some("UNO") if !matches!(first, Some(Sector::Jud | Sector::Mil | Sector::Cop)) => {
            code.sectors.clear();
        }
        Some("IGO") if first == Some(Sector::Gov) => code.sectors.clear(),
        _ if known && first == Some(Sector::Opp) => {
            code.sectors.retain(|s| *s != Sector::Pty);
            code.sectors.insert(0, Sector::Pty);
        }
        _ => {}
    }
}

/// A participant told twice stays once, the fuller one.
fn drop_same(draft: &mut Draft) {
    for list in [&mut draft.actors, &mut draft.recipients] {
        let mut kept: Vec<Participant> = Vec::new();
        for p in list.drain(..) {
            if !kept.iter().any(|k| k.entity == p.entity) {
                kept.push(p);
            }
        }
        *list = kept;
    }
}
