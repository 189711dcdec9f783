//! Values that an arm moves become the arm's own.
//!
//! Only one arm runs, so a branch may take a value that its arms use for the last time. Inside, the value is a
//! parameter of the arm with uses of its own.

use std::collections::BTreeSet;

use super::Lower;
use crate::model::{Argument, Arm, Body, MapOver, Mode, Read, Share, Step, StepKind, Wire, WireRef};

impl Lower<'_> {
    /// Makes outer wires that any arm reads bare parameters of all arms that read them.
    pub fn own_what_arms_move(&mut self, arms: &mut [Arm]) {
        let mut moved: BTreeSet<WireRef> = BTreeSet::new();
        for arm in arms.iter() {
            let reads = direct_reads(&arm.body);
            moved.extend(
                reads
                    .iter()
                    .filter(|read| read.wire.up > 0 && read.share == Share::Bare)
                    .map(|read| read.wire),
            );
        }
        for outer in moved {
            let seen_here = WireRef { up: outer.up - 1, ..outer };
            let wire = self.wire(seen_here);
            if wire.mode == Mode::Lent || wire.copy {
                continue;
            }
            let own = Wire {
                name: wire.name.clone(),
                span: wire.span,
                ty: wire.ty.clone(),
                mode: Mode::Owned,
                from: None,
                copy: wire.copy,
                poisoned: wire.poisoned,
                variable: false,
            };
            for arm in arms.iter_mut() {
                if !direct_reads(&arm.body).iter().any(|read| read.wire == outer) {
                    continue;
                }
                arm.body.wires.push(Wire { name: own.name.clone(), ty: own.ty.clone(), ..own });
                let param = arm.body.wires.len() - 1;
                let mut moved = false;
                each_read(&mut arm.body, 0, &mut |read, depth| {
                    if read.wire == (WireRef { up: outer.up + depth, ..outer }) {
                        read.wire = WireRef { up: depth, wire: param };
                        moved = true;
                    }
                });
                debug_assert!(moved);
                let span = own.span;
                let local = self.local(&own.name, span);
                arm.owned.push((Read { wire: seen_here, share: Share::Bare, local }, param));
            }
        }
    }
}

fn direct_reads(body: &Body) -> Vec<Read> {
    let steps = body.steps.iter().flat_map(|step| match &step.kind {
        // What a `for` reads, it reads for every item: it can be lent, not moved.
        StepKind::Map { over: MapOver::Owned(list) | MapOver::Lent(list), body, .. } => {
            let mut reads = list.reads.clone();
            reads.extend(body.captures());
            reads
        }
        _ => step.reads(),
    });
    steps.chain(body.tail.value.iter().flat_map(|value| value.reads.clone())).collect()
}

/// Visits every read in a body and the bodies inside; `depth` counts bodies from `body` inwards.
fn each_read(body: &mut Body, depth: usize, visit: &mut impl FnMut(&mut Read, usize)) {
    let in_argument = |argument: &mut Argument, visit: &mut dyn FnMut(&mut Read, usize)| {
        argument.reads.iter_mut().for_each(|read| visit(read, depth));
    };
    for Step { kind, .. } in &mut body.steps {
        match kind {
            StepKind::Call(call) => match &mut call.args {
                crate::model::CallArgs::Positional(arguments, _) => {
                    arguments.iter_mut().for_each(|argument| in_argument(argument, visit));
                }
                crate::model::CallArgs::Named { fields, .. } => {
                    fields.iter_mut().for_each(|(_, argument)| in_argument(argument, visit));
                }
            },
            StepKind::Glue(argument, _) => in_argument(argument, visit),
            StepKind::Split { source, .. } => visit(source, depth),
            StepKind::Branch(branch) => {
                in_argument(&mut branch.scrutinee, visit);
                branch.source.iter_mut().for_each(|source| visit(source, depth));
                for arm in &mut branch.arms {
                    arm.guard.iter_mut().for_each(|guard| in_argument(guard, visit));
                    arm.owned.iter_mut().for_each(|(read, _)| visit(read, depth));
                    each_read(&mut arm.body, depth + 1, visit);
                }
            }
            StepKind::Map { over: MapOver::Owned(list) | MapOver::Lent(list), body, .. } => {
                in_argument(list, visit);
                each_read(body, depth + 1, visit);
            }
        }
    }
    if let Some(value) = &mut body.tail.value {
        in_argument(value, visit);
    }
}
