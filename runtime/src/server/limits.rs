//! What connections, and the requests on them, may cost.

use std::time::Duration;

use super::Server;
use super::strict::HeadLimits;

#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// How many connections may be open.
    pub(super) connections: usize,
    /// How many of them with one address.
    pub(super) per_address: Option<usize>,
    /// How many streams an HTTP/2 connection may have open.
    #[cfg(feature = "http2")]
    pub(super) streams: u32,
    /// How long all threads may be blocked before requests are refused.
    pub(super) patience: Duration,
    /// What the head of a request may be.
    pub(super) head: HeadLimits,
    /// Bytes of a request body.
    pub(super) body: u64,
    /// Bytes of a request body that are kept in memory.
    pub(super) memory: usize,
    /// How long a connection may wait for the first byte of its next request.
    pub(super) idle: Duration,
    /// How long the head of a request may take from its first byte.
    pub(super) head_wait: Duration,
    /// How long a client may neither send what it owes nor take what it gets.
    pub(super) stall: Duration,
    /// How many bytes of a body must come in a second.
    pub(super) rate: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 8192,
            per_address: None,
            #[cfg(feature = "http2")]
            streams: 100,
            patience: Duration::from_secs(10),
            head: HeadLimits { line: 8 << 10, bytes: 64 << 10, count: 100 },
            body: 16 << 20,
            memory: 64 << 10,
            idle: Duration::from_secs(60),
            head_wait: Duration::from_secs(30),
            stall: Duration::from_secs(60),
            rate: 500,
        }
    }
}

/// Limits: each says what a request gets that goes beyond it.
impl Server {
    /// Answers with 503 and `Retry-After`, and closes, when more than `connections` are open.
    ///
    /// ```
    /// # fn site(_: &mut lychgate::Environ, start_response: lychgate::StartResponse<'_>)
    /// #     -> lychgate::Result<lychgate::Reply<'static>> {
    /// #     Ok(start_response.start("200 OK", &[])?.body(""))
    /// # }
    /// # fn main() -> lychgate::Result<()> {
    /// let server = lychgate::make_server("localhost:0", site)?
    ///     .max_connections(1000)
    ///     .max_connections_per_address(20)
    ///     .body_limit(1 << 20);
    /// # drop(server);
    /// # Ok(())
    /// # }
    /// ```
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.connections = connections.max(1);
        self
    }

    /// Answers with 503 and `Retry-After`, and closes, when more than `connections` of one address
    /// are open. Behind a proxy all have the proxy's address, unless it speaks the
    /// [PROXY protocol](Self::proxy_protocol).
    pub fn max_connections_per_address(mut self, connections: usize) -> Self {
        self.limits.per_address = Some(connections.max(1));
        self
    }

    /// Has a client make no more than `streams` requests at the same time on a connection of HTTP/2
    /// (`SETTINGS_MAX_CONCURRENT_STREAMS`: RFC 9113, 5.1.2). Those beyond it are reset, and can be made
    /// again.
    #[cfg(feature = "http2")]
    pub fn max_streams(mut self, streams: u32) -> Self {
        self.limits.streams = streams.max(1);
        self
    }

    /// Answers with 503 and `Retry-After`, and closes, when there are as many threads as
    /// [`max_threads`](Self::max_threads) allows and none of them has come free for `timeout`: all are
    /// blocked, and so the application cannot be called. Until then requests wait.
    pub fn queue_timeout(mut self, timeout: Duration) -> Self {
        self.limits.patience = timeout;
        self
    }

    /// Refuses request lines of more than `bytes` with 414: nearly all of one is the URI. (RFC 9112,
    /// 3, recommends no less than 8000.) More than 65 000 have no effect.
    pub fn request_line_limit(mut self, bytes: usize) -> Self {
        self.limits.head.line = bytes.min(65_000);
        self
    }

    /// Refuses requests whose headers are more than `bytes` together with 431 (RFC 6585, 5).
    pub fn header_limit(mut self, bytes: usize) -> Self {
        self.limits.head.bytes = bytes;
        self
    }

    /// Refuses requests with more than `headers` with 431 (RFC 6585, 5).
    pub fn header_count_limit(mut self, headers: usize) -> Self {
        self.limits.head.count = headers;
        self
    }

    /// Refuses request bodies of more than `bytes` with 413 (RFC 9110, 15.5.14).
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.limits.body = bytes;
        self
    }

    /// Keeps request bodies of more than `bytes` in a temporary file.
    pub fn memory_limit(mut self, bytes: usize) -> Self {
        self.limits.memory = bytes;
        self
    }

    /// Closes a connection when no request has begun to come for `timeout`.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.limits.idle = timeout;
        self
    }

    /// Answers with 408, and closes, when the head of a request is not there `timeout` after its first
    /// byte, however it comes (RFC 9110, 15.5.9).
    pub fn header_timeout(mut self, timeout: Duration) -> Self {
        self.limits.head_wait = timeout;
        self
    }

    /// When a client sends nothing of a body for `timeout`, answers with 408 and closes; when it takes
    /// nothing of a response for as long, closes.
    pub fn stall_timeout(mut self, timeout: Duration) -> Self {
        self.limits.stall = timeout;
        self
    }

    /// Answers with 408, and closes, when a request body comes at less than `bytes` in a second, from
    /// the [`stall_timeout`](Self::stall_timeout) on.
    pub fn body_rate(mut self, bytes: u64) -> Self {
        self.limits.rate = bytes;
        self
    }
}
