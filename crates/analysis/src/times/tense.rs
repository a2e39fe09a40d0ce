//! A word of a sentence in, the tense of the verb that governs it out.

use model::{Sentence, Token, TokenIdx, Upos, Xpos};

/// Where the governing verb puts its act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// Verbs, nouns and adjectives whose complement is still to come.
const AHEAD: &[&str] = &[
    "ahead",
    "await",
    "due",
    "expect",
    "forthcoming",
    "hope",
    "intend",
    "plan",
    "poise",
    "prepare",
    "ready",
    "schedule",
    "set",
    "slate",
    "upcoming",
];

/// Verbs whose plain present beside a date is a timetable: "the term ends in August".
const SCHEDULED: &[&str] = &[
    "arrive", "begin", "close", "come", "convene", "end", "expire", "fall", "head", "host",
    "leave", "meet", "open", "resume", "start", "take", "travel", "visit", "vote",
];

/// Words that put an act ahead.
const MODALS: &[&str] =
    &["will", "shall", "would", "'ll", "wo", "may", "might", "could", "should", "must"];

/// The tense that governs the words `first..end`.
pub(super) fn governing(tokens: &[Token], sentence: &Sentence, first: usize, end: usize) -> Tense {
    let low = sentence.first.at();
    let high = sentence.end.at().min(tokens.len());
    if first >= high || first < low {
        return Tense::Unknown;
    }
    if tokens[low..high].iter().any(|t| t.head.is_some()) {
        by_tree(tokens, low, high, first, end)
    } else {
        by_distance(tokens, low, high, first, end)
    }
}

fn by_tree(tokens: &[Token], low: usize, high: usize, first: usize, end: usize) -> Tense {
    // The word of the expression that hangs on a word outside it.
    let mut at = first;
    for (k, token) in tokens.iter().enumerate().take(end.min(high)).skip(first) {
        if token.head.is_none_or(|h| h.at() < first || h.at() >= end) {
            at = k;
        }
    }
    for _ in 0..8 {
        let Some(TokenIdx(head)) = tokens[at].head else { break };
        at = head as usize;
        if at < low || at >= high {
            break;
        }
        let token = &tokens[at];
        if token.upos != Upos::Noun && AHEAD.contains(&token.lemma.to_lowercase().as_str()) {
            return Tense::Future;
        }
        let this = Some(TokenIdx(at as u32));
        let verbal = matches!(token.upos, Upos::Verb | Upos::Aux)
            || tokens[low..high].iter().any(|t| t.upos == Upos::Aux && t.head == this);
        if let Some(tense) = verbal.then(|| of_verb(tokens, low, high, at)).flatten() {
            return tense;
        }
    }
    Tense::Unknown
}

/// Tense of one verb with its auxiliaries; `None` to ask the verb above.
fn of_verb(tokens: &[Token], low: usize, high: usize, at: usize) -> Option<Tense> {
    let auxiliaries = || {
        tokens[low..high]
            .iter()
            .filter(|t| t.upos == Upos::Aux && t.head == Some(TokenIdx(at as u32)))
    };
    // "may have played", not "will have left".
    let perfect = auxiliaries().any(|t| t.lemma == "have");
    if perfect
        && !auxiliaries().any(|t| matches!(t.lemma.as_str(), "will" | "shall" | "'ll" | "wo"))
    {
        return Some(Tense::Past);
    }
    if auxiliaries().any(|t| t.xpos == Xpos::Md || MODALS.contains(&t.lemma.as_str())) {
        return Some(Tense::Future);
    }
    if auxiliaries().any(|t| t.xpos == Xpos::Vbd || t.lemma == "have") {
        return Some(Tense::Past);
    }
    let helped = auxiliaries().next().is_some();
    match tokens[at].xpos {
        Xpos::Vbd => Some(Tense::Past),
        Xpos::Vbg if helped => Some(Tense::Future),
        Xpos::Vbz | Xpos::Vbp if SCHEDULED.contains(&tokens[at].lemma.as_str()) => {
            Some(Tense::Future)
        }
        Xpos::Vb => {
            let to = at > low && (tokens[at - 1].xpos == Xpos::To || tokens[at - 1].lemma == "to");
            if to && at >= low + 2 && tokens[at - 2].lemma == "be" {
                return Some(Tense::Future);
            }
            None
        }
        Xpos::Vbn | Xpos::Vbg if !helped => None,
        _ => Some(Tense::Unknown),
    }
}

fn by_distance(tokens: &[Token], low: usize, high: usize, first: usize, end: usize) -> Tense {
    let verb = |k: &usize| matches!(tokens[*k].upos, Upos::Verb | Upos::Aux);
    let before = (low..first).rev().find(verb);
    let after = (end.min(high)..high).find(verb);
    let chosen = match (before, after) {
        (Some(b), Some(a)) if a - end < (first - b) / 3 => a,
        (Some(b), _) => b,
        (None, Some(a)) => a,
        (None, None) => return Tense::Unknown,
    };
    let from = chosen.saturating_sub(3).max(low);
    for token in &tokens[from..=chosen] {
        let lemma = token.lemma.to_lowercase();
        if token.xpos == Xpos::Md
            || MODALS.contains(&lemma.as_str())
            || AHEAD.contains(&lemma.as_str())
        {
            return Tense::Future;
        }
    }
    match tokens[chosen].xpos {
        Xpos::Vbd | Xpos::Vbn => Tense::Past,
        _ => Tense::Unknown,
    }
}
