//! A document's words in, whether it is personal talk out.
//!
//! "I took my kids there, you will love it" is a post, a letter or a comment; a report speaks so only in quotations.

use knowledge::Knowledge;
use model::Xpos;

use super::signs::Line;

/// Sentences over which a quotation that does not end goes on at most.
const QUOTED_SENTENCES: usize = 5;

/// One word of so many is enough.
const ONE_OF: usize = 100;

/// Whether so many words outside quotations are those of somebody who speaks of himself or to his reader (cue
/// `personal`); an empty document is not.
pub(super) fn is_personal(document: &[Line<'_>], knowledge: &Knowledge) -> bool {
    let (mut quoted, mut sentences) = (false, 0);
    let (mut n_words, mut n_personal) = (0, 0);
    for line in document {
        n_words += line.forms.len();
        for (form, word) in line.forms.iter().zip(line.words) {
            match *form {
                "“" | "``" => quoted = true,
                "”" | "''" => quoted = false,
                "\"" => quoted = !quoted,
                _ => {}
            }
            let pronoun = matches!(word.xpos, Xpos::Prp | Xpos::PrpPoss);
            if pronoun && !quoted && knowledge.cues.has("personal", &form.to_lowercase()) {
                n_personal += 1;
            }
        }
        sentences = if quoted { sentences + 1 } else { 0 };
        if sentences == QUOTED_SENTENCES {
            (quoted, sentences) = (false, 0);
        }
    }
    n_personal * ONE_OF >= n_words && n_personal > 0
}
