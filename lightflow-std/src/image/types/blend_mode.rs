//! How the colours of two layers mix.

use lightflow::Port;

/// A blend mode (W3C: "Compositing and Blending Level 1").
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BlendMode {
    /// The upper colour.
    #[default]
    Normal,
    /// The product: never lighter, as two slides in one projector.
    Multiply,
    /// The product of the inverses: never darker, as two projectors on one screen.
    Screen,
    /// Multiply where the lower colour is dark, screen where it is light.
    Overlay,
}

impl BlendMode {
    /// Every choice, in the order in which a form lists them.
    pub const ALL: [Self; 4] = [Self::Normal, Self::Multiply, Self::Screen, Self::Overlay];

    /// The mixed value of one channel of opaque layers, all from 0 to 1.
    pub fn mix(self, upper: f32, lower: f32) -> f32 {
        match self {
            Self::Normal => upper,
            Self::Multiply => upper * lower,
            Self::Screen => upper + lower - upper * lower,
            Self::Overlay if lower <= 0.5 => 2.0 * upper * lower,
            Self::Overlay => Self::Screen.mix(upper, 2.0 * lower - 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_white_and_grey_are_where_the_modes_rest() {
        for value in [0.0, 0.3, 0.5, 0.8, 1.0] {
            assert_eq!(BlendMode::Multiply.mix(1.0, value), value);
            assert_eq!(BlendMode::Screen.mix(0.0, value), value);
            assert!((BlendMode::Overlay.mix(0.5, value) - value).abs() < 1e-6);
        }
    }

    #[test]
    fn every_mode_stays_within_bounds() {
        for mode in BlendMode::ALL {
            for (upper, lower) in [(0.0, 0.0), (1.0, 1.0), (0.2, 0.9), (0.9, 0.4)] {
                assert!((0.0..=1.0).contains(&mode.mix(upper, lower)));
            }
        }
    }
}
