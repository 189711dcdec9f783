//! Colours as texts: `#rgb`, `#rrggbb`, `#rrggbbaa` (CSS Color Module Level 4).

/// A text that is no colour.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no colour; write it as `#rrggbb`, or `#rrggbbaa` with alpha")]
pub struct ColorError(String);

/// Red, green, blue and alpha of a text.
///
/// ```
/// use lightflow_std::image::imaging::hex::color;
///
/// assert_eq!(color("#ff8000")?, [255, 128, 0, 255]);
/// assert_eq!(color("#f80")?, [255, 136, 0, 255]);
/// assert_eq!(color("#ff800080")?, [255, 128, 0, 128]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn color(text: &str) -> Result<[u8; 4], ColorError> {
    let failed = || ColorError(text.chars().take(40).collect());
    let digits = text.strip_prefix('#').ok_or_else(failed)?;
    let values: Option<Vec<u8>> = digits.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    match values.ok_or_else(failed)?[..] {
        [r, g, b] => Ok([r * 17, g * 17, b * 17, 255]),
        [r, s, g, h, b, c] => Ok([r * 16 + s, g * 16 + h, b * 16 + c, 255]),
        [r, s, g, h, b, c, a, d] => Ok([r * 16 + s, g * 16 + h, b * 16 + c, a * 16 + d]),
        _ => Err(failed()),
    }
}

/// The text of a colour without its alpha.
pub fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_back_from_its_text() {
        assert_eq!(color(&hex([1, 171, 255])), Ok([1, 171, 255, 255]));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "#", "red", "ff8000", "#ff80", "#gg0000", "#ff80000", "#ééé", "#-12345"] {
            assert!(color(text).is_err(), "{text}");
        }
    }
}
