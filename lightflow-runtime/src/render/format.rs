//! The formats by name.

use std::fmt;
use std::str::FromStr;

/// How a graph is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Everything that is known of the graph, for programs: a [`View`](super::View).
    Json,
    /// A [Mermaid](https://mermaid.js.org/syntax/flowchart.html) flowchart, for Markdown.
    Mermaid,
    /// The language of [Graphviz](https://graphviz.org/doc/info/lang.html).
    Dot,
    /// A picture that needs no other tool, light or dark as the reader likes it.
    Svg,
}

impl Format {
    /// All formats, in the order in which help lists them.
    pub const ALL: [Self; 4] = [Self::Json, Self::Mermaid, Self::Dot, Self::Svg];

    /// The name that [`FromStr`] reads.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
            Self::Svg => "svg",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownFormat { given: text.to_owned() })
    }
}

/// A format was asked for that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a graph is drawn as `json`, `mermaid`, `dot` or `svg`, not as `{given}`{}", self.hint())]
pub struct UnknownFormat {
    given: String,
}

impl UnknownFormat {
    fn hint(&self) -> String {
        let given = self.given.to_lowercase();
        // What people call these formats elsewhere.
        let meant = match given.as_str() {
            "graphviz" | "gv" => Some(Format::Dot),
            "mmd" | "md" | "markdown" => Some(Format::Mermaid),
            "png" | "image" | "html" => Some(Format::Svg),
            _ => Format::ALL
                .into_iter()
                .map(|format| (strsim::damerau_levenshtein(&given, format.name()), format))
                .filter(|(distance, format)| *distance <= format.name().len() / 3)
                .min_by_key(|(distance, _)| *distance)
                .map(|(_, format)| format),
        };
        meant.map_or_else(String::new, |format| format!("; did you mean `{format}`?"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_reads_its_own_name() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert_eq!("SVG".parse(), Ok(Format::Svg));
    }

    #[test]
    fn another_word_is_answered_with_the_formats_and_a_guess() {
        let say = |text: &str| text.parse::<Format>().unwrap_err().to_string();
        let formats = "a graph is drawn as `json`, `mermaid`, `dot` or `svg`, not as";
        assert_eq!(say("mermiad"), format!("{formats} `mermiad`; did you mean `mermaid`?"));
        assert_eq!(say("graphviz"), format!("{formats} `graphviz`; did you mean `dot`?"));
        assert_eq!(say("pdf"), format!("{formats} `pdf`"));
    }
}
