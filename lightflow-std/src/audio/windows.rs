//! Levels of short windows, and runs of windows that are alike.

use super::{Audio, Segment};

/// The power of windows of `length` seconds that follow each other, as mean square over all channels; the last may be shorter.
pub fn powers(audio: &Audio, length: f64) -> Vec<f64> {
    let frames = audio.frames_in(length).max(1);
    let windows = audio.samples().chunks(frames * usize::from(audio.channels()));
    let power = |window: &[f32]| {
        window.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / window.len() as f64
    };
    windows.map(power).collect()
}

/// The stretches of windows for which `counts` is true. Windows are `length` seconds long, and the last ends with the recording.
pub fn stretches(audio: &Audio, length: f64, counts: impl IntoIterator<Item = bool>) -> Vec<Segment> {
    let frames = audio.frames_in(length).max(1);
    let seconds =
        |window: usize| (window * frames).min(audio.frames()) as f64 / f64::from(audio.sample_rate());
    let mut found: Vec<Segment> = Vec::new();
    let mut open = false;
    for (window, counts) in counts.into_iter().enumerate() {
        if counts && !open {
            found.push(Segment { start: seconds(window), end: seconds(window) });
        }
        if counts && let Some(last) = found.last_mut() {
            last.end = seconds(window + 1);
        }
        open = counts;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_stretch_ends_with_the_recording() {
        let audio = Audio::new("", 1000, 1, vec![0.0; 25]).unwrap();
        let found = stretches(&audio, 0.01, [false, true, true]);
        assert_eq!(found, [Segment { start: 0.01, end: 0.025 }]);
    }

    #[test]
    fn power_is_the_mean_square_of_all_channels() {
        let audio = Audio::new("", 1000, 2, vec![1.0, 0.0, 1.0, 0.0]).unwrap();
        assert_eq!(powers(&audio, 1.0), [0.5]);
    }
}
