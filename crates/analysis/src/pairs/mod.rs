//! A text with two marked spans in, chances of the type of act that relates them out: a second opinion.
//!
//! ```text
//! «Tehran» vowed to strike ‹Israeli bases›    THREATEN .93, ASSAULT .04, …
//! ```
//!
//! A small transformer encoder reads the words with signs around both spans; a linear layer over what it makes
//! of the two signs and of the whole gives the chances. It knows nothing of frames, operators or entities. The
//! coder adds it to its own reading where a pair is marked (`coder::relate`); no event of a document depends on
//! it. The parameters are in `models/en/pairs.bin`, the pieces of words in `models/en/pieces.bin` and `pieces.txt`;
//! `models/en/README.md` says what they learnt from. Every machine gives the same answer to the bit.

use std::sync::OnceLock;

use model::{EventType, Sentence, Span};

use crate::{
    encoder::{
        Encoder,
        pieces::{Piece, Pieces},
    },
    syntax::{ModelError, file::ModelFile},
};

/// What is told apart, in the order of the outputs. RETREAT stands for both ways of giving way,
/// CONCEDE and RETREAT.
pub const TYPES: [EventType; 15] = [
    EventType::Accuse,
    EventType::Agree,
    EventType::Aid,
    EventType::Assault,
    EventType::Coerce,
    EventType::Consult,
    EventType::Cooperate,
    EventType::Mobilize,
    EventType::Protest,
    EventType::Reject,
    EventType::Request,
    EventType::Sanction,
    EventType::Support,
    EventType::Threaten,
    EventType::Retreat,
];

/// Names of the signs: before and behind the one who acts, before and behind the other.
const SIGNS: [&str; 4] = ["[unused0]", "[unused1]", "[unused2]", "[unused3]"];

/// Pieces read before the first sign where the text is too long to be read whole.
const LEAD: usize = 25;

/// The encoder with what it needs.
pub struct Pairs {
    pieces: &'static Pieces,
    encoder: Encoder,
    /// Rows of the signs.
    signs: Vec<f32>,
    /// A row of weights a type: for the first sign, the second sign, the mean of all pieces.
    head: Vec<f32>,
    bias: Vec<f32>,
}

/// The rows that the encoder reads, and where both signs stand in them.
#[derive(Debug, PartialEq, Eq)]
struct Marked {
    rows: Vec<u32>,
    signs: [usize; 2],
}

