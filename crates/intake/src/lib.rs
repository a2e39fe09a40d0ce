//! Outside in: paths and standard input become [`RawDocument`]s, one by one.
//!
//! A file is a text, an HTML page, or lines of JSON (one document a line); a folder is read with
//! everything below it, in the order of names. What cannot be read is told with its reason, and the
//! rest goes on. Nothing here looks inside a document.

#![allow(clippy::disallowed_methods, reason = "this is the room that reads files")]

mod error;
mod kind;
mod lines;

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use model::RawDocument;

pub use crate::error::{Error, ErrorKind};

/// Largest single text or page, in bytes.
const N_BYTES_MAX: u64 = 256 << 20;

/// One document, or why there is none.
pub type Item = Result<RawDocument, Error>;

/// Documents at the given paths, patterns (`*`, `?`, `**`) and `-` for standard input, in order.
///
/// Files are opened one at a time; lines of JSON are read one at a time.
pub fn read(paths: &[String]) -> impl Iterator<Item = Item> + Send {
    let mut sources: Vec<Result<Source, Error>> = Vec::new();
    for path in paths {
        if path == "-" {
            sources.push(Ok(Source::Standard));
        } else {
            expand(path, &mut sources);
        }
    }
    sources.into_iter().flat_map(|source| match source {
        Ok(Source::Standard) => documents_of_standard_input(),
        Ok(Source::File(path)) => documents_of_file(&path),
        Err(e) => one(Err(e)),
    })
}

/// Documents in lines of JSON that are already in memory, in order; `origin` names them in messages.
pub fn records(bytes: Vec<u8>, origin: &str) -> impl Iterator<Item = Item> + Send {
    lines::documents(Box::new(io::Cursor::new(bytes)), origin.to_owned())
}

enum Source {
    Standard,
    File(PathBuf),
}

type Items = Box<dyn Iterator<Item = Item> + Send>;

fn one(item: Item) -> Items {
    Box::new(std::iter::once(item))
}

fn expand(path: &str, sources: &mut Vec<Result<Source, Error>>) {
    let p = Path::new(path);
    if p.is_dir() {
        let mut files = Vec::new();
        walk(p, &mut files, sources);
        files.sort();
        if files.is_empty() {
            sources.push(Err(Error::new(path, 0, ErrorKind::Empty, "the folder holds no file")));
        }
        sources.extend(files.into_iter().map(|f| Ok(Source::File(f))));
    } else if path.contains(['*', '?', '[']) && !p.exists() {
        match glob::glob(path) {
            Ok(found) => {
                let mut files: Vec<PathBuf> = found.flatten().filter(|f| f.is_file()).collect();
                files.sort();
                if files.is_empty() {
                    let message = "no file matches this pattern";
                    sources.push(Err(Error::new(path, 0, ErrorKind::Missing, message)));
                }
                sources.extend(files.into_iter().map(|f| Ok(Source::File(f))));
            }
            Err(e) => sources.push(Err(Error::new(path, 0, ErrorKind::Missing, e.msg))),
        }
    } else {
        sources.push(Ok(Source::File(p.to_owned())));
    }
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>, problems: &mut Vec<Result<Source, Error>>) {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) => {
            problems.push(Err(Error::io(&dir.display().to_string(), &e)));
            return;
        }
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if path.is_dir() {
            if !hidden {
                walk(&path, files, problems);
            }
        } else if !hidden {
            files.push(path);
        }
    }
}

fn documents_of_file(path: &Path) -> Items {
    let origin = path.display().to_string();
    let mut file = match fs::File::open(path) {
        Ok(file) => file,
        Err(e) => return one(Err(Error::io(&origin, &e))),
    };
    if path.is_dir() {
        return one(Err(Error::new(&origin, 0, ErrorKind::Unreadable, "it is a folder")));
    }
    if kind::is_lines(path) {
        return Box::new(lines::documents(Box::new(io::BufReader::new(file)), origin));
    }
    let size = file.metadata().map_or(0, |m| m.len());
    if size > N_BYTES_MAX {
        let message =
            format!("{size} bytes are more than the {N_BYTES_MAX} that one text may have");
        return one(Err(Error::new(&origin, 0, ErrorKind::TooLarge, message)));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    if let Err(e) = file.read_to_end(&mut bytes) {
        return one(Err(Error::io(&origin, &e)));
    }
    documents_of_bytes(origin, Some(path), bytes)
}

fn documents_of_standard_input() -> Items {
    let mut bytes = Vec::new();
    if let Err(e) = io::stdin().lock().read_to_end(&mut bytes) {
        return one(Err(Error::io("-", &e)));
    }
    documents_of_bytes("-".to_owned(), None, bytes)
}

fn documents_of_bytes(origin: String, path: Option<&Path>, bytes: Vec<u8>) -> Items {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return one(Err(Error::new(&origin, 0, ErrorKind::Empty, "the file is empty")));
    }
    if kind::is_binary(&bytes) {
        let message = format!("it is {}, not text", kind::name_of_binary(&bytes));
        return one(Err(Error::new(&origin, 0, ErrorKind::Binary, message)));
    }
    if path.is_none() && kind::looks_like_lines(&bytes) {
        return Box::new(lines::documents(Box::new(io::Cursor::new(bytes)), origin));
    }
    let kind = kind::of(path, &bytes);
    one(Ok(RawDocument { origin, kind, bytes, ..RawDocument::default() }))
}
