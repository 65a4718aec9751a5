//! What the parts of a connection share: how far it is, and since when.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::connection::Shared;
use super::exchange::Part;

/// What a connection is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The client, for the next request's head.
    Idle = 0,
    /// The client, for the rest of the request's body.
    Receiving = 1,
    /// The application.
    Working = 2,
    /// The client, to take the response.
    Sending = 3,
}

/// The state that the parts of a connection share.
pub(super) struct Link {
    pub(super) shared: Arc<Shared>,
    pub(super) peer: SocketAddr,
    /// The phase, in the lowest two bits, and the clock's tick when it last made progress.
    progress: AtomicU64,
    /// Whether the socket has refused bytes that are to be written.
    full: AtomicBool,
    expired: AtomicBool,
    /// Whether the response is sent before the request was received.
    early: AtomicBool,
    /// Where an exchange leaves a part of a response for whoever polls it.
    part: Mutex<Option<Part>>,
}

impl Link {
    pub(super) fn new(shared: Arc<Shared>, peer: SocketAddr) -> Self {
        let link = Link {
            shared,
            peer,
            progress: AtomicU64::new(0),
            full: AtomicBool::new(false),
            expired: AtomicBool::new(false),
            early: AtomicBool::new(false),
            part: Mutex::new(None),
        };
        link.enter(Phase::Idle);
        link
    }

    pub(super) fn enter(&self, phase: Phase) {
        self.progress.store(self.shared.clock.now() << 2 | phase as u64, Ordering::Relaxed);
    }

    pub(super) fn is_in(&self, phase: Phase) -> bool {
        self.progress.load(Ordering::Relaxed) & 3 == phase as u64
    }

    /// Notes that something was sent or received, which prolongs one phase.
    pub(super) fn advance(&self, phase: Phase) {
        if self.is_in(phase) {
            self.enter(phase);
        }
    }

    /// Marks the connection as expired when it has been waiting for its client for too long; says
    /// whether it is.
    pub(super) fn expire(&self) -> bool {
        let progress = self.progress.load(Ordering::Relaxed);
        let waited = Clock::TICK.saturating_mul(
            u32::try_from(self.shared.clock.now().saturating_sub(progress >> 2))
                .unwrap_or(u32::MAX),
        );
        let limit = match progress & 3 {
            0 => self.shared.limits.idle,
            2 => return false,
            _ => self.shared.limits.stall,
        };
        // The tick that has begun is not over.
        let expired = waited > limit.saturating_add(Clock::TICK);
        self.expired.store(expired, Ordering::Relaxed);
        expired
    }

    pub(super) fn is_expired(&self) -> bool {
        self.expired.load(Ordering::Relaxed)
    }

    pub(super) fn set_full(&self, full: bool) {
        self.full.store(full, Ordering::Relaxed);
    }

    pub(super) fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    pub(super) fn set_early(&self) {
        self.early.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_early(&self) -> bool {
        self.early.load(Ordering::Relaxed)
    }

    pub(super) fn put_part(&self, part: Part) {
        *self.part.lock().unwrap_or_else(PoisonError::into_inner) = Some(part);
    }

    pub(super) fn take_part(&self) -> Option<Part> {
        self.part.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The time of a server in ticks, which costs nothing to read.
#[derive(Default)]
pub(super) struct Clock(AtomicU64);

impl Clock {
    pub(super) const TICK: Duration = Duration::from_millis(500);

    pub(super) fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn tick(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}
