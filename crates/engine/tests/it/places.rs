//! Which of several places of one name an act is in.

use engine::Engine;
use model::{DocumentKind, RawDocument};

/// First-level division of the place where the only event of a sentence is, as it is read at an address.
fn division(url: Option<&str>) -> Option<String> {
    let reading = Engine::new().read(&RawDocument {
        kind: DocumentKind::Record,
        bytes: b"Police arrested three protesters in Springfield on Monday.".to_vec(),
        url: url.map(str::to_owned),
        ..RawDocument::default()
    });
    let [event] = reading.events.as_slice() else { panic!("{} events", reading.events.len()) };
    event.place.as_ref()?.admin1.clone()
}

#[test]
fn a_local_paper_means_the_town_at_home() {
    assert_eq!(division(Some("https://www.sj-r.com/story/1")).as_deref(), Some("Illinois"));
    assert_eq!(division(Some("https://masslive.com/story/2")).as_deref(), Some("Massachusetts"));
    assert_eq!(division(Some("https://example.org/story/3")), division(None));
}

/// Country of the only actor of a sentence that names it by a town alone, as it is read at an address.
fn country(url: Option<&str>) -> Option<String> {
    let reading = Engine::new().read(&RawDocument {
        kind: DocumentKind::Record,
        bytes: b"The mayor of Bitola met the governor on Monday.".to_vec(),
        url: url.map(str::to_owned),
        ..RawDocument::default()
    });
    reading.events.first()?.actors.first()?.entity.code.country.clone()
}

#[test]
fn an_american_paper_does_not_move_towns_to_america() {
    assert_eq!(country(None).as_deref(), Some("MKD"));
    assert_eq!(country(Some("https://www.nytimes.com/story/4")).as_deref(), Some("MKD"));
}
