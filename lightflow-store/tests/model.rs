//! The store against a map in memory, over random histories.

mod common;

use std::collections::HashMap;

use common::*;
use lightflow_store::{Digest, GcPolicy, Store};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Op {
    Put(Vec<u8>),
    Keep(u8, Vec<u8>),
    Step(u8, u8, Vec<u8>),
    Damage(usize),
    Reopen,
    Verify,
    Prune,
}

fn content() -> impl Strategy<Value = Vec<u8>> {
    // Few different ones, around the limit of what lies in the database, so that they meet again.
    (0..4_u8, prop::sample::select(vec![0, 1, 40, 63, 64, 65, 300])).prop_map(|(byte, len)| vec![byte; len])
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        4 => content().prop_map(Op::Put),
        6 => (0..6_u8, content()).prop_map(|(key, content)| Op::Keep(key, content)),
        6 => (0..6_u8, 0..6_u8, content()).prop_map(|(path, key, content)| Op::Step(path, key, content)),
        2 => any::<usize>().prop_map(Op::Damage),
        1 => Just(Op::Reopen),
        1 => Just(Op::Verify),
        1 => Just(Op::Prune),
    ]
}

fn open(root: &std::path::Path) -> Store {
    let options = Store::options().durability(lightflow_store::Durability::Process);
    options.inline_limit(64).open(root).unwrap()
}

/// The key of an action in this test.
fn named(key: u8) -> Digest {
    common::key(&key.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_store_is_a_map_that_forgets_what_was_damaged(history in prop::collection::vec(op(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = open(folder.path());
        let mut contents = HashMap::<Digest, Vec<u8>>::new();
        let mut actions = HashMap::<u8, Digest>::new();
        let mut steps = HashMap::<u8, Digest>::new();
        let mut run = store.create(request("w")).unwrap();
        for op in history {
            match op {
                Op::Put(bytes) => {
                    let digest = store.put(&bytes).unwrap();
                    prop_assert_eq!(digest, Digest::of(&bytes));
                    contents.insert(digest, bytes);
                }
                Op::Keep(key, bytes) => {
                    let digest = store.keep(named(key), &info(), &bytes).unwrap();
                    actions.insert(key, digest);
                    contents.insert(digest, bytes);
                }
                Op::Step(path, key, bytes) => {
                    let mut done = step(&path.to_string());
                    done.key = Some(named(key));
                    let digest = run.keep_step(&done, &bytes).unwrap();
                    actions.insert(key, digest);
                    steps.insert(path, digest);
                    contents.insert(digest, bytes);
                }
                Op::Damage(which) => {
                    let mut large: Vec<_> = contents.iter().filter(|(_, bytes)| bytes.len() > 64).collect();
                    large.sort();
                    if !large.is_empty() {
                        let (digest, bytes) = large[which % large.len()];
                        let (digest, mut bytes) = (*digest, bytes.clone());
                        let at = which % bytes.len();
                        bytes[at] ^= 0x10;
                        overwrite(&blob(folder.path(), digest), &bytes);
                        // Whoever reads it next finds it gone.
                        prop_assert_eq!(store.get(digest).unwrap(), None);
                        contents.remove(&digest);
                    }
                }
                Op::Reopen => {
                    let id = run.id();
                    drop((run, store));
                    store = open(folder.path());
                    run = store.resume(id).unwrap();
                }
                Op::Verify => prop_assert_eq!(store.verify().unwrap().findings, []),
                // All is new, so nothing goes.
                Op::Prune => prop_assert_eq!(store.gc(&GcPolicy::default()).unwrap().contents, 0),
            }
            for key in 0..6 {
                let expected = actions.get(&key).and_then(|digest| contents.get(digest));
                let found = store.lookup(named(key)).unwrap();
                prop_assert_eq!(found.as_ref().map(|output| &output.bytes[..]), expected.map(Vec::as_slice));
            }
            for (digest, bytes) in &contents {
                let found = store.get(*digest).unwrap();
                prop_assert_eq!(found.as_deref(), Some(bytes.as_slice()));
            }
        }
        let recorded = store.steps(run.id()).unwrap();
        prop_assert_eq!(recorded.len(), steps.len());
        for step in recorded {
            prop_assert_eq!(step.output, steps.get(&step.path.parse().unwrap()).copied());
        }
    }
}
