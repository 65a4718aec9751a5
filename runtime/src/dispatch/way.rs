//! How a request is answered where that is not by a handler alone.

use std::fmt;
use std::sync::Arc;

use super::catch::dispatch_or;
use super::{Answer, Call};
use crate::middleware::pass;
use crate::{
    Application, Environ, Error, Found, Lookup, Middleware, Reply, Route, StartResponse, Status,
    gateway,
};

/// An application with middleware on single routes or around all of them, or with mounts: what
/// `#[application]` writes for `#[with]` and `#[mount]`.
pub trait Ways: Sync {
    /// The middleware around the whole.
    fn around(&self) -> Way<'_> {
        Way::handler()
    }

    /// The way from a found route, by its place in the table, to what answers it. `usize::MAX` is
    /// the way to the not-found handler.
    fn way(&self, route: usize) -> Way<'_> {
        let _ = route;
        Way::handler()
    }
}

/// The way to what answers a request: through middleware, and to the handler or to an application
/// that is mounted there.
#[must_use]
pub struct Way<'a> {
    layers: Vec<&'a dyn Middleware>,
    mounted: Option<&'a dyn Application>,
}

impl<'a> Way<'a> {
    /// To the handler, straight.
    pub const fn handler() -> Self {
        Way { layers: Vec::new(), mounted: None }
    }

    /// To the handler through middleware, the outermost first.
    pub fn through<const LAYERS: usize>(layers: [&'a dyn Middleware; LAYERS]) -> Self {
        Way { layers: layers.into(), mounted: None }
    }

    /// To an application that is mounted where the path begins so.
    pub const fn mount(application: &'a dyn Application) -> Self {
        Way { layers: Vec::new(), mounted: Some(application) }
    }

    /// The same behind middleware, the outermost first.
    pub fn behind<const LAYERS: usize>(self, layers: [&'a dyn Middleware; LAYERS]) -> Self {
        Way { layers: layers.into(), ..self }
    }

    /// Passes the middleware, if there is any, and answers by `inside`.
    pub fn pass(
        self,
        environ: &'a mut Environ,
        inside: impl FnOnce(&'a mut Environ) -> Reply<'a> + Send + 'a,
    ) -> Reply<'a> {
        if self.layers.is_empty() {
            return inside(environ);
        }
        pass(self.layers.into_iter(), environ, Box::new(inside))
    }

    /// The limit of the innermost middleware that has one.
    fn limit(&self) -> Option<u64> {
        self.layers.iter().rev().find_map(|layer| layer.body_limit())
    }
}

/// What [`dispatch`](super::dispatch) does, for an application with [`Ways`].
///
/// The route is found before its middleware is called, and once more behind it, as the captures lie
/// in the path, which a middleware may change. Should it be another route's then, none answers:
/// that one's own middleware was not asked.
pub fn dispatch_by<'a, const N: usize>(
    ways: &'a (impl Ways + ?Sized),
    environ: &'a mut Environ,
    start_response: StartResponse<'a>,
    find: for<'p> fn(&str, &'p str) -> Found<'p, N>,
    answer: impl FnOnce(&mut Call<'a, N>) -> Answer<'a> + Send + 'a,
) -> Reply<'a> {
    let catch = None::<fn(&mut Call<'a, N>, Arc<Error>) -> Answer<'a>>;
    dispatch_around(ways, environ, start_response, find, answer, catch)
}

pub(super) fn dispatch_around<'a, const N: usize>(
    ways: &'a (impl Ways + ?Sized),
    environ: &'a mut Environ,
    start_response: StartResponse<'a>,
    find: for<'p> fn(&str, &'p str) -> Found<'p, N>,
    answer: impl FnOnce(&mut Call<'a, N>) -> Answer<'a> + Send + 'a,
    catch: Option<impl FnOnce(&mut Call<'a, N>, Arc<Error>) -> Answer<'a> + Send + 'a>,
) -> Reply<'a> {
    let inside = move |environ| dispatch_found(ways, environ, start_response, find, answer, catch);
    ways.around().pass(environ, inside)
}

