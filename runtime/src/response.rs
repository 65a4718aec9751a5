//! An owned response: what handlers and middleware build and change.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, StatusCode};

use crate::body::Sent;
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
pub struct Response(Box<Inner>);

/// Behind a pointer, so that a response can be the `Err` of a result that is moved about.
#[derive(Debug, Default)]
struct Inner {
    status: Option<Status>,
    headers: HeaderMap,
    content: Content,
    /// The first header that could not be set; it is reported when the response is started.
    problem: Option<Error>,
    /// The failure that this is the page of.
    cause: Option<Arc<Error>>,
    /// Whether the body is the plain page of the status or the failure, and nobody's own.
    is_plain: bool,
}

/// Where the body is.
enum Content {
    Own(Body<'static>),
    /// With the middleware that got this response from the application inside, whose body may
    /// borrow from the request; and what is to be done to it.
    Kept {
        length: Option<u64>,
        changes: Vec<Change>,
    },
}

type Change = Box<dyn for<'b> FnOnce(Body<'b>) -> Body<'b> + Send>;

impl Response {
    /// A response with status 200 OK and this body. Unless it is set, `Content-Type` is that of text
    /// or of bytes, as the body is made of one or the other; a stream has none by itself.
    pub fn new(body: impl Into<Body<'static>>) -> Self {
        Response(Box::new(Inner { content: Content::Own(body.into()), ..Inner::default() }))
    }

    /// Sets the status.
    #[must_use]
    pub fn status(mut self, status: impl Into<Status>) -> Self {
        self.0.status = Some(status.into());
        self
    }

