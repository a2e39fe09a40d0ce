//! Rules on which lines are text that no weighing may undo: the edges of the text, and comments.
//!
//! Weights know pages by the thousand and may be wrong about a small one. A line that is all link
//! behind the last sentence, a heading with nothing below it, a name and a day in front of the first
//! sentence, what stands under "Comments": none of them is text.

use crate::{
    dates,
    dom::{Dom, Tag},
    lines::Lines,
};

/// Takes such lines out. `authors` are names already known.
pub(crate) fn trim(dom: &Dom<'_>, lines: &Lines, kept: &mut [bool], authors: &[String]) {
    comments(dom, lines, kept);
    start(lines, kept, authors);
    end(dom, lines, kept);
}

/// Lines inside an element called `comments` that holds less than half of the text.
fn comments(dom: &Dom<'_>, lines: &Lines, kept: &mut [bool]) {
    let total: u32 =
        lines.lines.iter().zip(&*kept).filter(|(_, k)| **k).map(|(l, _)| l.n_bytes).sum();
    let called = |node| {
        ["class", "id"].iter().any(|a| {
            dom.raw_attribute(node, a).is_some_and(|v| {
                v.split_whitespace().any(|w| {
                    let lower = w.to_ascii_lowercase();
                    matches!(
                        lower.as_str(),
                        "comments"
                            | "comment"
                            | "comment-list"
                            | "commentlist"
                            | "disqus_thread"
                            | "comments-area"
                            | "comments-section"
                            | "respond"
                    )
                })
            })
        })
    };
    let mut i = 0;
    while i < kept.len() {
        let mut found = None;
        let mut node = lines.lines[i].block;
        while kept[i] && node != 0 {
            if called(node) && !matches!(dom.tag(node), Tag::Body | Tag::Html) {
                found = Some(node);
            }
            node = dom.parent(node);
        }
        let Some(node) = found else {
            i += 1;
            continue;
        };
        let end = (i..kept.len())
            .find(|&k| !dom.inside(lines.lines[k].block, node))
            .unwrap_or(kept.len());
        let inside: u32 = (i..end).filter(|&k| kept[k]).map(|k| lines.lines[k].n_bytes).sum();
        if inside * 2 < total {
            kept[i..end].fill(false);
        }
        i = end;
    }
}

fn is_stopped(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', '*', '“', '»'])
        .ends_with(['.', '!', '?', '…', ':', ','])
}

/// Names, days and credits in front of the first sentence.
fn start(lines: &Lines, kept: &mut [bool], authors: &[String]) {
    let whole = (0..kept.len()).filter(|&i| kept[i]).find(|&i| {
        let text = lines.text(i);
        text.len() > 100 || is_stopped(text) && text.len() > 40
    });
    let Some(whole) = whole else { return };
    for i in (0..whole).filter(|&i| kept[i]).collect::<Vec<_>>() {
        let text = lines.text(i);
        let n_words = text.split_whitespace().count();
        let named = authors.iter().any(|a| text.contains(a.as_str())) && n_words <= 12;
        let dated = n_words <= 12 && !dates::find(text, true).is_empty();
        let staffed = n_words <= 4
            && ["staff", "correspondent", "reporter", "desk", "editor"]
                .iter()
                .any(|w| text.to_lowercase().ends_with(w));
        if !is_stopped(text) && (named || dated || staffed) {
            kept[i] = false;
        }
    }
}

/// Links and headings behind the last sentence.
fn end(dom: &Dom<'_>, lines: &Lines, kept: &mut [bool]) {
    for i in (0..kept.len()).rev().filter(|&i| kept[i]).collect::<Vec<_>>() {
        let line = &lines.lines[i];
        let linked = line.n_link * 20 >= line.n_bytes * 19 && line.n_bytes < 140;
        let heading = dom.tag(line.block).is_heading();
        if !(linked && !is_stopped(lines.text(i)) || heading) {
            break;
        }
        kept[i] = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lines;

    fn left(html: &str) -> Vec<String> {
        let dom = Dom::parse(html);
        let lines = lines(&dom, false);
        let mut kept = vec![true; lines.len()];
        trim(&dom, &lines, &mut kept, &["Luc Martens".to_owned()]);
        (0..kept.len()).filter(|&i| kept[i]).map(|i| lines.text(i).to_owned()).collect()
    }

    #[test]
    fn edges_and_comments() {
        let html = "<div>Luc Martens | 6 October 2025</div><p>Rail unions threatened on Monday to strike over pensions.</p>
            <p>He left.</p><h4>More</h4><p><a href=x>Farmers block motorway</a></p>";
        assert_eq!(
            left(html),
            ["Rail unions threatened on Monday to strike over pensions.", "He left."]
        );
        let html = "<p>Rail unions threatened on Monday to strike over pensions.</p><section class=comments><p>Rebels!</p></section>";
        assert_eq!(left(html).len(), 1);
    }
}
