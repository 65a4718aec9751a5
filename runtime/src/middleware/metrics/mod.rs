//! Counters of requests, in the text format of Prometheus.

mod series;
#[cfg(test)]
mod tests;
mod text;

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::watch::{Over, watch};
use super::{Middleware, Passage};
use crate::{Application, Environ, Reply, Respond, Response, StartResponse, Status};

use series::{Key, Series};

/// Counts the requests that pass, and shows what was counted in the [text format] of Prometheus: a
/// middleware, and what a route returns.
///
/// ```
/// use std::sync::LazyLock;
/// use lychgate::prelude::*;
/// use lychgate::middleware::Metrics;
///
/// static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);
///
/// #[application]
/// #[with(METRICS.clone())]
/// mod site {
///     use super::*;
///
///     #[get("^$")]
///     fn index() -> &'static str { "Index page" }
///
///     #[get("^metrics$")]
///     fn metrics() -> Metrics { METRICS.clone() }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(site::application);
///     client.get("/").send();
///     let page = client.get("/metrics").send().text();
///     assert!(page.contains("http_requests_total{method=\"GET\",route=\"^$\",status=\"200\"} 1"));
/// }
/// ```
///
/// | name | type | labels | |
/// |---|---|---|---|
/// | `http_requests_total` | counter | `method`, `route`, `status` | requests that are over |
/// | `http_responses_cut_total` | counter | `method`, `route` | those of them whose body was not sent whole |
/// | `http_request_duration_seconds` | histogram | `method`, `route` | from the request to the end of its response |
/// | `http_requests_in_flight` | gauge | | requests that are not over; the one that asks is among them |
/// | `lychgate_threads` | gauge | | the server's threads |
/// | `lychgate_threads_busy` | gauge | | those of them at work or blocked; the one that answers is among them |
/// | `lychgate_connections` | gauge | | the connections that are open |
///
/// The last three are there where the server tells ([`Pulse`](crate::environ::Pulse)). `route` is the
/// pattern of the route, and before it those of mounts, with a space between; what no route was found
/// for has all the same one, `""`. `method` is `other` for those that HTTP does not define. So clients
/// cannot make up labels: there are no more than routes, methods and statuses. A status of 499 is that
/// of a client which went away before there was a response.
///
/// The histogram's buckets end at 5, 10, 25, 50, 75, 100, 250, 500, 750 ms, 1, 2.5, 5, 7.5 and 10 s,
/// as OpenTelemetry recommends for HTTP, unless [`with_buckets`](Self::with_buckets) says otherwise.
///
/// To count takes no lock but one that all requests hold together. A clone counts into the same
/// counters. As an application it answers every path below its mount. **Whoever can reach the page
/// reads it**: it is for a network of one's own.
///
/// [text format]: https://prometheus.io/docs/instrumenting/exposition_formats/
#[derive(Clone)]
pub struct Metrics(Arc<Registry>);

struct Registry {
    /// Where the buckets of histograms end, in seconds.
    ends: Vec<f64>,
    series: RwLock<HashMap<Key, Arc<Series>>>,
    in_flight: AtomicU64,
}

impl Metrics {
    const ENDS: [f64; 14] =
        [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

    /// Counters at zero.
    #[must_use]
    pub fn new() -> Self {
        Metrics::with_buckets(Metrics::ENDS)
    }

    /// Counters at zero, with histograms whose buckets end at so many seconds. (A last one is for
    /// whatever takes longer.)
    ///
    /// ```
    /// let metrics = lychgate::middleware::Metrics::with_buckets([0.001, 0.01, 0.1, 1.0]);
    /// ```
    #[must_use]
    pub fn with_buckets(ends: impl IntoIterator<Item = f64>) -> Self {
        let mut ends: Vec<f64> = ends.into_iter().filter(|end| end.is_finite()).collect();
        ends.sort_by(f64::total_cmp);
        ends.dedup();
        let (series, in_flight) = (RwLock::default(), AtomicU64::new(0));
        Metrics(Arc::new(Registry { ends, series, in_flight }))
    }

    /// The page, to which an application can append counters of its own.
    ///
    /// ```
    /// # use std::sync::LazyLock;
    /// # use lychgate::prelude::*;
    /// # use lychgate::middleware::Metrics;
    /// # static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);
    /// #[application]
    /// mod site {
    ///     use super::*;
    ///
    ///     #[get("^metrics$")]
    ///     fn metrics(environ: &Environ) -> String {
    ///         METRICS.text(environ) + "# TYPE orders_total counter\norders_total 7\n"
    ///     }
    /// }
    /// # fn main() {
    /// # assert!(lychgate::test::Client::new(site::application).get("/metrics").send().text().ends_with(" 7\n"));
    /// # }
    /// ```
    #[must_use]
    pub fn text(&self, environ: &Environ) -> String {
        text::page(&self.0, environ.gateway().pulse.vitals())
    }

    fn response(&self, environ: &Environ) -> Response {
        let page = Response::new(self.text(environ));
        page.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
    }
}

impl Registry {
    fn count(&self, over: &Over<'_>) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        let key = Key::of(over);
        self.series(key).count(over.duration, &self.ends, over.sent.complete);
    }

    fn series(&self, key: Key) -> Arc<Series> {
        let known = self.series.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(series) = known.get(&key) {
            return Arc::clone(series);
        }
        drop(known);
        let mut known = self.series.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(key).or_insert_with(|| Arc::new(Series::new(&self.ends))))
    }
}

impl Middleware for Metrics {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        self.0.in_flight.fetch_add(1, Ordering::Relaxed);
        watch(passage, |over| self.0.count(over))
    }
}

/// The page.
#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for Metrics {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        start_response.respond(environ, self.response(environ))
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.responds(200, crate::respond::TEXT);
    }
}

/// The page, for GET and HEAD.
#[diagnostic::do_not_recommend]
impl Application for Metrics {
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        let response = match environ.method().as_str() {
            "GET" | "HEAD" => self.response(environ),
            _ => Response::from(Status::METHOD_NOT_ALLOWED).header("Allow", "GET, HEAD"),
        };
        start_response.respond(environ, response)
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Metrics::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}
