//! What waits for what: data edges, and steps that take a value after those that borrow it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Body, Passing, Read, Reader, Share, Uses};

/// The order between the steps of one body, computed once.
#[derive(Debug)]
pub struct Links {
    /// What each step reads.
    pub reads: Vec<Vec<Read>>,
    /// The steps whose output each step reads.
    pub producers: Vec<BTreeSet<usize>>,
    /// The steps that read each step's output.
    pub dependents: Vec<Vec<usize>>,
    /// Wires that each step moves out if nobody else needs them any more.
    pub takes: Vec<Vec<usize>>,
    /// Borrower to the steps that take what it borrows, with the wires; data edges between them say more.
    pub releases: Vec<BTreeMap<usize, Vec<usize>>>,
    /// Taker to the borrowers it waits for, with the wires.
    pub waits: Vec<BTreeMap<usize, Vec<usize>>>,
}

impl Links {
    pub fn of(body: &Body, uses: &Uses) -> Self {
        let count = body.steps.len();
        let mut links = Self {
            reads: body.steps.iter().map(super::Step::reads).collect(),
            producers: vec![BTreeSet::new(); count],
            dependents: vec![Vec::new(); count],
            takes: vec![Vec::new(); count],
            releases: vec![BTreeMap::new(); count],
            waits: vec![BTreeMap::new(); count],
        };
        for step in 0..count {
            let own = links.reads[step].iter().filter(|read| read.wire.up == 0);
            links.producers[step] = own.filter_map(|read| body.wires[read.wire.wire].from).collect();
            for &producer in &links.producers[step] {
                links.dependents[producer].push(step);
            }
        }
        for step in 0..count {
            links.takes[step] = takes(body, uses, &links.reads[step], Reader::Step(step));
            for wire in links.takes[step].clone() {
                for borrower in uses.borrowers_before(wire, Reader::Step(step)) {
                    if !links.producers[step].contains(&borrower) {
                        links.releases[borrower].entry(step).or_default().push(wire);
                        links.waits[step].entry(borrower).or_default().push(wire);
                    }
                }
            }
        }
        links
    }
}

/// Wires that a reader moves out if nobody else needs them any more; the engine tells it.
fn takes(body: &Body, uses: &Uses, reads: &[Read], reader: Reader) -> Vec<usize> {
    let bare = reads.iter().filter(|read| read.wire.up == 0 && read.share == Share::Bare);
    let taken: BTreeSet<usize> = bare
        .map(|read| read.wire.wire)
        .filter(|wire| !body.wires[*wire].copy && uses.passing(*wire, reader) == Passing::Obtain)
        .collect();
    taken.into_iter().collect()
}
