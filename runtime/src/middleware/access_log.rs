//! A record of each request that was answered.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Method, Uri};

use super::{Middleware, Passage};
use crate::{ClientAddress, Environ, FromEnviron, Reply, Route, Status};

/// Calls a function with a [`Record`] when a response is over: the hook for an access log, or for
/// counters.
///
/// ```
/// use lychgate::prelude::*;
/// use lychgate::middleware::AccessLog;
///
/// #[application]
/// mod site {
///     #[get("^$")]
///     fn index() -> &'static str { "Index page" }
/// }
///
/// fn main() {
///     let log = AccessLog::new(|record| {
///         assert_eq!(record.status, 200);
///         assert_eq!(record.bytes, 10);
///         assert_eq!(record.route.unwrap().handler, "index");
///         println!("{record}");
///     });
///     lychgate::test::Client::new(log.wrap(site::application)).get("/").send();
/// }
/// ```
pub struct AccessLog<F>(Arc<F>);

/// One request, and what came of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Record {
    /// The request method.
    pub method: Method,
    /// The target of the request, as it came.
    pub uri: Uri,
    /// The other end of the connection.
    pub peer: Option<SocketAddr>,
    /// The client's address: that of `peer`, or what a proxy says where
    /// [`TrustProxies`](super::TrustProxies) is around this.
    pub client: Option<IpAddr>,
    /// The route that was found: its pattern stands for many paths.
    pub route: Option<&'static Route>,
    /// What [`request_id`](super::request_id()) gave the request, where that is around this.
    pub request_id: Option<String>,
    /// The status of the response.
    pub status: Status,
    /// The bytes of the body that were handed to the server.
    pub bytes: u64,
    /// Whether that was the whole body.
    pub complete: bool,
    /// The time from the request to the end of the response.
    pub duration: Duration,
}

impl<F: Fn(&Record) + Send + Sync + 'static> AccessLog<F> {
    /// A middleware that calls `function` once for each request.
    pub fn new(function: F) -> Self {
        AccessLog(Arc::new(function))
    }

    fn record(
        &self,
        environ: &Environ,
        status: Status,
        begin: Instant,
    ) -> impl FnOnce(crate::body::Sent) + Send + use<F> {
        let function = Arc::clone(&self.0);
        let mut record = Record {
            method: environ.method().clone(),
            uri: environ.uri().clone(),
            peer: environ.peer(),
            client: ClientAddress::from_environ(environ).ok().map(|ClientAddress(it)| it),
            route: environ.route(),
            request_id: environ.get("lychgate.request_id").map(ToString::to_string),
            status,
            bytes: 0,
            complete: false,
            duration: Duration::ZERO,
        };
        move |sent| {
            record.bytes = sent.bytes;
            record.complete = sent.complete;
            record.duration = begin.elapsed();
            function(&record);
        }
    }
}

impl<F: Fn(&Record) + Send + Sync + 'static> Middleware for AccessLog<F> {
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
        let begin = Instant::now();
        passage.through(|environ, next| {
            let response = next.call(environ);
            let record = self.record(environ, response.status_code(), begin);
            response.on_close(record)
        })
    }
}

/// `GET /path 200 12 0.000345`: method, target, status, bytes, seconds; and `cut` behind it when the
/// body was not sent whole.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Record { method, uri, bytes, .. } = self;
        let (status, seconds) = (self.status.as_u16(), self.duration.as_secs_f64());
        write!(f, "{method} {uri} {status} {bytes} {seconds:.6}")?;
        if !self.complete {
            f.write_str(" cut")?;
        }
        Ok(())
    }
}

impl<F> fmt::Debug for AccessLog<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessLog")
    }
}
