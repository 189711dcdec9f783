//! A value of an arm that is used outside of it.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String, wide: bool) -> Image {
    let photo = load(path);
    let sized = if wide {
        let soft = blur(&photo, 2.0);
        resize(soft, 1024)
    } else {
        photo
    };
    contact_sheet(&[sized], 2)
}

fn main() {}
