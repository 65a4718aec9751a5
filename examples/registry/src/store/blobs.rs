//! Layers and configurations.

use std::io::{self, Read};
use std::path::PathBuf;

use tempfile::NamedTempFile;

use super::{Store, publish, remove};
use crate::{Code, Digest, Name, Problem};

const BLOBS: &str = "_blobs";

impl Store {
    /// The file of a blob, if the repository has it.
    pub(crate) fn blob(&self, name: &Name, digest: &Digest) -> Option<PathBuf> {
        self.link(name, BLOBS, digest).is_file().then(|| self.content(digest))
    }

    /// Keeps what is read as the blob of this digest.
    pub(crate) fn put_blob(
        &self,
        name: &Name,
        digest: &Digest,
        from: impl Read,
    ) -> Result<(), Problem> {
        let mut file = self.new_file()?;
        let (found, _) = digest.algorithm().copy(from, &mut file)?;
        self.keep(name, digest, &found, file)
    }

    /// Keeps a file of this digest, if it has the one that was announced.
    pub(super) fn keep(
        &self,
        name: &Name,
        announced: &Digest,
        found: &Digest,
        file: NamedTempFile,
    ) -> Result<(), Problem> {
        if announced != found {
            return Err(Problem::new(Code::DigestInvalid, format!("what came is {found}")));
        }
        publish(file, &self.content(found))?;
        self.write(&self.link(name, BLOBS, found), b"")?;
        Ok(())
    }

    /// Has a repository share a blob of another one; says whether that one has it.
    pub(crate) fn mount(&self, name: &Name, digest: &Digest, from: &Name) -> io::Result<bool> {
        let is_there = self.blob(from, digest).is_some();
        if is_there {
            self.write(&self.link(name, BLOBS, digest), b"")?;
        }
        Ok(is_there)
    }

    /// Takes a blob from a repository; says whether it had it. Others may still have it, so that its
    /// content stays.
    pub(crate) fn delete_blob(&self, name: &Name, digest: &Digest) -> io::Result<bool> {
        remove(&self.link(name, BLOBS, digest))
    }
}
