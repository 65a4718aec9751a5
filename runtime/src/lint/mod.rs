//! A middleware that checks both sides of the contract: what the server hands in, and what the
//! application and the middleware around it answer.
//!
//! ```
//! use lychgate::lint::Lint;
//! use lychgate::prelude::*;
//! use lychgate::test::Client;
//!
//! fn untyped(_: &mut Environ, start_response: StartResponse<'_>) -> lychgate::Result<Reply<'static>> {
//!     Ok(start_response.start("200 OK", &[])?.body("text of which kind?"))
//! }
//!
//! let answer = Client::new(Lint::new(untyped)).get("/").send();
//! assert_eq!(answer.status(), 500);
//! assert!(answer.text().starts_with("R06: A response with a body has a `Content-Type`"));
//! ```
//!
//! The [test client](crate::test) has one around every application, and so has the
//! [server](crate::Server::lint) in debug builds, where it writes to the log what it finds.
//!
//! Under a lint, both sides of each [`Layer`](crate::Layer) are watched, too, so that the mistake of
//! a middleware is told from the application's. Of a middleware that is written as an application
//! around another, `Lint::new(Loud(Lint::new(application)))` watches both sides. Streams stay
//! streams: a block goes on as soon as it is there.
//!
//! # The rules
//!
//! `E` is about the environ, which the server or a middleware hands in; `R` about the head of a
//! response, `B` about its body, and `M` about what a middleware does to the application inside. It
//! is the union of what `wsgiref.validate`, `Rack::Lint` and Plack's `Lint` check, and what PEP 3333
//! says beyond them, as far as the types leave it open. [`RULES`] is the same table.
//!
//! | code | rule | source |
//! |---|---|---|
//! | E01 | `REQUEST_METHOD` is a token | PEP 3333, environ Variables; RFC 9110, 9.1 |
//! | E02 | `SCRIPT_NAME` is there, empty or beginning with `/` | PEP 3333, environ Variables |
//! | E03 | `SCRIPT_NAME` is not `/` alone, which belongs to `PATH_INFO` | wsgiref.validate |
//! | E04 | `PATH_INFO` is there, empty or beginning with `/` | PEP 3333, environ Variables |
//! | E05 | `SCRIPT_NAME` or `PATH_INFO` is not empty, but for `OPTIONS *` and CONNECT | wsgiref.validate; RFC 9110, 7.1 |
//! | E06 | `QUERY_STRING` is there, though it may be empty | Rack::Lint, Plack's Lint |
//! | E07 | `SERVER_NAME` is a host | PEP 3333, environ Variables; RFC 3986, 3.2.2 |
//! | E08 | `SERVER_PORT` is a number in digits | PEP 3333, environ Variables |
//! | E09 | `SERVER_PROTOCOL` is a version of HTTP | PEP 3333, environ Variables; RFC 9110, 2.5 |
//! | E10 | `CONTENT_LENGTH`, where it is there, is empty or a number in digits | PEP 3333, environ Variables; RFC 9110, 8.6 |
//! | E11 | `CONTENT_TYPE` and `CONTENT_LENGTH` are not there with `HTTP_` before them | wsgiref.validate; RFC 3875, 4.1.18 |
//! | E12 | `wsgi.url_scheme` is `http` or `https` | PEP 3333, environ Variables |
//! | E13 | `wsgi.version` is 1.0 | PEP 3333, environ Variables |
//! | E14 | `HTTP_HOST`, where it is there, is a host with or without a port, or empty | RFC 9110, 7.2; RFC 3986, 3.2 |
//! | E15 | `wsgi.multithread`, `wsgi.multiprocess` and `wsgi.run_once` are `true` or `false` | PEP 3333, environ Variables |
//! | E16 | A key is the name of a CGI variable, or has a dot and only small letters, digits, dots and underscores | PEP 3333, environ Variables |
//! | R01 | The status of a response is not an informational one | RFC 9110, 15.2 |
//! | R02 | A response has no hop-by-hop header | PEP 3333, Other HTTP Features |
//! | R03 | A response has no header `Status` | wsgiref.validate |
//! | R04 | A response has `Content-Length` once at most | RFC 9110, 8.6 |
//! | R05 | `Content-Length` is a number in digits | RFC 9110, 8.6 |
//! | R06 | A response with a body has a `Content-Type` | wsgiref.validate; RFC 9110, 8.3 |
//! | R07 | A response with status 204 or 304 has no `Content-Type` | wsgiref.validate |
//! | R08 | A response with status 1xx or 204 has no `Content-Length` | RFC 9110, 8.6 |
//! | R09 | The name of a header begins with a letter, goes on with letters, digits, `-` and `_`, and does not end in `-` or `_` | wsgiref.validate |
//! | R10 | The value of a header has no control characters, not even a tab | PEP 3333, The start_response() Callable |
//! | B01 | A body has no more bytes than `Content-Length` says | PEP 3333, Handling the Content-Length Header |
//! | B02 | A body has no fewer bytes than `Content-Length` says | PEP 3333, Handling the Content-Length Header |
//! | B03 | A response with status 1xx, 204 or 304 has no bytes in its body | RFC 9110, 6.4.1 |
//! | B04 | A body is asked for no more after its end or its failure | Rack::Lint |
//! | M01 | A middleware gives a block for each one that it takes from the application inside | PEP 3333, Middleware Handling of Block Boundaries |
//! | M02 | A middleware takes no block of a stream before it has given its own response | PEP 3333, Middleware Handling of Block Boundaries |
//! | M03 | A middleware closes the body inside at the latest when its own is closed | PEP 3333, Specification Details |
//! | M04 | A middleware that changes the length of the body changes or removes `Content-Length` | PEP 3333, Handling the Content-Length Header |
//!
//! Where a server stops because it has all bytes that were declared, `B01` sees a block that is left
//! over only if the stream knows that it has one (by `size_hint`): one that cannot tell might make
//! the lint wait. A body that is [read](crate::Body::from_reader) may be longer than declared, since
//! the server ends it there. On a response to HEAD, and with the statuses of `B03`, a server drops
//! the stream without asking for a block, so there is none to find fault with.
//!
//! # What has no code
//!
//! Of the checks of the three lints, these cannot fail here, or are about something else:
//!
//! | check | why it has no code |
//! |---|---|
//! | an application can be called, with two arguments, and by position | it is the type of [`Application::call`] |
//! | environ is a dictionary of its very type, not frozen, with text as keys and text or bytes as values | it is the type of [`Environ`] |
//! | `wsgi.input` and `wsgi.errors` are there, with their methods; what they take and give; nobody closes them | [`Input`](crate::Input) and [`Errors`](crate::environ::Errors) are types, and have no `close` |
//! | input is read in binary mode, and ends with the body | [`Input`](crate::Input) reads bytes |
//! | warning: the method is one of the usual eight, or in capitals | any token is a method (RFC 9110, 9.1); `E01` |
//! | the path has the form that fits the method | `E04` and `E05`: what is no path comes as an empty one |
//! | `wsgi.version` is a pair of numbers | it is text; `E13` says which |
//! | `REMOTE_ADDR` and the like are text | they come from a typed address |
//! | the scheme is `ws` or `wss` | no gateway here has such requests; `E12` |
//! | `rack.session`, `rack.logger`, `rack.multipart`, `rack.protocol`, hijacking, early hints, `rack.response_finished`; `psgi.streaming`, `psgi.nonblocking` | PEP 3333 has none of them |
//! | `start_response` is called once, before the first block; with two or three arguments; `exc_info` is a triple or none | [`StartResponse`] is taken by value, and only a started response takes a body |
//! | the status is text of three digits, a space and a phrase in ISO-8859-1; at least 100 | [`Status`](crate::Status) is checked when it is made |
//! | headers are a list of pairs of text; none is undefined | it is the type of the headers |
//! | a header's name is a token, has no colon and no line end; its value has no line end and no NUL | [`HeaderName`](http::HeaderName) and [`HeaderValue`](http::HeaderValue) are checked when they are made |
//! | names of headers are in small letters | [`HeaderName`](http::HeaderName) is |
//! | a response is an array of three, or a function | it is the type [`Reply`] |
//! | the body is neither nothing nor text, but an iterable, a file or a function; it is iterated once | it is the type [`Body`](crate::Body), and is moved |
//! | a block is bytes, without wide characters | it is the type of a block |
//! | `write` takes bytes, and is not called while the body is iterated | [`Started`](crate::Started) is used up by attaching the body |
//! | a body is closed, and not read afterwards | a body is closed by dropping it; what is kept from being dropped is `M03` |
//! | `to_path` names a file, `to_ary` equals the blocks | a body has no second form |
//! | the body of a response to HEAD is empty | the gateway drops it, so that the handler of GET can answer HEAD |
//! | a middleware does not iterate the body by `each` of its own | there is one way to iterate |

