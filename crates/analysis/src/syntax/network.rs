//! The network: a bag of embeddings a word, recurrent layers in both directions, five heads.
//!
//! A layer is a simple recurrent unit (Lei et al. 2018): all its matrix products are taken for the
//! whole batch at once, and only element-wise work is left to do word after word.

use model::{Deprel, Upos, Xpos};
use wide::f32x8;

use super::{
    Word,
    features::{Keys, Lexicon},
    file::{Data, ModelError, ModelFile},
    kernel::{Linear, Rounded, WORDS, gates, leaky},
    names,
    seen::SeenForms,
    shape::{DISTANCES, NAME_TAGS, ROOT_DISTANCE, Shape, distance},
    tree::{ArcScores, best_tree},
};

/// Words among which heads are sought; a longer sentence is cut.
const SPAN_MAX: usize = 256;

/// Words that are weighed as heads of one word together: two registers of eight.
const BLOCK: usize = 16;

pub(super) struct Network {
    digest: u64,
    shape: Shape,
    lexicon: Lexicon,
    table: Vec<i8>,
    scales: Vec<f32>,
    layers: Vec<Layer>,
    heads: Linear,
    arc_root: Vec<f32>,
    label_root: Vec<f32>,
    label_distance: Vec<f32>,
    label: Linear,
}

struct Layer {
    weight: Linear,
    forget: Gate,
    reset: Gate,
}

struct Gate {
    bias: Vec<f32>,
    state: Vec<f32>,
}

/// Buffers that one thread reuses from sentence to sentence.
#[derive(Default)]
pub struct Scratch {
    seen: SeenForms,
    keys: Keys,
    rows: Vec<u32>,
    x: Vec<f32>,
    rounded: Rounded,
    y: Vec<f32>,
    state: Vec<f32>,
    key: Vec<f32>,
    query: Vec<f32>,
    arcs: Vec<f32>,
    hidden: Vec<f32>,
}

impl Network {
    /// `digest` changes with the file.
    pub(super) fn new(mut file: ModelFile, digest: u64) -> Result<Self, ModelError> {
        let shape = file.shape;
        let malformed = |name: &str| ModelError::Malformed(name.to_owned());
        let count = file.parts.iter().find(|part| part.name == "lexicon").map(|part| part.rows);
        let count = count.ok_or_else(|| malformed("lexicon"))?;
        let Data::U64(keys) = file.take("lexicon", count, 1)? else {
            return Err(malformed("lexicon"));
        };
        let Data::I8(scales, table) = file.take("embeddings", count + 1, shape.width)? else {
            return Err(malformed("embeddings"));
        };
        let mut take = |name: &str, rows: usize, columns: usize| {
            file.take(name, rows, columns).map(|data| data.into_f32(columns))
        };
        let width = shape.width;
        let mut layers = Vec::new();
        for layer in 0..shape.layers {
            let weight = take(&format!("layer{layer}.weight"), 3 * width, width)?;
            let mut vector = |name: &str| take(&format!("layer{layer}.{name}"), width, 1);
            layers.push(Layer {
                weight: Linear::new(&weight, &[], width),
                forget: Gate { bias: vector("forget_bias")?, state: vector("forget_state")? },
                reset: Gate { bias: vector("reset_bias")?, state: vector("reset_state")? },
            });
        }
        let outputs = shape.outputs().len;
        let relations = Deprel::ALL.len();
        Ok(Network {
            digest,
            shape,
            lexicon: Lexicon::new(keys),
            table,
            scales,
            layers,
            heads: Linear::new(
                &take("heads.weight", outputs, width)?,
                &take("heads.bias", outputs, 1)?,
                width,
            ),
            arc_root: take("arc.root", shape.arc, 1)?,
            label_root: take("label.root", shape.label, 1)?,
            label_distance: take("label.distance", DISTANCES, shape.label)?,
            label: Linear::new(
                &take("label.weight", relations, shape.label)?,
                &take("label.bias", relations, 1)?,
                shape.label,
            ),
        })
    }

