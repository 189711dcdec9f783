//! Edge-preserving smoothing.

use super::plane::Plane;

/// A local linear model `output = slope * guide + offset`, one pair a pixel.
pub struct GuidedFilter {
    slope: Plane,
    offset: Plane,
}

impl GuidedFilter {
    /// Fits `input` to `guide` (both of one size) in windows of `radius` pixels
    /// (He, Sun, Tang: "Guided Image Filtering", ECCV 2010).
    ///
    /// `epsilon` is the variance of the guide below which a window counts as flat.
    pub fn fit(guide: &Plane, input: &Plane, radius: usize, epsilon: f32) -> Self {
        let mean_guide = guide.box_blur(radius);
        let mean_input = input.box_blur(radius);
        let mean_product = guide.zip(input, |g, p| g * p).box_blur(radius);
        let mean_square = guide.map(|g| g * g).box_blur(radius);

        let expected = mean_guide.zip(&mean_input, |g, p| g * p);
        let covariance = mean_product.zip(&expected, |product, mean| product - mean);
        let variance = mean_square.zip(&mean_guide, |square, mean| (square - mean * mean).max(0.0));
        let slope = covariance.zip(&variance, |c, v| c / (v + epsilon));
        let predicted = slope.zip(&mean_guide, |a, g| a * g);
        let offset = mean_input.zip(&predicted, |p, predicted| p - predicted);
        Self { slope: slope.box_blur(radius), offset: offset.box_blur(radius) }
    }

    /// The filtered value where the guide has the value `guide`.
    ///
    /// `x` and `y` are in pixels of the planes the model was fitted to and may lie
    /// between them, so that a model fitted at a small size serves the full size
    /// (He, Sun: "Fast Guided Filter", 2015).
    pub fn apply(&self, x: f32, y: f32, guide: f32) -> f32 {
        self.slope.sample(x, y) * guide + self.offset.sample(x, y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(low: f32, high: f32) -> Plane {
        let row = |x: usize| if x < 10 { low } else { high };
        Plane::new(20, 20, (0..400).map(|index| row(index % 20)))
    }

    #[test]
    fn an_edge_of_the_guide_survives() {
        let guide = step(0.2, 0.8);
        let filter = GuidedFilter::fit(&guide, &step(0.0, 1.0), 4, 1e-4);
        assert!(filter.apply(9.0, 10.0, 0.2) < 0.05);
        assert!(filter.apply(10.0, 10.0, 0.8) > 0.95);
    }

    #[test]
    fn without_an_edge_in_the_guide_the_input_is_smoothed() {
        let filter = GuidedFilter::fit(&step(0.5, 0.5), &step(0.0, 1.0), 4, 1e-4);
        let value = filter.apply(9.5, 10.0, 0.5);
        assert!((value - 0.5).abs() < 0.05, "{value}");
    }
}
