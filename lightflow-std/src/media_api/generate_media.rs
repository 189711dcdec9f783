//! What a service makes, as files.

use std::fs::File;
use std::io::Write as _;

use lightflow::prelude::*;
use serde_json::Value;

use super::fetch::fetch;
use super::job::{Job, run};
use super::{MediaError, MediaKind, MediaService};
use crate::remote::patience::{Clock, SystemClock};

/// A picture, film or sound in the output folder.
#[derive(Port, Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// Where it is.
    pub path: PathBuf,
    /// What its first bytes say it is, such as `image/png`.
    pub media_type: String,
    /// Its length in bytes.
    pub size: u64,
}

/// What a service made.
#[derive(Ports, Clone, Debug, PartialEq)]
pub struct GeneratedFiles {
    /// All files, in the service's order.
    pub files: Vec<MediaFile>,
    /// What the service says of them, such as the seed that it took.
    pub response: Value,
}

/// Has a service make pictures, films or speech, and saves them in the output folder.
///
/// Files are called `name` and their extension; several get numbers, `name-1` and so on. They are downloaded piece by piece to a name of
/// their own and renamed when they are whole.
///
/// ```no_run
/// use lightflow::prelude::*;
/// use lightflow_std::media_api::generate_media::generate_media;
/// use lightflow_std::media_api::{GeneratedFiles, MediaFile, MediaService};
/// use serde_json::{Value, json};
///
/// /// A picture of what was said.
/// #[workflow]
/// fn picture(prompt: String, seed: u32, key: Secret) -> Vec<MediaFile> {
///     let input: Value = json!({ "prompt": prompt, "seed": seed, "image_size": "square_hd" });
///     let model: String = "fal-ai/flux/dev".into();
///     let name: String = "picture".into();
///     let GeneratedFiles { files, .. } =
///         generate_media { service: MediaService::Fal, model: &model, input: &input, key: &key, name, .. };
///     files
/// }
/// ```
///
/// # Errors
/// When the service refuses the key or the input, cannot be reached, the job fails or takes too long, and when a result is too large, of
/// another kind, or at a place where nothing is downloaded from.
#[node(needs(net, fs))]
#[expect(clippy::too_many_arguments, reason = "each is a port with a default")]
pub async fn generate_media(
    /// Who makes it.
    service: MediaService,
    /// The model, as the service calls it.
    #[port(len = 1..=200)]
    model: &str,
    /// What the model takes, as its page at the service lists it.
    input: &Value,
    /// The key of the service, such as `env:FAL_KEY`.
    key: &Secret,
    /// Name of the files, without extension; it may have folders.
    #[port(default = "media", len = 1..=200)]
    name: String,
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
    /// The most of one file.
    #[port(default = 512, range = 1..=65_536, unit = "MiB")]
    max_megabytes: u32,
    ctx: &Ctx,
) -> Result<GeneratedFiles, MediaError> {
    let key = key.reveal();
    let base_url = base_url.as_deref();
    let job =
        Job { service, model, input, key, base_url, kind, poll_seconds, timeout_seconds, max_megabytes };
    save(&job, &name, ctx, &SystemClock).await
}

pub(super) async fn save(
    job: &Job<'_>,
    name: &str,
    ctx: &Ctx,
    clock: &impl Clock,
) -> Result<GeneratedFiles, MediaError> {
    // Before anything is paid for.
    ctx.output_path(name)?;
    let made = run(job, ctx, clock).await?;
    let mut files = Vec::new();
    for (index, found) in made.found.iter().enumerate() {
        let stem = if made.found.len() == 1 { name.to_owned() } else { format!("{name}-{}", index + 1) };
        let begin = |format: super::kind::Format| {
            let path = ctx.output_path(format!("{stem}.{}", format.extension))?;
            Growing::new(path, format.media_type)
        };
        let growing = fetch(found, made.bounds(job), ctx, begin, Growing::add).await?;
        let file = growing.finish()?;
        ctx.artifact(&file.path);
        files.push(file);
        ctx.progress((index + 1) as f32 / made.found.len() as f32, format!("{} files", index + 1));
    }
    Ok(GeneratedFiles { files, response: made.response })
}

/// A file on its way, under another name until it is whole.
struct Growing {
    file: Option<File>,
    partial: PathBuf,
    path: PathBuf,
    media_type: &'static str,
    size: u64,
}

impl Growing {
    fn new(path: PathBuf, media_type: &'static str) -> Result<Self, MediaError> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".partial");
        let partial = path.with_file_name(name);
        let file =
            File::create(&partial).map_err(|source| MediaError::Write { path: path.clone(), source })?;
        Ok(Self { file: Some(file), partial, path, media_type, size: 0 })
    }

    fn add(&mut self, bytes: &[u8]) -> Result<(), MediaError> {
        self.size += bytes.len() as u64;
        let written = self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes));
        written.map_err(|source| MediaError::Write { path: self.path.clone(), source })
    }

    fn finish(mut self) -> Result<MediaFile, MediaError> {
        drop(self.file.take());
        let renamed = std::fs::rename(&self.partial, &self.path);
        renamed.map_err(|source| MediaError::Write { path: self.path.clone(), source })?;
        Ok(MediaFile { path: self.path.clone(), media_type: self.media_type.to_owned(), size: self.size })
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        // Gone once it was renamed.
        let _ = std::fs::remove_file(&self.partial);
    }
}
