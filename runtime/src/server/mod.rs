//! The embedded HTTP server.
//!
//! An application may block: it is called on the thread that holds the connection, and while it
//! blocks other threads serve the other connections. The request body has been received before
//! the application is called, and the response body is pulled as fast as the client takes it.

mod announce;
mod connection;
mod exchange;
#[cfg(feature = "http2")]
mod http2;
#[cfg(unix)]
mod inherit;
mod io;
mod limits;
mod link;
mod listen;
#[cfg(unix)]
mod notify;
mod observe;
mod places;
mod proxy;
mod reactor;
#[cfg(all(unix, feature = "replace"))]
mod replace;
mod run;
mod send;
mod sendfile;
mod socket;
mod stop;
mod strict;
mod tasks;
#[cfg(test)]
mod tests;
#[cfg(feature = "tls")]
mod tls;
mod transport;
mod workers;

use std::fmt::Debug;
use std::net::ToSocketAddrs;
use std::sync::Arc;
use std::time::Duration;

use crate::environ::Gateway;
use crate::inspect::Inspector;
use crate::middleware::AccessLog;
use crate::{Application, Result, Route};
use limits::Limits;
use listen::Bound;
use proxy::Proxies;
use stop::Stop;

pub use stop::Handle;
#[cfg(feature = "tls")]
pub use tls::Tls;

/// Makes a server that listens on `address` and calls `application`: the counterpart of
/// `wsgiref.simple_server.make_server`.
///
/// Every address that a host name stands for is listened on: `localhost:8080` is IPv4 and IPv6.
/// Port 0 takes a free port, which [`Server::local_addr`] tells.
///
/// ```no_run
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     #[route("^$")]
///     fn index() -> &'static str { "Index page" }
/// }
///
/// fn main() -> lychgate::Result<()> {
///     lychgate::make_server("localhost:8080", site::application)?.serve_forever()
/// }
/// ```
///
/// # Errors
/// When the address is none, or cannot be listened on; the error says what to do.
pub fn make_server(
    address: impl ToSocketAddrs + Debug,
    application: impl Application + 'static,
) -> Result<Server> {
    Ok(Server::new(vec![listen::bind(address)?], application))
}

/// Serves an application until the process is told to stop:
/// `make_server(address, application)?.serve_forever()`.
///
/// # Errors
/// As [`make_server`] and [`Server::serve_forever`].
pub fn serve(
    address: impl ToSocketAddrs + Debug,
    application: impl Application + 'static,
) -> Result<()> {
    make_server(address, application)?.serve_forever()
}

