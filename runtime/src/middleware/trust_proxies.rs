//! What a proxy in front says of the client.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use http::header::{FORWARDED, HeaderName, HeaderValue};
use http::uri::Authority;

use super::forwarded::{self, Hop};
use super::{Middleware, Passage};
use crate::{Environ, Error, Reply, Status};

/// Takes the client's address and scheme from what the proxies in front say: `REMOTE_ADDR` and
/// `wsgi.url_scheme` are then the client's, and with them [`ClientAddress`](crate::ClientAddress) and
/// [`Environ::url`].
///
/// A proxy is believed only if it is in one of the networks. Each adds the address that it was
/// called from at the end of `X-Forwarded-For`, so that the client is the *last* address there that
/// is no proxy of ours: what stands before it is the client's own invention. It belongs around the
/// whole application.
///
/// ```
/// use lychgate::prelude::*;
/// use lychgate::middleware::TrustProxies;
///
/// #[application]
/// #[with(TrustProxies::loopback())]
/// mod site {
///     use super::*;
///
///     #[get("^$")]
///     fn index(ClientAddress(client): ClientAddress) -> String { client.to_string() }
/// }
///
/// fn main() {
///     // A request that came over no connection came through no proxy.
///     let client = lychgate::test::Client::new(site::application);
///     assert_eq!(client.get("/").header("X-Forwarded-For", "192.0.2.7").send().status(), 500);
/// }
/// ```
///
/// | header | sets | |
/// |---|---|---|
/// | `X-Forwarded-For` | `REMOTE_ADDR` | |
/// | `X-Forwarded-Proto` | `wsgi.url_scheme`, `HTTPS` | |
/// | `X-Forwarded-Host` | `HTTP_HOST` | with [`host`](Self::host) |
/// | `Forwarded` (RFC 7239) | all three | with [`forwarded`](Self::forwarded), which reads no other |
///
/// **The proxy must set each header that is read here**, since one that it does not know goes through
/// as the client has sent it: that is why only the first two are read unless more is said.
#[derive(Clone, Debug)]
pub struct TrustProxies {
    networks: Vec<Network>,
    unix: bool,
    forwarded: bool,
    host: bool,
}

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

impl TrustProxies {
    /// Trusts the proxies in these networks.
    ///
    /// ```
    /// use std::net::Ipv4Addr;
    /// use lychgate::middleware::{Network, TrustProxies};
    ///
    /// let proxies = TrustProxies::new([Network::new(Ipv4Addr::new(10, 0, 0, 0), 8)]);
    /// ```
    pub fn new(networks: impl IntoIterator<Item = Network>) -> Self {
        let networks = networks.into_iter().collect();
        TrustProxies { networks, unix: false, forwarded: false, host: false }
    }

    /// Trusts a proxy on the same machine: `127.0.0.0/8` and `::1`.
    #[must_use]
    pub fn loopback() -> Self {
        let v4 = Network::new(Ipv4Addr::LOCALHOST, 8);
        TrustProxies::new([v4, Network::new(Ipv6Addr::LOCALHOST, 128)])
    }

    /// Trusts a proxy at a Unix socket (`Server::unix`): whoever has no address, that is.
    ///
    /// ```
    /// use lychgate::middleware::TrustProxies;
    ///
    /// let proxies = TrustProxies::new([]).unix(true);
    /// ```
    #[must_use]
    pub fn unix(self, unix: bool) -> Self {
        TrustProxies { unix, ..self }
    }

    /// Reads `Forwarded` (RFC 7239) in the place of the other headers. One that is malformed is
    /// answered with 400 Bad Request.
    #[must_use]
    pub fn forwarded(self, forwarded: bool) -> Self {
        TrustProxies { forwarded, ..self }
    }

