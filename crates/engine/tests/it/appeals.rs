//! CAMEO has those who ask apart from those who demand.

use engine::Engine;
use model::{DocumentKind, EventType, RawDocument};

fn request(text: &str) -> String {
    let reading = Engine::new().read(&RawDocument {
        kind: DocumentKind::Record,
        bytes: text.as_bytes().to_vec(),
        ..RawDocument::default()
    });
    let found = reading.events.iter().find(|e| e.class.event_type == EventType::Request);
    found.map_or_else(String::new, |e| e.class.cameo.clone())
}

#[test]
fn who_urges_appeals_and_who_demands_does_not() {
    for (text, root) in [
        ("Norway urged Iceland on Monday to release the fishermen.", "02"),
        ("Norway called on Iceland to release the fishermen.", "02"),
        ("Norway asked Iceland for aid.", "02"),
        ("Norway demanded that Iceland release the fishermen.", "10"),
        ("Norway demanded an apology from Iceland.", "10"),
    ] {
        let code = request(text);
        assert!(code.starts_with(root), "{text} {code}");
    }
}
