//! Listening sockets that the process was started with: by a service manager, as
//! `sd_listen_fds(3)` describes, or by the process that it replaces.

use std::io::{self, ErrorKind, Read, Write};
use std::iter;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use listenfd::ListenFd;

use super::listen::{Place, SocketFile};
use super::socket::Listener;
use crate::gateway;

/// What nobody has taken yet.
#[derive(Default)]
struct Inherited {
    sockets: Vec<(Listener, Place)>,
    /// The way to the process that is to be replaced.
    predecessor: Option<UnixStream>,
}

/// The name of a socket, in `LISTEN_FDNAMES`, whose file the process that is replaced has made.
pub(super) const OWN: &str = "lychgate-own";
/// The name of the way to that process.
pub(super) const PREDECESSOR: &str = "lychgate-predecessor";

/// The socket that is bound to an address. Port 0 is any.
pub(super) fn take(address: SocketAddr) -> Option<(Listener, SocketAddr)> {
    let is_meant = |bound: &SocketAddr| {
        bound.ip() == address.ip() && (address.port() == 0 || bound.port() == address.port())
    };
    match take_where(|place| matches!(place, Place::Address(bound) if is_meant(bound)))? {
        (listener, Place::Address(bound)) => Some((listener, bound)),
        (_, Place::Path(_)) => None,
    }
}

/// The socket that is bound to a path.
pub(super) fn take_path(path: &Path) -> Option<(Listener, Place)> {
    let absolute = |path: &Path| std::path::absolute(path).ok();
    take_where(|place| match place {
        Place::Path(file) => absolute(&file.path) == absolute(path),
        Place::Address(_) => false,
    })
}

fn take_where(is_meant: impl Fn(&Place) -> bool) -> Option<(Listener, Place)> {
    let sockets = &mut inherited().sockets;
    let index = sockets.iter().position(|(_, place)| is_meant(place))?;
    Some(sockets.remove(index))
}

/// All sockets.
pub(super) fn take_all() -> Vec<(Listener, Place)> {
    std::mem::take(&mut inherited().sockets)
}

/// The sockets that nobody has taken, in words; `None` if there are none.
pub(super) fn listed() -> Option<String> {
    let places: Vec<_> = inherited().sockets.iter().map(|(_, place)| place.to_string()).collect();
    if places.is_empty() { None } else { Some(places.join(", ")) }
}

/// Takes the place of the process that has started this one in its own stead, if one has: tells it
/// that this one is ready, and waits for its word.
pub(super) fn take_over() -> io::Result<()> {
    let Some(mut predecessor) = inherited().predecessor.take() else { return Ok(()) };
    for (_, place) in take_all() {
        gateway::log(&format!("nobody listens at {place} any more"));
    }
    predecessor.write_all(&[1])?;
    predecessor.read_exact(&mut [0]).map_err(|error| {
        io::Error::new(error.kind(), "the process that was to be replaced has stopped")
    })
}

fn inherited() -> MutexGuard<'static, Inherited> {
    static INHERITED: OnceLock<Mutex<Inherited>> = OnceLock::new();
    let inherited = INHERITED.get_or_init(|| Mutex::new(Inherited::from_environment()));
    inherited.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inherited {
    fn from_environment() -> Inherited {
        let mut inherited = Inherited::default();
        let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
        let mut given = ListenFd::from_env();
        for (index, name) in (0..given.len()).zip(names.split(':').chain(iter::repeat(""))) {
            if let Err(error) = inherited.take_in(&mut given, index, name) {
                let number = index + 3; // where sd_listen_fds(3) begins
                gateway::log(&format!("descriptor {number}, which was passed on, is {error}"));
            }
        }
        inherited
    }

    fn take_in(&mut self, given: &mut ListenFd, index: usize, name: &str) -> io::Result<()> {
        if let Ok(Some(listener)) = given.take_tcp_listener(index) {
            let address = listener.local_addr()?;
            self.sockets.push((Listener::tcp(listening(listener)?)?, Place::Address(address)));
            return Ok(());
        }
        let Ok(Some(listener)) = given.take_unix_listener(index) else {
            return Err(io::Error::other("no stream socket, of TCP or Unix"));
        };
        if name == PREDECESSOR {
            self.predecessor = Some(UnixStream::from(OwnedFd::from(listener)));
            return Ok(());
        }
        let file = SocketFile { path: path(&listener)?, is_own: name == OWN };
        self.sockets.push((Listener::unix(listener)?, Place::Path(file)));
        Ok(())
    }
}

/// A socket that listens: one that is connected is what a unit with `Accept=yes` passes on.
fn listening(listener: TcpListener) -> io::Result<TcpListener> {
    let stream = TcpStream::from(OwnedFd::from(listener));
    match stream.peer_addr() {
        Ok(_) => Err(io::Error::new(
            ErrorKind::InvalidInput,
            "a connection: the socket's unit must say `Accept=no`",
        )),
        Err(_) => Ok(TcpListener::from(OwnedFd::from(stream))),
    }
}

/// The path of a socket's file, or `@` and its name in the abstract namespace of Linux.
fn path(listener: &UnixListener) -> io::Result<PathBuf> {
    let address = listener.local_addr()?;
    #[cfg(target_os = "linux")]
    {
        use std::os::linux::net::SocketAddrExt;
        if let Some(name) = address.as_abstract_name() {
            return Ok(PathBuf::from(format!("@{}", String::from_utf8_lossy(name))));
        }
    }
    Ok(address.as_pathname().unwrap_or(Path::new("")).to_owned())
}
