//! Why nothing was made.

use std::path::PathBuf;

use lightflow::ArtifactError;

use super::MediaKind;
use crate::remote::client::BaseUrlError;

/// Why a service made nothing, or what it made was not taken. No text here ever holds a key.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The address is no place for requests.
    #[error(transparent)]
    BaseUrl(#[from] BaseUrlError),
    /// The service wants a key, and it cannot be sent.
    #[error("the key is empty or has characters that cannot be sent; give `key`, such as `env:FAL_KEY`")]
    Key,
    /// The model's name is no part of an address.
    #[error("`{0}` is no name of a model; write it as the service does, such as `fal-ai/flux/dev`")]
    Model(String),
    /// The input is not what the service takes.
    #[error("the input {0}")]
    Input(String),
    /// 401, 402 or 403.
    #[error(
        "{service} refuses the key ({status}): {message}; check that the key is of this service and may use the model"
    )]
    KeyRefused {
        /// Host that was asked.
        service: String,
        /// HTTP status.
        status: u16,
        /// The service's own words.
        message: String,
    },
    /// Any other status that asking again does not help.
    #[error("{service} refuses the request ({status}): {message}; check model and input")]
    Refused {
        /// Host that was asked.
        service: String,
        /// HTTP status.
        status: u16,
        /// The service's own words.
        message: String,
    },
    /// Still no time after some tries.
    #[error("{service} has no time ({status}) after {tries} tries: {message}; run again later")]
    Busy {
        /// Host that was asked.
        service: String,
        /// HTTP status of the last try.
        status: u16,
        /// How often it was asked.
        tries: u32,
        /// The service's own words.
        message: String,
    },
    /// Nobody answers, or no more.
    #[error("{service} cannot be reached: {reason}; check the base URL and the connection")]
    Unreachable {
        /// Host that was asked.
        service: String,
        /// What went wrong.
        reason: String,
    },
    /// The answer is not in the service's protocol.
    #[error("{service} does not answer as it should: {reason}; check `service` and the base URL")]
    Protocol {
        /// Host that was asked.
        service: String,
        /// What could not be read.
        reason: String,
    },
    /// The job ended without a result.
    #[error("the job failed at {service}: {message}; change the input")]
    JobFailed {
        /// Host that was asked.
        service: String,
        /// The service's own words.
        message: String,
    },
    /// The job takes too long.
    #[error("the job was not done after {seconds} s ({state}); raise `timeout_seconds`")]
    TimedOut {
        /// How long it was waited for.
        seconds: u64,
        /// What the service said last.
        state: String,
    },
    /// There is nothing to download.
    #[error("the service finished without a picture, film or sound; check that the model makes one")]
    NoMedia,
    /// More than anybody asked for.
    #[error("the result has more than {0} files; ask for less at once")]
    TooManyFiles(usize),
    /// A result at a place where no result should be.
    #[error("the result is at `{0}`, where nothing is downloaded from; check the service")]
    Place(String),
    /// A result that is too large.
    #[error("a result has more than {most} bytes; raise `max_megabytes` or ask for less")]
    TooLarge {
        /// The most there may be.
        most: u64,
    },
    /// A result of another kind.
    #[error("a result is {found}, not {expected}; check that the model makes that")]
    Kind {
        /// What was wanted.
        expected: MediaKind,
        /// What its first bytes say it is.
        found: &'static str,
    },
    /// A name that leads out of the output folder.
    #[error(transparent)]
    Artifact(#[from] ArtifactError),
    /// A file cannot be written.
    #[error("`{}` cannot be written; check the folder and the space on the disk", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The run was cancelled.
    #[error("stopped before the job was done")]
    Cancelled,
}
