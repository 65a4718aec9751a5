//! What the registry reads of a manifest (image-spec, "Image Manifest" and "Image Index").

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Code, Digest, Problem};

/// The media type of a list of manifests, and of the answer to who asks for referrers.
pub(crate) const INDEX: &str = "application/vnd.oci.image.index.v1+json";

/// What points to a content (image-spec, "Content Descriptors").
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Descriptor {
    /// What it is.
    pub media_type: String,
    /// Its name.
    pub digest: Digest,
    /// Its length in bytes.
    pub size: u64,
    /// Of an artifact: which kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact_type: Option<String>,
    /// Anything else that is said of it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
    /// Where it can be had, if it is not kept in registries.
    #[serde(default, skip_serializing)]
    pub(crate) urls: Vec<String>,
}

/// A manifest of either kind; what it says beyond this is not the registry's business.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Manifest {
    schema_version: u32,
    media_type: Option<String>,
    artifact_type: Option<String>,
    config: Option<Descriptor>,
    #[serde(default)]
    layers: Vec<Descriptor>,
    pub(crate) subject: Option<Descriptor>,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads a manifest that was sent as `media_type`.
    pub(crate) fn read(bytes: &[u8], media_type: &str) -> Result<Self, Problem> {
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| {
            Problem::new(Code::ManifestInvalid, format!("no manifest: {error}"))
        })?;
        if manifest.schema_version != 2 {
            return Err(Problem::new(Code::ManifestInvalid, "schemaVersion: 2 is expected"));
        }
        match &manifest.media_type {
            Some(own) if own != media_type => {
                let message = format!("mediaType: `{own}` was sent as `{media_type}`");
                Err(Problem::new(Code::ManifestInvalid, message))
            }
            _ => Ok(manifest),
        }
    }

    /// The contents that must be in the repository before it.
    pub(crate) fn blobs(&self) -> impl Iterator<Item = &Descriptor> {
        self.config.iter().chain(&self.layers).filter(|blob| blob.urls.is_empty())
    }

    /// How it is listed among those that refer to its subject.
    pub(crate) fn descriptor(self, digest: Digest, size: u64, media_type: &str) -> Descriptor {
        let of_config = || self.config.map(|config| config.media_type);
        Descriptor {
            media_type: media_type.to_owned(),
            digest,
            size,
            artifact_type: self.artifact_type.or_else(of_config),
            annotations: self.annotations,
            urls: Vec::new(),
        }
    }
}
