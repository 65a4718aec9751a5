//! What HTTP is read from and written to: a socket, or TLS over one.

use std::io::{self, IoSlice};
use std::task::{Context, Poll};

use super::socket::Socket;
#[cfg(feature = "tls")]
use super::tls;

/// A connection as HTTP sees it.
pub(super) enum Transport {
    Clear(Socket),
    #[cfg(feature = "tls")]
    Tls(Box<tls::Stream>),
}

/// The same for each kind.
macro_rules! each {
    ($transport:expr, $inner:ident => $what:expr) => {
        match $transport {
            Transport::Clear($inner) => $what,
            #[cfg(feature = "tls")]
            Transport::Tls($inner) => $what,
        }
    };
}

impl Transport {
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        each!(self, inner => inner.read(buffer))
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        each!(self, inner => inner.write(bytes))
    }

    pub(super) fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        each!(self, inner => inner.write_vectored(slices))
    }

    /// Writes what was taken and is not on its way yet; a socket takes nothing that is not.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        match self {
            Transport::Clear(_) => Ok(()),
            #[cfg(feature = "tls")]
            Transport::Tls(stream) => stream.flush(),
        }
    }

    pub(super) fn poll_readable(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(self, inner => inner.poll_readable(context))
    }

    pub(super) fn poll_writable(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(self, inner => inner.poll_writable(context))
    }

    /// Tells the client that no more will be written.
    pub(super) fn end(&mut self) -> io::Result<()> {
        each!(self, inner => inner.end())
    }

    /// The socket beneath.
    pub(super) fn socket(&self) -> &Socket {
        match self {
            Transport::Clear(socket) => socket,
            #[cfg(feature = "tls")]
            Transport::Tls(stream) => stream.socket(),
        }
    }

    /// Whether the system can send files in the place of bytes that are written here.
    pub(super) fn sends_files(&self) -> bool {
        matches!(self, Transport::Clear(socket) if socket.sends_files())
    }

    /// Whether the client and the server have agreed on HTTP/2 (RFC 9113, 3.2).
    #[cfg(feature = "http2")]
    pub(super) fn is_http2(&self) -> bool {
        match self {
            Transport::Clear(_) => false,
            #[cfg(feature = "tls")]
            Transport::Tls(stream) => stream.is_http2(),
        }
    }
}
