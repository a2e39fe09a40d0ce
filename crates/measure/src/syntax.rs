//! Sentences, tokens, tags and trees against CoNLL-U.
//!
//! Two measurements in one report. `tokens` and `sentences` are F1 from raw text (surface tokens: a
//! contraction is one, as in the CoNLL 2018 shared task); `upos`, `xpos`, `lemma`, `uas`, `las` are
//! accuracies on gold words. `las` leaves relation subtypes aside, as that task did; `las_full` counts
//! them. All in percent.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{Error, Prf, figures::Figures};

/// One word of gold or answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Letters.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Penn part of speech.
    pub xpos: String,
    /// 0 for the root, else the head's number from 1.
    pub head: usize,
    /// Relation with subtype.
    pub deprel: String,
}

/// A gold sentence.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// Its text.
    pub text: String,
    /// Surface tokens (a contraction is one).
    pub tokens: Vec<String>,
    /// Words.
    pub words: Vec<Word>,
    /// Whether a document starts here.
    pub new_document: bool,
    /// Whether a paragraph starts here.
    pub new_paragraph: bool,
}

/// Reads CoNLL-U. Empty nodes are left out.
///
/// # Errors
/// A row that has not ten columns, or a head that is no number.
pub fn parse(conllu: &str) -> Result<Vec<Sentence>, Error> {
    let mut out = Vec::new();
    let mut s = Sentence::default();
    let mut skip_to = 0;
    for (i, line) in conllu.lines().chain([""]).enumerate() {
        if line.is_empty() {
            if !s.words.is_empty() {
                out.push(std::mem::take(&mut s));
            }
            skip_to = 0;
            continue;
        }
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            s.new_document |= comment.starts_with("newdoc");
            s.new_paragraph |= comment.starts_with("newpar");
            if let Some(text) = comment.strip_prefix("text = ") {
                text.clone_into(&mut s.text);
            }
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() != 10 {
            return Err(Error::new(i + 1, format!("{} columns, expected 10", cells.len())));
        }
        if cells[0].contains('.') {
            continue;
        }
        if let Some((_, last)) = cells[0].split_once('-') {
            skip_to = last.parse().map_err(|_| Error::new(i + 1, "a broken word range"))?;
            s.tokens.push(cells[1].to_owned());
            continue;
        }
        let number: usize =
            cells[0].parse().map_err(|_| Error::new(i + 1, "the first column is no number"))?;
        if number > skip_to {
            s.tokens.push(cells[1].to_owned());
        }
        s.words.push(Word {
            form: cells[1].to_owned(),
            lemma: cells[2].to_owned(),
            upos: cells[3].to_owned(),
            xpos: cells[4].to_owned(),
            head: cells[6].parse().map_err(|_| Error::new(i + 1, "the head is no number"))?,
            deprel: cells[7].to_owned(),
        });
    }
    Ok(out)
}

/// The documents of gold sentences as raw text, with the sentences of each: a blank between
/// sentences, a blank line between paragraphs.
pub fn documents(gold: &[Sentence]) -> Vec<(String, &[Sentence])> {
    let mut out = Vec::new();
    let mut first = 0;
    for i in 1..=gold.len() {
        if i == gold.len() || gold[i].new_document {
            let sentences = &gold[first..i];
            let mut text = String::new();
            for (k, s) in sentences.iter().enumerate() {
                if k > 0 {
                    text.push_str(if s.new_paragraph { "\n\n" } else { " " });
                }
                text.push_str(&s.text);
            }
            out.push((text, sentences));
            first = i;
        }
    }
    out
}

/// Figures over a treebank.
#[derive(Clone, Debug, Default)]
pub struct SyntaxReport {
    n_words: usize,
    upos: usize,
    xpos: usize,
    lemma: usize,
    uas: usize,
    las: usize,
    las_full: usize,
    /// Words, then right tags, lemmas, heads and labels of each sentence.
    by_sentence: Vec<[usize; 7]>,
    tokens: [usize; 3],
    sentences: [usize; 3],
    confusion: BTreeMap<(String, String), usize>,
    shown: Vec<String>,
}

impl SyntaxReport {
    /// Counts the answer for a sentence's gold words; both have the same length.
    pub fn words(&mut self, gold: &[Word], answer: &[Word], n_show: usize) {
        let universal = |d: &str| d.split(':').next().unwrap_or("").to_owned();
        let before = self.sums();
        for (i, (g, a)) in gold.iter().zip(answer).enumerate() {
            self.n_words += 1;
            self.upos += usize::from(g.upos == a.upos);
            self.xpos += usize::from(g.xpos == a.xpos);
            self.lemma += usize::from(g.lemma == a.lemma || g.lemma == "_");
            if g.upos != a.upos {
                *self.confusion.entry((g.upos.clone(), a.upos.clone())).or_default() += 1;
            }
            let head = g.head == a.head;
            self.uas += usize::from(head);
            self.las += usize::from(head && universal(&g.deprel) == universal(&a.deprel));
            self.las_full += usize::from(head && g.deprel == a.deprel);
            if !(head && g.deprel == a.deprel) && self.shown.len() < n_show {
                let forms: Vec<&str> = gold.iter().map(|w| w.form.as_str()).collect();
                self.shown.push(format!(
                    "{} {} {} {} got {} {} {} | {}",
                    i + 1,
                    g.form,
                    g.head,
                    g.deprel,
                    a.upos,
                    a.head,
                    a.deprel,
                    forms.join(" ")
                ));
            }
        }
        let mut counts = self.sums();
        for (n, b) in counts.iter_mut().zip(before) {
            *n -= b;
        }
        self.by_sentence.push(counts);
    }

