//! The server's half of the contract, without sockets: calling the application, and making of its
//! reply what may go over the wire.

mod block_on;
mod framing;

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use crate::reply::{Awaited, Head};
use crate::{Application, Body, Environ, Error, Response, StartResponse, Status};

pub use block_on::block_on;

/// Calls the application and gives what is to be sent: the head with its framing headers, and the
/// body with exactly the bytes that the framing says.
///
/// A failure or a panic becomes the error's page, and a line in the log where it is the server's
/// fault. The body of a response to HEAD, and of 1xx, 204 and 304, is dropped unsent (RFC 9112,
/// 6.3); where its length is known and the application did not say it, `Content-Length` is set.
pub async fn call<'a>(
    application: &'a (impl Application + ?Sized),
    environ: &'a mut Environ,
) -> (Head, Body<'a>) {
    let request = framing::Asked::of(environ);
    let call = move || {
        let environ = environ; // moved out, so that the reply may borrow from it
        application.call(environ, StartResponse::new())
    };
    let reply = catch_unwind(AssertUnwindSafe(call));
    let outcome = match reply {
        Ok(reply) => Caught(reply.into_future()).await,
        Err(panic) => Err(panicked(&*panic, "the application")),
    };
    let (head, body) = outcome.unwrap_or_else(|error| error_page(&request, &error));
    request.frame(head, body)
}

/// A reply whose panics, while it is awaited, are errors.
struct Caught<'a>(Awaited<'a>);

impl<'a> Future for Caught<'a> {
    type Output = Result<(Head, Body<'a>), Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = pin!(&mut self.0);
        catch_unwind(AssertUnwindSafe(|| reply.poll(context)))
            .unwrap_or_else(|panic| Poll::Ready(Err(panicked(&*panic, "the application"))))
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

/// What the client is told of an error; the log is told all where the fault is the server's.
fn error_page(request: &framing::Asked, error: &Error) -> (Head, Body<'static>) {
    if is_fault(error) {
        log(&format!("{request}: {error}"));
    }
    let page = Error::new(error.status(), error.message());
    Response::from(page).into_head_and_body()
}

/// Tells the log of an error that a response was made of.
pub(crate) fn report(environ: &Environ, error: &Error) {
    if is_fault(error) {
        log(&format!("{}: {error}", framing::Asked::of(environ)));
    }
}

/// Whether the fault is the server's, and not the client's.
fn is_fault(error: &Error) -> bool {
    error.status().as_u16() >= 500
}

/// The page of an error that no application had a part in, ready to be sent.
#[cfg(feature = "server")]
pub(crate) fn fail(environ: &Environ, error: &Error) -> (Head, Body<'static>) {
    let request = framing::Asked::of(environ);
    let (head, body) = error_page(&request, error);
    request.frame(head, body)
}

/// Writes a line to the server's log, which is standard error.
pub(crate) fn log(line: &str) {
    use std::io::Write;
    // A log that cannot be written to is no reason to fail a request.
    let _ = writeln!(std::io::stderr(), "lychgate: {line}");
}
