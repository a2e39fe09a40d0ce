//! A page of cases, read.

use std::fmt;

use model::Date;

use crate::notation::{nearest, parse_day};

/// What is wrong with a page, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    path: String,
    line: usize,
    message: String,
    hint: Option<String>,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { path: String::new(), line: 0, message: message.into(), hint: None }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Sets the place, unless it is set.
    pub(crate) fn at(mut self, path: &str, line: usize) -> Self {
        if self.line == 0 {
            (self.path, self.line) = (path.to_owned(), line);
        }
        self
    }

    /// Line of the page, from 1.
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// What a fence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Events,
    Quotes,
    Mentions,
    Tokens,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Events, Kind::Quotes, Kind::Mentions, Kind::Tokens];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Kind::Events => "events",
            Kind::Quotes => "quotes",
            Kind::Mentions => "mentions",
            Kind::Tokens => "tokens",
        }
    }
}

/// One expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    pub(crate) kind: Kind,
    /// Line of the opening fence in the page, from 1.
    pub line: usize,
    /// The lines between the fences.
    pub body: Vec<String>,
    /// Today's answer, where it is known to be wrong.
    pub known_wrong: Option<KnownWrong>,
}

impl Fence {
    /// `events`, `quotes`, `mentions` or `tokens`.
    pub fn kind(&self) -> &'static str {
        self.kind.as_str()
    }

    /// Line of the closing fence in the page, from 1.
    pub fn end_line(&self) -> usize {
        self.line + self.body.len() + 1
    }
}

/// Today's wrong answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownWrong {
    /// Line of the page that says `FIXME:`, from 1.
    pub fixme_line: usize,
    /// Line of its opening fence, from 1.
    pub line: usize,
    /// The lines between its fences.
    pub body: Vec<String>,
}

/// One text and what is expected of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The heading.
    pub title: String,
    /// Line of the heading, from 1.
    pub line: usize,
    /// The news text; paragraphs are parted by blank lines.
    pub text: String,
    /// Day of publication.
    pub published: Option<Date>,
    /// The expectations, in the page's order; never empty.
    pub fences: Vec<Fence>,
}

/// All cases of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its path, for messages.
    pub path: String,
    /// The cases, in order.
    pub cases: Vec<Case>,
}

/// Reads a page; `path` is used in messages only.
///
/// # Errors
///
/// The first thing that is not in the notation, with its line.
pub fn parse_page(path: &str, markdown: &str) -> Result<Page, Error> {
    Reader { path, lines: markdown.lines().collect(), at: 0 }.page()
}

struct Reader<'a> {
    path: &'a str,
    lines: Vec<&'a str>,
    at: usize,
}

