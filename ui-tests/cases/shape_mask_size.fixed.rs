//! Replaces "The size of tensor a (512) must match the size of tensor b (1024) at non-singleton dimension 3".

use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn cutout(path: String) -> Tensor {
    let photo = load_photo(path);
    let image = square { image: &photo, side: 512 };
    let outline = stencil(512, 512);
    cut { image: &image, mask: &outline }
}

fn main() {}
