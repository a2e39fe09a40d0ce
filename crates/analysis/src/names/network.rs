//! Words that may be in a name in, sums for each name tag out: a small network beside the table.
//!
//! What the table's signs cannot say of a word it never met, vectors can: "Baguio" lies near other
//! towns, and elsewhere in the document "in" stands before it. The network looks at the vectors and
//! looks of five words, at the governor's vector, at endings, at the company of the form's other
//! places, and at what the document is about. Its sums are added to the table's.

use std::sync::OnceLock;

use model::{Deprel, Upos, Xpos};

use super::signs::{Line, Signs};
use crate::syntax::{
    ModelError, digest,
    file::{Data, ModelFile},
    kernel::{Linear, Rounded, WORDS, leaky},
    shape::NAME_TAGS,
};

/// Numbers of a word vector.
const VECTOR: usize = 32;

/// Words looked at: two before, the word, two behind.
const NEAR: usize = 5;

/// Ways a form is written; see [`casing`].
const CASINGS: usize = 9;

/// Rows of the table of beginnings and endings.
const GRAMS: usize = 4096;

/// Beginnings and endings of a word.
const N_GRAMS: usize = 8;

/// Codes of known names and of places, with none.
const KNOWN: usize = 128;
const PLACES: usize = 16;

/// Widths of the small tables: casing, part of speech, known name, place, finer tag, relation, grams.
const TABLES: [usize; 7] = [8, 8, 8, 6, 8, 8, 32];

/// Numbers of one of the five words.
const WORD: usize = VECTOR + TABLES[0] + TABLES[1] + TABLES[2] + TABLES[3];

/// One of each: how often elsewhere with a capital (0 to 3), how often small (0 to 2), case of the
/// sentence (0 to 4).
const FLAGS: usize = 12;

/// Numbers of the input: five words, governor, endings, flags, document, company before and behind,
/// tag, relation.
const INPUT: usize = NEAR * WORD + VECTOR + TABLES[6] + FLAGS + 3 * VECTOR + TABLES[4] + TABLES[5];

/// Words that go through the network together.
const BATCH_WORDS: usize = 256;

/// What the network sees of one word. Rows of vectors count from 1; 0 is no vector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Vector, casing, part of speech, known name, place of each of the five words.
    pub near: [[u32; 5]; NEAR],
    /// Vector of the governor.
    pub head: u32,
    /// Finer tag and relation.
    pub tags: [u32; 2],
    /// Rows of beginnings and endings.
    pub grams: [u32; N_GRAMS],
    /// Which of the flags are set.
    pub flags: [u32; 3],
    /// Vectors before and behind the form's other places.
    pub others: Vec<[u32; 2]>,
}

/// What there is to see of word `i` of sentence `l`, which may be in a name.
pub fn looks(line: &Line<'_>, signs: &Signs, l: usize, i: usize) -> Looks {
    let all = &signs.lines[l];
    let mut out = Looks::default();
    for (d, near) in out.near.iter_mut().enumerate() {
        let Some(k) = (i + d).checked_sub(NEAR / 2).filter(|k| *k < all.len()) else { continue };
        let x = &all[k];
        *near = [x.row, casing(line.forms[k]), x.upos, x.known, x.place];
    }
    let w = &all[i];
    let head = (line.words[i].head as usize).checked_sub(1);
    out.head = head.map_or(0, |h| all[h].row);
    out.tags = [w.xpos, w.deprel];
    let [_, p2, p3, p4] = w.prefix;
    let [_, s2, s3, s4] = w.suffix;
    out.grams = [p2, p3, p4, s2, s3, s4, w.lower, w.exact.rotate_left(7)].map(|h| h % GRAMS as u32);
    let [inside, small] = signs.elsewhere(l, i);
    out.flags = [inside.min(3), 4 + small.min(2), 7 + signs.cases[l]];
    out.others = signs
        .others(l, i)
        .map(|(ol, oi)| {
            let (other, oi) = (&signs.lines[ol as usize], oi as usize);
            [oi.checked_sub(1).map_or(0, |k| other[k].row), other.get(oi + 1).map_or(0, |x| x.row)]
        })
        .collect();
    out
}

