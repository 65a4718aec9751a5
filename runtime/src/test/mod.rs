//! A client for tests: the same calls against an application in this process or a live server.
//!
//! ```
//! use lychgate::prelude::*;
//! use lychgate::test::Client;
//!
//! #[application]
//! mod site {
//!     #[get("^hello/?$")]
//!     fn hello() -> &'static str { "Hello page" }
//! }
//!
//! let client = Client::new(site::application);
//! let answer = client.get("/hello").send();
//! assert_eq!(answer.status().as_u16(), 200);
//! assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
//! assert_eq!(answer.text(), "Hello page");
//! assert_eq!(client.post("/hello").body("x").send().status(), 405);
//! ```
//!
//! An application in this process is always under the [lint](crate::lint): a rule of the contract
//! that it breaks fails the test.

mod answer;
#[cfg(feature = "server")]
mod live;
mod local;

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Method, Uri};

use crate::lint::{Lint, Violation};
use crate::{Application, gateway};

pub use answer::Answer;

/// Sends requests to an application, or to a server, and gives back what came of them.
///
/// A client is for tests: what a test got wrong itself (a malformed path, a server that is not
/// there) is a panic that says so, at the line of the test.
#[derive(Clone)]
pub struct Client<'a>(Target<'a>);

#[derive(Clone)]
enum Target<'a> {
    Local(Arc<dyn Application + 'a>),
    #[cfg(feature = "server")]
    Live(String),
}

impl<'a> Client<'a> {
    /// A client of an application in this process.
    pub fn new(application: impl Application + 'a) -> Self {
        Client(Target::Local(Arc::new(application)))
    }

    /// A client of a live server: `localhost:8080`, `127.0.0.1:80`. Each request has a connection
    /// of its own.
    #[cfg(feature = "server")]
    #[must_use]
    pub fn connect(address: impl std::fmt::Display) -> Client<'static> {
        Client(Target::Live(address.to_string()))
    }

    /// A GET request for a path with its query, percent-encoded as on the wire.
    #[track_caller]
    pub fn get(&self, path: &str) -> Request<'_> {
        self.request("GET", path)
    }

    /// A POST request.
    #[track_caller]
    pub fn post(&self, path: &str) -> Request<'_> {
        self.request("POST", path)
    }

    /// A request with any method.
    ///
    /// # Panics
    /// When the method is not a token, or the path could not be sent in a request line.
    #[track_caller]
    pub fn request(&self, method: &str, path: &str) -> Request<'_> {
        let mut request = http::Request::new(Bytes::new());
        match Method::from_bytes(method.as_bytes()) {
            Ok(method) => *request.method_mut() = method,
            Err(_) => panic!("{method:?} is not a request method"),
        }
        match path.parse::<Uri>() {
            Ok(uri) => *request.uri_mut() = uri,
            Err(error) => panic!("{path:?} cannot be asked for: {error}"),
        }
        Request { target: &self.0, request, linted: true }
    }
}

/// A request that is being put together; [`send`](Self::send) sends it.
#[must_use = "a request does nothing until `.send()`"]
pub struct Request<'c> {
    target: &'c Target<'c>,
    request: http::Request<Bytes>,
    linted: bool,
}

impl Request<'_> {
    /// Adds a header.
    ///
    /// # Panics
    /// When the name or the value could not be sent.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let parsed = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value));
        match parsed {
            (Ok(name), Ok(value)) => {
                self.request.headers_mut().append(name, value);
            }
            _ => panic!("`{name}: {value}` is not a header"),
        }
        self
    }

    /// Sets the body; `Content-Length` comes with it.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        *self.request.body_mut() = body.into();
        self
    }

    /// Sends the request past the [lint](crate::lint): for tests of what breaks its rules. (A live
    /// server has a lint of its own, which writes to the log.)
    ///
    /// ```
    /// use lychgate::prelude::*;
    ///
    /// fn untyped(_: &mut Environ, start: StartResponse<'_>) -> lychgate::Result<Reply<'static>> {
    ///     Ok(start.start("200 OK", &[])?.body("text of which kind?"))
    /// }
    /// let client = lychgate::test::Client::new(untyped);
    /// assert_eq!(client.get("/").unlinted().send().header("content-type"), None);
    /// ```
    pub fn unlinted(mut self) -> Self {
        self.linted = false;
        self
    }

    /// Sends the request and waits for the whole answer.
    ///
    /// # Panics
    /// When an application in this process breaks a rule of the [lint](crate::lint): all that were
    /// broken are named. When a live server cannot be reached or breaks off.
    #[track_caller]
    #[must_use]
    pub fn send(mut self) -> Answer {
        let headers = self.request.headers_mut();
        headers.entry("host").or_insert(HeaderValue::from_static("localhost"));
        let length = self.request.body().len();
        if length > 0 {
            self.request.headers_mut().insert("content-length", HeaderValue::from(length));
        }
        match self.target {
            Target::Local(application) if self.linted => {
                let (answer, violations) = send_linted(&**application, self.request);
                if !violations.is_empty() {
                    panic!("the contract is broken:\n{}", list(&violations));
                }
                answer
            }
            Target::Local(application) => {
                gateway::block_on(local::send(&**application, self.request))
            }
            #[cfg(feature = "server")]
            Target::Live(address) => match live::send(address, self.request) {
                Ok(answer) => answer,
                Err(error) => panic!("no answer from {address}: {error}"),
            },
        }
    }
}

fn send_linted(
    application: &dyn Application,
    request: http::Request<Bytes>,
) -> (Answer, Vec<Violation>) {
    let violations = Arc::new(Mutex::new(Vec::new()));
    let gathered = Arc::clone(&violations);
    let linted = Lint::reporting(application, move |violation| {
        gathered.lock().unwrap_or_else(PoisonError::into_inner).push(violation);
    });
    let answer = gateway::block_on(local::send(&linted, request));
    let mut violations = violations.lock().unwrap_or_else(PoisonError::into_inner);
    (answer, std::mem::take(&mut *violations))
}

/// All violations, a line each.
fn list(violations: &[Violation]) -> String {
    let line = |it: &Violation| format!("  {}: {it}", it.place);
    violations.iter().map(line).collect::<Vec<_>>().join("\n")
}
