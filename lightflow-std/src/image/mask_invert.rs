//! Turns a mask inside out.

use lightflow::prelude::*;

use crate::image::Mask;

/// What is not in a mask.
///
/// ```
/// use lightflow_std::image::{Mask, mask_invert::mask_invert};
///
/// assert_eq!(mask_invert(&Mask::new(2, 1, vec![0, 200])?).alpha(), [255, 55]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn mask_invert(mask: &Mask) -> Mask {
    mask.map(|alpha| 255 - alpha)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_is_the_mask_itself() {
        let mask = Mask::new(256, 1, (0..=255).collect::<Vec<u8>>()).unwrap();
        assert_eq!(mask_invert(&mask_invert(&mask)), mask);
        assert_ne!(mask_invert(&mask), mask);
    }
}
