//! The store itself: opening it, and what all its parts share.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use crate::blobs::{Blobs, LocalBlobs};
use crate::database::Database;
use crate::error::{At, Result, StoreError};
use crate::layout::Layout;
use crate::options::Options;

/// A store of runs, their steps and their outputs, in one folder.
///
/// It is cheap to clone; clones, threads and other processes may use the same folder at once.
#[derive(Debug, Clone)]
pub struct Store(pub(crate) Arc<Shared>);

/// What clones of a store share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub layout: Layout,
    pub options: Options,
    pub database: Database,
    pub blobs: Box<dyn Blobs>,
}

impl Store {
    /// Opens the store in this folder, and makes it if the folder is empty or missing.
    ///
    /// # Errors
    /// If the folder holds something else, was made by a newer program, or cannot be written.
    pub fn open(root: impl AsRef<Path>) -> Result<Self> {
        Self::options().open(root)
    }

    /// How to open a store in another way than usual.
    #[must_use]
    pub fn options() -> Options {
        Options::default()
    }

    /// A name that nothing else has, and that sorts by time: for what runs have in common.
    #[must_use]
    pub fn new_name(&self) -> String {
        crate::runs::RunId::new().to_string()
    }

    /// The folder of larger contents.
    #[must_use]
    pub fn blobs(&self) -> std::path::PathBuf {
        self.0.layout.blobs()
    }

    /// The folder of the store.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.0.layout.root()
    }

    pub(crate) fn with_options(root: &Path, options: Options) -> Result<Self> {
        make_root(root)?;
        let layout = Layout::new(root, options.cache.as_deref());
        refuse_other_folders(&layout)?;
        // One process at a time makes the tables or brings them up to date.
        let lock = lock(&layout)?;
        let database = Database::open(root, layout.database(), &options)?;
        for folder in layout.folders() {
            make_folder(&folder)?;
        }
        drop(lock);
        let blobs = Box::new(LocalBlobs::new(&layout, &options));
        Ok(Self(Arc::new(Shared { layout, options, database, blobs })))
    }

    /// Held for moments, so that looking whether a run is held never looks like holding it.
    pub(crate) fn lock(&self) -> Result<File> {
        lock(&self.0.layout)
    }
}

/// Nobody but its owner looks into a store: inputs and outputs may be private. Who wants to share it opens the folder.
fn make_root(root: &Path) -> Result<()> {
    match fs::metadata(root) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(StoreError::NotAStore { path: root.to_owned(), why: "it is a file".to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make_folder(root),
        Err(error) => Err(error).at("open", root),
    }
}

fn make_folder(path: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).at("make", path)
}

/// A folder with other things in it stays as it is.
fn refuse_other_folders(layout: &Layout) -> Result<()> {
    let root = layout.root();
    let mut entries = fs::read_dir(root).at("read", root)?;
    // The lock is the first file that a store makes; looked for last, so that it may be made meanwhile.
    let other = entries.next().is_some() && !layout.database().exists() && !layout.lock().exists();
    if other {
        let why = "it holds other files and no `store.db`".to_owned();
        return Err(StoreError::NotAStore { path: root.to_owned(), why });
    }
    Ok(())
}

fn lock(layout: &Layout) -> Result<File> {
    let path = layout.lock();
    let options = File::options().read(true).write(true).create(true).truncate(false).open(&path);
    let file = options.at("open", &path)?;
    file.lock().at("lock", &path)?;
    Ok(file)
}
