//! What is particular to each service: where jobs go, how a key is given, what a job looks like.

use lightflow::prelude::*;
use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value, json};

use super::MediaError;

/// A service that makes pictures, films or speech.
#[derive(Port, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaService {
    /// The queue of fal: models such as `fal-ai/flux/dev`, with the input that the model's page lists.
    Fal,
    /// Predictions of Replicate: models such as `black-forest-labs/flux-schnell`, or `owner/name:version`.
    Replicate,
    /// Image generation of OpenAI, and of services that speak its protocol: `prompt`, `size`, `n`, ..
    OpenaiImages,
    /// Text to speech of ElevenLabs: `voice_id` and `text`, and `output_format`, `voice_settings`, .. if wanted.
    ElevenlabsSpeech,
}

/// A request that begins a job.
#[derive(Debug, PartialEq)]
pub(super) struct Submission {
    pub url: Url,
    pub body: Value,
}

impl MediaService {
    /// Where the service is.
    pub fn default_base_url(self) -> &'static str {
        match self {
            Self::Fal => "https://queue.fal.run/",
            Self::Replicate => "https://api.replicate.com/v1/",
            Self::OpenaiImages => "https://api.openai.com/v1/",
            Self::ElevenlabsSpeech => "https://api.elevenlabs.io/v1/",
        }
    }

    /// The header that has the key in it.
    pub(super) fn authorization(self, key: &str) -> Result<(HeaderName, HeaderValue), MediaError> {
        let (name, text) = match self {
            Self::Fal => ("authorization", format!("Key {key}")),
            Self::Replicate | Self::OpenaiImages => ("authorization", format!("Bearer {key}")),
            Self::ElevenlabsSpeech => ("xi-api-key", key.to_owned()),
        };
        let mut value =
            HeaderValue::from_str(&text).ok().filter(|_| !key.is_empty()).ok_or(MediaError::Key)?;
        value.set_sensitive(true);
        Ok((HeaderName::from_static(name), value))
    }

    /// What is sent to begin a job.
    pub(super) fn submission(self, base: &Url, model: &str, input: &Value) -> Result<Submission, MediaError> {
        let refused = |text: &str| MediaError::Input(text.to_owned());
        let Value::Object(input) = input else {
            return Err(refused("is no JSON object; give an object with what the model takes"));
        };
        let mut input = input.clone();
        match self {
            Self::Fal => Ok(Submission { url: below(base, "", model)?, body: Value::Object(input) }),
            Self::Replicate => replicate(base, model, input),
            Self::OpenaiImages => {
                if model.trim().is_empty() {
                    return Err(MediaError::Model(model.to_owned()));
                }
                input.insert("model".into(), model.into());
                Ok(Submission { url: below(base, "images", "generations")?, body: Value::Object(input) })
            }
            Self::ElevenlabsSpeech => {
                let voice = input.remove("voice_id");
                let voice = voice.as_ref().and_then(Value::as_str);
                let voice = voice.ok_or_else(|| refused("has no `voice_id`; give that of a voice"))?;
                let mut url = below(base, "text-to-speech", voice)?;
                if let Some(format) = input.remove("output_format") {
                    let format = format.as_str().map(str::to_owned);
                    let format = format.ok_or_else(|| refused("has an `output_format` that is no text"))?;
                    url.query_pairs_mut().append_pair("output_format", &format);
                }
                if input.get("text").and_then(Value::as_str).is_none_or(|text| text.trim().is_empty()) {
                    return Err(refused("has no `text`; give what is to be said"));
                }
                input.insert("model_id".into(), model.into());
                Ok(Submission { url, body: Value::Object(input) })
            }
        }
    }
}

/// Official models have an address of their own; others are named by the version.
fn replicate(base: &Url, model: &str, input: Map<String, Value>) -> Result<Submission, MediaError> {
    let version = model.split_once(':').map(|(_, version)| version);
    match version {
        Some("") => Err(MediaError::Model(model.to_owned())),
        Some(version) => {
            let body = json!({ "version": version, "input": input });
            Ok(Submission { url: below(base, "", "predictions")?, body })
        }
        None => {
            let url = below(base, "models", &format!("{model}/predictions"))?;
            Ok(Submission { url, body: json!({ "input": input }) })
        }
    }
}

