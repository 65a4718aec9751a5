//! One connection as its socket and its exchanges see it: how far it is, and since when.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use async_io::Async;
use hyper::rt::{Read, ReadBufCursor, Write};
use smol_hyper::rt::FuturesIo;

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

    /// Notes that something was sent or received; only some phases are prolonged by it.
    fn advance(&self, phase: Phase) {
        if self.progress.load(Ordering::Relaxed) & 3 == phase as u64 {
            self.enter(phase);
        }
    }

    /// Marks the connection as expired when it has been waiting for its client for too long; says
    /// whether it is.
    pub(super) fn expire(&self) -> bool {
        let progress = self.progress.load(Ordering::Relaxed);
        let waited = Clock::TICK.saturating_mul(
            u32::try_from(self.shared.clock.now().saturating_sub(progress >> 2)).unwrap_or(u32::MAX),
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

/// The socket, as hyper reads and writes it.
pub(super) struct Io {
    socket: FuturesIo<Async<TcpStream>>,
    link: Arc<Link>,
}

impl Io {
    pub(super) fn new(socket: Async<TcpStream>, link: Arc<Link>) -> Self {
        Io { socket: FuturesIo::new(socket), link }
    }

    fn wrote(&self, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        self.link.full.store(outcome.is_pending(), Ordering::Relaxed);
        if outcome.is_ready() {
            self.link.advance(Phase::Sending);
        }
        outcome
    }

    /// Closes the sending side, and takes in what the client still sends, so that what was sent is
    /// not lost to it: closing a socket with unread bytes in it resets the connection.
    pub(super) async fn linger(self) {
        const MOST: usize = 4 << 20;
        let socket = self.socket.into_inner();
        if socket.get_ref().shutdown(Shutdown::Write).is_err() {
            return;
        }
        let mut read = 0;
        let mut buffer = vec![0; 16 << 10];
        while read < MOST {
            match socket.read_with(|mut socket| io::Read::read(&mut socket, &mut buffer)).await {
                Ok(0) | Err(_) => return,
                Ok(length) => read += length,
            }
        }
    }
}

impl Read for Io {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.socket).poll_read(context, buffer);
        if outcome.is_ready() {
            self.link.advance(Phase::Receiving);
        }
        outcome
    }
}

impl Write for Io {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.wrote(outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.socket).poll_write_vectored(context, slices);
        self.wrote(outcome)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}
