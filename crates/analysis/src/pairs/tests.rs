use knowledge::Knowledge;
use model::{Document, Notes};

use super::*;

fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).expect("the text holds the part");
    Span::new(start, start + part.len())
}

fn likeliest(text: &str, actor: &str, recipient: &str) -> EventType {
    let document = Document { text: text.to_owned(), ..Document::default() };
    let analysis = crate::analyze(&document, Knowledge::embedded(), &mut Notes::default());
    let (actor, recipient) = (span(text, actor), span(text, recipient));
    let chances = Pairs::embedded().chances(text, &analysis.sentences, actor, recipient);
    let sum: f32 = chances.iter().map(|c| libm::expf(*c)).sum();
    assert!((sum - 1.0).abs() < 1e-4, "chances sum to {sum}");
    let best = (0..TYPES.len()).max_by(|&a, &b| chances[a].total_cmp(&chances[b]));
    TYPES[best.expect("there are types")]
}

#[test]
fn what_relates_two_spans() {
    let text = "Norway's prime minister lambasted Iceland over its whaling quota.";
    assert_eq!(likeliest(text, "Norway's prime minister", "Iceland"), EventType::Accuse);
    let text = "Troops from Chad shelled two villages in Niger overnight.";
    assert_eq!(likeliest(text, "Troops from Chad", "two villages in Niger"), EventType::Assault);
    let text = "The Peruvian president flew to Quito for talks with her Ecuadorian counterpart.";
    let (actor, recipient) = ("The Peruvian president", "her Ecuadorian counterpart");
    assert_eq!(likeliest(text, actor, recipient), EventType::Consult);
}

#[test]
fn signs_stand_around_both_spans() {
    let pairs = Pairs::embedded();
    let text = "Oslo warned Reykjavik.";
    let marked = pairs.marked(text, [span(text, "Oslo"), span(text, "Reykjavik")]);
    let at = |name: &str| {
        let row = pairs.pieces.row(name);
        marked.rows.iter().position(|&r| r == row)
    };
    assert_eq!(at(SIGNS[0]), Some(1));
    assert_eq!(marked.signs[0], 1);
    assert_eq!(at(SIGNS[2]), Some(marked.signs[1]));
    assert!(at(SIGNS[3]).is_some_and(|end| end > marked.signs[1]));
}

#[test]
fn long_texts_are_read_around_the_spans() {
    let filler = "It rained on the fields and on the river. ".repeat(60);
    let text = format!("{filler}Norway lambasted Iceland. {filler}");
    assert_eq!(likeliest(&text, "Norway", "Iceland"), EventType::Accuse);
}

#[test]
fn what_is_too_long_is_cut_far_from_the_signs() {
    let mut marked = Marked { rows: (0..300).collect(), signs: [200, 210] };
    marked.cut(104);
    assert_eq!(marked.rows.len(), 104);
    assert_eq!((marked.rows[0], marked.rows[103]), (0, 299));
    assert_eq!(marked.signs.map(|at| marked.rows[at]), [200, 210]);
    let mut short = Marked { rows: vec![6, 1, 9, 2, 7], signs: [1, 1] };
    short.cut(104);
    assert_eq!(short.rows.len(), 5);
}

#[test]
fn odd_spans_and_texts_do_no_harm() {
    let pairs = Pairs::embedded();
    for (text, actor, recipient) in [
        ("", Span::new(0, 0), Span::new(0, 0)),
        ("...", Span::new(3, 3), Span::new(0, 9)),
        ("Peru", Span::new(0, 4), Span::new(0, 4)),
        ("\u{fffd}\u{0}\u{301}", Span::new(0, 1), Span::new(1, 2)),
    ] {
        assert!(
            pairs.chances(text, &[], actor, recipient).iter().all(|c| c.is_finite()),
            "{text:?}"
        );
    }
}

#[test]
fn a_damaged_model_is_refused() {
    let whole: &[u8] = include_bytes!("../../../../models/en/pairs.bin");
    for cut in [0, 7, 30, whole.len() / 2, whole.len() - 1] {
        assert!(Pairs::load(&whole[..cut], Pieces::embedded()).is_err(), "cut at {cut}");
    }
}
