use lightflow::prelude::*;

use crate::types::Candidate;

/// Keeps one of the pictures that look the same: the one with the most pixels, and of equal ones the first.
///
/// Two pictures look the same when at most `tolerance` of the 64 bits of their hashes differ. The order stays.
#[node]
pub fn drop_duplicates(
    candidates: Vec<Candidate>,
    /// The most bits that differ.
    #[port(default = 6, range = 0..=32, unit = "bit")]
    tolerance: u32,
    ctx: &Ctx,
) -> Vec<Candidate> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    let pixels = |candidate: &Candidate| u64::from(candidate.width) * u64::from(candidate.height);
    order.sort_by_key(|&index| (std::cmp::Reverse(pixels(&candidates[index])), index));
    let mut kept: Vec<usize> = Vec::new();
    for index in order {
        let candidate = &candidates[index];
        let same = kept.iter().map(|&kept| &candidates[kept]);
        match same.into_iter().find(|other| other.hash.distance(candidate.hash) <= tolerance) {
            Some(other) => {
                ctx.log(format!("`{}` looks like `{}`", candidate.file.name, other.file.name));
            }
            None => kept.push(index),
        }
    }
    kept.sort_unstable();
    let mut candidates: Vec<Option<Candidate>> = candidates.into_iter().map(Some).collect();
    kept.into_iter().filter_map(|index| candidates[index].take()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lightflow_std::image::{Image, ImageFile, perceptual_hash::perceptual_hash};

    fn candidate(name: &str, side: u32, turn: bool) -> Candidate {
        let pixels = (0..64 * 64_u32).flat_map(|index| {
            let (x, y) = (index % 64, index / 64);
            let shade = if turn { x * 4 } else { (y * 4) ^ (x / 8 * 16) } as u8;
            [shade, shade, shade, 255]
        });
        let picture = Image::new(name, 64, 64, pixels.collect::<Vec<u8>>()).unwrap();
        Candidate {
            file: ImageFile { path: name.into(), name: name.into() },
            width: side,
            height: side,
            hash: perceptual_hash(&picture).unwrap(),
            lightness: 50.0,
            contrast: 10.0,
            colorfulness: 0.0,
            sharpness: 10.0,
        }
    }

    #[test]
    fn of_pictures_that_look_the_same_the_largest_is_kept_in_its_place() {
        let ctx = Ctx::test();
        let all = vec![
            candidate("small", 100, false),
            candidate("other", 50, true),
            candidate("large", 400, false),
            candidate("as large", 400, false),
        ];
        let kept = drop_duplicates(all, 6, &ctx);
        assert_eq!(kept.iter().map(|kept| &*kept.file.name).collect::<Vec<_>>(), ["other", "large"]);
        assert_eq!(ctx.lines(), ["`as large` looks like `large`", "`small` looks like `large`"]);
    }

    #[test]
    fn of_nothing_nothing_is_kept() {
        assert_eq!(drop_duplicates(vec![], 6, &Ctx::test()), []);
    }
}
