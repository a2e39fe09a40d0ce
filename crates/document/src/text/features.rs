//! A page's lines in, numbers that tell text from furniture out: one row a line.
//!
//! A row holds what the line is (length, links, marks of its words and elements), what stands
//! around it, how much text its elements hold, and where it stands to the page's best container
//! and its headline. The names of the columns are [`NAMES`].

mod around;

use crate::{
    dom::{Dom, NodeId, Tag},
    lines::Lines,
    text::marks::Marks,
};

/// Columns of a row.
pub const NAMES: [&str; 62] = [
    "bytes",
    "link",
    "words",
    "word_length",
    "stop",
    "upper",
    "digits",
    "commas",
    "capital",
    "score",
    "path",
    "own",
    "parent_own",
    "grandparent_own",
    "worst_own",
    "best_own",
    "words_score",
    "position",
    "line",
    "tag",
    "depth",
    "strong",
    "broken",
    "prev_bytes",
    "prev_link",
    "prev_score",
    "next_bytes",
    "next_link",
    "next_score",
    "prev2_score",
    "next2_score",
    "window",
    "same_prev",
    "same_next",
    "parent_share",
    "parent_lines",
    "parent_link",
    "grand_share",
    "grand_lines",
    "grand_link",
    "inside",
    "inside_position",
    "inside_share",
    "from_start",
    "to_end",
    "after_headline",
    "is_headline",
    "repeated",
    "in_body",
    "is_deck",
    "like_share",
    "like_lines",
    "page_bytes",
    "page_lines",
    "near_share",
    "near_level",
    "same_article",
    "headings_since",
    "list_before",
    "list_link",
    "list_lines",
    "article_rank",
];

/// Number of columns.
pub const N_FEATURES: usize = NAMES.len();

/// What the page's own metadata say of its text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Told<'a> {
    pub headline: Option<&'a str>,
    pub deck: Option<&'a str>,
    /// The text, as JSON-LD gives it.
    pub body: Option<&'a str>,
}

/// Sums over all lines inside an element.
#[derive(Clone, Copy, Default)]
struct Sums {
    n_bytes: f32,
    n_link: f32,
    n_lines: f32,
    good: f32,
    gain: f32,
    /// Good text of the blocks that stand directly inside.
    direct: f32,
}

/// Rows of a page's lines.
pub(crate) fn rows(
    dom: &Dom<'_>,
    lines: &Lines,
    marks: &Marks,
    told: Told<'_>,
) -> Vec<[f32; N_FEATURES]> {
    let n = lines.len();
    let mut rows = vec![[0.0; N_FEATURES]; n];
    if n == 0 {
        return rows;
    }
    let mut page = Page::new(dom, lines, marks);
    for (i, row) in rows.iter_mut().enumerate() {
        page.alone(i, row);
    }
    let scores: Vec<f32> = rows.iter().map(|r| r[9]).collect();
    page.sum(&scores);
    page.around(&scores, &mut rows);
    page.told(told, &mut rows);
    rows
}

struct Page<'a> {
    dom: &'a Dom<'a>,
    lines: &'a Lines,
    marks: &'a Marks,
    /// Own score and sum of the path, by node; NaN where not yet asked.
    own: Vec<f32>,
    sums: Vec<Sums>,
}

fn line_start(bytes: usize) -> f32 {
    libm::logf(1.0 + bytes as f32)
}

impl<'a> Page<'a> {
    fn new(dom: &'a Dom<'a>, lines: &'a Lines, marks: &'a Marks) -> Self {
        let n = dom.len() as usize;
        Page { dom, lines, marks, own: vec![f32::NAN; n], sums: vec![Sums::default(); n] }
    }

    fn own(&mut self, node: NodeId) -> f32 {
        let slot = node as usize;
        if self.own[slot].is_nan() {
            self.own[slot] = self.marks.of_element(self.dom, node);
        }
        self.own[slot]
    }

