//! Tells how unlike two images look by their fingerprints.

use lightflow::prelude::*;

use crate::image::PerceptualHash;

/// In how many of 64 bits two hashes differ: 0 for the same picture, up to about 10 for copies of it, about 32 for any two.
///
/// ```
/// use lightflow_std::image::{PerceptualHash, hash_distance::hash_distance};
///
/// assert_eq!(hash_distance(PerceptualHash { bits: 0b11 }, PerceptualHash { bits: 0b01 }), 1);
/// ```
#[node]
pub fn hash_distance(first: PerceptualHash, second: PerceptualHash) -> u32 {
    first.distance(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposite_bits_are_as_far_as_can_be() {
        let hash = PerceptualHash { bits: 0x1234_5678_9abc_def0 };
        assert_eq!(hash_distance(hash, PerceptualHash { bits: !hash.bits }), 64);
        assert_eq!(hash_distance(hash, hash), 0);
    }
}