    /// Reads `X-Forwarded-Host`, too.
    #[must_use]
    pub fn host(self, host: bool) -> Self {
        TrustProxies { host, ..self }
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(address))
    }

    /// What the trusted proxies say, or `None` where the request came through none.
    fn client(&self, environ: &Environ) -> Result<Option<Client>, Error> {
        if !environ.peer().map_or(self.unix, |peer| self.trusts(peer.ip())) {
            return Ok(None);
        }
        let list = |name| listed(environ, &name);
        if self.forwarded {
            let hops = list(FORWARDED).and_then(|list| forwarded::parse(&list));
            let hops = hops.ok_or_else(|| malformed("Forwarded"))?;
            let Some(hop) = self.first(&hops, |hop| hop.address) else { return Ok(None) };
            return Client::new(hops[hop].clone()).map(Some);
        }
        let read = |name| list(name).ok_or_else(|| malformed("X-Forwarded"));
        let addresses = read(FOR)?;
        let addresses: Vec<_> = forwarded::entries(&addresses).map(forwarded::address).collect();
        let first = self.first(&addresses, |address| *address);
        // Each proxy adds to all lists or replaces them: the same place, counted from the end.
        let hops = first.map_or(1, |first| addresses.len() - first);
        let pick = |list: &str| {
            let entries: Vec<&str> = forwarded::entries(list).collect();
            entries.get(entries.len().saturating_sub(hops)).map(|&entry| entry.to_owned())
        };
        Client::new(Hop {
            address: match first {
                Some(first) => addresses[first],
                None => environ.peer().map(|peer| peer.ip()),
            },
            scheme: pick(&read(PROTO)?),
            host: if self.host { pick(&read(FORWARDED_HOST)?) } else { None },
        })
        .map(Some)
    }

    /// The place of the outermost hop that a trusted proxy tells of: from the end, the first whose
    /// address is not itself a trusted one.
    fn first<T>(&self, hops: &[T], address: impl Fn(&T) -> Option<IpAddr>) -> Option<usize> {
        let is_client = |hop: &T| !address(hop).is_some_and(|address| self.trusts(address));
        hops.iter().rposition(is_client).or(if hops.is_empty() { None } else { Some(0) })
    }
}

/// What is known of the client, checked.
struct Client {
    address: Option<IpAddr>,
    scheme: Option<&'static str>,
    host: Option<HeaderValue>,
}

impl Client {
    fn new(hop: Hop) -> Result<Self, Error> {
        let scheme = hop.scheme.map(|scheme| scheme.to_ascii_lowercase());
        let known = |scheme: &str| ["http", "https"].into_iter().find(|&known| known == scheme);
        let host = hop.host.map(|host| {
            let authority = host.parse().ok().filter(|it: &Authority| !it.as_str().contains('@'));
            let value = authority.and_then(|host| HeaderValue::from_str(host.as_str()).ok());
            value.ok_or_else(|| malformed("the forwarded host"))
        });
        Ok(Client {
            address: hop.address,
            scheme: scheme.and_then(|scheme| known(&scheme)),
            host: host.transpose()?,
        })
    }

    fn set(self, environ: &mut Environ) {
        environ.remove("REMOTE_PORT");
        match self.address {
            Some(address) => environ.insert("REMOTE_ADDR", address.to_string()),
            // Nobody is to be taken for the proxy.
            None => environ.remove("REMOTE_ADDR"),
        }
        if let Some(scheme) = self.scheme {
            environ.insert("wsgi.url_scheme", scheme);
        }
        if let Some(host) = self.host {
            environ.insert("HTTP_HOST", host);
        }
    }
}

/// All lines of a header that is a list, as one; nothing where there is none, `None` where it is no
/// text.
fn listed(environ: &Environ, name: &HeaderName) -> Option<String> {
    let lines = environ.headers().get_all(name).iter().map(HeaderValue::to_str);
    Some(lines.collect::<Result<Vec<_>, _>>().ok()?.join(","))
}

fn malformed(what: &str) -> Error {
    Error::new(Status::BAD_REQUEST, format!("{what} is malformed"))
}

