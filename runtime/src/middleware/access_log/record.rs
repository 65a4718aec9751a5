//! What a log has of one request.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, SystemTime};

use http::header::{HeaderName, HeaderValue, REFERER, USER_AGENT};
use http::{Method, Uri, Version};

use crate::middleware::watch::Over;
use crate::{Route, Status};

/// One request, and what came of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Record {
    /// When the request came.
    pub time: SystemTime,
    /// The request method.
    pub method: Method,
    /// The target of the request, as it came.
    pub uri: Uri,
    /// The version of HTTP that the client used.
    pub version: Version,
    /// The other end of the connection.
    pub peer: Option<SocketAddr>,
    /// The client's address: that of `peer`, or what a proxy says where there is a
    /// [`TrustProxies`](crate::middleware::TrustProxies).
    pub client: Option<IpAddr>,
    /// What a middleware has set as `REMOTE_USER`: the name of who is logged in.
    pub user: Option<String>,
    /// The routes on the way to the answer, those of mounts first: a pattern stands for many paths.
    pub routes: Vec<&'static Route>,
    /// What [`request_id`](crate::middleware::request_id()) gave the request.
    pub request_id: Option<String>,
    /// The address of the page that led to this one, as the client says: `Referer`.
    pub referer: Option<HeaderValue>,
    /// The client's program, as it says: `User-Agent`.
    pub agent: Option<HeaderValue>,
    /// The status of the response; 499 where the client went away before there was one.
    pub status: Status,
    /// The bytes of the body that were handed to the server.
    pub bytes: u64,
    /// Whether that was the whole body, or there was none to send: for HEAD, 204 and 304.
    pub complete: bool,
    /// The time from the request to the end of the response.
    pub duration: Duration,
}

impl Record {
    pub(super) fn new(over: &Over<'_>) -> Self {
        let environ = over.environ;
        let header = |name: HeaderName| environ.headers().get(name).cloned();
        Record {
            time: SystemTime::now() - over.duration,
            method: environ.method().clone(),
            uri: environ.uri().clone(),
            version: environ.version(),
            peer: environ.peer(),
            client: environ.in_the_end("REMOTE_ADDR").and_then(|text| text.parse().ok()),
            user: environ.in_the_end("REMOTE_USER"),
            routes: environ.routes(),
            request_id: environ.in_the_end("lychgate.request_id"),
            referer: header(REFERER),
            agent: header(USER_AGENT),
            status: over.status.clone(),
            bytes: over.sent.bytes,
            complete: over.sent.complete,
            duration: over.duration,
        }
    }

    /// The route whose handler answered, where one was found.
    #[must_use]
    pub fn route(&self) -> Option<&'static Route> {
        self.routes.last().copied()
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
