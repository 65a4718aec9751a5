//! What generated applications share: from a request to the handler that answers it.

mod catch;
mod way;

use std::convert::Infallible;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

use http::header::{ALLOW, HeaderMap, HeaderValue};

use crate::dependency::{Given, Provide, Share};
use crate::pages::Context;
use crate::{
    Application, Environ, Error, Found, FromEnviron, Reply, Respond, Response, Route,
    StartResponse, Status, gateway,
};

pub use catch::{catch, catch_by};
pub use way::{Way, Ways, body_limit, dispatch_by, lookup};

/// One request on its way from a found route to a handler.
#[derive(Debug)]
pub struct Call<'a, const N: usize> {
    environ: &'a Environ,
    found: Found<'a, N>,
}

/// Why a handler was not called although its route was found.
#[derive(Debug)]
pub enum Refusal {
    /// A capture could not be read: the same as no route. The search has asked the type before,
    /// so this happens only to types whose parsing is not a function of the text.
    NoMatch,
    /// A parameter could not be filled: this is the answer.
    Response(Response),
}

/// What calling a handler came to.
pub type Answer<'a> = Result<Reply<'a>, Refusal>;

impl<'a, const N: usize> Call<'a, N> {
    /// The place of the found route in its table, as [`Found::index`] has it.
    #[must_use]
    pub fn route(&self) -> usize {
        self.found.index()
    }

