//! The places where a request is watched: at a lint, and at both sides of a middleware.

use std::sync::Arc;

use http::Method;

use super::between::Between;
use super::body::watch_body;
use super::rules::M02;
use super::violation::{Finding, Report, Watched};
use super::{environ, head};
use crate::{Body, Environ, Error, Head, Reply};

/// What one boundary leaves in the environ for the next one further inside.
#[derive(Clone)]
struct Trace {
    watched: Arc<Watched>,
    /// What stands between both.
    between: Arc<Between>,
    /// What that is called.
    name: &'static str,
}

/// Where a request comes by on its way in, and its response on its way out.
pub(super) struct Boundary {
    pub(super) watched: Arc<Watched>,
    /// What stands outside, if its outer side is watched, too.
    pub(super) outside: Option<Arc<Between>>,
    /// What stands inside.
    pub(super) inside: Arc<Between>,
    /// The name of what stands inside, as a place.
    place: String,
    pub(super) is_head: bool,
}

/// Watches one side of a middleware, where a lint is around it; `name` is what stands inside.
pub(crate) fn watch<'a>(
    name: &'static str,
    environ: &'a mut Environ,
    inside: impl FnOnce(&'a mut Environ) -> Reply<'a>,
) -> Reply<'a> {
    match environ.extensions().get::<Trace>().cloned() {
        None => inside(environ),
        Some(trace) => cross(Arc::clone(&trace.watched), Some(trace), name, environ, inside),
    }
}

/// Watches at a lint.
pub(super) fn begin<'a>(
    report: &Report,
    name: &'static str,
    environ: &'a mut Environ,
    inside: impl FnOnce(&'a mut Environ) -> Reply<'a>,
) -> Reply<'a> {
    let trace = environ.extensions().get::<Trace>().cloned();
    let outer = trace.as_ref().map(|trace| Arc::clone(&trace.watched));
    let watched = Arc::new(Watched::new(report.clone(), environ::name(environ), outer));
    cross(watched, trace, name, environ, inside)
}

fn cross<'a>(
    watched: Arc<Watched>,
    trace: Option<Trace>,
    name: &'static str,
    environ: &'a mut Environ,
    inside: impl FnOnce(&'a mut Environ) -> Reply<'a>,
) -> Reply<'a> {
    let giver = trace.as_ref().map_or(", the server".to_owned(), |trace| place(trace.name));
    if let Err(error) = watched.report(environ::check(environ), &giver) {
        return Reply::failed(error);
    }
    let boundary = Boundary {
        outside: trace.map(|trace| trace.between),
        inside: Arc::default(),
        place: place(name),
        is_head: environ.method() == Method::HEAD,
        watched,
    };
    environ.extensions_mut().insert(Trace {
        watched: Arc::clone(&boundary.watched),
        between: Arc::clone(&boundary.inside),
        name,
    });
    inside(environ).then(|outcome| boundary.answer(outcome))
}

fn place(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(", `{name}`") }
}

impl Boundary {
    /// Checks the head, and watches the body.
    fn answer<'a>(self, outcome: Result<(Head, Body<'a>), Error>) -> Reply<'a> {
        let (head, body) = match outcome {
            Ok(response) => response,
            Err(error) => return Reply::failed(error),
        };
        let mut found = head::check(&head, &body);
        found.extend(self.taken_early());
        if let Err(error) = self.report(found) {
            return Reply::failed(error);
        }
        match watch_body(self, &head, body) {
            Ok(body) => Reply::started(head, body),
            Err(error) => Reply::failed(error),
        }
    }

    fn taken_early(&self) -> Option<Finding> {
        let mut inner = self.inside.inner();
        inner.answered = true;
        // What was taken before is this rule's matter alone.
        inner.since = 0;
        let early = inner.early;
        (early > 0).then(|| (&M02, format!("blocks taken: {early}")))
    }

    pub(super) fn report(&self, found: impl IntoIterator<Item = Finding>) -> Result<(), Error> {
        self.watched.report(found.into_iter().collect(), &self.place)
    }

    pub(super) fn report_late(&self, found: impl IntoIterator<Item = Finding>) {
        self.watched.report_late(found.into_iter().collect(), &self.place);
    }
}
