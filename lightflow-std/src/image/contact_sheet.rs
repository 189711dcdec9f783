//! Lays images out in a labelled grid.

use lightflow::prelude::*;

use crate::image::imaging::canvas::{Canvas, RoundedRect};
use crate::image::imaging::resize::{LARGEST_AREA, ResizeFailed, resize, size_within};
use crate::image::imaging::text::TextStyle;
use crate::image::{Image, ImageError};

const PAGE: [u8; 4] = [246, 246, 244, 255];
const CARD: [u8; 4] = [255, 255, 255, 255];
const FRAME: [u8; 4] = [222, 222, 218, 255];
const INK: [u8; 4] = [32, 34, 38, 255];
const PALE_INK: [u8; 4] = [120, 122, 126, 255];

/// Why no contact sheet was made.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ContactSheetError {
    #[error("there is no image for the contact sheet; pass at least one")]
    NoImages,
    #[error("a contact sheet of 0 columns holds no image; choose at least 1")]
    NoColumns,
    #[error("a cell of {0} pixels is outside 32 to 2048; choose a cell in between")]
    Cell(u32),
    #[error(
        "{images} images in {columns} columns of {cell} pixels exceed 100 megapixels; choose \
         smaller cells"
    )]
    TooLarge { images: usize, columns: u32, cell: u32 },
    #[error("image `{name}` cannot be placed on the contact sheet: {source}")]
    Resize { name: String, source: ResizeFailed },
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// Lays images out in a labelled grid under a title.
///
/// Each image is scaled into a square cell of `cell` pixels; its name stands below,
/// shortened with an ellipsis where it is too long. Rows fill from the left. An empty
/// `title` leaves the headline out.
///
/// ```
/// use lightflow_std::image::{Image, contact_sheet::contact_sheet};
///
/// let tile = Image::new("tile", 2, 2, [200, 0, 0, 255].repeat(4))?;
/// let sheet = contact_sheet(vec![tile; 5], 3, 64, "Tiles".to_owned())?;
/// assert_eq!(sheet.name(), "Tiles");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn contact_sheet(
    images: Vec<Image>,
    /// How many images stand in a row.
    #[port(default = 4, range = 1..=24)]
    columns: u32,
    /// The side of the square that each image gets.
    #[port(default = 360, range = 32..=2048, unit = "px")]
    cell: u32,
    /// The headline.
    #[port(default = "Contact sheet")]
    title: String,
) -> Result<Image, ContactSheetError> {
    if images.is_empty() {
        return Err(ContactSheetError::NoImages);
    }
    if columns == 0 {
        return Err(ContactSheetError::NoColumns);
    }
    if !(32..=2048).contains(&cell) {
        return Err(ContactSheetError::Cell(cell));
    }
    let layout = Layout::new(images.len(), columns, cell, !title.is_empty());
    let (width, height) = layout.page();
    if width.saturating_mul(height) > LARGEST_AREA {
        return Err(ContactSheetError::TooLarge { images: images.len(), columns, cell });
    }
    let mut canvas = Canvas::new(width as u32, height as u32, |_, _| PAGE);
    layout.draw_headline(&mut canvas, &title, images.len());
    for (index, image) in images.iter().enumerate() {
        layout.draw_cell(&mut canvas, index as u64, image)?;
    }
    Ok(canvas.into_image(if title.is_empty() { "contact sheet" } else { &title })?)
}

/// Measures of the page in pixels.
struct Layout {
    columns: u64,
    rows: u64,
    cell: u64,
    margin: u64,
    gap: u64,
    headline: u64,
    label: u64,
}

impl Layout {
    fn new(images: usize, columns: u32, cell: u32, titled: bool) -> Self {
        let images = images as u64;
        let columns = u64::from(columns).min(images);
        let cell = u64::from(cell);
        Self {
            columns,
            rows: images.div_ceil(columns),
            cell,
            margin: cell / 6,
            gap: cell / 12,
            headline: if titled { cell / 4 } else { 0 },
            label: cell / 7,
        }
    }

    fn page(&self) -> (u64, u64) {
        let width = self.columns * (self.cell + self.gap) - self.gap;
        let height = self.rows * (self.cell + self.label + self.gap) - self.gap;
        (width + 2 * self.margin, height + self.headline + 2 * self.margin)
    }

