//! Draws the frequencies of a recording.

use lightflow::prelude::*;

use std::f64::consts::TAU;

use lightflow_signal::spectrum::Spectrum;

use crate::image::{Image, ImageError};

use super::Audio;
use super::plot::{Plot, heat, hertz_label, hertz_ticks};

/// How a spectrogram spreads frequencies over its height.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FrequencyScale {
    /// Each octave takes as much room: what ears hear.
    #[default]
    Logarithmic,
    /// Each hertz takes as much room.
    Linear,
}

/// The lowest frequency of a logarithmic scale.
const LOWEST: f64 = 40.0;
/// Most transforms for one column of pixels: of a long recording, some of the time is passed over.
const MOST_TRANSFORMS: usize = 8;
/// What is quieter is nothing.
const NOTHING: f64 = 1e-20;

/// Draws the frequencies of a recording over time: a short-time Fourier transform with Hann windows.
///
/// Colours are levels in dB below a sine at full scale, from 0 down to `range`. All channels count as one, by their mean power. A longer
/// window tells frequencies better apart, a shorter one times. (Allen: "Short term spectral analysis, synthesis, and modification by
/// discrete Fourier transform", 1977.)
///
/// # Errors
/// Never, for sizes that the ports take.
///
/// ```
/// use lightflow_std::audio::{Audio, spectrogram_image::{FrequencyScale, spectrogram_image}};
///
/// let hum = Audio::new("hum", 8000, 1, (0..8000).map(|frame| (frame as f32 * 0.1).sin() * 0.5).collect())?;
/// let picture = spectrogram_image(&hum, 800, 300, 2048, FrequencyScale::Linear, 90.0)?;
/// assert_eq!((picture.width(), picture.height(), picture.name()), (800, 300, "hum"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn spectrogram_image(
    audio: &Audio,
    #[port(default = 1200, range = 240..=8192, unit = "px")] width: u32,
    #[port(default = 420, range = 160..=8192, unit = "px")] height: u32,
    /// Samples of a transform.
    #[port(default = 2048, choices = [256, 512, 1024, 2048, 4096, 8192, 16384])]
    window: u32,
    #[port(default = FrequencyScale::Logarithmic)] scale: FrequencyScale,
    /// What is so far below full scale is as dark as silence.
    #[port(default = 90.0, range = 20.0..=160.0, unit = "dB")]
    range: f64,
) -> Result<Image, ImageError> {
    let mut plot = Plot::new(audio, width.clamp(240, 8192), height.clamp(160, 8192), 92);
    let axis = Axis::new(scale, audio.sample_rate(), plot.height);
    let window = window.clamp(16, 65_536) as usize;
    let bands = axis.bands(window);
    for (x, spectrum) in spectra(audio, window, plot.width).into_iter().enumerate() {
        for (y, band) in bands.iter().enumerate() {
            let level = 10.0 * band.power(&spectrum).max(NOTHING).log10();
            let (x, y) = (i64::from(plot.left) + x as i64, i64::from(plot.top) + y as i64);
            plot.canvas.blend(x, y, heat((1.0 + level / range) as f32), 1.0);
        }
    }
    axis.label(&mut plot);
    draw_key(&mut plot, range);
    plot.into_image(audio.name())
}

