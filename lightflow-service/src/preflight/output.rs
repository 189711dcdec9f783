//! The folder for what a run makes: it can be made and written to, and there is space.

use std::path::Path;

use super::{Code, Finding, Preflight};

/// Below this, a run is not begun: one picture or clip would fill the rest.
const LEAST: u64 = 64 << 20;

pub(super) fn check(run: &Preflight<'_>) -> Vec<Finding> {
    let Some(folder) = &run.output_folder else { return Vec::new() };
    let subject = folder.display().to_string();
    let refused = |message: String| {
        let help = "name a folder with `--out` in which this user may write";
        vec![Finding::new(Code::OutputFolder, subject.clone(), message, help)]
    };
    // What is not there yet is made inside of what is.
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
    let Some(there) = absolute.ancestors().find(|folder| folder.exists()) else {
        return refused("nothing of this path exists".into());
    };
    if !there.is_dir() {
        return refused(format!("`{}` is a file", there.display()));
    }
    if !is_writable(there) {
        return refused(format!("`{}` cannot be written to", there.display()));
    }
    match free_space(there) {
        Some(free) if free < LEAST => {
            let message = format!("there are {} MiB free, and {} are the least", free >> 20, LEAST >> 20);
            vec![Finding::new(
                Code::NoSpace,
                subject,
                message,
                "make room, or name another folder with `--out`",
            )]
        }
        _ => Vec::new(),
    }
}

#[cfg(unix)]
fn is_writable(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn is_writable(folder: &Path) -> bool {
    std::fs::metadata(folder).is_ok_and(|metadata| !metadata.permissions().readonly())
}

/// Bytes that this user may still write there (POSIX `statvfs`).
#[cfg(unix)]
fn free_space(folder: &Path) -> Option<u64> {
    let space = rustix::fs::statvfs(folder).ok()?;
    space.f_bavail.checked_mul(space.f_frsize)
}

#[cfg(not(unix))]
fn free_space(_: &Path) -> Option<u64> {
    None
}
