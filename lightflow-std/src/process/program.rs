//! Where a program is.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::error::ProcessError;

/// The file of a program: `name` itself if it has a slash, else the first on `path` that can be run.
///
/// Relative entries of `path` do not count: what runs must not depend on the folder one stands in.
pub fn find(name: &str, path: Option<&OsStr>) -> Result<PathBuf, ProcessError> {
    let missing = || ProcessError::NotFound { program: name.to_owned() };
    if name.contains('\0') {
        return Err(ProcessError::Nul { what: "the program's name".into() });
    }
    if name.contains('/') {
        let file = std::path::absolute(name).map_err(|_| missing())?;
        return if can_run(&file) { Ok(file) } else { Err(missing()) };
    }
    if name.is_empty() {
        return Err(ProcessError::NoProgram);
    }
    let folders = std::env::split_paths(path.unwrap_or_default()).filter(|folder| folder.is_absolute());
    folders.map(|folder| folder.join(name)).find(|file| can_run(file)).ok_or_else(missing)
}

fn can_run(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_is_looked_up_and_a_path_is_not() {
        assert_eq!(find("sh", Some("/bin".as_ref())).unwrap(), Path::new("/bin/sh"));
        assert_eq!(find("/bin/sh", None).unwrap(), Path::new("/bin/sh"));
        assert!(find("sh", None).is_err());
    }

    #[test]
    fn relative_folders_of_the_path_do_not_count() {
        let folder = tempfile::tempdir_in(".").unwrap();
        let file = folder.path().join("tool");
        std::os::unix::fs::symlink("/bin/sh", &file).unwrap();
        let relative = Path::new(folder.path().file_name().unwrap());
        assert!(relative.join("tool").exists());
        assert!(find("tool", Some(relative.as_os_str())).is_err());
    }

    #[test]
    fn what_cannot_be_run_is_no_program() {
        let error = find("passwd", Some("/etc".as_ref())).unwrap_err().to_string();
        assert_eq!(error, "the program `passwd` is not found; install it, or give its path");
    }
}
