//! Named values in, a document out: what lines of JSON, tables and Parquet have in common.
//!
//! `title`, `Headline` and `hed` are all the headline; where a name does not tell, the caller maps
//! it ([`Columns`]). The text is kept to the letter.

use model::{DocumentKind, RawDocument};

use crate::{Error, ErrorKind, dates};

/// What a column or key may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// News agency.
    Agency,
    /// Who wrote it.
    Authors,
    /// Where it was filed from.
    Dateline,
    /// Headline.
    Headline,
    /// The sender's id.
    Id,
    /// Language.
    Language,
    /// Day of publication.
    Published,
    /// Who printed it.
    Publisher,
    /// Section.
    Section,
    /// The text.
    Text,
    /// Day of the last update.
    Updated,
    /// Address.
    Url,
}

/// Names of columns in lower-case letters and digits, the likelier first.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Agency, &["agency", "newsagency", "wire"]),
    (Field::Authors, &["authors", "author", "byline", "bylines", "creator", "writer"]),
    (Field::Dateline, &["dateline"]),
    (
        Field::Headline,
        &["headline", "title", "hed", "heading", "articletitle", "newstitle", "titles"],
    ),
    (
        Field::Id,
        &[
            "id",
            "docid",
            "documentid",
            "articleid",
            "storyid",
            "guid",
            "uuid",
            "uid",
            "key",
            "recordid",
        ],
    ),
    (Field::Language, &["language", "lang", "languagecode"]),
    (
        Field::Published,
        &[
            "published",
            "publishedat",
            "publisheddate",
            "datepublished",
            "publicationdate",
            "publicationdatetime",
            "publishdate",
            "publishedon",
            "pubdate",
            "pubdatetime",
            "date",
            "webpublicationdate",
            "seendate",
            "articledate",
            "createdat",
            "datetime",
            "timestamp",
            "day",
            "time",
        ],
    ),
    (
        Field::Publisher,
        &[
            "publisher",
            "publication",
            "outlet",
            "newspaper",
            "sourcename",
            "source",
            "site",
            "sitename",
            "journal",
            "newssource",
            "domain",
            "media",
            "copyrightholder",
        ],
    ),
    (Field::Section, &["section", "sectionname", "category", "desk", "newsdesk", "topic"]),
    (
        Field::Text,
        &[
            "text",
            "fulltext",
            "body",
            "bodytext",
            "articlebody",
            "articletext",
            "maintext",
            "content",
            "contents",
            "articlecontent",
            "cleantext",
            "cleanedtext",
            "plaintext",
            "storytext",
            "documenttext",
            "newscontent",
            "article",
            "story",
            "document",
            "transcript",
        ],
    ),
    (
        Field::Updated,
        &["updated", "updatedat", "datemodified", "modified", "lastmodified", "lastupdated"],
    ),
    (
        Field::Url,
        &[
            "url",
            "link",
            "sourceurl",
            "articleurl",
            "weburl",
            "permalink",
            "canonicalurl",
            "href",
            "documentidentifier",
            "uri",
            "mobileurl",
            "address",
        ],
    ),
];

impl Field {
    /// The field of a name such as `text`; none for other words.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(f, _)| f.as_str() == name).map(|(f, _)| *f)
    }

    /// Its own name.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Agency => "agency",
            Field::Authors => "authors",
            Field::Dateline => "dateline",
            Field::Headline => "headline",
            Field::Id => "id",
            Field::Language => "language",
            Field::Published => "published",
            Field::Publisher => "publisher",
            Field::Section => "section",
            Field::Text => "text",
            Field::Updated => "updated",
            Field::Url => "url",
        }
    }

    /// Every field's name, sorted.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(f, _)| f.as_str())
    }
}

/// Columns that the caller names: these go before all that their names tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(pub Vec<(Field, String)>);

impl Columns {
    /// Reads `text=Body,published=Date Line`.
    ///
    /// # Errors
    /// A sentence that says which part is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut columns = Vec::new();
        for part in text.split(',').filter(|p| !p.trim().is_empty()) {
            let Some((field, column)) = part.split_once('=') else {
                return Err(format!("`{part}` is not FIELD=COLUMN"));
            };
            let Some(known) = Field::named(field.trim()) else {
                let names: Vec<&str> = Field::names().collect();
                return Err(format!("`{}` is none of {}", field.trim(), names.join(", ")));
            };
            columns.push((known, column.trim().to_owned()));
        }
        Ok(Self(columns))
    }
}

/// Which column holds which field, worked out once for a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    columns: Vec<(Field, usize)>,
}

