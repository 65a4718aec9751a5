//! The embedded HTTP server.
//!
//! An application may block: it is called on the thread that holds the connection, and while it
//! blocks other threads serve the other connections. The request body has been received before
//! the application is called, and the response body is pulled as fast as the client takes it.

mod connection;
mod exchange;
mod io;
mod limits;
mod link;
mod listen;
#[cfg(unix)]
mod notify;
mod receive;
mod send;
#[cfg(unix)]
mod signals;
mod socket;
mod stop;
mod strict;
#[cfg(test)]
mod tests;
mod workers;

use std::fmt::Debug;
use std::io::Write;
use std::net::{SocketAddr, ToSocketAddrs};
#[cfg(unix)]
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::environ::Gateway;
use crate::gateway::block_on;
use crate::inspect::Inspector;
use crate::lint::Lint;
use crate::{Application, Result, Route};
use connection::Shared;
use limits::Limits;
use listen::{Bound, Place};
use socket::Listener;
use stop::Stop;
use workers::{Size, Workers};

pub use stop::Handle;

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
    Ok(Server::new(listen::bind(address)?, application))
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

/// An HTTP/1.1 server that is bound to its addresses; [`serve_forever`](Self::serve_forever) starts
/// it.
///
/// | what | default | beyond it | set by |
/// |---|---|---|---|
/// | threads | as many as the machine has cores, more while they are blocked | | [`threads`](Self::threads) |
/// | threads at most | 512 | requests wait | [`max_threads`](Self::max_threads) |
/// | wait for a thread while all are blocked | 10 s | 503 with `Retry-After` | [`queue_timeout`](Self::queue_timeout) |
/// | connections | 8192 | 503 with `Retry-After` | [`max_connections`](Self::max_connections) |
/// | connections of one address | as many as in all | 503 with `Retry-After` | [`max_connections_per_address`](Self::max_connections_per_address) |
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
/// A panic is a 500 that harms no other request. `Date` is sent, and `Server` only if the application
/// does.
#[must_use = "a server does nothing until `.serve_forever()`"]
pub struct Server {
    bound: Bound,
    application: Arc<dyn Application>,
    table: &'static [Route],
    gateway: Gateway,
    limits: Limits,
    threads: Option<usize>,
    max_threads: Option<usize>,
    grace: Duration,
    quiet: bool,
    lint: bool,
    stop: Arc<Stop>,
}

impl Server {
    fn new(bound: Bound, application: impl Application + 'static) -> Server {
        let table = application.routes();
        Server {
            bound,
            application: Arc::new(application),
            table,
            gateway: Gateway::default(),
            limits: Limits::default(),
            threads: None,
            max_threads: None,
            grace: Duration::from_secs(30),
            quiet: false,
            lint: cfg!(debug_assertions),
            stop: Arc::new(Stop::default()),
        }
    }

    /// Makes a server that listens at the path of a Unix socket: behind a proxy on the same machine,
    /// which says who the client is. `SERVER_NAME` is `localhost`, `SERVER_PORT` 80, and there is no
    /// `REMOTE_ADDR`.
    ///
    /// The socket's file has the permissions that the process gives to new files. It is removed when
    /// the server has stopped; one that was left behind is replaced.
    ///
    /// ```no_run
    /// # fn site(_: &mut lychgate::Environ, start_response: lychgate::StartResponse<'_>)
    /// #     -> lychgate::Result<lychgate::Reply<'static>> {
    /// #     Ok(start_response.start("200 OK", &[])?.body(""))
    /// # }
    /// # fn main() -> lychgate::Result<()> {
    /// lychgate::Server::unix("/run/site.sock", site)?.serve_forever()
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the path cannot be listened on; the error says what to do.
    #[cfg(unix)]
    pub fn unix(path: impl AsRef<Path>, application: impl Application + 'static) -> Result<Server> {
        Ok(Server::new(listen::bind_path(path.as_ref())?, application))
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

    /// The address the server listens on; the first, if there are several.
    ///
    /// # Errors
    /// When the server listens at a Unix socket, which has none.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.bound.address().ok_or_else(|| std::io::ErrorKind::AddrNotAvailable.into())
    }

