use lightflow::prelude::*;
use ui_tests::shapes::Tensor;

#[node(shape(latent: [b, 4, h, w] -> [b, 3, h, w]))]
fn decode(latent: &Tensor) -> Tensor {
    latent.clone()
}

fn main() {}
