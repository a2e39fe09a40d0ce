//! Word in, class out: words that stand in like company, from word vectors learnt elsewhere.

use rustc_hash::FxHashMap;

/// What is known of a word's company.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// One of some thousand.
    pub class: u16,
    /// One of a quarter as many.
    pub middle: u16,
    /// One of some dozens.
    pub wide: u16,
    /// Place among the words that have a class, from 1.
    pub row: u32,
    /// How frequent the word is: 0 is most.
    pub frequency: u8,
    /// Whether words of the class are mostly parts of names.
    pub named: bool,
}

/// Classes by key of the lower-cased form.
#[derive(Clone, Debug, Default)]
pub struct Classes(FxHashMap<u32, Class>);

impl Classes {
    /// The first class given to a key stays.
    pub fn new(words: impl Iterator<Item = (u32, Class)>) -> Self {
        let mut all = FxHashMap::default();
        for (key, class) in words {
            all.entry(key).or_insert(class);
        }
        Self(all)
    }

    /// How many words have a class.
    pub fn n_words(&self) -> usize {
        self.0.len()
    }

    /// Of the form with this key; none for a rare word.
    pub fn of(&self, key: u32) -> Option<Class> {
        self.0.get(&key).copied()
    }
}

/// Key of a form in lower case, digits as `0`. Stable: it is in model files.
pub fn lower_key(form: &str) -> u32 {
    mixed(form.chars().map(plain), 0)
}

pub(super) fn plain(c: char) -> u32 {
    match c {
        'A'..='Z' => u32::from(c.to_ascii_lowercase()),
        '0'..='9' => u32::from('0'),
        '\0'..='\u{7f}' => u32::from(c),
        '’' | '‘' => u32::from('\''),
        _ => u32::from(c.to_lowercase().next().unwrap_or(c)),
    }
}

/// FNV-1a over numbers, with a final mix.
pub(super) fn mixed(numbers: impl Iterator<Item = u32>, seed: u32) -> u32 {
    let mut h = 0x811c_9dc5_u32 ^ seed;
    for n in numbers {
        h = (h ^ n).wrapping_mul(0x0100_0193);
    }
    h = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
    h ^ (h >> 13)
}
