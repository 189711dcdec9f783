//! File formats of saved images.

use std::fmt;

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

impl fmt::Display for ImageFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
