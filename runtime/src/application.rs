//! The application side of the contract: what a server calls.

use std::sync::{Arc, LazyLock};

use crate::body::IntoBlock;
use crate::{Environ, Reply, StartResponse, Started};

/// What a server calls, once for each request, with exactly two arguments (PEP 3333,
/// "The Application/Framework Side").
///
/// Functions and closures of two parameters are applications; so are shared and boxed ones. A type
/// becomes one by `impl Application`, or by `#[application]` on an `impl` block with routes.
///
/// ```
/// use lychgate::prelude::*;
///
/// struct Counter(std::sync::atomic::AtomicUsize);
///
/// impl Application for Counter {
///     fn call<'a>(&'a self, _: &'a mut Environ, start_response: StartResponse<'a>) -> Reply<'a> {
///         let n = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
///         match start_response.start("200 OK", &[("Content-Type", "text/plain")]) {
///             Ok(started) => started.body(format!("visit {n}\n")),
///             Err(error) => error.into(),
///         }
///     }
/// }
///
/// let client = lychgate::test::Client::new(Counter(Default::default()));
/// assert_eq!(client.get("/").send().text(), "visit 0\n");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an application",
    label = "not an application",
    note = "an application is a function `fn(&mut Environ, StartResponse<'_>) -> Reply<'static>`, a type \
            with `impl Application`, or what `#[application]` made: `site::application` for a module"
)]
pub trait Application: Send + Sync {
    /// Answers one request. `environ` is this request's alone, so whatever is changed in it is
    /// gone with the request; `start_response` is used up by the first, and only, start.
    fn call<'a>(&'a self, environ: &'a mut Environ, start_response: StartResponse<'a>)
    -> Reply<'a>;

    /// The routes of the application, where it knows them: a server shows them when it starts.
    fn routes(&self) -> &'static [crate::Route] {
        &[]
    }

    /// Which route would answer `method` at `path`, where the application knows its routes: for the
    /// [`Inspector`](crate::inspect::Inspector), and for who looks into an application. `path` is
    /// `PATH_INFO`.
    fn lookup(&self, _method: &str, _path: &str) -> Option<crate::Lookup> {
        None
    }

    /// Whether one of the routes answers `method` at `path` (`PATH_INFO`): where none does, another
    /// application can be asked instead. A mount answers for all that is below it; an application
    /// that is no table of routes answers everything.
    fn finds(&self, method: &str, path: &str) -> bool {
        self.lookup(method, path).is_none_or(|found| found.route.is_some())
    }

    /// The most bytes that this request's body may have, where that differs from the server's own
    /// limit. A server asks before it receives the body.
    fn body_limit(&self, _environ: &Environ) -> Option<u64> {
        None
    }

    /// The same application by reference, where an owned one is asked for: a test can look at the
    /// state of an application that a client has called.
    ///
    /// (There is no `impl Application for &A`: beside the one for closures, which covers references
    /// to functions, the language does not allow it.)
    fn by_ref(&self) -> &dyn Application
    where
        Self: Sized,
    {
        self
    }
}

/// What a bare application function may return.
#[diagnostic::on_unimplemented(
    message = "an application function cannot return `{Self}`",
    label = "not a reply",
    note = "return `Reply<'_>`, as `start_response.start(…)?.body(…)` makes it, or a `Result` of one"
)]
pub trait IntoReply<'a> {
    /// The reply, for the lifetime of one request.
    fn into_reply(self) -> Reply<'a>;
}

#[diagnostic::do_not_recommend]
impl<'a, 'b: 'a> IntoReply<'a> for Reply<'b> {
    fn into_reply(self) -> Reply<'a> {
        self.shorten()
    }
}

#[diagnostic::do_not_recommend]
impl<'a, 'b: 'a, E: Into<crate::Error>> IntoReply<'a> for Result<Reply<'b>, E> {
    fn into_reply(self) -> Reply<'a> {
        self.map_or_else(|error| Reply::failed(error.into()), Reply::shorten)
    }
}

