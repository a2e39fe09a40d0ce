//! Spans (strict, relaxed) and values (relaxed spans, as in `TempEval-3`).

use model::Date;
use serde_json::Value;

use crate::{annotate, bytes, scores};

pub(crate) fn measure(documents: &[Value], errors: bool) {
    let (mut strict, mut relaxed, mut valued, mut found, mut gold) = (0, 0, 0, 0, 0);
    let mut unvalued = 0;
    for document in documents {
        let text = document["text"].as_str().unwrap_or("");
        let offsets = bytes(text);
        let today: Option<Date> =
            document["dct"].as_str().and_then(|d| d.get(..10)).and_then(|d| d.parse().ok());
        let (tokens, sentences) = annotate(text);
        let ours = analysis::times::tag(text, &tokens, &sentences, today);
        let empty = Vec::new();
        let theirs = document["timexes"].as_array().unwrap_or(&empty);
        found += ours.len();
        gold += theirs.len();
        let at = |t: &Value, key: &str| offsets[t[key].as_u64().unwrap_or(0) as usize];
        let mut used = vec![false; ours.len()];
        for t in theirs {
            let (start, end) = (at(t, "start"), at(t, "end"));
            let value = t["value"].as_str();
            let near = |x: &model::TimeExpression| {
                (x.span.start as usize) < end && start < x.span.end as usize
            };
            let exact = |x: &model::TimeExpression| {
                x.span.start as usize == start && x.span.end as usize == end
            };
            let hit = (0..ours.len())
                .find(|&k| !used[k] && exact(&ours[k]))
                .or_else(|| (0..ours.len()).find(|&k| !used[k] && near(&ours[k])));
            let context = || {
                let from = offsets[(t["start"].as_u64().unwrap_or(0) as usize).saturating_sub(45)];
                let to =
                    offsets[(t["end"].as_u64().unwrap_or(0) as usize + 30).min(offsets.len() - 1)];
                text[from..to].split_whitespace().collect::<Vec<_>>().join(" ")
            };
            let Some(k) = hit else {
                if errors {
                    println!(
                        "MISSED\t{}\t{}\t| {}",
                        &text[start..end].replace('\n', " "),
                        value.unwrap_or("-"),
                        context()
                    );
                }
                continue;
            };
            used[k] = true;
            relaxed += 1;
            if exact(&ours[k]) {
                strict += 1;
            } else if errors {
                println!(
                    "SPAN\t{}\t{}\t| {}",
                    &text[start..end].replace('\n', " "),
                    ours[k].span.of(text).replace('\n', " "),
                    context()
                );
            }
            if value.is_none() {
                unvalued += 1;
            } else if value == Some(ours[k].value.as_str()) {
                valued += 1;
            } else if errors {
                println!(
                    "VALUE\t{}\t{}\twe {}\t{}\t| {}",
                    &text[start..end].replace('\n', " "),
                    value.unwrap_or("-"),
                    ours[k].value,
                    document["dct"].as_str().unwrap_or(""),
                    context()
                );
            }
        }
        for (k, x) in ours.iter().enumerate() {
            if !used[k] && errors {
                let from = offsets
                    [offsets.partition_point(|o| *o < x.span.start as usize).saturating_sub(45)];
                let to = offsets[(offsets.partition_point(|o| *o < x.span.end as usize) + 30)
                    .min(offsets.len() - 1)];
                println!(
                    "EXTRA\t{}\t{}\t| {}",
                    x.span.of(text).replace('\n', " "),
                    x.value,
                    text[from..to].split_whitespace().collect::<Vec<_>>().join(" ")
                );
            }
        }
    }
    scores("strict spans", strict, found, gold);
    scores("relaxed spans", relaxed, found, gold);
    scores("values", valued, found - unvalued, gold - unvalued);
}

/// Prints every expression of documents that carry no answer key.
pub(crate) fn list(documents: &[Value]) {
    for document in documents {
        let text = document["text"].as_str().unwrap_or("");
        let today: Option<Date> = document["published"].as_str().and_then(|d| d.parse().ok());
        let (tokens, sentences) = annotate(text);
        println!("== {} {today:?}", document["id"].as_str().unwrap_or(""));
        for x in analysis::times::tag(text, &tokens, &sentences, today) {
            let from =
                text[..x.span.start as usize].char_indices().rev().nth(50).map_or(0, |c| c.0);
            let context = text[from..x.span.end as usize].split_whitespace().collect::<Vec<_>>();
            let days = x.interval.map_or("-".to_owned(), |i| format!("{}..{}", i.start, i.end));
            println!(
                "{}\t{}\t{days}\t{:?}\t| {}",
                x.span.of(text),
                x.value,
                x.relative_days,
                context.join(" ")
            );
        }
    }
}
