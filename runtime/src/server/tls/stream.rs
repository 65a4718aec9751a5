//! TLS over a socket that never waits.

use std::future::poll_fn;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use rustls::{ServerConfig, ServerConnection};

use crate::server::link::{Link, Phase};
use crate::server::socket::Socket;
use crate::server::stop::Open;

/// A connection with TLS.
pub(in crate::server) struct Stream {
    tls: ServerConnection,
    socket: Socket,
    /// Whether the last read from the socket took everything there was.
    drained: bool,
}

/// What the first bytes of a connection turn out to be.
pub(in crate::server) enum Opening {
    Tls(Box<Stream>),
    /// HTTP without TLS, and the beginning of it.
    Clear(Socket, Vec<u8>),
}

/// Has a connection agree on TLS (RFC 8446, 2), within the time for a head.
///
/// # Errors
/// When the client goes, offers nothing that the server has, takes too long; or when it has said
/// nothing, and the server stops.
pub(in crate::server) async fn accept(
    socket: Socket,
    config: Arc<ServerConfig>,
    link: &Link,
    open: &Open,
) -> io::Result<Opening> {
    link.enter(Phase::Head);
    let mut first = [0; 1 << 10];
    let read = poll_fn(|context| {
        let read = poll_read(&socket, &mut first, context);
        match read.is_pending() && (open.is_stopping(context.waker()) || link.is_expired()) {
            true => Poll::Ready(Err(ErrorKind::TimedOut.into())),
            false => read,
        }
    });
    let read = read.await?;
    let first = first.get(..read).unwrap_or_default();
    // The record of a handshake begins with 22 (RFC 8446, 5.1), a request with its method.
    if first.first().is_some_and(u8::is_ascii_alphabetic) {
        return Ok(Opening::Clear(socket, first.to_vec()));
    }
    let tls = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut stream = Box::new(Stream { tls, socket, drained: false });
    stream.take_in(first)?;
    poll_fn(|context| {
        open.watch(context.waker());
        let opened = stream.poll_handshake(context);
        match opened.is_pending() && link.is_expired() {
            true => Poll::Ready(Err(ErrorKind::TimedOut.into())),
            false => opened,
        }
    })
    .await?;
    link.enter(Phase::Idle);
    Ok(Opening::Tls(stream))
}

/// Reads the first bytes of a connection: none is an error.
fn poll_read(
    socket: &Socket,
    buffer: &mut [u8],
    context: &mut Context<'_>,
) -> Poll<io::Result<usize>> {
    loop {
        match socket.read(buffer) {
            Ok(0) => return Poll::Ready(Err(ErrorKind::UnexpectedEof.into())),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                ready!(socket.poll_readable(context))?;
            }
            read => return Poll::Ready(read),
        }
    }
}

impl Stream {
    fn poll_handshake(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.tls.is_handshaking() {
            match self.flush().and_then(|()| self.receive()) {
                Ok(0) => return Poll::Ready(Err(ErrorKind::UnexpectedEof.into())),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() != ErrorKind::WouldBlock => {
                    return Poll::Ready(Err(error));
                }
                Err(_) if self.tls.wants_write() => ready!(self.socket.poll_writable(context))?,
                Err(_) => ready!(self.socket.poll_readable(context))?,
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Takes in what was read already.
    fn take_in(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            self.tls.read_tls(&mut bytes)?;
            self.decrypt()?;
        }
        Ok(())
    }

    /// Takes in what the socket has.
    fn receive(&mut self) -> io::Result<usize> {
        let mut raw = Raw { socket: &self.socket, drained: &mut self.drained };
        let read = self.tls.read_tls(&mut raw)?;
        self.decrypt()?;
        Ok(read)
    }

    fn decrypt(&mut self) -> io::Result<()> {
        let outcome = self.tls.process_new_packets();
        // The answer to it, or an alert that says why there is none. What the socket does not take
        // now goes with the next bytes.
        let _ = self.flush();
        outcome.map(|_| ()).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
    }

    pub(in crate::server) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.tls.reader().read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.receive()?,
                // The client has left without a word. Whether what it sent is whole, HTTP knows.
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(0),
                read => return read,
            };
        }
    }

    pub(in crate::server) fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_vectored(&[IoSlice::new(bytes)])
    }

    /// Takes some of the bytes when the socket has taken all that were taken before.
    pub(in crate::server) fn write_vectored(
        &mut self,
        slices: &[IoSlice<'_>],
    ) -> io::Result<usize> {
        self.flush()?;
        let taken = self.tls.writer().write_vectored(slices)?;
        match self.flush() {
            Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
            _ => Ok(taken),
        }
    }

    pub(in crate::server) fn flush(&mut self) -> io::Result<()> {
        while self.tls.wants_write() {
            let mut raw = Raw { socket: &self.socket, drained: &mut self.drained };
            match self.tls.write_tls(&mut raw) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    pub(in crate::server) fn poll_readable(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        // What is decrypted already no socket will announce.
        if self.drained && self.tls.wants_read() {
            ready!(self.socket.poll_readable(context))?;
            self.drained = false;
        }
        Poll::Ready(Ok(()))
    }

    pub(in crate::server) fn poll_writable(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        self.socket.poll_writable(context)
    }

    /// Tells the client that no more will be written: in TLS (RFC 8446, 6.1), and beneath it.
    pub(in crate::server) fn end(&mut self) -> io::Result<()> {
        self.close();
        self.socket.end()
    }

    fn close(&mut self) {
        self.tls.send_close_notify();
        // A client that takes nothing more will not miss it.
        let _ = self.flush();
    }

    pub(in crate::server) fn socket(&self) -> &Socket {
        &self.socket
    }

    #[cfg(feature = "http2")]
    pub(in crate::server) fn is_http2(&self) -> bool {
        self.tls.alpn_protocol() == Some(super::HTTP2)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.close();
    }
}

/// The socket, as rustls reads and writes it.
struct Raw<'s> {
    socket: &'s Socket,
    drained: &'s mut bool,
}

impl Read for Raw<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.socket.read(buffer);
        *self.drained = match &read {
            Ok(read) => *read < buffer.len(),
            Err(error) => error.kind() == ErrorKind::WouldBlock,
        };
        read
    }
}

impl Write for Raw<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.socket.write(bytes)
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        self.socket.write_vectored(slices)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
