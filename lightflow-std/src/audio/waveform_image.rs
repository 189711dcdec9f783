//! Draws the samples of a recording.

use lightflow::prelude::*;

use crate::image::{Image, ImageError};

use super::Audio;
use super::plot::{GRID, Plot};

/// The span between the lowest and the highest sample.
const SPAN: [u8; 4] = [0x9c, 0xbd, 0xf2, 0xff];
/// The root mean square.
const MEAN: [u8; 4] = [0x2b, 0x63, 0xd1, 0xff];
/// A column with samples at full scale or beyond.
const CLIPPED: [u8; 4] = [0xd8, 0x2c, 0x3c, 0xff];
const ZERO: [u8; 4] = [0xb8, 0xc1, 0xd0, 0xff];
/// The highest sample that 16 bits hold: what is there or beyond may have been clipped.
const FULL_SCALE: f32 = 32_767.0 / 32_768.0;
/// More channels than that are drawn as one, their mean.
const MOST_LANES: u16 = 8;
/// Pixels between two lanes.
const GAP: f32 = 16.0;

/// Draws a recording over time, a lane for each channel.
///
/// Light is the span of the samples, dark their root mean square; red are places at full scale or beyond, where sound may be clipped. Levels
/// are linear from -1 to 1, with marks in dBFS. Of more than eight channels, the mean is drawn.
///
/// # Errors
/// Never, for sizes that the ports take.
///
/// ```
/// use lightflow_std::audio::{Audio, waveform_image::waveform_image};
///
/// let hum = Audio::new("hum", 8000, 1, (0..8000).map(|frame| (frame as f32 * 0.1).sin() * 0.5).collect())?;
/// let picture = waveform_image(&hum, 800, 240)?;
/// assert_eq!((picture.width(), picture.height(), picture.name()), (800, 240, "hum"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn waveform_image(
    audio: &Audio,
    #[port(default = 1200, range = 240..=8192, unit = "px")] width: u32,
    #[port(default = 320, range = 160..=8192, unit = "px")] height: u32,
) -> Result<Image, ImageError> {
    let mut plot = Plot::new(audio, width.clamp(240, 8192), height.clamp(160, 8192), 24);
    let lanes: Vec<Vec<f32>> = if audio.channels() <= MOST_LANES {
        (0..audio.channels()).map(|channel| audio.channel(channel).collect()).collect()
    } else {
        let frames = audio.samples().chunks_exact(audio.channels().into());
        vec![frames.map(|frame| frame.iter().sum::<f32>() / frame.len() as f32).collect()]
    };
    let gap = if lanes.len() > 1 { GAP } else { 0.0 };
    let lane_height = (plot.height as f32 + gap) / lanes.len() as f32 - gap;
    for (index, lane) in lanes.iter().enumerate() {
        let top = plot.top as f32 + index as f32 * (lane_height + gap);
        draw_lane(&mut plot, lane, top, lane_height, index + 1 == lanes.len());
        let label = match lanes.len() {
            1 => continue,
            2 => ["L", "R"][index].to_owned(),
            _ => format!("{}", index + 1),
        };
        let right = (plot.left + plot.width) as f32;
        plot.label_at(&label, right + 8.0, top + lane_height / 2.0);
    }
    plot.into_image(audio.name())
}

fn draw_lane(plot: &mut Plot, samples: &[f32], top: f32, height: f32, last: bool) {
    let (left, width) = (plot.left as f32, plot.width as f32);
    let half = height / 2.0;
    let middle = top + half;
    for (level, label) in [(1.0, "0 dB"), (0.5, "−6 dB"), (-0.5, "−6 dB"), (-1.0, "0 dB")] {
        let y = middle - level * half;
        plot.fill(left, (y - 0.5).round(), width, 1.0, GRID);
        // Small lanes have room for one label, and where two lanes meet, there is room for that of the lower one.
        if level == 1.0 || (height >= 84.0 && (level > -1.0 || last)) {
            plot.label_left(label, y);
        }
    }
    for (x, column) in columns(samples, plot.width).into_iter().enumerate() {
        let x = plot.left + x as u32;
        let y = |level: f32| middle - level.clamp(-1.0, 1.0) * half;
        let (upper, lower) = (y(column.highest), y(column.lowest));
        let thin = (1.4 - (lower - upper)).max(0.0) / 2.0;
        let clipped = column.highest >= FULL_SCALE || column.lowest <= -FULL_SCALE;
        plot.bar(x, upper - thin, lower + thin, if clipped { CLIPPED } else { SPAN });
        let mean = column.mean.min(1.0) * half;
        // The mean of what leans to one side stays within the span.
        let (mean_top, mean_bottom) = ((middle - mean).max(upper), (middle + mean).min(lower));
        if !clipped && mean_bottom > mean_top {
            plot.bar(x, mean_top, mean_bottom, MEAN);
        }
    }
    plot.fill(left, (middle - 0.5).round(), width, 1.0, [ZERO[0], ZERO[1], ZERO[2], 0x80]);
}

