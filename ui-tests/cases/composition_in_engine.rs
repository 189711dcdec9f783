//! A composition given to an engine.

use lightflow::prelude::*;
use ui_tests::*;

fn run(photo: Image) {
    drop(Engine::new().run(packshot { photo, width: 512 }));
}

fn main() {}
