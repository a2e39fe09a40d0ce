//! Expectation against answer.

use model::QuoteKind;

use crate::{
    answer::{Answer, CaseQuote},
    event::CaseEvent,
    notation::{format_events, parse_events, quoted, unquote},
    page::{Case, Error, Fence, Kind},
    pairing::{bare, pair},
};

/// How one expectation fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The answer is right, and no wrong one is recorded.
    Right,
    /// The answer is wrong as recorded under `FIXME:`.
    KnownWrong,
    /// The answer is right now; the `FIXME:` must go.
    Fixed,
    /// The answer is wrong, with what is missing and what is too much, a line each.
    Wrong(Vec<String>),
}

/// Judges every fence of a case, in order.
///
/// # Errors
///
/// The first line of a fence that is not in the notation.
pub fn judge(path: &str, case: &Case, answer: &Answer) -> Result<Vec<Verdict>, Error> {
    case.fences.iter().map(|fence| judge_fence(path, fence, answer)).collect()
}

fn judge_fence(path: &str, fence: &Fence, answer: &Answer) -> Result<Verdict, Error> {
    let wrong = compare(path, fence, answer)?;
    Ok(match &fence.known_wrong {
        None if wrong.is_empty() => Verdict::Right,
        None => Verdict::Wrong(wrong),
        Some(_) if wrong.is_empty() => Verdict::Fixed,
        Some(known) => {
            let today = Fence {
                line: known.line,
                body: known.body.clone(),
                known_wrong: None,
                ..fence.clone()
            };
            let changed = compare(path, &today, answer)?;
            if changed.is_empty() { Verdict::KnownWrong } else { Verdict::Wrong(wrong) }
        }
    })
}

/// What is missing in the answer and what is too much, a line each; nothing when it is right.
/// A wrong answer recorded under `FIXME:` is left aside.
///
/// # Errors
///
/// The first line of the fence that is not in the notation.
pub fn compare(path: &str, fence: &Fence, answer: &Answer) -> Result<Vec<String>, Error> {
    let first = fence.line + 1;
    match fence.kind {
        Kind::Events => {
            let expected = parse_events(path, first, &fence.body)?;
            let unmatched = pair(&expected, &answer.events);
            let (wanted, got) = (each_line(&expected), each_line(&answer.events));
            let missing = unmatched.missing.iter().map(|&e| format!("missing: {}", wanted[e]));
            let extra = unmatched.extra.iter().map(|&a| format!("extra:   {}", got[a]));
            Ok(missing.chain(extra).collect())
        }
        Kind::Quotes => quotes(path, first, &fence.body, &answer.quotes),
        Kind::Mentions => mentions(path, first, &fence.body, answer),
        Kind::Tokens => tokens(path, first, &fence.body, answer),
    }
}

/// Every event on a line of its own, margins left out.
fn each_line(events: &[CaseEvent]) -> Vec<String> {
    events
        .iter()
        .map(|event| {
            let about = event.about.is_some();
            let alone = CaseEvent { about: None, ..event.clone() };
            let line = format_events(std::slice::from_ref(&alone)).concat();
            if about { format!("{line} (about another act)") } else { line }
        })
        .collect()
}

/// The lines that an answer would have in a fence of a kind.
pub(crate) fn answer_lines(fence: &Fence, answer: &Answer) -> Vec<String> {
    match fence.kind {
        Kind::Events => format_events(&answer.events),
        Kind::Quotes => quote_lines(fence.body.iter().map(String::as_str), answer),
        Kind::Mentions => mention_lines(&fence.body, answer),
        Kind::Tokens => answer
            .tokens
            .iter()
            .map(|t| format!("{} {} {} {} {} {}", t.id, t.form, t.lemma, t.upos, t.head, t.deprel))
            .collect(),
    }
}

fn quote_line(quote: &CaseQuote) -> String {
    let cue = quote.cue.as_deref().unwrap_or("-");
    let speaker = quote.speaker.as_ref().map_or_else(
        || "-".to_owned(),
        |(words, name)| quoted(if name.is_empty() { words } else { name }),
    );
    format!("{} {} {cue} {speaker}", quote.kind.as_str(), quoted(&quote.words))
}

