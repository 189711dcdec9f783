//! What a mask takes from an image.

use lightflow::Port;

/// What of a pixel counts.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Channel {
    /// How opaque it is.
    #[default]
    Alpha,
    /// How light it looks before black.
    Luminance,
    /// The byte of red.
    Red,
    /// The byte of green.
    Green,
    /// The byte of blue.
    Blue,
}

impl Channel {
    /// Every choice, in the order in which a form lists them.
    pub const ALL: [Self; 5] = [Self::Alpha, Self::Luminance, Self::Red, Self::Green, Self::Blue];
}
