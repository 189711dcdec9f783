use lightflow::prelude::*;

use crate::image::ImageFile;

/// The photo at a path, named after the stem of its file.
#[node]
pub fn image_file(path: PathBuf) -> ImageFile {
    ImageFile::at(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_named_after_its_file() {
        assert_eq!(image_file("shots/red mug.png".into()).name, "red mug");
    }
}