impl Pairs {
    /// The model that ships with the program, read on the first call.
    pub fn embedded() -> &'static Pairs {
        static EMBEDDED: OnceLock<Pairs> = OnceLock::new();
        static BYTES: &[u8] = include_bytes!("../../../../models/en/pairs.bin");
        EMBEDDED.get_or_init(|| {
            Pairs::load(BYTES, Pieces::embedded()).expect("the shipped models are well formed")
        })
    }

    fn load(bytes: &[u8], pieces: &'static Pieces) -> Result<Pairs, ModelError> {
        let mut file = ModelFile::from_bytes(bytes)?;
        let width = pieces.width();
        let signs = file.take("signs", SIGNS.len(), width)?.into_f32(width);
        let encoder = Encoder::take(&mut file)?;
        let inputs = 3 * file.shape.width;
        let head = file.take("head.weight", TYPES.len(), inputs)?.into_f32(inputs);
        let bias = file.take("head.bias", TYPES.len(), 1)?.into_f32(1);
        Ok(Pairs { pieces, encoder, signs, head, bias })
    }

    /// Logarithms of the chances of [`TYPES`], in that order, for `actor` and `recipient` (bytes of `text`). A text
    /// that is too long to be read whole is read in the sentences of both only, as far as they can be. A span
    /// that holds no word stands at the beginning.
    pub fn chances(
        &self,
        text: &str,
        sentences: &[Sentence],
        actor: Span,
        recipient: Span,
    ) -> [f32; TYPES.len()] {
        let spans = [actor, recipient];
        let mut marked = self.marked(text, spans);
        if marked.rows.len() > self.encoder.longest() {
            let part = around(text, sentences, spans);
            let moved = |s: Span| {
                let at = |byte: u32| byte.clamp(part.start, part.end) - part.start;
                Span { start: at(s.start), end: at(s.end) }
            };
            marked = self.marked(part.of(text), spans.map(moved));
        }
        marked.cut(self.encoder.longest());
        let n = marked.rows.len();
        let all: Vec<usize> = (0..n).collect();
        let seen = self.encoder.run(n, &all, |at, h| self.enter(marked.rows[at], h));
        let width = self.pieces.width();
        let row = |at: usize| seen.get(at * width..(at + 1) * width).unwrap_or_default();
        let mut input = [row(marked.signs[0]), row(marked.signs[1])].concat();
        input.extend(
            (0..width).map(|k| (0..n).map(|at| seen[at * width + k]).sum::<f32>() / n as f32),
        );
        let mut sums = [0.0; TYPES.len()];
        let rows = self.head.chunks_exact(input.len().max(1));
        for ((sum, row), bias) in sums.iter_mut().zip(rows).zip(&self.bias) {
            *sum = bias + row.iter().zip(&input).map(|(w, x)| w * x).sum::<f32>();
        }
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        let all = libm::logf(sums.iter().map(|s| libm::expf(s - most)).sum());
        sums.map(|s| s - most - all)
    }

    /// Adds the row of a sign or of a piece.
    fn enter(&self, row: u32, h: &mut [f32]) {
        match SIGNS.iter().position(|sign| self.pieces.row(sign) == row) {
            None => self.pieces.add(row, h),
            Some(sign) => {
                let numbers = &self.signs[sign * h.len()..];
                h.iter_mut().zip(numbers).for_each(|(h, x)| *h += x);
            }
        }
    }

    /// The pieces of a text with signs around the two spans.
    fn marked(&self, text: &str, spans: [Span; 2]) -> Marked {
        let mut rows = Vec::new();
        let mut signs = [0; 2];
        let mut stage = [0_u8; 2];
        for Piece { row, start, end } in self.pieces.cut(text) {
            for (i, span) in spans.iter().enumerate() {
                if stage[i] == 1 && start >= span.end as usize {
                    rows.push(self.pieces.row(SIGNS[2 * i + 1]));
                    stage[i] = 2;
                }
            }
            for (i, span) in spans.iter().enumerate() {
                if stage[i] == 0 && end > span.start as usize {
                    signs[i] = rows.len();
                    rows.push(self.pieces.row(SIGNS[2 * i]));
                    stage[i] = 1;
                }
            }
            rows.push(row);
        }
        for i in 0..spans.len() {
            if stage[i] == 1 {
                rows.push(self.pieces.row(SIGNS[2 * i + 1]));
            }
        }
        rows.insert(0, self.pieces.row("[CLS]"));
        rows.push(self.pieces.row("[SEP]"));
        Marked { rows, signs: signs.map(|at| at + 1) }
    }
}

impl Marked {
    /// Leaves out what is more than `longest` rows, far from the first sign; the outermost two stay.
    fn cut(&mut self, longest: usize) {
        let n = self.rows.len();
        if n <= longest {
            return;
        }
        let first = self.signs[0].min(self.signs[1]).saturating_sub(LEAD).clamp(1, n + 1 - longest);
        let inner = longest - 2;
        let kept = &self.rows[first..first + inner];
        self.rows = [&self.rows[..1], kept, &self.rows[n - 1..]].concat();
        self.signs = self.signs.map(|at| at.saturating_sub(first).min(inner - 1) + 1);
    }
}

/// The sentences from that of the first span to that of the last; all of the text where none holds them.
fn around(text: &str, sentences: &[Sentence], spans: [Span; 2]) -> Span {
    let start = spans[0].start.min(spans[1].start);
    let end = spans[0].end.max(spans[1].end);
    let first = sentences.iter().rfind(|s| s.span.start <= start);
    let last = sentences.iter().find(|s| s.span.end >= end);
    match (first, last) {
        (Some(first), Some(last)) if first.span.start < last.span.end => {
            Span { start: first.span.start, end: last.span.end }
        }
        _ => Span::new(0, text.len()),
    }
}

#[cfg(test)]
mod tests;
