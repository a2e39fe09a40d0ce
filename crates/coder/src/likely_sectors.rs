//! Sides with their countries in, the sector that each acts for out.
//!
//! Rules take a sector from the words that name somebody, from what is known of them at the day, or
//! from whoever else stands nearby; "the Iranians", "he" and sides told by their country alone are
//! often left with none, or with a neighbour's. A small fitted table (`models/en/sectors.tsv`) weighs
//! every sector, and none, by what the rules say and how they came to it, by the type of the act, by
//! the other side, and by whom else of that country the story names. Only a sector much likelier than
//! that of the rules takes its place; `why` says so.
//!
//! "Unions", "soldiers", "lawmakers": what a noun or a pronoun of the text says of somebody who is
//! neither of a government nor any citizen stands; "the Supreme Court" stays with the state.
//!
//! It looks at no word of a text but those of our own lists, never changes a country, a type or a
//! status, and leaves texts of fewer than five sentences be.

mod tell;

use std::sync::OnceLock;

use model::{Analysis, Document, Event, Sector};

use crate::{compose::Composer, likely_sides::cast::Cast, weights::Weights};

/// The label of sides that are a country and nothing more.
pub const NONE: &str = "NONE";

/// How much likelier another sector has to be, as a difference of sums.
const MARGIN: f32 = 0.65;

/// Somebody on one side of an act, and what speaks for the sectors they may act for.
#[derive(Clone, Debug)]
pub struct Acting {
    /// Index of the event.
    pub event: usize,
    /// Whether the side is the recipients, not the actors.
    pub is_recipient: bool,
    /// Their country; `-` where none is known.
    pub country: String,
    /// Their first sector by the rules, or [`NONE`].
    pub sector: &'static str,
    /// What is known of them and of the act; one told twice counts twice.
    pub features: Vec<String>,
}

fn table() -> &'static Weights {
    static TABLE: OnceLock<Weights> = OnceLock::new();
    TABLE.get_or_init(|| Weights::read(include_str!("../../../models/en/sectors.tsv")))
}

impl Composer<'_, '_, '_> {
    /// Weighs the sectors of everybody on a side of an act that is kept.
    pub(crate) fn weigh_sectors(&mut self, cast: &Cast) {
        let table = table();
        let mut taken = Vec::new();
        let open = |d: &usize| !self.drafts[*d].dropped && self.drafts[*d].happening.is_none();
        for d in (0..self.drafts.len()).filter(open) {
            let mut scene = None;
            for is_recipient in [false, true] {
                for (n, p) in self.drafts[d].side(is_recipient).iter().enumerate() {
                    let scene = scene.get_or_insert_with(|| self.scene(d));
                    if self.says_sector(scene, p) {
                        continue;
                    }
                    let mut sums = table.sums();
                    self.tell_acting(scene, is_recipient, p, cast, &mut sums);
                    let kept = first_sector(&p.entity);
                    let is_state = self.is_of_state(scene, p);
                    let may = |l: &str| !is_state || l.parse::<Sector>().is_ok_and(tell::state);
                    let sums = table.labels().iter().zip(sums.all()).filter(|(l, _)| may(l));
                    // Unknown is no sector: any is likelier.
                    let kept = if kept == Sector::Unk.as_str() { NONE } else { kept };
                    let of_kept = sums.clone().find(|(l, _)| *l == kept).map(|(_, s)| *s);
                    let Some(best) = sums.max_by(|a, b| a.1.total_cmp(b.1)) else { continue };
                    if of_kept.is_some_and(|s| *best.1 > s + MARGIN) {
                        taken.push((d, is_recipient, n, best.0.parse::<Sector>().ok()));
                    }
                }
            }
        }
        for (d, is_recipient, n, sector) in taken {
            let draft = &mut self.drafts[d];
            let sectors = &mut draft.side_mut(is_recipient)[n].entity.code.sectors;
            match sector {
                None => sectors.clear(),
                Some(s) if sectors.contains(&s) => sectors.sort_by_key(|x| *x != s),
                Some(s) => *sectors = vec![s],
            }
            let side = if is_recipient { "recipient" } else { "actor" };
            draft.why.push(format!("sector of the {side} likelier than by the rules"));
        }
    }
}

pub(super) fn first_sector(entity: &model::Entity) -> &'static str {
    entity.code.sectors.first().map_or(NONE, |s| s.as_str())
}

/// The events of a document with the sectors that the rules give, not dated, and everybody on a side
/// of each ([`Acting::event`] is an index into them; actors before recipients), for fitting the table.
pub fn of_document(
    document: &Document,
    analysis: &Analysis,
    knowledge: &knowledge::Knowledge,
) -> (Vec<Event>, Vec<Acting>) {
    crate::guessed(document, analysis, knowledge, |tree, who, mut composer| {
        let cast = composer.cast();
        composer.weigh_sides(&cast);
        let mut told: Vec<(usize, Acting)> = Vec::new();
        for d in (0..composer.drafts.len()).filter(|&d| !composer.drafts[d].dropped) {
            let scene = composer.scene(d);
            for is_recipient in [false, true] {
                for p in composer.drafts[d].side(is_recipient) {
                    let mut features = Vec::new();
                    composer.tell_acting(&scene, is_recipient, p, &cast, &mut features);
                    let country = p.entity.code.country.clone().unwrap_or_else(|| "-".to_owned());
                    let sector = first_sector(&p.entity);
                    told.push((d, Acting { event: 0, is_recipient, country, sector, features }));
                }
            }
        }
        crate::undated(tree, who, document, composer.drafts, told, |acting, event| {
            acting.event = event;
        })
    })
}
