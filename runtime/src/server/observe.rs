//! What can be seen of a server while it runs.

use std::sync::Arc;

use super::Server;
use super::stop::Stop;
use super::workers::Workers;
use crate::Middleware;
use crate::environ::{Pulse, Vitals};
use crate::middleware::AccessLog;

impl Server {
    /// Logs each request: around the application and whatever is around it already, and also those
    /// that the server refuses by itself. Where it could not read the head of such a request, method
    /// and target are `-`.
    ///
    /// ```no_run
    /// # fn site(_: &mut lychgate::Environ, start_response: lychgate::StartResponse<'_>)
    /// #     -> lychgate::Result<lychgate::Reply<'static>> {
    /// #     Ok(start_response.start("200 OK", &[])?.body(""))
    /// # }
    /// use lychgate::middleware::AccessLog;
    ///
    /// # fn main() -> lychgate::Result<()> {
    /// lychgate::make_server("localhost:8080", site)?
    ///     .access_log(AccessLog::combined())
    ///     .serve_forever()
    /// # }
    /// ```
    pub fn access_log(mut self, log: AccessLog) -> Self {
        self.application = Arc::new(log.clone().wrap(self.application));
        self.access_log = log;
        self
    }
}

/// What tells the application how its server is.
pub(super) fn pulse(workers: &Arc<Workers>, stop: &Arc<Stop>) -> Pulse {
    // The threads hold the environ that holds this.
    let (workers, stop) = (Arc::downgrade(workers), Arc::clone(stop));
    Pulse::new(move || {
        let (threads, busy_threads) = workers.upgrade().map_or((0, 0), |it| it.threads());
        let (connections, stopping) = (stop.connections(), stop.has_begun());
        Vitals { threads, busy_threads, connections, stopping }
    })
}
