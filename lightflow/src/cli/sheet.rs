//! The contact sheet of a sweep.

use std::path::Path;

use super::failure::Failure;
use crate::service::{Axis, Swept};

/// Draws the pictures of a sweep with their values; false if there are none.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn draw(_: &str, _: &[Axis], _: bool, _: &[Swept], _: &Path) -> Result<bool, Failure> {
    Ok(false)
}
