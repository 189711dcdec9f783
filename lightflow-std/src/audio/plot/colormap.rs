//! Levels as colours.

/// From dark to light in steps of even lightness: night blue, violet, red, orange, pale yellow. The order stays clear to those who do not
/// tell colours apart, and in print without colour.
const STOPS: [[f32; 3]; 7] = [
    [10.0, 12.0, 28.0],
    [42.0, 24.0, 92.0],
    [104.0, 28.0, 118.0],
    [174.0, 46.0, 102.0],
    [228.0, 88.0, 58.0],
    [250.0, 156.0, 48.0],
    [254.0, 238.0, 178.0],
];

/// The colour of a level from 0 to 1.
pub fn heat(level: f32) -> [u8; 4] {
    let place = level.clamp(0.0, 1.0) * (STOPS.len() - 1) as f32;
    let index = (place as usize).min(STOPS.len() - 2);
    let share = place - index as f32;
    let mix = |channel: usize| {
        let (from, to) = (STOPS[index][channel], STOPS[index + 1][channel]);
        (from + (to - from) * share).round() as u8
    };
    [mix(0), mix(1), mix(2), 255]
}

#[cfg(test)]
mod tests {
    use crate::image::imaging::color::lab;

    use super::*;

    #[test]
    fn more_is_lighter() {
        let lightness: Vec<f32> = (0..=100).map(|level| lab(heat(level as f32 / 100.0))[0]).collect();
        assert!(lightness.windows(2).all(|pair| pair[1] > pair[0]), "{lightness:?}");
        assert!(lightness[0] < 8.0 && lightness[100] > 92.0);
    }

    #[test]
    fn no_number_is_out_of_range() {
        assert_eq!(heat(f32::NEG_INFINITY), heat(0.0));
        assert_eq!(heat(7.0), heat(1.0));
    }
}