impl Middleware for TrustProxies {
    fn call<'a>(&'a self, mut passage: Passage<'a>) -> Reply<'a> {
        match self.client(passage.environ()) {
            Ok(Some(client)) => client.set(passage.environ_mut()),
            Ok(None) => {}
            Err(error) => return Reply::failed(error),
        }
        passage.proceed()
    }
}

/// A network of addresses: those that begin with the same bits (RFC 4632).
///
/// ```
/// use std::net::Ipv4Addr;
/// use lychgate::middleware::Network;
///
/// let network: Network = "10.0.0.0/8".parse().unwrap();
/// assert_eq!(network, Network::new(Ipv4Addr::new(10, 0, 0, 0), 8));
/// assert!(network.contains(Ipv4Addr::new(10, 1, 2, 3).into()));
/// assert!("10.0.0.0/33".parse::<Network>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// The addresses whose first `bits` are those of `address`: all of them, where it has no more.
    pub fn new(address: impl Into<IpAddr>, bits: u8) -> Self {
        Network { address: address.into(), bits }
    }

    /// Whether an address belongs to it. IPv4 in IPv6 (`::ffff:10.0.0.1`) is IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let same = |difference: u128, width: u32| {
            let rest = width.saturating_sub(self.bits.into());
            difference.checked_shr(rest).unwrap_or(0) == 0
        };
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                same((network.to_bits() ^ address.to_bits()).into(), 32)
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                same(network.to_bits() ^ address.to_bits(), 128)
            }
            _ => false,
        }
    }
}

/// `10.0.0.0/8`, or one address.
impl FromStr for Network {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || {
            let message = format!("{text:?} is no network: expected one such as `10.0.0.0/8`");
            Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(message)
        };
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(it, bits)| (it, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| wrong()))?;
        if bits > most { Err(wrong()) } else { Ok(Network { address, bits }) }
    }
}

