//! What stands between two places where a request is watched: a middleware, as a rule.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use http::header::{CONTENT_LENGTH, HeaderValue};

/// What was seen on the inner side of a middleware, for who watches its outer side.
#[derive(Default)]
pub(super) struct Between(Mutex<Inner>);

/// The inner side of a middleware.
#[derive(Default)]
pub(super) struct Inner {
    /// Whether the middleware has given its response.
    pub(super) answered: bool,
    /// Blocks of streams that were taken before that.
    pub(super) early: u64,
    /// Blocks that were taken since one was given.
    pub(super) since: u64,
    /// Bytes that were taken.
    pub(super) bytes: u64,
    /// Bodies that are not closed.
    pub(super) open: u64,
    /// The `Content-Length` of the response inside.
    pub(super) length: Option<HeaderValue>,
}

impl Between {
    pub(super) fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A response comes from inside.
    pub(super) fn start(&self, headers: &HeaderMap, ready: Option<u64>) {
        let mut inner = self.inner();
        inner.length = headers.get(CONTENT_LENGTH).cloned();
        inner.bytes = ready.unwrap_or(0);
        inner.open += 1;
    }

    /// A block of its stream is taken.
    pub(super) fn take(&self, bytes: usize) {
        let mut inner = self.inner();
        inner.since += 1;
        inner.bytes += bytes as u64;
        if !inner.answered {
            inner.early += 1;
        }
    }

    /// Its body is closed; if it was one block, that was perhaps taken.
    pub(super) fn close(&self, taken: bool) {
        let mut inner = self.inner();
        inner.since += u64::from(taken);
        inner.open = inner.open.saturating_sub(1);
    }
}
