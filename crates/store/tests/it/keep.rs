//! What is put in stays, whole and once.

use store::{ErrorKind, Skip, Store};

use crate::world::{add, entry, filled, path, run_name};

#[test]
fn what_goes_in_comes_out() {
    let (path, store) = filled("out", 7);
    drop(store);
    let store = Store::open(&path).unwrap();
    for n in 0..7 {
        let put = entry(n);
        let number = store.number_of(&put.document.id).unwrap().unwrap();
        let got = store.coded(number).unwrap();
        assert_eq!(got.document, put.document);
        assert_eq!(got.events, put.events);
        assert_eq!(got.coder, "test 1");
        assert_eq!(store.original(number).unwrap(), put.original);
    }
}

#[test]
fn the_same_content_is_stored_once() {
    let (_, mut store) = filled("once", 5);
    let mut run = store.begin_run(run_name("again")).unwrap();
    let mut again = entry(3);
    again.document.origin = "elsewhere.txt".into();
    let added = add(&mut store, &mut run, &[again, entry(5), entry(5)]);
    assert_eq!((added.documents.len(), added.n_known), (1, 2));
}

#[test]
fn another_text_with_a_taken_id_is_another_document() {
    let (_, mut store) = filled("taken", 2);
    let mut run = store.begin_run(run_name("update")).unwrap();
    let mut update = entry(9);
    update.document.id = "paper-1".into();
    let added = add(&mut store, &mut run, &[update]);
    let document = store.coded(added.documents[0]).unwrap().document;
    assert!(document.id.starts_with("paper-1~"), "{}", document.id);
}

#[test]
fn a_run_that_was_cut_off_is_taken_up() {
    let file = path("cut");
    let mut store = Store::open_to_write(&file).unwrap();
    let mut run = store.begin_run(run_name("papers")).unwrap();
    add(&mut store, &mut run, &[entry(0)]);
    let n = run.number();
    drop(store);
    let mut store = Store::open_to_write(&file).unwrap();
    let mut run = store.begin_run(run_name("papers")).unwrap();
    assert_eq!(run.number(), n);
    let skip = Skip { origin: "x".into(), reason: "empty file".into(), message: "x: empty".into() };
    let ontology = &knowledge::Knowledge::embedded().ontology;
    store
        .add(&mut run, &[entry(1)], &[skip.clone(), skip], ontology, &views::keep::IncidentLinker)
        .unwrap();
    store.finish_run(&run).unwrap();
    assert_eq!(store.begin_run(run_name("papers")).unwrap().number(), None);
}

#[test]
fn what_is_no_store_is_told() {
    let file = path("odd");
    assert_eq!(Store::open(&file).unwrap_err().kind, ErrorKind::Missing);
    std::fs::write(
        &file,
        "This is no database, only a long enough text to be read as one. ".repeat(20),
    )
    .unwrap();
    assert_eq!(Store::open(&file).unwrap_err().kind, ErrorKind::NoStore);
    assert_eq!(Store::open_to_write(&file).unwrap_err().kind, ErrorKind::NoStore);
}
