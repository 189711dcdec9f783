//! Floats to whole numbers.

use super::Audio;

/// The samples as whole numbers of so many bits, and how many were clipped because they lie beyond full scale.
///
/// Full scale is `2^(bits - 1)`, as decoders take it, so that what was decoded from whole numbers gives the same ones again.
pub fn quantize(audio: &Audio, bits: u32) -> (Vec<i32>, usize) {
    let scale = f64::from(1_u32 << (bits - 1));
    let mut clipped = 0;
    let samples = audio.samples().iter().map(|sample| {
        let wanted = (f64::from(*sample) * scale).round();
        let taken = wanted.clamp(-scale, scale - 1.0);
        // Exactly 1.0 has no number of its own, and that is not worth a word.
        clipped += usize::from(wanted < -scale || wanted > scale);
        taken as i32
    });
    (samples.collect(), clipped)
}

/// What the log says about clipped samples.
pub fn clipped_line(audio: &Audio, clipped: usize) -> Option<String> {
    let name = audio.name();
    (clipped > 0).then(|| {
        format!("{clipped} samples of `{name}` are beyond full scale and were clipped: lower it with `gain`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_scale_is_clipped_to_what_there_is() {
        let audio = Audio::new("a", 8000, 1, vec![-1.0, -0.5, 0.0, 0.5, 1.0]).unwrap();
        assert_eq!(quantize(&audio, 16), (vec![-32768, -16384, 0, 16384, 32767], 0));
    }

    #[test]
    fn what_lies_beyond_is_counted() {
        let audio = Audio::new("a", 8000, 1, vec![-1.1, 1.1, f32::MAX]).unwrap();
        assert_eq!(quantize(&audio, 24), (vec![-8_388_608, 8_388_607, 8_388_607], 3));
    }
}
