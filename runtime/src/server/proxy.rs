//! The PROXY protocol, versions 1 and 2: what a proxy says of a connection before it passes on the
//! client's first byte (<https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt>).

use std::future::poll_fn;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::Server;
use super::link::{Link, Phase};
use super::socket::Socket;
use super::stop::Open;
use crate::gateway;
use crate::middleware::Network;

/// The PROXY protocol.
impl Server {
    /// Expects the header of the PROXY protocol, version 1 or 2, at the beginning of each connection
    /// from one of these networks: `REMOTE_ADDR` and `REMOTE_PORT` are those that it says. What comes
    /// from elsewhere is a client.
    ///
    /// A connection whose header is missing, malformed, or not there within the
    /// [`header_timeout`](Self::header_timeout) is closed, with a line in the log. Where the header
    /// names no client (`LOCAL`, `UNKNOWN`), the proxy speaks for itself. Whoever may connect to a Unix
    /// socket is believed, and expected to send the header.
    ///
    /// ```
    /// # fn site(_: &mut lychgate::Environ, start_response: lychgate::StartResponse<'_>)
    /// #     -> lychgate::Result<lychgate::Reply<'static>> {
    /// #     Ok(start_response.start("200 OK", &[])?.body(""))
    /// # }
    /// use std::net::Ipv4Addr;
    /// use lychgate::middleware::Network;
    ///
    /// # fn main() -> lychgate::Result<()> {
    /// let balancers = Network::new(Ipv4Addr::new(10, 0, 0, 0), 8);
    /// let server = lychgate::make_server("localhost:0", site)?.proxy_protocol([balancers]);
    /// # drop(server);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The header is about the connection, and says nothing of `https` or of other proxies before it:
    /// that is [`TrustProxies`](crate::middleware::TrustProxies)' part.
    pub fn proxy_protocol(mut self, proxies: impl IntoIterator<Item = Network>) -> Self {
        self.proxies = Proxies(Some(proxies.into_iter().collect()));
        self
    }
}

/// Who begins a connection with a header.
#[derive(Clone, Default)]
pub(super) struct Proxies(Option<Arc<[Network]>>);

impl Proxies {
    pub(super) fn contain(&self, peer: Option<SocketAddr>) -> bool {
        let contains =
            |peer: SocketAddr| self.0.iter().flat_map(|it| &**it).any(|it| it.contains(peer.ip()));
        self.0.is_some() && peer.is_none_or(contains)
    }
}

/// Whom a connection is from, as its header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// The proxy itself.
    Proxy,
    /// A client, and its address if it has one.
    Client(Option<SocketAddr>),
}

/// What is wrong with a header.
type Wrong = &'static str;

/// Receives the header, and no byte more. The connection's link from then on, which is the client's;
/// `None` when the connection is to be closed.
pub(super) async fn receive(
    socket: &Socket,
    link: Arc<Link>,
    open: &mut Open,
) -> Option<Arc<Link>> {
    link.enter(Phase::Head);
    let mut bytes = Vec::new();
    let received = poll_fn(|context| poll(socket, &mut bytes, &link, open, context)).await;
    let source = match received {
        Ok(true) => source(&bytes),
        // Nobody has asked anything: a look at whether the port is open.
        Ok(false) => return None,
        Err(wrong) => Err(wrong),
    };
    match source {
        Ok(Source::Proxy) => Some(Arc::new(Link::new(Arc::clone(&link.shared), link.peer))),
        Ok(Source::Client(peer)) => Some(Arc::new(Link::new(Arc::clone(&link.shared), peer))),
        Err(wrong) => {
            let peer = link.peer.map_or_else(|| "a proxy".to_owned(), |peer| peer.to_string());
            gateway::log(&format!("a connection from {peer} is closed: its PROXY header {wrong}"));
            None
        }
    }
}

/// Receives the bytes of a header; whether there are any.
fn poll(
    socket: &Socket,
    bytes: &mut Vec<u8>,
    link: &Link,
    open: &mut Open,
    context: &mut Context<'_>,
) -> Poll<Result<bool, Wrong>> {
    let mut buffer = [0; 512];
    loop {
        let missing = missing(bytes)?;
        if missing == 0 {
            return Poll::Ready(Ok(true));
        }
        if link.is_expired() {
            return Poll::Ready(Err("takes too long"));
        }
        let most = missing.min(buffer.len());
        match socket.read(&mut buffer[..most]) {
            Ok(0) if bytes.is_empty() => return Poll::Ready(Ok(false)),
            Ok(0) => return Poll::Ready(Err("breaks off")),
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                // Also has the task woken when the time is over.
                if open.is_stopping(context.waker()) && bytes.is_empty() {
                    return Poll::Ready(Ok(false));
                }
                let readable = ready!(socket.poll_readable(context));
                readable.map_err(|_| "breaks off")?;
            }
            Err(_) => return Poll::Ready(Err("breaks off")),
        }
    }
}

