//! Gaussian smoothing of interleaved channels.

/// Standard deviation up to which the kernel itself is summed up; wider ones are three extended boxes.
const WIDEST_KERNEL: f32 = 4.0;
/// Boxes one after the other; three come within 3 % of a Gaussian.
const BOXES: f32 = 3.0;

/// Smooths rows of `width` pixels of `N` channels with a Gaussian of standard deviation `sigma` pixels.
///
/// Beyond the border the nearest pixel goes on. The cost of a wide blur does not depend on its width: it is made of extended box filters
/// (Gwosdek, Grewenig, Bruhn, Weickert: "Theoretical foundations of Gaussian convolution by extended box filtering", 2011), whose
/// deviation is exact. No deviation, and one that is no number, changes nothing.
pub fn gaussian_blur<const N: usize>(pixels: &[[f32; N]], width: usize, sigma: f32) -> Vec<[f32; N]> {
    if !sigma.is_finite() || sigma <= 0.0 || pixels.is_empty() || width == 0 {
        return pixels.to_vec();
    }
    if sigma <= WIDEST_KERNEL {
        return convolve(pixels, width, &kernel(sigma, (4.0 * sigma).ceil() as usize));
    }
    // As wide as the image, little is left to smooth, and the work stays in proportion to the pixels.
    let longest = width.max(pixels.len() / width) as f32;
    let extended = ExtendedBox::of(sigma.min(longest.max(WIDEST_KERNEL)));
    let across = |pixels: &[[f32; N]], width: usize| {
        let reach = BOXES as usize * (extended.reach as usize + 1);
        let mut rows = Vec::with_capacity(pixels.len());
        let mut padded = Vec::with_capacity(width + 2 * reach);
        for row in pixels.chunks_exact(width) {
            // Only before the first box does the nearest pixel go on; later ones need what the box before made there.
            pad(&mut padded, row, reach);
            for _ in 0..BOXES as usize {
                extended.smooth(&mut padded);
            }
            rows.extend_from_slice(&padded[reach..reach + width]);
        }
        transposed(&rows, width)
    };
    across(&across(pixels, width), pixels.len() / width)
}

/// The values of a Gaussian at `-radius..=radius`, with a sum of 1.
pub fn kernel(sigma: f32, radius: usize) -> Vec<f32> {
    let value = |place: isize| (-0.5 * (place as f64 / f64::from(sigma)).powi(2)).exp();
    let values: Vec<f64> = (-(radius as isize)..=radius as isize).map(value).collect();
    let sum: f64 = values.iter().sum();
    values.into_iter().map(|value| (value / sum) as f32).collect()
}

/// Convolves rows and columns with a symmetric kernel of odd length; beyond the border the nearest pixel goes on.
pub fn convolve<const N: usize>(pixels: &[[f32; N]], width: usize, kernel: &[f32]) -> Vec<[f32; N]> {
    let across = |pixels: &[[f32; N]], width: usize| {
        let radius = kernel.len() / 2;
        let mut smooth = Vec::with_capacity(pixels.len());
        let mut padded = Vec::with_capacity(width + 2 * radius);
        for row in pixels.chunks_exact(width) {
            pad(&mut padded, row, radius);
            smooth.extend(padded.windows(kernel.len()).map(|window| {
                let mut sum = [0.0; N];
                for (pixel, weight) in window.iter().zip(kernel) {
                    for (sum, value) in sum.iter_mut().zip(pixel) {
                        *sum += weight * value;
                    }
                }
                sum
            }));
        }
        transposed(&smooth, width)
    };
    if pixels.is_empty() || width == 0 {
        return Vec::new();
    }
    across(&across(pixels, width), pixels.len() / width)
}

/// The row with its outermost pixels repeated `reach` times at each end.
fn pad<const N: usize>(padded: &mut Vec<[f32; N]>, row: &[[f32; N]], reach: usize) {
    padded.clear();
    padded.resize(reach, row[0]);
    padded.extend_from_slice(row);
    padded.resize(row.len() + 2 * reach, row[row.len() - 1]);
}

fn transposed<const N: usize>(pixels: &[[f32; N]], width: usize) -> Vec<[f32; N]> {
    let height = pixels.len() / width;
    let mut columns = vec![[0.0; N]; pixels.len()];
    for (y, row) in pixels.chunks_exact(width).enumerate() {
        for (x, pixel) in row.iter().enumerate() {
            columns[x * height + y] = *pixel;
        }
    }
    columns
}