/// The power of each frequency for each column; 1 is a sine at full scale.
fn spectra(audio: &Audio, window: usize, width: u32) -> Vec<Vec<f64>> {
    let mut spectrum = Spectrum::new(window);
    let shape: Vec<f32> =
        (0..window).map(|index| (0.5 - 0.5 * (TAU * index as f64 / window as f64).cos()) as f32).collect();
    // The sum of a Hann window is half its length, and half of a sine's amplitude is on either side of 0 Hz.
    let full_scale = (window as f64 / 4.0).powi(2);
    let mut input = vec![0.0; window];
    let lanes: Vec<Vec<f32>> =
        (0..audio.channels()).map(|channel| audio.channel(channel).collect()).collect();
    let share = 1.0 / (full_scale * lanes.len() as f64);
    let per_column = audio.frames() as f64 / f64::from(width);
    let transforms = ((per_column / (window as f64 / 2.0)).ceil() as usize).clamp(1, MOST_TRANSFORMS);
    let mut column = |x: u32| {
        let mut powers = vec![0.0; window / 2 + 1];
        for part in 0..transforms {
            let middle = (f64::from(x) + (part as f64 + 0.5) / transforms as f64) * per_column;
            let start = middle as i64 - window as i64 / 2;
            for lane in &lanes {
                let sample = |index: i64| {
                    usize::try_from(index).ok().and_then(|index| lane.get(index)).unwrap_or(&0.0)
                };
                for ((index, place), factor) in (start..).zip(input.iter_mut()).zip(&shape) {
                    *place = sample(index) * factor;
                }
                for (power, found) in powers.iter_mut().zip(spectrum.powers(&mut input)) {
                    *power += f64::from(found) * share / transforms as f64;
                }
            }
        }
        powers
    };
    (0..width).map(&mut column).collect()
}

/// How frequencies lie over the height of the plot.
struct Axis {
    scale: FrequencyScale,
    low: f64,
    high: f64,
    height: u32,
}

impl Axis {
    fn new(scale: FrequencyScale, sample_rate: u32, height: u32) -> Self {
        let high = f64::from(sample_rate) / 2.0;
        let low = match scale {
            FrequencyScale::Logarithmic => LOWEST.min(high / 4.0),
            FrequencyScale::Linear => 0.0,
        };
        Self { scale, low, high, height }
    }

    /// The frequency at a share of the height, from 0 at the bottom to 1.
    fn hertz(&self, share: f64) -> f64 {
        match self.scale {
            FrequencyScale::Logarithmic => self.low * (self.high / self.low).powf(share),
            FrequencyScale::Linear => self.low + (self.high - self.low) * share,
        }
    }

    fn share(&self, hertz: f64) -> f64 {
        match self.scale {
            FrequencyScale::Logarithmic => (hertz / self.low).ln() / (self.high / self.low).ln(),
            FrequencyScale::Linear => (hertz - self.low) / (self.high - self.low),
        }
    }

    /// What each row shows, from the top.
    fn bands(&self, window: usize) -> Vec<Band> {
        let bin = |share: f64| self.hertz(share) / self.high * (window / 2) as f64;
        let rows = f64::from(self.height);
        (0..self.height)
            .map(|y| Band { low: bin(1.0 - f64::from(y + 1) / rows), high: bin(1.0 - f64::from(y) / rows) })
            .collect()
    }

    fn label(&self, plot: &mut Plot) {
        let ticks = match self.scale {
            FrequencyScale::Logarithmic => hertz_ticks(self.low, self.high),
            FrequencyScale::Linear => {
                let step = hertz_ticks(1.0, 1e6)
                    .into_iter()
                    .find(|step| self.high / step <= f64::from(self.height) / 36.0);
                let step = step.unwrap_or(self.high);
                (0..).map(|index| f64::from(index) * step).take_while(|hertz| *hertz <= self.high).collect()
            }
        };
        let mut last = f32::INFINITY;
        for hertz in ticks {
            let y = plot.top as f32 + ((1.0 - self.share(hertz)) * f64::from(self.height)) as f32;
            if last - y < 18.0 {
                continue;
            }
            last = y;
            let left = plot.left as f32;
            plot.fill(left - 5.0, (y - 0.5).round(), 5.0, 1.0, [0x66, 0x70, 0x80, 0xff]);
            plot.label_left(&hertz_label(hertz), y);
        }
    }
}

/// The frequencies of one row, as places between the transform's.
struct Band {
    low: f64,
    high: f64,
}

