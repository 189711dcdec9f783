//! Regular expressions that const evaluation can run: the same matcher refuses a literal in rustc and a value in a run.
//!
//! The attributes parse an expression and compile it to a program of Thompson's construction; this simulates it in time
//! linear in the text (K. Thompson, "Regular Expression Search Algorithm", 1968; R. Cox, "Regular Expression Matching:
//! the Virtual Machine Approach", 2009).

/// The longest program.
pub const MOST: usize = 512;

/// A compiled regular expression; the whole text has to match.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// As the source says it.
    pub text: &'static str,
    /// What it was compiled to; at most [`MOST`] instructions.
    pub program: &'static [Inst],
}

/// One instruction; what does not say where to go on goes on at the next one.
#[derive(Clone, Copy, Debug)]
pub enum Inst {
    /// Takes one character of these ranges, both ends of which count.
    Chars(&'static [(char, char)]),
    /// Goes on at both.
    Split(u16, u16),
    /// Goes on there.
    Jump(u16),
    /// Goes on at the start of the text only.
    Start,
    /// Goes on at the end of the text only.
    End,
    /// The text matches, if it ends here.
    Match,
}

impl Pattern {
    /// Whether the whole of `text` matches.
    pub const fn is_match(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let (mut now, mut next) = (Threads::NONE, Threads::NONE);
        now.add(self.program, 0, true, bytes.is_empty());
        let mut at = 0;
        while at < bytes.len() && now.len > 0 {
            let (letter, width) = letter(bytes, at);
            at += width;
            next.clear();
            let mut index = 0;
            while index < now.len {
                let place = now.places[index];
                if let Inst::Chars(ranges) = &self.program[place as usize]
                    && holds(ranges, letter)
                {
                    next.add(self.program, place + 1, false, at == bytes.len());
                }
                index += 1;
            }
            std::mem::swap(&mut now, &mut next);
        }
        now.matched
    }
}

/// Where in a program the text may be.
struct Threads {
    places: [u16; MOST],
    len: usize,
    known: [bool; MOST],
    matched: bool,
}

impl Threads {
    const NONE: Self = Self { places: [0; MOST], len: 0, known: [false; MOST], matched: false };

    const fn clear(&mut self) {
        let mut index = 0;
        while index < self.len {
            self.known[self.places[index] as usize] = false;
            index += 1;
        }
        self.len = 0;
        self.matched = false;
    }

    const fn add(&mut self, program: &[Inst], place: u16, start: bool, end: bool) {
        if self.known[place as usize] {
            return;
        }
        self.known[place as usize] = true;
        self.places[self.len] = place;
        self.len += 1;
        match program[place as usize] {
            Inst::Chars(_) => {}
            Inst::Split(first, second) => {
                self.add(program, first, start, end);
                self.add(program, second, start, end);
            }
            Inst::Jump(to) => self.add(program, to, start, end),
            Inst::Start if start => self.add(program, place + 1, start, end),
            Inst::End if end => self.add(program, place + 1, start, end),
            Inst::Start | Inst::End => {}
            Inst::Match => self.matched = true,
        }
    }
}

/// Whether sorted ranges hold a character.
const fn holds(ranges: &[(char, char)], letter: u32) -> bool {
    let (mut low, mut high) = (0, ranges.len());
    while low < high {
        let middle = (low + high) / 2;
        let (first, last) = ranges[middle];
        if letter < first as u32 {
            high = middle;
        } else if letter > last as u32 {
            low = middle + 1;
        } else {
            return true;
        }
    }
    false
}

/// The character at a place of UTF-8, and how many bytes it takes.
const fn letter(bytes: &[u8], at: usize) -> (u32, usize) {
    let first = bytes[at] as u32;
    let width = match first {
        0..0x80 => return (first, 1),
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    let mut letter = first & (0x7f >> width);
    let mut index = 1;
    while index < width {
        letter = letter << 6 | (bytes[at + index] as u32 & 0x3f);
        index += 1;
    }
    (letter, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[a-zé]+(-[0-9])?`
    const NAME: Pattern = Pattern {
        text: "",
        program: &[
            Inst::Chars(&[('a', 'z'), ('é', 'é')]),
            Inst::Split(0, 2),
            Inst::Split(3, 5),
            Inst::Chars(&[('-', '-')]),
            Inst::Chars(&[('0', '9')]),
            Inst::Match,
        ],
    };

    #[test]
    fn the_whole_text_matches_or_none_of_it_does() {
        for text in ["a", "abc", "é", "caféé-7"] {
            assert!(NAME.is_match(text), "{text}");
        }
        for text in ["", "A", "ab-", "ab-77", " ab", "ab ", "日"] {
            assert!(!NAME.is_match(text), "{text}");
        }
        const { assert!(!NAME.is_match("crème-1") && NAME.is_match("crém-1")) };
    }
}
