//! No file speaks of folders that only one machine has.

use crate::tree::Tree;

/// First parts of such paths; `@` keeps this list from finding itself.
const FOLDERS: &[&str] = &["/@work/", "/@opt/", "/@root/", "/@home/", "/@Users/", "C:@\\\\"];

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let folders: Vec<String> = FOLDERS.iter().map(|f| f.replace('@', "")).collect();
    let mut wrong = Vec::new();
    for file in &tree.files {
        for (i, line) in file.text.lines().enumerate() {
            for folder in &folders {
                let alone = line.match_indices(folder.as_str()).any(|(at, _)| {
                    // Inside an address or a longer path it is something else.
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || "./-_".contains(c))
                });
                if alone {
                    wrong.push(format!(
                        "{}:{}: `{folder}` is a folder of one machine",
                        file.path,
                        i + 1
                    ));
                }
            }
        }
    }
    wrong
}
