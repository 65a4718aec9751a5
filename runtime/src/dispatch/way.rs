//! How a found route is answered where that is not by its handler alone.

use std::fmt;

use super::{Answer, Call, dispatch};
use crate::middleware::pass;
use crate::{
    Application, Environ, Error, Found, Middleware, Reply, Route, StartResponse, Status, gateway,
};

/// The way from a found route to what answers it: through middleware, and to the route's handler or
/// to an application that is mounted there.
#[must_use]
pub struct Way<'a> {
    layers: Vec<&'a dyn Middleware>,
    mounted: Option<Mounted<'a>>,
}

#[derive(Clone, Copy)]
struct Mounted<'a> {
    application: &'a dyn Application,
    /// The slot of the capture that is the rest of the path.
    rest: usize,
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

    /// To an application that is mounted where the path begins so; the capture in the slot `rest` is
    /// the part of the path that is left for it.
    pub const fn mount(application: &'a dyn Application, rest: usize) -> Self {
        Way { layers: Vec::new(), mounted: Some(Mounted { application, rest }) }
    }

    /// The same behind middleware, the outermost first.
    pub fn behind<const LAYERS: usize>(self, layers: [&'a dyn Middleware; LAYERS]) -> Self {
        Way { layers: layers.into(), ..self }
    }

    /// The limit of what is innermost and has one.
    pub(super) fn body_limit(&self, environ: &Environ) -> Option<u64> {
        let inside = self.mounted.and_then(|it| it.application.body_limit(environ));
        inside.or_else(|| self.layers.iter().rev().find_map(|layer| layer.body_limit()))
    }
}

/// What [`dispatch`] does, for a table with middleware on single routes, or with mounts.
///
/// The route is found before its middleware is called, and once more behind it, as the captures lie
/// in the path, which a middleware may change. Should it be another route's then, none answers:
/// that one's own middleware was not asked.
pub fn dispatch_by<'a, const N: usize>(
    environ: &'a mut Environ,
    start_response: StartResponse<'a>,
    find: for<'p> fn(&str, &'p str) -> Found<'p, N>,
    way: impl FnOnce(usize) -> Way<'a>,
    answer: impl FnOnce(&mut Call<'a, N>) -> Answer<'a> + Send + 'a,
) -> Reply<'a> {
    let found = environ.path().ok().map(|path| {
        let found = find(environ.method().as_str(), path);
        (found.index(), found.route())
    });
    let Some((index, Some(route))) = found else {
        return dispatch(environ, start_response, find, answer);
    };
    let Way { layers, mounted } = way(index);
    if layers.is_empty() && mounted.is_none() {
        return dispatch(environ, start_response, find, answer);
    }
    environ.set_route(route);
    let inside = move |environ: &'a mut Environ| match mounted {
        None => {
            let find = move |method: &str, path| still(route, index, find(method, path));
            dispatch(environ, start_response, find, answer)
        }
        Some(Mounted { application, rest }) => {
            let rest = environ.path().ok().and_then(|path| {
                let found = still(route, index, find(environ.method().as_str(), path));
                found.slot(rest).map(str::len)
            });
            let Some(rest) = rest else {
                return Reply::failed(Error::new(Status::NOT_FOUND, ""));
            };
            environ.shift_to(rest);
            application.call(environ, start_response)
        }
    };
    pass(layers.into_iter(), environ, Box::new(inside))
}

/// What was found behind the middleware of a route, if it is that route still.
fn still<'p, const N: usize>(route: &Route, index: usize, found: Found<'p, N>) -> Found<'p, N> {
    if found.index() == index {
        return found;
    }
    gateway::log(&format!(
        "the middleware of `{}` made another route's request of it, which is not answered: put that \
         middleware around the application",
        route.handler
    ));
    Found::nothing()
}

impl fmt::Debug for Way<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = if self.mounted.is_some() { "mount" } else { "handler" };
        write!(f, "Way(through {} to the {to})", self.layers.len())
    }
}