/// `10.0.0.0/8`.
impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::gateway::block_on;
    use crate::{Input, StartResponse, from_fn};

    /// What the application inside sees of a request from `peer`: address, scheme and host.
    fn seen(proxies: &TrustProxies, peer: &str, headers: &[(&str, &str)]) -> String {
        let mut request = http::Request::get("/").header("Host", "inside");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (request, ()) = request.body(()).unwrap().into_parts();
        let peer = format!("{peer}:4711").parse().ok();
        let mut environ = Environ::new(request, Input::empty(), Arc::default(), peer);
        let application = proxies.clone().wrap(from_fn(|environ, start: StartResponse<'_>| {
            let address = environ.get("REMOTE_ADDR").map_or("nobody".into(), ToString::to_string);
            let text = format!("{address} {}", environ.url());
            Ok(start.respond(environ, text))
        }));
        let (head, body) = block_on(crate::gateway::call(&application, &mut environ));
        if head.status != 200 {
            return head.status.as_u16().to_string();
        }
        String::from_utf8(body.into_bytes().unwrap().into()).unwrap()
    }

    fn ours() -> TrustProxies {
        TrustProxies::new(["10.0.0.0/8", "fd00::/8"].map(|network| network.parse().unwrap()))
    }

    #[test]
    fn the_client_is_the_last_address_that_is_no_proxy_of_ours() {
        for (peer, said, expected) in [
            ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
            ("10.0.0.1", "192.0.2.7:1234", "192.0.2.7"),
            ("[::ffff:10.0.0.1]", "192.0.2.7", "192.0.2.7"),
            ("[fd00::1]", "2001:db8::7", "2001:db8::7"),
            ("10.0.0.1", "192.0.2.7, 10.0.0.2", "192.0.2.7"),
            // What the client has invented stands in front.
            ("10.0.0.1", "127.0.0.1, 10.0.0.9, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
            ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
            ("10.0.0.1", "unknown", "nobody"),
            ("10.0.0.1", "192.0.2.7, unknown, 10.0.0.2", "nobody"),
            ("10.0.0.1", "", "10.0.0.1"),
            // Who is no proxy of ours may say what it likes.
            ("192.0.2.9", "127.0.0.1", "192.0.2.9"),
            ("11.0.0.1", "127.0.0.1", "11.0.0.1"),
            ("[fe00::1]", "127.0.0.1", "fe00::1"),
        ] {
            let seen = seen(&ours(), peer, &[("X-Forwarded-For", said)]);
            assert_eq!(seen, format!("{expected} http://inside/"), "{peer}: {said}");
        }
        let unix = |said| seen(&ours().unix(true), "unix", &[("X-Forwarded-For", said)]);
        assert_eq!(unix("127.0.0.1, 192.0.2.7, 10.0.0.2"), "192.0.2.7 http://inside/");
        assert_eq!(unix(""), "nobody http://inside/");
        let said = [("X-Forwarded-For", "192.0.2.7")];
        assert_eq!(seen(&ours(), "unix", &said), "nobody http://inside/");
        let lines = [("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", "192.0.2.7")];
        assert_eq!(seen(&ours(), "10.0.0.1", &lines), "192.0.2.7 http://inside/");
    }

    #[test]
    fn scheme_and_host_are_those_of_the_same_hop() {
        let all = [
            ("X-Forwarded-For", "192.0.2.7"),
            ("X-Forwarded-Proto", "http, https"),
            ("X-Forwarded-Host", "shop.example:8443"),
            ("Forwarded", "for=127.0.0.1;host=evil.example"),
        ];
        let told = |proxies: TrustProxies, peer| seen(&proxies, peer, &all);
        assert_eq!(told(ours(), "10.0.0.1"), "192.0.2.7 https://inside/");
        assert_eq!(told(ours().host(true), "10.0.0.1"), "192.0.2.7 https://shop.example:8443/");
        assert_eq!(told(ours().host(true), "192.0.2.9"), "192.0.2.9 http://inside/");
        let forwarded = "for=127.0.0.1;host=evil.example, for=192.0.2.7;proto=https;host=shop.example, \
                         for=10.0.0.2;proto=http;host=inner";
        let headers = [("Forwarded", forwarded), ("X-Forwarded-For", "127.0.0.1")];
        let seen = |headers: &[_]| seen(&ours().forwarded(true), "10.0.0.1", headers);
        assert_eq!(seen(&headers), "192.0.2.7 https://shop.example/");
        assert_eq!(seen(&headers[1..]), "10.0.0.1 http://inside/");
        assert_eq!(seen(&[("Forwarded", "for=unknown")]), "nobody http://inside/");
        // A quote that is not closed must not hide what the proxy has added behind it.
        assert_eq!(seen(&[("Forwarded", "for=\"x, for=192.0.2.7")]), "400");
        assert_eq!(seen(&[("Forwarded", "for=192.0.2.7;host=\"user@evil\"")]), "400");
        assert_eq!(seen(&[("Forwarded", "for=192.0.2.7;host=\"a b\"")]), "400");
    }

    #[test]
    fn a_network_is_what_begins_alike() {
        let within = |network: &str, address: &str| {
            network.parse::<Network>().unwrap().contains(address.parse().unwrap())
        };
        assert!(within("0.0.0.0/0", "192.0.2.1") && !within("0.0.0.0/0", "::1"));
        assert!(within("::/0", "2001:db8::1") && !within("::/0", "192.0.2.1"));
        assert!(
            within("192.0.2.128/25", "192.0.2.255") && !within("192.0.2.128/25", "192.0.2.127")
        );
        assert!(within("192.0.2.1", "192.0.2.1") && !within("192.0.2.1", "192.0.2.2"));
        for wrong in ["", "10", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "host/8"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
        assert_eq!(Network::new(Ipv4Addr::LOCALHOST, 8).to_string(), "127.0.0.1/8");
    }
}
