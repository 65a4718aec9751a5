//! Whether what is on the disk is what it says it is.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::{Store, names, read};
use crate::manifest::Manifest;
use crate::{Algorithm, Digest, Name};

/// What a look at everything has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Contents, each of which was read.
    pub contents: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Repositories.
    pub repositories: usize,
    /// Manifests, in all repositories.
    pub manifests: usize,
    /// What is wrong, a line each.
    pub faults: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { contents, bytes, repositories, manifests, faults } = self;
        write!(f, "{contents} contents of {bytes} bytes, ")?;
        write!(f, "{manifests} manifests in {repositories} repositories: ")?;
        write!(f, "{} faults", faults.len())?;
        faults.iter().try_for_each(|fault| write!(f, "\n{fault}"))
    }
}

impl Store {
    /// Reads every content anew, and follows every name to what it stands for.
    ///
    /// # Errors
    /// Those of reading.
    pub fn verify(&self) -> io::Result<Report> {
        let mut report = Report::default();
        self.verify_contents(&mut report)?;
        for name in self.repositories()? {
            report.repositories += 1;
            self.verify_repository(&name, &mut report)?;
        }
        Ok(report)
    }

    fn verify_contents(&self, report: &mut Report) -> io::Result<()> {
        for algorithm in Algorithm::ALL {
            let folder = self.root.join("contents").join(algorithm.name());
            for start in names(&folder)? {
                for hex in names(&folder.join(&start))? {
                    let path = folder.join(&start).join(&hex);
                    let (found, length) = algorithm.copy(File::open(&path)?, io::sink())?;
                    report.contents += 1;
                    report.bytes += length;
                    if found.hex() != hex || !hex.starts_with(&start) {
                        report.faults.push(format!("{} is {found}", path.display()));
                    }
                }
            }
        }
        Ok(())
    }

    fn verify_repository(&self, name: &Name, report: &mut Report) -> io::Result<()> {
        let mut fault = |what: String| report.faults.push(format!("{name}: {what}"));
        for digest in self.linked(name, "_blobs")? {
            if !self.content(&digest).is_file() {
                fault(format!("the blob {digest} is lost"));
            }
        }
        for tag in self.tags(name)? {
            let digest = self.tagged(name, &tag)?;
            if !digest.is_some_and(|digest| self.link(name, "_manifests", &digest).is_file()) {
                fault(format!("the tag {tag} stands for nothing"));
            }
        }
        let manifests = self.linked(name, "_manifests")?;
        for digest in &manifests {
            let media_type = read(&self.link(name, "_manifests", digest))?.unwrap_or_default();
            let Ok(bytes) = fs::read(self.content(digest)) else {
                fault(format!("the manifest {digest} is lost"));
                continue;
            };
            match Manifest::read(&bytes, &media_type) {
                Ok(manifest) => manifest
                    .blobs()
                    .filter(|blob| self.blob(name, &blob.digest).is_none())
                    .for_each(|blob| fault(format!("{digest} lacks its {}", blob.digest))),
                Err(_) => fault(format!("the manifest {digest} is none")),
            }
        }
        report.manifests += manifests.len();
        Ok(())
    }

    /// The digests that a repository says it has.
    fn linked(&self, name: &Name, kind: &str) -> io::Result<Vec<Digest>> {
        let mut digests = Vec::new();
        for algorithm in Algorithm::ALL {
            let hexes = names(&self.repository(name).join(kind).join(algorithm.name()))?;
            digests.extend(
                hexes.iter().filter_map(|hex| format!("{}:{hex}", algorithm.name()).parse().ok()),
            );
        }
        Ok(digests)
    }

    /// All repositories, sorted.
    pub(super) fn repositories(&self) -> io::Result<Vec<Name>> {
        let mut found = Vec::new();
        gather(&self.root.join("repositories"), "", &mut found)?;
        Ok(found)
    }
}

/// The repositories below a folder whose name so far is `prefix`.
fn gather(folder: &Path, prefix: &str, found: &mut Vec<Name>) -> io::Result<()> {
    let entries = names(folder)?;
    if entries.iter().any(|entry| entry.starts_with('_')) {
        found.extend(prefix.trim_end_matches('/').parse());
    }
    for entry in entries.iter().filter(|entry| !entry.starts_with('_')) {
        gather(&folder.join(entry), &format!("{prefix}{entry}/"), found)?;
    }
    Ok(())
}
