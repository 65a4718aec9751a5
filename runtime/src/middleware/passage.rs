//! A request on its way through a middleware.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use super::Next;
use super::next::Inside;
use crate::{Environ, Reply, Response};

/// A request that a middleware may change, answer, or let through to the application inside.
pub struct Passage<'a> {
    environ: Environ,
    inside: Inside<'a>,
}

impl<'a> Passage<'a> {
    pub(super) fn new(environ: Environ, inside: Inside<'a>) -> Self {
        Passage { environ, inside }
    }

    /// The request.
    #[must_use]
    pub fn environ(&self) -> &Environ {
        &self.environ
    }

    /// The request, to change.
    pub fn environ_mut(&mut self) -> &mut Environ {
        &mut self.environ
    }

    /// Lets the request through and gives the reply as it is, which may borrow from the application
    /// inside: [`Reply::map`] changes it. A middleware that only watches needs no more.
    pub fn proceed(self) -> Reply<'a> {
        (self.inside)(self.environ)
    }

    /// Answers by a function of `(environ, next)`.
    ///
    /// Where the application inside awaits, `next.call` blocks this thread until it has answered:
    /// [`through_later`](Self::through_later) awaits, too.
    pub fn through<R: IntoResponse>(
        self,
        function: impl FnOnce(&mut Environ, Next<'_>) -> R,
    ) -> Reply<'a> {
        let Passage { mut environ, inside } = self;
        let mut kept = None;
        let response = function(&mut environ, Next::new(inside, &mut kept)).into_response();
        Reply::settled(response.into_parts(kept))
    }

    /// The same by an `async` function; `state` is what it is a method of, or `&()`.
    pub fn through_later<R: IntoResponse, S: Sync + ?Sized>(
        self,
        state: &'a S,
        function: impl for<'n> FnOnce(&'n S, &'n mut Environ, Next<'n>) -> Later<'n, R> + Send + 'a,
    ) -> Reply<'a> {
        let Passage { mut environ, inside } = self;
        Reply::later(async move {
            let mut kept = None;
            let later = function(state, &mut environ, Next::new(inside, &mut kept));
            let response = later.await.into_response();
            Reply::settled(response.into_parts(kept))
        })
    }
}

/// What a middleware function may return: whatever makes a [`Response`].
#[diagnostic::on_unimplemented(
    message = "a middleware cannot return `{Self}`",
    label = "not a response",
    note = "return `Response`, as `next.call(environ)` gives it, or `Result<Response, E>` where `E` is \
            `Status`, `lychgate::Error` or any type with `impl From<E> for Response`"
)]
pub trait IntoResponse {
    /// The response.
    fn into_response(self) -> Response;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Response>> IntoResponse for T {
    fn into_response(self) -> Response {
        self.into()
    }
}

/// What an `async` middleware comes to.
pub type Later<'n, R> = Pin<Box<dyn Future<Output = R> + Send + 'n>>;

impl fmt::Debug for Passage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Passage({} {})", self.environ.method(), self.environ.path_info())
    }
}
