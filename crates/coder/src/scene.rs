//! Acts whose other side no word names in, the country of the place they reach out.
//!
//! "Shelled a school in Rylsk": what is hit is the country's where it stands. "Delivered vaccines to
//! villages in Tigray": to those who live there. "Kenya's troops left the town near Kismayo": they
//! yield to the country they leave.
//!
//! It never changes a side that words name.

use model::{ActorCode, Deprel, Entity, EventType, Mode, Participant, Sector, TokenIdx};

use crate::{compose::Composer, sides::is_coded};

const AT: [&str; 11] =
    ["in", "at", "near", "inside", "outside", "on", "around", "across", "into", "over", "off"];

impl Composer<'_, '_, '_> {
    /// Fills the recipients of force, help and withdrawal from where they take place.
    pub(crate) fn place_the_other(&mut self, d: usize) {
        self.drop_own_forces(d);
        self.own_victims(d);
        let draft = &self.drafts[d];
        let ways: &[&str] = match draft.event_type {
            EventType::Assault => &AT,
            EventType::Aid => &["to", "in", "into", "for"],
            EventType::Mobilize => &["to", "into"],
            EventType::Consult if draft.modes.contains(&Mode::Visit) => &["to"],
            EventType::Retreat => &["from", "out of", "out"],
            _ => return,
        };
        let by_noun = matches!(draft.event_type, EventType::Consult | EventType::Retreat);
        // "Its attacks across the valley": nobody named is hit.
        let by_noun =
            by_noun || draft.event_type == EventType::Assault && draft.recipients.is_empty();
        if draft.dropped || draft.nominal && !by_noun || !draft.actors.iter().any(is_coded) {
            return;
        }
        let own_country = draft.actors.iter().find_map(|a| a.entity.code.country.clone());
        let unsaid = |p: &Participant| {
            p.entity.id.is_none()
                && p.entity.name.is_empty()
                && (!self.who.says_country(p.span)
                    || p.entity.code.country == own_country && !self.who.says_itself(p.span))
        };
        let open = draft.recipients.is_empty()
            || draft.event_type == EventType::Assault
                && draft.recipients.iter().all(|p| {
                    unsaid(p)
                        && p.entity.code.sectors.first().is_none_or(|s| {
                            !matches!(s, Sector::Gov | Sector::Reb | Sector::Crm | Sector::Uaf)
                        })
                });
        if !open {
            return;
        }
        let reached = self
            .country_reached(draft.head, ways)
            .or_else(|| self.country_of_document(d).map(|c| (draft.head, c)));
        let Some((place, country)) = reached else { return };
        let own = draft.actors.iter().any(|a| {
            a.entity.code.country.as_deref() == Some(country.as_str())
                && a.entity.code.sectors.first().is_none_or(|s| {
                    !matches!(s, Sector::Reb | Sector::Crm | Sector::Uaf | Sector::Prm)
                })
        });
        if own {
            return;
        }
        let draft = &mut self.drafts[d];
        if draft.recipients.is_empty() {
            let code = ActorCode { country: Some(country), sectors: Vec::new() };
            let span = self.tree.analysis.token(place).span;
            draft
                .recipients
                .push(Participant { span, entity: Entity { code, ..Entity::default() } });
            draft.why.push("nobody named beside it: the country of the place".to_owned());
        } else {
            for p in &mut draft.recipients {
                p.entity.code.country = Some(country.clone());
            }
            draft.why.push("whose they are: the country of the place".to_owned());
        }
    }

    /// "Pulled the last of its troops out": they are whom it pulls, not to whom it yields.
    fn drop_own_forces(&mut self, d: usize) {
        let draft = &mut self.drafts[d];
        if draft.event_type != EventType::Retreat || !draft.modes.contains(&Mode::Withdraw) {
            return;
        }
        let actors = draft.actors.clone();
        draft.recipients.retain(|r| {
            let own = actors.iter().any(|a| a.entity.code.country == r.entity.code.country);
            !(own && r.entity.code.sectors.first() == Some(&Sector::Mil))
        });
    }

    /// "Lebanon's army said an Israeli drone had wounded two of its soldiers": the army's, not the
    /// drone's.
    fn own_victims(&mut self, d: usize) {
        let draft = &self.drafts[d];
        if draft.event_type != EventType::Assault || draft.recipients.is_empty() {
            return;
        }
        let Some(voice) = self.voice(draft.head) else { return };
        let Some(country) = voice.who.entity.code.country.clone() else { return };
        let hit = self.tree.slot(draft.head, &knowledge::Slot::Obj);
        let owned = hit.iter().any(|&t| {
            self.tree.kid(t, &[Deprel::NmodPoss]).is_some_and(|p| {
                matches!(self.tree.lemma(p).as_str(), "its" | "their" | "it" | "they")
            })
        });
        let same = |r: &Participant| {
            draft.actors.iter().any(|a| a.entity.code.country == r.entity.code.country)
        };
        let other =
            draft.actors.iter().all(|a| a.entity.code.country.as_deref() != Some(country.as_str()));
        if owned && other && draft.recipients.iter().all(same) {
            for r in &mut self.drafts[d].recipients {
                r.entity.code.country = Some(country.clone());
            }
        }
    }

    /// "Rebels shelled the central market": where nobody says more, of the country of the story.
    fn country_of_document(&self, d: usize) -> Option<String> {
        let draft = &self.drafts[d];
        let rebels = draft.event_type == EventType::Assault
            && draft.recipients.is_empty()
            && draft.actors.iter().all(|a| {
                matches!(
                    a.entity.code.sectors.first(),
                    Some(Sector::Reb | Sector::Crm | Sector::Uaf | Sector::Prm)
                )
            });
        let hit = self.tree.objects(draft.head).iter().any(|&t| {
            self.in_class("building", t)
                || self.in_class("outpost", t)
                || self.in_class("market", t)
        });
        self.who.main_country().filter(|_| rebels && hit).map(str::to_owned)
    }

    /// The first named place below the act that a preposition of `ways` leads to, and its country.
    pub(crate) fn country_reached(
        &self,
        head: TokenIdx,
        ways: &[&str],
    ) -> Option<(TokenIdx, String)> {
        let tree = self.tree;
        let mut open: Vec<(TokenIdx, u8, bool)> = vec![(head, 0, false)];
        let mut next = 0;
        while next < open.len() {
            let (t, depth, led) = open[next];
            next += 1;
            if led && let Some(country) = self.who.country_of_place(t) {
                return Some((t, country));
            }
            if depth >= 3 {
                continue;
            }
            for &k in tree.kids(t) {
                let by = tree.preposition(k);
                let leads =
                    by.as_deref().is_some_and(|p| ways.contains(&p) || led && AT.contains(&p));
                match tree.rel(k) {
                    Deprel::Obj | Deprel::NsubjPass if depth == 0 => open.push((k, 1, false)),
                    Deprel::Obl | Deprel::Nmod | Deprel::Advmod if leads => {
                        open.push((k, depth + 1, true));
                    }
                    // "Tonnes of grain to Kadugli".
                    Deprel::Nmod if depth == 1 && !led && by.as_deref() == Some("of") => {
                        open.push((k, 2, false));
                    }
                    // "The port of Derna", "south of Aleppo".
                    Deprel::Obl | Deprel::Nmod if by.as_deref() == Some("of") && led => {
                        open.push((k, depth + 1, true));
                    }
                    Deprel::Advmod | Deprel::Amod if is_bearing(tree.lemma(k)) => {
                        open.push((k, depth + 1, true));
                    }
                    Deprel::Appos if led => open.push((k, depth + 1, true)),
                    _ => {}
                }
            }
        }
        None
    }
}

fn is_bearing(lemma: &str) -> bool {
    matches!(lemma, "north" | "south" | "east" | "west" | "outside" | "inside")
}
