//! JSON-LD in, the objects that describe the report out.
//!
//! Publishers nest them (`@graph`, arrays, `mainEntity`), refer to them (`{"@id": …}`), and break
//! them (line breaks inside strings, trailing commas, comments, HTML references). What cannot be
//! mended is searched for its strings.

use serde_json::{Map, Value};

/// Deepest nesting that is walked.
const N_DEPTH_MAX: usize = 16;

/// Objects of a page, in order.
#[derive(Default)]
pub(crate) struct Linked {
    objects: Vec<Map<String, Value>>,
}

/// A type that is a report, and how telling it is.
fn rank(kind: &str) -> u8 {
    match kind {
        "NewsArticle"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "BackgroundNewsArticle"
        | "OpinionNewsArticle"
        | "LiveBlogPosting" => 3,
        "Article"
        | "BlogPosting"
        | "Report"
        | "ReviewNewsArticle"
        | "AdvertiserContentArticle"
        | "SocialMediaPosting"
        | "ScholarlyArticle"
        | "TechArticle"
        | "DiscussionForumPosting" => 2,
        "WebPage" | "ItemPage" | "VideoObject" | "Review" | "MediaGallery" | "ImageGallery"
        | "PodcastEpisode" | "Recipe" | "CreativeWork" => 1,
        _ => 0,
    }
}

impl Linked {
    /// Adds the objects of one script.
    pub(crate) fn read(&mut self, source: &str) {
        let mut any = false;
        let stream = serde_json::Deserializer::from_str(source).into_iter::<Value>();
        for value in stream {
            let Ok(value) = value else {
                any = false;
                break;
            };
            any = true;
            self.collect(value, 0);
        }
        if any {
            return;
        }
        if let Ok(value) = serde_json::from_str(&mend(source)) {
            self.collect(value, 0);
        } else if let Some(object) = search(source) {
            self.objects.push(object);
        }
    }

