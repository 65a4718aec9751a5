//! What a handler may return.

mod events;
mod html;
#[cfg(any(feature = "askama", feature = "maud"))]
mod templates;

use std::borrow::Cow;
use std::convert::Infallible;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

use crate::dispatch::{Answer, Call};
use crate::{Body, Environ, Error, Reply, Response, StartResponse, Status};

pub use events::{Event, Events};
pub(crate) use html::{HTML, within_site};
pub use html::{Html, Redirect};
#[cfg(feature = "askama")]
pub use templates::template;

pub(crate) const TEXT: &str = "text/plain; charset=utf-8";
pub(crate) const BINARY: &str = "application/octet-stream";

/// A value that a handler returns and that becomes a response.
///
/// | returned | status | `Content-Type` |
/// |---|---|---|
/// | `&str`, `String`, `Cow<str>` | 200 | `text/plain; charset=utf-8` |
/// | `&[u8]`, `Vec<u8>`, `Bytes` | 200 | `application/octet-stream` |
/// | `()` | 204 | none |
/// | `Status`, `StatusCode` | that one, with its phrase as text | `text/plain; charset=utf-8` |
/// | `(Status, T)`, `(StatusCode, T)` | that one | as `T` |
/// | `Result<T, E>` | as `T`, or as `E` | as `T`, or as `E` |
/// | `Error` | the error's | `text/plain; charset=utf-8` |
/// | `Response` | as built | as built |
/// | `Body` | 200 | `application/octet-stream`, unless it is made of text |
/// | `Html<T>` | 200 | `text/html; charset=utf-8` |
/// | `maud::Markup`, with the feature `maud` | 200 | `text/html; charset=utf-8` |
/// | an `askama::Template` with `#[derive(Respond)]`, with the feature `askama` | 200 | `text/html; charset=utf-8` |
/// | `Json<T>` | 200 | `application/json` |
/// | `Redirect` | 303, 307 or 308 | `text/plain; charset=utf-8` |
/// | `Events<I>` | 200 | `text/event-stream` |
/// | `Option<T>` | as `T`, or 404 | as `T` |
/// | `(headers, T)`, `(Status, headers, T)` | as `T`, or that one | as `T`, or as the headers say |
/// | `(Cookies, T)` | as `T` | as `T` |
///
/// A type of one's own becomes returnable by passing through one of these:
///
/// ```
/// use lychgate::prelude::*;
///
/// struct Csv(String);
///
/// impl<'a> Respond<'a> for Csv {
///     fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
///         let response = Response::new(self.0).header("Content-Type", "text/csv");
///         start_response.respond(environ, response)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    label = "not a response",
    note = "return `&str`, `String`, `Bytes`, `Html`, `Json`, `Redirect`, `Status`, `(Status, T)`, `Option<T>`, \
            `Result<T, E>`, `Response`, or a type with `impl Respond`"
)]
pub trait Respond<'a> {
    /// Starts the response.
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a>;

    /// Says in an [OpenAPI document](crate::openapi) what it answers: anything, unless this is written.
    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation)
    where
        Self: Sized,
    {
        operation.responds_somehow();
    }

    /// What it is as an `Err`: a failure, where it brings no page of its own.
    #[doc(hidden)]
    fn fail(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a>
    where
        Self: Sized,
    {
        self.respond(environ, start_response)
    }

    /// What generated code calls: an error about the bound is then about the handler's return type,
    /// and says no more than the words above.
    #[doc(hidden)]
    fn to<const N: usize>(call: &mut Call<'a, N>, value: Self) -> Answer<'a>
    where
        Self: Sized,
    {
        call.respond(value)
    }

    /// The same for an `async` handler.
    #[doc(hidden)]
    fn to_later<const N: usize, F>(call: &mut Call<'a, N>, value: F) -> Answer<'a>
    where
        Self: Sized,
        F: Future<Output = Self> + Send + 'a,
    {
        call.respond_later(value)
    }

    /// The same for a `#[not_found]` function.
    #[doc(hidden)]
    fn to_not_found<const N: usize>(call: &mut Call<'a, N>, value: Self) -> Answer<'a>
    where
        Self: Sized,
    {
        call.respond_not_found(value)
    }

    /// The same for an `async` one.
    #[doc(hidden)]
    fn to_not_found_later<const N: usize, F>(call: &mut Call<'a, N>, value: F) -> Answer<'a>
    where
        Self: Sized,
        F: Future<Output = Self> + Send + 'a,
    {
        call.respond_not_found_later(value)
    }
}

fn typed<'a>(content_type: HeaderValue, body: Body<'a>, start: StartResponse<'a>) -> Reply<'a> {
    // One more, as the gateway adds Content-Length.
    let mut headers = HeaderMap::with_capacity(2);
    headers.insert(CONTENT_TYPE, content_type);
    start.start_with(Status::OK, headers).map_or_else(Reply::failed, |started| started.body(body))
}

macro_rules! respond_with {
    ($content_type:expr => $($type:ty),*) => {
        $(#[diagnostic::do_not_recommend]
        impl<'a, 'b: 'a> Respond<'a> for $type {
            fn respond(self, _: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
                typed(const { HeaderValue::from_static($content_type) }, self.into(), start_response)
            }

            #[cfg(feature = "openapi")]
            fn describe(operation: &mut crate::openapi::Operation) {
                operation.responds(200, $content_type);
            }
        })*
    };
}

// The second lifetime lets an `async` handler return what lives longer than the request.
respond_with!(TEXT => &'b str, Cow<'b, str>);
respond_with!(BINARY => &'b [u8]);

macro_rules! respond_owned_with {
    ($content_type:expr => $($type:ty),*) => {
        $(#[diagnostic::do_not_recommend]
        impl<'a> Respond<'a> for $type {
            fn respond(self, _: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
                typed(const { HeaderValue::from_static($content_type) }, self.into(), start_response)
            }

            #[cfg(feature = "openapi")]
            fn describe(operation: &mut crate::openapi::Operation) {
                operation.responds(200, $content_type);
            }
        })*
    };
}

respond_owned_with!(TEXT => String);
respond_owned_with!(BINARY => Vec<u8>, Bytes);

#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for () {
    fn respond(self, _: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        start_response
            .start_with(Status::NO_CONTENT, HeaderMap::new())
            .map_or_else(Reply::failed, |started| started.body(Body::empty()))
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.responds_bare(204);
    }
}

#[diagnostic::do_not_recommend]
impl<'a, 'b: 'a> Respond<'a> for Body<'b> {
    fn respond(self, _: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let media_type = HeaderValue::from_static(self.media_type().unwrap_or(BINARY));
        typed(media_type, self, start_response)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.responds_bare(200);
    }
}

#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for Response {
    fn respond(self, _: &'a Environ, _: StartResponse<'a>) -> Reply<'a> {
        let parts = self.into_parts(None);
        Reply::settled(parts.and_then(|(head, body)| Ok((head.check()?, body))))
    }

    fn fail(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        match self.into_error() {
            Ok(error) => Reply::failed(error),
            Err(response) => start_response.respond(environ, response),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for Status {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        start_response.respond(environ, Response::from(self))
    }

    fn fail(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        Response::from(self).fail(environ, start_response)
    }
}

#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for StatusCode {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        start_response.respond(environ, Status::from(self))
    }

    fn fail(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        Response::from(self).fail(environ, start_response)
    }
}

/// The gateway answers it, and logs what the client is not told.
#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for Error {
    fn respond(self, _: &'a Environ, _: StartResponse<'a>) -> Reply<'a> {
        Reply::failed(self)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.fails();
    }
}

