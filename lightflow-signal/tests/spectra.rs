//! Frequencies, and sound that is brought to another rate.

use std::f32::consts::TAU;

use lightflow_signal::rate::change_rate;
use lightflow_signal::spectrum::Spectrum;

fn tone(hertz: f32, rate: u32, frames: usize) -> Vec<f32> {
    (0..frames).map(|frame| (TAU * hertz * frame as f32 / rate as f32).sin()).collect()
}

#[test]
fn a_tone_stands_at_its_frequency() {
    let mut samples = tone(1000.0, 8000, 800);
    let powers: Vec<f32> = Spectrum::new(800).powers(&mut samples).collect();
    assert_eq!(powers.len(), 401);
    for (bin, power) in powers.iter().enumerate() {
        // A sine of amplitude 1 has half of its 800 samples on this side of 0 Hz.
        let wanted = if bin == 100 { 400.0_f32.powi(2) } else { 0.0 };
        assert!((power - wanted).abs() < 1.0, "{bin}: {power}");
    }
}

#[test]
fn another_number_of_samples_has_no_spectrum() {
    let mut spectrum = Spectrum::new(16);
    assert_eq!(spectrum.powers(&mut [0.5; 15]).count(), 0);
    assert_eq!(spectrum.powers(&mut [0.5; 16]).count(), 9);
}

#[test]
fn a_tone_is_the_same_at_another_rate() {
    let changed = change_rate(&tone(1000.0, 8000, 8000), 1, (8000, 12_000)).unwrap();
    let wanted = tone(1000.0, 12_000, 12_000);
    for (frame, (got, want)) in changed.iter().zip(&wanted).enumerate().skip(3000).take(6000) {
        assert!((got - want).abs() < 1e-3, "{frame}: {got} for {want}");
    }
}

#[test]
fn sound_without_channels_or_rate_is_an_error() {
    assert!(change_rate(&[0.0; 8], 0, (8000, 12_000)).is_err());
    assert!(change_rate(&[0.0; 8], 3, (8000, 12_000)).is_err());
    assert!(change_rate(&[0.0; 8], 1, (0, 12_000)).is_err());
}
