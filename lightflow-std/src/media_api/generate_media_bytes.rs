//! What a service makes, as bytes.

use std::fmt;

use bytes::{Bytes, BytesMut};
use lightflow::prelude::*;
use serde_json::Value;

use super::fetch::fetch;
use super::job::{Job, run};
use super::{MediaError, MediaKind, MediaService};
use crate::remote::patience::{Clock, SystemClock};

/// A picture, film or sound in memory. Cloning one shares its bytes.
#[derive(Port, Clone, PartialEq, Eq)]
pub struct MediaBytes {
    /// What its first bytes say it is, such as `image/png`.
    pub media_type: String,
    /// The file.
    pub bytes: Bytes,
}

impl fmt::Debug for MediaBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MediaBytes({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

/// What a service made.
#[derive(Ports, Clone, Debug, PartialEq)]
pub struct GeneratedBytes {
    /// All results, in the service's order.
    pub media: Vec<MediaBytes>,
    /// What the service says of them, such as the seed that it took.
    pub response: Value,
}

/// Has a service make pictures, films or speech, and gives them as bytes, for nodes that go on with them.
///
/// ```no_run
/// use lightflow::prelude::*;
/// use lightflow_std::media_api::generate_media_bytes::generate_media_bytes;
/// use lightflow_std::media_api::{GeneratedBytes, MediaBytes, MediaKind, MediaService};
/// use serde_json::{Value, json};
///
/// /// Says a text.
/// #[workflow]
/// fn speech(text: String, voice: String, key: Secret) -> Vec<MediaBytes> {
///     let input: Value = json!({ "voice_id": voice, "text": text });
///     let model: String = "eleven_multilingual_v2".into();
///     let service: MediaService = MediaService::ElevenlabsSpeech;
///     let GeneratedBytes { media, .. } =
///         generate_media_bytes { service, model: &model, input: &input, key: &key, kind: MediaKind::Audio, .. };
///     media
/// }
/// ```
///
/// # Errors
/// Those of [`generate_media`](fn@super::generate_media::generate_media), but for those of files.
#[node(needs(net))]
#[expect(clippy::too_many_arguments, reason = "each is a port with a default")]
pub async fn generate_media_bytes(
    /// Who makes it.
    service: MediaService,
    /// The model, as the service calls it.
    #[port(len = 1..=200)]
    model: &str,
    /// What the model takes, as its page at the service lists it.
    input: &Value,
    /// The key of the service, such as `env:FAL_KEY`.
    key: &Secret,
    /// What has to come.
    #[port(default = MediaKind::Any)]
    kind: MediaKind,
    /// Where the service is; its own place if absent.
    #[port(default = None)]
    base_url: Option<String>,
    /// How long to wait before asking for the first time whether it is done; each further time is half as long again, up to 15 s.
    #[port(default = 1.0, range = 0.1..=60.0, unit = "s")]
    poll_seconds: f64,
    /// How long the job may take; then it is cancelled.
    #[port(default = 600, range = 1..=86_400, unit = "s")]
    timeout_seconds: u32,
    /// The most of one result.
    #[port(default = 128, range = 1..=4096, unit = "MiB")]
    max_megabytes: u32,
    ctx: &Ctx,
) -> Result<GeneratedBytes, MediaError> {
    let key = key.reveal();
    let base_url = base_url.as_deref();
    let job =
        Job { service, model, input, key, base_url, kind, poll_seconds, timeout_seconds, max_megabytes };
    keep(&job, ctx, &SystemClock).await
}

pub(super) async fn keep(job: &Job<'_>, ctx: &Ctx, clock: &impl Clock) -> Result<GeneratedBytes, MediaError> {
    let made = run(job, ctx, clock).await?;
    let mut media = Vec::new();
    for found in &made.found {
        let begin = |format: super::kind::Format| Ok((format.media_type, BytesMut::new()));
        let add = |(_, bytes): &mut (_, BytesMut), piece: &[u8]| {
            bytes.extend_from_slice(piece);
            Ok(())
        };
        let (media_type, bytes) = fetch(found, made.bounds(job), ctx, begin, add).await?;
        media.push(MediaBytes { media_type: media_type.to_owned(), bytes: bytes.freeze() });
    }
    Ok(GeneratedBytes { media, response: made.response })
}
