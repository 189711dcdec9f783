use lightflow::prelude::*;

use lightflow_std::image::{
    Backdrop, Image, backdrop::backdrop, cut_out::cut_out, fit::fit, matte::matte, soft_shadow::soft_shadow,
    trim::trim,
};

/// Cuts the subject out of a photo and stands it on a clean backdrop, with a soft shadow.
#[composition]
pub fn packshot(
    photo: Image,
    #[port(default = 1200, range = 64..=4096, unit = "px")] side: u32,
    #[port(default = Backdrop::White)] style: Backdrop,
    #[port(default = 0.12, range = 0.0..=1.0)] margin: f32,
) -> Image {
    let mask = matte { photo: &photo, .. };
    let subject = cut_out(&photo, &mask);
    let framed = trim { image: &subject, margin };
    let sized = fit { image: &framed, side };
    let standing = soft_shadow { image: &sized, .. };
    backdrop { image: &standing, side, style }
}