impl Reader<'_> {
    fn page(mut self) -> Result<Page, Error> {
        let mut cases: Vec<Case> = Vec::new();
        let mut fixme: Option<usize> = None;
        while self.at < self.lines.len() {
            let line = self.lines[self.at];
            let n_line = self.at + 1;
            self.at += 1;
            if let Some(title) = line.strip_prefix("## ") {
                self.check(cases.last())?;
                cases.push(Case {
                    title: title.trim().to_owned(),
                    line: n_line,
                    text: String::new(),
                    published: None,
                    fences: Vec::new(),
                });
                fixme = None;
            } else if line.starts_with("FIXME:") {
                fixme = Some(n_line);
            } else if let Some(head) = line.strip_prefix("```") {
                let body = self.body(n_line)?;
                let Some(case) = cases.last_mut() else {
                    return Err(self.error(n_line, "a fence before the first `##` heading"));
                };
                self.fence(case, head, n_line, body, fixme.take())?;
            } else if let Some(text) = line.strip_prefix('>') {
                let Some(case) = cases.last_mut() else { continue };
                if !case.fences.is_empty() {
                    return Err(self
                        .error(n_line, "text after a fence")
                        .hint("open a new case with `##`"));
                }
                if !case.text.is_empty() {
                    case.text.push('\n');
                }
                case.text.push_str(text.strip_prefix(' ').unwrap_or(text));
            }
        }
        self.check(cases.last())?;
        Ok(Page { path: self.path.to_owned(), cases })
    }

    fn error(&self, line: usize, message: impl Into<String>) -> Error {
        Error::new(message).at(self.path, line)
    }

    fn check(&self, case: Option<&Case>) -> Result<(), Error> {
        match case {
            Some(case) if case.text.is_empty() => Err(self
                .error(case.line, format!("case `{}` has no text", case.title))
                .hint("quote it with `> `")),
            Some(case) if case.fences.is_empty() => Err(self
                .error(case.line, format!("case `{}` expects nothing", case.title))
                .hint("add a fence; an empty ```events fence means none")),
            _ => Ok(()),
        }
    }

    fn body(&mut self, opened: usize) -> Result<Vec<String>, Error> {
        let start = self.at;
        while self.at < self.lines.len() {
            self.at += 1;
            if self.lines[self.at - 1].trim_end() == "```" {
                return Ok(self.lines[start..self.at - 1].iter().map(|&l| l.to_owned()).collect());
            }
        }
        Err(self.error(opened, "the fence is not closed"))
    }

    fn fence(
        &self,
        case: &mut Case,
        head: &str,
        line: usize,
        body: Vec<String>,
        fixme: Option<usize>,
    ) -> Result<(), Error> {
        let mut words = head.split_whitespace();
        let name = words.next().unwrap_or_default();
        let kind = Kind::ALL.into_iter().find(|k| k.as_str() == name).ok_or_else(|| {
            let hint = nearest(name, Kind::ALL.iter().map(|k| k.as_str()));
            self.error(line, format!("unknown kind of fence `{name}`"))
                .hint(format!("did you mean `{hint}`?"))
        })?;
        for option in words {
            let Some(day) = option.strip_prefix("published=") else {
                return Err(self
                    .error(line, format!("unknown option `{option}`"))
                    .hint("`published=YYYY-MM-DD`"));
            };
            let day = parse_day(day).map_err(|e| e.at(self.path, line))?;
            case.published.get_or_insert(day);
        }
        match (fixme, case.fences.last_mut()) {
            (Some(fixme_line), Some(last)) if last.kind == kind && last.known_wrong.is_none() => {
                last.known_wrong = Some(KnownWrong { fixme_line, line, body });
            }
            (Some(_), _) => {
                return Err(self
                    .error(line, "`FIXME:` stands above no second fence of a kind")
                    .hint("first the right answer, then `FIXME:`, then today's answer"));
            }
            (None, _) => case.fences.push(Fence { kind, line, body, known_wrong: None }),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Refusals\n\nWords.\n\n## one\n> A.\n>\n> B.\n```events published=2025-11-19\n```\nFIXME: why\n```events\nACCUSE - -> - happened\n```\n```quotes\n```\n";

    #[test]
    fn a_page_falls_into_cases() {
        let page = parse_page("p.md", PAGE).unwrap();
        let case = &page.cases[0];
        assert_eq!((case.title.as_str(), case.text.as_str(), case.line), ("one", "A.\n\nB.", 5));
        assert_eq!(case.published.unwrap().to_string(), "2025-11-19");
        assert_eq!(case.fences.len(), 2);
        assert_eq!(case.fences[0].known_wrong.as_ref().unwrap().line, 12);
    }

    #[test]
    fn mistakes_have_a_place() {
        for (text, message) in [
            ("```events\n```", "p.md:1: a fence before the first `##` heading"),
            (
                "## a\n> b\n```event\n```",
                "p.md:3: unknown kind of fence `event`\nhint: did you mean `events`?",
            ),
            ("## a\n> b\n```events\n", "p.md:3: the fence is not closed"),
            ("## a\n```events\n```", "p.md:1: case `a` has no text\nhint: quote it with `> `"),
        ] {
            assert_eq!(parse_page("p.md", text).unwrap_err().to_string(), message);
        }
    }
}
