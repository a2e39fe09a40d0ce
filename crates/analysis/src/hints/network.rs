//! The network of hints: embeddings, layers over neighbours in the sentence and in the tree, heads.

use std::ops::Range;

use knowledge::vectors::WordVectors;
use model::{
    Analysis, Deprel, EventType, Hint, LINK_WIDTH, LinkNumbers, NameKind, Party, Quote, QuoteKind,
    Sentence, SideChances, Token, Upos, Xpos,
};

use super::look::{Kids, LOOKS, NO_ROW, Order, look};
use crate::syntax::{
    ModelError,
    file::{Data, ModelFile},
    kernel::{Linear, Rounded, WORDS, leaky},
};

/// Numbers of a word vector.
const VECTOR: usize = 100;

/// Rows of the table of endings; the first is not used.
const ENDINGS: usize = 1024;

/// Characters of an ending.
const N_ENDING: usize = 3;

/// Widths of the small tables: part of speech, finer tag, relation, name, ending.
const TABLES: [usize; 5] = [8, 12, 20, 6, 12];

/// Vector, small tables, whether quoted, whether the word has no vector; made even.
const ENTRY: usize =
    (VECTOR + TABLES[0] + TABLES[1] + TABLES[2] + TABLES[3] + TABLES[4] + 2).next_multiple_of(2);

/// Words that go through the network together, unless a sentence has more.
const BATCH_WORDS: usize = 256;

/// Outputs: no act, the types, told as done, numbers for links, then the parties of actors and of
/// recipients, whether each is of the story's country, and whether both are of one.
const N_TYPES: usize = EventType::ALL.len();
const ASSERTED: usize = N_TYPES + 1;
const ACT: usize = ASSERTED + 1;
const SOMEBODY: usize = ACT + 2 * LINK_WIDTH;
const ACT_ALONE: usize = SOMEBODY + 2 * LINK_WIDTH;
const SOMEBODY_ALONE: usize = ACT_ALONE + 2;
const N_PARTIES: usize = Party::ALL.len();
const PARTIES: usize = SOMEBODY_ALONE + 2;
const OF_MAIN: usize = PARTIES + 2 * N_PARTIES;
const AT_HOME: usize = OF_MAIN + 2;
const OUTPUTS: usize = AT_HOME + 1;

pub(super) struct Network {
    width: usize,
    /// Vectors that were learnt, one for each word of [`WordVectors`], the first for all others.
    scales: Vec<f32>,
    cells: Vec<i8>,
    tables: [Vec<f32>; 5],
    enter: Linear,
    /// What a sentence and what a document are about.
    about: [Linear; 2],
    layers: Vec<(Linear, Vec<f32>)>,
    heads: Linear,
}

/// Buffers that one thread reuses from document to document.
#[derive(Default)]
pub(crate) struct Scratch {
    x: Vec<f32>,
    y: Vec<f32>,
    h: Vec<f32>,
    kids: Vec<f32>,
    rounded: Rounded,
}

/// What is known of each word before the network reads it.
struct Words<'a> {
    tokens: &'a [Token],
    /// Row of its vector; 0 where there is none.
    rows: Vec<u32>,
    endings: Vec<usize>,
    quoted: Vec<bool>,
}

