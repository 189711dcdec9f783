//! Two shapes of a node in the same words.

use lightflow::prelude::*;
use ui_tests::shapes::Tensor;

#[node(shape(a: [n, m] -> [n, m]), shape(a: [n, m] -> [n, m]))]
fn same(a: &Tensor) -> Tensor {
    a.clone()
}

fn main() {}
