//! The sockets of a server, TCP's and Unix's: what the rest of it does not tell apart.

use std::future::poll_fn;
use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
#[cfg(unix)]
use std::os::unix::net::{UnixListener, UnixStream};
#[cfg(unix)]
use std::path::{Path, PathBuf};
use std::task::{Context, Poll};

use super::reactor::{Async, leave_unread};

/// A connection, and the address of its client if it has one.
pub(super) type Accepted = (Socket, Option<SocketAddr>);

/// A socket that listens.
pub(super) enum Listener {
    Tcp(Async<TcpListener>),
    #[cfg(unix)]
    Unix {
        listener: Async<UnixListener>,
        _file: SocketFile,
    },
}

/// A connection.
pub(super) enum Socket {
    Tcp(Async<TcpStream>),
    #[cfg(unix)]
    Unix(Async<UnixStream>),
}

/// The file that stands for a Unix socket. It goes with the listener.
#[cfg(unix)]
pub(super) struct SocketFile(PathBuf);

#[cfg(unix)]
impl Drop for SocketFile {
    fn drop(&mut self) {
        // Where it is gone already there is nothing to do.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Listener {
    pub(super) fn tcp(address: SocketAddr) -> io::Result<(Listener, SocketAddr)> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        Ok((Listener::Tcp(Async::new(listener)?), address))
    }

    /// Listens at a path. A file that a server left there when it ended without its leave is replaced;
    /// one at which a server listens is not.
    #[cfg(unix)]
    pub(super) fn unix(path: &Path) -> io::Result<Listener> {
        let listener = match UnixListener::bind(path) {
            Err(error) if error.kind() == ErrorKind::AddrInUse && is_left(path) => {
                std::fs::remove_file(path)?;
                UnixListener::bind(path)?
            }
            bound => bound?,
        };
        let file = SocketFile(path.to_owned());
        Ok(Listener::Unix { listener: Async::new(listener)?, _file: file })
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
                Listener::Unix { listener, .. } => listener.poll_readable(context),
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
            Listener::Unix { listener, .. } => {
                let (socket, _) = listener.get_ref().accept()?;
                Ok((Socket::Unix(Async::new(socket)?), None))
            }
        }
    }
}

/// Whether a path is that of a socket at which nobody listens any more.
#[cfg(unix)]
fn is_left(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    // To connect to a file of another kind is refused as well.
    let is_socket = path.symlink_metadata().is_ok_and(|file| file.file_type().is_socket());
    let refused = |error: io::Error| error.kind() == ErrorKind::ConnectionRefused;
    is_socket && UnixStream::connect(path).is_err_and(refused)
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
