use model::{Analysis, Quote, Span, Token};

use super::marks;
use crate::times::tests::annotate;

/// `kind speaker: words`, one line each.
fn found(text: &str) -> Vec<String> {
    let (tokens, sentences) = annotate(text);
    told(text, &tokens, &super::find(text, &tokens, &sentences))
}

/// The same with attitudes.
fn likely(text: &str) -> Vec<String> {
    let (tokens, sentences) = annotate(text);
    let quotes = super::find(text, &tokens, &sentences);
    let analysis = Analysis { tokens, sentences, quotes, ..Analysis::default() };
    told(text, &analysis.tokens, &super::with_attitudes(text, &analysis))
}

fn told(text: &str, tokens: &[Token], quotes: &[Quote]) -> Vec<String> {
    quotes
        .iter()
        .map(|q| {
            let speaker = q.speaker.map_or("-", |s| tokens[s.at()].span.of(text));
            format!("{} {speaker}: {}", q.kind.as_str(), q.span.of(text))
        })
        .collect()
}

fn marked(text: &str) -> Vec<&str> {
    marks::scan(text, 0, text.len()).iter().map(|m| m.inner.of(text)).collect()
}

#[test]
fn marks_of_every_kind() {
    assert_eq!(marked("“Stop,” he said."), ["Stop,"]);
    assert_eq!(marked("\"Stop,\" he said. \"Now.\""), ["Stop,", "Now."]);
    assert_eq!(marked("``Stop,'' he said."), ["Stop,"]);
    assert_eq!(marked("The ‘safe zone’ fell."), ["safe zone"]);
    assert_eq!(marked("“He told me ‘go’ twice,” she said."), ["He told me ‘go’ twice,"]);
}

#[test]
fn apostrophes_are_no_marks() {
    assert!(marked("It's the workers' union of the '90s, isn't it?").is_empty());
    assert!(marked("She is 5'11\" tall.").is_empty());
    assert!(marked("Mexico’s president and the ministers’ aides").is_empty());
}

#[test]
fn a_speech_may_stay_open() {
    let text = "“We begin today.";
    let all = marks::scan(text, 0, text.len());
    assert_eq!(all.len(), 1);
    assert!(all[0].open);
    assert_eq!(all[0].inner, Span::new("“".len(), text.len()));
}

#[test]
fn before_after_and_between() {
    assert_eq!(
        found("“We will rebuild the bridge,” Okafor said. “It will take years.”"),
        ["direct Okafor: We will rebuild the bridge,", "direct Okafor: It will take years."]
    );
    assert_eq!(
        found("“The border stays closed,” said Moreau."),
        ["direct Moreau: The border stays closed,"]
    );
    assert_eq!(
        found("The minister told reporters: “Nobody asked us.”"),
        ["direct minister: Nobody asked us."]
    );
}

#[test]
fn paragraphs_of_one_speech() {
    let text = "Okafor said: “We began in May.\n\n“We end in June.”";
    assert_eq!(found(text), ["direct Okafor: We began in May.", "direct Okafor: We end in June."]);
}

#[test]
fn a_few_words() {
    assert_eq!(
        found("The minister called the offer “deeply unfair” to farmers."),
        ["mixed minister: deeply unfair"]
    );
}

#[test]
fn reported_clauses() {
    assert_eq!(
        found("Okafor said that the army had left the town."),
        ["indirect Okafor: that the army had left the town"]
    );
    assert_eq!(
        found("The army has left the town, according to officials."),
        ["indirect officials: The army has left the town"]
    );
    assert_eq!(
        found("The army has left the town, officials said."),
        ["indirect officials: The army has left the town"]
    );
}

#[test]
fn turns_of_a_transcript() {
    let turns =
        "MODERATOR: Will you sign?\n\nOKAFOR: We will. In June.\n\nMODERATOR: Thank you all.";
    assert_eq!(
        found(turns),
        [
            "direct MODERATOR: Will you sign?",
            "direct OKAFOR: We will. In June.",
            "direct MODERATOR: Thank you all."
        ]
    );
    assert!(found("UPDATE: The bridge is open.").is_empty());
}

#[test]
fn attitudes() {
    for (text, line) in [
        ("The senator opposes the treaty.", "attitude senator: the treaty"),
        ("The governor worries about the drought.", "attitude governor: the drought"),
        ("The minister denounced the ruling.", "attitude minister: the ruling"),
    ] {
        assert!(likely(text).iter().any(|l| l == line), "{text} gives {:?}", likely(text));
    }
    assert!(likely("The river froze in January.").is_empty());
}

#[test]
fn any_text_is_read() {
    for text in
        ["", "“", "”", "\"\"", "‘’", "''", "“”“”", "said", ", said", "“ ”\n\n“", "according to"]
    {
        let _ = found(text);
    }
}

#[test]
fn who_tells_it_where_no_verb_of_speech_does() {
    assert_eq!(
        found("“You know, the road may close,” Okafor went on, smiling."),
        ["direct Okafor: You know, the road may close,"]
    );
    assert_eq!(
        found("The council issued a statement, “The road will stay closed until spring.”"),
        ["direct council: The road will stay closed until spring."]
    );
}

#[test]
fn posts_are_said_by_who_signs_them() {
    let text = "The page shows two posts.\n\nWe will not leave the dam. pic.twitter.com/a1 — Ada J. Ortiz (@aortiz) May 3, 2019 They lied. — Cy Dunn (@CyDunn_1) June 13, 2019\n\nThe account (@aortiz) was closed.";
    assert_eq!(
        found(text),
        ["direct Ada: We will not leave the dam. pic.twitter.com/a1", "direct Dunn: They lied."]
    );
}

#[test]
fn what_looks_like_a_post_breaks_nothing() {
    for text in [
        "A — B (@c) May(@ 9, 2019",
        "é — é (@é) May 9, 2019",
        "— (@a) May 9, 20",
        "(@ — (@) May 9, 2019",
    ] {
        assert_eq!(found(text), Vec::<String>::new());
    }
    found(&"— a (@".repeat(20_000));
}
