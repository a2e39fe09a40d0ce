//! Calls that let the outside in, by the text of the sources; clippy's `disallowed-methods` says
//! the same by types.

use crate::tree::{File, Tree};

/// Crates at the edge, and why they may.
const ALLOWED: &[(&str, &str)] = &[
    ("cli", "layer 4: the command line"),
    ("intake", "the only reader of files and network"),
    ("knowledge", "loads data/"),
    ("lab", "layer 4: trains and measures"),
    ("python", "layer 4: bindings"),
    ("server", "layer 4: the web"),
    ("store", "keeps documents and events on disk"),
    ("xtask", "layer 4: chores"),
];

/// What the others never say.
const CALLS: &[(&str, &str)] = &[
    ("std::fs", "files are read by `intake` and `knowledge`"),
    ("fs::read", "files are read by `intake` and `knowledge`"),
    ("File::open", "files are read by `intake` and `knowledge`"),
    ("std::env", "settings are arguments"),
    ("env::var", "settings are arguments"),
    ("std::net", "the network is `intake`'s"),
    ("Instant::now", "time is measured by `lab`"),
    ("SystemTime::now", "today is the document's own date"),
    ("Zoned::now", "today is the document's own date"),
    ("Timestamp::now", "today is the document's own date"),
    ("println!", "libraries return what they have to say"),
    ("eprintln!", "libraries return what they have to say"),
];

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in tree.sources() {
        let krate = file.path.split('/').nth(1).unwrap_or_default();
        if !ALLOWED.iter().any(|(allowed, _)| *allowed == krate) {
            calls(file, &mut wrong);
        }
    }
    wrong
}

fn calls(file: &File, wrong: &mut Vec<String>) {
    for (i, line) in file.text.lines().enumerate() {
        // Tests stand at the end of a file and may look at the outside.
        if line.trim() == "#[cfg(test)]" || file.stem() == "tests" {
            break;
        }
        let code = line.split("//").next().unwrap_or_default();
        for (call, reason) in CALLS {
            if code.contains(call) {
                wrong.push(format!("{}:{}: `{call}`: {reason}", file.path, i + 1));
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::tree_of;

    #[test]
    fn a_stage_reads_no_file_but_intake_does() {
        let code = "fn f() { std::fs::read(\"x\") } // std::env\n";
        assert_eq!(check(&tree_of("crates/coder/src/lib.rs", code)).len(), 1);
        assert!(check(&tree_of("crates/intake/src/lib.rs", code)).is_empty());
        assert!(check(&tree_of("crates/coder/src/lib.rs", "// std::env\n")).is_empty());
    }
}
