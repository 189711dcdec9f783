//! `matches = "regex"`: parsed here, and compiled to a program that the runtime's `Pattern` runs.

use lightflow_errors as errors;
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use syn::LitStr;

use crate::diag::Diagnostics;

/// A regular expression and its program.
#[derive(Debug)]
pub struct Matches {
    pub text: LitStr,
    pub program: Vec<Inst>,
}

/// As the runtime has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inst {
    Chars(Vec<(char, char)>),
    Split(usize, usize),
    Jump(usize),
    Start,
    End,
    Match,
}

/// As in the runtime.
const MOST: usize = 512;

impl Matches {
    pub fn parse(text: LitStr, diags: &mut Diagnostics) -> Option<Self> {
        let pattern = text.value();
        let refused = |problem: String, help: &str, diags: &mut Diagnostics| {
            diags.error(
                errors::PATTERN_SYNTAX,
                text.span(),
                format!("`{pattern}` is no pattern of texts: {problem}"),
                help,
            );
        };
        let hir = match regex_syntax::Parser::new().parse(&pattern) {
            Ok(hir) => hir,
            Err(error) => {
                let problem = match &error {
                    regex_syntax::Error::Parse(error) => error.kind().to_string(),
                    regex_syntax::Error::Translate(error) => error.kind().to_string(),
                    _ => "it cannot be read".to_owned(),
                };
                refused(problem, "write a regular expression, such as `[a-z]+`", diags);
                return None;
            }
        };
        let mut program = Vec::new();
        if let Err(problem) = compile(&hir, &mut program) {
            refused(problem.to_owned(), "write it with classes and repetitions alone", diags);
            return None;
        }
        program.push(Inst::Match);
        if program.len() > MOST {
            refused("it is too long".to_owned(), "repeat less, and use `len` for lengths", diags);
            return None;
        }
        Some(Self { text, program })
    }

    /// Whether the whole of a text matches: the same steps as the runtime's, over sets.
    pub fn is_match(&self, text: &str) -> bool {
        let letters: Vec<char> = text.chars().collect();
        let mut now = vec![0];
        for at in 0..=letters.len() {
            let reached = self.reach(now, at == 0, at == letters.len());
            let Some(letter) = letters.get(at) else {
                return reached.iter().any(|place| self.program[*place] == Inst::Match);
            };
            let takes = |place: &&usize| match &self.program[**place] {
                Inst::Chars(ranges) => ranges.iter().any(|(first, last)| (first..=last).contains(&letter)),
                _ => false,
            };
            now = reached.iter().filter(takes).map(|place| place + 1).collect();
        }
        false
    }

    fn reach(&self, mut open: Vec<usize>, start: bool, end: bool) -> Vec<usize> {
        let mut known = Vec::new();
        while let Some(place) = open.pop() {
            if known.contains(&place) {
                continue;
            }
            known.push(place);
            match self.program[place] {
                Inst::Split(first, second) => open.extend([first, second]),
                Inst::Jump(to) => open.push(to),
                Inst::Start if start => open.push(place + 1),
                Inst::End if end => open.push(place + 1),
                _ => {}
            }
        }
        known
    }
}

/// Thompson's construction.
fn compile(hir: &Hir, program: &mut Vec<Inst>) -> Result<(), &'static str> {
    if program.len() > MOST {
        return Ok(());
    }
    match hir.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).map_err(|_| "it matches bytes that are no text")?;
            program.extend(text.chars().map(|letter| Inst::Chars(vec![(letter, letter)])));
        }
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges().iter().map(|range| (range.start(), range.end()));
            program.push(Inst::Chars(ranges.collect()));
        }
        HirKind::Class(Class::Bytes(class)) => {
            let ranges =
                class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end())));
            program.push(Inst::Chars(ranges.collect()));
        }
        HirKind::Look(Look::Start) => program.push(Inst::Start),
        HirKind::Look(Look::End) => program.push(Inst::End),
        HirKind::Look(_) => return Err("it looks at words or lines"),
        HirKind::Capture(capture) => compile(&capture.sub, program)?,
        HirKind::Concat(parts) => {
            for part in parts {
                compile(part, program)?;
            }
        }
        HirKind::Alternation(parts) => {
            let mut ends = Vec::new();
            for (index, part) in parts.iter().enumerate() {
                if index + 1 == parts.len() {
                    compile(part, program)?;
                } else {
                    let split = program.len();
                    program.push(Inst::Match);
                    compile(part, program)?;
                    ends.push(program.len());
                    program.push(Inst::Match);
                    program[split] = Inst::Split(split + 1, program.len());
                }
            }
            let end = program.len();
            ends.into_iter().for_each(|jump| program[jump] = Inst::Jump(end));
        }
        HirKind::Repetition(repetition) => {
            for _ in 0..repetition.min {
                compile(&repetition.sub, program)?;
                if program.len() > MOST {
                    return Ok(());
                }
            }
            match repetition.max {
                None => {
                    let split = program.len();
                    program.push(Inst::Match);
                    compile(&repetition.sub, program)?;
                    program.push(Inst::Jump(split));
                    program[split] = Inst::Split(split + 1, program.len());
                }
                Some(max) => {
                    let mut splits = Vec::new();
                    for _ in repetition.min..max {
                        splits.push(program.len());
                        program.push(Inst::Match);
                        compile(&repetition.sub, program)?;
                        if program.len() > MOST {
                            return Ok(());
                        }
                    }
                    let end = program.len();
                    splits.into_iter().for_each(|split| program[split] = Inst::Split(split + 1, end));
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_match(pattern: &str, text: &str) -> bool {
        let mut diags = Diagnostics::default();
        let literal = LitStr::new(pattern, proc_macro2::Span::call_site());
        Matches::parse(literal, &mut diags).expect("the pattern is good").is_match(text)
    }

    #[test]
    fn a_pattern_is_about_the_whole_text() {
        for (pattern, text) in [
            ("[a-z]+", "abc"),
            ("a|bc|d*", ""),
            ("a|bc|d*", "ddd"),
            (r"\d{2,4}", "1234"),
            ("^(ab)?c$", "abc"),
            ("(a*)*b", "aab"),
            (r"\w+\.png", "größe.png"),
            (".", "日"),
        ] {
            assert!(is_match(pattern, text), "`{pattern}` and `{text}`");
        }
        for (pattern, text) in
            [("[a-z]+", "abC"), ("a|bc", "ac"), (r"\d{2,4}", "12345"), ("^b", "ab"), ("(a*)*b", "aa")]
        {
            assert!(!is_match(pattern, text), "`{pattern}` and `{text}`");
        }
    }

    #[test]
    fn what_cannot_be_matched_is_refused() {
        for pattern in ["[a-", r"\bword", "a{600}", r"\p{Greek}"] {
            let mut diags = Diagnostics::default();
            let literal = LitStr::new(pattern, proc_macro2::Span::call_site());
            assert!(Matches::parse(literal, &mut diags).is_none(), "{pattern}");
            assert_eq!(diags.count(), 1, "{pattern}");
        }
    }
}
