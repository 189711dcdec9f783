//! Recipes: how a file was made, inside the file itself.
//!
//! ```
//! use lightflow_artifact::recipe::{self, Recipe};
//! use serde_json::json;
//!
//! let made_by = Recipe {
//!     workflow: "poster".to_owned(),
//!     plan: "5f0c".to_owned(),
//!     step: "shots[3]/save".to_owned(),
//!     inputs: [("seed".to_owned(), json!(u64::MAX))].into_iter().collect(),
//!     program: "studio".to_owned(),
//!     versions: [("studio".to_owned(), "1.4.0".to_owned())].into(),
//!     ..Recipe::default()
//! };
//! let file = br#"{"title": "Harbour"}"#;
//!
//! let with = recipe::embed(file, &made_by)?.expect("an object has a place for it");
//! assert_eq!(recipe::read(&with)?, Some(made_by));
//! assert_eq!(recipe::strip(&with)?.as_deref(), Some(&file[..]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | format | where the recipe is | source |
//! |---|---|---|
//! | PNG | an `iTXt` chunk with the keyword `lightflow`, behind `IHDR` | [W3C PNG, 11.3.3.4](https://www.w3.org/TR/png-3/#11iTXt) |
//! | JPEG | `APP15` segments that begin with `lightflow`, behind `APP0` and `APP1` | ITU-T T.81, B.2.4.6 |
//! | WebP | a chunk `lflw` at the end of the extended format | [RFC 9649, 2.7](https://www.rfc-editor.org/rfc/rfc9649#section-2.7) |
//! | WAV | a chunk `lflw` at the end | Multimedia Programming Interface and Data Specifications 1.0, RIFF |
//! | JSON | the last member of an object, `"$lightflow"` | [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259) |
//!
//! Pixels, samples and every other byte of metadata stay as they are, and [`strip`] gives the file from before [`embed`].

mod error;
mod format;
mod jpeg;
mod json;
mod png;
mod riff;
mod source;
mod wav;
mod webp;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use error::RecipeError;
pub use format::Format;

use source::{FileSource, Source};

/// The most that a recipe may be, in bytes of JSON.
pub const MAX_RECIPE: usize = 1 << 20;

/// How a file was made. The same run gives the same recipe: there is no time and no name of a run in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// Which form this is. Counted up when a program that knows the form before would misread it; further fields are no reason.
    pub format: u32,
    /// The workflow's id.
    pub workflow: String,
    /// The digest of the workflow's plan, in hex.
    pub plan: String,
    /// The path of the step that made the file, such as `shots[3]/save`.
    pub step: String,
    /// The inputs of the run, as JSON. Numbers are exact.
    pub inputs: Map<String, Value>,
    /// The program that ran the workflow.
    pub program: String,
    /// The versions of what took part, by name.
    pub versions: BTreeMap<String, String>,
}

impl Recipe {
    /// The form that this version writes, and the newest that it reads.
    pub const FORMAT: u32 = 1;

    /// A recipe from its JSON. Members that this version does not know are passed over.
    ///
    /// # Errors
    ///
    /// More than [`MAX_RECIPE`] bytes, a newer form, or no recipe.
    pub fn parse(json: &[u8]) -> Result<Self, RecipeError> {
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        within_limit(json.len() as u64)?;
        let form: Form = serde_json::from_slice(json).map_err(RecipeError::NoRecipe)?;
        if form.format > Self::FORMAT {
            return Err(RecipeError::Newer { found: form.format, known: Self::FORMAT });
        }
        serde_json::from_slice(json).map_err(RecipeError::NoRecipe)
    }

