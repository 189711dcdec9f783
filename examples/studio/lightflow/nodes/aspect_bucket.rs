use lightflow::prelude::*;

use crate::types::{Bucket, Candidate};

/// Sides of buckets are multiples of this, as diffusion models want them.
const STEP: u32 = 64;

/// The bucket whose ratio of sides is next to that of a picture.
///
/// Buckets have about the area of a square of `side` pixels, sides that are multiples of 64, and ratios from 1:2 to 2:1 (NovelAI,
/// "Aspect ratio bucketing", 2022). A picture is never made larger than it is: of smaller ones, the area is its own.
#[node]
pub fn aspect_bucket(
    candidate: &Candidate,
    /// The square with the area of all buckets.
    #[port(default = 512, range = 64..=2048, multiple_of = 64, unit = "px")]
    side: u32,
) -> Bucket {
    let (width, height) = (f64::from(candidate.width), f64::from(candidate.height));
    let area = (f64::from(side) * f64::from(side)).min(width * height);
    let ratio = (width / height).clamp(0.5, 2.0);
    let steps = |length: f64| ((length / f64::from(STEP)).floor() as u32).max(1) * STEP;
    // A row of the bucket may be one step shorter or longer than the root says: the nearest ratio wins, then the larger area.
    let ideal = steps((area * ratio).sqrt());
    let rows = [ideal.saturating_sub(STEP).max(STEP), ideal, ideal + STEP];
    let buckets = rows.map(|width| Bucket { width, height: steps(area / f64::from(width)) });
    let off = |bucket: &Bucket| {
        let own = f64::from(bucket.width) / f64::from(bucket.height);
        ((own / ratio).ln().abs(), -f64::from(bucket.width) * f64::from(bucket.height))
    };
    let best = buckets.into_iter().min_by(|one, other| {
        let (one, other) = (off(one), off(other));
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    best.unwrap_or(Bucket { width: STEP, height: STEP })
}

#[cfg(test)]
mod tests {
    use super::*;
    use lightflow_std::image::{Image, ImageFile, perceptual_hash::perceptual_hash};

    fn bucket(width: u32, height: u32, side: u32) -> (u32, u32) {
        let point = Image::new("point", 1, 1, vec![0; 4]).unwrap();
        let candidate = Candidate {
            file: ImageFile::at("a.png".into()),
            width,
            height,
            hash: perceptual_hash(&point).unwrap(),
            lightness: 50.0,
            contrast: 10.0,
            colorfulness: 0.0,
            sharpness: 10.0,
        };
        let Bucket { width, height } = aspect_bucket(&candidate, side);
        (width, height)
    }

    #[test]
    fn a_bucket_has_the_ratio_of_the_picture_and_the_area_of_the_square() {
        assert_eq!(bucket(4000, 4000, 512), (512, 512));
        assert_eq!(bucket(4000, 2250, 1024), (1344, 768));
        assert_eq!(bucket(2250, 4000, 1024), (768, 1344));
        assert_eq!(bucket(10_000, 1_000, 512), (704, 320), "no bucket is longer than two to one, and a bit");
    }

    #[test]
    fn no_picture_is_made_larger_than_it_is() {
        for (width, height) in [(64, 64), (130, 90), (600, 400), (70, 400)] {
            let (w, h) = bucket(width, height, 2048);
            assert!(w * h <= (width * height).max(64 * 64), "{width}x{height}: {w}x{h}");
        }
        assert_eq!(bucket(1, 1, 512), (64, 64));
    }

    #[test]
    fn sides_are_multiples_of_64() {
        for width in (100..3000).step_by(137) {
            for height in (100..3000).step_by(211) {
                let (w, h) = bucket(width, height, 512);
                assert!(w % 64 == 0 && h % 64 == 0 && w > 0 && h > 0);
            }
        }
    }
}
