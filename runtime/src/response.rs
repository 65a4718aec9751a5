//! An owned response: what handlers and middleware build and change.

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use crate::{Body, Error, Head, Status, headers};

/// A status, headers and a body that borrows from nothing.
///
/// ```
/// use lychgate::prelude::*;
///
/// fn created() -> Response {
///     Response::new("made it\n").status(Status::CREATED).header("Location", "/things/1")
/// }
/// ```
#[derive(Debug, Default)]
pub struct Response {
    status: Option<Status>,
    headers: HeaderMap,
    body: Body<'static>,
    /// The first header that could not be set; it is reported when the response is started.
    problem: Option<Error>,
}

impl Response {
    /// A response with status 200 OK and this body; the body's type says its `Content-Type` only
    /// where a handler returns it by itself, so set one.
    pub fn new(body: impl Into<Body<'static>>) -> Self {
        Response { body: body.into(), ..Response::default() }
    }

    /// Sets the status.
    #[must_use]
    pub fn status(mut self, status: impl Into<Status>) -> Self {
        self.status = Some(status.into());
        self
    }

    /// Adds a header. A malformed or hop-by-hop one turns the response into a 500 with a log line
    /// that says why.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match headers::check(name, value) {
            Ok((name, value)) => {
                self.headers.append(name, value);
            }
            Err(error) => {
                self.problem.get_or_insert(error);
            }
        }
        self
    }

    /// The status code so far.
    #[must_use]
    pub fn status_code(&self) -> Status {
        self.status.clone().unwrap_or(Status::OK)
    }

    /// The headers, to read.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers, to change.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// Sets the header unless it is there already.
    pub(crate) fn default_header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.entry(name).or_insert(HeaderValue::from_static(value));
        self
    }

    /// The parts of a response whose headers are known to be right.
    pub(crate) fn into_head_and_body(self) -> (Head, Body<'static>) {
        let status = self.status.unwrap_or(Status::OK);
        (Head { status, headers: self.headers }, self.body)
    }

    /// The parts, or the first thing that was wrong with a header.
    pub(crate) fn into_parts(mut self) -> Result<(Head, Body<'static>), Error> {
        self.problem.take().map_or_else(|| Ok(self.into_head_and_body()), Err)
    }
}

/// The plain page of a status: `404 Not Found` and a line end.
impl From<Status> for Response {
    fn from(status: Status) -> Self {
        Response::new(format!("{status}\n"))
            .status(status)
            .default_header(http::header::CONTENT_TYPE, crate::respond::TEXT)
    }
}

/// The error's status, and its message as text; its cause is for the log only.
impl From<Error> for Response {
    fn from(error: Error) -> Self {
        if error.message().is_empty() {
            return error.status().into();
        }
        Response::new(format!("{}\n", error.message()))
            .status(error.status())
            .default_header(http::header::CONTENT_TYPE, crate::respond::TEXT)
    }
}
