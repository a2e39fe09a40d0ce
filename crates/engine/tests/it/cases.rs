//! `cases/sentences/` and `cases/status/`: every fence of every case.

use std::fs;

use casebook::{Verdict, judge, parse_page, rewrite};
use engine::Engine;

use crate::coded;

#[test]
fn pages() {
    let engine = Engine::new();
    let (mut n_right, mut n_known_wrong) = (0, 0);
    let mut wrong = Vec::new();
    let pages = ["cases/sentences", "cases/status"].map(|folder| coded::files(folder, ".md"));
    for path in pages.concat() {
        let shown = coded::shown(&path);
        let markdown = fs::read_to_string(&path).unwrap();
        let page = parse_page(&shown, &markdown).unwrap_or_else(|e| panic!("{e}"));
        let answers: Vec<_> =
            page.cases.iter().map(|c| coded::text(&engine, &c.text, c.published)).collect();
        if let Some(how) = coded::update() {
            let updated =
                rewrite(&page, &markdown, &answers, how).unwrap_or_else(|e| panic!("{e}"));
            if updated != markdown {
                fs::write(&path, updated).unwrap();
            }
            continue;
        }
        for (case, answer) in page.cases.iter().zip(&answers) {
            let verdicts = judge(&shown, case, answer).unwrap_or_else(|e| panic!("{e}"));
            for (fence, verdict) in case.fences.iter().zip(verdicts) {
                let place = format!("{shown}:{}: {}", fence.line, case.title);
                match verdict {
                    Verdict::Right => n_right += 1,
                    Verdict::KnownWrong => n_known_wrong += 1,
                    Verdict::Fixed => {
                        wrong.push(format!("{place}\n  right now: take the FIXME away"));
                    }
                    Verdict::Wrong(lines) => {
                        wrong.push(format!("{place}\n> {}\n  {}", case.text, lines.join("\n  ")));
                    }
                }
            }
        }
    }
    if coded::update().is_some() {
        println!("cases: pages brought up to date; read the diff");
        return;
    }
    println!(
        "cases: {n_right} expectations right, {n_known_wrong} known to be wrong, {} wrong",
        wrong.len()
    );
    assert!(
        wrong.is_empty(),
        "\n{}\n\nhint: mend it, or record a known fault with UPDATE_CASES=1 cargo test -p engine",
        wrong.join("\n\n")
    );
}
