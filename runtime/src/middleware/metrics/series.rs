//! What is counted of the requests that have the same labels.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::Environ;
use crate::middleware::known_method;
use crate::middleware::watch::Over;

/// Labels. There are no more of them than an application has routes, methods and statuses.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    /// The patterns of the routes, the outermost first; below that many mounts the rest is one.
    pub(super) patterns: [&'static str; Key::DEPTH],
    pub(super) method: &'static str,
    pub(super) status: u16,
}

impl Key {
    const DEPTH: usize = 4;

    pub(super) fn of(over: &Over<'_>) -> Self {
        Key {
            patterns: Key::patterns(over.environ),
            method: known_method(over.environ.method()).unwrap_or("other"),
            status: over.status.as_u16(),
        }
    }

    fn patterns(environ: &Environ) -> [&'static str; Key::DEPTH] {
        let mut patterns = [""; Key::DEPTH];
        for (pattern, route) in patterns.iter_mut().zip(environ.routes()) {
            *pattern = route.pattern;
        }
        patterns
    }

    /// The patterns as one label.
    pub(super) fn route(&self) -> String {
        let there = self.patterns.into_iter().filter(|pattern| !pattern.is_empty());
        there.collect::<Vec<_>>().join(" ")
    }
}

/// Counters, each for itself: a page that is made in the midst of counting may be one request behind
/// in some of them.
pub(super) struct Series {
    pub(super) cut: AtomicU64,
    /// How many requests took no longer than the end of each bucket, but longer than that of the one
    /// before; the last is for the rest.
    pub(super) buckets: Vec<AtomicU64>,
    pub(super) nanoseconds: AtomicU64,
}

impl Series {
    pub(super) fn new(ends: &[f64]) -> Self {
        let buckets = (0..=ends.len()).map(|_| AtomicU64::new(0)).collect();
        Series { cut: AtomicU64::new(0), buckets, nanoseconds: AtomicU64::new(0) }
    }

    pub(super) fn count(&self, duration: Duration, ends: &[f64], complete: bool) {
        let bucket = ends.partition_point(|end| *end < duration.as_secs_f64());
        if let Some(bucket) = self.buckets.get(bucket) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        let nanoseconds = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
        self.cut.fetch_add(u64::from(!complete), Ordering::Relaxed);
    }
}
