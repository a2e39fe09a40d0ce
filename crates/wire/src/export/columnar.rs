//! Our table with types, in Parquet (zstd) and as an Arrow IPC file. Lists are lists, days are days.

use std::{io::Write, sync::Arc};

use arrow_array::{
    ArrayRef, RecordBatch,
    builder::{Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder},
};
use arrow_ipc::writer::FileWriter;
use arrow_schema::{DataType, Field, Schema};
use model::Date;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};

use super::{
    Format, Row, Sheet,
    cells::{Cell, own},
    schema::{Column, Kind, columns},
};

/// Rows that are held before they are written as a batch.
const N_BATCH: usize = 8192;

enum Writer<'a> {
    Parquet(Box<ArrowWriter<Box<dyn Write + Send + 'a>>>),
    Arrow(Box<FileWriter<Box<dyn Write + Send + 'a>>>),
}

pub(super) struct Columnar<'a> {
    writer: Writer<'a>,
    schema: Arc<Schema>,
    columns: Vec<Builder>,
    n_rows: usize,
}

impl<'a> Columnar<'a> {
    pub(super) fn parquet(out: Box<dyn Write + Send + 'a>) -> std::io::Result<Self> {
        let schema = schema();
        let level = ZstdLevel::try_new(3).map_err(std::io::Error::other)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_created_by("demarche".to_owned())
            .build();
        let writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))
            .map_err(std::io::Error::other)?;
        Ok(Self::with(Writer::Parquet(Box::new(writer)), schema))
    }

    pub(super) fn arrow(out: Box<dyn Write + Send + 'a>) -> std::io::Result<Self> {
        let schema = schema();
        let writer = FileWriter::try_new(out, &schema).map_err(std::io::Error::other)?;
        Ok(Self::with(Writer::Arrow(Box::new(writer)), schema))
    }

    fn with(writer: Writer<'a>, schema: Arc<Schema>) -> Self {
        let columns = columns(Format::Parquet).iter().map(Builder::of).collect();
        Self { writer, schema, columns, n_rows: 0 }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.n_rows == 0 {
            return Ok(());
        }
        let arrays: Vec<ArrayRef> = self.columns.iter_mut().map(Builder::finish).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays)
            .map_err(std::io::Error::other)?;
        self.n_rows = 0;
        match &mut self.writer {
            Writer::Parquet(w) => w.write(&batch).map_err(std::io::Error::other),
            Writer::Arrow(w) => w.write(&batch).map_err(std::io::Error::other),
        }
    }
}

impl Sheet for Columnar<'_> {
    fn row(&mut self, row: &Row<'_>) -> std::io::Result<Result<(), &'static str>> {
        for (column, cell) in self.columns.iter_mut().zip(own(row)) {
            column.add(cell);
        }
        self.n_rows += 1;
        if self.n_rows == N_BATCH {
            self.flush()?;
        }
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> std::io::Result<()> {
        self.flush()?;
        match self.writer {
            Writer::Parquet(w) => w.into_inner().map_err(std::io::Error::other)?.flush(),
            Writer::Arrow(w) => w.into_inner().map_err(std::io::Error::other)?.flush(),
        }
    }
}

fn schema() -> Arc<Schema> {
    let fields: Vec<Field> = columns(Format::Parquet)
        .iter()
        .map(|c| {
            let item = Field::new_list_field(DataType::Utf8, true);
            let kind = match c.kind {
                Kind::Text => DataType::Utf8,
                Kind::Integer => DataType::Int64,
                Kind::Number => DataType::Float64,
                Kind::Day => DataType::Date32,
                Kind::List => DataType::List(Arc::new(item)),
            };
            Field::new(c.name, kind, true)
        })
        .collect();
    Arc::new(Schema::new(fields))
}

enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Number(Float64Builder),
    Day(Date32Builder),
    List(ListBuilder<StringBuilder>),
}

impl Builder {
    fn of(column: &Column) -> Self {
        match column.kind {
            Kind::Text => Builder::Text(StringBuilder::new()),
            Kind::Integer => Builder::Integer(Int64Builder::new()),
            Kind::Number => Builder::Number(Float64Builder::new()),
            Kind::Day => Builder::Day(Date32Builder::new()),
            Kind::List => Builder::List(ListBuilder::new(StringBuilder::new())),
        }
    }

    /// A cell of another kind than the column's is nothing.
    fn add(&mut self, cell: Cell) {
        match (self, cell) {
            (Builder::Text(b), Cell::Text(text)) => b.append_value(text),
            (Builder::Text(b), _) => b.append_null(),
            (Builder::Integer(b), Cell::Integer(n)) => b.append_value(n),
            (Builder::Integer(b), _) => b.append_null(),
            (Builder::Number(b), Cell::Number(n)) => b.append_value(n),
            (Builder::Number(b), Cell::Integer(n)) => b.append_value(n as f64),
            (Builder::Number(b), _) => b.append_null(),
            (Builder::Day(b), Cell::Text(day)) => b.append_option(days(&day)),
            (Builder::Day(b), _) => b.append_null(),
            (Builder::List(b), Cell::List(items)) => {
                for item in items {
                    if item.is_empty() {
                        b.values().append_null();
                    } else {
                        b.values().append_value(item);
                    }
                }
                b.append(true);
            }
            (Builder::List(b), _) => b.append(true),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(b) => Arc::new(b.finish()),
            Builder::Integer(b) => Arc::new(b.finish()),
            Builder::Number(b) => Arc::new(b.finish()),
            Builder::Day(b) => Arc::new(b.finish()),
            Builder::List(b) => Arc::new(b.finish()),
        }
    }
}

/// Days since 1970-01-01.
fn days(day: &str) -> Option<i32> {
    let day: Date = day.parse().ok()?;
    let since = day.since(Date::constant(1970, 1, 1)).ok()?;
    Some(since.get_days())
}