    fn sums(&self) -> [usize; 7] {
        [self.n_words, self.upos, self.xpos, self.lemma, self.uas, self.las, self.las_full]
    }

    /// Shares of gold words with bounds by sentence.
    fn figures(&self) -> Figures {
        let mut figures = Figures::default();
        let names = ["UPOS", "XPOS", "lemma", "UAS", "LAS", "LAS with subtypes"];
        for (i, name) in names.iter().enumerate() {
            figures.add(name, &self.by_sentence, |drawn| {
                let sum = |k: usize| drawn.iter().map(|c| c[k]).sum::<usize>();
                sum(i + 1) as f64 / sum(0).max(1) as f64
            });
        }
        figures
    }

    /// Counts tokens and sentences found in a raw document: surface tokens of each sentence, in
    /// order, as they stand in the text.
    pub fn raw(&mut self, gold: &[Vec<String>], answer: &[Vec<String>]) {
        let (g, a) = (Spans::of(gold), Spans::of(answer));
        let common = |x: &[(usize, usize)], y: &[(usize, usize)]| -> usize {
            let y: std::collections::BTreeSet<_> = y.iter().collect();
            x.iter().filter(|s| y.contains(s)).count()
        };
        for (sum, g, a) in [
            (&mut self.tokens, &g.tokens, &a.tokens),
            (&mut self.sentences, &g.sentences, &a.sentences),
        ] {
            sum[0] += common(g, a);
            sum[1] += a.len();
            sum[2] += g.len();
        }
    }

    fn percent(&self, n: usize) -> f64 {
        100.0 * n as f64 / self.n_words.max(1) as f64
    }

    fn f1([hits, n_answers, n_gold]: [usize; 3]) -> f64 {
        100.0 * Prf::of(hits, n_answers, n_gold).f1
    }

    /// The table for people.
    pub fn to_text(&self) -> String {
        let mut out = self.shown.join("\n");
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!(
            "raw text    tokens F1 {:.2}  sentences F1 {:.2}\n",
            Self::f1(self.tokens),
            Self::f1(self.sentences)
        ));
        out.push_str(&format!(
            "gold words  {}  UPOS {:.2}  XPOS {:.2}  lemma {:.2}  UAS {:.2}  LAS {:.2}  LAS with subtypes {:.2}\n",
            self.n_words,
            self.percent(self.upos),
            self.percent(self.xpos),
            self.percent(self.lemma),
            self.percent(self.uas),
            self.percent(self.las),
            self.percent(self.las_full),
        ));
        out.push_str("95 of 100 samples of sentences lie between (bootstrap):\n");
        out.push_str(&self.figures().to_text());
        let mut worst: Vec<_> = self.confusion.iter().collect();
        worst.sort_by_key(|(pair, n)| (std::cmp::Reverse(**n), (*pair).clone()));
        for ((g, a), n) in worst.into_iter().take(10) {
            out.push_str(&format!("  {g} taken for {a}: {n}\n"));
        }
        out
    }

    /// The figures for programs, in percent.
    pub fn to_json(&self) -> Value {
        json!({
            "tokens": Self::f1(self.tokens),
            "sentences": Self::f1(self.sentences),
            "upos": self.percent(self.upos),
            "xpos": self.percent(self.xpos),
            "lemma": self.percent(self.lemma),
            "uas": self.percent(self.uas),
            "las": self.percent(self.las),
            "las_full": self.percent(self.las_full),
            "words": self.n_words,
            "figures": self.figures().to_json(),
        })
    }
}

/// Offsets in letters, white space left out, so that both sides count alike.
struct Spans {
    tokens: Vec<(usize, usize)>,
    sentences: Vec<(usize, usize)>,
}

impl Spans {
    fn of(sentences: &[Vec<String>]) -> Self {
        let mut at = 0;
        let mut spans = Self { tokens: Vec::new(), sentences: Vec::new() };
        for s in sentences {
            let from = at;
            for token in s {
                let n = token.chars().filter(|c| !c.is_whitespace()).count();
                spans.tokens.push((at, at + n));
                at += n;
            }
            if at > from {
                spans.sentences.push((from, at));
            }
        }
        spans
    }
}
