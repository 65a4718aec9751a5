//! The addresses a server listens on, and accepting connections there.

use std::fmt::{self, Debug};
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};
#[cfg(unix)]
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_io::Timer;

#[cfg(unix)]
use super::inherit;
use super::socket::{Accepted, Listener};
use crate::gateway::backlog::{self, BACKLOG};
#[cfg(unix)]
use crate::gateway::socket_file;
use crate::{Error, Result, Status, gateway};

/// What one address, or one path, stands for: listening sockets, at least one.
pub(super) struct Bound {
    pub(super) listeners: Vec<(Listener, Place)>,
    /// The host as it was given.
    pub(super) host: String,
    /// `http`, or `https`.
    pub(super) scheme: &'static str,
}

/// Where a socket listens.
pub(super) enum Place {
    Address(SocketAddr),
    #[cfg(unix)]
    Path(SocketFile),
}

/// The file that stands for a Unix socket. It goes with the listener, where the server has made it.
#[cfg(unix)]
pub(super) struct SocketFile {
    pub(super) path: PathBuf,
    pub(super) is_own: bool,
}

#[cfg(unix)]
impl Drop for SocketFile {
    fn drop(&mut self) {
        if self.is_own {
            // Where it is gone already there is nothing to do.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Place {
    /// `SERVER_PORT` of what is asked there; at the path of a Unix socket the usual one.
    pub(super) fn port(&self, scheme: &str) -> u16 {
        match self {
            Place::Address(address) => address.port(),
            #[cfg(unix)]
            Place::Path(_) if scheme == "https" => 443,
            #[cfg(unix)]
            Place::Path(_) => 80,
        }
    }

    /// Whether nobody else removes what stands for it.
    #[cfg(all(unix, feature = "replace"))]
    pub(super) fn is_own(&self) -> bool {
        matches!(self, Place::Path(file) if file.is_own)
    }

    /// Leaves it to the process that listens there from now on.
    pub(super) fn leave(self) {
        #[cfg(unix)]
        if let Place::Path(mut file) = self {
            file.is_own = false;
        }
    }
}

/// `127.0.0.1:8080`, or `unix:/run/site.sock`
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Address(address) => write!(f, "{address}"),
            #[cfg(unix)]
            Place::Path(file) => write!(f, "unix:{}", file.path.display()),
        }
    }
}

impl Bound {
    /// The first address, if there is one.
    pub(super) fn address(&self) -> Option<SocketAddr> {
        self.addresses().next()
    }

    /// What a socket is part of that somebody else has bound.
    #[cfg(unix)]
    pub(super) fn inherited((listener, place): (Listener, Place)) -> Bound {
        let host = match &place {
            Place::Address(address) => name_of(address.ip()),
            Place::Path(_) => "localhost".to_owned(),
        };
        Bound { listeners: vec![(listener, place)], host, scheme: "http" }
    }

    pub(super) fn addresses(&self) -> impl Iterator<Item = SocketAddr> {
        self.listeners.iter().filter_map(|(_, place)| match place {
            Place::Address(address) => Some(*address),
            #[cfg(unix)]
            Place::Path(_) => None,
        })
    }
}

/// `http://localhost:8080 (127.0.0.1:8080, [::1]:8080)`, or `unix:/run/site.sock`
impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(unix)]
        if let Some((_, place @ Place::Path(_))) = self.listeners.first() {
            return write!(f, "{place}");
        }
        let Some(address) = self.address() else { return Ok(()) };
        let name = format!("{}:{}", self.host, address.port());
        write!(f, "{}://{name}", self.scheme)?;
        let addresses: Vec<_> = self.addresses().map(|address| address.to_string()).collect();
        if addresses != [name] { write!(f, " ({})", addresses.join(", ")) } else { Ok(()) }
    }
}

/// Listens on every address that `given` stands for. That some of them do not exist on this machine
/// is no error, as long as one does.
pub(super) fn bind(given: impl ToSocketAddrs + Debug) -> Result<Bound> {
    let text = format!("{given:?}");
    let addresses = given.to_socket_addrs().map_err(|error| {
        let hint = "give a host and a port, such as \"localhost:8080\", or \"0.0.0.0:8080\" for \
                    every interface of this machine";
        wrong(&text, "is no address to listen on", hint, error)
    })?;
    let mut listeners: Vec<(Listener, SocketAddr)> = Vec::new();
    let mut problem = None;
    for mut address in addresses {
        let free_port = address.port() == 0;
        if let (true, Some((_, first))) = (free_port, listeners.first()) {
            address.set_port(first.port());
        }
        match bind_address(address) {
            Ok(listener) => listeners.push(listener),
            // Clients would reach the server that is there already by one address, this one by another.
            Err(error) if error.kind() == ErrorKind::AddrInUse && !free_port => {
                return Err(cannot_bind(&text, address, error));
            }
            Err(error) => problem = Some((address, error)),
        }
    }
    match (listeners.first(), problem) {
        (Some((_, address)), _) => {
            let host = host_of(&text).unwrap_or_else(|| name_of(address.ip()));
            let place = |(listener, address)| (listener, Place::Address(address));
            let listeners = listeners.into_iter().map(place).collect();
            Ok(Bound { listeners, host, scheme: "http" })
        }
        (None, Some((address, error))) => Err(cannot_bind(&text, address, error)),
        (None, None) => {
            let error = io::Error::from(ErrorKind::NotFound);
            Err(wrong(&text, "stands for no address", "give an address of this machine", error))
        }
    }
}

