//! Why a parameter could not be filled.

use std::fmt;

use crate::{Environ, Error, Reply, Respond, Response, StartResponse, Status};

/// Why the request does not give what a parameter asks for: what the client is told, in the status
/// that says whose fault it is.
///
/// | status | meaning |
/// |---|---|
/// | 400 Bad Request | it is not there, or it is malformed |
/// | 413 Content Too Large | it is larger than the limit |
/// | 415 Unsupported Media Type | the body is of another type |
/// | 422 Unprocessable Content | it is well formed, and a value in it is missing or of another type |
/// | 500 Internal Server Error | the application has asked for what cannot be there |
///
/// A handler that wants to answer by itself takes `Result<T, Rejection>`; to refuse what it finds out
/// itself in the same way, it returns one:
///
/// ```
/// use lychgate::prelude::*;
///
/// fn even(number: u32) -> Result<u32, Rejection> {
///     if number % 2 == 0 {
///         return Ok(number);
///     }
///     Err(Rejection::new(Status::UNPROCESSABLE_ENTITY, "number: an even one").at("number"))
/// }
///
/// let error: Error = even(3).unwrap_err().into();
/// assert_eq!((error.status().as_u16(), error.field()), (422, Some("number")));
/// ```
#[derive(Debug)]
pub struct Rejection {
    status: Status,
    message: String,
    field: Option<String>,
    is_absent: bool,
}

impl Rejection {
    /// A rejection with what the client is told.
    pub fn new(status: Status, message: impl Into<String>) -> Self {
        Rejection { status, message: message.into(), field: None, is_absent: false }
    }

    /// The rejection of a request that does not have the thing at all: `Option<T>` is `None` then.
    pub fn absent(message: impl Into<String>) -> Self {
        Rejection { is_absent: true, ..Rejection::new(Status::BAD_REQUEST, message) }
    }

    /// Says in which field the mistake is: `items[2].price`.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The status that it is answered with.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status.clone()
    }

    /// What is wrong, for the client.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The field that is wrong, where it is one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// Whether the request does not have the thing at all.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.is_absent
    }

    /// The same for what is missing altogether.
    pub(super) fn missing(message: String) -> Self {
        Rejection { is_absent: true, ..Rejection::fault(message) }
    }

    /// What a parameter says that the application itself has made impossible.
    pub(super) fn fault(message: String) -> Self {
        Rejection::new(Status::INTERNAL_SERVER_ERROR, message)
    }
}

/// The same text as the client is told: `the field 'age' …`.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The same status, message and field, so that `?` answers with it; what is the application's own fault
/// is for the log only.
impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        let Rejection { status, message, field, .. } = rejection;
        if status.as_u16() >= 500 {
            return Error::new(status, "").with_source(message);
        }
        let error = Error::new(status, message);
        match field {
            Some(field) => error.with_field(field),
            None => error,
        }
    }
}

impl From<Rejection> for Response {
    fn from(rejection: Rejection) -> Self {
        Error::from(rejection).into()
    }
}

#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for Rejection {
    fn respond(self, _: &'a Environ, _: StartResponse<'a>) -> Reply<'a> {
        Reply::failed(self.into())
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.fails();
    }
}
