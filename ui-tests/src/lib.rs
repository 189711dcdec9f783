//! A small node pack. The cases in `cases/` use it wrongly, one mistake each; those in `pass/` use it well.

pub mod shapes;

use lightflow::prelude::*;

/// A picture in memory.
#[derive(Port, Clone, Debug)]
pub struct Image {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// A picture in the space of a model.
#[derive(Port, Clone, Debug)]
pub struct Latent {
    /// Cells from left to right.
    pub width: u32,
    /// Cells from top to bottom.
    pub height: u32,
}

/// The part of a picture that counts.
#[derive(Port, Clone, Debug)]
pub struct Mask {
    /// One value for each pixel, row by row.
    pub alpha: Vec<u8>,
}

/// Loaded weights: they cannot be cloned.
#[derive(Port, Debug)]
#[port(handle)]
pub struct Model {
    /// How much it enlarges.
    pub scale: u32,
}

/// A subject and where it is.
#[derive(Ports, Clone, Debug)]
pub struct Cutout {
    /// The subject alone.
    pub subject: Image,
    /// Its outline.
    pub mask: Mask,
}

/// What stands behind a subject.
#[derive(Port, Clone, Copy, Debug, PartialEq)]
pub enum Backdrop {
    /// One color.
    Plain,
    /// From light to dark.
    Gradient,
}

/// A plain type: it is no port.
#[derive(Clone, Debug)]
pub struct Histogram {
    /// Counts from dark to light.
    pub bins: [u32; 8],
}

/// Reads a picture.
#[node]
pub fn load(path: String) -> Image {
    let side = path.len() as u32;
    Image { width: side, height: side }
}

/// Scales a picture.
#[node]
pub fn resize(image: Image, #[port(default = 512, range = 16..=8192)] width: u32) -> Image {
    Image { width, ..image }
}

/// Softens a picture.
#[node]
pub fn blur(image: &Image, #[port(default = 1.0)] radius: f32) -> Image {
    Image { width: image.width + radius as u32, ..*image }
}

/// Sets the brightness of a picture.
#[node]
pub fn brighten(image: &Image, amount: f32) -> Image {
    Image { width: image.width + amount as u32, ..*image }
}

/// Takes a picture into the space of a model.
#[node]
pub fn encode(image: &Image) -> Latent {
    Latent { width: image.width / 8, height: image.height / 8 }
}

/// Makes a picture of a latent.
#[node]
pub fn decode(latent: Latent) -> Image {
    Image { width: latent.width * 8, height: latent.height * 8 }
}

/// Finds the subject: the picture as it was, and where the subject is.
#[node]
pub fn segment(image: Image) -> (Image, Mask) {
    let alpha = vec![255; (image.width * image.height) as usize];
    (image, Mask { alpha })
}

/// Cuts the subject out.
#[node]
pub fn cut_out(image: Image) -> Cutout {
    let alpha = vec![255; (image.width * image.height) as usize];
    Cutout { subject: image, mask: Mask { alpha } }
}

/// Lays a subject on a backdrop.
#[node]
pub fn composite(image: Image, mask: Mask, backdrop: Backdrop) -> Image {
    let wide = backdrop == Backdrop::Gradient && !mask.alpha.is_empty();
    Image { width: image.width + u32::from(wide), ..image }
}

/// The pictures in a folder.
#[node]
pub fn list_images(folder: String) -> Vec<String> {
    vec![folder]
}

/// One picture of that name, if there is one.
#[node]
pub fn find_image(name: String) -> Option<Image> {
    (!name.is_empty()).then_some(Image { width: 1, height: 1 })
}

/// Loads weights.
#[node]
pub fn load_model(path: String) -> Model {
    Model { scale: path.len() as u32 }
}

/// Enlarges a picture, and gives the weights back to the system.
#[node]
pub fn upscale(model: Model, image: Image) -> Image {
    Image { width: image.width * model.scale, height: image.height * model.scale }
}

/// Puts pictures side by side.
#[node]
pub fn contact_sheet(images: &[Image], #[port(default = 4)] columns: u32) -> Image {
    Image { width: columns, height: images.len() as u32 }
}

/// Writes a picture.
#[node]
pub fn save(image: &Image, path: &str) -> Result<String, std::io::Error> {
    Ok(format!("{path}: {} x {}", image.width, image.height))
}

/// Cuts the subject out and lays it on a plain backdrop.
#[composition]
pub fn packshot(photo: Image, width: u32) -> Image {
    let (subject, mask) = segment(photo);
    let image = composite { image: subject, mask, backdrop: Backdrop::Plain };
    resize { image, width }
}

/// Writes words on a picture.
#[node]
pub fn caption(
    image: &Image,
    #[port(len = 1..=12, matches = "[A-Za-z ]+")] title: &str,
    #[port(default = "round", choices = ["round", "square"])] corners: String,
    #[port(default = Backdrop::Plain, choices = [Backdrop::Plain])] backdrop: Backdrop,
    #[port(default = 0, range = -90..=90, multiple_of = 15)] angle: i32,
) -> Image {
    let width = title.len() as u32 + corners.len() as u32 + angle.unsigned_abs() + backdrop as u32;
    Image { width: image.width + width, ..*image }
}

/// Lays pictures over each other.
#[node]
pub fn stack(#[port(len = 2..=3)] images: Vec<Image>) -> Image {
    images[0].clone()
}

/// A packshot with a title on it.
#[composition]
pub fn titled(photo: Image, #[port(range = ..=4096)] width: u32, title: String) -> Image {
    let shot = packshot { photo, width };
    caption { image: &shot, title: &title, .. }
}

/// Tells in words what a picture shows.
#[model(
    family = Text,
    licence = "Apache-2.0",
    files("model.bin" = { sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", size = 4 }),
)]
pub struct TAGGER;

/// Says in words what a picture shows.
#[node(needs(model(TAGGER)), budget(vram = "6GiB", cost = "0.04 USD"))]
pub fn describe(image: &Image) -> String {
    format!("{} x {}", image.width, image.height)
}

/// Sends a picture to a host, and gives it back as that has it.
#[node(needs(net, env("HOST_TOKEN")))]
pub fn http_put(image: Image) -> Image {
    image
}

/// Runs a picture through a program.
#[node(needs(bin("convert")), budget(vram = "4GiB"))]
pub fn through_program(image: Image) -> Image {
    image
}

/// Sends a picture when it is large.
#[composition]
pub fn upload(image: Image) -> Image {
    if image.width > 64 { http_put(image) } else { image }
}

/// Cuts out, and sends.
#[composition]
pub fn publish(photo: Image) -> Image {
    let shot = packshot { photo, width: 512 };
    upload(shot)
}

/// A plain function: it is no node.
pub fn sharpen(image: Image) -> Image {
    image
}
