use knowledge::Knowledge;
use model::{Document, Notes};

use super::table::{KINDS, names};

/// The loose chains of a text, a line each.
fn joined(text: &str) -> Vec<String> {
    let document = Document { text: text.to_owned(), ..Document::default() };
    let knowledge = Knowledge::embedded();
    let analysis = crate::analyze(&document, knowledge, &mut Notes::default());
    let line = |c: &model::LooseChain| {
        c.phrases.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" | ")
    };
    crate::chains::loose(text, &analysis, knowledge, None).iter().map(line).collect()
}

#[test]
fn speakers_are_joined_with_themselves() {
    let found = joined("I sold my house because I hated it.");
    assert!(found.contains(&"I | my | I".to_owned()), "{found:?}");
    assert!(found.contains(&"my house | it".to_owned()), "{found:?}");
}

#[test]
fn a_noun_takes_up_the_same_noun_with_all_that_hangs_on_it() {
    let found = joined(
        "The bridge over the river fell on Monday. Engineers had warned of the bridge for years.",
    );
    assert!(found.contains(&"The bridge over the river | the bridge".to_owned()), "{found:?}");
}

#[test]
fn what_is_said_once_is_in_no_chain() {
    assert!(joined("A bridge fell.").is_empty());
    assert!(joined("").is_empty());
}

#[test]
fn every_weight_of_the_table_has_its_feature() {
    let names = names();
    let table = include_str!("../../../../../models/en/chains.tsv");
    let mut lines = table.lines().filter(|l| !l.starts_with('#'));
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').skip(1).collect();
    assert_eq!(head, KINDS);
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(names.iter().any(|n| n == cells[0]), "{}", cells[0]);
        assert_eq!(cells.len(), KINDS.len() + 1, "{}", cells[0]);
    }
}
