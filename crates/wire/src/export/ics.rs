//! Dates for calendars (RFC 5545): one all-day entry an event that has days.
//!
//! Stamps are the documents' days, never the clock's: the same events give the same calendar.

use std::io::Write;

use icalendar::{Calendar as Ical, Component, Event, EventLike, EventStatus, Property};
use model::Date;

use super::{
    Row, Sheet,
    rows::{headline, text},
};

pub(super) struct Calendar<'a> {
    out: Box<dyn Write + Send + 'a>,
    calendar: Ical,
}

impl<'a> Calendar<'a> {
    pub(super) fn new(out: Box<dyn Write + Send + 'a>, title: &str) -> Self {
        let mut calendar = Ical::empty();
        calendar.append_property(Property::new("VERSION", "2.0"));
        calendar.append_property(Property::new("PRODID", "-//demarche//events//EN"));
        calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
        calendar.append_property(Property::new(
            "X-WR-CALNAME",
            if title.is_empty() { "Events" } else { title },
        ));
        Self { out, calendar }
    }
}

impl Sheet for Calendar<'_> {
    fn row(&mut self, row: &Row<'_>) -> std::io::Result<Result<(), &'static str>> {
        let e = row.event;
        let day = |key: &str| e["date"][key].as_str().and_then(|d| d.parse::<Date>().ok());
        let (Some(start), Some(end)) = (day("start"), day("end")) else {
            return Ok(Err("without a day"));
        };
        // The end of an all-day entry is the day after.
        let Ok(after) = end.tomorrow() else { return Ok(Err("without a day")) };
        let compact = |d: Date| d.to_string().replace('-', "");
        let stamp = if row.published().is_empty() {
            compact(start)
        } else {
            row.published().replace('-', "")
        };
        let mut entry = Event::new();
        entry.uid(&format!("{}@demarche", row.id()));
        entry.add_property("DTSTAMP", format!("{stamp}T000000Z"));
        for (name, value) in [("DTSTART", start), ("DTEND", after)] {
            let mut property = Property::new(name, compact(value));
            property.add_parameter("VALUE", "DATE");
            entry.append_property(property);
        }
        entry.summary(&headline(row));
        entry.description(&text(&e["sentence"]["text"]));
        entry.add_property("CATEGORIES", text(&e["type"]));
        entry.status(match e["status"].as_str() {
            Some("negated") => EventStatus::Cancelled,
            Some("happened" | "planned") => EventStatus::Confirmed,
            _ => EventStatus::Tentative,
        });
        if let Some(place) = e["place"]["name"].as_str() {
            entry.location(place);
        }
        if let (Some(lat), Some(lon)) = (e["place"]["lat"].as_f64(), e["place"]["lon"].as_f64()) {
            entry.add_property("GEO", format!("{lat};{lon}"));
        }
        if let Some(url) = row.document["url"].as_str() {
            entry.url(url);
        }
        self.calendar.push(entry.done());
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> std::io::Result<()> {
        write!(self.out, "{}", self.calendar)?;
        self.out.flush()
    }
}
