//! Tables (CSV, TSV) in, one document a row out.
//!
//! The delimiter is sniffed; columns are known by their names or named by the caller. Quoted values
//! may hold line breaks; a quote that is never closed costs one record at most.

use std::io::{self, BufRead};

use crate::{
    Error, ErrorKind, Format, Options,
    charset::Utf8Reader,
    options::N_RECORD_BYTES_MAX,
    records::{self, Columns, Field, Layout},
    stream::{Flow, Sink},
};

/// Most columns of a row.
const N_COLUMNS_MAX: usize = 5000;

/// Documents of a stream of rows under a row of names.
pub(crate) fn documents(
    input: &mut dyn BufRead,
    head: &[u8],
    format: Format,
    origin: &str,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let delimiter = if format == Format::Tsv { b'\t' } else { sniff_delimiter(head) };
    let mut rows = Rows::new(Utf8Reader::new(input, head, options.charset.as_deref()), delimiter);
    let names = match rows.next_row() {
        Ok(Some(names)) => names,
        Ok(None) => return Flow::Continue(()),
        Err(e) => return sink.tell(Error::io(origin, &e)),
    };
    let names: Vec<&str> = names.values.iter().map(|n| n.trim()).collect();
    let layout = Layout::of(&names, &options.columns);
    if !layout.has_text() {
        let links = layout.column(Field::Url).is_some() || crate::links::is_gdelt(&names);
        let shown: Vec<String> =
            names.iter().take(12).map(|n| n.chars().take(30).collect()).collect();
        let (kind, message) = if links {
            (ErrorKind::List, "it lists addresses and holds no text".to_owned())
        } else {
            let message = format!("no column of text; found {}", shown.join(", "));
            (ErrorKind::BadRecord, message)
        };
        return sink.tell(Error::new(origin, 1, kind, message));
    }
    loop {
        let mut row = match rows.next_row() {
            Ok(Some(row)) => row,
            Ok(None) => return Flow::Continue(()),
            Err(e) => return sink.tell(Error::io(origin, &e)),
        };
        if row.values.iter().all(|v| v.trim().is_empty()) {
            continue;
        }
        let told = |kind, message: String| Error::new(origin, row.line, kind, message);
        if row.too_large {
            let message = format!("a row of more than {N_RECORD_BYTES_MAX} bytes: an open quote?");
            sink.tell(told(ErrorKind::TooLarge, message))?;
            continue;
        }
        let at = layout.column(Field::Text).unwrap_or(0);
        let n = row.values.len();
        let text = row.values.get_mut(at).map(std::mem::take).unwrap_or_default();
        if text.trim().is_empty() {
            let message = if n <= at {
                format!("{n} values, but the text is in column {}", at + 1)
            } else {
                "no text in this row".to_owned()
            };
            sink.tell(told(ErrorKind::BadRecord, message))?;
            continue;
        }
        let value = |f| layout.column(f).and_then(|i| row.values.get(i).cloned());
        let (document, problem) = records::document(value, text, origin, row.line);
        if let Some(problem) = problem {
            sink.tell(problem)?;
        }
        sink.document(document)?;
    }
}

/// The format of text whose name does not tell, where it is a table: a row of names two of which are
/// known, the text or the address among them, or one of GDELT's rows.
pub(crate) fn of_head(head: &str) -> Option<Format> {
    let delimiter = sniff_delimiter(head.as_bytes());
    let row = Rows::new(io::Cursor::new(head.as_bytes()), delimiter).next_row().ok()??;
    let names: Vec<&str> = row.values.iter().map(|n| n.trim()).collect();
    let layout = Layout::of(&names, &Columns::default());
    let named = layout.used().count() >= 2
        && (layout.has_text() || layout.column(Field::Url).is_some())
        && names.iter().all(|n| n.len() <= 40);
    (named || crate::links::is_gdelt(&names)).then_some(match delimiter {
        b'\t' => Format::Tsv,
        _ => Format::Csv,
    })
}

