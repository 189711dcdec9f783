//! Decibels and amplitudes.

/// The factor of a gain in dB.
pub fn amplitude(decibels: f64) -> f64 {
    10.0_f64.powf(decibels / 20.0)
}

/// The gain in dB of a factor; 0 is minus infinity.
pub fn decibels(amplitude: f64) -> f64 {
    20.0 * amplitude.log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_decibels_are_about_twice_the_amplitude() {
        assert!((amplitude(6.0206) - 2.0).abs() < 1e-4);
        assert!((decibels(0.5) + 6.0206).abs() < 1e-4);
        assert_eq!(decibels(0.0), f64::NEG_INFINITY);
    }
}
