//! Everything that must hold, one step after the other, and a summary of what was done, what was
//! skipped and why.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context as _, Result};

use crate::{tidy, tree::Tree};

/// Steps that run cargo: name, arguments.
const STEPS: &[(&str, &[&str])] = &[
    ("formatting", &["fmt", "--all", "--check"]),
    ("lints", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]),
    ("tests", &["test", "--workspace", "--no-fail-fast", "--", "--show-output"]),
];

/// Parts of rustup that a step needs beside cargo itself.
const COMPONENTS: &[(&str, &str)] = &[("formatting", "fmt"), ("lints", "clippy")];

/// How a line of a test's output starts that belongs in the summary.
const TOLD: &[&str] = &["skipped:", "cases:", "witnesses:", "measured:"];

struct Outcome {
    step: &'static str,
    result: &'static str,
    secs: f32,
    told: Vec<String>,
}

/// Runs all steps, also after one has failed; whether all went well.
pub(crate) fn run(tree: &Tree) -> Result<bool> {
    let start = Instant::now();
    let well = tidy::run(tree);
    let mut outcomes = vec![Outcome {
        step: "tidy",
        result: if well { "ok" } else { "FAILED" },
        secs: start.elapsed().as_secs_f32(),
        told: Vec::new(),
    }];
    for (step, arguments) in STEPS {
        outcomes.push(cargo(tree, step, arguments)?);
    }

    println!("\nsummary");
    for o in &outcomes {
        println!("  {:<12} {:<8} {:>6.0} s", o.step, o.result, o.secs);
    }
    let mut told: Vec<&String> = outcomes.iter().flat_map(|o| &o.told).collect();
    told.sort();
    told.dedup();
    for line in told {
        println!("  {line}");
    }
    Ok(outcomes.iter().all(|o| o.result != "FAILED"))
}

/// Whether more than the tasks has been compiled here before.
fn was_built(tree: &Tree) -> bool {
    let kept = std::fs::read_dir(tree.root.join("target/debug/incremental"));
    kept.into_iter()
        .flatten()
        .flatten()
        .any(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with("engine-")))
}

fn cargo(tree: &Tree, step: &'static str, arguments: &[&str]) -> Result<Outcome> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let start = Instant::now();
    let component = COMPONENTS.iter().find(|(s, _)| *s == step).map(|(_, c)| *c);
    if let Some(component) = component
        && !installed(&cargo, component)
    {
        let told = vec![format!(
            "skipped: {step}: `cargo {component}` is not installed (rustup component add)"
        )];
        return Ok(Outcome { step, result: "skipped", secs: 0.0, told });
    }
    println!("{step}: cargo {}", arguments.join(" "));
    let mut command = Command::new(&cargo);
    // What is compiled once keeps nothing for a second time: 2.7 GB less on a clean checkout.
    if !was_built(tree) {
        command.env("CARGO_INCREMENTAL", "0");
    }
    let mut child = command
        .args(arguments)
        .current_dir(&tree.root)
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run cargo {}", arguments[0]))?;
    let mut lines = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            if line.starts_with("test result:") || line.ends_with("FAILED") {
                println!("{line}");
            }
            lines.push(line);
        }
    }
    let well = child.wait()?.success();
    if !well {
        println!("{}", lines.join("\n"));
    }
    let told = lines.into_iter().filter(|l| TOLD.iter().any(|t| l.starts_with(t))).collect();
    let result = if well { "ok" } else { "FAILED" };
    Ok(Outcome { step, result, secs: start.elapsed().as_secs_f32(), told })
}

fn installed(cargo: &std::ffi::OsStr, component: &str) -> bool {
    let asked = Command::new(cargo)
        .args([component, "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    asked.is_ok_and(|s| s.success())
}
