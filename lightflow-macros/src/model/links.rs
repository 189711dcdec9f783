//! What waits for what: data edges, and steps that take a value after those that borrow it.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::Visit;

use super::{Argument, Body, Passing, Read, Reader, Share, Step, StepKind, Uses};

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
    /// Wires that nobody reads after each step, and that it does not move out itself.
    pub ends: Vec<Vec<usize>>,
    /// Wires that the body's result moves out, and that steps read before.
    pub result_takes: Vec<usize>,
    /// Borrower to the steps that take what it borrows, with the wires; data edges between them say more.
    pub releases: Vec<BTreeMap<usize, Vec<Lent>>>,
}

/// A wire that one step borrows and another takes.
#[derive(Clone, Copy, Debug)]
pub struct Lent {
    pub wire: usize,
    /// The borrower may hold on to the value; it does not only look at it to compute an argument.
    pub lasting: bool,
}

/// Whether a step may hold on to a wire that it borrows: `&value` does, `value.clone()` and `value.width * 2` do not.
fn lasts(step: &Step, wire: usize) -> bool {
    struct HasReference(bool);
    impl Visit<'_> for HasReference {
        fn visit_expr_reference(&mut self, _: &syn::ExprReference) {
            self.0 = true;
        }
    }
    let holds = |argument: &Argument| {
        let mut found = HasReference(false);
        found.visit_expr(&argument.expr);
        found.0
    };
    let reads =
        |argument: &Argument| argument.reads.iter().any(|read| read.wire.up == 0 && read.wire.wire == wire);
    match &step.kind {
        StepKind::Call(call) => call.arguments().any(|argument| reads(argument) && holds(argument)),
        StepKind::Glue(..) | StepKind::Split { .. } => false,
        StepKind::Branch(_) | StepKind::Map { .. } => true,
    }
}

impl Links {
    pub fn of(body: &Body, uses: &Uses) -> Self {
        let count = body.steps.len();
        let mut links = Self {
            reads: body.steps.iter().map(Step::reads).collect(),
            producers: vec![BTreeSet::new(); count],
            dependents: vec![Vec::new(); count],
            takes: vec![Vec::new(); count],
            ends: vec![Vec::new(); count],
            result_takes: Vec::new(),
            releases: vec![BTreeMap::new(); count],
        };
        if let Some(value) = &body.tail.value {
            links.result_takes = takes(body, uses, &value.reads, Reader::Result);
        }
        for wire in 0..body.wires.len() {
            if let Some(step) = uses.last_step(wire, body) {
                links.ends[step].push(wire);
            }
        }
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
                        let lent = Lent { wire, lasting: lasts(&body.steps[borrower], wire) };
                        links.releases[borrower].entry(step).or_default().push(lent);
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
