//! Twelve mistakes of a workflow, each reported by itself.

use lightflow::prelude::*;
use ui_tests::*;

#[workflow]
fn product_photos(folder: String, cover: String, raw: bool) -> Image {
    let names = list_images(folder).await;
    let photos = for name in names {
        let photo = load(name);
        brighten(&photo, "2.0")
    };
    let sheet = contact_sheet { images: &photos, columns: 4, columns: 5 };
    let photo = load(cover);
    let small = resise(photo, 512);
    let shown = blur { image: &sheet, raduis: 2.0 };
    let large = resize(1024, shown);
    let bright = brighten(&photo);
    let later = blur(&last, 2.0);
    let last = resize { width: 256, .. };
    let either = if raw { encode(&bright) } else { large };
    save(&later, "cover.png")?;
    save(&last, "last.png");
    let (subject, mask) = segment(small);
    composite { image: subject, mask, backdrop: decode(either) }
}

fn main() {}
