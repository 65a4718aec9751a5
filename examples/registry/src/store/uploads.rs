//! Blobs that are on their way (distribution-spec, "Pushing blobs").

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use lychgate::Status;
use tempfile::{Builder, NamedTempFile, TempPath};

use super::{Store, names};
use crate::{Code, Digest, Name, Problem};

const UPLOADS: &str = "_uploads";

/// An upload, for one request at a time.
pub(crate) struct Upload<'s> {
    store: &'s Store,
    path: PathBuf,
    file: File,
    length: u64,
}

impl Store {
    /// Begins an upload, and gives it a name.
    pub(crate) fn begin_upload(&self, name: &Name) -> io::Result<String> {
        let folder = self.repository(name).join(UPLOADS);
        fs::create_dir_all(&folder)?;
        let file = Builder::new().prefix("").rand_bytes(24).tempfile_in(folder)?;
        let (_, path) = file.keep().map_err(|error| error.error)?;
        let id = path.file_name().and_then(|id| id.to_str());
        id.map(str::to_owned).ok_or_else(|| ErrorKind::InvalidData.into())
    }

    /// The upload of this name, which is a word of letters and digits.
    pub(crate) fn upload(&self, name: &Name, id: &str) -> Result<Upload<'_>, Problem> {
        let path = self.repository(name).join(UPLOADS).join(id);
        let unknown = || Problem::new(Code::BlobUploadUnknown, format!("there is no upload {id}"));
        if !self.uploads().insert(path.clone()) {
            let message = format!("another request is writing to the upload {id}");
            return Err(Problem::new(Code::BlobUploadInvalid, message).status(Status::CONFLICT));
        }
        match OpenOptions::new().append(true).read(true).open(&path) {
            Ok(file) => {
                let mut upload = Upload { store: self, path, file, length: 0 };
                upload.length = upload.file.metadata()?.len();
                Ok(upload)
            }
            Err(error) => {
                self.uploads().remove(&path);
                Err(if error.kind() == ErrorKind::NotFound { unknown() } else { error.into() })
            }
        }
    }

    fn uploads(&self) -> MutexGuard<'_, HashSet<PathBuf>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes the uploads of which nothing was heard for a day.
    pub(super) fn forget_uploads(&self) -> io::Result<()> {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        for repository in self.repositories()? {
            let folder = self.repository(&repository).join(UPLOADS);
            for upload in names(&folder)? {
                let path = folder.join(upload);
                let since = fs::metadata(&path)?.modified()?;
                if SystemTime::now().duration_since(since).is_ok_and(|age| age > DAY) {
                    fs::remove_file(path)?;
                }
            }
        }
        Ok(())
    }
}

impl Upload<'_> {
    /// How much has come.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Adds a piece, which must begin where the last one ended if it says where it begins.
    pub(crate) fn append(
        &mut self,
        range: Option<Range<u64>>,
        mut from: impl Read,
    ) -> Result<(), Problem> {
        if range.as_ref().is_some_and(|range| range.start != self.length) {
            let message = format!("{} bytes have come so far", self.length);
            return Err(Problem::new(Code::BlobUploadInvalid, message)
                .status(Status::RANGE_NOT_SATISFIABLE));
        }
        let copied = io::copy(&mut from, &mut self.file);
        let came = match (&copied, range) {
            (Ok(length), Some(range)) => *length == range.end - range.start,
            (copied, _) => copied.is_ok(),
        };
        if !came {
            // What was written of it is taken back.
            self.file.set_len(self.length)?;
            copied?;
            let message = "Content-Range is not that of the body";
            return Err(Problem::new(Code::SizeInvalid, message).status(Status::BAD_REQUEST));
        }
        self.length += copied?;
        Ok(())
    }

    /// Makes a blob of it, if it has this digest. It is gone in either case.
    pub(crate) fn finish(mut self, name: &Name, digest: &Digest) -> Result<(), Problem> {
        self.file.rewind()?;
        let (found, _) = digest.algorithm().copy(&mut self.file, io::sink())?;
        let path = TempPath::try_from_path(&self.path)?;
        let file = NamedTempFile::from_parts(self.file.try_clone()?, path);
        self.store.keep(name, digest, &found, file)
    }

    /// Forgets what has come.
    pub(crate) fn cancel(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

impl Drop for Upload<'_> {
    fn drop(&mut self) {
        self.store.uploads().remove(Path::new(&self.path));
    }
}
