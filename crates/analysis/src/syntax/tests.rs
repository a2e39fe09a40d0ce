use super::*;

const FORMS: &[&str] = &["Mexico", "'s", "president", "ruled", "out", "US", "strikes", "."];

/// One root, and every word reaches it.
fn assert_tree(words: &[Word]) {
    if words.is_empty() {
        return;
    }
    assert_eq!(words.iter().filter(|word| word.head == 0).count(), 1);
    for start in 0..words.len() {
        let mut at = start;
        let mut steps = 0;
        while words[at].head != 0 {
            at = words[at].head as usize - 1;
            steps += 1;
            assert!(steps <= words.len(), "cycle at word {start}");
        }
        let is_root = words[start].head == 0;
        assert_eq!(is_root, words[start].deprel == Deprel::Root);
    }
}

#[test]
fn a_plain_sentence() {
    let words = Syntax::embedded().annotate(FORMS, &mut Scratch::default());
    assert_tree(&words);
    assert_eq!(words[3].deprel, Deprel::Root);
    assert_eq!((words[2].head, words[2].deprel), (4, Deprel::Nsubj));
    assert_eq!((words[6].head, words[6].deprel), (4, Deprel::Obj));
    assert_eq!(words[0].name, Some((NameKind::Place, true)));
}

#[test]
fn nothing_gives_nothing() {
    let syntax = Syntax::embedded();
    let mut scratch = Scratch::default();
    assert!(syntax.annotate(&[], &mut scratch).is_empty());
    assert_eq!(syntax.annotate_sentences(&[vec![], vec![]], &mut scratch), [[], []]);
}

#[test]
fn any_forms_have_a_tree() {
    let syntax = Syntax::embedded();
    let mut scratch = Scratch::default();
    let long = "x".repeat(1_000_000);
    let odd = ["", " ", "🙂", "\u{0}", "İ", "ß", "-", "٣", "the", "Ünïted", &long, "said"];
    let mut state = 1_u32;
    for length in (1..60).chain([255, 256, 257, 700]) {
        let forms: Vec<&str> = (0..length)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                odd[(state >> 16) as usize % odd.len()]
            })
            .collect();
        let words = syntax.annotate(&forms, &mut scratch);
        assert_eq!(words.len(), length);
        assert_tree(&words);
    }
}

#[test]
fn a_batch_gives_what_each_sentence_gives() {
    let syntax = Syntax::embedded();
    let mut scratch = Scratch::default();
    let sentences: Vec<Vec<&str>> =
        (0..FORMS.len()).map(|start| FORMS[start..].to_vec()).chain([vec![]]).collect();
    let together = syntax.annotate_sentences(&sentences, &mut scratch);
    for (sentence, words) in sentences.iter().zip(&together) {
        assert_eq!(&syntax.annotate(sentence, &mut Scratch::default()), words);
    }
}

/// More forms than are kept, so that some are met, forgotten and met again.
#[test]
fn words_met_before_change_nothing() {
    let syntax = Syntax::embedded();
    let mut scratch = Scratch::default();
    for start in (0..6000).step_by(100).chain([0, 3000]) {
        let forms: Vec<String> = (start..start + 100).map(|i| format!("word{i}")).collect();
        let mut forms: Vec<&str> = forms.iter().map(String::as_str).collect();
        forms.extend(FORMS);
        let fresh = syntax.annotate(&forms, &mut Scratch::default());
        assert_eq!(syntax.annotate(&forms, &mut scratch), fresh, "from word{start}");
    }
}

#[test]
fn whole_numbers_multiply_as_broken_ones_do() {
    use kernel::{Linear, Rounded, WORDS};
    // The worst that may come: every product as large as its row allows, all of one sign.
    for (inputs, value) in [(2, 3.0), (160, 3.0), (4096, -0.5)] {
        let weight: Vec<f32> = vec![value; 17 * inputs];
        let mut x = vec![value.abs(); WORDS * inputs];
        x[inputs..2 * inputs].fill(0.0);
        let (mut rounded, mut y) = (Rounded::default(), Vec::new());
        rounded.read(&x, inputs);
        let linear = Linear::new(&weight, &[1.0; 17], inputs);
        linear.apply(&rounded, &mut y);
        let wanted = value * value.abs() * inputs as f32 + 1.0;
        for (word, row) in y.chunks_exact(linear.stride()).enumerate() {
            let wanted = if word == 1 { 1.0 } else { wanted };
            for y in &row[..17] {
                assert!((y - wanted).abs() <= wanted.abs() / 1000.0, "{y} for {wanted}");
            }
        }
    }
}

#[test]
fn a_file_survives_a_round_trip() {
    let shape = shape::Shape { width: 16, layers: 1, arc: 8, label: 8 };
    let numbers: Vec<f32> = (0..32).map(|i| i as f32 / 7.0 - 2.0).collect();
    let part = |name: &str, data| file::Part { name: name.to_owned(), rows: 2, columns: 16, data };
    let file = ModelFile {
        shape,
        parts: vec![
            part("a", file::Data::F32(numbers.clone())),
            part("b", file::Data::to_i8(&numbers, 16)),
            part("c", file::Data::to_i16(&numbers, 16)),
            part("d", file::Data::U64((0..32).collect())),
        ],
    };
    let bytes = file.to_bytes();
    assert_eq!(ModelFile::from_bytes(&bytes).as_ref(), Ok(&file));
    for cut in 0..bytes.len() {
        assert!(ModelFile::from_bytes(&bytes[..cut]).is_err());
    }
    assert_eq!(Syntax::load(&bytes).err(), Some(ModelError::Malformed("lexicon".to_owned())));
}