    /// Adds a header. A malformed or hop-by-hop one turns the response into a 500 with a log line
    /// that says why.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match headers::check(name, value) {
            Ok((name, value)) => {
                self.0.headers.append(name, value);
            }
            Err(error) => {
                self.0.problem.get_or_insert(error);
            }
        }
        self
    }

    /// Adds a header unless there is one of that name: what a middleware says where the application has
    /// not said otherwise.
    ///
    /// ```
    /// use lychgate::prelude::*;
    ///
    /// #[middleware]
    /// fn private(environ: &mut Environ, next: Next<'_>) -> Response {
    ///     next.call(environ).default_header("Cache-Control", "private")
    /// }
    ///
    /// #[application]
    /// #[with(private)]
    /// mod site {
    ///     use super::*;
    ///
    ///     #[get("^$")]
    ///     fn index() -> &'static str { "Index page" }
    ///
    ///     #[get("^logo$")]
    ///     fn logo() -> ([(&'static str, &'static str); 1], &'static str) {
    ///         ([("cache-control", "public")], "a picture")
    ///     }
    /// }
    ///
    /// fn main() {
    ///     let client = lychgate::test::Client::new(site::application);
    ///     assert_eq!(client.get("/").send().header("Cache-Control"), Some("private"));
    ///     let logo = client.get("/logo").send();
    ///     assert_eq!(logo.headers().get_all("Cache-Control").iter().collect::<Vec<_>>(), ["public"]);
    /// }
    /// ```
    #[must_use]
    pub fn default_header(self, name: &str, value: &str) -> Self {
        if self.0.headers.contains_key(name) { self } else { self.header(name, value) }
    }

    /// Puts another body in the place of the one that is there, which is closed unsent.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body<'static>>) -> Self {
        self.0.headers.remove(CONTENT_LENGTH);
        self.0.content = Content::Own(body.into());
        self.0.is_plain = false;
        self
    }

    /// Sets what `Content-Type` says.
    pub(crate) fn media_type(mut self, media_type: &'static str) -> Self {
        self.0.headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        self
    }

    /// The plain page of a failure.
    pub(crate) fn page_of(error: Arc<Error>) -> Self {
        let page: Response = if error.message().is_empty() {
            error.status().into()
        } else {
            Response::new(format!("{}\n", error.message())).status(error.status())
        };
        let headers = error.headers().cloned().unwrap_or_default();
        Response(Box::new(Inner { headers, cause: Some(error), is_plain: true, ..*page.0 }))
    }

    /// The failure that this is the plain page of, with the headers that were added; the response
    /// itself where its page is somebody's own.
    pub(crate) fn into_error(mut self) -> Result<Error, Self> {
        let status = self.status_code();
        let is_own = !self.0.is_plain || self.0.headers.contains_key(CONTENT_TYPE);
        if is_own || self.0.problem.is_some() || status.as_u16() < 400 {
            return Err(self);
        }
        let error = match self.0.cause.take().map(Arc::try_unwrap) {
            Some(Ok(error)) => error.with_status(status),
            Some(Err(cause)) => {
                self.0.cause = Some(cause);
                return Err(self);
            }
            None => Error::new(status, ""),
        };
        Ok(error.with_headers(self.0.headers))
    }

    /// The status code so far.
    #[must_use]
    pub fn status_code(&self) -> Status {
        self.0.status.clone().unwrap_or(Status::OK)
    }

    /// The headers, to read.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The headers, to change.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.0.headers
    }

    /// The failure that this response is the page of: what the log is told.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.0.cause.as_deref()
    }

    /// The length of the body in bytes, where it is known before it is sent.
    #[must_use]
    pub fn body_len(&self) -> Option<u64> {
        match &self.0.content {
            Content::Own(body) => body.len(),
            Content::Kept { length, .. } => *length,
        }
    }

    /// Changes each block of the body: [`Body::map_blocks`]. A `Content-Length` goes, since it was
    /// that of the body before.
    ///
    /// ```
    /// use lychgate::prelude::*;
    ///
    /// #[middleware]
    /// fn loud(environ: &mut Environ, next: Next<'_>) -> Response {
    ///     next.call(environ).map_blocks(|block| block.to_ascii_uppercase().into())
    /// }
    /// ```
    #[must_use]
    pub fn map_blocks(self, change: impl FnMut(Bytes) -> Bytes + Send + 'static) -> Self {
        self.map_body(|body| body.map_blocks(change))
    }

    /// Changes the body as a whole: [`Body::map_bytes`]. A `Content-Length` goes, too.
    #[must_use]
    pub fn map_bytes(self, change: impl FnOnce(Bytes) -> Bytes + Send + 'static) -> Self {
        self.map_body(|body| body.map_bytes(change))
    }

    /// Makes another body of the body; it may borrow from the request, so that this is done when
    /// the middleware has returned. A `Content-Length` goes, too.
    #[must_use]
    pub fn map_body(
        mut self,
        change: impl for<'b> FnOnce(Body<'b>) -> Body<'b> + Send + 'static,
    ) -> Self {
        self.0.headers.remove(CONTENT_LENGTH);
        self.0.is_plain = false;
        self.0.content = match self.0.content {
            Content::Kept { mut changes, .. } => {
                changes.push(Box::new(change));
                Content::Kept { length: None, changes }
            }
            Content::Own(body) => Content::Own(change(body)),
        };
        self
    }

    /// Calls a function once, when the response is over: [`Body::on_close`].
    #[must_use]
    pub fn on_close(mut self, function: impl FnOnce(Sent) + Send + 'static) -> Self {
        self.0.is_plain = false;
        self.0.content = match self.0.content {
            Content::Own(body) => Content::Own(body.on_close(function)),
            Content::Kept { length, mut changes } => {
                changes.push(Box::new(|body| body.on_close(function)));
                Content::Kept { length, changes }
            }
        };
        self
    }

    /// A response whose body is kept by the middleware that got it.
    pub(crate) fn kept(head: Head, length: Option<u64>) -> Self {
        let Head { status, headers, cause } = head;
        let content = Content::Kept { length, changes: Vec::new() };
        Response(Box::new(Inner {
            status: Some(status),
            headers,
            content,
            cause,
            ..Inner::default()
        }))
    }

    /// The parts of a response, with the body that was kept for it.
    ///
    /// # Errors
    /// The first thing that was wrong with a header; or a body that is not there, since another
    /// request's response was returned.
    pub(crate) fn into_parts<'a>(
        mut self,
        kept: Option<Body<'a>>,
    ) -> Result<(Head, Body<'a>), Error> {
        if let Some(problem) = self.0.problem.take() {
            return Err(problem);
        }
        if let Content::Own(body) = &self.0.content {
            if let Some(media_type) = body.media_type() {
                let media_type = HeaderValue::from_static(media_type);
                self.0.headers.entry(CONTENT_TYPE).or_insert(media_type);
            }
        }
        let status = self.0.status.unwrap_or(Status::OK);
        let head = Head { status, headers: self.0.headers, cause: self.0.cause };
        let body = match (self.0.content, kept) {
            (Content::Own(body), _) => body,
            (Content::Kept { changes, .. }, Some(body)) => {
                changes.into_iter().fold(body, |body, change| change(body))
            }
            (Content::Kept { .. }, None) => {
                let message = "the body of this response belongs to another request: a response of \
                               `next.call(…)` can only be returned by the middleware that called it";
                return Err(Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(message));
            }
        };
        Ok((head, body))
    }

    /// The parts of a response of ours.
    pub(crate) fn into_head_and_body(self) -> (Head, Body<'static>) {
        let checked = self.into_parts(None).and_then(|(head, body)| Ok((head.check()?, body)));
        checked.unwrap_or_else(|_| {
            (Head::new(Status::INTERNAL_SERVER_ERROR, HeaderMap::new()), Body::empty())
        })
    }
}

impl Default for Content {
    fn default() -> Self {
        Content::Own(Body::empty())
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Own(body) => body.fmt(f),
            Content::Kept { .. } => f.write_str("Body(of the application inside)"),
        }
    }
}

/// The plain page of a status: `404 Not Found` and a line end; nothing where the status forbids it.
impl From<Status> for Response {
    fn from(status: Status) -> Self {
        if status.is_bodiless() {
            return Response::default().status(status);
        }
        let page = Response::new(format!("{status}\n")).status(status);
        Response(Box::new(Inner { is_plain: true, ..*page.0 }))
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
        Response::new(text.into()).status(status)
    }
}

/// The error's status, and its message as text; its cause is for the log only.
impl From<Error> for Response {
    fn from(error: Error) -> Self {
        Response::page_of(Arc::new(error))
    }
}

/// Whichever of both it is.
impl<T: Into<Response>, E: Into<Response>> From<Result<T, E>> for Response {
    fn from(result: Result<T, E>) -> Self {
        result.map_or_else(Into::into, Into::into)
    }
}
