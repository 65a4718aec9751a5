//! The bytes of a connection, as hyper reads and writes them.

use std::cell::RefCell;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::StatusCode;
use hyper::rt::ReadBufCursor;

use super::link::{Link, Phase};
use super::sendfile::{self, is_blank};
use super::strict::{Fault, Strict};
use super::transport::Transport;

/// A connection with what is to be written. Responses to pipelined requests are written together: a
/// response is held back while the next request has come already.
pub(super) struct Io {
    transport: Transport,
    link: Arc<Link>,
    held: Vec<u8>,
    /// How much of `held` is written.
    written: usize,
    /// Whether the last read took everything there was.
    drained: bool,
    /// Whether hyper has asked for more since the last read: until then, what it has may be further
    /// requests.
    asked: bool,
    strict: Strict,
    /// What was read and hyper does not have: the beginning of a head, and before it what did not
    /// fit.
    waiting: Vec<u8>,
    /// How much of `waiting` has passed.
    passed: usize,
    fault: Option<Fault>,
}

/// The most that is held back.
const HOLD: usize = 16 << 10;

thread_local! {
    /// Where bytes are read to, before it is known how many there are. Large bodies come in pieces of
    /// this size.
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; 64 << 10]);
}

impl Io {
    pub(super) fn new(transport: Transport, link: Arc<Link>) -> Self {
        let strict = Strict::new(link.shared.limits.head);
        Io {
            transport,
            link,
            held: Vec::new(),
            written: 0,
            drained: false,
            asked: false,
            strict,
            waiting: Vec::new(),
            passed: 0,
            fault: None,
        }
    }

    /// Writes what is held back.
    pub(super) fn poll_release(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(rest) = self.held.get(self.written..).filter(|rest| !rest.is_empty()) {
            match self.transport.write(rest) {
                Ok(0) => return Poll::Ready(Err(ErrorKind::WriteZero.into())),
                Ok(written) => self.written += written,
                Err(error) => ready!(self.poll_after(error, context))?,
            }
            self.link.sent();
        }
        while let Err(error) = self.transport.flush() {
            ready!(self.poll_after(error, context))?;
        }
        self.held.clear();
        self.written = 0;
        self.link.set_full(false);
        Poll::Ready(Ok(()))
    }

    /// Has as much of a file sent as the socket takes.
    fn poll_send_file(
        &mut self,
        most: usize,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_release(context))?;
        loop {
            let sent = sendfile::send(self.transport.socket(), &mut self.link.files(), most);
            match sent {
                Ok(sent) => {
                    self.link.set_full(false);
                    self.link.sent();
                    return Poll::Ready(Ok(sent));
                }
                Err(error) => ready!(self.poll_after(error, context))?,
            }
        }
    }

    /// After a failed write: ready to try again, or never.
    fn poll_after(&mut self, error: io::Error, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match error.kind() {
            ErrorKind::Interrupted => Poll::Ready(Ok(())),
            ErrorKind::WouldBlock => {
                self.link.set_full(true);
                ready!(self.transport.poll_writable(context))?;
                self.link.sent();
                Poll::Ready(Ok(()))
            }
            _ => Poll::Ready(Err(error)),
        }
    }

    /// Holds the slices back, if they fit.
    fn hold(&mut self, slices: &[IoSlice<'_>]) -> Option<usize> {
        let length = slices.iter().map(|slice| slice.len()).sum::<usize>();
        if self.held.len() + length > HOLD {
            return None;
        }
        slices.iter().for_each(|slice| self.held.extend_from_slice(slice));
        Some(length)
    }

    /// Takes in what was read: gives hyper what passes, and keeps the rest.
    fn take_in(&mut self, bytes: &[u8], target: &mut ReadBufCursor<'_>) {
        if self.waiting.is_empty() {
            // Nearly always whole requests come, or parts of a body: they are not kept.
            let (passed, fault) = self.strict.pass(bytes);
            let (now, rest) = bytes.split_at(passed);
            target.put_slice(now);
            self.waiting.extend_from_slice(rest);
            self.fault = fault;
        } else {
            self.waiting.extend_from_slice(bytes);
            (self.passed, self.fault) = self.strict.pass(&self.waiting);
        }
    }

    /// Gives hyper what has passed and did not fit before.
    fn give(&mut self, target: &mut ReadBufCursor<'_>) {
        let length = self.passed.min(target.remaining());
        target.put_slice(self.waiting.get(..length).unwrap_or_default());
        self.passed -= length;
        match length == self.waiting.len() {
            true => self.waiting = Vec::new(),
            false => drop(self.waiting.drain(..length)),
        }
    }

    /// What hyper reads in the place of bytes with a fault, in its turn behind the requests before
    /// them: a request to refuse, or the error of a body.
    fn fail(&mut self, fault: Fault, target: &mut ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        const HEAD: &[u8] = b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        match fault {
            Fault::Body => Poll::Ready(Err(ErrorKind::InvalidData.into())),
            #[cfg(feature = "http2")]
            Fault::Preface => Poll::Ready(Err(ErrorKind::InvalidData.into())),
            // That one is given already, and nothing comes behind it.
            Fault::Head(_) if self.link.refusal().is_some() => Poll::Pending,
            Fault::Head(status) => {
                self.link.set_refusal(status);
                let is_head = self.waiting.starts_with(b"HEAD ");
                target.put_slice(if is_head { HEAD } else { GET });
                Poll::Ready(Ok(()))
            }
        }
    }

    /// What a client that is too slow has made a fault of.
    fn lateness(&self) -> Option<Fault> {
        match self.link.is_expired() {
            true if self.link.is_in(Phase::Head) => Some(Fault::Head(StatusCode::REQUEST_TIMEOUT)),
            true if self.link.is_in(Phase::Receiving) => Some(Fault::Body),
            _ => None,
        }
    }

    /// Whether the system can send files in the place of bytes that are written here.
    pub(super) fn sends_files(&self) -> bool {
        self.transport.sends_files()
    }

    /// Refuses whatever the connection asks, of which `begun` was read.
    pub(super) fn refuse(&mut self, status: StatusCode, begun: Vec<u8>) {
        self.fault = Some(Fault::Head(status));
        self.waiting = begun;
    }

    /// Whether what was read is the beginning of HTTP/2.
    #[cfg(feature = "http2")]
    pub(super) fn is_preface(&self) -> bool {
        self.fault == Some(Fault::Preface)
    }

    /// The connection, and what was read from it and is not taken.
    #[cfg(feature = "http2")]
    pub(super) fn into_parts(self) -> (Transport, Vec<u8>) {
        (self.transport, self.waiting)
    }

    /// Closes the sending side, and takes in what the client still sends, so that what was sent is
    /// not lost to it: closing a socket with unread bytes in it resets the connection.
    pub(super) async fn linger(&mut self) {
        const MOST: usize = 4 << 20;
        if self.transport.end().is_err() {
            return;
        }
        let mut read = 0;
        let mut buffer = vec![0; HOLD];
        while read < MOST {
            match self.transport.socket().receive(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(length) => {
                    read += length;
                    self.link.received(length);
                }
            }
        }
    }
}

