//! One colour of a palette.

use lightflow::Port;

/// A colour and how much of an image has about this colour.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct Swatch {
    /// The colour as `#rrggbb`.
    pub color: String,
    /// Share of the visible pixels, from 0 to 1.
    pub share: f32,
}
