//! Files → sentences: CoNLL-U, and IOB name tags.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;
use model::{Deprel, NameKind, Upos, Xpos};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::entities;

/// One sentence with what is known of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) forms: Vec<String>,
    /// Of each word, unless the source has no syntax.
    pub(crate) syntax: Option<Vec<Row>>,
    /// Name tag of each word (see `analysis::syntax::shape::NAME_TAGS`), unless it has no names.
    pub(crate) names: Option<Vec<u8>>,
}

/// The syntax of one word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) upos: u8,
    pub(crate) xpos: u8,
    /// 0 for the root.
    pub(crate) head: u32,
    pub(crate) deprel: u8,
}

/// Where the corpora lie, below the data folder.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// EWT train with names, GUM train (open documents only), WikiGold (names only).
    pub(crate) fn gold(&self) -> Result<Vec<Sentence>> {
        let mut ewt = conllu(&self.0.join("ud-ewt/en_ewt-ud-train.conllu.gz"), None)?;
        let names = iob(&self.0.join("ner-uner-ewt/train.iob2.gz"), '\t', 1)?;
        let mut by_forms: FxHashMap<String, Vec<u8>> = FxHashMap::default();
        for sentence in names {
            let Some(tags) = sentence.names else { continue };
            by_forms.insert(sentence.forms.join(" "), tags);
        }
        for sentence in &mut ewt {
            sentence.names = by_forms.get(&sentence.forms.join(" ")).cloned();
        }
        let open = open_documents(&self.0.join("ud-gum/docs_genre_licence.tsv"))?;
        let gum = conllu(&self.0.join("ud-gum/en_gum-ud-train.conllu.gz"), Some(&open))?;
        let wikigold = iob(&self.0.join("ner-wikigold/wikigold.conll.txt"), ' ', 0)?;
        let wikigold = wikigold.into_iter().map(split_hyphens);
        Ok(ewt.into_iter().chain(gum).chain(wikigold).collect())
    }

    pub(crate) fn ewt_dev(&self) -> Result<Vec<Sentence>> {
        conllu(&self.0.join("ud-ewt/en_ewt-ud-dev.conllu"), None)
    }

    pub(crate) fn gum_dev(&self) -> Result<Vec<Sentence>> {
        conllu(&self.0.join("ud-gum/en_gum-ud-dev.conllu"), None)
    }

    pub(crate) fn uner_dev(&self) -> Result<Vec<Sentence>> {
        iob(&self.0.join("ner-uner-ewt/dev.iob2"), '\t', 1)
    }

    pub(crate) fn worldwide_dev(&self) -> Result<Vec<Sentence>> {
        iob(&self.0.join("ner-worldwide/dev.9class.tsv"), '\t', 0)
    }
}

/// The `.conllu` files of a folder, in the order of their names.
pub(crate) fn silver(folder: &Path) -> Result<Vec<Sentence>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.to_string_lossy().contains(".conllu"));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        all.extend(conllu(&path, None)?);
    }
    Ok(all)
}

/// A whole file as text, unpacked where its name ends in `.gz`.
pub(crate) fn read(path: &Path) -> Result<String> {
    let mut text = String::new();
    for line in lines(path)? {
        text.push_str(&line?);
        text.push('\n');
    }
    Ok(text)
}

fn lines(path: &Path) -> Result<impl Iterator<Item = std::io::Result<String>>> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let read: Box<dyn BufRead> = if path.extension().is_some_and(|ext| ext == "gz") {
        Box::new(BufReader::new(MultiGzDecoder::new(file)))
    } else {
        Box::new(BufReader::new(file))
    };
    Ok(read.lines())
}

/// Documents of the training split whose licence allows commercial use.
fn open_documents(path: &Path) -> Result<FxHashSet<String>> {
    let mut open = FxHashSet::default();
    for line in lines(path)? {
        let line = line?;
        let columns: Vec<&str> = line.split('\t').collect();
        if let ["train", document, _, licence, ..] = columns[..]
            && !licence.contains("-NC")
        {
            open.insert(document.to_owned());
        }
    }
    Ok(open)
}

