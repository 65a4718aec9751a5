//! One request and its response: the future that owns what the response may borrow from.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use bytes::Bytes;
use lychgate::gateway::{block_on, call};
use lychgate::{Application, Environ, Error, Head};

/// What an exchange hands out.
pub(crate) enum Part {
    /// The whole response: there is no part after it.
    Whole(Head, Bytes),
    /// The beginning of a response that comes in blocks.
    Head(Head),
    /// The next block.
    Block(Bytes),
    /// What broke the response off: there is no part after it.
    Broken(Error),
    /// The end of the blocks.
    End,
}

/// The environ and the application's reply live in its future, and the body may borrow from both; so
/// the same future is polled for the head, and then for the blocks.
pub(crate) struct Exchange {
    running: Pin<Box<dyn Future<Output = Part> + Send>>,
    link: Arc<Link>,
}

#[derive(Default)]
struct Link(Mutex<Option<Part>>);

impl Exchange {
    pub(crate) fn new(application: &'static dyn Application, environ: Environ) -> Self {
        let link = Arc::new(Link::default());
        Exchange { running: Box::pin(run(application, environ, Arc::clone(&link))), link }
    }

    /// The next part, waiting on this thread until it is there. Whole responses, what is broken and
    /// the end come last.
    pub(crate) fn next(&mut self) -> Part {
        let Exchange { running, link } = self;
        block_on(poll_fn(|context| match running.as_mut().poll(context) {
            Poll::Ready(last) => Poll::Ready(last),
            Poll::Pending => link.take().map_or(Poll::Pending, Poll::Ready),
        }))
    }
}

async fn run(application: &'static dyn Application, mut environ: Environ, link: Arc<Link>) -> Part {
    let (head, body) = call(application, &mut environ).await;
    let stream = match body.into_bytes() {
        Ok(bytes) => return Part::Whole(head, bytes),
        Err(stream) => stream,
    };
    link.hand_out(Part::Head(head)).await;
    for block in stream {
        match block {
            Ok(block) => link.hand_out(Part::Block(block)).await,
            Err(error) => return Part::Broken(error),
        }
    }
    Part::End
}

impl Link {
    fn take(&self) -> Option<Part> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Leaves a part here, and waits until the next one is asked for: that is, polled for.
    async fn hand_out(&self, part: Part) {
        let mut part = Some(part);
        poll_fn(|_| {
            let Some(part) = part.take() else { return Poll::Ready(()) };
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(part);
            Poll::Pending
        })
        .await;
    }
}
