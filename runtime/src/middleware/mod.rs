//! Middleware: what is an application to the server, and a server to the application inside.
//!
//! `#[middleware]` on a function makes one; `#[with(…)]` puts it around an application or a route,
//! and `timing(application)` does so by hand. These are there already:
//!
//! | name | what it does |
//! |---|---|
//! | [`request_id`](request_id()) | gives each request an identifier, for the logs |
//! | [`timing`](timing()) | tells in `Server-Timing` how long the application took |
//! | [`AccessLog`] | writes a line of each request that is over, or calls a function with its record |
//! | [`Metrics`] | counts requests, and shows the counters to Prometheus |
//! | `Trace`, with the feature `tracing` | has a span around each request |
//! | [`CatchPanic`] | makes a 500 of a panic inside, for the middleware around it to see |
//! | [`TrailingSlash`] | redirects to the address with, or without, a slash at its end |
//! | [`method_override`](method_override()) | lets a form say PUT, PATCH or DELETE |
//! | [`security_headers`](security_headers()) | adds the headers that are safe for every site |
//! | [`ConditionalGet`] | answers 304 where the client's copy is still good |
//! | [`BodyLimit`] | sets another limit for request bodies |
//! | [`TrustProxies`] | takes the client's address, scheme and host from the proxies in front |

mod access_log;
mod body_limit;
mod catch_panic;
mod conditional_get;
mod decorator;
mod form_method;
mod forwarded;
mod identifier;
mod layer;
mod metrics;
mod next;
mod passage;
mod security;
mod server_timing;
#[cfg(feature = "tracing")]
mod trace;
mod trailing_slash;
mod trust_proxies;
mod watch;

use std::sync::{Arc, LazyLock};

use http::Method;

use crate::{Application, Reply};

pub use access_log::{AccessLog, LogFormat, Record};
pub use body_limit::BodyLimit;
pub use catch_panic::CatchPanic;
pub use conditional_get::ConditionalGet;
use decorator::decorator;
pub use form_method::method_override;
pub use identifier::request_id;
pub use layer::Layer;
pub(crate) use layer::pass;
pub use metrics::Metrics;
pub use next::Next;
pub use passage::{IntoResponse, Later, Passage};
pub use security::security_headers;
pub use server_timing::timing;
#[cfg(feature = "tracing")]
pub use trace::Trace;
pub use trailing_slash::TrailingSlash;
pub use trust_proxies::{Network, TrustProxies};

/// What stands between a server and an application, and plays the other's part to each (PEP 3333,
/// "Middleware: Components that Play Both Sides").
///
/// `#[middleware]` makes one of a function, or of a type with `fn call(&self, environ, next)`; by
/// hand it is written like this, and may keep whatever a request is counted in:
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use lychgate::prelude::*;
/// use lychgate::middleware::Passage;
///
/// #[derive(Default)]
/// struct Visits(AtomicU64);
///
/// impl Middleware for Visits {
///     fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
///         let visit = self.0.fetch_add(1, Ordering::Relaxed) + 1;
///         passage.through(|environ, next| next.call(environ).header("X-Visit", &visit.to_string()))
///     }
/// }
///
/// #[application]
/// mod site {
///     #[get("^$")]
///     fn index() -> &'static str { "Index page" }
/// }
///
/// fn main() {
///     let client = lychgate::test::Client::new(Visits::default().wrap(site::application));
///     client.get("/").send();
///     assert_eq!(client.get("/").send().header("X-Visit"), Some("2"));
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a middleware",
    label = "not a middleware",
    note = "a middleware is a function under `#[middleware]`, or a value whose type implements `Middleware`"
)]
pub trait Middleware: Send + Sync {
    /// Answers one request: by letting it through to the application inside, or by itself.
    fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a>;

    /// The most bytes that a request body may have inside, where that differs from the server's own
    /// limit: asked before the body is received.
    fn body_limit(&self) -> Option<u64> {
        None
    }

    /// What the [lint](crate::lint) calls it: the name of its type, unless it says another.
    fn name(&self) -> &'static str {
        std::any::type_name::<Self>()
    }

    /// The application with this around it.
    fn wrap<A: Application>(self, application: A) -> Layer<Self, A>
    where
        Self: Sized,
    {
        Layer::new(self, application)
    }
}

macro_rules! by_reference {
    ($([$($generics:tt)*] $type:ty),*) => {
        $(#[diagnostic::do_not_recommend]
        impl<$($generics)*> Middleware for $type {
            fn call<'a>(&'a self, passage: Passage<'a>) -> Reply<'a> {
                (**self).call(passage)
            }

            fn body_limit(&self) -> Option<u64> {
                (**self).body_limit()
            }

            fn name(&self) -> &'static str {
                (**self).name()
            }
        })*
    };
}

by_reference!(
    [M: Middleware + ?Sized] &M,
    [M: Middleware + ?Sized] Box<M>,
    [M: Middleware + ?Sized] Arc<M>,
    [M: Middleware] LazyLock<M>
);

/// The method, if it is one of those that HTTP defines (RFC 9110, 9, and RFC 5789): clients can make
/// up any number of others.
fn known_method(method: &Method) -> Option<&'static str> {
    const KNOWN: [&str; 9] =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    KNOWN.into_iter().find(|known| *known == method.as_str())
}
