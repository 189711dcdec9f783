//! The backdrop of a photo, predicted for every pixel from the photo's border.

use super::plane::Plane;

/// Number of terms of the polynomial, see [`terms`].
const TERMS: usize = 8;
/// Rounds of reweighting; the fit has settled by then.
const ROUNDS: usize = 12;
/// Rounds with the forgiving weights of a least absolute deviation fit, which find
/// the majority before Tukey's weights cut the rest off.
const FORGIVING_ROUNDS: usize = 6;
/// Smallest deviation, in Delta E, at which a border pixel is an outlier.
const SMALLEST_CUTOFF: f64 = 4.0;

/// A smooth colour field in CIELAB, fitted to the border of a photo.
///
/// Each channel is a polynomial, quadratic across and cubic down, so that lamps
/// beside the subject, vignettes and the sweep from floor to wall are followed. A
/// subject that reaches the border is left out by iteratively reweighted least
/// squares with Tukey's biweight (Holland, Welsch: "Robust regression using
/// iteratively reweighted least-squares", 1977).
pub struct BorderModel {
    coefficients: [[f64; TERMS]; 3],
    size: (usize, usize),
    spread: f32,
    inliers: f32,
}

struct Sample {
    terms: [f64; TERMS],
    lab: [f64; 3],
    weight: f64,
}

impl BorderModel {
    /// Fits the model to the outermost pixels of the three CIELAB channels.
    pub fn fit(lab: &[Plane; 3]) -> Self {
        let size = (lab[0].width(), lab[0].height());
        let mut samples = border_samples(lab, size);
        let mut coefficients = [[0.0; TERMS]; 3];
        let mut spread = 0.0;
        for round in 0..ROUNDS {
            coefficients = least_squares(&samples);
            let deviations: Vec<f64> = samples.iter().map(|s| s.deviation(&coefficients)).collect();
            // For Gaussian noise the deviation is 1.4826 times the median deviation.
            spread = 1.4826 * median(&deviations);
            let cutoff = (4.685 * spread).max(SMALLEST_CUTOFF);
            for (sample, deviation) in samples.iter_mut().zip(deviations) {
                sample.weight = if round < FORGIVING_ROUNDS {
                    1.0 / deviation.max(0.5)
                } else {
                    (1.0 - (deviation / cutoff).powi(2)).max(0.0).powi(2)
                };
            }
        }
        let kept = samples.iter().filter(|sample| sample.weight > 0.0).count();
        Self { coefficients, size, spread: spread as f32, inliers: kept as f32 / samples.len().max(1) as f32 }
    }

    /// The predicted CIELAB colour of the backdrop at a pixel, or between pixels.
    pub fn color_at(&self, x: f32, y: f32) -> [f32; 3] {
        let terms = terms(x, y, self.size);
        self.coefficients.map(|channel| dot(&channel, &terms) as f32)
    }

    /// Robust standard deviation of the border from the model, in Delta E (CIE 1976).
    pub fn spread(&self) -> f32 {
        self.spread
    }

    /// Share of the border that follows the model, 0 to 1.
    pub fn inliers(&self) -> f32 {
        self.inliers
    }
}

impl Sample {
    fn deviation(&self, coefficients: &[[f64; TERMS]; 3]) -> f64 {
        let squares = coefficients.iter().zip(self.lab);
        let squares = squares.map(|(channel, value)| (value - dot(channel, &self.terms)).powi(2));
        squares.sum::<f64>().sqrt()
    }
}

fn border_samples(lab: &[Plane; 3], size: (usize, usize)) -> Vec<Sample> {
    let (width, height) = size;
    let ring = (width.max(height) / 100).max(1);
    let in_ring = |x: usize, y: usize| x < ring || y < ring || x + ring >= width || y + ring >= height;
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let ring_pixels = pixels.filter(|&(x, y)| in_ring(x, y));
    ring_pixels
        .map(|(x, y)| Sample {
            terms: terms(x as f32, y as f32, size),
            lab: [0, 1, 2].map(|channel| f64::from(lab[channel].values()[y * width + x])),
            weight: 1.0,
        })
        .collect()
}

