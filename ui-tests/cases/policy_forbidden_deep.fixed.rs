//! A node deep inside compositions of another crate needs what the policy denies.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow(policy = offline)]
fn picture(path: String) -> Image {
    let photo = load(path);
    packshot { photo, width: 512 }
}

fn main() {}