    /// Columns that look at the line and its elements only.
    fn alone(&mut self, i: usize, row: &mut [f32; N_FEATURES]) {
        let line = &self.lines.lines[i];
        let text = self.lines.text(i);
        let n_bytes = line.n_bytes.max(1) as f32;
        let (mut n_words, mut n_upper, mut n_digits, mut n_commas, mut n_letters) = (0, 0, 0, 0, 0);
        let mut inside = false;
        for b in text.bytes() {
            match b {
                b'A'..=b'Z' => n_upper += 1,
                b'0'..=b'9' => n_digits += 1,
                b',' | b';' => n_commas += 1,
                _ => {}
            }
            let letter = b.is_ascii_alphanumeric() || b >= 128;
            n_letters += usize::from(letter);
            n_words += usize::from(letter && !inside);
            inside = letter;
        }
        row[0] = line_start(line.n_bytes as usize);
        row[1] = line.n_link as f32 / n_bytes;
        row[2] = line_start(n_words);
        row[3] = n_letters as f32 / n_words.max(1) as f32;
        row[4] = f32::from(
            text.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', '…', ':']),
        );
        if text.ends_with(':') {
            row[4] = 0.5;
        }
        row[5] = n_upper as f32 / n_letters.max(1) as f32;
        row[6] = n_digits as f32 / n_letters.max(1) as f32;
        row[7] = n_commas as f32 / n_words.max(1) as f32;
        row[8] = f32::from(
            text.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘' | '\'')),
        );
        self.path(i, row);
        row[16] = self.marks.of_line(text);
        row[9] = self.marks.bias + row[10] + row[16];
        row[18] = i as f32;
        row[19] = f32::from(kind(self.dom.tag(line.block)));
        row[21] = f32::from(line.strong);
        row[22] = f32::from(line.broken);
    }

    /// Columns that look at other lines.
    fn around(&self, scores: &[f32], rows: &mut [[f32; N_FEATURES]]) {
        let n = rows.len();
        let lines = &self.lines.lines;
        let page = self.sums[0];
        let container = self.container();
        let within: Vec<usize> =
            (0..n).filter(|&i| self.dom.inside(lines[i].block, container)).collect();
        let (first, last) = (within[0], within[within.len() - 1]);
        let inner = self.sums[container as usize];
        let like = self.like(scores);
        let lists = self.lists(scores);
        let mut before = 0.0;
        for i in 0..n {
            let line = &lines[i];
            let parent = self.block_around(line.block);
            let grandparent = self.block_around(parent);
            let (p, g) = (self.sums[parent as usize], self.sums[grandparent as usize]);
            let near = |k: isize| {
                usize::try_from(i as isize + k)
                    .ok()
                    .filter(|j| *j < n)
                    .map(|j| (rows[j][0], rows[j][1], scores[j]))
            };
            let none = (0.0, 0.0, -3.0);
            let (prev, next) = (near(-1).unwrap_or(none), near(1).unwrap_or(none));
            let (prev2, next2) = (near(-2).unwrap_or(none), near(2).unwrap_or(none));
            let mut window = (0.0, 0.0);
            for j in i.saturating_sub(5)..(i + 6).min(n) {
                if j != i {
                    let w = lines[j].n_bytes as f32;
                    window.0 += w * scores[j].clamp(-6.0, 6.0);
                    window.1 += w;
                }
            }
            let row = &mut rows[i];
            row[17] = before / page.n_bytes.max(1.0);
            row[23] = prev.0;
            row[24] = prev.1;
            row[25] = prev.2;
            row[26] = next.0;
            row[27] = next.1;
            row[28] = next.2;
            row[29] = prev2.2;
            row[30] = next2.2;
            row[31] = window.0 / window.1.max(1.0);
            let same =
                |j: Option<usize>| {
                    f32::from(j.and_then(|j| lines.get(j)).is_some_and(|o| {
                        o.block == line.block || self.block_around(o.block) == parent
                    }))
                };
            row[32] = same(i.checked_sub(1));
            row[33] = same(Some(i + 1));
            row[34] = p.good / page.good.max(1.0);
            row[35] = p.n_lines;
            row[36] = p.n_link / p.n_bytes.max(1.0);
            row[37] = g.good / page.good.max(1.0);
            row[38] = g.n_lines;
            row[39] = g.n_link / g.n_bytes.max(1.0);
            row[40] = f32::from(self.dom.inside(line.block, container));
            row[41] = (i as f32 - first as f32) / (last - first + 1) as f32;
            row[42] = inner.n_bytes / page.n_bytes.max(1.0);
            row[43] = i as f32 - first as f32;
            row[44] = last as f32 - i as f32;
            row[50] = like[i].0;
            row[51] = like[i].1;
            row[52] = line_start(page.n_bytes as usize);
            row[53] = line_start(n);
            let (share, level) = self.near(line.block, page.good);
            row[54] = share;
            row[55] = level;
            row[58..61].copy_from_slice(&lists[i]);
            before += line.n_bytes as f32;
        }
    }

    /// Columns that look at the metadata, and at lines said twice.
    fn told(&self, told: Told<'_>, rows: &mut [[f32; N_FEATURES]]) {
        let n = rows.len();
        let plain: Vec<String> = (0..n).map(|i| squeeze(self.lines.text(i))).collect();
        let headline = told.headline.map(squeeze).filter(|h| h.len() > 8);
        let deck = told.deck.map(squeeze).filter(|d| d.len() > 20);
        let body = told.body.map(squeeze).filter(|b| b.len() > 200);
        let mut at_headline: Option<usize> = None;
        if let Some(h) = &headline {
            at_headline = (0..n)
                .find(|&i| self.dom.tag(self.lines.lines[i].block).is_heading() && plain[i] == *h);
            at_headline = at_headline.or_else(|| (0..n).find(|&i| plain[i] == *h));
        }
        let at_headline = at_headline
            .or_else(|| (0..n).find(|&i| self.dom.tag(self.lines.lines[i].block) == Tag::H1));
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&a, &b| plain[a].cmp(&plain[b]));
        for group in order.chunk_by(|&a, &b| plain[a] == plain[b]) {
            for &i in group {
                rows[i][47] = group.len() as f32;
            }
        }
        let home = at_headline.map_or(0, |h| self.piece_around(self.lines.lines[h].block));
        let (mut n_headings, mut n_pieces, mut last) = (0.0, 0.0, 0);
        for (i, row) in rows.iter_mut().enumerate() {
            let block = self.lines.lines[i].block;
            let piece = self.piece_around(block);
            row[56] = if home == 0 {
                0.0
            } else if piece == home {
                1.0
            } else {
                -1.0
            };
            if at_headline.is_some_and(|h| i > h) && self.dom.tag(block) == Tag::H1 {
                n_headings += 1.0;
            }
            if piece != 0 && piece != last {
                n_pieces += 1.0;
                last = piece;
            }
            row[57] = n_headings;
            row[61] = if piece == 0 { 0.0 } else { n_pieces };
            row[45] = at_headline.map_or(-1000.0, |h| i as f32 - h as f32);
            row[46] =
                f32::from(headline.as_ref().is_some_and(|h| {
                    *h == plain[i] || plain[i].len() > 15 && h.contains(&plain[i])
                }));
            row[48] = match &body {
                None => 0.0,
                Some(b) if plain[i].is_empty() => {
                    if b.is_empty() {
                        0.0
                    } else {
                        -0.5
                    }
                }
                Some(b) => {
                    if memchr::memmem::find(b.as_bytes(), plain[i].as_bytes()).is_some() {
                        1.0
                    } else {
                        -1.0
                    }
                }
            };
            row[49] = f32::from(deck.as_ref().is_some_and(|d| {
                *d == plain[i] || plain[i].len() > 30 && plain[i].starts_with(&d[..floor(d, 60)])
            }));
        }
    }
}

/// The last character boundary at or before byte `n`.
fn floor(text: &str, n: usize) -> usize {
    (0..=n.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// Letters and digits only, in lower case.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        out.extend(
            text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase() as char),
        );
    } else {
        out.extend(text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    }
    out
}

/// Blocks that behave alike, as a number.
fn kind(tag: Tag) -> u8 {
    match tag {
        Tag::P => 0,
        Tag::Div => 1,
        Tag::Section | Tag::Article | Tag::Main | Tag::Body | Tag::Center => 2,
        Tag::Blockquote | Tag::Pre => 3,
        Tag::H1 => 9,
        Tag::H2 => 4,
        Tag::H3 => 5,
        Tag::H4 | Tag::H5 | Tag::H6 => 6,
        Tag::Li | Tag::Dd | Tag::Dt => 7,
        Tag::Td | Tag::Th | Tag::Caption => 8,
        Tag::Figcaption | Tag::Figure => 10,
        Tag::Button | Tag::Label | Tag::Legend | Tag::Form | Tag::Fieldset => 11,
        Tag::Footer | Tag::Nav | Tag::Header | Tag::Aside => 12,
        _ => 13,
    }
}
