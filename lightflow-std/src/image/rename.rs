//! Gives an image another name.

use lightflow::prelude::*;

use crate::image::Image;

/// Gives an image another name: its label in a contact sheet. Pixels are shared.
///
/// ```
/// use lightflow_std::image::{Image, rename::rename};
///
/// let dot = Image::new("dot", 1, 1, vec![255; 4])?;
/// assert_eq!(rename(&dot, "point").name(), "point");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn rename(image: &Image, name: &str) -> Image {
    image.with_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_changes() {
        let dot = Image::new("dot", 1, 1, vec![1, 2, 3, 4]).unwrap();
        let point = rename(&dot, "point");
        assert_eq!((point.name(), point.pixels()), ("point", dot.pixels()));
        assert_eq!(rename(&point, "dot"), dot);
    }
}