/// What version 1 begins with.
const TEXT: &[u8] = b"PROXY ";
/// What version 2 begins with.
const SIGNATURE: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";
/// The bytes before the addresses of version 2.
const FIXED: usize = 16;
/// The shortest header of all.
const SHORTEST: usize = b"PROXY UNKNOWN\r\n".len();
/// The longest of version 1.
const LONGEST: usize = 107;

/// How many bytes are missing from a header, at least; 0 when it is whole.
fn missing(bytes: &[u8]) -> Result<usize, Wrong> {
    let begins = |with: &[u8]| bytes.iter().zip(with).all(|(byte, expected)| byte == expected);
    let is_text = begins(TEXT);
    if !is_text && !begins(SIGNATURE) {
        return Err("is missing");
    }
    if bytes.len() < SHORTEST {
        return Ok(SHORTEST - bytes.len());
    }
    if !is_text {
        let length = |tail: &[u8]| FIXED + usize::from(u16::from_be_bytes([tail[0], tail[1]]));
        let whole = bytes.get(14..FIXED).map_or(FIXED, length);
        return Ok(whole - bytes.len());
    }
    match bytes.iter().position(|&byte| byte == b'\n') {
        Some(end) if end + 1 == bytes.len() && bytes.ends_with(b"\r\n") => Ok(0),
        Some(_) => Err("does not end with CR LF"),
        None if bytes.len() >= LONGEST => Err("is longer than 107 bytes"),
        None => Ok(if bytes.ends_with(b"\r") { 1 } else { 2 }),
    }
}

/// What a whole header says.
fn source(bytes: &[u8]) -> Result<Source, Wrong> {
    match bytes.strip_prefix(SIGNATURE) {
        Some(rest) => binary(rest),
        None => std::str::from_utf8(bytes).ok().and_then(text).ok_or("is malformed"),
    }
}

/// Version 1: `PROXY TCP4 192.0.2.7 10.0.0.1 4711 80`, and the end of the line.
fn text(line: &str) -> Option<Source> {
    let mut words = line.strip_suffix("\r\n")?.strip_prefix("PROXY ")?.split(' ');
    fn addresses<'a, A: FromStr + Into<IpAddr>>(
        words: &mut impl Iterator<Item = &'a str>,
    ) -> Option<Source> {
        let mut address = || words.next()?.parse::<A>().ok();
        let (source, _) = (address()?, address()?);
        let mut port = || words.next().filter(|it| !it.starts_with('+'))?.parse::<u16>().ok();
        let (port, _) = (port()?, port()?);
        let is_all = words.next().is_none();
        is_all.then(|| Source::Client(Some(SocketAddr::new(source.into(), port))))
    }
    match words.next()? {
        "TCP4" => addresses::<Ipv4Addr>(&mut words),
        "TCP6" => addresses::<Ipv6Addr>(&mut words),
        "UNKNOWN" => Some(Source::Proxy),
        _ => None,
    }
}

/// Version 2, behind its signature: what is said, of which kind of address, and its length; the
/// source's address, the destination's, their ports; and more that is of no use here.
fn binary(bytes: &[u8]) -> Result<Source, Wrong> {
    const SHORT: Wrong = "is too short for its addresses";
    let [said, kind, _, _, addresses @ ..] = bytes else { return Err(SHORT) };
    match said {
        0x20 => return Ok(Source::Proxy),
        0x21 => {}
        _ => return Err("is of no known version or command"),
    }
    let client = match kind {
        0x00 => return Ok(Source::Proxy),
        0x11 => address::<4>(addresses).map(|(ip, port)| (Ipv4Addr::from(ip).into(), port)),
        0x21 => address::<16>(addresses).map(|(ip, port)| (Ipv6Addr::from(ip).into(), port)),
        0x31 => return if addresses.len() < 216 { Err(SHORT) } else { Ok(Source::Client(None)) },
        _ => return Err("is about no stream of TCP or Unix"),
    };
    let (ip, port) = client.ok_or(SHORT)?;
    Ok(Source::Client(Some(SocketAddr::new(ip, port))))
}

/// The source in two addresses of `N` bytes and two ports.
fn address<const N: usize>(bytes: &[u8]) -> Option<([u8; N], u16)> {
    let (source, rest) = bytes.split_first_chunk::<N>()?;
    let (_, ports) = rest.split_first_chunk::<N>()?;
    let (ports, _) = ports.split_first_chunk::<4>()?;
    Some((*source, u16::from_be_bytes([ports[0], ports[1]])))
}