/// An address below the base. No part of a name leads elsewhere.
fn below(base: &Url, folder: &str, name: &str) -> Result<Url, MediaError> {
    let parts: Vec<&str> = name.split('/').collect();
    let plain = |part: &&str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        !part.is_empty() && part.bytes().all(allowed) && !part.bytes().all(|byte| byte == b'.')
    };
    if !parts.iter().all(plain) {
        return Err(MediaError::Model(name.to_owned()));
    }
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty();
        if !folder.is_empty() {
            segments.push(folder);
        }
        segments.extend(parts);
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn submission(service: MediaService, model: &str, input: Value) -> Result<Submission, MediaError> {
        service.submission(&Url::parse(service.default_base_url()).unwrap(), model, &input)
    }

    #[test]
    fn each_service_gets_what_it_takes() {
        let sent = submission(MediaService::Fal, "fal-ai/flux/dev", json!({ "prompt": "a mug" })).unwrap();
        assert_eq!(sent.url.as_str(), "https://queue.fal.run/fal-ai/flux/dev");
        assert_eq!(sent.body, json!({ "prompt": "a mug" }));

        let sent = submission(MediaService::Replicate, "black-forest-labs/flux-schnell", json!({})).unwrap();
        let url = "https://api.replicate.com/v1/models/black-forest-labs/flux-schnell/predictions";
        assert_eq!((sent.url.as_str(), sent.body), (url, json!({ "input": {} })));

        let sent = submission(MediaService::Replicate, "owner/name:5c7d", json!({ "seed": 7 })).unwrap();
        assert_eq!(sent.url.as_str(), "https://api.replicate.com/v1/predictions");
        assert_eq!(sent.body, json!({ "version": "5c7d", "input": { "seed": 7 } }));

        let sent =
            submission(MediaService::OpenaiImages, "gpt-image-1", json!({ "prompt": "a mug" })).unwrap();
        assert_eq!(sent.url.as_str(), "https://api.openai.com/v1/images/generations");
        assert_eq!(sent.body, json!({ "model": "gpt-image-1", "prompt": "a mug" }));

        let input = json!({ "voice_id": "v1", "text": "Hello.", "output_format": "mp3_44100_128" });
        let sent = submission(MediaService::ElevenlabsSpeech, "eleven_multilingual_v2", input).unwrap();
        let url = "https://api.elevenlabs.io/v1/text-to-speech/v1?output_format=mp3_44100_128";
        assert_eq!(sent.url.as_str(), url);
        assert_eq!(sent.body, json!({ "text": "Hello.", "model_id": "eleven_multilingual_v2" }));
    }

    #[test]
    fn names_lead_nowhere_else() {
        for name in ["", "..", "../admin", "a//b", "a?b", "https://example.org", "/a", "a/%2e%2e", "a/./b"] {
            let error = submission(MediaService::Fal, name, json!({})).unwrap_err();
            assert!(matches!(error, MediaError::Model(_)), "{name}: {error}");
        }
        let input = json!({ "voice_id": "../user", "text": "Hello." });
        assert!(submission(MediaService::ElevenlabsSpeech, "m", input).is_err());
    }

    #[test]
    fn what_is_missing_in_an_input_is_said() {
        let text = |input| submission(MediaService::ElevenlabsSpeech, "m", input).unwrap_err().to_string();
        assert_eq!(text(json!({ "text": "Hello." })), "the input has no `voice_id`; give that of a voice");
        assert_eq!(
            text(json!({ "voice_id": "v", "text": " " })),
            "the input has no `text`; give what is to be said"
        );
        assert!(text(json!("Hello.")).starts_with("the input is no JSON object"));
    }

    #[test]
    fn a_key_that_cannot_be_sent_is_not_shown() {
        for key in ["", "secret\nkey"] {
            let error = MediaService::Fal.authorization(key).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("secret"));
        }
        let (_, value) = MediaService::Fal.authorization("secret").unwrap();
        assert!(!format!("{value:?}").contains("secret"));
    }
}
