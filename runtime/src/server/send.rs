//! The response, as hyper sends it.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::exchange::{Part, Running, poll_part};
use super::link::{Link, Phase};
use super::sendfile::blank;
use crate::body::Piece;
use crate::gateway::Cut;
use crate::gateway::exchange::End;

/// A response body on its way out. When it is dropped, the connection waits for its next request.
pub(super) struct Outgoing {
    link: Arc<Link>,
    /// A piece that is ready.
    ready: Option<Piece>,
    stream: Option<Stream>,
}

/// The blocks that are still to be produced.
struct Stream {
    running: Running,
    /// Whether a block was taken that is perhaps not yet on its way.
    taken: bool,
}

impl Outgoing {
    pub(super) fn whole(block: Bytes, link: Arc<Link>) -> Self {
        let ready = Some(Piece::Text(block)).filter(|piece| piece.len() > 0);
        Outgoing { link, ready, stream: None }
    }

    /// The pieces of a running exchange, of which `first` is there.
    pub(super) fn stream(running: Option<Running>, first: Piece, link: Arc<Link>) -> Self {
        let stream = running.map(|running| Stream { running, taken: false });
        Outgoing { link, ready: Some(first), stream }
    }
}

/// What hyper is given of a piece: of a file, what stands for it.
fn block(piece: Piece, link: &Link) -> Bytes {
    match piece {
        Piece::Text(block) => block,
        Piece::File(part) => {
            let block = blank(part.len());
            link.files().push_back(part);
            block
        }
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        self.link.enter(Phase::Idle);
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let Outgoing { link, ready, stream } = &mut *self;
        if let Some(piece) = ready.take() {
            if let Some(stream) = stream {
                stream.taken = true;
            }
            return Poll::Ready(Some(Ok(Frame::data(block(piece, link)))));
        }
        let Some(Stream { running, taken }) = stream else { return Poll::Ready(None) };
        // To produce a block may take its time: the one before must be on its way by then. While
        // the socket is full, it wakes this task when it no longer is.
        if link.is_full() {
            return Poll::Pending;
        }
        if std::mem::take(taken) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        // From here on it is the application that is waited for.
        link.enter(Phase::Working);
        let part = ready!(poll_part(running, link, context));
        link.enter(Phase::Sending);
        match part {
            Ok(Part { piece, .. }) => {
                *taken = true;
                Poll::Ready(Some(Ok(Frame::data(block(piece, link)))))
            }
            Err(End::Cut) => Poll::Ready(Some(Err(Cut(())))),
            Err(_) => {
                self.stream = None;
                Poll::Ready(None)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ready.is_none() && self.stream.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        match self.stream {
            Some(_) => SizeHint::default(),
            None => SizeHint::with_exact(self.ready.as_ref().map_or(0, Piece::len)),
        }
    }
}
