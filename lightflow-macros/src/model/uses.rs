//! Who reads a wire, and who is the last: that one takes the value.

use std::collections::BTreeMap;

use super::{Body, Read, Share};

/// Readers of one body's wires.
#[derive(Debug)]
pub struct Uses {
    /// Wire to readers in order of the source.
    by_wire: BTreeMap<usize, Vec<Use>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Use {
    reader: Reader,
    bare: usize,
    borrowed: usize,
}

/// A step, or the body's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    Step(usize),
    Result,
}

/// How a reader gets a value that it reads bare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// It is the only reader.
    Take,
    /// It is the last reader: it takes the value unless another still reads it.
    Obtain,
    /// Others read it later.
    Clone,
}

impl Uses {
    pub fn of(body: &Body) -> Self {
        let mut by_wire: BTreeMap<usize, Vec<Use>> = BTreeMap::new();
        for (index, step) in body.steps.iter().enumerate() {
            add(&mut by_wire, Reader::Step(index), &step.reads());
        }
        if let Some(value) = &body.tail.value {
            add(&mut by_wire, Reader::Result, &value.reads);
        }
        Self { by_wire }
    }

    /// How many readers a wire has.
    pub fn count(&self, wire: usize) -> usize {
        self.by_wire.get(&wire).map_or(0, Vec::len)
    }

    /// How `reader` gets the wire's value where it reads it bare.
    pub fn passing(&self, wire: usize, reader: Reader) -> Passing {
        let uses = self.by_wire.get(&wire).map(Vec::as_slice).unwrap_or_default();
        match uses.last() {
            Some(last) if last.reader == reader && last.bare == 1 && last.borrowed == 0 => {
                if uses.len() == 1 { Passing::Take } else { Passing::Obtain }
            }
            _ => Passing::Clone,
        }
    }

    /// The step after which nobody needs the wire, unless that one moves it out or the body gives it on.
    pub fn last_step(&self, wire: usize, body: &Body) -> Option<usize> {
        match self.by_wire.get(&wire).and_then(|uses| uses.last()) {
            None => body.wires[wire].from,
            Some(last) => match last.reader {
                Reader::Step(step) => {
                    let moves = self.passing(wire, last.reader) != Passing::Clone;
                    (!moves || body.wires[wire].copy).then_some(step)
                }
                Reader::Result => None,
            },
        }
    }

    /// Steps that borrow the wire, which `reader` takes: it waits for them, so that its last use moves.
    pub fn borrowers_before(&self, wire: usize, reader: Reader) -> Vec<usize> {
        if self.passing(wire, reader) != Passing::Obtain {
            return Vec::new();
        }
        let uses = &self.by_wire[&wire];
        let others = uses.iter().filter(|other| other.reader != reader && other.borrowed > 0);
        others
            .filter_map(|other| if let Reader::Step(step) = other.reader { Some(step) } else { None })
            .collect()
    }
}

fn add(by_wire: &mut BTreeMap<usize, Vec<Use>>, reader: Reader, reads: &[Read]) {
    for read in reads.iter().filter(|read| read.wire.up == 0) {
        let uses = by_wire.entry(read.wire.wire).or_default();
        let found = match uses.last_mut() {
            Some(last) if last.reader == reader => last,
            _ => {
                uses.push(Use { reader, bare: 0, borrowed: 0 });
                uses.last_mut().expect("just pushed")
            }
        };
        match read.share {
            Share::Bare => found.bare += 1,
            Share::Borrow => found.borrowed += 1,
        }
    }
}
