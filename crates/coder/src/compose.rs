//! Acts in, drafts of events out: operators make of their content what the codebook says.
//!
//! "refused to meet" is the operator *refuse* over CONSULT: REJECT (meet) is done, the meeting stays
//! hypothetical. The table stands in `data/lang/en/operators.toml`; this file only walks it.

use knowledge::{InnerActor, Operator, OperatorRow, Path, Pos, RecipientRule, Sense, Slot};
use model::{
    Context, Deprel, EventType, Mode, Participant, Sector, Span, Status, TokenIdx, Upos, Xpos,
};

use crate::{
    acts::{Acts, name_of},
    local::{self, Local},
    told,
    tree::Tree,
    who::Who,
};

/// An event in the making.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) event_type: EventType,
    pub(crate) modes: Vec<Mode>,
    pub(crate) cameo: Option<String>,
    /// Type of a user's own ontology, where its sense reports one.
    pub(crate) own_type: Option<String>,
    pub(crate) contexts: Vec<Context>,
    pub(crate) actors: Vec<Participant>,
    pub(crate) recipients: Vec<Participant>,
    pub(crate) status: Status,
    pub(crate) about: Option<usize>,
    pub(crate) head: TokenIdx,
    pub(crate) trigger: Span,
    pub(crate) nominal: bool,
    /// Less sure than what words say outright: a noun that lacks what its sense asks for, a sense that
    /// only stands near, a reproach by weight. Kept with both sides only; nothing is recalled from it.
    pub(crate) loose: bool,
    pub(crate) local: Local,
    /// The scheduled act behind an undertaking: kept as planned when it has a day or a place.
    pub(crate) planned_if_dated: bool,
    pub(crate) dropped: bool,
    /// Said by somebody not to have been done.
    pub(crate) denied: bool,
    /// Earlier draft of the same act, taken up by a definite noun.
    pub(crate) same_as: Option<usize>,
    /// What is known to have happened, by its number, where the words name it.
    pub(crate) happening: Option<usize>,
    /// No frame holds: an act by how its word stands.
    pub(crate) is_likely: bool,
    pub(crate) why: Vec<String>,
}

pub(crate) struct Composer<'c, 't, 'a> {
    pub(crate) tree: &'t Tree<'a>,
    pub(crate) who: &'c Who<'t, 'a>,
    pub(crate) acts: &'c Acts,
    pub(crate) drafts: Vec<Draft>,
    /// The document tells of times long past.
    pub(crate) is_history: bool,
    /// Per act: evaluated mains, once done.
    done: Vec<Option<Vec<usize>>>,
    /// Per act: whether an operator claims it.
    governed: Vec<bool>,
    contents: Vec<Vec<usize>>,
}

impl<'c, 't, 'a> Composer<'c, 't, 'a> {
    pub(crate) fn new(tree: &'t Tree<'a>, who: &'c Who<'t, 'a>, acts: &'c Acts) -> Self {
        let n = acts.list.len();
        Self {
            tree,
            who,
            acts,
            drafts: Vec::new(),
            is_history: false,
            done: vec![None; n],
            governed: vec![false; n],
            contents: vec![Vec::new(); n],
        }
    }

    /// A composer that has evaluated every act, taken up what nouns refer to and heard what is said.
    pub(crate) fn heard(tree: &'t Tree<'a>, who: &'c Who<'t, 'a>, acts: &'c Acts) -> Self {
        let mut composer = Self::new(tree, who, acts);
        composer.run();
        composer.take_up();
        composer.hear();
        composer
    }

    /// Evaluates every act; drafts come in the order they were made, contents before governors.
    pub(crate) fn run(&mut self) {
        for i in 0..self.acts.list.len() {
            let contents = self.find_contents(i);
            for &c in &contents {
                self.governed[c] = true;
            }
            self.contents[i] = contents;
        }
        for i in 0..self.acts.list.len() {
            self.evaluate(i, 0);
        }
    }

