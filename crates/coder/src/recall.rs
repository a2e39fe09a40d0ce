//! Acts told without one of their sides in, the side that the story has told before out.
//!
//! "Russia struck Kyiv overnight. The attack killed two." The attack is Russia's, on Ukraine: a
//! story keeps its parties. An act that lacks a side takes it from an act of the same type whose
//! other side agrees, the nearest before it first; a noun that lacks both takes both. `why` says
//! that it was recalled.
//!
//! It never changes a side that words name, and never crosses documents.

use model::{Deprel, EventType, Participant, Sector, TokenIdx};

/// Actors and recipients.
type Sides = (Vec<Participant>, Vec<Participant>);

use crate::compose::{Composer, Draft, same_side};

/// One act that was told with both its sides.
struct Told {
    kind: EventType,
    lemma: String,
    head: TokenIdx,
    actors: Vec<Participant>,
    recipients: Vec<Participant>,
    negated: bool,
}

impl Composer<'_, '_, '_> {
    /// Completes acts from the acts of the same type around them.
    pub(crate) fn recall(&mut self) {
        self.mean_the_same();
        self.name_the_known();
        self.strike_again();
        let told = self.told();
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            if draft.dropped || !lacks_side(draft.event_type, &draft.actors, &draft.recipients) {
                continue;
            }
            let recalled = self
                .released_by(d)
                .map(|held| (held, Vec::new()))
                .or_else(|| self.answered(d))
                .or_else(|| self.recalled(d, &told).filter(|_| !self.refuses(d)))
                .or_else(|| self.of_two_countries(d));
            let Some((actors, recipients)) = recalled else { continue };
            let draft = &mut self.drafts[d];
            if draft.actors.is_empty() {
                draft.actors = actors;
            }
            if draft.recipients.is_empty() {
                draft.recipients = recipients
                    .into_iter()
                    .filter(|r| !draft.actors.iter().any(|a| same_party(a, r)))
                    .filter(|r| !is_own_arm(draft.event_type, &draft.actors, r))
                    .filter(|_| draft.event_type != EventType::Mobilize)
                    .collect();
            }
            draft.why.push("a side left unsaid is recalled from the story".to_owned());
        }
        self.complete_from_content();
        self.name_the_judged();
        self.name_the_armed();
        self.name_the_threatened();
        self.answer_condition();
    }

    /// "Hackers attacked the site. The attack lasted two days": a use of force that a noun tells without
    /// saying on whom is of the type that the word had last.
    fn mean_the_same(&mut self) {
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            let plain = draft.event_type == EventType::Assault && draft.modes.is_empty();
            let open = draft.nominal && plain && !draft.dropped && draft.recipients.is_empty();
            if !open || !self.tree.is_definite(draft.head) {
                continue;
            }
            let lemma = self.tree.lemma(draft.head);
            let same =
                |x: &&Draft| !x.dropped && x.head < draft.head && self.tree.lemma(x.head) == lemma;
            let before = || self.drafts.iter().filter(same);
            let force = before().any(|x| x.event_type == EventType::Assault);
            let Some(before) = before().max_by_key(|x| x.head).filter(|_| !force) else {
                continue;
            };
            let (kind, modes, cameo) =
                (before.event_type, before.modes.clone(), before.cameo.clone());
            let draft = &mut self.drafts[d];
            (draft.event_type, draft.modes, draft.cameo) = (kind, modes, cameo);
            draft.why.push(format!("{kind}, as the word meant before"));
        }
    }

    /// "Putin denounced a drone strike", Ukraine's as he says: what is condemned is the doing of whom
    /// the condemnation meets.
    fn name_the_judged(&mut self) {
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            let judges = draft.event_type == EventType::Accuse && !draft.dropped;
            let Some(deed) = draft.about.filter(|_| judges) else { continue };
            let content = &self.drafts[deed];
            let force = content.event_type.quad().number() == 4;
            if content.dropped || !force || !content.actors.is_empty() {
                continue;
            }
            let doers: Vec<Participant> = draft
                .recipients
                .iter()
                .filter(|p| p.entity.code.country.is_some())
                .filter(|p| !content.recipients.iter().any(|r| r.entity == p.entity))
                .cloned()
                .collect();
            if !doers.is_empty() {
                let content = &mut self.drafts[deed];
                content.actors = doers;
                content.why.push("whom the condemnation meets".to_owned());
            }
        }
    }

    /// Who refuses answers those who asked, not those refused something else.
    fn refuses(&self, d: usize) -> bool {
        let draft = &self.drafts[d];
        draft.event_type == EventType::Reject && !draft.actors.is_empty()
    }

    /// A refusal or denial answers those who asked or accused: the nearest before it that was
    /// told of the one who answers.
    fn answered(&self, d: usize) -> Option<Sides> {
        let draft = &self.drafts[d];
        if draft.event_type != EventType::Reject || draft.nominal || draft.actors.is_empty() {
            return None;
        }
        let sentence = |t: TokenIdx| self.tree.analysis.sentence_of(t);
        let asked = |x: &&crate::compose::Draft| {
            matches!(
                x.event_type,
                EventType::Accuse | EventType::Request | EventType::Threaten | EventType::Sanction
            ) && !x.dropped
                && x.head != draft.head
                && sentence(x.head) <= sentence(draft.head)
                && x.actors.iter().any(|a| a.entity.code.country.is_some())
                && x.recipients
                    .iter()
                    .any(|r| draft.actors.iter().any(|a| same_side(r, a) || same_party(r, a)))
                && !x.actors.iter().any(|r| draft.actors.iter().any(|a| same_party(r, a)))
        };
        let last = self.drafts.iter().filter(asked).max_by_key(|x| x.head)?;
        Some((Vec::new(), last.actors.clone()))
    }

    /// What is refused, promised or threatened has its other party in the act spoken of.
    fn complete_from_content(&mut self) {
        for d in 0..self.drafts.len() {
            let draft = &self.drafts[d];
            let kinds = matches!(
                draft.event_type,
                EventType::Reject | EventType::Agree | EventType::Threaten
            );
            let Some(about) = draft.about.filter(|_| kinds && draft.recipients.is_empty()) else {
                continue;
            };
            // What is denied is nobody's answer: "denied arming the rebels".
            let content = &self.drafts[about];
            if draft.dropped || draft.actors.is_empty() || content.local.negated {
                continue;
            }
            let others: Vec<Participant> = content
                .recipients
                .iter()
                .chain(&content.actors)
                .filter(|p| {
                    !draft.actors.iter().any(|a| same_country(a, p) || a.entity == p.entity)
                })
                .cloned()
                .collect();
            if !others.is_empty() {
                let draft = &mut self.drafts[d];
                draft.recipients = others;
                draft.why.push("the other party of the act spoken of".to_owned());
            }
        }
    }

    /// A human being in particular.
    fn is_named(&self, p: &Participant) -> bool {
        let person = self.tree.last_word(p.span).is_some_and(|t| self.who.look(t).person);
        person && !p.entity.name.is_empty()
    }

    /// "The talks", in a story of two countries: theirs.
    fn of_two_countries(&self, d: usize) -> Option<(Vec<Participant>, Vec<Participant>)> {
        let draft = &self.drafts[d];
        let bare = draft.nominal && draft.actors.is_empty() && draft.recipients.is_empty();
        let talks = matches!(draft.event_type, EventType::Consult | EventType::Cooperate);
        if !bare || !talks || !self.is_definite(draft.head) {
            return None;
        }
        let pair = self.who.two_countries(draft.head);
        (pair.len() == 2).then(|| (pair, Vec::new()))
    }

    fn told(&self) -> Vec<Told> {
        let coded = |list: &[Participant]| {
            !list.is_empty() && list.iter().all(|p| p.entity.code.country.is_some())
        };
        let mut told: Vec<Told> = self
            .drafts
            .iter()
            .filter(|x| !x.dropped && !x.loose)
            .filter(|x| {
                coded(&x.actors)
                    && (coded(&x.recipients) || mutual(x.event_type) && x.actors.len() > 1)
            })
            .map(|x| Told {
                kind: x.event_type,
                lemma: self.tree.lemma(x.head).clone(),
                head: x.head,
                actors: x.actors.clone(),
                recipients: x.recipients.clone(),
                negated: x.local.negated,
            })
            .collect();
        told.sort_by_key(|x| x.head);
        // Where two countries act on each other, what one does at home says nothing of who is meant.
        let across = |x: &Told| {
            let lists = x.actors.iter().chain(&x.recipients);
            let mut countries: Vec<&Option<String>> =
                lists.map(|p| &p.entity.code.country).collect();
            countries.sort();
            countries.dedup();
            countries.len() > 1
        };
        let n = |kind: EventType, abroad: bool| {
            told.iter().filter(|x| x.kind == kind && across(x) == abroad).count()
        };
        let kinds: Vec<EventType> = told
            .iter()
            .map(|x| x.kind)
            .filter(|&k| n(k, true) > 0 && n(k, true) >= n(k, false))
            .collect();
        told.retain(|x| across(x) || !kinds.contains(&x.kind));
        told
    }

    /// Both sides of the act told before that fits best; either may be empty.
    fn recalled(&self, d: usize, told: &[Told]) -> Option<(Vec<Participant>, Vec<Participant>)> {
        let draft = &self.drafts[d];
        let (kind, head) = (draft.event_type, draft.head);
        let lemma = self.tree.lemma(head);
        let neither = draft.actors.is_empty() && draft.recipients.is_empty();
        if neither && (!draft.nominal || kind == EventType::Agree) {
            return None;
        }
        // "Weapons of mass destruction", "migrant encounters" name a kind, not the act told before.
        let definite = self.is_definite(head);
        if neither && !definite && self.tree.rel(head) == Deprel::Nmod {
            return None;
        }
        let sentence = |t: TokenIdx| self.tree.analysis.sentence_of(t) as i64;
        let mut best: Option<(i64, Sides)> = None;
        // Charges are brought by courts and prosecutors, not by whoever else accused.
        let charge = self.is_charge(head) && draft.actors.is_empty() && !neither;
        let brings = |x: &Told| {
            x.actors.iter().all(|a| {
                let sector = a.entity.code.sectors.first();
                matches!(sector, None | Some(Sector::Jud | Sector::Cop | Sector::Gov))
            })
        };
        let alike =
            |x: &Told| (!neither || definite || x.lemma == *lemma) && (!charge || brings(x));
        // What somebody condemns is not their own doing.
        let judges: Vec<&Participant> = self
            .drafts
            .iter()
            .filter(|o| o.about == Some(d) && o.event_type == EventType::Accuse && !o.dropped)
            .flat_map(|o| &o.actors)
            .collect();
        let judged = |x: &Told| {
            draft.actors.is_empty()
                && x.actors.iter().any(|a| judges.iter().any(|j| same_country(a, j)))
        };
        // "Haniyeh was killed": by those who were told to kill him, not others.
        let victims: Vec<&Participant> =
            draft.recipients.iter().filter(|p| self.is_named(p)).collect();
        let named = kind == EventType::Assault
            && draft.actors.is_empty()
            && !victims.is_empty()
            && victims.len() == draft.recipients.len();
        let others = |x: &Told| {
            named && !x.recipients.iter().any(|r| victims.iter().any(|v| same_one(v, r)))
        };
        for x in told.iter().filter(|x| x.kind == kind && x.head != head && alike(x)) {
            // "Dismantled a cell and arrested five men": the five are not the cell.
            let beside = !draft.nominal
                && kind == EventType::Coerce
                && self.tree.rel(x.head) == Deprel::Conj
                && self.tree.head(x.head) == Some(head)
                && x.lemma != *lemma
                && draft.recipients.is_empty()
                && self.tree.kid(head, &[Deprel::Obj]).is_some();
            // "Did not attack it … since the fighting began": another fight.
            let undone = neither && x.negated && kind == EventType::Assault && x.lemma != *lemma;
            if judged(x) || others(x) || beside || undone {
                continue;
            }
            let sides = if neither {
                (x.actors.clone(), x.recipients.clone())
            } else if draft.actors.is_empty() {
                if !overlap(&draft.recipients, &x.recipients) {
                    continue;
                }
                (x.actors.clone(), Vec::new())
            } else if overlap(&draft.actors, &x.actors) {
                let others: Vec<Participant> = if x.recipients.is_empty() {
                    x.actors
                        .iter()
                        .filter(|p| !draft.actors.iter().any(|a| same_country(a, p)))
                        .cloned()
                        .collect()
                } else {
                    x.recipients.clone()
                };
                (Vec::new(), others)
            } else if opposed(kind) && overlap(&draft.actors, &x.recipients) {
                (Vec::new(), x.actors.clone())
            } else {
                continue;
            };
            let far = sentence(head) - sentence(x.head);
            let score = i64::from(x.lemma == *lemma) * 6 - far.abs() - i64::from(far < 0) * 6;
            if best.as_ref().is_none_or(|(s, _)| score > *s) {
                best = Some((score, sides));
            }
        }
        best.map(|(_, sides)| sides)
    }
}

