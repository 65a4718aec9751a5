//! What comes back from a thread of Python's.

use std::future::poll_fn;
use std::mem::replace;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

use bytes::Bytes;
use lychgate::{Body, Error, Reply, Started, Status};

/// A response, as far as it is known when it can begin.
pub(super) enum Outcome {
    Whole(Started<'static>, Bytes),
    /// With the first block, and the others as they are made.
    Stream(Started<'static>, Bytes, Receiver<Result<Bytes, Error>>),
    Failed(Error),
}

impl Outcome {
    pub(super) fn into_reply<'a>(self) -> Reply<'a> {
        match self {
            Outcome::Whole(started, block) => started.body(block),
            Outcome::Stream(started, first, rest) => {
                let blocks = std::iter::once(Ok(first)).chain(rest);
                started.body(Body::stream(blocks))
            }
            Outcome::Failed(error) => Reply::failed(error),
        }
    }
}

/// Where a thread of Python's leaves an outcome, and the server waits for it.
#[derive(Default)]
pub(super) struct Answer(Mutex<Waiting>);

#[derive(Default)]
enum Waiting {
    #[default]
    Nobody,
    Server(Waker),
    Over(Outcome),
    /// The server has the outcome, or wants none any more.
    Gone,
}

impl Answer {
    fn replace(&self, new: Waiting) -> Waiting {
        replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), new)
    }

    fn give(&self, outcome: Outcome) {
        match self.replace(Waiting::Over(outcome)) {
            Waiting::Server(waker) => waker.wake(),
            // What was given is dropped, so that nobody sends to where nobody receives.
            Waiting::Gone => drop(self.replace(Waiting::Gone)),
            Waiting::Nobody | Waiting::Over(_) => {}
        }
    }
}

/// The server's side of an answer.
pub(super) struct Promise(pub(super) Arc<Answer>);

impl Promise {
    pub(super) async fn outcome(self) -> Outcome {
        poll_fn(|context| match self.0.replace(Waiting::Server(context.waker().clone())) {
            Waiting::Over(outcome) => Poll::Ready(outcome),
            Waiting::Nobody | Waiting::Server(_) => Poll::Pending,
            Waiting::Gone => Poll::Ready(Outcome::Failed(gone())),
        })
        .await
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        drop(self.0.replace(Waiting::Gone));
    }
}

/// The way of a response to the server. What is dropped before it began is a failure.
pub(super) struct Way {
    answer: Arc<Answer>,
    state: State,
}

enum State {
    Begins,
    Goes(Blocks),
    Over,
}

/// Where the blocks after the first go.
pub(super) type Blocks = SyncSender<Result<Bytes, Error>>;

/// That nobody waits for more: the client has gone away, or has all that was announced.
pub(super) struct Gone;

impl Way {
    pub(super) fn new(answer: Arc<Answer>) -> Self {
        Way { answer, state: State::Begins }
    }

    /// Whether nothing went out yet.
    pub(super) fn begins(&self) -> bool {
        matches!(self.state, State::Begins)
    }

    /// The whole response at once.
    pub(super) fn whole(&mut self, started: Started<'static>, block: Bytes) {
        self.state = State::Over;
        self.answer.give(Outcome::Whole(started, block));
    }

    /// The head, and the first block.
    pub(super) fn begin(&mut self, started: Started<'static>, first: Bytes) {
        // Without a buffer: the next block is made when this one is on its way (PEP 3333, "Buffering
        // and Streaming").
        let (sender, receiver) = sync_channel(0);
        self.state = State::Goes(sender);
        self.answer.give(Outcome::Stream(started, first, receiver));
    }

    /// Where further blocks go; to send there may take as long as the client does.
    pub(super) fn sender(&self) -> Result<Blocks, Gone> {
        match &self.state {
            State::Goes(sender) => Ok(sender.clone()),
            State::Begins | State::Over => Err(Gone),
        }
    }

    /// Answers with the page of the error, where nothing went out yet. Otherwise the error is to be
    /// sent where this says, and breaks the response off.
    pub(super) fn fail(&mut self, error: Error) -> Option<(Blocks, Error)> {
        match replace(&mut self.state, State::Over) {
            State::Begins => self.answer.give(Outcome::Failed(error)),
            State::Goes(sender) => return Some((sender, error)),
            State::Over => {}
        }
        None
    }

    /// Ends a response that was begun.
    pub(super) fn end(&mut self) {
        if !self.begins() {
            self.state = State::Over;
        }
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        if self.begins() {
            self.answer.give(Outcome::Failed(gone()));
        }
    }
}

fn gone() -> Error {
    let error = Error::new(Status::INTERNAL_SERVER_ERROR, "");
    error.with_source("the Python application gave no answer")
}
