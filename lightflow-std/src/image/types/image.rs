//! A raster of pixels.

use std::fmt;
use std::io::Cursor;
use std::sync::Arc;

use bytes::Bytes;
use lightflow::Port;

/// Keyword of the PNG text chunk that carries the image's name.
const NAME_KEYWORD: &str = "Title";

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
    /// too and gets an empty name if it carries no `Title`.
    pub fn from_png_bytes(bytes: &[u8]) -> Result<Self, ImageError> {
        let name = png_title(bytes).unwrap_or_default();
        let decoded = image::load_from_memory_with_format(bytes, image::ImageFormat::Png)?;
        let decoded = decoded.into_rgba8();
        Self::new(name, decoded.width(), decoded.height(), decoded.into_raw())
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Image({:?}, {}x{})", self.name, self.width, self.height)
    }
}

/// The `Title` text of a PNG, read from the chunks in front of its pixels.
fn png_title(bytes: &[u8]) -> Option<Arc<str>> {
    let reader = png::Decoder::new(Cursor::new(bytes)).read_info().ok()?;
    let texts = &reader.info().utf8_text;
    let title = texts.iter().find(|text| text.keyword == NAME_KEYWORD)?;
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
    fn other_bytes_are_no_png() {
        assert!(Image::from_png_bytes(b"GIF89a").is_err());
    }

    #[test]
    fn a_clone_shares_the_pixels() {
        let image = Image::new("mug", 1, 1, vec![1, 2, 3, 255]).unwrap();
        assert!(Arc::ptr_eq(&image.pixels, &image.clone().pixels));
    }
}