/// What `new` of an application class may return: a started response, and the instance that is the
/// iterator of its body (PEP 3333, `AppClass` in "The Application/Framework Side").
#[diagnostic::on_unimplemented(
    message = "`new` of an application cannot return `{Self}`",
    label = "not a started response and its body",
    note = "return `(Started<'_>, Self)`, or a `Result` of it, where the type is an `Iterator` of byte blocks \
            (`String`, `Vec<u8>`, `Bytes`, …) and `Send`"
)]
pub trait IntoInstance<'a> {
    /// The reply, whose body is the instance.
    fn into_reply(self) -> Reply<'a>;
}

#[diagnostic::do_not_recommend]
impl<'a, 's, I> IntoInstance<'a> for (Started<'s>, I)
where
    I: Iterator<Item: IntoBlock + 'a> + Send + 'a,
{
    fn into_reply(self) -> Reply<'a> {
        let (started, instance) = self;
        started.stream(instance)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, 's, I, E: Into<crate::Error>> IntoInstance<'a> for Result<(Started<'s>, I), E>
where
    I: Iterator<Item: IntoBlock + 'a> + Send + 'a,
{
    fn into_reply(self) -> Reply<'a> {
        self.map_or_else(|error| Reply::failed(error.into()), IntoInstance::into_reply)
    }
}

/// A function of two parameters, whatever it returns: the step between closures and
/// [`Application`] that lets the reply's lifetime differ from function to function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an application function",
    label = "not a function of `&mut Environ` and `StartResponse<'_>`",
    note = "an application function is `fn(&mut Environ, StartResponse<'_>) -> Reply<'_>`, or returns a \
            `Result` of one; a closure is one by `lychgate::from_fn`"
)]
pub trait Bare<'a> {
    /// Calls the function.
    fn call_bare(&self, environ: &'a mut Environ, start_response: StartResponse<'a>) -> Reply<'a>;
}

#[diagnostic::do_not_recommend]
impl<'a, F, R> Bare<'a> for F
where
    F: Fn(&'a mut Environ, StartResponse<'a>) -> R,
    R: IntoReply<'a>,
{
    fn call_bare(&self, environ: &'a mut Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        self(environ, start_response).into_reply()
    }
}

#[diagnostic::do_not_recommend]
impl<F> Application for F
where
    F: for<'a> Bare<'a> + Send + Sync,
{
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        self.call_bare(environ, start_response)
    }
}

macro_rules! by_reference {
    ($([$($generics:tt)*] $type:ty),*) => {
        $(#[diagnostic::do_not_recommend]
        impl<$($generics)*> Application for $type {
            fn call<'a>(
                &'a self,
                environ: &'a mut Environ,
                start_response: StartResponse<'a>,
            ) -> Reply<'a> {
                (**self).call(environ, start_response)
            }

            fn routes(&self) -> &'static [crate::Route] {
                (**self).routes()
            }

            fn lookup(&self, method: &str, path: &str) -> Option<crate::Lookup> {
                (**self).lookup(method, path)
            }

            fn finds(&self, method: &str, path: &str) -> bool {
                (**self).finds(method, path)
            }

            fn body_limit(&self, environ: &Environ) -> Option<u64> {
                (**self).body_limit(environ)
            }
        })*
    };
}

by_reference!(
    [A: Application + ?Sized] Arc<A>,
    [A: Application] LazyLock<A>,
    [] Box<dyn Application + '_>,
    [] &(dyn Application + '_)
);

/// Lets a closure's parameters and reply be inferred: a closure that is to be an application
/// must work for every lifetime, and the compiler finds that out only from an expected type.
///
/// ```
/// let application = lychgate::from_fn(|environ, start_response| {
///     let text = format!("You asked for {}", &environ["PATH_INFO"]);
///     Ok(start_response.start("200 OK", &[("Content-Type", "text/plain")])?.body(text))
/// });
/// let client = lychgate::test::Client::new(application);
/// assert_eq!(client.get("/here").send().text(), "You asked for /here");
/// ```
pub fn from_fn<F>(function: F) -> F
where
    F: for<'a> Fn(&'a mut Environ, StartResponse<'a>) -> crate::Result<Reply<'a>>,
    F: Send + Sync,
{
    function
}
