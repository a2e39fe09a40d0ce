//! What the network sees of a word: keys for its form, its affixes and its shape.
//!
//! A word is a bag of 64-bit keys. A model keeps the keys that were frequent enough in training
//! and gives each a row of its embedding table, so no spelling is stored in the file, only hashes.
//! A word that training never saw is still known by its affixes and its shape ("Zhengzhou" looks
//! like a name, "destabilised" like a past form).

use rustc_hash::FxHashMap;

/// Row of a word whose lower-cased form is unknown.
pub const UNKNOWN: u32 = 0;

/// Longest prefix or suffix, in characters.
const AFFIX_MAX: usize = 5;

/// Characters of a form that are looked at; the rest of a longer one is ignored.
const CHARS_MAX: usize = 48;

/// The part of a form that is looked at.
pub(super) fn looked_at(form: &str) -> &str {
    if form.len() <= CHARS_MAX {
        return form;
    }
    let end = form.char_indices().nth(CHARS_MAX).map_or(form.len(), |(at, _)| at);
    &form[..end]
}

/// Keys of one word.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// Of the lower-cased form, with digits as `0` and typographic marks made plain.
    pub lower: u64,
    /// Of the form as written.
    pub exact: u64,
    /// Of affixes and shape.
    pub parts: Vec<u64>,
    chars: Vec<char>,
    plain: Vec<char>,
}

impl Keys {
    /// Fills the keys from `form`. Never fails; an empty form has keys too.
    pub fn read(&mut self, form: &str) {
        self.chars.clear();
        self.chars.extend(looked_at(form).chars());
        self.plain.clear();
        self.plain.extend(self.chars.iter().map(|&c| plain(c)));
        self.lower = key(b'l', self.plain.iter());
        self.exact = key(b'e', self.chars.iter());
        self.parts.clear();
        let len = self.plain.len();
        for n in 1..=AFFIX_MAX.min(len.saturating_sub(1)) {
            if n < AFFIX_MAX {
                self.parts.push(key(b'p', self.plain[..n].iter()));
            }
            self.parts.push(key(b's', self.plain[len - n..].iter()));
        }
        self.parts.push(self.shape());
    }

    /// Key of the shape: runs of `X`, `x`, `d` or the mark itself, cut at two; "EU-led" is `XX-xx`.
    fn shape(&self) -> u64 {
        let mut hash = Fnv::new(b'h');
        let mut last = '\0';
        let mut run = 0;
        for &c in self.chars.iter().take(24) {
            let class = match c {
                _ if c.is_uppercase() => 'X',
                _ if c.is_alphabetic() => 'x',
                _ if c.is_numeric() => 'd',
                _ => c,
            };
            run = if class == last { run + 1 } else { 1 };
            last = class;
            if run < 3 {
                hash.push(class);
            }
        }
        hash.finish()
    }
}

/// Lower case, digits as `0`, quotation marks and dashes in their ASCII form.
fn plain(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '0'..='9' => '0',
        '\0'..='\u{7f}' => c,
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

fn key<'a>(kind: u8, chars: impl Iterator<Item = &'a char>) -> u64 {
    let mut hash = Fnv::new(kind);
    for &c in chars {
        hash.push(c);
    }
    hash.finish()
}

/// FNV-1a over characters, with a final mix. Stable: the keys are in model files.
struct Fnv(u64);

impl Fnv {
    fn new(kind: u8) -> Self {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        hash.push(char::from(kind));
        hash
    }

    fn push(&mut self, c: char) {
        self.0 = (self.0 ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    }

    fn finish(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 32)
    }
}

/// The keys a model knows, each with its row.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    rows: FxHashMap<u64, u32>,
    keys: Vec<u64>,
}

impl Lexicon {
    /// Row 0 is [`UNKNOWN`]; `keys[i]` has row `i + 1`.
    pub fn new(keys: Vec<u64>) -> Self {
        let rows = keys.iter().zip(1..).map(|(&key, row)| (key, row)).collect();
        Lexicon { rows, keys }
    }

    /// The keys in the order of their rows, from row 1.
    pub fn keys(&self) -> &[u64] {
        &self.keys
    }

    /// Number of rows, [`UNKNOWN`] included.
    pub fn rows(&self) -> usize {
        self.keys.len() + 1
    }

    /// Appends the rows of a word. The first is that of the lower-cased form or [`UNKNOWN`].
    /// Returns whether the second is that of the form as written.
    pub fn look_up(&self, keys: &Keys, rows: &mut Vec<u32>) -> bool {
        rows.push(self.rows.get(&keys.lower).copied().unwrap_or(UNKNOWN));
        let exact = self.rows.get(&keys.exact).copied();
        rows.extend(exact);
        rows.extend(keys.parts.iter().filter_map(|key| self.rows.get(key).copied()));
        exact.is_some()
    }
}
