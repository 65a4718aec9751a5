//! The request body as it is.

use std::io::{self, ErrorKind, Read};

use bytes::Bytes;

use super::{FromEnviron, Rejection};
use crate::{Environ, Input, Status};

/// The request body, for the one parameter that takes it.
pub(super) fn input(environ: &Environ) -> Result<Input, Rejection> {
    environ.try_take_input().ok_or_else(|| {
        Rejection::fault("the request body was taken already: one parameter can have it".to_owned())
    })
}

/// All of the request body.
pub(super) fn read(environ: &Environ) -> Result<Bytes, Rejection> {
    let mut input = input(environ)?;
    if let Some(bytes) = input.take_bytes() {
        return Ok(bytes);
    }
    let mut bytes = Vec::new();
    match input.read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes.into()),
        Err(error) => Err(unreadable(&error)),
    }
}

/// Why the request body could not be read: the client has cut it off, or the file is lost in which the
/// server keeps it.
pub(super) fn unreadable(error: &io::Error) -> Rejection {
    let message = format!("the request body cannot be read: {error}");
    match error.kind() {
        ErrorKind::UnexpectedEof | ErrorKind::InvalidData => {
            Rejection::new(Status::BAD_REQUEST, message)
        }
        _ => Rejection::fault(message),
    }
}

#[cfg(any(feature = "form", feature = "json"))]
/// Whether the request's media type is one that `is_right` accepts. `None` where it says none.
pub(super) fn media_type(environ: &Environ, is_right: impl Fn(&str) -> bool) -> Option<bool> {
    let header = environ.headers().get(http::header::CONTENT_TYPE)?;
    let essence = header.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    Some(is_right(&essence.trim().to_ascii_lowercase()))
}

#[cfg(any(feature = "form", feature = "json", feature = "multipart"))]
/// What is said of a body of another media type.
pub(super) fn unsupported(expected: &str) -> Rejection {
    let message = format!("the request body must be {expected}, and its Content-Type must say so");
    Rejection::new(Status::UNSUPPORTED_MEDIA_TYPE, message)
}

/// The whole request body, whatever its media type.
#[diagnostic::do_not_recommend]
impl<'a> FromEnviron<'a> for Bytes {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        read(environ)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.takes_any("*/*");
    }
}

/// The whole request body as UTF-8, whatever its media type.
#[diagnostic::do_not_recommend]
impl<'a> FromEnviron<'a> for String {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        String::from_utf8(read(environ)?.into()).map_err(|error| {
            let place = error.utf8_error().valid_up_to();
            let message = format!("the request body is not UTF-8: byte {place} of it is not");
            Rejection::new(Status::BAD_REQUEST, message)
        })
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.takes_any("text/plain");
        operation.refuses(400);
    }
}

/// The whole request body as bytes, whatever its media type.
#[diagnostic::do_not_recommend]
impl<'a> FromEnviron<'a> for Vec<u8> {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        read(environ).map(Into::into)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.takes_any("*/*");
    }
}
