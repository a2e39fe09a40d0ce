//! Answers in the form that was asked for.

use std::io::Write;

use serde_json::Value;

use crate::{Result, commands::events::csv_failure, shelf::Form};

/// Prints an answer: text for people, an object, or rows.
pub(crate) fn answer(
    form: Form,
    table: impl FnOnce() -> String,
    value: impl FnOnce() -> Value,
    rows: impl FnOnce() -> (Vec<String>, Vec<Vec<String>>),
) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match form {
        Form::Table => out.write_all(table().as_bytes())?,
        Form::Json => writeln!(out, "{}", value())?,
        Form::Csv => {
            let (columns, rows) = rows();
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(columns).map_err(|e| csv_failure(&e))?;
            for row in rows {
                writer.write_record(row).map_err(|e| csv_failure(&e))?;
            }
            writer.flush()?;
            return Ok(());
        }
    }
    out.flush()?;
    Ok(())
}

/// Prints items one after the other: text for people, one object a line, or rows.
pub(crate) fn items<T>(
    form: Form,
    items: &[T],
    table: impl Fn(&T) -> String,
    value: impl Fn(&T) -> Value,
    columns: &[&str],
    row: impl Fn(&T) -> Vec<String>,
) -> Result<()> {
    match form {
        Form::Json => {
            let mut out = std::io::stdout().lock();
            for item in items {
                writeln!(out, "{}", value(item))?;
            }
            out.flush()?;
            Ok(())
        }
        _ => answer(
            form,
            || items.iter().map(table).collect(),
            || Value::Null,
            || (columns.iter().map(ToString::to_string).collect(), items.iter().map(row).collect()),
        ),
    }
}
