//! The routes of the specification's table of endpoints, one pattern each.
//!
//! A name has slashes in it, so that only what stands behind it tells where it ends:
//! `v2/a/b/blobs/uploads/` is an upload to `a/b`. What the types of the captures refuse is no such
//! route; what has no route at all is told what is wrong with it.

use std::ops::Range;

use lychgate::Bytes;
use lychgate::files::File;
use lychgate::middleware::BodyLimit;
use lychgate::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::manifest::INDEX;
use crate::store::{Found, Put, Store, Upload};
use crate::{Code, Descriptor, Digest, Name, Problem, Reference};

/// The largest manifest (distribution-spec, "Pushing manifests": at least 4 MiB).
const MANIFEST: u64 = 4 << 20;
/// The largest piece of a blob.
const BLOB: u64 = 64 << 30;

type Answer<T> = Result<T, Problem>;

/// The application: a registry over its directory.
#[derive(Debug)]
pub struct Registry {
    store: Store,
}

impl Registry {
    /// A registry of what is in a directory.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Registry { store }
    }
}

/// How an upload begins.
#[derive(Deserialize)]
struct Begin {
    digest: Option<Digest>,
    mount: Option<Digest>,
    from: Option<String>,
}

#[derive(Deserialize)]
struct End {
    digest: Digest,
}

#[derive(Deserialize)]
struct Page {
    n: Option<usize>,
    last: Option<String>,
}

#[derive(Serialize)]
struct Tags {
    name: String,
    tags: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Filter {
    artifact_type: Option<String>,
}

#[application]
impl Registry {
    /// end-1: whether this is a registry at all.
    #[get("^v2/?$")]
    fn version(&self) -> ([(&'static str, &'static str); 1], Json<serde_json::Value>) {
        ([("Docker-Distribution-API-Version", "registry/2.0")], Json(json!({})))
    }

