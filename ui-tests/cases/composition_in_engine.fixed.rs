//! A composition given to an engine.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(photo: Image) -> Image {
    packshot { photo, width: 512 }
}

fn run(photo: Image) {
    drop(Engine::new().run(picture { photo }));
}

fn main() {}
