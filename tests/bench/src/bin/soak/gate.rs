//! What the clients are told: when to pause, when to end, and when connections may fail.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::fault::Faults;

/// Stands between the clients and the server.
pub(crate) struct Gate {
    clients: usize,
    state: Mutex<State>,
    changed: Condvar,
    /// Odd while one process takes the place of another.
    epoch: AtomicU64,
    over: AtomicBool,
}

#[derive(Default)]
struct State {
    paused: bool,
    /// Clients that wait at the gate, without a connection.
    waiting: usize,
    ended: usize,
}

impl Gate {
    pub(crate) fn new(clients: usize) -> Gate {
        let state = Mutex::default();
        let (epoch, over) = (AtomicU64::new(0), AtomicBool::new(false));
        Gate { clients, state, changed: Condvar::new(), epoch, over }
    }

    /// Lets the clients through for a time, or until there is a fault.
    pub(crate) fn load(&self, time: Duration, faults: &Faults) -> crate::Result<()> {
        let end = Instant::now() + time;
        while Instant::now() < end {
            faults.check()?;
            sleep(Duration::from_millis(20).min(time));
        }
        faults.check()
    }

    /// Does something while all clients wait.
    pub(crate) fn paused<T>(
        &self,
        faults: &Faults,
        run: impl FnOnce() -> crate::Result<T>,
    ) -> crate::Result<T> {
        let outcome = self.gather(faults).and_then(|()| run());
        // In any case: who waits at the gate could not end.
        self.lock().paused = false;
        self.changed.notify_all();
        outcome
    }

    /// Waits until all clients wait at the gate.
    fn gather(&self, faults: &Faults) -> crate::Result<()> {
        let mut state = self.lock();
        state.paused = true;
        while state.waiting < self.clients {
            if state.ended > 0 {
                drop(state);
                faults.check()?;
                return Err("a client has ended".into());
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        Ok(())
    }

    /// Passes a client through, which has no connection while it waits. False when all is over.
    pub(crate) fn pass(&self, close: impl FnOnce()) -> bool {
        if self.is_closed() {
            return false;
        }
        let mut state = self.lock();
        if !state.paused {
            return true;
        }
        close();
        state.waiting += 1;
        self.changed.notify_all();
        while state.paused {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.waiting -= 1;
        true
    }

    /// Notes that a client comes no more.
    pub(crate) fn leave(&self) {
        self.lock().ended += 1;
        self.changed.notify_all();
    }

    /// Has the clients end.
    pub(crate) fn close(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// From here on connections may be refused, and those without a request may be closed.
    pub(crate) fn begin_restart(&self) {
        self.epoch.fetch_add(1, Ordering::SeqCst);
    }

    /// Does what takes the server's place.
    pub(crate) fn during_restart<T>(
        &self,
        run: impl FnOnce() -> crate::Result<T>,
    ) -> crate::Result<T> {
        self.begin_restart();
        let outcome = run();
        self.epoch.fetch_add(1, Ordering::SeqCst);
        outcome
    }

    /// The epoch in which a connection is made.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::SeqCst)
    }

    /// Whether a connection of an epoch may be closed without an answer.
    pub(crate) fn may_close(&self, epoch: u64) -> bool {
        epoch % 2 == 1 || self.epoch() != epoch
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
