//! One application behind another.

use lychgate::{Application, Environ, Reply, Route, StartResponse};

use super::PythonApplication;

/// An application with one of Python's behind it: what
/// [`behind`](PythonApplication::behind) returns.
#[derive(Debug)]
pub struct Behind<A> {
    front: A,
    behind: PythonApplication,
}

impl<A: Application> Behind<A> {
    pub(super) fn new(front: A, behind: PythonApplication) -> Self {
        Behind { front, behind }
    }

    fn is_front(&self, environ: &Environ) -> bool {
        let path = environ.path();
        path.is_ok_and(|path| self.front.finds(environ.method().as_str(), path))
    }
}

impl<A: Application> Application for Behind<A> {
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        if self.is_front(environ) {
            self.front.call(environ, start_response)
        } else {
            self.behind.call(environ, start_response)
        }
    }

    fn routes(&self) -> &'static [Route] {
        self.front.routes()
    }

    fn body_limit(&self, environ: &Environ) -> Option<u64> {
        if self.is_front(environ) { self.front.body_limit(environ) } else { None }
    }
}