/// The terms of the polynomial at a pixel, in coordinates from -1 to 1.
fn terms(x: f32, y: f32, (width, height): (usize, usize)) -> [f64; TERMS] {
    let u = 2.0 * (f64::from(x) + 0.5) / width as f64 - 1.0;
    let v = 2.0 * (f64::from(y) + 0.5) / height as f64 - 1.0;
    [1.0, u, v, u * u, u * v, v * v, v * v * v, u * u * v]
}

/// Weighted least squares for each channel by its normal equations.
fn least_squares(samples: &[Sample]) -> [[f64; TERMS]; 3] {
    let mut matrix = [[0.0; TERMS]; TERMS];
    let mut targets = [[0.0; TERMS]; 3];
    for sample in samples {
        for (row, &term) in matrix.iter_mut().zip(&sample.terms) {
            for (cell, &other) in row.iter_mut().zip(&sample.terms) {
                *cell += sample.weight * term * other;
            }
        }
        for (target, value) in targets.iter_mut().zip(sample.lab) {
            for (cell, &term) in target.iter_mut().zip(&sample.terms) {
                *cell += sample.weight * term * value;
            }
        }
    }
    // A little ridge keeps tiny pictures, with fewer pixels than terms, solvable.
    for (diagonal, row) in matrix.iter_mut().enumerate() {
        row[diagonal] += 1e-6;
    }
    targets.map(|target| solve(matrix, target))
}

/// Solves a symmetric positive definite system by Gaussian elimination.
fn solve(mut matrix: [[f64; TERMS]; TERMS], mut target: [f64; TERMS]) -> [f64; TERMS] {
    for pivot in 0..TERMS {
        for row in pivot + 1..TERMS {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot];
            for (cell, known) in matrix[row].iter_mut().zip(above).skip(pivot) {
                *cell -= factor * known;
            }
            target[row] -= factor * target[pivot];
        }
    }
    for row in (0..TERMS).rev() {
        let known: f64 = (row + 1..TERMS).map(|c| matrix[row][c] * target[c]).sum();
        target[row] = (target[row] - known) / matrix[row][row];
    }
    target
}

fn dot(a: &[f64; TERMS], b: &[f64; TERMS]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planes(color: impl Fn(usize, usize) -> [f32; 3]) -> [Plane; 3] {
        let channel = |c: usize| {
            let color = &color;
            Plane::new(80, 60, (0..60).flat_map(|y| (0..80).map(move |x| color(x, y)[c])))
        };
        [channel(0), channel(1), channel(2)]
    }

    #[test]
    fn a_gradient_is_predicted_in_the_middle() {
        let gradient = |x: usize, y: usize| [80.0 - 0.2 * y as f32, 0.1 * x as f32, -5.0];
        let model = BorderModel::fit(&planes(gradient));
        let predicted = model.color_at(40.0, 30.0);
        for (value, wanted) in predicted.into_iter().zip(gradient(40, 30)) {
            assert!((value - wanted).abs() < 0.05);
        }
        assert_eq!(model.inliers(), 1.0);
    }

    #[test]
    fn a_subject_on_the_border_is_left_out() {
        let model = BorderModel::fit(&planes(|x, y| {
            let subject = (25..55).contains(&x) && y > 20;
            if subject { [30.0, 40.0, 20.0] } else { [85.0, 0.0, 0.0] }
        }));
        assert!((model.color_at(40.0, 59.0)[0] - 85.0).abs() < 1.0);
        assert!(model.inliers() > 0.8 && model.inliers() < 0.95);
        assert!(model.spread() < 0.5);
    }

    #[test]
    fn one_pixel_is_enough_for_a_model() {
        let pixel = |value| Plane::new(1, 1, [value]);
        let model = BorderModel::fit(&[pixel(50.0), pixel(1.0), pixel(2.0)]);
        assert!((model.color_at(0.0, 0.0)[0] - 50.0).abs() < 0.1);
    }
}
