//! Takes a rectangle out of an image.

use lightflow::prelude::*;

use crate::image::{Image, ImageError};

/// Why an image was not cropped.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum CropError {
    #[error(
        "the rectangle of {width}x{height} pixels at ({left}, {top}) does not lie in image `{name}` of \
         {image_width}x{image_height}; move it inside"
    )]
    Outside {
        name: String,
        left: u32,
        top: u32,
        width: u32,
        height: u32,
        image_width: u32,
        image_height: u32,
    },
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// Takes the rectangle of `width` x `height` pixels out of an image whose upper left corner is (`left`, `top`).
///
/// It has to lie inside the image.
///
/// ```
/// use lightflow_std::image::{Image, crop::crop};
///
/// let row = Image::new("row", 3, 1, [[1; 4], [2; 4], [3; 4]].concat())?;
/// assert_eq!(crop(&row, 1, 0, 2, 1)?.pixels(), [2, 2, 2, 2, 3, 3, 3, 3]);
/// assert!(crop(&row, 2, 0, 2, 1).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn crop(
    image: &Image,
    /// Where the rectangle begins, from the left.
    #[port(default = 0, unit = "px")]
    left: u32,
    /// Where the rectangle begins, from above.
    #[port(default = 0, unit = "px")]
    top: u32,
    /// Pixels a row.
    #[port(range = 1..=32768, unit = "px")]
    width: u32,
    /// Number of rows.
    #[port(range = 1..=32768, unit = "px")]
    height: u32,
) -> Result<Image, CropError> {
    let fits = |start: u32, length: u32, whole: u32| {
        length > 0 && start.checked_add(length).is_some_and(|end| end <= whole)
    };
    if !fits(left, width, image.width()) || !fits(top, height, image.height()) {
        let (name, image_width, image_height) = (image.name().to_owned(), image.width(), image.height());
        return Err(CropError::Outside { name, left, top, width, height, image_width, image_height });
    }
    let row = image.width() as usize * 4;
    let columns = left as usize * 4..(left + width) as usize * 4;
    let rows = image.pixels().chunks_exact(row).skip(top as usize).take(height as usize);
    let mut pixels = Vec::with_capacity(columns.len() * height as usize);
    rows.for_each(|row| pixels.extend_from_slice(&row[columns.clone()]));
    Ok(Image::new(image.name(), width, height, pixels)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each pixel's red is its column, its green its row.
    fn grid() -> Image {
        let quads = (0..30).map(|index: u8| [index % 6, index / 6, 0, 255]);
        Image::new("grid", 6, 5, quads.flatten().collect::<Vec<u8>>()).unwrap()
    }

    #[test]
    fn the_rectangle_is_taken_out_as_it_is() {
        let part = crop(&grid(), 2, 1, 3, 2).unwrap();
        let places: Vec<_> = part.quads().map(|[x, y, ..]| (x, y)).collect();
        assert_eq!(places, [(2, 1), (3, 1), (4, 1), (2, 2), (3, 2), (4, 2)]);
    }

    #[test]
    fn the_whole_is_a_rectangle_too() {
        assert_eq!(crop(&grid(), 0, 0, 6, 5).unwrap(), grid());
    }

    #[test]
    fn a_rectangle_that_leaves_the_image_is_refused() {
        for (left, top, width, height) in
            [(5, 0, 2, 1), (0, 5, 1, 1), (0, 0, 7, 1), (0, 0, 0, 1), (u32::MAX, 0, 2, 1)]
        {
            let error = crop(&grid(), left, top, width, height).unwrap_err().to_string();
            assert!(error.contains("does not lie in image `grid` of 6x5"), "{error}");
        }
    }
}
