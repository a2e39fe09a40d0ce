//! A document's words in, whether it is personal talk out.
//!
//! "I took my kids there, you will love it" is a post, a letter or a comment; a report speaks so only in quotations.

use knowledge::Knowledge;
use model::Xpos;

use super::signs::Line;

/// Sentences over which a quotation that does not end goes on at most.
const QUOTED_SENTENCES: usize = 5;

/// What begins and ends a quotation.
const MARKS: [&str; 5] = ["\"", "“", "”", "``", "''"];

/// Words beyond which nobody writes a post: a book, or a file that holds many documents.
const POST_WORDS: usize = 20_000;

/// One word of so many is enough.
const ONE_OF: usize = 40;

/// Whether so many words, in sentences without a quotation, are those of somebody who speaks of himself or to his
/// reader (cue `personal`); an empty document is not, nor is one of more than [`POST_WORDS`].
pub(super) fn is_personal(document: &[Line<'_>], knowledge: &Knowledge) -> bool {
    let (mut open, mut sentences) = (false, 0);
    let (mut n_words, mut n_personal) = (0, 0);
    for line in document {
        n_words += line.forms.len();
        let before = open;
        let mut marks = line.forms.iter().filter(|form| MARKS.contains(form)).peekable();
        let quotes = marks.peek().is_some();
        for mark in marks {
            open = matches!(*mark, "“" | "``") || *mark == "\"" && !open;
        }
        sentences = if open { sentences + 1 } else { 0 };
        if sentences == QUOTED_SENTENCES {
            (open, sentences) = (false, 0);
        }
        if before || quotes {
            continue;
        }
        let pronouns = line.forms.iter().zip(line.words);
        n_personal += pronouns
            .filter(|(_, word)| matches!(word.xpos, Xpos::Prp | Xpos::PrpPoss))
            .filter(|(form, _)| knowledge.cues.has("personal", &form.to_lowercase()))
            .count();
    }
    n_personal * ONE_OF >= n_words && (1..=POST_WORDS).contains(&n_words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Scratch, Syntax};

    fn is(text: &str) -> bool {
        let sentences = crate::tokens::segment(text, &[]);
        let forms: Vec<Vec<&str>> =
            sentences.iter().map(|s| s.tokens.iter().map(|t| t.of(text)).collect()).collect();
        let words = Syntax::embedded().annotate_sentences(&forms, &mut Scratch::default());
        let lines = forms.iter().zip(&words);
        let lines: Vec<_> = lines.map(|(forms, words)| Line { forms, words }).collect();
        is_personal(&lines, Knowledge::embedded())
    }

    #[test]
    fn posts_are_personal_and_reports_are_not() {
        assert!(is("We ate at Rumi's last week. You will love it, my kids did."));
        assert!(!is("Norway recalled its ambassador on Monday. Talks with Peru go on."));
        assert!(!is(""));
        assert!(is(&"I will go there. ".repeat(3_000)));
        assert!(!is(&"I will go there. ".repeat(5_000)));
    }

    #[test]
    fn what_is_quoted_is_nobody_s_own_talk() {
        assert!(!is(
            "“I told my people. We will not give in to you,” the president said on Monday."
        ));
        assert!(!is("\"We lost our homes,\" she said. The river fell on Friday."));
        assert!(is("\"We lost our homes,\" she said. I saw it, and so will you."));
    }
}
