//! Paths, patterns and standard input in, documents out.

use std::{
    fs,
    io::{self, BufReader, Cursor},
    path::{Path, PathBuf},
};

use crate::{
    Documents, Error, ErrorKind, Format, Options,
    format::page_part,
    leaf,
    stream::{Flow, Sink},
};

/// Bytes read from a file at once.
const N_BUFFER: usize = 256 << 10;

/// Documents at the given paths, patterns (`*`, `?`, `**`) and `-` for standard input, in order.
///
/// A folder is read with everything below it, in the order of names; files are opened one at a
/// time.
pub fn read(paths: &[String], options: &Options) -> Documents {
    let paths = paths.to_vec();
    let options = options.clone();
    Documents::of(move |sink| {
        for path in &paths {
            if of_path(path, &options, sink).is_break() {
                return;
            }
        }
    })
}

/// Documents of bytes in memory; `origin` names them in messages, and its ending may tell the
/// format.
pub fn read_bytes(bytes: Vec<u8>, origin: &str, options: &Options) -> Vec<crate::Item> {
    let mut items = Vec::new();
    let mut put = |item| {
        items.push(item);
        Flow::Continue(())
    };
    let mut sink = Sink::new(&mut put);
    let mut input = Cursor::new(bytes);
    let _ = leaf::stream(&mut input, None, origin, origin, options, 0, &mut sink);
    items
}

/// Documents in lines of JSON that are already in memory, in order; `origin` names them in
/// messages.
pub fn records(bytes: Vec<u8>, origin: &str) -> impl Iterator<Item = crate::Item> + Send + use<> {
    let options = Options { format: Some(Format::Jsonl), ..Options::default() };
    read_bytes(bytes, origin, &options).into_iter()
}

fn of_path(path: &str, options: &Options, sink: &mut Sink<'_>) -> Flow {
    let p = Path::new(path);
    if path == "-" {
        let mut input = BufReader::with_capacity(N_BUFFER, io::stdin());
        leaf::stream(&mut input, None, "-", "-", options, 0, sink)
    } else if p.is_dir() {
        let n_before = sink.n_put;
        folder(p, options, sink)?;
        if sink.n_put == n_before {
            let message = "the folder holds no file";
            return sink.tell(Error::new(path, 0, ErrorKind::Empty, message));
        }
        Flow::Continue(())
    } else if path.contains(['*', '?', '[']) && !p.exists() {
        pattern(path, options, sink)
    } else {
        file(p, options, sink)
    }
}

fn pattern(path: &str, options: &Options, sink: &mut Sink<'_>) -> Flow {
    let found = match glob::glob(path) {
        Ok(found) => found,
        Err(e) => return sink.tell(Error::new(path, 0, ErrorKind::Missing, e.msg)),
    };
    let mut files: Vec<PathBuf> = found.flatten().filter(|f| f.is_file()).collect();
    files.sort();
    if files.is_empty() {
        let message = "no file matches this pattern";
        return sink.tell(Error::new(path, 0, ErrorKind::Missing, message));
    }
    for path in files {
        file(&path, options, sink)?;
    }
    Flow::Continue(())
}

/// Every file below, hidden ones left out; one folder's names are held at a time.
fn folder(dir: &Path, options: &Options, sink: &mut Sink<'_>) -> Flow {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) => return sink.tell(Error::io(&dir.display().to_string(), &e)),
    };
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .filter(|e| !e.file_name().to_string_lossy().starts_with('.'))
        .map(|e| e.path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            // A link upwards would never end.
            if !path.is_symlink() {
                folder(&path, options, sink)?;
            }
        } else if let Some(what) = page_part(&path.to_string_lossy()) {
            let origin = path.display().to_string();
            let message = format!("it is {what}");
            sink.tell(Error::new(&origin, 0, ErrorKind::NoDocument, message))?;
        } else {
            file(&path, options, sink)?;
        }
    }
    Flow::Continue(())
}

fn file(path: &Path, options: &Options, sink: &mut Sink<'_>) -> Flow {
    let origin = path.display().to_string();
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(e) => return sink.tell(Error::io(&origin, &e)),
    };
    if path.is_dir() {
        let message = "it is a folder";
        return sink.tell(Error::new(&origin, 0, ErrorKind::Unreadable, message));
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    // A pipe cannot be opened a second time.
    let again = file.metadata().is_ok_and(|m| m.is_file()).then_some(path);
    let mut input = BufReader::with_capacity(N_BUFFER, file);
    leaf::stream(&mut input, again, &name, &origin, options, 0, sink)
}
