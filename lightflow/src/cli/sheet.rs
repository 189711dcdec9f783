//! The contact sheet of a sweep.

use std::path::Path;

use super::Context;
use super::failure::Failure;
use crate::service::Swept;

/// Draws the pictures of a sweep with their values into a file; false if there are none.
///
/// # Errors
/// When there are too many, or the file cannot be written.
#[cfg(feature = "sheets")]
pub(super) fn draw(
    context: &Context<'_>,
    title: &str,
    swept: &[Swept],
    path: &Path,
) -> Result<bool, Failure> {
    let drawn = crate::service::sheet(title, swept).map_err(|error| Failure::service(context, &error))?;
    let Some(drawn) = drawn else { return Ok(false) };
    let write = || {
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(path, drawn)
    };
    write().map_err(|error| Failure::output(&path.display().to_string(), &error))?;
    Ok(true)
}

/// Draws nothing: the program was built without the feature `sheets`.
///
/// # Errors
/// Never.
#[cfg(not(feature = "sheets"))]
pub(super) fn draw(_: &Context<'_>, _: &str, _: &[Swept], _: &Path) -> Result<bool, Failure> {
    Ok(false)
}
