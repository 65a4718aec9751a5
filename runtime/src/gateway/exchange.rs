//! From the environ to the parts of the response, for gateways that ask for one part after the other.

use std::fmt;
use std::future::poll_fn;
use std::task::Poll;

use bytes::Bytes;

use crate::reply::Head;
use crate::{Application, Body, Environ, Error};

/// How an exchange ends.
pub(crate) enum End {
    /// With the whole response.
    Whole(Head, Bytes),
    /// With the last block of a stream, which was taken before.
    Stream,
    /// With a stream that broke off.
    Cut,
}

/// What an exchange hands out before its end: a block of a stream, the first one with the head.
pub(crate) struct Part<P> {
    pub(crate) head: Option<Head>,
    pub(crate) piece: P,
}

/// Where an exchange leaves its parts for whoever polls it.
pub(crate) trait Outlet: Sync {
    /// What is handed out at a time.
    type Piece: Send;

    /// The next piece of a body.
    fn next(&self, body: &mut Body<'_>) -> Option<Result<Self::Piece, Error>>;

    fn is_empty(piece: &Self::Piece) -> bool;

    fn put(&self, part: Part<Self::Piece>);
}

/// Calls the application and hands out its response: the body may borrow from the environ, so that
/// the same future is polled for the head, and then for the body.
pub(crate) async fn answer<O: Outlet>(
    outlet: &O,
    application: &dyn Application,
    environ: &mut Environ,
) -> End {
    let (head, body) = super::call(application, environ).await;
    let stream = match body.into_bytes() {
        Ok(bytes) => return End::Whole(head, bytes),
        Err(stream) => stream,
    };
    match Box::pin(send_blocks(outlet, head, stream)).await {
        Ok(end) => end,
        Err(Broken::Early(error)) => fail(environ, error),
        Err(Broken::Midway(error)) => {
            let (method, path) = (environ.method(), environ.uri().path());
            super::log(&format!("{method} {path}: the response is cut off: {error}"));
            End::Cut
        }
    }
}

/// An error in a stream.
enum Broken {
    /// Before its first block: there is nothing to take back.
    Early(Error),
    /// When part of the response was sent.
    Midway(Error),
}

/// Hands out the blocks of a stream, each when it is asked for. The head goes with the first one
/// (PEP 3333, "The start_response() Callable").
async fn send_blocks<O: Outlet>(outlet: &O, head: Head, mut body: Body<'_>) -> Result<End, Broken> {
    let mut head = Some(head);
    while let Some(piece) = outlet.next(&mut body) {
        match piece {
            Ok(piece) if O::is_empty(&piece) => yield_now().await,
            Ok(piece) => hand_out(outlet, Part { head: head.take(), piece }).await,
            Err(error) if head.is_some() => return Err(Broken::Early(error)),
            Err(error) => return Err(Broken::Midway(error)),
        }
    }
    Ok(head.map_or(End::Stream, |head| End::Whole(head, Bytes::new())))
}

/// Leaves a part in the outlet, and waits until the next one is asked for: that is, polled for.
async fn hand_out<O: Outlet>(outlet: &O, part: Part<O::Piece>) {
    let mut part = Some(part);
    poll_fn(|_| match part.take() {
        Some(part) => {
            outlet.put(part);
            Poll::Pending
        }
        None => Poll::Ready(()),
    })
    .await;
}

/// Gives the other tasks a turn.
async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// The page of an error that comes before anything was sent.
pub(crate) fn fail(environ: &Environ, error: Error) -> End {
    let (head, body) = super::fail(environ, error);
    End::Whole(head, body.into_bytes().unwrap_or_default())
}

/// Why a response is to be broken off; the log has the reason.
#[derive(Debug)]
pub struct Cut(pub(crate) ());

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the response body broke off")
    }
}

impl std::error::Error for Cut {}
