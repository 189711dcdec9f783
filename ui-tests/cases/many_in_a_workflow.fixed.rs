//! Twelve mistakes of a workflow, each reported by itself.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn product_photos(folder: String, cover: String, raw: bool) -> Image {
    let names = list_images(folder);
    let photos = for name in names {
        let photo = load(name);
        brighten(&photo, 2.0)
    };
    let sheet = contact_sheet { images: &photos, columns: 4 };
    let photo = load(cover);
    let small = resize(photo, 512);
    let shown = blur { image: &sheet, radius: 2.0 };
    let large = resize(shown, 1024);
    let bright = brighten(&large, 2.0);
    let last = resize { image: sheet, width: 256 };
    let later = blur(&last, 2.0);
    let either = if raw { encode(&bright) } else { encode(&last) };
    save(&later, "cover.png");
    save(&last, "last.png");
    let (subject, mask) = segment(small);
    composite { image: decode(either), mask, backdrop: Backdrop::Plain }
}

fn main() {}
