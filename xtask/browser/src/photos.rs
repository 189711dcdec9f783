//! The photos that are uploaded.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The photos in the folder that `LIGHTFLOW_TEST_DATA` names, in order of their names; none without it.
pub fn given() -> Result<Vec<PathBuf>, String> {
    let Some(data) = env::var_os("LIGHTFLOW_TEST_DATA") else { return Ok(Vec::new()) };
    let folder = Path::new(&data).join("photos");
    let entries =
        fs::read_dir(&folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut photos: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    photos.retain(|photo| {
        let ending = photo.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        ["png", "jpg", "jpeg", "webp"].contains(&ending)
    });
    photos.sort();
    if photos.is_empty() {
        return Err(format!("{} has no photos; put PNG, JPEG or WebP files into it", folder.display()));
    }
    Ok(photos)
}
