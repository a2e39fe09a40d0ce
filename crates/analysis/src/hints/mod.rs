//! Words with their tree in, what each hints at out: acts of which type, told as done or not, who of
//! those named does them or undergoes them, and who is likely to stand on either side.
//!
//! ```text
//!            Lawmakers  lambasted     the  pact
//! hints at              ACCUSE .81
//! actor of   lambasted
//! ```
//!
//! A small network over the tree: what a word is (its vector, tag, relation, ending), what its sentence
//! and its document are about, then layers in which each word looks at itself, both neighbours, its
//! head and the mean of its dependants. It learnt from what a large encoder, fine-tuned on documents
//! coded by hand, made of some three million words of news; `models/en/README.md` says how. The coder
//! weighs what is told here against what its rules find; nothing here becomes an event by itself.
//!
//! The parameters are in `models/en/hints.bin`. Every machine gives the same answer to the bit.

mod look;
mod network;

use std::sync::OnceLock;

use model::{Analysis, Hint};

use self::network::Network;
pub(crate) use self::network::Scratch;
use crate::syntax::{ModelError, file::ModelFile};

/// The network of hints.
pub struct Hints {
    network: Network,
    version: String,
}

impl Hints {
    /// The model that ships with the program, read on the first call.
    pub fn embedded() -> &'static Hints {
        static EMBEDDED: OnceLock<Hints> = OnceLock::new();
        static BYTES: &[u8] = include_bytes!("../../../../models/en/hints.bin");
        EMBEDDED.get_or_init(|| Hints::load(BYTES).expect("the shipped model is well formed"))
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// If the bytes are not a model file of this network.
    pub fn load(bytes: &[u8]) -> Result<Hints, ModelError> {
        let network = Network::new(ModelFile::from_bytes(bytes)?)?;
        Ok(Hints { network, version: format!("{:016x}", crate::syntax::digest(bytes)) })
    }

    /// Sixteen hexadecimal digits that change with the model.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// One hint for each token, in order. Words of direct quotations are told as such.
    pub(crate) fn of(&self, text: &str, analysis: &Analysis, scratch: &mut Scratch) -> Vec<Hint> {
        self.network.run(text, analysis, scratch)
    }
}

#[cfg(test)]
mod tests;
