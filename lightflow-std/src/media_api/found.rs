//! Where results are in what a service answers.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use reqwest::Url;
use serde_json::Value;

use super::MediaError;

/// The most files of one job.
pub(super) const MOST_FILES: usize = 64;

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    /// It is to be downloaded.
    At(Url),
    /// It is here.
    Here(Bytes),
}

/// All results of an answer, in its order: whatever stands under `url` or `b64_json`, and with `bare` every text that is an address.
pub(super) fn results(answer: &Value, bare: bool) -> Result<Vec<Found>, MediaError> {
    let mut found = Vec::new();
    collect(answer, bare, &mut found)?;
    if found.is_empty() { Err(MediaError::NoMedia) } else { Ok(found) }
}

fn collect(answer: &Value, bare: bool, found: &mut Vec<Found>) -> Result<(), MediaError> {
    match answer {
        Value::String(text) if bare => keep(text, found),
        Value::Array(items) => items.iter().try_for_each(|item| collect(item, bare, found)),
        Value::Object(fields) => fields.iter().try_for_each(|(name, value)| match (&**name, value) {
            ("url", Value::String(text)) => keep(text, found),
            ("b64_json", Value::String(text)) => push(Found::Here(decoded(text)?), found),
            // What was asked is sometimes part of the answer, and may have addresses of its own.
            ("input" | "urls", _) => Ok(()),
            _ => collect(value, bare, found),
        }),
        _ => Ok(()),
    }
}

fn keep(text: &str, found: &mut Vec<Found>) -> Result<(), MediaError> {
    if let Some(rest) = text.strip_prefix("data:") {
        let Some((_, data)) = rest.split_once(";base64,") else { return Err(place(text)) };
        return push(Found::Here(decoded(data)?), found);
    }
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => push(Found::At(url), found),
        // A text of a model is no address.
        _ => Ok(()),
    }
}

fn push(result: Found, found: &mut Vec<Found>) -> Result<(), MediaError> {
    if found.len() == MOST_FILES {
        return Err(MediaError::TooManyFiles(MOST_FILES));
    }
    found.push(result);
    Ok(())
}

fn decoded(text: &str) -> Result<Bytes, MediaError> {
    BASE64_STANDARD.decode(text.trim()).map(Bytes::from).map_err(|_| place(text))
}

fn place(text: &str) -> MediaError {
    MediaError::Place(text.chars().take(80).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn at(url: &str) -> Found {
        Found::At(Url::parse(url).unwrap())
    }

    #[test]
    fn results_are_found_wherever_a_service_puts_them() {
        let fal = json!({ "images": [{ "url": "https://v3.fal.media/a.png", "width": 512 }], "seed": 7, "prompt": "http://x" });
        assert_eq!(results(&fal, false).unwrap(), [at("https://v3.fal.media/a.png")]);
        let openai =
            json!({ "created": 1, "data": [{ "b64_json": "R0lGODlh" }, { "url": "https://oai/b.png" }] });
        assert_eq!(results(&openai, false).unwrap(), [Found::Here("GIF89a".into()), at("https://oai/b.png")]);
        let replicate = json!(["https://replicate.delivery/a.webp", "https://replicate.delivery/b.webp"]);
        assert_eq!(results(&replicate, true).unwrap().len(), 2);
        let inline = json!({ "audio": { "url": "data:audio/mpeg;base64,SUQz" } });
        assert_eq!(results(&inline, false).unwrap(), [Found::Here("ID3".into())]);
    }

    #[test]
    fn what_is_no_result_is_left() {
        for answer in [
            json!({}),
            json!("a caption"),
            json!({ "url": "file:///etc/passwd" }),
            json!({ "input": { "url": "http://a" } }),
        ] {
            assert!(matches!(results(&answer, true), Err(MediaError::NoMedia)), "{answer}");
        }
        assert!(matches!(
            results(&json!({ "url": "data:text/plain,hello" }), false),
            Err(MediaError::Place(_))
        ));
        assert!(matches!(results(&json!({ "b64_json": "***" }), false), Err(MediaError::Place(_))));
    }

    #[test]
    fn files_are_counted() {
        let many: Vec<Value> =
            (0..=MOST_FILES).map(|index| json!({ "url": format!("http://a/{index}") })).collect();
        assert!(matches!(results(&many.into(), false), Err(MediaError::TooManyFiles(MOST_FILES))));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,100}") {
            let _ = results(&json!({ "url": text, "b64_json": text }), true);
        }
    }
}
