//! What an application returns: a started response, or the promise of one.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::HeaderMap;

use crate::{Body, Error, Status};

/// The answer to one request. Only [`StartResponse`](crate::StartResponse) makes one, so there is
/// no reply without a status and headers that were checked.
///
/// It can be awaited, so that an application may await before it starts; for a plain function it is
/// ready at once and costs nothing.
pub struct Reply<'a>(State<'a>);

enum State<'a> {
    Ready(Result<Head, Error>, Body<'a>),
    Later(Pin<Box<dyn Future<Output = Reply<'a>> + Send + 'a>>),
    Taken,
}

/// The status and headers of a response.
#[derive(Clone, Debug)]
pub struct Head {
    /// The status.
    pub status: Status,
    /// The headers.
    pub headers: HeaderMap,
}

impl<'a> Reply<'a> {
    pub(crate) fn started(head: Head, body: Body<'a>) -> Self {
        Reply(State::Ready(Ok(head), body))
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

    /// Changes the status or headers of the response, once it is started.
    #[must_use]
    pub fn map_head(self, change: impl FnOnce(&mut Head) + Send + 'a) -> Self {
        match self.0 {
            State::Ready(Ok(mut head), body) => {
                change(&mut head);
                Reply::started(head, body)
            }
            State::Later(future) => Reply::later(async { future.await.map_head(change) }),
            other => Reply(other),
        }
    }
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
                State::Taken => {
                    return Poll::Ready(Err(Error::new(Status::INTERNAL_SERVER_ERROR, "")));
                }
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
