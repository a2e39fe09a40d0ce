//! Archives and compressed files in, the files inside out, one after the other.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, Write as _},
    path::Path,
};

use crate::{
    Error, ErrorKind, Format, Options,
    format::page_part,
    leaf,
    options::DEPTH_MAX,
    stream::{Flow, Sink},
};

/// Bytes kept in memory of an archive that must be read back and forth; the rest goes to disk.
const N_SPOOLED_MAX: u64 = 16 << 20;

/// Bytes that may come of one compressed byte, once more than [`N_FREE`] have come.
const EXPANSION_MAX: u64 = 300;
const N_FREE: u64 = 64 << 20;

/// Reads what is inside of `input`, which is an archive of this format.
pub(crate) fn documents(
    input: &mut dyn BufRead,
    format: Format,
    path: Option<&Path>,
    origin: &str,
    options: &Options,
    depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    if depth >= DEPTH_MAX {
        let message = format!("archives lie in archives more than {DEPTH_MAX} deep");
        return sink.tell(Error::new(origin, 0, ErrorKind::BadArchive, message));
    }
    match format {
        Format::Gzip | Format::Zstd | Format::Xz => {
            compressed(input, format, origin, options, depth, sink)
        }
        Format::Tar => tar(input, origin, options, depth, sink),
        _ => zip(input, path, origin, options, depth, sink),
    }
}

/// Counts bytes that pass.
struct Counted<R> {
    inner: R,
    n: std::rc::Rc<std::cell::Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.n.set(self.n.get() + n as u64);
        Ok(n)
    }
}

/// Stops a file that grows without end.
struct Guarded<R> {
    inner: R,
    n_out: u64,
    n_in: std::rc::Rc<std::cell::Cell<u64>>,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.n_out += n as u64;
        if self.n_out > N_FREE && self.n_out / EXPANSION_MAX > self.n_in.get() {
            let message = format!("it unpacks to more than {EXPANSION_MAX} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(n)
    }
}

fn compressed(
    input: &mut dyn BufRead,
    format: Format,
    origin: &str,
    options: &Options,
    depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    let n_in = std::rc::Rc::new(std::cell::Cell::new(0));
    let counted = BufReader::with_capacity(64 << 10, Counted { inner: input, n: n_in.clone() });
    let decoder: Box<dyn Read + '_> = match format {
        Format::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(counted)),
        Format::Xz => Box::new(lzma_rust2::XzReader::new(counted, true)),
        _ => match zstd_decoder(counted) {
            Ok(decoder) => decoder,
            Err(e) => return sink.tell(Error::io(origin, &e)),
        },
    };
    let guarded = Guarded { inner: decoder, n_out: 0, n_in };
    let mut input = BufReader::with_capacity(256 << 10, guarded);
    let name = inner_name(origin);
    leaf::stream(&mut input, None, &name, origin, options, depth + 1, sink)
}

/// A Zstandard stream; web archives may bring their dictionary in a frame before the first record.
fn zstd_decoder<'a>(mut input: impl BufRead + 'a) -> io::Result<Box<dyn Read + 'a>> {
    let mut head = [0u8; 8];
    let mut n = 0;
    while n < 8 {
        match input.read(&mut head[n..])? {
            0 => break,
            k => n += k,
        }
    }
    if n == 8 && head[..4] == *b"\x5d\x2a\x4d\x18" {
        let size = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let mut dictionary = Vec::new();
        input.by_ref().take(u64::from(size).min(64 << 20)).read_to_end(&mut dictionary)?;
        if dictionary.starts_with(b"\x28\xb5\x2f\xfd") {
            let mut plain = Vec::new();
            zstd::stream::read::Decoder::new(&dictionary[..])?
                .take(64 << 20)
                .read_to_end(&mut plain)?;
            dictionary = plain;
        }
        return Ok(Box::new(zstd::stream::read::Decoder::with_dictionary(input, &dictionary)?));
    }
    let whole = Cursor::new(head[..n].to_vec()).chain(input);
    Ok(Box::new(zstd::stream::read::Decoder::with_buffer(BufReader::new(whole))?))
}

/// `news.jsonl.gz` holds `news.jsonl`; `news.tgz` holds `news.tar`.
fn inner_name(origin: &str) -> String {
    let name = origin.rsplit(['/', '#']).next().unwrap_or(origin);
    let lower = name.to_ascii_lowercase();
    for (end, inner) in [
        (".tgz", ".tar"),
        (".txz", ".tar"),
        (".tzst", ".tar"),
        (".gz", ""),
        (".xz", ""),
        (".zst", ""),
        (".zstd", ""),
    ] {
        if lower.ends_with(end) {
            return format!("{}{inner}", &name[..name.len() - end.len()]);
        }
    }
    name.to_owned()
}

