//! Parquet in, one document a row out.
//!
//! Only the columns that are used are read, one page at a time.

use std::{fs::File, io::BufRead, path::Path, sync::Arc};

use ::parquet::{
    file::{reader::FileReader, serialized_reader::SerializedFileReader},
    record::Field as Value,
    schema::types::Type,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{
    Error, ErrorKind, Options,
    archive::{Spool, spool},
    records::{self, Field, Layout},
    stream::{Flow, Sink},
};

pub(crate) fn documents(
    input: &mut dyn BufRead,
    path: Option<&Path>,
    origin: &str,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let broken = |e: ::parquet::errors::ParquetError| {
        Error::new(origin, 0, ErrorKind::Malformed, format!("its Parquet is broken: {e}"))
    };
    let source = match path.map_or_else(|| spool(input), |p| File::open(p).map(Spool::Disk)) {
        Ok(source) => source,
        Err(e) => return sink.tell(Error::io(origin, &e)),
    };
    let reader: Result<Box<dyn FileReader>, _> = match source {
        Spool::Memory(bytes) => SerializedFileReader::new(bytes::Bytes::from(bytes))
            .map(|r| Box::new(r) as Box<dyn FileReader>),
        Spool::Disk(file) => {
            SerializedFileReader::new(file).map(|r| Box::new(r) as Box<dyn FileReader>)
        }
    };
    match reader {
        Ok(reader) => rows(reader.as_ref(), origin, options, sink, &broken),
        Err(e) => sink.tell(broken(e)),
    }
}

fn rows(
    reader: &dyn FileReader,
    origin: &str,
    options: &Options,
    sink: &mut Sink<'_>,
    broken: &dyn Fn(::parquet::errors::ParquetError) -> Error,
) -> Flow {
    let schema = reader.metadata().file_metadata().schema();
    let names: Vec<&str> = schema.get_fields().iter().map(|f| f.name()).collect();
    let layout = Layout::of(&names, &options.columns);
    if !layout.has_text() {
        let shown = names.iter().take(12).copied().collect::<Vec<_>>().join(", ");
        let message = format!("no column of text; found {shown}");
        return sink.tell(Error::new(origin, 0, ErrorKind::BadRecord, message));
    }
    let mut used: Vec<usize> = layout.used().collect();
    used.sort_unstable();
    used.dedup();
    let fields = used.iter().map(|i| Arc::clone(&schema.get_fields()[*i])).collect();
    let projection = match Type::group_type_builder(schema.name()).with_fields(fields).build() {
        Ok(projection) => projection,
        Err(e) => return sink.tell(broken(e)),
    };
    let rows = match reader.get_row_iter(Some(projection)) {
        Ok(rows) => rows,
        Err(e) => return sink.tell(broken(e)),
    };
    for (i, row) in rows.enumerate() {
        let row = match row {
            Ok(row) => row,
            Err(e) => return sink.tell(broken(e)),
        };
        let value = |field: Field| {
            let name = names[layout.column(field)?];
            row.get_column_iter().find(|(n, _)| *n == name).and_then(|(_, v)| word(v))
        };
        let line = i as u64 + 1;
        let Some(text) = value(Field::Text).filter(|t| !t.trim().is_empty()) else {
            let message = "no text in this row";
            sink.tell(Error::new(origin, line, ErrorKind::BadRecord, message))?;
            continue;
        };
        let (document, problem) = records::document(value, text, origin, line);
        if let Some(problem) = problem {
            sink.tell(problem)?;
        }
        sink.document(document)?;
    }
    Flow::Continue(())
}

/// A value as a word; none for null and for what is no word.
fn word(value: &Value) -> Option<String> {
    let time = |us: i64| {
        let time = Timestamp::from_microsecond(us).ok()?.to_zoned(TimeZone::UTC);
        Some(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
    };
    match value {
        Value::Null => None,
        Value::Str(text) => Some(text.clone()),
        Value::Bytes(bytes) => Some(String::from_utf8_lossy(bytes.data()).into_owned()),
        Value::Date(days) => {
            let day =
                Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(*days).ok()?);
            day.ok().map(|d| d.to_string())
        }
        Value::TimestampMillis(ms) => time(ms.checked_mul(1000)?),
        Value::TimestampMicros(us) => time(*us),
        Value::ListInternal(list) => {
            let words: Vec<String> = list.elements().iter().filter_map(word).collect();
            (!words.is_empty()).then(|| words.join(";"))
        }
        Value::Group(row) => {
            let name = |k: &str| row.get_column_iter().find(|(n, _)| *n == k);
            ["name", "title"].iter().find_map(|k| name(k)).and_then(|(_, v)| word(v))
        }
        Value::MapInternal(_) => None,
        other => Some(other.to_string()),
    }
}
