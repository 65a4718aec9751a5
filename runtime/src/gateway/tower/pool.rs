//! Who polls an exchange: the server's thread, or threads of a pool, one turn each.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use bytes::Bytes;

use crate::gateway::exchange::{self, End, Outlet};
use crate::{Body, Error, gateway};

/// What a pool is given to run, on a thread that may block.
pub type Job = Box<dyn FnOnce() + Send>;

/// Has a job run.
pub(super) type Pool = Arc<dyn Fn(Job) + Send + Sync>;

pub(super) type Part = exchange::Part<Bytes>;

/// Where an exchange leaves a part for whoever polls it.
#[derive(Default)]
pub(super) struct Slot(Mutex<Option<Part>>);

impl Outlet for Slot {
    type Piece = Bytes;

    fn next(&self, body: &mut Body<'_>) -> Option<Result<Bytes, Error>> {
        gateway::next_block(body)
    }

    fn is_empty(piece: &Bytes) -> bool {
        piece.is_empty()
    }

    fn put(&self, part: Part) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(part);
    }
}

/// An exchange that runs.
pub(super) struct Running {
    pub(super) future: Pin<Box<dyn Future<Output = End> + Send>>,
    pub(super) slot: Arc<Slot>,
}

type Outcome = Result<Part, End>;

impl Running {
    fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<Outcome> {
        match self.future.as_mut().poll(context) {
            Poll::Ready(end) => Poll::Ready(Err(end)),
            Poll::Pending => {
                let part = self.slot.0.lock().unwrap_or_else(PoisonError::into_inner).take();
                part.map_or(Poll::Pending, |part| Poll::Ready(Ok(part)))
            }
        }
    }
}

/// An exchange, and who polls it.
pub(super) enum Turns {
    Inline(Running),
    Pooled(Pooled),
}

impl Turns {
    pub(super) fn new(running: Running, pool: Option<&Pool>) -> Self {
        match pool {
            None => Turns::Inline(running),
            Some(pool) => Turns::Pooled(Pooled {
                pool: Arc::clone(pool),
                turn: Arc::new(Turn::new(Place::Here(running, None))),
            }),
        }
    }

    /// The next part, or the end.
    pub(super) fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<Outcome> {
        match self {
            Turns::Inline(running) => running.poll_part(context),
            Turns::Pooled(pooled) => pooled.poll_part(context),
        }
    }
}

/// An exchange that goes to a thread of the pool whenever there is something to do, and comes back: what
/// waits holds no thread.
pub(super) struct Pooled {
    pool: Pool,
    turn: Arc<Turn>,
}

/// What the server's side and the pool's share; and how the exchange is woken.
struct Turn {
    place: Mutex<Place>,
    /// Whether the exchange was woken while it was away.
    woken: AtomicBool,
    server: Mutex<Waker>,
}

enum Place {
    /// With what came of its last turn, if that was anything.
    Here(Running, Option<Outcome>),
    Away,
    /// The pool has dropped it.
    Lost,
    /// Nobody wants it any more.
    Left,
}

impl Pooled {
    fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<Outcome> {
        self.turn.server().clone_from(context.waker());
        let mut place = self.turn.place();
        match std::mem::replace(&mut *place, Place::Away) {
            Place::Here(running, Some(outcome)) => {
                *place = Place::Here(running, None);
                Poll::Ready(outcome)
            }
            Place::Here(running, None) => {
                // The pool may run the job at once.
                drop(place);
                self.turn.woken.store(false, Ordering::SeqCst);
                let mut away = Away { running: Some(running), turn: Arc::clone(&self.turn) };
                (self.pool)(Box::new(move || away.poll()));
                Poll::Pending
            }
            Place::Away => Poll::Pending,
            Place::Lost | Place::Left => {
                *place = Place::Lost;
                Poll::Ready(Err(End::Cut))
            }
        }
    }
}

/// The exchange ends here, or when it comes back.
impl Drop for Pooled {
    fn drop(&mut self) {
        let place = std::mem::replace(&mut *self.turn.place(), Place::Left);
        drop(place);
    }
}

impl Turn {
    fn new(place: Place) -> Self {
        let server = Mutex::new(Waker::noop().clone());
        Turn { place: Mutex::new(place), woken: AtomicBool::new(false), server }
    }

    fn place(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn server(&self) -> MutexGuard<'_, Waker> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake_server(&self) {
        let waker = self.server().clone();
        waker.wake();
    }
}

impl Wake for Turn {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        self.wake_server();
    }
}

/// An exchange in the hands of the pool; what is dropped there is lost.
struct Away {
    running: Option<Running>,
    turn: Arc<Turn>,
}

impl Away {
    fn poll(&mut self) {
        let Some(mut running) = self.running.take() else { return };
        let waker = Waker::from(Arc::clone(&self.turn));
        let outcome = match running.poll_part(&mut Context::from_waker(&waker)) {
            Poll::Ready(outcome) => Some(outcome),
            Poll::Pending => None,
        };
        let is_news = outcome.is_some();
        let mut place = self.turn.place();
        if let Place::Left = *place {
            drop(place); // what is closed now may take its time
            return;
        }
        *place = Place::Here(running, outcome);
        drop(place);
        if is_news || self.turn.woken.load(Ordering::SeqCst) {
            self.turn.wake_server();
        }
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        let Some(running) = self.running.take() else { return };
        let mut place = self.turn.place();
        if let Place::Away = *place {
            *place = Place::Lost;
        }
        drop(place);
        self.turn.wake_server();
        drop(running);
    }
}
