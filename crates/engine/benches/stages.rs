//! Time per stage over the sample page: `cargo bench -p engine`.
#![allow(clippy::disallowed_methods, reason = "a bench reads its input")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use engine::Engine;
use model::{DocumentKind, Notes, RawDocument};

const SAMPLE: &[u8] = include_bytes!("../../../data/samples/call.html");

fn stages(c: &mut Criterion) {
    let engine = Engine::new();
    let raw = RawDocument {
        origin: "sample".to_owned(),
        kind: DocumentKind::Html,
        bytes: SAMPLE.to_vec(),
        ..RawDocument::default()
    };
    let mut notes = Notes::default();
    let document =
        document::document(&raw, &knowledge::Knowledge::embedded().publishers, &mut notes);
    let analysis = analysis::analyze(&document, engine.knowledge(), &mut notes);
    let mut group = c.benchmark_group("stages");
    group.throughput(Throughput::Elements(analysis.tokens.len() as u64));
    group.bench_function("document", |b| {
        b.iter(|| {
            document::document(
                &raw,
                &knowledge::Knowledge::embedded().publishers,
                &mut Notes::default(),
            )
        });
    });
    group.bench_function("segment", |b| {
        b.iter(|| analysis::tokens::segment(&document.text, &document.apart()));
    });
    group.bench_function("analyze", |b| {
        b.iter(|| analysis::analyze(&document, engine.knowledge(), &mut Notes::default()));
    });
    group.bench_function("code", |b| {
        b.iter(|| coder::code(&document, &analysis, engine.knowledge(), &mut Notes::default()));
    });
    group.bench_function("all", |b| b.iter(|| engine.read(&raw)));
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
