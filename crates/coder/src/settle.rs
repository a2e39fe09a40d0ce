//! Drafts in, settled drafts out: status, undertakings, who is left out, what is said twice.

use model::{Context, Deprel, EventType, Mode, Participant, Sector, Status, TokenIdx, Upos, Xpos};

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
    }

    fn settle_one(&mut self, d: usize) {
        let local = self.drafts[d].local;
        let kind = self.drafts[d].event_type;
        let quad = kind.quad().number();
        if self.drafts[d].planned_if_dated {
            self.drafts[d].status = Status::Hypothetical;
            return;
        }
        if local.hypothetical {
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
            _ if quad <= 2 => self.undertake(d, EventType::Agree, "030"),
            EventType::Assault => self.drafts[d].status = Status::Hypothetical,
            _ => self.drafts[d].status = Status::Planned,
        }
    }

    /// "will send", "will meet": the undertaking is done, the act is to come.
    fn undertake(&mut self, d: usize, event_type: EventType, cameo: &str) {
        let inner = &mut self.drafts[d];
        inner.status = Status::Hypothetical;
        inner.planned_if_dated = true;
        let mut outer = inner.clone();
        outer.event_type = event_type;
        outer.modes = Vec::new();
        outer.cameo = Some(cameo.to_owned());
        outer.status = Status::Happened;
        outer.about = Some(d);
        outer.local = Local::default();
        outer.planned_if_dated = false;
        outer.why.push(format!("to come, so the undertaking is done: {event_type}"));
        self.drafts.push(outer);
    }

    /// "will not send": a refusal.
    fn refuse(&mut self, d: usize) {
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
        outer.event_type = EventType::Reject;
        outer.modes = vec![mode];
        outer.cameo = Some(cameo.to_owned());
        outer.status = Status::Happened;
        outer.about = Some(d);
        outer.local = Local::default();
        outer.why.push("will not be done, so it is refused: REJECT".to_owned());
        self.drafts.push(outer);
    }

    /// Whether the actor announces it in their own words ("we will strike", "X said it will strike").
    fn is_own_word(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let Some(subject) = self.tree.surface_subject(draft.head) else { return false };
        let word = self.tree.form(subject).to_lowercase();
        if matches!(word.as_str(), "i" | "we") {
            return true;
        }
        if !matches!(word.as_str(), "he" | "she" | "it" | "they") {
            return false;
        }
        self.speaker_above(draft.head).is_some_and(|s| {
            self.who.find(s).participant.is_some_and(|p| {
                draft.actors.iter().any(|a| a.entity == p.entity || same_side(a, &p))
            })
        })
    }

    /// Subject of the verb of speech that `t` is said in.
    pub(crate) fn speaker_above(&self, t: TokenIdx) -> Option<TokenIdx> {
        let mut at = t;
        for above in self.tree.ancestors(t) {
            let said = matches!(self.tree.rel(at), Deprel::Ccomp | Deprel::Parataxis);
            if said && self.is_speech(above) {
                return self.tree.surface_subject(above);
            }
            // "told teachers who came that …": the clause hangs on the one told.
            if matches!(self.tree.rel(at), Deprel::AclRelcl | Deprel::Acl)
                && self.tree.kids_by(at, &[Deprel::Mark]).any(|k| self.tree.lemma(k) == "that")
                && matches!(self.tree.rel(above), Deprel::Obj | Deprel::Iobj)
                && let Some(verb) = self.tree.head(above)
                && self.is_speech(verb)
            {
                return self.tree.surface_subject(verb);
            }
            at = above;
        }
        // "X will strike, the minister said": the verb of speech hangs below the act.
        for k in self.tree.kids_by(t, &[Deprel::Parataxis]) {
            if self.is_speech(k) {
                return self.tree.surface_subject(k);
            }
        }
        None
    }

    pub(crate) fn is_speech(&self, t: TokenIdx) -> bool {
        self.tree.knowledge.frames.senses(&self.tree.lemma(t), knowledge::Pos::Verb).iter().any(
            |&i| {
                let sense = self.tree.knowledge.frames.get(i);
                sense
                    .operator
                    .as_deref()
                    .and_then(|o| self.tree.knowledge.operators.get(o))
                    .is_some_and(|o| o.attribution)
            },
        )
    }

    /// Bare countries act through governments; forces of a country that uses force.
    fn complete_participants(&mut self, d: usize) {
        let kind = self.drafts[d].event_type;
        let force = matches!(kind, EventType::Assault | EventType::Mobilize);
        let reciprocal = self.drafts[d].recipients.is_empty();
        self.name_the_state(d);
        self.name_the_other(d);
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
        drop_same(draft);
        // Everybody speaks for somebody: the same one is not on both sides.
        let actors = draft.actors.clone();
        draft.recipients.retain(|r| !actors.iter().any(|a| a.entity == r.entity));
        if draft.contexts.is_empty() && force {
            draft.contexts.push(Context::Military);
        }
    }

    /// Leaves out what is not political, what is said twice, and what only labels.
    pub(crate) fn prune(&mut self) {
        for d in 0..self.drafts.len() {
            if !self.drafts[d].dropped && !self.is_political(d) {
                self.drafts[d].dropped = true;
                self.drafts[d].why.push("left out: no political party to it".to_owned());
            }
        }
        for a in 0..self.drafts.len() {
            for b in 0..self.drafts.len() {
                if a == b || self.drafts[a].dropped || self.drafts[b].dropped {
                    continue;
                }
                if self.says_again(a, b) {
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
        }
    }

    fn is_political(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        let coded =
            |p: &Participant| p.entity.code.country.is_some() || !p.entity.code.sectors.is_empty();
        if !draft.actors.iter().chain(&draft.recipients).any(coded) {
            return false;
        }
        if draft.loose && (draft.actors.is_empty() || draft.recipients.is_empty()) {
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
            return false;
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
            && !draft.modes.contains(&Mode::Visit)
        {
            return false;
        }
        // Acts that only a state does to civilians are political by themselves.
        if matches!(
            draft.event_type,
            EventType::Protest | EventType::Coerce | EventType::Sanction | EventType::Concede
        ) || draft
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

    /// Whether `b` tells nothing that `a` in the same sentence does not.
    fn says_again(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.drafts[a], &self.drafts[b]);
        // "imposed sanctions": the noun says what its verb has said, whatever its status.
        if x.event_type == y.event_type
            && y.nominal
            && y.about.is_none()
            && !x.nominal
            && self.tree.head(y.head) == Some(x.head)
            && matches!(self.tree.rel(y.head), Deprel::Obj | Deprel::NsubjPass)
        {
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

    /// "Nine were wounded in the attack", "shot and killed": one use of force, told twice over.
    fn one_assault(&self, x: &Draft, y: &Draft) -> bool {
        let tree = self.tree;
        let hangs = |low: TokenIdx, high: TokenIdx| {
            let mut at = low;
            for _ in 0..3 {
                let near = matches!(
                    tree.rel(at),
                    Deprel::Obl
                        | Deprel::OblAgent
                        | Deprel::Nmod
                        | Deprel::Acl
                        | Deprel::AclRelcl
                        | Deprel::Advcl
                        | Deprel::Obj
                        | Deprel::NsubjPass
                        | Deprel::Nsubj
                        | Deprel::Conj
                );
                let Some(above) = tree.head(at).filter(|_| near) else { return false };
                if above == high {
                    return true;
                }
                at = above;
            }
            false
        };
        let clash = |a: &[Participant], b: &[Participant]| {
            let countries = |list: &[Participant]| -> Vec<Option<String>> {
                list.iter().map(|p| p.entity.code.country.clone()).collect()
            };
            !a.is_empty() && !b.is_empty() && !countries(a).iter().any(|c| countries(b).contains(c))
        };
        (hangs(x.head, y.head) || hangs(y.head, x.head))
            && !clash(&x.actors, &y.actors)
            && !clash(&x.recipients, &y.recipients)
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