    /// Annotates sentences one after the other into `out`; all their words go through the
    /// network together.
    pub(super) fn annotate<'a, 'b: 'a>(
        &self,
        sentences: impl Iterator<Item = &'a [&'b str]> + Clone,
        scratch: &mut Scratch,
    ) -> Vec<Vec<Word>> {
        let width = self.shape.width;
        let words: usize = sentences.clone().map(<[_]>::len).sum();
        self.enter(sentences.clone().flatten().copied(), words, scratch);
        for (depth, layer) in self.layers.iter().enumerate() {
            if depth > 0 {
                scratch.rounded.read(&scratch.x, width);
                layer.weight.apply(&scratch.rounded, &mut scratch.y);
            }
            let Scratch { seen, x, y, state, .. } = &mut *scratch;
            let stride = layer.weight.stride();
            let mut start = 0;
            for sentence in sentences.clone() {
                let end = start + sentence.len();
                let x = &mut x[start * width..end * width];
                match depth {
                    0 => layer.run(|word| seen.made(start + word, stride), x, state),
                    _ => layer.run(|word| &y[(start + word) * stride..][..stride], x, state),
                }
                start = end;
            }
        }
        scratch.rounded.read(&scratch.x, width);
        self.heads.apply(&scratch.rounded, &mut scratch.y);
        let mut start = 0;
        let mut out = Vec::new();
        let outputs = std::mem::take(&mut scratch.y);
        let stride = self.heads.stride();
        for sentence in sentences {
            let end = start + sentence.len();
            out.push(self.read_out(&outputs[start * stride..end * stride], scratch));
            start = end;
        }
        scratch.y = outputs;
        out
    }

    /// Fills `scratch.x` with the embeddings of the words and lets `scratch.seen` tell what the first
    /// layer makes of them.
    fn enter<'a>(&self, forms: impl Iterator<Item = &'a str>, words: usize, scratch: &mut Scratch) {
        let (width, layer) = (self.shape.width, &self.layers[0].weight);
        let rows = words.next_multiple_of(WORDS);
        let Scratch { seen, keys, rows: found, x, .. } = scratch;
        x.clear();
        x.resize(rows * width, 0.0);
        seen.prepare(self.digest, words);
        seen.read(forms, layer, width, |form, x| self.embed(form, x, keys, found), x);
    }

    fn embed(&self, form: &str, x: &mut [f32], keys: &mut Keys, found: &mut Vec<u32>) {
        keys.read(form);
        found.clear();
        self.lexicon.look_up(keys, found);
        for &row in &*found {
            let row = row as usize;
            let scale = self.scales[row];
            let vector = &self.table[row * x.len()..][..x.len()];
            for (x, &v) in x.iter_mut().zip(vector) {
                *x += f32::from(v) * scale;
            }
        }
    }

    /// Reads the heads' outputs of one sentence.
    fn read_out(&self, outputs: &[f32], scratch: &mut Scratch) -> Vec<Word> {
        let at = self.shape.outputs();
        let rows: Vec<&[f32]> = outputs.chunks_exact(self.heads.stride()).collect();
        let mut heads: Vec<u32> = Vec::with_capacity(rows.len());
        let mut first_root = 0;
        for (part, rows) in rows.chunks(SPAN_MAX).enumerate() {
            let offset = (part * SPAN_MAX) as u32;
            for (i, head) in self.arcs(rows, scratch).into_iter().enumerate() {
                heads.push(match head {
                    0 if part == 0 => {
                        first_root = i as u32 + 1;
                        0
                    }
                    // Each further part of an over-long sentence hangs on the first part's root.
                    0 => first_root,
                    head => offset + head,
                });
            }
        }
        let relations = self.relations(&rows, &heads, scratch);
        let names = names::best_names(rows.iter().map(|row| &row[at.names..][..NAME_TAGS]));
        let all = rows.iter().zip(heads).zip(relations).zip(names);
        all.map(|(((row, head), deprel), name)| Word {
            upos: Upos::ALL[largest(&row[at.upos..][..Upos::ALL.len()])],
            xpos: Xpos::ALL[largest(&row[at.xpos..][..Xpos::ALL.len()])],
            head,
            deprel,
            name,
            name_scores: std::array::from_fn(|i| in_256ths(row[at.names + i])),
        })
        .collect()
    }

    fn arcs(&self, rows: &[&[f32]], scratch: &mut Scratch) -> Vec<u32> {
        let at = self.shape.outputs();
        let arc = self.shape.arc;
        let n = rows.len();
        // Keys by blocks of columns, in a block by dimension; column 0 is the root.
        let columns = (n + 1).next_multiple_of(BLOCK);
        scratch.key.clear();
        scratch.key.resize(arc * columns, 0.0);
        for column in 0..=n {
            let block = &mut scratch.key[column / BLOCK * BLOCK * arc..][..BLOCK * arc];
            let keys = block.iter_mut().skip(column % BLOCK).step_by(BLOCK);
            match column.checked_sub(1) {
                None => keys.zip(&self.arc_root).for_each(|(key, root)| *key = *root),
                Some(word) => {
                    let row = &rows[word][at.key..][..arc];
                    keys.zip(row).for_each(|(key, x)| *key = leaky(*x));
                }
            }
        }
        scratch.arcs.clear();
        scratch.state.clear();
        scratch.state.resize(columns, 0.0);
        for (i, row) in rows.iter().enumerate() {
            scratch.query.clear();
            scratch.query.extend(row[at.query..][..arc].iter().map(|x| leaky(*x)));
            let blocks = scratch.key.chunks_exact(BLOCK * arc);
            for (sums, keys) in scratch.state.as_chunks_mut::<BLOCK>().0.iter_mut().zip(blocks) {
                *sums = products(&scratch.query, keys.as_chunks().0);
            }
            let sums = &mut scratch.state[..];
            let preference = &row[at.distance..][..DISTANCES];
            sums[0] += preference[ROOT_DISTANCE];
            for (j, sum) in sums[1..=n].iter_mut().enumerate() {
                *sum += preference[distance(i, j)];
            }
            scratch.arcs.extend(&sums[..=n]);
        }
        best_tree(&ArcScores { scores: &scratch.arcs, words: n })
    }

    fn relations(&self, rows: &[&[f32]], heads: &[u32], scratch: &mut Scratch) -> Vec<Deprel> {
        let at = self.shape.outputs();
        let size = self.shape.label;
        scratch.hidden.clear();
        scratch.hidden.resize(rows.len().next_multiple_of(WORDS) * size, 0.0);
        let places = scratch.hidden.chunks_exact_mut(size).zip(rows).zip(heads).enumerate();
        for (i, ((hidden, row), &head)) in places {
            let (governor, class) = match (head as usize).checked_sub(1) {
                None => (&self.label_root[..], ROOT_DISTANCE),
                Some(head) => (&rows[head][at.governor..][..size], distance(i, head)),
            };
            let dependent = &row[at.dependent..][..size];
            let by_distance = &self.label_distance[class * size..][..size];
            let parts = dependent.iter().zip(governor).zip(by_distance);
            for (hidden, ((d, g), l)) in hidden.iter_mut().zip(parts) {
                *hidden = leaky(d + g + l);
            }
        }
        scratch.rounded.read(&scratch.hidden, size);
        self.label.apply(&scratch.rounded, &mut scratch.state);
        let scores = scratch.state.chunks_exact(self.label.stride());
        scores
            .zip(heads)
            .map(|(scores, &head)| match head {
                0 => Deprel::Root,
                _ => Deprel::ALL[1 + largest(&scores[1..Deprel::ALL.len()])],
            })
            .collect()
    }
}

