//! The sentences in which ambiguous words speak for their context.

use engine::Engine;
use model::{DocumentKind, RawDocument};

#[test]
fn ambiguous_words_speak_for_their_context_in_their_witness() {
    let engine = Engine::new();
    let mut wrong = Vec::new();
    for (context, sentence, words) in engine.knowledge().contexts.witnesses() {
        let lower = sentence.to_lowercase();
        for word in words {
            let stem = word.trim_end_matches(['s', 'y']);
            if !lower.contains(stem) {
                wrong.push(format!("{context}: `{word}` is not in “{sentence}”"));
            }
        }
        let reading = engine.read(&RawDocument {
            kind: DocumentKind::Record,
            bytes: sentence.as_bytes().to_vec(),
            published: "2026-01-14".parse().ok(),
            ..RawDocument::default()
        });
        if !reading.events.iter().any(|e| e.contexts.contains(context)) {
            let events: Vec<String> = reading
                .events
                .iter()
                .map(|e| format!("{} {:?}", e.class.event_type, e.contexts))
                .collect();
            wrong.push(format!("{context}: not of “{sentence}”: {}", events.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
