//! Noise that is averaged away between places that look alike.

/// Largest distance, in pixels, of the places that are compared.
const SEARCH: isize = 5;
/// Rows that are done at once: their working memory stays small.
const BAND: usize = 48;

/// Colours, 0 to 255, in rows of `width` pixels, without noise of standard deviation `sigma`.
///
/// Each pixel becomes the mean of those in a window of 11 x 11 pixels, weighted by how alike the patches around them are (Buades, Coll,
/// Morel: "A non-local algorithm for image denoising", CVPR 2005), with the parameters of their "Non-Local Means Denoising" (IPOL, 2011)
/// for patches of 3 x 3 pixels, and of 5 x 5 from a deviation of 15 on. The cost is 121 comparisons a pixel for any patch, by running sums
/// (Darbon et al.: "Fast nonlocal filtering applied to electron cryomicroscopy", 2008).
///
/// `goes_on` hears how much is done, from 0 to 1, and answers whether to go on; if not, there is no result.
pub fn non_local_means(
    colors: &[[f32; 3]],
    width: usize,
    sigma: f32,
    mut goes_on: impl FnMut(f32) -> bool,
) -> Option<Vec<[f32; 3]>> {
    let height = colors.len() / width;
    let patch: isize = if sigma < 15.0 { 1 } else { 2 };
    let mut means = Vec::with_capacity(colors.len());
    for top in (0..height).step_by(BAND) {
        if !goes_on(top as f32 / height as f32) {
            return None;
        }
        let rows = top..(top + BAND).min(height);
        let source = Source { colors, width, height };
        means.extend(source.band(rows, sigma, patch));
    }
    Some(means)
}

struct Source<'a> {
    colors: &'a [[f32; 3]],
    width: usize,
    height: usize,
}

impl Source<'_> {
    /// The row at `y`, mirrored at the border so that patches there are patches, too.
    fn row(&self, y: isize) -> &[[f32; 3]] {
        let y = mirrored(y, self.height);
        &self.colors[y * self.width..(y + 1) * self.width]
    }

    fn band(&self, rows: std::ops::Range<usize>, sigma: f32, patch: isize) -> Vec<[f32; 3]> {
        let size = rows.len() * self.width;
        let (mut sums, mut weights) = (vec![[0.0_f32; 3]; size], vec![0.0_f32; size]);
        let samples = (3 * (2 * patch + 1) * (2 * patch + 1)) as f32;
        // Two noisy patches of one thing differ by twice the variance; what is beyond counts.
        let noise = 2.0 * sigma * sigma;
        let bandwidth = (0.4 * sigma).powi(2);
        let columns: Vec<Vec<usize>> = (-SEARCH..=SEARCH)
            .map(|dx| (-patch..self.width as isize + patch).map(|x| mirrored(x + dx, self.width)).collect())
            .collect();
        let own = &columns[SEARCH as usize];
        for dy in -SEARCH..=SEARCH {
            for (dx, other) in (-SEARCH..=SEARCH).zip(&columns) {
                let differences: Vec<Vec<f32>> = (rows.start as isize - patch..rows.end as isize + patch)
                    .map(|y| row_differences((self.row(y), own), (self.row(y + dy), other), patch as usize))
                    .collect();
                for (index, y) in rows.clone().enumerate() {
                    let window = &differences[index..index + 2 * patch as usize + 1];
                    let shifted = self.row(y as isize + dy);
                    for x in 0..self.width {
                        let difference = window.iter().map(|row| row[x]).sum::<f32>() / samples;
                        let weight = (-(difference - noise).max(0.0) / bandwidth).exp();
                        let color = shifted[mirrored(x as isize + dx, self.width)];
                        let at = index * self.width + x;
                        weights[at] += weight;
                        (0..3).for_each(|channel| sums[at][channel] += weight * color[channel]);
                    }
                }
            }
        }
        // The pixel itself weighs 1, so no sum is 0.
        sums.iter().zip(weights).map(|(sum, weight)| sum.map(|value| value / weight)).collect()
    }
}

/// Squared differences of two rows, each summed over `2 * patch + 1` columns.
fn row_differences(
    (a, a_columns): (&[[f32; 3]], &[usize]),
    (b, b_columns): (&[[f32; 3]], &[usize]),
    patch: usize,
) -> Vec<f32> {
    let squares: Vec<f32> = a_columns
        .iter()
        .zip(b_columns)
        .map(|(&x, &y)| {
            let (a, b) = (a[x], b[y]);
            (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2) + (a[2] - b[2]).powi(2)
        })
        .collect();
    squares.windows(2 * patch + 1).map(|window| window.iter().sum()).collect()
}

/// A place in `0..length`, mirrored at both ends: -1 is 1.
fn mirrored(place: isize, length: usize) -> usize {
    let last = length as isize - 1;
    if last == 0 {
        return 0;
    }
    let place = place.rem_euclid(2 * last);
    place.min(2 * last - place) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_mirrored_at_both_ends() {
        let places: Vec<usize> = (-4..8).map(|place| mirrored(place, 4)).collect();
        assert_eq!(places, [2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1]);
        assert_eq!(mirrored(-7, 1), 0);
    }

    #[test]
    fn bands_meet_without_a_seam() {
        let colors: Vec<[f32; 3]> = (0..20 * 100).map(|at| [(at * 7919 % 23) as f32; 3]).collect();
        let whole = non_local_means(&colors, 20, 8.0, |_| true).unwrap();
        let upper = Source { colors: &colors, width: 20, height: 100 }.band(40..60, 8.0, 1);
        assert_eq!(whole[40 * 20..60 * 20], upper);
    }

    #[test]
    fn it_stops_when_told() {
        assert!(non_local_means(&[[1.0; 3]; 6], 2, 5.0, |_| false).is_none());
    }
}
