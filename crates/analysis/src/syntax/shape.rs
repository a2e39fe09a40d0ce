//! Sizes of the network and the names of its parameters.

use model::{Deprel, NameKind, Upos, Xpos};

/// Classes of the signed distance from a word to its head; the last is the root's.
pub const DISTANCES: usize = 29;

/// Class of the distance from word `dependent` to word `head`, both counted from 0.
pub fn distance(dependent: usize, head: usize) -> usize {
    let gap = head.abs_diff(dependent);
    let class = match gap {
        0..=7 => gap.saturating_sub(1),
        8..=9 => 7,
        10..=12 => 8,
        13..=16 => 9,
        17..=22 => 10,
        23..=32 => 11,
        33..=50 => 12,
        _ => 13,
    };
    if head < dependent { class } else { class + 14 }
}

/// Class of the distance to the root.
pub const ROOT_DISTANCE: usize = DISTANCES - 1;

/// Name tags: outside, then begin and inside of each kind.
pub const NAME_TAGS: usize = 1 + 2 * NameKind::ALL.len();

/// Sizes that a model file states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Width of an embedding and of every layer's output; a multiple of 16.
    pub width: usize,
    /// Recurrent layers.
    pub layers: usize,
    /// Width of the arc scorer; a multiple of 8.
    pub arc: usize,
    /// Width of the relation scorer's hidden layer; a multiple of 8.
    pub label: usize,
}

/// Name and size of one parameter matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// As `layer0.w`.
    pub name: String,
    /// Rows (outputs).
    pub rows: usize,
    /// Columns (inputs); 1 for a vector.
    pub columns: usize,
}

/// Where each head's outputs stand in a row of the head matrix.
#[derive(Clone, Copy, Debug)]
pub struct Outputs {
    /// Arc scorer, the word as dependent.
    pub query: usize,
    /// Arc scorer, the word as head.
    pub key: usize,
    /// Preference for each class of distance.
    pub distance: usize,
    /// Relation scorer, the word as dependent.
    pub dependent: usize,
    /// Relation scorer, the word as head.
    pub governor: usize,
    /// Universal part of speech.
    pub upos: usize,
    /// Penn part of speech.
    pub xpos: usize,
    /// Name tags.
    pub names: usize,
    /// How many there are.
    pub len: usize,
}

impl Shape {
    /// Output offsets of the head matrix.
    pub fn outputs(&self) -> Outputs {
        let query = 0;
        let key = query + self.arc;
        let dependent = key + self.arc;
        let governor = dependent + self.label;
        let distance = governor + self.label;
        let upos = distance + DISTANCES;
        let xpos = upos + Upos::ALL.len();
        let names = xpos + Xpos::ALL.len();
        Outputs {
            query,
            key,
            distance,
            dependent,
            governor,
            upos,
            xpos,
            names,
            len: names + NAME_TAGS,
        }
    }

    /// The dense parameters in file order.
    pub fn tensors(&self) -> Vec<Tensor> {
        let mut list = Vec::new();
        let mut add = |name: String, rows, columns| list.push(Tensor { name, rows, columns });
        for layer in 0..self.layers {
            add(format!("layer{layer}.weight"), 3 * self.width, self.width);
            add(format!("layer{layer}.forget_bias"), self.width, 1);
            add(format!("layer{layer}.reset_bias"), self.width, 1);
            add(format!("layer{layer}.forget_state"), self.width, 1);
            add(format!("layer{layer}.reset_state"), self.width, 1);
        }
        let outputs = self.outputs().len;
        add("heads.weight".to_owned(), outputs, self.width);
        add("heads.bias".to_owned(), outputs, 1);
        add("arc.root".to_owned(), self.arc, 1);
        add("label.root".to_owned(), self.label, 1);
        add("label.distance".to_owned(), DISTANCES, self.label);
        add("label.weight".to_owned(), Deprel::ALL.len(), self.label);
        add("label.bias".to_owned(), Deprel::ALL.len(), 1);
        list
    }
}
