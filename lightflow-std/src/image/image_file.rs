//! Names the image at a path.

use lightflow::prelude::*;

use crate::image::ImageFile;

/// The image at a path, named after the stem of its file.
///
/// ```
/// use lightflow_std::image::image_file::image_file;
///
/// assert_eq!(image_file("shots/red mug.png".into()).name, "red mug");
/// ```
#[node]
pub fn image_file(path: PathBuf) -> ImageFile {
    ImageFile::at(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_named_after_its_file() {
        assert_eq!(image_file("shots/red mug.png".into()).name, "red mug");
    }
}
