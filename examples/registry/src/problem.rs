//! What clients are told of failures (distribution-spec, "Error Codes").

use std::io;

use lychgate::prelude::*;
use serde_json::json;

/// The codes of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the specification's words, as they are
pub enum Code {
    BlobUnknown,
    BlobUploadInvalid,
    BlobUploadUnknown,
    DigestInvalid,
    ManifestBlobUnknown,
    ManifestInvalid,
    ManifestUnknown,
    NameInvalid,
    NameUnknown,
    SizeInvalid,
    Unsupported,
    Unknown,
}

impl Code {
    /// As it stands in an answer, and the status that it comes with.
    #[must_use]
    pub fn said(self) -> (&'static str, Status) {
        match self {
            Code::BlobUnknown => ("BLOB_UNKNOWN", Status::NOT_FOUND),
            Code::BlobUploadInvalid => ("BLOB_UPLOAD_INVALID", Status::BAD_REQUEST),
            Code::BlobUploadUnknown => ("BLOB_UPLOAD_UNKNOWN", Status::NOT_FOUND),
            Code::DigestInvalid => ("DIGEST_INVALID", Status::BAD_REQUEST),
            Code::ManifestBlobUnknown => ("MANIFEST_BLOB_UNKNOWN", Status::BAD_REQUEST),
            Code::ManifestInvalid => ("MANIFEST_INVALID", Status::BAD_REQUEST),
            Code::ManifestUnknown => ("MANIFEST_UNKNOWN", Status::NOT_FOUND),
            Code::NameInvalid => ("NAME_INVALID", Status::BAD_REQUEST),
            Code::NameUnknown => ("NAME_UNKNOWN", Status::NOT_FOUND),
            Code::SizeInvalid => ("SIZE_INVALID", Status::PAYLOAD_TOO_LARGE),
            Code::Unsupported => ("UNSUPPORTED", Status::METHOD_NOT_ALLOWED),
            Code::Unknown => ("UNKNOWN", Status::INTERNAL_SERVER_ERROR),
        }
    }
}

/// A failure that a client is told of.
#[derive(Debug)]
pub struct Problem {
    /// What it is.
    pub code: Code,
    message: String,
    status: Status,
    headers: Vec<(&'static str, String)>,
    cause: Option<io::Error>,
}

impl Problem {
    /// A problem, in words.
    pub fn new(code: Code, message: impl ToString) -> Self {
        let (_, status) = code.said();
        Problem { code, message: message.to_string(), status, headers: Vec::new(), cause: None }
    }

    /// Another status than its code has by itself.
    #[must_use]
    pub fn status(self, status: Status) -> Self {
        Problem { status, ..self }
    }

    /// A header beside it.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    /// What a failure that was not ours is called here.
    pub(crate) fn of(error: &Error) -> Self {
        let code = match error.status().as_u16() {
            404 => Code::NameUnknown,
            405 => Code::Unsupported,
            413 => Code::SizeInvalid,
            400 | 422 if matches!(error.field(), Some("digest" | "mount")) => Code::DigestInvalid,
            400..=499 => Code::Unsupported,
            _ => Code::Unknown,
        };
        Problem::new(code, error.message()).status(error.status())
    }
}

/// The disk has failed: the client learns that, and the log learns how.
impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Problem {
            cause: Some(error),
            ..Problem::new(Code::Unknown, "the registry cannot do that now")
        }
    }
}

impl From<Problem> for Response {
    fn from(problem: Problem) -> Self {
        let (code, _) = problem.code.said();
        let error = json!({ "code": code, "message": problem.message, "detail": null });
        let body = format!("{}\n", json!({ "errors": [error] }));
        let response = Response::new(body).status(problem.status);
        let response = response.header("Content-Type", "application/json");
        problem.headers.iter().fold(response, |it, (name, value)| it.header(name, value))
    }
}

impl<'a> Respond<'a> for Problem {
    fn respond(mut self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        if let Some(cause) = self.cause.take() {
            eprintln!("lychgate-registry: {} {}: {cause}", environ.method(), environ.path_info());
        }
        start_response.respond(environ, Response::from(self))
    }
}
