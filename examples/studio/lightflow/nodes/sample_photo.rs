use lightflow::prelude::*;

use crate::render::{photograph, products};
use lightflow_std::image::{Image, ImageError};

/// Why a sample photo was not made.
#[derive(Debug, thiserror::Error)]
pub enum SamplePhotoError {
    #[error("a photo width of {0} pixels is outside 16 to 4096; choose a width in between")]
    Width(u32),
    #[error("there is no sample product `{product}`; the products are {}", names().join(", "))]
    Product { product: String },
    #[error(transparent)]
    Image(#[from] ImageError),
}

fn names() -> Vec<String> {
    products::all().iter().map(|product| product.name.to_owned()).collect()
}

/// Names the products of which sample photos can be made.
#[node]
pub fn sample_products() -> Vec<String> {
    names()
}

/// Makes a studio photo of a product in front of coloured paper.
///
/// The photo is `width` pixels wide and in the ratio 9 to 7, named after its
/// product. It is computed, not stored: signed distance fields, sphere traced
/// (Hart, 1996), under two softboxes, with a slight sensor noise. The same width
/// always gives the same pixels.
#[node(blocking)]
pub fn sample_photo(
    product: String,
    #[port(default = 900, range = 16..=4096, unit = "px")] width: u32,
) -> Result<Image, SamplePhotoError> {
    if !(16..=4096).contains(&width) {
        return Err(SamplePhotoError::Width(width));
    }
    match products::all().iter().find(|known| known.name == product) {
        Some(known) => Ok(photograph(known, width, width * 7 / 9)?),
        None => Err(SamplePhotoError::Product { product }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(width: u32) -> Vec<Image> {
        sample_products().into_iter().map(|product| sample_photo(product, width).unwrap()).collect()
    }

    #[test]
    fn every_product_has_its_own_name() {
        let mut names = sample_products();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 8);
    }

    #[test]
    fn the_same_width_gives_the_same_pixels() {
        assert!(all(24) == all(24));
    }

    #[test]
    fn each_photo_shows_more_than_paper() {
        for photo in all(36) {
            let corner = photo.quads().next().unwrap();
            let far = |quad: &[u8; 4]| (0..3).any(|i| quad[i].abs_diff(corner[i]) > 40);
            let covered = photo.quads().filter(far).count();
            assert!(covered * 30 > 36 * 28, "{photo:?} covers {covered}");
        }
    }

    #[test]
    fn each_subject_is_found_and_of_believable_size() {
        for photo in all(90) {
            let coverage = lightflow_std::image::matte::matte(&photo, 7.0, 2, true).unwrap().coverage();
            assert!((0.05..0.4).contains(&coverage), "{photo:?} {coverage}");
        }
    }

    #[test]
    fn a_width_without_pixels_and_an_unknown_product_are_refused() {
        assert!(sample_photo("mug".into(), 0).is_err());
        let error = sample_photo("teapot".into(), 64).unwrap_err();
        assert!(error.to_string().starts_with("there is no sample product `teapot`"));
    }
}
