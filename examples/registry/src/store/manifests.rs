//! Manifests, their tags, and what refers to them.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::{Store, names, publish, read, remove};
use crate::manifest::{Descriptor, Manifest};
use crate::{Algorithm, Code, Digest, Name, Problem, Reference};

const MANIFESTS: &str = "_manifests";
const TAGS: &str = "_tags";
const REFERRERS: &str = "_referrers";

/// A manifest that is there.
pub(crate) struct Found {
    pub(crate) digest: Digest,
    pub(crate) media_type: String,
    pub(crate) bytes: Vec<u8>,
}

/// A manifest that was put.
pub(crate) struct Put {
    pub(crate) digest: Digest,
    /// What it refers to.
    pub(crate) subject: Option<Digest>,
}

impl Store {
    /// Keeps a manifest, whose blobs must be there, under its digest, and under a tag if it was sent
    /// with one.
    pub(crate) fn put_manifest(
        &self,
        name: &Name,
        reference: &Reference,
        media_type: &str,
        bytes: &[u8],
    ) -> Result<Put, Problem> {
        let manifest = Manifest::read(bytes, media_type)?;
        if let Some(missing) = manifest.blobs().find(|blob| self.blob(name, &blob.digest).is_none())
        {
            let message = format!("push {} first", missing.digest);
            return Err(Problem::new(Code::ManifestBlobUnknown, message));
        }
        let digest = match reference {
            Reference::Tag(_) => Algorithm::Sha256.of(bytes),
            Reference::Digest(announced) => {
                let found = announced.algorithm().of(bytes);
                if found != *announced {
                    return Err(Problem::new(Code::DigestInvalid, format!("what came is {found}")));
                }
                found
            }
        };
        let mut file = self.new_file()?;
        io::Write::write_all(&mut file, bytes)?;
        publish(file, &self.content(&digest))?;
        self.write(&self.link(name, MANIFESTS, &digest), media_type.as_bytes())?;
        let subject = manifest.subject.as_ref().map(|subject| subject.digest.clone());
        if let Some(subject) = &subject {
            let descriptor = manifest.descriptor(digest.clone(), bytes.len() as u64, media_type);
            let text = serde_json::to_vec(&descriptor).map_err(io::Error::from)?;
            self.write(&self.referrer(name, subject, &digest), &text)?;
        }
        if let Reference::Tag(tag) = reference {
            self.write(&self.repository(name).join(TAGS).join(tag), digest.to_string().as_bytes())?;
        }
        Ok(Put { digest, subject })
    }

    /// The manifest of a tag or a digest.
    pub(crate) fn manifest(&self, name: &Name, reference: &Reference) -> Result<Found, Problem> {
        let unknown = || Problem::new(Code::ManifestUnknown, format!("{name} has no {reference}"));
        let digest = match reference {
            Reference::Digest(digest) => digest.clone(),
            Reference::Tag(tag) => self.tagged(name, tag)?.ok_or_else(unknown)?,
        };
        let media_type = read(&self.link(name, MANIFESTS, &digest))?.ok_or_else(unknown)?;
        let bytes = fs::read(self.content(&digest))?;
        Ok(Found { digest, media_type, bytes })
    }

    /// What a tag stands for.
    pub(super) fn tagged(&self, name: &Name, tag: &str) -> io::Result<Option<Digest>> {
        let digest = read(&self.repository(name).join(TAGS).join(tag))?;
        Ok(digest.and_then(|digest| digest.parse().ok()))
    }

    /// Takes a tag from a repository, or a manifest with all its tags; says whether it was there.
    pub(crate) fn delete_manifest(
        &self,
        name: &Name,
        reference: &Reference,
    ) -> Result<bool, Problem> {
        let tags = self.repository(name).join(TAGS);
        let digest = match reference {
            Reference::Tag(tag) => return Ok(remove(&tags.join(tag))?),
            Reference::Digest(digest) => digest,
        };
        let link = self.link(name, MANIFESTS, digest);
        if !link.is_file() {
            return Ok(false);
        }
        for tag in self.tags(name)? {
            if self.tagged(name, &tag)?.as_ref() == Some(digest) {
                remove(&tags.join(tag))?;
            }
        }
        let bytes = fs::read(self.content(digest))?;
        let manifest = read(&link)?.and_then(|it| Manifest::read(&bytes, &it).ok());
        if let Some(subject) = manifest.and_then(|manifest| manifest.subject) {
            remove(&self.referrer(name, &subject.digest, digest))?;
        }
        Ok(remove(&link)?)
    }

    /// The tags of a repository, sorted.
    pub(crate) fn tags(&self, name: &Name) -> io::Result<Vec<String>> {
        names(&self.repository(name).join(TAGS))
    }

    /// The manifests that refer to one, which need not be there.
    pub(crate) fn referrers(&self, name: &Name, subject: &Digest) -> io::Result<Vec<Descriptor>> {
        let folder = self.link(name, REFERRERS, subject);
        let texts = names(&folder)?.into_iter().filter_map(|it| read(&folder.join(it)).transpose());
        texts.map(|text| serde_json::from_str(&text?).map_err(io::Error::from)).collect()
    }

    fn referrer(&self, name: &Name, subject: &Digest, digest: &Digest) -> PathBuf {
        let file = format!("{}-{}", digest.algorithm().name(), digest.hex());
        self.link(name, REFERRERS, subject).join(file)
    }
}
