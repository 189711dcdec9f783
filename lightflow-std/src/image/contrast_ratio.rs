//! Tells whether two colours can be told apart.

use lightflow::prelude::*;

use crate::image::imaging::color::{linear, luminance};
use crate::image::imaging::hex::{ColorError, color};

/// Contrast of two colours, from 1 for equal ones to 21 for black and white; alpha does not count.
///
/// Text wants 4.5, large text 3, text for everybody 7 (W3C: "Web Content Accessibility Guidelines 2.2", 1.4.3 and 1.4.6).
///
/// ```
/// use lightflow_std::image::contrast_ratio::contrast_ratio;
///
/// assert!((contrast_ratio("#000000", "#ffffff")? - 21.0).abs() < 1e-3);
/// assert!(contrast_ratio("#777777", "#ffffff")? < 4.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn contrast_ratio(
    #[port(matches = "#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")] first: &str,
    #[port(matches = "#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")] second: &str,
) -> Result<f32, ColorError> {
    let light =
        |text: &str| color(text).map(|[red, green, blue, _]| luminance([red, green, blue].map(linear)));
    let (first, second) = (light(first)?, light(second)?);
    Ok((first.max(second) + 0.05) / (first.min(second) + 0.05))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_does_not_matter() {
        let ratio = |a, b| contrast_ratio(a, b).unwrap();
        assert_eq!(ratio("#123456", "#fedcba"), ratio("#fedcba", "#123456"));
        assert_eq!(ratio("#808080", "#808080"), 1.0);
    }

    #[test]
    fn the_grey_that_just_passes_is_the_published_one() {
        assert!(contrast_ratio("#767676", "#fff").unwrap() >= 4.5);
        assert!(contrast_ratio("#777777", "#fff").unwrap() < 4.5);
        assert!(contrast_ratio("grey", "#fff").is_err());
    }
}