/// Reads CoNLL-U; `Name=B-PER` in the last column is a name tag.
fn conllu(path: &Path, documents: Option<&FxHashSet<String>>) -> Result<Vec<Sentence>> {
    let mut all = Vec::new();
    let mut kept = documents.is_none();
    let mut sentence = Sentence::default();
    let mut rows = Vec::new();
    let mut names = Vec::new();
    let mut miscs: Vec<String> = Vec::new();
    for (number, line) in lines(path)?.enumerate() {
        let line = line?;
        let place = || format!("{}:{}", path.display(), number + 1);
        if let (Some(document), Some(set)) = (line.strip_prefix("# newdoc id = "), documents) {
            kept = set.contains(document.trim());
        }
        if line.starts_with('#') {
            continue;
        }
        if line.is_empty() {
            if kept && !rows.is_empty() {
                if miscs.iter().any(|misc| misc.contains("Entity=")) {
                    let upos: Vec<Upos> =
                        rows.iter().map(|row: &Row| Upos::ALL[usize::from(row.upos)]).collect();
                    names = entities::names(&sentence.forms, &upos, &miscs);
                }
                sentence.syntax = Some(std::mem::take(&mut rows));
                sentence.names =
                    (names.len() == sentence.forms.len()).then(|| std::mem::take(&mut names));
                all.push(std::mem::take(&mut sentence));
            }
            sentence = Sentence::default();
            rows.clear();
            names.clear();
            miscs.clear();
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, _, upos, xpos, _, head, deprel, _, misc] = columns[..] else {
            bail!("{}: not ten columns", place());
        };
        if !id.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        sentence.forms.push(form.to_owned());
        rows.push(Row {
            upos: upos.parse::<Upos>().with_context(place)? as u8,
            xpos: xpos.parse::<Xpos>().with_context(place)? as u8,
            head: head.parse().with_context(place)?,
            deprel: deprel.parse::<Deprel>().with_context(place)? as u8,
        });
        miscs.push(misc.to_owned());
        let tag = misc.split('|').find_map(|item| item.strip_prefix("Name="));
        names.extend(tag.and_then(name_tag));
    }
    Ok(all)
}

/// Reads one word a line; `form` is the form's column and the tag's is the next.
fn iob(path: &Path, separator: char, form: usize) -> Result<Vec<Sentence>> {
    let mut all = Vec::new();
    let mut sentence = Sentence::default();
    let mut tags: Vec<String> = Vec::new();
    for line in lines(path)?.chain([Ok(String::new())]) {
        let line = line?;
        if line.trim().is_empty() {
            if !tags.is_empty() {
                sentence.names = Some(name_tags(&tags));
                all.push(std::mem::take(&mut sentence));
                tags.clear();
            }
            continue;
        }
        if line.starts_with("# ") && separator == '\t' {
            continue;
        }
        let mut columns = line.split(separator).skip(form);
        if let (Some(form), Some(tag)) = (columns.next(), columns.next()) {
            sentence.forms.push(form.to_owned());
            tags.push(tag.to_owned());
        }
    }
    Ok(all)
}

/// Kinds as the corpora call them. Other kinds are outside.
fn kind(text: &str) -> Option<NameKind> {
    match text {
        "PER" | "Person" => Some(NameKind::Person),
        "ORG" | "Organization" => Some(NameKind::Organization),
        "LOC" | "Location" | "Facility" => Some(NameKind::Place),
        "NORP" => Some(NameKind::Group),
        _ => None,
    }
}

fn name_tag(text: &str) -> Option<u8> {
    match text.split_once('-') {
        None => (text == "O").then_some(0),
        Some((edge, name)) => {
            let kind = kind(name)? as u8;
            Some(1 + 2 * kind + u8::from(edge == "I"))
        }
    }
}

/// IOB1 and IOB2 alike: an inside tag after something else begins a name.
fn name_tags(tags: &[String]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    for tag in tags {
        let mut number = name_tag(tag).unwrap_or(0);
        let previous = out.last().copied().unwrap_or(0);
        if number != 0 && number.is_multiple_of(2) && previous != number && previous + 1 != number {
            number -= 1;
        }
        out.push(number);
    }
    out
}

/// "techno-based" → "techno", "-", "based", as the treebanks have it.
pub(crate) fn split_hyphens(sentence: Sentence) -> Sentence {
    let mut out = Sentence { names: Some(Vec::new()), ..Sentence::default() };
    for (form, tag) in sentence.forms.iter().zip(sentence.names.unwrap_or_default()) {
        let mut tag = tag;
        let mut parts = vec![];
        let whole = form.split('-').all(|part| part.chars().any(char::is_alphabetic));
        for (i, part) in form.split('-').enumerate() {
            if i > 0 && whole {
                parts.push("-");
            }
            parts.push(part);
        }
        if !whole {
            parts = vec![form];
        }
        for part in parts {
            out.forms.push(part.to_owned());
            out.names.get_or_insert_default().push(tag);
            tag += u8::from(tag % 2 == 1);
        }
    }
    out
}