#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for Infallible {
    fn respond(self, _: &'a Environ, _: StartResponse<'a>) -> Reply<'a> {
        match self {}
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        let _ = operation;
    }
}

#[diagnostic::do_not_recommend]
impl<'a, 'b: 'a> Respond<'a> for Reply<'b> {
    fn respond(self, _: &'a Environ, _: StartResponse<'a>) -> Reply<'a> {
        self.shorten()
    }
}

/// An `Err` is a failure, unless it brings a page of its own: a `Status` has none, and
/// `(Status, text)` has one.
impl<'a, T: Respond<'a>, E: Respond<'a>> Respond<'a> for Result<T, E> {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        match self {
            Ok(value) => value.respond(environ, start_response),
            Err(error) => error.fail(environ, start_response),
        }
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        T::describe(operation);
        operation.failing(E::describe);
    }
}

/// `None` is 404 Not Found.
#[diagnostic::do_not_recommend]
impl<'a, T: Respond<'a>> Respond<'a> for Option<T> {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        match self {
            Some(value) => value.respond(environ, start_response),
            None => Reply::failed(Error::new(Status::NOT_FOUND, "")),
        }
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        T::describe(operation);
        operation.refuses(404);
    }
}

/// The headers are added to those of the value, and take the place of those with the same name.
#[diagnostic::do_not_recommend]
impl<'a, V: AsRef<str>, T: Respond<'a>, const N: usize> Respond<'a> for ([(&str, V); N], T) {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let (pairs, value) = self;
        let mut headers = HeaderMap::with_capacity(N);
        for (name, value) in pairs {
            match crate::headers::check(name, value.as_ref()) {
                Ok((name, value)) => headers.append(name, value),
                Err(error) => return Reply::failed(error),
            };
        }
        (headers, value).respond(environ, start_response)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        T::describe(operation);
    }
}

/// The headers are added to those of the value, and take the place of those with the same name.
#[diagnostic::do_not_recommend]
impl<'a, T: Respond<'a>> Respond<'a> for (HeaderMap, T) {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let (headers, value) = self;
        if let Err(error) = crate::headers::check_all(&headers) {
            return Reply::failed(error);
        }
        value.respond(environ, start_response).map_head(|head| head.headers.extend(headers))
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        T::describe(operation);
    }
}

#[diagnostic::do_not_recommend]
impl<'a, S, H, T> Respond<'a> for (S, H, T)
where
    (H, T): Respond<'a>,
    (S, (H, T)): Respond<'a>,
{
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let (status, headers, value) = self;
        (status, (headers, value)).respond(environ, start_response)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        <(S, (H, T))>::describe(operation);
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: Respond<'a>> Respond<'a> for (Status, T) {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let (status, value) = self;
        value.respond(environ, start_response).map_head(|head| head.status = status)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.with_status(T::describe);
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: Respond<'a>> Respond<'a> for (StatusCode, T) {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        (Status::from(self.0), self.1).respond(environ, start_response)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.with_status(T::describe);
    }
}
