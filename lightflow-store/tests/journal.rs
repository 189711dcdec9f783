//! The journal: whole lines, numbered without gaps, whatever happened to the process that wrote them.

mod common;

use common::*;
use lightflow_store::{RunId, Store, StoreError};
use serde_json::{Value, json};

fn events(store: &Store, id: RunId, from: u64, limit: usize) -> Vec<(u64, Value)> {
    let read = store.journal(id, from).unwrap().read(limit).unwrap();
    read.into_iter().map(|event| (event.seq, serde_json::from_str(&event.json).unwrap())).collect()
}

#[test]
fn events_come_back_in_order_from_any_number() {
    let (_folder, store) = store();
    let run = store.create(request("a")).unwrap();
    assert_eq!(events(&store, run.id(), 0, 9), []);
    // Lines of very different lengths, so that no block begins where a line does.
    let made: Vec<Value> = (0..3000).map(|at| json!({"at": at, "text": "x".repeat(at % 977)})).collect();
    for some in made.chunks(7) {
        run.append(some).unwrap();
    }
    assert_eq!(run.next_seq(), 3000);
    for from in (0..3000).step_by(131).chain([2999]) {
        let read = events(&store, run.id(), from, 3);
        assert_eq!(read[0].0, from);
        assert_eq!(read[0].1["at"], from);
        assert_eq!(read[0].1["seq"], from);
        assert_eq!(read.len(), 3.min(3000 - usize::try_from(from).unwrap()));
    }
    assert_eq!(events(&store, run.id(), 3000, 9), []);
    assert_eq!(events(&store, run.id(), 0, 9999).len(), 3000);
}

#[test]
fn an_event_longer_than_a_block_is_read_whole() {
    let (_folder, store) = store();
    let run = store.create(request("a")).unwrap();
    let long = json!({"text": "é".repeat(300_000)});
    run.append(&[json!({}), long.clone(), json!({})]).unwrap();
    assert_eq!(events(&store, run.id(), 1, 1)[0].1["text"], long["text"]);
    assert_eq!(events(&store, run.id(), 2, 9).len(), 1);
    let id = run.id();
    drop(run);
    assert_eq!(store.resume(id).unwrap().next_seq(), 3);
}

#[test]
fn a_reader_follows_a_journal_that_grows() {
    let (_folder, store) = store();
    let run = store.create(request("a")).unwrap();
    let mut reader = store.journal(run.id(), 2).unwrap();
    assert_eq!((reader.read(9).unwrap().len(), reader.last_seq().unwrap()), (0, None));
    run.append(&["{}"]).unwrap();
    assert!(reader.read(9).unwrap().is_empty());
    run.append(&["{}", "{}", "{}"]).unwrap();
    assert_eq!(reader.read(1).unwrap()[0].seq, 2);
    assert_eq!(reader.read(9).unwrap()[0].seq, 3);
    assert_eq!(reader.last_seq().unwrap(), Some(3));
    run.append(&["{}"]).unwrap();
    assert_eq!(reader.read(9).unwrap()[0].seq, 4);
}

#[test]
fn half_a_line_is_not_read() {
    let (_folder, store) = store();
    let run = store.create(request("a")).unwrap();
    run.append(&["{}"]).unwrap();
    let path = run.folder().join("events.jsonl");
    let mut text = std::fs::read(&path).unwrap();
    text.extend_from_slice(b"{\"seq\":1}");
    std::fs::write(&path, text).unwrap();
    assert_eq!(events(&store, run.id(), 0, 9).len(), 1);
    assert_eq!(store.journal(run.id(), 0).unwrap().last_seq().unwrap(), Some(0));
}

#[test]
fn wherever_the_last_two_lines_are_torn_the_numbers_stay_gapless() {
    let (_folder, store) = store();
    let run = store.create(request("a")).unwrap();
    run.append(&[
        json!({"kind": "started"}),
        json!({"kind": "step", "of": "a\\\"}"}),
        json!({"kind": "ended"}),
    ])
    .unwrap();
    let (id, path) = (run.id(), run.folder().join("events.jsonl"));
    drop(run);
    let whole = std::fs::read(&path).unwrap();
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for torn in first..=whole.len() {
        std::fs::write(&path, &whole[..torn]).unwrap();
        let lines = whole[..torn].iter().filter(|byte| **byte == b'\n').count();
        let run = store.resume(id).unwrap();
        assert_eq!(run.next_seq(), lines as u64, "torn at byte {torn}");
        run.append(&[json!({"kind": "resumed"})]).unwrap();
        let read = events(&store, id, 0, 99);
        let numbers: Vec<u64> = read.iter().map(|(seq, _)| *seq).collect();
        assert_eq!(numbers, (0..=lines as u64).collect::<Vec<_>>(), "torn at byte {torn}");
        assert_eq!(read[lines].1["kind"], "resumed");
    }
}

#[test]
fn a_part_that_reads_as_zeros_is_cut() {
    let (_folder, store) = store();
    let run = store.create(request("a")).unwrap();
    run.append(&["{}", "{}"]).unwrap();
    let (id, path) = (run.id(), run.folder().join("events.jsonl"));
    drop(run);
    let mut text = std::fs::read(&path).unwrap();
    text.extend_from_slice(b"\0\0\0\0:2}\n\0\0");
    std::fs::write(&path, text).unwrap();
    assert_eq!(store.resume(id).unwrap().next_seq(), 2);
    assert_eq!(events(&store, id, 0, 9).len(), 2);
}

#[test]
fn a_line_that_is_no_event_is_reported_and_left_alone() {
    let (_folder, store) = store();
    let run = store.create(request("a")).unwrap();
    run.append(&["{}"]).unwrap();
    let (id, path) = (run.id(), run.folder().join("events.jsonl"));
    drop(run);
    let text = "{\"seq\":0}\nnotes of mine\n";
    std::fs::write(&path, text).unwrap();
    let error = store.resume(id).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().ends_with("the line at byte 10 is no event"), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn events_that_are_refused_leave_no_trace() {
    let (_folder, store) = store();
    let run = store.create(request("a")).unwrap();
    assert!(run.append(&["{}", "no event"]).is_err());
    assert!(run.append(&["{\"seq\":1}"]).is_err());
    assert_eq!(run.next_seq(), 0);
    assert_eq!(run.append(&["{\"seq\":0}"]).unwrap(), 1);
}
