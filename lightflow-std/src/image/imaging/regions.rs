//! Connected regions of a black and white picture.

/// A set of pixels that touch along their sides.
pub struct Region {
    /// Indices of the pixels, in row order numbering.
    pub pixels: Vec<usize>,
    /// Whether one of them lies on the border of the picture.
    pub on_border: bool,
}

/// The regions of set pixels in `bits`, which holds rows of `width` pixels.
pub fn regions(bits: &[bool], width: usize) -> Vec<Region> {
    let mut unseen = bits.to_vec();
    let mut found = Vec::new();
    for start in 0..unseen.len() {
        if std::mem::take(&mut unseen[start]) {
            found.push(grow(&mut unseen, start, width));
        }
    }
    found
}

/// Takes the region of `start` out of `unseen`.
fn grow(unseen: &mut [bool], start: usize, width: usize) -> Region {
    let mut region = Region { pixels: vec![start], on_border: false };
    let mut next = 0;
    while let Some(&pixel) = region.pixels.get(next) {
        next += 1;
        let x = pixel % width;
        let neighbours = [
            (x > 0).then(|| pixel - 1),
            (x + 1 < width).then_some(pixel + 1),
            pixel.checked_sub(width),
            Some(pixel + width).filter(|&below| below < unseen.len()),
        ];
        for neighbour in neighbours {
            match neighbour {
                None => region.on_border = true,
                Some(index) if std::mem::take(&mut unseen[index]) => region.pixels.push(index),
                Some(_) => {}
            }
        }
    }
    region
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(rows: &[&str]) -> Vec<bool> {
        rows.concat().chars().map(|mark| mark == '#').collect()
    }

    #[test]
    fn corners_do_not_connect() {
        let found = regions(&bits(&["##.", "..#", "..#"]), 3);
        let sizes: Vec<usize> = found.iter().map(|region| region.pixels.len()).collect();
        assert_eq!(sizes, [2, 2]);
    }

    #[test]
    fn an_enclosed_region_is_not_on_the_border() {
        let found = regions(&bits(&["...", ".#.", "..."]), 3);
        assert_eq!(found[0].pixels, [4]);
        assert!(!found[0].on_border);
    }

    #[test]
    fn nothing_set_means_no_region() {
        assert!(regions(&[], 1).is_empty());
        assert!(regions(&[false; 4], 2).is_empty());
    }
}
