//! Which ports of a step get a wire as it is, while rustc evaluates.

use crate::plan::{Input, Part};
use crate::spec::Callee;

/// The readers of a wire among the inputs of a call.
pub struct Readers<'a> {
    inputs: &'a Part<Input>,
    callee: &'a Callee,
    wire: u32,
    up: u32,
    next: u32,
}

impl<'a> Readers<'a> {
    /// `up` is how many bodies outside of the call's the wire is.
    pub const fn of(inputs: &'a Part<Input>, callee: &'a Callee, wire: u32, up: u32) -> Self {
        Self { inputs, callee, wire, up, next: inputs.start }
    }

    /// The index of the next port that reads it.
    pub const fn next(&mut self) -> Option<usize> {
        while self.next < self.inputs.end {
            let it = &self.inputs.all[self.next as usize];
            self.next += 1;
            if it.whole
                && it.up == self.up
                && it.wire == self.wire
                && let Some(index) = self.callee.port_index(it.port)
            {
                return Some(index);
            }
        }
        None
    }
}
