//! Pictures to files.

use std::fs::File;
use std::io::BufWriter;

use lightflow::prelude::*;

use crate::types::Picture;

/// What can go wrong with a picture's file.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file's place is no good.
    #[error(transparent)]
    Place(#[from] lightflow::ArtifactError),
    /// It could not be written.
    #[error("`{0}` cannot be written")]
    File(String, #[source] std::io::Error),
    /// It could not be encoded.
    #[error("the picture is no PNG")]
    Png(#[from] png::EncodingError),
    /// The picture's bytes could not be read.
    #[error(transparent)]
    Tensor(#[from] candle_core::Error),
}

/// Saves a picture as PNG.
#[node(needs(fs), shape(picture: [h, w, 3]))]
pub fn save_picture(
    picture: &Picture,
    #[port(default = "picture")] name: &str,
    ctx: &Ctx,
) -> Result<PathBuf, SaveError> {
    let (height, width, _) = picture.tensor.dims3()?;
    let bytes: Vec<u8> = picture.tensor.flatten_all()?.to_vec1()?;
    let path = ctx.output_path(format!("{name}.png"))?;
    let file = File::create(&path).map_err(|error| SaveError::File(path.display().to_string(), error))?;
    let mut encoder = png::Encoder::new(BufWriter::new(file), width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header()?.write_image_data(&bytes)?;
    ctx.artifact(&path);
    Ok(path)
}