    /// The recipe as one line of JSON.
    ///
    /// # Errors
    ///
    /// More than [`MAX_RECIPE`] bytes, or inputs that are nested too deeply to be read again.
    pub fn to_json(&self) -> Result<Vec<u8>, RecipeError> {
        // The same inputs in the same order, also where a crate of the program turns on `preserve_order` of serde_json.
        let mut inputs = self.inputs.clone();
        inputs.sort_keys();
        inputs.values_mut().for_each(Value::sort_all_objects);
        let json = serde_json::to_vec(&Self { inputs, ..self.clone() }).map_err(RecipeError::Unreadable)?;
        Self::parse(&json).map_err(|error| match error {
            RecipeError::NoRecipe(cause) => RecipeError::Unreadable(cause),
            other => other,
        })?;
        Ok(json)
    }
}

impl Default for Recipe {
    /// All empty, in the form that this version writes.
    fn default() -> Self {
        Self {
            format: Self::FORMAT,
            workflow: String::new(),
            plan: String::new(),
            step: String::new(),
            inputs: Map::new(),
            program: String::new(),
            versions: BTreeMap::new(),
        }
    }
}

/// The file with the recipe inside, instead of one that was there before. `None` where the format has no place for one: an
/// unknown format, JSON that is no object or larger than 64 MiB, and WAV or WebP whose header does not say how long they are.
///
/// # Errors
///
/// A file that is cut off or damaged, and a recipe that is larger than [`MAX_RECIPE`].
pub fn embed(file: &[u8], recipe: &Recipe) -> Result<Option<Vec<u8>>, RecipeError> {
    let Some(format) = Format::of(file) else {
        return Ok(None);
    };
    let json = recipe.to_json()?;
    let stripped = strip(file)?;
    let file = stripped.as_deref().unwrap_or(file);
    match format {
        Format::Png => png::embed(file, &json),
        Format::Jpeg => jpeg::embed(file, &json),
        Format::WebP => webp::embed(file, &json),
        Format::Wav => wav::embed(file, &json),
        Format::Json => json::embed(file, &json),
    }
}

/// The file as it was before [`embed`], byte for byte, or `None` if no recipe is inside.
///
/// # Errors
///
/// A file that is cut off or damaged.
pub fn strip(file: &[u8]) -> Result<Option<Vec<u8>>, RecipeError> {
    match Format::of(file) {
        None => Ok(None),
        Some(Format::Png) => png::strip(file),
        Some(Format::Jpeg) => jpeg::strip(file),
        Some(Format::WebP | Format::Wav) => riff::strip(file),
        Some(Format::Json) => json::strip(file),
    }
}

/// The recipe inside a file, or `None` if there is none.
///
/// # Errors
///
/// A file that is cut off or damaged, and a recipe that is damaged, newer than this program or larger than [`MAX_RECIPE`].
pub fn read(file: &[u8]) -> Result<Option<Recipe>, RecipeError> {
    let mut source = file;
    read_source(&mut source)
}

/// The recipe inside the file at `path`, or `None` if there is none. Of images and sound only the headers of their parts are
/// read; JSON is read whole, up to 66 MiB.
///
/// # Errors
///
/// As [`read`], and a file that cannot be read.
pub fn read_file(path: impl AsRef<Path>) -> Result<Option<Recipe>, RecipeError> {
    let path = path.as_ref();
    let at_path = |source| RecipeError::Io { path: path.to_owned(), source };
    let mut source = FileSource::open(path).map_err(at_path)?;
    read_source(&mut source).map_err(|error| match error {
        RecipeError::Read(source) => at_path(source),
        other => other,
    })
}

fn read_source(source: &mut dyn Source) -> Result<Option<Recipe>, RecipeError> {
    let json = match Format::of_source(source)? {
        None => None,
        Some(Format::Png) => png::find(source)?,
        Some(Format::Jpeg) => jpeg::find(source)?,
        Some(Format::WebP | Format::Wav) => riff::find(source)?,
        Some(Format::Json) => json::find(source)?,
    };
    json.map(|json| Recipe::parse(&json)).transpose()
}

/// Refuses a recipe before it is read into memory.
fn within_limit(size: u64) -> Result<(), RecipeError> {
    if size > MAX_RECIPE as u64 { Err(RecipeError::TooLarge { size, limit: MAX_RECIPE }) } else { Ok(()) }
}
