use lightflow::prelude::*;
use ui_tests::shapes::Tensor;

#[node(shape(latent: [b, c, h, w] -> [b, c, _]))]
fn flatten(latent: &Tensor) -> Tensor {
    latent.clone()
}

fn main() {}
