//! Any text through tokenizer, tagger, parser and coder: nothing may panic, and every span must
//! lie inside the text.
#![no_main]

use knowledge::Knowledge;
use libfuzzer_sys::fuzz_target;
use model::{Document, Notes};

fuzz_target!(|text: &str| {
    let knowledge = Knowledge::embedded();
    let document = Document { text: text.to_owned(), ..Document::default() };
    let mut notes = Notes::default();
    let analysis = analysis::analyze(&document, knowledge, &mut notes);
    let mut end = 0;
    for token in &analysis.tokens {
        assert!(!token.span.of(text).is_empty(), "token without letters at {:?}", token.span);
        assert!(token.span.start >= end, "tokens overlap at {:?}", token.span);
        end = token.span.end;
    }
    for event in coder::code(&document, &analysis, knowledge, &mut notes) {
        assert!(!event.evidence.trigger.of(text).is_empty());
        for participant in event.actors.iter().chain(&event.recipients) {
            assert!(text.get(participant.span.start as usize..participant.span.end as usize).is_some());
        }
    }
});
