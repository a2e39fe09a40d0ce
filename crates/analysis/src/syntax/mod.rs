//! Forms → parts of speech, dependencies and names, by one small network.
//!
//! ```text
//! forms   Mexico  's    president  ruled  out           US        strikes  .
//! upos    PROPN   PART  NOUN       VERB   ADP           PROPN     NOUN     PUNCT
//! head    3       1     4          0      4             7         4        4
//! deprel  nmod:poss case nsubj     root   compound:prt  compound  obj      punct
//! name    B-LOC                                         B-LOC
//! ```
//!
//! The parameters are in `models/en/syntax.bin`; `crates/lab` trains them, `docs/design/syntax.md`
//! says how and what each part bought. Every machine gives the same answer to the bit. Nothing
//! here splits text into words, looks up a dictionary, or fails: any list of forms has a tree.
//!
//! Reference: Dozat & Manning 2017 (the arc scorer), Lei et al. 2018 (the recurrent layer).

pub mod features;
pub mod file;
pub mod kernel;
mod names;
mod network;
mod seen;
pub mod shape;
mod tree;

use std::sync::OnceLock;

use model::{Deprel, NameKind, Upos, Xpos};

pub use self::{file::ModelError, network::Scratch};
use self::{file::ModelFile, network::Network};

/// One word, annotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn part of speech.
    pub xpos: Xpos,
    /// 0 for the root, else the head's place in the sentence, counted from 1.
    pub head: u32,
    /// Relation to the head.
    pub deprel: Deprel,
    /// The name the word belongs to, and whether the name begins here.
    pub name: Option<(NameKind, bool)>,
    /// How well each name tag fits, in 256ths (see [`shape::NAME_TAGS`]).
    pub name_scores: [i16; shape::NAME_TAGS],
}

/// Words that go through the network together.
const BATCH_WORDS: usize = 256;

/// The tagger and parser.
pub struct Syntax {
    network: Network,
    version: String,
}

impl Syntax {
    /// The model that ships with the program, read on the first call.
    pub fn embedded() -> &'static Syntax {
        static EMBEDDED: OnceLock<Syntax> = OnceLock::new();
        static BYTES: &[u8] = include_bytes!("../../../../models/en/syntax.bin");
        EMBEDDED.get_or_init(|| Syntax::load(BYTES).expect("the shipped model is well formed"))
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are not a model file that this program understands.
    pub fn load(bytes: &[u8]) -> Result<Syntax, ModelError> {
        let digest = digest(bytes);
        let network = Network::new(ModelFile::from_bytes(bytes)?, digest)?;
        Ok(Syntax { network, version: format!("{digest:016x}") })
    }

    /// Sixteen hexadecimal digits that change with the model.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Annotates one sentence: one [`Word`] for each form, in order.
    pub fn annotate(&self, forms: &[&str], scratch: &mut Scratch) -> Vec<Word> {
        self.network.annotate(std::iter::once(forms), scratch).pop().unwrap_or_default()
    }

    /// Annotates sentences, with the same result as one at a time, some faster.
    pub fn annotate_sentences(
        &self,
        sentences: &[Vec<&str>],
        scratch: &mut Scratch,
    ) -> Vec<Vec<Word>> {
        let mut out = Vec::with_capacity(sentences.len());
        let mut rest = sentences;
        while !rest.is_empty() {
            let mut words = 0;
            let fits = |sentence: &&Vec<&str>| {
                words += sentence.len();
                words <= BATCH_WORDS
            };
            let count = rest.iter().take_while(fits).count().max(1);
            let (batch, later) = rest.split_at(count);
            out.extend(self.network.annotate(batch.iter().map(Vec::as_slice), scratch));
            rest = later;
        }
        out
    }
}

/// A 64-bit digest of `bytes`, eight at a time.
pub(crate) fn digest(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = bytes.len() as u64;
    let rest = rest.iter().map(|&byte| u64::from(byte));
    for word in words.iter().map(|&word| u64::from_le_bytes(word)).chain(rest) {
        hash = (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests;
