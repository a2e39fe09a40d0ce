//! Text in, sentences of tokens out, by the conventions of Universal Dependencies (English).
//!
//! "MEXICO CITY (Reuters) - Gen. Ruiz didn't reply." is one sentence of thirteen tokens: "Gen."
//! keeps its stop, "did" and "n't" part, the last stop stands alone.
//!
//! Every token is a stretch of the text as it is; nothing is normalised, nothing but white space
//! and furniture is left out, and any string is read in linear time.

mod abbreviations;
mod lines;
mod words;

use model::Span;

use self::{
    abbreviations::{ABBREVIATIONS, ENDING},
    lines::is_within_line,
    words::{
        address, emoticon, goes_on_after_hour, hangs, item_number, joined, name_follows,
        number_length, opens_sentence, starts, titled, unit_at, word_length,
    },
};

/// Longest sentence, in tokens; a text without stops is cut there.
const N_TOKENS_MAX: usize = 300;

/// A sentence before anything is known of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawSentence {
    /// From its first to its last token, in bytes.
    pub span: Span,
    /// Its tokens, in reading order, apart.
    pub tokens: Vec<Span>,
    /// Number of the paragraph it starts in, from 0.
    pub paragraph: u32,
}

/// Cuts a text into sentences of tokens; `furniture` (in order, apart) is left out. It ends what stands before
/// it, but where it stands within a line. An empty text gives none.
pub fn segment(text: &str, furniture: &[Span]) -> Vec<RawSentence> {
    let mut out = Vec::new();
    let mut paragraph = 0;
    let mut from = 0;
    let (within, apart): (Vec<Span>, Vec<Span>) =
        furniture.iter().partition(|f| is_within_line(text, **f));
    for f in apart.into_iter().chain([Span::new(text.len(), text.len())]) {
        if f.start as usize > from {
            Segmenter::new(text, from, f.start as usize, &within).run(&mut out, &mut paragraph);
        }
        from = from.max(f.end as usize);
    }
    out
}

struct Segmenter<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    open: Vec<Span>,
    /// Depth of parentheses and whether a quotation is open.
    quoted: bool,
    /// Stretches to be passed over, in order and apart.
    skips: &'a [Span],
}

