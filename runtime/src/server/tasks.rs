//! The tasks of a server, and the queue of those that can go on.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use async_task::{Runnable, ScheduleInfo, Task, WithInfo};
use slab::Slab;

use super::reactor::Reactor;

/// What the threads of a server run: one queue for all of them, so that no task waits behind one that
/// blocks while a thread is free.
pub(super) struct Tasks {
    ready: Mutex<VecDeque<Runnable>>,
    /// How each task that is not over is woken.
    all: Mutex<Slab<Waker>>,
    pub(super) reactor: Arc<Reactor>,
    /// How many threads wait, or are about to.
    waiting: AtomicUsize,
    /// Whether one of them is called already.
    called: AtomicBool,
    closed: AtomicBool,
}

thread_local! {
    /// Whether this thread is going to look for tasks at once.
    static LOOKING: Cell<bool> = const { Cell::new(false) };
}

impl Tasks {
    pub(super) fn new() -> io::Result<Tasks> {
        Ok(Tasks {
            ready: Mutex::default(),
            all: Mutex::default(),
            reactor: Arc::new(Reactor::new()?),
            waiting: AtomicUsize::new(0),
            called: AtomicBool::new(false),
            closed: AtomicBool::new(false),
        })
    }

    pub(super) fn spawn(
        self: &Arc<Self>,
        future: impl Future<Output = ()> + Send + 'static,
    ) -> Task<()> {
        let mut all = lock(&self.all);
        let entry = all.vacant_entry();
        let listed = Listed { future: Box::pin(future), tasks: Arc::clone(self), key: entry.key() };
        let tasks = Arc::clone(self);
        let schedule = move |runnable, info| tasks.schedule(runnable, info);
        let (runnable, task) = async_task::spawn(listed, WithInfo(schedule));
        entry.insert(runnable.waker());
        drop(all);
        runnable.schedule();
        task
    }

    fn schedule(&self, runnable: Runnable, info: ScheduleInfo) {
        if self.is_closed() {
            return; // and with it, the task is dropped
        }
        lock(&self.ready).push_back(runnable);
        if !info.woken_while_running && !LOOKING.get() {
            self.call();
        }
    }

    /// The next task, and whether there are more.
    pub(super) fn next(&self) -> Option<(Runnable, bool)> {
        let mut ready = lock(&self.ready);
        let runnable = ready.pop_front()?;
        Some((runnable, !ready.is_empty()))
    }

    pub(super) fn is_idle(&self) -> bool {
        lock(&self.ready).is_empty()
    }

    /// Has a thread look for tasks, if one waits.
    pub(super) fn call(&self) {
        if self.waiting.load(Ordering::SeqCst) > 0 && !self.called.swap(true, Ordering::SeqCst) {
            self.reactor.ring();
        }
    }

    /// Looks which tasks can go on; if there are none, and it `blocks`, until there are, or until it
    /// is called.
    pub(super) fn look(&self, blocks: bool, woken: &mut Vec<Waker>) {
        if blocks {
            self.waiting.fetch_add(1, Ordering::SeqCst);
            // Whoever adds a task from here on sees that this thread waits.
            let blocks = self.is_idle() && !self.is_closed();
            self.reactor.wait(blocks, woken);
            self.waiting.fetch_sub(1, Ordering::SeqCst);
        } else {
            self.reactor.wait(false, woken);
        }
        // Perhaps it was this thread that heard the call.
        self.called.swap(false, Ordering::SeqCst);
        LOOKING.set(true);
        woken.drain(..).for_each(Waker::wake);
        LOOKING.set(false);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// Drops all tasks; those that run, when they are where they would wait.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        let all = std::mem::take(&mut *lock(&self.all));
        all.into_iter().for_each(|(_, waker)| waker.wake());
        let ready = std::mem::take(&mut *lock(&self.ready));
        drop(ready);
        self.reactor.ring();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A task in the list of all.
struct Listed {
    future: Pin<Box<dyn Future<Output = ()> + Send>>,
    tasks: Arc<Tasks>,
    key: usize,
}

impl Future for Listed {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.future.as_mut().poll(context)
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        // A list that is closed is empty.
        let waker = lock(&self.tasks.all).try_remove(self.key);
        drop(waker);
    }
}
