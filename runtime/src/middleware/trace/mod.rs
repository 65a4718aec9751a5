//! A span around each request.

#[cfg(test)]
mod tests;

use tracing::field::Empty;
use tracing::{Instrument, Span};

use super::access_log::patterns;
use super::watch::{Over, watch};
use super::{Middleware, Passage};
use crate::{Body, Environ, Error, Head, Reply, gateway};

/// Has a span of `tracing` around each request: what handlers log is within it.
///
/// It is entered while the application works, be it at once, in each poll of an `async` function, or
/// in each block of a stream, and closed when the response is over. With
/// [`Server`](crate::Server) it belongs around the whole application.
///
/// ```
/// use lychgate::prelude::*;
/// use lychgate::middleware::Trace;
///
/// #[application]
/// #[with(Trace)]
/// mod site {
///     use super::*;
///
///     #[get("^$")]
///     fn index() -> &'static str {
///         tracing::info!("is within the span");
///         "Index page"
///     }
/// }
///
/// fn main() {
///     // A program sets a subscriber first, such as that of the crate `tracing-subscriber`.
///     lychgate::test::Client::new(site::application).get("/").send();
/// }
/// ```
///
/// The span is `request`, of the target `lychgate` and the level INFO. Its fields are those of
/// OpenTelemetry's [conventions for HTTP servers], as `tracing-opentelemetry` reads them:
///
/// | field | what it is |
/// |---|---|
/// | `otel.name` | the method and the route, `GET ^users/(?<id>\d+)$`: a name for many paths |
/// | `otel.kind` | `server` |
/// | `otel.status_code` | `ERROR` where the status is 500 or above |
/// | `http.request.method` | the method, `_OTHER` for those that HTTP does not define |
/// | `http.route` | the pattern of the route; before it those of mounts, with a space between |
/// | `http.response.status_code` | the status |
/// | `http.response.body.size` | the bytes of the body that were handed to the server |
/// | `error.type` | the status where it is 500 or above, `cut` where the body was cut short |
/// | `url.path`, `url.scheme` | those of the request; not the query, which may have secrets in it |
/// | `server.address`, `server.port` | where the server listens |
/// | `client.address` | `REMOTE_ADDR` |
/// | `network.protocol.version` | `1.1` |
/// | `user_agent.original` | the header `User-Agent` |
/// | `request_id` | what [`request_id`](super::request_id()) gave the request |
///
/// With the feature `tracing`, and a subscriber, the server's own log is made of events of the level
/// ERROR: for a request with a span, failures and panics are within it.
///
/// [conventions for HTTP servers]: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
#[derive(Clone, Copy, Debug, Default)]
pub struct Trace;

impl Middleware for Trace {
    fn call<'a>(&'a self, mut passage: Passage<'a>) -> Reply<'a> {
        let span = begin(passage.environ());
        if span.is_disabled() {
            return passage.proceed();
        }
        let environ = passage.environ_mut().view();
        let reply = {
            let span = span.clone();
            span.clone().in_scope(|| watch(passage, move |over| end(&span, over)))
        };
        match reply.ready() {
            Ok(outcome) => settle(outcome, environ, span),
            Err(later) => {
                let outcome = async move { later.await.await }.instrument(span.clone());
                Reply::later(async move { settle(outcome.await, environ, span) })
            }
        }
    }
}

fn settle<'a>(outcome: Result<(Head, Body<'a>), Error>, environ: Environ, span: Span) -> Reply<'a> {
    Reply::settled(outcome.map(|(head, body)| {
        span.in_scope(|| gateway::log_failure(&environ, &head));
        (head, body.within(span))
    }))
}

fn begin(environ: &Environ) -> Span {
    let text = |key: &str| environ.get(key).map(ToString::to_string);
    tracing::info_span!(
        target: "lychgate",
        "request",
        otel.name = Empty,
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method(environ),
        http.route = Empty,
        http.response.status_code = Empty,
        http.response.body.size = Empty,
        error.type = Empty,
        url.path = environ.uri().path(),
        url.scheme = environ.url_scheme(),
        server.address = environ.gateway().server_name,
        server.port = environ.gateway().server_port.parse::<u64>().ok(),
        client.address = text("REMOTE_ADDR"),
        network.protocol.version = format!("{:?}", environ.version()).trim_start_matches("HTTP/"),
        user_agent.original = text("HTTP_USER_AGENT"),
        request_id = Empty,
    )
}

fn end(span: &Span, over: &Over<'_>) {
    let pattern = patterns(&over.environ.routes());
    let method = method(over.environ);
    if pattern.is_empty() {
        span.record("otel.name", method);
    } else {
        span.record("otel.name", format!("{method} {pattern}"));
        span.record("http.route", &*pattern);
    }
    let status = over.status.as_u16();
    span.record("http.response.status_code", status);
    span.record("http.response.body.size", over.sent.bytes);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
        span.record("error.type", status.to_string());
    } else if !over.sent.complete {
        span.record("error.type", "cut");
    }
    if let Some(id) = over.environ.in_the_end("lychgate.request_id") {
        span.record("request_id", &*id);
    }
    if let Some(client) = over.environ.in_the_end("REMOTE_ADDR") {
        span.record("client.address", &*client);
    }
}

fn method(environ: &Environ) -> &'static str {
    super::known_method(environ.method()).unwrap_or("_OTHER")
}
