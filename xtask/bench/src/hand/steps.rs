//! The nodes' functions behind one signature, as a table needs them.

use super::plan::BoxFuture;
use crate::nodes;

pub type Plain = fn(&[u64], &[u32]) -> u64;
pub type Boxed = fn(&[u64], &[u32]) -> BoxFuture;

pub fn step(slots: &[u64], inputs: &[u32]) -> u64 {
    nodes::step(slots[inputs[0] as usize])
}

pub fn mix(slots: &[u64], inputs: &[u32]) -> u64 {
    nodes::mix(slots[inputs[0] as usize], slots[inputs[1] as usize], slots[inputs[2] as usize])
}

pub fn total(slots: &[u64], inputs: &[u32]) -> u64 {
    nodes::total(&gather(slots, inputs))
}

pub fn step_boxed(slots: &[u64], inputs: &[u32]) -> BoxFuture {
    Box::pin(nodes::step_async(slots[inputs[0] as usize]))
}

pub fn mix_boxed(slots: &[u64], inputs: &[u32]) -> BoxFuture {
    let [a, b, c] = [0, 1, 2].map(|index| slots[inputs[index] as usize]);
    Box::pin(nodes::mix_async(a, b, c))
}

pub fn total_boxed(slots: &[u64], inputs: &[u32]) -> BoxFuture {
    let values = gather(slots, inputs);
    Box::pin(async move { nodes::total(&values) })
}

fn gather(slots: &[u64], inputs: &[u32]) -> Vec<u64> {
    inputs.iter().map(|&input| slots[input as usize]).collect()
}