mod between;
mod body;
mod boundary;
mod environ;
mod head;
mod host;
mod length;
mod rules;
mod violation;

use std::any::type_name;
use std::sync::Arc;

use crate::{Application, Environ, Reply, Route, StartResponse};

pub(crate) use boundary::watch;
pub use rules::{RULES, Rule};
pub use violation::Violation;

use violation::Report;

/// An application under the lint: itself an application.
#[derive(Clone)]
pub struct Lint<A> {
    application: A,
    report: Report,
}

impl<A> Lint<A> {
    /// A strict lint, as `wsgiref.validate` is one. What is wrong with the environ or with the head of
    /// the response is answered with 500 Internal Server Error, whose text says what it is; what is
    /// wrong with the body cuts it off. What comes too late even for that is in the log.
    ///
    /// It is a tool for developers: the text is not for strangers.
    pub const fn new(application: A) -> Self {
        Lint { application, report: Report::Strict }
    }

    /// A lint that tells a function of each violation, and leaves the response as it is.
    ///
    /// ```
    /// use lychgate::lint::Lint;
    /// use lychgate::prelude::*;
    ///
    /// fn counted(_: &mut Environ, start: StartResponse<'_>) -> lychgate::Result<Reply<'static>> {
    ///     let headers = [("Content-Type", "text/plain"), ("Content-Length", "9")];
    ///     Ok(start.start("200 OK", &headers)?.body("short"))
    /// }
    ///
    /// let linted = Lint::reporting(counted, |violation| assert_eq!(violation.rule.code, "B02"));
    /// # assert!(lychgate::test::Client::new(linted).get("/").send().cut().is_some());
    /// ```
    pub fn reporting(application: A, function: impl Fn(Violation) + Send + Sync + 'static) -> Self {
        Lint { application, report: Report::To(Arc::new(function)) }
    }
}

