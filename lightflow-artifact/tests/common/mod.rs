//! Files of each format, made here or known in full.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::io::Cursor;
use std::path::PathBuf;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use lightflow_artifact::recipe::Recipe;
use serde_json::json;

/// 9 x 7 pixels, lossy, in the simple format.
pub const LOSSY: [u8; 64] = [
    0x52, 0x49, 0x46, 0x46, 0x38, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x20, 0x2c,
    0x00, 0x00, 0x00, 0xb0, 0x01, 0x00, 0x9d, 0x01, 0x2a, 0x09, 0x00, 0x07, 0x00, 0x09, 0x00, 0xac, 0x25,
    0xb0, 0x02, 0x74, 0x00, 0xdc, 0x09, 0xc6, 0x80, 0x00, 0xfe, 0xa1, 0xec, 0xee, 0x52, 0xaa, 0xb1, 0x52,
    0x1b, 0x0c, 0x7e, 0xc9, 0x7b, 0x06, 0xc6, 0x61, 0x1d, 0x8c, 0xf4, 0x00, 0x00,
];

/// 9 x 7 pixels, lossy with alpha, in the extended format.
pub const LOSSY_ALPHA: [u8; 118] = [
    0x52, 0x49, 0x46, 0x46, 0x6e, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x58, 0x0a,
    0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x06, 0x00, 0x00, 0x41, 0x4c, 0x50, 0x48,
    0x19, 0x00, 0x00, 0x00, 0x11, 0x17, 0x20, 0x10, 0x48, 0xf2, 0x17, 0x58, 0x73, 0x9c, 0x88, 0x08, 0x07,
    0x01, 0x09, 0x91, 0xbb, 0x56, 0x98, 0x6f, 0x42, 0x44, 0xff, 0x23, 0x39, 0x00, 0x56, 0x50, 0x38, 0x20,
    0x2e, 0x00, 0x00, 0x00, 0xd0, 0x01, 0x00, 0x9d, 0x01, 0x2a, 0x09, 0x00, 0x07, 0x00, 0x09, 0x00, 0xac,
    0x25, 0xb0, 0x02, 0x74, 0x00, 0xdc, 0xab, 0xe0, 0x22, 0x00, 0x00, 0xfe, 0x7d, 0xe6, 0x1f, 0xdf, 0xc7,
    0x5b, 0x73, 0xb9, 0xe3, 0x84, 0x6d, 0x76, 0x6a, 0xbc, 0xee, 0xbf, 0xf7, 0xea, 0x37, 0x00, 0x00,
];

/// A picture with soft colours, and alpha that falls to the right.
pub fn picture(width: u32, height: u32) -> DynamicImage {
    RgbaImage::from_fn(width, height, |x, y| {
        let share = |at: u32, of: u32| (at * 255 / of.max(1)) as u8;
        Rgba([share(x, width), share(y, height), 128, 255 - share(x, width)])
    })
    .into()
}

pub fn encode(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

pub fn png() -> Vec<u8> {
    encode(&picture(9, 7), ImageFormat::Png)
}

pub fn jpeg() -> Vec<u8> {
    encode(&picture(9, 7).into_rgb8().into(), ImageFormat::Jpeg)
}

pub fn lossless() -> Vec<u8> {
    encode(&picture(9, 7), ImageFormat::WebP)
}

/// A chunk of RIFF.
pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let padding: &[u8] = if data.len() % 2 == 1 { &[0] } else { &[] };
    [kind, &(data.len() as u32).to_le_bytes()[..], data, padding].concat()
}

/// A RIFF file of these chunks.
pub fn riff(form: &[u8; 4], chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = chunks.concat();
    [b"RIFF", &(body.len() as u32 + 4).to_le_bytes()[..], form, &body].concat()
}

/// One channel of 8-bit samples at 8 kHz.
pub fn wav(samples: &[u8]) -> Vec<u8> {
    let format = [1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0];
    riff(b"WAVE", &[chunk(b"fmt ", &format), chunk(b"data", samples)])
}

