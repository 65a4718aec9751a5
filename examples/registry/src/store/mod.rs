//! What is kept on the disk, and how.
//!
//! ```text
//! contents/sha256/e3/e3b0c4…            every content once, whoever has it
//! repositories/NAME/_blobs/sha256/e3…   a repository has this content: an empty file
//! repositories/NAME/_manifests/sha256/… and this manifest: a file with its media type
//! repositories/NAME/_tags/TAG           a file with the digest that the tag stands for
//! repositories/NAME/_referrers/sha256/SUBJECT/sha256-…  what refers to a manifest: its descriptor
//! repositories/NAME/_uploads/ID         what has come of a blob so far
//! ```
//!
//! No component of a name begins with `_`. A file appears under its name by a rename, whole and
//! synchronised, or not at all; a content is there before whatever names it. So a crash leaves at
//! most a content that nobody names, and an upload that nobody goes on with.

mod blobs;
mod manifests;
mod uploads;
mod verify;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tempfile::NamedTempFile;

use crate::{Digest, Name};

pub(crate) use manifests::{Found, Put};
pub(crate) use uploads::Upload;
pub use verify::Report;

/// The directory of a registry. It is used by one process at a time.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    /// The uploads that a request is writing to.
    busy: Mutex<HashSet<PathBuf>>,
}

impl Store {
    /// Opens a directory, which is made if it is not there, and forgets the uploads of which nothing
    /// was heard for a day.
    ///
    /// # Errors
    /// When the directory cannot be made or read.
    pub fn open(root: impl Into<PathBuf>) -> io::Result<Store> {
        let store = Store { root: root.into(), busy: Mutex::default() };
        for folder in ["contents", "repositories"] {
            fs::create_dir_all(store.root.join(folder))?;
        }
        let new = store.root.join("new");
        if new.exists() {
            fs::remove_dir_all(&new)?;
        }
        fs::create_dir(new)?;
        store.forget_uploads()?;
        Ok(store)
    }

    /// Where a content is.
    fn content(&self, digest: &Digest) -> PathBuf {
        let hex = digest.hex();
        self.root.join("contents").join(digest.algorithm().name()).join(&hex[..2]).join(hex)
    }

    fn repository(&self, name: &Name) -> PathBuf {
        self.root.join("repositories").join(name.as_str())
    }

    /// Where a repository says that it has a content, as a blob or as a manifest.
    fn link(&self, name: &Name, kind: &str, digest: &Digest) -> PathBuf {
        self.repository(name).join(kind).join(digest.algorithm().name()).join(digest.hex())
    }

    /// Whether anything was ever pushed to a repository.
    pub(crate) fn knows(&self, name: &Name) -> bool {
        let repository = self.repository(name);
        ["_blobs", "_manifests"].iter().any(|kind| repository.join(kind).is_dir())
    }

    /// A file that nobody sees yet.
    fn new_file(&self) -> io::Result<NamedTempFile> {
        NamedTempFile::new_in(self.root.join("new"))
    }

    /// Writes a small file, whole or not at all.
    fn write(&self, path: &Path, text: &[u8]) -> io::Result<()> {
        let mut file = self.new_file()?;
        file.write_all(text)?;
        publish(file, path)
    }
}

/// Gives a file its name, when what is in it has reached the disk.
fn publish(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    file.persist(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

/// Removes a file; says whether there was one.
fn remove(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// A file's text, if there is such a file.
fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The names in a folder, sorted; none if there is no such folder.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let name = |entry: io::Result<fs::DirEntry>| Ok(entry?.file_name().into_string().ok());
    let mut names: Vec<String> =
        entries.filter_map(|entry| name(entry).transpose()).collect::<io::Result<_>>()?;
    names.sort_unstable();
    Ok(names)
}