    /// The capture in a slot.
    #[must_use]
    pub fn slot(&self, slot: usize) -> Option<&'a str> {
        self.found.slot(slot)
    }

    /// The same, where its group takes part in every match.
    ///
    /// # Errors
    /// None after a search: the type is that of other parameters.
    pub fn text(&self, slot: usize) -> Result<&'a str, Refusal> {
        self.slot(slot).ok_or(Refusal::NoMatch)
    }

    /// Fills a parameter from the request.
    ///
    /// # Errors
    /// The rejection, as a response.
    pub fn extract<T: FromEnviron<'a>>(&self) -> Result<T, Refusal> {
        T::from_environ(self.environ).map_err(|rejection| Refusal::Response(rejection.into()))
    }

    /// What a dependency of the same application returned.
    pub fn given<R>(&self, returned: R) -> Given<R> {
        Given(returned)
    }

    /// Calls a dependency from elsewhere, and fills its parameters from the request.
    ///
    /// # Errors
    /// The rejection of a parameter, as a response.
    pub fn depend<P, F: Provide<'a, P>>(&self, function: F) -> Result<Given<F::Output>, Refusal> {
        function.provide(self).map(Given)
    }

    /// A dependency's value for one parameter, where others need it too.
    pub fn share<T: Share>(&self, value: &T) -> T {
        value.share()
    }

    /// Answers when what it depends on has been awaited.
    ///
    /// # Errors
    /// None, as [`respond`](Self::respond).
    pub fn later<F>(&mut self, answer: impl FnOnce(Call<'a, N>) -> F) -> Answer<'a>
    where
        F: Future<Output = Answer<'a>> + Send + 'a,
    {
        let (environ, found) = (self.environ, self.found);
        let answer = answer(Call { environ, found });
        Ok(Reply::later(async move { reply(environ, answer.await) }))
    }

    /// Starts the response that a handler returned.
    ///
    /// # Errors
    /// None: the type is that of [`Answer`], so that the arms of a dispatcher agree.
    pub fn respond(&mut self, value: impl Respond<'a>) -> Answer<'a> {
        Ok(value.respond(self.environ, StartResponse::new()))
    }

    /// The same for an `async` handler.
    ///
    /// # Errors
    /// None, as [`respond`](Self::respond).
    pub fn respond_later<F>(&mut self, value: F) -> Answer<'a>
    where
        F: Future<Output: Respond<'a>> + Send + 'a,
    {
        let environ = self.environ;
        let reply = async move { value.await.respond(environ, StartResponse::new()) };
        Ok(Reply::later(reply))
    }

    /// The answer where no route matches and no function says what to do then: 404 Not Found. In
    /// debug builds its page lists the routes that were tried.
    ///
    /// # Errors
    /// None, as [`respond`](Self::respond).
    pub fn respond_nothing(&mut self) -> Answer<'a> {
        let error = Error::new(Status::NOT_FOUND, "");
        #[cfg(debug_assertions)]
        let error =
            error.within(|| Context { tried: self.found.tried(), ..context(self.environ, None) });
        Ok(Reply::failed(error))
    }

    /// What a `#[not_found]` function returned, as 404 Not Found unless it says another status
    /// than 200 OK.
    ///
    /// # Errors
    /// None, as [`respond`](Self::respond).
    pub fn respond_not_found(&mut self, value: impl Respond<'a>) -> Answer<'a> {
        Ok(not_found(value.respond(self.environ, StartResponse::new())))
    }

    /// The same for an `async` function.
    ///
    /// # Errors
    /// None, as [`respond`](Self::respond).
    pub fn respond_not_found_later<F>(&mut self, value: F) -> Answer<'a>
    where
        F: Future<Output: Respond<'a>> + Send + 'a,
    {
        Ok(not_found(self.respond_later(value)?))
    }

    /// The answer to a failure where the `#[catch]` function is not there, by its conditions.
    ///
    /// # Errors
    /// Always: the default page answers.
    pub fn uncaught(&mut self, _: Arc<Error>) -> Answer<'a> {
        Err(Refusal::NoMatch)
    }
}

fn not_found(reply: Reply<'_>) -> Reply<'_> {
    reply.map_head(|head| {
        if head.status == Status::OK {
            head.status = Status::NOT_FOUND;
        }
    })
}

/// Answers a request out of a route table: finds the route, and calls `answer` with it. What does
/// not depend on the table is done here: 400 for a path that is not UTF-8, 204 for OPTIONS, 405
/// with `Allow`, 500 for a handler that panics.
///
/// The handlers' responses are started here, each once; so the application's own right to start
/// one is only taken.
pub fn dispatch<'a, const N: usize>(
    environ: &'a mut Environ,
    _: StartResponse<'a>,
    find: impl FnOnce(&str, &'a str) -> Found<'a, N>,
    answer: impl FnOnce(&mut Call<'a, N>) -> Answer<'a>,
) -> Reply<'a> {
    answered(environ, find, answer).0
}

/// What was answered, and the call that was made for it.
fn answered<'a, const N: usize>(
    environ: &'a Environ,
    find: impl FnOnce(&str, &'a str) -> Found<'a, N>,
    answer: impl FnOnce(&mut Call<'a, N>) -> Answer<'a>,
) -> (Reply<'a>, Call<'a, N>) {
    let Ok(path) = environ.path() else {
        let message = "the path of the request is not UTF-8 after percent-decoding";
        let reply = Reply::failed(Error::new(Status::BAD_REQUEST, message));
        return (reply, Call { environ, found: Found::nothing() });
    };
    let found = find(environ.method().as_str(), path);
    let mut call = Call { environ, found };
    let route = found.route();
    if let Some(route) = route {
        environ.set_route(route);
    } else if !found.allow().is_empty() {
        return (refuse_method(&found, environ), call);
    }
    let reply = match catch_unwind(AssertUnwindSafe(|| answer(&mut call))) {
        Ok(answer) => reply(environ, answer),
        Err(panic) => Reply::failed(gateway::panicked(&*panic, place(route))),
    };
    if cfg!(debug_assertions) {
        let within = move |error: Error| error.within(|| context(environ, route));
        return (reply.map_error(within), call);
    }
    (reply, call)
}

/// What the log calls the handler of a route.
fn place(route: Option<&Route>) -> &'static str {
    route.map_or("the not-found handler", |route| route.handler)
}

/// What a page for developers tells of a request.
fn context(environ: &Environ, route: Option<&'static Route>) -> Context {
    let path = environ.path().unwrap_or_default().trim_start_matches('/').to_owned();
    Context { method: environ.method().to_string(), path, route, tried: &[] }
}

/// The reply of an answer, also where the handler was not called.
fn reply<'a>(environ: &'a Environ, answer: Answer<'a>) -> Reply<'a> {
    match answer {
        Ok(reply) => reply,
        Err(Refusal::Response(response)) => match response.into_error() {
            Ok(error) => Reply::failed(error),
            Err(response) => respond(environ, response),
        },
        Err(Refusal::NoMatch) => Reply::failed(Error::new(Status::NOT_FOUND, "")),
    }
}

/// What is made when it is first asked for, and kept in a `static`: a middleware given as a value, or
/// an application that is mounted.
pub type Kept<T> = LazyLock<Box<T>>;

/// The application of a module with routes: `site::application`.
///
/// It is the table, the search in it, and the call of the handler that was found.
#[derive(Clone, Copy, Debug)]
pub struct Dispatcher<const N: usize> {
    routes: &'static [Route],
    find: for<'p> fn(&str, &'p str) -> Found<'p, N>,
    answer: for<'a> fn(&mut Call<'a, N>) -> Answer<'a>,
    way: Option<fn(usize) -> Way<'static>>,
    catch: Option<for<'a> fn(&mut Call<'a, N>, Arc<Error>) -> Answer<'a>>,
}

