//! The threads that belong to Python.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use lychgate::Result;
use pyo3::prelude::*;

use super::answer::Answer;
use super::permits::{Lock, Pace, permits};
use super::request::Request;
use super::response::respond;

/// Some threads, each attached to Python for as long as it lives, and the requests that wait for one.
pub(super) struct Threads(Arc<Queue>);

type Job = (Request, Arc<Answer>);

struct Queue {
    jobs: Mutex<Jobs>,
    /// There is something to do for a thread.
    work: Condvar,
    /// There is something to look at for the one that gives the permits.
    watch: Condvar,
}

struct Jobs {
    waiting: VecDeque<Job>,
    /// How many were taken up.
    taken: u64,
    /// The threads that have one.
    running: usize,
    /// The threads that may have one.
    permits: usize,
    closed: bool,
}

impl Threads {
    /// Starts the threads.
    pub(super) fn start(threads: usize, application: &Arc<Py<PyAny>>) -> Result<Self> {
        let jobs = Jobs {
            waiting: VecDeque::new(),
            taken: 0,
            running: 0,
            permits: threads,
            closed: false,
        };
        let queue =
            Arc::new(Queue { jobs: Mutex::new(jobs), work: Condvar::new(), watch: Condvar::new() });
        for _ in 0..threads {
            let (queue, application) = (Arc::clone(&queue), Arc::clone(application));
            let thread = thread::Builder::new().name("lychgate-python".to_owned());
            thread.spawn(move || Python::attach(|py| queue.work(py, &application)))?;
        }
        if threads > 1 {
            let queue = Arc::clone(&queue);
            let thread = thread::Builder::new().name("lychgate-permits".to_owned());
            thread.spawn(move || Python::attach(|py| queue.give_permits(py, threads)))?;
        }
        Ok(Threads(queue))
    }

    /// Has one of them answer a request.
    pub(super) fn call(&self, request: Request, answer: Arc<Answer>) {
        let mut jobs = self.0.jobs();
        jobs.waiting.push_back((request, answer));
        if jobs.several() {
            self.0.watch.notify_one();
        }
        if jobs.running < jobs.permits {
            self.0.work.notify_one();
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.0.jobs().closed = true;
        self.0.work.notify_all();
        self.0.watch.notify_all();
    }
}

impl Queue {
    fn jobs(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, py: Python<'_>, application: &Py<PyAny>) {
        let mut next = py.detach(|| self.wait());
        while let Some((request, answer)) = next {
            respond(py, application, request, answer);
            // Python is let go only where there is nothing to go on with.
            next = self.another().or_else(|| py.detach(|| self.wait()));
        }
    }

    /// The next request for a thread that has answered one. Without one, it is no longer running.
    fn another(&self) -> Option<Job> {
        let mut jobs = self.jobs();
        jobs.running -= 1;
        jobs.take()
    }

    /// The next request, or nothing when there will be none.
    fn wait(&self) -> Option<Job> {
        let mut jobs = self.jobs();
        loop {
            if let Some(job) = jobs.take() {
                return Some(job);
            }
            if jobs.closed {
                return None;
            }
            jobs = self.work.wait(jobs).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Sees to it that so many threads have requests as is of use.
    fn give_permits(&self, py: Python<'_>, most: usize) {
        let mut pace = Pace::new();
        // Python's lock is waited for where `detach` ends.
        while let Some(asked) = py.detach(|| self.until_asked(&mut pace)) {
            let lock = Lock::after(asked.elapsed());
            pace.found(lock);
            let mut jobs = self.jobs();
            let wait = !jobs.waiting.is_empty();
            jobs.permits = permits(lock, jobs.permits, most, jobs.running, wait);
            for _ in jobs.running..jobs.permits.min(jobs.running + jobs.waiting.len()) {
                self.work.notify_one();
            }
        }
    }

    /// Waits until the lock is to be asked for; nothing, when there will be no more requests.
    fn until_asked(&self, pace: &mut Pace) -> Option<Instant> {
        loop {
            let taken = self.until_several()?;
            thread::sleep(Duration::from_millis(1));
            let moved = self.jobs().taken != taken;
            if pace.tick(moved) {
                return Some(Instant::now());
            }
        }
    }

    /// Waits until there is more than one request. Says how many were taken up by then; nothing, when
    /// there will be none.
    fn until_several(&self) -> Option<u64> {
        let jobs = self.watch.wait_while(self.jobs(), |jobs| !jobs.closed && !jobs.several());
        let jobs = jobs.unwrap_or_else(PoisonError::into_inner);
        (!jobs.closed).then_some(jobs.taken)
    }
}

impl Jobs {
    /// Whether one request may stand in the way of another.
    fn several(&self) -> bool {
        self.running + self.waiting.len() > 1
    }

    /// Takes a request up, if there is one, and a permit.
    fn take(&mut self) -> Option<Job> {
        if self.running >= self.permits {
            return None;
        }
        let job = self.waiting.pop_front()?;
        self.running += 1;
        self.taken += 1;
        Some(job)
    }
}
