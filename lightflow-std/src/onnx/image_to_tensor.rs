//! Pixels as numbers.

use lightflow::prelude::*;

use super::{Tensor, TensorError};
use crate::image::Image;

/// Turns an image into a tensor `[1, 3, height, width]` of RGB, each channel scaled to 0..1, less its mean and by its deviation.
///
/// The defaults are those of ImageNet, which most classifiers were trained with. The image is not resized: `fit` and others do that. What
/// is transparent stands on white.
///
/// ```
/// use lightflow_std::image::Image;
/// use lightflow_std::onnx::image_to_tensor::image_to_tensor;
///
/// let red = Image::new("red", 2, 1, [255, 0, 0, 255].repeat(2))?;
/// let tensor = image_to_tensor(&red, vec![0.0; 3], vec![1.0; 3])?;
/// assert_eq!(tensor.shape(), [1, 3, 1, 2]);
/// assert_eq!(tensor.as_f32(), Some(&[1.0, 1.0, 0.0, 0.0, 0.0, 0.0][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When there are not three means and three deviations.
#[node]
pub fn image_to_tensor(
    image: &Image,
    /// Of red, green and blue, from 0 to 1.
    #[port(default = vec![0.485, 0.456, 0.406], len = 3)]
    mean: Vec<f32>,
    /// Of red, green and blue.
    #[port(default = vec![0.229, 0.224, 0.225], len = 3, range = 1e-6..=1e6)]
    deviation: Vec<f32>,
) -> Result<Tensor, TensorError> {
    let ([_, _, _], [_, _, _]) = (&mean[..], &deviation[..]) else { return Err(TensorError::Channels) };
    let mut numbers = Vec::with_capacity(image.pixels().len() / 4 * 3);
    for channel in 0..3 {
        let scaled = image.quads().map(|quad| {
            let alpha = f32::from(quad[3]) / 255.0;
            let value = f32::from(quad[channel]) / 255.0 * alpha + (1.0 - alpha);
            (value - mean[channel]) / deviation[channel]
        });
        numbers.extend(scaled);
    }
    Tensor::f32(&[1, 3, image.height() as usize, image.width() as usize], numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_transparent_stands_on_white() {
        let clear = Image::new("clear", 1, 1, vec![0, 0, 0, 0]).unwrap();
        let tensor = image_to_tensor(&clear, vec![0.5; 3], vec![0.5; 3]).unwrap();
        assert_eq!(tensor.as_f32(), Some(&[1.0; 3][..]));
    }

    #[test]
    fn each_channel_has_its_mean_and_deviation() {
        let dot = Image::new("dot", 1, 1, vec![255, 51, 0, 255]).unwrap();
        let tensor = image_to_tensor(&dot, vec![1.0, 0.2, 0.5], vec![1.0, 1.0, 0.25]).unwrap();
        let [red, green, blue] = tensor.as_f32().unwrap() else { panic!("{tensor:?}") };
        assert!(red.abs() < 1e-6 && green.abs() < 1e-6 && (blue + 2.0).abs() < 1e-6, "{red} {green} {blue}");
        assert_eq!(image_to_tensor(&dot, vec![0.0], vec![1.0; 3]), Err(TensorError::Channels));
    }
}
