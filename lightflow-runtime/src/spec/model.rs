//! Weights that nodes need: which files, how they are checked, under which licence.

use super::Source;

/// A model: `#[model(..)] pub struct MINILM;`.
#[derive(Debug)]
pub struct ModelSpec {
    /// Crate and name, or what the declaration says; also the name of its folder among the models.
    pub id: &'static str,
    /// The struct's name.
    pub name: &'static str,
    /// The doc comment.
    pub doc: &'static str,
    /// What kind of model it is, such as `Text`.
    pub family: &'static str,
    /// The licence of the weights, as SPDX says it.
    pub licence: &'static str,
    /// Where people get it; nothing is ever fetched from there.
    pub source_url: &'static str,
    /// The files.
    pub files: &'static [ModelFile],
    /// Where it is declared.
    pub source: Source,
}

/// One file of a model.
#[derive(Debug)]
pub struct ModelFile {
    /// Its path inside the model's folder.
    pub path: &'static str,
    /// SHA-256 (FIPS 180-4) of its bytes, 64 hexadecimal digits.
    pub sha256: &'static str,
    /// Its length in bytes.
    pub size: u64,
}

/// A type that stands for a model.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a model",
    note = "a model is a struct with `#[model(..)]`"
)]
pub trait ModelAsset {
    /// The declaration.
    const SPEC: &'static ModelSpec;
}
