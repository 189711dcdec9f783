//! What kind of media bytes are, by their first bytes.

use std::fmt;

use lightflow::prelude::*;

/// What is wanted.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// Whatever comes.
    #[default]
    Any,
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A sound.
    Audio,
}

impl fmt::Display for MediaKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "a picture, film or sound",
            Self::Image => "a picture",
            Self::Video => "a film",
            Self::Audio => "a sound",
        })
    }
}

/// A format that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format {
    pub kind: MediaKind,
    pub media_type: &'static str,
    pub extension: &'static str,
}

/// How many bytes [`Format::of`] looks at.
pub(super) const HEAD: usize = 16;

impl Format {
    const fn new(kind: MediaKind, media_type: &'static str, extension: &'static str) -> Option<Self> {
        Some(Self { kind, media_type, extension })
    }

    /// What these bytes begin (WHATWG MIME Sniffing, section 6).
    pub fn of(head: &[u8]) -> Option<Self> {
        use MediaKind::{Audio, Image, Video};
        match head {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Self::new(Image, "image/png", "png"),
            [0xFF, 0xD8, 0xFF, ..] => Self::new(Image, "image/jpeg", "jpg"),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::new(Image, "image/gif", "gif"),
            [b'R', b'I', b'F', b'F', _, _, _, _, rest @ ..] => match rest {
                [b'W', b'E', b'B', b'P', ..] => Self::new(Image, "image/webp", "webp"),
                [b'W', b'A', b'V', b'E', ..] => Self::new(Audio, "audio/wav", "wav"),
                _ => None,
            },
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand {
                [b'a', b'v', b'i', b'f' | b's', ..] => Self::new(Image, "image/avif", "avif"),
                [b'M', b'4', b'A', ..] => Self::new(Audio, "audio/mp4", "m4a"),
                [b'q', b't', ..] => Self::new(Video, "video/quicktime", "mov"),
                _ => Self::new(Video, "video/mp4", "mp4"),
            },
            [0x1A, 0x45, 0xDF, 0xA3, ..] => Self::new(Video, "video/webm", "webm"),
            [b'I', b'D', b'3', ..] => Self::new(Audio, "audio/mpeg", "mp3"),
            // MPEG audio, layer III: eleven bits of frame sync, then version and layer.
            [0xFF, second, ..] if second & 0xE6 == 0xE2 && second & 0x18 != 0x08 => {
                Self::new(Audio, "audio/mpeg", "mp3")
            }
            [b'O', b'g', b'g', b'S', ..] => Self::new(Audio, "audio/ogg", "ogg"),
            [b'f', b'L', b'a', b'C', ..] => Self::new(Audio, "audio/flac", "flac"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        let of = |head: &[u8]| Format::of(head).map(|format| format.media_type);
        assert_eq!(of(b"\x89PNG\r\n\x1a\n"), Some("image/png"));
        assert_eq!(of(b"RIFF\0\0\0\0WAVEfmt "), Some("audio/wav"));
        assert_eq!(of(b"\0\0\0\x20ftypisom"), Some("video/mp4"));
        assert_eq!(of(b"\0\0\0\x20ftypavif"), Some("image/avif"));
        assert_eq!(of(b"\xff\xfb\x90\x44"), Some("audio/mpeg"));
        assert_eq!(of(b"ID3\x04"), Some("audio/mpeg"));
    }

    #[test]
    fn what_is_no_media_is_not_known() {
        for head in [&b""[..], b"<!doctype html>", b"{\"detail\"", b"MZ\x90", b"\x7fELF", b"\xff\xff\xff\xff"]
        {
            assert_eq!(Format::of(head), None, "{head:?}");
        }
    }
}
