//! An owned response: what handlers and middleware build and change.

use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};

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
    /// The error that it was made of: what the client is not told of it goes to the log.
    cause: Option<Error>,
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

    /// The error that it was made of, for the log.
    pub(crate) fn take_cause(&mut self) -> Option<Error> {
        self.cause.take()
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
        text_page(format!("{status}\n"), status)
    }
}

impl From<StatusCode> for Response {
    fn from(status: StatusCode) -> Self {
        Status::from(status).into()
    }
}

/// The text, with the status.
impl<S: Into<Status>, T: Into<String>> From<(S, T)> for Response {
    fn from((status, text): (S, T)) -> Self {
        text_page(text.into(), status.into())
    }
}

/// The error's status, and its message as text; its cause is for the log only.
impl From<Error> for Response {
    fn from(error: Error) -> Self {
        let page = match error.message() {
            "" => error.status().into(),
            message => text_page(format!("{message}\n"), error.status()),
        };
        Response { cause: Some(error), ..page }
    }
}

fn text_page(text: String, status: Status) -> Response {
    Response::new(text)
        .status(status)
        .default_header(http::header::CONTENT_TYPE, crate::respond::TEXT)
}
