//! Measures how alike two images are.

use lightflow::prelude::*;

use crate::image::imaging::canvas::over;
use crate::image::imaging::ssim::ssim;
use crate::image::{Image, ImageMetrics};

/// Why two images were not compared.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ImageMetricsError {
    #[error("images `{first}` of {0}x{1} and `{second}` of {2}x{3} pixels cannot be compared; scale one to the size of the other", .sizes[0], .sizes[1], .sizes[2], .sizes[3])]
    Size { first: String, second: String, sizes: [u32; 4] },
}

/// Compares two images of the same size: mean squared error, peak signal-to-noise ratio, structural similarity.
///
/// They are those of scikit-image (`structural_similarity` with `gaussian_weights=True, sigma=1.5, use_sample_covariance=False,
/// data_range=255`, the mean of red, green and blue), see [`ssim`]. Transparent parts count as white.
///
/// ```
/// use lightflow_std::image::{Image, image_metrics::image_metrics};
///
/// let black = Image::new("black", 16, 16, [0, 0, 0, 255].repeat(256))?;
/// let dark = Image::new("dark", 16, 16, [5, 5, 5, 255].repeat(256))?;
/// let metrics = image_metrics(&black, &dark)?;
/// assert_eq!(metrics.mean_squared_error, 25.0);
/// assert!((metrics.psnr.unwrap() - 34.15).abs() < 0.01);
/// assert_eq!(image_metrics(&dark, &dark)?.psnr, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn image_metrics(first: &Image, second: &Image) -> Result<ImageMetrics, ImageMetricsError> {
    let sizes = [first.width(), first.height(), second.width(), second.height()];
    if sizes[..2] != sizes[2..] {
        let (first, second) = (first.name().to_owned(), second.name().to_owned());
        return Err(ImageMetricsError::Size { first, second, sizes });
    }
    let channels = |image: &Image| -> [Vec<f32>; 3] {
        let seen: Vec<[u8; 4]> = image.quads().map(|quad| over(quad, 1.0, [255; 4])).collect();
        [0, 1, 2].map(|channel| seen.iter().map(|quad| f32::from(quad[channel])).collect())
    };
    let (first, second) = (channels(first), channels(second));
    let pairs = || first.iter().zip(&second);
    let squares = |(a, b): (&f32, &f32)| f64::from(a - b).powi(2);
    let total: f64 = pairs().map(|(a, b)| a.iter().zip(b).map(squares).sum::<f64>()).sum();
    let mean_squared_error = total / (3 * first[0].len()) as f64;
    let psnr = (mean_squared_error > 0.0).then(|| 10.0 * (255.0 * 255.0 / mean_squared_error).log10());
    let ssim = pairs().map(|(a, b)| ssim(a, b, sizes[0] as usize)).sum::<f64>() / 3.0;
    Ok(ImageMetrics { mean_squared_error, psnr, ssim })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::blur::blur;

    fn texture() -> Image {
        let pixels = (0..64 * 64_u32).flat_map(|at| [(at * 7919 % 251) as u8, (at % 64 * 4) as u8, 90, 255]);
        Image::new("texture", 64, 64, pixels.collect::<Vec<u8>>()).unwrap()
    }

    #[test]
    fn the_more_blur_the_less_alike() {
        let metrics = |sigma| image_metrics(&texture(), &blur(&texture(), sigma)).unwrap();
        let (little, much) = (metrics(0.6), metrics(3.0));
        assert!(little.ssim > much.ssim && little.psnr > much.psnr);
        assert!(little.mean_squared_error < much.mean_squared_error);
    }

    #[test]
    fn equal_images_have_no_error() {
        let metrics = image_metrics(&texture(), &texture()).unwrap();
        assert_eq!((metrics.mean_squared_error, metrics.psnr), (0.0, None));
        assert!((metrics.ssim - 1.0).abs() < 1e-6);
    }

    #[test]
    fn two_sizes_cannot_be_compared() {
        let dot = Image::new("dot", 1, 1, vec![0; 4]).unwrap();
        let error = image_metrics(&texture(), &dot).unwrap_err().to_string();
        assert!(error.starts_with("images `texture` of 64x64 and `dot` of 1x1 pixels"), "{error}");
    }
}
