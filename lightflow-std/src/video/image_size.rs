//! Sizes of frames.

/// Width and height of a picture that is scaled down, never up, until its longer side is `side`.
pub fn within(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longer = width.max(height).max(1);
    if longer <= side {
        return (width.max(1), height.max(1));
    }
    let scaled =
        |length: u32| (f64::from(length) * f64::from(side) / f64::from(longer)).round().max(1.0) as u32;
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_side_fits_and_nothing_grows() {
        assert_eq!(within(1920, 1080, 640), (640, 360));
        assert_eq!(within(1080, 1920, 640), (360, 640));
        assert_eq!(within(320, 200, 640), (320, 200));
        assert_eq!(within(10_000, 1, 100), (100, 1));
    }
}
