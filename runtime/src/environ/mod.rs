//! One request, as the dictionary of PEP 3333 and as typed views.

mod dictionary;
mod findings;
mod gateway;
mod held;
mod path;
mod vitals;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::str::Utf8Error;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bstr::{BStr, BString, ByteSlice};
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Uri, Version};

pub use dictionary::KEYS;
pub use gateway::Gateway;
pub use vitals::{Pulse, Vitals};

use findings::Findings;
use held::Held;

use crate::{Input, Route};

/// One request: the CGI dictionary of PEP 3333 ("environ Variables") and typed views of the same.
///
/// Values are bytes: `environ["PATH_INFO"]` prints as text, compares with text, and has
/// `to_str()` for strict UTF-8. Nothing is copied into a map beforehand: the dictionary is a view
/// of the parsed request.
///
/// ```
/// use lychgate::{Environ, Input};
///
/// let (request, ()) = http::Request::get("/caf%C3%A9?q=1")
///     .header("Host", "localhost:8080")
///     .body(())
///     .unwrap()
///     .into_parts();
/// let mut environ = Environ::new(request, Input::empty(), Default::default(), None);
///
/// assert_eq!(environ["REQUEST_METHOD"], "GET");
/// assert_eq!(environ["PATH_INFO"], "/café");
/// assert_eq!(environ["QUERY_STRING"], "q=1");
/// assert_eq!(environ.get("HTTP_HOST").unwrap(), "localhost:8080");
/// assert_eq!(environ.get("HTTP_COOKIE"), None);
///
/// environ.insert("app.user", "Ann");
/// assert_eq!(environ["app.user"], "Ann");
/// ```
pub struct Environ {
    request: Held<Request>,
    script_name: Vec<u8>,
    /// The decoded path, where it differs from the one in the request's target.
    path_info: Option<Vec<u8>>,
    gateway: Arc<Gateway>,
    peer: Option<SocketAddr>,
    input: Mutex<Option<Input>>,
    /// What middleware has set (`Some`) or removed (`None`) and no typed field holds.
    changes: BTreeMap<String, Option<BString>>,
    texts: OnceLock<Box<dictionary::Texts>>,
    findings: Held<Findings>,
}

/// The head of the request.
#[derive(Clone, Default)]
struct Request {
    method: Method,
    uri: Uri,
    version: Version,
    headers: HeaderMap,
    extensions: Extensions,
}

impl Environ {
    /// For gateways: the environ of one request. `PATH_INFO` is the target's path, percent-decoded
    /// once.
    #[must_use]
    pub fn new(
        request: Parts,
        input: Input,
        gateway: Arc<Gateway>,
        peer: Option<SocketAddr>,
    ) -> Self {
        let path = request.uri.path();
        let path_info = if path == "*" {
            Some(Vec::new()) // OPTIONS * asks for the server as a whole (RFC 9110, 7.1)
        } else if path.contains('%') {
            Some(percent_encoding::percent_decode_str(path).collect())
        } else {
            None
        };
        let Parts { method, uri, version, headers, extensions, .. } = request;
        Environ {
            request: Held::Own(Request { method, uri, version, headers, extensions }),
            script_name: Vec::new(),
            path_info,
            gateway,
            peer,
            input: Mutex::new(Some(input)),
            changes: BTreeMap::new(),
            texts: OnceLock::new(),
            findings: Held::default(),
        }
    }

    /// All of the request; what is left here is empty.
    pub(crate) fn take(&mut self) -> Environ {
        let vacant = Environ {
            request: Held::default(),
            script_name: Vec::new(),
            path_info: None,
            gateway: Arc::clone(&self.gateway),
            peer: None,
            input: Mutex::new(None),
            changes: BTreeMap::new(),
            texts: OnceLock::new(),
            findings: Held::default(),
        };
        std::mem::replace(self, vacant)
    }

    /// The request as it is now, without its body: what a middleware sees while the application
    /// inside has the environ itself. The route that is found inside is shown by both.
    pub(crate) fn view(&mut self) -> Environ {
        let (request, findings) = (self.request.share(), self.findings.share());
        self.with(request, findings)
    }

    /// The request as it is now, without its body and its route.
    fn copy(&self) -> Environ {
        self.with(Held::Own((*self.request).clone()), Held::default())
    }

    fn with(&self, request: Held<Request>, findings: Held<Findings>) -> Environ {
        Environ {
            request,
            script_name: self.script_name.clone(),
            path_info: self.path_info.clone(),
            gateway: Arc::clone(&self.gateway),
            peer: self.peer,
            input: Mutex::new(None),
            changes: self.changes.clone(),
            texts: OnceLock::new(),
            findings,
        }
    }

