//! Makes a mask hard.

use lightflow::prelude::*;

use crate::image::Mask;

/// Makes each pixel of a mask wholly the subject, from `level` on, or wholly background.
///
/// ```
/// use lightflow_std::image::{Mask, mask_threshold::mask_threshold};
///
/// let soft = Mask::new(3, 1, vec![100, 128, 255])?;
/// assert_eq!(mask_threshold(&soft, 0.5).alpha(), [0, 255, 255]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn mask_threshold(
    mask: &Mask,
    /// The least share of a pixel, above 0, that counts as the subject.
    #[port(default = 0.5, range = 0.0..=1.0)]
    level: f32,
) -> Mask {
    // What is wholly background stays so, whatever the level.
    let level = (if level.is_nan() { 0.5 } else { level } * 255.0).max(1.0);
    mask.map(|alpha| if f32::from(alpha) >= level { 255 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_decides() {
        let mask = Mask::new(4, 1, vec![0, 1, 254, 255]).unwrap();
        assert_eq!(mask_threshold(&mask, 0.0).alpha(), [0, 255, 255, 255]);
        assert_eq!(mask_threshold(&mask, 1.0).alpha(), [0, 0, 0, 255]);
        assert_eq!(mask_threshold(&mask, f32::NAN).alpha(), [0, 0, 255, 255]);
    }
}
