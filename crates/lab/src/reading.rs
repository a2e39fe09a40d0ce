//! How fast pages are read, and whether broken ones do harm.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use clap::Args;
use model::{Document, DocumentKind, Notes, RawDocument};

#[derive(Args)]
pub(crate) struct Speed {
    /// Folder with HTML pages
    folder: PathBuf,
}

#[derive(Args)]
pub(crate) struct Mutate {
    /// Folder with HTML pages
    folder: PathBuf,
    /// How many broken pages are read
    #[arg(long, default_value_t = 20_000)]
    count: usize,
    /// Longest time that one page may take
    #[arg(long, default_value_t = 2_000)]
    limit_ms: u64,
    /// Keep the pages that did harm in this folder
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Another seed breaks them in other ways
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// All files of a folder and those below, in order.
fn pages(folder: &Path) -> Result<Vec<Vec<u8>>> {
    let mut folders = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "html" || e == "htm") {
                found.push(path);
            }
        }
    }
    found.sort();
    ensure!(!found.is_empty(), "{} holds no HTML page", folder.display());
    found.iter().map(|p| Ok(std::fs::read(p)?)).collect()
}

fn read(bytes: &[u8]) -> Document {
    let publishers = &knowledge::Knowledge::embedded().publishers;
    let raw =
        RawDocument { kind: DocumentKind::Html, bytes: bytes.to_vec(), ..RawDocument::default() };
    document::document(&raw, publishers, &mut Notes::default())
}

/// Time that this thread has had the processor for, where the system tells (Linux); else the time
/// of day.
fn cpu_time() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = told.and_then(|t| t.split(' ').next()?.parse().ok()).map(Duration::from_nanos);
    spent.unwrap_or_else(|| std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or(Duration::ZERO))
}

impl Speed {
    #[expect(clippy::print_stdout, reason = "a command's result")]
    pub(crate) fn run(&self) -> Result<()> {
        let pages = pages(&self.folder)?;
        let n_bytes: usize = pages.iter().map(Vec::len).sum();
        read(&pages[0]);
        let mut best = f64::MAX;
        let mut slowest = Duration::ZERO;
        for _ in 0..3 {
            let start = cpu_time();
            for page in &pages {
                let one = Instant::now();
                std::hint::black_box(read(page));
                slowest = slowest.max(one.elapsed());
            }
            best = best.min(cpu_time().saturating_sub(start).as_secs_f64());
        }
        println!(
            "{} pages, {:.0} KB each: {:.0} pages/s, {:.0} MB/s on one core; slowest {:.1} ms",
            pages.len(),
            n_bytes as f64 / pages.len() as f64 / 1e3,
            pages.len() as f64 / best,
            n_bytes as f64 / best / 1e6,
            slowest.as_secs_f64() * 1e3
        );
        Ok(())
    }
}

/// Deterministic draws (SplitMix64).
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

impl Mutate {
    #[expect(clippy::print_stdout, reason = "a command's result")]
    pub(crate) fn run(&self) -> Result<()> {
        let pages = pages(&self.folder)?;
        let mut draws = Draws(self.seed);
        let limit = Duration::from_millis(self.limit_ms);
        let (mut n_panics, mut n_slow, mut slowest) = (0, 0, Duration::ZERO);
        for i in 0..self.count {
            let mut page = pages[draws.below(pages.len())].clone();
            let mut done = Vec::new();
            for _ in 0..=draws.below(3) {
                let other = &pages[draws.below(pages.len())];
                done.push(harm(&mut page, other, &mut draws));
            }
            let start = cpu_time();
            let outcome = catch_unwind(AssertUnwindSafe(|| check(&page)));
            let took = cpu_time().saturating_sub(start);
            slowest = slowest.max(took);
            n_slow += usize::from(took > limit);
            if outcome.is_err() || took > limit {
                n_panics += usize::from(outcome.is_err());
                println!("page {i}: {} bytes, {done:?}, {} ms", page.len(), took.as_millis());
                if let Some(folder) = &self.keep {
                    std::fs::write(folder.join(format!("{i}.html")), &page)?;
                }
            }
        }
        println!(
            "{} broken pages: {n_panics} panics, {n_slow} over {} ms, slowest {:.0} ms",
            self.count,
            self.limit_ms,
            slowest.as_secs_f64() * 1e3
        );
        ensure!(n_panics == 0 && n_slow == 0, "broken pages did harm");
        Ok(())
    }
}

/// Reads a page and looks at what must hold of every document.
fn check(page: &[u8]) {
    let document = read(page);
    let mut end = 0;
    for span in document.apart() {
        assert!(span.start >= end && span.end as usize <= document.text.len());
        assert!(document.text.get(span.start as usize..span.end as usize).is_some());
        end = span.end;
    }
}

/// Breaks a page in one way; what was done.
fn harm(page: &mut Vec<u8>, other: &[u8], draws: &mut Draws) -> &'static str {
    let n = page.len();
    match draws.below(9) {
        0 => {
            page.truncate(draws.below(n));
            "truncated"
        }
        1 => {
            for _ in 0..=draws.below(200) {
                let at = draws.below(n);
                if let Some(b) = page.get_mut(at) {
                    *b = draws.below(256) as u8;
                }
            }
            "flipped"
        }
        2 => {
            let (from, to) = (draws.below(other.len()), draws.below(other.len()));
            let piece = other[from.min(to)..from.max(to)].to_vec();
            let at = draws.below(n);
            page.splice(at..at, piece);
            "spliced"
        }
        3 => {
            let tag: &[u8] = [
                &b"<div>"[..],
                b"<b>",
                b"<a href=x>",
                b"<table><tr><td>",
                b"<ul><li>",
                b"<svg>",
                b"<p><span>",
            ][draws.below(7)];
            let at = draws.below(n);
            page.splice(at..at, tag.repeat(1 + draws.below(50_000)));
            "nested"
        }
        4 => {
            let size = 1 + draws.below(2_000_000);
            let mut piece = b"<p class=\"".to_vec();
            piece.extend((0..size).map(|i| if i % 9 == 0 { b' ' } else { b'a' + (i % 23) as u8 }));
            piece.extend(b"\">x</p>");
            let at = draws.below(n);
            page.splice(at..at, piece);
            "huge attribute"
        }
        5 => {
            let (from, to) = (draws.below(n), draws.below(n));
            page.drain(from.min(to)..from.max(to));
            "cut"
        }
        6 => {
            page.retain(|b| *b != b'>' || draws.below(4) != 0);
            "ends lost"
        }
        7 => {
            let mark: &[u8] = [
                &b"<"[..],
                b"</",
                b"<!--",
                b"&#",
                b"\"",
                b"<script>",
                b"\xff\xfe",
                b"\0",
                b"{\"@type\":",
            ][draws.below(9)];
            for _ in 0..=draws.below(2_000) {
                let at = draws.below(page.len().min(100_000));
                page.splice(at..at, mark.iter().copied());
            }
            "strewn"
        }
        _ => {
            let (from, to) = (draws.below(n), draws.below(n));
            let piece = page[from.min(to)..from.max(to)].to_vec();
            let times = (3_000_000 / piece.len().max(1)).clamp(1, 20);
            for _ in 0..times {
                page.extend(&piece);
            }
            "repeated"
        }
    }
}
