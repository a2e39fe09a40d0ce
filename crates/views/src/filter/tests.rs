use jiff::civil::date;
use model::{Context, EventType, Sector, Status};
use store::Who;

use super::*;

fn read(text: &str) -> Result<Filter, FilterError> {
    let knowledge = Knowledge::embedded();
    parse(text, &Words { knowledge, today: Some(date(2019, 3, 1)) })
}

fn code(country: &str) -> Who {
    Who::Code { country: Some(country.to_owned()), sector: None }
}

#[test]
fn every_key_is_read() {
    let f = read(
        "actor:MEX recipient:USA.GOV type:THREATEN,reject status:happened context:military \
         since:2026-01 until:2026-02 text:\"fentanyl smugglers\" confidence:>0.8 -place:SYR \
         publisher:Reuters cameo:13",
    )
    .unwrap();
    assert_eq!(f.actors, [[code("MEX")]]);
    let gov = Who::Code { country: Some("USA".into()), sector: Some(Sector::Gov) };
    assert_eq!(f.recipients, [[gov]]);
    assert_eq!(f.types, [EventType::Threaten, EventType::Reject]);
    assert_eq!(f.statuses, [Status::Happened]);
    assert_eq!(f.contexts, [[Context::Military]]);
    assert_eq!(f.since, Some(date(2026, 1, 1)));
    assert_eq!(f.until, Some(date(2026, 2, 28)));
    assert_eq!(f.text, ["fentanyl smugglers"]);
    assert_eq!(f.confidence, Some((81, 100)));
    assert_eq!(f.not[0].places, [["SYR"]]);
    assert_eq!(read("").unwrap(), Filter::default());
}

#[test]
fn names_are_resolved() {
    assert_eq!(read("actor:\"North Korea\"").unwrap().actors, [[code("PRK")]]);
    assert_eq!(read("actor:mexico").unwrap().actors, [[code("MEX")]]);
    let kim = read("party:\"Kim Jong Un\"").unwrap();
    assert!(matches!(&kim.parties[0][0], Who::Known(id) if id.starts_with("PRK/")), "{kim:?}");
    let jane = read("speaker:\"Jane Q. Doe\"").unwrap();
    assert_eq!(jane.speakers, [[Who::Named("Jane Q. Doe".into())]]);
    assert_eq!(read("dyad:PRK-USA").unwrap().dyads, [("PRK".to_owned(), "USA".to_owned())]);
    let forces = Who::Code { country: None, sector: Some(Sector::Mil) };
    assert_eq!(read("actor:.MIL").unwrap().actors, [[forces.clone()]]);
    assert_eq!(read("actor:MIL").unwrap().actors, [[forces]]);
}

#[test]
fn days_count_back_and_words_stand_for_text() {
    let f = read("since:7d sanctions \"ballistic missile\"").unwrap();
    assert_eq!(f.since, Some(date(2019, 2, 22)));
    assert_eq!(f.text, ["sanctions", "ballistic missile"]);
}

#[test]
fn errors_point_at_the_word_and_name_the_nearest() {
    for (text, word, hint) in [
        ("acter:MEX", "acter", "`actor:`"),
        ("actor:MEX type:THREATN", "THREATN", "`THREATEN`"),
        ("actor:MXE", "MXE", "`MEX`"),
        ("actor:USA.GVO", "USA.GVO", "`GOV`"),
        ("status:hapened", "hapened", "`happened`"),
        ("since:yesterday", "yesterday", "YYYY-MM-DD"),
        ("since:2019-02-30", "2019-02-30", "YYYY-MM-DD"),
        ("confidence:80", "80", ">0.8"),
        ("quad:5", "5", "1"),
        ("dyad:USA", "USA", "dyad:USA-PRK"),
        ("context:militry", "militry", "`military`"),
        ("text:\"open", "\"open", "close"),
        ("actor: MEX", "actor", "without a blank"),
        ("type:AID type:SANCTION", "type:SANCTION", "comma"),
    ] {
        let e = read(text).unwrap_err();
        assert_eq!(&text[e.at.0..e.at.1], word, "{text}: {e:?}");
        assert!(e.hint.contains(hint), "{text}: {}", e.hint);
    }
    let e = read("since:2020 until:2019").unwrap_err();
    assert!(e.hint.contains("exchange"), "{e:?}");
}

#[test]
fn the_mark_stands_under_the_word() {
    let text = "speaker:\"José\" type:THREATN";
    let shown = read(text).unwrap_err().shown(text);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[2].find('^').unwrap(), 2 + "speaker:\"Jose\" type:".len());
    assert_eq!(lines[2].matches('^').count(), "THREATN".len());
}

#[test]
fn a_beginning_is_completed() {
    let knowledge = Knowledge::embedded();
    let texts = |text: &str| -> Vec<String> {
        complete(text, knowledge).into_iter().map(|c| c.text).collect()
    };
    assert_eq!(texts("act"), ["actor:"]);
    assert_eq!(texts("actor:MEX type:THR"), ["THREATEN"]);
    assert_eq!(texts("type:AID,THR"), ["THREATEN"]);
    assert!(texts("actor:ME").contains(&"MEX".to_owned()));
    assert!(texts("recipient:USA.").contains(&"USA.GOV".to_owned()));
    assert!(texts("dyad:USA-PR").contains(&"USA-PRK".to_owned()));
}

#[test]
fn the_guide_explains_every_key_and_shows_errors_as_they_are() {
    let guide = include_str!("../../../../docs/guide/filter.md");
    for doc in KEYS {
        let shown = format!("`{}`", doc.name);
        assert!(guide.contains(&shown), "docs/guide/filter.md does not explain {shown}");
    }
    let text = "actor:MEX type:THREATN";
    let e = read(text).unwrap_err();
    assert!(guide.contains(&format!("error: {}\n\nhint: {}", e.shown(text), e.hint)), "{e:?}");
}
