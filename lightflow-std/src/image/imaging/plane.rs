//! A single channel of numbers and the smoothing of it.

/// One number a pixel, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    width: usize,
    height: usize,
    values: Vec<f32>,
}

impl Plane {
    /// A plane from values in row order; missing values are 0, further ones dropped.
    pub fn new(width: usize, height: usize, values: impl IntoIterator<Item = f32>) -> Self {
        let mut values: Vec<f32> = values.into_iter().take(width * height).collect();
        values.resize(width * height, 0.0);
        Self { width, height, values }
    }

    /// Values a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// All values, row by row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// The value at a pixel; coordinates beyond the plane mean its nearest pixel.
    pub fn at(&self, x: isize, y: isize) -> f32 {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        self.values[y * self.width + x]
    }

    /// The value between pixels, interpolated bilinearly; pixel centres have whole
    /// coordinates.
    pub fn sample(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let (u, v) = (x - left, y - top);
        let (left, top) = (left as isize, top as isize);
        let upper = self.at(left, top) * (1.0 - u) + self.at(left + 1, top) * u;
        let lower = self.at(left, top + 1) * (1.0 - u) + self.at(left + 1, top + 1) * u;
        upper * (1.0 - v) + lower * v
    }

    /// Each value replaced by `change` of it.
    pub fn map(&self, change: impl Fn(f32) -> f32) -> Self {
        self.with(self.values.iter().map(|&value| change(value)).collect())
    }

    /// Values of two planes of the same size combined pixel by pixel.
    pub fn zip(&self, other: &Self, combine: impl Fn(f32, f32) -> f32) -> Self {
        let pairs = self.values.iter().zip(&other.values);
        self.with(pairs.map(|(&a, &b)| combine(a, b)).collect())
    }

    /// Mean over the square of `2 * radius + 1` pixels a side around each pixel.
    ///
    /// The window is cut off at the border. The cost does not depend on `radius`
    /// (running sums).
    pub fn box_blur(&self, radius: usize) -> Self {
        if radius == 0 || self.values.is_empty() {
            return self.clone();
        }
        self.blur_rows(radius).blur_columns(radius)
    }

    /// Approximate Gaussian blur of standard deviation `sigma` pixels: three box
    /// blurs (Wells, "Efficient synthesis of Gaussian filters by cascaded uniform
    /// filters", 1986).
    pub fn gaussian_blur(&self, sigma: f32) -> Self {
        let side = (4.0 * sigma * sigma + 1.0).max(1.0).sqrt();
        let radius = ((side - 1.0) / 2.0).round() as usize;
        self.box_blur(radius).box_blur(radius).box_blur(radius)
    }

    fn with(&self, values: Vec<f32>) -> Self {
        Self { values, ..*self }
    }

    fn blur_rows(&self, radius: usize) -> Self {
        let mut blurred = Vec::with_capacity(self.values.len());
        for row in self.values.chunks_exact(self.width) {
            let mut sum: f64 = row.iter().take(radius).map(|&v| f64::from(v)).sum();
            let mut count = radius.min(self.width);
            for x in 0..self.width {
                if let Some(&entering) = row.get(x + radius) {
                    sum += f64::from(entering);
                    count += 1;
                }
                if x > radius {
                    sum -= f64::from(row[x - radius - 1]);
                    count -= 1;
                }
                blurred.push((sum / count as f64) as f32);
            }
        }
        self.with(blurred)
    }

    fn blur_columns(&self, radius: usize) -> Self {
        let row = |y: usize| &self.values[y * self.width..(y + 1) * self.width];
        let mut sums = vec![0.0_f64; self.width];
        let mut count = radius.min(self.height);
        for y in 0..count {
            accumulate(&mut sums, row(y), 1.0);
        }
        let mut blurred = Vec::with_capacity(self.values.len());
        for y in 0..self.height {
            if y + radius < self.height {
                accumulate(&mut sums, row(y + radius), 1.0);
                count += 1;
            }
            if y > radius {
                accumulate(&mut sums, row(y - radius - 1), -1.0);
                count -= 1;
            }
            let share = 1.0 / count as f64;
            blurred.extend(sums.iter().map(|sum| (sum * share) as f32));
        }
        self.with(blurred)
    }
}

fn accumulate(sums: &mut [f64], row: &[f32], sign: f64) {
    for (sum, &value) in sums.iter_mut().zip(row) {
        *sum += sign * f64::from(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_pixels_values_are_interpolated() {
        let plane = Plane::new(2, 2, [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(plane.sample(0.5, 0.5), 1.5);
        assert_eq!(plane.sample(1.0, 0.25), 1.5);
        assert_eq!(plane.sample(-3.0, 9.0), 2.0);
    }

    #[test]
    fn a_constant_plane_stays_constant() {
        let plane = Plane::new(5, 3, [0.25; 15]);
        for radius in [0, 1, 2, 7] {
            let blurred = plane.box_blur(radius);
            assert!(blurred.values().iter().all(|v| (v - 0.25).abs() < 1e-6));
        }
    }

    #[test]
    fn the_window_is_a_square_cut_off_at_the_border() {
        let mut values = [0.0; 25];
        values[12] = 9.0;
        let blurred = Plane::new(5, 5, values).box_blur(1);
        assert!((blurred.at(2, 2) - 1.0).abs() < 1e-6);
        assert!((blurred.at(3, 3) - 1.0).abs() < 1e-6);
        assert_eq!(blurred.at(4, 2), 0.0);
        let corner = Plane::new(2, 2, [4.0, 0.0, 0.0, 0.0]).box_blur(1);
        assert_eq!(corner.values(), [1.0; 4]);
    }

    #[test]
    fn a_gaussian_blur_has_the_wanted_deviation() {
        let mut values = vec![0.0; 101];
        values[50] = 1.0;
        let blurred = Plane::new(101, 1, values).gaussian_blur(6.0);
        let moment = |(x, &v): (usize, &f32)| (x as f32 - 50.0).powi(2) * v;
        let variance: f32 = blurred.values().iter().enumerate().map(moment).sum();
        assert!((variance.sqrt() - 6.0).abs() < 0.6, "{}", variance.sqrt());
    }
}
