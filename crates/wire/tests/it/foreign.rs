//! Tables of others, in samples of our own in their columns.

use knowledge::Knowledge;
use model::EventType;
use wire::{
    export::Format,
    foreign::{Foreign, Layout, read, sniff},
};

use crate::{shelling, text};

fn rows(table: &str, layout: Layout) -> Vec<Foreign> {
    assert_eq!(sniff(table), Some(layout));
    let (rows, skipped) = read(table, layout, Knowledge::embedded());
    assert!(skipped.is_empty(), "{skipped:?}");
    rows
}

#[test]
fn what_we_export_we_read_back() {
    for (format, layout) in [
        (Format::Icews, Layout::Icews),
        (Format::Gdelt, Layout::Gdelt),
        (Format::Polecat, Layout::Polecat),
    ] {
        let rows = rows(&text(format, &[shelling()]), layout);
        assert_eq!(rows[0].day.unwrap().to_string(), "2024-03-01", "{format:?}");
        assert!(rows[0].actors.contains(&"RUS".to_owned()), "{format:?}");
        assert_eq!(rows[0].recipients, ["UKR"], "{format:?}");
        assert_eq!(rows[0].event_type, Some(EventType::Assault), "{format:?}");
        assert_eq!(rows[0].place_country.as_deref(), Some("UKR"), "{format:?}");
        assert_eq!(rows.len(), if format == Format::Polecat { 1 } else { 2 });
    }
}

#[test]
fn icews_in_four_columns() {
    let rows = rows(
        "Japan\tMake a visit\tThailand\t2014-09-22\nCitizen (India)\tThreaten\tPolice (Nepal)\t2014-06-20\n",
        Layout::Icews,
    );
    assert_eq!(rows[0].cameo.as_deref(), Some("042"));
    assert_eq!(rows[0].event_type, Some(EventType::Consult));
    assert_eq!((&rows[1].actors[0][..], &rows[1].recipients[0][..]), ("IND", "NPL"));
}

#[test]
fn acled_with_its_own_actors() {
    let table = "event_id_cnty,event_date,year,event_type,sub_event_type,actor1,actor2,country,location,fatalities\n\
        NIR1,2024-03-05,2024,Protests,Peaceful protest,Protesters (Niger),,Niger,Agadez,0\n\
        KEN2,06 March 2024,2024,Violence against civilians,Attack,Police Forces of Kenya (2022-),Civilians (Kenya),Kenya,Garissa,2\n\
        MLI3,2024-03-07,2024,Strategic developments,Other,JNIM,,Mali,Gao,0\n";
    let rows = rows(table, Layout::Acled);
    assert_eq!((rows[0].actors[0].as_str(), rows[0].event_type), ("NER", Some(EventType::Protest)));
    assert_eq!((rows[1].actors[0].as_str(), rows[1].recipients[0].as_str()), ("KEN", "KEN"));
    assert_eq!((rows[1].day.unwrap().to_string().as_str(), rows[1].dead), ("2024-03-06", Some(2)));
    assert_eq!(rows[2].event_type, None);
}

#[test]
fn rows_that_make_no_sense_are_told_with_their_line() {
    let table = "Japan\tMake a visit\tThailand\t2014-09-22\nJapan\tMake a fuss\tThailand\t2014-09-22\nJapan\n";
    let (rows, skipped) = read(table, Layout::Icews, Knowledge::embedded());
    assert_eq!(rows.len(), 1);
    assert_eq!(skipped.iter().map(|s| s.line).collect::<Vec<_>>(), [2, 3]);
    assert!(skipped[0].reason.contains("Make a fuss"));
    let (rows, _) = read("\u{0}\u{1}garbage\n", Layout::Gdelt, Knowledge::embedded());
    assert!(rows.is_empty());
}
