//! Drafts that lack a side in, the side that the text leaves unsaid out.
//!
//! "Two men were arrested in Lima": by the police of Peru. "The union called for higher pay": to the
//! government. Only acts that must have such a side get one, and `why` says that it was inferred.
//!
//! It never changes a side that words name.

use model::{EventType, Mode, Participant, Sector};

use crate::compose::Composer;

impl Composer<'_, '_, '_> {
    /// Acts that only a state does, told without it: police arrest, courts convict and hear pleas;
    /// forces put on alert are their state's.
    pub(crate) fn name_the_state(&mut self, d: usize) {
        let draft = &self.drafts[d];
        let head = draft.head;
        let has = |m: Mode| draft.modes.contains(&m);
        let doer = match draft.event_type {
            EventType::Coerce if has(Mode::Arrest) => Some(Sector::Cop),
            EventType::Coerce if has(Mode::Deport) => {
                // "deported from Arizona": by those who hold the place.
                let from = self.tree.slot(head, &knowledge::Slot::Prep("from".to_owned()));
                let state = from.into_iter().find_map(|k| self.who.find(k).participant);
                if let Some(mut state) = state.filter(|_| draft.actors.is_empty()) {
                    state.entity.code.sectors = vec![Sector::Gov];
                    self.drafts[d].actors.push(state);
                    return;
                }
                Some(Sector::Gov)
            }
            EventType::Sanction if has(Mode::Convict) => Some(Sector::Jud),
            _ => None,
        };
        if let Some(sector) = doer
            && draft.actors.is_empty()
            && !draft.nominal
            && !draft.recipients.is_empty()
            && let Some(state) = self.who.state(head, sector)
        {
            self.drafts[d].actors.push(state);
            self.drafts[d].why.push("nobody named: only the state does this".to_owned());
            return;
        }
        let draft = &self.drafts[d];
        let pleads = matches!(self.tree.lemma(head).as_str(), "plead" | "plea" | "guilty");
        if pleads
            && draft.recipients.is_empty()
            && matches!(draft.event_type, EventType::Concede | EventType::Reject)
            && let Some(court) = self.who.state(head, Sector::Jud)
        {
            self.drafts[d].recipients.push(court);
            return;
        }
        // Protests are the people's.
        let draft = &self.drafts[d];
        if draft.event_type == EventType::Protest
            && draft.actors.is_empty()
            && let Some(people) = self.who.state(head, Sector::Cvl)
        {
            self.drafts[d].actors.push(people);
            self.drafts[d].why.push("nobody named: people of the country".to_owned());
            return;
        }
        let draft = &mut self.drafts[d];
        if draft.event_type == EventType::Mobilize
            && draft.actors.is_empty()
            && draft.recipients.iter().any(|r| r.entity.code.sectors.contains(&Sector::Mil))
        {
            draft.actors = std::mem::take(&mut draft.recipients);
            for a in &mut draft.actors {
                a.entity.code.sectors = vec![Sector::Gov, Sector::Mil];
            }
        }
    }

    /// Demands, charges and threats have somebody they are made to: the other party of the
    /// sentence, else of the document, else the government that people at home turn to.
    pub(crate) fn name_the_other(&mut self, d: usize) {
        let draft = &self.drafts[d];
        let aimed = matches!(
            draft.event_type,
            EventType::Request
                | EventType::Accuse
                | EventType::Threaten
                | EventType::Reject
                | EventType::Protest
                | EventType::Sanction
                | EventType::Aid
                | EventType::Agree
        );
        let denied = draft.event_type == EventType::Reject && draft.about.is_some();
        let against_all =
            draft.modes.iter().any(|m| matches!(m, Mode::Strike | Mode::Vandalize | Mode::Riot));
        if !aimed || denied || against_all || !draft.recipients.is_empty() {
            return;
        }
        let [actor] = draft.actors.as_slice() else { return };
        let Some(country) = actor.entity.code.country.clone() else { return };
        let sectors = actor.entity.code.sectors.clone();
        let head = draft.head;
        let other = self
            .other_in_sentence(d, &country)
            .or_else(|| {
                let at_home = self.drafts[d].event_type == EventType::Accuse;
                self.who.other_of_pair(&country, head, at_home)
            })
            .or_else(|| {
                let turns = sectors.first().is_some_and(|s| {
                    matches!(
                        s,
                        Sector::Opp
                            | Sector::Leg
                            | Sector::Soc
                            | Sector::Lab
                            | Sector::Edu
                            | Sector::Cvl
                            | Sector::Pty
                            | Sector::Eli
                            | Sector::Med
                            | Sector::Rel
                    )
                });
                let words = matches!(
                    self.drafts[d].event_type,
                    EventType::Request | EventType::Accuse | EventType::Protest
                );
                (turns && words && self.who.main_country() == Some(country.as_str())).then(|| {
                    Participant {
                        span: self.tree.analysis.token(head).span,
                        entity: model::Entity {
                            code: model::ActorCode {
                                country: Some(country.clone()),
                                sectors: vec![Sector::Gov],
                            },
                            ..model::Entity::default()
                        },
                    }
                })
            });
        let own = |p: &Participant| {
            p.entity.code.country.as_deref() == Some(country.as_str())
                && p.entity.code.sectors.first() == sectors.first()
        };
        if let Some(other) = other.filter(|o| !own(o)) {
            self.drafts[d].recipients.push(other);
            self.drafts[d].why.push("nobody named beside it: the other party".to_owned());
        }
    }

    /// The nearest participant of another country in the sentence, behind the act first.
    fn other_in_sentence(&self, d: usize, country: &str) -> Option<Participant> {
        let head = self.drafts[d].head;
        let analysis = self.tree.analysis;
        let s = &analysis.sentences[analysis.sentence_of(head)];
        let mentions = &analysis.mentions;
        let from = mentions.partition_point(|m| m.first < s.first);
        let here = || mentions[from..].iter().take_while(|m| m.first < s.end);
        let fits = |m: &model::Mention| {
            let found = self.who.find(m.head);
            let governs = found.country
                || found.participant.as_ref().is_some_and(|p| {
                    p.entity.code.sectors.first().is_some_and(|x| {
                        matches!(
                            x,
                            Sector::Gov | Sector::Mil | Sector::Reb | Sector::Pty | Sector::Leg
                        )
                    })
                });
            found.participant.filter(|p| {
                governs && p.entity.code.country.as_deref().is_some_and(|c| c != country)
            })
        };
        here()
            .filter(|m| m.first > head)
            .find_map(fits)
            .or_else(|| here().filter(|m| m.first < head).filter_map(fits).last())
    }
}
