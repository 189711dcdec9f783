//! What a subject stands in front of.

use lightflow::Port;

/// What the subject of an image stands in front of.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Backdrop {
    /// Plain white, as most shops ask for.
    #[default]
    White,
    /// A vertical run of soft greys, like a sheet of studio paper.
    Gradient,
}
