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

/// Asks a service that wants a key.
#[node]
pub fn ask(question: String, key: &Secret) -> String {
    format!("{question} {}", key.reveal().len())
}

/// Asks a service.
#[workflow]
pub fn asking(question: String, key: Secret) -> String {
    ask(question, &key)
}

/// Reads a photo that is there, and one that may not be.
#[workflow]
pub fn trouble(photo: PathBuf) -> String {
    let good = fit { image: &Image { width: 40, height: 30 }, side: 20 };
    let image = load_image(photo);
    let small = fit { image: &image, side: good.width };
    place { image: small, backdrop: Backdrop::White, title: None }
}

/// Writes sizes to a file.
#[workflow]
pub fn sizes(sizes: Vec<u32>, #[port(default = false)] bright: bool) -> PathBuf {
    write_sizes(sizes, bright)
}

/// Announces a file that is there.
#[node]
pub fn announce_file(path: PathBuf, ctx: &Ctx) -> PathBuf {
    ctx.artifact(&path);
    path
}

/// Announces a file.
#[workflow]
pub fn announce(path: PathBuf) -> PathBuf {
    announce_file(path)
}

/// Writes a card of one size.
#[node]
pub fn write_card(side: u32, title: String, key: &Secret, ctx: &Ctx) -> Result<PathBuf, std::io::Error> {
    let path = ctx.output_path("card.json").map_err(std::io::Error::other)?;
    assert_ne!(key.reveal(), &title);
    std::fs::write(&path, format!("{{\n  \"title\": \"{title}\",\n  \"side\": {side}\n}}\n"))?;
    ctx.artifact(&path);
    Ok(path)
}

/// Writes a card.
#[workflow]
pub fn card(side: u32, #[port(default = "Mug")] title: String, key: Secret) -> PathBuf {
    write_card(side, title, &key)
}

/// Tags pictures.
#[model(
    id = "tagger",
    family = Image,
    licence = "Apache-2.0",
    source = "https://example.org/tagger",
    files(
        "tagger.bin" = { sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", size = 4 },
        "words.txt" = { sha256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", size = 3 },
    ),
)]
pub struct TAGGER;

/// Says what is on an image.
#[node(needs(model(TAGGER), bin("no-such-tagger"), env("NO_SUCH_VARIABLE")), budget(vram = "1.5GiB"))]
pub fn tag(image: &Image, #[port(range = 1..=9)] count: u32) -> String {
    format!("{count} tags of {} x {}", image.width, image.height)
}

/// Only reads the model.
#[node(needs(model(TAGGER)))]
pub fn words(ctx: &Ctx) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let folder = ctx.model::<TAGGER>()?;
    Ok(std::fs::read_to_string(folder.join("words.txt"))?)
}

/// Sends a text.
#[node(needs(net))]
pub fn send(text: String) -> String {
    text
}

/// Tags an image and sends the tags.
#[composition]
pub fn report(image: Image, count: u32) -> String {
    let tags = tag { image: &image, count };
    send(tags)
}

/// Tags a photo.
#[workflow(budget(vram = "2GiB"))]
pub fn tagged(photo: PathBuf, #[port(default = 4)] count: u32) -> String {
    let image = load_image(photo);
    report { image, count }
}

/// The words of the tagger.
#[workflow(policy = offline)]
pub fn vocabulary() -> String {
    words()
}

/// Waits.
#[workflow]
pub fn idle(#[port(range = 0..=3600, unit = "s")] seconds: u64) -> u64 {
    wait(seconds)
}
