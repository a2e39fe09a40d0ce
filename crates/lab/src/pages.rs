//! Fits the two models that tell a page's text from its furniture.
//!
//! Gold: `web-newspaper4k-ds`, `web-readability`, `web-fundus-tests` (whole texts) and
//! `web-trafilatura` (segments), unpacked in a folder. A line of a page is text if half of its runs
//! of four words stand in the gold. Marks are fitted by logistic regression, the trees on rows whose
//! marks were fitted on other pages.

mod boost;
mod gold;

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use document::text::{
    features::{N_FEATURES, NAMES},
    marks::Marks,
    take_apart,
    trees::Trees,
};
use rustc_hash::FxHashMap;

use self::gold::Page;

#[derive(Args)]
pub(crate) struct Pages {
    /// Folder with the corpora, unpacked: np, rd, fundus, traf beside their gold
    #[arg(long)]
    data: PathBuf,
    /// Where the models are written
    #[arg(long, default_value = "models/pages")]
    out: PathBuf,
    /// Fit on one half of every corpus only (a or b), to see what the other half says
    #[arg(long)]
    half: Option<char>,
    /// Trees
    #[arg(long, default_value_t = 120)]
    trees: usize,
    /// Questions on the way to a leaf, at most
    #[arg(long, default_value_t = 5)]
    depth: usize,
}

/// Pages are dealt into this many parts; the rows of one are made with marks of the others.
const N_FOLDS: usize = 4;

/// Sites that must share a mark.
const N_SITES_MIN: usize = 5;

impl Pages {
    #[expect(clippy::print_stdout, reason = "a command's result")]
    pub(crate) fn run(&self) -> Result<()> {
        let mut pages = gold::pages(&self.data)?;
        if let Some(half) = self.half {
            pages.retain(|p| p.half == half);
        }
        let lines: Vec<Lines> = pages.iter().map(Lines::of).collect();
        let n: usize = lines.iter().map(|l| l.labels.len()).sum();
        println!("{} pages, {n} lines", pages.len());
        let all: Vec<usize> = (0..pages.len()).collect();
        let (_, table) = fit_marks(&pages, &lines, &all);
        let mut data = boost::Data::new(N_FEATURES);
        for fold in 0..N_FOLDS {
            let others: Vec<usize> = all.iter().copied().filter(|i| i % N_FOLDS != fold).collect();
            let (marks, _) = fit_marks(&pages, &lines, &others);
            for i in all.iter().copied().filter(|i| i % N_FOLDS == fold) {
                let rows = document::text::rows(&pages[i].html, &marks);
                for (k, row) in rows.iter().enumerate() {
                    if lines[i].weights[k] > 0.0 {
                        data.push(row, lines[i].labels[k], lines[i].weights[k]);
                    }
                }
            }
        }
        let trees = boost::fit(&data, self.trees, self.depth);
        println!("loss {:.4}", data.loss(&trees));
        for (name, gain) in boost::uses(&trees, N_FEATURES).iter().zip(NAMES).map(|(n, s)| (s, n)) {
            print!("{name} {gain}  ");
        }
        println!("\n{} marks", table.len());
        self.write(&table, &trees)
    }

    fn write(&self, table: &BTreeMap<String, f32>, trees: &Trees) -> Result<()> {
        std::fs::create_dir_all(&self.out)?;
        let mut out = String::from(
            "# Weights of marks: names of elements and words of short lines. Fitted by `lab pages`.\n",
        );
        for (mark, weight) in table {
            out.push_str(&format!("{mark}\t{weight:.3}\n"));
        }
        let write = |name: &str, text: String| {
            let path = self.out.join(name);
            std::fs::write(&path, text).with_context(|| path.display().to_string())
        };
        write("marks.tsv", out)?;
        write(
            "trees.tsv",
            format!("# Trees over rows of features. Fitted by `lab pages`.\n{}", trees.write()),
        )
    }
}

/// A page's lines with what they ought to be.
struct Lines {
    marks: Vec<Vec<String>>,
    labels: Vec<bool>,
    weights: Vec<f32>,
}

impl Lines {
    fn of(page: &Page) -> Self {
        let apart = take_apart(&page.html);
        let (labels, weights) = page.label(&apart.texts);
        Lines { marks: apart.marks, labels, weights }
    }
}

/// Logistic regression over marks that enough sites share (AdaGrad, L2, a few rounds).
fn fit_marks(pages: &[Page], lines: &[Lines], which: &[usize]) -> (Marks, BTreeMap<String, f32>) {
    let mut sites: BTreeMap<&str, std::collections::BTreeSet<&str>> = BTreeMap::new();
    for &i in which {
        for (k, marks) in lines[i].marks.iter().enumerate() {
            if lines[i].weights[k] > 0.0 {
                for mark in marks {
                    let seen = sites.entry(mark).or_default();
                    if seen.len() < N_SITES_MIN {
                        seen.insert(&pages[i].site);
                    }
                }
            }
        }
    }
    let kept: Vec<&str> =
        sites.iter().filter(|(_, s)| s.len() >= N_SITES_MIN).map(|(m, _)| *m).collect();
    let ids: FxHashMap<&str, usize> = kept.iter().enumerate().map(|(i, m)| (*m, i)).collect();
    let mut examples: Vec<(Vec<usize>, f32, f32)> = Vec::new();
    for &i in which {
        for (k, marks) in lines[i].marks.iter().enumerate() {
            let weight = lines[i].weights[k];
            if weight > 0.0 {
                let found = marks.iter().filter_map(|m| ids.get(m.as_str()).copied()).collect();
                examples.push((found, f32::from(lines[i].labels[k]), weight));
            }
        }
    }
    let mut w = vec![0.0f32; kept.len()];
    let mut g = vec![1e-4f32; kept.len()];
    let (mut bias, mut gb) = (0.0f32, 1e-4f32);
    let mean: f32 = examples.iter().map(|e| e.2).sum::<f32>() / examples.len().max(1) as f32;
    // A stride that has no common divisor with the count visits all of them in a scattered order.
    let n = examples.len();
    let stride = (n / 2 + 1..=n + 1).find(|s| gcd(*s, n) == 1).unwrap_or(1);
    for round in 0..8 {
        let rate = 0.3 / (1.0 + round as f32 * 0.3);
        let mut at = 0;
        for _ in 0..n {
            at = (at + stride) % n;
            let (found, label, weight) = &examples[at];
            let z: f32 = bias + found.iter().map(|&f| w[f]).sum::<f32>();
            let d = (1.0 / (1.0 + (-z).exp()) - label) * (weight / mean).min(20.0);
            for &f in found {
                let d = d + 2e-4 * w[f];
                g[f] += d * d;
                w[f] -= rate * d / g[f].sqrt();
            }
            gb += d * d;
            bias -= rate * d / gb.sqrt();
        }
    }
    let mut table: BTreeMap<String, f32> = BTreeMap::new();
    table.insert("bias".to_owned(), bias);
    for (mark, weight) in kept.iter().zip(&w) {
        let rounded = (weight * 1000.0).round() / 1000.0;
        if rounded.abs() >= 0.02 {
            table.insert((*mark).to_owned(), rounded);
        }
    }
    let mut marks = Marks::default();
    for (mark, weight) in &table {
        marks.set(mark, *weight);
    }
    (marks, table)
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
