//! Two kinds of file. Documents with `quotes` (text, speaker): spans that share four fifths of
//! their characters, and the speaker's surname in the speaker's words. Articles with
//! `attributions` (spans of source, cue, content): shares over one half.

use model::{Quote, QuoteKind, Sentence, Token};
use serde_json::Value;

use crate::{annotate, bytes, scores};

#[derive(Default)]
struct Counts {
    found: usize,
    gold: usize,
    right: usize,
    spoken: usize,
    named: usize,
    pronouns: usize,
    direct_found: usize,
    direct_gold: usize,
    direct_right: usize,
}

pub(crate) fn measure(documents: &[Value], errors: bool) {
    let mut counts = Counts::default();
    for document in documents {
        let text = document["text"].as_str().unwrap_or("");
        let (tokens, sentences) = annotate(text);
        let ours = analysis::quotes::find(text, &tokens, &sentences);
        if document["quotes"].is_array() {
            texts(document, text, &tokens, &sentences, &ours, &mut counts, errors);
        } else {
            attributions(document, text, &tokens, &ours, &mut counts, errors);
        }
    }
    scores("spans", counts.right, counts.found, counts.gold);
    scores("direct", counts.direct_right, counts.direct_found, counts.direct_gold);
    scores("speakers", counts.named, counts.spoken, counts.spoken);
    println!("of the speakers, {} are pronouns", counts.pronouns);
}

fn share(a: (usize, usize), b: (usize, usize)) -> f64 {
    let both = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let all = a.1.max(b.1) - a.0.min(b.0);
    both as f64 / all.max(1) as f64
}

fn span(q: &Quote) -> (usize, usize) {
    (q.span.start as usize, q.span.end as usize)
}

fn texts(
    document: &Value,
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    ours: &[Quote],
    counts: &mut Counts,
    errors: bool,
) {
    let ours: Vec<&Quote> = ours.iter().filter(|q| q.kind.is_marked()).collect();
    let mut used = vec![false; ours.len()];
    counts.found += ours.len();
    let empty = Vec::new();
    for gold in document["quotes"].as_array().unwrap_or(&empty) {
        let words = gold["text"].as_str().unwrap_or("");
        counts.gold += 1;
        let hit = text.match_indices(words).find_map(|(at, _)| {
            (0..ours.len())
                .find(|&k| !used[k] && share(span(ours[k]), (at, at + words.len())) >= 0.8)
        });
        let speaker = gold["speaker"].as_str().unwrap_or("-");
        let Some(k) = hit else {
            if errors {
                println!("MISSED\t{words}\t{speaker}");
            }
            continue;
        };
        used[k] = true;
        counts.right += 1;
        counts.spoken += 1;
        let said =
            ours[k].speaker.map(|s| phrase(text, tokens, sentences, s.at())).unwrap_or_default();
        let surname = speaker.split_whitespace().last().unwrap_or("-").to_lowercase();
        if said.to_lowercase().contains(&surname) {
            counts.named += 1;
        } else if ours[k].speaker.is_some_and(|s| tokens[s.at()].upos == model::Upos::Pron) {
            counts.pronouns += 1;
        } else if errors {
            println!("SPEAKER\t{words}\t{speaker}\twe {said}");
        }
    }
    for (k, q) in ours.iter().enumerate() {
        if !used[k] && errors {
            println!("EXTRA\t{}\t{:?}", q.span.of(text), q.kind);
        }
    }
}

/// The words under a head, as far as they touch.
fn phrase(text: &str, tokens: &[Token], sentences: &[Sentence], head: usize) -> String {
    let n = sentences.partition_point(|s| s.end.at() <= head);
    let Some(s) = sentences.get(n) else { return String::new() };
    (s.first.at()..s.end.at())
        .filter(|&k| {
            let mut at = k;
            for _ in 0..6 {
                if at == head {
                    return true;
                }
                match tokens[at].head {
                    Some(h) => at = h.at(),
                    None => return false,
                }
            }
            false
        })
        .map(|k| tokens[k].span.of(text))
        .collect::<Vec<_>>()
        .join(" ")
}

fn attributions(
    document: &Value,
    text: &str,
    tokens: &[Token],
    ours: &[Quote],
    counts: &mut Counts,
    errors: bool,
) {
    let offsets = bytes(text);
    let cover = |spans: &Value| -> Option<(usize, usize)> {
        let spans = spans.as_array()?;
        let at = |v: &Value| v.as_u64().map(|n| offsets[(n as usize).min(offsets.len() - 1)]);
        let start = spans.iter().filter_map(|s| at(&s[0])).min()?;
        let end = spans.iter().filter_map(|s| at(&s[1])).max()?;
        Some((start, end))
    };
    let empty = Vec::new();
    counts.found += ours.len();
    counts.direct_found += ours.iter().filter(|q| q.kind == QuoteKind::Direct).count();
    for gold in document["attributions"].as_array().unwrap_or(&empty) {
        let Some(content) = cover(&gold["content"]) else { continue };
        counts.gold += 1;
        let direct = text[content.0..content.1].starts_with(['"', '\u{201c}'])
            && text[content.0..content.1].ends_with(['"', '\u{201d}'])
            && content.1 - content.0 > 30;
        counts.direct_gold += usize::from(direct);
        // Parts of one speech may be told apart.
        let inside: usize = ours
            .iter()
            .map(|q| {
                q.span.end.min(content.1 as u32).saturating_sub(q.span.start.max(content.0 as u32))
                    as usize
            })
            .sum();
        let best =
            ours.iter().max_by(|a, b| share(span(a), content).total_cmp(&share(span(b), content)));
        let hit = best.filter(|q| {
            share(span(q), content) > 0.5 || (direct && inside * 2 > content.1 - content.0)
        });
        let Some(quote) = hit else {
            if errors {
                let cue = cover(&gold["cue"]).map_or("", |c| &text[c.0..c.1]);
                let near =
                    best.filter(|q| share(span(q), content) > 0.0).map_or("-", |q| q.span.of(text));
                println!(
                    "{}\t{}\t| {}\t| {}",
                    if direct { "MISSED-D" } else { "MISSED" },
                    cue,
                    text[content.0..content.1].replace('\n', " "),
                    near.replace('\n', " ")
                );
            }
            continue;
        };
        counts.right += 1;
        counts.direct_right += usize::from(direct);
        let Some(source) = cover(&gold["source"]) else { continue };
        counts.spoken += 1;
        let right = quote.speaker.is_some_and(|s| {
            let at = tokens[s.at()].span;
            (at.start as usize) < source.1 && source.0 < at.end as usize
        });
        // The same name elsewhere is the same speaker.
        let same = quote.speaker.is_some_and(|s| {
            let word = tokens[s.at()].span.of(text);
            text[source.0..source.1].split(|c: char| !c.is_alphanumeric()).any(|w| w == word)
        });
        if right || same {
            counts.named += 1;
        } else if errors {
            println!(
                "SPEAKER\t{}\twe {}\t| {}",
                &text[source.0..source.1],
                quote.speaker.map_or("-", |s| tokens[s.at()].span.of(text)),
                text[content.0..content.1].replace('\n', " ")
            );
        }
    }
}
