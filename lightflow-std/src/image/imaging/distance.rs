//! Distances to a shape.

/// How far each pixel lies outside of a shape, in pixels; inside it is 0.
///
/// `coverage` says how much of each pixel the shape covers, from 0 to 1, in rows of `width` pixels. Pixels that are partly covered put the
/// outline between pixels, so what is drawn by the distance is as smooth as the shape. Exact Euclidean transform (Felzenszwalb,
/// Huttenlocher: "Distance transforms of sampled functions", 2012), seeded as in tiny-sdf (Mapbox, 2016).
pub fn distance_to(coverage: &[f32], width: usize) -> Vec<f32> {
    const FAR: f32 = 1e12;
    if width == 0 {
        return Vec::new();
    }
    let seed = |&covered: &f32| if covered <= 0.0 { FAR } else { (0.5 - covered).max(0.0).powi(2) };
    let mut squares: Vec<f32> = coverage.iter().map(seed).collect();
    let height = squares.len() / width;
    let mut lower = Envelope::default();
    for x in 0..width {
        let column: Vec<f32> = (0..height).map(|y| squares[y * width + x]).collect();
        lower.transform(&column, |y, value| squares[y * width + x] = value);
    }
    for row in squares.chunks_exact_mut(width) {
        let source = row.to_vec();
        lower.transform(&source, |x, value| row[x] = value);
    }
    squares.into_iter().map(f32::sqrt).collect()
}

/// The lower envelope of parabolas: where each stands, and from where on it is the lowest.
#[derive(Default)]
struct Envelope {
    at: Vec<usize>,
    from: Vec<f32>,
}

impl Envelope {
    /// Gives, for each place, the least of `heights[place'] + (place - place')²`.
    fn transform(&mut self, heights: &[f32], mut give: impl FnMut(usize, f32)) {
        self.at.clear();
        self.from.clear();
        for (place, &height) in heights.iter().enumerate() {
            let mut start = f32::NEG_INFINITY;
            while let Some(&last) = self.at.last() {
                let rise = f64::from(height) - f64::from(heights[last]);
                let squares = (place * place) as f64 - (last * last) as f64;
                start = ((rise + squares) / (2.0 * (place - last) as f64)) as f32;
                if self.from.last().is_none_or(|&from| start > from) {
                    break;
                }
                self.at.pop();
                self.from.pop();
                start = f32::NEG_INFINITY;
            }
            self.at.push(place);
            self.from.push(start);
        }
        let mut parabola = 0;
        for place in 0..heights.len() {
            while self.from.get(parabola + 1).is_some_and(|&from| from <= place as f32) {
                parabola += 1;
            }
            let stands = self.at[parabola];
            give(place, heights[stands] + (place.abs_diff(stands) as f32).powi(2));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_euclidean() {
        let mut coverage = vec![0.0; 63];
        coverage[3 * 9 + 2] = 1.0;
        let distances = distance_to(&coverage, 9);
        for (index, distance) in distances.iter().enumerate() {
            let wanted = (index as f32 % 9.0 - 2.0).hypot((index / 9) as f32 - 3.0);
            assert!((distance - wanted).abs() < 1e-4, "{index}: {distance} {wanted}");
        }
    }

    #[test]
    fn the_nearest_of_several_counts() {
        let coverage = [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0];
        assert_eq!(distance_to(&coverage, 7), [0.0, 1.0, 2.0, 2.0, 1.0, 0.0, 1.0]);
    }

    #[test]
    fn a_pixel_that_is_half_covered_is_the_outline() {
        assert_eq!(distance_to(&[0.0, 0.5, 1.0], 3), [1.0, 0.0, 0.0]);
        assert!((distance_to(&[0.0, 0.25], 2)[1] - 0.25).abs() < 1e-6);
    }

    #[test]
    fn without_a_shape_all_is_far() {
        assert!(distance_to(&[0.0; 6], 3).iter().all(|&distance| distance > 1e5));
        assert!(distance_to(&[], 0).is_empty());
    }
}
