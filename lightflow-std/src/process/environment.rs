//! The variables that a program gets.

use std::ffi::OsString;

use super::error::ProcessError;

/// The variables that the entries name: `NAME=value`, or `NAME` for the value that this process has.
///
/// A variable that is not set here is not set there either. The last entry of a name counts.
pub fn variables(
    entries: &[String],
    here: impl Fn(&str) -> Option<OsString>,
) -> Result<Vec<(String, OsString)>, ProcessError> {
    let mut all = Vec::new();
    for entry in entries {
        let (name, value) = match entry.split_once('=') {
            Some((name, value)) => (name, Some(OsString::from(value))),
            None => (entry.as_str(), here(entry)),
        };
        // The value may be a secret: messages have the name alone.
        if name.is_empty() || name.contains('\0') {
            return Err(ProcessError::Variable { entry: name.replace('\0', "\\0") });
        }
        match value {
            Some(value) if value.as_encoded_bytes().contains(&0) => {
                return Err(ProcessError::Nul { what: format!("the variable `{name}`") });
            }
            Some(value) => all.push((name.to_owned(), value)),
            None => {}
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(name: &str) -> Option<OsString> {
        (name == "LANG").then(|| "C.UTF-8".into())
    }

    #[test]
    fn a_name_takes_the_value_from_here_and_a_pair_brings_its_own() {
        let entries = ["LANG", "HOME", "MODE=a=b", "EMPTY="].map(String::from);
        let all = variables(&entries, here).unwrap();
        let expected = [("LANG", "C.UTF-8"), ("MODE", "a=b"), ("EMPTY", "")];
        assert_eq!(all, expected.map(|(name, value)| (name.to_owned(), value.into())));
    }

    #[test]
    fn a_message_about_a_variable_does_not_tell_its_value() {
        for entry in ["=hunter2", "KEY=hunter2\0"] {
            let error = variables(&[entry.into()], here).unwrap_err().to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}
