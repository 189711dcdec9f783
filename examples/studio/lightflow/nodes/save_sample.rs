use lightflow::prelude::*;
use lightflow_std::image::ImageFormat;
use lightflow_std::image::load_image::{LoadImageError, load_image};
use lightflow_std::image::save_image::{SaveImageError, save_image};
use lightflow_std::image::smart_crop::{SmartCropError, smart_crop};

use crate::types::{Bucket, Candidate};

/// How good a JPEG is, of 100.
const QUALITY: u8 = 90;

/// Why a picture is not part of the dataset.
#[derive(Debug, thiserror::Error)]
pub enum SaveSampleError {
    #[error(transparent)]
    Load(#[from] LoadImageError),
    #[error(transparent)]
    Crop(#[from] SmartCropError),
    #[error(transparent)]
    Save(#[from] SaveImageError),
}

/// Reads a picture, crops it to its bucket where it is most interesting, and saves it in the folder `images`.
///
/// All in one step: what goes from step to step is kept, and of the picture only the file is worth it.
#[node(blocking, resource = "cpu", needs(fs))]
pub fn save_sample(
    candidate: &Candidate,
    bucket: Bucket,
    /// How the pixels are written.
    #[port(default = ImageFormat::Jpeg)]
    format: ImageFormat,
    ctx: &Ctx,
) -> Result<PathBuf, SaveSampleError> {
    let picture = load_image(candidate.file.clone())?;
    let cropped = smart_crop(&picture, bucket.width, bucket.height)?;
    Ok(save_image(&cropped, &format!("images/{}", candidate.file.name), format, QUALITY, ctx)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    use crate::nodes::survey::survey;
    use lightflow_std::image::{Image, ImageFile};

    fn candidate(folder: &Path) -> Candidate {
        let pixels = (0..200 * 100_u32).flat_map(|at| [(at % 200) as u8, (at / 200) as u8, 90, 255]);
        let picture = Image::new("", 200, 100, pixels.collect::<Vec<u8>>()).unwrap();
        let file = ImageFile::at(folder.join("slope.png"));
        std::fs::write(&file.path, picture.to_png_bytes().unwrap()).unwrap();
        survey(file).unwrap()
    }

    #[test]
    fn a_picture_is_saved_under_its_name_in_the_size_of_its_bucket() {
        let folder = tempfile::tempdir().unwrap();
        let candidate = candidate(folder.path());
        let bucket = Bucket { width: 128, height: 64 };
        let path = save_sample(&candidate, bucket, ImageFormat::Webp, &Ctx::test()).unwrap();
        assert!(path.ends_with("images/slope.webp"), "{path:?}");
        let saved = load_image(ImageFile::at(path)).unwrap();
        assert_eq!((saved.width(), saved.height()), (128, 64));
    }

    #[test]
    fn a_picture_that_is_gone_since_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let candidate = candidate(folder.path());
        std::fs::remove_file(&candidate.file.path).unwrap();
        let bucket = Bucket { width: 64, height: 64 };
        let error = save_sample(&candidate, bucket, ImageFormat::Jpeg, &Ctx::test()).unwrap_err();
        assert!(error.to_string().contains("slope.png\" cannot be opened"), "{error}");
    }
}
