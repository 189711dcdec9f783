//! Images from bytes that anybody may have made.

use std::io::{self, BufRead, Seek};

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use crate::image::{Image, ImageError};

/// Why bytes are no image.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum DecodeError {
    #[error(transparent)]
    Read(#[from] io::Error),
    #[error(transparent)]
    Format(#[from] image::ImageError),
    #[error("{width}x{height} pixels are above the limit; scale the image down")]
    TooLarge { width: u32, height: u32 },
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// Decodes a PNG, JPEG or WebP of at most `largest_area` pixels, upright as its EXIF orientation asks.
///
/// The format is told by the content. The size is checked before any pixel is decoded, and what a decoder may allocate is bounded: a
/// few bytes cannot ask for all memory.
pub fn decode(
    reader: impl BufRead + Seek,
    name: impl Into<std::sync::Arc<str>>,
    largest_area: u64,
) -> Result<Image, DecodeError> {
    let mut reader = ImageReader::new(reader).with_guessed_format()?;
    let mut limits = Limits::default();
    // Room for 16 bits a channel.
    limits.max_alloc = Some(largest_area.saturating_mul(8));
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > largest_area {
        return Err(DecodeError::TooLarge { width, height });
    }
    let orientation = decoder.orientation()?;
    let mut decoded = DynamicImage::from_decoder(decoder)?;
    decoded.apply_orientation(orientation);
    let decoded = decoded.into_rgba8();
    Ok(Image::new(name, decoded.width(), decoded.height(), decoded.into_raw())?)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn the_limit_counts_before_decoding() {
        let image = Image::new("", 3, 2, vec![7; 24]).unwrap();
        let bytes = image.to_png_bytes().unwrap();
        assert_eq!(decode(Cursor::new(&bytes), "", 6).unwrap(), image);
        assert!(matches!(
            decode(Cursor::new(&bytes), "", 5),
            Err(DecodeError::TooLarge { width: 3, height: 2 })
        ));
    }

    #[test]
    fn every_beginning_of_a_file_is_an_error_or_an_image() {
        let image = Image::new("", 8, 8, vec![99; 256]).unwrap();
        let bytes = image.to_png_bytes().unwrap();
        for end in 0..bytes.len() {
            let _ = decode(Cursor::new(&bytes[..end]), "", 1000);
        }
        assert!(matches!(decode(Cursor::new(&bytes[..20]), "", 1000), Err(DecodeError::Format(_))));
        assert!(matches!(decode(Cursor::new(b"GIF89a"), "", 1000), Err(DecodeError::Format(_))));
    }
}
