//! Where each wire's value lies in a frame; computed by const evaluation.

use super::Wire;

/// Offsets of `N` wires in a frame's value area.
#[derive(Clone, Copy, Debug)]
pub struct Layout<const N: usize> {
    /// Bytes from the start of the area, wire by wire.
    pub offsets: [u32; N],
    /// Bytes of the whole area.
    pub size: u32,
    /// The greatest alignment of any wire, at least 1.
    pub align: u32,
    /// Whether no value has anything to drop.
    pub plain: bool,
}

/// Puts parts of a list together: rustc reads some long ones faster than many short ones, or one.
pub const fn join<T: Copy, const N: usize>(parts: &[&[T]]) -> [T; N] {
    let mut all = [parts[0][0]; N];
    let (mut part, mut end) = (0, 0);
    while part < parts.len() {
        let mut index = 0;
        while index < parts[part].len() {
            all[end] = parts[part][index];
            index += 1;
            end += 1;
        }
        part += 1;
    }
    assert!(end == N, "the parts are the whole list");
    all
}

/// Lays wires out one after another, each at its own alignment.
pub const fn layout<const N: usize>(wires: &[Wire; N]) -> Layout<N> {
    let mut layout = Layout { offsets: [0; N], size: 0, align: 1, plain: true };
    let mut index = 0;
    while index < N {
        let wire = &wires[index];
        let start = layout.size.next_multiple_of(wire.align);
        layout.offsets[index] = start;
        layout.size = start + wire.size;
        if wire.align > layout.align {
            layout.align = wire.align;
        }
        layout.plain &= wire.drop.is_none();
        index += 1;
    }
    layout
}
