//! A raster of pixels.

use std::fmt;
use std::io::Cursor;
use std::sync::Arc;

use bytes::Bytes;
use image::codecs::png::PngDecoder;
use image::{DynamicImage, ImageDecoder, Limits};
use lightflow::Port;

use super::mask::Mask;
use crate::image::imaging::resize::LARGEST_AREA;

/// Keyword of the PNG text chunk that carries the image's name.
const NAME_KEYWORD: &str = "Title";

/// Bytes of a name that another program packed.
const LONGEST_PACKED_NAME: usize = 64 * 1024;

/// A named raster of 8-bit sRGB pixels with straight (not premultiplied) alpha.
///
/// Pixels lie row by row from the top left corner, four bytes each in the order
/// red, green, blue, alpha. An image is never empty, and cloning one shares its
/// pixels.
#[derive(Port, Clone, PartialEq, Eq)]
#[port(media = "image/png", encode = Image::to_png_bytes, decode = Image::from_png_bytes)]
pub struct Image {
    name: Arc<str>,
    width: u32,
    height: u32,
    pixels: Bytes,
}

/// Why an [`Image`] could not be made.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ImageError {
    #[error("image `{name}` has no pixels ({width}x{height}); give it a width and a height of at least 1")]
    Empty { name: String, width: u32, height: u32 },
    #[error("image `{name}` of {width}x{height} pixels needs 4 bytes a pixel, but {length} bytes were given")]
    Length { name: String, width: u32, height: u32, length: usize },
    #[error("image `{name}` cannot be written as png: {source}; give it a name of plain text")]
    Encode { name: String, source: png::EncodingError },
    #[error("the bytes are not a png image: {0}; produce them again")]
    Decode(#[from] image::ImageError),
    #[error("a png of {width}x{height} pixels is above the limit of 100 megapixels; scale it down")]
    TooLarge { width: u32, height: u32 },
}

impl Image {
    /// Wraps `pixels`, which must hold exactly `width * height` RGBA quadruples.
    pub fn new(
        name: impl Into<Arc<str>>,
        width: u32,
        height: u32,
        pixels: impl Into<Bytes>,
    ) -> Result<Self, ImageError> {
        let (name, pixels) = (name.into(), pixels.into());
        if width == 0 || height == 0 {
            let name = name.to_string();
            return Err(ImageError::Empty { name, width, height });
        }
        if pixels.len() as u128 != u128::from(width) * u128::from(height) * 4 {
            return Err(ImageError::Length { name: name.to_string(), width, height, length: pixels.len() });
        }
        Ok(Self { name, width, height, pixels })
    }

    /// A mask in grey: white is the subject, black the background, nothing is transparent.
    pub fn of_mask(name: impl Into<Arc<str>>, mask: &Mask) -> Self {
        let pixels: Vec<u8> = mask.alpha().iter().flat_map(|&grey| [grey, grey, grey, 255]).collect();
        Self { name: name.into(), width: mask.width(), height: mask.height(), pixels: pixels.into() }
    }

    /// What the image shows: the stem of its file, and its label in a contact sheet.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Pixels a row.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Number of rows.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The longer of width and height.
    pub fn longer_side(&self) -> u32 {
        self.width.max(self.height)
    }

    /// All bytes, row by row, RGBA.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The RGBA quadruples, row by row.
    pub fn quads(&self) -> impl ExactSizeIterator<Item = [u8; 4]> + '_ {
        self.pixels.as_chunks::<4>().0.iter().copied()
    }

    /// The same picture with every pixel replaced; `pixels` yields them row by row.
    ///
    /// Pixels beyond the picture are ignored, missing ones become transparent.
    pub fn with_pixels(&self, pixels: impl IntoIterator<Item = [u8; 4]>) -> Self {
        let mut bytes = Vec::with_capacity(self.pixels.len());
        bytes.extend(pixels.into_iter().flatten());
        bytes.resize(self.pixels.len(), 0);
        Self { pixels: bytes.into(), ..self.clone() }
    }

    /// The same pixels under another name.
    pub fn with_name(&self, name: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), ..self.clone() }
    }

    /// Encodes as PNG, without loss and with the name in a `Title` text chunk.
    pub fn to_png_bytes(&self) -> Result<Vec<u8>, ImageError> {
        let failed = |source| ImageError::Encode { name: self.name.to_string(), source };
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        encoder.add_itxt_chunk(NAME_KEYWORD.to_owned(), self.name.to_string()).map_err(failed)?;
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&self.pixels).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(bytes)
    }

    /// Decodes what [`to_png_bytes`](Self::to_png_bytes) wrote; any other PNG works
    /// too and gets an empty name if it carries no `Title`. The size is checked before
    /// any pixel is decoded: at most 100 megapixels.
    pub fn from_png_bytes(bytes: &[u8]) -> Result<Self, ImageError> {
        let name = png_title(bytes).unwrap_or_default();
        let decoded = decode_png(bytes)?.into_rgba8();
        Self::new(name, decoded.width(), decoded.height(), decoded.into_raw())
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Image({:?}, {}x{})", self.name, self.width, self.height)
    }
}

