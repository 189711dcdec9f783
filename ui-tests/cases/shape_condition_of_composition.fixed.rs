use lightflow::prelude::*;
use ui_tests::shapes::*;

#[composition]
fn noise(side: u32) -> Tensor {
    canvas(side, side)
}

#[workflow]
fn picture() -> Tensor {
    noise(504)
}

fn main() {}
