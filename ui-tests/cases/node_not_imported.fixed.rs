//! A node of a module that is not imported.

use crate::filters::invert;
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
    invert(&photo)
}

fn main() {}
