//! SCGI: a program that stays, behind a web server that speaks to clients.
//!
//! The web server sends each request on a connection of its own, as CGI's variables and the body, and is
//! answered as by CGI. Of what nginx speaks beside HTTP this is the simplest; uWSGI's protocol says the
//! same with other lengths.
//!
//! ```text
//! location / {
//!     include scgi_params;
//!     scgi_pass 127.0.0.1:4000;    # or unix:/run/site.sock
//! }
//! ```
//!
//! nginx receives a request whole before it sends it here, and takes the response as quickly as it is made,
//! so that slow clients hold no thread. (`scgi_buffering off` is for streams whose blocks clients are to see
//! at once.) The path is what the client has sent, decoded once; below `location /shop/`, a line
//! `scgi_param SCRIPT_NAME /shop;` says which part of it is not the application's.

mod netstring;
mod socket;
#[cfg(test)]
mod tests;

use std::fmt::{self, Debug};
use std::io::{self, BufReader, BufWriter, ErrorKind};
use std::net::{SocketAddr, ToSocketAddrs};
#[cfg(unix)]
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::interface::{self, Variables};
#[cfg(unix)]
use super::signals::Signals;
use crate::environ::Gateway;
use crate::{Application, Error, Result, Status};
use socket::{Connection, Listener};

/// Makes a server of SCGI that listens on `address` and calls `application`.
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
///     lychgate::gateway::scgi::make_server("localhost:4000", site::application)?.serve_forever()
/// }
/// ```
///
/// Of the addresses that a name stands for, it is the first that can be listened on.
///
/// # Errors
/// When there is none.
pub fn make_server(
    address: impl ToSocketAddrs + Debug,
    application: impl Application + 'static,
) -> Result<Server> {
    let text = format!("{address:?}");
    let listener = Listener::tcp(address).map_err(|error| {
        let hint = "give an address of this machine that no other program listens at, such as \
                    \"localhost:4000\"";
        cannot_listen(&text, hint, error)
    })?;
    Ok(Server::new(listener, application))
}

fn cannot_listen(place: &str, hint: &str, error: io::Error) -> Error {
    let message = format!("{place} cannot be listened on: {hint}");
    Error::new(Status::INTERNAL_SERVER_ERROR, message).with_source(error)
}

/// A server of SCGI; [`serve_forever`](Self::serve_forever) starts it.
///
/// | what | default | beyond it | set by |
/// |---|---|---|---|
/// | threads, each with one request | 32 | requests wait | [`threads`](Self::threads) |
/// | variables of a request, together | 64 KiB | closed | |
/// | wait for the web server to send or to take something | 60 s | closed | |
/// | request body | the web server's limit, and the route's | 413 | |
/// | grace period | 30 s | closed | [`shutdown_grace`](Self::shutdown_grace) |
/// | the [lint](crate::lint) | in debug builds | the log | [`lint`](Self::lint) |
///
/// Whoever can connect is believed who it says the client is: listen where only the web server connects.
#[must_use = "a server does nothing until `.serve_forever()`"]
pub struct Server {
    listener: Listener,
    application: Arc<dyn Application>,
    gateway: Gateway,
    threads: usize,
    grace: Duration,
    lint: bool,
    stop: Arc<Stop>,
}

impl Server {
    fn new(listener: Listener, application: impl Application + 'static) -> Self {
        Server {
            listener,
            application: Arc::new(application),
            gateway: Gateway::default(),
            threads: 32,
            grace: Duration::from_secs(30),
            lint: cfg!(debug_assertions),
            stop: Arc::default(),
        }
    }

    /// Makes a server that listens at the path of a Unix socket. One that a server left there is replaced;
    /// who may connect is for the folder's permissions to say.
    ///
    /// # Errors
    /// When it cannot be listened on.
    #[cfg(unix)]
    pub fn unix(path: impl AsRef<Path>, application: impl Application + 'static) -> Result<Server> {
        let path = path.as_ref();
        let listener = Listener::unix(path).map_err(|error| {
            let hint = "it must be in a folder that this program may write to, and neither another \
                        file nor a socket at which another program listens";
            cannot_listen(&format!("{path:?}"), hint, error)
        })?;
        Ok(Server::new(listener, application))
    }

