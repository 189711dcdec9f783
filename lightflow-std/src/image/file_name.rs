//! Names of pictures as names of files.

use std::path::PathBuf;

use crate::output_file::{OutputError, check_name, named};

/// The file of a picture in the output folder. A name that leads out of it is refused as it is given, before anything in it is replaced.
pub fn picture_file(name: &str, extension: &str) -> Result<PathBuf, OutputError> {
    check_name(name.as_ref())?;
    named(&file_path(name), extension)
}

/// A path: each part without what is not allowed in a file name.
fn file_path(name: &str) -> String {
    let parts: Vec<String> = name.split('/').filter(|part| !part.is_empty()).map(file_stem).collect();
    if parts.is_empty() { "image".to_owned() } else { parts.join("/") }
}

/// `name` without what is not allowed in a file name.
fn file_stem(name: &str) -> String {
    const LONGEST: usize = 60;
    let allowed = |character: char| match character {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        character if character.is_control() => '_',
        character => character,
    };
    let stem: String = name.chars().take(LONGEST).map(allowed).collect();
    match stem.trim_matches([' ', '.']) {
        "" => "image".to_owned(),
        stem => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_for_every_system() {
        assert_eq!(file_path("samples/crème brûlée"), "samples/crème brûlée");
        assert_eq!(file_path("a:b/c\\d\ne"), "a_b/c_d_e");
        assert_eq!(file_path(".../ "), "image/image");
        assert_eq!(file_path(&"ä".repeat(300)).chars().count(), 60);
    }

    #[test]
    fn a_name_out_of_the_folder_is_refused_and_not_mended() {
        assert_eq!(picture_file("shots/a:b", "png").unwrap(), PathBuf::from("shots/a_b.png"));
        for name in ["../a", "/a", "a/../../b", ""] {
            assert!(picture_file(name, "png").is_err(), "{name}");
        }
    }
}
