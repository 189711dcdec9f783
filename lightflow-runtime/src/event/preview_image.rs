//! A small picture of what a step is making.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use serde::ser::SerializeStruct as _;

/// A small picture of what a step is making, for those who look on while it does: PNG, JPEG or WebP.
///
/// As JSON: its media type, and its bytes in Base64 ([RFC 4648](https://www.rfc-editor.org/rfc/rfc4648#section-4)).
///
/// ```
/// use lightflow_runtime::PreviewImage;
///
/// let jpeg = [0xff, 0xd8, 0xff, 0xe0];
/// assert_eq!(PreviewImage::new(&jpeg).unwrap().media_type(), "image/jpeg");
/// assert_eq!(
///     PreviewImage::new(b"pixels").unwrap_err().to_string(),
///     "a preview is PNG, JPEG or WebP, and these 6 bytes are none of them",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PreviewImage {
    media_type: &'static str,
    bytes: Arc<[u8]>,
}

/// Bytes that are no preview.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PreviewImageError {
    /// No format that a browser shows.
    #[error("a preview is PNG, JPEG or WebP, and these {0} bytes are none of them")]
    Format(usize),
    /// It stays in the journal of the run, so it has to be small.
    #[error("a preview has {most} bytes at most, and this one has {0}: scale it down first", most = PreviewImage::MOST)]
    Large(usize),
}

impl PreviewImage {
    /// A preview has at most so many bytes: a JPEG of 512 × 512 pixels has about half.
    pub const MOST: usize = 96 << 10;

    /// Looks at what the bytes are.
    ///
    /// # Errors
    /// When they are no PNG, JPEG or WebP, or more than [`MOST`](Self::MOST).
    pub fn new(bytes: &[u8]) -> Result<Self, PreviewImageError> {
        if bytes.len() > Self::MOST {
            return Err(PreviewImageError::Large(bytes.len()));
        }
        let media_type = match bytes {
            [0x89, b'P', b'N', b'G', ..] => "image/png",
            [0xff, 0xd8, 0xff, ..] => "image/jpeg",
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
            _ => return Err(PreviewImageError::Format(bytes.len())),
        };
        Ok(Self { media_type, bytes: bytes.into() })
    }

    /// `image/png`, `image/jpeg` or `image/webp`.
    pub fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl std::fmt::Debug for PreviewImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PreviewImage({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

impl Serialize for PreviewImage {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("PreviewImage", 2)?;
        fields.serialize_field("media_type", self.media_type)?;
        fields.serialize_field("data", &BASE64_STANDARD.encode(&self.bytes))?;
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_told_by_its_first_bytes() {
        let kind = |bytes: &[u8]| PreviewImage::new(bytes).map(|preview| preview.media_type());
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n"), Ok("image/png"));
        assert_eq!(kind(b"RIFF\x24\0\0\0WEBPVP8 "), Ok("image/webp"));
        assert_eq!(kind(b"RIFF\x24\0\0\0WAVEfmt "), Err(PreviewImageError::Format(16)));
        assert_eq!(kind(b""), Err(PreviewImageError::Format(0)));
        assert_eq!(
            kind(&[0xff; PreviewImage::MOST + 1]),
            Err(PreviewImageError::Large(PreviewImage::MOST + 1))
        );
    }

    #[test]
    fn it_is_base64_in_json() {
        let preview = PreviewImage::new(&[0xff, 0xd8, 0xff, 0xe0]).unwrap();
        let json = serde_json::to_string(&preview).unwrap();
        assert_eq!(json, r#"{"media_type":"image/jpeg","data":"/9j/4A=="}"#);
    }
}
