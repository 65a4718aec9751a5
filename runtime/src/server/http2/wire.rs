//! The bytes of a connection, as hyper reads and writes them.

use std::cell::RefCell;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBufCursor, Write};

use crate::server::link::{Link, Phase};
use crate::server::transport::Transport;

pub(super) struct Wire {
    transport: Transport,
    /// What was read before it was known to be HTTP/2.
    begun: Vec<u8>,
    /// Whether the last read took everything there was.
    drained: bool,
    link: Arc<Link>,
}

thread_local! {
    /// Where bytes are read to, before it is known how many there are.
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; 16 << 10]);
}

impl Wire {
    pub(super) fn new(transport: Transport, begun: Vec<u8>, link: Arc<Link>) -> Self {
        Wire { transport, begun, drained: false, link }
    }

    /// After a failed write: ready to try again, or never.
    fn poll_after(&mut self, error: io::Error, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match error.kind() {
            ErrorKind::Interrupted => Poll::Ready(Ok(())),
            ErrorKind::WouldBlock => self.transport.poll_writable(context),
            _ => Poll::Ready(Err(error)),
        }
    }
}

impl Read for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut target: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.begun.is_empty() {
            let length = self.begun.len().min(target.remaining());
            target.put_slice(self.begun.get(..length).unwrap_or_default());
            drop(self.begun.drain(..length));
            return Poll::Ready(Ok(()));
        }
        loop {
            if self.drained {
                ready!(self.transport.poll_readable(context))?;
                self.drained = false;
            }
            let read = BUFFER.with_borrow_mut(|buffer| {
                let most = buffer.len().min(target.remaining());
                let buffer = buffer.get_mut(..most).unwrap_or_default();
                let read = self.transport.read(buffer)?;
                target.put_slice(buffer.get(..read).unwrap_or_default());
                Ok::<_, io::Error>((read, most))
            });
            match read {
                Ok((read, most)) => {
                    self.drained = read < most;
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.drained = true,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

impl Write for Wire {
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
        loop {
            match self.transport.write_vectored(slices) {
                Ok(written) => {
                    // A client that takes what is left has not gone.
                    if self.link.is_in(Phase::Leaving) {
                        self.link.enter(Phase::Leaving);
                    }
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
        while let Err(error) = self.transport.flush() {
            ready!(self.poll_after(error, context))?;
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.as_mut().poll_flush(context))?;
        Poll::Ready(self.transport.end())
    }
}
