//! `demarche eval feeds FOLDER`: samples that say what must be found in them, through our reader.

use std::{
    fs,
    path::{Path, PathBuf},
};

use intake::{Feed, WrittenTime};
use measure::{
    feeds::{Claim, Expected, Outcome, Part, sample},
    figures::Figures,
};

use crate::{Failure, Result};

/// Where samples with HTTP headers count their relative links from.
const SERVER: &str = "http://127.0.0.1:8097/";

pub(super) fn figures(folder: &str, n_show: usize) -> Result<Figures> {
    let mut files = Vec::new();
    walk(Path::new(folder), &mut files);
    files.sort();
    let outcomes: Vec<Outcome> = files.iter().filter_map(|f| outcome(f, folder)).collect();
    if outcomes.is_empty() {
        return Err(Failure::new(
            format!("{folder}: no file says what is expected of it"),
            "give a folder of .xml files with a comment `Expect: …`, such as feedparser's tests",
        ));
    }
    Ok(measure::feeds::score(&outcomes, n_show))
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|e| e == "xml") {
            files.push(path);
        }
    }
}

fn outcome(path: &Path, folder: &str) -> Option<Outcome> {
    let bytes = fs::read(path).ok()?;
    // The comment stands in ASCII or UTF-16 or UTF-32; the zeros are passed over.
    let text: String = String::from_utf8_lossy(&bytes).chars().filter(|c| *c != '\0').collect();
    let sample = sample(&text)?;
    let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
    let header = |name: &str| sample.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v);
    let charset = header("content-type").and_then(|v| {
        let (_, charset) = v.split_once("charset=")?;
        Some(charset.trim_matches(['"', '\'', ' ', ';']).to_owned())
    });
    // Samples with headers, and those whose name says so, are served by a web server.
    let served = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("http"));
    let base = (served || !sample.headers.is_empty()).then(|| {
        let server = intake::WebAddress::parse(SERVER)?;
        let location = header("content-location").and_then(|l| server.join(l));
        Some(location.unwrap_or(server).to_string())
    });
    let feed = intake::feed(&bytes, charset.as_deref(), base.flatten().as_deref());
    let missed = match &feed {
        Some(feed) => sample.claims.iter().filter_map(|c| missed(feed, c)).collect(),
        None => vec!["nothing of a feed".to_owned(); sample.claims.len()],
    };
    let faulty = feed.as_ref().is_none_or(|f| f.n_repairs > 0);
    Some(Outcome { path: name, read: feed.is_some(), faulty, missed, sample })
}

/// What stands there instead, where a claim does not hold.
fn missed(feed: &Feed, claim: &Claim) -> Option<String> {
    let (found, times) = match &claim.part {
        Part::EntryCount => (None, Vec::new()),
        Part::Feed(name) => match name.as_str() {
            "title" | "title_detail.value" => (feed.title.clone(), Vec::new()),
            "link" => (feed.link.clone(), Vec::new()),
            _ => (None, vec![feed.published, feed.updated]),
        },
        Part::Entry(i, name) => match (feed.entries.get(*i), name.as_str()) {
            (None, _) => return Some(format!("no entry {i}")),
            (Some(e), "title" | "title_detail.value") => (e.title.clone(), Vec::new()),
            (Some(e), "link") => (e.link.clone(), Vec::new()),
            (Some(e), name) => (None, time_of(name, e.published, e.updated)),
        },
    };
    let holds = match (&claim.expected, &claim.part) {
        (Expected::Numbers(n), Part::EntryCount) => n == &[feed.entries.len() as i64],
        (Expected::Numbers(n), _) => times.iter().flatten().any(|t| same_time(*t, n)),
        (Expected::Text(text), _) if !times.is_empty() => {
            let expected = intake::written_time(text).map(WrittenTime::utc);
            times.iter().flatten().any(|t| Some(t.utc()) == expected)
        }
        (Expected::Text(text), _) => {
            let found = found.as_deref().unwrap_or_default();
            let words = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
            // Headlines are kept as plain text: the markup of the expectation is undone.
            found == words(text) || found == intake::plain(text)
        }
    };
    (!holds).then(|| format!("{claim:?}: found {found:?} {times:?}"))
}

fn time_of(
    name: &str,
    published: Option<WrittenTime>,
    updated: Option<WrittenTime>,
) -> Vec<Option<WrittenTime>> {
    match name.split('_').next() {
        Some("updated" | "modified") => vec![updated, published],
        _ => vec![published],
    }
}

fn same_time(time: WrittenTime, numbers: &[i64]) -> bool {
    let t = time.utc();
    let found = [
        i64::from(t.year()),
        i64::from(t.month()),
        i64::from(t.day()),
        i64::from(t.hour()),
        i64::from(t.minute()),
        i64::from(t.second()),
    ];
    numbers.len() >= 6 && numbers[..6] == found
}