    /// The request method: `REQUEST_METHOD`.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.request.method
    }

    /// The part of the path that led to this application, without a final slash: `SCRIPT_NAME`.
    #[must_use]
    pub fn script_name(&self) -> &BStr {
        self.script_name.as_bstr()
    }

    /// The rest of the path, percent-decoded once: `PATH_INFO`.
    #[must_use]
    pub fn path_info(&self) -> &BStr {
        match &self.path_info {
            Some(path) => path.as_bstr(),
            None => self.request.uri.path().into(),
        }
    }

    /// `PATH_INFO` as text: what routes match.
    ///
    /// # Errors
    /// When the decoded path is not UTF-8; the dispatcher answers 400 Bad Request.
    pub fn path(&self) -> Result<&str, Utf8Error> {
        match &self.path_info {
            Some(path) => std::str::from_utf8(path),
            None => Ok(self.request.uri.path()),
        }
    }

    /// The part of the target after `?`, undecoded, or nothing: `QUERY_STRING`.
    #[must_use]
    pub fn query_string(&self) -> &BStr {
        match self.changes.get("QUERY_STRING") {
            Some(changed) => changed.as_ref().map_or(BStr::new(""), |query| query.as_bstr()),
            None => self.request.uri.query().unwrap_or_default().into(),
        }
    }

    /// The target as it came: the raw path and query.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.request.uri
    }

    /// The version of HTTP that the client used: `SERVER_PROTOCOL`.
    #[must_use]
    pub fn version(&self) -> Version {
        self.request.version
    }

    /// The request headers: `CONTENT_TYPE`, `CONTENT_LENGTH` and `HTTP_*`.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    /// The address of the other end of the connection, or of the client for whom a proxy has made it, as
    /// the PROXY protocol says: `REMOTE_ADDR` and `REMOTE_PORT`, until a
    /// middleware such as [`TrustProxies`](crate::middleware::TrustProxies) sets those.
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.peer
    }

    /// What is the same for all requests of one server: its name, scheme and threading.
    #[must_use]
    pub fn gateway(&self) -> &Gateway {
        &self.gateway
    }

    /// `http` or `https`: `wsgi.url_scheme`.
    #[must_use]
    pub fn url_scheme(&self) -> &str {
        let changed = self.changes.get("wsgi.url_scheme").and_then(Option::as_ref);
        changed.and_then(|scheme| scheme.to_str().ok()).unwrap_or(&self.gateway.url_scheme)
    }

    /// The request body: `wsgi.input`.
    pub fn input(&mut self) -> &mut Input {
        self.input.get_mut().unwrap_or_else(PoisonError::into_inner).get_or_insert_default()
    }

    /// Takes the request body away, to read it while the environ is shared; after that it is
    /// empty for everybody else.
    #[must_use]
    pub fn take_input(&self) -> Input {
        self.try_take_input().unwrap_or_default()
    }

    /// The same; `None` where it was taken before.
    pub(crate) fn try_take_input(&self) -> Option<Input> {
        self.input.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Puts another request body in place.
    pub fn set_input(&mut self, input: Input) {
        *self.input.get_mut().unwrap_or_else(PoisonError::into_inner) = Some(input);
    }

    /// Puts the whole request body in place. The headers say what was received: `Content-Length`, and
    /// no `Transfer-Encoding`, which the server has decoded (PEP 3333, "Other HTTP Features").
    #[cfg(any(feature = "server", feature = "tower"))]
    pub(crate) fn set_received(&mut self, input: Input, length: u64) {
        self.set_input(input);
        let headers = &mut self.request.to_mut().headers;
        headers.remove(http::header::TRANSFER_ENCODING);
        headers.insert(http::header::CONTENT_LENGTH, length.into());
        self.texts.take();
    }

    /// The server's error log: `wsgi.errors`. Lines of text, any Unicode.
    #[must_use]
    pub fn errors(&self) -> Errors {
        Errors(())
    }

    /// Typed values that middleware attaches to the request.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.request.extensions
    }

    /// Typed values that middleware attaches to the request, to change.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.request.to_mut().extensions
    }

    /// The route that answers the request, once one is found: for logs. Where applications are
    /// mounted in one another it is the outermost one's.
    #[must_use]
    pub fn route(&self) -> Option<&'static Route> {
        self.findings.route()
    }

    /// The routes on the way to the answer, as far as they are found: those of mounts, and at last
    /// the one whose handler answers.
    #[must_use]
    pub fn routes(&self) -> Vec<&'static Route> {
        self.findings.routes()
    }

    pub(crate) fn set_route(&self, route: &'static Route) {
        self.findings.add_route(route);
    }

    /// What a variable was in the end: also where middleware further inside has set it, if it is one
    /// of those that are noted for logs.
    pub(crate) fn in_the_end(&self, key: &str) -> Option<String> {
        let own = || self.get(key).map(ToOwned::to_owned);
        self.findings.noted(key).unwrap_or_else(own).map(|value| value.to_string())
    }
}

impl fmt::Debug for Environ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// A stream to the server's error log (PEP 3333, "Input and Error Streams").
#[derive(Debug)]
pub struct Errors(());

impl Write for Errors {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        io::stderr().write(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
