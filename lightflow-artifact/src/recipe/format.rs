//! What a file is, told by what is in it.

use std::fmt;

use serde::de::IgnoredAny;

use super::RecipeError;
use super::json::MAX_JSON;
use super::source::Source;

/// A kind of file that can carry a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Portable Network Graphics, also animated.
    Png,
    /// JPEG, with any metadata.
    Jpeg,
    /// WebP, lossy, lossless or animated.
    WebP,
    /// RIFF/WAVE. RF64 and BW64 are other formats.
    Wav,
    /// A JSON object or array in UTF-8.
    Json,
}

/// As much as it takes to tell the formats apart.
const HEAD: usize = 12;

impl Format {
    /// The format of a whole file, told by its content; the file's name has no say. JSON has to be whole and valid.
    ///
    /// ```
    /// use lightflow_artifact::recipe::Format;
    ///
    /// assert_eq!(Format::of(b"\x89PNG\r\n\x1a\n"), Some(Format::Png));
    /// assert_eq!(Format::of(b"[1, 2]"), Some(Format::Json));
    /// assert_eq!(Format::of(b"{not json}"), None);
    /// ```
    pub fn of(file: &[u8]) -> Option<Self> {
        Self::of_head(file).or_else(|| is_json(file).then_some(Self::Json))
    }

    /// The usual media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
            Self::Wav => "audio/wav",
            Self::Json => "application/json",
        }
    }

    pub(crate) fn of_head(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if head.starts_with(b"\xff\xd8\xff") {
            return Some(Self::Jpeg);
        }
        match (head.get(..4)?, head.get(8..12)?) {
            (b"RIFF", b"WEBP") => Some(Self::WebP),
            (b"RIFF", b"WAVE") => Some(Self::Wav),
            _ => None,
        }
    }

    /// As [`Format::of`], with no more read than needed.
    pub(super) fn of_source(source: &mut dyn Source) -> Result<Option<Self>, RecipeError> {
        let len = source.len();
        let mut head = vec![0; len.min(HEAD as u64) as usize];
        source.fill(0, &mut head)?;
        if let Some(format) = Self::of_head(&head) {
            return Ok(Some(format));
        }
        let blank = head.iter().all(u8::is_ascii_whitespace);
        if (blank || opens(&head)) && len <= MAX_JSON {
            let mut whole = vec![0; len as usize];
            source.fill(0, &mut whole)?;
            return Ok(is_json(&whole).then_some(Self::Json));
        }
        Ok(None)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::WebP => "WebP",
            Self::Wav => "WAV",
            Self::Json => "JSON",
        })
    }
}

fn opens(text: &[u8]) -> bool {
    matches!(text.trim_ascii_start().first(), Some(b'{' | b'['))
}

fn is_json(file: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(file) else { return false };
    // Passed over without recursion, so depth is no matter.
    opens(file) && serde_json::from_str::<IgnoredAny>(text).is_ok()
}
