//! The server's half of the contract, without sockets: calling the application, and making of its
//! reply what may go over the wire. What stands between it and a server of somebody else's:
//!
//! | gateway | feature | for |
//! |---|---|---|
//! | `tower` | `tower` | servers and middleware of tower's: axum, hyper, AWS Lambda; and their services as applications |
//! | `cgi` | `cgi` | web servers that start a program for each request |
//! | `scgi` | `scgi` | nginx in front of a program that stays |
//!
//! Servers of Python's are behind the crate `lychgate-python`.

#[cfg(any(feature = "scgi", feature = "server"))]
pub(crate) mod backlog;
mod block_on;
#[cfg(feature = "cgi")]
pub mod cgi;
#[cfg(feature = "tokio")]
pub(crate) mod context;
#[cfg(any(feature = "server", feature = "tower"))]
pub(crate) mod exchange;
mod framing;
#[cfg(any(feature = "cgi", feature = "scgi"))]
mod interface;
#[cfg(any(feature = "server", feature = "tower"))]
pub(crate) mod message;
#[cfg(any(feature = "server", feature = "tower"))]
pub(crate) mod receive;
#[cfg(feature = "scgi")]
pub mod scgi;
#[cfg(any(feature = "cgi", feature = "scgi", feature = "server", feature = "tower"))]
mod serving;
#[cfg(all(unix, any(feature = "scgi", feature = "server")))]
pub(crate) mod signals;
#[cfg(all(unix, any(feature = "scgi", feature = "server")))]
pub(crate) mod socket_file;
#[cfg(feature = "tower")]
pub mod tower;

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use http::header::CONTENT_LENGTH;

use crate::reply::{Head, Later};
use crate::{Application, Body, Environ, Error, Reply, StartResponse, Status, pages};

pub use block_on::block_on;
#[cfg(any(feature = "server", feature = "tower"))]
pub use exchange::Cut;
#[cfg(any(feature = "cgi", feature = "scgi", feature = "server"))]
pub(crate) use serving::latin1;
#[cfg(any(feature = "cgi", feature = "scgi", feature = "server", feature = "tower"))]
pub(crate) use serving::{fail, linted, next_block};

/// Calls the application and gives what is to be sent: the head with its framing headers, and the
/// body with exactly the bytes that the framing says.
///
/// A failure or a panic becomes the error's page, and a line in the log where it is the server's
/// fault; so does a status or a header that no application may send, wherever it came from. The
/// body of a response to HEAD, and of 1xx, 204 and 304, is dropped unsent (RFC 9112, 6.3); where
/// its length is known and the application did not say it, `Content-Length` is set.
pub async fn call<'a>(
    application: &'a (impl Application + ?Sized),
    environ: &'a mut Environ,
) -> (Head, Body<'a>) {
    let request = framing::Asked::of(environ);
    if is_too_large(application, environ) {
        let (head, body) = page(&request, Error::new(Status::PAYLOAD_TOO_LARGE, ""));
        return request.frame(head, body);
    }
    let call = move || {
        let environ = environ; // moved out, so that the reply may borrow from it
        application.call(environ, StartResponse::new())
    };
    let reply = catch_unwind(AssertUnwindSafe(call));
    let outcome = match reply {
        Ok(reply) => match reply.ready() {
            Ok(outcome) => outcome,
            Err(later) => Caught(later, "the application").await,
        },
        Err(panic) => Err(panicked(&*panic, "the application")),
    };
    // What was given at the start was checked there, but middleware may have changed it.
    let checked = outcome.and_then(|(head, body)| Ok((head.check()?, body)));
    let (head, body) = checked.unwrap_or_else(|error| page(&request, error));
    log_cause(&request, &head);
    request.frame(head, body)
}

/// Whether the request body is larger than the application allows where the request goes.
fn is_too_large(application: &(impl Application + ?Sized), environ: &Environ) -> bool {
    let Some(length) = environ.headers().get(CONTENT_LENGTH) else { return false };
    let length: Option<u64> = length.to_str().ok().and_then(|digits| digits.parse().ok());
    let limit = || application.body_limit(environ);
    length.is_some_and(|length| length > 0 && limit().is_some_and(|limit| length > limit))
}

/// The reply, with a failure in the place of a panic while it is awaited; `place` is what panics.
pub(crate) fn caught<'a>(reply: Reply<'a>, place: &'static str) -> Reply<'a> {
    match reply.ready() {
        Ok(outcome) => Reply::settled(outcome),
        Err(later) => Reply::later(async move { Reply::settled(Caught(later, place).await) }),
    }
}

/// A reply whose panics, while it is awaited, are errors.
struct Caught<'a>(Later<'a>, &'static str);

impl<'a> Future for Caught<'a> {
    type Output = Result<(Head, Body<'a>), Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Caught(later, place) = &mut *self;
        loop {
            match catch_unwind(AssertUnwindSafe(|| later.as_mut().poll(context))) {
                Ok(Poll::Pending) => return Poll::Pending,
                Ok(Poll::Ready(reply)) => match reply.ready() {
                    Ok(outcome) => return Poll::Ready(outcome),
                    Err(next) => *later = next,
                },
                Err(panic) => return Poll::Ready(Err(panicked(&*panic, place))),
            }
        }
    }
}

/// The error that a panic is answered with: its message is for the log only.
pub(crate) fn panicked(panic: &(dyn Any + Send), place: &str) -> Error {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a value that is not text");
    Error::new(Status::INTERNAL_SERVER_ERROR, "")
        .with_source(format!("{place} panicked: {message}"))
}

/// The page of an error, in the form that the client reads.
fn page(request: &framing::Asked, error: Error) -> (Head, Body<'static>) {
    pages::page(error, request.accept.as_ref()).into_head_and_body()
}

/// The log is told all of a failure, where the fault is the server's.
fn log_cause(request: &framing::Asked, head: &Head) {
    if let Some(cause) = head.cause.as_deref().filter(|cause| cause.is_news()) {
        log(&format!("{request}: {cause}"));
    }
}

/// The same for a middleware that has something around the log's line.
#[cfg(feature = "tracing")]
pub(crate) fn log_failure(environ: &Environ, head: &Head) {
    log_cause(&framing::Asked::of(environ), head);
}

/// Writes a line to the server's log: to the subscriber of `tracing`, where there is one, and else to
/// standard error.
pub(crate) fn log(line: &str) {
    use std::io::Write;
    #[cfg(feature = "tracing")]
    if tracing::dispatcher::get_default(|it| !it.is::<tracing::subscriber::NoSubscriber>()) {
        tracing::error!(target: "lychgate", "{line}");
        return;
    }
    // In one piece, so that lines of several processes stay whole; and a log that cannot be written
    // to is no reason to fail a request.
    let _ = std::io::stderr().write_all(format!("lychgate: {line}\n").as_bytes());
}
