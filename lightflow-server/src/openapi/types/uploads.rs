//! Files that were brought.

use lightflow_service::runs::Digest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file that was brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Upload {
    /// The value of an input: `upload:DIGEST/cup.png`.
    pub path: String,
    /// What is in it.
    pub digest: Digest,
    /// How many bytes it has.
    pub len: u64,
    /// Its name.
    pub name: String,
}

/// A folder that is wanted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFolder {
    /// The files in it.
    pub files: Vec<NewFile>,
}

/// A file of a folder.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFile {
    /// Its name, without folders.
    pub name: String,
    /// The digest that the upload gave.
    pub digest: Digest,
}

/// The files of what was brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Uploaded {
    /// The digest in the value of an input.
    pub digest: Digest,
    /// Whether it is a folder; if not, there is one file, whose digest is the same.
    pub folder: bool,
    /// Its files, by name.
    pub files: Vec<UploadedFile>,
}

/// A file that was brought, as it lies there.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UploadedFile {
    /// Its name, without folders.
    pub name: String,
    /// What is in it. Pictures have a thumbnail, as artifacts do.
    pub digest: Digest,
    /// How many bytes it has.
    pub len: u64,
}

/// A folder of files that were brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Folder {
    /// The value of an input: `upload:DIGEST`.
    pub path: String,
}
