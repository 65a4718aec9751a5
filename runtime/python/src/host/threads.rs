//! The threads that belong to Python.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use lychgate::Result;
use pyo3::prelude::*;

use super::answer::Answer;
use super::request::Request;
use super::response::respond;

/// Some threads, each attached to Python for as long as it lives, and the requests that wait for one.
pub(super) struct Threads(Arc<Queue>);

type Job = (Request, Arc<Answer>);

#[derive(Default)]
struct Queue {
    jobs: Mutex<Jobs>,
    changed: Condvar,
}

#[derive(Default)]
struct Jobs {
    waiting: VecDeque<Job>,
    closed: bool,
}

impl Threads {
    /// Starts the threads.
    pub(super) fn start(threads: usize, application: &Arc<Py<PyAny>>) -> Result<Self> {
        let queue = Arc::new(Queue::default());
        for _ in 0..threads {
            let (queue, application) = (Arc::clone(&queue), Arc::clone(application));
            let thread = thread::Builder::new().name("lychgate-python".to_owned());
            thread.spawn(move || Python::attach(|py| queue.work(py, &application)))?;
        }
        Ok(Threads(queue))
    }

    /// Has one of them answer a request.
    pub(super) fn call(&self, request: Request, answer: Arc<Answer>) {
        self.0.jobs().waiting.push_back((request, answer));
        self.0.changed.notify_one();
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.0.jobs().closed = true;
        self.0.changed.notify_all();
    }
}

impl Queue {
    fn jobs(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, py: Python<'_>, application: &Py<PyAny>) {
        while let Some((request, answer)) = self.next(py) {
            respond(py, application, request, answer);
        }
    }

    /// The next request. Python is let go only where there is none to go on with.
    fn next(&self, py: Python<'_>) -> Option<Job> {
        if let Some(job) = self.jobs().waiting.pop_front() {
            return Some(job);
        }
        py.detach(|| {
            let mut jobs = self.jobs();
            loop {
                if let Some(job) = jobs.waiting.pop_front() {
                    return Some(job);
                }
                if jobs.closed {
                    return None;
                }
                jobs = self.changed.wait(jobs).unwrap_or_else(PoisonError::into_inner);
            }
        })
    }
}
