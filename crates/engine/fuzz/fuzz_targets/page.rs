//! Any bytes as a page: always a document, and every span lies inside its text, in order and apart.
#![no_main]

use knowledge::Knowledge;
use libfuzzer_sys::fuzz_target;
use model::{DocumentKind, Notes, RawDocument};

fuzz_target!(|bytes: &[u8]| {
    let publishers = &Knowledge::embedded().publishers;
    for kind in [DocumentKind::Html, DocumentKind::Text] {
        let raw = RawDocument { kind, bytes: bytes.to_vec(), ..RawDocument::default() };
        let document = document::document(&raw, publishers, &mut Notes::default());
        let mut end = 0;
        for span in document.apart() {
            assert!(span.start >= end, "spans overlap at {span:?}");
            assert!(document.text.get(span.start as usize..span.end as usize).is_some());
            end = span.end;
        }
    }
});