#[diagnostic::do_not_recommend]
impl<A: Application> Application for Lint<A> {
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        let inside = |environ| self.application.call(environ, start_response);
        boundary::begin(&self.report, name_of::<A>(), environ, inside)
    }

    fn routes(&self) -> &'static [Route] {
        self.application.routes()
    }

    fn lookup(&self, method: &str, path: &str) -> Option<crate::Lookup> {
        self.application.lookup(method, path)
    }

    fn finds(&self, method: &str, path: &str) -> bool {
        self.application.finds(method, path)
    }

    fn body_limit(&self, environ: &Environ) -> Option<u64> {
        self.application.body_limit(environ)
    }
}

/// The name of an application's type; none for those that only hold another.
fn name_of<A>() -> &'static str {
    let name = type_name::<A>().split('<').next().unwrap_or_default();
    let holds =
        name.starts_with('&') || ["alloc::", "lychgate::"].iter().any(|own| name.starts_with(own));
    if holds { "" } else { name }
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn the_table_in_the_documentation_is_the_rules() {
        let documentation = include_str!("mod.rs");
        let rows = documentation.lines().filter_map(|line| line.strip_prefix("//! | "));
        let is_code = |row: &&str| row.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        let documented: Vec<&str> = rows.filter(is_code).collect();
        let rules: Vec<String> = RULES
            .iter()
            .map(|rule| format!("{} | {} | {} |", rule.code, rule.sentence, rule.source))
            .collect();
        assert_eq!(documented, rules);
    }

    #[test]
    fn codes_are_in_order() {
        for letter in ["E", "R", "B", "M"] {
            let codes = RULES.iter().map(|rule| rule.code).filter(|code| code.starts_with(letter));
            for (i, code) in codes.enumerate() {
                assert_eq!(code, format!("{letter}{:02}", i + 1));
            }
        }
    }
}
