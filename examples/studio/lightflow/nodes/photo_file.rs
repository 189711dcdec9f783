use lightflow::prelude::*;

use crate::types::PhotoFile;

/// The photo at a path, named after the stem of its file.
#[node]
pub fn photo_file(path: PathBuf) -> PhotoFile {
    PhotoFile::at(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_named_after_its_file() {
        assert_eq!(photo_file("shots/red mug.png".into()).name, "red mug");
    }
}
