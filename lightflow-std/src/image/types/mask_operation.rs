//! How two masks become one.

use lightflow::Port;

/// A set operation on masks (Zadeh: "Fuzzy sets", 1965).
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MaskOperation {
    /// What is in one of them: the greater value.
    #[default]
    Union,
    /// What is in both: the lesser value.
    Intersect,
    /// What is in the first and not in the second.
    Subtract,
}

impl MaskOperation {
    /// Every choice, in the order in which a form lists them.
    pub const ALL: [Self; 3] = [Self::Union, Self::Intersect, Self::Subtract];
}