/// Mutual acts have all their parties as actors.
fn mutual(kind: EventType) -> bool {
    matches!(kind, EventType::Consult | EventType::Cooperate | EventType::Agree)
}

/// Acts that the one they are done to does back.
fn opposed(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Assault | EventType::Accuse | EventType::Threaten | EventType::Sanction
    )
}

fn lacks_side(kind: EventType, actors: &[Participant], recipients: &[Participant]) -> bool {
    let enough = mutual(kind) && actors.len() > 1;
    !enough && (actors.is_empty() || recipients.is_empty())
}

/// Alike in country and first sector: nobody acts on their own kind unsaid.
fn same_party(a: &Participant, b: &Participant) -> bool {
    same_country(a, b) && a.entity.code.sectors.first() == b.entity.code.sectors.first()
}

/// What a government asks for, promises, refuses or threatens is not said to its own forces or people,
/// where nobody says so.
fn is_own_arm(kind: EventType, actors: &[Participant], p: &Participant) -> bool {
    let verbal = kind.quad().number() % 2 == 1 && kind != EventType::Accuse;
    let arm = matches!(p.entity.code.sectors.first(), Some(Sector::Mil | Sector::Cvl));
    verbal && arm && actors.iter().any(|a| crate::sides::governs(a) && same_country(a, p))
}

/// One and the same by what is known of them, or by name.
pub(crate) fn same_one(a: &Participant, b: &Participant) -> bool {
    a.entity.id.is_some() && a.entity.id == b.entity.id
        || !a.entity.name.is_empty() && a.entity.name == b.entity.name
}

fn same_country(a: &Participant, b: &Participant) -> bool {
    a.entity.code.country.is_some() && a.entity.code.country == b.entity.code.country
}

fn overlap(a: &[Participant], b: &[Participant]) -> bool {
    a.iter().any(|x| b.iter().any(|y| same_side(x, y) || same_country(x, y)))
}
