use lightflow::prelude::*;

use lightflow_std::image::{
    ImageFormat, TextAlign, contact_sheet::contact_sheet, draw_text::draw_text, image_file::image_file,
    load_image::load_image, palette::palette, rename::rename, save_image::save_image, smart_crop::smart_crop,
};

use crate::nodes::{caption_plan::caption_plan, scrim::scrim, social_formats::social_formats};

/// Makes one picture into eight formats to post, each cropped to what matters and with a headline that can be read.
#[workflow]
pub fn social_kit(
    /// The picture: a PNG, JPEG or WebP file.
    photo: PathBuf,
    /// What is said.
    #[port(len = 1..=120)]
    headline: String,
    /// A smaller line below it.
    #[port(default = "", len = 0..=120)]
    line: String,
    /// The least contrast of text and picture (WCAG 2.2): 4.5 for text, 3 for large text, 7 for everybody.
    #[port(default = 4.5)]
    contrast: f32,
    /// How the pictures are saved.
    #[port(default = ImageFormat::Jpeg)]
    format: ImageFormat,
) -> PathBuf {
    let master = load_image(image_file(photo));
    let posts = for size in social_formats() {
        let path: String = format!("social/{}", size.name);
        let cropped = smart_crop { image: &master, width: size.width, height: size.height };
        let colors = palette { image: &cropped, .. };
        let plan = caption_plan { image: &cropped, colors, headline: &headline, line: &line };
        let ready = scrim { image: &cropped, plan: &plan, contrast };
        let titled = draw_text {
            image: &ready,
            text: &headline,
            size: plan.headline_size,
            color: &plan.ink,
            anchor: plan.anchor,
            x: plan.x,
            y: plan.headline_y,
            width: plan.width,
            align: TextAlign::Left,
            line_height: plan.leading,
            outline: plan.weight,
            outline_color: &plan.ink,
            ..
        };
        let post = draw_text {
            image: &titled,
            text: &line,
            size: plan.line_size,
            color: &plan.ink,
            anchor: plan.anchor,
            x: plan.x,
            y: plan.line_y,
            width: plan.width,
            line_height: plan.leading,
            ..
        };
        save_image { image: &post, name: &path, format, quality: 92 };
        rename { image: &post, name: &size.name }
    };
    let sheet = contact_sheet { images: posts, columns: 4, cell: 420, title: headline };
    save_image { image: &sheet, name: "social/overview", format: ImageFormat::Png, .. }
}
