//! Makes one mask of two.

use lightflow::prelude::*;

use crate::image::{Mask, MaskOperation};

/// Why masks were not combined.
#[derive(Debug, thiserror::Error)]
#[error("masks of {0}x{1} and {2}x{3} pixels do not cover each other; make both from images of one size")]
pub struct MaskCombineError(u32, u32, u32, u32);

/// Makes one mask of two of the same size, as a set operation on each pixel (Zadeh: "Fuzzy sets", 1965).
///
/// ```
/// use lightflow_std::image::{Mask, MaskOperation, mask_combine::mask_combine};
///
/// let a = Mask::new(3, 1, vec![255, 255, 0])?;
/// let b = Mask::new(3, 1, vec![0, 100, 100])?;
/// assert_eq!(mask_combine(&a, &b, MaskOperation::Union)?.alpha(), [255, 255, 100]);
/// assert_eq!(mask_combine(&a, &b, MaskOperation::Intersect)?.alpha(), [0, 100, 0]);
/// assert_eq!(mask_combine(&a, &b, MaskOperation::Subtract)?.alpha(), [255, 155, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn mask_combine(
    first: &Mask,
    second: &Mask,
    /// What becomes of what is in one of them, or in both.
    #[port(default = MaskOperation::Union)]
    operation: MaskOperation,
) -> Result<Mask, MaskCombineError> {
    let combine = |a: u8, b: u8| match operation {
        MaskOperation::Union => a.max(b),
        MaskOperation::Intersect => a.min(b),
        MaskOperation::Subtract => a.min(255 - b),
    };
    first
        .zip(second, combine)
        .ok_or_else(|| MaskCombineError(first.width(), first.height(), second.width(), second.height()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_of_two_sizes_are_refused() {
        let (wide, high) = (Mask::new(2, 1, vec![0; 2]).unwrap(), Mask::new(1, 2, vec![0; 2]).unwrap());
        let error = mask_combine(&wide, &high, MaskOperation::Union).unwrap_err();
        assert!(error.to_string().starts_with("masks of 2x1 and 1x2 pixels"));
    }
}
