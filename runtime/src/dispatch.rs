//! What generated applications share: from a request to the handler that answers it.

use std::convert::Infallible;

use http::header::{ALLOW, HeaderValue};

use crate::capture::FromCapture;
use crate::{Environ, Error, Found, FromEnviron, Reply, Response, StartResponse, Status};

/// Why a handler was not called although its route was found.
#[derive(Debug)]
pub enum Refusal {
    /// A capture could not be read: the same as no route.
    NoMatch,
    /// A parameter could not be filled: this is the answer.
    Response(Box<Response>),
}

/// Answers a request out of a route table: finds the route, and calls `answer` with it. What does
/// not depend on the table is done here: 400 for a path that is not UTF-8, 204 for OPTIONS, 405
/// with `Allow`.
pub fn dispatch<'a, const N: usize>(
    environ: &'a mut Environ,
    start_response: StartResponse<'a>,
    find: impl FnOnce(&str, &'a str) -> Found<'a, N>,
    answer: impl Fn(&Found<'a, N>, &'a Environ, StartResponse<'a>) -> Result<Reply<'a>, Refusal>,
) -> Reply<'a> {
    let environ: &'a Environ = environ;
    let Ok(path) = environ.path() else {
        let message = "the path of the request is not UTF-8 after percent-decoding";
        return Reply::failed(Error::new(Status::BAD_REQUEST, message));
    };
    let found = find(environ.method().as_str(), path);
    if let Some(route) = found.route() {
        environ.set_route(route);
    } else if !found.allow().is_empty() {
        return refuse_method(&found, environ, start_response);
    }
    match answer(&found, environ, start_response) {
        Ok(reply) => reply,
        Err(Refusal::Response(response)) => StartResponse::new().respond(environ, *response),
        Err(Refusal::NoMatch) => StartResponse::new().respond(environ, Status::NOT_FOUND),
    }
}

/// OPTIONS is answered with what is allowed (RFC 9110, 9.3.7), another method is refused with the
/// same list (15.5.6).
fn refuse_method<'a, const N: usize>(
    found: &Found<'a, N>,
    environ: &'a Environ,
    start_response: StartResponse<'a>,
) -> Reply<'a> {
    let allow = HeaderValue::from_str(&found.allow().to_string());
    let reply = if environ.method() == "OPTIONS" {
        start_response.respond(environ, ())
    } else {
        start_response.respond(environ, Status::METHOD_NOT_ALLOWED)
    };
    reply.map_head(|head| {
        head.headers.extend(allow.into_iter().map(|allow| (ALLOW, allow)));
    })
}

/// Reads a capture as the parameter of a handler.
///
/// # Errors
/// When the type refuses the text. `find` has asked the same before, so this happens only to types
/// whose parsing is not a function of the text.
pub fn capture<'p, T: FromCapture<'p, M>, M, const N: usize>(
    found: &Found<'p, N>,
    slot: usize,
) -> Result<T, Refusal> {
    T::from_capture(found.slot(slot)).ok_or(Refusal::NoMatch)
}

/// Fills a parameter of a handler from the request.
///
/// # Errors
/// The rejection, as a response.
pub fn parameter<'a, T: FromEnviron<'a>>(environ: &'a Environ) -> Result<T, Refusal> {
    T::from_environ(environ).map_err(|rejection| Refusal::Response(Box::new(rejection.into())))
}

/// Whether a capture can be read as a type: what `find` asks of routes whose captures may be
/// refused.
#[must_use]
pub fn admits<'p, T: FromCapture<'p, M>, M>(capture: Option<&'p str>) -> bool {
    T::admits(capture)
}

impl From<Infallible> for Response {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
