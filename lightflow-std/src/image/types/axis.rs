//! Along which axis an image is mirrored.

use lightflow::Port;

/// The direction in which an image is mirrored.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Axis {
    /// Left becomes right.
    #[default]
    Horizontal,
    /// Up becomes down.
    Vertical,
}

impl Axis {
    /// Every choice, in the order in which a form lists them.
    pub const ALL: [Self; 2] = [Self::Horizontal, Self::Vertical];
}
