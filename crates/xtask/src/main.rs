//! Chores of the repository: `cargo xtask tidy`, `cargo xtask ci`, `cargo xtask docs`.
//!
//! Reads the working tree, never the network. Nothing of the product depends on it.
#![allow(clippy::disallowed_methods, reason = "a tool at the edge: it reads files and runs cargo")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool at the edge: it prints")]

mod ci;
mod codegen;
mod reach;
mod tidy;
mod tree;

use std::process::ExitCode;

use crate::tree::Tree;

const HELP: &str = "\
chores of the repository

usage: cargo xtask <COMMAND>

  tidy      the laws of ARCHITECTURE.md, each as a check; prints file:line: what is wrong
  docs      writes the files that are made from data/ (docs/codebook.md, docs/ontology/,
            docs/frames/); also called codegen
  ci        everything that must hold: tidy, formatting, lints, tests; ends with a summary
";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let done = Tree::read().and_then(|tree| match command.as_str() {
        "tidy" => Ok(tidy::run(&tree)),
        "codegen" | "docs" => codegen::write(&tree).map(|()| true),
        "ci" => ci::run(&tree),
        _ => {
            print!("{HELP}");
            Ok(command == "help" || command == "--help")
        }
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
