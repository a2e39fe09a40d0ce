//! Files of every version that was ever written open, and hold what they held.
//!
//! `KEEP_OLD_FILE=1 cargo test -p store old` writes the file of today's version, once for each
//! version, when it is to be released. Version 2 never left development.

use std::path::PathBuf;

use jiff::civil::date;
use store::{Among, Filter, Order, Store, Unit, VERSION};

use crate::world::{entry, filled, path};

const N_DOCUMENTS: u32 = 12;

fn kept(version: i32) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/files/v{version}.db.zst"))
}

#[test]
fn files_of_all_versions_open() {
    if std::env::var_os("KEEP_OLD_FILE").is_some() && !kept(VERSION).exists() {
        let (file, store) = filled("keep-old", N_DOCUMENTS);
        drop(store);
        let packed = zstd::encode_all(&*std::fs::read(file).unwrap(), 19).unwrap();
        std::fs::write(kept(VERSION), packed).unwrap();
    }
    for version in (1..=VERSION).filter(|v| *v != 2) {
        let packed = std::fs::read(kept(version)).unwrap_or_else(|e| {
            panic!("{}: {e}; a version that is released needs its file", kept(version).display())
        });
        let file = path(&format!("old-{version}"));
        std::fs::write(&file, zstd::decode_all(&*packed).unwrap()).unwrap();
        // A reader brings it up to date too.
        let store = Store::open(&file).unwrap();
        let found = store.check().unwrap();
        assert!(found.is_sound(), "version {version}: {found:?}");
        let (from, until) = (date(2017, 8, 1), date(2017, 9, 15));
        let threats = store.activity(Unit::Reports, Among::Pairs, from, until).unwrap();
        let toward = |a: &str| threats.iter().find(|t| t.list.a == a).map(store::Activity::total);
        // Twelve threats and six meetings; the meetings count both ways.
        assert_eq!((toward("PRK"), toward("USA")), (Some(18), Some(6)), "version {version}");
        let all = store.events(&Filter::default(), Order::Latest, 1000, None).unwrap().items;
        assert_eq!(all.len(), 2 * N_DOCUMENTS as usize, "version {version}");
        for n in 0..N_DOCUMENTS {
            let put = entry(n);
            let number = store.number_of(&put.document.id).unwrap().unwrap();
            let got = store.coded(number).unwrap();
            assert_eq!((got.document, got.events), (put.document, put.events));
        }
        let text = Filter { text: vec!["fire and fury".into()], ..Filter::default() };
        assert_eq!(store.documents(&text, 100, None).unwrap().items.len(), 12);
    }
}

#[test]
fn files_of_all_versions_are_saved() {
    let ontology = &knowledge::Knowledge::embedded().ontology;
    for version in (1..=VERSION).filter(|v| *v != 2) {
        let (from, to) = (path(&format!("worn-{version}")), path(&format!("saved-{version}")));
        let packed = std::fs::read(kept(version)).unwrap();
        std::fs::write(&from, zstd::decode_all(&*packed).unwrap()).unwrap();
        let saved = store::salvage(&from, &to, ontology, &views::keep::IncidentLinker).unwrap();
        assert_eq!((saved.n_documents, saved.n_lost), (12, 0), "version {version}");
        let store = Store::open(&to).unwrap();
        assert!(store.check().unwrap().is_sound(), "version {version}");
        let number = store.number_of(&entry(3).document.id).unwrap().unwrap();
        assert_eq!(store.coded(number).unwrap().events, entry(3).events);
    }
}