impl Band {
    /// The highest power in it, so that no tone is lost between rows; between two frequencies of the transform, what lies between them.
    fn power(&self, spectrum: &[f64]) -> f64 {
        let last = spectrum.len() - 1;
        let middle = ((self.low + self.high) / 2.0).clamp(0.0, last as f64);
        let index = (middle as usize).min(last);
        let (from, to) = (spectrum[index].max(NOTHING), spectrum[(index + 1).min(last)].max(NOTHING));
        let between = from * (to / from).powf(middle - index as f64);
        let (first, end) = (self.low.ceil().max(0.0) as usize, self.high.floor() as usize);
        (first..=end.min(last)).map(|bin| spectrum[bin]).fold(between, f64::max)
    }
}

/// The key to the colours, at the right.
fn draw_key(plot: &mut Plot, range: f64) {
    let left = (plot.left + plot.width) as f32 + 20.0;
    let (top, height) = (plot.top, plot.height);
    for y in 0..height {
        let level = 1.0 - (y as f32 + 0.5) / height as f32;
        plot.fill(left, (top + y) as f32, 12.0, 1.0, heat(level));
    }
    let steps = [10.0, 20.0, 30.0, 40.0, 60.0, 80.0];
    let step = steps.into_iter().find(|step| range / step <= f64::from(height) / 36.0).unwrap_or(range);
    let levels = (0..).map(|index| f64::from(index) * step).take_while(|level| *level <= range);
    for level in levels {
        let y = top as f32 + (level / range) as f32 * height as f32;
        let label = if level == 0.0 { "0 dB".to_owned() } else { format!("−{level}") };
        plot.label_at(&label, left + 18.0, y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hertz: f64, peak: f64) -> Audio {
        let sample = |frame: u32| ((TAU * hertz * f64::from(frame) / 8000.0).sin() * peak) as f32;
        Audio::new("tone", 8000, 1, (0..16_000).map(sample).collect()).unwrap()
    }

    fn level(power: f64) -> f64 {
        10.0 * power.log10()
    }

    #[test]
    fn a_sine_at_full_scale_is_0_db_at_its_frequency() {
        let spectrum = &spectra(&tone(1000.0, 1.0), 2048, 100)[50];
        assert!(level(spectrum[256]).abs() < 0.01, "{}", level(spectrum[256]));
        assert!(level(spectrum[512]) < -90.0);
        assert!((level(spectra(&tone(1000.0, 0.1), 2048, 100)[50][256]) + 20.0).abs() < 0.01);
    }

    #[test]
    fn a_tone_is_brightest_at_its_height() {
        for scale in [FrequencyScale::Linear, FrequencyScale::Logarithmic] {
            let image = spectrogram_image(&tone(1000.0, 1.0), 400, 300, 2048, scale, 90.0).unwrap();
            let axis = Axis::new(scale, 8000, 300 - 44 - 36);
            let row = 44.0 + (1.0 - axis.share(1000.0)) * f64::from(axis.height);
            let brightness = |y: u32| {
                let at = (y * 400 + 200) as usize * 4;
                image.pixels()[at..at + 3].iter().map(|byte| u32::from(*byte)).sum::<u32>()
            };
            let brightest = (44..264).max_by_key(|y| brightness(*y)).unwrap();
            assert!((f64::from(brightest) - row).abs() < 3.0, "{scale:?}: {brightest} for {row}");
        }
    }

    #[test]
    fn places_and_frequencies_are_inverse() {
        for scale in [FrequencyScale::Linear, FrequencyScale::Logarithmic] {
            let axis = Axis::new(scale, 48_000, 200);
            for share in [0.0, 0.3, 1.0] {
                assert!((axis.share(axis.hertz(share)) - share).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_sample_alone_and_many_channels_have_a_picture() {
        let one = Audio::new("one", 100, 1, vec![0.5]).unwrap();
        spectrogram_image(&one, 240, 160, 16_384, FrequencyScale::Logarithmic, 90.0).unwrap();
        let wide = Audio::new("wide", 768_000, 64, vec![0.5; 640]).unwrap();
        spectrogram_image(&wide, 240, 160, 256, FrequencyScale::Linear, 20.0).unwrap();
    }
}