    fn collect(&mut self, value: Value, depth: usize) {
        if depth > N_DEPTH_MAX {
            return;
        }
        match value {
            Value::Array(list) => list.into_iter().for_each(|v| self.collect(v, depth + 1)),
            Value::Object(mut object) => {
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate"] {
                    let nested = match object.get(key) {
                        Some(Value::Array(_) | Value::Object(_)) if key != "liveBlogUpdate" => {
                            object.get(key).cloned()
                        }
                        _ => None,
                    };
                    if key == "@graph" {
                        object.remove(key);
                    }
                    if let Some(nested) = nested {
                        self.collect(nested, depth + 1);
                    }
                }
                self.objects.push(object);
            }
            _ => {}
        }
    }

    /// The object that describes the report, if one does.
    pub(crate) fn report(&self) -> Option<&Map<String, Value>> {
        let mut best: Option<(u8, &Map<String, Value>)> = None;
        for object in &self.objects {
            let r = kinds(object).map(rank).max().unwrap_or(0);
            if r > best.map_or(0, |b| b.0) {
                best = Some((r, object));
            }
        }
        best.map(|b| b.1)
    }

    /// Objects that are reports or pages, the most telling first.
    pub(crate) fn reports(&self) -> Vec<&Map<String, Value>> {
        let mut found: Vec<(u8, &Map<String, Value>)> = self
            .objects
            .iter()
            .map(|o| (kinds(o).map(rank).max().unwrap_or(0), o))
            .filter(|(r, _)| *r > 0)
            .collect();
        found.sort_by_key(|(r, _)| std::cmp::Reverse(*r));
        found.into_iter().map(|(_, o)| o).collect()
    }

    /// Whether any object is of this type.
    pub(crate) fn has_kind(&self, kind: &str) -> bool {
        self.objects.iter().any(|o| kinds(o).any(|k| k == kind))
    }

    /// A string of the most telling object that has it.
    pub(crate) fn word(&self, key: &str) -> Option<&str> {
        self.reports()
            .into_iter()
            .find_map(|o| o.get(key)?.as_str().map(str::trim))
            .filter(|w| !w.is_empty())
    }

    /// Names of the persons and bodies in a field, in order, references followed.
    pub(crate) fn names(&self, key: &str) -> Vec<String> {
        let mut out = Vec::new();
        for object in self.reports() {
            if let Some(value) = object.get(key) {
                self.name(value, &mut out, 0);
            }
            if !out.is_empty() {
                break;
            }
        }
        out
    }

    fn name(&self, value: &Value, out: &mut Vec<String>, depth: usize) {
        if depth > 4 {
            return;
        }
        match value {
            Value::String(name) => out.push(name.clone()),
            Value::Array(list) => list.iter().for_each(|v| self.name(v, out, depth + 1)),
            Value::Object(object) => {
                if let Some(name) = object.get("name") {
                    self.name(name, out, depth + 1);
                } else if let Some(id) = object.get("@id").and_then(Value::as_str) {
                    let named = self.objects.iter().find(|o| {
                        o.get("@id").and_then(Value::as_str) == Some(id) && o.contains_key("name")
                    });
                    if let Some(name) = named.and_then(|o| o.get("name")) {
                        self.name(name, out, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The types of an object, without their vocabulary's address.
pub(crate) fn kinds(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let list: Vec<&str> = match object.get("@type") {
        Some(Value::String(kind)) => vec![kind.as_str()],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    list.into_iter().map(|k| k.rsplit(['/', '#', ':']).next().unwrap_or(k).trim())
}

/// The usual faults taken out: comments, bare line breaks inside strings, trailing commas.
fn mend(source: &str) -> String {
    let source = source.trim();
    let source = source.strip_prefix("<!--").unwrap_or(source);
    let source = source.strip_suffix("-->").unwrap_or(source);
    let source = source
        .replace("/*<![CDATA[*/", "")
        .replace("/*]]>*/", "")
        .replace("//<![CDATA[", "")
        .replace("//]]>", "")
        .replace("<![CDATA[", "")
        .replace("]]>", "");
    let source = source.trim().trim_end_matches(';');
    let source = if source.contains("&quot;") && !source.contains('"') {
        crate::dom::decode(source).into_owned()
    } else {
        source.to_owned()
    };
    let mut out = String::with_capacity(source.len());
    let (mut inside, mut escaped) = (false, false);
    for c in source.chars() {
        if inside {
            match c {
                _ if escaped => {
                    escaped = false;
                    if matches!(c, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') {
                        out.push(c);
                    } else {
                        out.pop();
                        out.push(c);
                    }
                    continue;
                }
                '\\' => escaped = true,
                '"' => inside = false,
                c if c.is_control() => {
                    out.push(' ');
                    continue;
                }
                _ => {}
            }
        } else {
            match c {
                '"' => inside = true,
                ']' | '}' => {
                    let kept = out.trim_end().trim_end_matches(',').len();
                    out.truncate(kept);
                }
                _ => {}
            }
        }
        out.push(c);
    }
    out
}

/// The strings we look for, wherever they stand in a broken script.
fn search(source: &str) -> Option<Map<String, Value>> {
    let mut object = Map::new();
    for key in ["headline", "datePublished", "dateModified", "dateCreated", "articleSection"] {
        if let Some(value) = string_after(source, key) {
            object.insert(key.to_owned(), Value::String(value));
        }
    }
    if object.is_empty() {
        return None;
    }
    let kind = string_after(source, "@type").unwrap_or_else(|| "Article".to_owned());
    let kind = if rank(&kind) > 0 { kind } else { "Article".to_owned() };
    object.insert("@type".to_owned(), Value::String(kind));
    if let Some(author) = source.find("\"author\"")
        && let Some(name) = string_after(&source[author..], "name")
    {
        object.insert("author".to_owned(), Value::String(name));
    }
    Some(object)
}

/// The string behind `"key":`.
fn string_after(source: &str, key: &str) -> Option<String> {
    let at = source.find(&format!("\"{key}\""))? + key.len() + 2;
    let rest = source[at..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let mut end = 0;
    let bytes = rest.as_bytes();
    while *bytes.get(end)? != b'"' {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    let raw = rest.get(..end)?;
    let text: String = raw.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Some(serde_json::from_str(&format!("\"{text}\"")).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Linked {
        let mut linked = Linked::default();
        linked.read(source);
        linked
    }

    #[test]
    fn graphs_and_references() {
        let linked = read(
            r##"{"@graph": [{"@type": "WebPage", "headline": "page"},
            {"@type": ["NewsArticle"], "headline": "Talks fail", "author": [{"@id": "#jd"}, "A. B."]},
            {"@type": "Person", "@id": "#jd", "name": "Jane Doe"}]}"##,
        );
        assert_eq!(linked.word("headline"), Some("Talks fail"));
        assert_eq!(linked.names("author"), ["Jane Doe", "A. B."]);
    }

    #[test]
    fn faults_are_mended() {
        let broken = "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Talks\nfail\",} -->";
        assert_eq!(read(broken).word("headline"), Some("Talks fail"));
        let worse = "{\"@type\": \"NewsArticle\", \"description\": \"a \"b\" c\", \"datePublished\": \"2026-01-13\"}";
        assert_eq!(read(worse).word("datePublished"), Some("2026-01-13"));
        let two = "{\"@type\": \"Article\", \"headline\": \"a\"}{\"@type\": \"Person\"}";
        assert_eq!(read(two).word("headline"), Some("a"));
    }

    #[test]
    fn anything_may_come() {
        for source in ["", "[]", "null", "\"", "{", "{\"@graph\": 1}", "\\", "{\"headline\":\"\\"] {
            read(source);
        }
        read(&"[".repeat(10_000));
    }
}
