//! What an event has to look like, and how it becomes a line.

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Result, StoreError};

/// The longest event, in bytes. Outputs belong into the store, not into the journal.
const LONGEST: usize = 1 << 24;

/// One event of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub seq: u64,
    /// The JSON object, as it stands in its line.
    pub json: String,
}

/// What can be appended to a journal: a JSON object, as a value or as text.
pub trait AsEvent {
    /// The object as text.
    fn to_json(&self) -> String;
}

impl AsEvent for Value {
    fn to_json(&self) -> String {
        self.to_string()
    }
}

impl AsEvent for &str {
    fn to_json(&self) -> String {
        (*self).to_owned()
    }
}

impl AsEvent for String {
    fn to_json(&self) -> String {
        self.clone()
    }
}

#[derive(Deserialize)]
struct Head {
    seq: Option<u64>,
}

/// Adds an event as the line with this number.
pub(super) fn write_line(lines: &mut Vec<u8>, seq: u64, event: &impl AsEvent) -> Result<()> {
    let refused = |why: String| StoreError::Event { seq, why };
    let text = event.to_json();
    if text.len() > LONGEST {
        return Err(refused(format!("it has {} bytes, and {LONGEST} are the most", text.len())));
    }
    let text = on_one_line(text.trim()).map_err(|error| refused(format!("it is no JSON: {error}")))?;
    if !text.starts_with('{') {
        return Err(refused("it is no JSON object".to_owned()));
    }
    let head: Head =
        serde_json::from_str(&text).map_err(|error| refused(format!("it is no JSON: {error}")))?;
    match head.seq {
        Some(given) if given == seq => lines.extend_from_slice(text.as_bytes()),
        Some(given) => return Err(refused(format!("it says `\"seq\": {given}`"))),
        None => {
            let rest = text[1..].trim_start();
            let comma = if rest == "}" { "" } else { "," };
            lines.extend_from_slice(format!("{{\"seq\":{seq}{comma}{rest}").as_bytes());
        }
    }
    lines.push(b'\n');
    Ok(())
}

/// A newline in JSON text stands between tokens, so it can go.
fn on_one_line(text: &str) -> serde_json::Result<String> {
    if text.contains(['\n', '\r']) {
        return Ok(serde_json::from_str::<Value>(text)?.to_string());
    }
    Ok(text.to_owned())
}

/// The number of a line, without its newline.
pub(super) fn seq_of(line: &[u8]) -> Option<u64> {
    serde_json::from_slice::<Head>(line).ok()?.seq
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seq: u64, text: &str) -> Result<String> {
        let mut lines = Vec::new();
        write_line(&mut lines, seq, &text)?;
        Ok(String::from_utf8(lines).unwrap())
    }

    #[test]
    fn an_event_gets_its_number_in_front() {
        assert_eq!(line(7, r#"{"kind":"started"}"#).unwrap(), "{\"seq\":7,\"kind\":\"started\"}\n");
        assert_eq!(line(0, "{ }").unwrap(), "{\"seq\":0}\n");
    }

    #[test]
    fn a_number_of_its_own_must_be_the_next() {
        assert_eq!(line(7, r#"{"a":1,"seq":7}"#).unwrap(), "{\"a\":1,\"seq\":7}\n");
        let error = line(7, r#"{"seq":9}"#).unwrap_err().to_string();
        assert_eq!(error, "event 7 cannot go into the journal: it says `\"seq\": 9`");
    }

    #[test]
    fn an_event_stays_on_one_line() {
        assert_eq!(line(0, "{\n  \"a\": \"x\\ny\"\n}").unwrap(), "{\"seq\":0,\"a\":\"x\\ny\"}\n");
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["", "1", "[]", "{", "{\"a\":}", "{} {}", "{\"seq\":\"x\"}"] {
            assert!(matches!(line(0, text), Err(StoreError::Event { .. })), "{text}");
        }
    }
}
