//! What people said about web pages: which words are the text, who wrote it, when it came out.
//!
//! Five shapes are read: `evaldata.json` (segments wanted and unwanted), `ground_truth.jsonl` (text,
//! title, authors, date), `{address: {file, date}}`, a page's `expected.html` with its metadata, and
//! a publisher's fields (`{version: {title, authors, publishing_date, body}}`).

use serde_json::Value;

use crate::Error;

/// One page and what is known of it; what is not known stays empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageGold {
    /// File name of the page.
    pub file: String,
    /// The whole text, paragraphs on lines of their own.
    pub text: Option<String>,
    /// Stretches that belong to the text.
    pub wanted: Vec<String>,
    /// Stretches that do not.
    pub unwanted: Vec<String>,
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it, in order; `None` where nobody looked.
    pub authors: Option<Vec<String>>,
    /// Day of publication, `YYYY-MM-DD`.
    pub day: Option<String>,
}

impl PageGold {
    /// Which half of its corpus a page falls into, by the FNV-1a hash of its file name: `a` is
    /// looked at, `b` is only counted.
    pub fn half(&self) -> char {
        let hash = self.file.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
        });
        if (hash >> 17) & 1 == 0 { 'a' } else { 'b' }
    }
}

/// Pages of a gold file: an object of pages, or lines of JSON.
///
/// # Errors
/// A file that is neither, or a page without its file name.
pub fn parse(gold: &str) -> Result<Vec<PageGold>, Error> {
    let mut pages = Vec::new();
    if let Ok(Value::Object(object)) = serde_json::from_str(gold) {
        for (address, page) in &object {
            let Some(file) = word(page, "file") else {
                return Err(Error::new(1, format!("no \"file\" for {address}")));
            };
            pages.push(PageGold {
                file,
                wanted: words(page, "with"),
                unwanted: words(page, "without"),
                day: word(page, "date"),
                ..PageGold::default()
            });
        }
        return Ok(pages);
    }
    for (i, line) in gold.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let page: Value =
            serde_json::from_str(line).map_err(|e| Error::new(i + 1, format!("no JSON: {e}")))?;
        let file = word(&page, "html_file").ok_or_else(|| Error::new(i + 1, "no \"html_file\""))?;
        // Pages that the corpus lacks, and those kept back for the whole chain.
        let is = |key: &str| page.get(key).and_then(Value::as_bool).unwrap_or(false);
        if !is("html_present") || is("e2e_heldout") {
            continue;
        }
        let authors = word(&page, "authors").unwrap_or_default();
        pages.push(PageGold {
            file,
            text: word(&page, "text"),
            title: word(&page, "title"),
            authors: Some(names(&authors)),
            day: word(&page, "date"),
            ..PageGold::default()
        });
    }
    Ok(pages)
}

/// A page whose text was marked in HTML: `text` is that text, `metadata` its `title` and `byline`.
pub fn marked(file: String, text: String, metadata: &str) -> PageGold {
    let metadata: Value = serde_json::from_str(metadata).unwrap_or_default();
    PageGold { file, text: Some(text), title: word(&metadata, "title"), ..PageGold::default() }
}

/// Pages of one publisher: fields by version, and the pages' names in `files`, both in order of age.
///
/// # Errors
/// A file that is no JSON object.
pub fn fields(gold: &str, files: &[String]) -> Result<Vec<PageGold>, Error> {
    let object: serde_json::Map<String, Value> =
        serde_json::from_str(gold).map_err(|e| Error::new(e.line(), format!("no JSON: {e}")))?;
    Ok(object.values().zip(files).map(|(v, f)| publisher_page(v, f.clone())).collect())
}

fn publisher_page(page: &Value, file: String) -> PageGold {
    let mut text = Vec::new();
    if let Some(body) = page.get("body") {
        text.extend(words(body, "summary"));
        let sections = body.get("sections").and_then(Value::as_array);
        for section in sections.into_iter().flatten() {
            text.extend(words(section, "headline"));
            text.extend(words(section, "paragraphs"));
        }
    }
    PageGold {
        file,
        text: (!text.is_empty()).then(|| text.join("\n")),
        title: word(page, "title"),
        authors: Some(words(page, "authors")),
        day: word(page, "publishing_date").and_then(|d| d.get(..10).map(str::to_owned)),
        ..PageGold::default()
    }
}

/// "A, B and C" as three names.
fn names(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

fn word(object: &Value, key: &str) -> Option<String> {
    object.get(key)?.as_str().map(str::to_owned)
}

fn words(object: &Value, key: &str) -> Vec<String> {
    let list = object.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_shapes() {
        let segments =
            parse(r#"{"http://x/": {"file": "x.html", "with": ["a"], "without": ["b"]}}"#);
        assert_eq!(segments.unwrap()[0].wanted, ["a"]);
        let rows = "{\"html_file\": \"y.html\", \"html_present\": true, \"text\": \"t\", \"authors\": \"A B, C D\", \"date\": \"2023-01-02\"}\n{\"html_file\": \"z.html\", \"html_present\": false}\n";
        let rows = parse(rows).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].authors.as_deref(), Some(&["A B".to_owned(), "C D".to_owned()][..]));
        let page = r#"{"V1": {"title": "T", "publishing_date": "2024-05-01 10:00:00+00:00", "authors": ["A"],
            "body": {"summary": ["s"], "sections": [{"headline": ["h"], "paragraphs": ["p", "q"]}]}}}"#;
        let page = fields(page, &["p.html".to_owned()]).unwrap().remove(0);
        assert_eq!(page.text.as_deref(), Some("s\nh\np\nq"));
        assert_eq!(page.day.as_deref(), Some("2024-05-01"));
        assert!(parse("[1]").is_err());
    }
}
