//! A node that its module keeps to itself.

use lightflow::prelude::*;
use ui_tests::*;

mod filters {
    use lightflow::prelude::*;
    use ui_tests::Image;

    /// Turns colors round.
    #[node]
    pub fn invert(image: &Image) -> Image {
        image.clone()
    }
}

#[workflow]
fn picture(path: String) -> Image {
    let photo = load(path);
    filters::invert(&photo)
}

fn main() {}