impl Network {
    pub(super) fn new(mut file: ModelFile) -> Result<Self, ModelError> {
        let (width, layers) = (file.shape.width, file.shape.layers);
        let n_words = WordVectors::embedded().n_words() + 1;
        let Data::I8(scales, cells) = file.take("words", n_words, VECTOR)? else {
            return Err(ModelError::Malformed("words".to_owned()));
        };
        let mut take = |name: &str, rows: usize, columns: usize| {
            file.take(name, rows, columns).map(|data| data.into_f32(columns))
        };
        let tables = [
            take("upos", 1 + Upos::ALL.len(), TABLES[0])?,
            take("xpos", 1 + Xpos::ALL.len(), TABLES[1])?,
            take("deprel", 1 + Deprel::ALL.len(), TABLES[2])?,
            take("name", 1 + 2 * NameKind::ALL.len(), TABLES[3])?,
            take("ending", ENDINGS, TABLES[4])?,
        ];
        let mut linear = |name: &str, outputs: usize, inputs: usize, bias: bool| {
            let weight = take(&format!("{name}.weight"), outputs, inputs)?;
            let bias = if bias { take(&format!("{name}.bias"), outputs, 1)? } else { Vec::new() };
            Ok(Linear::new(&weight, &bias, inputs))
        };
        let enter = linear("enter", width, ENTRY, true)?;
        let about =
            [linear("sentence", width, VECTOR, false)?, linear("document", width, VECTOR, false)?];
        let weights = (0..layers)
            .map(|n| linear(&format!("layer{n}"), width, LOOKS * width, true))
            .collect::<Result<Vec<Linear>, ModelError>>()?;
        let heads = linear("heads", OUTPUTS, width, true)?;
        let gains = (0..layers)
            .map(|n| take(&format!("layer{n}.gain"), width, 1))
            .collect::<Result<Vec<_>, ModelError>>()?;
        let layers = weights.into_iter().zip(gains).collect();
        Ok(Network { width, scales, cells, tables, enter, about, layers, heads })
    }

    pub(super) fn run(&self, text: &str, analysis: &Analysis, scratch: &mut Scratch) -> Vec<Hint> {
        let Analysis { tokens, sentences, quotes, .. } = analysis;
        let words = Words::new(text, tokens, quotes);
        let content = |s: &Sentence| Content::of(&words, s.first.at()..s.end.at());
        let contents: Vec<Content> = sentences.iter().map(content).collect();
        let document = Content::of_all(&contents).mean();
        let mut contents = contents.as_slice();
        let mut out = Vec::with_capacity(tokens.len());
        let mut rest = sentences.as_slice();
        while !rest.is_empty() {
            let mut n = 0;
            let fits = |s: &&Sentence| {
                n += (s.end.0 - s.first.0) as usize;
                n <= BATCH_WORDS
            };
            let count = rest.iter().take_while(fits).count().max(1);
            let (batch, later) = rest.split_at(count);
            let (about, of_later) = contents.split_at(count);
            self.batch(&words, batch, (about, &document), scratch, &mut out);
            (rest, contents) = (later, of_later);
        }
        out
    }

