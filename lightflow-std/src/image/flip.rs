//! Mirrors an image.

use lightflow::prelude::*;

use crate::image::{Axis, Image};

/// Mirrors an image: `horizontal` swaps left and right, `vertical` up and down.
///
/// ```
/// use lightflow_std::image::{Axis, Image, flip::flip};
///
/// let row = Image::new("row", 2, 1, [[1; 4], [2; 4]].concat())?;
/// assert_eq!(flip(&row, Axis::Horizontal).pixels(), [2, 2, 2, 2, 1, 1, 1, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn flip(
    image: &Image,
    /// The direction in which it is mirrored.
    #[port(default = Axis::Horizontal)]
    axis: Axis,
) -> Image {
    let quads = image.pixels().as_chunks::<4>().0;
    let rows = quads.chunks_exact(image.width() as usize);
    match axis {
        Axis::Horizontal => image.with_pixels(rows.flat_map(|row| row.iter().rev().copied())),
        Axis::Vertical => image.with_pixels(rows.rev().flatten().copied()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_axis_moves_the_first_pixel_to_its_corner() {
        let pixels = (0..6).flat_map(|index| [index, 0, 0, 255]).collect::<Vec<u8>>();
        let image = Image::new("grid", 3, 2, pixels).unwrap();
        let reds = |axis| flip(&image, axis).quads().map(|quad| quad[0]).collect::<Vec<_>>();
        assert_eq!(reds(Axis::Horizontal), [2, 1, 0, 5, 4, 3]);
        assert_eq!(reds(Axis::Vertical), [3, 4, 5, 0, 1, 2]);
    }
}
