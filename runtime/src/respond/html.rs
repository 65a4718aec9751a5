//! Pages and redirects.

use http::header::HeaderValue;
use percent_encoding::{CONTROLS, utf8_percent_encode};

use super::typed;
use crate::{Body, Environ, Error, Reply, Respond, Response, StartResponse, Status, Url};

/// Text that is HTML: `text/html; charset=utf-8`. Whatever comes from a request must be escaped
/// before it stands in it; a template library does that.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^$")]
///     fn index() -> Html<&'static str> { Html("<h1>Index page</h1>") }
/// }
///
/// fn main() {
///     let answer = lychgate::test::Client::new(site::application).get("/").send();
///     assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Html<T>(pub T);

pub(crate) const HTML: &str = "text/html; charset=utf-8";

#[diagnostic::do_not_recommend]
impl<'a, T: Into<Body<'a>>> Respond<'a> for Html<T> {
    fn respond(self, _: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        typed(const { HeaderValue::from_static(HTML) }, self.0.into(), start_response)
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.responds(200, HTML);
    }
}

/// A response that sends the client elsewhere (RFC 9110, 15.4).
///
/// A location that comes from a request may be another site's, also without a scheme: `//host/`.
/// Redirect only to what the application itself has put together.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[post("^comment$")]
///     fn comment() -> Redirect { Redirect::to("/thanks") }
/// }
///
/// fn main() {
///     let answer = lychgate::test::Client::new(site::application).post("/comment").send();
///     assert_eq!((answer.status().as_u16(), answer.header("Location")), (303, Some("/thanks")));
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    status: Status,
    location: String,
}

impl Redirect {
    /// To a page that is asked for by GET, whatever the method was: 303 See Other. The answer to a
    /// form.
    pub fn to(location: impl Into<String>) -> Self {
        Redirect { status: Status::SEE_OTHER, location: location.into() }
    }

    /// To where the same request belongs for now: 307 Temporary Redirect, with method and body.
    pub fn temporary(location: impl Into<String>) -> Self {
        Redirect { status: Status::TEMPORARY_REDIRECT, location: location.into() }
    }

    /// To where the same request belongs from now on: 308 Permanent Redirect, with method and body.
    pub fn permanent(location: impl Into<String>) -> Self {
        Redirect { status: Status::PERMANENT_REDIRECT, location: location.into() }
    }
}

impl Redirect {
    /// To another spelling of the request's own path, with its query. Two slashes in front would
    /// name another host (RFC 3986, 4.2); to browsers, so would a slash and a backslash: so `path` is
    /// what [`within_site`] leaves of one, changed at its end.
    pub(crate) fn respelled(path: &str, environ: &Environ) -> Self {
        let query = environ.uri().query().map(|query| format!("?{query}"));
        let location = format!("/{path}{}", query.unwrap_or_default());
        // A gateway may let bytes beyond ASCII through.
        Redirect::permanent(utf8_percent_encode(&location, CONTROLS).to_string())
    }
}

/// A path without what would make it lead to another site.
pub(crate) fn within_site(path: &str) -> &str {
    path.trim_start_matches(['/', '\\'])
}

/// A location that cannot stand in a header is a 500 with a log line: quote what comes from outside.
impl From<Redirect> for Response {
    fn from(redirect: Redirect) -> Self {
        let Redirect { status, location } = redirect;
        if location == Url::INVALID {
            // Why there is none is in the log.
            return Error::new(Status::INTERNAL_SERVER_ERROR, "").into();
        }
        if !location.is_ascii() || HeaderValue::from_str(&location).is_err() {
            let message = format!("{location:?} is no location: percent-encode it (RFC 3986, 2.1)");
            return Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(message).into();
        }
        Response::from(status).header("Location", &location)
    }
}

#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for Redirect {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        start_response.respond(environ, Response::from(self))
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.redirects();
    }
}
