//! Contact sheets: many pictures on one, each with what it was made with.
//!
//! ```
//! use image::{ImageFormat, Rgb, RgbImage};
//! use lightflow_artifact::sheet::{Cell, Sheet, render};
//!
//! let picture = |shade: u8| {
//!     let mut file = std::io::Cursor::new(Vec::new());
//!     RgbImage::from_pixel(64, 48, Rgb([shade; 3])).write_to(&mut file, ImageFormat::Png).map(|()| file.into_inner())
//! };
//! let sheet = Sheet {
//!     title: Some("poster".to_owned()),
//!     cells: vec![
//!         Cell::new(picture(80)?).label("seed", 1),
//!         Cell::new(picture(160)?).label("seed", 2),
//!         Cell::missing("out of memory").label("seed", 3),
//!     ],
//!     ..Sheet::default()
//! };
//! let png = render(&sheet)?;
//! assert!(png.starts_with(b"\x89PNG"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod canvas;
mod cells;
mod draw;
mod grid;
mod labels;
mod layout;
mod text;

use std::fmt::Display;

use crate::ImageError;

pub use layout::MAX_SIDE;

/// What goes on a sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// A line above everything.
    pub title: Option<String>,
    /// The pictures, row by row. If they are all combinations of two parameters, these head the rows and columns.
    pub cells: Vec<Cell>,
    /// How many are side by side. `None` chooses.
    pub columns: Option<u32>,
    /// The longest side of a picture, in pixels. Pictures become smaller when the sheet would be too large.
    pub cell_side: u32,
}

impl Default for Sheet {
    /// An empty sheet with cells of 256 pixels.
    fn default() -> Self {
        Self { title: None, cells: Vec::new(), columns: None, cell_side: 256 }
    }
}

/// A picture and what it was made with.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// A PNG, JPEG or WebP file. Something that cannot be decoded is shown as a place that says why.
    pub image: Option<Vec<u8>>,
    /// Why there is no picture, for its place on the sheet. Empty says `no picture`.
    pub missing: String,
    /// Names and values, such as `seed` and `3`.
    pub labels: Vec<(String, String)>,
}

impl Cell {
    /// A picture without labels.
    pub fn new(image: impl Into<Vec<u8>>) -> Self {
        Self { image: Some(image.into()), ..Self::default() }
    }

    /// A place without a picture.
    pub fn missing(why: impl Into<String>) -> Self {
        Self { missing: why.into(), ..Self::default() }
    }

    /// The same with one more label.
    #[must_use]
    pub fn label(mut self, name: impl Into<String>, value: impl Display) -> Self {
        self.labels.push((name.into(), value.to_string()));
        self
    }
}

/// Draws a sheet, as PNG.
///
/// Labels stand below their picture. Where the cells are all combinations of two parameters, every one once, the first heads
/// the rows and the second the columns; or the other way round if only that agrees with [`Sheet::columns`].
///
/// # Errors
///
/// No cells, and more than fit with 32 pixels each on a sheet of [`MAX_SIDE`] pixels a side and
/// [`MAX_PIXELS`](crate::MAX_PIXELS) in all.
pub fn render(sheet: &Sheet) -> Result<Vec<u8>, ImageError> {
    let plan = layout::Plan::of(sheet)?;
    let pictures = cells::pictures(sheet, plan.style.side);
    let plan = plan.tightened(sheet, &pictures);
    let placed = plan.place(&pictures);
    draw::draw(sheet, &plan, &placed, &pictures).into_png()
}
