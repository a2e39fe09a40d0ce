//! Words with their tree in, what each looks at out: itself, both neighbours, its head, its dependants.

use std::ops::Range;

use model::{Sentence, Token, TokenIdx};

use crate::syntax::kernel::{Rounded, WORDS};

/// What a layer looks at: the word before, the word, the word behind, its head, its dependants.
pub(super) const LOOKS: usize = 5;

/// For each word of a batch, how many words of its sentence depend on it.
pub(super) struct Kids(Vec<u32>);

impl Kids {
    /// `all` are the tokens of the sentences, which stand one behind the other.
    pub(super) fn count(tokens: &[Token], sentences: &[Sentence], all: &Range<usize>) -> Self {
        let mut n_kids = vec![0; all.len()];
        for s in sentences {
            for t in s.first.at()..s.end.at() {
                if let Some(head) = head_within(tokens, s, t) {
                    n_kids[head - all.start] += 1;
                }
            }
        }
        Self(n_kids)
    }
}

/// The rows in which the words of a batch look about: first those with dependants, then those without,
/// which have nothing to look at in the last part.
pub(super) struct Order<'k> {
    n_governors: usize,
    /// For each word, its row; [`NO_ROW`] for those that do not look about.
    pub(super) places: Vec<usize>,
    /// How many words look about.
    pub(super) n_rows: usize,
    kids: &'k Kids,
}

/// The row of a word that does not look about.
pub(super) const NO_ROW: usize = usize::MAX;

impl<'k> Order<'k> {
    /// Of the tokens of a batch those look about that `looks` says.
    pub(super) fn new(batch: &[Token], kids: &'k Kids, looks: impl Fn(&Token) -> bool) -> Self {
        let looking = || batch.iter().map(&looks).zip(&kids.0);
        let n_governors = looking().filter(|(looks, n)| *looks && **n > 0).count();
        let mut next = [0, n_governors];
        let place = |(looks, n): (bool, &u32)| {
            let next = &mut next[usize::from(*n == 0)];
            *next += usize::from(looks);
            if looks { *next - 1 } else { NO_ROW }
        };
        let places = looking().map(place).collect();
        let n_rows = next[1];
        Order { n_governors, places, n_rows, kids }
    }
}

/// The head of a word, if it stands in the same sentence.
fn head_within(tokens: &[Token], s: &Sentence, t: usize) -> Option<usize> {
    let head = tokens[t].head.map(TokenIdx::at);
    head.filter(|head| (s.first.at()..s.end.at()).contains(head))
}

/// What each word that looks about looks at, one row of [`LOOKS`] parts each, from the rows `h` of all
/// words, the first of which is token `start`; `kids` is a buffer.
pub(super) fn look(
    (tokens, start): (&[Token], usize),
    sentences: &[Sentence],
    Order { n_governors, places, n_rows, kids: Kids(n_kids) }: &Order<'_>,
    (h, width): (&[f32], usize),
    kids: &mut Vec<f32>,
    looks: &mut Rounded,
) {
    let row = |t: usize| &h[(t - start) * width..][..width];
    kids.clear();
    kids.resize(n_governors * width, 0.0);
    for s in sentences {
        for t in s.first.at()..s.end.at() {
            let Some(head) = head_within(tokens, s, t) else { continue };
            let place = places[head - start];
            if place == NO_ROW {
                continue;
            }
            let at = place * width;
            for (sum, h) in kids[at..at + width].iter_mut().zip(row(t)) {
                *sum += h;
            }
        }
    }
    for (&place, &n) in places.iter().zip(n_kids) {
        if n > 1 && place != NO_ROW {
            for sum in &mut kids[place * width..][..width] {
                *sum /= n as f32;
            }
        }
    }
    looks.start(n_rows.next_multiple_of(WORDS), LOOKS * width);
    for s in sentences {
        let (first, end) = (s.first.at(), s.end.at());
        for t in first..end {
            let place = places[t - start];
            if place == NO_ROW {
                continue;
            }
            let before = (t > first).then(|| row(t - 1));
            let behind = (t + 1 < end).then(|| row(t + 1));
            let head = head_within(tokens, s, t).map(row);
            let kids = (place < *n_governors).then(|| &kids[place * width..][..width]);
            looks.put(place, [before, Some(row(t)), behind, head, kids]);
        }
    }
}