/// A box of `2 * reach + 1` whole pixels and a share of one more at each end.
struct ExtendedBox {
    reach: isize,
    end: f64,
}

impl ExtendedBox {
    fn of(sigma: f32) -> Self {
        let variance = f64::from(sigma).powi(2) / f64::from(BOXES);
        let reach = (0.5 * (12.0 * variance + 1.0).sqrt() - 0.5).floor();
        let end = (2.0 * reach + 1.0) * (3.0 * variance - reach * (reach + 1.0))
            / (6.0 * ((reach + 1.0).powi(2) - variance));
        Self { reach: reach as isize, end }
    }

    fn smooth<const N: usize>(&self, row: &mut [[f32; N]]) {
        let source = row.to_vec();
        let last = source.len() as isize - 1;
        let at = |place: isize| source[place.clamp(0, last) as usize].map(f64::from);
        let share = 1.0 / (2.0 * self.reach as f64 + 1.0 + 2.0 * self.end);
        let mut sum = [0.0; N];
        for place in -self.reach..=self.reach {
            let pixel = at(place);
            (0..N).for_each(|channel| sum[channel] += pixel[channel]);
        }
        for (x, target) in (0..).zip(row) {
            let (before, after) = (at(x - self.reach - 1), at(x + self.reach + 1));
            let leaving = at(x - self.reach);
            for channel in 0..N {
                let ends = self.end * (before[channel] + after[channel]);
                target[channel] = (share * (sum[channel] + ends)) as f32;
                sum[channel] += after[channel] - leaving[channel];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn impulse(side: usize) -> Vec<[f32; 1]> {
        let mut pixels = vec![[0.0]; side * side];
        pixels[side / 2 * side + side / 2] = [1.0];
        pixels
    }

    #[test]
    fn the_deviation_is_the_wanted_one_at_every_width() {
        for sigma in [0.8, 2.0, 4.0, 4.5, 9.3, 17.0] {
            let blurred = gaussian_blur(&impulse(201), 201, sigma);
            let sum: f32 = blurred.iter().map(|[value]| value).sum();
            let moment =
                |(index, [value]): (usize, &[f32; 1])| ((index % 201) as f32 - 100.0).powi(2) * value;
            let variance: f32 = blurred.iter().enumerate().map(moment).sum();
            assert!((sum - 1.0).abs() < 1e-3, "{sigma}: {sum}");
            assert!((variance.sqrt() / sigma - 1.0).abs() < 0.01, "{sigma}: {}", variance.sqrt());
        }
    }

    #[test]
    fn beyond_the_border_the_nearest_pixel_goes_on() {
        // A step at the border, and the same step with the border far away.
        let near: Vec<[f32; 1]> = (0..40).map(|x| [if x < 3 { 0.0 } else { 1.0 }]).collect();
        let far: Vec<[f32; 1]> = (0..240).map(|x| [if x < 103 { 0.0 } else { 1.0 }]).collect();
        for sigma in [2.0, 9.0] {
            let (near, far) = (gaussian_blur(&near, 40, sigma), gaussian_blur(&far, 240, sigma));
            assert!((0..40).all(|x| (near[x][0] - far[x + 100][0]).abs() < 1e-5), "{sigma}");
        }
    }

    #[test]
    fn rows_and_columns_are_smoothed_alike() {
        for sigma in [1.5, 6.0] {
            let blurred = gaussian_blur(&impulse(41), 41, sigma);
            for (x, y) in [(20, 23), (18, 30), (0, 20)] {
                assert!((blurred[y * 41 + x][0] - blurred[x * 41 + y][0]).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn an_even_plane_stays_as_it_is() {
        for (width, height) in [(1, 1), (1, 9), (30, 2)] {
            for sigma in [0.5, 3.0, 50.0, 1e9] {
                let blurred = gaussian_blur(&vec![[0.25]; width * height], width, sigma);
                assert!(blurred.iter().all(|[value]| (value - 0.25).abs() < 1e-5));
            }
        }
    }

    #[test]
    fn what_is_no_width_changes_nothing() {
        for sigma in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            assert_eq!(gaussian_blur(&impulse(5), 5, sigma), impulse(5));
        }
    }
}
