use lightflow::prelude::*;
use ui_tests::shapes::Tensor;

#[node(shape(a: [b, w] -> [b, w] where w % 2 == 0))]
fn halve(a: &Tensor) -> Tensor {
    a.clone()
}

fn main() {}