/// A file of quotation lines against the answer; see [`compare`].
///
/// # Errors
///
/// The first line that is not in the notation.
pub fn compare_quotes(path: &str, file: &str, answer: &Answer) -> Result<Vec<String>, Error> {
    let lines: Vec<String> = file.lines().map(str::to_owned).collect();
    quotes(path, 1, &lines, &answer.quotes)
}

/// The answer as a file of quotation lines; indirect ones only where `file` lists some.
pub fn quotes_file(file: &str, answer: &Answer) -> String {
    quote_lines(file.lines(), answer).into_iter().map(|l| l + "\n").collect()
}

fn quote_lines<'a>(mut body: impl Iterator<Item = &'a str>, answer: &Answer) -> Vec<String> {
    let indirect = body.any(|l| l.trim_start().starts_with("indirect"));
    let listed = |q: &&CaseQuote| q.kind.is_marked() || indirect && q.kind == QuoteKind::Indirect;
    answer.quotes.iter().filter(listed).map(quote_line).collect()
}

fn quotes(
    path: &str,
    first: usize,
    body: &[String],
    actual: &[CaseQuote],
) -> Result<Vec<String>, Error> {
    let mut used = vec![false; actual.len()];
    let mut wrong = Vec::new();
    for (i, line) in body.iter().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let expected = parse_quote(line).map_err(|e| e.at(path, first + i))?;
        let found = (0..actual.len()).find(|&a| !used[a] && quote_agrees(&expected, &actual[a]));
        match found {
            Some(a) => used[a] = true,
            None => wrong.push(format!("missing: {}", line.trim())),
        }
    }
    for (quote, used) in actual.iter().zip(&used) {
        if !used && quote.kind.is_marked() {
            wrong.push(format!("extra:   {}", quote_line(quote)));
        }
    }
    Ok(wrong)
}

fn quote_agrees(expected: &CaseQuote, actual: &CaseQuote) -> bool {
    let strip = |w: &str| w.trim_end_matches([',', '.']).to_owned();
    expected.kind == actual.kind
        && strip(&expected.words) == strip(&actual.words)
        && expected.cue == actual.cue
        && match (&expected.speaker, &actual.speaker) {
            (None, None) => true,
            (Some((e, _)), Some((words, name))) => bare(e) == bare(words) || bare(e) == bare(name),
            _ => false,
        }
}

fn parse_quote(line: &str) -> Result<CaseQuote, Error> {
    let line = line.trim();
    let kinds = [QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect];
    let word = line.split_whitespace().next().unwrap_or_default();
    let kind = kinds.into_iter().find(|k| k.as_str() == word).ok_or_else(|| {
        Error::new(format!("unknown kind of quotation `{word}`")).hint("direct, mixed or indirect")
    })?;
    let rest = line[word.len()..].trim_start();
    let inner = rest
        .strip_prefix('"')
        .ok_or_else(|| Error::new("the words said stand in quotation marks"))?;
    let (words, n_bytes) = unquote(inner)?;
    let rest = inner[n_bytes..].trim_start();
    let (cue, speaker) = rest.split_once(char::is_whitespace).ok_or_else(|| {
        Error::new("a quotation line ends with cue and speaker").hint("`-` where there is none")
    })?;
    let speaker = match speaker.trim() {
        "-" => None,
        s => {
            let inner = s
                .strip_prefix('"')
                .ok_or_else(|| Error::new("the speaker stands in quotation marks"))?;
            Some((unquote(inner)?.0, String::new()))
        }
    };
    Ok(CaseQuote { kind, words, cue: (cue != "-").then(|| cue.to_owned()), speaker })
}

/// A marked mention: where it is in the text, and the name its chain must have.
struct Mark {
    start: usize,
    end: usize,
    name: Option<String>,
}

