//! A source file is read in one sitting: 400 lines at most.

use crate::tree::Tree;

const N_LINES_MAX: usize = 400;

/// Longer files: path, lines they may have, why. The numbers only ever go down.
const LONGER: &[(&str, usize, &str)] = &[
    ("crates/analysis/src/times/read.rs", 456, "one reader for all shapes of expression"),
    ("crates/analysis/src/times/resolve.rs", 593, "one table of resolutions"),
    ("crates/analysis/src/times/units.rs", 460, "one table of units"),
    ("crates/analysis/src/tokens.rs", 579, "one automaton with its word lists and tests"),
    ("crates/coder/src/compose.rs", 500, "one walk over the operators"),
    ("crates/lab/src/train/network.rs", 680, "one network, forwards and backwards"),
];

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in tree.under("crates/", ".rs") {
        let n_lines = file.text.lines().count();
        let exception = LONGER.iter().find(|(path, _, _)| *path == file.path);
        let n_lines_max = exception.map_or(N_LINES_MAX, |(_, n, _)| *n);
        if n_lines > n_lines_max {
            wrong.push(format!(
                "{}:{n_lines}: {n_lines} lines, at most {n_lines_max}: split it",
                file.path
            ));
        } else if exception.is_some() && n_lines <= N_LINES_MAX {
            wrong.push(format!(
                "{}:1: short enough now: take it off the list of exceptions",
                file.path
            ));
        }
    }
    for (path, _, _) in LONGER {
        if tree.file(path).is_none() {
            wrong.push(format!("{path}:1: not there: take it off the list of exceptions"));
        }
    }
    wrong
}
