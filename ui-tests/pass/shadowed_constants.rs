//! Constants and types with names that generated code could want for itself.

use lightflow::prelude::*;

const SPEC: u32 = 1;
const COST: u32 = 2;
const TYPE: u32 = 3;
const BODY: u32 = 4;
const STEPS: u32 = 20;
const WIRES: u32 = 5;
const OUTPUTS: u32 = 6;

/// What is inside of a cake.
#[derive(Port, Clone, Debug)]
pub struct Filling {
    weight: u32,
}

/// A thing that generated code could have a type for.
#[derive(Port, Clone, Debug)]
pub struct Frame {
    weight: u32,
}

#[node]
fn fill(#[port(default = STEPS, range = SPEC..=STEPS + COST)] weight: u32) -> Filling {
    Filling { weight: weight + TYPE + BODY + WIRES + OUTPUTS }
}

#[node]
fn hang(frame: Frame, filling: &Filling) -> Frame {
    Frame { weight: frame.weight + filling.weight }
}

#[composition]
fn filled(filling: Filling) -> Filling {
    fill { weight: filling.weight + STEPS }
}

#[workflow]
fn cake(weight: u32, frame: Frame, frames: Vec<Frame>) -> (Frame, Vec<Frame>) {
    let filling = filled(fill { weight: weight + SPEC + COST + TYPE + BODY + STEPS + WIRES + OUTPUTS });
    let more = fill(STEPS);
    let hung = hang(frame, &filling);
    let all = for frame in frames {
        hang { frame, filling: &more }
    };
    (hung, all)
}

fn main() {}
