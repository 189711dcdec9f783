use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn classes() -> Tensor {
    let image = stencil(224, 224);
    let small = halve_edges(&image);
    head(&small)
}

fn main() {}