/// How a form is written: 1 with digits, 2 with neither digits nor letters, 3 small, 4 one large
/// letter, 5 all large, 6 the first large, 7 and more than the first, 8 others; 0 is past the edge.
fn casing(form: &str) -> u32 {
    let mut letters = form.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else {
        return if form.chars().any(char::is_numeric) { 1 } else { 2 };
    };
    let (mut n, mut large) = (1, usize::from(first.is_uppercase()));
    for c in letters {
        n += 1;
        large += usize::from(c.is_uppercase());
    }
    match (n, large) {
        (_, 0) => 3,
        (1, _) => 4,
        (n, large) if n == large => 5,
        (_, 1) if first.is_uppercase() => 6,
        _ if first.is_uppercase() => 7,
        _ => 8,
    }
}

/// The network.
pub struct Network {
    version: String,
    /// Vectors of the table's words, in its order, with a scale each.
    scales: Vec<f32>,
    cells: Vec<i8>,
    tables: [Vec<f32>; 7],
    layers: [Linear; 3],
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Network({})", self.version)
    }
}

impl Network {
    /// The model that ships with the program, read on the first call.
    pub fn embedded() -> &'static Network {
        static EMBEDDED: OnceLock<Network> = OnceLock::new();
        static BYTES: &[u8] = include_bytes!("../../../../models/en/names-network.bin");
        EMBEDDED.get_or_init(|| Network::load(BYTES).expect("the shipped model is well formed"))
    }

    /// Reads a model file, of the format of [`crate::syntax::file`].
    ///
    /// # Errors
    /// If the bytes are not a model file of this network.
    pub fn load(bytes: &[u8]) -> Result<Network, ModelError> {
        let mut file = ModelFile::from_bytes(bytes)?;
        let (width, inner) = (file.shape.width, file.shape.arc);
        if !inner.is_multiple_of(16) {
            return Err(ModelError::Malformed("header".to_owned()));
        }
        let n_words = file.parts.iter().find(|p| p.name == "words").map_or(0, |p| p.rows);
        let Data::I8(scales, cells) = file.take("words", n_words, VECTOR)? else {
            return Err(ModelError::Malformed("words".to_owned()));
        };
        let mut take = |name: &str, rows: usize, columns: usize| {
            file.take(name, rows, columns).map(|data: Data| data.into_f32(columns))
        };
        let tables = [
            take("casing", CASINGS, TABLES[0])?,
            take("upos", 1 + Upos::ALL.len(), TABLES[1])?,
            take("known", KNOWN, TABLES[2])?,
            take("place", PLACES, TABLES[3])?,
            take("xpos", 1 + Xpos::ALL.len(), TABLES[4])?,
            take("deprel", 1 + Deprel::ALL.len(), TABLES[5])?,
            take("grams", GRAMS, TABLES[6])?,
        ];
        let mut linear = |name: &str, outputs: usize, inputs: usize| {
            let weight = take(&format!("{name}.weight"), outputs, inputs)?;
            let bias = take(&format!("{name}.bias"), outputs, 1)?;
            Ok(Linear::new(&weight, &bias, inputs))
        };
        let layers = [
            linear("first", width, INPUT)?,
            linear("second", inner, width)?,
            linear("tags", NAME_TAGS, inner)?,
        ];
        Ok(Network { version: format!("{:016x}", digest(bytes)), scales, cells, tables, layers })
    }

    /// How many words have a vector.
    pub fn n_words(&self) -> usize {
        self.scales.len()
    }

    /// Sixteen hexadecimal digits that change with the model.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Adds the network's sums, in 256ths, for the words that may be in a name.
    pub(super) fn add(
        &self,
        document: &[Line<'_>],
        signs: &Signs,
        sums: &mut [Vec<[i32; NAME_TAGS]>],
    ) {
        let about = self.mean(signs.lines.iter().flatten().map(|x| x.row));
        let lines = signs.lines.iter().enumerate();
        let places: Vec<(usize, usize)> = lines
            .flat_map(|(l, all)| (0..all.len()).map(move |i| (l, i)))
            .filter(|&(l, i)| signs.lines[l][i].candidate)
            .collect();
        let (mut x, mut y, mut rounded) = (Vec::new(), Vec::new(), Rounded::default());
        for places in places.chunks(BATCH_WORDS) {
            x.clear();
            for &(l, i) in places {
                self.enter(&looks(&document[l], signs, l, i), &about, &mut x);
            }
            x.resize(places.len().next_multiple_of(WORDS) * INPUT, 0.0);
            let mut inputs = INPUT;
            for (n, layer) in self.layers.iter().enumerate() {
                rounded.read(&x, inputs);
                layer.apply(&rounded, &mut y);
                if n + 1 < self.layers.len() {
                    x.clear();
                    x.extend(y.iter().map(|y| leaky(*y)));
                }
                inputs = layer.stride();
            }
            for (&(l, i), y) in places.iter().zip(y.chunks_exact(inputs)) {
                for (sum, y) in sums[l][i].iter_mut().zip(y) {
                    *sum += (y * 256.0).round() as i32;
                }
            }
        }
    }

    fn enter(&self, looks: &Looks, about: &[f32; VECTOR], x: &mut Vec<f32>) {
        let table = |n: usize, row: u32| {
            let (from, width) = (row as usize * TABLES[n], TABLES[n]);
            self.tables[n].get(from..from + width).unwrap_or(&self.tables[n][..width])
        };
        for near in &looks.near {
            x.extend(self.vector(near[0]));
            for n in 0..4 {
                x.extend(table(n, near[n + 1]));
            }
        }
        x.extend(self.vector(looks.head));
        let mut grams = [0.0; TABLES[6]];
        for &gram in &looks.grams {
            grams.iter_mut().zip(table(6, gram)).for_each(|(sum, x)| *sum += x);
        }
        x.extend(grams);
        let mut flags = [0.0; FLAGS];
        looks.flags.iter().for_each(|&flag| flags[flag as usize] = 1.0);
        x.extend(flags);
        x.extend(about);
        for side in 0..2 {
            x.extend(self.company(&looks.others, side));
        }
        x.extend(table(4, looks.tags[0]));
        x.extend(table(5, looks.tags[1]));
    }

    /// Vector of a row; zeros for none.
    fn vector(&self, row: u32) -> [f32; VECTOR] {
        let mut out = [0.0; VECTOR];
        let Some(row) = (row as usize).checked_sub(1) else { return out };
        if let (Some(scale), Some(cells)) =
            (self.scales.get(row), self.cells.get(row * VECTOR..(row + 1) * VECTOR))
        {
            out.iter_mut().zip(cells).for_each(|(x, &cell)| *x = f32::from(cell) * scale);
        }
        out
    }

    /// Mean of the vectors of the words that have one.
    fn mean(&self, rows: impl Iterator<Item = u32>) -> [f32; VECTOR] {
        let (mut sum, mut n) = ([0.0; VECTOR], 0.0_f32);
        for row in rows.filter(|&row| row > 0) {
            sum.iter_mut().zip(self.vector(row)).for_each(|(sum, x)| *sum += x);
            n += 1.0;
        }
        sum.map(|x| x / n.max(1.0))
    }

    /// Mean of the vectors on one side of a form's other places; one without a vector counts, too.
    fn company(&self, others: &[[u32; 2]], side: usize) -> [f32; VECTOR] {
        let mut sum = [0.0; VECTOR];
        for other in others {
            sum.iter_mut().zip(self.vector(other[side])).for_each(|(sum, x)| *sum += x);
        }
        sum.map(|x| x / (others.len().max(1)) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart_by_their_capitals() {
        let forms = ["1998", ",", "paris", "A", "NATO", "Paris", "McDonald", "iPhone"];
        assert_eq!(forms.map(casing), [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn a_cut_file_is_refused() {
        assert!(Network::load(b"DMSYNTX1").is_err());
    }
}
