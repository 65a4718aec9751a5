//! The sockets of a server of SCGI, TCP's and Unix's.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
#[cfg(unix)]
use std::os::unix::net::{UnixListener, UnixStream};
#[cfg(unix)]
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::gateway::backlog;
#[cfg(unix)]
use crate::gateway::socket_file;

/// A socket that listens, and where.
pub(super) enum Listener {
    Tcp(TcpListener, SocketAddr),
    #[cfg(unix)]
    Unix(UnixListener, PathBuf),
}

impl Listener {
    pub(super) fn tcp(address: impl ToSocketAddrs) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        backlog::lengthen(&listener)?;
        let address = listener.local_addr()?;
        Ok(Listener::Tcp(listener, address))
    }

    #[cfg(unix)]
    pub(super) fn unix(path: &Path) -> io::Result<Self> {
        Ok(Listener::Unix(socket_file::bind(path)?, path.to_owned()))
    }

    pub(super) fn address(&self) -> Option<SocketAddr> {
        match self {
            Listener::Tcp(_, address) => Some(*address),
            #[cfg(unix)]
            Listener::Unix(..) => None,
        }
    }

    pub(super) fn accept(&self) -> io::Result<Box<dyn Connection>> {
        match self {
            Listener::Tcp(listener, _) => listener.accept()?.0.prepared(),
            #[cfg(unix)]
            Listener::Unix(listener, _) => listener.accept()?.0.prepared(),
        }
    }

    pub(super) fn set_nonblocking(&self) -> io::Result<()> {
        match self {
            Listener::Tcp(listener, _) => listener.set_nonblocking(true),
            #[cfg(unix)]
            Listener::Unix(listener, _) => listener.set_nonblocking(true),
        }
    }

    /// Makes a connection without a request. Where there is no room for one, there are others.
    pub(super) fn wake(&self) {
        match self {
            Listener::Tcp(_, address) => drop(TcpStream::connect(address)),
            #[cfg(unix)]
            Listener::Unix(_, path) => drop(UnixStream::connect(path)),
        }
    }
}

/// The file goes with the listener.
#[cfg(unix)]
impl Drop for Listener {
    fn drop(&mut self) {
        if let Listener::Unix(_, path) = self {
            // Where it is gone already there is nothing to do.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// A socket with the web server at its other end.
pub(super) trait Connection: Read + Write + Send {
    /// The same socket once more.
    fn other(&self) -> io::Result<Box<dyn Connection>>;

    /// Says that no more will be written.
    fn end(&self) -> io::Result<()>;

    fn prepared(self) -> io::Result<Box<dyn Connection>>
    where
        Self: Sized;
}

/// How long the other end may neither send nor take anything.
const PATIENCE: Option<Duration> = Some(Duration::from_secs(60));

macro_rules! connections {
    ($($(#[$gate:meta])* $stream:ty),*) => {
        $($(#[$gate])*
        impl Connection for $stream {
            fn other(&self) -> io::Result<Box<dyn Connection>> {
                Ok(Box::new(self.try_clone()?))
            }

            fn end(&self) -> io::Result<()> {
                self.shutdown(Shutdown::Write)
            }

            fn prepared(self) -> io::Result<Box<dyn Connection>> {
                self.set_nonblocking(false)?;
                self.set_read_timeout(PATIENCE)?;
                self.set_write_timeout(PATIENCE)?;
                Ok(Box::new(self))
            }
        })*
    };
}

connections!(
    TcpStream,
    #[cfg(unix)]
    UnixStream
);
