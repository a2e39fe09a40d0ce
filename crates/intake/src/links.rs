//! Lists of addresses in, links out: sitemaps, OPML, feeds, address lists, GDELT's article lists.

use std::io::Cursor;

use jiff::civil::Date;

use crate::{
    Format, Options, dates, feed, format,
    records::{Field, Layout},
    table::{Rows, sniff_delimiter},
    web_address::WebAddress,
    xml::{self, Tree},
};

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A document.
    Page,
    /// A feed, from a subscription list.
    Feed,
    /// A further sitemap.
    Sitemap,
}

/// One address of a list, with what the list says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Absolute address.
    pub url: String,
    /// What it leads to.
    pub kind: LinkKind,
    /// Headline or name.
    pub title: Option<String>,
    /// Day of publication or of the last change.
    pub day: Option<Date>,
}

/// Links of a list, in order; none where the bytes are no list.
pub fn links(bytes: &[u8], format: Format, options: &Options) -> Option<Vec<Link>> {
    let charset = options.charset.as_deref();
    let base = options.base.as_deref().and_then(WebAddress::parse);
    let links = match format {
        Format::Sitemap => sitemap(&Tree::parse(&xml::decode(bytes, charset))),
        Format::Opml => opml(&Tree::parse(&xml::decode(bytes, charset))),
        Format::Feed => of_feed(bytes, options)?,
        Format::Csv | Format::Tsv => table(&crate::charset::decode(bytes, charset), options)?,
        Format::Urls => addresses(&crate::charset::decode(bytes, charset)),
        _ => return None,
    };
    let whole = |link: Link| {
        let address = match &base {
            Some(base) => base.join(&link.url),
            None => WebAddress::parse(&link.url),
        };
        address.map(|a| Link { url: a.to_string(), ..link })
    };
    Some(links.into_iter().filter_map(whole).collect())
}

/// Links of a list whose format is sniffed; the format goes with them.
pub(crate) fn sniffed(
    bytes: &[u8],
    name: &str,
    declared: Option<Format>,
    options: &Options,
) -> Option<(Format, Vec<Link>)> {
    let sniffed = format::sniff(&bytes[..bytes.len().min(64 << 10)], name)?;
    let is_text = matches!(sniffed, Format::Text | Format::Html);
    let format = if is_text { declared.unwrap_or(sniffed) } else { sniffed };
    links(bytes, format, options).map(|l| (format, l))
}

/// Bytes of a list that may be compressed by gzip, as sitemaps often are.
pub(crate) fn unpacked(bytes: Vec<u8>) -> Vec<u8> {
    if bytes.starts_with(b"\x1f\x8b") {
        return crate::http_message::undo("gzip", bytes, 256 << 20).unwrap_or_default();
    }
    bytes
}

fn link(url: String, kind: LinkKind) -> Link {
    Link { url, kind, title: None, day: None }
}

fn sitemap(tree: &Tree) -> Vec<Link> {
    let mut links = Vec::new();
    for at in tree.below(0) {
        let kind = match tree.node(at).name.as_str() {
            "url" => LinkKind::Page,
            "sitemap" => LinkKind::Sitemap,
            _ => continue,
        };
        let Some(url) = tree.words_of(at, "loc") else { continue };
        let news = tree.child(at, "news:news");
        let of_news = |name: &str| news.and_then(|n| tree.words_of(n, name));
        let day = of_news("news:publication_date").or_else(|| tree.words_of(at, "lastmod"));
        links.push(Link {
            title: of_news("news:title"),
            day: day.and_then(|d| dates::day(&d)),
            ..link(url, kind)
        });
    }
    links
}

fn opml(tree: &Tree) -> Vec<Link> {
    tree.descendants(0, "outline")
        .filter_map(|at| {
            let attribute =
                |n: &str| tree.attribute(at, n).map(str::trim).filter(|v| !v.is_empty());
            let title = attribute("title").or_else(|| attribute("text")).map(str::to_owned);
            let kind = attribute("type").unwrap_or_default().to_ascii_lowercase();
            let (url, kind) = match (attribute("xmlurl"), attribute("url")) {
                (Some(url), _) => (url, LinkKind::Feed),
                (None, Some(url)) if kind == "link" => (url, LinkKind::Page),
                (None, Some(url)) => (url, LinkKind::Feed),
                _ => return None,
            };
            Some(Link { title, ..link(url.to_owned(), kind) })
        })
        .collect()
}

fn of_feed(bytes: &[u8], options: &Options) -> Option<Vec<Link>> {
    let feed = feed::feed(bytes, options.charset.as_deref(), options.base.as_deref())?;
    Some(
        feed.entries
            .into_iter()
            .filter_map(|e| {
                let day = e.published.or(e.updated).map(|m| m.day);
                e.link.map(|url| Link { title: e.title, day, ..link(url, LinkKind::Page) })
            })
            .collect(),
    )
}

