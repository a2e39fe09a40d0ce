//! Trees that the parser gets wrong in one way in, as they should be out.
//!
//! "Due to" is a preposition in most of what the parser learnt from; "is due to meet" is not. It touches
//! nothing but such turns, and looks at no meaning.

use model::{Deprel, Upos, Xpos};

use crate::syntax::Word;

/// "She is due to visit Lima": "due" as a preposition of the verb becomes what she is, and the verb what it
/// is to.
pub(crate) fn due(forms: &[&str], words: &mut [Word]) {
    for i in 0..words.len().saturating_sub(2) {
        let verb = words[i].head as usize;
        let behind = matches!(words[i].deprel, Deprel::Mark | Deprel::Case) && verb > i + 2;
        if !behind
            || !forms[i].eq_ignore_ascii_case("due")
            || !forms[i + 1].eq_ignore_ascii_case("to")
            || words[i + 1].head as usize != i + 1
            || words[verb - 1].xpos != Xpos::Vb
        {
            continue;
        }
        let before = |w: &Word| w.head as usize == verb;
        if !words[..i].iter().any(|w| before(w) && w.deprel == Deprel::Cop) {
            continue;
        }
        for w in words[..i].iter_mut().filter(|w| before(w)) {
            w.head = i as u32 + 1;
        }
        let (head, deprel) = (words[verb - 1].head, words[verb - 1].deprel);
        words[i] = Word { head, deprel, upos: Upos::Adj, xpos: Xpos::Jj, ..words[i] };
        words[i + 1] = Word { head: verb as u32, deprel: Deprel::Mark, ..words[i + 1] };
        let down = &mut words[verb - 1];
        (down.head, down.deprel) = (i as u32 + 1, Deprel::Xcomp);
    }
}
