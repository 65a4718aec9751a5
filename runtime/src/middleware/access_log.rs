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
    /// Whether that was the whole body, or there was none to send: for HEAD, 204 and 304.
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
        let no_body = status.is_bodiless() || environ.method() == Method::HEAD;
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
            record.complete = sent.complete || no_body;
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::test::Client;
    use crate::{Body, Error, Response, from_fn};

    /// The record's line for a request, without its time.
    fn line(method: &str, blocks: Vec<Result<&'static str, Error>>, length: &str) -> String {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&lines);
        let blocks = Mutex::new(Some(blocks));
        let application = from_fn(move |environ, start| {
            let body = Body::stream(blocks.lock().unwrap().take().unwrap());
            let response = Response::new(body).header("Content-Type", "text/plain");
            Ok(start.respond(environ, response.header("Content-Length", length)))
        });
        let log = AccessLog::new(move |record| {
            let record = Record { duration: Duration::ZERO, ..record.clone() };
            log.lock().unwrap().push(record.to_string());
        });
        let client = Client::new(log.wrap(application));
        assert_eq!(client.request(method, "/").unlinted().send().status(), 200);
        let lines = lines.lock().unwrap();
        assert_eq!(lines.len(), 1);
        lines[0].clone()
    }

    #[test]
    fn what_was_sent_as_declared_is_whole() {
        let blocks = || vec![Ok("four"), Ok("five!")];
        let failed = || vec![Ok("four"), Err(Error::new(Status::BAD_GATEWAY, ""))];
        assert_eq!(line("GET", blocks(), "9"), "GET / 200 9 0.000000");
        assert_eq!(line("HEAD", blocks(), "9"), "HEAD / 200 0 0.000000");
        assert_eq!(line("GET", failed(), "9"), "GET / 200 4 0.000000 cut");
    }
}
