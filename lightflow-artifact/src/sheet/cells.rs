//! What is in the cells of a sheet: pictures that fit, or why there are none.

use super::{Cell, Sheet};
use crate::image::{Small, decode, fit};

pub(super) enum Picture {
    Shown(Small),
    /// Nothing can be shown, for this reason.
    Missing(String),
}

impl Picture {
    /// Width and height in pixels, if it is shown.
    pub fn size(&self) -> Option<(u32, u32)> {
        match self {
            Self::Shown(small) => Some(small.size()),
            Self::Missing(_) => None,
        }
    }

    fn of(cell: &Cell, side: u32) -> Self {
        match &cell.image {
            Some(file) => match decode(file) {
                Ok(picture) => Self::Shown(fit(picture, side)),
                Err(error) => Self::Missing(error.to_string()),
            },
            None if cell.missing.is_empty() => Self::Missing("no picture".to_owned()),
            None => Self::Missing(cell.missing.clone()),
        }
    }
}

/// One for each cell, in its order.
pub(super) fn pictures(sheet: &Sheet, side: u32) -> Vec<Picture> {
    sheet.cells.iter().map(|cell| Picture::of(cell, side)).collect()
}