/// The delimiter that gives the first rows most columns, and the same number of them.
pub(crate) fn sniff_delimiter(head: &[u8]) -> u8 {
    let head = String::from_utf8_lossy(head);
    let mut best = (b',', 0);
    for delimiter in [b',', b'\t', b';', b'|'] {
        let mut rows = Rows::new(io::Cursor::new(head.as_bytes()), delimiter);
        let mut widths = Vec::new();
        while let Ok(Some(row)) = rows.next_row() {
            if !row.values.iter().all(String::is_empty) {
                widths.push(row.values.len());
            }
            if widths.len() == 20 {
                break;
            }
        }
        let first = widths.first().copied().unwrap_or(0);
        if first < 2 {
            continue;
        }
        let n_same = widths.iter().filter(|w| **w == first).count();
        let score = first.min(50) * 100 * n_same / widths.len().max(1);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// One row.
pub(crate) struct Row {
    pub(crate) values: Vec<String>,
    /// Line it starts on, from 1.
    pub(crate) line: u64,
    /// It was longer than a record may be; the values are not whole.
    pub(crate) too_large: bool,
}

/// Rows of a stream of UTF-8 by RFC 4180, with what is found in use besides.
pub(crate) struct Rows<R> {
    input: R,
    delimiter: u8,
    line: u64,
}

impl<R: BufRead> Rows<R> {
    pub(crate) fn new(input: R, delimiter: u8) -> Self {
        Self { input, delimiter, line: 1 }
    }

    /// The next row; none at the end.
    pub(crate) fn next_row(&mut self) -> io::Result<Option<Row>> {
        let mut row = Row { values: Vec::new(), line: self.line, too_large: false };
        let mut value: Vec<u8> = Vec::new();
        let mut n_bytes = 0usize;
        let mut quoted = false;
        // A quote inside quotes: the second of two, or the end.
        let mut was_quote = false;
        let mut any = false;
        loop {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                if !any {
                    return Ok(None);
                }
                push(&mut row, &mut value);
                return Ok(Some(row));
            }
            any = true;
            let mut n_read = 0;
            let mut done = false;
            for b in bytes {
                n_read += 1;
                n_bytes += 1;
                if *b == b'\n' {
                    self.line += 1;
                }
                if n_bytes > N_RECORD_BYTES_MAX {
                    row.too_large = true;
                    quoted = false;
                    value.clear();
                }
                if quoted && !was_quote {
                    if *b == b'"' {
                        was_quote = true;
                    } else {
                        value.push(*b);
                    }
                    continue;
                }
                if was_quote {
                    was_quote = false;
                    if *b == b'"' {
                        value.push(b'"');
                        continue;
                    }
                    quoted = false;
                }
                match *b {
                    b'"' if value.iter().all(u8::is_ascii_whitespace) && !row.too_large => {
                        value.clear();
                        quoted = true;
                    }
                    b'\n' => {
                        done = true;
                        break;
                    }
                    b'\r' => {}
                    b if b == self.delimiter => push(&mut row, &mut value),
                    b if !row.too_large => value.push(b),
                    _ => {}
                }
            }
            self.input.consume(n_read);
            if done {
                push(&mut row, &mut value);
                return Ok(Some(row));
            }
        }
    }
}

fn push(row: &mut Row, value: &mut Vec<u8>) {
    if row.values.len() < N_COLUMNS_MAX {
        row.values.push(String::from_utf8_lossy(value).into_owned());
    }
    value.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut rows = Rows::new(io::BufReader::with_capacity(3, text.as_bytes()), delimiter);
        std::iter::from_fn(|| rows.next_row().unwrap().map(|r| r.values)).collect()
    }

    #[test]
    fn quotes_breaks_and_ends() {
        assert_eq!(
            rows("a,\"b \"\"c\"\"\nd\",e\r\n,x \"y\",\"\"\nlast", b','),
            [vec!["a", "b \"c\"\nd", "e"], vec!["", "x \"y\"", ""], vec!["last"]]
        );
    }

    #[test]
    fn delimiters_are_sniffed() {
        assert_eq!(sniff_delimiter(b"id;text\n1;a, b, c\n2;d, e\n"), b';');
        assert_eq!(sniff_delimiter(b"id\ttext\n1\ta, b; c\n"), b'\t');
        assert_eq!(sniff_delimiter(b"id,text\n1,\"a; b; c\"\n2,\"x;y\"\n"), b',');
        assert_eq!(sniff_delimiter(b"text\nno delimiter at all\n"), b',');
    }
}
