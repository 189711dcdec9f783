//! What a subject stands in front of.

use std::fmt;
use std::str::FromStr;

use lightflow::Port;

/// What the subject of an image stands in front of.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Backdrop {
    /// Plain white, as most shops ask for.
    #[default]
    White,
    /// A vertical run of soft greys, like a sheet of studio paper.
    Gradient,
}

impl Backdrop {
    /// Every choice, in the order in which a form lists them.
    pub const ALL: [Self; 2] = [Self::White, Self::Gradient];

    fn as_str(self) -> &'static str {
        match self {
            Self::White => "white",
            Self::Gradient => "gradient",
        }
    }
}

/// A text that names no [`Backdrop`].
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no backdrop; choose `white` or `gradient`")]
pub struct UnknownBackdrop(String);

impl FromStr for Backdrop {
    type Err = UnknownBackdrop;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|choice| choice.as_str() == text);
        known.ok_or_else(|| UnknownBackdrop(text.to_owned()))
    }
}

impl fmt::Display for Backdrop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_read_back_from_its_text() {
        for choice in Backdrop::ALL {
            assert_eq!(choice.to_string().parse::<Backdrop>().unwrap(), choice);
        }
    }

    #[test]
    fn another_text_is_answered_with_the_choices() {
        let error = "x".parse::<Backdrop>().unwrap_err().to_string();
        for choice in Backdrop::ALL {
            assert!(error.contains(choice.as_str()));
        }
    }
}
