//! Reads an image from a file.

use lightflow::prelude::*;

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use crate::image::imaging::decode::{DecodeError, decode};
use crate::image::imaging::resize::LARGEST_AREA;
use crate::image::{Image, ImageFile};

/// Why an image was not loaded.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum LoadImageError {
    #[error("image {path:?} cannot be opened: {source}; check the path and its permissions")]
    Open { path: PathBuf, source: io::Error },
    #[error("{path:?} is no file; give the path of an image")]
    NoFile { path: PathBuf },
    #[error("image {path:?} cannot be decoded: {source}; save it again as png, jpeg or webp")]
    Decode { path: PathBuf, source: DecodeError },
    #[error(
        "image {path:?} of {width}x{height} pixels is above the limit of 100 megapixels; \
         scale it down"
    )]
    TooLarge { path: PathBuf, width: u32, height: u32 },
}

/// Loads a PNG, JPEG or WebP image, turned upright as its EXIF orientation asks.
///
/// The format is told by the file's content. The size is checked before any pixel
/// is decoded: at most 100 megapixels.
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::image::{Image, ImageFile, ImageFormat, load_image::load_image, save_image::save_image};
///
/// let dot = Image::new("dot", 1, 1, vec![255, 0, 0, 255])?;
/// let path = save_image(&dot, "dot", ImageFormat::Webp, 90, &Ctx::test())?;
/// assert_eq!(load_image(ImageFile::at(path))?, dot);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(needs(fs), version = 2)]
pub fn load_image(
    /// Where the image is, and the name it gets.
    file: ImageFile,
) -> Result<Image, LoadImageError> {
    let ImageFile { path, name } = file;
    let reader = match open(&path) {
        Ok(Some(opened)) => BufReader::new(opened),
        Ok(None) => return Err(LoadImageError::NoFile { path }),
        Err(source) => return Err(LoadImageError::Open { path, source }),
    };
    decode(reader, name, LARGEST_AREA).map_err(|error| match error {
        DecodeError::TooLarge { width, height } => LoadImageError::TooLarge { path, width, height },
        source => LoadImageError::Decode { path, source },
    })
}

/// A plain file; nothing where there is a folder, a pipe or a device.
fn open(path: &Path) -> io::Result<Option<File>> {
    // Opening a pipe would wait for someone to write into it.
    if path.metadata()?.is_file() { File::open(path).map(Some) } else { Ok(None) }
}

#[cfg(test)]
mod tests {
    use image::DynamicImage;

    use super::*;

    #[test]
    fn an_image_is_named_after_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("red dot.png");
        let dot = Image::new("", 1, 1, vec![255, 0, 0, 255]).unwrap();
        std::fs::write(&path, dot.to_png_bytes().unwrap()).unwrap();
        let loaded = load_image(ImageFile::at(path)).unwrap();
        assert_eq!(loaded.name(), "red dot");
        assert_eq!(loaded.pixels(), dot.pixels());
    }

    #[test]
    fn an_image_is_turned_upright() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("turned.jpg");
        std::fs::write(&path, sideways_jpeg()).unwrap();
        let loaded = load_image(ImageFile::at(path)).unwrap();
        assert_eq!((loaded.width(), loaded.height()), (8, 16));
    }

    #[test]
    fn a_huge_image_is_refused_before_decoding() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.png");
        let mut bytes = Vec::new();
        let encoder = png::Encoder::new(&mut bytes, 20_000, 20_000);
        drop(encoder.write_header().unwrap());
        // An `IDAT` chunk of no bytes lets the header be read.
        bytes.truncate(33);
        bytes.extend([0, 0, 0, 0, b'I', b'D', b'A', b'T', 0x35, 0xAF, 0x06, 0x1E]);
        std::fs::write(&path, bytes).unwrap();
        let error = load_image(ImageFile::at(path)).unwrap_err();
        assert!(error.to_string().contains("20000x20000"), "{error}");
    }

    #[test]
    fn what_is_no_plain_file_is_not_opened() {
        for path in ["/dev/zero", "/"] {
            let error = load_image(ImageFile::at(path.into())).unwrap_err();
            assert!(matches!(error, LoadImageError::NoFile { .. }), "{error}");
        }
    }

    #[test]
    fn a_missing_or_broken_image_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("broken.jpg");
        assert!(matches!(load_image(ImageFile::at(path.clone())), Err(LoadImageError::Open { .. })));
        std::fs::write(&path, b"\xFF\xD8\xFF\xE0 no image").unwrap();
        assert!(matches!(load_image(ImageFile::at(path)), Err(LoadImageError::Decode { .. })));
    }

    /// A JPEG of 16 x 8 pixels whose EXIF data asks for a quarter turn.
    fn sideways_jpeg() -> Vec<u8> {
        let mut plain = Vec::new();
        let encoder = image::codecs::jpeg::JpegEncoder::new(&mut plain);
        DynamicImage::new_rgb8(16, 8).write_with_encoder(encoder).unwrap();
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
        // Tag 0x0112 (orientation), type short, one value: 6, a turn to the right.
        exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
        let mut bytes = plain[..2].to_vec();
        bytes.extend([0xFF, 0xE1, 0, exif.len() as u8 + 2]);
        bytes.extend(exif);
        bytes.extend(&plain[2..]);
        bytes
    }
}
