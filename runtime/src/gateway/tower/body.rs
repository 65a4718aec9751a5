//! The body of a response, as the server asks for it.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::pool::{Part, Turns};
use crate::gateway::Cut;
use crate::gateway::exchange::End;

/// The body of an application's response. A block is made when it is asked for, and when the one before
/// has had the time to be sent.
///
/// When this is dropped, the application's body is closed, if it is not yet.
#[derive(Default)]
pub struct ResponseBody {
    /// A block that is ready.
    ready: Option<Bytes>,
    rest: Option<Turns>,
    /// Whether a block was taken that is perhaps not yet on its way.
    taken: bool,
}

impl ResponseBody {
    pub(super) fn whole(block: Bytes) -> Self {
        let ready = Some(block).filter(|block| !block.is_empty());
        ResponseBody { ready, ..ResponseBody::default() }
    }

    pub(super) fn stream(first: Bytes, rest: Turns) -> Self {
        ResponseBody { ready: Some(first), rest: Some(rest), taken: false }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let ResponseBody { ready, rest, taken } = &mut *self;
        if let Some(block) = ready.take() {
            *taken = true;
            return Poll::Ready(Some(Ok(Frame::data(block))));
        }
        let Some(turns) = rest else { return Poll::Ready(None) };
        // To make a block may take its time: the one before must be on its way by then.
        if std::mem::take(taken) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        match ready!(turns.poll_part(context)) {
            Ok(Part { piece, .. }) => {
                *taken = true;
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
            Err(end) => {
                *rest = None;
                let is_cut = matches!(end, End::Cut);
                Poll::Ready(is_cut.then_some(Err(Cut(()))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ready.is_none() && self.rest.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        match self.rest {
            Some(_) => SizeHint::default(),
            None => SizeHint::with_exact(self.ready.as_ref().map_or(0, |it| it.len() as u64)),
        }
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.size_hint().exact() {
            Some(length) => write!(f, "ResponseBody({length} bytes)"),
            None => f.write_str("ResponseBody(stream)"),
        }
    }
}
