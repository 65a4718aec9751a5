//! A page about an application, for who is developing it: its routes, and which of them would answer
//! a request.

use crate::pages::inspect;
use crate::{Application, Environ, Lookup, Reply, Respond, Response, Route, StartResponse};

/// An application with a page about itself, at `/__lychgate`: the table of its routes, a tree of their
/// patterns, and a box to ask which route would answer `GET /users/7`, with which captures, and where
/// the others stop.
///
/// The page is there in debug builds, and for who asks from this machine itself: over a loopback
/// connection, for a host called `localhost` or a loopback address, and through no proxy. For anybody
/// else, and in release builds, the application answers as if it stood alone.
///
/// ```no_run
/// use lychgate::inspect::Inspector;
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     #[route("^$")]
///     fn index() -> &'static str { "Index page" }
/// }
///
/// fn main() -> lychgate::Result<()> {
///     let application = Inspector::new(site::application);
///     lychgate::make_server("localhost:8080", application)?.serve_forever()
/// }
/// ```
///
/// [`Server::inspect`](crate::Server::inspect) puts it around what a server has.
#[derive(Clone, Copy, Debug)]
pub struct Inspector<A> {
    application: A,
}

impl<A> Inspector<A> {
    /// Where the page is.
    pub const PATH: &'static str = "/__lychgate";

    /// Puts the page beside an application.
    pub const fn new(application: A) -> Self {
        Inspector { application }
    }
}

#[diagnostic::do_not_recommend]
impl<A: Application> Application for Inspector<A> {
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        let is_page = cfg!(debug_assertions)
            && environ.path_info() == Self::PATH
            && (environ.method() == "GET" || environ.method() == "HEAD");
        if !is_page || !is_local(environ) {
            return self.application.call(environ, start_response);
        }
        let page = inspect::page(&self.application, &environ.query_string().to_string());
        page_response(page).respond(environ, start_response)
    }

    fn routes(&self) -> &'static [Route] {
        self.application.routes()
    }

    fn lookup(&self, method: &str, path: &str) -> Option<Lookup> {
        self.application.lookup(method, path)
    }

    fn body_limit(&self, environ: &Environ) -> Option<u64> {
        self.application.body_limit(environ)
    }
}

/// Nothing of the page is kept, and it runs nothing.
fn page_response(page: String) -> Response {
    Response::new(page).media_type(crate::respond::HTML).header("Cache-Control", "no-store").header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    )
}

/// Whether who asks sits at this machine. A proxy connects from here, too, for people elsewhere; and
/// another site's script may reach this address by a name of that site's own.
fn is_local(environ: &Environ) -> bool {
    const PROXIES: [&str; 3] = ["forwarded", "x-forwarded-for", "via"];
    let is_loopback = environ.peer().is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    let headers = environ.headers();
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let is_name = name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    is_loopback && is_name && !PROXIES.iter().any(|name| headers.contains_key(*name))
}