impl<const N: usize> Dispatcher<N> {
    /// An application that finds a route by `find` and has `answer` call its handler.
    #[must_use]
    pub const fn new(
        routes: &'static [Route],
        find: for<'p> fn(&str, &'p str) -> Found<'p, N>,
        answer: for<'a> fn(&mut Call<'a, N>) -> Answer<'a>,
    ) -> Self {
        Dispatcher { routes, find, answer, way: None, catch: None }
    }

    /// An application that answers every request in the same way, whatever its path and method.
    #[must_use]
    pub const fn single(answer: for<'a> fn(&mut Call<'a, N>) -> Answer<'a>) -> Self {
        Dispatcher::new(&[], |_, _| Found::nothing(), answer)
    }

    /// The same with routes that are answered another way than by their handlers alone.
    #[must_use]
    pub const fn by(self, way: fn(usize) -> Way<'static>) -> Self {
        Dispatcher { way: Some(way), ..self }
    }

    /// The same with what answers failures.
    #[must_use]
    pub const fn catching(
        self,
        catch: for<'a> fn(&mut Call<'a, N>, Arc<Error>) -> Answer<'a>,
    ) -> Self {
        Dispatcher { catch: Some(catch), ..self }
    }
}

impl<const N: usize> Ways for Dispatcher<N> {
    fn way(&self, route: usize) -> Way<'_> {
        self.way.map_or_else(Way::handler, |way| way(route))
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize> Application for Dispatcher<N> {
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        let Dispatcher { find, answer, .. } = *self;
        match (self.way, self.catch) {
            (None, None) => dispatch(environ, start_response, find, answer),
            (None, Some(by)) => catch(environ, start_response, find, answer, by),
            (Some(_), None) => dispatch_by(self, environ, start_response, find, answer),
            (Some(_), Some(by)) => catch_by(self, environ, start_response, find, answer, by),
        }
    }

    fn lookup(&self, method: &str, path: &str) -> Option<crate::Lookup> {
        Some(lookup(self, method, (self.find)(method, path)))
    }

    fn body_limit(&self, environ: &Environ) -> Option<u64> {
        self.way.and_then(|_| body_limit(self, environ, self.find))
    }

    fn routes(&self) -> &'static [Route] {
        self.routes
    }

    fn finds(&self, method: &str, path: &str) -> bool {
        // Without a table the one handler answers everything.
        self.routes.is_empty() || (self.find)(method, path).route().is_some()
    }
}

/// OPTIONS is answered with what is allowed (RFC 9110, 9.3.7), another method is refused with the
/// same list (15.5.6).
fn refuse_method<'a, const N: usize>(found: &Found<'a, N>, environ: &'a Environ) -> Reply<'a> {
    let allow = HeaderValue::from_str(&found.allow().to_string());
    let allow: HeaderMap = allow.into_iter().map(|allow| (ALLOW, allow)).collect();
    if environ.method() == "OPTIONS" {
        return respond(environ, ()).map_head(|head| head.headers.extend(allow));
    }
    Reply::failed(Error::new(Status::METHOD_NOT_ALLOWED, "").with_headers(allow))
}

fn respond<'a>(environ: &'a Environ, value: impl Respond<'a>) -> Reply<'a> {
    StartResponse::new().respond(environ, value)
}

impl From<Infallible> for Response {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
