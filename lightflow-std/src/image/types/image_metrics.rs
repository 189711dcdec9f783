//! How alike two images are.

use lightflow::Port;

/// What a comparison of two images gives.
#[derive(Port, Clone, Copy, Debug, PartialEq)]
pub struct ImageMetrics {
    /// Mean of the squared differences of red, green and blue, in bytes squared.
    pub mean_squared_error: f64,
    /// Peak signal-to-noise ratio in dB, peak 255; absent for equal images, for which it has no bound.
    pub psnr: Option<f64>,
    /// Structural similarity, up to 1 for equal images.
    pub ssim: f64,
}
