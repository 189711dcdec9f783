use lightflow::prelude::*;

use lightflow_std::image::{
    Anchor, BlendMode, ImageFormat, adjust_color::adjust_color, composite::composite, cut_out::cut_out,
    fit::fit, matte::matte, save_image::save_image, soft_shadow::soft_shadow, trim::trim,
};

use crate::nodes::{sample_photo::sample_photo, seeded_backdrop::seeded_backdrop};

/// Stands a product on a painted stage; the seed chooses the stage. Made to be swept: `sweep sweep_sheet --seed 1..=6`.
#[workflow]
pub fn sweep_sheet(
    /// The product: basketball, bookshelf speaker, bottle, carton, hardcover book, mug, stoneware vase, table lamp.
    #[port(default = "mug")]
    product: String,
    /// Chooses the colours of the stage and where its disc is.
    #[port(default = 1)]
    seed: u64,
    /// The side of the square picture.
    #[port(default = 1080, range = 64..=2048, unit = "px")]
    side: u32,
    /// How large the product is, as a share of the picture.
    #[port(default = 0.55, range = 0.2..=0.7)]
    scale: f32,
    /// How colourful the stage is.
    #[port(default = 0.07)]
    chroma: f32,
    /// Colour temperature: above 6500 the picture gets warmer, below colder.
    #[port(default = 6500.0)]
    temperature: f32,
    /// Contrast: 1 is as made.
    #[port(default = 1.0, range = 0.5..=2.0)]
    contrast: f32,
) -> PathBuf {
    let photo = sample_photo { product, width: 1200 };
    let mask = matte { photo: &photo, .. };
    let cut = cut_out(&photo, &mask);
    let subject = trim { image: &cut, margin: 0.0 };
    let length: u32 = ((side as f32 * scale) as u32).max(16);
    let sized = fit { image: &subject, side: length };
    let standing = soft_shadow { image: &sized, opacity: 0.6, blur: 0.04 };
    let stage = seeded_backdrop { seed, width: side, height: side, chroma };
    // The margin of the shadow reaches below the product: it stands a little in front of the wall.
    let foot: i32 = (side as f32 * 0.08) as i32;
    let scene = composite {
        base: &stage,
        layer: &standing,
        anchor: Anchor::Bottom,
        x: 0,
        y: foot,
        blend: BlendMode::Normal,
        ..
    };
    let picture = adjust_color { image: &scene, contrast, temperature, .. };
    save_image { image: &picture, name: "picture", format: ImageFormat::Png, .. }
}