/// A WAV file whose last chunk is odd and has no padding.
pub fn unpadded_wav() -> Vec<u8> {
    let mut file = wav(&[7; 11]);
    file.pop();
    file[4] -= 1;
    file
}

/// A JPEG with segments for JFIF, Exif and other things, fill bytes and a thumbnail's worth of comment.
pub fn dressed_jpeg() -> Vec<u8> {
    let plain = jpeg();
    let jfif = 2 + 2 + usize::from(u16::from_be_bytes([plain[4], plain[5]]));
    let extra =
        b"\xff\xe1\x00\x08Exif\0\0\xff\xe2\x00\x07MPF\0\0\xff\xff\xff\xfe\x00\x07hello\xff\xef\x00\x04ab";
    [&plain[..jfif], extra, &plain[jfif..], b"behind the end"].concat()
}

/// Valid files that can carry a recipe and carry none yet.
pub fn samples() -> Vec<(String, Vec<u8>)> {
    let json = |text: &str| (text.to_owned(), text.as_bytes().to_vec());
    let mut samples = vec![
        ("png".to_owned(), png()),
        ("png with something behind it".to_owned(), [png(), b"more".to_vec()].concat()),
        ("jpeg".to_owned(), jpeg()),
        ("jpeg with other segments".to_owned(), dressed_jpeg()),
        ("lossless webp".to_owned(), lossless()),
        ("lossy webp".to_owned(), LOSSY.to_vec()),
        ("lossy webp with alpha".to_owned(), LOSSY_ALPHA.to_vec()),
        ("webp with something behind it".to_owned(), [&LOSSY[..], b"more"].concat()),
        ("wav".to_owned(), wav(&[0, 50, 100, 150])),
        ("wav with odd samples".to_owned(), wav(&[9; 11])),
        ("wav of some seconds".to_owned(), wav(&[80; 30_000])),
        ("wav without padding".to_owned(), unpadded_wav()),
        ("wav with uncounted padding".to_owned(), [unpadded_wav(), vec![0]].concat()),
        json("{}"),
        json(" { \n } \n"),
        json(r#"{"a":1}"#),
        json(r#"{"a": 1, "b": [{"$lightflow": 1}], "c": "\"$lightflow\":{}}"}"#),
        json("{\n  \"a\": {\"b\": \"}\"},\n  \"c\": -1.5e3\n}\n"),
        json("\t{\"ä\u{1f600}\\\\\":null\n,\"\":\t[]}"),
    ];
    samples.extend(photos());
    samples
}

/// Real photos, if there is a folder with some.
pub fn photos() -> Vec<(String, Vec<u8>)> {
    let Some(folder) = std::env::var_os("LIGHTFLOW_TEST_DATA").map(PathBuf::from) else {
        return Vec::new();
    };
    let mut photos: Vec<_> = std::fs::read_dir(folder.join("photos"))
        .expect("LIGHTFLOW_TEST_DATA has a folder `photos`")
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().display().to_string(), std::fs::read(path).unwrap()))
        .collect();
    photos.sort();
    photos
}

pub fn recipe() -> Recipe {
    let inputs = json!({"seed": u64::MAX, "least": i64::MIN, "strength": 0.1_f64 + 0.2, "prompt": "ein \"Häuschen\"\n\u{0}😀"});
    Recipe {
        workflow: "poster".to_owned(),
        plan: "5f0c".to_owned(),
        step: "shots[3]/save".to_owned(),
        inputs: inputs.as_object().unwrap().clone(),
        program: "studio".to_owned(),
        versions: [("lightflow".to_owned(), "0.1.0".to_owned()), ("studio".to_owned(), "1.4.0".to_owned())]
            .into(),
        ..Recipe::default()
    }
}

/// A recipe whose JSON has about this many bytes.
pub fn large_recipe(size: usize) -> Recipe {
    let mut recipe = recipe();
    recipe.inputs.insert("prompt".to_owned(), json!("x".repeat(size)));
    recipe
}