impl<'a> Segmenter<'a> {
    fn new(text: &'a str, at: usize, end: usize, skips: &'a [Span]) -> Self {
        Self { text, at, end, open: Vec::new(), quoted: false, skips }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..self.end]
    }

    fn run(mut self, out: &mut Vec<RawSentence>, paragraph: &mut u32) {
        loop {
            let gap = self.skip_white();
            if self.at >= self.end {
                break;
            }
            if gap >= 2 && !self.continues() {
                self.close(out, *paragraph);
                self.quoted = false;
                *paragraph += 1;
            } else if (gap == 1 && self.breaks_at_line()) || self.next_item() {
                self.close(out, *paragraph);
            }
            self.token();
            if self.ends_sentence() {
                self.close(out, *paragraph);
            }
        }
        self.close(out, *paragraph);
        *paragraph += 1;
    }

    /// Skips white space; 0, 1 or 2 (or more) line breaks passed.
    fn skip_white(&mut self) -> usize {
        let next = self.skips.partition_point(|s| (s.start as usize) < self.at);
        if let Some(skip) = self.skips.get(next).filter(|s| s.start as usize == self.at) {
            self.at = (skip.end as usize).min(self.end);
        }
        let mut lines = 0;
        let mut skipped = 0;
        for c in self.rest().chars() {
            if !c.is_whitespace() && c != '\u{feff}' && c != '\u{200b}' {
                break;
            }
            lines += usize::from(c == '\n');
            skipped += c.len_utf8();
        }
        self.at += skipped;
        lines.min(2)
    }

    fn last(&self) -> &'a str {
        self.open.last().map_or("", |s| s.of(self.text))
    }

    /// Whether a paragraph break stands in the middle of a sentence.
    fn continues(&self) -> bool {
        if self.open.len() < 2 {
            return false;
        }
        let stopped = matches!(
            self.last(),
            "." | "!" | "?" | "…" | ":" | "\"" | "”" | "'" | "’" | "..." | ";"
        );
        let next = self.rest().chars().next();
        !stopped
            && item_number(self.rest()).is_none()
            && (hangs(self.last(), next)
                || next.is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ')' | '’')))
    }

    /// Whether a single line break ends the sentence: a short line, or a list item behind it.
    fn breaks_at_line(&self) -> bool {
        let next = self.rest().chars().next().unwrap_or(' ');
        if matches!(next, '•' | '·' | '*' | '●' | '▪' | '–' | '—') {
            return true;
        }
        let stopped = matches!(self.last(), "." | "!" | "?" | "…" | ":" | "”" | "\"");
        if stopped {
            return true;
        }
        // Text that is wrapped has long lines; a headline or a credit does not.
        let line_start = self.text[..self.at].trim_end().rfind('\n').map_or(0, |n| n + 1);
        let line = self.text[line_start..self.at].trim();
        let listed = self
            .open
            .first()
            .is_some_and(|first| item_number(&self.text[first.start as usize..self.end]).is_some());
        if listed && next.is_uppercase() || line.starts_with('(') && line.ends_with(')') {
            return true;
        }
        if self.bare_list(line_start) {
            return true;
        }
        (next.is_uppercase() || next.is_ascii_digit() || matches!(next, '"' | '“' | '('))
            && line.chars().count() < 50
            && !self.last().ends_with(',')
            && !matches!(self.last(), "the" | "of" | "and" | "a" | "in" | "to" | "for" | "by" | "-")
    }

    /// Whether the lines of the paragraph around `from` are a bare list: three or more,
    /// all short, none of them stopped or broken at a comma.
    fn bare_list(&self, from: usize) -> bool {
        let start = self.text[..from].rfind("\n\n").map_or(0, |n| n + 2);
        let block = self.text[start..self.end].trim_start_matches('\n');
        let block = block.split("\n\n").next().unwrap_or("");
        let lines = || block.lines().map(str::trim).filter(|l| !l.is_empty()).take(12);
        lines().count() >= 3
            && lines().all(|line| {
                !line.ends_with(['.', ',', '!', '?', ';', ':', '-'])
                    && line.chars().count() <= 24
                    && line.split_whitespace().count() <= 4
            })
    }

    /// Whether the next item of a list in running text starts here: "1. … 2. …", "a) … b) …".
    fn next_item(&self) -> bool {
        let Some(first) = self.open.first() else { return false };
        if self.rest().starts_with(['•', '⁃']) && first.of(self.text).starts_with(['•', '⁃'])
        {
            return true;
        }
        item_number(self.rest())
            .zip(item_number(&self.text[first.start as usize..self.end]))
            .is_some_and(|(next, here)| next == here + 1)
    }

    /// Whether the stop just read is the last of ". . ." that does not touch a word.
    fn in_spaced_dots(&self) -> bool {
        let n = self.open.iter().rev().take_while(|t| t.of(self.text) == ".").count();
        if n != 3 {
            return false;
        }
        let first = self.open.len() - n;
        let touches = first > 0 && self.open[first - 1].end == self.open[first].start;
        !touches && self.open[first].end < self.open[first + 1].start
    }

    /// Whether a square bracket is open.
    fn bracketed(&self) -> bool {
        let of = |mark: &str| self.open.iter().filter(|t| t.of(self.text) == mark).count();
        of("[") > of("]")
    }

    fn close(&mut self, out: &mut Vec<RawSentence>, paragraph: u32) {
        if self.open.is_empty() {
            return;
        }
        let tokens = std::mem::take(&mut self.open);
        let span = tokens[0].cover(tokens[tokens.len() - 1]);
        out.push(RawSentence { span, tokens, paragraph });
    }

    fn push(&mut self, length: usize) {
        self.open.push(Span::new(self.at, self.at + length));
        self.at += length;
    }

    /// Reads one token or contraction.
    fn token(&mut self) {
        let rest = self.rest();
        let c = rest.chars().next().unwrap_or(' ');
        if let Some(n) = address(rest) {
            return self.push(n);
        }
        if c.is_alphanumeric() {
            return self.word(rest);
        }
        if (c == '$' || c == '£' || c == '€' || c == '¥') || c == '%' {
            return self.push(c.len_utf8());
        }
        // 'em, 'll and the like at a word's start
        if matches!(c, '\'' | '’') {
            let letters = rest[c.len_utf8()..].chars().take_while(|x| x.is_alphabetic());
            let tail: String = letters.collect();
            let touches = self.open.last().is_some_and(|s| s.end as usize == self.at);
            if touches
                && matches!(tail.to_lowercase().as_str(), "s" | "re" | "ve" | "ll" | "d" | "m")
            {
                return self.push(c.len_utf8() + tail.len());
            }
            if tail.is_empty() && rest[c.len_utf8()..].starts_with(|x: char| x.is_ascii_digit()) {
                let digits = rest[c.len_utf8()..].chars().take_while(char::is_ascii_digit).count();
                let s = usize::from(rest[c.len_utf8() + digits..].starts_with('s'));
                return self.push(c.len_utf8() + digits + s);
            }
        }
        if let Some(n) = emoticon(rest) {
            return self.push(n);
        }
        // Mixed runs: ?!, .?
        if matches!(c, '!' | '?' | '.') {
            let mixed = rest.chars().take_while(|x| matches!(x, '!' | '?')).count();
            let dotted = usize::from(c == '.') * rest.chars().take_while(|x| *x == '.').count();
            let tail = rest[dotted..].chars().take_while(|x| matches!(x, '!' | '?')).count();
            let n = mixed.max(dotted + tail);
            if n > 1 {
                return self.push(n);
            }
        }
        // Runs of the same mark: ..., --, !!, ***
        let run = rest.chars().take_while(|&x| x == c).count();
        if matches!(c, '.' | '-' | '*' | '=' | '_' | '~' | '#' | '+' | '/' | '<' | '>') && run > 1 {
            return self.push(run * c.len_utf8());
        }
        if (c == '.' || c == '+' || c == '-') && run == 1 {
            let next = rest[1..].chars().next();
            let touches = self.open.last().is_some_and(|s| s.end as usize == self.at);
            if c != '-' && next.is_some_and(|x| x.is_ascii_digit()) && !touches {
                let n = number_length(&rest[1..]);
                return self.push(1 + n);
            }
        }
        self.push(c.len_utf8());
    }

    fn word(&mut self, rest: &'a str) {
        let n = word_length(rest);
        let word = &rest[..n];
        let lower = model::lowered(word);
        // Numbers with a unit stuck to them: 5pm, 10km, 5m
        if let Some(cut) = unit_at(word) {
            self.push(cut);
            return self.push(n - cut);
        }
        // Contractions
        let after = &rest[n..];
        if lower == "cannot" {
            self.push(3);
            return self.push(3);
        }
        if let Some((first, second)) = joined(&lower) {
            self.push(first);
            return self.push(second);
        }
        if lower.ends_with('n') && n > 1 {
            let t = ["'t", "’t", "'T", "’T"].iter().find(|t| after.starts_with(**t));
            if let Some(t) = t
                && !after[t.len()..].starts_with(char::is_alphanumeric)
            {
                self.push(n - 1);
                return self.push(1 + t.len());
            }
        }
        // Stops that belong to the word
        if after.starts_with('.') && !after.starts_with("..") && self.keeps_stop(word, &after[1..])
        {
            return self.push(n + 1);
        }
        self.push(n);
    }

    /// Whether the stop behind `word` is part of it.
    fn keeps_stop(&self, word: &str, behind: &str) -> bool {
        let lower = model::lowered(word);
        let initials = word.contains('.')
            && word
                .split('.')
                .all(|p| p.chars().count() <= 2 && p.chars().all(char::is_alphabetic));
        if initials {
            return true;
        }
        let single = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
        if single {
            // "J. K. Rowling", but not "plan B."
            let next = behind.trim_start().chars().next();
            let spaced = behind.starts_with(char::is_whitespace) || behind.is_empty();
            return next.is_some_and(char::is_uppercase)
                && (word != "I" || self.last().chars().nth(1).is_some_and(char::is_lowercase))
                && (!spaced || self.open.is_empty() || self.last_is_capital());
        }
        let before_number = matches!(
            lower.as_ref(),
            "no" | "nos"
                | "p"
                | "pp"
                | "n°"
                | "art"
                | "sec"
                | "vol"
                | "fig"
                | "ch"
                | "rs"
                | "para"
                | "eq"
                | "reg"
        );
        if before_number {
            return behind.trim_start().starts_with(|c: char| c.is_ascii_digit());
        }
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if ABBREVIATIONS.contains(&lower.as_ref()) {
            return capital || matches!(lower.as_ref(), "vs" | "eg" | "ie" | "cf" | "viz" | "est");
        }
        if matches!(lower.as_ref(), "etc" | "a.m" | "p.m" | "al") {
            return lower != "al" || self.last() == "et";
        }
        capital
            && ENDING.contains(&lower.as_ref())
            && !matches!(lower.as_ref(), "sun" | "sat" | "mar" | "am" | "pm" | "al")
            || matches!(word, "Sun" | "Sat" | "Mar")
                && behind.trim_start().starts_with(|c: char| c.is_ascii_digit())
    }

    fn last_is_capital(&self) -> bool {
        let last = self.last();
        last.chars().next().is_some_and(char::is_uppercase)
            || matches!(last, "." | "" | "(" | "“" | "\"")
    }

    /// Whether the sentence ends with the token just read.
    fn ends_sentence(&mut self) -> bool {
        let Some(last) = self.open.last().copied() else { return false };
        let word = last.of(self.text);
        if self.open.len() >= N_TOKENS_MAX {
            return true;
        }
        if matches!(word, "“" | "”" | "\"") {
            self.quoted = match word {
                "“" => true,
                "”" => false,
                _ => !self.quoted,
            };
        }
        let rest = self.rest();
        let white = rest.len() - rest.trim_start().len();
        if rest.is_empty() {
            return true;
        }
        let next_text = rest.trim_start();
        let next = next_text.chars().next().unwrap_or(' ');
        let closing = |w: &str| matches!(w, "”" | "\"" | "’" | "'" | ")" | "]" | "»");
        let terminal = |w: &str| {
            matches!(w, "." | "!" | "?" | "…" | "。")
                || (w.len() > 1 && w.chars().all(|c| matches!(c, '.' | '!' | '?')))
        };
        let form = |k: usize| self.open.get(k).map_or("", |t| t.of(self.text));
        // "1. The first item", "• 2.) The second": a marker is no sentence.
        let bullet = usize::from(matches!(form(0), "•" | "·" | "●" | "▪" | "⁃"));
        let number = form(bullet);
        let marker = !number.is_empty()
            && (number.chars().all(|c| c.is_ascii_digit()) && number.len() <= 3
                || number.len() == 1 && number.chars().all(|c| c.is_ascii_lowercase()));
        if marker && self.open.len() <= bullet + 3 && white > 0 && matches!(word, "." | ")") {
            return false;
        }
        // Closing marks belong to the sentence they close.
        if terminal(word) {
            if white == 0 && (closing(&next.to_string()) || matches!(next, '.' | '!' | '?')) {
                return false;
            }
            // ". . ." is one mark, and no end; the first of four is the sentence's own stop.
            let spaced = next_text.starts_with(". .");
            if spaced && self.open.len() > 1 {
                let touches = self.open[self.open.len() - 2].end == last.start;
                let behind = next_text.trim_start_matches([' ', '.']);
                return white > 0
                    && touches
                    && next_text.starts_with(". . .")
                    && behind.starts_with(char::is_uppercase);
            }
            if next == '.' || self.in_spaced_dots() {
                return false;
            }
            // "[16: who? 13:28]"
            if next.is_ascii_digit() && self.bracketed() {
                return false;
            }
            // "N°. 1026"
            if next.is_ascii_digit() && self.open.len() > 1 && form(self.open.len() - 2) == "°" {
                return false;
            }
            // "… E. Smith. a. here it is"
            let letters = next_text.starts_with(|c: char| c.is_ascii_lowercase());
            if white > 0 && item_number(next_text).is_some_and(|n| n == 1 || letters) {
                return true;
            }
            if white == 0 && !next.is_uppercase() && !matches!(next, '“' | '"') {
                return false;
            }
            if next == '"' && self.quoted && white == 0 {
                return false;
            }
            // "Yahoo!Japan", "!Kung"
            if white == 0 && matches!(word, "!" | "?") && next.is_alphanumeric() {
                return false;
            }
            return starts(next_text);
        }
        if matches!(word, "．" | "！" | "？") {
            return true;
        }
        // A note's number right behind the stop: "… in a consultation.11 12 Take …"
        let digits = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_digit());
        if white > 0 && digits(word) && next.is_uppercase() {
            let first = self.open.iter().rposition(|t| !digits(t.of(self.text))).unwrap_or(0);
            let stop = self.open[first];
            let touches = self.open.get(first + 1).is_some_and(|t| t.start == stop.end);
            let before = first.checked_sub(1).map(|k| self.open[k]);
            let word_before = before.is_some_and(|b| {
                b.end == stop.start && !b.of(self.text).ends_with(|c: char| c.is_ascii_digit())
            });
            if stop.of(self.text) == "." && touches && word_before {
                return true;
            }
        }
        // A note's number behind the stop: "… a martyr.[1] The emperor …"
        let n = self.open.len();
        if word == "]"
            && white > 0
            && n > 4
            && form(n - 3) == "["
            && form(n - 2).chars().all(|c| c.is_ascii_digit())
            && self.open[..n - 3]
                .iter()
                .rev()
                .map(|t| t.of(self.text))
                .find(|w| !matches!(*w, "[" | "]") && !w.chars().all(|c| c.is_ascii_digit()))
                == Some(".")
        {
            return starts(next_text);
        }
        if closing(word) && self.open.len() > 1 {
            let before = self.open[self.open.len() - 2].of(self.text);
            let stop = terminal(before)
                || (closing(before)
                    && self.open.len() > 2
                    && terminal(self.open[self.open.len() - 3].of(self.text)));
            if stop && white > 0 && next != '(' {
                // "…?" he asked.
                return starts(next_text) && !closing(&next.to_string());
            }
            return false;
        }
        // A kept stop at the end: "… in the U.S. The minister …"
        if word.len() > 1 && word.ends_with('.') && white > 0 {
            let bare = word.trim_end_matches('.').to_lowercase();
            let initials = bare.contains('.');
            if matches!(bare.as_str(), "e.g" | "i.e") {
                return false;
            }
            if matches!(bare.as_str(), "a.m" | "p.m") {
                // "At 5 a.m. Mr. Smith went": an hour that opens a sentence goes on.
                return starts(next_text)
                    && (!goes_on_after_hour(next_text)
                        || self.open.len() > 4 && next_text.starts_with('M') && titled(next_text));
            }
            if initials || ENDING.contains(&bare.as_str()) {
                return next != '('
                    && opens_sentence(next_text)
                    && !(initials && name_follows(next_text, &bare));
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<Vec<&str>> {
        segment(text, &[]).iter().map(|s| s.tokens.iter().map(|t| t.of(text)).collect()).collect()
    }

    #[test]
    fn a_title_keeps_its_stop() {
        let got = words("Gen. Ruiz didn't reply. He left.");
        assert_eq!(got[0], ["Gen.", "Ruiz", "did", "n't", "reply", "."]);
        assert_eq!(got.len(), 2);
    }

    #[test]
    fn a_broken_line_is_one_sentence() {
        let text = "She called him, a week after\n\nhis army seized the town.\n\nNothing more.";
        assert_eq!(words(text).len(), 2);
    }

    #[test]
    fn hyphens_part_and_prefixes_stay() {
        assert_eq!(
            words("A long-term pre-war U.S.-led plan")[0],
            ["A", "long", "-", "term", "pre-war", "U.S.", "-", "led", "plan"]
        );
    }

    #[test]
    fn a_quotation_ends_with_its_mark() {
        let got = words("“We left.” He said so. \"Go!\" she said.");
        assert_eq!(got.len(), 3);
        assert_eq!(got[0].last(), Some(&"”"));
    }

    proptest! {
        #[test]
        fn every_letter_is_in_one_token(text in "\\PC{0,200}") {
            let mut at = 0;
            for s in segment(&text, &[]) {
                for t in &s.tokens {
                    prop_assert!(t.start as usize >= at && !t.is_empty());
                    let gap = &text[at..t.start as usize];
                    let white = |c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}';
                    prop_assert!(gap.chars().all(white), "letters in a gap");
                    at = t.end as usize;
                }
            }
            let blank = |c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}';
            prop_assert!(text[at..].chars().all(blank), "letters are left over");
        }
    }
}