impl hyper::rt::Read for Io {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut target: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if let Poll::Ready(Err(error)) = self.poll_release(context) {
            return Poll::Ready(Err(error));
        }
        self.asked = true;
        let before = target.remaining();
        loop {
            self.give(&mut target);
            let given = before - target.remaining();
            if given > 0 {
                self.asked = false;
                self.link.received(given);
                return Poll::Ready(Ok(()));
            }
            if !self.waiting.is_empty() && self.link.is_in(Phase::Idle) {
                self.link.enter(Phase::Head);
            }
            if let Some(fault) = self.fault.or_else(|| self.lateness()) {
                self.fault = Some(fault);
                return self.fail(fault, &mut target);
            }
            // To read again after everything was read would be a system call for nothing.
            if self.drained {
                ready!(self.transport.poll_readable(context))?;
                self.drained = false;
            }
            let io = &mut *self;
            let read = BUFFER.with_borrow_mut(|buffer| {
                let most = buffer.len().min(target.remaining());
                let buffer = buffer.get_mut(..most).unwrap_or_default();
                let read = io.transport.read(buffer)?;
                io.take_in(buffer.get(..read).unwrap_or_default(), &mut target);
                Ok::<_, io::Error>((read, most))
            });
            match read {
                Ok((0, _)) if self.waiting.is_empty() => return Poll::Ready(Ok(())),
                // Nothing will make a whole of it.
                Ok((0, _)) => self.fault = Some(Fault::Head(StatusCode::BAD_REQUEST)),
                Ok((read, most)) => self.drained = read < most,
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.drained = true,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

impl hyper::rt::Write for Io {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // What stands for a file must not go out: what is before it does, and then the file.
        let before = slices.iter().take_while(|slice| !is_blank(slice)).count();
        let (slices, blank) = slices.split_at(before);
        if let (0, [blank, ..]) = (before, blank) {
            return self.poll_send_file(blank.len(), context);
        }
        if let Some(length) = self.hold(slices) {
            return Poll::Ready(Ok(length));
        }
        ready!(self.poll_release(context))?;
        loop {
            match self.transport.write_vectored(slices) {
                Ok(written) => {
                    self.link.set_full(false);
                    self.link.sent();
                    return Poll::Ready(Ok(written));
                }
                Err(error) => ready!(self.poll_after(error, context))?,
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.link.is_in(Phase::Idle) && !self.asked {
            return Poll::Ready(Ok(()));
        }
        self.poll_release(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_release(context))?;
        Poll::Ready(self.transport.end())
    }
}
