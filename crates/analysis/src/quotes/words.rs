//! `data/lang/en/speech.toml` in, the verbs of speech out.

use std::{collections::BTreeSet, sync::OnceLock};

use serde::Deserialize;

/// The verbs of speech, by lemma.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Their subject speaks.
    say: BTreeSet<String>,
    /// They give a view of their object.
    describe: BTreeSet<String>,
    /// They report an infinitive.
    order: BTreeSet<String>,
    /// Their subject, not their object, does what the infinitive beside them says.
    bind: BTreeSet<String>,
    /// They are somebody's words.
    utterance: BTreeSet<String>,
}

impl Words {
    /// The verbs that ship with the program.
    pub(super) fn embedded() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| {
            Words::load(include_str!("../../../../data/lang/en/speech.toml"))
                .expect("the shipped verbs of speech are well formed")
        })
    }

    /// Reads the data file.
    pub(super) fn load(source: &str) -> Result<Words, toml::de::Error> {
        toml::from_str(source)
    }

    pub(super) fn says(&self, lemma: &str) -> bool {
        self.say.contains(lemma)
    }

    pub(super) fn describes(&self, lemma: &str) -> bool {
        self.describe.contains(lemma)
    }

    pub(super) fn are_words(&self, lemma: &str) -> bool {
        self.utterance.contains(lemma)
    }

    pub(super) fn binds(&self, lemma: &str) -> bool {
        self.bind.contains(lemma)
    }

    pub(super) fn orders(&self, lemma: &str) -> bool {
        self.order.contains(lemma)
    }
}
