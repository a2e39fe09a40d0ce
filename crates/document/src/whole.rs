//! Clean text in, the same text with its broken sentences whole out, for people.
//!
//! Pages that were copied by hand part a paragraph at every link: "a week after", blank line, "his
//! army left". Documents keep such texts to the letter, since offsets point into them; what is printed
//! for reading is joined here. It never joins what ends or begins like a sentence.

/// The paragraphs of `text` (parted by blank lines), those that one sentence runs through joined by a
/// space. Empty text stays empty.
pub fn whole(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for paragraph in text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()) {
        match out.last_mut() {
            Some(open) if out_of_one(open, paragraph) => {
                open.push(' ');
                open.push_str(paragraph);
            }
            _ => out.push(paragraph.to_owned()),
        }
    }
    out.join("\n\n")
}

/// Whether `next` goes on with the sentence that `open` left off in.
fn out_of_one(open: &str, next: &str) -> bool {
    let line = open.rsplit('\n').next().unwrap_or(open);
    let last = line.chars().next_back();
    let left_open =
        last.is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | '–' | '(' | '’'));
    let takes_up = next.starts_with(|c: char| c.is_lowercase());
    left_open && (takes_up || last == Some(',')) && line.split(' ').count() > 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_by_links() {
        let is = |broken: &str, joined: &str| assert_eq!(whole(broken), joined);
        is("They left a week after\n\nhis army came.", "They left a week after his army came.");
        is(
            "It was late due to the\n\ncall with the mayor,\n\nMina Vall said.",
            "It was late due to the call with the mayor, Mina Vall said.",
        );
        is("She told reporters on Jan 12\n\n“We go.”", "She told reporters on Jan 12\n\n“We go.”");
        is("By Mina Vall\n\nin the north", "By Mina Vall\n\nin the north");
        is("", "");
    }
}