impl Layout {
    /// The layout of columns of these names.
    pub(crate) fn of(names: &[&str], asked: &Columns) -> Self {
        let plain: Vec<String> = names.iter().map(|n| plain(n)).collect();
        let mut columns = Vec::new();
        for (field, known) in NAMES {
            let told = asked.0.iter().filter(|(f, _)| f == field).find_map(|(_, column)| {
                names
                    .iter()
                    .position(|n| n == column)
                    .or_else(|| plain.iter().position(|n| *n == self::plain(column)))
                    .or_else(|| {
                        column.parse::<usize>().ok()?.checked_sub(1).filter(|i| *i < names.len())
                    })
            });
            let asked_for = asked.0.iter().any(|(f, _)| f == field);
            let guessed = || known.iter().find_map(|k| plain.iter().position(|n| n == k));
            let at = if asked_for { told } else { guessed() };
            columns.extend(at.map(|i| (*field, i)));
        }
        Self { columns }
    }

    pub(crate) fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|(f, _)| *f == field).map(|(_, i)| *i)
    }

    /// Columns that hold any field.
    pub(crate) fn used(&self) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().map(|(_, i)| *i)
    }

    /// Whether the names say that this is a table of documents.
    pub(crate) fn has_text(&self) -> bool {
        self.column(Field::Text).is_some()
    }
}

/// Lower-case letters and digits of a column's name.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A document of values by field; `Err` in second place tells of a date that is none.
pub(crate) fn document(
    mut value: impl FnMut(Field) -> Option<String>,
    text: String,
    origin: &str,
    line: u64,
) -> (RawDocument, Option<Error>) {
    let mut word = |f| value(f).map(|v| v.trim().to_owned()).filter(|v| !is_empty(v));
    let mut problem = None;
    let mut moment = |written: Option<String>, name: &str| {
        let written = written?;
        // A year or a month alone is no day.
        let moment = if written.len() < 8 { None } else { dates::moment(&written) };
        if moment.is_none() && problem.is_none() {
            let shown: String = written.chars().take(40).collect();
            let message = format!("\"{name}\" is `{shown}`, expected YYYY-MM-DD");
            problem = Some(Error::new(origin, line, ErrorKind::BadDate, message));
        }
        moment
    };
    let published = moment(word(Field::Published), "published");
    let updated = moment(word(Field::Updated), "updated");
    let document = RawDocument {
        origin: if line == 0 { origin.to_owned() } else { format!("{origin}:{line}") },
        id: word(Field::Id),
        kind: DocumentKind::Record,
        bytes: text.into_bytes(),
        url: word(Field::Url),
        headline: word(Field::Headline),
        published: published.map(|m| m.day),
        published_at: published,
        updated: updated.map(|m| m.day),
        updated_at: updated,
        language: word(Field::Language),
        authors: word(Field::Authors).map(|a| authors(&a)).unwrap_or_default(),
        publisher: word(Field::Publisher),
        agency: word(Field::Agency),
        dateline: word(Field::Dateline),
        section: word(Field::Section),
        charset: None,
    };
    (document, problem)
}

/// Ways in which tables say that there is nothing.
fn is_empty(value: &str) -> bool {
    matches!(
        value,
        "" | "null" | "NULL" | "None" | "none" | "nan" | "NaN" | "NA" | "N/A" | "-" | "[]"
    )
}

/// `Jane Roe; John Doe`, `['Jane Roe', 'John Doe']` → two names. A comma may stand in a name.
fn authors(text: &str) -> Vec<String> {
    let listed = text.starts_with('[') && text.ends_with(']');
    let inner = if listed { &text[1..text.len() - 1] } else { text };
    let parts: Vec<&str> = match (listed, inner.contains([';', '|'])) {
        (_, true) => inner.split([';', '|']).collect(),
        (true, false) => inner.split(',').collect(),
        (false, false) => vec![inner],
    };
    parts
        .into_iter()
        .map(|p| p.trim().trim_matches(['\'', '"']).trim().to_owned())
        .filter(|p| !p.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_sorted_and_names_stand_once() {
        assert!(NAMES.windows(2).all(|w| w[0].0.as_str() < w[1].0.as_str()));
        let mut all: Vec<&str> = NAMES.iter().flat_map(|(_, n)| n.iter().copied()).collect();
        let n = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n);
    }

    #[test]
    fn names_and_callers_tell_columns() {
        let layout =
            Layout::of(&["Article ID", "Head_line", "Full-Text", "Notes"], &Columns::default());
        assert_eq!(layout.column(Field::Id), Some(0));
        assert_eq!(layout.column(Field::Headline), Some(1));
        assert_eq!(layout.column(Field::Text), Some(2));
        let asked = Columns::parse("text=Notes, headline=1").unwrap();
        let layout = Layout::of(&["Article ID", "Head_line", "Full-Text", "Notes"], &asked);
        assert_eq!(layout.column(Field::Text), Some(3));
        assert_eq!(layout.column(Field::Headline), Some(0));
        assert!(Columns::parse("txt=a").unwrap_err().contains("`txt` is none of agency"));
    }

    #[test]
    fn several_authors() {
        assert_eq!(authors("Jane Roe; John Doe"), ["Jane Roe", "John Doe"]);
        assert_eq!(authors("['Jane Roe', 'John Doe']"), ["Jane Roe", "John Doe"]);
        assert_eq!(authors("Roe, Jane"), ["Roe, Jane"]);
    }
}
