//! What was fetched before, kept in a file of JSON lines: so that a run can be taken up again, and a
//! page that has not changed is not sent again.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
};

use serde_json::{Value, json};

/// What is known of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    /// Seconds since 1970.
    pub(crate) fetched_s: u64,
    /// It is a feed or list: asked each time.
    pub(crate) is_list: bool,
}

/// Addresses fetched so far.
#[derive(Default)]
pub(crate) struct State {
    known: HashMap<String, Known>,
    file: Option<File>,
}

impl State {
    /// Opens the file, which need not exist. A last line that a stopped run left unfinished is
    /// passed over.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub(crate) fn open(path: Option<&Path>) -> std::io::Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let mut known = HashMap::new();
        let mut whole = true;
        if path.exists() {
            let mut input = BufReader::new(File::open(path)?);
            let mut line = Vec::new();
            while input.read_until(b'\n', &mut line)? > 0 {
                whole = line.ends_with(b"\n");
                if let Ok(value) = serde_json::from_slice::<Value>(&line) {
                    known.extend(entry(&value));
                }
                line.clear();
            }
        }
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        if !whole {
            file.write_all(b"\n")?;
        }
        Ok(Self { known, file: Some(file) })
    }

    pub(crate) fn get(&self, address: &str) -> Option<&Known> {
        self.known.get(address)
    }

    /// Keeps what is known of an address now.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn keep(&mut self, address: &str, known: Known) -> std::io::Result<()> {
        if let Some(file) = &mut self.file {
            let value = json!({
                "url": address,
                "etag": known.etag,
                "last_modified": known.last_modified,
                "fetched": known.fetched_s,
                "list": known.is_list,
            });
            file.write_all(format!("{value}\n").as_bytes())?;
        }
        self.known.insert(address.to_owned(), known);
        Ok(())
    }
}

fn entry(value: &Value) -> Option<(String, Known)> {
    let word = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let known = Known {
        etag: word("etag"),
        last_modified: word("last_modified"),
        fetched_s: value.get("fetched").and_then(Value::as_u64).unwrap_or(0),
        is_list: value.get("list").and_then(Value::as_bool).unwrap_or(false),
    };
    word("url").map(|url| (url, known))
}
