//! Error texts that const evaluation builds.

/// A text that grows up to its end.
pub struct Text {
    bytes: [u8; 1000],
    len: usize,
}

impl Text {
    /// Nothing yet.
    pub const EMPTY: Self = Self { bytes: [0; 1000], len: 0 };

    /// Adds a text; what does not fit is left out.
    pub const fn push(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        if self.len + bytes.len() <= self.bytes.len() {
            let mut index = 0;
            while index < bytes.len() {
                self.bytes[self.len + index] = bytes[index];
                index += 1;
            }
            self.len += bytes.len();
        }
        self
    }

    /// Adds texts.
    pub const fn all(mut self, texts: &[&str]) -> Self {
        let mut index = 0;
        while index < texts.len() {
            self = self.push(texts[index]);
            index += 1;
        }
        self
    }

    /// Adds a number.
    pub const fn number(mut self, number: i128) -> Self {
        if number < 0 {
            self = self.push("-");
        }
        let mut left = number.unsigned_abs();
        let mut digits = [b'0'; 40];
        let mut start = digits.len() - 1;
        loop {
            digits[start] = b'0' + (left % 10) as u8;
            left /= 10;
            if left == 0 {
                break;
            }
            start -= 1;
        }
        match std::str::from_utf8(digits.split_at(start).1) {
            Ok(digits) => self.push(digits),
            Err(_) => self,
        }
    }

    /// What there is so far.
    pub const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    /// Stops rustc with this text.
    #[track_caller]
    pub const fn refuse(&self) -> ! {
        panic!("{}", self.as_str())
    }
}
