//! Thumbnails and contact sheets.

#![cfg(feature = "images")]

mod common;

use common::{LOSSY, LOSSY_ALPHA, encode, jpeg, lossless, photos, picture, png, recipe};
use expect_test::expect;
use image::{DynamicImage, GenericImageView, ImageBuffer, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use lightflow_artifact::recipe::{Format, embed};
use lightflow_artifact::sheet::{Cell, Sheet, render};
use lightflow_artifact::{ImageError, dimensions, thumbnail};
use proptest::prelude::*;

fn pixels(file: &[u8]) -> DynamicImage {
    image::load_from_memory(file).unwrap()
}

/// A JPEG whose left half is red and right half is blue, with this orientation in EXIF.
fn turned(orientation: u8) -> Vec<u8> {
    let halves = RgbImage::from_fn(64, 32, |x, _| Rgb(if x < 32 { [255, 0, 0] } else { [0, 0, 255] }));
    let plain = encode(&halves.into(), ImageFormat::Jpeg);
    let exif = [
        b"\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(),
        &[orientation, 0, 0, 0, 0, 0, 0, 0],
    ];
    [&plain[..2], &exif.concat(), &plain[2..]].concat()
}

/// A PNG of a few bytes that says it has that many pixels.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    bomb_of(8, width, height)
}

/// With so many bits a channel.
fn bomb_of(bits: u8, width: u32, height: u32) -> Vec<u8> {
    let mut file = png();
    file[24] = bits;
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = crc32fast::hash(&file[12..29]);
    file[29..33].copy_from_slice(&crc.to_be_bytes());
    file
}

#[test]
fn a_thumbnail_fits_and_keeps_its_proportions() {
    let photo = encode(&picture(1200, 800).into_rgb8().into(), ImageFormat::Png);
    let small = thumbnail(&photo, 256).unwrap();
    assert_eq!((small.width, small.height, small.format), (256, 171, Format::Jpeg));
    assert_eq!(Format::of(&small.bytes), Some(Format::Jpeg));
    assert_eq!(pixels(&small.bytes).dimensions(), (256, 171));
}

#[test]
fn a_small_picture_keeps_its_size() {
    for file in [png(), jpeg(), lossless(), LOSSY.to_vec(), LOSSY_ALPHA.to_vec()] {
        let small = thumbnail(&file, 256).unwrap();
        assert_eq!((small.width, small.height), (9, 7));
        assert_eq!(dimensions(&file).unwrap(), (9, 7));
    }
    assert_eq!(thumbnail(&png(), 0).unwrap().width, 1);
}

#[test]
fn alpha_is_kept_and_what_is_invisible_does_not_shine_through() {
    // Visible white beside invisible black.
    let halves = RgbaImage::from_fn(400, 400, |x, _| Rgba(if x < 190 { [255; 4] } else { [0; 4] }));
    let small = thumbnail(&encode(&halves.into(), ImageFormat::Png), 40).unwrap();
    assert_eq!(small.format, Format::Png);
    let image = pixels(&small.bytes).into_rgba8();
    assert_eq!(image.get_pixel(2, 2).0, [255; 4]);
    assert_eq!(image.get_pixel(37, 2).0[3], 0);
    for pixel in image.pixels().filter(|pixel| pixel.0[3] > 0) {
        assert!(pixel.0[0] > 250, "{pixel:?}");
    }
}

#[test]
fn a_picture_with_alpha_that_hides_nothing_becomes_a_jpeg() {
    let opaque = RgbaImage::from_pixel(40, 40, Rgba([9, 8, 7, 255]));
    assert_eq!(thumbnail(&encode(&opaque.into(), ImageFormat::Png), 20).unwrap().format, Format::Jpeg);
}

#[test]
fn a_photo_that_was_held_sideways_is_upright() {
    // Where the red half comes to be: https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf, 4.6.4, Orientation
    for (orientation, red, size) in [
        (1, (2, 8), (32, 16)),
        (2, (29, 8), (32, 16)),
        (3, (29, 8), (32, 16)),
        (6, (8, 2), (16, 32)),
        (8, (8, 29), (16, 32)),
    ] {
        let file = turned(orientation);
        assert_eq!(dimensions(&file).unwrap(), (size.0 * 2, size.1 * 2));
        let small = thumbnail(&file, 32).unwrap();
        assert_eq!((small.width, small.height), size, "{orientation}");
        let [r, _, b] = pixels(&small.bytes).into_rgb8().get_pixel(red.0, red.1).0;
        assert!(r > 200 && b < 60, "{orientation}: {r} {b}");
        // It is upright already.
        assert_eq!(dimensions(&small.bytes).unwrap(), size);
    }
}

