//! Where there is no epoll: a thread of `async-io` waits for the sockets, and wakes the others.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::Waker;

pub(in crate::server) use async_io::Async;

/// Nothing has to be said of what was not read: the system is asked at every wait.
pub(in crate::server) fn leave_unread<T>(_: &Async<T>) {}

/// What a thread waits at for a task.
#[derive(Default)]
pub(in crate::server) struct Reactor {
    rung: Mutex<bool>,
    bell: Condvar,
}

impl Reactor {
    pub(in crate::server) fn new() -> io::Result<Reactor> {
        Ok(Reactor::default())
    }

    /// Nothing has to be known of the thread: all sockets are `async-io`'s.
    pub(in crate::server) fn enter(self: &Arc<Self>) {}

    /// Waits until the bell rings, or only hears whether it has. (Tasks are woken elsewhere.)
    pub(in crate::server) fn wait(&self, blocks: bool, _: &mut Vec<Waker>) {
        let mut rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        while blocks && !*rung {
            rung = self.bell.wait(rung).unwrap_or_else(PoisonError::into_inner);
        }
        *rung = false;
    }

    /// Wakes one of the threads that wait, or has the next one not wait.
    pub(in crate::server) fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.bell.notify_one();
    }
}
