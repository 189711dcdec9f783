use lightflow::prelude::*;

use crate::types::Candidate;

/// Words for what was measured of a picture: its form, light, colour and sharpness.
///
/// Each is a rule on one number, so that a tag can be explained: `landscape` from a ratio of 1.1, `dark` below a mean lightness (L*) of 30, `bright` from 70,
/// `low contrast` below a deviation of 10, `monochrome` below a colourfulness of 5, `colorful` from 45, `blurred` below a variance of the Laplacian of 20.
#[node]
pub fn rule_tags(candidate: &Candidate) -> Vec<String> {
    let ratio = f64::from(candidate.width) / f64::from(candidate.height);
    let form = match ratio {
        ratio if ratio >= 1.1 => "landscape",
        ratio if ratio <= 1.0 / 1.1 => "portrait",
        _ => "square",
    };
    let rules = [
        (candidate.lightness < 30.0, "dark"),
        (candidate.lightness >= 70.0, "bright"),
        (candidate.contrast < 10.0, "low contrast"),
        (candidate.colorfulness < 5.0, "monochrome"),
        (candidate.colorfulness >= 45.0, "colorful"),
        (candidate.sharpness < 20.0, "blurred"),
    ];
    let met = rules.into_iter().filter_map(|(met, tag)| met.then_some(tag));
    std::iter::once(form).chain(met).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lightflow_std::image::{Image, ImageFile, perceptual_hash::perceptual_hash};

    #[test]
    fn tags_say_what_was_measured() {
        let point = Image::new("point", 1, 1, vec![0; 4]).unwrap();
        let night = Candidate {
            file: ImageFile::at("night.jpg".into()),
            width: 400,
            height: 600,
            hash: perceptual_hash(&point).unwrap(),
            lightness: 12.0,
            contrast: 8.0,
            colorfulness: 60.0,
            sharpness: 3.0,
        };
        assert_eq!(rule_tags(&night), ["portrait", "dark", "low contrast", "colorful", "blurred"]);
        let plain = Candidate {
            width: 600,
            lightness: 50.0,
            contrast: 20.0,
            colorfulness: 20.0,
            sharpness: 90.0,
            ..night
        };
        assert_eq!(rule_tags(&plain), ["square"]);
    }
}