#[test]
fn grey_and_deep_pictures_have_thumbnails() {
    let deep: ImageBuffer<Luma<u16>, Vec<u16>> = ImageBuffer::from_fn(100, 50, |x, _| Luma([x as u16 * 600]));
    let small = thumbnail(&encode(&deep.into(), ImageFormat::Png), 50).unwrap();
    assert_eq!((small.width, small.height), (50, 25));
}

#[test]
fn colours_keep_their_profile() {
    use image::ImageEncoder;
    let mut profile = vec![0; 200];
    profile[16..20].copy_from_slice(b"RGB ");
    let mut file = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut file);
    encoder.set_icc_profile(profile.clone()).unwrap();
    encoder.write_image(&[7; 300], 10, 10, image::ExtendedColorType::Rgb8).unwrap();
    let small = thumbnail(&file, 5).unwrap();
    assert!(small.bytes.windows(200).any(|window| window == profile));
}

#[test]
fn what_cannot_be_decoded_says_why() {
    let grid = encode(&picture(64, 64), ImageFormat::Png);
    let cases = [
        b"text".to_vec(),
        common::wav(&[1]),
        bomb(10_001, 10_000),
        bomb(0x7fff_ffff, 0x7fff_ffff),
        bomb_of(16, 9000, 9000),
        bomb(0, 5),
        png()[..30].to_vec(),
        grid[..grid.len() / 2].to_vec(),
        LOSSY[..30].to_vec(),
        b"\xff\xd8\xff\xe0".to_vec(),
    ];
    let said: Vec<_> = cases.iter().map(|file| thumbnail(file, 64).unwrap_err().to_string()).collect();
    expect![[r#"
        it is no PNG, JPEG or WebP picture
        it is no PNG, JPEG or WebP picture
        the picture has 10001 x 10000 pixels, more than the 100 megapixels that are decoded: make it smaller
        the picture has 2147483647 x 2147483647 pixels, more than the 100 megapixels that are decoded: make it smaller
        the picture takes more than 512 MiB to decode: make it smaller, or store 8 bits a channel
        the PNG picture cannot be decoded: Format error decoding Png: Invalid image dimensions
        the PNG picture cannot be decoded: unexpected end of file
        the PNG picture cannot be decoded: unexpected end of file
        the WebP picture cannot be decoded: failed to fill whole buffer
        the JPEG picture cannot be decoded: Format error decoding Jpeg: I/O errors Not enough bytes, expected 2 but found 0
    "#]].assert_eq(&said.join("\n"));
}

#[test]
fn a_recipe_changes_no_thumbnail() {
    for (name, photo) in photos() {
        let with = embed(&photo, &recipe()).unwrap().unwrap();
        assert_eq!(thumbnail(&with, 64).unwrap(), thumbnail(&photo, 64).unwrap(), "{name}");
    }
}

/// A file of one colour.
fn plain(width: u32, height: u32, color: [u8; 3]) -> Vec<u8> {
    encode(&RgbImage::from_pixel(width, height, Rgb(color)).into(), ImageFormat::Png)
}

const COLORS: [[u8; 3]; 4] = [[200, 0, 0], [0, 160, 0], [0, 0, 220], [180, 0, 180]];

/// From where to where a colour is seen: left, top, right and bottom.
fn spread(sheet: &RgbImage, color: [u8; 3]) -> (u32, u32, u32, u32) {
    let places = sheet.enumerate_pixels().filter(|(_, _, pixel)| pixel.0 == color);
    places.fold((u32::MAX, u32::MAX, 0, 0), |(left, top, right, bottom), (x, y, _)| {
        (left.min(x), top.min(y), right.max(x), bottom.max(y))
    })
}

/// How many pixels of a part are darker than anything but text.
fn ink(sheet: &RgbImage, left: u32, top: u32, width: u32, height: u32) -> usize {
    sheet
        .view(left, top, width, height)
        .pixels()
        .filter(|(_, _, pixel)| pixel.0.iter().all(|&part| part < 150))
        .count()
}

#[test]
fn cells_stand_in_rows_with_their_labels_below() {
    let cells =
        COLORS.iter().map(|&color| Cell::new(plain(200, 150, color)).label("seed", color[0])).collect();
    let sheet =
        pixels(&render(&Sheet { cells, columns: Some(2), cell_side: 200, ..Sheet::default() }).unwrap())
            .into_rgb8();
    let [first, second, third, _] = COLORS.map(|color| spread(&sheet, color));
    assert_eq!((first.2 - first.0, first.3 - first.1), (199, 149));
    assert!(second.0 > first.2 && second.1 == first.1);
    assert!(third.1 > first.3 && third.0 == first.0);
    assert!(ink(&sheet, first.0, first.3 + 1, 200, third.1 - first.3 - 1) > 20);
}

#[test]
fn combinations_of_two_parameters_have_headings_instead_of_labels() {
    let cells = COLORS.iter().zip(0..).map(|(&color, index)| {
        Cell::new(plain(200, 200, color)).label("seed", index / 2).label("side", index % 2)
    });
    let sheet = Sheet { cells: cells.collect(), cell_side: 200, ..Sheet::default() };
    let sheet = pixels(&render(&sheet).unwrap()).into_rgb8();
    let [first, second, third, _] = COLORS.map(|color| spread(&sheet, color));
    assert!(second.1 == first.1 && third.0 == first.0);
    assert!(ink(&sheet, first.0, 0, 200, first.1) > 20, "above");
    assert!(ink(&sheet, 0, first.1, first.0, 200) > 20, "to the left");
    assert_eq!(ink(&sheet, first.0, first.3 + 1, 200, third.1 - first.3 - 1), 0, "between");
}

#[test]
fn a_cell_without_a_picture_says_why() {
    let cells = vec![
        Cell::default(),
        Cell::missing("out of memory"),
        Cell::new(b"text"),
        Cell::new(bomb(1 << 30, 1 << 30)),
    ];
    let sheet = render(&Sheet { cells, columns: Some(1), ..Sheet::default() }).unwrap();
    let sheet = pixels(&sheet).into_rgb8();
    let quarter = sheet.height() / 4;
    for cell in 0..4 {
        let view = sheet.view(0, cell * quarter, sheet.width(), quarter);
        assert!(
            view.pixels().filter(|(_, _, pixel)| pixel.0.iter().all(|&part| part < 190)).count() > 20,
            "{cell}"
        );
    }
}

#[test]
fn the_same_sheet_has_the_same_bytes() {
    let cells: Vec<_> =
        photos().into_iter().map(|(name, photo)| Cell::new(photo).label("photo", name)).collect();
    let sheet = Sheet {
        title: Some("photos".to_owned()),
        cells: [cells, vec![Cell::new(png())]].concat(),
        ..Sheet::default()
    };
    assert_eq!(render(&sheet).unwrap(), render(&sheet).unwrap());
}

#[test]
fn small_pictures_have_small_cells() {
    let cells = vec![Cell::new(plain(170, 100, COLORS[0])).label("seed", 1); 2];
    let (width, height) =
        dimensions(&render(&Sheet { cells, cell_side: 4096, ..Sheet::default() }).unwrap()).unwrap();
    assert!((340..500).contains(&width) && (100..220).contains(&height), "{width} x {height}");
}

#[test]
fn high_pictures_have_narrow_cells() {
    let cells = vec![Cell::new(plain(200, 400, COLORS[0])); 2];
    let (width, height) =
        dimensions(&render(&Sheet { cells, cell_side: 400, ..Sheet::default() }).unwrap()).unwrap();
    assert!((400..600).contains(&width) && height > 400, "{width} x {height}");
}

#[test]
fn a_sheet_of_nothing_is_refused() {
    assert!(matches!(render(&Sheet::default()), Err(ImageError::NoCells)));
    let many = Sheet { cells: vec![Cell::default(); 3000], columns: Some(3000), ..Sheet::default() };
    expect!["3000 cells in 3000 columns do not fit on a sheet of 16384 pixels a side: show fewer cells"]
        .assert_eq(&render(&many).unwrap_err().to_string());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_picture_brings_it_down(
        kind in 0..5_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        whole in any::<bool>(),
    ) {
        let mut file = vec![png(), jpeg(), lossless(), LOSSY.to_vec(), LOSSY_ALPHA.to_vec()].swap_remove(kind);
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if !whole {
            file.truncate(cut.index(file.len()));
        }
        let _ = dimensions(&file);
        let _ = thumbnail(&file, 8);
    }

    #[test]
    fn any_words_fit_a_sheet(
        title in proptest::option::of(any::<String>()),
        labels in proptest::collection::vec(proptest::collection::vec(("\\PC{0,40}", any::<String>()), 0..6), 1..6),
        missing in any::<String>(),
        cell_side in 0..200_u32,
        columns in proptest::option::of(0..9_u32),
    ) {
        let cells = labels.into_iter().map(|labels| Cell { labels, missing: missing.clone(), image: None }).collect();
        let sheet = render(&Sheet { title, cells, columns, cell_side }).unwrap();
        prop_assert!(dimensions(&sheet).is_ok());
    }
}
