//! Letters with their places in, paragraphs out.

use std::collections::BTreeMap;

use super::Letter;

/// Gap between two letters that parts words, in heights of the type.
const WORD_GAP: f64 = 0.16;

/// Pages that a line must stand on, at the same height, to be a running head or foot.
const N_RUNNING_MIN: usize = 3;

/// One line of type.
#[derive(Clone, Debug)]
struct Line {
    text: String,
    x: f64,
    y: f64,
    end: f64,
    size: f64,
}

/// The text of pages, paragraphs parted by blank lines.
pub(super) fn text(pages: &[Vec<Letter>]) -> String {
    let mut pages: Vec<Vec<Line>> = pages.iter().map(|p| lines(p)).collect();
    drop_running(&mut pages);
    let mut out = String::new();
    for lines in &pages {
        let mut before: Option<&Line> = None;
        for (i, line) in lines.iter().enumerate() {
            let parted = before.is_some_and(|b| parts(b, line, lines, i));
            // A paragraph may go on from the foot of one page to the head of the next.
            let goes_on = before.is_none()
                && !out.trim_end().ends_with(['.', '!', '?', ':', '”', '"'])
                && line.text.starts_with(char::is_lowercase);
            join(&mut out, &line.text, parted || (before.is_none() && !goes_on));
            before = Some(line);
        }
    }
    out
}

fn join(out: &mut String, text: &str, parted: bool) {
    if out.is_empty() {
        out.push_str(text);
    } else if parted {
        out.push_str("\n\n");
        out.push_str(text);
    } else if out.ends_with('\u{ad}')
        || (out.ends_with('-') && !out.ends_with(" -") && text.starts_with(char::is_lowercase))
    {
        // A word broken at the end of the line.
        out.pop();
        out.push_str(text);
    } else {
        out.push(' ');
        out.push_str(text);
    }
}

/// Letters in drawing order put into lines; `y` grows downwards.
fn lines(letters: &[Letter]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for letter in letters {
        let blank = letter.text.trim().is_empty();
        let Some(line) = lines.last_mut().filter(|l| same_line(l, letter)) else {
            if !blank {
                lines.push(Line {
                    text: clean(&letter.text),
                    x: letter.x,
                    y: letter.y,
                    end: letter.end,
                    size: letter.size,
                });
            }
            continue;
        };
        let gap = letter.x - line.end;
        if (blank || gap > WORD_GAP * line.size.max(letter.size)) && !line.text.ends_with(' ') {
            line.text.push(' ');
        }
        if !blank {
            line.text.push_str(&clean(&letter.text));
            line.size = line.size.max(letter.size);
        }
        line.end = line.end.max(letter.end);
    }
    for line in &mut lines {
        line.text.truncate(line.text.trim_end().len());
    }
    lines.retain(|l| !l.text.is_empty());
    lines
}

fn same_line(line: &Line, letter: &Letter) -> bool {
    let size = line.size.max(letter.size);
    let level = (line.y - letter.y).abs() < 0.45 * size;
    // Letters that are drawn again over themselves (bold) stand a little back.
    let forward = letter.x > line.end - 0.6 * size;
    // A gap of many blanks is the next column.
    level && forward && letter.x - line.end < 3.0 * size
}

fn clean(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            '\u{a0}' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Whether a paragraph ends between two lines of a page.
fn parts(before: &Line, line: &Line, lines: &[Line], at: usize) -> bool {
    let size = before.size.max(line.size);
    if (before.size - line.size).abs() > 0.2 * size {
        return true;
    }
    let step = line.y - before.y;
    // Upwards: the next column; a sentence may go on there.
    if step < -0.5 * size {
        return !line.text.starts_with(char::is_lowercase) && ends_sentence(&before.text);
    }
    if step < 0.45 * size {
        // Beside it: a table or a caption.
        return true;
    }
    let usual = usual_step(lines, at).unwrap_or(1.2 * size);
    if step > 1.35 * usual || step > 2.2 * size {
        return true;
    }
    let indented = line.x - before.x > 0.6 * size && line.x - before.x < 6.0 * size;
    // A line that ends well before the right edge ends its paragraph.
    let edge = lines
        .iter()
        .filter(|l| (l.x - before.x).abs() < 8.0 * size)
        .map(|l| l.end)
        .fold(f64::MIN, f64::max);
    let short = before.end < edge - 0.25 * (edge - before.x);
    ends_sentence(&before.text) && (indented || short)
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', ':', '”', '"', '’', ')'])
}

/// The smallest step down among the lines around.
fn usual_step(lines: &[Line], at: usize) -> Option<f64> {
    let from = at.saturating_sub(6);
    let to = (at + 6).min(lines.len());
    lines[from..to]
        .windows(2)
        .map(|w| (w[1].y - w[0].y, w[0].size.max(w[1].size)))
        .filter(|(step, size)| *step > 0.7 * size && *step < 2.5 * size)
        .map(|(step, _)| step)
        .min_by(f64::total_cmp)
}

/// Takes out page numbers and lines that return at the same height of many pages.
fn drop_running(pages: &mut [Vec<Line>]) {
    let key = |l: &Line| {
        let letters: String = l.text.chars().filter(|c| c.is_alphabetic()).collect();
        (letters, (l.y / 4.0).round() as i64)
    };
    let mut counts: BTreeMap<(String, i64), usize> = BTreeMap::new();
    for page in pages.iter() {
        for line in page {
            *counts.entry(key(line)).or_default() += 1;
        }
    }
    for page in pages {
        page.retain(|l| {
            let number_only = l.text.chars().all(|c| !c.is_alphabetic());
            let n = counts.get(&key(l)).copied().unwrap_or(0);
            !(n >= N_RUNNING_MIN && (number_only || l.text.len() < 120))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(rows: &[(f64, f64, &str)]) -> Vec<Letter> {
        let mut letters = Vec::new();
        for (x, y, text) in rows {
            for (i, c) in text.chars().enumerate() {
                let x = x + i as f64 * 5.0;
                letters.push(Letter { text: c.to_string(), x, y: *y, end: x + 5.0, size: 10.0 });
            }
        }
        letters
    }

    #[test]
    fn lines_become_paragraphs_and_words_are_whole_again() {
        let page = page(&[
            (50.0, 100.0, "The ministers signed an agree-"),
            (50.0, 112.0, "ment in Kyiv."),
            (50.0, 136.0, "Warsaw welcomed it on Monday."),
        ]);
        let expected =
            "The ministers signed an agreement in Kyiv.\n\nWarsaw welcomed it on Monday.";
        assert_eq!(text(&[page]), expected);
    }

    #[test]
    fn running_heads_go() {
        let pages: Vec<Vec<Letter>> = (0..4)
            .map(|i| {
                let body = format!("Page text number {} stands here.", ["a", "b", "c", "d"][i]);
                page(&[
                    (50.0, 20.0, "DAILY NEWS"),
                    (50.0, 300.0, &body),
                    (90.0, 700.0, &i.to_string()),
                ])
            })
            .collect();
        assert!(!text(&pages).contains("DAILY"), "{}", text(&pages));
        assert!(text(&pages).contains("number c stands"));
    }
}
