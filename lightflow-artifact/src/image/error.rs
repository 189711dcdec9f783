//! What can go wrong with a picture, in plain words.

use super::decode::{MAX_MEMORY, MAX_PIXELS};
use crate::recipe::Format;

/// Why a picture could not be shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The bytes are something else.
    #[error("it is no PNG, JPEG or WebP picture")]
    NotAPicture,
    /// It has more pixels than a picture may.
    #[error(
        "the picture has {width} x {height} pixels, more than the {} megapixels that are decoded: make it smaller",
        MAX_PIXELS / 1_000_000
    )]
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// Decoding it would take more memory than a picture may.
    #[error("the picture takes more than {} MiB to decode: make it smaller, or store 8 bits a channel", MAX_MEMORY >> 20)]
    TooMuchMemory,
    /// The bytes are cut off or damaged.
    #[error("the {format} picture cannot be decoded: {source}")]
    Decode {
        /// What the file is.
        format: Format,
        /// The decoder's words.
        source: image::ImageError,
    },
    /// A sheet has nothing to show.
    #[error("a sheet needs at least one cell")]
    NoCells,
    /// The cells of a sheet would have to be too small to be seen.
    #[error(
        "{cells} cells in {columns} columns do not fit on a sheet of {side} pixels a side: show fewer cells"
    )]
    SheetTooLarge {
        /// How many cells there are.
        cells: usize,
        /// In how many columns.
        columns: usize,
        /// How long and wide a sheet may be, in pixels.
        side: u32,
    },
    /// The result could not be encoded.
    #[error("the picture cannot be encoded: {0}")]
    Encode(#[source] image::ImageError),
}