fn tar(
    input: &mut dyn BufRead,
    origin: &str,
    options: &Options,
    depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    let mut archive = tar::Archive::new(input);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(e) => return sink.tell(broken(origin, &e)),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(e) => return sink.tell(broken(origin, &e)),
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        member(entry, &name, origin, options, depth, sink)?;
    }
    Flow::Continue(())
}

fn broken(origin: &str, e: &dyn std::error::Error) -> Error {
    Error::new(origin, 0, ErrorKind::BadArchive, format!("it breaks off: {e}"))
}

fn zip(
    input: &mut dyn BufRead,
    path: Option<&Path>,
    origin: &str,
    options: &Options,
    depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    // A file can be read back and forth as it is; a stream must be kept first.
    let file = match path.map_or_else(|| spool(input), |p| File::open(p).map(Spool::Disk)) {
        Ok(file) => file,
        Err(e) => return sink.tell(Error::io(origin, &e)),
    };
    match file {
        Spool::Memory(bytes) => zip_members(Cursor::new(bytes), origin, options, depth, sink),
        Spool::Disk(file) => zip_members(BufReader::new(file), origin, options, depth, sink),
    }
}

fn zip_members(
    input: impl Read + Seek,
    origin: &str,
    options: &Options,
    depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    let mut archive = match zip::ZipArchive::new(input) {
        Ok(archive) => archive,
        Err(e) => return sink.tell(broken(origin, &e)),
    };
    if let Some(what) = office(&archive) {
        let message = format!("it is {what}, which is not read; save it as text or PDF");
        return sink.tell(Error::new(origin, 0, ErrorKind::Binary, message));
    }
    for i in 0..archive.len() {
        let entry = match archive.by_index(i) {
            Ok(entry) => entry,
            Err(e) => {
                let place = format!("{origin}#{}", i + 1);
                sink.tell(broken(&place, &e))?;
                continue;
            }
        };
        if !entry.is_file() {
            continue;
        }
        let name = entry.name().map_or_else(|_| format!("{}", i + 1), std::borrow::Cow::into_owned);
        let n_in = std::rc::Rc::new(std::cell::Cell::new(entry.compressed_size()));
        let guarded = Guarded { inner: entry, n_out: 0, n_in };
        member(guarded, &name, origin, options, depth, sink)?;
    }
    Flow::Continue(())
}

/// Office files are ZIP archives too.
fn office<R: Read + Seek>(archive: &zip::ZipArchive<R>) -> Option<&'static str> {
    let has = |start: &str| archive.file_names().flatten().any(|n| n.starts_with(start));
    Some(if has("word/") && has("[Content_Types].xml") {
        "a Word file"
    } else if has("xl/") && has("[Content_Types].xml") {
        "an Excel file"
    } else if has("ppt/") && has("[Content_Types].xml") {
        "a PowerPoint file"
    } else if has("META-INF/manifest.xml") && has("content.xml") {
        "an OpenDocument file"
    } else {
        return None;
    })
}

/// One file of an archive.
fn member(
    entry: impl Read,
    name: &str,
    origin: &str,
    options: &Options,
    depth: usize,
    sink: &mut Sink<'_>,
) -> Flow {
    let base = name.rsplit('/').next().unwrap_or(name);
    if base.starts_with('.') || name.contains("__MACOSX/") {
        return Flow::Continue(());
    }
    let place = format!("{origin}#{name}");
    if let Some(what) = page_part(name) {
        let message = format!("it is {what}");
        return sink.tell(Error::new(&place, 0, ErrorKind::NoDocument, message));
    }
    let mut input = BufReader::with_capacity(64 << 10, entry);
    leaf::stream(&mut input, None, base, &place, options, depth + 1, sink)
}

/// A stream kept so that it can be read back and forth.
pub(crate) enum Spool {
    Memory(Vec<u8>),
    Disk(File),
}

/// Keeps a stream in memory, and on disk where it is large.
pub(crate) fn spool(input: &mut dyn BufRead) -> io::Result<Spool> {
    let mut bytes = Vec::new();
    (&mut *input).take(N_SPOOLED_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 <= N_SPOOLED_MAX {
        return Ok(Spool::Memory(bytes));
    }
    let mut file = tempfile::tempfile()?;
    file.write_all(&bytes)?;
    io::copy(input, &mut file)?;
    file.rewind()?;
    Ok(Spool::Disk(file))
}