/// Sums of a query's products with the keys of a block, dimension after dimension, in registers.
#[inline]
fn products(query: &[f32], keys: &[[f32; BLOCK]]) -> [f32; BLOCK] {
    let mut sums = [f32x8::ZERO; 2];
    for (&query, keys) in query.iter().zip(keys) {
        let query = f32x8::splat(query);
        let (eights, _) = keys.as_chunks::<8>();
        sums[0] += query * f32x8::new(eights[0]);
        sums[1] += query * f32x8::new(eights[1]);
    }
    bytemuck::cast(sums)
}

impl Layer {
    /// Runs one sentence: `u` tells candidate, forget and reset of each word, `x` becomes the
    /// output. The first half of the units reads forwards, the second half backwards.
    fn run<'u>(&self, u: impl Fn(usize) -> &'u [f32], x: &mut [f32], state: &mut Vec<f32>) {
        let width = self.forget.bias.len();
        let words = x.len() / width;
        state.clear();
        state.resize(width, 0.0);
        for step in 0..words {
            for (word, half) in [(step, 0), (words - 1 - step, width / 2)] {
                let part = half..half + width / 2;
                let (candidate, gates) = u(word)[..3 * width].split_at(width);
                let (forget, reset) = gates.split_at(width);
                let x = &mut x[word * width..][part.clone()];
                recur(
                    x,
                    &mut state[part.clone()],
                    [&candidate[part.clone()], &forget[part.clone()], &reset[part.clone()]],
                    [&self.forget.bias[part.clone()], &self.forget.state[part.clone()]],
                    [&self.reset.bias[part.clone()], &self.reset.state[part]],
                );
            }
        }
    }
}

/// One step of a word's units, eight at a time.
#[inline]
fn recur(
    x: &mut [f32],
    state: &mut [f32],
    u: [&[f32]; 3],
    forget: [&[f32]; 2],
    reset: [&[f32]; 2],
) {
    let (x, state) = (x.as_chunks_mut::<8>().0, state.as_chunks_mut::<8>().0);
    let n = x.len();
    let [candidate, u_forget, u_reset] = u.map(|row| &row.as_chunks().0[..n]);
    let [forget_bias, forget_state] = forget.map(|row| &row.as_chunks().0[..n]);
    let [reset_bias, reset_state] = reset.map(|row| &row.as_chunks().0[..n]);
    let at = |rows: &[[f32; 8]], i: usize| f32x8::new(rows[i]);
    for (i, (x, state)) in x.iter_mut().zip(state).enumerate() {
        let (before, candidate) = (f32x8::new(*state), at(candidate, i));
        let f = gates(at(u_forget, i) + at(forget_bias, i) + at(forget_state, i) * before);
        let r = gates(at(u_reset, i) + at(reset_bias, i) + at(reset_state, i) * before);
        let after = candidate + f * (before - candidate);
        *state = after.to_array();
        let own = f32x8::new(*x);
        *x = (own + r * (after - own)).to_array();
    }
}

/// Cut to whole 256ths.
fn in_256ths(score: f32) -> i16 {
    (score * 256.0) as i16
}

/// Index of the largest number, the first among equals.
fn largest(numbers: &[f32]) -> usize {
    let mut best = 0;
    for (i, number) in numbers.iter().enumerate() {
        if *number > numbers[best] {
            best = i;
        }
    }
    best
}
