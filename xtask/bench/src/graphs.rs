//! The workflows: those that the build script writes, and the small ones.

use lightflow::prelude::*;

use crate::hand::steps::{Boxed, Plain};
use crate::nodes::*;

include!(concat!(env!("OUT_DIR"), "/graphs.rs"));

/// What a service runs per request.
#[workflow]
pub fn three_steps(x: u64) -> u64 {
    let a = step(x);
    let b = step(a);
    step(b)
}

/// The same with `async` steps.
#[workflow]
pub fn three_steps_async(x: u64) -> u64 {
    let a = step_async(x);
    let b = step_async(a);
    step_async(b)
}

/// A fan as people write it.
#[workflow]
pub fn fan_for(x: u64, count: usize) -> u64 {
    let items = spread(step(x), count);
    let results = for item in items {
        step(item)
    };
    total(&results)
}

/// A `for` over whatever is given.
#[workflow]
pub fn each(items: Vec<u64>) -> Vec<u64> {
    for item in items {
        step(item)
    }
}

/// The same, and all other items overtake the first.
#[workflow]
pub fn overtaken(items: Vec<u64>) -> Vec<u64> {
    for item in items {
        slow_first(item)
    }
}

/// Twelve steps in the form of a diamond; every payload is only looked at.
#[workflow]
pub fn diamond(x: u64) -> u64 {
    let top = payload(x);
    let a1 = shift(&top, 1);
    let a2 = shift(&top, 2);
    let b1 = shift(&a1, 3);
    let b2 = blend(&a1, &a2);
    let b3 = shift(&a2, 4);
    let c1 = blend(&b1, &b2);
    let c2 = blend(&b1, &b3);
    let c3 = blend(&b2, &b3);
    let d1 = blend(&c1, &c2);
    let d2 = blend(&d1, &c3);
    weigh(&d2)
}
