//! The bodies of a stream, and how long the client takes for them.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;

use crate::gateway::Cut;
use crate::server::link::{Link, Phase};
use crate::server::send::Outgoing;

/// A request body that breaks off when it comes too slowly.
pub(super) struct Arriving {
    body: Incoming,
    link: Arc<Link>,
}

impl Arriving {
    pub(super) fn new(body: Incoming, link: Arc<Link>) -> Self {
        Arriving { body, link }
    }
}

impl Body for Arriving {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                self.link.received(frame.data_ref().map_or(0, Bytes::len));
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(_))) => Poll::Ready(Some(Err(BrokenOff))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending if self.link.is_expired() => Poll::Ready(Some(Err(BrokenOff))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Why a request body has no end.
#[derive(Debug)]
pub(super) struct BrokenOff;

impl fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request body broke off")
    }
}

impl std::error::Error for BrokenOff {}

/// A response body in pieces: hyper takes the next one when the client has taken enough of those
/// before, which is how it is known that it takes them.
pub(super) struct Pieces {
    body: Outgoing,
    link: Arc<Link>,
    /// What is left of a block.
    rest: Bytes,
}

impl Pieces {
    /// As much as a frame may have, unless the client allows more (RFC 9113, 4.2).
    const PIECE: usize = 16 << 10;

    pub(super) fn new(body: Outgoing, link: Arc<Link>) -> Self {
        Pieces { body, link, rest: Bytes::new() }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => self.rest = frame.into_data().unwrap_or_default(),
                end => return Poll::Ready(end),
            }
        }
        self.link.enter(Phase::Sending);
        let length = self.rest.len().min(Pieces::PIECE);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    /// Asked for before the first piece.
    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
