//! A node with a typing error; a `for` runs over its output.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn picture(path: String) -> Image {
    let rows = list_imges(path);
    let images = for row in &rows {
        blur(&load(row.clone()), 2.0)
    };
    contact_sheet(&images, 4)
}

fn main() {}