/// The pixels of a PNG that anybody may have sent.
pub(super) fn decode_png(bytes: &[u8]) -> Result<DynamicImage, ImageError> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(LARGEST_AREA * 8);
    let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > LARGEST_AREA {
        return Err(ImageError::TooLarge { width, height });
    }
    Ok(DynamicImage::from_decoder(decoder)?)
}

/// The `Title` text of a PNG, read from the chunks in front of its pixels.
fn png_title(bytes: &[u8]) -> Option<Arc<str>> {
    let reader = png::Decoder::new(Cursor::new(bytes)).read_info().ok()?;
    let texts = &reader.info().utf8_text;
    let mut title = texts.iter().find(|text| text.keyword == NAME_KEYWORD)?.clone();
    // A packed text can be a thousand times as long; names that are written here are not packed.
    title.decompress_text_with_limit(LONGEST_PACKED_NAME).ok()?;
    title.get_text().ok().map(Arc::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_without_pixels_is_refused() {
        let error = Image::new("mug", 0, 4, vec![]).unwrap_err();
        assert!(error.to_string().contains("`mug` has no pixels (0x4)"));
    }

    #[test]
    fn the_number_of_bytes_must_match_the_size() {
        let error = Image::new("mug", 2, 2, vec![0; 15]).unwrap_err();
        assert!(error.to_string().contains("15 bytes were given"));
    }

    #[test]
    fn png_keeps_name_size_and_pixels() {
        let pixels: Vec<u8> = (0..2 * 3 * 4).map(|value| value * 9).collect();
        let image = Image::new("crème brûlée", 2, 3, pixels).unwrap();
        let bytes = image.to_png_bytes().unwrap();
        assert_eq!(Image::from_png_bytes(&bytes).unwrap(), image);
    }

    #[test]
    fn a_header_that_asks_for_too_much_is_refused_before_memory_is_taken() {
        let mut bytes = Image::new("", 1, 1, vec![0; 4]).unwrap().to_png_bytes().unwrap();
        // Width and height, and the checksum of their chunk.
        bytes[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
        bytes[29..33].copy_from_slice(&[0; 4]);
        let sum = crc32(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&sum.to_be_bytes());
        let error = Image::from_png_bytes(&bytes).unwrap_err();
        assert!(matches!(error, ImageError::TooLarge { width: 100_000, height: 100_000 }), "{error}");
        assert!(Mask::from_png_bytes(&bytes).unwrap_err().to_string().contains("100 megapixels"));
    }

    #[test]
    fn a_packed_name_is_read_up_to_a_length() {
        let named = |name: String| {
            let mut bytes = Vec::new();
            let mut writer = png::Encoder::new(&mut bytes, 1, 1).write_header().unwrap();
            let mut title = png::text_metadata::ITXtChunk::new(NAME_KEYWORD, name);
            title.compressed = true;
            title.compress_text().unwrap();
            writer.write_text_chunk(&title).unwrap();
            writer.write_image_data(&[0]).unwrap();
            writer.finish().unwrap();
            Image::from_png_bytes(&bytes).unwrap().name().to_owned()
        };
        assert_eq!(named("mug".to_owned()), "mug");
        assert_eq!(named("mug".repeat(100_000)), "");
    }

    /// The checksum of a PNG's chunks (ISO 3309).
    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |sum, byte| {
            (0..8)
                .fold(sum ^ u32::from(*byte), |sum, _| sum >> 1 ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 })
        })
    }

    #[test]
    fn other_bytes_are_no_png() {
        assert!(Image::from_png_bytes(b"GIF89a").is_err());
    }

    #[test]
    fn a_clone_shares_the_pixels() {
        let image = Image::new("mug", 1, 1, vec![1, 2, 3, 255]).unwrap();
        assert_eq!(image.pixels().as_ptr(), image.clone().pixels().as_ptr());
    }
}
