//! The sockets of a server, TCP's and Unix's: what the rest of it does not tell apart.

use std::fs::File;
use std::future::poll_fn;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
#[cfg(all(unix, feature = "replace"))]
use std::os::fd::{AsFd, BorrowedFd};
#[cfg(unix)]
use std::os::unix::net::{UnixListener, UnixStream};
use std::task::{Context, Poll};

use super::reactor::{Async, leave_unread};

/// A connection, and the address of its client if it has one.
pub(super) type Accepted = (Socket, Option<SocketAddr>);

/// A socket that listens.
pub(super) enum Listener {
    Tcp(Async<TcpListener>),
    #[cfg(unix)]
    Unix(Async<UnixListener>),
}

/// A connection.
pub(super) enum Socket {
    Tcp(Async<TcpStream>),
    #[cfg(unix)]
    Unix(Async<UnixStream>),
}

impl Listener {
    pub(super) fn tcp(listener: TcpListener) -> io::Result<Listener> {
        Ok(Listener::Tcp(Async::new(listener)?))
    }

    #[cfg(unix)]
    pub(super) fn unix(listener: UnixListener) -> io::Result<Listener> {
        Ok(Listener::Unix(Async::new(listener)?))
    }

    pub(super) async fn accept(&self) -> io::Result<Accepted> {
        loop {
            match self.accept_now() {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                accepted => return accepted,
            }
            poll_fn(|context| match self {
                Listener::Tcp(listener) => listener.poll_readable(context),
                #[cfg(unix)]
                Listener::Unix(listener) => listener.poll_readable(context),
            })
            .await?;
        }
    }

    /// Accepts a connection that is there already, or fails.
    pub(super) fn accept_now(&self) -> io::Result<Accepted> {
        match self {
            Listener::Tcp(listener) => {
                let (socket, peer) = listener.get_ref().accept()?;
                Ok((Socket::Tcp(Async::new(socket)?), Some(peer)))
            }
            #[cfg(unix)]
            Listener::Unix(listener) => {
                let (socket, _) = listener.get_ref().accept()?;
                Ok((Socket::Unix(Async::new(socket)?), None))
            }
        }
    }
}

#[cfg(all(unix, feature = "replace"))]
impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Listener::Tcp(listener) => listener.get_ref().as_fd(),
            Listener::Unix(listener) => listener.get_ref().as_fd(),
        }
    }
}

/// The same for the socket of each kind.
macro_rules! each {
    ($socket:expr, $inner:ident => $what:expr) => {
        match $socket {
            Socket::Tcp($inner) => $what,
            #[cfg(unix)]
            Socket::Unix($inner) => $what,
        }
    };
}

impl Socket {
    /// Has what is written leave at once. Without it a small response would wait for the
    /// acknowledgement of the one before.
    pub(super) fn set_nodelay(&self) {
        if let Socket::Tcp(socket) = self {
            // Where it cannot be set, responses are only slower.
            let _ = socket.get_ref().set_nodelay(true);
        }
    }

    pub(super) fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        each!(self, socket => {
            let read = socket.get_ref().read(buffer)?;
            if read == buffer.len() {
                leave_unread(socket);
            }
            Ok(read)
        })
    }

    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        each!(self, socket => socket.get_ref().write(bytes))
    }

    pub(super) fn write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        each!(self, socket => socket.get_ref().write_vectored(slices))
    }

    /// Has the system send a part of a file.
    pub(super) fn send_file(&self, file: &File, from: u64, most: usize) -> io::Result<usize> {
        #[cfg(target_os = "linux")]
        return each!(self, socket => {
            let mut from = from;
            Ok(rustix::fs::sendfile(socket.get_ref(), file, Some(&mut from), most)?)
        });
        #[cfg(not(target_os = "linux"))]
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Whether the system can send files: where what is written is what goes over the wire.
    pub(super) fn sends_files(&self) -> bool {
        match self {
            Socket::Tcp(_) => cfg!(target_os = "linux"),
            #[cfg(unix)]
            Socket::Unix(_) => cfg!(target_os = "linux"),
        }
    }

    /// Waits for more to read. To be called after a read that failed, or did not fill its buffer.
    pub(super) fn poll_readable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(self, socket => socket.poll_readable(context))
    }

    /// Waits for room to write. To be called after a write that failed.
    pub(super) fn poll_writable(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(self, socket => socket.poll_writable(context))
    }

    /// Waits for bytes.
    pub(super) async fn receive(&self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                received => return received,
            }
            poll_fn(|context| self.poll_readable(context)).await?;
        }
    }

    /// Tells the client that no more will be written.
    pub(super) fn end(&self) -> io::Result<()> {
        each!(self, socket => socket.get_ref().shutdown(Shutdown::Write))
    }
}
