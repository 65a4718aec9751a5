//! Stopping gracefully: the connections that are open, and telling them to end.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

use super::link::Link;

/// Stops a running server from elsewhere: a test, another thread.
///
/// The server accepts no more connections, finishes the requests that are running, and
/// [`serve_forever`](super::Server::serve_forever) returns.
#[derive(Clone)]
pub struct Handle(pub(super) Arc<Stop>);

impl Handle {
    /// Asks the server to stop; it is stopped when `serve_forever` returns.
    pub fn stop(&self) {
        self.0.begin();
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handle")
    }
}

/// Whether the server is to stop, and who is to be told.
#[derive(Default)]
pub(super) struct Stop {
    begun: AtomicBool,
    tasks: Mutex<Tasks>,
    changed: Condvar,
}

#[derive(Default)]
struct Tasks {
    /// The connections that are open, each with how it is woken once it has been polled.
    connections: BTreeMap<u64, (Arc<Link>, Option<Waker>)>,
    last: u64,
}

impl Stop {
    pub(super) fn begin(&self) {
        let tasks = self.lock();
        self.begun.store(true, Ordering::Release);
        tasks
            .connections
            .values()
            .filter_map(|(_, waker)| waker.as_ref())
            .for_each(Waker::wake_by_ref);
        drop(tasks);
        self.changed.notify_all();
    }

    pub(super) fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Acquire)
    }

    /// Blocks until the stop begins.
    pub(super) fn wait(&self) {
        let mut tasks = self.lock();
        while !self.has_begun() {
            tasks = self.changed.wait(tasks).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Blocks until no connection is open, or the grace period is over; says how many are left.
    pub(super) fn wait_for_connections(&self, grace: Duration) -> usize {
        let tasks = self.lock();
        let open = |tasks: &mut Tasks| !tasks.connections.is_empty();
        let waited = self.changed.wait_timeout_while(tasks, grace, open);
        waited.unwrap_or_else(PoisonError::into_inner).0.connections.len()
    }

    /// Ends the connections that have been waiting for their clients for too long.
    pub(super) fn expire(&self) {
        for (link, waker) in self.lock().connections.values() {
            if link.expire() {
                waker.iter().for_each(Waker::wake_by_ref);
            }
        }
    }

    /// Counts a connection as open until the guard is dropped.
    pub(super) fn open(self: Arc<Self>, link: Arc<Link>) -> Open {
        let mut tasks = self.lock();
        tasks.last += 1;
        let key = tasks.last;
        tasks.connections.insert(key, (link, None));
        drop(tasks);
        Open { stop: self, key, watched: false }
    }

    fn lock(&self) -> MutexGuard<'_, Tasks> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that is open.
pub(super) struct Open {
    stop: Arc<Stop>,
    key: u64,
    watched: bool,
}

impl Open {
    /// Whether the stop has begun; if not, the task is woken when it does.
    pub(super) fn is_stopping(&mut self, waker: &Waker) -> bool {
        // A task has one waker as long as it lives.
        if !std::mem::replace(&mut self.watched, true) {
            if let Some((_, slot)) = self.stop.lock().connections.get_mut(&self.key) {
                *slot = Some(waker.clone());
            }
        }
        self.stop.has_begun()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.stop.lock().connections.remove(&self.key);
        self.stop.changed.notify_all();
    }
}