    /// The title on the left and, where there is room, the number of images on the right.
    fn draw_headline(&self, canvas: &mut Canvas, title: &str, images: usize) {
        if title.is_empty() {
            return;
        }
        let cell = self.cell as f32;
        let left = self.margin as f32;
        let room = self.page().0 as f32 - 2.0 * left;
        let baseline = left + 0.10 * cell;
        let large = TextStyle { size: 0.155 * cell, color: INK };
        let small = TextStyle { size: 0.08 * cell, color: PALE_INK };
        let count = match images {
            1 => "1 image".to_owned(),
            _ => format!("{images} images"),
        };
        let count_width = small.width(&count);
        let title = large.ellipsize(title, room);
        large.draw(canvas, &title, left, baseline);
        if large.width(&title) + count_width + 0.15 * cell <= room {
            small.draw(canvas, &count, left + room - count_width, baseline);
        }
    }

    fn draw_cell(&self, canvas: &mut Canvas, index: u64, image: &Image) -> Result<(), ContactSheetError> {
        let (column, row) = (index % self.columns, index / self.columns);
        let left = self.margin + column * (self.cell + self.gap);
        let step = self.cell + self.label + self.gap;
        let top = self.margin + self.headline + row * step;
        let card = RoundedRect {
            left: left as f32,
            top: top as f32,
            width: self.cell as f32,
            height: self.cell as f32,
            radius: self.cell as f32 / 45.0,
        };
        canvas.fill(card, CARD);
        self.draw_image(canvas, image, (left, top))?;
        canvas.frame(card, 1.0, FRAME);
        self.draw_label(canvas, image.name(), (left, top));
        Ok(())
    }

    /// The image in the middle of its card, with a narrow rim left free.
    fn draw_image(
        &self,
        canvas: &mut Canvas,
        image: &Image,
        (left, top): (u64, u64),
    ) -> Result<(), ContactSheetError> {
        let rim = (self.cell / 60).max(1);
        let (width, height) = size_within(image, (self.cell - 2 * rim) as u32);
        let fitted = resize(image, width, height)
            .map_err(|source| ContactSheetError::Resize { name: image.name().to_owned(), source })?;
        let inset = |start: u64, side: u32| (start + (self.cell - u64::from(side)) / 2) as i64;
        canvas.draw_image(&fitted, inset(left, width), inset(top, height));
        Ok(())
    }

    fn draw_label(&self, canvas: &mut Canvas, name: &str, (left, top): (u64, u64)) {
        let style = TextStyle { size: 0.078 * self.cell as f32, color: INK };
        let room = self.cell as f32;
        let label = style.ellipsize(name, room);
        let start = left as f32 + (room - style.width(&label)) / 2.0;
        let baseline = (top + self.cell) as f32 + 0.62 * self.label as f32;
        style.draw(canvas, &label, start, baseline);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(name: &str) -> Image {
        Image::new(name, 2, 2, [200, 0, 0, 255].repeat(4)).unwrap()
    }

    fn sheet(images: usize, columns: u32) -> Image {
        let images = vec![tile("tile"); images];
        contact_sheet(images, columns, 48, "Tiles".to_owned()).unwrap()
    }

    #[test]
    fn the_page_grows_with_columns_and_rows() {
        assert!(sheet(4, 4).width() > sheet(4, 2).width());
        assert!(sheet(4, 2).height() > sheet(4, 4).height());
    }

    #[test]
    fn there_are_never_more_columns_than_images() {
        assert_eq!(sheet(3, 24).width(), sheet(3, 3).width());
    }

    #[test]
    fn every_image_is_shown() {
        let red = |image: &Image| image.quads().filter(|quad| quad[1] < 20 && quad[0] > 150).count();
        assert_eq!(red(&sheet(5, 2)), 5 * red(&sheet(1, 1)));
    }

    #[test]
    fn without_a_title_the_headline_is_left_out() {
        let bare = contact_sheet(vec![tile("a")], 1, 48, String::new()).unwrap();
        assert!(bare.height() < sheet(1, 1).height());
        assert_eq!(bare.name(), "contact sheet");
    }

    #[test]
    fn impossible_grids_are_refused() {
        let refused = |images, columns, cell| contact_sheet(images, columns, cell, String::new()).is_err();
        assert!(refused(vec![], 4, 100));
        assert!(refused(vec![tile("a")], 0, 100));
        assert!(refused(vec![tile("a")], 1, 0));
        assert!(refused(vec![tile("a"); 100], 5, 2048));
    }
}
