//! Which of several places of one name an act is in.

use engine::Engine;
use model::{DocumentKind, Event, RawDocument};

/// The only event of a sentence, as it is read at an address.
fn only_event(sentence: &str, url: Option<&str>) -> Event {
    let reading = Engine::new().read(&RawDocument {
        kind: DocumentKind::Record,
        bytes: sentence.as_bytes().to_vec(),
        url: url.map(str::to_owned),
        ..RawDocument::default()
    });
    let [event] = reading.events.as_slice() else { panic!("{} events", reading.events.len()) };
    event.clone()
}

#[test]
fn a_local_paper_means_the_town_at_home() {
    let division = |url: Option<&str>| {
        let sentence = "Police arrested three protesters in Springfield on Monday.";
        only_event(sentence, url).place.and_then(|p| p.admin1)
    };
    assert_eq!(division(Some("https://www.sj-r.com/story/1")).as_deref(), Some("Illinois"));
    assert_eq!(division(Some("https://masslive.com/story/2")).as_deref(), Some("Massachusetts"));
    assert_eq!(division(Some("https://example.org/story/3")), division(None));
}

#[test]
fn an_american_paper_does_not_move_towns_to_america() {
    let country = |url: Option<&str>| {
        let event = only_event("The mayor of Bitola met the governor on Monday.", url);
        event.actors[0].entity.code.country.clone()
    };
    assert_eq!(country(None).as_deref(), Some("MKD"));
    assert_eq!(country(Some("https://www.nytimes.com/story/4")).as_deref(), Some("MKD"));
}
