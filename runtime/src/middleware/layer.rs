//! An application with a middleware around it.

use super::next::Inside;
use super::{Middleware, Passage};
use crate::{Application, Environ, Reply, Route, StartResponse, lint};

/// An application with a middleware around it: itself an application. What a decorator such as
/// `timing(site::application)` returns.
#[derive(Clone, Copy, Debug)]
pub struct Layer<M, A> {
    middleware: M,
    application: A,
}

impl<M, A> Layer<M, A> {
    /// Puts `middleware` around `application`.
    pub const fn new(middleware: M, application: A) -> Self {
        Layer { middleware, application }
    }
}

#[diagnostic::do_not_recommend]
impl<M: Middleware, A: Application> Application for Layer<M, A> {
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        let inside = |environ| self.application.call(environ, start_response);
        step(&self.middleware, environ, inside)
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
        self.application.body_limit(environ).or_else(|| self.middleware.body_limit())
    }
}

/// Answers a request through several layers, the outermost first.
pub(crate) fn pass<'a>(
    mut layers: std::vec::IntoIter<&'a dyn Middleware>,
    environ: &'a mut Environ,
    inside: Box<dyn FnOnce(&'a mut Environ) -> Reply<'a> + Send + 'a>,
) -> Reply<'a> {
    match layers.next() {
        None => inside(environ),
        Some(layer) => step(layer, environ, |environ| pass(layers, environ, inside)),
    }
}

/// One layer: the middleware has the environ until it lets the request through; then the
/// application inside has it, in its old place, since the reply may borrow from there. A lint
/// around it watches both sides.
fn step<'a, M: Middleware + ?Sized>(
    middleware: &'a M,
    place: &'a mut Environ,
    inside: impl FnOnce(&'a mut Environ) -> Reply<'a> + Send + 'a,
) -> Reply<'a> {
    lint::watch(middleware.name(), place, |place| {
        let environ = place.take();
        let inside: Inside<'a> = Box::new(|environ| {
            *place = environ;
            lint::watch("", place, inside)
        });
        middleware.call(Passage::new(environ, inside))
    })
}
