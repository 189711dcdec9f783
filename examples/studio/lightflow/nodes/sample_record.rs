use lightflow::prelude::*;
use serde_json::{Value, json};

use crate::types::{Bucket, Candidate};

/// The line of a dataset about one picture: where it is, from what it is, its size and its tags.
#[node]
pub fn sample_record(candidate: &Candidate, saved: PathBuf, bucket: Bucket, tags: Vec<String>) -> Value {
    let name = saved.file_name().unwrap_or_default().to_string_lossy().into_owned();
    json!({
        "file_name": format!("images/{name}"),
        "source": candidate.file.path,
        "width": bucket.width,
        "height": bucket.height,
        "source_width": candidate.width,
        "source_height": candidate.height,
        "hash": candidate.hash.to_string(),
        "text": tags.join(", "),
        "tags": tags,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use lightflow_std::image::{Image, ImageFile, perceptual_hash::perceptual_hash};

    #[test]
    fn a_line_names_the_picture_as_trainers_look_for_it() {
        let point = Image::new("point", 1, 1, vec![0; 4]).unwrap();
        let candidate = Candidate {
            file: ImageFile::at("in/cup.png".into()),
            width: 400,
            height: 600,
            hash: perceptual_hash(&point).unwrap(),
            lightness: 50.0,
            contrast: 20.0,
            colorfulness: 20.0,
            sharpness: 90.0,
        };
        let tags = vec!["portrait".to_owned(), "dark".to_owned()];
        let line =
            sample_record(&candidate, "out/images/cup.jpg".into(), Bucket { width: 384, height: 576 }, tags);
        assert_eq!(line["file_name"], "images/cup.jpg");
        assert_eq!((&line["text"], &line["width"]), (&json!("portrait, dark"), &json!(384)));
    }
}