    fn batch(
        &self,
        words: &Words<'_>,
        sentences: &[Sentence],
        (contents, document): (&[Content], &[f32]),
        scratch: &mut Scratch,
        out: &mut Vec<Hint>,
    ) {
        let width = self.width;
        let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return };
        let all = first.first.at()..last.end.at();
        let n_rows = all.len().next_multiple_of(WORDS);
        let Scratch { x, y, h, kids, rounded } = scratch;
        x.clear();
        x.resize(n_rows * ENTRY, 0.0);
        for (t, x) in all.clone().zip(x.chunks_exact_mut(ENTRY)) {
            self.enter_word(words, t, x);
        }
        rounded.read(x, ENTRY);
        self.enter.apply(rounded, y);
        let topics = self.topics(contents, document, rounded);
        h.clear();
        h.resize(n_rows * width, 0.0);
        let stride = self.enter.stride();
        for (s, topic) in sentences.iter().zip(topics.chunks_exact(width)) {
            for t in s.first.at() - all.start..s.end.at() - all.start {
                let sums = y[t * stride..][..width].iter().zip(topic);
                for (h, (y, topic)) in h[t * width..][..width].iter_mut().zip(sums) {
                    *h = leaky(y + topic);
                }
            }
        }
        let of_words = Kids::count(words.tokens, sentences, &all);
        let batch = &words.tokens[all.clone()];
        let everybody = Order::new(batch, &of_words, |_| true);
        // In the last layer only those look about of which something is told.
        let told = Order::new(batch, &of_words, |t| Hint::is_told_of(t.upos));
        for (n, (weight, gain)) in self.layers.iter().enumerate() {
            let order = if n + 1 == self.layers.len() { &told } else { &everybody };
            look((words.tokens, all.start), sentences, order, (h, width), kids, rounded);
            weight.apply(rounded, y);
            for (h, &place) in h.chunks_exact_mut(width).zip(&order.places) {
                if place != NO_ROW {
                    settle(h, &y[place * weight.stride()..][..width], gain);
                }
            }
        }
        let rows = h.chunks_exact(width).zip(&told.places).filter(|(_, place)| **place != NO_ROW);
        rounded.start(told.n_rows.next_multiple_of(WORDS), width);
        rows.enumerate().for_each(|(n, (row, _))| rounded.put(n, [Some(row)]));
        self.heads.apply(rounded, y);
        let mut hints = y.chunks_exact(self.heads.stride()).map(read_out);
        out.extend(told.places.iter().map(|place| {
            let hint = if *place == NO_ROW { None } else { hints.next() };
            hint.unwrap_or_default()
        }));
    }

    fn enter_word(&self, words: &Words<'_>, t: usize, x: &mut [f32]) {
        let token = &words.tokens[t];
        let row = words.rows[t] as usize;
        let (vector, mut rest) = x.split_at_mut(VECTOR);
        for (x, &cell) in vector.iter_mut().zip(&self.cells[row * VECTOR..]) {
            *x = f32::from(cell) * self.scales[row];
        }
        let name =
            token.name.map_or(0, |(kind, begins)| 1 + 2 * kind as usize + usize::from(!begins));
        // The tables stand in the order of declaration.
        let of = [
            1 + token.upos as usize,
            1 + token.xpos as usize,
            1 + token.deprel as usize,
            name,
            words.endings[t],
        ];
        for ((row, table), n) in of.into_iter().zip(&self.tables).zip(TABLES) {
            let (x, later) = rest.split_at_mut(n);
            x.copy_from_slice(&table[row * n..][..n]);
            rest = later;
        }
        rest[0] = f32::from(u8::from(words.quoted[t]));
        rest[1] = f32::from(u8::from(row == 0));
    }

    /// What each sentence is about in its document, one row each.
    fn topics(&self, contents: &[Content], document: &[f32], rounded: &mut Rounded) -> Vec<f32> {
        let mut sums = Vec::new();
        let mut rows = vec![0.0; contents.len().next_multiple_of(WORDS) * VECTOR];
        for (content, row) in contents.iter().zip(rows.chunks_exact_mut(VECTOR)) {
            row.copy_from_slice(&content.mean());
        }
        rounded.read(&rows, VECTOR);
        self.about[0].apply(rounded, &mut sums);
        let mut whole = Vec::new();
        rows.clear();
        rows.extend_from_slice(document);
        rows.resize(WORDS * VECTOR, 0.0);
        rounded.read(&rows, VECTOR);
        self.about[1].apply(rounded, &mut whole);
        let rows = sums.chunks_exact(self.about[0].stride()).take(contents.len());
        rows.flat_map(|row| row[..self.width].iter().zip(&whole).map(|(a, b)| a + b)).collect()
    }
}

impl<'a> Words<'a> {
    fn new(text: &str, tokens: &'a [Token], quotes: &[Quote]) -> Self {
        let vectors = WordVectors::embedded();
        let (mut rows, mut endings) = (Vec::new(), Vec::new());
        for token in tokens {
            let form = model::lowered(token.span.of(text));
            rows.push(vectors.place(&form).map_or(0, |p| p as u32 + 1));
            endings.push(ending(&form));
        }
        let mut quoted = vec![false; tokens.len()];
        for quote in quotes.iter().filter(|q| q.kind == QuoteKind::Direct) {
            let first = tokens.partition_point(|t| t.span.start < quote.span.start);
            let inside = tokens[first..].iter().take_while(|t| t.span.end <= quote.span.end);
            let n = inside.count();
            quoted[first..first + n].fill(true);
        }
        Words { tokens, rows, endings, quoted }
    }
}

/// Sum of the published vectors of the words of a stretch that say something; unknown ones are left out.
#[derive(Clone)]
struct Content {
    sums: [i64; VECTOR],
    n_words: i64,
}

