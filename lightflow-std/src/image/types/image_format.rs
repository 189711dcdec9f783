//! File formats of saved images.

use std::fmt;
use std::str::FromStr;

use lightflow::Port;

/// File format of a saved image.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// Without loss, keeps transparency.
    #[default]
    Png,
    /// Small and lossy; transparent parts become white.
    Jpeg,
    /// Without loss, keeps transparency, mostly smaller than PNG.
    Webp,
}

impl ImageFormat {
    /// Every choice, in the order in which a form lists them.
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::Webp];

    /// Extension of a file of this format.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
        }
    }
}

/// A text that names no [`ImageFormat`].
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no image format; choose `png`, `jpeg` or `webp`")]
pub struct UnknownImageFormat(String);

impl FromStr for ImageFormat {
    type Err = UnknownImageFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|choice| choice.as_str() == text);
        known.ok_or_else(|| UnknownImageFormat(text.to_owned()))
    }
}

impl fmt::Display for ImageFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_read_back_from_its_text() {
        for choice in ImageFormat::ALL {
            assert_eq!(choice.to_string().parse::<ImageFormat>().unwrap(), choice);
        }
    }

    #[test]
    fn another_text_is_answered_with_the_choices() {
        let error = "x".parse::<ImageFormat>().unwrap_err().to_string();
        for choice in ImageFormat::ALL {
            assert!(error.contains(choice.as_str()));
        }
    }
}
