//! What an application returns: a started response, or the promise of one.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::HeaderMap;

use crate::{Body, Error, Status, headers};

/// The answer to one request. Only [`StartResponse`](crate::StartResponse) makes one, so there is
/// no reply without a status and headers that were checked.
///
/// It can be awaited, so that an application may await before it starts; for a plain function it is
/// ready at once and costs nothing.
pub struct Reply<'a>(State<'a>);

enum State<'a> {
    Ready(Result<Head, Error>, Body<'a>),
    Later(Later<'a>),
    Taken,
}

/// What is still to be awaited.
pub(crate) type Later<'a> = Pin<Box<dyn Future<Output = Reply<'a>> + Send + 'a>>;

/// The status and headers of a response.
#[derive(Clone, Debug)]
pub struct Head {
    /// The status.
    pub status: Status,
    /// The headers.
    pub headers: HeaderMap,
    /// The failure that this is the page of: the gateway logs it.
    pub(crate) cause: Option<Arc<Error>>,
}

impl Head {
    /// A status and headers.
    #[must_use]
    pub const fn new(status: Status, headers: HeaderMap) -> Self {
        Head { status, headers, cause: None }
    }

    /// Checks what starting a response checks, where the status and headers are in typed form.
    pub(crate) fn check(self) -> Result<Self, Error> {
        self.status.check()?;
        headers::check_all(&self.headers)?;
        Ok(self)
    }
}

impl<'a> Reply<'a> {
    pub(crate) fn started(head: Head, body: Body<'a>) -> Self {
        Reply(State::Ready(Ok(head), body))
    }

    /// What awaiting a reply gives, as a reply again.
    pub(crate) fn settled(outcome: Result<(Head, Body<'a>), Error>) -> Self {
        match outcome {
            Ok((head, body)) => Reply::started(head, body),
            Err(error) => Reply::failed(error),
        }
    }

    /// A failure before the response was started: the server answers with the error's status and
    /// message, and logs it.
    #[must_use]
    pub fn failed(error: Error) -> Self {
        Reply(State::Ready(Err(error), Body::empty()))
    }

    /// A reply that is still to be awaited.
    pub fn later(future: impl Future<Output = Reply<'a>> + Send + 'a) -> Self {
        Reply(State::Later(Box::pin(future)))
    }

    /// The same reply, for a shorter life.
    pub(crate) fn shorten<'s>(self) -> Reply<'s>
    where
        'a: 's,
    {
        match self.0 {
            State::Ready(head, body) => Reply(State::Ready(head, body)),
            State::Later(future) => Reply::later(async { future.await.shorten() }),
            State::Taken => Reply(State::Taken),
        }
    }

    /// Changes the status or headers of the response, once it is started; a failure stays as it is.
    /// What they are changed to is checked by the gateway: see [`map`](Self::map).
    #[must_use]
    pub fn map_head(self, change: impl FnOnce(&mut Head) + Send + 'a) -> Self {
        self.map(|mut head, body| {
            change(&mut head);
            (head, body)
        })
    }

    /// Changes the response, once it is started; a failure stays as it is. A header that no
    /// application may send, such as `Connection`, makes the gateway answer with a failure instead.
    ///
    /// ```
    /// use lychgate::prelude::*;
    ///
    /// /// An application whose body is all in capitals.
    /// struct Loud<A>(A);
    ///
    /// impl<A: Application> Application for Loud<A> {
    ///     fn call<'a>(&'a self, environ: &'a mut Environ, start: StartResponse<'a>) -> Reply<'a> {
    ///         self.0.call(environ, start).map(|head, body| {
    ///             (head, body.map_blocks(|block| block.to_ascii_uppercase().into()))
    ///         })
    ///     }
    /// }
    /// # fn hello(_: &mut Environ, start_response: StartResponse<'_>) -> Reply<'static> {
    /// #     start_response.start("200 OK", &[("Content-Type", "text/plain")]).map_or_else(Reply::failed, |it| it.body("hello"))
    /// # }
    /// # assert_eq!(lychgate::test::Client::new(Loud(hello)).get("/").send().text(), "HELLO");
    /// ```
    #[must_use]
    pub fn map(self, change: impl FnOnce(Head, Body<'a>) -> (Head, Body<'a>) + Send + 'a) -> Self {
        self.then(|outcome| Reply::settled(outcome.map(|(head, body)| change(head, body))))
    }

    /// Changes a failure; a response stays as it is.
    pub(crate) fn map_error(self, change: impl FnOnce(Error) -> Error + Send + 'a) -> Self {
        match self.0 {
            State::Ready(Err(error), body) => Reply(State::Ready(Err(change(error)), body)),
            State::Later(future) => Reply::later(async { future.await.map_error(change) }),
            other => Reply(other),
        }
    }

    /// Answers with what `next` makes of the response or the failure, once it is there.
    #[must_use]
    pub fn then(
        self,
        next: impl FnOnce(Result<(Head, Body<'a>), Error>) -> Reply<'a> + Send + 'a,
    ) -> Self {
        match self.0 {
            State::Ready(head, body) => next(head.map(|head| (head, body))),
            other => Reply::later(async { next(Reply(other).await) }),
        }
    }

    /// The response or the failure, where there is nothing to wait for.
    pub(crate) fn ready(self) -> Result<Result<(Head, Body<'a>), Error>, Later<'a>> {
        match self.0 {
            State::Ready(head, body) => Ok(head.map(|head| (head, body))),
            State::Later(future) => Err(future),
            State::Taken => Ok(Err(taken())),
        }
    }
}

/// What is left of a reply once it was awaited.
fn taken() -> Error {
    Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source("the reply was awaited already")
}

impl From<Error> for Reply<'_> {
    fn from(error: Error) -> Self {
        Reply::failed(error)
    }
}

/// Awaiting a reply gives what was started, or the failure.
impl<'a> IntoFuture for Reply<'a> {
    type Output = Result<(Head, Body<'a>), Error>;
    type IntoFuture = Awaited<'a>;

    fn into_future(self) -> Awaited<'a> {
        Awaited(self)
    }
}

/// The future that awaits a reply.
#[derive(Debug)]
pub struct Awaited<'a>(Reply<'a>);

impl<'a> Future for Awaited<'a> {
    type Output = Result<(Head, Body<'a>), Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            match std::mem::replace(&mut self.0.0, State::Taken) {
                State::Ready(head, body) => return Poll::Ready(head.map(|head| (head, body))),
                State::Later(mut future) => match future.as_mut().poll(context) {
                    Poll::Ready(reply) => self.0 = reply,
                    Poll::Pending => {
                        self.0.0 = State::Later(future);
                        return Poll::Pending;
                    }
                },
                State::Taken => return Poll::Ready(Err(taken())),
            }
        }
    }
}

impl fmt::Debug for Reply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            State::Ready(Ok(head), body) => write!(f, "Reply({}, {body:?})", head.status),
            State::Ready(Err(error), _) => write!(f, "Reply(failed: {error})"),
            State::Later(_) => f.write_str("Reply(later)"),
            State::Taken => f.write_str("Reply(taken)"),
        }
    }
}
