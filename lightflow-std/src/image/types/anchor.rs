//! Where something is placed.

use lightflow::Port;

/// The place in an image from which a position counts.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// The upper left corner.
    #[default]
    TopLeft,
    /// The middle of the upper side.
    Top,
    /// The upper right corner.
    TopRight,
    /// The middle of the left side.
    Left,
    /// The middle.
    Center,
    /// The middle of the right side.
    Right,
    /// The lower left corner.
    BottomLeft,
    /// The middle of the lower side.
    Bottom,
    /// The lower right corner.
    BottomRight,
}

impl Anchor {
    /// Every choice, in the order in which a form lists them.
    pub const ALL: [Self; 9] = [
        Self::TopLeft,
        Self::Top,
        Self::TopRight,
        Self::Left,
        Self::Center,
        Self::Right,
        Self::BottomLeft,
        Self::Bottom,
        Self::BottomRight,
    ];

    /// Where a thing of size `inner` begins in one of size `outer`, `distance` pixels inwards from the sides that the anchor names.
    ///
    /// Where it names the middle, `distance` leads to the right and down.
    pub fn place(self, outer: (u32, u32), inner: (u32, u32), distance: (i32, i32)) -> (i64, i64) {
        let along = |side: i64, outer: u32, inner: u32, distance: i32| {
            let (room, distance) = (i64::from(outer) - i64::from(inner), i64::from(distance));
            match side {
                -1 => distance,
                0 => room.div_euclid(2) + distance,
                _ => room - distance,
            }
        };
        let (across, down) = match self {
            Self::TopLeft => (-1, -1),
            Self::Top => (0, -1),
            Self::TopRight => (1, -1),
            Self::Left => (-1, 0),
            Self::Center => (0, 0),
            Self::Right => (1, 0),
            Self::BottomLeft => (-1, 1),
            Self::Bottom => (0, 1),
            Self::BottomRight => (1, 1),
        };
        (along(across, outer.0, inner.0, distance.0), along(down, outer.1, inner.1, distance.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_leads_inwards_from_the_sides_and_onwards_from_the_middle() {
        let place = |anchor: Anchor| anchor.place((100, 50), (20, 10), (3, 4));
        assert_eq!(place(Anchor::TopLeft), (3, 4));
        assert_eq!(place(Anchor::BottomRight), (77, 36));
        assert_eq!(place(Anchor::Center), (43, 24));
        assert_eq!(place(Anchor::Top), (43, 4));
    }

    #[test]
    fn no_number_is_too_large() {
        for anchor in Anchor::ALL {
            for distance in [i32::MIN, i32::MAX] {
                anchor.place((u32::MAX, 1), (1, u32::MAX), (distance, distance));
            }
        }
    }
}
