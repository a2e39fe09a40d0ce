//! A page's lines in, its text out.
//!
//! Every line gets a score: first a sum of weights of its words and of the names of its elements
//! ([`marks`]), then a sum of small trees over what stands around it ([`features`], [`trees`]). Both
//! are fitted by `lab pages` to pages whose text is known.

pub mod features;
pub mod marks;
pub mod trees;

use std::sync::LazyLock;

use features::{N_FEATURES, Told};
use marks::Marks;
use trees::Trees;

use crate::{
    dom::Dom,
    lines::{Lines, lines},
    metadata::{Metadata, headline},
};

static MARKS: LazyLock<Marks> =
    LazyLock::new(|| Marks::read(include_str!("../../../../models/pages/marks.tsv")));
static TREES: LazyLock<Trees> =
    LazyLock::new(|| Trees::read(include_str!("../../../../models/pages/trees.tsv")));

/// Log-odds that each line is text.
pub(crate) fn scores(dom: &Dom<'_>, lines: &Lines, told: Told<'_>) -> Vec<f32> {
    let rows = features::rows(dom, lines, &MARKS, told);
    rows.iter().map(|r| TREES.score(r)).collect()
}

/// How much the words of a short line speak for text; 0 for long lines.
pub(crate) fn words_score(line: &str) -> f32 {
    MARKS.of_line(line)
}

/// One page taken apart, for fitting.
pub struct Apart {
    /// Words of each line.
    pub texts: Vec<String>,
    /// Marks of each line.
    pub marks: Vec<Vec<String>>,
}

/// The lines of a page with their marks.
pub fn take_apart(html: &str) -> Apart {
    let dom = Dom::parse(html);
    let lines = lines(&dom, false);
    let texts: Vec<String> = (0..lines.len()).map(|i| lines.text(i).to_owned()).collect();
    let marks = lines.lines.iter().zip(&texts).map(|(l, t)| marks::all(&dom, l.first, t)).collect();
    Apart { texts, marks }
}

/// The rows of a page's lines under other weights of marks.
pub fn rows(html: &str, marks: &Marks) -> Vec<[f32; N_FEATURES]> {
    let dom = Dom::parse(html);
    let lines = lines(&dom, false);
    let metadata = Metadata::of(&dom);
    let headline = headline::headline(&dom, &metadata, None);
    let deck = headline::deck(&metadata);
    let told = Told {
        headline: headline.as_deref(),
        deck: deck.as_deref(),
        body: metadata.linked.word("articleBody"),
    };
    features::rows(&dom, &lines, marks, told)
}
