//! A server that runs, from its start to its end.

use std::future::poll_fn;
use std::io::Write;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use async_io::Timer;
use async_task::Task;

use super::connection::{self, Shared};
use super::link::Clock;
use super::listen::{self, Bound, Place};
#[cfg(all(unix, feature = "replace"))]
use super::replace;
use super::socket::Listener;
use super::workers::{Size, Workers};
use super::{Server, observe};
#[cfg(unix)]
use super::{inherit, notify};
use crate::Result;
use crate::environ::Gateway;
#[cfg(unix)]
use crate::gateway::signals::Signals;
use crate::gateway::{block_on, linted};

impl Server {
    /// Serves until SIGINT or SIGTERM, or [`Handle::stop`](super::Handle::stop). Then no more connections are accepted,
    /// the requests that are running end, within the grace period, and this returns. A second
    /// signal ends the process at once.
    ///
    /// A service manager that waits for it at `NOTIFY_SOCKET` is told when the server is ready, and
    /// when it stops: [deployment](crate::deployment).
    ///
    /// # Errors
    /// When threads or signals cannot be set up; when the process that this one was to replace stops
    /// before.
    pub fn serve_forever(self) -> Result<()> {
        let workers = Workers::new(self.size())?;
        workers.start()?;
        let served = self.serve(&workers);
        workers.close();
        served
    }

    fn serve(self, workers: &Arc<Workers>) -> Result<()> {
        #[cfg(unix)]
        let _signals = {
            let stop = Arc::clone(&self.stop);
            Signals::listen(move || stop.begin())?
        };
        #[cfg(all(unix, feature = "replace"))]
        let (replaceable, stop) = (self.replaceable, Arc::clone(&self.stop));
        let (text, grace) = (self.announcement(), self.grace);
        let listening = self.listening(workers);
        #[cfg(all(unix, feature = "replace"))]
        let _signals = if replaceable {
            let sockets = listening.iter().map(|at| (&at.listener, &at.place));
            let replacement = replace::Replacement::new(sockets, stop)?;
            _signals.replacing(move || replacement.replace())?
        } else {
            _signals
        };
        #[cfg(unix)]
        inherit::take_over()?;
        // Nobody may be reading.
        let mut output = std::io::stdout();
        let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
        serve_until_stopped(workers, listening, grace);
        Ok(())
    }

    /// The listening sockets, each with what its connections share.
    fn listening(self, workers: &Arc<Workers>) -> Vec<Listening> {
        let mut application = self.application;
        if self.lint {
            application = linted(application);
        }
        let clock = Arc::new(Clock::default());
        let mut listening = Vec::new();
        for Bound { listeners, host, scheme } in self.bound {
            for (listener, place) in listeners {
                let gateway = Gateway {
                    server_name: host.clone(),
                    server_port: place.port(scheme).to_string(),
                    url_scheme: scheme.to_owned(),
                    multithread: workers.are_several(),
                    pulse: observe::pulse(workers, &self.stop),
                    ..self.gateway.clone()
                };
                let shared = Arc::new(Shared {
                    application: Arc::clone(&application),
                    access_log: self.access_log.clone(),
                    gateway: Arc::new(gateway),
                    limits: self.limits,
                    proxies: self.proxies.clone(),
                    stop: Arc::clone(&self.stop),
                    clock: Arc::clone(&clock),
                    #[cfg(feature = "tls")]
                    tls: self.tls.clone().filter(|_| scheme == "https"),
                    #[cfg(feature = "http2")]
                    workers: Arc::downgrade(workers),
                });
                listening.push(Listening { listener: Arc::new(listener), place, shared });
            }
        }
        listening
    }

    fn size(&self) -> Size {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let least = self.threads.unwrap_or_else(cores);
        let most = self.max_threads.unwrap_or(self.threads.unwrap_or(512));
        Size { least: least.min(most), most, patience: self.limits.patience }
    }
}

/// A socket that the server listens at.
struct Listening {
    listener: Arc<Listener>,
    place: Place,
    shared: Arc<Shared>,
}

fn serve_until_stopped(workers: &Arc<Workers>, listening: Vec<Listening>, grace: Duration) {
    // The one with a certificate to look after, if one has.
    let shared = listening.iter().map(|at| &at.shared).max_by_key(|shared| shared.is_secure());
    let Some(shared) = shared.map(Arc::clone) else { return };
    let mut accepting = Vec::new();
    for Listening { listener, place, shared } in listening {
        let serve = {
            let workers = Arc::clone(workers);
            move |accepted| {
                if let Some(connection) = connection::open(accepted, Arc::clone(&shared)) {
                    workers.spawn(connection).detach();
                }
            }
        };
        let task = workers.spawn(listen::accept(Arc::clone(&listener), serve.clone()));
        accepting.push((listener, place, serve, task));
    }
    let ticking = workers.spawn(connection::tick(Arc::clone(&shared)));
    #[cfg(unix)]
    notify::notify("READY=1");
    shared.stop.wait();
    let has_left = shared.stop.has_left();
    #[cfg(unix)]
    if !has_left {
        notify::notify("STOPPING=1");
    }
    let begun = Instant::now();
    let left = || grace.saturating_sub(begun.elapsed());
    for (listener, place, serve, task) in accepting {
        cancel(task, left());
        if has_left {
            place.leave();
        } else {
            listen::accept_waiting(&listener, &serve);
        }
    }
    let left = shared.stop.wait_for_connections(left());
    if left > 0 {
        crate::gateway::log(&format!("stopped with {left} connections open after {grace:?}"));
    }
    drop(ticking);
}

/// Ends a task. That needs a thread, for which it waits no longer than the grace that is left.
fn cancel(task: Task<()>, grace: Duration) {
    let mut cancelled = pin!(task.cancel());
    let mut over = Timer::after(grace);
    block_on(poll_fn(|context| {
        let is_over = cancelled.as_mut().poll(context).is_ready()
            || Pin::new(&mut over).poll(context).is_ready();
        if is_over { Poll::Ready(()) } else { Poll::Pending }
    }));
}
