//! Replaces "Given groups=1, weight of size [320, 4, 3, 3], expected input[1, 3, 512, 512] to have 4 channels, but got 3 channels instead".

use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn picture(path: String, prompt: String) -> Tensor {
    let text = encode_text(prompt);
    let photo = load_photo(path);
    let image = square { image: &photo, side: 512 };
    sample { latent: &to_latent(&image), text: &text, .. }
}

fn main() {}
