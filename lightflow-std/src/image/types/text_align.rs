//! How lines of text stand below each other.

use lightflow::Port;

/// The side on which the lines of a text are even.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextAlign {
    /// Lines begin at the left.
    #[default]
    Left,
    /// Lines have one middle.
    Center,
    /// Lines end at the right.
    Right,
}

impl TextAlign {
    /// Every choice, in the order in which a form lists them.
    pub const ALL: [Self; 3] = [Self::Left, Self::Center, Self::Right];

    /// How much of the room left of a line is on its left side.
    pub fn share(self) -> f32 {
        match self {
            Self::Left => 0.0,
            Self::Center => 0.5,
            Self::Right => 1.0,
        }
    }
}
