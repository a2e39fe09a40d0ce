//! Prints what a page is read as: its text, then everything else, then the notes.
//!
//! `cargo run -p document --example page -- page.html`

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "an example"
)]

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
