//! What holds for every image, mask and parameter.

use lightflow::prelude::*;
use proptest::prelude::*;

use crate::image::adjust_color::adjust_color;
use crate::image::apply_mask::apply_mask;
use crate::image::blur::blur;
use crate::image::composite::composite;
use crate::image::crop::crop;
use crate::image::denoise::denoise;
use crate::image::draw_text::draw_text;
use crate::image::drop_shadow::drop_shadow;
use crate::image::flip::flip;
use crate::image::grayscale::grayscale;
use crate::image::hash_distance::hash_distance;
use crate::image::image_metrics::image_metrics;
use crate::image::mask_combine::mask_combine;
use crate::image::mask_feather::mask_feather;
use crate::image::mask_grow::mask_grow;
use crate::image::mask_invert::mask_invert;
use crate::image::mask_threshold::mask_threshold;
use crate::image::palette::palette;
use crate::image::perceptual_hash::perceptual_hash;
use crate::image::resize::resize;
use crate::image::rotate::rotate;
use crate::image::sharpen::sharpen;
use crate::image::smart_crop::smart_crop;
use crate::image::{Anchor, Axis, BlendMode, Filter, Image, Mask, MaskOperation, PerceptualHash, TextAlign};

fn images() -> impl Strategy<Value = Image> {
    let sides = prop_oneof![4 => (1..24_u32, 1..24_u32), 1 => Just((1, 1)), 1 => (1..2_u32, 1..60_u32)];
    sides.prop_flat_map(|(width, height)| {
        let size = (width * height * 4) as usize;
        proptest::collection::vec(any::<u8>(), size)
            .prop_map(move |pixels| Image::new("any", width, height, pixels).unwrap())
    })
}

fn masks(count: usize) -> impl Strategy<Value = Vec<Mask>> {
    (1..14_u32, 1..14_u32).prop_flat_map(move |(width, height)| {
        let mask = proptest::collection::vec(any::<u8>(), (width * height) as usize)
            .prop_map(move |alpha| Mask::new(width, height, alpha).unwrap());
        proptest::collection::vec(mask, count)
    })
}

/// Any number, and often one that is none.
fn numbers() -> impl Strategy<Value = f32> {
    prop_oneof![
        4 => -20.0..50.0_f32,
        1 => prop_oneof![Just(f32::NAN), Just(f32::INFINITY), Just(f32::NEG_INFINITY), Just(0.0), Just(-0.0)],
        1 => any::<f32>(),
    ]
}

fn size(image: &Image) -> (u32, u32) {
    (image.width(), image.height())
}

