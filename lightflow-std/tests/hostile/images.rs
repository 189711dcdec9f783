//! Images of one pixel, of one row, and of none that can be seen.

use lightflow::Ctx;
use lightflow_std::image::adjust_color::adjust_color;
use lightflow_std::image::apply_mask::apply_mask;
use lightflow_std::image::backdrop::backdrop;
use lightflow_std::image::blur::blur;
use lightflow_std::image::composite::composite;
use lightflow_std::image::contact_sheet::contact_sheet;
use lightflow_std::image::crop::crop;
use lightflow_std::image::cut_out::cut_out;
use lightflow_std::image::denoise::denoise;
use lightflow_std::image::draw_text::draw_text;
use lightflow_std::image::drop_shadow::drop_shadow;
use lightflow_std::image::fit::fit;
use lightflow_std::image::image_metrics::image_metrics;
use lightflow_std::image::mask_feather::mask_feather;
use lightflow_std::image::mask_grow::mask_grow;
use lightflow_std::image::mask_threshold::mask_threshold;
use lightflow_std::image::matte::matte;
use lightflow_std::image::palette::palette;
use lightflow_std::image::perceptual_hash::perceptual_hash;
use lightflow_std::image::resize::resize;
use lightflow_std::image::rotate::rotate;
use lightflow_std::image::sharpen::sharpen;
use lightflow_std::image::smart_crop::smart_crop;
use lightflow_std::image::soft_shadow::soft_shadow;
use lightflow_std::image::trim::trim;
use lightflow_std::image::{Anchor, Backdrop, BlendMode, Filter, Image, Mask, TextAlign};

use crate::assert_clear;

const NUMBERS: [f32; 7] = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, -1.0, 0.0, 0.5];
const SIDES: [u32; 4] = [0, 1, 40, u32::MAX];

fn sound<T, E: std::error::Error>(result: Result<T, E>, of: &str) {
    if let Err(error) = result {
        assert_clear(error, of);
    }
}

#[test]
fn the_smallest_and_the_narrowest_images_go_through_all_nodes() {
    let quads = [[0; 4], [255; 4], [9, 200, 3, 128], [9, 200, 3, 255]];
    for ((width, height), quad) in [(1, 1), (1, 90), (90, 1), (2, 2)].into_iter().zip(quads) {
        let image = Image::new("dot", width, height, quad.repeat((width * height) as usize)).unwrap();
        let mask = Mask::new(width, height, vec![quad[3]; (width * height) as usize]).unwrap();
        through_all(&image, &mask);
    }
}

fn through_all(image: &Image, mask: &Mask) {
    let ctx = Ctx::test();
    for number in NUMBERS {
        adjust_color(image, number, number, number, number, number, number);
        blur(image, number);
        composite(image, image, Anchor::Center, i32::MIN, i32::MAX, BlendMode::Screen, number);
        mask_feather(mask, number);
        mask_threshold(mask, number);
        sharpen(image, number, number, 0);
        sound(denoise(image, number, &ctx), "denoise");
        sound(drop_shadow(image, 1, -1, number, "#000", number), "drop_shadow");
        sound(matte(image, number, 3, true), "matte");
        sound(rotate(image, number, "#fff"), "rotate");
        sound(soft_shadow(image, number, number), "soft_shadow");
        sound(trim(image, number), "trim");
        let (top, left) = (Anchor::Top, TextAlign::Left);
        let text =
            draw_text(image, "a\nb", number, "#000", top, 0, 0, 1, left, number, number, "#fff", number);
        sound(text, "draw_text");
    }
    for side in SIDES {
        sound(backdrop(image, side, Backdrop::Gradient), "backdrop");
        sound(contact_sheet(vec![image.clone()], 1, side, "x".repeat(500)), "contact_sheet");
        sound(crop(image, side, side, side, side), "crop");
        sound(fit(image, side), "fit");
        sound(palette(image, side as usize), "palette");
        sound(resize(image, side, 1, Filter::Lanczos3), "resize");
        sound(smart_crop(image, side, side), "smart_crop");
        mask_grow(mask, side as i32);
        mask_grow(mask, i32::MIN);
    }
    sound(matte(image, 0.1, u32::MAX, false), "matte");
    apply_mask(image, mask).unwrap();
    cut_out(image, mask).unwrap();
    image_metrics(image, image).unwrap();
    perceptual_hash(image).unwrap();
}

#[test]
fn text_that_nobody_sees_takes_no_time() {
    let dot = Image::new("dot", 1, 1, vec![255; 4]).unwrap();
    let text = "W".repeat(20_000);
    let (anchor, align) = (Anchor::BottomRight, TextAlign::Left);
    draw_text(&dot, &text, 2000.0, "#000", anchor, 0, 0, 0, align, 1.2, 0.0, "#000", 0.0).unwrap();
}

#[test]
fn there_are_no_lists_of_nothing() {
    assert_clear(contact_sheet(vec![], 4, 100, String::new()).unwrap_err(), "contact_sheet");
    assert_clear(contact_sheet(vec![], u32::MAX, u32::MAX, String::new()).unwrap_err(), "contact_sheet");
}