    pub(crate) fn sense(&self, i: usize) -> &'a Sense {
        self.tree.knowledge.frames.get(self.acts.list[i].sense)
    }

    pub(crate) fn operator(&self, i: usize) -> Option<&'a Operator> {
        self.sense(i).operator.as_deref().and_then(|o| self.tree.knowledge.operators.get(o))
    }

    /// Acts that the operator at act `i` speaks of.
    pub(crate) fn find_contents(&self, i: usize) -> Vec<usize> {
        let Some(operator) = self.operator(i) else { return Vec::new() };
        if operator.name == "say" {
            return Vec::new();
        }
        let head = self.acts.list[i].head;
        let mut found = Vec::new();
        for path in &self.sense(i).content {
            for t in self.tree.path(head, path) {
                self.acts_below(t, head, 0, &mut found);
            }
            if !found.is_empty() {
                break;
            }
        }
        found.retain(|&c| c != i && self.acts.list[c].head != head);
        found.dedup();
        found
    }

    /// The act at `t`, or the nearest ones below a word that has none.
    pub(crate) fn acts_below(
        &self,
        t: TokenIdx,
        from: TokenIdx,
        depth: u8,
        found: &mut Vec<usize>,
    ) {
        if let Some(c) = self.acts.at(t) {
            // A speech verb passes through to what is said.
            if self.operator(c).is_some_and(|o| o.name == "say") && depth < 3 {
                let before = found.len();
                for path in &self.sense(c).content {
                    for k in self.tree.path(t, path) {
                        self.acts_below(k, from, depth + 1, found);
                    }
                }
                if found.len() > before {
                    return;
                }
            }
            if !found.contains(&c) {
                found.push(c);
            }
            return;
        }
        if depth >= 3 {
            return;
        }
        let nominal =
            matches!(self.tree.upos(t), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj);
        for &k in self.tree.kids(t) {
            let rel = self.tree.rel(k);
            let passes = if nominal {
                match rel {
                    Deprel::Nmod => self.tree.preposition(k).as_deref() == Some("of"),
                    // "A plan backed by the opposition": backed already.
                    Deprel::Acl => self.tree.xpos(k) != Xpos::Vbn,
                    _ => false,
                }
            } else {
                matches!(rel, Deprel::Xcomp | Deprel::Ccomp)
            };
            if passes && k != from {
                for c in self.tree.coordinated(k) {
                    self.acts_below(c, from, depth + 1, found);
                }
            }
        }
    }

    /// Participants in the first slot that has any; heads of contents are no participants.
    pub(crate) fn participants(
        &self,
        i: usize,
        paths: &[Path],
        skip: &[usize],
    ) -> Vec<Participant> {
        let head = self.acts.list[i].head;
        for path in paths {
            let mut found: Vec<Participant> = Vec::new();
            for t in self.tree.path(head, path) {
                if skip.iter().any(|&c| self.acts.list[c].head == t) || self.tree.is_clause(t) {
                    continue;
                }
                let with = matches!(path.0.last(), Some(Slot::Prep(p)) if p == "with");
                let adj = matches!(path.0.last(), Some(Slot::Adj));
                let before = adj || matches!(path.0.last(), Some(Slot::Compound));
                if adj && !self.names_somebody(t)
                    || before && self.is_bare_means(t)
                    || with && (self.in_class("weapon", t) || self.in_class("vehicle", t))
                {
                    continue;
                }
                let t = self.speaker_of_first_person(t).unwrap_or(t);
                for p in self.who.participants(t) {
                    let codeless =
                        p.entity.code.country.is_none() && p.entity.code.sectors.is_empty();
                    let twice = found.iter().any(|q| q.entity == p.entity && q.span == p.span);
                    if !codeless && !twice {
                        found.push(p);
                    }
                }
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// "We urge the governments", said by X: X.
    pub(crate) fn speaker_of_first_person(&self, t: TokenIdx) -> Option<TokenIdx> {
        let word = self.tree.form(t).to_lowercase();
        if !matches!(word.as_str(), "i" | "we" | "us" | "me" | "our" | "my") {
            return None;
        }
        if self.who.look(t).participant.is_some() {
            return None;
        }
        self.tree.teller(t)
    }

    pub(crate) fn names_somebody(&self, t: TokenIdx) -> bool {
        let found = self.who.find(t);
        found.participant.is_some() && (found.place || !found.owned)
    }

    /// Evaluates act `i` once; the drafts that stand for it.
    pub(crate) fn evaluate(&mut self, i: usize, depth: u8) -> Vec<usize> {
        if let Some(mains) = &self.done[i] {
            return mains.clone();
        }
        self.done[i] = Some(Vec::new());
        if depth > 12 {
            return Vec::new();
        }
        let contents = self.contents[i].clone();
        let mut inner = Vec::new();
        for &c in &contents {
            inner.extend(self.evaluate(c, depth + 1));
        }
        inner.retain(|&d| !self.drafts[d].dropped);
        inner.dedup();
        let mains = self.apply(i, &contents, &inner);
        if self.operator(i).is_none() {
            self.point_at_content(i, &mains, depth);
        }
        self.done[i] = Some(mains.clone());
        mains
    }

    pub(crate) fn apply(&mut self, i: usize, contents: &[usize], inner: &[usize]) -> Vec<usize> {
        let sense = self.sense(i);
        let act = self.acts.list[i].clone();
        let local = local::read(self.tree, act.head, self.governed[i]);
        let local = told::besides(self.tree, act.head, sense, local);
        let mut actors = self.participants(i, &sense.actor, contents);
        let mut recipients = self.participants(i, &sense.recipient, contents);
        self.turn_possessor(i, &mut actors, &mut recipients);
        if actors.is_empty() {
            actors = self.performers(i);
        }
        if recipients.is_empty() {
            recipients = self.doers_of_fillers(i, &actors);
        }
        if recipients.is_empty() {
            recipients = self.told_in_talks(i);
        }
        if sense.event == Some(EventType::Accuse) {
            recipients.retain(|p| !self.is_only_place(p));
        }
        if actors.is_empty() {
            actors = self.subject_further(i);
        }
        let Some(operator) = self.operator(i) else {
            return self.plain(i, sense.event, actors, recipients, local);
        };
        if self.went_on(operator, inner, local) {
            self.fill_inner_actors(operator, inner, &actors, &recipients);
            return inner.to_vec();
        }
        let goods: Vec<usize> = match inner {
            [] => self.understood_aid(i, &actors, &recipients).into_iter().collect(),
            _ => Vec::new(),
        };
        let inner = if goods.is_empty() { inner } else { &goods };
        if recipients.is_empty() && operator.inner_actor == InnerActor::Recipient {
            recipients = self.subjects_of_content(i, &actors);
        }
        if inner.is_empty() {
            if recipients.is_empty() && sense.event.is_some() {
                recipients = self.subjects_of_content(i, &actors);
            }
            return self.plain(i, sense.event, actors, recipients, local);
        }
        if let Some(mains) = self.spares(i, inner, &actors, &recipients, local) {
            return mains;
        }
        let kind = self.drafts[inner[0]].event_type;
        let row = operator.rows.iter().find(|r| row_fits(r, kind));
        let Some(row) = row else {
            return self.plain(i, sense.event, actors, recipients, local);
        };
        self.fill_inner_actors(operator, inner, &actors, &recipients);
        if row.event.is_none() {
            for &d in inner {
                self.set_inner(d, row.inner);
                if operator.name == "do" || operator.name == "begin" {
                    self.take_recipients(d, &recipients);
                }
                // "Has no plans": the noun's sense has used up the "no".
                let told = self.acts.at(self.drafts[d].head).and_then(|c| self.sense(c).told);
                let negated = local.negated && told != Some(knowledge::Told::Negated);
                let draft = &mut self.drafts[d];
                draft.local = draft.local.and(Local { negated, ..local });
                draft.why.push(format!(
                    "operator {} ({}): {}",
                    operator.name,
                    self.tree.form(act.head),
                    sense.file
                ));
            }
            let mut mains = inner.to_vec();
            if let Some(event) = sense.event.filter(|e| *e != kind && operator.name != "do") {
                mains.extend(self.plain(i, Some(event), actors, recipients, local));
            }
            return mains;
        }
        let event = row.event.unwrap_or(kind);
        if event == EventType::Accuse && operator.recipient == RecipientRule::ContentActor {
            recipients.retain(|p| !self.only_undergoes(inner, p));
        }
        if recipients.is_empty() || recipients == actors {
            recipients = self.recipients_from(operator.recipient, inner, &actors);
        }
        for &d in inner {
            let status = self.inner_status(operator, row, d, local.hypothetical);
            self.set_inner(d, status);
        }
        self.visit_whom(operator, inner, &actors);
        // What the sense says is nearer than what the operator's row says of any sense.
        let own = sense.event == Some(event) && !sense.modes.is_empty();
        let modes =
            if row.modes.is_empty() || own { sense.modes.clone() } else { row.modes.clone() };
        let modes = self.modes_over(event, inner, modes);
        let deeper = sense
            .cameo
            .clone()
            .filter(|s| row.cameo.as_ref().is_some_and(|r| s.starts_with(r.as_str())));
        let about = inner.iter().copied().find(|&d| !self.drafts[d].dropped);
        let mut contexts = sense.contexts.clone();
        contexts.extend(self.drafts[inner[0]].contexts.iter().copied());
        let draft = Draft {
            event_type: event,
            modes,
            own_type: sense.own_type.clone().filter(|_| sense.event == Some(event)),
            cameo: deeper.or_else(|| row.cameo.clone()).or_else(|| sense.cameo.clone()),
            contexts,
            actors,
            recipients,
            status: Status::Happened,
            about,
            head: act.head,
            trigger: act.trigger,
            nominal: sense.pos == Pos::Noun,
            loose: act.loose,
            local,
            planned_if_dated: false,
            dropped: false,
            denied: false,
            same_as: None,
            happening: None,
            is_likely: false,
            why: vec![
                format!("frame {} sense {} in {}", sense.words.join(" "), sense.idx, sense.file),
                format!("operator {} over {} gives {}", operator.name, kind, event),
            ],
        };
        self.drafts.push(draft);
        vec![self.drafts.len() - 1]
    }

    /// A sense by itself.
    pub(crate) fn plain(
        &mut self,
        i: usize,
        event: Option<EventType>,
        actors: Vec<Participant>,
        recipients: Vec<Participant>,
        local: Local,
    ) -> Vec<usize> {
        let Some(event_type) = event else { return Vec::new() };
        let sense = self.sense(i);
        let act = self.acts.list[i].clone();
        let mut actors = actors;
        let mut why =
            vec![format!("frame {} sense {} in {}", sense.words.join(" "), sense.idx, sense.file)];
        if actors.is_empty()
            && sense.pos == Pos::Noun
            && (event_type == EventType::Consult || !recipients.is_empty())
            && matches!(
                event_type,
                EventType::Consult
                    | EventType::Request
                    | EventType::Accuse
                    | EventType::Reject
                    | EventType::Threaten
                    | EventType::Support
                    | EventType::Agree
            )
        {
            actors = self.host_of(act.head);
            if actors.is_empty() {
                actors = self.subject_above(act.head);
            }
            if !actors.is_empty() {
                why.push("actor from the subject of the clause".to_owned());
            }
        }
        if act.near {
            why.push("near: no sense foresees these slots, all report one type".to_owned());
        }
        if let Some(path) = sense.actor.first() {
            why.push(format!("actor slot {}", name_of(path)));
        }
        self.drafts.push(Draft {
            event_type,
            modes: sense.modes.clone(),
            cameo: sense.cameo.clone(),
            own_type: sense.own_type.clone(),
            contexts: sense.contexts.clone(),
            actors,
            recipients,
            status: Status::Happened,
            about: None,
            head: act.head,
            trigger: act.trigger,
            nominal: sense.pos == Pos::Noun,
            loose: act.loose,
            local,
            planned_if_dated: false,
            dropped: false,
            denied: false,
            same_as: None,
            happening: None,
            is_likely: false,
            why,
        });
        vec![self.drafts.len() - 1]
    }
}

pub(crate) fn row_fits(row: &OperatorRow, kind: EventType) -> bool {
    (row.content.is_empty() && row.quad.is_empty())
        || row.content.contains(&kind)
        || row.quad.contains(&kind.quad().number())
}

/// Same country and no telling them apart by sector.
pub(crate) fn same_side(a: &Participant, b: &Participant) -> bool {
    a.entity == b.entity
        || (a.entity.code.country.is_some()
            && a.entity.code.country == b.entity.code.country
            && (a.entity.code.sectors.is_empty() || b.entity.code.sectors.is_empty()))
}

/// The participant as somebody spoken to: a bare country is its government.
pub(crate) fn governing(p: &Participant) -> Participant {
    let mut p = p.clone();
    if p.entity.code.country.is_some()
        && matches!(p.entity.code.sectors.first(), None | Some(Sector::Mil))
        && p.entity.id.is_none()
    {
        p.entity.code.sectors = vec![Sector::Gov];
    }
    p
}
