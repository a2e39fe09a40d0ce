//! Points on a map (RFC 7946): one feature an event that has coordinates.

use std::io::Write;

use serde_json::json;

use super::{
    Row, Sheet,
    rows::{headline, name},
};

pub(super) struct Features<'a> {
    out: Box<dyn Write + Send + 'a>,
    n: usize,
}

impl<'a> Features<'a> {
    pub(super) fn new(mut out: Box<dyn Write + Send + 'a>) -> std::io::Result<Self> {
        write!(out, "{{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Self { out, n: 0 })
    }
}

impl Sheet for Features<'_> {
    fn row(&mut self, row: &Row<'_>) -> std::io::Result<Result<(), &'static str>> {
        let e = row.event;
        let (Some(lat), Some(lon)) = (e["place"]["lat"].as_f64(), e["place"]["lon"].as_f64())
        else {
            return Ok(Err("without coordinates"));
        };
        let names = |list: Vec<&serde_json::Value>| list.into_iter().map(name).collect::<Vec<_>>();
        let feature = json!({
            "type": "Feature",
            "id": row.id(),
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {
                "title": headline(row),
                "type": e["type"],
                "mode": e["mode"],
                "quad": e["quad"],
                "intensity": e["intensity"],
                "status": e["status"],
                "actor": names(row.actors()),
                "recipient": names(row.recipients()),
                "date_start": e["date"]["start"],
                "date_end": e["date"]["end"],
                "place": e["place"]["name"],
                "country": e["place"]["country"],
                "dead_least": e["magnitude"]["dead"]["least"],
                "injured_least": e["magnitude"]["injured"]["least"],
                "size_least": e["magnitude"]["size"]["least"],
                "sentence": e["sentence"]["text"],
                "document": e["document"],
                "url": row.document["url"],
            },
        });
        write!(self.out, "{}\n{feature}", if self.n > 0 { "," } else { "" })?;
        self.n += 1;
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> std::io::Result<()> {
        writeln!(self.out, "\n]}}")?;
        self.out.flush()
    }
}
