//! Middleware: what is an application to the server, and a server to the application inside.

mod layer;
mod next;
mod passage;

use std::sync::{Arc, LazyLock};

use crate::{Application, Reply};

pub use layer::Layer;
pub(crate) use layer::pass;
pub use next::Next;
pub use passage::{Later, Passage};

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
