//! The index of frames: every headword with its senses, a page for each letter.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::Result;
use knowledge::{Knowledge, Pos, Sense};

pub(super) fn pages(knowledge: &Knowledge) -> Result<Vec<(String, String)>> {
    let mut letters: BTreeMap<char, BTreeMap<&str, Vec<&Sense>>> = BTreeMap::new();
    for sense in knowledge.frames.all() {
        let letter = sense.headword.chars().next().unwrap_or('-').to_ascii_lowercase();
        letters.entry(letter).or_default().entry(&sense.headword).or_default().push(sense);
    }
    let mut index = "\
# Frames

Every headword with its senses, by letter. Made from `data/lang/en/frames/` by `cargo xtask docs`; edit the data, not these pages. The
format is told in [design/frames.md](../design/frames.md).

| letter | headwords | senses |
| --- | ---: | ---: |
"
    .to_owned();
    let mut files = Vec::new();
    for (letter, headwords) in &letters {
        let n: usize = headwords.values().map(Vec::len).sum();
        writeln!(index, "| [{letter}]({letter}.md) | {} | {n} |", headwords.len())?;
        files.push((format!("docs/frames/{letter}.md"), page(*letter, headwords)?));
    }
    files.push(("docs/frames/README.md".to_owned(), index));
    Ok(files)
}

fn page(letter: char, headwords: &BTreeMap<&str, Vec<&Sense>>) -> Result<String> {
    let mut page = format!(
        "# Frames: {letter}\n\n| headword | words | as | reports | operator | CAMEO |\n| --- | --- | --- | --- | --- | --- |\n"
    );
    for (headword, senses) in headwords {
        for sense in senses {
            let pos = match sense.pos {
                Pos::Verb => "verb",
                Pos::Noun => "noun",
                Pos::Adj => "adjective",
                Pos::Phrase => "phrase",
            };
            let mut class = sense.event.map_or("–".to_owned(), |e| e.to_string());
            for mode in &sense.modes {
                write!(class, ".{mode}")?;
            }
            writeln!(
                page,
                "| [{headword}](../../data/{}) | {} | {pos} | {class} | {} | {} |",
                sense.file,
                sense.words.join(" "),
                sense.operator.as_deref().unwrap_or(""),
                sense.cameo.as_deref().unwrap_or("")
            )?;
        }
    }
    Ok(page)
}
