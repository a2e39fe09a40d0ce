//! Frame files: named after their headword, every sense with a witness in the notation of the
//! case pages.

use casebook::parse_witness;

use crate::tree::{File, Tree};

pub(super) fn check(tree: &Tree) -> Vec<String> {
    tree.under("data/lang/", ".toml")
        .filter(|f| f.path.contains("/frames/"))
        .flat_map(frame)
        .collect()
}

fn frame(file: &File) -> Vec<String> {
    let table = match file.text.parse::<toml::Table>() {
        Ok(table) => table,
        Err(error) => return vec![format!("{}:1: {}", file.path, error.message())],
    };
    let mut wrong = Vec::new();
    let headword = table.get("headword").and_then(toml::Value::as_str).unwrap_or_default();
    if headword != file.stem() {
        wrong.push(format!("{}:1: the headword is `{headword}`, the file is not", file.path));
    }
    let senses = table.get("sense").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let places = file.text.lines().enumerate().filter(|(_, l)| l.trim() == "[[sense]]");
    for (sense, (line, _)) in senses.iter().zip(places) {
        match sense.get("case").and_then(toml::Value::as_str) {
            None => wrong.push(format!("{}:{}: the sense has no `case`", file.path, line + 1)),
            Some(case) => {
                if let Err(error) = parse_witness(&file.path, line + 1, case) {
                    wrong.push(error.to_string());
                }
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::tree_of;

    #[test]
    fn a_sense_without_a_witness_is_told() {
        let path = "data/lang/en/frames/jail.toml";
        let with = "headword = \"jail\"\n[[sense]]\ncase = \"\"\"\n> Police jailed him.\nCOERCE -.COP -> - happened\n\"\"\"\n";
        assert!(check(&tree_of(path, with)).is_empty());
        assert_eq!(
            check(&tree_of(path, "headword = \"jail\"\n[[sense]]\nlemma = \"jail\"\n")).len(),
            1
        );
        assert_eq!(check(&tree_of(path, "headword = \"gaol\"\n")).len(), 1);
    }
}