/// An HTTP server that is bound to its addresses; [`serve_forever`](Self::serve_forever) starts it.
/// It speaks HTTP/1.1 and 1.0, and [TLS and HTTP/2](#tls-and-http2) with the features of these names.
///
/// | what | default | beyond it | set by |
/// |---|---|---|---|
/// | threads | as many as the machine has cores, more while they are blocked | | [`threads`](Self::threads) |
/// | threads at most | 512 | requests wait | [`max_threads`](Self::max_threads) |
/// | wait for a thread while all are blocked | 10 s | 503 with `Retry-After` | [`queue_timeout`](Self::queue_timeout) |
/// | connections | 8192 | 503 with `Retry-After` | [`max_connections`](Self::max_connections) |
/// | connections of one address | as many as in all | 503 with `Retry-After` | [`max_connections_per_address`](Self::max_connections_per_address) |
/// | streams of an HTTP/2 connection | 100 | reset, and can be asked for again | `max_streams` |
/// | request line | 8 KiB | 414 | [`request_line_limit`](Self::request_line_limit) |
/// | request headers, together | 64 KiB | 431 | [`header_limit`](Self::header_limit) |
/// | request headers, how many | 100 | 431 | [`header_count_limit`](Self::header_count_limit) |
/// | request body | 16 MiB | 413 | [`body_limit`](Self::body_limit) |
/// | request body in memory | 64 KiB | a temporary file | [`memory_limit`](Self::memory_limit) |
/// | wait for a request | 60 s | closed | [`idle_timeout`](Self::idle_timeout) |
/// | wait for a whole head | 30 s | 408 | [`header_timeout`](Self::header_timeout) |
/// | wait for a stalled body | 60 s | 408 | [`stall_timeout`](Self::stall_timeout) |
/// | slowest body | 500 bytes in a second | 408 | [`body_rate`](Self::body_rate) |
/// | wait for a client to take its response | 60 s | closed | [`stall_timeout`](Self::stall_timeout) |
/// | grace period | 30 s | closed | [`shutdown_grace`](Self::shutdown_grace) |
/// | the [lint](crate::lint) | in debug builds | the log | [`lint`](Self::lint) |
/// | an access log | none | | [`access_log`](Self::access_log) |
///
/// A server may [`listen`](Self::listen) at several places, TCP's and Unix's, and at sockets that it was
/// [started with](Self::inherited). How it starts, stops and stands behind a proxy is told in
/// [deployment](crate::deployment).
///
/// After each of these answers the connection is closed. There is no limit on the time that an
/// application takes: a function that blocks cannot be interrupted.
///
/// # Requests
///
/// A request that two programs in a row could read differently is refused, and its connection closed
/// (RFC 9112, 11.2). With 400:
///
/// - lines that end otherwise than with CR LF, and these or other control characters elsewhere; lines
///   that go on in the next one; a space before the colon of a header;
/// - a `Host` that is missing in HTTP/1.1, empty, there twice, or more than a host and a port;
/// - `Transfer-Encoding` beside `Content-Length`, in HTTP/1.0, or otherwise than with one `chunked` at
///   its end (with another coding before that: 501); two `Content-Length`s, or one that is no number;
/// - a target that is neither a path, nor a URI of `http` or `https` whose host then takes the place of
///   `Host`, nor `*` for OPTIONS; one with a fragment, with bytes beyond ASCII, or with a `%` in its
///   path that begins no escape;
/// - a chunked body with a fault, and what breaks off: neither reaches the application.
///
/// `CONNECT` is 501, and another version than HTTP/1.0 and 1.1 is 505. Headers with `_` in their name
/// are left out of the environ. `Expect: 100-continue` is answered with 100 when the body is received,
/// or with a refusal; another expectation is passed over.
///
/// # TLS and HTTP/2
///
/// With the feature `tls`, `Server::tls` has all clients speak TLS 1.3 or 1.2. The handshake may take
/// as long as a head. A request that comes without TLS is answered with 400, without TLS; what is
/// neither is told so, and closed.
///
/// With the feature `http2`, a connection is one of HTTP/2 (RFC 9113) when the handshake of TLS says so,
/// or when it begins as one, which is how clients do it without TLS ("prior knowledge", 3.3). Its
/// streams run side by side, each as a task of its own: a function that blocks holds none of the others
/// up. `Host` is the `:authority`, and must be the same where both are there. What is said above holds,
/// but
///
/// - a refusal ends the stream, and the others go on; so does a response that its client does not take,
///   which is reset;
/// - a malformed request, where HTTP/2 itself calls it that, is reset, and not answered with 400;
/// - there is no wait for a whole head; a connection without a stream is closed after the
///   [`idle_timeout`](Self::idle_timeout);
/// - `Expect: 100-continue` is passed over;
/// - a client that takes back so many requests that four times as many run as it may have open is
///   closed, as is one that does so in quick succession.
///
/// A panic is a 500 that harms no other request. `Date` is sent, and `Server` only if the application
/// does.
#[must_use = "a server does nothing until `.serve_forever()`"]
pub struct Server {
    bound: Vec<Bound>,
    proxies: Proxies,
    application: Arc<dyn Application>,
    access_log: AccessLog,
    table: &'static [Route],
    gateway: Gateway,
    limits: Limits,
    threads: Option<usize>,
    max_threads: Option<usize>,
    grace: Duration,
    quiet: bool,
    lint: bool,
    stop: Arc<Stop>,
    #[cfg(all(unix, feature = "replace"))]
    replaceable: bool,
    #[cfg(feature = "tls")]
    tls: Option<Tls>,
}

impl Server {
    fn new(bound: Vec<Bound>, application: impl Application + 'static) -> Server {
        let table = application.routes();
        Server {
            bound,
            proxies: Proxies::default(),
            application: Arc::new(application),
            access_log: AccessLog::off(),
            table,
            gateway: Gateway::default(),
            limits: Limits::default(),
            threads: None,
            max_threads: None,
            grace: Duration::from_secs(30),
            quiet: false,
            lint: cfg!(debug_assertions),
            stop: Arc::new(Stop::default()),
            #[cfg(all(unix, feature = "replace"))]
            replaceable: false,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }

    /// Runs exactly `threads` threads, unless [`max_threads`](Self::max_threads) allows more. With
    /// one thread the application is never called twice at the same time, and
    /// `wsgi.multithread` says so.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads.max(1));
        self
    }

    /// Adds threads, while all of them are blocked by the application, up to `threads`.
    pub fn max_threads(mut self, threads: usize) -> Self {
        self.max_threads = Some(threads.max(1));
        self
    }

    /// When the server is stopped, gives the requests that are running `grace` to end.
    pub fn shutdown_grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Adds a variable to every environ (PEP 3333, "Application Configuration").
    pub fn environ(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.gateway.variables.insert(key.into(), value.into());
        self
    }

    /// The route table to show at the start; the application's own unless this sets one.
    pub fn routes(mut self, routes: &'static [Route]) -> Self {
        self.table = routes;
        self
    }

    /// Shows nothing at the start.
    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// Has the [lint](crate::lint) look at every request and response, and writes to the log what it
    /// finds.
    pub fn lint(mut self, on: bool) -> Self {
        self.lint = on;
        self
    }

    /// Has debug builds show the application's routes at `/__lychgate`, to who asks from this machine: see
    /// [`Inspector`]. Release builds have no such page.
    pub fn inspect(mut self) -> Self {
        self.application = Arc::new(Inspector::new(self.application));
        self
    }

    /// A handle that stops the server from elsewhere.
    #[must_use]
    pub fn handle(&self) -> Handle {
        Handle(Arc::clone(&self.stop))
    }
}
