//! Measures of the reader of pages, against folders of real pages.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use measure::{
    figures::Figures,
    page_gold::{self, PageGold},
};
use model::{Document, DocumentKind, Notes, RawDocument};

use super::{EvalArguments, What};
use crate::{Failure, Result, commands::relate::read_text};

/// The figures of one measure. The gold is a file, or a folder of pages with what is expected of
/// each beside it; pages lie in `--pages`, or else around the gold.
pub(super) fn figures(a: &EvalArguments) -> Result<Figures> {
    let gold_path = Path::new(&a.gold);
    let mut folders = a.pages.clone();
    if folders.is_empty() {
        let around = if gold_path.is_dir() { Some(gold_path) } else { gold_path.parent() };
        folders.extend(around.map(Path::to_owned));
    }
    let mut files = BTreeMap::new();
    for folder in &folders {
        walk(folder, folder, &mut files);
    }
    let gold = if gold_path.is_dir() {
        of_folder(&files)?
    } else {
        page_gold::parse(&read_text(&a.gold)?).map_err(|e| {
            Failure::new(
                format!("{}: {e}", a.gold),
                "see `demarche eval --help` for the format of each kind",
            )
        })?
    };
    let (gold, absent): (Vec<PageGold>, Vec<PageGold>) =
        gold.into_iter().partition(|page| files.contains_key(&page.file));
    if gold.is_empty() {
        return Err(Failure::new(
            format!("{}: none of its pages was found", a.gold),
            "unpack the pages and name their folder with --pages",
        ));
    }
    let knowledge = crate::engine(a.data.as_ref())?.knowledge();
    let unread = RefCell::new(BTreeSet::new());
    let read = |page: &PageGold| -> Document {
        let bytes = files.get(&page.file).and_then(|path| page_bytes(path).ok());
        let bytes = bytes.unwrap_or_else(|| {
            unread.borrow_mut().insert(page.file.clone());
            Vec::new()
        });
        let raw = RawDocument { kind: DocumentKind::Html, bytes, ..RawDocument::default() };
        document::document(&raw, &knowledge.publishers, &mut Notes::default())
    };
    let mut figures = match a.what {
        What::Pages => measure::pages::score(&gold, a.show, |page| read(page).body()),
        What::Dates => measure::dates::score(&gold, a.show, |page| {
            let document = read(page);
            Some((document.published?.to_string(), document.published_by.unwrap_or("?")))
        }),
        _ => measure::fields::score(&gold, a.show, |page| {
            let document = read(page);
            (document.headline.unwrap_or_default(), document.authors)
        }),
    };
    let unread = unread.into_inner();
    if let Some(first) = unread.first() {
        figures
            .note(format!("{} pages could not be read, the first of them {first}", unread.len()));
    }
    if !absent.is_empty() {
        figures.note(format!("{} pages of the gold were not found", absent.len()));
    }
    Ok(figures)
}

/// The bytes of a page, packed (`.gz`) or not.
fn page_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let bytes = fs::read(path)?;
    if path.extension().is_none_or(|e| e != "gz") {
        return Ok(bytes);
    }
    let mut page = Vec::new();
    MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut page)?;
    Ok(page)
}

/// Pages below a folder by their name, and by their path below it (`wapo-1/source.html`); packed ones
/// under the names that they have unpacked.
fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(root, &path, files);
        } else {
            let unpacked = |name: &Path| -> String {
                let name = name.to_string_lossy();
                name.strip_suffix(".gz").unwrap_or(&name).to_owned()
            };
            let below = unpacked(path.strip_prefix(root).unwrap_or(&path));
            let name = unpacked(Path::new(path.file_name().unwrap_or_default()));
            files.entry(name).or_insert_with(|| path.clone());
            files.insert(below, path);
        }
    }
}

/// What is expected of the pages of a folder: `expected.html` beside `source.html`, or
/// `Publisher.json` beside `Publisher_2026_01_13.html`.
fn of_folder(files: &BTreeMap<String, PathBuf>) -> Result<Vec<PageGold>> {
    let mut gold = Vec::new();
    for (name, path) in files {
        let text = |path: &Path| read_text(&path.to_string_lossy());
        if let Some(folder) = name.strip_suffix("expected.html").filter(|f| !f.is_empty()) {
            let metadata = text(&path.with_file_name("expected-metadata.json")).unwrap_or_default();
            let expected = document::all_text(&text(path)?);
            gold.push(page_gold::marked(format!("{folder}source.html"), expected, &metadata));
        } else if let Some(publisher) = name.strip_suffix(".json").filter(|n| n.contains('/')) {
            let start = format!("{publisher}_");
            let pages: Vec<String> = files
                .keys()
                .filter(|k| k.starts_with(&start) && k.ends_with("html"))
                .cloned()
                .collect();
            if pages.is_empty() {
                continue;
            }
            let fields = page_gold::fields(&text(path)?, &pages);
            gold.extend(fields.map_err(|e| {
                Failure::new(format!("{}: {e}", path.display()), "expected an object of versions")
            })?);
        }
    }
    Ok(gold)
}
