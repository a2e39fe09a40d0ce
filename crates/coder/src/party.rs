//! Drafts that lack a side in, the side that the text leaves unsaid out.
//!
//! "Two men were arrested in Lima": by the police of Peru. "The union called for higher pay": to the
//! government. Only acts that must have such a side get one, and `why` says that it was inferred.
//!
//! It never changes a side that words name.

use model::{EventType, Mode, Participant, Sector, TokenIdx};

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
            // "Were expelled from Russia": by its government.
            EventType::Sanction
                if has(Mode::Expel)
                    && draft.actors.is_empty()
                    && self.tree.lemma(head) == "expel"
                    && self.tree.is_passive(head) =>
            {
                let from = self.tree.slot(head, &knowledge::Slot::Prep("from".to_owned()));
                let state = from
                    .into_iter()
                    .map(|k| self.who.find(k))
                    .filter(|f| f.country)
                    .find_map(|f| f.participant);
                if let Some(mut state) = state {
                    state.entity.code.sectors = vec![Sector::Gov];
                    self.drafts[d].actors.push(state);
                    self.drafts[d].why.push("nobody named: the country left".to_owned());
                }
                return;
            }
            EventType::Sanction if has(Mode::Convict) => Some(Sector::Jud),
            // "The minister was asked to resign": by those he serves.
            EventType::Request
                if self.tree.is_passive(head)
                    && draft
                        .about
                        .is_some_and(|c| self.drafts[c].modes.contains(&Mode::Resign))
                    && draft.recipients.iter().all(crate::sides::governs) =>
            {
                Some(Sector::Gov)
            }
            EventType::Sanction if has(Mode::Expel) && self.tree.lemma(head) != "expel" => draft
                .recipients
                .first()
                .and_then(|r| r.entity.code.sectors.first())
                .copied()
                .filter(|s| {
                    matches!(s, Sector::Mil | Sector::Cop | Sector::Leg | Sector::Gov | Sector::Jud)
                }),
            EventType::Coerce
                if [Mode::Restrict, Mode::Censor, Mode::Curfew].into_iter().any(has) =>
            {
                Some(Sector::Gov)
            }
            EventType::Accuse if self.is_charge(head) => Some(Sector::Jud),
            _ => None,
        };
        // "The arrests", "after two years in custody": of people of the country.
        if doer == Some(Sector::Cop)
            && draft.actors.is_empty()
            && draft.recipients.is_empty()
            && draft.status == model::Status::Happened
            && !self.drafts.iter().any(|x| {
                !x.dropped
                    && !x.nominal
                    && x.head != head
                    && x.event_type == EventType::Coerce
                    && self.tree.analysis.sentence_of(x.head)
                        == self.tree.analysis.sentence_of(head)
            })
            && let Some(people) = self.who.state(head, Sector::Cvl)
            && let Some(police) = self.who.state(head, Sector::Cop)
        {
            let draft = &mut self.drafts[d];
            draft.actors.push(police);
            draft.recipients.push(people);
            draft.why.push("nobody named: police and people of the country".to_owned());
            return;
        }
        if let Some(sector) = doer
            && draft.actors.is_empty()
            && (!draft.nominal || draft.event_type != EventType::Coerce)
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
            && !self.is_held(d)
            && let Some(mut people) = self.who.state(head, Sector::Cvl)
        {
            if let Some(country) = self.country_of_protest(d) {
                people.entity.code.country = Some(country);
            }
            // "Teachers marched … The rally closed schools": the people of the march.
            let named = self.drafts.iter().filter(|x| !x.dropped && x.head != head);
            let mut named = named
                .filter(|x| x.event_type == EventType::Protest)
                .flat_map(|x| x.actors.iter().map(|a| &a.entity.code))
                .filter(|c| c.country == people.entity.code.country);
            let apart = |s: Option<&Sector>| {
                use Sector::{Agr, Bus, Edu, Jrn, Lab, Med, Opp, Ref, Rel, Soc};
                matches!(s, Some(Agr | Bus | Edu | Jrn | Lab | Med | Opp | Ref | Rel | Soc))
            };
            if let Some(code) = named.find(|c| apart(c.sectors.first())) {
                people.entity.code.sectors.clone_from(&code.sectors);
            }
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

    /// Where people protest: the place said, the country of the government they turn against, the one
    /// of the sentence.
    fn country_of_protest(&self, d: usize) -> Option<String> {
        let draft = &self.drafts[d];
        let against = draft.recipients.iter().find_map(|r| r.entity.code.country.clone());
        self.country_reached(draft.head, &["in", "at", "across", "near", "outside", "around"])
            .map(|(_, country)| country)
            .or(against)
            .or_else(|| self.who.context_country(draft.head))
            .filter(|c| crate::who::is_country(c))
    }

    /// "Ghana's minister said China had written off debt": help that one side tells of is for it.
    pub(crate) fn help_whom(&mut self, d: usize) {
        let draft = &self.drafts[d];
        if draft.event_type != EventType::Aid || draft.nominal || !draft.recipients.is_empty() {
            return;
        }
        let Some(voice) = self.voice(draft.head) else { return };
        let other = draft.actors.iter().all(|a| {
            a.entity.code.country.is_some()
                && a.entity.code.country != voice.who.entity.code.country
        });
        if other && !draft.actors.is_empty() && crate::sides::governs(&voice.who) {
            self.drafts[d].recipients.push(voice.who);
            self.drafts[d].why.push("nobody named beside it: who tells of it".to_owned());
        }
    }

    /// Charges and indictments are brought by the state.
    pub(crate) fn is_charge(&self, head: TokenIdx) -> bool {
        matches!(
            self.tree.lemma(head).as_str(),
            "charge" | "indict" | "indictment" | "arraign" | "prosecute" | "prosecution"
        )
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
                | EventType::Agree
        );
        // "Cancelled the summit", "will not negotiate": with the other party.
        let meet = |a: usize| draft.modes.contains(&Mode::Meet) && !self.drafts[a].denied;
        let denied = draft.event_type == EventType::Reject && draft.about.is_some_and(|a| !meet(a));
        let against_all = draft
            .modes
            .iter()
            .any(|m| matches!(m, Mode::Strike | Mode::Hunger | Mode::Vandalize | Mode::Riot));
        if !aimed || denied || against_all || !draft.recipients.is_empty() {
            return;
        }
        let [actor] = draft.actors.as_slice() else { return };
        let Some(country) = actor.entity.code.country.clone() else { return };
        let sectors = actor.entity.code.sectors.clone();
        let head = draft.head;
        let kind = self.drafts[d].event_type;
        let at_home = || {
            let home = self.government_at_home(kind, &country, &sectors, head)?;
            Some((home, "the government at home"))
        };
        let in_sentence = || {
            let other = self.other_in_sentence(d, &country)?;
            Some((other, "the other party of the sentence"))
        };
        let in_document = || {
            let strict = kind == EventType::Accuse;
            let other = self.who.other_of_pair(&country, head, strict)?;
            Some((other, "the other party of the story"))
        };
        if kind == EventType::Protest && self.is_for_somebody(head) {
            return;
        }
        let by_name = || Some((self.opposed_by_name(head)?, "whom the protest is against"));
        let other = match kind {
            EventType::Protest => by_name().or_else(at_home),
            EventType::Request => at_home().or_else(in_sentence),
            _ => at_home().or_else(in_sentence).or_else(in_document),
        };
        // "Poland refused to take part": its people are not whom it was to meet.
        let state = sectors.first().is_none_or(|s| *s == Sector::Gov);
        let content = kind == EventType::Reject && self.drafts[d].about.is_some();
        let told = !(self.drafts[d].nominal || state && content);
        let other = other.or_else(|| {
            let home = self.people_at_home(kind, &country, &sectors, head).filter(|_| told)?;
            Some((home, "those at home"))
        });
        let own = |p: &Participant| {
            p.entity.code.country.as_deref() == Some(country.as_str())
                && p.entity.code.sectors.first() == sectors.first()
        };
        let judged: Vec<usize> = self.drafts[d].about.into_iter().collect();
        let suffers =
            |p: &Participant| kind == EventType::Accuse && self.only_undergoes(&judged, p);
        if let Some((other, which)) = other.filter(|(o, _)| !own(o) && !suffers(o)) {
            self.drafts[d].recipients.push(other);
            self.drafts[d].why.push(format!("nobody named beside it: {which}"));
        }
    }

    /// "A solidarity march": for somebody, against nobody.
    fn is_for_somebody(&self, head: TokenIdx) -> bool {
        let before = head.0.checked_sub(1).map(TokenIdx);
        before.is_some_and(|k| self.tree.cue("in-solidarity", k))
    }

    /// "Anti-Maduro protests": Maduro, as the document names him elsewhere.
    fn opposed_by_name(&self, head: TokenIdx) -> Option<Participant> {
        let word = self.tree.form(TokenIdx(head.0.checked_sub(1)?));
        let name = word.strip_prefix("anti-").or_else(|| word.strip_prefix("Anti-"))?;
        let mentions = self.tree.analysis.mentions.iter();
        mentions
            .filter(|m| self.tree.form(m.head) == name)
            .filter_map(|m| self.who.find(m.head).participant)
            .find(|p| p.entity.code.country.is_some())
    }

    /// The government that people, parties and courts of the story's country turn to.
    fn government_at_home(
        &self,
        kind: EventType,
        country: &str,
        sectors: &[Sector],
        head: TokenIdx,
    ) -> Option<Participant> {
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
                    | Sector::Jud
                    | Sector::Cop
                    | Sector::Bus
                    | Sector::Mil
            )
        });
        let words = matches!(kind, EventType::Request | EventType::Accuse | EventType::Protest);
        let own = self.who.main_country() == Some(country);
        (turns && words && own).then(|| self.unsaid(country, Sector::Gov, head))
    }

    /// Whom a government refuses or asks at home: its people; whom others refuse: the government.
    fn people_at_home(
        &self,
        kind: EventType,
        country: &str,
        sectors: &[Sector],
        head: TokenIdx,
    ) -> Option<Participant> {
        let words = matches!(kind, EventType::Request | EventType::Reject);
        let sector = if sectors.first() == Some(&Sector::Gov) { Sector::Cvl } else { Sector::Gov };
        let own = self.who.main_country() == Some(country);
        (words && own).then(|| self.unsaid(country, sector, head))
    }

    /// A participant that no words name; its span is that of the act.
    fn unsaid(&self, country: &str, sector: Sector, head: TokenIdx) -> Participant {
        let code = model::ActorCode { country: Some(country.to_owned()), sectors: vec![sector] };
        Participant {
            span: self.tree.analysis.token(head).span,
            entity: model::Entity { code, ..model::Entity::default() },
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
        // "Pressure from the United States and Israel": Israel is with it, not against.
        let beside = |m: &model::Mention| {
            let top = self.tree.first_of_list(m.head);
            self.drafts[d].actors.iter().any(|a| {
                self.tree
                    .last_word(a.span)
                    .is_some_and(|t| t != m.head && self.tree.first_of_list(t) == top)
            })
        };
        let addressed = |m: &&model::Mention| !self.only_topic(m.head, d) && !beside(m);
        here()
            .filter(|m| m.first > head)
            .filter(addressed)
            .find_map(fits)
            .or_else(|| here().filter(|m| m.first < head).filter(addressed).filter_map(fits).last())
    }

    /// "Urged states to care for rights in Chad", "called for a front against Chad": Chad is what the
    /// act is about, not whom it is said to.
    fn only_topic(&self, t: TokenIdx, d: usize) -> bool {
        let draft = &self.drafts[d];
        let asks = matches!(draft.event_type, EventType::Request | EventType::Reject);
        let at = ["in", "at", "near", "inside", "within", "across"];
        let case = |k: TokenIdx| self.tree.preposition(k);
        if asks && case(t).is_some_and(|p| at.contains(&p.as_ref())) {
            return true;
        }
        let opposes = asks || draft.event_type == EventType::Agree;
        let below = self.tree.ancestors(t).take_while(|&a| a != draft.head);
        opposes && std::iter::once(t).chain(below).any(|k| case(k).as_deref() == Some("against"))
    }
}
