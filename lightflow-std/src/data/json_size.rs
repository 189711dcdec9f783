//! How much memory JSON takes as a value: an empty object of two bytes is six hundred.

/// The most that a value may take, in bytes.
pub const MOST: u64 = 2 * 1024 * 1024 * 1024;

/// An object with its first entries, as the tree of its names keeps them.
const OBJECT: u64 = 640;

/// Any other value, and what a list has in reserve.
const VALUE: u64 = 64;

/// JSON that would take too much.
#[derive(Debug, thiserror::Error)]
#[error("the JSON would take about {size} bytes of memory, and {MOST} are taken at most; split it")]
pub struct JsonTooLarge {
    size: u64,
}

/// Refuses JSON before memory is taken for it. Whether it is JSON is not looked at.
pub fn check(bytes: &[u8]) -> Result<(), JsonTooLarge> {
    let (mut in_text, mut escaped) = (false, false);
    let mut size = bytes.len() as u64;
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' => size += OBJECT,
            b'[' | b',' => size += VALUE,
            _ => {}
        }
    }
    if size > MOST { Err(JsonTooLarge { size }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_small_values_are_large() {
        let most = (MOST / (OBJECT + VALUE)) as usize;
        assert!(check("{},".repeat(most - most / 100).as_bytes()).is_ok());
        let error = check("{},".repeat(most).as_bytes()).unwrap_err().to_string();
        assert!(error.ends_with("2147483648 are taken at most; split it"), "{error}");
    }

    #[test]
    fn signs_in_text_are_text() {
        let text = format!(r#""\"{}\\""#, "{,".repeat(4_000_000));
        assert!(check(text.as_bytes()).is_ok());
        assert!(check(format!("{text}{}", "{,".repeat(4_000_000)).as_bytes()).is_err());
    }
}