/// What one column of pixels shows.
struct Column {
    lowest: f32,
    highest: f32,
    mean: f32,
}

/// Cuts samples into columns. Neighbours share a point of the line between samples, so that there is no gap however few samples there are.
fn columns(samples: &[f32], width: u32) -> Vec<Column> {
    let last = samples.len() - 1;
    let at = |place: f64| {
        let index = (place as usize).min(last);
        let (from, to) = (samples[index], samples[(index + 1).min(last)]);
        from + (to - from) * (place - index as f64) as f32
    };
    let column = |x: u32| {
        let edge = |x: u32| last as f64 * f64::from(x) / f64::from(width);
        let (start, end) = (edge(x), edge(x + 1));
        let inside = &samples[(start.ceil() as usize).min(last)..=(end as usize).min(last)];
        let ends = [at(start), at(end)];
        let (mut lowest, mut highest, mut power) = (f32::INFINITY, f32::NEG_INFINITY, 0.0_f64);
        for sample in ends.iter().chain(inside) {
            lowest = lowest.min(*sample);
            highest = highest.max(*sample);
            power += f64::from(*sample).powi(2);
        }
        Column { lowest, highest, mean: (power / (inside.len() + 2) as f64).sqrt() as f32 }
    };
    (0..width).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(samples: Vec<f32>, channels: u16) -> Image {
        waveform_image(&Audio::new("a", 1000, channels, samples).unwrap(), 400, 240).unwrap()
    }

    fn pixels_of(image: &Image, color: [u8; 4]) -> usize {
        image.quads().filter(|quad| *quad == color).count()
    }

    #[test]
    fn the_louder_the_higher() {
        let loud = pixels_of(&picture([0.8, -0.8].repeat(1000), 1), MEAN);
        let quiet = pixels_of(&picture([0.2, -0.2].repeat(1000), 1), MEAN);
        assert!(loud > 3 * quiet && quiet > 1000, "{loud} {quiet}");
    }

    #[test]
    fn only_full_scale_is_red() {
        assert_eq!(pixels_of(&picture([0.99, -0.99].repeat(1000), 1), CLIPPED), 0);
        let mut samples = [0.1, -0.1].repeat(1000);
        samples[1000] = 1.0;
        assert!(pixels_of(&picture(samples, 1), CLIPPED) > 20);
    }

    #[test]
    fn a_channel_has_its_own_lane() {
        let left = picture([0.5, 0.0, -0.5, 0.0].repeat(1000), 2);
        let half = left.pixels().len() / 2;
        let blue = |bytes: &[u8]| {
            bytes.as_chunks::<4>().0.iter().filter(|quad| **quad == MEAN || **quad == SPAN).count()
        };
        assert!(blue(&left.pixels()[..half]) > 3 * blue(&left.pixels()[half..]));
    }

    #[test]
    fn one_sample_and_many_channels_have_a_picture() {
        picture(vec![0.5], 1);
        picture(vec![0.5; 64], 64);
        picture(vec![7.0; 8], 8);
    }

    #[test]
    fn few_samples_are_a_line_without_gaps() {
        let found = columns(&[0.0, 1.0], 4);
        let spans: Vec<_> = found.iter().map(|column| (column.lowest, column.highest)).collect();
        assert_eq!(spans, [(0.0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.0)]);
    }
}
