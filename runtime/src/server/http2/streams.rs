//! The streams of a connection that run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use super::super::link::{Link, Phase};

/// The streams of a connection that run, each with how its task is woken once it has been polled.
#[derive(Default)]
pub(in crate::server) struct Streams(Mutex<Running>);

#[derive(Default)]
struct Running {
    streams: BTreeMap<u64, (Arc<Link>, Option<Waker>)>,
    last: u64,
    /// Whether the client was told that the connection is about to close.
    closing: bool,
}

impl Streams {
    /// Adds a stream to those of the connection `link`, which waits for nothing meanwhile.
    pub(super) fn add(&self, link: &Link, stream: Arc<Link>) -> u64 {
        let mut running = self.lock();
        running.last += 1;
        let key = running.last;
        running.streams.insert(key, (stream, None));
        link.enter(Phase::Working);
        key
    }

    pub(super) fn watch(&self, key: u64, waker: &Waker) {
        if let Some((_, slot)) = self.lock().streams.get_mut(&key) {
            *slot = Some(waker.clone());
        }
    }

    /// Removes a stream; when it was the last one, the connection waits for its client.
    pub(super) fn remove(&self, link: &Link, key: u64) {
        let mut running = self.lock();
        running.streams.remove(&key);
        if running.streams.is_empty() {
            link.enter(if running.closing { Phase::Leaving } else { Phase::Idle });
        }
    }

    /// Notes that the client was told to ask for no more.
    pub(super) fn close(&self, link: &Link) {
        let mut running = self.lock();
        running.closing = true;
        if running.streams.is_empty() {
            link.enter(Phase::Leaving);
        }
    }

    pub(super) fn count(&self) -> usize {
        self.lock().streams.len()
    }

    /// Ends the streams that have been waiting for their client for too long.
    pub(in crate::server) fn expire(&self) {
        for (link, waker) in self.lock().streams.values() {
            if link.expire() {
                waker.iter().for_each(Waker::wake_by_ref);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
