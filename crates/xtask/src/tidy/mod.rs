//! The laws of the repository, each as a check of its own. A check takes the tree and returns what
//! breaks its law, as `file:line: what is wrong`; nothing when it is kept.

mod banned;
mod cases;
mod frames;
mod generated;
mod layers;
mod lengths;
mod paths;
mod reach;
mod rows;
mod words;

use crate::tree::Tree;

type Check = fn(&Tree) -> Vec<String>;

/// Every law: its name, its check.
const CHECKS: &[(&str, Check)] = &[
    ("a crate depends only on lower layers, and stages never import each other", layers::check),
    ("only the crates at the edge touch files, environment and clock", banned::check),
    ("one word per idea: no identifier uses a word that the glossary rules out", words::check),
    ("rows of data are sorted and stand once", rows::check),
    ("files have 400 lines at most", lengths::check),
    ("every sense of a frame brings a witness", frames::check),
    ("case pages are in the notation, and no heading stands twice", cases::check),
    ("no path of somebody's machine", paths::check),
    ("every mode and every code that can be reached has three senses", reach::check),
    ("generated files are up to date", generated::check),
];

/// Runs every check and prints what is wrong; whether nothing is.
pub(crate) fn run(tree: &Tree) -> bool {
    let mut n_wrong = 0;
    for (law, check) in CHECKS {
        let wrong = check(tree);
        if !wrong.is_empty() {
            eprintln!("law: {law}");
            for line in &wrong {
                eprintln!("{line}");
            }
        }
        n_wrong += wrong.len();
    }
    if n_wrong == 0 {
        println!("tidy: {} laws hold over {} files", CHECKS.len(), tree.files.len());
    } else {
        eprintln!("tidy: {n_wrong} things to mend");
    }
    n_wrong == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_laws_hold() {
        let tree = Tree::read().unwrap();
        let mut wrong = Vec::new();
        for (law, check) in CHECKS {
            wrong.extend(check(&tree).into_iter().map(|line| format!("{line}    [{law}]")));
        }
        assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    }

    /// A tree of one file, for tests of single checks.
    pub(super) fn tree_of(path: &str, text: &str) -> Tree {
        let file = crate::tree::File { path: path.to_owned(), text: text.to_owned() };
        Tree { root: std::path::PathBuf::new(), files: vec![file] }
    }
}
