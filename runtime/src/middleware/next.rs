//! The application inside, as a middleware function sees it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use http::header::{ACCEPT, HeaderValue};

use crate::gateway::block_on;
use crate::{Body, Environ, Error, Head, Reply, Response, pages};

/// What lets a request through to the application inside a middleware. Not to call it is to answer
/// in its place.
pub struct Next<'n>(Box<dyn FnOnce(&mut Environ) -> Outcome<'n> + Send + 'n>);

/// The application inside, given the environ.
pub(super) type Inside<'a> = Box<dyn FnOnce(Environ) -> Reply<'a> + Send + 'a>;

/// What the application inside came to: a response whose body is kept aside, or the promise of one.
type Outcome<'n> = Result<Response, Pin<Box<dyn Future<Output = Response> + Send + 'n>>>;

impl<'n> Next<'n> {
    /// `kept` gets the body: it may borrow from the application and the environ, which the
    /// middleware's own response does not.
    pub(super) fn new<'a: 'n>(inside: Inside<'a>, kept: &'n mut Option<Body<'a>>) -> Self {
        Next(Box::new(|environ| {
            let view = environ.view();
            let whole = std::mem::replace(environ, view);
            let accept = environ.headers().get(ACCEPT);
            match inside(whole).ready() {
                Ok(outcome) => Ok(keep(outcome, kept, accept)),
                Err(later) => {
                    let accept = accept.cloned();
                    Err(Box::pin(async move { keep(later.await.await, kept, accept.as_ref()) }))
                }
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
            Ok(response) => response,
            Err(later) => block_on(later),
        }
    }

    /// Calls the application inside, from an `async` middleware: without making a thread wait.
    pub async fn call_later(self, environ: &mut Environ) -> Response {
        match (self.0)(environ) {
            Ok(response) => response,
            Err(later) => later.await,
        }
    }
}

fn keep<'a>(
    outcome: Result<(Head, Body<'a>), Error>,
    kept: &mut Option<Body<'a>>,
    accept: Option<&HeaderValue>,
) -> Response {
    match outcome {
        Ok((head, body)) => Response::kept(head, kept.insert(body).len()),
        Err(error) => pages::page(error, accept),
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next")
    }
}
