//! The application inside, as a middleware function sees it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::gateway::block_on;
use crate::{Body, Environ, Error, Head, Reply, Response};

/// What lets a request through to the application inside a middleware. Not to call it is to answer
/// in its place.
pub struct Next<'n>(Box<dyn FnOnce(&mut Environ) -> Outcome<'n> + Send + 'n>);

/// The application inside, given the environ.
pub(super) type Inside<'a> = Box<dyn FnOnce(Environ) -> Reply<'a> + Send + 'a>;

/// What the application inside came to: a response whose body is kept aside, or the promise of one.
enum Outcome<'n> {
    Ready(Response),
    Later(Pin<Box<dyn Future<Output = Response> + Send + 'n>>),
}

impl<'n> Next<'n> {
    /// `kept` gets the body: it may borrow from the application and the environ, which the
    /// middleware's own response does not.
    pub(super) fn new<'a: 'n>(inside: Inside<'a>, kept: &'n mut Option<Body<'a>>) -> Self {
        Next(Box::new(|environ| {
            let view = environ.view();
            let environ = std::mem::replace(environ, view);
            match inside(environ).ready() {
                Ok(outcome) => Outcome::Ready(keep(outcome, kept)),
                Err(later) => Outcome::Later(Box::pin(async { keep(later.await, kept) })),
            }
        }))
    }

    /// Calls the application inside. Afterwards `environ` shows the request as it was, without its
    /// body, and the route that was found.
    ///
    /// A failure comes as its page, of which [`Response::error`] tells the reason. When the
    /// application inside awaits, this thread waits for it.
    pub fn call(self, environ: &mut Environ) -> Response {
        match (self.0)(environ) {
            Outcome::Ready(response) => response,
            Outcome::Later(response) => block_on(response),
        }
    }

    /// Calls the application inside, from an `async` middleware: without making a thread wait.
    pub async fn call_later(self, environ: &mut Environ) -> Response {
        match (self.0)(environ) {
            Outcome::Ready(response) => response,
            Outcome::Later(response) => response.await,
        }
    }
}

fn keep<'a>(outcome: Result<(Head, Body<'a>), Error>, kept: &mut Option<Body<'a>>) -> Response {
    match outcome {
        Ok((head, body)) => Response::kept(head, kept.insert(body).len()),
        Err(error) => error.into(),
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next")
    }
}