    /// Runs so many threads, each of which answers one request at a time.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads.max(1);
        self
    }

    /// When the server is stopped, gives the requests that are running `grace` to end.
    pub fn shutdown_grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Has the [lint](crate::lint) look at every request and response, and writes to the log what it
    /// finds.
    pub fn lint(mut self, on: bool) -> Self {
        self.lint = on;
        self
    }

    /// The address, unless it is a path.
    #[must_use]
    pub fn local_addr(&self) -> Option<SocketAddr> {
        self.listener.address()
    }

    /// A handle that stops the server from elsewhere.
    #[must_use]
    pub fn handle(&self) -> Handle {
        Handle(Arc::clone(&self.stop))
    }

    /// Serves until SIGINT or SIGTERM, or [`Handle::stop`]: then the requests that are there are answered,
    /// within the grace period, and this returns. A second signal ends the process at once.
    ///
    /// # Errors
    /// When threads or signals cannot be set up.
    pub fn serve_forever(self) -> Result<()> {
        #[cfg(unix)]
        let _signals = {
            let stop = Arc::clone(&self.stop);
            Signals::listen(move || stop.begin())?
        };
        let linted = || super::linted(Arc::clone(&self.application));
        let shared = Arc::new(Shared {
            application: if self.lint { linted() } else { Arc::clone(&self.application) },
            gateway: Gateway { multithread: self.threads > 1, ..self.gateway },
            listener: self.listener,
            stop: self.stop,
        });
        for _ in 0..self.threads {
            let (shared, running) = (Arc::clone(&shared), Running::new(&shared.stop));
            let thread = thread::Builder::new().name("lychgate-scgi".to_owned());
            thread.spawn(move || {
                shared.serve();
                // In this order: when no thread runs, the socket is closed and its file gone.
                drop(shared);
                drop(running);
            })?;
        }
        shared.stop.wait();
        shared.listener.set_nonblocking()?;
        shared.listener.wake();
        let stop = Arc::clone(&shared.stop);
        drop(shared);
        stop.wait_for_threads(self.grace);
        Ok(())
    }
}

/// Stops a running server from elsewhere: a test, another thread.
#[derive(Clone)]
pub struct Handle(Arc<Stop>);

impl Handle {
    /// Asks the server to stop; it is stopped when `serve_forever` returns.
    pub fn stop(&self) {
        self.0.begin();
    }
}

impl Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handle")
    }
}

#[derive(Default)]
struct Stop {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    begun: bool,
    threads: usize,
}

impl Stop {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self) {
        self.lock().begun = true;
        self.changed.notify_all();
    }

    fn has_begun(&self) -> bool {
        self.lock().begun
    }

    fn wait(&self) {
        let waited = self.changed.wait_while(self.lock(), |state| !state.begun);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    fn wait_for_threads(&self, grace: Duration) {
        let run = |state: &mut State| state.threads > 0;
        let waited = self.changed.wait_timeout_while(self.lock(), grace, run);
        let left = waited.unwrap_or_else(PoisonError::into_inner).0.threads;
        if left > 0 {
            super::log(&format!("stopped while {left} requests were running"));
        }
    }
}

/// A thread that runs.
struct Running(Arc<Stop>);

impl Running {
    fn new(stop: &Arc<Stop>) -> Self {
        stop.lock().threads += 1;
        Running(Arc::clone(stop))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.lock().threads -= 1;
        self.0.changed.notify_all();
    }
}

/// What the threads share.
struct Shared {
    application: Arc<dyn Application>,
    gateway: Gateway,
    listener: Listener,
    stop: Arc<Stop>,
}

impl Shared {
    /// Answers one connection after the other, and once the stop has begun those that are there.
    fn serve(&self) {
        loop {
            let answered = match self.listener.accept() {
                Ok(connection) => self.answer(connection),
                Err(error) if self.stop.has_begun() && error.kind() == ErrorKind::WouldBlock => {
                    // Another thread may still wait for one.
                    self.listener.wake();
                    return;
                }
                Err(error) => {
                    // Out of descriptors or memory: to try again at once would fail the same way.
                    thread::sleep(Duration::from_millis(100));
                    Err(error.into())
                }
            };
            if let Err(error) = answered.or_else(unless_left) {
                super::log(&format!("a connection of SCGI has failed: {error}"));
            }
        }
    }

    fn answer(&self, mut connection: Box<dyn Connection>) -> Result<()> {
        let mut input = BufReader::new(connection.other()?);
        let Some(block) = netstring::read(&mut input)? else { return Ok(()) };
        let mut variables = Variables::new(self.gateway.clone());
        netstring::each_pair(&block, |key, value| variables.take(key, value.to_vec()))?;
        let mut output = BufWriter::with_capacity(64 << 10, &mut connection);
        match variables.environ(input) {
            Ok(mut environ) => {
                interface::answer(&*self.application, &mut environ, &mut output)?;
            }
            Err(error) => interface::refuse(&error, &mut output)?,
        }
        drop(output);
        // What is left of the body is read: if it were not, the response might be lost with it.
        connection.end()?;
        io::copy(&mut connection, &mut io::sink())?;
        Ok(())
    }
}

/// That the web server has closed the connection is no news: its client has left.
fn unless_left(error: Error) -> Result<()> {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    match cause.map(io::Error::kind) {
        Some(ErrorKind::BrokenPipe | ErrorKind::ConnectionReset) => Ok(()),
        _ => Err(error),
    }
}
