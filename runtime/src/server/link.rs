//! What the parts of a connection share: how far it is, and since when.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::StatusCode;

use super::connection::Shared;
use super::exchange::Part;
#[cfg(feature = "http2")]
use super::http2::Streams;
use crate::body::FilePart;

/// What a connection is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The client, for the first byte of the next request.
    Idle = 0,
    /// The client, for the rest of the request's body.
    Receiving = 1,
    /// The application.
    Working = 2,
    /// The client, to take the response.
    Sending = 3,
    /// The client, for the rest of a request's head.
    Head = 4,
    /// The client, to close the connection as well.
    Leaving = 5,
}

impl Phase {
    /// The bits of a phase beside a time.
    const BITS: u32 = 3;
    const MASK: u64 = (1 << Phase::BITS) - 1;
}

/// The state that the parts of a connection share.
pub(super) struct Link {
    pub(super) shared: Arc<Shared>,
    /// The client's address, if its socket has one.
    pub(super) peer: Option<SocketAddr>,
    /// The phase, in the lowest bits, and the clock's time when it last made progress.
    progress: AtomicU64,
    /// Whether the socket has refused bytes that are to be written.
    full: AtomicBool,
    expired: AtomicBool,
    /// Whether the response is sent before the request was received.
    early: AtomicBool,
    /// The status that the next request is refused with; 0 if it is not.
    refusal: AtomicU16,
    /// Where an exchange leaves a part of a response for whoever polls it.
    part: Mutex<Option<Part>>,
    /// The streams of an HTTP/2 connection, each with a link of its own.
    #[cfg(feature = "http2")]
    pub(super) streams: Streams,
    /// Whether the connection can send files without reading them.
    sends_files: AtomicBool,
    /// The parts of files that are to be sent, in the order of the bytes that stand for them.
    files: Mutex<VecDeque<FilePart>>,
}

impl Link {
    pub(super) fn new(shared: Arc<Shared>, peer: Option<SocketAddr>) -> Self {
        // An IPv4 address is one in whatever form it comes.
        let peer = peer.map(|peer| SocketAddr::new(peer.ip().to_canonical(), peer.port()));
        let link = Link {
            shared,
            peer,
            progress: AtomicU64::new(0),
            full: AtomicBool::new(false),
            expired: AtomicBool::new(false),
            early: AtomicBool::new(false),
            refusal: AtomicU16::new(0),
            part: Mutex::new(None),
            #[cfg(feature = "http2")]
            streams: Streams::default(),
            sends_files: AtomicBool::new(false),
            files: Mutex::default(),
        };
        link.enter(Phase::Idle);
        link
    }

    pub(super) fn enter(&self, phase: Phase) {
        self.store(self.shared.clock.now(), phase);
        // What was too late for the phase that is over is not too late for this one.
        if self.is_expired() {
            self.expired.store(false, Ordering::Relaxed);
        }
    }

    fn store(&self, time: u64, phase: Phase) {
        self.progress.store(time << Phase::BITS | phase as u64, Ordering::Relaxed);
    }

    pub(super) fn is_in(&self, phase: Phase) -> bool {
        self.progress.load(Ordering::Relaxed) & Phase::MASK == phase as u64
    }

    /// Notes that something was sent, which prolongs the phase of sending, or puts off the one behind
    /// it: hyper has taken the last of a response before it is on its way.
    pub(super) fn sent(&self) {
        for phase in [Phase::Sending, Phase::Idle] {
            if self.is_in(phase) {
                return self.enter(phase);
            }
        }
    }

    /// Notes that bytes were received: each prolongs the phase by what it may take at the slowest
    /// rate, so that one byte now and then does not keep a connection open.
    pub(super) fn received(&self, bytes: usize) {
        let phase = match self.progress.load(Ordering::Relaxed) & Phase::MASK {
            1 => Phase::Receiving,
            5 => Phase::Leaving,
            _ => return,
        };
        let bought = (bytes as u64).saturating_mul(1000) / self.shared.limits.rate.max(1);
        let time = (self.progress.load(Ordering::Relaxed) >> Phase::BITS).saturating_add(bought);
        self.store(time.min(self.shared.clock.now()), phase);
    }

    /// Marks the connection as expired when it has been waiting for its client for too long; says
    /// whether it is.
    pub(super) fn expire(&self) -> bool {
        let progress = self.progress.load(Ordering::Relaxed);
        let waited = self.shared.clock.now().saturating_sub(progress >> Phase::BITS);
        let waited = Duration::from_millis(waited);
        let limits = &self.shared.limits;
        let limit = match progress & Phase::MASK {
            0 => limits.idle,
            2 => return false,
            4 => limits.head_wait,
            5 => limits.stall.min(Link::LEAVE),
            _ => limits.stall,
        };
        // The tick that has begun is not over.
        let expired = waited > limit.saturating_add(Clock::TICK);
        self.expired.store(expired, Ordering::Relaxed);
        // Another phase may have begun meanwhile.
        if expired && self.progress.load(Ordering::Relaxed) != progress {
            self.expired.store(false, Ordering::Relaxed);
        }
        expired
    }

    /// How long a client may take to close a connection that is closed already.
    const LEAVE: Duration = Duration::from_secs(5);

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

    pub(super) fn set_refusal(&self, status: StatusCode) {
        self.refusal.store(status.as_u16(), Ordering::Relaxed);
    }

    pub(super) fn refusal(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.refusal.load(Ordering::Relaxed)).ok()
    }

    pub(super) fn set_sends_files(&self, sends: bool) {
        self.sends_files.store(sends, Ordering::Relaxed);
    }

    pub(super) fn sends_files(&self) -> bool {
        self.sends_files.load(Ordering::Relaxed)
    }

    pub(super) fn files(&self) -> MutexGuard<'_, VecDeque<FilePart>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn put_part(&self, part: Part) {
        *self.part.lock().unwrap_or_else(PoisonError::into_inner) = Some(part);
    }

    pub(super) fn take_part(&self) -> Option<Part> {
        self.part.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The time of a server in milliseconds, which costs nothing to read as it moves in steps.
#[derive(Default)]
pub(super) struct Clock(AtomicU64);

impl Clock {
    pub(super) const TICK: Duration = Duration::from_millis(500);

    pub(super) fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn tick(&self) {
        self.0.fetch_add(Clock::TICK.as_millis() as u64, Ordering::Relaxed);
    }
}
