//! A document's words in, names of people, organisations, places and groups out.
//!
//! "Miramar was founded in 1888. [...] the town of Miramar" has a place twice: what speaks for a name
//! ([`signs`]) is weighed ([`tagger`], [`network`], and [`reader`] in doubt) together with what the network of syntax thinks,
//! over the whole document, and then brought in line with what is known ([`known`]). It never says who is meant.

mod agree;
mod candidates;
pub mod classes;
pub mod known;
mod lookup;
pub mod network;
mod personal;
mod reader;
mod sequence;
pub mod signs;
pub mod tagger;

use knowledge::Knowledge;
use model::Upos;

pub use self::{
    known::refine,
    sequence::may_follow,
    signs::Line,
    tagger::{NameTag, Names},
};

/// The name tags of a document: one for each word of each sentence.
pub fn find(document: &[Line<'_>], knowledge: &Knowledge) -> Vec<Vec<NameTag>> {
    find_by(Names::embedded(), document, knowledge)
}

/// The same by another tagger.
pub fn find_by(names: &Names, document: &[Line<'_>], knowledge: &Knowledge) -> Vec<Vec<NameTag>> {
    let report = !personal::is_personal(document, knowledge);
    let mut all = names.tag(document, knowledge, report);
    for (line, tags) in document.iter().zip(&mut all) {
        let upos: Vec<Upos> = line.words.iter().map(|w| w.upos).collect();
        refine(line.forms, &upos, tags, knowledge, report);
    }
    agree::spread(document, &mut all);
    all
}
