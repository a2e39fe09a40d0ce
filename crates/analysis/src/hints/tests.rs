use knowledge::Knowledge;
use model::{Document, EventType, Notes, TokenIdx};

use super::*;

const TEXT: &str = "Lawmakers in Kyiv lambasted the pact on Monday. The president of Poland met the \
                    chancellor of Germany in Warsaw. Add two cups of flour.";

fn analysis(text: &str) -> Analysis {
    let document = Document { text: text.to_owned(), ..Document::default() };
    crate::analyze(&document, Knowledge::embedded(), &mut Notes::default())
}

fn word(analysis: &Analysis, lemma: &str) -> TokenIdx {
    let at = analysis.tokens.iter().position(|t| t.lemma == lemma).expect("the text has the word");
    TokenIdx(at as u32)
}

#[test]
fn acts_are_hinted_at_and_cooking_is_not() {
    let analysis = analysis(TEXT);
    assert_eq!(analysis.hints.len(), analysis.tokens.len());
    let hint = |lemma: &str| analysis.hint(word(&analysis, lemma)).expect("one for each token");
    let (kind, chance) = hint("meet").likeliest();
    assert_eq!(kind, EventType::Consult);
    assert!(chance > 0.5, "meet: {chance}");
    assert!(hint("meet").asserted() > 0.5);
    assert!(hint("add").likeliest().1 < 0.1);
}

#[test]
fn who_does_it_fits_better_than_who_undergoes_it() {
    let text = "Russian forces shelled Ukrainian villages on Monday.";
    let analysis = analysis(text);
    let hint = |lemma: &str| analysis.hint(word(&analysis, lemma)).expect("one for each token");
    let (act, by, to) = (hint("shell"), hint("force"), hint("village"));
    assert!(act.link(by, false) > act.link(to, false));
    assert!(act.link(to, true) > act.link(by, true));
}

#[test]
fn hints_do_not_depend_on_what_was_read_before() {
    let first = analysis(TEXT).hints;
    analysis("Other words altogether, and more of them, read by the same thread.");
    assert_eq!(analysis(TEXT).hints, first);
}

#[test]
fn no_text_has_no_hints() {
    assert!(analysis("").hints.is_empty());
}

#[test]
fn a_damaged_model_is_refused() {
    let whole: &[u8] = include_bytes!("../../../../models/en/hints.bin");
    for cut in [0, 7, 30, whole.len() / 2, whole.len() - 1] {
        assert!(Hints::load(&whole[..cut]).is_err(), "cut at {cut}");
    }
    assert_eq!(Hints::load(b"DMVEC 1\n").err(), Some(ModelError::NotAModel));
}
