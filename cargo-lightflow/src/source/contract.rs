//! The contract of an asset about shapes, as far as its text tells.

use std::collections::BTreeMap;

/// The axes of a shape, each as it is written.
pub type Axes = Vec<String>;

/// `shape(image: [b, 3, h, w] -> [b, 4, h/8, w/8])`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contract {
    /// The shapes of ports.
    pub inputs: Vec<(String, Axes)>,
    /// The shapes of the parts of the output.
    pub outputs: Vec<Axes>,
}

impl Contract {
    /// Reads the words of a contract.
    pub fn read(words: &[String]) -> Self {
        let mut contract = Self::default();
        let (mut output, mut name, mut at) = (false, String::new(), 0);
        while let Some(word) = words.get(at) {
            match word.as_str() {
                "where" => break,
                ">" => output = true,
                "(" => {
                    let end = closing(words, at);
                    let inside = &words[at + 1..end];
                    if !output {
                        contract.inputs.push((std::mem::take(&mut name), axes(inside)));
                    } else if inside.first().is_some_and(|word| word == "(") {
                        // Several parts, one after the other.
                        at += 1;
                        continue;
                    } else {
                        contract.outputs.push(axes(inside));
                    }
                    at = end;
                }
                ":" | "," | "-" | ")" => {}
                other => name = other.to_owned(),
            }
            at += 1;
        }
        contract
    }
}

fn closing(words: &[String], open: usize) -> usize {
    let mut depth = 0;
    for (index, word) in words.iter().enumerate().skip(open) {
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    words.len()
}

fn axes(words: &[String]) -> Axes {
    let (mut axes, mut depth) = (vec![String::new()], 0);
    for word in words {
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if word == "," && depth == 0 {
            axes.push(String::new());
        } else if let Some(last) = axes.last_mut() {
            *last += word;
        }
    }
    axes.retain(|axis| !axis.is_empty());
    axes
}

/// `[b, 4, h, w]` in a message.
pub fn written(shape: &str) -> Option<Axes> {
    let inside = shape.strip_prefix('[')?.strip_suffix(']')?;
    Some(inside.split(',').map(|axis| axis.trim().to_owned()).collect())
}

/// What the names of a wanted shape are in a value; `None` if a number differs, or if it cannot be told.
pub fn fit(value: &[String], wanted: &[String]) -> Option<BTreeMap<String, String>> {
    if value.len() != wanted.len() || wanted.iter().any(|axis| axis.contains(['.', '#'])) {
        return None;
    }
    let mut names = BTreeMap::new();
    for (value, wanted) in value.iter().zip(wanted) {
        if wanted.parse::<u64>().is_ok() {
            if value != wanted {
                return None;
            }
        } else {
            let before = names.insert(wanted.clone(), value.clone());
            if before.is_some_and(|before| before != *value) {
                return None;
            }
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes_of(text: &str) -> Axes {
        written(text).unwrap()
    }

    #[test]
    fn ports_and_parts_are_read() {
        let words = "image : ( b , 3 , h ) - > ( ( b , h / 8 ) , ( 1 , floor ( h / 2 ) ) ) where h > 1";
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        let contract = Contract::read(&words);
        assert_eq!(contract.inputs, [("image".to_owned(), axes_of("[b, 3, h]"))]);
        assert_eq!(contract.outputs, [axes_of("[b, h/8]"), axes_of("[1, floor(h/2)]")]);
    }

    #[test]
    fn numbers_fit_themselves_and_names_fit_what_they_are() {
        let wanted = axes_of("[b, 4, h, h]");
        assert_eq!(fit(&axes_of("[1, 4, 8, 8]"), &wanted).unwrap()["h"], "8");
        for other in ["[1, 3, 8, 8]", "[1, 4, 8]", "[1, 4, 8, 9]"] {
            assert_eq!(fit(&axes_of(other), &wanted), None, "{other}");
        }
    }
}
