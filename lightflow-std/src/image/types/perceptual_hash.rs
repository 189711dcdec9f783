//! A fingerprint of what an image looks like.

use std::fmt;

use lightflow::Port;

/// 64 bits that change little when an image is scaled, compressed or lightened.
///
/// It is shown as 16 hexadecimal digits, the first bit first, as Python's ImageHash does.
#[derive(Port, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PerceptualHash {
    /// The bits, the first in the highest place.
    pub bits: u64,
}

impl PerceptualHash {
    /// In how many bits two hashes differ (Hamming: "Error detecting and error correcting codes", 1950).
    ///
    /// ```
    /// use lightflow_std::image::PerceptualHash;
    ///
    /// let (a, b) = (PerceptualHash { bits: 0b1100 }, PerceptualHash { bits: 0b1010 });
    /// assert_eq!(a.distance(b), 2);
    /// ```
    pub fn distance(self, other: Self) -> u32 {
        (self.bits ^ other.bits).count_ones()
    }
}

impl fmt::Display for PerceptualHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.bits)
    }
}
