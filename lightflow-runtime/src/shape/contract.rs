//! What a node or a composition says about the shapes of its inputs and outputs.

use super::Linear;

/// How many axes a shape may have.
pub const RANK: usize = 6;

/// Shapes of ports and outputs over axes that mean the same number wherever they stand.
///
/// Written as `shape(latent: [b, 4, h, w] -> [b, 3, 8*h, 8*w] where h % 8 == 0)`. Axis names follow jaxtyping
/// (<https://docs.kidger.site/jaxtyping/api/array>): `_` is any number, `...` any leading axes, `#c` is `c` or 1.
#[derive(Clone, Copy, Debug)]
pub struct Contract {
    /// The names of the axes, which expressions give by their place here.
    pub axes: &'static [&'static str],
    /// Ports with a shape, or whose value is an axis.
    pub ports: &'static [PortContract],
    /// Outputs with a shape: one without a name, or the parts by name or place.
    pub outputs: &'static [PortContract],
    /// What else must hold.
    pub conditions: &'static [Condition],
}

/// What is said about one port or output.
#[derive(Clone, Copy, Debug)]
pub struct PortContract {
    /// Its name; of an output its place in a tuple, or nothing.
    pub name: &'static str,
    /// Its place among the ports; positional calls give that.
    pub index: u32,
    /// Its shape, or that its value is an axis.
    pub form: Form,
}

/// The shape of a port, or the axis that its value is.
#[expect(clippy::large_enum_variant, reason = "all of it is static data")]
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// The port's value is this axis.
    Value(u32),
    /// The port's shape.
    Shape(Pattern),
}

/// A shape over axes.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// Whether any axes may come before these: `...`.
    pub leading: bool,
    /// The axes; the first [`rank`](Self::rank) count.
    pub extents: [Extent; RANK],
    /// How many there are.
    pub rank: usize,
}

/// One axis of a pattern.
#[derive(Clone, Copy, Debug)]
pub enum Extent {
    /// Any number: `_`.
    Any,
    /// This number.
    Is(Linear),
    /// This number or 1: `#c`.
    OneOr(Linear),
    /// `floor(of / by) + plus`, as convolutions with a stride have it.
    Floor {
        /// What is divided.
        of: Linear,
        /// By what.
        by: i64,
        /// What comes on top.
        plus: Linear,
    },
}

/// Something that must hold of the axes.
#[derive(Clone, Copy, Debug)]
pub struct Condition {
    /// What is compared.
    pub left: Linear,
    /// With what.
    pub test: Test,
    /// As written.
    pub text: &'static str,
    /// The port that has the axis, for the message.
    pub port: &'static str,
    /// Of a graph: what inside asks for it, and its port.
    pub inside: Option<(&'static str, &'static str)>,
}

/// How a condition compares.
#[derive(Clone, Copy, Debug)]
pub enum Test {
    /// A multiple of a number: `h % 8 == 0`.
    MultipleOf(i64),
    /// The same.
    Equals(Linear),
    /// At least as great.
    AtLeast(Linear),
    /// At most as great.
    AtMost(Linear),
}

impl Pattern {
    /// A shape of these axes.
    pub const fn new(leading: bool, extents: &[Extent]) -> Self {
        assert!(extents.len() <= RANK, "a shape has at most six axes");
        let mut all = [Extent::Any; RANK];
        let mut index = 0;
        while index < extents.len() {
            all[index] = extents[index];
            index += 1;
        }
        Self { leading, extents: all, rank: extents.len() }
    }
}