    /// A handle that stops the server from elsewhere.
    #[must_use]
    pub fn handle(&self) -> Handle {
        Handle(Arc::clone(&self.stop))
    }

    /// Serves until SIGINT or SIGTERM, or [`Handle::stop`]. Then no more connections are accepted,
    /// the requests that are running end, within the grace period, and this returns. A second
    /// signal ends the process at once.
    ///
    /// A service manager that waits for it at `NOTIFY_SOCKET` is told when the server is ready, and
    /// when it stops.
    ///
    /// # Errors
    /// When threads or signals cannot be set up.
    pub fn serve_forever(self) -> Result<()> {
        let size = self.size();
        let workers = Workers::new(size);
        workers.start()?;
        #[cfg(unix)]
        let _signals = signals::Signals::listen(Arc::clone(&self.stop))?;
        if !self.quiet {
            self.announce();
        }
        let Server { bound, mut application, mut gateway, limits, grace, stop, lint, .. } = self;
        if lint {
            application = Arc::new(Lint::reporting(application, |violation| {
                crate::gateway::log(&format!("{}: {violation}", violation.place));
            }));
        }
        gateway.server_port = bound.address().map_or(80, |address| address.port()).to_string();
        gateway.server_name = bound.host;
        gateway.multithread = size.most > 1;
        let gateway = Arc::new(gateway);
        let clock = link::Clock::default();
        let shared = Arc::new(Shared { application, gateway, limits, stop, clock });
        let served = serve_until_stopped(&workers, &shared, bound.listeners, grace);
        workers.close();
        served
    }

    fn size(&self) -> Size {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let least = self.threads.unwrap_or_else(cores);
        let most = self.max_threads.unwrap_or(self.threads.unwrap_or(512));
        Size { least: least.min(most), most, patience: self.limits.patience }
    }

    /// Says where the server can be reached, and which routes it has.
    fn announce(&self) {
        let mut text = format!("Serving on {}\n", self.bound);
        show(self.table, 1, &mut text);
        let mut output = std::io::stdout();
        // Nobody may be reading.
        let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
    }
}

/// A route table in lines, with the tables of what is mounted below their mounts.
fn show(table: &[Route], depth: usize, text: &mut String) {
    let columns = table.iter().map(|route| (route.methods.to_string(), route));
    let width = columns.clone().map(|(methods, _)| methods.len()).max().unwrap_or(0);
    for (methods, route) in columns {
        let indent = "  ".repeat(depth);
        *text += &format!("{indent}{methods:width$}  {}  {}", route.pattern, route.handler);
        if !route.middleware.is_empty() {
            *text += &format!("  through {}", route.middleware.join(", "));
        }
        text.push('\n');
        show(route.nested(), depth + 1, text);
    }
}

fn serve_until_stopped(
    workers: &Arc<Workers>,
    shared: &Arc<Shared>,
    listeners: Vec<(Listener, Place)>,
    grace: Duration,
) -> Result<()> {
    let serve = {
        let (workers, shared) = (Arc::clone(workers), Arc::clone(shared));
        move |accepted| {
            workers.spawn(connection::serve(accepted, Arc::clone(&shared))).detach();
        }
    };
    let mut accepting = Vec::new();
    for (listener, _) in listeners {
        let listener = Arc::new(listener);
        let task = workers.spawn(listen::accept(Arc::clone(&listener), serve.clone()));
        accepting.push((listener, task));
    }
    let ticking = workers.spawn(connection::tick(Arc::clone(shared)));
    #[cfg(unix)]
    notify::notify("READY=1");
    shared.stop.wait();
    #[cfg(unix)]
    notify::notify("STOPPING=1");
    for (listener, task) in accepting {
        block_on(task.cancel());
        listen::accept_waiting(&listener, &serve);
    }
    let left = shared.stop.wait_for_connections(grace);
    if left > 0 {
        crate::gateway::log(&format!("stopped with {left} connections open after {grace:?}"));
    }
    block_on(ticking.cancel());
    Ok(())
}
