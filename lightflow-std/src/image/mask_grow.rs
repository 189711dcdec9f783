//! Moves the edge of a mask.

use lightflow::prelude::*;

use crate::image::Mask;

/// Largest distance in pixels.
const FARTHEST: i32 = 256;

/// Moves the edge of a mask outwards by `distance` pixels, or inwards where it is negative.
///
/// It is a dilation, or an erosion, by a disc: each pixel gets the greatest, or least, value within that distance, so soft edges stay as
/// soft as they are (Serra: "Image Analysis and Mathematical Morphology", 1982). What lies beyond the border of the image does not count.
///
/// ```
/// use lightflow_std::image::{Mask, mask_grow::mask_grow};
///
/// let dot = Mask::new(5, 1, vec![0, 0, 255, 0, 0])?;
/// let grown = mask_grow(&dot, 1);
/// assert_eq!(grown.alpha(), [0, 255, 255, 255, 0]);
/// assert_eq!(mask_grow(&grown, -1), dot);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn mask_grow(
    mask: &Mask,
    /// How far the edge moves outwards.
    #[port(range = -256..=256, unit = "px")]
    distance: i32,
) -> Mask {
    match distance.clamp(-FARTHEST, FARTHEST) {
        0 => mask.clone(),
        outwards @ 1.. => mask.with_alpha(dilated(mask.alpha(), mask.width() as usize, outwards as usize)),
        inwards => {
            let outside: Vec<u8> = mask.alpha().iter().map(|alpha| 255 - alpha).collect();
            let grown = dilated(&outside, mask.width() as usize, inwards.unsigned_abs() as usize);
            mask.with_alpha(grown.into_iter().map(|alpha| 255 - alpha))
        }
    }
}

/// The greatest value within a disc, chord by chord.
fn dilated(alpha: &[u8], width: usize, radius: usize) -> Vec<u8> {
    let height = alpha.len() / width;
    let mut greatest = alpha.to_vec();
    for dy in 0..=radius.min(height - 1) {
        let reach = ((radius * radius - dy * dy) as f32).sqrt() as usize;
        for (y, row) in alpha.chunks_exact(width).enumerate() {
            let chord = widest(row, reach);
            let above = y.checked_sub(dy);
            let below = (dy > 0 && y + dy < height).then_some(y + dy);
            for target in above.into_iter().chain(below) {
                let target = &mut greatest[target * width..(target + 1) * width];
                target.iter_mut().zip(&chord).for_each(|(old, &new)| *old = (*old).max(new));
            }
        }
    }
    greatest
}

/// The greatest value at most `reach` places away (van Herk, 1992: two comparisons a pixel for any reach).
fn widest(row: &[u8], reach: usize) -> Vec<u8> {
    let window = 2 * reach + 1;
    let mut padded = vec![0; reach];
    padded.extend_from_slice(row);
    padded.resize((row.len() + 2 * reach).next_multiple_of(window), 0);
    let (mut forward, mut backward) = (padded.clone(), padded);
    for block in forward.chunks_exact_mut(window) {
        (1..window).for_each(|index| block[index] = block[index].max(block[index - 1]));
    }
    for block in backward.chunks_exact_mut(window) {
        (0..window - 1).rev().for_each(|index| block[index] = block[index].max(block[index + 1]));
    }
    (0..row.len()).map(|x| backward[x].max(forward[x + window - 1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot() -> Mask {
        let mut alpha = vec![0; 21 * 21];
        alpha[10 * 21 + 10] = 200;
        Mask::new(21, 21, alpha).unwrap()
    }

    #[test]
    fn a_dot_becomes_a_disc() {
        let grown = mask_grow(&dot(), 5);
        for (index, &alpha) in grown.alpha().iter().enumerate() {
            let (x, y) = (index as i32 % 21 - 10, index as i32 / 21 - 10);
            assert_eq!(alpha, if x * x + y * y <= 25 { 200 } else { 0 }, "({x}, {y})");
        }
    }

    #[test]
    fn inwards_a_disc_becomes_a_dot_again() {
        assert_eq!(mask_grow(&mask_grow(&dot(), 5), -5), dot());
    }

    #[test]
    fn the_border_of_the_image_is_no_edge() {
        let full = Mask::new(4, 3, vec![255; 12]).unwrap();
        for distance in [-200, -1, 1, i32::MAX, i32::MIN] {
            assert_eq!(mask_grow(&full, distance), full);
        }
    }

    #[test]
    fn the_running_maximum_is_the_maximum() {
        let row: Vec<u8> = (0..40).map(|x| (x * 37 % 101) as u8).collect();
        for reach in 0..45 {
            for (x, &found) in widest(&row, reach).iter().enumerate() {
                let window = &row[x.saturating_sub(reach)..(x + reach + 1).min(40)];
                assert_eq!(Some(&found), window.iter().max());
            }
        }
    }
}