fn dispatch_found<'a, const N: usize>(
    ways: &'a (impl Ways + ?Sized),
    environ: &'a mut Environ,
    start_response: StartResponse<'a>,
    find: for<'p> fn(&str, &'p str) -> Found<'p, N>,
    answer: impl FnOnce(&mut Call<'a, N>) -> Answer<'a> + Send + 'a,
    catch: Option<impl FnOnce(&mut Call<'a, N>, Arc<Error>) -> Answer<'a> + Send + 'a>,
) -> Reply<'a> {
    let found = environ.path().ok().map(|path| find(environ.method().as_str(), path));
    let found = found.filter(|found| found.allow().is_empty());
    let Some((index, route)) = found.map(|found| (found.index(), found.route())) else {
        // 400 and 405 are nobody's way.
        return dispatch_or(environ, find, answer, catch);
    };
    let mut way = ways.way(index);
    if way.layers.is_empty() && way.mounted.is_none() {
        return dispatch_or(environ, find, answer, catch);
    }
    if let Some(route) = route {
        environ.set_route(route);
    }
    let mounted = way.mounted.take();
    let inside = move |environ: &'a mut Environ| match mounted {
        None => {
            let find = move |method: &str, path| still(index, route, find(method, path));
            dispatch_or(environ, find, answer, catch)
        }
        Some(application) => {
            let rest = environ
                .path()
                .ok()
                .and_then(|path| rest(&still(index, route, find(environ.method().as_str(), path))));
            let Some(rest) = rest else {
                return Reply::failed(Error::new(Status::NOT_FOUND, ""));
            };
            environ.shift_to(rest);
            application.call(environ, start_response)
        }
    };
    way.pass(environ, inside)
}

/// What [`Application::body_limit`] is for an application with [`Ways`]: the limit of what is
/// innermost and has one.
pub fn body_limit<const N: usize>(
    ways: &(impl Ways + ?Sized),
    environ: &Environ,
    find: for<'p> fn(&str, &'p str) -> Found<'p, N>,
) -> Option<u64> {
    let of_route = || {
        let found = find(environ.method().as_str(), environ.path().ok()?);
        let way = ways.way(found.index());
        let mounted = || way.mounted?.body_limit(&environ.shifted_to(rest(&found)?));
        mounted().or_else(|| way.limit())
    };
    of_route().or_else(|| ways.around().limit())
}

/// What [`Application::lookup`] is for an application with [`Ways`]: what its search came to, and
/// where that is a mount what is found inside.
pub fn lookup<const N: usize>(
    ways: &(impl Ways + ?Sized),
    method: &str,
    found: Found<'_, N>,
) -> Lookup {
    let mut lookup = Lookup::of(&found);
    if let (Some(rest), Some(inside)) = (&lookup.rest, ways.way(found.index()).mounted) {
        lookup.nested = inside.lookup(method, rest).map(Box::new);
    }
    lookup
}

/// How many bytes of the path a mount leaves to the application inside.
fn rest<const N: usize>(found: &Found<'_, N>) -> Option<usize> {
    found.slot(found.route()?.rest()?).map(str::len)
}

/// What was found behind the middleware of a route, if it is that route still.
fn still<'p, const N: usize>(
    index: usize,
    route: Option<&Route>,
    found: Found<'p, N>,
) -> Found<'p, N> {
    if found.index() == index {
        return found;
    }
    let handler = super::place(route);
    gateway::log(&format!(
        "the middleware of `{handler}` made another route's request of it, which is not answered: \
         put that middleware around the application"
    ));
    Found::nothing()
}

impl fmt::Debug for Way<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = if self.mounted.is_some() { "mount" } else { "handler" };
        write!(f, "Way(through {} to the {to})", self.layers.len())
    }
}
