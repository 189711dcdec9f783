//! Types beside steps, and arms that take values apart, keep what they need, or give nothing.

use lightflow::prelude::*;
use ui_tests::*;

/// Looks at a picture.
#[node]
fn look(image: &Image) {
    assert!(image.width > 0);
}

/// Halves of a picture, if it has any.
#[node]
fn halves(image: &Image) -> Option<(Image, Image)> {
    (image.width > 1).then(|| (image.clone(), image.clone()))
}

#[workflow]
fn declared(folder: String) -> Image {
    let names: Vec<_> = list_images(folder);
    let photos = for name in names {
        let photo: Image = load(name);
        photo
    };
    let sheet: Image = contact_sheet { images: &photos, .. };
    sheet
}

#[workflow]
fn nothing_is_given(photo: Image, wide: bool, backdrop: Backdrop) {
    if wide {
        look(&photo);
    } else {
        look(&photo)
    }
    let _ = if wide {
        look(&photo);
    } else {
        look(&photo)
    };
    match backdrop {
        Backdrop::Plain => look(&photo),
        Backdrop::Gradient => {
            look(&photo);
        }
    }
}

#[composition]
fn lent(cutout: &Cutout, name: &Option<String>) -> Image {
    let first = match cutout {
        Cutout { subject, .. } => blur(subject, 1.0),
    };
    match name {
        Some(name) if name.is_empty() => first,
        Some(name) => load(name.clone()),
        None => first,
    }
}

#[workflow]
fn decided(photo: Image, name: Option<String>) -> Image {
    let parts = halves(&photo);
    let half = match parts {
        Some((left, whole @ Image { .. })) if left.width > 8 => composed(left, whole),
        Some((left, _)) => left,
        None => photo,
    };
    let cutout = cut_out(half);
    let first = match &cutout {
        Cutout { subject, mask: _ } => blur(subject, 2.0),
    };
    if let Some(name) = name {
        let shown: String = format!("{name}.png");
        load(shown)
    } else if let Cutout { subject, .. } = cutout {
        subject
    } else {
        first
    }
}

/// Two halves beside each other.
#[composition]
fn composed(left: Image, right: Image) -> Image {
    let both: Vec<Image> = vec![left, right];
    contact_sheet(&both, 2)
}

fn main() {
    let photo = Image { width: 16, height: 16 };
    drop(decided { photo, name: None });
}
