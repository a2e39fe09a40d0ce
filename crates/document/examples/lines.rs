//! Prints a page's document: metadata, kind, notes, text.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods, missing_docs)]

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let raw = model::RawDocument {
        kind: model::DocumentKind::Html,
        bytes: std::fs::read(path).unwrap(),
        ..model::RawDocument::default()
    };
    let mut notes = model::Notes::default();
    let publishers = &knowledge::Knowledge::embedded().publishers;
    let document = document::document(&raw, publishers, &mut notes);
    println!("{}", document.text);
    println!("{:#?}", model::Document { text: String::new(), ..document });
    println!("{notes:#?}");
}