fn marks(path: &str, first: usize, body: &[String], text: &str) -> Result<Vec<Mark>, Error> {
    let mut found = Vec::new();
    let mut above: Option<(&str, usize)> = None;
    let mut from = 0;
    for (i, line) in body.iter().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        if !line.trim_start().starts_with('^') {
            let at = text.get(from..).and_then(|t| t.find(line.as_str())).ok_or_else(|| {
                Error::new(format!("`{line}` is not in the text, from where the last line ended"))
                    .at(path, first + i)
            })?;
            above = Some((line, from + at));
            from += at + line.len();
            continue;
        }
        let Some((words, offset)) = above else {
            return Err(Error::new("carets need a line of the text above").at(path, first + i));
        };
        let column = line.chars().take_while(|c| *c != '^').count();
        let n_carets = line.chars().skip(column).take_while(|c| *c == '^').count();
        let byte = |n: usize| words.char_indices().nth(n).map_or(words.len(), |(b, _)| b);
        let name = line.trim_start().trim_start_matches('^').trim();
        found.push(Mark {
            start: offset + byte(column),
            end: offset + byte(column + n_carets),
            name: (!name.is_empty()).then(|| name.to_owned()),
        });
    }
    Ok(found)
}

fn mentions(
    path: &str,
    first: usize,
    body: &[String],
    answer: &Answer,
) -> Result<Vec<String>, Error> {
    let mut wrong = Vec::new();
    for mark in marks(path, first, body, &answer.text)? {
        let words = answer.text.get(mark.start..mark.end).unwrap_or_default();
        let there: Vec<_> =
            answer.mentions.iter().filter(|m| (m.start, m.end) == (mark.start, mark.end)).collect();
        if there.is_empty() {
            wrong.push(format!("missing: mention `{words}`"));
        } else if let Some(name) = &mark.name
            && !there.iter().any(|m| bare(&m.name) == bare(name))
        {
            wrong.push(format!("missing: `{words}` is {name}, not `{}`", there[0].name));
        }
    }
    Ok(wrong)
}

/// Today's chains of the mentions that are marked; those that are not there lose their carets.
fn mention_lines(body: &[String], answer: &Answer) -> Vec<String> {
    let mut lines = Vec::new();
    for line in body {
        if !line.trim_start().starts_with('^') {
            lines.push(line.clone());
            continue;
        }
        let carets: String = line.chars().take_while(|c| " ^".contains(*c)).collect();
        let so_far: Vec<String> = lines.iter().chain([line]).cloned().collect();
        let Ok(found) = marks("", 0, &so_far, &answer.text) else { continue };
        let Some(mark) = found.last() else { continue };
        if let Some(m) = answer.mentions.iter().find(|m| (m.start, m.end) == (mark.start, mark.end))
        {
            lines.push(format!("{} {}", carets.trim_end(), m.name).trim_end().to_owned());
        }
    }
    lines
}

fn tokens(
    path: &str,
    first: usize,
    body: &[String],
    answer: &Answer,
) -> Result<Vec<String>, Error> {
    let mut wrong = Vec::new();
    let rows: Vec<(usize, &String)> =
        body.iter().enumerate().filter(|(_, l)| !l.trim().is_empty()).collect();
    if rows.len() != answer.tokens.len() {
        wrong.push(format!("missing: {} words, found {}", rows.len(), answer.tokens.len()));
    }
    for ((i, row), token) in rows.into_iter().zip(&answer.tokens) {
        let expected: Vec<&str> = row.split_whitespace().collect();
        if expected.len() != 6 {
            return Err(Error::new("a word has six columns: ID FORM LEMMA UPOS HEAD DEPREL")
                .at(path, first + i));
        }
        let (id, head) = (token.id.to_string(), token.head.to_string());
        let actual = [&id, &token.form, &token.lemma, &token.upos, &head, &token.deprel];
        if expected.iter().zip(actual).any(|(e, a)| *e != "_" && e != a) {
            wrong.push(format!(
                "missing: {}, found {}",
                expected.join(" "),
                actual.map(String::as_str).join(" ")
            ));
        }
    }
    Ok(wrong)
}
