//! Images from bytes that anybody may have made.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use crate::image::imaging::jpeg_end::lacks_end;
use crate::image::{Image, ImageError};

/// Bytes that a file may have beside its pixels: colour profiles, EXIF data, a preview.
const LARGEST_EXTRA: u64 = 64 * 1024 * 1024;

/// Why bytes are no image.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum DecodeError {
    #[error(transparent)]
    Read(#[from] io::Error),
    #[error("{}", one_line(.0))]
    Format(#[from] image::ImageError),
    #[error("{length} bytes are more than a png, jpeg or webp of that many pixels has; save it again")]
    TooLong { length: u64 },
    #[error("{width}x{height} pixels are above the limit; scale the image down")]
    TooLarge { width: u32, height: u32 },
    #[error("the jpeg breaks off before its end; get it again")]
    BrokenOff,
    #[error("an animated webp is no single image; save one frame of it")]
    Animated,
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// Decodes a PNG, JPEG or WebP of at most `largest_area` pixels, upright as its EXIF orientation asks.
///
/// The format is told by the content. The size is checked before any pixel is decoded, and what a decoder may allocate is bounded: a
/// few bytes cannot ask for all memory. Nor can many: some decoders take in the whole file first. Animations are refused.
pub fn decode(
    mut reader: impl BufRead + Seek,
    name: impl Into<std::sync::Arc<str>>,
    largest_area: u64,
) -> Result<Image, DecodeError> {
    // Room for 16 bits a channel.
    let most = largest_area.saturating_mul(8);
    let length = reader.seek(SeekFrom::End(0))?;
    reader.rewind()?;
    if length > most.saturating_add(LARGEST_EXTRA) {
        return Err(DecodeError::TooLong { length });
    }
    // Broken frames of an animation make the decoder (image-webp 0.2) panic.
    if is_animated_webp(&mut reader)? {
        return Err(DecodeError::Animated);
    }
    if lacks_end(&mut reader)? {
        return Err(DecodeError::BrokenOff);
    }
    let mut reader = ImageReader::new(reader).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(most);
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

/// Some decoders say it in several lines.
fn one_line(error: &image::ImageError) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the extended header of a WebP says that it moves (RFC 9649, section 2.7).
fn is_animated_webp(reader: &mut (impl BufRead + Seek)) -> io::Result<bool> {
    const MOVES: u8 = 0b10;
    let mut head = Vec::with_capacity(21);
    reader.by_ref().take(21).read_to_end(&mut head)?;
    reader.rewind()?;
    let extended = head.starts_with(b"RIFF") && head.get(8..16) == Some(b"WEBPVP8X");
    Ok(extended && head.get(20).is_some_and(|flags| flags & MOVES != 0))
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
    fn a_file_that_is_longer_than_its_pixels_is_refused_before_it_is_read() {
        let mut file = tempfile::tempfile().unwrap();
        io::Write::write_all(&mut file, b"\xff\xd8\xff\xe0\0\x10JFIF\0").unwrap();
        // A hole: it takes no room on the disk.
        file.set_len(1 << 40).unwrap();
        let error = decode(io::BufReader::new(file), "", 100_000_000).unwrap_err();
        assert!(matches!(error, DecodeError::TooLong { length } if length == 1 << 40), "{error}");
    }

    #[test]
    fn an_animation_is_refused_before_its_frames_are_read() {
        let mut bytes = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x12\0\0\0\x0c\0\0\x08\0\0ANIM\x06\0\0\0".to_vec();
        assert!(matches!(decode(Cursor::new(&bytes), "", 1000), Err(DecodeError::Animated)));
        bytes[20] = 0;
        assert!(matches!(decode(Cursor::new(&bytes), "", 1000), Err(DecodeError::Format(_))));
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