/// One address a line; what follows a blank, and lines that begin with `#`, are remarks.
fn addresses(text: &str) -> Vec<Link> {
    text.lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .filter_map(|l| l.split_whitespace().next())
        .map(|l| link(l.to_owned(), LinkKind::Page))
        .collect()
}

/// Columns of GDELT's files, which have no header: how many, the address, the day. Event tables of
/// version 2 and 1, the Global Knowledge Graph, mentions.
const GDELT: &[(usize, usize, usize)] = &[(61, 60, 1), (58, 57, 1), (27, 4, 1), (16, 5, 2)];

/// Whether a first row is one of GDELT's.
pub(crate) fn is_gdelt(row: &[&str]) -> bool {
    gdelt(row).is_some()
}

fn gdelt(row: &[&str]) -> Option<(usize, usize)> {
    let (_, url, day) = GDELT.iter().find(|(n, _, _)| *n == row.len())?;
    WebAddress::parse(row.get(*url)?).map(|_| (*url, *day))
}

/// A table with a column of addresses, by name or by GDELT's places; an address stands once.
fn table(text: &str, options: &Options) -> Option<Vec<Link>> {
    let text = text.trim_start_matches('\u{feff}');
    let head = &text.as_bytes()[..text.len().min(64 << 10)];
    let mut rows = Rows::new(Cursor::new(text.as_bytes()), sniff_delimiter(head));
    let first = rows.next_row().ok()??;
    let names: Vec<&str> = first.values.iter().map(|v| v.trim()).collect();
    let (url, day, title) = if let Some((url, day)) = gdelt(&names) {
        rows = Rows::new(Cursor::new(text.as_bytes()), sniff_delimiter(head));
        (url, Some(day), None)
    } else {
        let layout = Layout::of(&names, &options.columns);
        (
            layout.column(Field::Url)?,
            layout.column(Field::Published),
            layout.column(Field::Headline),
        )
    };
    let mut links: Vec<Link> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    while let Ok(Some(row)) = rows.next_row() {
        let value = |i: usize| row.values.get(i).map(|v| v.trim()).filter(|v| !v.is_empty());
        let Some(address) = value(url) else { continue };
        if !seen.insert(address.to_owned()) {
            continue;
        }
        links.push(Link {
            title: title.and_then(value).map(str::to_owned),
            day: day.and_then(value).and_then(dates::day),
            ..link(address.to_owned(), LinkKind::Page)
        });
    }
    Some(links)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(text: &str, format: Format) -> Vec<(String, LinkKind, Option<String>)> {
        links(text.as_bytes(), format, &Options::default())
            .unwrap()
            .into_iter()
            .map(|l| (l.url, l.kind, l.day.map(|d| d.to_string())))
            .collect()
    }

    #[test]
    fn sitemaps_and_their_indexes() {
        let text = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' \
            xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>\
            <url><loc> https://a.example/1?a=1&amp;b=2 </loc><lastmod>2026-01-14</lastmod>\
            <n:news><n:publication_date>2026-01-13T08:00Z</n:publication_date>\
            <n:title>Kyiv signs</n:title></n:news></url>\
            <url><loc>/no-scheme</loc></url></urlset>";
        let day = Some("2026-01-13".to_owned());
        let expected = ("https://a.example/1?a=1&b=2".to_owned(), LinkKind::Page, day);
        assert_eq!(urls(text, Format::Sitemap), [expected]);
        let text = "<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap>";
        assert_eq!(urls(text, Format::Sitemap)[0].1, LinkKind::Sitemap);
    }

    #[test]
    fn subscription_lists_nest() {
        let text = "<opml version='1.0'><body><outline text='News'><outline type='rss' text='A' \
            xmlUrl='https://a.example/feed'/></outline></body></opml>";
        assert_eq!(urls(text, Format::Opml)[0].0, "https://a.example/feed");
    }

    #[test]
    fn tables_of_addresses() {
        let text =
            "URL,MobileURL,Date,Title\nhttps://a.example/1,,2026-01-13 08:00:00,Kyiv signs\n";
        assert_eq!(urls(text, Format::Csv)[0].2.as_deref(), Some("2026-01-13"));
        let mut row = vec!["0"; 61];
        row[1] = "20260113";
        row[60] = "https://a.example/1";
        let text = format!("{0}\n{0}\n", row.join("\t"));
        let found = urls(&text, Format::Csv);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].2.as_deref(), Some("2026-01-13"));
    }
}
