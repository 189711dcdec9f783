//! Which files a model is made of: their SHA-256, as `sha256sum` prints it.

use std::collections::HashMap;

use lightflow::spec::ModelSpec;

use super::LoadError;

/// SHA-256 of files by name, in lower-case hexadecimal digits.
#[derive(Debug)]
pub struct Checksums(HashMap<String, String>);

impl Checksums {
    /// Those of a model asset.
    pub fn of(model: &ModelSpec) -> Self {
        let files = model.files.iter();
        Self(files.map(|file| (file.path.to_owned(), file.sha256.to_ascii_lowercase())).collect())
    }

    /// Reads lines such as `be50c3..  tokenizer.json`; a star before the name marks binary mode and does not count.
    pub fn parse(text: &str) -> Result<Self, LoadError> {
        let mut known = HashMap::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let read = line.trim().split_once(char::is_whitespace).map(|(digits, name)| {
                let name = name.trim_start();
                (digits, name.strip_prefix('*').unwrap_or(name))
            });
            match read {
                Some((digits, name))
                    if digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) =>
                {
                    known.insert(name.to_owned(), digits.to_ascii_lowercase());
                }
                _ => return Err(LoadError::Checksum(index + 1)),
            }
        }
        Ok(Self(known))
    }

    /// What a file should have, if it is listed.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_of_sha256sum_is_read() {
        let digits = "AB".repeat(32);
        let text = format!("{digits}  config.json\n\n{digits} *model.safetensors\n");
        let checksums = Checksums::parse(&text).unwrap();
        assert_eq!(checksums.get("config.json"), Some(&*"ab".repeat(32)));
        assert_eq!(checksums.get("model.safetensors"), Some(&*"ab".repeat(32)));
        assert_eq!(checksums.get("tokenizer.json"), None);
    }

    #[test]
    fn what_is_no_checksum_is_named_by_its_line() {
        let text = format!("{}  a\nnot a checksum\n", "0".repeat(64));
        assert!(matches!(Checksums::parse(&text), Err(LoadError::Checksum(2))));
        assert!(matches!(Checksums::parse(&"0".repeat(64)), Err(LoadError::Checksum(1))));
    }
}
