//! How pixels are made of others when a size changes.

use lightflow::Port;

/// A filter for a change of size.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Filter {
    /// The nearest pixel: hard edges, for pixel art and masks.
    Nearest,
    /// A triangle: soft, never brighter or darker than the source.
    Bilinear,
    /// Catmull and Rom's cubic (1974): sharp, little ringing.
    Bicubic,
    /// A windowed sinc of three lobes (Duchon: "Lanczos filtering in one and two dimensions", 1979): sharpest, best for photos.
    #[default]
    Lanczos3,
}

impl Filter {
    /// Every choice, in the order in which a form lists them.
    pub const ALL: [Self; 4] = [Self::Nearest, Self::Bilinear, Self::Bicubic, Self::Lanczos3];
}
