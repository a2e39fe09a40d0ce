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

#[test]
fn a_paper_means_its_own_police_where_it_names_no_country() {
    let country = |url: Option<&str>| {
        let event = only_event("Police arrested three protesters on Monday.", url);
        event.actors[0].entity.code.country.clone()
    };
    assert_eq!(country(Some("https://www.iol.co.za/story/5")).as_deref(), Some("ZAF"));
    // A host that no table has, under a national domain; one that says nothing.
    assert_eq!(country(Some("https://news.example.com.gh/6")).as_deref(), Some("GHA"));
    assert_eq!(country(Some("https://example.org/7")), None);
}

#[test]
fn a_page_updated_years_later_speaks_of_its_update() {
    let day = |updated: &str| {
        let page = format!(
            r#"<html><head><title>What is it?</title><script type="application/ld+json">
            {{"@type":"NewsArticle","datePublished":"2012-05-10","dateModified":"{updated}"}}
            </script></head><body><article><h1>What is it?</h1><p>Norwegian police arrested the three Swedish
            protesters on Monday, said the ministry, which had asked them to leave the square in Oslo.</p>
            </article></body></html>"#
        );
        let reading = Engine::new().read(&RawDocument {
            kind: DocumentKind::Html,
            bytes: page.into_bytes(),
            ..RawDocument::default()
        });
        reading.document.today.map(|d| d.to_string())
    };
    assert_eq!(day("2012-05-12").as_deref(), Some("2012-05-10"));
    assert_eq!(day("2026-04-24").as_deref(), Some("2026-04-24"));
}
