//! Lists the images of a folder.

use lightflow::prelude::*;

use std::io;

use crate::image::ImageFile;
use crate::listing::files_of;

/// Extensions of the files that count as images.
const EXTENSIONS: [&str; 4] = ["png", "jpg", "jpeg", "webp"];

/// Why no images were listed.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ListImagesError {
    #[error(
        "image folder {folder:?} cannot be read: {source}; check the path, its permissions and its links"
    )]
    Unreadable { folder: PathBuf, source: io::Error },
    #[error("image folder {folder:?} holds no png, jpg, jpeg or webp file; put images into it")]
    Empty { folder: PathBuf },
}

/// Lists the PNG, JPEG and WebP files of a folder in the order of their names.
///
/// Extensions count in upper and lower case alike; folders inside and hidden files
/// are passed over. Each image is named after the stem of its file, and no two have the
/// same name.
///
/// ```
/// use lightflow_std::image::list_images::list_images;
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("mug.png"), b"")?;
/// let images = list_images(folder.path().to_owned())?;
/// assert_eq!(images[0].name, "mug");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(needs(fs))]
pub fn list_images(folder: PathBuf) -> Result<Vec<ImageFile>, ListImagesError> {
    let files = files_of(&folder, &EXTENSIONS);
    let files = files.map_err(|source| ListImagesError::Unreadable { folder: folder.clone(), source })?;
    if files.is_empty() {
        return Err(ListImagesError::Empty { folder });
    }
    Ok(files.into_iter().map(|(path, name)| ImageFile { path, name }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            std::fs::write(folder.path().join(file), b"").unwrap();
        }
        folder
    }

    #[test]
    fn images_come_in_the_order_of_their_names() {
        let folder = folder_with(&["c.PNG", "a.jpeg", "b.WebP", "notes.txt", ".d.png", "jpg"]);
        let listed = list_images(folder.path().to_owned()).unwrap();
        let names: Vec<_> = listed.iter().map(|image| image.path.file_name().unwrap()).collect();
        assert_eq!(names, ["a.jpeg", "b.WebP", "c.PNG"]);
    }

    #[test]
    fn images_with_the_same_stem_are_named_apart() {
        let folder = folder_with(&["mug.jpg", "mug.png", "vase.png"]);
        let listed = list_images(folder.path().to_owned()).unwrap();
        let names: Vec<_> = listed.iter().map(|image| image.name.as_str()).collect();
        assert_eq!(names, ["mug-jpg", "mug-png", "vase"]);
    }

    #[test]
    fn a_folder_with_the_name_of_an_image_is_passed_over() {
        let folder = folder_with(&["a.jpg"]);
        std::fs::create_dir(folder.path().join("b.jpg")).unwrap();
        assert_eq!(list_images(folder.path().to_owned()).unwrap().len(), 1);
    }

    #[test]
    fn an_empty_folder_is_an_error() {
        let folder = folder_with(&["notes.txt"]);
        let error = list_images(folder.path().to_owned()).unwrap_err();
        assert!(error.to_string().contains("holds no png"));
    }

    #[test]
    fn a_missing_folder_is_an_error() {
        let error = list_images("missing/folder".into()).unwrap_err();
        assert!(error.to_string().contains("missing/folder"));
    }
}
