//! A document's words in, name tags out: a table of weights and the best sequence.
//!
//! A conditional random field whose features are hashed into the table, without keys; the
//! network's own scores are added in a fixed share. All sums are whole numbers, in 256ths.
//!
//! ```text
//! "DMNAMES1"  classes  words  bits of a slot  256ths of a step  share of the network in 256ths (u32)
//! each class: middle class, wide class (u16), mostly names (u8)
//! each word:  key of the form (u32), class (u16), frequency (u8)
//! 10 x 9 transitions (i16); 2^bits x 9 weights (i8)
//! ```
//!
//! Reference: Lafferty, McCallum & Pereira 2001; Weinberger et al. 2009 (hashed features).

use std::sync::OnceLock;

use knowledge::Knowledge;
use model::NameKind;

use super::{
    classes::{Class, Classes},
    network::Network,
    reader::Reader,
    sequence::Sequences,
    signs::{Line, Signs},
};
use crate::syntax::{digest, shape::NAME_TAGS};

/// First bytes of a model file.
pub const MAGIC: &[u8; 8] = b"DMNAMES1";

/// Tag of one word: the kind of its name, and whether the name begins there.
pub type NameTag = Option<(NameKind, bool)>;

/// Where the best sequence of a sentence leads the next by less, in 256ths, its names are in doubt.
const DOUBT: i32 = 768;

/// What no word that may not be in a name can reach.
const NEVER: i32 = -1_000_000;

/// The tagger.
#[derive(Debug)]
pub struct Names {
    version: String,
    classes: Classes,
    bits: u32,
    step: i32,
    share: i32,
    sequences: Sequences,
    weights: Vec<[i8; NAME_TAGS]>,
    network: Option<&'static Network>,
    /// Asks the encoder in doubt.
    careful: bool,
}

impl Names {
    /// The model that ships with the program, read on the first call.
    pub fn embedded() -> &'static Names {
        static EMBEDDED: OnceLock<Names> = OnceLock::new();
        static BYTES: &[u8] = include_bytes!("../../../../models/en/names.bin");
        EMBEDDED.get_or_init(|| {
            let names = Names::load(BYTES).expect("the shipped model is well formed");
            let names =
                names.with(Network::embedded()).expect("the shipped models belong together");
            Names { version: names.version_with(Reader::version()), careful: true, ..names }
        })
    }

    /// The same table with a network whose sums are added; none if the two have not as many words, since
    /// the network's rows are the table's words in their order.
    pub fn with(self, network: &'static Network) -> Option<Names> {
        if network.n_words() != self.classes.n_words() {
            return None;
        }
        let version = self.version_with(network.version());
        Some(Names { version, network: Some(network), ..self })
    }

    /// A digest of the version and that of a further model.
    fn version_with(&self, model: &str) -> String {
        format!("{:016x}", digest(format!("{}{model}", self.version).as_bytes()))
    }

    /// Reads a model file, without a network; none if it is not one, or cut short.
    pub fn load(bytes: &[u8]) -> Option<Names> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let [n_classes, n_words, bits, step, share] = numbers::<5>(&mut rest)?;
        if bits > 24 {
            return None;
        }
        let mut wider = Vec::new();
        for _ in 0..n_classes {
            let [a, b, c, d, named] = take::<5>(&mut rest)?;
            wider.push((u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]), named == 1));
        }
        let mut words = Vec::new();
        for row in 1..=n_words {
            let [a, b, c, d, e, f, frequency] = take::<7>(&mut rest)?;
            let class = u16::from_le_bytes([e, f]);
            let &(middle, wide, named) = wider.get(usize::from(class))?;
            let class = Class { class, middle, wide, row, frequency, named };
            words.push((u32::from_le_bytes([a, b, c, d]), class));
        }
        let mut transitions = [[0; NAME_TAGS]; NAME_TAGS + 1];
        for cell in transitions.iter_mut().flatten() {
            *cell = i32::from(i16::from_le_bytes(take::<2>(&mut rest)?));
        }
        let mut weights = Vec::with_capacity(1 << bits);
        for _ in 0..1_usize << bits {
            weights.push(take::<NAME_TAGS>(&mut rest)?.map(|b| b as i8));
        }
        Some(Names {
            version: format!("{:016x}", digest(bytes)),
            classes: Classes::new(words.into_iter()),
            bits,
            step: step as i32,
            share: share as i32,
            sequences: Sequences { transitions },
            weights,
            network: None,
            careful: false,
        })
    }

    /// Sixteen hexadecimal digits that change with the model.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Classes of words that the model was learnt with.
    pub fn classes(&self) -> &Classes {
        &self.classes
    }

    /// Tags a document: one tag for each word of each sentence. What is in doubt is read by the encoder where the
    /// document is no `report`.
    pub fn tag(
        &self,
        document: &[Line<'_>],
        knowledge: &Knowledge,
        report: bool,
    ) -> Vec<Vec<NameTag>> {
        let signs = Signs::read(document, &self.classes, knowledge);
        let lines = document.iter().enumerate();
        let mut rows: Vec<Vec<_>> = lines.map(|(l, line)| self.scores(&signs, l, line)).collect();
        if let Some(network) = self.network {
            network.add(document, &signs, &mut rows);
        }
        if self.careful && !report {
            let sequences = &self.sequences;
            let doubtful = |rows: &Vec<_>| sequences.lead(rows) < DOUBT;
            let asked: Vec<bool> = rows.iter().map(doubtful).collect();
            if asked.contains(&true) {
                let candidate = |l: usize, i: usize| signs.lines[l][i].candidate;
                Reader::embedded().add(document, &asked, candidate, &mut rows);
            }
        }
        let best = |rows: &Vec<_>| self.sequences.best(rows).into_iter().map(tag).collect();
        rows.iter().map(best).collect()
    }

    fn scores(&self, signs: &Signs, l: usize, line: &Line<'_>) -> Vec<[i32; NAME_TAGS]> {
        let words = signs.lines[l].iter().zip(line.words).enumerate();
        words
            .map(|(i, (traits, word))| {
                let mut row = [0; NAME_TAGS];
                if !traits.candidate {
                    row[1..].fill(NEVER);
                    return row;
                }
                signs.each(l, i, &mut |_, key| {
                    let weights = &self.weights[(key >> (32 - self.bits)) as usize];
                    for (sum, &weight) in row.iter_mut().zip(weights) {
                        *sum += i32::from(weight);
                    }
                });
                for (sum, &score) in row.iter_mut().zip(&word.name_scores) {
                    *sum = *sum * self.step + ((i32::from(score) * self.share) >> 8);
                }
                row
            })
            .collect()
    }
}

fn tag(number: usize) -> NameTag {
    let kind = number.checked_sub(1)? / 2;
    Some((*NameKind::ALL.get(kind)?, !number.is_multiple_of(2)))
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, left) = rest.split_first_chunk::<N>()?;
    *rest = left;
    Some(*taken)
}

fn numbers<const N: usize>(rest: &mut &[u8]) -> Option<[u32; N]> {
    let mut all = [0; N];
    for n in &mut all {
        *n = u32::from_le_bytes(take::<4>(rest)?);
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_file_is_refused() {
        assert!(Names::load(b"DMNAMES1").is_none());
        assert!(Names::load(b"something else").is_none());
    }
}
