//! What the middleware that looks on has in common: a request from its beginning to its end.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use http::Method;
use http::header::{ACCEPT, CONTENT_LENGTH};

use super::Passage;
use crate::body::Sent;
use crate::{Environ, Error, Head, Reply, Status, gateway, pages};

/// A request that is over.
pub(super) struct Over<'w> {
    /// The request as it came to the middleware, and the routes that were found.
    pub(super) environ: &'w Environ,
    pub(super) status: Status,
    /// What was sent of the body.
    pub(super) sent: Sent,
    /// The time from the request to the end of the response.
    pub(super) duration: Duration,
}

/// The status of what was never answered, as its client has gone away: that of nginx.
const CLIENT_CLOSED_REQUEST: u16 = 499;

/// Lets a request through, and calls a function when it is over, in whatever way: with a response,
/// a failure, a panic, or a client that has gone.
pub(super) fn watch<'a>(
    mut passage: Passage<'a>,
    function: impl FnOnce(&Over<'_>) + Send + 'a,
) -> Reply<'a> {
    let environ = passage.environ_mut().view();
    let mut request =
        Request { environ, begin: Instant::now(), head: None, function: Some(function) };
    let reply = match catch_unwind(AssertUnwindSafe(|| passage.proceed())) {
        Ok(reply) => gateway::caught(reply, "the application"),
        Err(panic) => Reply::failed(gateway::panicked(&*panic, "the application")),
    };
    reply.then(move |outcome| {
        // The gateway makes a failure of a head that cannot be sent: it is to be seen here already.
        let checked = outcome.and_then(|(head, body)| Ok((head.check()?, body)));
        let (head, body) = checked.unwrap_or_else(|error| request.page(error));
        request.head = Some((head.status.clone(), declared_length(&head)));
        Reply::started(head, body.on_close(move |sent| request.end(sent)))
    })
}

fn declared_length(head: &Head) -> Option<u64> {
    head.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// A request that is watched, until it is dropped.
struct Request<F: FnOnce(&Over<'_>)> {
    environ: Environ,
    begin: Instant,
    /// The status, and the length that was declared.
    head: Option<(Status, Option<u64>)>,
    function: Option<F>,
}

impl<F: FnOnce(&Over<'_>)> Request<F> {
    fn page(&self, error: Error) -> (Head, crate::Body<'static>) {
        pages::page(error, self.environ.headers().get(ACCEPT)).into_head_and_body()
    }

    fn end(mut self, sent: Sent) {
        self.tell(sent);
    }

    fn tell(&mut self, sent: Sent) {
        let Some(function) = self.function.take() else { return };
        let (status, declared) = self.head.take().unwrap_or_else(|| (gone(), None));
        let no_body = status.is_bodiless() || self.environ.method() == Method::HEAD;
        let sent = Sent {
            // A gateway cuts what is longer than declared.
            bytes: declared.map_or(sent.bytes, |declared| sent.bytes.min(declared)),
            complete: sent.complete || no_body && status.as_u16() != CLIENT_CLOSED_REQUEST,
        };
        let duration = self.begin.elapsed();
        function(&Over { environ: &self.environ, status, sent, duration });
    }
}

impl<F: FnOnce(&Over<'_>)> Drop for Request<F> {
    fn drop(&mut self) {
        self.tell(Sent { bytes: 0, complete: false });
    }
}

fn gone() -> Status {
    Status::parse("499 Client Closed Request").unwrap_or(Status::REQUEST_TIMEOUT)
}
