//! The assets of the program under test.

use std::path::PathBuf;

use lightflow::prelude::*;

/// A picture of `width` by `height` pixels.
#[derive(Port, Clone, Debug)]
pub struct Image {
    width: u32,
    height: u32,
}

/// What is behind the subject.
#[derive(Port, Clone, Copy, Debug, PartialEq)]
pub enum Backdrop {
    White,
    Gradient,
}

/// Reads an image file.
///
/// PNG, JPEG and WebP.
#[node(retry = 2)]
pub fn load_image(path: PathBuf) -> Result<Image, String> {
    match path.to_str() {
        Some("broken.png") => Err("the file ends too early".into()),
        Some("panic.png") => panic!("no such codec"),
        _ => Ok(Image { width: 800, height: 600 }),
    }
}

/// Scales an image so that its longer side is `side` pixels.
#[node]
pub fn fit(
    image: &Image,
    /// The longer side.
    #[port(default = 1024, range = 16..=8192, unit = "px")]
    side: u32,
) -> Image {
    Image { width: side, height: side * image.height / image.width }
}

/// Puts an image on a backdrop and says how large it became.
#[node]
pub fn place(image: Image, backdrop: Backdrop, title: Option<String>, ctx: &Ctx) -> String {
    ctx.log(format!("on {backdrop:?}"));
    let title = title.unwrap_or_else(|| "untitled".into());
    format!("{title}: {} x {}", image.width, image.height)
}

/// Waits for a long time.
#[node]
pub async fn wait(seconds: u64) -> u64 {
    tokio::time::sleep(std::time::Duration::from_secs(seconds)).await;
    seconds
}

/// Writes a list of sizes.
#[node]
pub fn write_sizes(
    sizes: Vec<u32>,
    bright: bool,
    ctx: &Ctx,
) -> Result<PathBuf, Box<dyn std::error::Error + Send + Sync>> {
    let path = ctx.output_path("sizes.txt")?;
    std::fs::write(&path, format!("{sizes:?} {bright}"))?;
    ctx.artifact(&path);
    Ok(path)
}

/// Scales an image twice.
#[composition]
pub fn twice(image: Image, side: u32) -> Image {
    let small = fit { image: &image, side };
    fit { image: &small, side: side * 2 }
}

/// Turns a photo into a packshot.
#[workflow]
pub fn packshot(
    /// The photo.
    photo: PathBuf,
    /// The longer side of the packshot.
    #[port(default = 512, range = 16..=4096, unit = "px")]
    side: u32,
    /// What is behind the product.
    #[port(default = Backdrop::White)]
    backdrop: Backdrop,
    /// Shown below it.
    shot_title: Option<String>,
) -> String {
    let image = load_image(photo);
    let scaled = twice { image, side };
    place { image: scaled, backdrop, title: shot_title }
}

/// Writes sizes to a file.
#[workflow]
pub fn sizes(sizes: Vec<u32>, #[port(default = false)] bright: bool) -> PathBuf {
    write_sizes(sizes, bright)
}

/// Waits.
#[workflow]
pub fn idle(#[port(range = 0..=3600, unit = "s")] seconds: u64) -> u64 {
    wait(seconds)
}