impl Content {
    fn of(words: &Words<'_>, range: Range<usize>) -> Self {
        let vectors = WordVectors::embedded();
        let mut content = Content { sums: [0; VECTOR], n_words: 0 };
        for t in range {
            let says =
                matches!(words.tokens[t].upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj);
            let Some(vector) = (words.rows[t] as usize).checked_sub(1).filter(|_| says) else {
                continue;
            };
            let Some(vector) = vectors.at(vector) else { continue };
            content.n_words += 1;
            for (sum, &cell) in content.sums.iter_mut().zip(vector.cells) {
                *sum += i64::from(i32::from(vector.scale) * i32::from(cell as i8));
            }
        }
        content
    }

    fn of_all(parts: &[Content]) -> Self {
        let mut all = Content { sums: [0; VECTOR], n_words: 0 };
        for part in parts {
            all.n_words += part.n_words;
            for (sum, more) in all.sums.iter_mut().zip(part.sums) {
                *sum += more;
            }
        }
        all
    }

    /// What the stretch is about.
    fn mean(&self) -> [f32; VECTOR] {
        let parts = (self.n_words.max(1) * i64::from(knowledge::vectors::SCALE_PARTS)) as f64;
        self.sums.map(|sum| (sum as f64 / parts) as f32)
    }
}

/// Row of the table of endings: a digest (FNV-1a, 32 bits) of the last characters.
fn ending(form: &str) -> usize {
    let start = form.char_indices().rev().nth(N_ENDING - 1).map_or(0, |(at, _)| at);
    let digest = form[start..]
        .bytes()
        .fold(2_166_136_261_u32, |d, b| (d ^ u32::from(b)).wrapping_mul(16_777_619));
    1 + digest as usize % (ENDINGS - 1)
}

/// Adds what a layer says to a row and brings it to the same size as all others.
fn settle(h: &mut [f32], y: &[f32], gain: &[f32]) {
    for (h, y) in h.iter_mut().zip(y) {
        *h += leaky(*y);
    }
    let n = h.len() as f32;
    let mean = sum(h, |x| x) / n;
    for h in h.iter_mut() {
        *h -= mean;
    }
    let scale = 1.0 / (sum(h, |x| x * x) / n + 1e-5).sqrt();
    for (h, gain) in h.iter_mut().zip(gain) {
        *h *= scale * gain;
    }
}

/// Eight sums side by side, so that the compiler makes vectors of them, added in a fixed order.
#[inline]
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (eights, rest) = row.as_chunks::<8>();
    let mut sums = [0.0_f32; 8];
    for x in eights {
        for (sum, x) in sums.iter_mut().zip(x) {
            *sum += of(*x);
        }
    }
    sums.into_iter().chain(rest.iter().map(|x| of(*x))).sum()
}

/// Scores to chances whose sum is 1.
fn shares<const N: usize>(scores: &[f32]) -> [f32; N] {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut shares = [0.0; N];
    for (share, score) in shares.iter_mut().zip(scores) {
        *share = libm::expf(score - top);
    }
    let all: f32 = shares.iter().sum();
    shares.map(|share| share / all)
}

/// Logarithm of odds to a chance.
fn chance(odds: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-odds))
}

/// Chance of no act from which on no sides are told; they were taught below .85.
const HARDLY_AN_ACT: f32 = 0.98;

fn read_out(row: &[f32]) -> Hint {
    let all: [f32; N_TYPES + 1] = shares(&row[..=N_TYPES]);
    let asserted = chance(row[ASSERTED]);
    let mut sides = SideChances::default();
    if all[0] < HARDLY_AN_ACT {
        sides.parties = [PARTIES, PARTIES + N_PARTIES].map(|at| shares(&row[at..][..N_PARTIES]));
        sides.of_main = [chance(row[OF_MAIN]), chance(row[OF_MAIN + 1])];
        sides.at_home = chance(row[AT_HOME]);
    }
    let numbers = |matched: usize, alone: usize| LinkNumbers {
        matched: [&row[matched..][..LINK_WIDTH], &row[matched + LINK_WIDTH..][..LINK_WIDTH]],
        alone: [row[alone], row[alone + 1]],
    };
    let (act, who) = (numbers(ACT, ACT_ALONE), numbers(SOMEBODY, SOMEBODY_ALONE));
    Hint::new(&all[1..], asserted, act, who, &sides)
}
