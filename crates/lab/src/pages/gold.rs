//! Pages with what they ought to come to, and which of their lines are text.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use measure::page_gold::{self, PageGold};

/// One page.
pub(super) struct Page {
    pub html: String,
    pub gold: PageGold,
    /// Corpus and address or file, as far as it tells pages of one site apart from others.
    pub site: String,
    pub half: char,
}

/// The pages of four corpora below a folder.
pub(super) fn pages(folder: &Path) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    for (name, gold) in [("np", "ground_truth.jsonl"), ("traf", "evaldata.json")] {
        let text = read(&folder.join(name).join(gold))?;
        let files = files(&folder.join(name));
        for gold in page_gold::parse(&text)? {
            if let Some(path) = files.get(&gold.file) {
                pages.push(page(path, gold, None)?);
            }
        }
    }
    let found = files(&folder.join("rd"));
    for (name, path) in &found {
        if let Some(stem) = name.strip_suffix("expected.html").filter(|s| s.contains('/')) {
            let source = path.with_file_name("source.html");
            let text = document::all_text(&read(path)?);
            let slug = stem.trim_end_matches('/').rsplit('/').next().unwrap_or(stem).to_owned();
            let file = format!("{slug}/source.html");
            let site = slug.split('-').next().unwrap_or(&slug).to_owned();
            pages.push(page(&source, page_gold::marked(file, text, ""), Some(site))?);
        }
    }
    let found = files(&folder.join("fundus"));
    for (name, path) in &found {
        let Some(stem) = name.strip_suffix(".json").filter(|s| s.contains('/')) else { continue };
        let start = format!("{stem}_");
        let names: Vec<String> = found
            .keys()
            .filter(|k| k.starts_with(&start) && k.ends_with("html"))
            .cloned()
            .collect();
        for gold in page_gold::fields(&read(path)?, &names)? {
            let path = found[&gold.file].clone();
            pages.push(page(&path, gold, Some(stem.to_owned()))?);
        }
    }
    Ok(pages)
}

fn page(path: &Path, gold: PageGold, site: Option<String>) -> Result<Page> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    let html = String::from_utf8_lossy(&bytes).into_owned();
    let site = site.unwrap_or_else(|| host(&html).unwrap_or_else(|| gold.file.clone()));
    Ok(Page { html, half: gold.half(), gold, site })
}

/// Host of the page's canonical link or `og:url`.
fn host(html: &str) -> Option<String> {
    let at = html.find("rel=\"canonical\"").or_else(|| html.find("og:url"))?;
    let rest = &html[at..];
    let start = rest.find("://")? + 3;
    let end = rest[start..].find(['/', '"', '\'', '?'])?;
    Some(rest[start..start + end].trim_start_matches("www.").to_lowercase())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// Files by name and by path below the folder.
fn files(root: &Path) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(&folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
                found.insert(name, path.clone());
                found.insert(below, path);
            }
        }
    }
    found
}

impl Page {
    /// Whether each line is text, and how much that counts (0: unknown).
    pub(super) fn label(&self, texts: &[String]) -> (Vec<bool>, Vec<f32>) {
        match &self.gold.text {
            Some(text) => by_text(text, texts),
            None => by_segments(&self.gold, texts),
        }
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn by_text(gold: &str, texts: &[String]) -> (Vec<bool>, Vec<f32>) {
    let all = words(gold);
    let runs: BTreeSet<&[String]> = all.windows(4).collect();
    let whole: BTreeSet<Vec<String>> = gold.lines().map(words).collect();
    let starts: BTreeSet<Vec<String>> =
        (1..4).flat_map(|n| all.windows(n)).map(<[String]>::to_vec).collect();
    let mut labels = Vec::new();
    let mut n_words = Vec::new();
    let mut unsure = Vec::new();
    for text in texts {
        let own = words(text);
        let n_runs = own.len().saturating_sub(3);
        let hits = own.windows(4).filter(|r| runs.contains(r)).count();
        let right = if n_runs > 0 { hits * 2 > n_runs } else { whole.contains(&own) };
        unsure.push(n_runs == 0 && !right && starts.contains(&own));
        labels.push(right && !own.is_empty());
        n_words.push(own.len());
    }
    // A text said twice counts once: the later one is furniture.
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for i in 0..texts.len() {
        if labels[i] && n_words[i] > 3 {
            if let Some(&before) = seen.get(texts[i].as_str()) {
                // Which of the two is meant is not known.
                unsure[i] = true;
                unsure[before] = true;
            }
            seen.insert(&texts[i], i);
        }
    }
    let total: usize = n_words.iter().zip(&labels).filter(|(_, l)| **l).map(|(n, _)| n).sum();
    let total = (total.max(100)) as f32;
    let weights = (0..texts.len())
        .map(|i| if unsure[i] { 0.0 } else { (n_words[i] as f32 + 3.0) / (total + 100.0) })
        .collect();
    (labels, weights)
}

fn by_segments(gold: &PageGold, texts: &[String]) -> (Vec<bool>, Vec<f32>) {
    let together = |s: &String| s.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted: Vec<String> = gold.wanted.iter().map(together).collect();
    let unwanted: Vec<String> = gold.unwanted.iter().map(together).collect();
    let has = |text: &str, segment: &str| {
        text.contains(segment) || text.len() > 25 && segment.contains(text)
    };
    let mut labels = Vec::new();
    let mut weights = Vec::new();
    for text in texts {
        let good = wanted.iter().any(|s| has(text, s));
        let bad = unwanted.iter().any(|s| has(text, s) && text.len() < 15 * s.len().max(10));
        labels.push(good && !bad);
        weights.push(if good == bad { 0.0 } else { 1.0 / 6.0 });
    }
    // A segment that stands on many lines is worth no more than one that stands once.
    let n_good = (0..texts.len()).filter(|&i| weights[i] > 0.0 && labels[i]).count().max(1) as f32;
    let n_bad = (0..texts.len()).filter(|&i| weights[i] > 0.0 && !labels[i]).count().max(1) as f32;
    for i in 0..texts.len() {
        let (n, k) = if labels[i] { (n_good, wanted.len()) } else { (n_bad, unwanted.len()) };
        weights[i] *= (k as f32 / n).min(1.0);
    }
    (labels, weights)
}
