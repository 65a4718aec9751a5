//! The callback that starts a response, as ownership.

use std::marker::PhantomData;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;

use crate::body::IntoBlock;
use crate::headers;
use crate::reply::Head;
use crate::respond::Respond;
use crate::status::IntoStatus;
use crate::{Body, Environ, Error, Reply, Status};

/// The right to start one response (PEP 3333, "The start_response() Callable").
///
/// It is taken by value, so starting twice does not compile; and a body can only be attached to
/// what starting returned, so forgetting to start does not compile either.
///
/// ```
/// use lychgate::prelude::*;
///
/// fn simple_app(_: &mut Environ, start_response: StartResponse<'_>) -> lychgate::Result<Reply<'static>> {
///     let started = start_response.start("200 OK", &[("Content-Type", "text/plain")])?;
///     Ok(started.body("Hello world!\n"))
/// }
/// # assert_eq!(lychgate::test::Client::new(simple_app).get("/").send().text(), "Hello world!\n");
/// ```
#[derive(Debug)]
pub struct StartResponse<'a>(PhantomData<&'a mut ()>);

impl<'a> StartResponse<'a> {
    /// For gateways: the callback that goes with one request. An application is handed one.
    #[must_use]
    pub fn new() -> Self {
        StartResponse(PhantomData)
    }

    /// Starts the response. `status` is a [`Status`] or text such as `"200 OK"`.
    ///
    /// # Errors
    /// When the status is not of the form `NNN Reason`, or is 1xx, or a header is malformed,
    /// hop-by-hop, or not in ISO-8859-1: answer with the error, or let `?` do so.
    pub fn start(
        self,
        status: impl IntoStatus,
        headers: &[(&str, &str)],
    ) -> Result<Started<'a>, Error> {
        let status = status.into_status()?;
        status.check()?;
        // One more, as the gateway adds Content-Length.
        let mut map = HeaderMap::with_capacity(headers.len() + 1);
        for (name, value) in headers {
            let (name, value) = headers::check(name, value)?;
            map.append(name, value);
        }
        Ok(Started { head: Head::new(status, map), written: BytesMut::new(), _life: self.0 })
    }

    /// Starts the response with headers in typed form.
    ///
    /// # Errors
    /// When the status is 1xx, or a header is hop-by-hop or named `Status`.
    pub fn start_with(self, status: Status, headers: HeaderMap) -> Result<Started<'a>, Error> {
        let head = Head::new(status, headers).check()?;
        Ok(Started { head, written: BytesMut::new(), _life: self.0 })
    }

    /// Starts the response that `value` stands for: what a handler returns.
    pub fn respond(self, environ: &'a Environ, value: impl Respond<'a>) -> Reply<'a> {
        value.respond(environ, self)
    }
}

impl Default for StartResponse<'_> {
    fn default() -> Self {
        StartResponse::new()
    }
}

/// A response with its status and headers checked, waiting for its body.
///
/// Nothing is sent yet: a server holds the headers until the first non-empty block.
#[derive(Debug)]
#[must_use = "a started response still needs its body: `started.body(…)`"]
pub struct Started<'a> {
    head: Head,
    written: BytesMut,
    _life: PhantomData<&'a mut ()>,
}

impl<'a> Started<'a> {
    /// Queues a block that goes out before the body (PEP 3333, "The write() Callable"): for code
    /// written around a `write` function. New code attaches a [`body`](Self::body) alone.
    pub fn write(&mut self, block: &[u8]) {
        self.written.extend_from_slice(block);
    }

    /// Attaches the body. The reply lives as long as what the body borrows from.
    pub fn body<'b>(self, body: impl Into<Body<'b>>) -> Reply<'b> {
        let body = body.into();
        if self.written.is_empty() {
            return Reply::started(self.head, body);
        }
        let written: Result<Bytes, Error> = self.written.freeze().into_block();
        let blocks = std::iter::once(written).chain(body);
        Reply::started(self.head, Body::stream(blocks))
    }

    /// Attaches a body that is produced block by block: see [`Body::stream`].
    pub fn stream<'b, I>(self, blocks: I) -> Reply<'b>
    where
        I: IntoIterator<Item: IntoBlock + 'b, IntoIter: Send + 'b>,
    {
        self.body(Body::stream(blocks))
    }

    /// Gives the right to start back, to start anew with another status and headers: nothing was
    /// sent yet. (PEP 3333 has `exc_info` for this.)
    pub fn restart(self) -> StartResponse<'a> {
        StartResponse(self._life)
    }
}