fn bind_address(address: SocketAddr) -> io::Result<(Listener, SocketAddr)> {
    #[cfg(unix)]
    if let Some(inherited) = inherit::take(address) {
        return Ok(inherited);
    }
    let listener = TcpListener::bind(address)?;
    backlog::lengthen(&listener)?;
    let address = listener.local_addr()?;
    Ok((Listener::tcp(listener)?, address))
}

/// Listens at the path of a Unix socket.
#[cfg(unix)]
pub(super) fn bind_path(path: &Path) -> Result<Bound> {
    if let Some(inherited) = inherit::take_path(path) {
        return Ok(Bound::inherited(inherited));
    }
    let listener = socket_file::bind(path).and_then(Listener::unix).map_err(|error| {
        let hint = match error.kind() {
            ErrorKind::AddrInUse => {
                "another program listens there, or the file is none of a socket: stop the program, \
                 remove the file, or choose another path"
            }
            _ => "it must be in a folder that is there, and that this program may write to",
        };
        wrong(&format!("{path:?}"), "cannot be listened on", hint, error)
    })?;
    let file = SocketFile { path: path.to_owned(), is_own: true };
    Ok(Bound {
        listeners: vec![(listener, Place::Path(file))],
        host: "localhost".to_owned(),
        scheme: "http",
    })
}

fn cannot_bind(text: &str, address: SocketAddr, error: io::Error) -> Error {
    let hint = match (error.kind(), given()) {
        (ErrorKind::AddrInUse, Some(given)) => format!(
            "this process was started with sockets at {given}: give one of these, or use \
             `Server::inherited`"
        ),
        (ErrorKind::AddrInUse, None) => {
            "another program listens there: stop it, or choose another port (port 0 is any free one)"
                .to_owned()
        }
        (ErrorKind::PermissionDenied, _) => {
            "ports under 1024 are for privileged programs: choose a higher one, such as 8080"
                .to_owned()
        }
        _ => "it must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them"
            .to_owned(),
    };
    wrong(text, &format!("cannot be listened on (address {address})"), &hint, error)
}

/// The sockets that the process was started with and that nobody has taken.
fn given() -> Option<String> {
    #[cfg(unix)]
    return inherit::listed();
    #[cfg(not(unix))]
    None
}

fn wrong(text: &str, what: &str, hint: &str, error: io::Error) -> Error {
    Error::new(Status::INTERNAL_SERVER_ERROR, format!("{text} {what}: {hint}")).with_source(error)
}

/// The host in the debug form of an address that names one: `"localhost:80"`, `("localhost", 80)`.
fn host_of(text: &str) -> Option<String> {
    let (host, rest) = text.trim_start_matches('(').strip_prefix('"')?.split_once('"')?;
    let host = if rest.is_empty() { host.rsplit_once(':')?.0 } else { host };
    match host.parse() {
        Ok(address) => Some(name_of(address)),
        Err(_) => Some(host.to_owned()).filter(|host| !host.is_empty()),
    }
}

fn name_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

/// Accepts connections until the task is cancelled.
pub(super) async fn accept(listener: Arc<Listener>, serve: impl Fn(Accepted)) {
    let mut failing = false;
    loop {
        match listener.accept().await {
            Ok(accepted) => {
                failing = false;
                serve(accepted);
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                if !std::mem::replace(&mut failing, true) {
                    gateway::log(&format!("no connection can be accepted for now: {error}"));
                }
                // Out of descriptors or memory: to try again at once would fail the same way.
                Timer::after(Duration::from_millis(100)).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::Interrupted
    )
}

/// Accepts the connections that have already been made: the server stops, but their clients
/// believe to be heard.
pub(super) fn accept_waiting(listener: &Listener, serve: impl Fn(Accepted)) {
    // No more have waited, but there may be no end to what comes.
    (0..BACKLOG).map_while(|_| listener.accept_now().ok()).for_each(serve);
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use super::*;

    fn name(given: impl Debug) -> Option<String> {
        host_of(&format!("{given:?}"))
    }

    #[test]
    fn a_server_is_named_as_it_was_told_to_listen() {
        for (given, named) in [
            (name("localhost:80"), Some("localhost")),
            (name("127.0.0.1:80"), Some("127.0.0.1")),
            (name("[::1]:80"), Some("[::1]")),
            (name(("localhost", 80)), Some("localhost")),
            (name(("::1", 80)), Some("[::1]")),
            (name(("example.org".to_owned(), 80)), Some("example.org")),
            (name(":80"), None),
        ] {
            assert_eq!(given.as_deref(), named);
        }
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 80));
        assert_eq!(name(address), None);
        assert_eq!(name(&[address][..]), None);
        assert_eq!(name((Ipv6Addr::LOCALHOST, 80)), None);
        assert_eq!(name_of(Ipv6Addr::LOCALHOST.into()), "[::1]");
        let bound = bind(&[SocketAddr::from((Ipv4Addr::LOCALHOST, 0))][..]).unwrap();
        assert_eq!(bound.host, "127.0.0.1", "nobody said a name");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn connections_wait_while_none_is_accepted() {
        use std::net::TcpStream;
        use std::time::Duration;

        let limit = std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
        let many = limit.trim().parse::<usize>().unwrap().min(400);
        let bound = bind("127.0.0.1:0").unwrap();
        let address = bound.address().unwrap();
        let connect = |_| TcpStream::connect_timeout(&address, Duration::from_secs(10)).ok();
        let connections: Vec<_> = (0..many).map_while(connect).collect();
        assert_eq!(connections.len(), many);
    }
}
