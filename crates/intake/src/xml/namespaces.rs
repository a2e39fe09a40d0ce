//! One prefix for each namespace, whatever the document calls it.

/// Addresses of namespaces, as they start, and the prefix they get; empty for the formats' own.
const KNOWN: &[(&str, &str)] = &[
    ("http://www.w3.org/2005/atom", ""),
    ("http://www.w3.org/atom", ""),
    ("http://purl.org/atom/", ""),
    ("http://example.com/newformat#", ""),
    ("http://example.com/necho", ""),
    ("http://example.com/pie", ""),
    ("uri/of/echo/namespace#", ""),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/rss/1.0/modules/", "module"),
    ("http://purl.org/rss/", ""),
    ("http://my.netscape.com/", ""),
    ("http://channel.netscape.com/", ""),
    ("http://my.userland.com/", ""),
    ("http://backend.userland.com/", ""),
    ("http://blogs.law.harvard.edu/", ""),
    ("http://cyber.law.harvard.edu/", ""),
    ("http://purl.org/net/rss1.1#", ""),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://purl.org/dc/elements/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://search.yahoo.com/mrss", "media"),
    ("http://www.itunes.com/", "itunes"),
    ("http://rssnamespace.org/feedburner/", "feedburner"),
    ("http://www.w3.org/1999/xhtml", "xhtml"),
    ("http://www.w3.org/xml/1998/namespace", "xml"),
    ("http://www.sitemaps.org/schemas/", ""),
    ("http://www.google.com/schemas/sitemap-news/", "news"),
    ("http://www.google.com/schemas/sitemap/", ""),
    ("http://iptc.org/std/", ""),
];

fn prefix_of(uri: &str) -> Option<&'static str> {
    let uri = uri.trim().to_ascii_lowercase();
    let uri = uri.replacen("https://", "http://", 1);
    // `modules/content/` stands before `modules/`.
    let (_, prefix) = KNOWN.iter().find(|(known, _)| uri.starts_with(known))?;
    Some(match *prefix {
        "module" => match uri.trim_end_matches('/').rsplit('/').next() {
            Some("slash") => "slash",
            Some("syndication") => "sy",
            Some("annotate") => "annotate",
            _ => "module",
        },
        prefix => prefix,
    })
}

/// Declarations of the open elements.
#[derive(Default)]
pub(super) struct Scopes {
    /// Prefix as written, prefix it stands for.
    declared: Vec<(String, String)>,
    /// How many were declared when each open element began.
    starts: Vec<usize>,
}

impl Scopes {
    pub(super) fn open(&mut self, attributes: &[(String, String)]) {
        self.starts.push(self.declared.len());
        for (name, uri) in attributes {
            let written = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            let prefix = prefix_of(uri).map_or_else(|| written.to_lowercase(), str::to_owned);
            self.declared.push((written.to_lowercase(), prefix));
        }
    }

    pub(super) fn close(&mut self) {
        let start = self.starts.pop().unwrap_or(0);
        self.declared.truncate(start);
    }

    /// The name with its usual prefix, lower-case, and whether its prefix was declared.
    pub(super) fn name(&self, name: &str, is_element: bool) -> (String, bool) {
        let lower = name.to_lowercase();
        let (written, local) = lower.split_once(':').unwrap_or(("", &lower));
        if written.is_empty() && !is_element {
            return (local.to_owned(), true);
        }
        let declared = self.declared.iter().rev().find(|(w, _)| w == written);
        let prefix = declared.map_or(written, |(_, p)| p.as_str());
        let known = declared.is_some() || matches!(written, "" | "xml" | "xmlns");
        let full = if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") };
        (full, known)
    }
}
