//! Unix sockets as files.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::net::{UnixListener, UnixStream};

use super::ListenError;

/// The file of a socket. It goes when this does, unless it is another's by then.
#[derive(Debug)]
pub(super) struct SocketFile {
    path: PathBuf,
    id: (u64, u64),
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if id(&self.path).is_ok_and(|id| id == self.id) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A folder that nobody else can enter.
struct Private(PathBuf);

impl Drop for Private {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Listens at a path, with mode 0600. A socket that no server answers on is replaced.
///
/// The socket is made in a folder of its own and linked to its place: it is never there with another mode, and of two servers that start at once, one gets the place.
pub(super) async fn bind(path: &Path) -> Result<(UnixListener, SocketFile), ListenError> {
    let failed = |error| ListenError::Bind(format!("unix:{}", path.display()), error);
    let private = Private::beside(path).map_err(failed)?;
    let new = private.0.join("s");
    let listener = UnixListener::bind(&new).map_err(failed)?;
    fs::set_permissions(&new, Permissions::from_mode(0o600)).map_err(failed)?;
    let id = id(&new).map_err(failed)?;
    // Somebody else may take the place whenever it is free, and then is live.
    for _ in 0..8 {
        match fs::hard_link(&new, path) {
            Ok(()) => return Ok((listener, SocketFile { path: path.to_owned(), id })),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => clear(path, &private).await?,
            Err(error) => return Err(failed(error)),
        }
    }
    Err(ListenError::Live(path.to_owned()))
}

/// Takes a stale socket away, and nothing else.
async fn clear(path: &Path, private: &Private) -> Result<(), ListenError> {
    let failed = |error| ListenError::Bind(format!("unix:{}", path.display()), error);
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    if !metadata.file_type().is_socket() {
        return Err(ListenError::NoSocket(path.to_owned()));
    }
    if is_live(path).await {
        return Err(ListenError::Live(path.to_owned()));
    }
    // What is taken may no longer be what was looked at: another server may have done the same in between.
    let old = private.0.join("o");
    match fs::rename(path, &old) {
        Ok(()) if is_live(&old).await => {
            let _ = fs::hard_link(&old, path);
            Err(ListenError::Live(path.to_owned()))
        }
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(error)),
    }
}

/// Whether somebody listens. Only a refusal says that nobody does; one who is too busy to answer is there.
async fn is_live(path: &Path) -> bool {
    match tokio::time::timeout(Duration::from_secs(2), UnixStream::connect(path)).await {
        Ok(Err(error)) => !matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::NotFound),
        Ok(Ok(_)) | Err(_) => true,
    }
}

impl Private {
    fn beside(path: &Path) -> io::Result<Private> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Short, as the path of a socket has at most 107 bytes.
        let private = folder.join(format!(".lf{:06x}", fastrand::u32(..1 << 24)));
        DirBuilder::new().mode(0o700).create(&private)?;
        Ok(Private(private))
    }
}

fn id(path: &Path) -> io::Result<(u64, u64)> {
    fs::symlink_metadata(path).map(|metadata| (metadata.dev(), metadata.ino()))
}
