//! Flat tables (`.tsv`, word lists) under `data/`: sorted, no row twice, a header that says what
//! it is. Names of columns stand in a comment.

use crate::tree::{File, Tree};

/// Tables in another order, and why.
const ORDERED_OTHERWISE: &[(&str, &str)] = &[];

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in tree.under("data/", ".txt") {
        opening(file, &mut wrong);
        sorted(file, &mut wrong);
    }
    for file in tree.under("data/", ".tsv") {
        opening(file, &mut wrong);
        sorted(file, &mut wrong);
    }
    for file in tree.under("data/", ".toml") {
        opening(file, &mut wrong);
    }
    wrong
}

fn opening(file: &File, wrong: &mut Vec<String>) {
    if !file.text.starts_with("# ") {
        wrong.push(format!("{}:1: the first line says what the file is: `# …`", file.path));
    }
}

fn sorted(file: &File, wrong: &mut Vec<String>) {
    if ORDERED_OTHERWISE.iter().any(|(path, _)| *path == file.path) {
        return;
    }
    let rows = file.text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
    let mut last: Option<Vec<&str>> = None;
    for (i, row) in rows {
        let row: Vec<&str> = row.split('\t').collect();
        match &last {
            Some(last) if *last == row => {
                wrong.push(format!("{}:{}: the row stands twice", file.path, i + 1));
            }
            Some(last) if *last > row => {
                wrong.push(format!(
                    "{}:{}: `{}` belongs above `{}`",
                    file.path,
                    i + 1,
                    row[0],
                    last[0]
                ));
                // One line out of place is enough to tell.
                return;
            }
            _ => {}
        }
        last = Some(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::tree_of;

    #[test]
    fn rows_are_sorted() {
        let wrong = |text| check(&tree_of("data/t.tsv", text)).len();
        assert_eq!(wrong("# table\na\t2\nb\t1\n"), 0);
        assert_eq!(wrong("# table\nb\t1\na\t2\n"), 1);
        assert_eq!(wrong("# table\na\t2\na\t2\n"), 1);
        assert_eq!(wrong("name\tcode\n"), 1);
    }
}
