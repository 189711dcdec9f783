use lightflow::prelude::*;
use ui_tests::shapes::*;

#[composition(shape(-> [1, 4, 64, 64]))]
fn noise() -> Tensor {
    canvas(512, 512)
}

fn main() {}
