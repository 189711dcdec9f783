use lightflow::prelude::*;
use lightflow_std::image::{ImageFile, PerceptualHash};

/// A picture that may become part of a dataset, and what was measured of it.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Where it is, and its name.
    pub file: ImageFile,
    /// Pixels a row.
    pub width: u32,
    /// Number of rows.
    pub height: u32,
    /// What it looks like, in 64 bits.
    pub hash: PerceptualHash,
    /// Mean lightness (CIELAB L*), from 0 to 100.
    pub lightness: f32,
    /// Spread of the lightness: its standard deviation.
    pub contrast: f32,
    /// Colourfulness after Hasler and Süsstrunk, 2003: 0 is grey, above 45 is colourful.
    pub colorfulness: f32,
    /// Variance of the Laplacian of the lightness at a longer side of 512 pixels: low is blurred.
    pub sharpness: f32,
}

/// A size that pictures of a dataset are brought to.
#[derive(Port, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Pixels a row.
    pub width: u32,
    /// Number of rows.
    pub height: u32,
}