fn at_most(lesser: &Mask, greater: &Mask) -> bool {
    lesser.alpha().iter().zip(greater.alpha()).all(|(a, b)| a <= b)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn sizes_are_the_wanted_ones(image in images(), width in 1..40_u32, height in 1..40_u32) {
        for filter in Filter::ALL {
            prop_assert_eq!(size(&resize(&image, width, height, filter).unwrap()), (width, height));
        }
        prop_assert_eq!(size(&smart_crop(&image, width, height).unwrap()), (width, height));
        let (wide, high) = (width.min(image.width()), height.min(image.height()));
        let (left, top) = (image.width() - wide, image.height() - high);
        prop_assert_eq!(size(&crop(&image, left, top, wide, high).unwrap()), (wide, high));
        prop_assert!(crop(&image, left + 1, top, wide, high).is_err());
    }

    #[test]
    fn two_flips_are_none_and_both_are_half_a_turn(image in images()) {
        for axis in Axis::ALL {
            prop_assert_eq!(&flip(&flip(&image, axis), axis), &image);
        }
        let both = flip(&flip(&image, Axis::Horizontal), Axis::Vertical);
        prop_assert_eq!(both, rotate(&image, 180.0, "#000").unwrap());
    }

    #[test]
    fn four_quarter_turns_are_none(image in images()) {
        let turn = |image: &Image| rotate(image, 90.0, "#000").unwrap();
        prop_assert_eq!(size(&turn(&image)), (image.height(), image.width()));
        prop_assert_eq!(turn(&turn(&turn(&turn(&image)))), image);
    }

    #[test]
    fn a_turned_image_has_room_for_itself(image in images(), angle in -360.0..360.0_f32) {
        let turned = rotate(&image, angle, "#00000000").unwrap();
        let diagonal = f64::from(image.width()).hypot(f64::from(image.height()));
        prop_assert!(f64::from(turned.longer_side()) <= diagonal + 1.0);
        prop_assert!(turned.longer_side() >= image.width().min(image.height()));
    }

    #[test]
    fn masks_are_a_lattice(list in masks(3)) {
        let combine = |a: &Mask, b: &Mask, operation| mask_combine(a, b, operation).unwrap();
        let [a, b, c] = [&list[0], &list[1], &list[2]];
        for operation in [MaskOperation::Union, MaskOperation::Intersect] {
            prop_assert_eq!(combine(a, b, operation), combine(b, a, operation));
            prop_assert_eq!(&combine(a, a, operation), a);
            let left = combine(&combine(a, b, operation), c, operation);
            prop_assert_eq!(left, combine(a, &combine(b, c, operation), operation));
        }
        let absorbed = combine(a, &combine(a, b, MaskOperation::Intersect), MaskOperation::Union);
        prop_assert_eq!(&absorbed, a);
        let neither = mask_invert(&combine(a, b, MaskOperation::Union));
        prop_assert_eq!(neither, combine(&mask_invert(a), &mask_invert(b), MaskOperation::Intersect));
        let rest = combine(a, b, MaskOperation::Subtract);
        prop_assert_eq!(rest, combine(a, &mask_invert(b), MaskOperation::Intersect));
    }

    #[test]
    fn growing_and_shrinking_are_dual_and_closing_covers(list in masks(2), distance in 0..9) {
        let mask = &list[0];
        prop_assert!(at_most(mask, &mask_grow(mask, distance)));
        prop_assert!(at_most(&mask_grow(mask, -distance), mask));
        prop_assert_eq!(mask_invert(&mask_grow(mask, distance)), mask_grow(&mask_invert(mask), -distance));
        prop_assert!(at_most(mask, &mask_grow(&mask_grow(mask, distance), -distance)));
        let union = mask_combine(mask, &list[1], MaskOperation::Union).unwrap();
        prop_assert!(at_most(&mask_grow(mask, distance), &mask_grow(&union, distance)));
    }

    #[test]
    fn a_threshold_of_a_threshold_is_the_same(list in masks(1), level in numbers(), other in numbers()) {
        let hard = mask_threshold(&list[0], level);
        prop_assert!(hard.alpha().iter().all(|alpha| [0, 255].contains(alpha)));
        prop_assert_eq!(mask_threshold(&hard, other.min(1.0)), hard);
    }

    #[test]
    fn the_distance_of_hashes_is_a_metric(a in any::<u64>(), b in any::<u64>(), c in any::<u64>()) {
        let [a, b, c] = [a, b, c].map(|bits| PerceptualHash { bits });
        prop_assert_eq!(hash_distance(a, b), hash_distance(b, a));
        prop_assert_eq!(hash_distance(a, b) == 0, a == b);
        prop_assert!(hash_distance(a, c) <= hash_distance(a, b) + hash_distance(b, c));
    }

    #[test]
    fn metrics_are_symmetric_and_bounded(first in images(), second in images()) {
        let second = resize(&second, first.width(), first.height(), Filter::Nearest).unwrap();
        let (there, back) = (image_metrics(&first, &second).unwrap(), image_metrics(&second, &first).unwrap());
        prop_assert!((there.ssim - back.ssim).abs() < 1e-6);
        prop_assert!((-1.01..=1.0 + 1e-6).contains(&there.ssim), "{}", there.ssim);
        prop_assert_eq!(there.psnr, back.psnr);
        prop_assert_eq!(there.psnr.is_none(), there.mean_squared_error == 0.0);
    }

    #[test]
    fn the_shares_of_a_palette_add_up(image in images(), count in 1..70_usize) {
        let colors = palette(&image, count).unwrap();
        prop_assert!(colors.len() <= count);
        prop_assert!(colors.is_sorted_by(|a, b| a.share >= b.share));
        let sum: f32 = colors.iter().map(|swatch| swatch.share).sum();
        prop_assert!(colors.is_empty() || (sum - 1.0).abs() < 1e-3, "{}", sum);
    }

    #[test]
    fn a_layer_without_opacity_or_beside_the_base_changes_nothing(base in images(), layer in images(), x in 24..200_i32) {
        for blend in BlendMode::ALL {
            prop_assert_eq!(&composite(&base, &layer, Anchor::Center, 0, 0, blend, 0.0), &base);
            prop_assert_eq!(&composite(&base, &layer, Anchor::TopLeft, x, 0, blend, 1.0), &base);
        }
    }

    #[test]
    fn no_number_makes_a_node_panic(image in images(), n in [numbers(), numbers(), numbers(), numbers(), numbers(), numbers()], x in any::<i32>(), y in any::<i32>()) {
        let ctx = Ctx::test();
        let same = |made: Image| -> Result<(), TestCaseError> {
            prop_assert_eq!(size(&made), size(&image));
            Ok(())
        };
        same(blur(&image, n[0]))?;
        same(sharpen(&image, n[0], n[1], 3))?;
        same(denoise(&image, n[0], &ctx).unwrap())?;
        same(grayscale(&image))?;
        same(adjust_color(&image, n[0], n[1], n[2], n[3], n[4], n[5]))?;
        same(composite(&image, &image, Anchor::Bottom, x, y, BlendMode::Overlay, n[0]))?;
        if let Ok(made) = draw_text(&image, "any ä\ntext", n[0], "#fff", Anchor::Center, x, y, 9, TextAlign::Right, n[1], n[2], "#000", n[3]) {
            same(made)?;
        }
        let _ = rotate(&image, n[0], "#ff0");
        let _ = drop_shadow(&image, x % 40, y % 40, n[0], "#000", n[1]);
        perceptual_hash(&image).unwrap();
        let mask = Mask::new(image.width(), image.height(), image.quads().map(|quad| quad[0]).collect::<Vec<u8>>()).unwrap();
        same(apply_mask(&image, &mask).unwrap())?;
        mask_feather(&mask, n[0]);
        mask_grow(&mask, x);
        mask_threshold(&mask, n[0]);
    }
}