    /// end-2: a blob, or some ranges of it.
    #[get("^v2/(?<name>.+)/blobs/(?<digest>[^/]+)$")]
    fn blob(&self, name: Name, digest: Digest) -> Answer<([(&'static str, String); 1], File)> {
        let path = self.store.blob(&name, &digest).ok_or_else(|| blob_unknown(&name, &digest))?;
        let file = File::open(path)?.media_type("application/octet-stream");
        Ok(([("Docker-Content-Digest", digest.to_string())], file))
    }

    /// end-10
    #[delete("^v2/(?<name>.+)/blobs/(?<digest>[^/]+)$")]
    fn delete_blob(&self, name: Name, digest: Digest) -> Answer<Status> {
        match self.store.delete_blob(&name, &digest)? {
            true => Ok(Status::ACCEPTED),
            false => Err(blob_unknown(&name, &digest)),
        }
    }

    /// end-4a, end-4b, end-11: begins an upload, unless the blob comes with it, or is there.
    #[post("^v2/(?<name>.+)/blobs/uploads/?$")]
    #[with(BodyLimit::new(BLOB))]
    fn begin(&self, name: Name, Query(query): Query<Begin>, input: Input) -> Answer<Response> {
        if let Some(digest) = query.digest {
            self.store.put_blob(&name, &digest, input)?;
            return Ok(created_blob(&name, &digest));
        }
        if let (Some(digest), Some(from)) = (query.mount, query.from.and_then(|it| it.parse().ok()))
        {
            if self.store.mount(&name, &digest, &from)? {
                return Ok(created_blob(&name, &digest));
            }
        }
        let id = self.store.begin_upload(&name)?;
        Ok(Response::from(Status::ACCEPTED).body("").header("Location", &location(&name, &id)))
    }

    /// end-13: how much of it has come.
    #[get("^v2/(?<name>.+)/blobs/uploads/(?<id>[A-Za-z0-9]+)$")]
    fn progress(&self, name: Name, id: &str) -> Answer<Response> {
        let upload = self.store.upload(&name, id)?;
        Ok(so_far(Response::from(Status::NO_CONTENT), &name, id, &upload))
    }

    /// end-5: the next piece.
    #[patch("^v2/(?<name>.+)/blobs/uploads/(?<id>[A-Za-z0-9]+)$")]
    #[with(BodyLimit::new(BLOB))]
    fn append(&self, name: Name, id: &str, environ: &Environ, input: Input) -> Answer<Response> {
        let mut upload = self.store.upload(&name, id)?;
        append(&mut upload, environ, input, &location(&name, id))?;
        Ok(so_far(Response::from(Status::ACCEPTED).body(""), &name, id, &upload))
    }

    /// end-6: the last piece, and the digest of the whole.
    #[put("^v2/(?<name>.+)/blobs/uploads/(?<id>[A-Za-z0-9]+)$")]
    #[with(BodyLimit::new(BLOB))]
    fn finish(
        &self,
        name: Name,
        id: &str,
        Query(End { digest }): Query<End>,
        environ: &Environ,
        input: Input,
    ) -> Answer<Response> {
        let mut upload = self.store.upload(&name, id)?;
        append(&mut upload, environ, input, &location(&name, id))?;
        upload.finish(&name, &digest)?;
        Ok(created_blob(&name, &digest))
    }

    /// Gives an upload up.
    #[delete("^v2/(?<name>.+)/blobs/uploads/(?<id>[A-Za-z0-9]+)$")]
    fn cancel(&self, name: Name, id: &str) -> Answer<Status> {
        self.store.upload(&name, id)?.cancel()?;
        Ok(Status::NO_CONTENT)
    }

    /// end-3
    #[get("^v2/(?<name>.+)/manifests/(?<reference>[^/]+)$")]
    fn manifest(&self, name: Name, reference: Reference) -> Answer<Response> {
        let Found { digest, media_type, bytes } = self.store.manifest(&name, &reference)?;
        let response = Response::new(bytes).header("Content-Type", &media_type);
        Ok(response.header("Docker-Content-Digest", &digest.to_string()))
    }

    /// end-7
    #[put("^v2/(?<name>.+)/manifests/(?<reference>[^/]+)$")]
    #[with(BodyLimit::new(MANIFEST))]
    fn put_manifest(
        &self,
        name: Name,
        reference: Reference,
        environ: &Environ,
        bytes: Bytes,
    ) -> Answer<Response> {
        let media_type = environ.get("CONTENT_TYPE").map(ToString::to_string).unwrap_or_default();
        let Put { digest, subject } =
            self.store.put_manifest(&name, &reference, &media_type, &bytes)?;
        let created = created(&format!("/v2/{name}/manifests/{digest}"), &digest);
        Ok(match subject {
            Some(subject) => created.header("OCI-Subject", &subject.to_string()),
            None => created,
        })
    }

    /// end-9
    #[delete("^v2/(?<name>.+)/manifests/(?<reference>[^/]+)$")]
    fn delete_manifest(&self, name: Name, reference: Reference) -> Answer<Status> {
        match self.store.delete_manifest(&name, &reference)? {
            true => Ok(Status::ACCEPTED),
            false => Err(Problem::new(Code::ManifestUnknown, format!("{name} has no {reference}"))),
        }
    }

    /// end-8a, end-8b: the tags, or those behind the `last` one that the client knows.
    #[get("^v2/(?<name>.+)/tags/list$")]
    fn tags(&self, name: Name, Query(page): Query<Page>) -> Answer<Response> {
        if !self.store.knows(&name) {
            return Err(Problem::new(Code::NameUnknown, format!("there is no repository {name}")));
        }
        let mut tags = self.store.tags(&name)?;
        tags.retain(|tag| page.last.as_ref().is_none_or(|last| tag > last));
        let n = page.n.unwrap_or(tags.len());
        let is_more = n > 0 && tags.len() > n;
        tags.truncate(n);
        let link = tags
            .last()
            .filter(|_| is_more)
            .map(|last| format!("</v2/{name}/tags/list?n={n}&last={last}>; rel=\"next\""));
        let list = json!(Tags { name: name.to_string(), tags });
        let response = Response::new(list.to_string()).header("Content-Type", "application/json");
        Ok(link.into_iter().fold(response, |response, link| response.header("Link", &link)))
    }

    /// end-12a, end-12b: what refers to a manifest.
    #[get("^v2/(?<name>.+)/referrers/(?<digest>[^/]+)$")]
    fn referrers(
        &self,
        name: Name,
        digest: Digest,
        Query(filter): Query<Filter>,
    ) -> Answer<Response> {
        let mut manifests: Vec<Descriptor> = self.store.referrers(&name, &digest)?;
        let wanted = &filter.artifact_type;
        manifests.retain(|it| wanted.is_none() || it.artifact_type == *wanted);
        let index = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": manifests });
        let response = Response::new(index.to_string()).header("Content-Type", INDEX);
        Ok(match wanted {
            Some(_) => response.header("OCI-Filters-Applied", "artifactType"),
            None => response,
        })
    }

    /// What is wrong with an address that no route has.
    #[not_found]
    fn nothing(&self, environ: &Environ) -> Problem {
        let path = environ.path().unwrap_or_default();
        let Some((name, rest)) = split(path) else {
            return Problem::new(Code::NameUnknown, "there is nothing at this address");
        };
        match name.parse::<Name>() {
            Err(message) => Problem::new(Code::NameInvalid, message),
            Ok(_) => match rest.parse::<Reference>() {
                Err(message) if rest.contains(':') => Problem::new(Code::DigestInvalid, message),
                Err(message) => Problem::new(Code::ManifestInvalid, message),
                Ok(_) => Problem::new(Code::NameUnknown, "there is nothing at this address"),
            },
        }
    }

    /// What lychgate itself refuses, in the specification's form.
    #[catch]
    fn failed(&self, error: &Error) -> Problem {
        Problem::of(error)
    }
}

/// The name and the last segment of an address that is nearly one of these.
fn split(path: &str) -> Option<(&str, &str)> {
    let path = path.trim_start_matches('/').strip_prefix("v2/")?;
    let (path, last) = path.rsplit_once('/')?;
    let (name, kind) = path.rsplit_once('/')?;
    let name = name.strip_suffix("/blobs").unwrap_or(name);
    ["blobs", "manifests", "referrers", "tags", "uploads"].contains(&kind).then_some((name, last))
}

fn blob_unknown(name: &Name, digest: &Digest) -> Problem {
    Problem::new(Code::BlobUnknown, format!("{name} has no {digest}"))
}

fn location(name: &Name, id: &str) -> String {
    format!("/v2/{name}/blobs/uploads/{id}")
}

fn created(location: &str, digest: &Digest) -> Response {
    let response = Response::from(Status::CREATED).body("").header("Location", location);
    response.header("Docker-Content-Digest", &digest.to_string())
}

fn created_blob(name: &Name, digest: &Digest) -> Response {
    created(&format!("/v2/{name}/blobs/{digest}"), digest)
}

/// Says how much of an upload has come: `Range: 0-1023` are 1024 bytes.
fn so_far(response: Response, name: &Name, id: &str, upload: &Upload<'_>) -> Response {
    let response = response.header("Location", &location(name, id));
    response.header("Range", &range_of(upload))
}

fn range_of(upload: &Upload<'_>) -> String {
    format!("0-{}", upload.length().saturating_sub(1))
}

fn append(upload: &mut Upload<'_>, environ: &Environ, input: Input, location: &str) -> Answer<()> {
    let range = environ.get("HTTP_CONTENT_RANGE").map(|range| {
        let message = "Content-Range: `first-last` is expected";
        piece(&range.to_string()).ok_or_else(|| Problem::new(Code::BlobUploadInvalid, message))
    });
    let range = range.transpose()?;
    let appended = upload.append(range, input);
    appended
        .map_err(|problem| problem.header("Location", location).header("Range", range_of(upload)))
}

/// The bytes that `first-last` stands for.
fn piece(text: &str) -> Option<Range<u64>> {
    let (first, last) = text.split_once('-')?;
    let (first, last) = (first.parse().ok()?, last.parse::<u64>().ok()?);
    (first <= last).then_some(first..last.checked_add(1)?)
}
