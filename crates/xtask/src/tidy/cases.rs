//! Case pages: readable, and no two cases of a page with the same heading.

use std::collections::BTreeSet;

use casebook::{parse_events, parse_page};

use crate::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<String> {
    let mut wrong = Vec::new();
    let folders = ["cases/sentences/", "cases/status/"];
    for file in folders.iter().flat_map(|folder| tree.under(folder, ".md")) {
        let page = match parse_page(&file.path, &file.text) {
            Ok(page) => page,
            Err(error) => {
                wrong.push(error.to_string());
                continue;
            }
        };
        let mut titles = BTreeSet::new();
        for case in &page.cases {
            if !titles.insert(&case.title) {
                wrong.push(format!(
                    "{}:{}: `{}` stands twice on the page",
                    file.path, case.line, case.title
                ));
            }
            for fence in case.fences.iter().filter(|f| f.kind() == "events") {
                if let Err(error) = parse_events(&file.path, fence.line + 1, &fence.body) {
                    wrong.push(error.to_string());
                }
            }
        }
    }
    wrong
}
